"""Puts the parts together: the one place that knows them all.

Everything slow to import is imported where it is first needed, so that `tmwatch list` loads no HTTP and no channels.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.adapters.channels import AppriseChannels
    from watcher.adapters.clock import SystemClock
    from watcher.adapters.limits import Limiter
    from watcher.adapters.render import Renderer
    from watcher.adapters.store import Store
    from watcher.adapters.tsdr import TsdrClient
    from watcher.config.settings import Watchlist
    from watcher.daemon import Parts

STANDARD_PLACES = (Path("watchlist.yaml"), Path("/etc/tmwatch/watchlist.yaml"))


def find_watchlist(given: Path | None, environ: Mapping[str, str]) -> Path:
    """The watchlist's path: as given, `$TMWATCH_CONFIG`, `./watchlist.yaml`, `/etc/tmwatch/watchlist.yaml`.

    Raises:
        ConfigError: there is none.
    """
    if given is not None:
        return given
    if named := environ.get("TMWATCH_CONFIG"):
        return Path(named)
    for place in STANDARD_PLACES:
        if place.is_file():
            return place
    places = " or ".join(str(place) for place in STANDARD_PLACES)
    raise ConfigError((Mistake(None, None, f"no watchlist: neither --config nor $TMWATCH_CONFIG names one, and there is no {places}", "write one with: tmwatch init"),))  # fmt: skip


def load(path: Path, environ: Mapping[str, str] = os.environ) -> Watchlist:
    """Read the watchlist with all that belongs to this machine: environment, systemd's folders, known channels.

    Raises:
        ConfigError: every mistake at once.
    """
    from watcher.adapters.channels import channel_url_mistake
    from watcher.config.load import load_watchlist

    return load_watchlist(
        path,
        environ,
        channel_url_mistake,
        credentials_directory=_folder(environ, "CREDENTIALS_DIRECTORY"),
        state_directory=_folder(environ, "STATE_DIRECTORY"),
    )


def _folder(environ: Mapping[str, str], name: str) -> Path | None:
    """A folder that systemd names; of several (`a:b`) the first is ours."""
    value = environ.get(name, "").split(":")[0]
    return Path(value) if value else None


class Reader:
    """What commands need that only read the memory: no secret need be set, and nobody is asked."""

    def __init__(self, path: Path, environ: Mapping[str, str] = os.environ) -> None:
        """Find the memory.

        Raises:
            ConfigError: the watchlist cannot be read.
            StoreError: there is no database yet, or it cannot be opened.
        """
        from watcher.adapters.store.reading import open_for_reading
        from watcher.config.glance import glance

        found = glance(path, environ, _folder(environ, "STATE_DIRECTORY"))
        self.found = found
        self.zone = found.time_zone
        self.store = open_for_reading(found.database)

    @property
    def every(self) -> timedelta:
        """How long there is between two checks of a case.

        Raises:
            ConfigError: the watchlist says it in a way that cannot be read.
        """
        from watcher.config.glance import pace

        return pace(self.found)


@dataclass
class Program:
    """The parts of one run of the program, made when they are first used. `stop` cuts every wait short."""

    watchlist: Watchlist
    stop: threading.Event

    @cached_property
    def store(self) -> Store:
        """Our memory.

        Raises:
            StoreError: it cannot be opened.
        """
        from watcher.adapters.store import open_store

        return open_store(self.watchlist.database)

    @cached_property
    def limiter(self) -> Limiter:
        """The published limits, kept across processes by the memory."""
        from watcher.adapters.limits import PATIENCE, Limiter

        tsdr = self.watchlist.tsdr
        return Limiter(tsdr.limits, self.store.reservations, self.clock, tsdr.api_key, PATIENCE)

    @cached_property
    def client(self) -> TsdrClient:
        """The USPTO's TSDR service."""
        from watcher.adapters.tsdr import TsdrClient

        return TsdrClient(self.watchlist.tsdr, self.limiter, self.clock)

    @cached_property
    def channels(self) -> AppriseChannels:
        """Where notices go."""
        from watcher.adapters.channels import AppriseChannels

        return AppriseChannels(self.watchlist.channels)

    @cached_property
    def renderer(self) -> Renderer:
        """Finished words for each channel."""
        from watcher.adapters.render import Renderer

        return Renderer(self.channels, self.watchlist.time_zone)

    @cached_property
    def parts(self) -> Parts:
        """Who polls and who delivers."""
        return self.assembler()(self.watchlist)

    def assembler(self) -> Callable[[Watchlist], Parts]:
        """How parts are made of a watchlist, this one or the next: the memory stays, all else is made anew."""
        from watcher.adapters.channels import AppriseChannels
        from watcher.adapters.render import Renderer
        from watcher.adapters.store.process import process_token
        from watcher.daemon import Parts
        from watcher.deliver import Deliverer
        from watcher.poll import Poller
        from watcher.poll.telling import Teller

        token = process_token()

        def assemble(watchlist: Watchlist) -> Parts:
            program = self if watchlist is self.watchlist else Program(watchlist, self.stop)
            program.__dict__.setdefault("store", self.store)
            channels = AppriseChannels(watchlist.channels)
            renderer = Renderer(channels, watchlist.time_zone)
            poller = Poller(watchlist, self.store, program.client, channels, self.clock)
            deliverer = Deliverer(self.store, channels, renderer, watchlist.operator, self.clock, token)
            return Parts(poller, deliverer, Teller(watchlist, channels))

        return assemble

    @cached_property
    def clock(self) -> SystemClock:
        """This machine's clock; its waits end when `stop` is set."""
        from watcher.adapters.clock import SystemClock

        return SystemClock(self.stop)
