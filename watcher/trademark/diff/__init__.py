"""Two readings of a case -> the changes between them, by meaning and in words.

Pure, total and deterministic: any two cases can be compared, and every field of the model is. Does not judge whether
a document is to be believed (`reading.py`), nor how much a change matters.
"""

from __future__ import annotations

from itertools import chain
from typing import Final

from watcher.trademark.diff.facts import fact_changes
from watcher.trademark.diff.history import (
    assignment_changes,
    event_changes,
    proceeding_changes,
    status_changes,
)
from watcher.trademark.diff.parties import (
    attorney_changes,
    correspondent_changes,
    owner_changes,
    representative_changes,
    staff_changes,
)
from watcher.trademark.diff.rights import (
    basis_changes,
    date_changes,
    goods_changes,
    location_changes,
    madrid_changes,
    maintenance_changes,
    mark_changes,
    number_changes,
    priority_changes,
    register_changes,
)
from watcher.trademark.model import Case, Change, Section

__all__ = ["changed_sections", "diff"]

_PARTS: Final = (
    status_changes,
    event_changes,
    number_changes,
    owner_changes,
    attorney_changes,
    correspondent_changes,
    representative_changes,
    mark_changes,
    goods_changes,
    basis_changes,
    date_changes,
    register_changes,
    maintenance_changes,
    assignment_changes,
    proceeding_changes,
    madrid_changes,
    priority_changes,
    location_changes,
    staff_changes,
    fact_changes,
)
"""In the order in which changes are told."""


def diff(old: Case, new: Case) -> tuple[Change, ...]:
    """What changed from one reading to the next: the status, new events from old to new, owners, and so on to facts."""
    return tuple(chain.from_iterable(part(old, new) for part in _PARTS))


def changed_sections(old: Case, new: Case) -> frozenset[Section]:
    """The sections in which anything changed."""
    return frozenset(change.section for change in diff(old, new))
