"""Turns a course into a deadline as of a day: dates rolled, state, words. What every family of rules needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from watcher.trademark.codes import Standing
from watcher.trademark.deadlines.conduct import Conduct, Tables
from watcher.trademark.deadlines.periods import is_possible
from watcher.trademark.deadlines.replay import Course, Phase
from watcher.trademark.deadlines.rules import Rule
from watcher.trademark.deadlines.timeline import Timeline
from watcher.trademark.deadlines.values import Anchor, Confidence, Deadline, Limit, State
from watcher.trademark.holidays import OfficeCalendar

BUSINESS_DAYS_OF_LAG = 5
"""TSDR lags behind what was filed: so many business days must go by before "no filing seen" (deadlines.md)."""

LONG_PAST = timedelta(days=731)
"""After two years a passed date of a dead case is history: no petition reaches back so far (37 CFR 2.66, 2.64, 2.146)."""

_CONFIDENCE = {
    "yes": Confidence.COMPUTED,
    "confirm": Confidence.CONFIRM,
    "warning": Confidence.WARNING,
    "never": Confidence.READ,
}


_DECIDED = {
    Phase.MET: State.MET,
    Phase.SUPERSEDED: State.SUPERSEDED,
    Phase.ENDED: State.SUPERSEDED,
    Phase.CHECK: State.CHECK,
    Phase.ANSWERED: State.ANSWERED,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted from an anchor, before any roll: the due date and what belongs to it."""

    due: date
    opens: date | None = None
    grace: date | None = None
    extension: date | None = None
    limits: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a family of rules adds to a line: its own title, notes, and how sure it is.

    `provisional`: the date hangs on something that has not happened yet. `unsure` asks for a look at the document
    although the rule is computed.
    """

    title: str = ""
    notes: tuple[str, ...] = ()
    provisional: bool = False
    unsure: bool = False


_NO_REMARKS = Remarks()


@dataclass(slots=True)
class Desk:
    """One case on one day, with the tables and the calendar.

    Makes deadlines of what the families found; knows no rule by name.
    """

    timeline: Timeline
    tables: Tables
    calendar: OfficeCalendar
    today: date
    last_full_fetch: date | None

    def name(self, rule: str, anchor: str) -> str:
        """The id of a deadline: case, rule and anchor."""
        return f"{self.timeline.case.serial_number}:{rule}:{anchor}"

    def dated(
        self,
        conduct: Conduct,
        anchor: Anchor,
        counted: Counted,
        course: Course,
        *,
        key: str,
        remarks: Remarks = _NO_REMARKS,
    ) -> Deadline:
        """A deadline with a date."""
        rule, roll = conduct.rule, self.calendar.roll
        rolled = roll(counted.due)
        grace_rolled = roll(counted.grace) if counted.grace else None
        state, by, why = self._state(conduct, course, rolled, grace_rolled)
        notes = (*remarks.notes, *self._notes(rule, course, state, rolled if counted.grace else None))
        return Deadline(
            id=self.name(rule.rule, key),
            serial_number=self.timeline.case.serial_number,
            rule=rule.rule,
            title=remarks.title or rule.title,
            state=state,
            confidence=Confidence.CONFIRM if remarks.unsure else _CONFIDENCE[rule.computability],
            anchor=anchor,
            due=counted.due,
            rolled=rolled,
            opens=counted.opens,
            grace=counted.grace,
            grace_rolled=grace_rolled,
            extension=counted.extension,
            extension_rolled=roll(counted.extension) if counted.extension else None,
            limits=tuple(Limit(words, day, roll(day)) for words, day in counted.limits),
            provisional=remarks.provisional,
            by=by,
            why=why,
            notes=notes,
            authority=rule.authority,
            text=rule.text,
            reminders=rule.reminders,
            owner_only=rule.owner_only,
            reviewed=rule.reviewed,
        )

    def line(
        self,
        rule: Rule,
        anchor: Anchor | None,
        state: State,
        *,
        key: str,
        by: Anchor | None = None,
        why: str = "",
        notes: tuple[str, ...] = (),
    ) -> Deadline:
        """A line without a date: a warning, or "read the document"."""
        return Deadline(
            id=self.name(rule.rule, key),
            serial_number=self.timeline.case.serial_number,
            rule=rule.rule,
            title=rule.title,
            state=state,
            confidence=_CONFIDENCE[rule.computability],
            anchor=anchor,
            by=by,
            why=why,
            notes=notes,
            authority=rule.authority,
            text=rule.text,
            reminders=(),
            owner_only=rule.owner_only,
            reviewed=rule.reviewed,
        )

    def not_computed(
        self, rule: str, title: str, why: str, *, key: str, anchor: Anchor | None = None
    ) -> Deadline:
        """A line that says what could not be computed: never a guess, never silence."""
        return Deadline(
            id=self.name(rule, key),
            serial_number=self.timeline.case.serial_number,
            rule=rule,
            title=title,
            state=State.NOT_COMPUTED,
            confidence=Confidence.READ,
            anchor=anchor,
            why=why,
        )

    def _notes(self, rule: Rule, course: Course, state: State, surcharge_after: date | None) -> Iterator[str]:
        if course.hint and state in {State.OPEN, State.CHECK}:
            yield f"a paper came that may bear on this date: {course.hint.anchor}"
        if course.asked and not course.granted and state is not State.MET:
            yield f"an extension was asked for, no grant is seen: {course.asked.anchor}"
        if state is State.OPEN and surcharge_after and self.today > surcharge_after:
            yield "the due date has passed: in the grace period, with a surcharge"
        if not self.timeline.basis_known and rule.basis:
            yield "the document shows no filing basis: counted as an ordinary application"

    def _state(
        self, conduct: Conduct, course: Course, rolled: date, grace_rolled: date | None
    ) -> tuple[State, Anchor | None, str]:
        by = course.by.anchor if course.by else None
        standing = self.timeline.standing if conduct.ends else None
        if course.phase is Phase.ENDED and standing is Standing.LIVE:
            return State.CHECK, by, "an entry says that the case ended, but its status says that it lives"
        ended_unseen = standing is Standing.DEAD and conduct.rule.counted != "allowance"
        if course.phase in {Phase.OPEN, Phase.ANSWERED} and ended_unseen:
            return State.CHECK, by, "the status says that the case is dead, but no entry says how it ended"
        match course.phase:
            case Phase.MET | Phase.SUPERSEDED | Phase.ENDED | Phase.CHECK | Phase.ANSWERED:
                return _DECIDED[course.phase], by, course.why
            case Phase.OPEN:
                return self._by_time(course, grace_rolled or rolled, by)
            case _:
                assert_never(course.phase)

    def _by_time(self, course: Course, last: date, by: Anchor | None) -> tuple[State, Anchor | None, str]:
        if self.today <= last:
            return State.OPEN, by, course.why
        if course.reopened or course.hint or course.asked:
            why = course.why or "the date has passed, and what was filed is not clear"
            return State.CHECK, by, why
        if self.timeline.standing is Standing.DEAD and self.today - last > LONG_PAST:
            return State.PAST, None, "the case is dead, and this is long past"
        if self.seen_since(last):
            return State.PASSED, None, ""
        return State.PASSED_UNSEEN, None, ""

    def seen_since(self, last: date) -> bool:
        """Would a filing of that day be visible: five business days and a full fetch after them?"""
        if self.last_full_fetch is None or not is_possible(last):
            return False
        lag = self.calendar.business_days_after(last, BUSINESS_DAYS_OF_LAG)
        return lag < self.last_full_fetch and lag < self.today


def in_doubt(deadline: Deadline, why: str, by: Anchor | None = None) -> Deadline:
    """The same deadline, to be checked by a person; one that is met or superseded too."""
    return replace(deadline, state=State.CHECK, why=why, by=by or deadline.by)
