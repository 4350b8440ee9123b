"""The cycles of a registration: the sixth year, then each tenth year, with window and grace, counted from its date.

The window opens a year before, is never rolled, and is followed by six months of grace counted from the unrolled due
date. Every cycle counts from the registration date, never from an acceptance.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from watcher.trademark.deadlines.conduct import Conduct
from watcher.trademark.deadlines.desk import Counted, Desk
from watcher.trademark.deadlines.periods import Period, is_possible
from watcher.trademark.deadlines.replay import Course
from watcher.trademark.deadlines.timeline import Entry
from watcher.trademark.deadlines.values import Anchor

TWENTY_YEAR_TERMS_END = date(1989, 11, 16)
"""Registrations of an earlier day had terms of twenty years until their first renewal after it."""

_TWENTY_YEARS = Period(months=240)
_PUBLISHED_12C = "P12C"


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
        cycle.counted.due
        for cycle in cycles_until(desk, anchor, day)
        if cycle.opens <= day <= cycle.counted.due
    )
    return next(ends, None)


def cycles_until(desk: Desk, anchor: Anchor, horizon: date) -> list[Cycle]:
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
    first_renewal = _first_renewal_under_ten_year_terms(day)
    number = 1
    while tenth is not None and years and not (cycles and cycles[-1].opens > horizon):
        cycle = _cycle(desk, tenth, anchor, number, f"year-{number * years}")
        if cycle is None:
            break
        if cycle.counted.due >= first_renewal:
            cycles.append(cycle)
        number += 1
    return cycles


def _first_renewal_under_ten_year_terms(day: date) -> date:
    """The first renewal that gave ten years; of a registration before 1989-11-16 those before it gave twenty."""
    if day >= TWENTY_YEAR_TERMS_END:
        return day
    terms = ((_TWENTY_YEARS * n).after(day) for n in range(1, 13))
    return next((end for end in terms if end is not None and end >= TWENTY_YEAR_TERMS_END), day)


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


def open_on(cycles: list[Cycle], day: date) -> Cycle | None:
    """The cycle in whose span a day falls: from its opening to the opening of the next."""
    return next((cycle for cycle in reversed(cycles) if cycle.opens <= day), None)
