"""The days on which the USPTO is closed, and the roll of a last day that falls on one (37 CFR 2.196; TMEP 308).

A last day on a Saturday, Sunday or federal holiday in the District of Columbia moves to the next business day.
Federal holidays come from the library, with Inauguration Day (5 USC 6103(c)) and without the District's own
Emancipation Day; a day on which the whole USPTO was officially closed counts too, and those are a table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.metadata import version as version_of

from watcher.trademark.codes.tables import TableError, rows_of
from watcher.trademark.data import table

SATURDAY = 5
ONE_DAY = timedelta(days=1)
_COLUMNS = ("date", "kind", "name", "source")


class ClosureKind(StrEnum):
    """Why the USPTO is closed on a day."""

    WEEKEND = "weekend"
    HOLIDAY = "federal holiday"
    CLOSURE = "official closing"


@dataclass(frozen=True, slots=True, order=True)
class Closure:
    """One day on which the whole USPTO is closed beside weekends and federal holidays. `source` may be empty."""

    day: date
    name: str
    source: str = ""


def closures_from_text(text: str) -> tuple[Closure, ...]:
    """The closures of a table with the columns date, name and, if wanted, kind and source.

    Raises:
        TableError: with every mistake and its line.
    """
    rows = list(rows_of(text, needed=("date", "name"), known=_COLUMNS))
    found = []
    for row in rows:
        row.needed("date")
        day, name = row.day("date"), row.needed("name")
        if day is not None and name:
            found.append(Closure(day, name, row.text("source")))
    mistakes = tuple(mistake for row in rows for mistake in row.mistakes)
    if mistakes:
        raise TableError(mistakes)
    return tuple(sorted(set(found)))


@cache
def federal_holidays(year: int) -> dict[date, str]:
    """The federal holidays of a year in the District of Columbia as 37 CFR 2.196 reads them, observed days too.

    Inauguration Day is 20 January of each fourth year after 1965, and the day after when that is a Sunday.
    """
    import holidays as library  # slow to load, and only needed for a year not seen before

    federal = library.country_holidays("US", years=year, language="en_US")
    district = library.country_holidays("US", subdiv="DC", years=year, language="en_US")
    days = {day: name for day, name in federal.items() if day.year == year}
    for day, name in district.items():
        if "Inauguration Day" in name and day.year == year:
            days.setdefault(day, name)
    return dict(sorted(days.items()))


@cache
def _table() -> tuple[Closure, ...]:
    return closures_from_text(table("closures.csv"))


class OfficeCalendar:
    """On which days the USPTO is open, and where a last day rolls to.

    Compares by its closures and versions. Knows no clock and no hours: a day is a day in Washington.
    """

    __slots__ = ("_later", "_names", "_rolled", "closures", "version")

    def __init__(self, closures: Iterable[Closure]) -> None:
        self.closures = tuple(sorted(set(closures)))
        self._names = {closure.day: closure.name for closure in self.closures}
        self._rolled: dict[date, date] = {}
        self._later: dict[tuple[date, int], date] = {}
        days = "\n".join(f"{closure.day} {closure.name}" for closure in self.closures)
        digest = hashlib.sha256(days.encode()).hexdigest()[:8]
        self.version = f"holidays {version_of('holidays')}, {len(self.closures)} closures {digest}"

    @classmethod
    def standard(cls, extra: Iterable[Closure] = ()) -> OfficeCalendar:
        """The calendar of the program's own table, with the user's closures added."""
        more = tuple(extra)
        return cls((*_table(), *more)) if more else _standard()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, OfficeCalendar) and self.version == other.version

    def __hash__(self) -> int:
        return hash(self.version)

    def why_closed(self, day: date) -> tuple[ClosureKind, str] | None:
        """Why the USPTO is closed on this day, None when it is open."""
        if day.weekday() >= SATURDAY:
            return ClosureKind.WEEKEND, f"{day:%A}"
        if name := federal_holidays(day.year).get(day):
            return ClosureKind.HOLIDAY, name
        if name := self._names.get(day):
            return ClosureKind.CLOSURE, name
        return None

    def is_open(self, day: date) -> bool:
        """Is it a business day of the USPTO?"""
        return self.why_closed(day) is None

    def roll(self, day: date) -> date:
        """The day itself when the USPTO is open, else the next business day (37 CFR 2.196).

        Raises:
            OverflowError: there is no later day (the end of year 9999).
        """
        rolled = self._rolled.get(day)
        if rolled is None:
            rolled = day
            while not self.is_open(rolled):
                rolled += ONE_DAY
            self._rolled[day] = rolled
        return rolled

    def business_days_after(self, day: date, count: int) -> date:
        """The `count`-th business day after `day`."""
        later = self._later.get((day, count))
        if later is None:
            later = day
            for _ in range(count):
                later = self.roll(later + ONE_DAY)
            self._later[day, count] = later
        return later

    def business_days_before(self, day: date, count: int) -> date:
        """The `count`-th business day before `day`: for an internal due date."""
        for _ in range(count):
            day -= ONE_DAY
            while not self.is_open(day):
                day -= ONE_DAY
        return day


@cache
def _standard() -> OfficeCalendar:
    return OfficeCalendar(_table())


def rolled(day: date, closures: OfficeCalendar | None = None) -> date:
    """The day itself, or the next business day when the USPTO is closed on it (37 CFR 2.196); the table's closures."""
    return (closures or OfficeCalendar.standard()).roll(day)
