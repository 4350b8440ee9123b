"""When the limits cannot hold the pace, lively cases are looked at more often, and none is forgotten."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

from tests.poll.world import DAY, HOUR, World, group, record, watchlist
from watcher.config.settings import Limits, Probe, Rate
from watcher.trademark.urgency import CAP_FACTOR

MINUTE = timedelta(minutes=1)
PENDING = tuple(f"97{number:06}" for number in range(30))
REGISTERED = tuple(f"78{number:06}" for number in range(60))


def world_with(tmp_path: Path, requests_a_minute: int) -> World:
    settings = watchlist(tmp_path, group(*PENDING, *REGISTERED), probe=Probe.LAST_UPDATE)
    rate = Rate(requests_a_minute, requests_a_minute)
    limits = Limits(requests=rate, night_from=time(22), night_to=time(5))
    settings = replace(settings, tsdr=replace(settings.tsdr, limits=limits))
    world = World(tmp_path, settings)
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
    assert sum(counts.values()) <= 12 * 60 * 1.15  # a little more is planned for than the limiter lets through
