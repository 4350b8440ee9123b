"""The machine's clock, as the port that everything else is handed."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import Final

from watcher.errors import StopRequested

_STEADY: Final = getattr(time, "CLOCK_BOOTTIME", None)
"""Linux: goes on while the machine is suspended, as the time at the USPTO does; elsewhere the monotonic clock."""


class SystemClock:
    """Real time. Waits end early, with StopRequested, when `stop` is set. Does not know any zone but UTC."""

    def __init__(self, stop: threading.Event | None = None) -> None:
        self._stop = stop or threading.Event()

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)

    def steady(self) -> float:
        """Seconds since some moment in the past; never set, forward or back, by anybody."""
        return time.monotonic() if _STEADY is None else time.clock_gettime(_STEADY)

    def sleep(self, seconds: float) -> None:
        """Wait, at most until the process is asked to end.

        Raises:
            StopRequested: it was, before or during the wait.
        """
        if self._stop.wait(max(seconds, 0.0)):
            raise StopRequested("the process was asked to end")
