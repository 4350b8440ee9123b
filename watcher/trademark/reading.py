"""Old and new document -> what a reading means: first seen, unchanged, changed, or not to be believed yet.

A section or a value that was filled and is empty, an entry number that is gone, another mark, a document older than
the last: doubtful (promise 3). Doubt is per thing: that keeps its old value and all others are compared. What stays
as it is for `PATIENCE` is told as what it is. Decides; does not fetch, wait or store.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from watcher.trademark.diff import diff
from watcher.trademark.holding import Baseline, doubts, hold_of, is_whole, kept_within, masked, restore
from watcher.trademark.masks import has_masks, unmasked
from watcher.trademark.model import Case, Change, ChangeKind
from watcher.trademark.state import Hold, HoldReason

__all__ = [
    "PATIENCE",
    "Baseline",
    "Changed",
    "Doubtful",
    "FirstSeen",
    "Reading",
    "Unchanged",
    "read",
    "restore",
]

PATIENCE = timedelta(days=1)
"""How long a doubt must persist before it is told."""


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """The case was never read before."""

    case: Case


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing to tell. `holds` are the parts that are not believed (and so compared as they were).

    `renews`: the document has values again that the newest snapshot lacks, so it must become the newest; the next
    document would be compared with the gap.
    """

    case: Case
    holds: tuple[Hold, ...] = ()
    renews: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """`changes` are to be told; `case` is the new baseline, with the old values of the parts in `holds`."""

    case: Case
    changes: tuple[Change, ...]
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The document as a whole is not believed: it is older than the last one. Nothing of it is taken over."""

    holds: tuple[Hold, ...]


Reading = FirstSeen | Unchanged | Changed | Doubtful


def read(baseline: Baseline | None, document: Case, now: datetime) -> Reading:
    """Compare a document with the baseline.

    `now` (UTC) is when the document was answered; doubts that have lasted `PATIENCE` by then are told.
    """
    if baseline is None:
        return FirstSeen(document)
    baseline = replace(
        baseline, holds=tuple(replace(hold, since=min(hold.since, now)) for hold in baseline.holds)
    )
    older = _is_older(baseline.case, document)
    if older:
        whole = hold_of(baseline, None, HoldReason.OLDER, _how_old(document), now)
        if now - whole.since < PATIENCE:
            return Doubtful(
                (*(hold for hold in baseline.holds if hold.reason is not HoldReason.OLDER), whole)
            )
    old = unmasked(baseline.case, document) if has_masks(baseline.case) else baseline.case
    new = unmasked(document, baseline.case) if has_masks(document) else document
    doubted = tuple(
        hold
        for hold in doubts(baseline, old, new, now)
        # The entries that an older document lacks have waited with it.
        if not (older and hold.reason is HoldReason.ENTRIES_VANISHED)
    )
    holds = tuple(hold for hold in doubted if now - hold.since < PATIENCE)
    believed = [hold for hold in doubted if hold not in holds]
    holds += kept_within(baseline, holds)
    new = restore(new, tuple((hold, old) for hold in holds))
    changes = _told(old, new, [hold for hold in believed if hold not in holds])
    holds += masked(baseline, document, holds, now)
    if changes:
        return Changed(new, changes, holds)
    lifted = has_masks(baseline.case) and old != unmasked(baseline.case, baseline.case)
    return Unchanged(new, holds, renews=lifted or _loses_a_source(baseline, holds))


def _is_older(old: Case, new: Case) -> bool:
    """Does the document tell an earlier state, with no prosecution event that we do not know?

    A stale copy lacks the newest event, whatever its status day (the newest status may have been entered
    back-dated); or it has an earlier status and fewer events. An earlier status date with new events is a
    correction, and told.
    """
    known = {event.entry_number for event in old.events}
    shown = {event.entry_number for event in new.events}
    if not shown <= known:
        return False
    if shown and _newest_entry(new) < _newest_entry(old):
        return True
    if old.status.date is None or new.status.date is None:
        return False
    return new.status.date < old.status.date and len(new.events) < len(old.events)


def _newest_entry(case: Case) -> int:
    return max((event.entry_number or 0 for event in case.events), default=0)


def _how_old(document: Case) -> str:
    """Which earlier state it is, so that the day counts for the same one."""
    return f"{document.status.date} {_newest_entry(document)}"


def _loses_a_source(baseline: Baseline, holds: tuple[Hold, ...]) -> bool:
    """Was a value of the baseline kept in an older snapshot that no hold names any more?"""
    return any(
        hold.snapshot_id != baseline.snapshot_id
        for hold in baseline.holds
        if hold not in holds and hold.reason is not HoldReason.OLDER
    )


def _told(old: Case, new: Case, believed: list[Hold]) -> tuple[Change, ...]:
    """The changes; what stayed away is told as what it is, a whole section as one change."""
    vanished = [hold for hold in believed if hold.reason is HoldReason.VANISHED]
    gone = dict.fromkeys(hold.section for hold in vanished if is_whole(hold))
    parts = tuple((hold, old) for hold in vanished if hold.section not in gone)
    but_for_parts = restore(new, parts)
    changes = diff(old, but_for_parts)
    return (
        *(change for change in changes if change.section not in gone),
        *_sections_gone(change for change in changes if change.section in gone),
        *(_no_longer_shown(change) for change in diff(but_for_parts, new)),
    )


def _sections_gone(changes: Iterable[Change]) -> Iterable[Change]:
    olds: dict[str, list[str]] = {}
    first: dict[str, Change] = {}
    for change in changes:
        first.setdefault(change.section, change)
        olds.setdefault(change.section, []).extend([change.old] if change.old else [])
    for change in first.values():
        section = change.section
        yield Change(
            kind=ChangeKind.SECTION_GONE,
            section=section,
            path=section.value,
            summary=f"The USPTO no longer shows the {section.value} of this case",
            old="; ".join(olds[section]) or None,
        )


def _no_longer_shown(change: Change) -> Change:
    """`Filing date removed: 2025-01-01` would say that somebody took it away; all we know is that it is not shown."""
    title, removed, _ = change.summary.partition(" removed")
    if not removed:
        return change
    title = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    return replace(
        change, kind=ChangeKind.SECTION_GONE, summary=f"The USPTO no longer shows the {title} of this case"
    )
