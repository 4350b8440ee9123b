"""The published rate limits as a server enforces them: two classes, two hours of the day, a sliding window of 60 seconds."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

from watcher.simulator.record import WASHINGTON

WINDOW = 60.0
"""Seconds."""


class RequestClass(StrEnum):
    """What the office counts apart (tsdr.md, "Limits")."""

    REQUESTS = "requests"
    DOWNLOADS = "downloads"


class RetryAfter(StrEnum):
    """Whether and how a 429 says when to come back."""

    NONE = "none"
    SECONDS = "seconds"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many requests a key may make in any 60 seconds.

    `zone` decides what the published "EST" means: the wall in Washington, or `timezone(timedelta(hours=-5))`.
    `batch_as_download`: whether caseMultiStatus belongs to the stricter class, which is not published.
    """

    requests_day: int = 60
    requests_night: int = 120
    downloads_day: int = 4
    downloads_night: int = 12
    night_from: time = time(22)
    night_to: time = time(5)
    zone: tzinfo = WASHINGTON
    batch_as_download: bool = False
    retry_after: RetryAfter = RetryAfter.NONE

    def allowed(self, request_class: RequestClass, at: datetime) -> int:
        """The limit of a class at a moment."""
        hour = at.astimezone(self.zone).time()
        night = hour >= self.night_from or hour < self.night_to
        if request_class is RequestClass.DOWNLOADS:
            return self.downloads_night if night else self.downloads_day
        return self.requests_night if night else self.requests_day


class Meter:
    """Counts the requests of each key and class, to the microsecond.

    Does not count what it refused, and does not know the clock: the moment is given. A clock that goes back frees
    nothing: stamps from the future stay in the window.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._stamps: dict[tuple[str, RequestClass], deque[datetime]] = defaultdict(deque)

    def admit(self, key: str, request_class: RequestClass, at: datetime) -> float:
        """0.0 and counted when there is a place, else the seconds until one is free, uncounted."""
        stamps = self._stamps[key, request_class]
        edge = at - timedelta(seconds=WINDOW)
        while stamps and stamps[0] <= edge:
            stamps.popleft()
        allowed = self.limits.allowed(request_class, at)
        if len(stamps) < allowed:
            if stamps and at < stamps[-1]:
                insort(stamps, at)
            else:
                stamps.append(at)
            return 0.0
        leaves = stamps[len(stamps) - allowed] if allowed else at
        return max((leaves - edge).total_seconds(), 1e-6)


def busiest_window(moments: Iterable[datetime], seconds: float = WINDOW) -> int:
    """The largest number of moments that lie in any one window of that length: what a limit is compared with."""
    inside: deque[datetime] = deque()
    most = 0
    for moment in sorted(moments):
        inside.append(moment)
        while inside[0] <= moment - timedelta(seconds=seconds):
            inside.popleft()
        most = max(most, len(inside))
    return most
