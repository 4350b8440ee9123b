"""What of a document is not believed yet, and which snapshot has its last good value: holds made, kept, put back.

A hold on a whole section keeps the finer ones in it (an entry, one date, a mask), for its own snapshot may lack
what they keep. So the values of a baseline can always be found again in the snapshots that its holds name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final, assert_never

from watcher.trademark.facts import in_order
from watcher.trademark.masks import SECTIONS as CAN_BE_MASKED
from watcher.trademark.masks import unmasked
from watcher.trademark.model import Case, Location, Mark, Section
from watcher.trademark.sections import FIELDS, is_filled, section_values, with_section
from watcher.trademark.state import Hold, HoldReason

_AS_A_WHOLE: Final = (
    Section.STATUS,
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
_IN_PARTS: Final = (
    (Section.NUMBERS, ("registration_number",)),
    (Section.STATUS, ("status.text", "status.date")),
    (Section.MARK, tuple(f"mark.{field.name}" for field in fields(Mark) if field.name != "text")),
    (Section.DATES, FIELDS[Section.DATES]),
    (Section.LOCATION, FIELDS[Section.LOCATION]),
    (Section.OTHER, FIELDS[Section.OTHER]),
)
"""Values that vanish one by one: while one is missing, the others of its section are compared and told."""

_FACT: Final = "other/"
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the new document is compared with: the last good value of every section, and the doubts that stand.

    `case` has the values of held sections already (see `restore`); `snapshot_id` is where the others come from.
    """

    case: Case
    snapshot_id: int
    holds: tuple[Hold, ...] = ()


def restore(document: Case, holds: tuple[tuple[Hold, Case], ...]) -> Case:
    """The baseline from its snapshots: a document, with each held value from the snapshot that has it.

    Whole sections first, then what is finer, and masks last: what a snapshot shows of a section may itself be masked.
    """
    case = document
    for hold, source in sorted(holds, key=lambda held: not is_whole(held[0])):
        match hold.reason:
            case HoldReason.VANISHED | HoldReason.OTHER_MARK:
                assert hold.section is not None
                if is_whole(hold):
                    case = with_section(case, hold.section, source)
                else:
                    case = _with_part(case, hold.what, source)
            case HoldReason.ENTRIES_VANISHED:
                case = _with_entry(case, hold.what, source)
            case HoldReason.MASKED | HoldReason.OLDER:
                pass
            case _:
                assert_never(hold.reason)
    return _with_masks_lifted(case, holds)


def is_whole(hold: Hold) -> bool:
    """Does this hold keep all of a section?"""
    return hold.reason is HoldReason.OTHER_MARK or (hold.reason is HoldReason.VANISHED and not hold.what)


def doubts(baseline: Baseline, old: Case, new: Case, now: datetime) -> tuple[Hold, ...]:
    """What of the new document is not believed at first, each with the moment (UTC) since which it is so."""
    gone = [section for section in _AS_A_WHOLE if _vanished(section, old, new)]
    found = [(section, HoldReason.VANISHED, "") for section in gone]
    if old.mark.text != new.mark.text:
        digest = hashlib.sha256((new.mark.text or "").encode()).hexdigest()[:_DIGITS]
        found.append((Section.MARK, HoldReason.OTHER_MARK, digest))
    found += [(section, HoldReason.VANISHED, what) for section, what in _emptied(old, new)]
    found += [
        (section, HoldReason.VANISHED, what) for section, what in _lost_facts(old, new) if section not in gone
    ]
    if is_filled(new, Section.EVENTS):
        missing = dict.fromkeys(str(event.entry_number) for event in old.events)
        for event in new.events:
            missing.pop(str(event.entry_number), None)
        found += [(Section.EVENTS, HoldReason.ENTRIES_VANISHED, number) for number in missing]
    return tuple(hold_of(baseline, section, reason, what, now) for section, reason, what in found)


def hold_of(
    baseline: Baseline, section: Section | None, reason: HoldReason, what: str, now: datetime
) -> Hold:
    """The doubt that stands about this very thing, or a new one with a day of its own (`now` in UTC)."""
    for hold in baseline.holds:
        if hold.section == section and hold.reason is reason and hold.what == what:
            return hold
    return Hold(section, reason, now, _source(baseline, section), what)


def kept_within(baseline: Baseline, holds: tuple[Hold, ...]) -> tuple[Hold, ...]:
    """The finer holds that stand in sections which `holds` keep as a whole: their values are in no other place."""
    whole = {hold.section for hold in holds if is_whole(hold)}
    return tuple(
        hold
        for hold in baseline.holds
        if hold.section in whole
        and hold.reason is not HoldReason.MASKED
        and not is_whole(hold)
        and hold not in holds
    )


def masked(baseline: Baseline, document: Case, holds: tuple[Hold, ...], now: datetime) -> tuple[Hold, ...]:
    """The snapshots that have what masks hide, by section: those before, and the present one, which may be replaced.

    A section that `holds` keep as a whole may be masked in its snapshot: what unmasks it stays.
    """
    held = {hold.section for hold in holds if is_whole(hold)}
    without = unmasked(document, Case(serial_number=document.serial_number))
    found: list[Hold] = []
    for section in sorted(CAN_BE_MASKED):
        standing = [
            hold for hold in baseline.holds if hold.reason is HoldReason.MASKED and hold.section is section
        ]
        if section in held:
            found += standing
        elif section_values(without, section) != section_values(document, section):
            source = _source(baseline, section)
            found += standing
            if all(hold.snapshot_id != source for hold in standing):
                found.append(Hold(section, HoldReason.MASKED, now, source))
    return tuple(found)


def _source(baseline: Baseline, section: Section | None) -> int:
    """The snapshot that has the baseline's value of a section."""
    for hold in baseline.holds:
        if hold.section is section and is_whole(hold):
            return hold.snapshot_id
    return baseline.snapshot_id


def _vanished(section: Section, old: Case, new: Case) -> bool:
    if section is Section.STATUS:
        return bool(old.status.code) and not new.status.code
    return is_filled(old, section) and not is_filled(new, section)


def _emptied(old: Case, new: Case) -> Iterator[tuple[Section, str]]:
    for section, parts in _IN_PARTS:
        if section is Section.STATUS and new.status.code not in ("", old.status.code):
            continue  # another status, with words and a day of its own or without
        for what in parts:
            if not _is_empty(_part(old, what)) and _is_empty(_part(new, what)):
                yield section, what


def _lost_facts(old: Case, new: Case) -> Iterator[tuple[Section, str]]:
    """Paths at which all values are gone. Not those of an entry, nor those written anew as one text (`diff.facts`)."""
    paths = {(fact.section, fact.path) for fact in new.other}
    for section, path in dict.fromkeys((fact.section, fact.path) for fact in old.other):
        beside = (each for other, each in paths if other is section)
        if (
            "[" not in path
            and (section, path) not in paths
            and not any(each.startswith(f"{path}/") or path.startswith(f"{each}/") for each in beside)
        ):
            yield section, _FACT + path


def _is_empty(value: object) -> bool:
    return value is None or value in ("", (), Location())


def _part(case: Case, what: str) -> Any:
    value: Any = case
    for name in what.split("."):
        value = getattr(value, name)
    return value


def _with_part(case: Case, what: str, source: Case) -> Case:
    if what.startswith(_FACT):
        path = what.removeprefix(_FACT)
        others = [fact for fact in case.other if fact.path != path]
        return replace(case, other=in_order(others + [fact for fact in source.other if fact.path == path]))
    name, _, inner = what.partition(".")
    value = _part(source, what)
    if inner:
        value = replace(getattr(case, name), **{inner: value})
    return replace(case, **{name: value})


def _with_entry(case: Case, number: str, source: Case) -> Case:
    """With the prosecution events of this entry number: a new entry is told though an old one is gone."""
    if any(str(event.entry_number) == number for event in case.events):
        return case
    events = (*case.events, *(event for event in source.events if str(event.entry_number) == number))
    return replace(case, events=tuple(sorted(events, key=lambda event: -(event.entry_number or 0))))


def _with_masks_lifted(case: Case, holds: Iterable[tuple[Hold, Case]]) -> Case:
    """Each snapshot unmasked by the one before it, and the case by the newest: what was seen last counts."""
    chain = sorted(
        (held for held in holds if held[0].reason is HoldReason.MASKED),
        key=lambda held: held[0].snapshot_id,
    )
    seen: dict[Section, Case] = {}
    for hold, source in chain:
        assert hold.section is not None
        before = seen.get(hold.section)
        seen[hold.section] = unmasked(source, before) if before is not None else source
    for section, source in seen.items():
        case = with_section(case, section, unmasked(case, source))
    return case
