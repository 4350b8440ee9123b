"""The command line as people use it: what it prints, its exit status, and that no mistake of theirs is a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.acceptance.running import Webhook, tmwatch, write_watchlist
from watcher.simulator import SIMULATOR_KEY, KeyKind, Office, SimulatorServer, faults
from watcher.simulator import prosecution as p
from watcher.simulator.record import OwnerEntry, Party, Record
from watcher.simulator.script import ScriptedCase

SERIAL = "97000001"
HOSTILE = "<!channel> \x1b[31mRED\u202e @everyone"


@pytest.fixture
def office() -> Office:
    def case(serial: str, mark: str, **more: str) -> ScriptedCase:
        beginning = Record(serial, date(2025, 1, 2), mark, owners=(OwnerEntry(10, Party("Azuki LLC")),))
        steps = [
            p.filing(date(2025, 1, 2)),
            p.new_application_entered(date(2025, 1, 6)),
            p.non_final_action(date(2026, 6, 10)),
        ]
        return ScriptedCase(beginning.but(**more), steps)

    hostile = HOSTILE.replace("\x1b", "")  # XML has no escape characters
    return Office(
        [
            case(SERIAL, "AZUKI ZEN"),
            case("97000002", hostile),
            case("97000003", "IR", international_registration="0835690"),
        ],
        start=date(2026, 6, 1),
    )


@pytest.fixture
def server(office: Office) -> Iterator[SimulatorServer]:
    with SimulatorServer(office) as made:
        yield made


@pytest.fixture
def hook() -> Iterator[Webhook]:
    with Webhook() as made:
        yield made


@pytest.fixture
def watchlist(tmp_path: Path, server: SimulatorServer, hook: Webhook) -> Path:
    marks = [SERIAL, "97000002", 'international: "0835690"']
    return write_watchlist(tmp_path, server.base_url, {"hook": hook.url}, [("Acme", ["hook"], marks)])


@pytest.fixture
def checked(watchlist: Path, office: Office, hook: Webhook) -> Path:
    """A watchlist whose cases were seen, and then changed."""
    assert tmwatch("check", watchlist=watchlist).returncode == 0
    office.advance(date(2026, 6, 10))
    assert tmwatch("check", watchlist=watchlist).returncode == 0
    hook.posted.clear()
    return watchlist


def test_list_show_history_and_changes_tell_what_is_known(checked: Path) -> None:
    listed = tmwatch("list", watchlist=checked).stdout
    assert "AZUKI ZEN" in listed
    assert "Azuki LLC" in listed
    shown = tmwatch("show", "97/000,001", watchlist=checked).stdout
    assert "Non-final" in shown or "non-final" in shown
    assert "https://tsdr.uspto.gov/#caseNumber=97000001&caseType=SERIAL_NO&searchType=statusSearch" in shown
    assert "NON-FINAL ACTION E-MAILED" in tmwatch("history", SERIAL, watchlist=checked).stdout
    assert "NON-FINAL ACTION E-MAILED" in tmwatch("changes", watchlist=checked).stdout


def test_the_same_as_json_has_its_documented_keys(checked: Path) -> None:
    listed = json.loads(tmwatch("list", "--json", watchlist=checked).stdout)
    assert {"serial_number", "mark", "owner", "status_code", "status", "checked_at", "changed_at"} <= set(
        listed[0]
    )
    shown = json.loads(tmwatch("show", SERIAL, "--json", watchlist=checked).stdout)
    assert shown["case"]["mark"]["text"] == "AZUKI ZEN"
    history = json.loads(tmwatch("history", SERIAL, "--json", watchlist=checked).stdout)
    assert [event["code"] for event in history["prosecution_history"]][-1] == "NWAP"
    changes = json.loads(tmwatch("changes", SERIAL, "--json", watchlist=checked).stdout)
    assert {change["kind"] for change in changes} >= {"status", "prosecution_event"}
    assert {
        "id",
        "serial_number",
        "mark",
        "detected_at",
        "kind",
        "summary",
        "old",
        "new",
        "date",
        "severity",
    } == set(changes[0])


def test_what_an_applicant_writes_steers_no_terminal(checked: Path) -> None:
    for command in (("list",), ("show", "97000002"), ("changes",)):
        printed = tmwatch(*command, watchlist=checked).stdout
        assert "\u202e" not in printed
        assert "\x1b" not in printed


def test_a_refused_key_is_exit_status_3_and_told_to_the_operator(
    watchlist: Path, office: Office, hook: Webhook
) -> None:
    office.set_key(SIMULATOR_KEY, None)
    checked = tmwatch("check", watchlist=watchlist)
    assert checked.returncode == 3
    assert "Traceback" not in checked.stderr
    (subject,) = hook.subjects()
    assert "refused the API key" in subject


def test_a_key_of_the_wrong_kind_is_told_apart_from_a_case_that_does_not_exist(
    watchlist: Path, office: Office
) -> None:
    watchlist.write_text(watchlist.read_text().replace(SERIAL, "97999999"))
    unknown = tmwatch("check", "--json", watchlist=watchlist)
    assert unknown.returncode == 1
    (failed,) = json.loads(unknown.stdout)["failed"]
    assert failed["serial_number"] == failed["asked"] == "97999999"
    assert "no such case" in failed["reason"]
    office.set_key(SIMULATOR_KEY, KeyKind.OPEN_DATA_PORTAL)
    assert tmwatch("check", watchlist=watchlist).returncode == 3


def test_a_case_that_fails_is_exit_status_1_and_said_with_its_number(watchlist: Path, office: Office) -> None:
    office.fail(faults.status(500), case=SERIAL)
    checked = tmwatch("check", watchlist=watchlist)
    assert checked.returncode == 1
    assert SERIAL in checked.stderr


def test_a_dry_run_sends_and_stores_nothing(watchlist: Path, hook: Webhook) -> None:
    dry = tmwatch("check", "--dry-run", watchlist=watchlist)
    assert dry.returncode == 0, dry.stderr
    assert "nothing stored, nothing sent" in dry.stdout
    assert hook.posted == []
    assert json.loads(tmwatch("list", "--json", watchlist=watchlist).stdout) == []


def test_a_mistake_in_the_watchlist_is_exit_status_2_with_its_line_and_no_traceback(watchlist: Path) -> None:
    watchlist.write_text(
        watchlist.read_text().replace(SERIAL, "9700001").replace("operator: hook", "operator: hok")
    )
    line = watchlist.read_text().splitlines().index("operator: hok") + 1
    for command in ("check", "run", "validate"):
        refused = tmwatch(command, watchlist=watchlist)
        assert refused.returncode == 2
        assert "2 mistakes" in refused.stderr
        assert f"watchlist.yaml:{line}" in refused.stderr
        assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("show", "123"),
        ("show", "97999999"),
        ("check", "97999999"),
        ("add", "x"),
        ("notify", "test", "nobody"),
    ],
)
def test_a_mistake_on_the_command_line_is_exit_status_2_and_says_what_would_be_right(
    checked: Path, words: tuple[str, ...]
) -> None:
    refused = tmwatch(*words, watchlist=checked)
    assert refused.returncode == 2
    assert "(" in refused.stderr or "write" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_without_a_watchlist_it_says_how_to_get_one(tmp_path: Path) -> None:
    refused = tmwatch("list", TMWATCH_CONFIG=str(tmp_path / "none.yaml"))
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_looking_before_the_first_check_says_what_to_do(watchlist: Path) -> None:
    for command in ("list", "status", "changes"):
        early = tmwatch(command, watchlist=watchlist)
        assert early.returncode == 1
        assert "tmwatch check" in early.stderr


def test_init_writes_a_starter_that_validates_and_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "watchlist.yaml"
    assert tmwatch("init", path).returncode == 0
    validated = tmwatch("validate", watchlist=path, USPTO_API_KEY="k" * 32, SMTP_PASSWORD="p@ss")
    assert validated.returncode == 0, validated.stderr
    assert tmwatch("init", path).returncode == 2


def test_validate_online_tries_the_key_the_numbers_and_the_channels(watchlist: Path) -> None:
    online = tmwatch("validate", "--online", watchlist=watchlist)
    assert online.returncode == 0, online.stderr
    assert "The USPTO takes the key." in online.stdout
    assert "international registration 0835690 is serial number 97000003" in online.stdout


def test_add_and_remove_edit_the_file_and_keep_its_comments(watchlist: Path) -> None:
    watchlist.write_text("# ours\n" + watchlist.read_text())
    assert tmwatch("add", "97/000,004", "--label", "NEW", watchlist=watchlist).returncode == 0
    assert "97000004" in watchlist.read_text().replace("/", "").replace(",", "")
    assert watchlist.read_text().startswith("# ours\n")
    assert tmwatch("remove", "97000004", watchlist=watchlist).returncode == 0
    assert "NEW" not in watchlist.read_text()


def test_notify_test_sends_one_test_notice(watchlist: Path, hook: Webhook) -> None:
    sent = tmwatch("notify", "test", "hook", watchlist=watchlist)
    assert sent.returncode == 0, sent.stderr
    assert len(hook.posted) == 1
    hook.answers = [404]
    assert tmwatch("notify", "test", "hook", watchlist=watchlist).returncode == 1


@pytest.mark.parametrize(
    ("what", "begins"),
    [("status", b"%PDF"), ("xml", b"<?xml"), ("image", b"\x89PNG"), ("pdf", b"%PDF"), ("zip", b"PK")],
)
def test_get_fetches_a_document_into_a_file(
    watchlist: Path, tmp_path: Path, what: str, begins: bytes
) -> None:
    to = tmp_path / "out"
    got = tmwatch("get", SERIAL, what, "--output", to, watchlist=watchlist)
    assert got.returncode == 0, got.stderr
    assert to.read_bytes().startswith(begins)


def test_get_lists_the_file_wrapper(watchlist: Path) -> None:
    listed = json.loads(tmwatch("get", SERIAL, "documents", "--json", watchlist=watchlist).stdout)
    assert {"docid", "type_code", "description", "mailed"} <= set(listed[0])


def test_status_says_what_was_read_and_what_is_wrong(checked: Path, office: Office) -> None:
    office.fail(faults.status(500), case=SERIAL)
    tmwatch("check", watchlist=checked)
    status = tmwatch("status", watchlist=checked).stdout
    assert "3 of 3 cases read" in status
    assert "1 could not be checked" in status
    assert "No daemon is running" in status
