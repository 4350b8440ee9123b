"""What a line says beside its date: anchor, authority, confidence, words; closings by persons; changed calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.trademark.deadlines import plain
from tests.trademark.deadlines.histories import case_of
from watcher.trademark.codes import Codes
from watcher.trademark.deadlines import (
    Closing,
    ClosingAction,
    Confidence,
    Deadline,
    Rules,
    State,
    Tables,
    deadlines,
    standard_tables,
)
from watcher.trademark.holidays import Closure, OfficeCalendar

ACTION = "1(b); 7: 2026-08-28 GNRTO"
TODAY = date(2026, 9, 1)


def one(text: str, rule: str, today: date = TODAY, **more: object) -> Deadline:
    (line,) = (line for line in deadlines(case_of(text), today, **more) if line.rule == rule)  # type: ignore[arg-type]
    return line


def closing(
    line: Deadline, said_at: datetime, action: ClosingAction = ClosingAction.CLOSE, due: date | None = None
) -> Closing:
    return Closing(line.id, action, "M. Lopez", "docketed elsewhere", said_at, due)


def test_a_line_names_its_anchor_its_authority_and_how_sure_it_is():
    line = one(ACTION, "OA_RESPONSE")
    assert line.id == "97000001:OA_RESPONSE:entry-7"
    assert str(line.anchor) == "NON-FINAL ACTION E-MAILED (entry 7, 2026-08-28)"
    assert line.confidence is Confidence.CONFIRM
    assert "37 CFR 2.62(a)" in line.authority
    assert "must be asked for by the first date, and before any response" in line.text
    assert line.reviewed == "", "no practitioner has read the rule yet"
    assert line.days_left(TODAY) == 88
    assert line.extension_rolled == date(2027, 3, 1), "the 28th of February 2027 is a Sunday"


def test_a_line_stays_the_same_line_when_its_anchor_s_date_is_corrected():
    assert one(ACTION, "OA_RESPONSE").id == one("1(b); 7: 2026-08-29 GNRTO", "OA_RESPONSE").id


@pytest.mark.parametrize("key", sorted(standard_tables().starting))
def test_every_code_that_starts_a_computed_rule_counts_from_its_own_day(key: str):
    tables = standard_tables()
    for rule in tables.starting[key]:
        row = tables.started_by(rule, key, "1/44", date(2026, 8, 31))
        if row is None or row.rule.computability not in {"yes", "confirm"} or row.rule.period is None:
            continue
        assert key[4] not in "RW", "an action that was only written starts nothing"
        period = f"{row.rule.period.months}m"
        line = one(f"1(b); 2026-08-31 {key}", rule)
        assert line.due == plain.plus(date(2026, 8, 31), period)
        assert line.rolled == plain.roll(line.due)


def test_no_action_that_was_only_written_is_an_anchor():
    for conduct in standard_tables().conducts:
        if conduct.rule.computability in {"yes", "confirm"} and conduct.rule.counted == "event":
            assert not [key for key in conduct.triggers if key[4] in "RW"], conduct.rule.rule


def test_a_new_closing_of_the_uspto_moves_the_day_on_which_it_may_be_filed_and_not_the_due_date():
    before = one(ACTION, "OA_RESPONSE")
    closed = OfficeCalendar.standard([Closure(date(2026, 11, 30), "snow")])
    after = one(ACTION, "OA_RESPONSE", closures=closed)
    assert (before.due, before.rolled) == (date(2026, 11, 28), date(2026, 11, 30))
    assert (after.due, after.rolled) == (date(2026, 11, 28), date(2026, 12, 1))
    assert before.id == after.id
    assert closed.version != OfficeCalendar.standard().version


def test_a_person_closes_a_date_with_name_and_reason():
    line = one(ACTION, "OA_RESPONSE")
    said = closing(line, datetime(2026, 9, 1, 15, tzinfo=UTC), due=line.due)
    closed = one(ACTION, "OA_RESPONSE", closings=[said])
    assert closed.state is State.CLOSED
    assert not closed.state.needs_attention
    assert closed.why == "closed by M. Lopez on 2026-09-01: docketed elsewhere"
    assert closed.due == line.due, "nothing is deleted"


def test_the_last_word_holds_whatever_the_order_in_which_they_are_kept():
    line = one(ACTION, "OA_RESPONSE")
    closed = closing(line, datetime(2026, 9, 1, 15, tzinfo=UTC))
    reopened = closing(line, datetime(2026, 9, 2, 15, tzinfo=UTC), ClosingAction.REOPEN)
    for words in ([closed, reopened], [reopened, closed]):
        again = one(ACTION, "OA_RESPONSE", closings=words)
        assert again.state is State.OPEN
        assert again.notes[-1] == "reopened by M. Lopez on 2026-09-02: docketed elsewhere"


def test_a_closing_does_not_cover_a_date_that_moved_afterwards():
    line = one(ACTION, "OA_RESPONSE")
    said = closing(line, datetime(2026, 9, 1, 15, tzinfo=UTC), due=line.due)
    moved = one("1(b); 7: 2026-08-29 GNRTO", "OA_RESPONSE", closings=[said])
    assert moved.state is State.CHECK
    assert "the date was 2026-11-28 then, and is 2026-11-29 now" in moved.why


@pytest.mark.parametrize(
    ("entries", "state"),
    [
        ("2026-10-01 IIOAO", State.CHECK),  # withdrawn after the closing
        ("2026-08-30 TROAI; 2026-10-01 NAUDO", State.CHECK),  # found incomplete after the closing
        ("2026-10-01 TROAI", State.CLOSED),  # filed after the closing: what the person said still holds
        ("2026-10-01 TROAI; 2026-10-20 CNSAO", State.MET),
        ("2026-10-01 TCCAI", State.CLOSED),
    ],
)
def test_a_closing_does_not_cover_what_the_uspto_says_afterwards(entries: str, state: State):
    line = one(ACTION, "OA_RESPONSE")
    said = closing(line, datetime(2026, 9, 1, 15, tzinfo=UTC), due=line.due)
    assert one(f"{ACTION}; {entries}", "OA_RESPONSE", date(2026, 11, 1), closings=[said]).state is state


def test_the_day_of_a_closing_is_the_day_in_washington():
    line = one(ACTION, "OA_RESPONSE")
    late = closing(line, datetime(2026, 10, 2, 2, 30, tzinfo=UTC), due=line.due)  # 22:30 on 1 October
    withdrawn = f"{ACTION}; 2026-10-02 IIOAO"
    assert one(withdrawn, "OA_RESPONSE", date(2026, 11, 1), closings=[late]).state is State.CHECK


def test_a_closing_of_the_first_date_does_not_close_the_extended_one():
    line = one(ACTION, "OA_RESPONSE")
    said = closing(line, datetime(2026, 9, 1, 15, tzinfo=UTC), due=line.due)
    extended = one(
        f"{ACTION}; 2026-11-20 XELRI; 2026-11-20 XELGO", "OA_EXTENDED", date(2026, 12, 1), closings=[said]
    )
    assert extended.state is State.OPEN


def test_a_closing_of_another_case_closes_nothing():
    said = Closing(
        "97000002:OA_RESPONSE:entry-7", ClosingAction.CLOSE, "x", "y", datetime(2026, 9, 1, tzinfo=UTC)
    )
    assert one(ACTION, "OA_RESPONSE", closings=[said]).state is State.OPEN


def test_the_lines_come_in_the_order_of_their_statutory_dates_those_without_one_last():
    text = "1(b); filed 2026-01-15; 2026-08-28 GNRTO; 2026-03-01 NOAME; 2026-03-01 INCEO"
    dates = [line.due for line in deadlines(case_of(text), TODAY, last_full_fetch=TODAY)]
    assert dates == sorted(dates, key=lambda day: (day is None, day or date.max))
    assert None in dates


def test_two_entries_without_a_number_on_one_day_are_two_lines():
    text = "1(b); -: 2026-08-28 GNRTO; -: 2026-08-28 GNRTO"
    names = [line.id for line in deadlines(case_of(text), TODAY) if line.rule == "OA_RESPONSE"]
    assert names == ["97000001:OA_RESPONSE:GNRTO-2026-08-28", "97000001:OA_RESPONSE:GNRTO-2026-08-28~2"]


def test_a_user_s_rule_with_a_later_first_day_holds_from_that_day():
    mine = (
        "rule,title,counted,triggers,basis,valid_from,period,computability,reviewed_by,reviewed_on\n"
        "OA_RESPONSE,Response to office action,event,@office_action,1/44,2027-01-01,2 months,confirm,A. Smith,2026-12-01\n"
    )
    tables = Tables(Rules.standard().with_rows(mine), Codes.standard())
    before = one("1(b); 2026-12-31 GNRTO", "OA_RESPONSE", date(2027, 1, 2), tables=tables)
    after = one("1(b); 2027-01-01 GNRTO", "OA_RESPONSE", date(2027, 1, 2), tables=tables)
    assert (before.due, before.reviewed) == (date(2027, 3, 31), "")
    assert (after.due, after.reviewed) == (date(2027, 3, 1), "A. Smith, 2026-12-01")
    assert tables.rules.version != Rules.standard().version
