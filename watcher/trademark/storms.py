"""Is it the case that changed, or the register that was indexed anew? Pure.

When the same generic change appears in many cases within a day, nobody did anything to these cases: the USPTO wrote
its register in another way. That is one notice to the operator, and none to the clients. Prosecution events, the
status, owners, attorneys, and whatever else people do to a case on purpose, are never taken for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from watcher.trademark.model import Change, Section

AT_LEAST: Final = 10
SHARE: Final = 0.1
WINDOW: Final = timedelta(days=1)
"""A storm is the same change in at least `AT_LEAST` cases, and in more than `SHARE` of all, within `WINDOW`."""

_MEANT: Final = frozenset(
    {
        Section.EVENTS,
        Section.STATUS,
        Section.OWNERS,
        Section.ATTORNEY,
        Section.NUMBERS,
        Section.MARK,
        Section.ASSIGNMENTS,
        Section.PROCEEDINGS,
    }
)
"""What somebody does to a case on purpose: told at once, however many cases it happens to."""


def generic_path(change: Change) -> str | None:
    """What kind of change it is, the same for all cases; None for one that is never held back.

    `NationalTrademarkInformation/RestrictionStatementText` of any case, `goods/009/text` as `goods/text`.
    """
    if change.section in _MEANT:
        return None
    parts = re.sub(r"\[[^\]]*\]", "", change.path).split("/")
    return (
        "/".join(part for part in parts if not any(sign.isdigit() for sign in part)) or change.section.value
    )


def generic_paths(changes: Iterable[Change]) -> tuple[str, ...]:
    """The kinds of these changes if all of them are generic; empty when there is one that must be told at once."""
    paths = [generic_path(change) for change in changes]
    known = tuple(dict.fromkeys(path for path in paths if path is not None))
    return known if None not in paths else ()


def is_storm(cases: int, watched: int) -> bool:
    """Are so many cases with the same generic change, of so many that are watched, the work of the register?"""
    return cases >= AT_LEAST and cases > SHARE * watched


def may_storm(watched: int) -> bool:
    """Are there so many cases that a storm could be told from a change at all?"""
    return watched >= AT_LEAST


def hold(changes: Iterable[Change], every: timedelta) -> timedelta:
    """How long a notice of generic changes waits, to see whether others have them too.

    Two rounds of checks; a day where we have no field for any of it, for such a change is of little weight, and one
    that moves no date is found case by case as the full fetches go round.
    """
    if all(change.section is Section.OTHER for change in changes):
        return WINDOW
    return min(2 * every, WINDOW)
