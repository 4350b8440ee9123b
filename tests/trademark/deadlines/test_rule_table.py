"""The table of rules: whole, with a source in each row; and the user's own rows over it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.samples import SAMPLES
from watcher.trademark.codes import TableError
from watcher.trademark.deadlines import Rules
from watcher.trademark.deadlines.rules import COLUMNS

HEAD = "rule,title,counted,computability,period,triggers,reminders\n"
THEIRS = SAMPLES.parent / "data" / "deadline_rules.csv"


def test_each_row_names_its_source_its_authority_and_nobody_who_reviewed_it():
    for row in Rules.standard().rows:
        assert row.source, row.rule
        assert row.authority or row.computability in {"never", "yes"}, row.rule
        assert row.reviewed == "", "no practitioner has read a row yet"


def test_no_row_stands_twice():
    keys = [row.key for row in Rules.standard().rows]
    assert len(set(keys)) == len(keys)


def test_every_row_that_gives_a_date_says_from_what_until_when_and_what_closes_it():
    for row in Rules.standard().rows:
        if row.computability not in {"yes", "confirm"} or row.counted in {"effect", "extended"}:
            continue
        assert row.period is not None, row.rule
        if row.counted not in {"priority", "diligence", "diligence_proceeding"}:
            assert row.words("closed_by") or row.closed_by_both, row.rule


def test_every_word_of_every_row_is_a_code_or_a_category():
    text = "\n".join([",".join(COLUMNS)])
    assert Rules.standard().with_rows(text) == Rules.standard()


@pytest.mark.skipif(not THEIRS.is_file(), reason=f"no table of facts at {THEIRS}")
def test_every_rule_of_the_table_of_facts_is_in_ours():
    with Path(THEIRS).open(encoding="utf-8", newline="") as file:
        ids = {row["rule_id"] for row in csv.DictReader(file)}
    assert ids == Rules.standard().ids


def test_all_mistakes_in_a_user_s_rules_are_told_at_once_with_their_lines():
    text = HEAD + (
        "# my own\n"
        "MINE,Mine,event,confirm,3 weeks,NOAM,60\n"
        "MINE,Mine,sometimes,perhaps,3 months,NOPE @nothing,60 often\n"
        ",Mine,event,confirm,,NOAM,\n"
    )
    with pytest.raises(TableError) as error:
        Rules.standard().with_rows(text)
    lines = [line for line, _ in error.value.mistakes]
    said = str(error.value)
    assert set(lines) == {3, 4, 5}
    for words in ("'3 weeks' is not a period", "'sometimes' is none of", "'perhaps' is none of", "NOPE is no code",
                  "@nothing is no code", "'often' is no number of days", "rule is empty", "period is empty"):  # fmt: skip
        assert words in said, words


def test_a_row_of_the_user_replaces_ours_and_another_is_added():
    ours = Rules.standard()
    mine = ours.with_rows(HEAD + "MINE,My own date,event,warning,,NOAM,\n")
    assert len(mine.rows) == len(ours.rows) + 1
    again = mine.with_rows(HEAD + "MINE,My own date again,event,warning,,NOAM,\n")
    assert [row.title for row in again.rows if row.rule == "MINE"] == ["My own date again"]


def test_a_column_that_is_not_known_is_refused():
    with pytest.raises(TableError, match="the column 'deadline' is not known"):
        Rules.standard().with_rows("rule,title,counted,computability,deadline\n")
