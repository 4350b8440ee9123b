"""Every change is told exactly once, nothing false is told, no limit is exceeded: months of watching in seconds.

`python -m tests.year --seed N` replays one run and prints its table.
"""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from tests.year.judge import judge
from tests.year.mix import HOUR, Mix, mix_of
from tests.year.sockets import play_over_sockets
from tests.year.table import table
from tests.year.verdict import Verdict
from tests.year.world import play
from watcher.config.settings import Probe

SEEDS = {
    1: {"every": HOUR, "probe": Probe.LAST_UPDATE},
    2: {"every": 2 * HOUR, "probe": Probe.BATCH},
    3: {"every": 6 * HOUR, "probe": Probe.AUTO},
    4: {"every": 2 * HOUR, "probe": Probe.LAST_UPDATE},
    5: {"every": HOUR, "probe": Probe.BATCH},
    6: {"every": 6 * HOUR, "probe": Probe.LAST_UPDATE},
}
SPARSE = {"case_events": 1 / 18, "case_silent": 1 / 40}
"""For a whole year, which takes long enough: still a dozen times what a real case shows."""

FAST = mix_of(7, 8, 20, every=2 * HOUR, probe=Probe.LAST_UPDATE)


@pytest.fixture(autouse=True)
def _in_silence():
    """Months of warnings about made-up outages are of no use to anybody."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def verdict_on(mix: Mix) -> Verdict:
    verdict = judge(play(mix))
    print(table(verdict))
    return verdict


def must_be_right(verdict: Verdict) -> None:
    assert [str(one) for one in verdict.complaints] == []


@pytest.mark.slow
def test_a_whole_year_and_every_change_is_told_once_and_nothing_else() -> None:
    verdict = verdict_on(mix_of(8, 30, 365, every=6 * HOUR, probe=Probe.AUTO).but(**SPARSE))
    must_be_right(verdict)
    assert verdict.counts["changes told"] > 1000


def test_three_weeks_of_trouble_and_every_change_is_told_once_and_nothing_else() -> None:
    verdict = verdict_on(FAST)
    must_be_right(verdict)
    assert verdict.counts["changes told"] > 50, "there was something to tell"
    assert verdict.run.dead, "the process was killed"
    assert len(verdict.run.plan.troubles) > 5, "and there was trouble"


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_ninety_days_of_thirty_cases_and_every_change_is_told_once_and_nothing_else(seed: int) -> None:
    verdict = verdict_on(mix_of(seed, 30, 90, **SEEDS[seed]))
    must_be_right(verdict)
    assert verdict.counts["changes told"] > 500
    assert verdict.run.requests, "somebody was asked"
    assert len(verdict.run.dead) > 10


@pytest.mark.slow
def test_over_real_sockets_and_the_real_channels_it_is_the_same() -> None:
    verdict = judge(play_over_sockets(mix_of(12, 8, 21, every=2 * HOUR, probe=Probe.AUTO)))
    print(table(verdict))
    must_be_right(verdict)
    assert verdict.counts["changes told"] > 50


@pytest.mark.slow
def test_a_register_that_is_indexed_anew_is_told_to_the_operator_and_to_nobody_else() -> None:
    mix = mix_of(13, 120, 16, every=6 * HOUR, probe=Probe.LAST_UPDATE, storm=True)
    must_be_right(verdict_on(mix))


def test_a_run_can_be_played_again_by_its_seed() -> None:
    mix = mix_of(9, 3, 10, every=6 * HOUR)
    first, second = play(mix), play(mix)
    assert first.boxes.accepted == second.boxes.accepted
    assert first.requests == second.requests
    assert first.dead == second.dead


def test_in_quiet_times_a_change_with_a_new_date_is_read_within_the_pace() -> None:
    calm = {"saturdays": 0.0, "nights": 0.0, "bursts": 0.0, "too_many": 0.0, "kills": 0.0, "edits": 0.0}
    still = {"stale": 0.0, "lagging": 0.0, "case_sections_away": 0.0, "case_entries_away": 0.0}
    mix = mix_of(10, 5, 15, every=2 * HOUR, probe=Probe.LAST_UPDATE, key_expires=False, channel_down=False)
    verdict = verdict_on(mix.but(**calm, **still))
    must_be_right(verdict)
    moved = [one.read for one in verdict.delays if one.row == "dates moved"]
    assert moved
    assert max(moved) <= 2 * HOUR + timedelta(minutes=2)
