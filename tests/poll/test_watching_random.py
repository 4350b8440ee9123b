"""Whatever is answered and whenever: no case is starved, no change is lost, and none is told twice.

Random days of one case, watched through the real memory: events that move the date and events that do not, sections
that are gone for a while, stale documents, failures of either question, restarts. Afterwards the USPTO is well again
for nine days.
"""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.poll.world import DAY, HOUR, World, group, record, watchlist
from watcher.config.settings import Probe
from watcher.errors import EmptyAnswerError, ServiceDownError
from watcher.simulator.documents import status_document
from watcher.simulator.edits import Section, without_sections
from watcher.trademark.decide import LONGEST_BACKOFF

ONE, TWO = "97000001", "97000002"
_folders = itertools.count()

ACTIONS = st.one_of(
    st.tuples(st.just("event"), st.booleans()),
    st.tuples(st.just("back-dated"), st.integers(1, 400)),
    st.tuples(st.just("vanish"), st.sampled_from([Section.EVENTS, Section.OWNERS])),
    st.tuples(st.just("stale"), st.none()),
    st.tuples(st.just("well"), st.none()),
    st.tuples(st.just("probe fails"), st.none()),
    st.tuples(st.just("all fails"), st.none()),
    st.tuples(st.just("restart"), st.none()),
    st.tuples(st.just("wait"), st.integers(1, 3000)),
)


class Days:
    """One case under random treatment, and the truth about it."""

    def __init__(self, folder: Path, probe: Probe, every: timedelta) -> None:
        folder.mkdir()
        self.every = every
        self.world = World(folder, watchlist(folder, group(ONE, TWO), every=every, probe=probe))
        for serial in (ONE, TWO):
            self.world.uspto.put(record(serial))
        self.truth: list[str] = []
        self.before = status_document(self.world.uspto.records[ONE])
        self.world.poll()
        self.world.told()
        self.told: list[str] = []

    def act(self, what: str, argument: object) -> None:
        uspto, clock = self.world.uspto, self.world.clock
        match what, argument:
            case ("event", bool(dates)):
                self._event(None, dates=dates)
            case ("back-dated", int(days)):
                self._event(days, dates=False)
            case ("vanish", Section() as section):
                uspto.documents[ONE] = without_sections(status_document(uspto.records[ONE]), section)
            case ("stale", _):
                uspto.documents[ONE] = self.before
            case ("well", _):
                self.be_well()
            case ("probe fails", _):
                uspto.probe_error = EmptyAnswerError
                uspto.batch_error = EmptyAnswerError
            case ("all fails", _):
                uspto.error = ServiceDownError
            case ("restart", _):
                self.world.start()
            case ("wait", int(minutes)):
                self.pass_time(timedelta(minutes=minutes))
        assert clock.now()

    def _event(self, days: int | None, *, dates: bool) -> None:
        words = f"ENTRY t{len(self.truth)}t"
        self.truth.append(words)
        uspto, today = self.world.uspto, self.world.clock.now().date()
        self.before = status_document(uspto.records[ONE])
        uspto.add_event(ONE, words, today - timedelta(days=days) if days else None, dates=dates)

    def be_well(self) -> None:
        uspto = self.world.uspto
        uspto.error = uspto.probe_error = uspto.batch_error = None
        uspto.documents[ONE] = status_document(uspto.records[ONE])

    def pass_time(self, how_long: timedelta) -> None:
        """Time passes as it does for the daemon, which wakes up when something is due."""
        end = self.world.clock.now() + how_long
        while self.world.clock.now() < end:
            self.world.clock.advance(min(timedelta(minutes=10), end - self.world.clock.now()))
            result = self.world.poll()
            assert not result.remaining
            self._nobody_is_starved()
            self.told += self.world.told()

    def _nobody_is_starved(self) -> None:
        now = self.world.clock.now()
        for state in self.world.store.cases.watched():
            assert state.due_at is not None
            assert state.due_at <= now + max(self.every, LONGEST_BACKOFF)
            if state.failures == 0 and state.good_check_at is not None:
                assert now - state.good_check_at <= self.every + timedelta(minutes=20)


@pytest.mark.slow
@pytest.mark.parametrize("probe", [Probe.LAST_UPDATE, Probe.BATCH])
@pytest.mark.parametrize("every", [HOUR, 6 * HOUR])
@given(actions=st.lists(ACTIONS, min_size=1, max_size=12))
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_sequence_of_answers_loses_a_change_or_tells_one_twice(
    tmp_path: Path, probe: Probe, every: timedelta, actions: list[tuple[str, object]]
) -> None:
    days = Days(tmp_path / str(next(_folders)), probe, every)
    for what, argument in actions:
        days.act(what, argument)
    days.be_well()
    days.pass_time(9 * DAY)
    told = "\n".join(body for body in days.told if body.startswith("[Acme]"))
    assert sorted(re.findall(r"ENTRY t\d+t(?! removed)", told)) == sorted(days.truth), told
    days.world.store.close()
