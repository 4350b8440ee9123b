"""Many cases in one request: full batches, nothing missed for what a batch leaves out, one row of the proof for all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.poll.world import DAY, HOUR, World, group, record, watchlist
from watcher.config.settings import Probe
from watcher.errors import NotWhatWasAskedError, ServiceDownError
from watcher.trademark.state import CheckKind, CheckOutcome

SERIALS = tuple(f"97{number:06}" for number in range(50))
MINUTE = timedelta(minutes=1)


def a_world(tmp_path: Path, serials: tuple[str, ...] = SERIALS, probe: Probe = Probe.BATCH) -> World:
    world = World(tmp_path, watchlist(tmp_path, group(*serials), probe=probe))
    for serial in serials:
        world.uspto.put(record(serial))
    world.after(timedelta(0), 10 * DAY)
    quiet(world)
    return world


def quiet(world: World) -> None:
    world.told()
    world.uspto.batches.clear()
    world.uspto.probes.clear()
    world.uspto.fetches.clear()


@pytest.fixture
def world(tmp_path: Path) -> World:
    return a_world(tmp_path)


def test_fifty_cases_are_three_requests_and_no_document(world: World) -> None:
    world.after(HOUR)
    assert [len(batch) for batch in world.uspto.batches] == [20, 20, 10]
    assert world.uspto.probes == world.uspto.fetches == []


def test_batches_stay_full_however_the_cases_fall_due(tmp_path: Path) -> None:
    serials = tuple(f"97{number:06}" for number in range(400))
    world = a_world(tmp_path, serials)
    for _ in range(60):  # spread over the hour
        world.after(MINUTE)
    world.uspto.batches.clear()
    for _ in range(6 * 60):
        world.after(MINUTE)
    asked = len(world.uspto.batches)
    assert asked <= 6 * 400 / 20 * 1.02
    assert {len(batch) for batch in world.uspto.batches} == {20}


def test_a_change_that_a_batch_shows_is_fetched_and_told_once(world: World) -> None:
    world.uspto.add_event(SERIALS[7], "CHANGED", dates=False)
    world.after(HOUR)
    assert world.uspto.fetches == [SERIALS[7]]
    assert world.told() == [f"[Acme] {SERIALS[7]}: CHANGED"]
    world.after(*[HOUR] * 30)
    assert world.told() == []


def test_a_document_that_lags_behind_its_batch_is_fetched_again_though_it_shows_something_else(
    world: World,
) -> None:
    serial = SERIALS[7]
    world.uspto.put(world.uspto.records[serial].but(docket_number="D-2"), dates=False)
    lagging = world.uspto.documents[serial]
    world.uspto.add_event(serial, "AT LAST", date(2026, 2, 1), dates=False)
    newest, world.uspto.documents[serial] = world.uspto.documents[serial], lagging
    world.after(HOUR)
    assert len(world.told()) == 1
    world.uspto.documents[serial] = newest
    world.after(timedelta(minutes=10))
    assert world.told() == [f"[Acme] {serial}: AT LAST"]
    world.uspto.fetches.clear()
    world.after(*[HOUR] * 12)
    assert world.uspto.fetches.count(serial) <= 1, "the regular full fetch, and no ladder"


def test_the_day_rule_holds_in_batches_too(world: World) -> None:
    """A second entry of the same day, seen in no digest because it came with the first: the document lags behind."""
    serial = SERIALS[3]
    world.uspto.add_event(serial, "FIRST")
    world.after(HOUR)
    assert world.told() == [f"[Acme] {serial}: FIRST"]
    fetched = len(world.uspto.fetches)
    world.after(*[HOUR] * 5)
    assert len(world.uspto.fetches) - fetched >= 4


def test_the_cases_of_a_batch_in_which_nothing_moved_share_one_row_of_the_record(world: World) -> None:
    world.uspto.add_event(SERIALS[0], dates=False)
    world.after(HOUR)
    checks = [
        check for check in world.store.history.checks(SERIALS[1]) if check.asked_at == world.clock.now()
    ]
    (shared,) = checks
    assert (shared.kind, shared.outcome, len(shared.also)) == (CheckKind.PROBE, CheckOutcome.SAME, 18)
    assert SERIALS[1] in (shared.serial_number, *shared.also)
    assert SERIALS[0] not in (shared.serial_number, *shared.also)
    own = [check for check in world.store.history.checks(SERIALS[0]) if check.asked_at == world.clock.now()]
    assert {check.kind for check in own} == {CheckKind.PROBE, CheckKind.FETCH}


def test_a_case_that_a_batch_leaves_out_is_asked_about_by_itself(world: World) -> None:
    world.uspto.left_out.add(SERIALS[4])
    world.uspto.add_event(SERIALS[4], "UNSEEN BY THE BATCH")
    world.after(HOUR)
    assert world.uspto.probes == [SERIALS[4]]
    assert world.told() == [f"[Acme] {SERIALS[4]}: UNSEEN BY THE BATCH"]


@pytest.mark.parametrize("limit", [10, 7, 1])
def test_a_batch_that_is_too_large_is_asked_for_in_smaller_ones_and_nobody_is_left_out(
    world: World, limit: int
) -> None:
    world.uspto.batch_limit = limit
    world.uspto.add_event(SERIALS[19], "AT THE END", dates=False)
    result = world.after(HOUR)
    assert result.failed == []
    assert sum(state.good_check_at == world.clock.now() for state in world.store.cases.watched()) == 50
    assert world.told() == [f"[Acme] {SERIALS[19]}: AT THE END"]
    world.uspto.batches.clear()
    world.after(HOUR)
    assert max((len(batch) for batch in world.uspto.batches), default=1) <= max(2 * limit, 1)


def test_after_a_day_the_whole_size_is_tried_again(world: World) -> None:
    world.uspto.batch_limit = 5
    world.after(HOUR)
    world.uspto.batch_limit = 1000
    world.uspto.batches.clear()
    world.after(*[HOUR] * 26)
    assert max(len(batch) for batch in world.uspto.batches) == 20


def test_a_batch_that_fails_fails_for_each_of_its_cases_and_loses_nothing(world: World) -> None:
    world.uspto.add_event(SERIALS[2], "DURING THE OUTAGE", dates=False)
    world.uspto.batch_error = ServiceDownError
    result = world.after(HOUR)
    assert len(result.failed) == 50
    world.uspto.batch_error = None
    world.after(*[HOUR] * 3)
    assert f"[Acme] {SERIALS[2]}: DURING THE OUTAGE" in world.told()


def test_a_single_case_is_asked_about_by_itself(tmp_path: Path) -> None:
    world = a_world(tmp_path, SERIALS[:1])
    world.after(HOUR)
    assert world.uspto.batches == []
    assert world.uspto.probes == [SERIALS[0]]


# -- auto


def auto_world(tmp_path: Path, requests_a_minute: int = 60) -> World:
    """Fifty cases hourly: at 60 a minute a fraction of what may be asked, at 1 a minute nearly all."""
    world = a_world(tmp_path, probe=Probe.AUTO)
    limits = world.watchlist.tsdr.limits
    rate = replace(limits.requests, day=requests_a_minute, night=requests_a_minute)
    tsdr = replace(world.watchlist.tsdr, limits=replace(limits, requests=rate))
    world.start(replace(world.watchlist, tsdr=tsdr))
    world.after(HOUR, HOUR)
    quiet(world)
    return world


def test_auto_takes_last_update_for_few_cases_and_the_batch_for_more_than_half_of_what_may_be_asked(
    tmp_path: Path,
) -> None:
    few = auto_world(tmp_path)
    few.after(HOUR)
    assert (len(few.uspto.probes), few.uspto.batches) == (50, [])


def test_auto_takes_the_batch_beyond_half_of_what_may_be_asked(tmp_path: Path) -> None:
    many = auto_world(tmp_path, 1)
    many.after(HOUR)
    assert many.uspto.batches
    assert many.uspto.probes == []


def test_auto_changes_over_when_last_update_keeps_failing_and_back_again_and_says_so_once(
    tmp_path: Path,
) -> None:
    world = auto_world(tmp_path)
    world.uspto.probe_error = ServiceDownError
    world.uspto.add_event(SERIALS[5], "SEEN BY THE BATCH", dates=False)
    world.after(*[10 * MINUTE] * 30)
    told = world.told()
    assert told.count("The USPTO's last-update endpoint does not answer") == 1
    assert f"[Acme] {SERIALS[5]}: SEEN BY THE BATCH" in told
    world.uspto.probe_error = None
    quiet(world)
    world.after(*[10 * MINUTE] * 24)
    assert world.told() == ["The USPTO's last-update endpoint answers again"]
    quiet(world)
    world.after(HOUR)
    assert (len(world.uspto.probes), world.uspto.batches) == (50, [])


def test_auto_changes_over_when_the_batch_keeps_failing(tmp_path: Path) -> None:
    world = auto_world(tmp_path, 1)
    world.uspto.batch_error = NotWhatWasAskedError
    world.after(*[10 * MINUTE] * 30)
    assert world.told().count("The USPTO's batch endpoint does not answer") == 1
    assert world.uspto.probes


def test_an_outage_of_the_whole_service_is_no_change_over(tmp_path: Path) -> None:
    world = auto_world(tmp_path)
    world.uspto.error = ServiceDownError
    world.after(*[10 * MINUTE] * 40)
    world.uspto.error = None
    world.after(*[10 * MINUTE] * 40)
    assert not [body for body in world.told() if "endpoint" in body]


def test_a_change_over_is_remembered_across_a_restart(tmp_path: Path) -> None:
    world = auto_world(tmp_path)
    world.uspto.probe_error = ServiceDownError
    world.after(*[10 * MINUTE] * 30)
    world.start()
    quiet(world)
    world.after(*[10 * MINUTE] * 30)
    assert not [body for body in world.told() if "does not answer" in body]
    world.uspto.probe_error = None
    world.after(*[10 * MINUTE] * 24)
    assert world.told() == ["The USPTO's last-update endpoint answers again"]
