"""What the daemon does with a changed watchlist: takes it, refuses it, or tries again; the old one goes on until then."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from tests.poll.world import HOUR, PlainRenderer, World, group, record, watchlist
from watcher.config.settings import Watchlist
from watcher.daemon import Daemon, Parts
from watcher.deliver import Deliverer
from watcher.errors import ConfigError, Mistake, StoreError
from watcher.poll import Poller
from watcher.poll.telling import Teller
from watcher.trademark.numbers import SerialNumber

ONE, TWO = "97000001", "97000002"


@dataclass
class Running:
    """A daemon whose threads do not run: the test does what they do, and says what the file holds."""

    world: World
    file: Watchlist
    assembling: Callable[[], None] = lambda: None
    hung_up: threading.Event = field(default_factory=threading.Event)
    made: list[Parts] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.daemon = Daemon(
            self.file, lambda: self.file, self._assemble, self.world.store, threading.Event(), self.hung_up
        )

    def _assemble(self, settings: Watchlist) -> Parts:
        world = self.world
        self.assembling()
        poller = Poller(settings, world.store, world.uspto, world.channels, world.clock, workers=1)
        deliverer = Deliverer(
            world.store, world.channels, PlainRenderer(), settings.operator, world.clock, world.process
        )
        self.made.append(Parts(poller, deliverer, Teller(settings, world.channels)))
        return self.made[-1]

    def sighup(self) -> None:
        self.daemon._ask_to_reload()
        self.tick()

    def tick(self) -> None:
        self.daemon._poll_all_that_is_due()

    def titles(self) -> list[str]:
        self.daemon._parts.deliverer.deliver(10)
        return self.world.told()


@pytest.fixture
def running(tmp_path: Path) -> Running:
    world = World(tmp_path, watchlist(tmp_path, group(ONE)))
    for serial in (ONE, TWO):
        world.uspto.put(record(serial))
    world.poll()
    world.told()
    return Running(world, world.watchlist)


def watched(running: Running) -> set[str]:
    return set(running.world.store.cases.watched_numbers())


def test_a_watchlist_that_cannot_be_put_to_work_is_refused_and_the_old_one_goes_on(running: Running) -> None:
    def refuse() -> None:
        raise ConfigError((Mistake(None, None, "tsdr.ca_file: holds no certificates"),))

    running.assembling = refuse
    running.file = replace(running.file, groups=(group(ONE, TWO),))
    running.sighup()
    assert running.titles() == ["The changed watchlist was not taken over"]
    assert watched(running) == {ONE}
    running.assembling = lambda: None
    running.sighup()
    assert watched(running) == {ONE, TWO}
    assert "The changed watchlist was taken over" in running.titles()
    assert running.world.store.troubles.all_open() == []


def test_a_sighup_that_came_before_the_daemon_was_made_is_not_forgotten(running: Running) -> None:
    hung_up = threading.Event()
    hung_up.set()
    early = Running(running.world, running.file, hung_up=hung_up)
    early.file = replace(running.file, groups=(group(ONE, TWO),))
    early.tick()
    assert watched(early) == {ONE, TWO}


def test_another_database_is_refused_in_so_many_words_until_a_restart(running: Running) -> None:
    running.file = replace(running.file, database="other.db", groups=(group(ONE, TWO),))
    running.sighup()
    assert running.titles() == ["The changed watchlist was not taken over"]
    assert watched(running) == {ONE}


def test_a_reload_that_meets_a_memory_that_cannot_be_used_is_tried_again_and_the_old_one_goes_on_until_then(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, failures = Poller.begin, [StoreError("the database is locked")]

    def fail_once(poller: Poller) -> tuple[SerialNumber, ...]:
        if failures:
            raise failures.pop()
        return begin(poller)

    closed: list[Poller] = []
    monkeypatch.setattr(Poller, "begin", fail_once)
    monkeypatch.setattr(Poller, "close", lambda poller: closed.append(poller))  # noqa: PLW0108  # a method of C binds nothing
    running.file = replace(running.file, groups=(group(ONE, TWO),))
    old = running.daemon._parts
    with pytest.raises(StoreError):
        running.sighup()
    assert running.daemon._parts is old
    assert closed == [running.made[-1].poller]  # what was made in vain, and not the one that goes on
    running.world.uspto.add_event(ONE)
    running.world.clock.advance(HOUR)
    assert [case.serial_number for case in old.poller.poll().changed] == [ONE]  # it still can
    running.tick()
    assert running.daemon._parts is running.made[-1] is not old
    assert closed[1:] == [old.poller]
    assert watched(running) == {ONE, TWO}


def test_who_delivered_by_the_old_watchlist_begins_nothing_new(running: Running) -> None:
    old = running.daemon._parts.deliverer
    running.sighup()
    running.world.uspto.add_event(ONE)
    running.world.clock.advance(HOUR)
    running.tick()
    old.start_due()
    assert not old.is_busy()
    assert running.titles() == [f"[Acme] {ONE}: NON-FINAL ACTION E-MAILED"]
