"""What keeps a registration alive: the sixth year, then each tenth year, counted from the registration date.

The window opens a year before, is never rolled, and is followed by six months of grace counted from the unrolled due
date. A filing does not close a cycle; an acceptance does, and the next cycle still counts from the registration.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from watcher.trademark.deadlines.conduct import Conduct, Effect
from watcher.trademark.deadlines.desk import Counted, Desk, in_doubt
from watcher.trademark.deadlines.periods import Period, is_possible
from watcher.trademark.deadlines.replay import Course, Phase
from watcher.trademark.deadlines.timeline import Entry
from watcher.trademark.deadlines.values import Anchor, Deadline

TWENTY_YEAR_TERMS_END = date(1989, 11, 16)
"""Registrations of an earlier day had terms of twenty years until their first renewal after it."""

_LAST_TWENTY_YEAR_TERM = Period(months=240).after(TWENTY_YEAR_TERMS_END) or date.max
_SLOW_ACCEPTANCE = Period(months=36)
_ONE_ACCEPTANCE = Period(months=12)
_PUBLISHED_12C = "P12C"
_ACCEPTED = frozenset(("maintenance_accepted", "renewal_granted"))
_RULE = "REG_MAINTENANCE"


@dataclass(slots=True, eq=False)
class Cycle:
    """One time at which a registration must be kept alive, and how it went so far."""

    conduct: Conduct
    anchor: Anchor
    key: str
    counted: Counted
    rolled_grace: date
    course: Course = field(default_factory=Course)
    halves: set[int] = field(default_factory=set)

    @property
    def opens(self) -> date:
        """The first day of its window."""
        return self.counted.opens or self.counted.due


def registered(desk: Desk) -> Anchor | None:
    """The registration date: the document's, or the entry's where the document has none."""
    day = desk.timeline.case.registration_date
    if day is not None:
        return Anchor("registration date", day)
    entry = next((entry for entry in desk.timeline.entries if entry.meaning.category == "registration"), None)
    return entry.anchor if entry else None


def filing_period_end(desk: Desk, day: date) -> date | None:
    """The end of the filing period (without grace) in which a day falls; None outside of one."""
    anchor = registered(desk)
    if anchor is None or anchor.date is None or not is_possible(anchor.date):
        return None
    ends = (
        cycle.counted.due for cycle in _cycles(desk, anchor, day) if cycle.opens <= day <= cycle.counted.due
    )
    return next(ends, None)


def maintenance(desk: Desk) -> Iterator[Deadline]:
    """A deadline for each cycle so far, and for the next one."""
    anchor = registered(desk)
    if anchor is None:
        if desk.timeline.case.registration_number:
            why = "there is a registration number, but no registration date"
            yield desk.not_computed(_RULE, "Keeping the registration alive", why, key="registration")
        return
    if anchor.date is None or not is_possible(anchor.date):
        why = f"{anchor.date} cannot be the registration date"
        yield desk.not_computed(
            _RULE, "Keeping the registration alive", why, key="registration", anchor=anchor
        )
        return
    newest = desk.timeline.entries[-1].day if desk.timeline.entries else anchor.date
    cycles = _cycles(desk, anchor, max(desk.today, newest, anchor.date))
    ended = _play(desk, cycles)
    notes, doubt = _notes(desk, anchor, anchor.date)
    for cycle in cycles:
        if ended is not None and cycle.course.phase is Phase.ENDED and cycle.opens > ended.day:
            continue  # the registration died before this window opened
        due = _due(desk, cycle, notes)
        yield in_doubt(due, doubt) if doubt and cycle.course.phase.live else due


def _due(desk: Desk, cycle: Cycle, notes: tuple[str, ...]) -> Deadline:
    status = desk.timeline.status
    course = cycle.course
    if (
        course.phase is Phase.OPEN
        and status is not None
        and status.category in _ACCEPTED
        and (day := desk.timeline.case.status.date) is not None
        and cycle.opens <= day <= cycle.rolled_grace
    ):
        course.to(Phase.CHECK, None, f"the status of {day} says accepted, but no entry of the history does")
    return desk.dated(
        cycle.conduct,
        cycle.anchor,
        cycle.counted,
        course,
        key=cycle.key,
        notes=notes,
        unsure=bool(notes),
    )


def _notes(desk: Desk, anchor: Anchor, day: date) -> tuple[tuple[str, ...], str]:
    notes: tuple[str, ...] = ()
    if anchor.entry_number is not None or anchor.code:
        notes = ("the document gives no registration date: counted from the entry of the registration",)
    renewal = desk.timeline.case.renewal_date
    if day < TWENTY_YEAR_TERMS_END:
        shown = f"; TSDR shows the renewal date {renewal}" if renewal else ""
        notes = (*notes, f"registered before {TWENTY_YEAR_TERMS_END}, when terms were of twenty years{shown}")
    if renewal is not None:
        decades = Period(months=12) * (renewal.year - day.year) if renewal.year > day.year else None
        if decades is None or (renewal.year - day.year) % 10 or decades.after(day) != renewal:
            return notes, f"TSDR shows the renewal date {renewal}, which is no tenth year of {day}"
    return notes, ""


def _cycles(desk: Desk, anchor: Anchor, horizon: date) -> list[Cycle]:
    """Every cycle whose window is open on `horizon` or before, and one more."""
    day = anchor.date or horizon
    basis, tables = desk.timeline.basis, desk.tables
    cycles = []
    sixth = tables.counted("maintenance_sixth", basis, day)
    if sixth is not None:
        early = _published_12c(desk)
        first = _cycle(desk, sixth, early.anchor if early else anchor, 0, "sixth-year")
        if first is not None:
            cycles.append(first)
    tenth = tables.counted("maintenance_tenth", basis, day)
    years = tenth.rule.period.months // 12 if tenth and tenth.rule.period else 0
    number = 1
    while tenth is not None and years and not (cycles and cycles[-1].opens > horizon):
        cycle = _cycle(desk, tenth, anchor, number, f"year-{number * years}")
        if cycle is None:
            break
        if not (day < TWENTY_YEAR_TERMS_END and cycle.counted.due < _LAST_TWENTY_YEAR_TERM):
            cycles.append(cycle)
        number += 1
    return cycles


def _published_12c(desk: Desk) -> Entry | None:
    return next((entry for entry in desk.timeline.entries if entry.meaning.code == _PUBLISHED_12C), None)


def _cycle(desk: Desk, conduct: Conduct, anchor: Anchor, number: int, key: str) -> Cycle | None:
    rule, day = conduct.rule, anchor.date
    if day is None or rule.period is None or rule.opens is None or rule.grace is None:
        return None
    earlier = rule.period * max(number - 1, 0)
    due = Period(earlier.months + rule.period.months, rule.period.days).after(day)
    opens = Period(earlier.months + rule.opens.months, rule.opens.days).after(day)
    grace = rule.grace.after(due) if due else None
    if due is None or opens is None or grace is None:
        return None
    counted = Counted(due, opens=opens, grace=grace)
    return Cycle(conduct, anchor, f"registration:{key}", counted, desk.calendar.roll(grace))


def _play(desk: Desk, cycles: list[Cycle]) -> Entry | None:
    """Plays the history over the cycles; the entry that ended the registration, if one did and it is not revived."""
    ended: Entry | None = None
    filed: Cycle | None = None
    accepted: tuple[Cycle, Entry] | None = None
    for entry in desk.timeline.entries:
        effects = [cycle.conduct.effects.get(entry.key, 0) for cycle in cycles]
        half = any(entry.key in keys for cycle in cycles for keys in cycle.conduct.halves)
        if not half and not any(effects):
            continue
        effect = reduce(or_, effects, 0)
        if effect & Effect.END:
            ended = entry
            for cycle in cycles:
                if cycle.course.phase.live:
                    cycle.course.to(Phase.ENDED, entry, "the registration ended")
        elif effect & Effect.REVIVE and ended is not None:
            ended = None
            for cycle in cycles:
                if cycle.course.phase is Phase.ENDED:
                    cycle.course.to(Phase.CHECK, entry, "the registration had ended and was reinstated")
        elif effect & Effect.CHECK:
            for cycle in cycles:
                if cycle.course.phase.live:
                    cycle.course.to(Phase.CHECK, entry, "a later entry puts the registration in doubt")
        elif effect & Effect.ANSWER:
            filed = _filed(cycles, entry) or filed
        elif effect & Effect.REOPEN:
            cycle_of = filed or _open_on(cycles, entry.day)
            if cycle_of is not None:
                cycle_of.course.reopen(entry)
        elif filed is not None or not _is_echo(accepted, entry):
            cycle = _accepted(cycles, entry, filed)
            if cycle is not None:
                accepted, filed = (cycle, entry), None
    return ended


def _open_on(cycles: list[Cycle], day: date) -> Cycle | None:
    """The cycle in whose span a day falls: from its opening to the opening of the next."""
    return next((cycle for cycle in reversed(cycles) if cycle.opens <= day), None)


def _filed(cycles: list[Cycle], entry: Entry) -> Cycle | None:
    cycle = _open_on(cycles, entry.day)
    if cycle is not None and cycle.conduct.effects.get(entry.key, 0) & Effect.ANSWER:
        cycle.course.answered(entry, cycle.rolled_grace)
        return cycle
    return None


def _is_echo(accepted: tuple[Cycle, Entry] | None, entry: Entry) -> bool:
    """Is it the notice of an acceptance that was entered before, and not the acceptance of another filing?"""
    if accepted is None:
        return False
    cycle, before = accepted
    until = _ONE_ACCEPTANCE.after(before.day)
    return _accepts(cycle, entry) and until is not None and entry.day <= until


def _accepted(cycles: list[Cycle], entry: Entry, filed: Cycle | None) -> Cycle | None:
    """Lays an acceptance to its cycle; the cycle when it is met by it."""
    cycle = filed if filed is not None and filed.course.phase.live else _without_filing(cycles, entry)
    if cycle is not None and not _accepts(cycle, entry):
        place = cycles.index(cycle)
        cycle = next(
            (c for c in reversed(cycles[:place]) if _accepts(c, entry) and c.course.phase.live), None
        )
    if cycle is None or not cycle.course.phase.live:
        return None
    if not cycle.conduct.effects.get(entry.key, 0) & Effect.CLOSE:
        cycle.halves |= {n for n, keys in enumerate(cycle.conduct.halves) if entry.key in keys}
        if len(cycle.halves) < len(cycle.conduct.halves):
            if cycle.course.phase is Phase.OPEN:
                cycle.course.to(
                    Phase.ANSWERED, entry, "accepted in part: check the record for the other section"
                )
            return None
    cycle.course.to(Phase.MET, entry, "")
    for earlier in cycles[: cycles.index(cycle)]:
        if earlier.course.phase.live:
            earlier.course.to(Phase.SUPERSEDED, entry, "a later cycle was accepted")
    return cycle


def _accepts(cycle: Cycle, entry: Entry) -> bool:
    closes = cycle.conduct.effects.get(entry.key, 0) & Effect.CLOSE
    return bool(closes) or any(entry.key in keys for keys in cycle.conduct.halves)


def _without_filing(cycles: list[Cycle], entry: Entry) -> Cycle | None:
    """An acceptance whose filing is not visible: rather of an earlier cycle, so that no live date is closed by it."""
    cycle = _open_on(cycles, entry.day)
    if cycle is None or cycle is cycles[0]:
        return cycle
    earlier = cycles[cycles.index(cycle) - 1]
    until = _SLOW_ACCEPTANCE.after(earlier.rolled_grace)
    if earlier.course.phase.live and _accepts(earlier, entry) and until is not None and entry.day <= until:
        return earlier
    return cycle
