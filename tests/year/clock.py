"""The simulated time: it stands until somebody waits or a request costs some of it."""

from __future__ import annotations

from datetime import datetime, timedelta


class YearClock:
    def __init__(self, start: datetime) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    def forward_to(self, moment: datetime) -> None:
        self.moment = max(self.moment, moment)
