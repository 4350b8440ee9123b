"""The docket's day: reminders once each, also after days of silence; moved dates; never for a date that a person closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.poll.world import DAY, HOUR, START, World, group, record, watchlist
from watcher.config.settings import InternalDue, MarkSettings, Watchlist
from watcher.trademark.deadlines.values import Closing, ClosingAction
from watcher.trademark.decide import WASHINGTON
from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber
from watcher.trademark.severity import Role

CASE = SerialNumber("97000001")
RULE = f"OA_RESPONSE of {CASE} due 2026-09-01"
ID = f"{CASE}:OA_RESPONSE:entry-4"


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An Office action of the first day, seen when it came: a response is due on 2026-09-01 (Tuesday)."""
    return with_action(tmp_path, watchlist(tmp_path, group(CASE)))


def with_action(tmp_path: Path, settings: Watchlist) -> World:
    made = World(tmp_path, settings)
    made.uspto.put(record(CASE).but(status_code="641"))
    made.poll()
    made.uspto.add_event(CASE, "NON-FINAL ACTION E-MAILED", START.date())
    made.after(HOUR)
    made.told()
    return made


def until(world: World, day: date, step: timedelta = DAY) -> list[str]:
    """Let the days pass until noon of this one, and say what was reminded of, and when."""
    found = []
    end = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)
    while world.clock.now() < end:
        world.after(min(step, end - world.clock.now()))
        today = world.clock.now().astimezone(WASHINGTON).date()
        found += [f"{today}: {words}" for words in world.told() if "OA_RESPONSE" in words]
    return found


def test_the_ladder_of_the_rule_is_climbed_rung_by_rung_and_each_is_told_once(world: World) -> None:
    assert until(world, date(2026, 9, 5)) == [
        f"2026-07-03: 60: {RULE}",
        f"2026-08-02: 30: {RULE}",
        f"2026-08-18: 14: {RULE}",
        f"2026-08-25: 7: {RULE}",
        f"2026-08-31: 1: {RULE}",
    ]


def test_a_date_that_passed_without_a_filing_is_told_once_when_that_is_certain(world: World) -> None:
    until(world, date(2026, 9, 7))
    found = until(world, date(2026, 11, 30))
    assert [words.partition(": ")[2] for words in found] == [f"passed: {RULE}"]
    assert date(2026, 9, 9) <= date.fromisoformat(found[0][:10]) <= date(2026, 9, 17)


def test_reminders_come_in_the_morning_of_washington(world: World) -> None:
    until(world, date(2026, 7, 2))
    found = until(world, date(2026, 7, 3), HOUR)
    assert found == [f"2026-07-03: 60: {RULE}"]
    world.clock.moment = datetime(2026, 8, 2, 9, 30, tzinfo=UTC)  # half past five
    world.after(timedelta())
    assert world.told() == []
    world.after(HOUR)
    assert world.told() == [f"30: {RULE}"]


def test_after_days_of_silence_the_last_rung_is_told_and_stands_for_the_others(world: World) -> None:
    until(world, date(2026, 6, 20))
    world.clock.moment = datetime(2026, 8, 26, 16, tzinfo=UTC)
    world.start()
    world.after(timedelta(), HOUR)
    assert [words for words in world.told() if "OA_RESPONSE" in words] == [f"7: {RULE}"]
    assert until(world, date(2026, 9, 5)) == [f"2026-08-31: 1: {RULE}"]


def test_a_restart_reminds_of_nothing_again(world: World) -> None:
    assert until(world, date(2026, 7, 5)) == [f"2026-07-03: 60: {RULE}"]
    for _ in range(3):
        world.start()
        world.after(HOUR)
    assert [words for words in world.told() if "OA_RESPONSE" in words] == []


def test_a_date_that_a_person_closed_is_not_told_until_it_is_reopened(world: World) -> None:
    until(world, date(2026, 7, 5))
    say(world, ClosingAction.CLOSE)
    assert until(world, date(2026, 8, 20)) == []
    say(world, ClosingAction.REOPEN)
    assert until(world, date(2026, 8, 21)) == [f"2026-08-21: 14: {RULE}"]


def test_a_word_of_a_person_is_heard_though_the_case_was_counted_before(world: World) -> None:
    """Between two countings of a case somebody closes its date: the next rung is not told."""
    until(world, date(2026, 8, 30))
    say(world, ClosingAction.CLOSE)
    assert until(world, date(2026, 9, 5)) == []


def say(world: World, action: ClosingAction) -> None:
    world.store.deadlines.say(Closing(ID, action, "Jane Roe", "filed on paper", world.clock.now()))


def test_a_declared_closure_moves_the_date_and_that_is_told_with_its_reason(
    tmp_path: Path, world: World
) -> None:
    until(world, date(2026, 7, 5))
    closures = tmp_path / "closures.csv"
    closures.write_text("date,name\n2026-09-01,Storm\n")
    world.start(replace(world.watchlist, closures_file=closures))
    world.after(HOUR)
    assert world.told() == [
        "moved: OA_RESPONSE 2026-09-01 -> 2026-09-02. The list of days on which the USPTO is closed is another one now."
    ]
    world.start()
    world.after(HOUR, DAY)
    assert world.told() == []


def test_a_channel_may_have_a_ladder_of_its_own(tmp_path: Path) -> None:
    settings = watchlist(tmp_path, group(CASE, tell=("docket", "brand")))
    channels = dict(settings.channels)
    channels["brand"] = replace(channels["brand"], remind=("45",))
    world = with_action(tmp_path, replace(settings, channels=channels))
    until(world, date(2026, 7, 10))
    world.channels.accepted.clear()
    world.after(*[DAY] * 40)
    told = [(to.channel, one.body) for to, one in world.channels.accepted if "OA_RESPONSE" in one.body]
    assert told == [("brand", f"45: {RULE}"), ("docket", f"30: {RULE}"), ("docket", f"14: {RULE}")]


def test_a_channel_with_an_empty_ladder_is_never_reminded(tmp_path: Path) -> None:
    settings = watchlist(tmp_path, group(CASE))
    channels = {**settings.channels, "docket": replace(settings.channels["docket"], remind=())}
    world = with_action(tmp_path, replace(settings, channels=channels))
    assert until(world, date(2026, 9, 5)) == []


def test_the_firms_own_due_date_is_a_rung_and_stands_in_every_reminder(tmp_path: Path) -> None:
    settings = replace(watchlist(tmp_path, group(CASE)), internal_due=InternalDue(5, business=True))
    world = with_action(tmp_path, settings)
    own = "(our own 2026-08-25)"
    assert until(world, date(2026, 9, 5)) == [
        f"2026-07-03: 60: {RULE} {own}",
        f"2026-08-02: 30: {RULE} {own}",
        f"2026-08-18: 14: {RULE} {own}",
        f"2026-08-25: internal: {RULE} {own}",
        f"2026-08-31: 1: {RULE} {own}",
    ]


def test_whoever_watches_a_competitor_is_not_reminded_of_the_owners_dates(tmp_path: Path) -> None:
    rivals = replace(group(CASE), role=Role.COMPETITOR)
    world = with_action(tmp_path, watchlist(tmp_path, rivals))
    assert until(world, date(2026, 9, 5)) == []


def test_a_mark_that_is_muted_is_reminded_of_when_that_is_over(tmp_path: Path) -> None:
    mark = MarkSettings(CaseNumber(NumberKind.SERIAL, CASE), mute_until=date(2026, 8, 10))
    world = with_action(tmp_path, watchlist(tmp_path, replace(group(CASE), marks=(mark,))))
    found = until(world, date(2026, 8, 19))
    assert found[-1] == f"2026-08-18: 14: {RULE}"
    assert [words for words in found if ": 30: " in words] in ([], [f"2026-08-10: 30: {RULE}"])


def test_a_case_with_a_date_in_two_weeks_is_looked_at_before_the_others(world: World) -> None:
    (state,) = world.store.cases.watched([CASE])
    assert state.next_deadline == date(2026, 9, 1)
    assert state.due_at is not None
    until(world, date(2026, 8, 25))
    (state,) = world.store.cases.watched([CASE])
    assert state.due_at is not None
    assert state.order_at is not None
    assert state.order_at < state.due_at
    say(world, ClosingAction.CLOSE)
    (state,) = world.store.cases.watched([CASE])
    assert state.next_deadline != date(2026, 9, 1)


def test_counting_that_is_killed_halfway_is_done_once_in_the_end(world: World) -> None:
    until(world, date(2026, 7, 2))
    world.clock.moment = datetime(2026, 7, 3, 16, tzinfo=UTC)
    keep = world.store.outbox.owe_within

    def die(*_: object) -> int:
        raise KeyboardInterrupt

    world.store.outbox.owe_within = die  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        world.poll()
    world.store.outbox.owe_within = keep  # type: ignore[method-assign]
    world.start()
    world.after(timedelta(), HOUR)
    assert [words for words in world.told() if "OA_RESPONSE" in words] == [f"60: {RULE}"]
