"""What is visible is a function of script and moment; what the modified dates are worth (tsdr.md)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.simulator.cases import BEGINNING, BUYER
from watcher.simulator import (
    Follows,
    ModifiedStyle,
    Office,
    ScriptedCase,
    modified_date,
)
from watcher.simulator import prosecution as p
from watcher.simulator import upkeep as u

SERIAL = BEGINNING.serial_number


def case(*steps) -> ScriptedCase:
    return ScriptedCase(BEGINNING, [p.filing(date(2024, 1, 9)), *steps])


def test_a_step_is_seen_from_ten_in_the_morning_in_washington_of_its_day():
    life = case(p.new_application_entered(date(2024, 1, 12)))

    before = life.record(datetime(2024, 1, 12, 14, 59, 59, tzinfo=UTC))
    after = life.record(datetime(2024, 1, 12, 15, 0, 0, tzinfo=UTC))

    assert before is not None
    assert not before.entries
    assert [entry.code for entry in after.entries] == ["NWAP", "NWOS"]


def test_asking_about_the_past_after_the_future_gives_the_past():
    life = case(p.new_application_entered(date(2024, 1, 12)), p.assigned_to_examiner(date(2024, 6, 3)))
    early = datetime(2024, 2, 1, tzinfo=UTC)
    first = life.record(early)

    life.record(datetime(2030, 1, 1, tzinfo=UTC))

    assert life.record(early) == first


def test_a_case_is_unknown_before_its_first_step():
    office = Office([case()], start=date(2024, 1, 8))
    assert office.record(SERIAL) is None

    office.advance(date(2024, 1, 9))

    assert office.record(SERIAL) is not None


def test_the_calendar_does_not_go_back():
    office = Office(start=date(2024, 1, 9))
    with pytest.raises(ValueError, match="does not go back"):
        office.advance(date(2024, 1, 8))


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        Office(start=datetime(2024, 1, 9))  # noqa: DTZ001  # the mistake itself


def test_a_back_dated_entry_has_the_next_number_and_its_own_earlier_date_and_leaves_the_modified_date():
    back_dated = p.response_received(date(2024, 2, 1)).entered(date(2024, 3, 5))
    life = case(p.new_application_entered(date(2024, 2, 20)), back_dated)
    before = life.record(datetime(2024, 3, 1, tzinfo=UTC))
    after = life.record(datetime(2024, 3, 6, tzinfo=UTC))

    assert after.entries[-1].number == before.entries[-1].number + 1
    assert after.entries[-1].date == date(2024, 2, 1)
    assert modified_date(before) == modified_date(after) == date(2024, 2, 20)
    assert modified_date(after, ModifiedStyle(follows=Follows.LAST_ENTERED)) == date(2024, 2, 1)


def test_changes_without_an_event_change_the_document_and_not_the_modified_date():
    silent = (
        u.docket_number_changed(date(2024, 3, 1), "NEW-1"),
        u.assignment_without_owner(date(2024, 3, 2), BUYER, "12345678"),
        u.silent_change(date(2024, 3, 3), "mark reworded", mark="OTHER"),
        p.assigned_to_examiner(date(2024, 3, 4)).without_events(),
    )
    office = Office([case(p.new_application_entered(date(2024, 1, 12)), *silent)], start=date(2024, 2, 1))
    for step in silent:
        before, date_before = office.document(SERIAL), modified_date(office.record(SERIAL))
        office.advance(step.shown)
        assert office.document(SERIAL) != before, step.label
        assert modified_date(office.record(SERIAL)) == date_before, step.label


def test_the_truth_of_a_period_is_the_steps_that_became_visible_in_it():
    first, second = p.assigned_to_examiner(date(2024, 6, 3)), p.non_final_action(date(2024, 6, 10))
    life = case(first, second)

    assert life.shown_between(first.shown - timedelta(days=1), first.shown) == (first,)
    assert life.shown_between(first.shown, second.shown) == (second,)
    assert life.shown_between(second.shown, second.shown + timedelta(days=9)) == ()
