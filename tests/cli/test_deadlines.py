"""Legal dates on the command line: listed, closed by a person, held against the firm's docket, exported to calendars."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.acceptance.running import Webhook, tmwatch, write_watchlist
from watcher.simulator import Office, SimulatorServer
from watcher.simulator import prosecution as p
from watcher.simulator.record import OwnerEntry, Party, Record
from watcher.simulator.script import ScriptedCase
from watcher.trademark.deadlines.periods import Period

SERIAL, RIVAL = "97000001", "97000002"
TODAY = datetime.now(UTC).astimezone(ZoneInfo("America/New_York")).date()
FILED = TODAY - timedelta(days=400)
ISSUED = TODAY - timedelta(days=10)
DUE = Period(months=3).after(ISSUED)
ID = f"{SERIAL}:OA_RESPONSE:entry-4"


@pytest.fixture(scope="module")
def office() -> Office:
    def case(serial: str, mark: str) -> ScriptedCase:
        beginning = Record(serial, FILED, mark, owners=(OwnerEntry(10, Party("Azuki LLC")),))
        steps = [
            p.filing(FILED),
            p.new_application_entered(FILED + timedelta(days=4)),
            p.non_final_action(ISSUED),
        ]
        return ScriptedCase(beginning, steps)

    return Office([case(SERIAL, "AZUKI ZEN"), case(RIVAL, "RIVAL")], start=TODAY)


@pytest.fixture
def watchlist(tmp_path: Path, office: Office) -> Iterator[Path]:
    with SimulatorServer(office) as server, Webhook() as hook:
        groups = [("Acme", ["hook"], [f"{{serial: {SERIAL}, matter: 1042-7, client: Acme Corp}}"])]
        groups.append(("Rivals", ["hook"], [RIVAL]))
        file = write_watchlist(tmp_path, server.base_url, {"hook": hook.url}, groups)
        file.write_text(file.read_text().replace("name: Rivals", "name: Rivals\n    role: competitor"))
        assert tmwatch("check", watchlist=file).returncode == 0
        yield file


def listed(watchlist: Path, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        tmwatch("deadlines", *options, "--json", watchlist=watchlist).stdout
    )
    return found


def response(watchlist: Path) -> dict[str, Any]:
    return next(one for one in listed(watchlist, "--from", "2000-01-01") if one["id"] == ID)


def test_deadlines_are_listed_by_their_day_with_the_days_that_are_left(watchlist: Path) -> None:
    assert DUE is not None
    found = response(watchlist)
    assert (found["due"], found["days_left"], found["state"]) == (DUE.isoformat(), (DUE - TODAY).days, "open")
    assert (found["matter"], found["clients"], found["groups"]) == ("1042-7", ["Acme Corp"], ["Acme"])
    table = tmwatch("deadlines", watchlist=watchlist).stdout
    assert f"{DUE}\t{(DUE - TODAY).days}\tAZUKI ZEN (97000001, 1042-7)\tResponse to office action" in table
    assert "Computed from TSDR data; the USPTO document controls." in table
    days = [one["due"] for one in listed(watchlist) if one["due"]]
    assert days == sorted(days)


def test_of_a_competitors_mark_only_the_time_to_oppose_is_ours(watchlist: Path) -> None:
    assert {one["serial_number"] for one in listed(watchlist, "--from", "2000-01-01")} == {SERIAL}


def test_days_and_clients_choose_what_is_listed(watchlist: Path) -> None:
    assert DUE is not None
    day, before = DUE.isoformat(), (DUE - timedelta(days=1)).isoformat()
    assert ID in {one["id"] for one in listed(watchlist, "--from", day, "--to", day)}
    assert ID not in {one["id"] for one in listed(watchlist, "--to", before)}
    assert ID in {one["id"] for one in listed(watchlist, "--client", "acme corp", "--open")}
    told = tmwatch("deadlines", "--client", "Nobody", watchlist=watchlist)
    assert (told.returncode, "one of: Acme Corp" in told.stderr) == (2, True)
    told = tmwatch("deadlines", "--from", "tomorrow", watchlist=watchlist)
    assert (told.returncode, "--from: 'tomorrow' is no day" in told.stderr) == (2, True)


def test_the_firms_own_due_date_stands_beside_the_legal_one(watchlist: Path) -> None:
    assert DUE is not None
    with watchlist.open("a") as file:
        file.write("internal_due: 7 days before\n")
    assert response(watchlist)["internal_due"] == (DUE - timedelta(days=7)).isoformat()


def test_a_person_closes_a_date_and_takes_it_back_and_both_words_stay(watchlist: Path) -> None:
    words = ("--by", "Jane Roe", "--reason", "filed on paper")
    assert tmwatch("deadline", "close", ID, *words, watchlist=watchlist).returncode == 0
    closed = response(watchlist)
    assert (closed["state"], closed["open"]) == ("closed by a person", False)
    assert "Jane Roe" in closed["why"]
    assert ID not in {one["id"] for one in listed(watchlist, "--open")}
    again = tmwatch("deadline", "close", ID, *words, watchlist=watchlist)
    assert (again.returncode, "is closed already" in again.stderr) == (2, True)
    back = ("--by", "Jane Roe", "--reason", "returned by the USPTO")
    assert tmwatch("deadline", "reopen", ID, *back, watchlist=watchlist).returncode == 0
    assert response(watchlist)["state"] == "open"
    said = json.loads(tmwatch("deadline", "log", SERIAL, "--json", watchlist=watchlist).stdout)
    assert [(one["action"], one["by"], one["reason"]) for one in said] == [
        ("close", "Jane Roe", "filed on paper"),
        ("reopen", "Jane Roe", "returned by the USPTO"),
    ]


def test_a_word_outlives_the_next_reading_of_the_case(watchlist: Path) -> None:
    words = ("--by", "Jane Roe", "--reason", "filed on paper")
    assert tmwatch("deadline", "close", ID, *words, watchlist=watchlist).returncode == 0
    assert tmwatch("check", "--full", watchlist=watchlist).returncode == 0
    assert response(watchlist)["state"] == "closed by a person"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((f"{SERIAL}:OA_RESPONSE:entry-9", "--by", "J", "--reason", "x"), f"of this case: {ID}"),
        ((ID, "--by", " ", "--reason", "x"), "--by is empty"),
        ((ID, "--by", "J", "--reason", " "), "--reason is empty"),
        (("97999999:A:b", "--by", "J", "--reason", "x"), "97999999 was never watched"),
        (("nonsense", "--by", "J", "--reason", "x"), "is no serial number"),
    ],
)
def test_a_word_on_nothing_or_by_nobody_is_refused(
    watchlist: Path, words: tuple[str, ...], told: str
) -> None:
    refused = tmwatch("deadline", "close", *words, watchlist=watchlist)
    assert refused.returncode == 2
    assert told in refused.stderr


def test_the_firms_docket_is_held_against_ours(watchlist: Path, tmp_path: Path) -> None:
    assert DUE is not None
    docket = tmp_path / "docket.csv"
    docket.write_text(f"Serial No.,Action,Due Date\n97/000001,Response to Office Action,{DUE:%m/%d/%Y}\n")
    agreed = tmwatch("reconcile", docket, "--json", watchlist=watchlist)
    lines = {line["deadline"]: line for line in json.loads(agreed.stdout)["lines"]}
    assert (lines[ID]["verdict"], lines[ID]["row"]) == ("matched", 2)
    later = DUE + timedelta(days=20)
    docket.write_text(
        f"Serial No.,Action,Due Date\n{SERIAL},Response to Office Action,{later}\n99000000,OA,{later}\n"
    )
    found = tmwatch("reconcile", docket, watchlist=watchlist)
    assert found.returncode == 1
    assert (
        f"different\tAZUKI ZEN (97000001)\t{DUE}\t{later}\tResponse to office action\t2\tthe docket is 20 days LATER"
        in found.stdout
    )
    assert f"missing here\t99000000\t-\t{later}\tOA\t3\tthe case is not watched" in found.stdout
    rows = list(
        csv.DictReader(io.StringIO(tmwatch("reconcile", docket, "--csv", "-", watchlist=watchlist).stdout))
    )
    assert {row["verdict"] for row in rows} >= {"different", "missing here"}
    assert {row["serial_number"] for row in rows} == {SERIAL, "99000000"}, (
        "a competitor's mark is in no docket"
    )


def test_a_mistake_of_the_docket_names_row_and_column(watchlist: Path, tmp_path: Path) -> None:
    docket = tmp_path / "docket.csv"
    docket.write_text(f"Serial No.,Action,Due Date\n{SERIAL},OA,soon\n")
    told = tmwatch("reconcile", docket, watchlist=watchlist)
    assert (told.returncode, "docket.csv:2: column 'Due Date': 'soon' is no day" in told.stderr) == (2, True)


def test_deadlines_go_to_a_calendar_which_updates_them(watchlist: Path, tmp_path: Path) -> None:
    def event() -> icalendar.Event:
        file = tmp_path / "docket.ics"
        assert tmwatch("export", "ics", "--group", "Acme", "-o", file, watchlist=watchlist).returncode == 0
        found = icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")
        return next(one for one in found if str(one["uid"]) == f"{ID}@tmwatch")

    first = event()
    assert (first.decoded("dtstart"), first["sequence"], first["status"]) == (DUE, 0, "CONFIRMED")
    assert first["categories"].cats == ["Trademark deadline", "Acme", "Acme Corp"]
    words = ("--by", "Jane Roe", "--reason", "filed on paper")
    assert tmwatch("deadline", "close", ID, *words, watchlist=watchlist).returncode == 0
    assert tmwatch("check", "--full", watchlist=watchlist).returncode == 0
    closed = event()
    assert (closed["sequence"], closed["status"]) == (1, "CANCELLED")
    assert closed.decoded("last-modified") > first.decoded("last-modified") - timedelta(seconds=1)


def test_the_calendar_goes_to_standard_output_too_and_is_the_same_each_time(watchlist: Path) -> None:
    first = tmwatch("export", "ics", watchlist=watchlist).stdout
    assert first.startswith("BEGIN:VCALENDAR")
    assert first == tmwatch("export", "ics", watchlist=watchlist).stdout
    assert RIVAL not in first


def test_a_watchlist_with_a_mistake_keeps_nobody_from_looking_at_dates(watchlist: Path) -> None:
    with watchlist.open("a") as file:
        file.write("settle: soon\n")
    told = tmwatch("deadlines", watchlist=watchlist)
    assert (told.returncode, ID in told.stdout) == (0, True)
    assert "shown without clients and roles" in told.stderr
    assert tmwatch("deadlines", "--client", "Acme Corp", watchlist=watchlist).returncode == 2


def test_a_case_and_its_history_are_shown_in_words_and_with_their_dates(watchlist: Path) -> None:
    shown = tmwatch("show", SERIAL, watchlist=watchlist).stdout
    assert "The examining attorney refused registration; a response is needed." in shown
    assert f"{DUE} ({(DUE - TODAY).days} days left)  Response to office action  [{ID}]" in shown
    history = tmwatch("history", SERIAL, watchlist=watchlist).stdout
    assert "NON-FINAL ACTION E-MAILED\tGNRTO\tThe examining attorney refused registration" in history
    data = json.loads(tmwatch("show", SERIAL, "--json", watchlist=watchlist).stdout)
    assert ID in {one["id"] for one in data["deadlines"]}
    data = json.loads(tmwatch("history", SERIAL, "--json", watchlist=watchlist).stdout)
    assert {"office_action"} <= {one["category"] for one in data["prosecution_history"]}
