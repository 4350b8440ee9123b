"""`tmwatch demo`: the whole job against the built-in simulator. No key is needed, and nothing leaves the machine.

Everything but the USPTO, the channel and the calendar is the real thing: the real client over real HTTP on loopback,
the real memory, the real poll, outbox and rendering.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.context import exits
from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.adapters.store import Store
    from watcher.config.settings import Watchlist
    from watcher.deliver import Deliverer
    from watcher.poll import Poller
    from watcher.ports import Message, Recipient, Style
    from watcher.simulator import Office

SECONDS = 25.0
"""How long the half year takes on a terminal, so that a person can follow; in a pipe it takes as long as it must."""


@exits
def demo(
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="Keep the watchlist and the database there.")
    ] = None,
) -> None:
    """Show the whole job in half a minute: twelve invented marks, half a year on a simulated USPTO."""
    with _folder(keep) as folder:
        _play(folder)
        if keep is not None:
            typer.echo(
                f"\nKept in {folder}. Look at it with: tmwatch --config {folder / 'watchlist.yaml'} list"
            )


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    """Where the demo's files are: a folder that is gone afterwards, or one to keep.

    Raises:
        ConfigError: that one has a demo in it already, or cannot be made.
    """
    if keep is None:
        with tempfile.TemporaryDirectory(prefix="tmwatch-demo-") as name:
            yield Path(name)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            (Mistake(keep, None, f"cannot be made: {error.strerror}", "name another folder"),)
        ) from None
    if (keep / "tmwatch.db").exists():
        raise ConfigError((Mistake(keep, None, "there is a database in it already", "name an empty folder"),))
    yield keep


class _Calendar:
    """The demo's clock: it stands until the calendar of the simulated office is moved. Nobody waits."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def now(self) -> datetime:
        """The moment at the simulated office, in UTC."""
        return self._office.now

    def steady(self) -> float:
        """Seconds that only go forward."""
        return self._office.now.timestamp()

    def sleep(self, seconds: float) -> None:
        """Nothing in the demo has to wait."""


class _Screen:
    """The channel of the demo: prints each notice as it would be sent."""

    def __init__(self, pause: float) -> None:
        self._pause = pause
        self.shown = 0

    def recipients(self, channel: str) -> tuple[Recipient, ...]:
        """One for each channel: the screen."""
        from watcher.ports import Recipient

        return (Recipient(channel),)

    def style(self, channel: str) -> Style:  # noqa: ARG002  # all channels are the same screen
        """Plain text, as long as it likes."""
        from watcher.ports import Style

        return Style()

    def send(self, recipient: Recipient, message: Message) -> None:
        """Print a notice."""
        self.shown += 1
        typer.echo(
            f"\n--- notice to channel {recipient.channel} {'-' * 48}\nSubject: {message.subject}\n\n{message.body}"
        )
        time.sleep(self._pause)


def _play(folder: Path) -> None:
    """Half a year: move the calendar a day, poll, deliver what is owed, and so on."""
    from watcher.simulator import SimulatorServer
    from watcher.simulator.demo import DEMO_END, DEMO_START, demo_office

    began = time.monotonic()
    office = demo_office()
    with SimulatorServer(office) as server:
        watchlist = _watchlist(folder, server.base_url)
        days = [DEMO_START + timedelta(days=n) for n in range((DEMO_END - DEMO_START).days + 1)]
        cases = sum(len(group.marks) for group in watchlist.groups)
        typer.echo(f"A simulated USPTO answers at {server.base_url}. {cases} invented marks are watched from "
                   f"{DEMO_START:%d %B %Y} to {DEMO_END:%d %B %Y}; each notice is shown as it would be sent.")  # fmt: skip
        screen = _Screen(SECONDS / 60 if _is_watched() else 0.0)
        with _running(watchlist, office, screen) as (store, poller, deliverer):
            for day in days:
                _one_day(office, day, poller, deliverer)
            _summary(
                store, screen, office.now, cases, len(days), len(office.requests), time.monotonic() - began
            )


def _one_day(office: Office, day: date, poller: Poller, deliverer: Deliverer) -> None:
    office.advance(day)
    remaining = True
    while remaining:
        remaining = poller.poll().remaining
    deliverer.deliver(60.0)


def _is_watched() -> bool:
    """Does a person follow this on a terminal?"""
    import sys

    return sys.stdout.isatty()


def _watchlist(folder: Path, base_url: str) -> Watchlist:
    """The demo's watchlist, written as a file and read as any other."""
    from watcher.config import load_watchlist
    from watcher.simulator import SIMULATOR_KEY
    from watcher.simulator.demo import demo_watchlist_marks

    lines = [
        "# The watchlist of the demo: a simulated USPTO on this machine, invented marks.",
        f"tsdr:\n  base_url: {base_url}\n  api_key: {SIMULATOR_KEY}\n  limits:",
        "    requests: {day: 100000, night: 100000}\n    downloads: {day: 1000, night: 1000}",
        "channels:\n  docket: json://127.0.0.1/demo\n  brand: json://127.0.0.1/demo",
        "operator: docket\nwatch:",
    ]
    group = ""
    for mark in demo_watchlist_marks():
        if mark.group != group:
            group = mark.group
            tell = "brand" if mark.role == "competitor" else "docket"
            lines.append(f'  - name: "{group}"\n    role: {mark.role}\n    tell: [{tell}]\n    marks:')
        lines.append(
            f'      - {mark.key}: "{mark.number}"\n        label: "{mark.label}"\n        matter: "{mark.matter}"'
        )
    path = folder / "watchlist.yaml"
    path.touch(mode=0o600)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_watchlist(path, {}, lambda _: None)


@contextmanager
def _running(
    watchlist: Watchlist, office: Office, screen: _Screen
) -> Iterator[tuple[Store, Poller, Deliverer]]:
    """The parts, with the demo's calendar and screen in place of the machine's clock and the channels."""
    from watcher.adapters.limits import Limiter
    from watcher.adapters.render import Renderer
    from watcher.adapters.store import open_store
    from watcher.adapters.store.process import process_token
    from watcher.adapters.tsdr import TsdrClient
    from watcher.deliver import Deliverer
    from watcher.poll import Poller

    clock = _Calendar(office)
    store = open_store(watchlist.database)
    try:
        limiter = Limiter(watchlist.tsdr.limits, store.reservations, clock, watchlist.tsdr.api_key)
        client = TsdrClient(watchlist.tsdr, limiter, clock)
        poller = Poller(watchlist, store, client, screen, clock, workers=1)
        renderer = Renderer(screen, watchlist.time_zone)
        deliverer = Deliverer(store, screen, renderer, watchlist.operator, clock, process_token())
        poller.begin()
        yield store, poller, deliverer
    finally:
        store.close()


def _summary(
    store: Store, screen: _Screen, now: datetime, cases: int, days: int, requests: int, seconds: float
) -> None:
    totals = store.history.totals()
    changes = store.history.changes()
    pending = store.outbox.pending(now)
    changed = len({change.serial_number for change in changes})
    typer.echo(
        f"\n{'=' * 78}\n{days} days in {seconds:.0f} seconds: {totals.checks:,} checks of {cases} cases with "
        f"{requests:,} requests, {len(changes)} changes in {changed} cases,\n{screen.shown} notices"
        f"{', all delivered' if not pending else f', {pending} not delivered'}. Each check is on record.\n"
        "For your own marks: tmwatch init, put your TSDR key and your numbers into the file, then tmwatch run."
    )
