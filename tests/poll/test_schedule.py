"""When the limits cannot hold the pace, lively cases are looked at more often, and none is forgotten."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from tests.poll.world import DAY, HOUR, World, group, record, watchlist
from watcher.config.settings import Limits, Probe, Rate, Watchlist
from watcher.trademark.urgency import CAP_FACTOR

MINUTE = timedelta(minutes=1)
PENDING = tuple(f"97{number:06}" for number in range(30))
REGISTERED = tuple(f"78{number:06}" for number in range(60))


def with_limits(settings: Watchlist, requests_a_minute: int) -> Watchlist:
    rate = Rate(requests_a_minute, requests_a_minute)
    limits = Limits(requests=rate, night_from=time(22), night_to=time(5))
    return replace(settings, tsdr=replace(settings.tsdr, limits=limits))


def world_with(tmp_path: Path, requests_a_minute: int) -> World:
    settings = watchlist(tmp_path, group(*PENDING, *REGISTERED), probe=Probe.LAST_UPDATE)
    world = World(tmp_path, with_limits(settings, requests_a_minute))
    for serial in PENDING:
        world.uspto.put(record(serial).but(status_code="641"))
    for serial in REGISTERED:
        world.uspto.put(record(serial).but(status_code="700"))
    world.after(timedelta(0))
    world.after(*[10 * MINUTE] * 48)  # until nothing is new any more
    world.uspto.probes.clear()
    return world


def looks(world: World, how_long: timedelta) -> tuple[Counter[str], timedelta]:
    """How often each case was probed while time passed minute by minute, and the longest time that one waited."""
    last: dict[str, datetime] = dict.fromkeys((*PENDING, *REGISTERED), world.clock.now())
    longest = timedelta()
    counts: Counter[str] = Counter()
    for _ in range(int(how_long / MINUTE)):
        world.after(MINUTE)
        for serial in world.uspto.probes:
            longest = max(longest, world.clock.now() - last[serial])
            last[serial] = world.clock.now()
            counts[serial] += 1
        world.uspto.probes.clear()
    return counts, longest


def test_with_room_enough_each_case_is_looked_at_every_hour(tmp_path: Path) -> None:
    counts, longest = looks(world_with(tmp_path, 60), 6 * HOUR)
    assert set(counts.values()) <= {5, 6}
    assert longest <= HOUR + MINUTE


def test_with_too_little_room_the_lively_ones_come_first_and_no_one_waits_longer_than_the_cap(
    tmp_path: Path,
) -> None:
    counts, longest = looks(world_with(tmp_path, 1), DAY / 2)
    pending = sum(counts[serial] for serial in PENDING) / len(PENDING)
    registered = sum(counts[serial] for serial in REGISTERED) / len(REGISTERED)
    assert pending > 2 * registered
    assert longest <= CAP_FACTOR * HOUR
    assert sum(counts.values()) <= 12 * 60 * 1.2  # a little more is planned for than there is


def test_more_cases_than_the_limits_hold_are_said_to_the_operator_once_and_in_the_status(
    tmp_path: Path,
) -> None:
    serials = tuple(f"97{number:06}" for number in range(200))
    tight = with_limits(watchlist(tmp_path, group(*serials), probe=Probe.LAST_UPDATE), 2)
    world = World(tmp_path, tight)
    for serial in serials:
        world.uspto.put(record(serial))
    world.after(HOUR, HOUR)
    told = [words for words in world.told() if "limits" in words]
    assert told == ["The USPTO's limits are too low for this watchlist"]
    (open_now,) = [trouble.words for trouble in world.store.troubles.all_open() if trouble.key == "budget"]
    assert "200 cases every hour need 4 requests a minute; 2 are allowed by day" in open_now
    assert "use `probe: batch` or `every: 2h`" in open_now
    world.start(with_limits(tight, 60))
    world.after(HOUR)
    assert [words for words in world.told() if "limits" in words] == [
        "The USPTO's limits are enough for this watchlist again"
    ]
    assert world.store.troubles.all_open() == []
