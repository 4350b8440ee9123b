"""The program as one process: put together as the command line does it, ticking as the daemon does, killed at will."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from tests.year.clock import YearClock
from tests.year.office import YearOffice
from tests.year.run import Run
from tests.year.watching import OPERATOR
from watcher.adapters.limits import PATIENCE, Limiter
from watcher.adapters.store import Store, forms, open_store
from watcher.adapters.tsdr import TsdrClient
from watcher.config.settings import Watchlist
from watcher.deliver import Delivered, Deliverer
from watcher.memory import Renderer
from watcher.poll import Poller
from watcher.ports import Channels
from watcher.simulator import Response


class KilledError(BaseException):
    """The process is gone, here and now."""


class Reaper:
    """Kills a process at the n-th boundary after it was armed: before or after a statement, a commit, a request, a send."""

    def __init__(self) -> None:
        self._left: int | None = None
        self.is_dead = False

    def arm(self, boundaries: int) -> None:
        self._left = boundaries

    def cross(self) -> None:
        if self.is_dead:
            raise KilledError
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self.is_dead = True
                raise KilledError

    def watch(self, database: Any) -> None:
        """From now on the statements and commits of this database are boundaries."""
        execute, transaction = database.execute, database.transaction

        def executing(*args: Any, **kwargs: Any) -> Any:
            self.cross()
            result = execute(*args, **kwargs)
            self.cross()
            return result

        @contextmanager
        def committing() -> Iterator[None]:
            with transaction():
                yield
                self.cross()
            self.cross()

        database.execute, database.transaction = executing, committing


class Crossing:
    """A connection at whose ends a process may die."""

    def __init__(self, office: YearOffice, reaper: Reaper) -> None:
        self._office = office
        self._reaper = reaper

    def answer(self, *args: Any, **kwargs: Any) -> Response:
        self._reaper.cross()
        response = self._office.answer(*args, **kwargs)
        self._reaper.cross()
        return response


class Surroundings(Protocol):
    """What a process needs from the run around it."""

    folder: Path
    base_url: str | None
    clock: YearClock
    run: Run

    def connection(self, reaper: Reaper) -> Callable[[], Any] | None: ...

    def renderer(self, watchlist: Watchlist, channels: Channels) -> Renderer: ...

    def channels(self, reaper: Reaper) -> Channels: ...


class Process:
    """One life of the daemon: everything that is lost when it dies. Ticks as the daemon does, in one thread."""

    def __init__(self, year: Surroundings) -> None:
        self._year = year
        self.reaper = Reaper()
        self.token = f"simulated/{secrets.token_hex(8)}"
        self.store: Store = open_store(year.folder / "tmwatch.db")
        self.store.outbox._is_alive = lambda token: token == self.token
        self.channels = year.channels(self.reaper)
        self._first = True
        self.assemble()

    def assemble(self) -> None:
        """Put the parts together for the watchlist of this moment, as the daemon does at its start and at a reload."""
        year = self._year
        watchlist = year.run.watching.watchlist(year.folder, year.clock.now(), year.base_url)
        limiter = Limiter(
            watchlist.tsdr.limits, self.store.reservations, year.clock, watchlist.tsdr.api_key, PATIENCE
        )
        self.client = TsdrClient(watchlist.tsdr, limiter, year.clock, year.connection(self.reaper))
        self.poller = Poller(watchlist, self.store, self.client, self.channels, year.clock, workers=1)
        renderer = year.renderer(watchlist, self.channels)
        self.deliverer = Deliverer(self.store, self.channels, renderer, OPERATOR, year.clock, self.token)
        self.poller.begin()

    def reload(self) -> None:
        """The watchlist was edited."""
        former = self.poller
        self.assemble()
        former.close()

    def tick(self) -> bool:
        """Poll what is due, and deliver beside it; may more be asked soon?"""
        remaining = True
        while remaining:
            result = self.poller.poll()
            remaining = result.remaining
            self._year.run.checks += len(result.checked) + len(result.failed)
            self._deliver()
        return not result.key_refused

    def _deliver(self) -> None:
        outbox = self.store.outbox
        channels = outbox.owed_channels(self._year.clock.now())
        if self._first:
            channels = sorted({*channels, *outbox.unfinished_channels()})
            self._first = False
        for channel in channels:
            self.deliverer.work(channel, Delivered())

    def next_due(self) -> datetime:
        """The next moment at which the daemon would find something to do."""
        rows = self.store._database.rows(
            "SELECT min(due_at) FROM cases WHERE watched = 1 UNION ALL "
            "SELECT min(not_before) FROM obligations WHERE dispatch_id IS NULL UNION ALL "
            "SELECT min(next_try_at) FROM dispatches WHERE state IN ('waiting', 'claimed', 'sending')"
        )
        moments = [forms.moment(row[0]) for row in rows if row[0]]
        return min(moments, default=self._year.run.mix.end)

    def end(self) -> None:
        """Gone, in order or not."""
        self.poller.close()
        self.client.close()
        self.store.close()
