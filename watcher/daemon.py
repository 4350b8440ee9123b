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
from watcher.errors import ConfigError, Mistake, StopRequested, StoreError
from watcher.memory import Memory
from watcher.poll import Poller
from watcher.poll.telling import Teller
from watcher.poll.trouble import reload_refused, reload_taken_over, removals

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
        reload: threading.Event | None = None,
    ) -> None:
        """`reload` is set already when SIGHUP came before the daemon was made."""
        self._load = load
        self._assemble = assemble
        self._memory = memory
        self._stop = stop
        self._database = watchlist.database
        self._parts = assemble(watchlist)
        self._former: list[Deliverer] = []
        self._poll_now = threading.Event()
        self._deliver_now = threading.Event()
        self._reload = reload or threading.Event()
        self._broken = threading.Event()

    def run(self) -> bool:
        """Work until SIGTERM or SIGINT; returns whether it ended because it was asked to (and not because it broke).

        Raises:
            StoreError: the memory cannot be used at the start.
        """
        signal.signal(signal.SIGTERM, lambda *_: self._ask_to_stop())
        signal.signal(signal.SIGINT, lambda *_: self._ask_to_stop())
        signal.signal(signal.SIGHUP, lambda *_: self._ask_to_reload())
        self._parts.poller.begin()
        self._reload_is_mended()
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
        self._end(threads)
        _log.info("stopped")
        return not self._broken.is_set()

    def _end(self, threads: list[threading.Thread]) -> None:
        """Give what is under way `STOP_SECONDS` in all: a send that is cut short would be repeated."""
        until = time.monotonic() + STOP_SECONDS
        self._poll_now.set()
        self._deliver_now.set()
        for deliverer in (self._parts.deliverer, *self._former):
            deliverer.stop(max(0.0, until - time.monotonic()))
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        self._parts.poller.close()

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
                try:
                    self._reload_watchlist()
                except StoreError:
                    self._reload.set()  # not forgotten: the next tick tries again
                    raise
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
        """Take the new watchlist, or refuse it with its mistakes and go on with the old one.

        Raises:
            StoreError: the memory cannot be used; the old watchlist goes on, and it is for the caller to try again.
        """
        now = datetime.now(UTC)
        try:
            watchlist = self._load()
            self._require_same_database(watchlist)
            parts = self._assemble(watchlist)
        except ConfigError as error:
            _log.error(
                "the watchlist was not reloaded, the old one goes on:\n%s", error
            )  # every mistake, no traceback
            self._memory.troubles.open(reload_refused(self._parts.teller, error, now), now)
            return
        taken = False
        try:
            taken = self._take_over(parts, now)
        finally:
            if not taken:
                parts.poller.close()
        if taken:
            self._reload_is_mended()
            _log.info("watchlist reloaded: %d cases", len(parts.poller.routes.serial_numbers))

    def _take_over(self, parts: Parts, now: datetime) -> bool:
        """Go on with these parts, unless they drop so many cases that somebody must confirm it."""
        dropped = parts.poller.dropped()
        if dropped:
            _log.error("the watchlist was not reloaded: it no longer names %d cases", len(dropped))
            self._memory.troubles.open(removals(self._parts.teller, dropped, now), now)
            return False
        parts.poller.begin()
        former, self._parts = self._parts, parts
        former.deliverer.stop(0)  # it knows the old addresses; what it is sending goes on
        self._former = [*(one for one in self._former if one.is_busy()), former.deliverer]
        former.poller.close()
        return True

    def _require_same_database(self, watchlist: Watchlist) -> None:
        if watchlist.database != self._database:
            wrong = f"database: the daemon is at work on {self._database} and goes on with it"
            raise ConfigError(
                (Mistake(watchlist.path, None, wrong, "restart tmwatch to use another database"),)
            )

    def _reload_is_mended(self) -> None:
        """A reload that was refused is over: the watchlist is in use."""
        now = datetime.now(UTC)
        words = reload_taken_over(self._parts.teller, now)
        self._memory.troubles.close(words.key, words.notice, now)
