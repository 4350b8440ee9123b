"""When is a case due, and do its modified dates mean that we should fetch? Pure: time is an argument.

`Decider`-like functions only: nothing here asks, waits or remembers. The rules are promise 1 of the design and
section "Modified dates" of tsdr.md.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from watcher.trademark.numbers import SerialNumber
from watcher.trademark.state import CaseState, Seen

WASHINGTON = ZoneInfo("America/New_York")
"""Days are days in Washington for all that the USPTO dates."""

LADDER = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
"""The growing pauses after which something doubtful is asked again."""

LONGEST_BACKOFF = timedelta(hours=6)
"""Backing off never means giving up: at least one try a day, in fact four."""


WITHOUT_DATES = timedelta(days=1)
"""While the USPTO reports no date for a case, or none can be had, its document is fetched this often."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often we look: the watchlist's `poll` settings."""

    every: timedelta = timedelta(hours=1)
    full_fetch_every: timedelta = timedelta(days=7)
    day_grace: timedelta = timedelta(days=2)


class Why(StrEnum):
    """Why a status document is fetched."""

    FIRST_SIGHT = "first sight"
    FIRST_PROBE = "first value of this probe"
    DATE_MOVED = "the probe differs"
    DAY_RULE = "day rule"
    FULL_FETCH = "full fetch"
    DOUBT = "doubt"
    ASKED = "asked for"


def why_fetch(
    state: CaseState, seen: Seen | None, now: datetime, pace: Pace, *, in_doubt: bool
) -> Why | None:
    """Should the status document be fetched, given what the probe answered (None: it gave nothing)?

    Returns the first reason that holds, or None when the stored reading can be trusted. A probe that moved while
    the document stayed, and a doubt, are looked at again when their time on the ladder has come. The first value
    of a kind of probe is no evidence of anything.
    """
    if state.is_new or state.fetch_began_at is None:
        return Why.FIRST_SIGHT
    again = is_recheck_due(state, now)
    if in_doubt and again:
        return Why.DOUBT
    accepted = None if seen is None else state.accepted(seen)
    if seen is not None and accepted is None:
        return Why.FIRST_PROBE
    if seen != accepted and (again or seen != state.pending):
        return Why.DATE_MOVED
    return _why_in_any_case(state, state.fetch_began_at, seen, now, pace)


def _why_in_any_case(
    state: CaseState, fetch_began_at: datetime, seen: Seen | None, now: datetime, pace: Pace
) -> Why | None:
    """Is there a reason to fetch that holds though the probe says that nothing moved?"""
    if day_rule_asks(fetch_began_at, state.newest, now, pace.day_grace):
        return Why.DAY_RULE
    no_date = seen is None or seen.newest is None
    if (
        state.resumed_at is not None
        or (no_date and now - fetch_began_at >= WITHOUT_DATES)
        or full_fetch_is_due(state.serial_number, fetch_began_at, now, pace)
    ):
        return Why.FULL_FETCH
    return None


def day_rule_asks(fetch_began_at: datetime, newest: date | None, now: datetime, day_grace: timedelta) -> bool:
    """Could something have been entered on the newest reported day after our last fetch began?

    True when the last fetch *began* before the end, in Washington, of the newest reported day plus `day_grace`.
    A reported day in the future counts as today.
    """
    if newest is None:
        return False
    today = now.astimezone(WASHINGTON).date()
    return fetch_began_at < end_of_day(min(newest, today)) + day_grace


def end_of_day(day: date) -> datetime:
    """The moment (UTC) at which a day in Washington is over."""
    return datetime.combine(day + timedelta(days=1), time(), WASHINGTON).astimezone(UTC)


def full_fetch_is_due(
    serial_number: SerialNumber, fetch_began_at: datetime, now: datetime, pace: Pace
) -> bool:
    """Has one of the case's own moments for a full fetch passed since the last one?

    Each case has its own moments, spread evenly over the period by its number, so that cases added together
    are not fetched together. The period is shortened by the time between two checks, so that no two fetches are
    ever further apart than `full_fetch_every`.
    """
    period = max(pace.full_fetch_every - 2 * pace.every, pace.full_fetch_every / 2)
    phase = zlib.crc32(serial_number.encode()) / 2**32 * period.total_seconds()

    def turn(moment: datetime) -> int:
        return int((moment.timestamp() + phase) // period.total_seconds())

    if fetch_began_at > now:  # the clock was ahead then: nobody knows when it really was
        return True
    return turn(now) != turn(fetch_began_at) or now - fetch_began_at >= period


def is_recheck_due(state: CaseState, now: datetime) -> bool:
    """Has the time on the ladder of doubt come? Also when it was set by a clock that was ahead."""
    return state.recheck_at is None or not (now < state.recheck_at <= now + LADDER[-1])


def recheck_at(fetched_at: datetime, step: int) -> datetime | None:
    """When a document that is doubtful, or that a probe contradicts, is fetched again; None when all is settled.

    `step` is the place on the ladder; above its end the last pause is repeated.
    """
    return fetched_at + LADDER[min(step, len(LADDER)) - 1] if step > 0 else None


def after_good_check(checked_at: datetime, interval: timedelta, recheck: datetime | None) -> datetime:
    """When a case is due next after a check that went well: after its interval, or sooner for what is in doubt."""
    due = checked_at + interval
    return due if recheck is None else min(due, max(recheck, checked_at))


def latest_due(now: datetime, longest: timedelta) -> datetime:
    """No case is due later than this, whatever the clock showed when its next check was set.

    `longest` is the longest time between two looks at a case that is well.
    """
    return now + max(longest, LONGEST_BACKOFF)


def after_failure(failed_at: datetime, failures: int, pace: Pace) -> datetime:
    """When to try again after the n-th failure in a row: soon, then less often, never given up."""
    first = min(timedelta(minutes=10), pace.every)
    doublings: int = 2 ** min(failures - 1, 10)
    return failed_at + min(first * doublings, max(pace.every, LONGEST_BACKOFF))
