"""Doubts over several polls, with the real memory between them: what is held is found again, each thing by itself."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.poll.world import DAY, HOUR, World, group, record, watchlist
from watcher.simulator.edits import Section, without_sections
from watcher.trademark.numbers import SerialNumber

ONE = "97000001"


@pytest.fixture
def seen(tmp_path: Path) -> World:
    world = World(tmp_path, watchlist(tmp_path, group(ONE)))
    world.uspto.put(record(ONE))
    world.poll()
    world.told()
    return world


def without_entries(world: World, *numbers: int) -> None:
    """The document lacks these entries from now on; its dates do not move."""
    case = world.uspto.records[ONE]
    entries = tuple(entry for entry in case.entries if entry.number not in numbers)
    world.uspto.put(case.but(entries=entries), dates=False)


def test_owners_that_came_back_are_not_new_when_the_next_event_is_told(seen: World) -> None:
    seen.uspto.add_event(ONE, "FIRST")
    whole = seen.uspto.documents[ONE]
    seen.uspto.documents[ONE] = without_sections(whole, Section.OWNERS)
    seen.after(HOUR)
    assert seen.told() == [f"[Acme] {ONE}: FIRST"]
    seen.uspto.documents[ONE] = whole
    seen.after(timedelta(minutes=10), HOUR)
    seen.uspto.add_event(ONE, "SECOND")
    seen.after(HOUR, 2 * HOUR, 3 * HOUR, DAY, DAY)
    assert seen.told() == [f"[Acme] {ONE}: SECOND"]


def test_the_day_of_one_missing_entry_does_not_count_for_another_after_a_restart(seen: World) -> None:
    seen.uspto.add_event(ONE, "FOURTH")
    seen.after(HOUR)
    whole = seen.uspto.records[ONE]
    seen.told()
    without_entries(seen, 2)
    seen.after(*[HOUR] * 20)
    seen.uspto.put(whole, dates=False)
    without_entries(seen, 1)
    seen.start()
    seen.after(*[HOUR] * 20)
    assert seen.told() == []
    assert in_doubt(seen) == ["1"]
    seen.after(*[HOUR] * 10)
    assert [body.partition(" removed")[0] for body in seen.told()] == [f"[Acme] {ONE}: Prosecution event 1"]


def in_doubt(world: World) -> list[str]:
    """What the memory holds, thing by thing."""
    (state,) = world.store.cases.watched([SerialNumber(ONE)])
    baseline = world.store.cases.baseline(state)
    assert baseline is not None
    return [hold.what for hold, _ in baseline.holds]
