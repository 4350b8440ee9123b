"""The published limits hold, second by second, for whatever is asked and whenever; measured with a meter of its own."""

from datetime import UTC, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import A_DAY_IN_SUMMER, FakeClock
from watcher.adapters.limits import Limiter
from watcher.adapters.store import open_store
from watcher.config.rates import WINDOW, rate_now
from watcher.config.settings import Limits, Rate, Secret
from watcher.errors import StopRequested
from watcher.ports import RequestClass
from watcher.simulator import limits as office

WASHINGTON = ZoneInfo("America/New_York")
REQUESTS, DOWNLOADS = RequestClass.REQUESTS, RequestClass.DOWNLOADS
SMALL = Limits(requests=Rate(5, 10), downloads=Rate(2, 4))
KEY = Secret("a-key-that-nobody-has-0000000000000001")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("limits")


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def reservations(tmp_path):
    store = open_store(tmp_path / "limits.db")
    yield store.reservations
    store.close()


@pytest.fixture
def limiter(reservations, clock):
    return Limiter(SMALL, reservations, clock, KEY)


def washington(*at):
    return datetime(*at, tzinfo=WASHINGTON).astimezone(UTC)


def waited(clock, limiter, kind=REQUESTS):
    before = clock.now()
    limiter.acquire(kind)
    return (clock.now() - before).total_seconds()


def meters(limits):
    """The office, in both readings of EST."""
    rates = (limits.requests.day, limits.requests.night, limits.downloads.day, limits.downloads.night)
    zones = (WASHINGTON, timezone(timedelta(hours=-5)))
    return [office.Meter(office.Limits(*rates, limits.night_from, limits.night_to, zone)) for zone in zones]


def test_the_limit_may_be_used_at_once_and_the_next_request_waits_a_whole_window(clock, limiter):
    assert [waited(clock, limiter) for _ in range(5)] == [0, 0, 0, 0, 0]
    assert waited(clock, limiter) == pytest.approx(WINDOW, abs=0.01)


def test_downloads_are_counted_apart_from_requests(clock, limiter):
    for _ in range(5):
        limiter.acquire(REQUESTS)
    assert [waited(clock, limiter, DOWNLOADS) for _ in range(2)] == [0, 0]
    assert waited(clock, limiter, DOWNLOADS) > 60


def test_a_restart_forgets_nothing(tmp_path, clock):
    for _ in range(5):
        store = open_store(tmp_path / "kept.db")
        assert waited(clock, Limiter(SMALL, store.reservations, clock, KEY)) == 0
        store.close()
    store = open_store(tmp_path / "kept.db")
    assert waited(clock, Limiter(SMALL, store.reservations, clock, KEY)) > 60
    store.close()


def test_another_key_has_limits_of_its_own_and_the_key_is_not_in_the_database(tmp_path, clock):
    store = open_store(tmp_path / "keys.db")
    for _ in range(5):
        Limiter(SMALL, store.reservations, clock, KEY).acquire(REQUESTS)
    assert waited(clock, Limiter(SMALL, store.reservations, clock, Secret("another"))) == 0
    store.close()
    files = b"".join(file.read_bytes() for file in tmp_path.glob("keys.db*"))
    assert KEY.reveal().encode() not in files
    assert b"/requests" in files


def test_a_process_that_is_asked_to_end_while_it_waits_ends(clock, limiter):
    for _ in range(5):
        limiter.acquire(REQUESTS)
    clock.stop()
    with pytest.raises(StopRequested):
        limiter.acquire(REQUESTS)


def test_too_many_requests_silences_every_process_and_both_before_and_after_a_restart(tmp_path, clock):
    store = open_store(tmp_path / "pause.db")
    Limiter(SMALL, store.reservations, clock, KEY).pause(REQUESTS, clock.now() + timedelta(seconds=200))
    store.close()
    store = open_store(tmp_path / "pause.db")
    limiter = Limiter(SMALL, store.reservations, clock, KEY)
    assert waited(clock, limiter, DOWNLOADS) == 0
    assert waited(clock, limiter) == pytest.approx(200, abs=0.01)
    store.close()


def test_a_shorter_pause_does_not_end_a_longer_one(clock, limiter):
    limiter.pause(REQUESTS, clock.now() + timedelta(seconds=200))
    limiter.pause(REQUESTS, clock.now() + timedelta(seconds=10))
    assert waited(clock, limiter) == pytest.approx(200, abs=0.01)


def test_a_pause_from_the_far_future_ends_within_the_hour(clock, limiter):
    limiter.pause(REQUESTS, clock.now() + timedelta(days=4000))
    assert waited(clock, limiter) == pytest.approx(3600, abs=1)


def test_after_the_clock_was_set_back_the_stamps_from_the_future_count_as_now(clock, limiter):
    for _ in range(5):
        limiter.acquire(REQUESTS)
    clock.set_back(3600)
    assert waited(clock, limiter) == pytest.approx(WINDOW, abs=0.01)


def test_a_clock_that_was_set_back_before_a_restart_stops_us_for_one_window_only(reservations, clock):
    for _ in range(5):
        Limiter(SMALL, reservations, clock, KEY).acquire(REQUESTS)
    clock.set_back(40 * 86400)
    limiter = Limiter(SMALL, reservations, clock, KEY)
    assert waited(clock, limiter) == pytest.approx(WINDOW, abs=0.01)
    assert [waited(clock, limiter) for _ in range(4)] == [0, 0, 0, 0]


def test_a_clock_that_is_set_forward_frees_nothing(clock, limiter):
    for _ in range(5):
        limiter.acquire(REQUESTS)
    clock.advance(10)
    clock.set_forward(3600)
    assert waited(clock, limiter) == pytest.approx(WINDOW, abs=0.01)


def test_time_that_really_went_by_frees_the_places(clock, limiter):
    for _ in range(5):
        limiter.acquire(REQUESTS)
    clock.advance(3600)
    assert [waited(clock, limiter) for _ in range(5)] == [0, 0, 0, 0, 0]


def test_a_process_whose_clock_is_a_moment_behind_frees_no_place_early(reservations, clock):
    now, behind = clock.now(), clock.now() - timedelta(seconds=0.8)
    assert reservations.reserve("bucket", now, 2, 61.0) == 0
    assert reservations.reserve("bucket", behind, 2, 61.0) == 0
    wait = reservations.reserve("bucket", behind + timedelta(seconds=61), 1, 61.0)
    assert wait == pytest.approx(0.8, abs=0.01)


def test_a_lower_limit_in_the_settings_holds_for_what_was_sent_under_the_higher_one(reservations, clock):
    for _ in range(5):
        Limiter(SMALL, reservations, clock, KEY).acquire(REQUESTS)
    stricter = Limiter(Limits(requests=Rate(2, 2)), reservations, clock, KEY)
    assert waited(clock, stricter) == pytest.approx(WINDOW, abs=0.01)


def test_the_log_of_requests_stays_small(reservations, clock):
    limiter = Limiter(Limits(requests=Rate(20, 20)), reservations, clock, KEY)
    for _ in range(1000):
        limiter.acquire(REQUESTS)
    rows = reservations._database.rows("SELECT count(*) FROM reservations")
    assert rows[0][0] < 20 * 10 + 200


def test_a_reservation_costs_the_same_when_the_limit_is_in_the_millions(reservations, clock):
    limiter = Limiter(Limits(requests=Rate(5_000_000, 5_000_000)), reservations, clock, KEY)
    assert sum(waited(clock, limiter) for _ in range(300)) == 0
    steps = []
    reservations._database.peewee.connection().set_progress_handler(lambda: steps.append(1), 1)
    limiter.acquire(REQUESTS)
    reservations._database.peewee.connection().set_progress_handler(None, 1)
    assert len(steps) < 200  # instructions of SQLite's machine: a scan of 300 rows would be thousands


@pytest.mark.parametrize(
    ("moment", "rate"),
    [
        (washington(2026, 1, 15, 21, 59, 59), 60),
        (washington(2026, 1, 15, 22, 0, 30), 60),  # its window reaches into the day
        (washington(2026, 1, 15, 22, 1, 2), 120),
        (washington(2026, 1, 16, 4, 58, 58), 120),
        (washington(2026, 1, 16, 4, 59, 0), 60),
        (washington(2026, 1, 16, 5, 0, 0), 60),
        (washington(2026, 1, 16, 12, 0, 0), 60),
    ],
)
def test_in_winter_both_readings_agree_and_the_edges_belong_to_the_day(moment, rate):
    assert rate_now(Limits(), REQUESTS, moment) == rate


@pytest.mark.parametrize(
    ("moment", "rate"),
    [
        (washington(2026, 7, 15, 22, 30), 60),  # 21:30 in UTC-5
        (washington(2026, 7, 15, 23, 0, 30), 60),
        (washington(2026, 7, 15, 23, 1, 2), 120),
        (washington(2026, 7, 16, 4, 58, 58), 120),
        (washington(2026, 7, 16, 4, 59, 0), 60),
        (washington(2026, 7, 16, 5, 30), 60),  # 04:30 in UTC-5
    ],
)
def test_in_summer_only_the_hours_that_are_off_peak_in_both_readings_count(moment, rate):
    assert rate_now(Limits(), REQUESTS, moment) == rate


@pytest.mark.parametrize("day", [datetime(2026, 3, 8, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)])
def test_on_the_days_when_the_clocks_change_no_minute_is_faster_than_either_reading_allows(day):
    readings = [office.Limits(zone=zone) for zone in (WASHINGTON, timezone(timedelta(hours=-5)))]
    for minute in range(-600, 1500):
        moment = day + timedelta(minutes=minute)
        for kind in RequestClass:
            allowed = min(one.allowed(office.RequestClass(kind.value), moment) for one in readings)
            assert rate_now(Limits(), kind, moment) <= allowed


def test_hours_that_begin_and_end_on_one_day_are_understood():
    limits = Limits(night_from=time(1), night_to=time(5))
    assert rate_now(limits, REQUESTS, washington(2026, 1, 15, 3, 0)) == 120
    assert rate_now(limits, REQUESTS, washington(2026, 1, 15, 23, 0)) == 60


@pytest.mark.parametrize(
    "begin",
    [
        washington(2026, 7, 15, 12, 0),
        washington(2026, 1, 15, 21, 57),
        washington(2026, 7, 15, 21, 57),
        washington(2026, 7, 15, 22, 57),
        washington(2026, 1, 15, 4, 56),
        washington(2026, 7, 15, 4, 56),
        washington(2026, 3, 8, 0, 58),
        washington(2026, 11, 1, 0, 58),
    ],
)
def test_work_without_end_uses_the_limit_and_the_office_never_complains(reservations, begin):
    clock = FakeClock(begin)
    limits = Limits(requests=Rate(20, 40))
    limiter = Limiter(limits, reservations, clock, KEY)
    offices = meters(limits)
    sent = 0
    while (clock.now() - begin).total_seconds() < 8 * WINDOW:
        limiter.acquire(REQUESTS)
        sent += 1
        for meter in offices:
            assert meter.admit("key", office.RequestClass.REQUESTS, clock.now()) == 0.0
    minutes = (clock.now() - begin).total_seconds() / 60
    assert sent >= 0.98 * 20 * minutes


GAPS = st.lists(st.one_of(st.just(0.0), st.floats(0, 3), st.floats(0, 130)), min_size=1, max_size=40)
BEGINNINGS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001


@settings(max_examples=25, deadline=None)
@given(begin=st.one_of(st.just(washington(2026, 7, 16, 4, 58)), BEGINNINGS), gaps=GAPS, kinds=st.data())
def test_whenever_requests_come_the_office_never_complains(folder, begin, gaps, kinds):
    clock = FakeClock(begin)
    store = open_store(folder / "any.db")
    limiter = Limiter(SMALL, store.reservations, clock, Secret(str((begin, gaps))))
    offices = meters(SMALL)
    for gap in gaps:
        clock.advance(gap)
        kind = kinds.draw(st.sampled_from(RequestClass))
        limiter.acquire(kind)
        for meter in offices:
            assert meter.admit("key", office.RequestClass(kind.value), clock.now()) == 0.0
    store.close()


JUMPS = st.lists(
    st.tuples(st.floats(0, 40), st.sampled_from([0, 0, 0, -7200, -30, -0.4, 0.4, 30, 7200])),
    min_size=5,
    max_size=40,
)


@settings(max_examples=25, deadline=None)
@given(jumps=JUMPS)
def test_however_the_hands_of_the_clock_are_set_the_office_never_complains(folder, jumps):
    clock = FakeClock()
    store = open_store(folder / "jumps.db")
    always = Limits(requests=Rate(5, 5))  # a clock that is wrong by hours cannot know the night
    limiter = Limiter(always, store.reservations, clock, Secret(str(jumps)))
    meter = office.Meter(office.Limits(5, 5, 2, 2))
    for gap, jump in jumps:
        clock.advance(gap)
        clock.set_forward(jump)
        limiter.acquire(REQUESTS)
        really = A_DAY_IN_SUMMER + timedelta(seconds=clock.steady())
        assert meter.admit("key", office.RequestClass.REQUESTS, really) == 0.0
    store.close()
