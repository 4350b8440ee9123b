"""When a deadline is to be recalled: the ladder of its rule, each rung once, also when nobody was there on its day.

A ladder is written in the rule's row: a number is so many days before the due date, `opens` the day on which the
window opens, `grace` the first day of the grace period, `grace-30` thirty days before the grace period's end.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from watcher.trademark.deadlines.values import Deadline, State

_DIGITS = 4
_OPENS, _GRACE, _BEFORE_END_OF_GRACE = "opens", "grace", "grace-"
_SILENT = frozenset(
    (State.MET, State.SUPERSEDED, State.PAST, State.CLOSED, State.PASSED, State.PASSED_UNSEEN)
)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One rung that is due: `rung` as the ladder names it, and the day on which it fell (a day in Washington)."""

    rung: str
    day: date


def is_rung(text: str) -> bool:
    """Is it a word of a ladder?"""
    days = text.removeprefix(_BEFORE_END_OF_GRACE)
    return text in {_OPENS, _GRACE} or (days.isdecimal() and len(days) <= _DIGITS)


def ladder_of(deadline: Deadline, ladder: Sequence[str] | None = None) -> tuple[Reminder, ...]:
    """Every rung of a deadline with its day, in order of the days. `ladder` replaces the rule's own.

    Days are counted from the unrolled dates. A rung that the deadline has no date for (no window, no grace) is left
    out, and so is one before its window opens: nothing can be filed then.
    """
    rungs = deadline.reminders if ladder is None else tuple(ladder)
    days = ((rung, _day_of(rung, deadline)) for rung in rungs)
    found = {Reminder(rung, day) for rung, day in days if day is not None}
    return tuple(sorted(found, key=lambda reminder: (reminder.day, reminder.rung)))


def reminders_due(
    deadline: Deadline,
    today: date,
    already: Collection[str] = (),
    *,
    ladder: Sequence[str] | None = None,
    watched_since: date | None = None,
) -> tuple[Reminder, ...]:
    """The rungs that are to be told today: those whose day has come, and that are not in `already`.

    After days of silence several may be due at once: tell the last of them (the others are part of it) and remember
    all. Nothing is due for a deadline that is met, superseded, past or closed by a person, nor once its last day is
    over. Rungs before `watched_since` are not made up for, except the last of them: the first sight of a case tells
    its open dates, and a date in danger must be heard of.
    """
    last = deadline.grace_rolled or deadline.rolled or deadline.due
    if deadline.state in _SILENT or last is None or today > last:
        return ()
    come = [reminder for reminder in ladder_of(deadline, ladder) if reminder.day <= today]
    if watched_since is not None:
        before = [reminder for reminder in come if reminder.day < watched_since]
        come = [*before[-1:], *(reminder for reminder in come if reminder.day >= watched_since)]
    return tuple(reminder for reminder in come if reminder.rung not in already)


def _day_of(rung: str, deadline: Deadline) -> date | None:
    if rung == _OPENS:
        return deadline.opens
    if rung == _GRACE:
        return deadline.due + timedelta(days=1) if deadline.due and deadline.grace else None
    end, days = deadline.due, rung
    if rung.startswith(_BEFORE_END_OF_GRACE):
        end, days = deadline.grace, rung.removeprefix(_BEFORE_END_OF_GRACE)
    if end is None or not is_rung(rung):
        return None
    day = end - timedelta(days=int(days))
    return None if deadline.opens is not None and day < deadline.opens else day
