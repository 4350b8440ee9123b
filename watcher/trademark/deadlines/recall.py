"""Who is to be reminded of which legal date today, which dates moved, and when to look again. Pure.

A ladder belongs to the rule; a channel may have its own, and the firm its own due date beside it. Each rung is told to
each channel once, whenever the program was off on its day (see `deadlines.reminders`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from watcher.trademark.deadlines.reminders import ladder_of, reminders_due
from watcher.trademark.deadlines.values import MET_BY_CHECKS, Deadline, State

INTERNAL: Final = "internal"
"""The rung of the firm's own due date."""

PASSED: Final = "passed"
"""The rung above all others: the date is over, and nothing that would meet it was seen (deadlines.md)."""

DANGER: Final = timedelta(days=30)
"""A rung that fell before the case was watched is told only when the date is as near as this: the first sight, which lists
all open dates, stands for the others."""

WEEK: Final = timedelta(days=7)
_ONE_DAY: Final = timedelta(days=1)
_REMINDED: Final = frozenset((State.OPEN, State.ANSWERED, State.CHECK))


@dataclass(frozen=True, slots=True)
class Due:
    """What one channel is to be told of one deadline: the last rung that came (None: nothing), and all that came."""

    rung: str | None
    come: tuple[str, ...] = ()


def due_today(
    line: Deadline,
    today: date,
    already: Collection[str],
    *,
    ladder: Sequence[str] | None,
    internal: date | None,
    watched_since: date,
) -> Due:
    """The rungs of a deadline that have come and were not told. Days in Washington; `ladder` None is the rule's own."""
    come = list(reminders_due(line, today, already, ladder=ladder, watched_since=watched_since))
    far = line.due is None or line.due - today > DANGER
    news = [one.rung for one in come if one.day >= watched_since or not far]
    names = [one.rung for one in come]
    if _own_day_has_come(line, today, internal, ladder) and INTERNAL not in already:
        names.append(INTERNAL)
        news.append(INTERNAL)
    wanted = bool(line.reminders) if ladder is None else bool(ladder)
    over = line.state is State.PASSED and line.due is not None and line.due >= watched_since
    if wanted and over and PASSED not in already:
        names.append(PASSED)
        news.append(PASSED)
    return Due(news[-1] if news else None, tuple(names))


def _own_day_has_come(
    line: Deadline, today: date, internal: date | None, ladder: Sequence[str] | None
) -> bool:
    wanted = bool(line.reminders) if ladder is None else bool(ladder)
    open_now = line.state in _REMINDED and line.due is not None
    return wanted and open_now and internal is not None and internal <= today <= (line.due or today)


def moved_dates(before: Iterable[Deadline], after: Iterable[Deadline]) -> Iterator[tuple[Deadline, Deadline]]:
    """The deadlines that still need somebody and whose days are others than before, as pairs."""
    known = {line.id: line for line in before}
    for line in after:
        old = known.get(line.id)
        if line.rule in MET_BY_CHECKS:
            continue
        if old is not None and line.state.needs_attention and _days(old) != _days(line):
            yield old, line


def next_count(
    lines: Sequence[Deadline],
    today: date,
    ladders: Collection[Sequence[str] | None],
    others: Iterable[date | None],
) -> date:
    """The next day on which something may be different: a date, the day after it, a rung; in a week at the latest.

    Tomorrow while a date has passed and nobody knows yet whether something was filed.

    `others` are further days that matter, such as the firm's own due dates.
    """
    days = {day for day in others if day is not None}
    if any(line.state is State.PASSED_UNSEEN for line in lines):
        days.add(today + _ONE_DAY)  # the next full fetch may decide it
    for line in lines:
        dates = [day for day in _days(line) if day is not None]
        days.update(dates)
        days.update(day + _ONE_DAY for day in dates)
        for ladder in ladders:
            days.update(one.day for one in ladder_of(line, ladder))
    return min([today + WEEK, *(day for day in days if day > today)])


def _days(line: Deadline) -> tuple[date | None, ...]:
    """All days of a deadline, in a fixed order."""
    return (
        line.opens,
        line.due,
        line.rolled,
        line.extension,
        line.extension_rolled,
        line.grace,
        line.grace_rolled,
        *(day for limit in line.limits for day in (limit.day, limit.rolled)),
    )
