"""Promise 1, the part that needs no network: when a case is due, and when its document is fetched."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.trademark import decide
from watcher.trademark.decide import Pace, Why, why_fetch
from watcher.trademark.model import ModifiedDates
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.state import CaseState, StatusDigest

PACE = Pace(every=timedelta(hours=1), full_fetch_every=timedelta(days=7), day_grace=timedelta(days=2))
SERIAL = SerialNumber("97123456")
DAY = date(2026, 3, 10)
HOUR = timedelta(hours=1)
DAY1 = timedelta(days=1)
DATES = ModifiedDates(prosecution=DAY, status=DAY)


def state(fetch_began_at: datetime, dates: ModifiedDates = DATES) -> CaseState:
    return CaseState(SERIAL, dates=dates, fetch_began_at=fetch_began_at, snapshot_id=1, digest="d")


def why(
    fetched: datetime, now: datetime, dates: ModifiedDates = DATES, stored: ModifiedDates = DATES
) -> Why | None:
    never = Pace(PACE.every, timedelta(days=10_000), PACE.day_grace)
    return why_fetch(state(fetched, stored), dates, now, never, in_doubt=False)


def eastern(*when: int) -> datetime:
    return datetime(*when, tzinfo=decide.WASHINGTON).astimezone(UTC)


def test_a_case_that_was_never_read_is_fetched_whatever_its_dates_say() -> None:
    assert why_fetch(CaseState(SERIAL), DATES, eastern(2026, 3, 10), PACE, in_doubt=False) is Why.FIRST_SIGHT
    assert why_fetch(CaseState(SERIAL), None, eastern(2026, 3, 10), PACE, in_doubt=False) is Why.FIRST_SIGHT


@pytest.mark.parametrize("days", [-400, -1, 1])
def test_a_date_that_differs_means_fetch_in_either_direction(days: int) -> None:
    moved = ModifiedDates(prosecution=DAY + timedelta(days=days), status=DAY)
    assert why(eastern(2026, 4, 1), eastern(2026, 4, 1, 1), moved) is Why.DATE_MOVED


def test_a_branch_that_disappears_from_the_answer_means_fetch() -> None:
    assert why(eastern(2026, 4, 1), eastern(2026, 4, 1, 1), ModifiedDates(prosecution=DAY)) is Why.DATE_MOVED


def test_the_day_rule_fetches_until_a_fetch_began_after_the_day_and_its_grace() -> None:
    end = eastern(2026, 3, 13)  # the 10th is over at midnight, and two days later
    before, after = end - timedelta(seconds=1), end
    assert why(before, before + timedelta(minutes=1)) is Why.DAY_RULE
    assert why(before, end + timedelta(days=300)) is Why.DAY_RULE
    assert why(after, after + timedelta(hours=1)) is None


def test_the_day_ends_in_washington_not_in_utc_also_when_the_clocks_change() -> None:
    assert decide.end_of_day(date(2026, 3, 8)) == datetime(2026, 3, 9, 4, tzinfo=UTC)
    assert decide.end_of_day(date(2026, 11, 1)) == datetime(2026, 11, 2, 5, tzinfo=UTC)


def test_a_reported_day_in_the_future_counts_as_today() -> None:
    far = ModifiedDates(prosecution=date(2099, 1, 1))
    now = eastern(2026, 3, 10, 12)
    assert why(now - timedelta(hours=1), now, far, far) is Why.DAY_RULE


def test_no_reported_date_leaves_it_to_the_full_fetch() -> None:
    now = eastern(2026, 3, 10, 12)
    assert why(now - timedelta(hours=1), now, ModifiedDates(), ModifiedDates()) is None


def test_a_fetch_dated_in_the_future_by_a_clock_that_was_ahead_counts_for_nothing() -> None:
    now = eastern(2026, 6, 1)
    assert why_fetch(state(now + timedelta(hours=5)), DATES, now, PACE, in_doubt=False) is Why.FULL_FETCH


def test_a_case_in_doubt_is_fetched() -> None:
    now = eastern(2026, 6, 1)
    assert why_fetch(state(now), DATES, now, PACE, in_doubt=True) is Why.DOUBT


@given(
    serial=st.integers(0, 99_999_999),
    start=st.integers(0, 10_000_000),
    every=st.sampled_from([timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6), timedelta(days=1)]),
)
def test_every_case_is_fetched_in_full_at_least_once_in_the_period(
    serial: int, start: int, every: timedelta
) -> None:
    pace = Pace(every, timedelta(days=7), timedelta(days=2))
    number = SerialNumber(f"{serial:08}")
    fetched = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=start)
    now = fetched
    while not decide.full_fetch_is_due(number, fetched, now, pace):
        now += every
    assert now - fetched <= timedelta(days=7)


def test_full_fetches_of_cases_added_together_are_spread_over_the_period() -> None:
    fetched = datetime(2026, 1, 1, tzinfo=UTC)
    hours = [0] * 170
    for serial in range(2000):
        number = SerialNumber(f"{serial:08}")
        hour = next(
            h
            for h in range(170)
            if decide.full_fetch_is_due(number, fetched, fetched + timedelta(hours=h), PACE)
        )
        hours[hour] += 1
    assert max(hours) < 40  # 2000 cases over 166 hours are 12 an hour


@given(st.integers(1, 10_000))
def test_backing_off_never_means_giving_up_at_least_one_try_a_day(failures: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert now < decide.after_failure(now, failures, PACE) <= now + timedelta(days=1)


def test_the_ladder_of_doubt_asks_again_after_ten_minutes_an_hour_and_six_hours() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    pauses = [decide.recheck_at(now, step) for step in (0, 1, 2, 3, 4)]
    hours = [None, timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=6)]
    assert pauses == [None if pause is None else now + pause for pause in hours]


def test_a_doubt_delays_no_other_look_at_the_case() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    assert decide.after_good_check(now, HOUR, now + 6 * HOUR) == now + HOUR
    assert decide.after_good_check(now, 6 * HOUR, now + HOUR) == now + HOUR
    assert decide.after_good_check(now, HOUR, None) == now + HOUR
    assert decide.after_good_check(now, HOUR, now - HOUR) == now


def test_what_is_in_doubt_is_fetched_when_its_time_on_the_ladder_has_come_and_not_before() -> None:
    now = eastern(2026, 6, 1)
    waiting = replace(state(now), step=2, recheck_at=now + HOUR)
    assert why_fetch(waiting, DATES, now, PACE, in_doubt=True) is None
    assert why_fetch(waiting, DATES, now + HOUR, PACE, in_doubt=True) is Why.DOUBT


def test_a_probe_that_moved_while_the_document_stayed_waits_for_the_ladder_but_other_news_does_not() -> None:
    now = eastern(2026, 6, 1)
    moved, again = ModifiedDates(prosecution=DAY + DAY1), ModifiedDates(prosecution=DAY - DAY1)
    waiting = replace(state(now), step=1, recheck_at=now + HOUR, pending=moved)
    assert why_fetch(waiting, moved, now, PACE, in_doubt=False) is None
    assert why_fetch(waiting, moved, now + HOUR, PACE, in_doubt=False) is Why.DATE_MOVED
    assert why_fetch(waiting, again, now, PACE, in_doubt=False) is Why.DATE_MOVED


def test_a_pause_of_the_ladder_set_by_a_clock_that_was_ahead_is_over() -> None:
    now = eastern(2026, 6, 1)
    waiting = replace(state(now), step=2, recheck_at=now + timedelta(days=3650))
    assert why_fetch(waiting, DATES, now, PACE, in_doubt=True) is Why.DOUBT


def test_the_first_value_of_a_kind_of_probe_is_no_evidence_and_brings_a_fetch_forward() -> None:
    now = eastern(2026, 6, 1)
    batch = StatusDigest("d1", DAY)
    assert why_fetch(state(now), batch, now, PACE, in_doubt=False) is Why.FIRST_PROBE
    known = state(now).accepting(batch)
    assert why_fetch(known, batch, now, PACE, in_doubt=False) is None
    assert why_fetch(known, DATES, now, PACE, in_doubt=False) is None
    assert why_fetch(known, StatusDigest("d2", DAY), now, PACE, in_doubt=False) is Why.DATE_MOVED


def test_the_day_rule_counts_from_the_newest_day_that_any_accepted_probe_reported() -> None:
    now = eastern(2026, 6, 1)
    batch = StatusDigest("d", now.date())
    assert why_fetch(state(now).accepting(batch), batch, now, PACE, in_doubt=False) is Why.DAY_RULE
