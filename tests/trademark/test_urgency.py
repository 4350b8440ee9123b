"""Point 2 of detection: who is looked at how often when the budget is short, and in which order."""

import csv
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import sample
from watcher.trademark.pulse import Pulse, pulse
from watcher.trademark.urgency import (
    CAP_FACTOR,
    FETCHED,
    FLOOR_PARTS,
    LEVELS,
    Plan,
    order_key,
    quantised,
    requests_a_sweep,
    weight,
)

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
TODAY = date(2026, 3, 10)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

histograms = st.dictionaries(st.sampled_from(LEVELS), st.integers(1, 30_000), min_size=1)
every = st.sampled_from([5 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, 7 * DAY])
budgets = st.floats(0.5, 240)
codes = st.integers(0, 999).map(lambda code: f"{code:03}") | st.text(max_size=4)


# -- weight


@given(codes, st.none() | st.timedeltas(-DAY, 4000 * DAY))
def test_every_weight_is_one_of_a_few_dozen_levels(code: str, ago: timedelta | None) -> None:
    assert weight(code, None if ago is None else NOW - ago, NOW) in LEVELS
    assert len(LEVELS) < 50
    assert list(LEVELS) == sorted(set(LEVELS))


@given(codes, st.lists(st.timedeltas(timedelta(), 400 * DAY), min_size=2, max_size=2).map(sorted))
def test_the_longer_ago_the_last_change_the_less_urgent_the_case(code: str, agos: list[timedelta]) -> None:
    sooner, later = (weight(code, NOW - ago, NOW) for ago in agos)
    assert sooner >= later >= weight(code, None, NOW)


@given(codes, codes, st.none() | st.timedeltas(timedelta(), 60 * DAY))
def test_of_two_cases_that_changed_together_the_livelier_status_is_the_more_urgent(
    one: str, other: str, ago: timedelta | None
) -> None:
    if pulse(one).value >= pulse(other).value:
        changed_at = None if ago is None else NOW - ago
        assert weight(one, changed_at, NOW) >= weight(other, changed_at, NOW)


@given(st.floats(0, 10))
def test_a_level_is_its_own_level(exact: float) -> None:
    level = quantised(exact)
    assert quantised(level) == level


def test_a_status_that_nobody_knows_is_as_urgent_as_the_most_urgent() -> None:
    assert weight("???", None, NOW) == max(weight(f"{code:03}", None, NOW) for code in range(1000))
    assert quantised(0.0) == weight("", None, NOW), "a case that was never read yet"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("641", Pulse.EXAMINED), ("653", Pulse.SUSPENDED), ("686", Pulse.PUBLISHED), ("688", Pulse.ALLOWED),
        ("730", Pulse.ALLOWED), ("807", Pulse.EXAMINED), ("774", Pulse.DISPUTED), ("790", Pulse.DISPUTED),
        ("700", Pulse.REGISTERED), ("702", Pulse.REGISTERED), ("800", Pulse.REGISTERED),
        ("602", Pulse.DEAD), ("710", Pulse.DEAD), ("900", Pulse.DEAD), ("999", Pulse.UNKNOWN),
    ],
)  # fmt: skip
def test_a_status_code_says_how_lively_a_case_is(code: str, kind: Pulse) -> None:
    assert pulse(code) is kind


def test_live_and_dead_agree_with_the_table_of_the_uspto() -> None:
    table = sample("..", "data", "status_categories.csv")
    with table.open() as file:
        rows = [row for row in csv.DictReader(file) if row["category"] != "madrid_ir_cancelled"]
    for row in rows:
        told = row["live_dead_indicator"]
        if told.startswith("Dead") and row["code"] not in {"612", "632", "715"}:
            assert pulse(row["code"]) is Pulse.DEAD, row
        elif told.startswith("Live"):
            assert pulse(row["code"]) is not Pulse.DEAD, row


# -- the plan


def requests_a_minute(plan: Plan, cases: dict[float, int], batch: int) -> float:
    return sum(
        requests_a_sweep({level: count}, batch) * (MINUTE / plan.interval(level))
        for level, count in cases.items()
    )


@given(histograms, every, budgets, st.sampled_from([1, 5, 20]))
def test_a_plan_uses_the_whole_budget_and_no_more(cases, every, budget, batch) -> None:
    plan = Plan.of(cases, every, budget, batch)
    needed = requests_a_minute(plan, cases, batch)
    assert needed <= budget * 1.0001
    if not plan.fits:
        at_the_floor = all(plan.interval(level) == plan.floor for level in cases)
        assert at_the_floor or needed >= budget * 0.9999


@given(histograms, every, budgets, st.sampled_from([1, 20]))
def test_when_a_sweep_fits_into_the_budget_every_case_has_exactly_its_time(
    cases, every, budget, batch
) -> None:
    plan = Plan.of(cases, every, budget, batch)
    assert plan.fits == (requests_a_sweep(cases, batch) <= budget * (every / MINUTE))
    if plan.fits:
        assert {plan.interval(level) for level in LEVELS} == {every}


@given(histograms, every, budgets, st.sampled_from([1, 20]))
def test_a_night_in_which_all_would_fit_is_shared_out_like_the_day(cases, every, budget, batch) -> None:
    by_day = Plan.of(cases, every, budget, batch)
    by_night = Plan.of(cases, every, 2 * budget, batch, by_day=budget)
    assert by_night.fits == by_day.fits
    assert by_night.cap == by_day.cap
    assert requests_a_minute(by_night, cases, batch) <= 2 * budget * 1.0001
    for level in LEVELS:
        assert by_night.interval(level) <= by_day.interval(level)


def test_a_look_at_a_case_that_just_changed_costs_a_fetch_beside_the_probe() -> None:
    quiet, lively = weight("700", NOW - 90 * DAY, NOW), weight("641", NOW - DAY, NOW)
    assert requests_a_sweep({quiet: 100}, 20) == pytest.approx(5)
    assert requests_a_sweep({lively: 100}, 20) == pytest.approx(105)
    assert requests_a_sweep({quiet: 10, lively: 10, LEVELS[0]: 0}) == pytest.approx(30)


def test_in_batches_no_case_is_looked_at_more_often_than_asked_for() -> None:
    plan = Plan.of({LEVELS[3]: 90_000, LEVELS[-1]: 10}, HOUR, 60, 20)
    assert not plan.fits
    assert min(plan.interval(level) for level in LEVELS) == HOUR


@given(histograms, every, budgets)
def test_the_more_urgent_case_never_waits_longer(cases, every, budget) -> None:
    plan = Plan.of(cases, every, budget)
    for light, heavy in pairwise(LEVELS):
        assert plan.interval(heavy) <= plan.interval(light)


@given(histograms, every, budgets)
def test_no_case_is_planned_above_the_cap_or_below_the_floor(cases, every, budget) -> None:
    plan = Plan.of(cases, every, budget)
    for level in LEVELS:
        assert every / FLOOR_PARTS <= plan.interval(level) < plan.cap
    assert plan.cap >= every * CAP_FACTOR
    assert plan.is_stretched == (plan.cap > every * CAP_FACTOR)


@given(histograms, every, budgets)
def test_the_cap_holds_while_two_thirds_of_it_are_enough_for_all_alike(cases, every, budget) -> None:
    sweep = MINUTE * (requests_a_sweep(cases) / budget)
    assert Plan.of(cases, every, budget).is_stretched == (sweep * 1.5 > every * CAP_FACTOR)


@given(st.sampled_from([level for level in LEVELS if level < FETCHED]), st.integers(1000, 100_000))
def test_cases_that_are_all_alike_are_looked_at_in_turn(level: float, count: int) -> None:
    plan = Plan.of({level: count}, HOUR, 10)
    assert plan.interval(level) == pytest.approx(MINUTE * (count / 10), rel=1e-6)


def test_intervals_go_as_the_root_rule_says() -> None:
    plan = Plan.of({LEVELS[10]: 2000, LEVELS[15]: 3000}, HOUR, 60)
    assert plan.interval(LEVELS[10]) / plan.interval(LEVELS[15]) == pytest.approx(LEVELS[15] / LEVELS[10])


def test_a_plan_for_nobody_is_a_plan() -> None:
    assert Plan.of({}, HOUR, 60).fits


@pytest.mark.parametrize(("every", "budget", "batch"), [(HOUR, 0, 1), (HOUR, 60, 0), (timedelta(), 60, 1)])
def test_a_plan_without_means_is_refused(every: timedelta, budget: float, batch: int) -> None:
    with pytest.raises(ValueError, match="needs"):
        Plan.of({}, every, budget, batch)


# -- the order


kinds = st.tuples(st.sampled_from(["641", "700", "602", "999"]), st.none() | st.integers(-3, 40))
dues = st.timedeltas(timedelta(), 3 * DAY).map(lambda ago: NOW - ago)


def place(due_at: datetime, kind: tuple[str, int | None], every: timedelta = HOUR) -> datetime:
    code, days = kind
    deadline = None if days is None else TODAY + timedelta(days=days)
    return order_key(due_at, every, TODAY, status_code=code, next_deadline=deadline)


@given(dues, st.timedeltas(timedelta(), DAY), kinds)
def test_of_two_cases_alike_the_one_that_was_due_first_goes_first(due_at, later, kind) -> None:
    assert place(due_at, kind) <= place(due_at + later, kind)


@given(dues, st.sampled_from(["641", "700", "999"]))
def test_a_deadline_within_14_days_goes_first_and_a_dead_case_last(due_at, code) -> None:
    soon, none, dead = (place(due_at, kind) for kind in ((code, 14), (code, 15), ("602", None)))
    assert soon < none < dead
    assert place(due_at, (code, 0)) == place(due_at, ("602", 3)) == soon
    assert place(due_at, (code, -1)) == place(due_at, (code, None)) == none


@given(dues, kinds)
def test_nobody_is_moved_further_than_one_interval(due_at, kind) -> None:
    assert abs(place(due_at, kind) - due_at) <= HOUR


MOST_TURNS = 1 + 1.25 * FLOOR_PARTS
"""While one that is due waits, another goes before it once, and then as often as fits between the two places."""


@given(
    st.lists(st.tuples(kinds, st.sampled_from(LEVELS)), min_size=1, max_size=20),
    st.lists(st.integers(0, 3), min_size=40, max_size=40),
    st.sampled_from([6 * MINUTE, HOUR]),
)
def test_whatever_the_load_is_no_case_is_starved(cases, served, every) -> None:
    """The queue of the memory: of those that are due, the first by the key; in some minutes nothing can be asked."""
    plan = Plan.of(Counter(level for _, level in cases), every, 1.0)
    due_at = dict.fromkeys(range(len(cases)), NOW)
    overtaken: Counter[tuple[int, int]] = Counter()
    for tick, capacity in enumerate(served * 6):
        now = NOW + tick * MINUTE
        for _ in range(capacity):
            ready = [number for number, moment in due_at.items() if moment <= now]
            if not ready:
                break
            first = min(ready, key=lambda it: place(due_at[it], cases[it][0], every))
            due_at[first] = now + plan.interval(cases[first][1])
            for other in ready:
                if other == first:
                    for anybody in due_at:
                        del overtaken[first, anybody]
                else:
                    overtaken[other, first] += 1
                    assert overtaken[other, first] <= MOST_TURNS
