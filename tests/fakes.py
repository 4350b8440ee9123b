"""Stand-ins for the outside world that tests can steer. The store, HTTP and SMTP are real ones, not faked here."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from watcher.errors import StopRequested

A_DAY_IN_SUMMER = datetime(2026, 7, 15, 16, 0, tzinfo=UTC)
"""A Wednesday at noon in Washington."""


class FakeClock:
    """Time that moves only when it is told to, or when somebody sleeps. Safe to use from several threads.

    `advance` lets time go by; `set_forward` and `set_back` only move the hands, as an operator or NTP does.
    """

    def __init__(self, now: datetime = A_DAY_IN_SUMMER) -> None:
        self._lock = threading.Lock()
        self._now = now
        self._steady = 1000.0
        self._stopped = False
        self.slept: list[float] = []

    def now(self) -> datetime:
        with self._lock:
            return self._now

    def steady(self) -> float:
        with self._lock:
            return self._steady

    def sleep(self, seconds: float) -> None:
        if self._stopped:
            raise StopRequested("the test asked to end")
        self.slept.append(seconds)
        self.advance(max(seconds, 0.0))

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._now += timedelta(seconds=seconds)
            self._steady += seconds

    def set_forward(self, seconds: float) -> None:
        with self._lock:
            self._now += timedelta(seconds=seconds)

    def set_back(self, seconds: float) -> None:
        self.set_forward(-seconds)

    def set(self, now: datetime) -> None:
        """Go to a moment, as if the time until then had gone by."""
        self.advance((now - self.now()).total_seconds())

    def stop(self) -> None:
        """From now on every wait is cut short with StopRequested."""
        self._stopped = True
