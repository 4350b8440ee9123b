"""The published limits are used to the full while there is work, and never exceeded; a large list needs few batches.

The real poller, store, limiter and client against an office that enforces the limits to the second.
"""

from __future__ import annotations

import logging
import os
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.year.clock import YearClock
from tests.year.told import Mailboxes, YearChannels
from watcher.adapters.limits import PATIENCE, Limiter
from watcher.adapters.store import open_store
from watcher.adapters.tsdr import TsdrClient
from watcher.config.rates import WINDOW
from watcher.config.settings import (
    ChannelSettings,
    GroupSettings,
    MarkSettings,
    PollSettings,
    Probe,
    Secret,
    TsdrSettings,
    Watchlist,
)
from watcher.poll import Poller
from watcher.simulator import SIMULATOR_KEY, Limits, Office, Record, ScriptedCase, busiest_window
from watcher.simulator import prosecution as steps
from watcher.simulator.transport import OfficeAdapter
from watcher.trademark.numbers import CaseNumber, NumberKind

pytestmark = pytest.mark.slow

ON_REQUEST = pytest.mark.skipif(
    not os.environ.get("TMWATCH_LONG"), reason="takes two minutes: with TMWATCH_LONG=1"
)
HOUR = timedelta(hours=1)
WASHINGTON = ZoneInfo("America/New_York")


class Rush:
    """Many quiet cases, filed long ago, and a poller that ticks as the daemon's does."""

    def __init__(self, folder: Path, cases: int, poll: PollSettings, start: datetime) -> None:
        self.clock = YearClock(start)
        lives = [
            ScriptedCase(
                Record(f"97{number:06}", date(2020, 1, 2), "QUIET"), [steps.filing(date(2020, 1, 2))]
            )
            for number in range(cases)
        ]
        self.office = Office(lives, start=start, limits=Limits())
        marks = tuple(MarkSettings(CaseNumber(NumberKind.SERIAL, life.serial_number)) for life in lives)
        watchlist = Watchlist(
            path=folder / "watchlist.yaml",
            tsdr=TsdrSettings(api_key=Secret(SIMULATOR_KEY), base_url="http://office.invalid"),
            database=str(folder / "tmwatch.db"),
            operator="office",
            poll=poll,
            channels={"office": ChannelSettings("office", Secret("json://x"))},
            groups=(GroupSettings("All", tell=("office",), marks=marks),),
        )
        self.store = open_store(watchlist.database)
        limiter = Limiter(
            watchlist.tsdr.limits, self.store.reservations, self.clock, watchlist.tsdr.api_key, PATIENCE
        )
        chance = random.Random(1)
        client = TsdrClient(
            watchlist.tsdr, limiter, self.clock, lambda: OfficeAdapter(self.office, self.clock, chance)
        )
        channels = YearChannels(Mailboxes(self.clock, ()), lambda: None, lambda: False)
        self.poller = Poller(watchlist, self.store, client, channels, self.clock, workers=1)
        self.poller.begin()

    def go_on(self, how_long: timedelta) -> None:
        """Tick each half minute, and without a pause while there is more to do."""
        end = self.clock.now() + how_long
        while self.clock.now() < end:
            if not self.poller.poll().remaining:
                self.clock.sleep(30)

    def asked(self, piece: str = "") -> int:
        return sum(piece in one.path for one in self.office.requests)


@pytest.fixture(autouse=True)
def _in_silence():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(("hour", "allowed"), [(12, 60), (1, 120)], ids=["by day", "by night"])
def test_while_work_is_waiting_the_allowed_rate_is_used_to_98_percent_and_nobody_says_429(
    tmp_path: Path, hour: int, allowed: int
) -> None:
    start = datetime(2026, 6, 3, hour, tzinfo=WASHINGTON).astimezone(UTC)
    poll = PollSettings(every=timedelta(minutes=10), probe=Probe.LAST_UPDATE)
    rush = Rush(tmp_path, 12 * allowed, poll, start)
    rush.go_on(HOUR)
    rush.office.forget_requests()
    rush.go_on(HOUR)
    moments = [one.measured_at for one in rush.office.requests]
    whole = 58 * timedelta(seconds=WINDOW)  # whole windows: they come in bursts, and half a burst is no rate
    busy = sum(moment < moments[0] + whole for moment in moments) / (allowed * (whole / timedelta(minutes=1)))
    print(f"{busy:.2%} of {allowed} requests a minute")
    assert busy >= 0.98
    assert {one.response_code for one in rush.office.requests} == {200}
    assert busiest_window(moments) <= allowed


@pytest.mark.parametrize(
    ("cases", "warm_up"), [(1000, 2 * HOUR), pytest.param(10_000, 5 * HOUR, marks=ON_REQUEST)]
)
def test_a_batch_of_twenty_asks_a_twentieth_and_two_percent_more_at_most(
    tmp_path: Path, cases: int, warm_up: timedelta
) -> None:
    """Ten thousand cases an hour in 510 probes; the regular full fetches are beside that."""
    start = datetime(2026, 6, 3, 6, tzinfo=WASHINGTON).astimezone(UTC)
    rush = Rush(tmp_path, cases, PollSettings(probe=Probe.BATCH), start)
    rush.go_on(warm_up)
    rush.office.forget_requests()
    rush.go_on(4 * HOUR)
    batches = rush.asked("caseMultiStatus")
    fetches = rush.asked("casestatus")
    print(f"{batches / 4:.0f} batches and {fetches / 4:.0f} full fetches an hour for {cases:,} cases")
    assert cases / 20 * 0.95 <= batches / 4 <= cases / 20 * 1.02
    assert not [state for state in rush.store.cases.watched() if state.failures]
