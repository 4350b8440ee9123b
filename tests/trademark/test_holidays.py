"""The days on which the USPTO is closed, held against the statute, and the roll of a last day."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest

from tests.samples import SAMPLES
from tests.trademark.deadlines import plain
from watcher.trademark.codes import TableError
from watcher.trademark.holidays import (
    Closure,
    ClosureKind,
    OfficeCalendar,
    closures_from_text,
    federal_holidays,
    rolled,
)

CALENDAR = OfficeCalendar.standard()
THEIRS = SAMPLES.parent / "data" / "uspto_closures.csv"


@pytest.mark.parametrize("year", range(1986, 2100))
def test_the_business_days_of_a_year_are_those_of_the_statute(year: int):
    ours = {day for day in federal_holidays(year) if day.weekday() < 5}
    statute = {day for day in plain.federal_holidays(year) if day.weekday() < 5}
    assert ours == statute


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2026-11-28", ClosureKind.WEEKEND, "Saturday"),
        ("2021-01-20", ClosureKind.HOLIDAY, "Inauguration Day"),
        ("2013-01-21", ClosureKind.HOLIDAY, "Martin Luther King"),
        ("1985-01-21", ClosureKind.HOLIDAY, "Inauguration Day (observed)"),
        ("2026-07-03", ClosureKind.HOLIDAY, "Independence Day (observed)"),
        ("2024-12-24", ClosureKind.CLOSURE, "official closing"),
        ("2025-12-26", ClosureKind.CLOSURE, "executive order"),
    ],
)
def test_a_closed_day_says_why(day: str, kind: ClosureKind, name: str):
    found = CALENDAR.why_closed(date.fromisoformat(day))
    assert found is not None
    assert found[0] is kind
    assert name in found[1]


@pytest.mark.parametrize(
    "day", ["2026-04-16", "2025-04-16", "2029-01-19", "2029-01-22", "2020-06-19", "2026-11-27"]
)
def test_emancipation_day_and_other_days_that_only_look_like_holidays_are_business_days(day: str):
    assert CALENDAR.is_open(date.fromisoformat(day))


def test_a_last_day_rolls_over_several_closed_days_in_a_row():
    assert rolled(date(2025, 12, 24)) == date(2025, 12, 29)
    assert rolled(date(2025, 8, 30)) == date(2025, 9, 2)  # Saturday, Sunday, Labor Day
    assert rolled(date(2025, 12, 29)) == date(2025, 12, 29)


def test_every_day_of_thirty_years_rolls_as_by_plain_arithmetic():
    day = date(2005, 1, 1)
    while day.year < 2035:
        assert CALENDAR.roll(day) == plain.roll(day), day
        day += timedelta(days=1)


def test_the_user_s_closures_are_added_and_named_in_the_version():
    more = closures_from_text("date,name\n# snow\n2026-11-30,closed for snow\n")
    calendar = OfficeCalendar.standard(more)
    assert more == (Closure(date(2026, 11, 30), "closed for snow"),)
    assert rolled(date(2026, 11, 28), calendar) == date(2026, 12, 1)
    assert calendar != CALENDAR
    assert calendar.version != CALENDAR.version
    assert OfficeCalendar.standard(more) == calendar
    assert "holidays" in calendar.version
    assert f"{len(calendar.closures)} closures" in calendar.version


def test_business_days_are_counted_over_weekends_holidays_and_closings():
    assert CALENDAR.business_days_after(date(2025, 12, 23), 1) == date(2025, 12, 29)
    assert CALENDAR.business_days_after(date(2026, 4, 15), 5) == date(2026, 4, 22)
    assert CALENDAR.business_days_before(date(2025, 12, 29), 1) == date(2025, 12, 23)
    assert CALENDAR.business_days_before(date(2026, 11, 28), 5) == date(2026, 11, 20)


def test_every_mistake_in_a_user_s_closures_is_told_with_its_line():
    with pytest.raises(TableError) as error:
        closures_from_text("date,name\n2026-02-30,x\n,y\n2026-11-30,\n")
    assert error.value.mistakes == (
        (2, "date: '2026-02-30' is not a day such as 2026-02-28"),
        (3, "date is empty"),
        (4, "name is empty"),
    )


def test_every_closure_of_the_table_names_its_source():
    assert all(closure.source for closure in CALENDAR.closures)


@pytest.mark.skipif(not THEIRS.is_file(), reason=f"no table of facts at {THEIRS}")
def test_every_closure_of_the_table_of_facts_is_in_ours():
    with THEIRS.open(encoding="utf-8", newline="") as file:
        days = {date.fromisoformat(row["date"]) for row in csv.DictReader(file)}
    assert days <= {closure.day for closure in CALENDAR.closures}
