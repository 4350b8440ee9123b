"""Old and new document -> what a reading means: first seen, unchanged, changed, or not to be believed yet.

A section that was filled and is empty, an entry number that is gone, another mark, a document older than the last:
doubtful (promise 3). Doubt is per section: that section keeps its old value and all others are compared. What stays
as it is for `PATIENCE` is told as what it is. Decides; does not fetch, wait or store.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from watcher.trademark.diff import diff
from watcher.trademark.masks import has_masks, unmasked
from watcher.trademark.model import Case, Change, ChangeKind, ProsecutionEvent, Section
from watcher.trademark.sections import is_filled, with_section
from watcher.trademark.state import Hold, HoldReason

PATIENCE = timedelta(days=1)
"""How long a doubt must persist before it is told."""

_CAN_VANISH = (
    Section.EVENTS,
    Section.OWNERS,
    Section.ATTORNEY,
    Section.CORRESPONDENT,
    Section.REPRESENTATIVE,
    Section.GOODS,
    Section.BASIS,
    Section.MAINTENANCE,
    Section.ASSIGNMENTS,
    Section.PROCEEDINGS,
    Section.MADRID,
    Section.PRIORITY,
)


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """The case was never read before."""

    case: Case


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing to tell. `holds` are the sections that are not believed (and so compared as they were)."""

    case: Case
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """`changes` are to be told; `case` is the new baseline, with the old values of the sections in `holds`."""

    case: Case
    changes: tuple[Change, ...]
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The document as a whole is not believed: it is older than the last one. Nothing of it is taken over."""

    holds: tuple[Hold, ...]


Reading = FirstSeen | Unchanged | Changed | Doubtful


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the new document is compared with: the last good value of every section, and the doubts that stand.

    `case` has the values of held sections already (see `restore`); `snapshot_id` is where the others come from.
    """

    case: Case
    snapshot_id: int
    holds: tuple[Hold, ...] = ()


def restore(document: Case, holds: tuple[tuple[Hold, Case], ...]) -> Case:
    """The baseline from its snapshots: the last document, with each held value from the snapshot that has it."""
    case = document
    for hold, source in holds:
        match hold.reason:
            case HoldReason.MASKED:
                case = unmasked(case, source)
            case HoldReason.ENTRIES_VANISHED:
                case = _with_vanished_entries(case, source)
            case HoldReason.VANISHED | HoldReason.OTHER_MARK:
                assert hold.section is not None
                case = with_section(case, hold.section, source)
            case HoldReason.OLDER:
                pass
            case _:
                assert_never(hold.reason)
    return case


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
        whole = _hold(baseline, None, HoldReason.OLDER, now)
        if now - whole.since < PATIENCE:
            return Doubtful(
                (*(hold for hold in baseline.holds if hold.reason is not HoldReason.OLDER), whole)
            )
    old = unmasked(baseline.case, document) if has_masks(baseline.case) else baseline.case
    new = unmasked(document, baseline.case) if has_masks(document) else document
    holds = () if older else _without_the_persistent(_doubts(baseline, old, new, now), now)
    new = restore(new, tuple((hold, old) for hold in holds))
    changes = _said_as_it_is(diff(old, new), old, new)
    if has_masks(document):
        holds += _chain(baseline, HoldReason.MASKED, None, now)
    return Changed(new, changes, holds) if changes else Unchanged(new, holds)


def _is_older(old: Case, new: Case) -> bool:
    """Does the document tell an earlier state: an earlier status, and no prosecution event that we do not know?

    A stale copy shows both. An earlier status date with new events is a correction, and told.
    """
    if old.status.date is None or new.status.date is None or new.status.date >= old.status.date:
        return False
    known = {event.entry_number for event in old.events}
    return all(event.entry_number in known for event in new.events) and len(new.events) < len(old.events)


def _doubts(baseline: Baseline, old: Case, new: Case, now: datetime) -> tuple[Hold, ...]:
    """The sections of the new document that are not believed, each with the moment since which it is so."""
    holds = [
        _hold(baseline, section, HoldReason.VANISHED, now)
        for section in _CAN_VANISH
        if is_filled(old, section) and not is_filled(new, section)
    ]
    if is_filled(new, Section.EVENTS) and _vanished_entries(old, new):
        holds += _chain(baseline, HoldReason.ENTRIES_VANISHED, Section.EVENTS, now)
    if old.mark.text != new.mark.text:
        holds.append(_hold(baseline, Section.MARK, HoldReason.OTHER_MARK, now))
    return tuple(holds)


def _without_the_persistent(doubts: tuple[Hold, ...], now: datetime) -> tuple[Hold, ...]:
    """The doubts that stand: what has been so for `PATIENCE` is believed."""
    believed = {(hold.section, hold.reason) for hold in doubts if now - hold.since >= PATIENCE}
    return tuple(hold for hold in doubts if (hold.section, hold.reason) not in believed)


def _vanished_entries(old: Case, new: Case) -> tuple[ProsecutionEvent, ...]:
    numbers = {event.entry_number for event in new.events}
    return tuple(event for event in old.events if event.entry_number not in numbers)


def _with_vanished_entries(case: Case, source: Case) -> Case:
    """The case with the prosecution events that only `source` has: a new entry is told though an old one is gone."""
    events = (*case.events, *_vanished_entries(source, case))
    return replace(case, events=tuple(sorted(events, key=lambda event: -(event.entry_number or 0))))


def _hold(baseline: Baseline, section: Section | None, reason: HoldReason, now: datetime) -> Hold:
    """The doubt that stands already, or a new one: its value is in the present baseline."""
    for hold in baseline.holds:
        if hold.section == section and hold.reason is reason:
            return hold
    return Hold(section, reason, now, baseline.snapshot_id)


def _chain(
    baseline: Baseline, reason: HoldReason, section: Section | None, now: datetime
) -> tuple[Hold, ...]:
    """The snapshots that have the missing values: those before, and the present one, which the next may replace."""
    standing = tuple(hold for hold in baseline.holds if hold.reason is reason)
    if any(hold.snapshot_id == baseline.snapshot_id for hold in standing):
        return standing
    return (*standing, Hold(section, reason, now, baseline.snapshot_id))


def _said_as_it_is(changes: tuple[Change, ...], old: Case, new: Case) -> tuple[Change, ...]:
    """A section that stayed empty is one change, told as what it is, instead of one for each value."""
    gone = [section for section in _CAN_VANISH if is_filled(old, section) and not is_filled(new, section)]
    told = tuple(
        Change(
            kind=ChangeKind.SECTION_GONE,
            section=section,
            path=section.value,
            summary=f"The USPTO no longer shows the {section.value} of this case",
            old="; ".join(change.old for change in changes if change.section is section and change.old)
            or None,
        )
        for section in gone
    )
    return (*(change for change in changes if change.section not in gone), *told)
