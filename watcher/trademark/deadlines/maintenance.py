"""What keeps a registration alive: the sixth year, then each tenth year, counted from the registration date.

A filing does not close a cycle; an acceptance does, and the next cycle still counts from the registration (cycles.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from watcher.trademark.deadlines.conduct import Effect
from watcher.trademark.deadlines.cycles import (
    TWENTY_YEAR_TERMS_END,
    Cycle,
    cycles_until,
    open_on,
    registered,
)
from watcher.trademark.deadlines.desk import Desk, Remarks, in_doubt
from watcher.trademark.deadlines.periods import Period, is_possible
from watcher.trademark.deadlines.replay import Phase
from watcher.trademark.deadlines.timeline import Entry
from watcher.trademark.deadlines.values import Anchor, Deadline

_SLOW_ACCEPTANCE = Period(months=36)
_ONE_ACCEPTANCE = Period(months=12)
_ACCEPTED = frozenset(("maintenance_accepted", "renewal_granted"))
_RULE = "REG_MAINTENANCE"


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
    cycles = cycles_until(desk, anchor, max(desk.today, newest, anchor.date))
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
        remarks=Remarks(notes=notes, unsure=bool(notes)),
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


@dataclass(slots=True)
class _Register:
    """The cycles of one registration while its history is played over them.

    `ended` is the entry that ended the registration, as long as it is not revived; `filed` the cycle whose filing
    waits for a decision; `accepted` the cycle that was accepted last, with its entry.
    """

    cycles: list[Cycle]
    ended: Entry | None = None
    filed: Cycle | None = None
    accepted: tuple[Cycle, Entry] | None = None

    def all_to(self, phase: Phase, entry: Entry, why: str) -> None:
        for cycle in self.cycles:
            if cycle.course.phase.live:
                cycle.course.to(phase, entry, why)

    def end(self, entry: Entry) -> None:
        self.ended = entry
        self.all_to(Phase.ENDED, entry, "the registration ended")

    def revive(self, entry: Entry) -> None:
        self.ended = None
        for cycle in self.cycles:
            if cycle.course.phase is Phase.ENDED:
                cycle.course.to(Phase.CHECK, entry, "the registration had ended and was reinstated")

    def reopen(self, entry: Entry) -> None:
        cycle = self.filed or open_on(self.cycles, entry.day)
        if cycle is not None:
            cycle.course.reopen(entry)

    def accept(self, entry: Entry) -> None:
        if self.filed is None and _is_echo(self.accepted, entry):
            return
        cycle = _accepted(self.cycles, entry, self.filed)
        if cycle is not None:
            self.accepted, self.filed = (cycle, entry), None

    def step(self, effect: int, entry: Entry) -> None:
        """What one entry does to the cycles; `effect` joins what it does by the rules of each of them."""
        if effect & Effect.END:
            self.end(entry)
        elif effect & Effect.REVIVE and self.ended is not None:
            self.revive(entry)
        elif effect & Effect.CHECK:
            self.all_to(Phase.CHECK, entry, "a later entry puts the registration in doubt")
        elif effect & Effect.ANSWER:
            self.filed = _filed(self.cycles, entry) or self.filed
        elif effect & Effect.REOPEN:
            self.reopen(entry)
        elif not effect & Effect.REVIVE:
            self.accept(entry)


def _play(desk: Desk, cycles: list[Cycle]) -> Entry | None:
    """Plays the history over the cycles; the entry that ended the registration, if one did and it is not revived."""
    register = _Register(cycles)
    several = tuple({id(cycle.conduct): cycle.conduct.effects for cycle in cycles}.values())
    for entry in desk.timeline.entries:
        effect = 0
        for effects in several:
            effect |= effects.get(entry.key, 0)
        if effect:
            register.step(effect, entry)
    return register.ended


def _filed(cycles: list[Cycle], entry: Entry) -> Cycle | None:
    cycle = open_on(cycles, entry.day)
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
        before = (c for c in reversed(cycles[:place]) if _accepts(c, entry) and c.course.phase.live)
        cycle = next(before, None)
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
    cycle = open_on(cycles, entry.day)
    if cycle is None or cycle is cycles[0]:
        return cycle
    earlier = cycles[cycles.index(cycle) - 1]
    until = _SLOW_ACCEPTANCE.after(earlier.rolled_grace)
    if earlier.course.phase.live and _accepts(earlier, entry) and until is not None and entry.day <= until:
        return earlier
    return cycle
