"""The published rate limits (tsdr.md, "Limits"), kept whatever is asked for, across threads, processes and restarts.

A request is made only after a place was reserved in the memory and committed. The places of a key are counted in
windows of 61 s, so that a request which travels a second longer than another still meets the limit of 60 s.
"""

from __future__ import annotations

import hashlib
import math
import threading
from datetime import datetime, timedelta
from typing import Final, Protocol, runtime_checkable

from watcher.config.rates import WINDOW, rate_now
from watcher.config.settings import Limits, Secret
from watcher.errors import RateLimitedError
from watcher.ports import Clock, RequestClass, Reservations

LATE: Final = 0.5
"""Seconds after which a reservation is stale: the request would be counted in a later window than the reservation."""

_TRIES: Final = 3
"""A disk that always takes longer than LATE to commit must not keep us from asking for ever."""


@runtime_checkable
class SteadyClock(Protocol):
    """A clock that also says how much time really went by, so that setting the hands forward is noticed."""

    def steady(self) -> float:
        """Seconds since some moment; never set by anybody."""


PATIENCE: Final = 150.0
"""Seconds. Every ordinary wait is within two windows; a longer one is a pause that the USPTO asked for."""


class Limiter:
    """Lets requests through at the published rates. Does not send them, and keeps no count of its own."""

    def __init__(
        self,
        limits: Limits,
        reservations: Reservations,
        clock: Clock,
        key: Secret | None = None,
        longest_wait: float = math.inf,
    ) -> None:
        """`longest_wait` in seconds: a longer one is not stood through but raised (see `PATIENCE`)."""
        self._longest_wait = longest_wait
        self._limits = limits
        self._reservations = reservations
        self._clock = clock
        self._steady = clock.steady if isinstance(clock, SteadyClock) else None
        name = hashlib.sha256((key.reveal() if key else "").encode()).hexdigest()[:16]
        self._buckets = {kind: f"{name}/{kind.value}" for kind in RequestClass}
        self._turn = threading.Lock()
        self._hands = _Hands()

    def acquire(self, kind: RequestClass) -> None:
        """Wait until a request of this class may be sent, and take its place.

        Raises:
            RateLimitedError: the USPTO asked for a pause longer than `longest_wait`; nothing was sent.
            StopRequested: the process was asked to end while waiting.
            StoreError: the places cannot be counted; then nothing may be sent.
        """
        tries = 0
        while True:
            with self._turn:  # threads of one process need not meet at the database
                now = self._now()
                allowed = rate_now(self._limits, kind, now)
                wait = self._reservations.reserve(self._buckets[kind], now, allowed, WINDOW)
                late = (self._clock.now() - now).total_seconds() > LATE
            if wait > self._longest_wait:
                until = now + timedelta(seconds=wait)
                raise RateLimitedError(
                    f"the USPTO asked us to wait until {until:%Y-%m-%d %H:%M} UTC", retry_at=until
                )
            if wait > 0:
                self._clock.sleep(min(wait, WINDOW))
                continue
            tries += 1
            if not late or tries >= _TRIES:
                return

    def pause(self, kind: RequestClass, until: datetime) -> None:
        """The USPTO said "too many": nobody, in any process, asks in this class before `until` (at most an hour).

        Raises:
            StoreError: it cannot be remembered.
        """
        self._reservations.pause(self._buckets[kind], until)

    def rate_now(self, kind: RequestClass) -> int:
        """How many requests a minute are allowed at this moment."""
        return rate_now(self._limits, kind, self._clock.now())

    def _now(self) -> datetime:
        """This moment. If the hands were just set forward, our stamps look older than they are: sit out a window."""
        now = self._clock.now()
        if self._steady is not None and self._hands.were_set_forward(now, self._steady()):
            for bucket in self._buckets.values():
                self._reservations.pause(bucket, now + timedelta(seconds=WINDOW))
        return now


class _Hands:
    """Compares the clock's hands with the time that really went by, over the last window. Not safe across threads."""

    def __init__(self) -> None:
        self._base: tuple[datetime, float] | None = None
        self._seen = 0.0

    def were_set_forward(self, now: datetime, steady: float) -> bool:
        """Whether they moved ahead since the last look, if that lies within a window."""
        base, seen = self._base, self._seen
        self._seen = steady
        if base is None or steady - seen > WINDOW:  # no stamp of ours counts any more
            self._base = (now, steady)
            return False
        ahead = (now - base[0]).total_seconds() - (steady - base[1])
        if abs(ahead) > LATE or steady - base[1] > WINDOW:
            self._base = (now, steady)
        return ahead > LATE
