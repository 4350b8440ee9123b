"""When a guard is taken out, the year says so: each promise's guard in turn, and the complaint that follows."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from tests.year.judge import judge
from tests.year.mix import HOUR, Mix, mix_of
from tests.year.world import play
from watcher.adapters.store.outbox import OutboxStore
from watcher.config.settings import Probe
from watcher.deliver import Deliverer
from watcher.errors import DeliveryError
from watcher.memory import Dispatch
from watcher.poll.asking import Asked
from watcher.trademark import decide, reading

pytestmark = pytest.mark.slow

MIX = mix_of(
    11,
    8,
    24,
    every=2 * HOUR,
    probe=Probe.LAST_UPDATE,
    case_events=1 / 5,
    case_silent=1 / 8,
    case_sections_away=1 / 8,
    case_entries_away=1 / 12,
    stale=0.3,
    lagging=1.0,
    kills=1.0,
)
"""Short, and dense with what the guards are there for."""

QUIET = MIX.but(case_events=1 / 40, case_silent=1 / 6, kills=0.2)
"""Little happens that would lead to a silent change by chance."""

LAGGING = MIX.but(
    days=40, case_events=1 / 9, case_silent=1 / 60, case_sections_away=0, case_entries_away=0, stale=0
)
"""Documents that lag behind their dates, and little else that would have them fetched again."""

DEADLY = MIX.but(deaths_in_delivery=0.05)


@pytest.fixture(autouse=True)
def _in_silence():
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def complaints(mix: Mix = MIX) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in judge(play(mix)).complaints:
        found.setdefault(one.kind, []).append(one.words)
    return found


@pytest.mark.parametrize("mix", [MIX, QUIET, LAGGING, DEADLY], ids=["mix", "quiet", "lagging", "deadly"])
def test_with_all_guards_there_is_nothing_to_complain_about(mix: Mix) -> None:
    assert complaints(mix) == {}


def test_without_the_day_rule_a_second_change_of_the_day_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "day_rule_asks", lambda *_: False)
    found = complaints()
    assert found.keys() == {"late"} or found.keys() == {"late", "missed"}
    assert any("on_the_same_day=True" in words for words in found["late"])


def test_without_the_doubt_a_section_that_is_away_for_some_hours_is_a_false_alarm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reading, "doubts", lambda *_: ())
    assert any(
        ("and is" in words and "new=None" in words.replace(" ", "")) or "no longer" in words
        for words in complaints()["false"]
    )


def test_without_the_doubt_about_an_older_copy_it_is_a_false_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_is_older", lambda *_: False)
    assert {"false", "repeated"} & complaints().keys()


def test_without_the_full_fetch_a_silent_change_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decide, "full_fetch_is_due", lambda *_: False)
    found = complaints(QUIET)
    assert found.keys() <= {"late", "missed"}
    assert any("prompt=False" in words for words in found.get("missed", []) + found.get("late", []))


def test_marked_as_delivered_before_it_is_sent_a_notice_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def save_first_and_hope(self: Deliverer, dispatch: Dispatch, claim: object) -> bool:
        now = self._clock.now()
        message = self._renderer.render(dispatch, now)
        self._memory.outbox.mark_sending(dispatch, claim, message)
        self._memory.outbox.mark_delivered(dispatch, claim, now)
        try:
            self._channels.send(dispatch.recipient, message)
        except DeliveryError:
            return False
        return True

    monkeypatch.setattr(Deliverer, "_deliver", save_first_and_hope)
    assert "missed" in complaints()


def test_taken_over_without_saying_so_a_notice_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    take_over = OutboxStore._take_over

    def say_nothing(self: OutboxStore, row: list[object], claim: object) -> Dispatch:
        taken = take_over(self, row, claim)
        return Dispatch(
            taken.id, taken.kind, taken.recipient, taken.notices, taken.attempts, taken.created_at, False
        )

    monkeypatch.setattr(OutboxStore, "_take_over", say_nothing)
    assert "repeated" in complaints(DEADLY)


def test_without_the_ladder_a_document_that_lags_behind_its_date_is_read_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Asked, "has_moved", property(lambda _: False))
    found = complaints(LAGGING)
    assert found.keys() <= {"late", "missed"}
    told = found.get("late", []) + found.get("missed", [])
    assert any("prompt=True" in words and "on_the_same_day=False" in words for words in told)


def test_with_more_requests_than_are_allowed_the_limit_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    from watcher.adapters.store.reservations import ReservationStore

    monkeypatch.setattr(ReservationStore, "reserve", lambda *_: 0.0)
    many = MIX.but(cases=90, days=3, edits=0.0, kills=0.0, every=timedelta(hours=6))
    assert "rate" in {one.kind for one in judge(play(many)).complaints}
