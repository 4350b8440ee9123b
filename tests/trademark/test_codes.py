"""What the USPTO's codes mean: the tables are whole, codes are found in a fixed order, one mailing is one change."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date

import pytest

from tests.samples import SAMPLES
from watcher.trademark.codes import (
    UNCLASSIFIED,
    Codes,
    Match,
    Role,
    Severity,
    Stage,
    Standing,
    TableError,
    merge_echoes,
)
from watcher.trademark.data import table
from watcher.trademark.deadlines import Rules, Tables, standard_tables
from watcher.trademark.model import ProsecutionEvent

CODES = Codes.standard()
THEIRS = SAMPLES.parent / "data"
needs_facts = pytest.mark.skipif(not THEIRS.is_dir(), reason=f"no tables of facts at {THEIRS}")


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(table(name).splitlines()))


def facts(name: str) -> list[dict[str, str]]:
    with (THEIRS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def event(key: str, day: str = "2026-03-02", number: int | None = 1, words: str = "") -> ProsecutionEvent:
    return ProsecutionEvent(number, key[:4], key[4:], date.fromisoformat(day) if day else None, words)


# the tables


def test_no_code_stands_twice_in_the_tables():
    for name, key in (("event_codes.csv", ("code", "type")), ("status_codes.csv", ("status",))):
        counted = Counter(tuple(row[part] for part in key) for row in rows(name))
        assert [found for found, times in counted.items() if times > 1] == []


def test_every_category_is_known_and_every_known_category_is_used():
    used = {row["category"] for name in ("event_codes.csv", "status_codes.csv") for row in rows(name)}
    assert used | {UNCLASSIFIED} == set(CODES.categories)


def test_every_rule_that_a_code_names_is_in_the_table_of_rules():
    assert standard_tables().unknown_rules == ()


def test_a_rule_that_a_user_s_code_names_and_that_is_in_no_table_is_seen():
    codes = CODES.with_rows("code,type,category,rules\nXXXX,I,filing,NO_SUCH_RULE\n")
    assert Tables(Rules.standard(), codes).unknown_rules == ("NO_SUCH_RULE",)


def test_every_code_has_severities_plain_words_and_a_source():
    for meaning in (*CODES.events.values(), *CODES.statuses.values()):
        assert meaning.words.endswith((".", "!")), meaning.code
        assert meaning.source, meaning.code
        assert isinstance(meaning.severity(Role.OWNER), Severity)
        assert isinstance(meaning.severity(Role.COMPETITOR), Severity)


def test_every_status_is_live_dead_or_neither():
    assert {meaning.standing for meaning in CODES.statuses.values()} == set(Standing)
    assert CODES.status("602").standing is Standing.DEAD
    assert CODES.status("700").standing is Standing.LIVE


def test_what_an_event_code_is_made_of_is_four_characters_and_one():
    for code, event_type in CODES.events:
        assert (len(code), len(event_type)) == (4, 1), (code, event_type)


@needs_facts
def test_every_code_of_the_tables_of_facts_is_in_ours():
    theirs = {(row["code"], row["event_type"]) for row in facts("event_categories.csv")}
    broken = {("44EM", "'"), ("PMSM", "'")}  # a type that is a slip of the pen, beside the right one
    assert theirs - set(CODES.events) == broken
    assert {("44EM", "I"), ("PMSM", "I")} <= set(CODES.events)
    assert {row["code"] for row in facts("status_categories.csv")} == set(CODES.statuses)


@needs_facts
def test_where_a_row_differs_from_the_tables_of_facts_it_says_why():
    for row in facts("event_categories.csv"):
        ours = CODES.events.get((row["code"], row["event_type"]))
        if ours is None:
            continue
        theirs = (row["category"], row["severity_for_owner"], row["severity_for_watcher"])
        if (ours.category, ours.for_owner, ours.for_competitor) != theirs:
            assert "corrected: " in ours.note, ours.key


# how a code is found


def test_a_code_is_found_by_its_type_first():
    assert CODES.event("CNRT", "R").category == "action_written_not_issued"
    assert CODES.event("CNRT", "O").category == "office_action"
    assert CODES.match("CNRT", "O") is Match.CODE_AND_TYPE


def test_a_code_with_a_type_of_no_table_is_found_by_its_description():
    found = CODES.event("CNRT", "Q", "non-final  action mailed")
    assert found.category == "office_action"
    assert CODES.match("CNRT", "Q", "non-final  action mailed") is Match.CODE_AND_DESCRIPTION


def test_a_code_of_no_table_is_unclassified_shown_and_important():
    found = CODES.event("QQQQ", "Z", "SOMETHING NEW")
    assert not found.known
    assert found.category == UNCLASSIFIED
    assert found.words == "This code is in no table of ours: read the entry."
    assert found.description == "SOMETHING NEW"
    assert found.severity(Role.OWNER) >= Severity.IMPORTANT
    assert CODES.match("QQQQ", "Z", "SOMETHING NEW") is Match.NOT_FOUND


def test_a_known_code_with_an_unknown_type_and_other_words_is_unclassified():
    assert not CODES.event("CNRT", "Q", "SOMETHING NEW").known


def test_a_status_of_no_table_is_unclassified_and_neither_live_nor_dead():
    assert not CODES.status("999").known
    assert CODES.status("999").standing is None


def test_explain_finds_every_type_of_a_code():
    assert {meaning.event_type for meaning in CODES.types_of("CNRT")} >= {"R", "F", "O"}


# the user's rows


def test_a_row_of_the_user_replaces_cells_and_keeps_the_rest():
    mine = CODES.with_rows("code,type,owner\nCNRT,O,routine\n").event("CNRT", "O")
    assert mine.severity(Role.OWNER) is Severity.ROUTINE
    assert mine.rules == ("OA_RESPONSE",)
    assert mine.category == "office_action"
    assert mine.source == "the user's table"
    assert CODES.event("CNRT", "O").severity(Role.OWNER) is not Severity.ROUTINE, (
        "the standard table is untouched"
    )


def test_a_row_of_the_user_can_take_the_rules_of_a_code_away():
    assert CODES.with_rows("code,type,rules\nCNRT,O,-\n").event("CNRT", "O").rules == ()


def test_a_code_of_the_user_is_added_with_a_category_of_its_own():
    text = "code,type,category,words,description\nQQQQ,Z,my_category,Tell Anna.,SOMETHING NEW\n"
    codes = CODES.with_rows(text)
    assert codes.event("QQQQ", "Z").words == "Tell Anna."
    assert codes.event("QQQQ", "Y", "Something new").category == "my_category"


def test_a_status_of_the_user_is_added():
    found = CODES.with_rows("status,category,standing\n999,registration,live\n").status("999")
    assert (found.standing, found.category) == (Standing.LIVE, "registration")


def test_every_mistake_in_a_user_s_codes_is_told_with_its_line():
    text = "code,type,category,owner,words\nQQQQ,Z,nonsense,,\n\nCNRT,O,,loud,\n,O,filing,,\n"
    with pytest.raises(TableError) as error:
        CODES.with_rows(text)
    assert error.value.mistakes == (
        (2, "the category 'nonsense' is not known, so the row needs words of its own"),
        (4, "owner: 'loud' is none of noise, routine, important, critical"),
        (5, "code is empty"),
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("code,severity\n", "line 1: the column type is missing\nline 1: the column 'severity' is not known"),
        ("code,type\nCNRT,O,x\n", "line 2: 3 cells, but the header has 2"),
        ("status,standing\n602,zombie\n", "line 2: standing: 'zombie' is none of live, dead, neither"),
    ],
)
def test_a_table_with_a_wrong_shape_is_refused(text: str, wrong: str):
    with pytest.raises(TableError) as error:
        CODES.with_rows(text)
    assert str(error.value) == wrong


def test_an_empty_file_of_the_user_changes_nothing():
    assert CODES.with_rows("").events == CODES.events
    assert CODES.with_rows("# nothing yet\n").events == CODES.events


# one mailing


def test_written_e_mailed_and_notification_are_one_change_and_the_issued_entry_says_it():
    (one,) = merge_echoes([event("CNRTR", number=4), event("GNRTF", number=5), event("GNRNO", number=6)])
    assert one.main.entry_number == 5
    assert [echo.entry_number for echo in one.echoes] == [4, 6]
    assert one.severity(Role.OWNER) is Severity.CRITICAL


def test_the_order_in_which_the_entries_come_plays_no_part():
    entries = [event("GNRNO", number=6), event("GNRTF", number=5), event("CNRTR", number=4)]
    assert merge_echoes(entries) == merge_echoes(entries[::-1])


def test_two_actions_of_one_day_stay_two():
    merged = merge_echoes([event("GNRTF", number=5), event("GNRNO", number=6), event("GNRTF", number=7)])
    assert [one.main.entry_number for one in merged] == [5, 7]


def test_two_actions_of_different_days_or_kinds_stay_two():
    assert len(merge_echoes([event("GNRTF"), event("GNRTF", "2026-03-09", 2)])) == 2
    assert len(merge_echoes([event("GNRTF"), event("GNFRO", number=2)])) == 2


def test_a_notification_alone_is_shown():
    (one,) = merge_echoes([event("GNRNO", number=6)])
    assert one.main.entry_number == 6
    assert one.meaning.stage is Stage.NOTIFICATION


def test_entries_without_a_date_are_merged_with_nothing():
    assert len(merge_echoes([event("GNRTF", ""), event("GNRNO", "", 2)])) == 2


def test_unclassified_entries_of_one_day_stay_apart():
    assert len(merge_echoes([event("QQQQZ"), event("QQQRZ", number=2)])) == 2


def test_the_written_entry_alone_is_not_an_office_action():
    (one,) = merge_echoes([event("CNRTR")])
    assert one.meaning.stage is Stage.WRITTEN
    assert one.severity(Role.OWNER) < Severity.CRITICAL


def test_a_mailed_and_an_e_mailed_notice_of_abandonment_are_one_change():
    (one,) = merge_echoes([event("MAB2O", number=17), event("MAB2E", number=18)])
    assert len(one.echoes) == 1
