"""A scripted case: a beginning and a timeline of dated steps; what is visible is a function of the moment, and of nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from watcher.simulator.record import WASHINGTON, Entry, Record
from watcher.simulator.words import EVENTS, STATUSES

SHOWN_AT = time(10, 0)
"""The hour in Washington at which a day's step becomes visible, where a step does not say otherwise."""

SHOWN_TO = time(18, 0)
"""The hour in Washington that a calendar stands at when it is moved to a day: all of that day's steps are visible."""

Change = Callable[[Record], Record]


def in_washington(day: date, hour: time) -> datetime:
    """A day and an hour of the wall in Washington as a moment in UTC."""
    return datetime.combine(day, hour, WASHINGTON).astimezone(UTC)


def evening_of(moment: date | datetime) -> datetime:
    """A moment in UTC; a day stands for its evening in Washington.

    Raises:
        ValueError: a naive datetime, which is no moment.
    """
    if not isinstance(moment, datetime):
        return in_washington(moment, SHOWN_TO)
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: give an aware datetime, or a date")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """A prosecution event to be entered, before it has a number: code and type name the words."""

    code: str
    event_type: str
    description: str = ""
    additional: str = "0"

    @property
    def words(self) -> str:
        """The description given, or the office's own for this code and type.

        Raises:
            KeyError: the simulator has no words for the code, and none were given.
        """
        return self.description or EVENTS[self.code, self.event_type]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the office does to a case on one day.

    `on` is the day that the entries carry; `shown` the moment (UTC) from which it is seen. A step without lines is a
    change without an event; one whose `shown` lies after `on` is back-dated. `label` is for people and tests.
    """

    label: str
    on: date
    shown: datetime
    lines: tuple[Line, ...] = ()
    status: str = ""
    change: Change | None = None

    def entered(self, when: date | datetime) -> Step:
        """The same step, entered later than its own date (back-dated); a day means ten in the morning of it."""
        moment = when if isinstance(when, datetime) else in_washington(when, SHOWN_AT)
        return replace(self, shown=evening_of(moment))

    def without_events(self) -> Step:
        """The same change, with no entry in the prosecution history and so with no trace in the modified dates."""
        return replace(self, lines=())

    def apply(self, record: Record) -> Record:
        """The record after this step."""
        if self.change is not None:
            record = self.change(record)
        number = max((entry.number for entry in record.entries), default=0)
        new = tuple(
            Entry(number + place, line.code, line.event_type, self.on, line.words, line.additional)
            for place, line in enumerate(self.lines, start=1)
        )
        record = record.but(entries=record.entries + new)
        if self.status:
            record = record.but(
                status_code=self.status, status_date=self.on, status_text=STATUSES.get(self.status, "")
            )
        return record


def step(
    label: str,
    on: date,
    *lines: Line | tuple[str, str],
    status: str = "",
    change: Change | None = None,
    at: time = SHOWN_AT,
) -> Step:
    """A step that is seen on its own day, at the hour `at` in Washington."""
    entered = tuple(line if isinstance(line, Line) else Line(*line) for line in lines)
    return Step(label, on, in_washington(on, at), entered, status, change)


class ScriptedCase:
    """A case with its whole life written down in advance.

    Does not know what time it is and changes nothing: the same moment gives the same record, whatever was asked
    before. Two steps of one moment happen in the order in which they were given.
    """

    def __init__(self, beginning: Record, steps: Iterable[Step | Iterable[Step]]) -> None:
        flat: list[Step] = []
        for one in steps:
            flat.extend([one] if isinstance(one, Step) else one)
        self.steps = tuple(sorted(flat, key=lambda each: each.shown))
        self.serial_number = beginning.serial_number
        self._moments = [each.shown for each in self.steps]
        self._records = [beginning]

    def stage(self, now: datetime) -> int:
        """How many steps are visible at `now`; 0 before the first, when the office does not know the case yet."""
        return bisect_right(self._moments, now)

    def record(self, now: datetime) -> Record | None:
        """The case as the office knows it at `now`, None before its first step."""
        stage = self.stage(now)
        while len(self._records) <= stage:
            self._records.append(self.steps[len(self._records) - 1].apply(self._records[-1]))
        return self._records[stage] if stage else None

    def shown_between(self, after: datetime, until: datetime) -> tuple[Step, ...]:
        """The steps that became visible after the one moment and not after the other: the truth to compare with."""
        return self.steps[self.stage(after) : self.stage(until)]
