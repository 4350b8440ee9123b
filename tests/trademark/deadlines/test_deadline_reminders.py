"""When a deadline is recalled: the ladder of its rule, each rung once, none for a date that needs nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.trademark.deadlines.histories import case_of
from watcher.trademark.deadlines import (
    Closing,
    ClosingAction,
    Deadline,
    Rules,
    deadlines,
    ladder_of,
    reminders_due,
)


def line_of(text: str, rule: str, today: date, **more: object) -> Deadline:
    return next(line for line in deadlines(case_of(text), today, **more) if line.rule == rule)  # type: ignore[arg-type]


def action(today: date, **more: object) -> Deadline:
    return line_of("1(b); 2026-01-15 GNRTO", "OA_RESPONSE", today, **more)  # due 2026-04-15, until 2026-07-15


def rungs(reminders: object) -> list[tuple[str, str]]:
    return [(reminder.rung, str(reminder.day)) for reminder in reminders]  # type: ignore[attr-defined]


def test_an_office_action_is_recalled_60_30_14_7_days_and_one_before():
    assert rungs(ladder_of(action(date(2026, 1, 20)))) == [
        ("60", "2026-02-14"),
        ("30", "2026-03-16"),
        ("14", "2026-04-01"),
        ("7", "2026-04-08"),
        ("1", "2026-04-14"),
    ]


def test_a_registration_is_recalled_from_the_opening_of_its_window_to_the_end_of_grace():
    line = line_of("1(a); registered 2020-02-29", "REG_MAINTENANCE", date(2025, 1, 1))
    assert rungs(ladder_of(line)) == [
        ("opens", "2025-02-28"),
        ("180", "2025-09-01"),
        ("90", "2025-11-30"),
        ("60", "2025-12-30"),
        ("30", "2026-01-29"),
        ("7", "2026-02-21"),
        ("1", "2026-02-27"),
        ("grace", "2026-03-01"),
        ("grace-90", "2026-05-30"),
        ("grace-30", "2026-07-29"),
        ("grace-7", "2026-08-21"),
        ("grace-1", "2026-08-27"),
    ]


def test_a_rung_is_due_on_its_day_and_once():
    today = date(2026, 2, 14)
    assert reminders_due(action(today), date(2026, 2, 13)) == ()
    assert rungs(reminders_due(action(today), today)) == [("60", "2026-02-14")]
    assert reminders_due(action(today), today, {"60"}) == ()


def test_what_fell_due_while_nobody_was_there_is_told_when_somebody_is():
    today = date(2026, 4, 2)
    assert rungs(reminders_due(action(today), today, {"60"})) == [("30", "2026-03-16"), ("14", "2026-04-01")]


def test_a_case_that_is_watched_since_yesterday_recalls_the_last_rung_and_not_all_before_it():
    today = date(2026, 4, 2)
    found = reminders_due(action(today), today, watched_since=date(2026, 4, 2))
    assert rungs(found) == [("14", "2026-04-01")]
    assert reminders_due(action(today), today, {"14"}, watched_since=date(2026, 4, 2)) == ()


def test_the_ladder_of_a_channel_replaces_the_rule_s():
    today = date(2026, 4, 13)
    found = reminders_due(action(today), today, ladder=("45", "3", "not a rung", "99999"))
    assert rungs(found) == [("45", "2026-03-01"), ("3", "2026-04-12")]


def test_nothing_is_recalled_for_a_date_that_a_person_closed():
    today = date(2026, 4, 14)
    said = Closing(
        "97000001:OA_RESPONSE:entry-1", ClosingAction.CLOSE, "x", "y", datetime(2026, 4, 1, tzinfo=UTC)
    )
    assert reminders_due(action(today), today)
    assert reminders_due(action(today, closings=[said]), today) == ()


@pytest.mark.parametrize(
    "entries",
    ["2026-03-01 CNSAO", "2026-04-10 XELRI; 2026-04-10 XELGO", "status 601; 2026-03-01 ABN1O"],
    ids=["met", "superseded by the extension", "given up"],
)
def test_nothing_is_recalled_for_what_is_over(entries: str):
    today = date(2026, 4, 14)
    line = line_of(f"1(b); 2026-01-15 GNRTO; {entries}", "OA_RESPONSE", today)
    assert reminders_due(line, today) == ()


@pytest.mark.parametrize(
    "entries", ["2026-03-01 TROAI", "2026-03-01 IIOAO", "2026-03-01 MAILI"], ids=["answered", "check", "hint"]
)
def test_what_is_answered_but_not_accepted_or_in_doubt_is_recalled_on(entries: str):
    today = date(2026, 4, 14)
    line = line_of(f"1(b); 2026-01-15 GNRTO; {entries}", "OA_RESPONSE", today)
    assert ("1", "2026-04-14") in rungs(reminders_due(line, today))


def test_nothing_is_recalled_after_the_last_day_and_something_on_the_day_to_which_it_rolled():
    text = "1(b); 2026-08-28 GNRTO"  # due Sat 2026-11-28, may be filed to Mon 2026-11-30
    assert reminders_due(line_of(text, "OA_RESPONSE", date(2026, 11, 30)), date(2026, 11, 30))
    assert reminders_due(line_of(text, "OA_RESPONSE", date(2026, 12, 1)), date(2026, 12, 1)) == ()


def test_a_warning_without_a_date_is_never_recalled():
    line = line_of("1(a); registered 2020-02-29", "SEC15", date(2026, 1, 1))
    assert line.due is None
    assert reminders_due(line, date(2026, 1, 1), ladder=("1",)) == ()


def test_every_rule_that_gives_a_date_has_a_ladder():
    for row in Rules.standard().rows:
        if row.computability in {"yes", "confirm"} and row.counted != "effect":
            assert row.reminders, row.rule
