"""How a case was looked at over time: how often, from when to when, and where nobody looked while it was watched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from watcher.trademark.state import CheckOutcome

FAILED = frozenset({CheckOutcome.FAILED, CheckOutcome.UNREADABLE})
"""A check with one of these outcomes was a try: the case was not seen."""
THINNED_LIMIT = timedelta(days=2)
"""Between the looks that are kept of two days that follow each other there is less than this."""

Period = tuple[datetime, datetime | None]
"""From when to when a case was watched; None: it still is."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A time (UTC) in which a watched case was not seen, and how often it was tried in vain meanwhile."""

    since: datetime
    until: datetime
    tries: int = 0

    @property
    def length(self) -> timedelta:
        """How long."""
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class Looking:
    """How one case was looked at in a period. `checks` counts all, `failed` those that gave nothing to see.

    `first_at` and `last_at` are when the first and the last good check was asked. `longest` is the longest time
    without one, as far as it can be told; `gaps` are those that are longer than allowed.
    """

    checks: int
    failed: int
    first_at: datetime | None
    last_at: datetime | None
    longest: Gap | None
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the record: the time from `since` to `until` (UTC), and how long a case may go unseen.

    Up to `thinned_until` the record was thinned to a look a day: what is shorter than two days no longer shows there.
    """

    since: datetime
    until: datetime
    limit: timedelta
    thinned_until: datetime | None = None

    @property
    def around(self) -> timedelta:
        """So long before and after the period checks are heard, for a gap may reach out of it."""
        return max(self.limit, THINNED_LIMIT)


class Watch:
    """Follows one case through its checks, in their order. Moments are POSIX seconds, for there are many."""

    __slots__ = (
        "_around", "_first", "_gaps", "_last", "_last_within", "_limit", "_longest", "_periods", "_since", "_thinned",
        "_tries", "_unnoticed", "_until", "checks", "failed",
    )  # fmt: skip

    def __init__(self, periods: Iterable[Period], asked: Asked) -> None:
        self._since = asked.since.timestamp()
        self._until = asked.until.timestamp()
        self._limit = asked.limit.total_seconds()
        self._thinned = asked.thinned_until.timestamp() if asked.thinned_until else float("-inf")
        self._periods = [
            (since.timestamp(), until.timestamp() if until else float("inf")) for since, until in periods
        ]
        self._around = asked.around.total_seconds()
        self._last = self._since - self._around
        self._tries = 0
        self._longest: tuple[float, float, int] | None = None
        self._unnoticed = 0.0
        self._gaps: list[tuple[float, float, int]] = []
        self.checks = 0
        self.failed = 0
        self._first: float | None = None
        self._last_within: float | None = None

    def see(self, moment: float, *, good: bool) -> None:
        """One more check. Those a little before and after the period are heard (see `Asked.around`)."""
        within = self._since <= moment < self._until
        if within:
            self.checks += 1
        if not good:
            self.failed += within
            self._tries += 1
            return
        if within:
            self._last_within = moment
            if self._first is None:
                self._first = moment
        if moment > self._last:
            if moment - self._last > self._unnoticed:
                self._stretch(moment)
            self._last = moment
        self._tries = 0

    def looking(self, now: datetime) -> Looking:
        """What it came to, when no more checks come before `now`."""
        self._stretch(min(now.timestamp(), self._until + self._around))
        return Looking(
            self.checks,
            self.failed,
            None if self._first is None else _moment(self._first),
            None if self._last_within is None else _moment(self._last_within),
            None if self._longest is None else _gap(self._longest),
            tuple(_gap(found) for found in self._gaps),
        )

    def _stretch(self, moment: float) -> None:
        """From the last good check to this moment nobody looked: what of it counts?"""
        for since, until in self._watched(self._last, moment):
            length = until - since
            if since < self._thinned and length <= self._around:
                continue
            found = (since, until, self._tries)
            if self._longest is None or length > self._longest[1] - self._longest[0]:
                self._longest = found
            if length > self._limit:
                self._gaps.append(found)
        if self._longest is not None:
            self._unnoticed = min(self._limit, self._longest[1] - self._longest[0])

    def _watched(self, since: float, until: float) -> Iterator[tuple[float, float]]:
        """The parts in which the case was watched, if they reach into the period."""
        for begin, end in self._periods:
            start, stop = max(since, begin), min(until, end)
            if start < stop and stop > self._since and start < self._until:
                yield start, stop


def _gap(found: tuple[float, float, int]) -> Gap:
    return Gap(_moment(found[0]), _moment(found[1]), found[2])


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
