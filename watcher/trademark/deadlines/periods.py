"""Counts legal periods: months and days from an anchor, with plain calendar arithmetic (deadlines.md, "Counting").

A period in months ends on the same day of the month, or on the last day of a shorter month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

EARLIEST, LATEST = date(1870, 1, 1), date(2100, 12, 31)
"""Days outside cannot be meant: the first federal trademark law is of 1870, and holidays are not known after 2100."""

_UNITS = {"day": (0, 1), "month": (1, 0), "year": (12, 0)}
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FEBRUARY, _MONTHS = 2, 12


@dataclass(frozen=True, slots=True)
class Period:
    """A number of months or of days."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Period:
        """`3 months`, `30 days`, `6 years`.

        Raises:
            ValueError: it is not such a text.
        """
        number, _, unit = text.strip().partition(" ")
        if not number.isdecimal() or unit.removesuffix("s") not in _UNITS or int(number) == 0:
            raise ValueError(f"{text!r} is not a period such as '3 months', '30 days' or '6 years'")
        months, days = _UNITS[unit.removesuffix("s")]
        return cls(months * int(number), days * int(number))

    def __str__(self) -> str:
        """As in the table of rules: `3 months`, `6 years`."""
        years, months = (0, self.months) if self.months % _MONTHS else (self.months // _MONTHS, 0)
        counted = ((years, "year"), (months, "month"), (self.days, "day"))
        return " and ".join(f"{count} {unit}{'s' * (count != 1)}" for count, unit in counted if count)

    def __mul__(self, times: int) -> Period:
        return Period(self.months * times, self.days * times)

    def after(self, day: date) -> date | None:
        """The last day of the period that is counted from `day`; None when it is outside EARLIEST to LATEST."""
        year, month = divmod(day.year * _MONTHS + day.month - 1 + self.months, _MONTHS)
        if not EARLIEST.year <= year <= LATEST.year:
            return None
        length = _LENGTHS[month] + (month + 1 == _FEBRUARY and _is_leap(year))
        end = date(year, month + 1, min(day.day, length))
        if self.days:
            end += timedelta(days=self.days)
        return end if EARLIEST <= end <= LATEST else None


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def is_possible(day: date) -> bool:
    """Can the USPTO have meant this day?"""
    return EARLIEST <= day <= LATEST
