"""The daemon: wakes on schedule, polls, delivers beside it, reloads on SIGHUP, stops cleanly on SIGTERM.

APScheduler only says "now". What is due is decided by the memory, so that a restart, a suspended machine or a jump
of the clock needs nothing special here.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from watcher.config.settings import Watchlist
from watcher.deliver import Deliverer
from watcher.errors import ConfigError, StopRequested, StoreError
from watcher.memory import Memory
from watcher.poll import Poller
from watcher.poll.telling import Teller
from watcher.poll.trouble import reload_refused, removals

_log = logging.getLogger(__name__)

TICK_SECONDS = 30
STOP_SECONDS = 8.0
"""After a request to stop, work under way gets so long to end; systemd and we promise ten seconds in all."""

CLOCK_JUMP_SECONDS = 5.0
"""The wall clock moved against the monotonic one by more than this: wake up and see what is due."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a watchlist is turned into: who polls, who delivers, who words what the operator hears."""

    poller: Poller
    deliverer: Deliverer
    teller: Teller


class Daemon:
    """Runs until it is told to stop. Does not know how the parts are made; `assemble` does."""

    def __init__(
        self,
        watchlist: Watchlist,
        load: Callable[[], Watchlist],
        assemble: Callable[[Watchlist], Parts],
        memory: Memory,
        stop: threading.Event,
    ) -> None:
        self._load = load
        self._assemble = assemble
        self._memory = memory
        self._stop = stop
        self._parts = assemble(watchlist)
        self._poll_now = threading.Event()
        self._deliver_now = threading.Event()
        self._reload = threading.Event()
        self._broken = threading.Event()

    def run(self) -> bool:
        """Work until SIGTERM or SIGINT; returns whether it ended because it was asked to (and not because it broke).

        Raises:
            StoreError: the memory cannot be used at the start.
        """
        self._parts.poller.begin()
        signal.signal(signal.SIGTERM, lambda *_: self._ask_to_stop())
        signal.signal(signal.SIGINT, lambda *_: self._ask_to_stop())
        signal.signal(signal.SIGHUP, lambda *_: self._ask_to_reload())
        threading.excepthook = self._thread_broke
        threads = [
            threading.Thread(target=work, name=name, daemon=True)
            for name, work in (("poll", self._poll_for_ever), ("deliver", self._deliver_for_ever))
        ]
        scheduler = self._scheduler()
        for thread in threads:
            thread.start()
        scheduler.start()
        self._wait(scheduler)
        scheduler.shutdown(wait=False)
        self._poll_now.set()
        self._deliver_now.set()
        until = time.monotonic() + STOP_SECONDS
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        self._parts.poller.close()
        _log.info("stopped")
        return not self._broken.is_set()

    def _scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        scheduler.add_job(
            self._tick, "interval", seconds=TICK_SECONDS, id="tick", next_run_time=datetime.now(UTC)
        )
        return scheduler

    def _wait(self, scheduler: BackgroundScheduler) -> None:
        """Wait for the end; after a jump of the wall clock tick at once (an interval job would sleep through it)."""
        offset = time.time() - time.monotonic()
        while not self._stop.wait(1.0):
            now = time.time() - time.monotonic()
            if abs(now - offset) > CLOCK_JUMP_SECONDS:
                _log.warning("the clock jumped by %.0f seconds; looking what is due", now - offset)
                offset = now
                scheduler.modify_job("tick", next_run_time=datetime.now(UTC))

    def _tick(self) -> None:
        self._poll_now.set()
        self._deliver_now.set()

    def _ask_to_stop(self) -> None:
        self._stop.set()

    def _ask_to_reload(self) -> None:
        self._reload.set()
        self._poll_now.set()

    def _thread_broke(self, broke: threading.ExceptHookArgs) -> None:
        """A mistake of ours ended a thread: end the process, so that it is started anew and nothing waits in silence."""
        name = broke.thread.name if broke.thread else "a thread"
        _log.critical("%s broke", name, exc_info=broke.exc_value)
        self._broken.set()
        self._stop.set()

    # -- the two threads

    def _poll_for_ever(self) -> None:
        while not self._stop.is_set():
            self._poll_now.wait()
            self._poll_now.clear()
            try:
                self._poll_all_that_is_due()
            except StopRequested:
                break
            except StoreError as error:
                _log.error("%s", error)  # a sentence for the operator; tried again at the next tick
        self._memory.close_thread()

    def _poll_all_that_is_due(self) -> None:
        remaining = True
        while remaining and not self._stop.is_set():
            if self._reload.is_set():
                self._reload.clear()
                self._reload_watchlist()
            result = self._parts.poller.poll()
            remaining = result.remaining
            self._deliver_now.set()

    def _deliver_for_ever(self) -> None:
        while not self._stop.is_set():
            self._deliver_now.wait()
            self._deliver_now.clear()
            if self._stop.is_set():
                break
            try:
                self._parts.deliverer.start_due()
            except StoreError as error:
                _log.error("%s", error)  # a sentence for the operator; tried again at the next tick
        self._memory.close_thread()

    # -- reload

    def _reload_watchlist(self) -> None:
        """Take the new watchlist, or refuse it with its mistakes and go on with the old one."""
        now = datetime.now(UTC)
        try:
            watchlist = self._load()
        except ConfigError as error:
            _log.error(
                "the watchlist was not reloaded, the old one goes on:\n%s", error
            )  # every mistake, no traceback
            self._memory.troubles.open(reload_refused(self._parts.teller, error, now), now)
            return
        parts = self._assemble(watchlist)
        dropped = parts.poller.dropped()
        if dropped:
            parts.poller.close()
            _log.error("the watchlist was not reloaded: it no longer names %d cases", len(dropped))
            self._memory.troubles.open(removals(self._parts.teller, dropped, now), now)
            return
        self._parts.poller.close()
        self._parts = parts
        parts.poller.begin()
        self._memory.troubles.close("reload", None, now)
        _log.info("watchlist reloaded: %d cases", len(parts.poller.routes.serial_numbers))
