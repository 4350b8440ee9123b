"""`tmwatch explain`: what a code means, without a watchlist or with the user's own words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.acceptance.running import tmwatch, write_watchlist


def test_an_event_code_is_explained_with_its_severity_and_the_legal_date_that_it_starts() -> None:
    told = tmwatch("explain", "CNRT", "F")
    assert told.returncode == 0
    assert "The examining attorney refused registration; a response is needed." in told.stdout
    assert "critical to the owner, important to a competitor" in told.stdout
    assert "OA_RESPONSE: Response to office action, 3 months, extendable to 6 months" in told.stdout
    assert "suspension inquiry" not in told.stdout, "the rule's other rows begin with other codes"


@pytest.mark.parametrize("words", [["cnrt", "f"], ["CNRTF"], ["CNRT F"]])
def test_a_code_and_its_type_may_be_written_together_or_apart(words: list[str]) -> None:
    found = json.loads(tmwatch("explain", "--json", *words).stdout)
    assert [(one["code"], one["type"]) for one in found["events"]] == [("CNRT", "F")]


def test_a_code_without_its_type_names_all_of_them() -> None:
    found = json.loads(tmwatch("explain", "--json", "CNRT").stdout)
    assert {one["type"] for one in found["events"]} >= {"F", "R"}
    assert set(found["events"][0]) == {
        "code", "type", "description", "category", "words", "owner", "competitor", "rules", "note", "source",
    }  # fmt: skip


def test_a_status_code_says_whether_the_case_lives() -> None:
    assert "The case is: live, pending" in tmwatch("explain", "630").stdout
    assert json.loads(tmwatch("explain", "602", "--json").stdout)["statuses"][0]["standing"] == "dead"


def test_a_code_of_no_table_is_said_to_be_in_none_and_is_exit_status_1() -> None:
    told = tmwatch("explain", "QQQQ")
    assert told.returncode == 1
    assert told.stderr.startswith("QQQQ is in no table")
    told = tmwatch("explain", "QQQQ", "--json")
    assert (told.returncode, json.loads(told.stdout)["known"]) == (1, False)


def test_the_users_own_words_go_over_ours(tmp_path: Path) -> None:
    watchlist = write_watchlist(tmp_path, "http://127.0.0.1:9", {"hook": "json://127.0.0.1:9"}, [])
    watchlist.write_text(watchlist.read_text() + "codes_file: own.csv\n")
    own = tmp_path / "own.csv"
    own.write_text("code,type,category,words,owner\nQQQQ,I,office_action,Ours.,noise\n")
    told = tmwatch("explain", "QQQQ", watchlist=watchlist).stdout
    assert "Ours." in told
    assert "noise to the owner" in told
    own.write_text("code,type,category,owner\nQQQQ,I,office_action,loud\n")
    told = tmwatch("explain", "QQQQ", watchlist=watchlist)
    assert (told.returncode, "own.csv:2: owner: 'loud'" in told.stderr) == (2, True)


def test_two_codes_at_once_are_a_mistake_of_the_command_line() -> None:
    assert tmwatch("explain", "CNRT", "F", "NWAP").returncode == 2
