"""Promise 2: killed at any instruction, the daemon delivers after restart; at most what was under way is repeated.

A child process polls and delivers, and kills itself (SIGKILL) at its n-th boundary: before or after a statement of
the database, a commit, a question to the USPTO, a message to a channel. A second child then does what is left. This
is played for every n, until the first child comes through alive.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.poll.world import HOUR, FakeChannels, World, group, record, watchlist
from watcher.adapters.store.database import Database
from watcher.ports import Message, Recipient

SERIALS = ("97000001", "97000002")


class LoggingChannels(FakeChannels):
    """Writes what it accepted into a file that outlives the process."""

    def __init__(self, log: Path) -> None:
        super().__init__(docket=("a@x", "b@x"), brand=("",), office=("ops@x",))
        self._log = log

    def send(self, recipient: Recipient, message: Message) -> None:
        with self._log.open("a") as log:
            log.write(f"{recipient}|{message.body}\n".replace("\n", " / ").removesuffix(" / ") + "\n")


class Boundaries:
    """Counts the places at which the process can die, and dies at the n-th."""

    def __init__(self, at: int | None) -> None:
        self._at = at
        self._count = 0

    def cross(self) -> None:
        self._count += 1
        if self._count == self._at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def crossing(*args: Any, **kwargs: Any) -> Any:
            self.cross()
            result = call(*args, **kwargs)
            self.cross()
            return result

        return crossing


def in_a_child(work: Callable[[], None]) -> bool:
    """Run in a forked process; did it come through (and was not killed)?"""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  # the child says what broke, and ends without pytest's help
            traceback.print_exc(file=sys.stderr)
            os._exit(7)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, "the child broke"
    return os.WIFEXITED(status)


def day_one(folder: Path, boundaries: Boundaries | None) -> None:
    """First sight, then a change in each case, delivered to three recipients."""
    settings = watchlist(folder, group(*SERIALS, tell=("docket", "brand")))
    world = World(
        folder, settings, channels=LoggingChannels(folder / "log"), process=f"host/{os.getpid()}/x/y"
    )
    for serial in SERIALS:
        world.uspto.put(record(serial))
    world.poll()
    for serial in SERIALS:
        world.uspto.add_event(serial, f"ACTION IN {serial}")
    world.clock.advance(HOUR)
    if boundaries is not None:
        hook(world, boundaries)
    world.poll()


def hook(world: World, boundaries: Boundaries) -> None:
    source, database = world.uspto, Database
    source.modified_dates = boundaries.around(source.modified_dates)  # type: ignore[method-assign]
    source.status_document = boundaries.around(source.status_document)  # type: ignore[method-assign]
    world.channels.send = boundaries.around(world.channels.send)  # type: ignore[method-assign]
    database.execute = boundaries.around(database.execute)  # type: ignore[method-assign]
    transaction = database.transaction

    @contextmanager
    def crossing(self: Database) -> Any:
        with transaction(self):
            yield
            boundaries.cross()
        boundaries.cross()

    database.transaction = crossing  # type: ignore[method-assign]


def day_two(folder: Path) -> None:
    """The service is started again, as often as its clock says."""
    settings = watchlist(folder, group(*SERIALS, tell=("docket", "brand")))
    world = World(
        folder, settings, channels=LoggingChannels(folder / "log"), process=f"host/{os.getpid()}/x/z"
    )
    world.store.outbox._is_alive = lambda token: f"/{os.getpid()}/" in token
    for serial in SERIALS:
        world.uspto.put(record(serial))
        world.clock.advance(HOUR / 60)
        world.uspto.add_event(serial, f"ACTION IN {serial}")
    world.after(2 * HOUR, HOUR, HOUR)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_killed_at_any_boundary_of_a_poll_and_a_delivery_nothing_is_lost_and_only_what_was_under_way_is_repeated(
    tmp_path: Path,
) -> None:
    for at in range(1, 1000):
        folder = tmp_path / str(at)
        folder.mkdir()
        survived = in_a_child(lambda folder=folder, at=at: day_one(folder, Boundaries(at)))
        in_a_child(lambda folder=folder: day_two(folder))
        lines = [line for line in (folder / "log").read_text().splitlines() if "ACTION" in line]
        told = Counter(line.replace(" MAYBE REPEAT", "") for line in lines)
        expected = {
            f"{recipient}|[Acme] {serial}: ACTION IN {serial}"
            for recipient in ("docket <a@x>", "docket <b@x>", "brand")
            for serial in SERIALS
        }
        assert set(told) == expected, f"killed at boundary {at}"
        repeats = [line for line, times in told.items() if times > 1]
        assert len(repeats) <= 2, f"killed at boundary {at}: one for each channel's worker at most"
        for line in repeats:
            assert told[line] == 2
            assert f"{line} MAYBE REPEAT" in lines, f"killed at boundary {at}: a repeat that does not say so"
        if survived:
            assert at > 50, "there were boundaries to cross"
            return
    pytest.fail("the process never came through")
