"""A second way to count, written without the code under test: plain calendar arithmetic and the statute's holidays."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import cache

CLOSED = {
    date(1989, 1, 20), date(1994, 4, 27), date(1996, 1, 12), date(2001, 12, 24), date(2014, 1, 21),
    date(2014, 12, 26), date(2018, 3, 2), date(2018, 12, 5), date(2018, 12, 24), date(2020, 12, 24),
    date(2021, 1, 20), date(2024, 12, 24), date(2025, 12, 24), date(2025, 12, 26),
}  # fmt: skip
"""Days on which the whole USPTO was closed, copied by hand from the announcements."""


def plus(start: date, period: str) -> date:
    """`3m` is three months on (the last day of a shorter month), `30d` thirty days."""
    number, unit = int(period[:-1]), period[-1]
    if unit == "d":
        return start + timedelta(days=number)
    years, month = divmod(start.month - 1 + number, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    days = [d for d in calendar.Calendar().itermonthdates(year, month) if d.month == month]
    return [d for d in days if d.weekday() == weekday][n if n < 0 else n - 1]


@cache
def federal_holidays(year: int) -> set[date]:
    """5 USC 6103 for the District of Columbia, with the days in lieu; from 1986 on."""
    fixed = [date(year, 1, 1), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    if year >= 2021:
        fixed.append(date(year, 6, 19))
    found = {
        _nth(year, 1, calendar.MONDAY, 3),
        _nth(year, 2, calendar.MONDAY, 3),
        _nth(year, 5, calendar.MONDAY, -1),
        _nth(year, 9, calendar.MONDAY, 1),
        _nth(year, 10, calendar.MONDAY, 2),
        _nth(year, 11, calendar.THURSDAY, 4),
    }
    for day in [*fixed, date(year + 1, 1, 1)]:
        shift = {calendar.SATURDAY: -1, calendar.SUNDAY: 1}.get(day.weekday(), 0)
        found |= {day, day + timedelta(days=shift)}
    if year % 4 == 1:  # 20 January of each fourth year after 1965
        inauguration = date(year, 1, 20)
        found.add(inauguration)
        if inauguration.weekday() == calendar.SUNDAY:
            found.add(date(year, 1, 21))
    return {day for day in found if day.year == year}


def is_open(day: date, more: frozenset[date] = frozenset()) -> bool:
    return day.weekday() < calendar.SATURDAY and day not in federal_holidays(day.year) | CLOSED | more


def roll(day: date, more: frozenset[date] = frozenset()) -> date:
    while not is_open(day, more):
        day += timedelta(days=1)
    return day
