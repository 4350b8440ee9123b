"""`tmwatch proof` as people use it: what it prints, its exit status, its CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.acceptance import running
from tests.acceptance.running import write_watchlist
from tests.adapters.proof_support import (
    DAY,
    HOUR,
    LATER,
    MIDNIGHT,
    check,
    hourly,
    opened,
    serial,
    tamper,
    thin_all,
    write,
)
from watcher.cli import application
from watcher.cli.proof_csv import COLUMNS
from watcher.cli.proof_text import length
from watcher.trademark.state import CheckOutcome

STATEMENT = "record of checks, in support of the duty of 37 CFR 2.23(d)"


def tmwatch(*words: str | Path, watchlist: Path) -> Result:
    """In this process, for it is quicker; one test calls the command itself."""
    given = ["--config", str(watchlist), *map(str, words)]
    return CliRunner().invoke(application(given), given)


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    """Four cases, watched for three days, with nobody looking from 17:00 to 20:00 UTC on the second."""
    path = write_watchlist(
        tmp_path, "http://127.0.0.1:9", {"hook": "json://127.0.0.1:9"}, [("Acme", ["hook"], ["97000000"])]
    )
    quiet = (MIDNIGHT + 37 * HOUR, MIDNIGHT + 40 * HOUR)
    with opened(tmp_path / "tmwatch.db") as store:
        store.cases.watch([serial(n) for n in range(4)], MIDNIGHT, forget_others=False)
        write(store, [one for one in hourly() if not quiet[0] <= one.asked_at < quiet[1]])
        store.cases.watch([], MIDNIGHT + 3 * DAY, forget_others=True)
        store.proof.seal(LATER)
    return path


def test_a_case_is_shown_with_its_checks_its_gaps_and_what_the_record_is(watchlist: Path) -> None:
    shown = running.tmwatch(
        "proof", "97/000,003", "--from", "2026-06-02", "--to", "2026-06-02", watchlist=watchlist
    )
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(f"tmwatch: {STATEMENT}\n")
    assert "  22 checks\n" in shown.stdout
    assert "Gaps longer than 2 h (twice poll.every): 1" in shown.stdout
    assert "    4 h (2026-06-02 12:00:01 EDT to 2026-06-02 16:00:01 EDT)" in shown.stdout
    lines = [line for line in shown.stdout.splitlines() if "\t" in line]
    assert lines[0].split("\t") == ["Asked", "What", "Code", "Outcome", "Digest", "Detail"]
    assert len(lines) == 23
    assert "one request for 2 cases" in shown.stdout


def test_without_a_number_each_case_is_a_line(watchlist: Path) -> None:
    shown = tmwatch("proof", watchlist=watchlist).stdout
    assert STATEMENT in shown
    lines = [line.split("\t") for line in shown.splitlines() if "\t" in line]
    assert [line[0] for line in lines[1:]] == [serial(n) for n in range(4)]
    assert lines[1][2:4] == ["75", "3"]
    assert lines[4][6:] == ["4 h", "1"]


def test_moments_are_in_the_zone_of_the_watchlist_and_gaps_twice_its_pace(watchlist: Path) -> None:
    watchlist.write_text(watchlist.read_text() + "time_zone: Europe/Berlin\npoll:\n  every: 4h\n")
    shown = tmwatch("proof", "97000003", "--to", "2026-06-01", watchlist=watchlist).stdout
    assert "Watched from 2026-06-01 06:00:00 CEST" in shown
    assert "First good check 2026-06-01 06:00:01 CEST, last 2026-06-01 23:00:01 CEST" in shown
    assert "Gaps longer than 8 h (twice poll.every): none" in shown


def test_csv_has_a_line_for_each_check_of_each_case(watchlist: Path, tmp_path: Path) -> None:
    one = tmwatch("proof", "97000003", "--csv", "-", watchlist=watchlist)
    lines = list(csv.DictReader(io.StringIO(one.stdout)))
    assert len(lines) == 72
    assert tuple(lines[0]) == COLUMNS
    assert lines[0] == {
        "row": "2",
        "serial_number": "97000003",
        "asked_at": "2026-06-01T04:00:01.000Z",
        "answered_at": "2026-06-01T04:00:02.000Z",
        "asked": "probe",
        "response_code": "200",
        "outcome": "same",
        "digest": "dddddddd",
        "cases": "2",
        "detail": "",
    }
    written = tmwatch("proof", "--csv", tmp_path / "all.csv", watchlist=watchlist)
    assert written.exit_code == 0, written.stderr
    with (tmp_path / "all.csv").open() as file:
        assert len(list(csv.DictReader(file))) == 4 * 72 + 3 + 1


def test_what_a_server_says_is_no_formula_in_a_spreadsheet(watchlist: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "tmwatch.db") as store:
        write(store, [check(MIDNIGHT + 4 * DAY, 0, outcome=CheckOutcome.FAILED, detail="=HYPERLINK(1)")])
    printed = tmwatch("proof", "97000000", "--csv", "-", watchlist=watchlist).stdout
    assert "'=HYPERLINK" in printed
    assert ",=HYPERLINK" not in printed


def test_json_has_its_documented_keys(watchlist: Path) -> None:
    data = json.loads(
        tmwatch("proof", "97000000", "--from", "2026-06-01", "--json", watchlist=watchlist).stdout
    )
    assert set(data) == {"statement", "from", "to", "gap_limit_seconds", "thinned_until", "head", "cases"}
    assert data["statement"] == STATEMENT
    assert (data["from"], data["gap_limit_seconds"]) == ("2026-06-01T04:00:00Z", 7200)
    assert set(data["head"]) == {"day", "number", "digest"}
    (case,) = data["cases"]
    assert set(case) == {
        "serial_number", "mark", "watched", "checks", "failed", "first_at", "last_at", "longest_gap", "gaps", "record",
    }  # fmt: skip
    assert case["watched"] == [{"from": "2026-06-01T04:00:00Z", "to": "2026-06-04T04:00:00Z"}]
    assert case["gaps"] == [
        {"from": "2026-06-02T16:00:00Z", "to": "2026-06-02T20:00:00Z", "seconds": 14400, "tries": 1}
    ]
    assert set(case["record"][0]) == set(COLUMNS)
    everything = json.loads(tmwatch("proof", "--json", watchlist=watchlist).stdout)
    assert "record" not in everything["cases"][0]
    assert len(everything["cases"]) == 4


def test_verify_says_what_it_verified_and_finds_what_was_altered(watchlist: Path, tmp_path: Path) -> None:
    head = tmwatch("proof", "--head", watchlist=watchlist).stdout.split()[0]
    good = tmwatch("proof", "--verify", "--head-was", head.upper(), watchlist=watchlist)
    assert good.exit_code == 0, good.stdout
    assert "3 sealed days from 2026-06-01 to 2026-06-03" in good.stdout
    assert f"Head: {head}" in good.stdout
    assert "is in the chain" in good.stdout
    other = tmwatch("proof", "--head-was", "0" * 64, watchlist=watchlist)
    assert other.exit_code == 1
    assert "NOT in the chain" in other.stdout
    tamper(tmp_path / "tmwatch.db", "UPDATE checks SET outcome = 'same' WHERE outcome = 'failed'")
    bad = tmwatch("proof", "--verify", watchlist=watchlist)
    assert bad.exit_code == 1
    assert "2026-06-02: row " in bad.stdout
    assert "(97000000, asked 2026-06-02T16:30:00.000Z)" in bad.stdout
    found = json.loads(tmwatch("proof", "--verify", "--json", watchlist=watchlist).stdout)
    assert set(found) == {
        "rows", "days", "thinned_days", "first_day", "last_day", "head", "has_head", "findings",
    }  # fmt: skip
    assert [finding["day"] for finding in found["findings"]] == ["2026-06-01", "2026-06-02", "2026-06-03"]


def test_a_thinned_record_says_so_and_shows_no_false_gaps(watchlist: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "tmwatch.db") as store:
        thin_all(store)
    shown = tmwatch("proof", "97000003", watchlist=watchlist).stdout
    assert "the record is thinned" in shown
    assert "Gaps longer than 2 h (twice poll.every): none" in shown
    assert "3 of them thinned" in tmwatch("proof", "--verify", watchlist=watchlist).stdout


def test_status_shows_the_head(watchlist: Path) -> None:
    head = json.loads(tmwatch("proof", "--head", "--json", watchlist=watchlist).stdout)
    assert head["digest"] in tmwatch("status", watchlist=watchlist).stdout
    assert json.loads(tmwatch("status", "--json", watchlist=watchlist).stdout)["head"] == head


@pytest.mark.parametrize(
    "words",
    [
        ("97999999",),
        ("12",),
        ("--from", "yesterday"),
        ("--from", "0001-01-01"),
        ("--to", "9999-12-31"),
        ("--to", ""),
        ("--from", "2026-06-02", "--to", "2026-06-01"),
        ("--csv", "-", "--json"),
        ("--verify", "97000000"),
        ("--head-was", "abc"),
        ("--csv", "/nonexistent/folder/x.csv"),
    ],
)
def test_a_mistake_is_exit_status_2_and_says_what_would_be_right(
    watchlist: Path, words: tuple[str, ...]
) -> None:
    refused = tmwatch("proof", *words, watchlist=watchlist)
    assert refused.exit_code == 2
    assert "(" in refused.stderr or "write" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_pace_that_is_none_is_said(watchlist: Path) -> None:
    watchlist.write_text(watchlist.read_text() + "poll: {every: often}\n")
    refused = tmwatch("proof", watchlist=watchlist)
    assert refused.exit_code == 2
    assert "poll.every" in refused.stderr
    assert tmwatch("list", watchlist=watchlist).exit_code == 0


def test_before_the_first_day_is_over_there_is_no_head_and_all_verifies(
    tmp_path: Path, watchlist: Path
) -> None:
    (tmp_path / "tmwatch.db").unlink()
    with opened(tmp_path / "tmwatch.db"):
        pass
    assert "No day is sealed yet" in tmwatch("proof", "--head", watchlist=watchlist).stderr
    verified = tmwatch("proof", "--verify", watchlist=watchlist)
    assert verified.exit_code == 0
    assert "Verified 0 rows: no sealed day yet" in verified.stdout
    assert "No case was watched yet" in tmwatch("proof", watchlist=watchlist).stdout


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59, "59 s"), (3600, "1 h"), (3905, "1 h 5 min"), (187200, "2 d 4 h")]
)
def test_lengths_of_time_are_said_in_their_two_largest_units(seconds: int, words: str) -> None:
    assert length(timedelta(seconds=seconds)) == words
