"""Many cases in one request, asked of the simulated office over real HTTP."""

import json

import pytest

from tests.adapters.tsdr_support import OpenGate, client_for
from watcher.config.settings import Secret
from watcher.errors import (
    BatchTooLargeError,
    EmptyAnswerError,
    KeyRefusedError,
    NoSuchCaseError,
    NotWhatWasAskedError,
    RateLimitedError,
    ServiceDownError,
)
from watcher.ports import RequestClass
from watcher.simulator import SIMULATOR_KEY, KeyKind, Office, SimulatorServer, faults
from watcher.simulator.demo import DEMO_END, demo_cases
from watcher.trademark.numbers import SerialNumber

CASES = demo_cases()
SERIALS = [SerialNumber(case.serial_number) for case in CASES]
UNKNOWN = SerialNumber("97000000")
PATH = "/ts/cd/caseMultiStatus"


@pytest.fixture
def office():
    return Office(CASES, start=DEMO_END)


@pytest.fixture
def gate():
    return OpenGate()


@pytest.fixture
def client(office, gate):
    with SimulatorServer(office) as server:
        client = client_for(server.base_url, gate=gate, api_key=Secret(SIMULATOR_KEY))
        yield client
        client.close()


def test_one_request_of_the_ordinary_class_gives_all_the_cases(client, gate, office):
    answer = client.case_statuses(SERIALS)
    assert set(answer.value.reports) == set(SERIALS)
    assert answer.value.missing == frozenset()
    assert gate.taken == [RequestClass.REQUESTS]
    (asked,) = office.requests
    assert f"ids={','.join(SERIALS)}" in asked.query  # literal commas
    assert answer.asked_at <= answer.answered_at


def test_the_answer_stays_the_same_until_the_case_changes(client, office):
    first, again = client.case_statuses(SERIALS), client.case_statuses(SERIALS[::-1])
    assert {serial: report.digest for serial, report in first.value.reports.items()} == {
        serial: report.digest for serial, report in again.value.reports.items()
    }


def test_an_unknown_case_is_missing_and_the_others_are_there(client):
    batch = client.case_statuses([UNKNOWN, *SERIALS]).value
    assert batch.missing == {UNKNOWN}
    assert set(batch.reports) == set(SERIALS)


def test_when_none_is_known_the_key_is_tested_before_that_is_believed(client, office):
    with pytest.raises(NoSuchCaseError):
        client.case_statuses([UNKNOWN])


def test_a_key_of_the_wrong_kind_is_told_from_cases_that_nobody_knows(client, office):
    office.set_key(SIMULATOR_KEY, KeyKind.OPEN_DATA_PORTAL)
    with pytest.raises(KeyRefusedError):
        client.case_statuses(SERIALS)


def test_a_batch_that_is_cut_short_says_who_is_missing(client, office):
    office.behave(batch_limit=5)
    batch = client.case_statuses(SERIALS).value
    assert batch.oversized
    assert batch.missing == set(SERIALS[5:])


@pytest.mark.parametrize("effect", [faults.status(413), faults.status(414), faults.batch_oversized()])
def test_a_batch_that_is_refused_for_its_size_asks_for_a_smaller_one(client, office, effect):
    office.fail(effect, path=PATH)
    with pytest.raises(BatchTooLargeError):
        client.case_statuses(SERIALS)


@pytest.mark.parametrize(
    ("effect", "missing"),
    [
        (faults.batch_missing(SERIALS[2]), {SERIALS[2]}),
        (faults.batch_missed(SERIALS[2]), {SERIALS[2]}),
        (faults.batch_partial(4), set(SERIALS[4:])),
    ],
)
def test_what_an_answer_leaves_out_is_missing(client, office, effect, missing):
    office.fail(effect, path=PATH)
    assert client.case_statuses(SERIALS).value.missing == missing


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        (faults.status(503), ServiceDownError),
        (faults.status(401), KeyRefusedError),
        (faults.status(429), RateLimitedError),
        (faults.status(200, b"<html>Maintenance</html>", "text/html"), NotWhatWasAskedError),
        (faults.status(200, b" ", "application/json"), EmptyAnswerError),
        (faults.status(200, b"{}", "application/json"), NotWhatWasAskedError),
        (faults.status(200, b"[" * 200_000, "application/json"), NotWhatWasAskedError),
        (
            faults.status(
                200,
                json.dumps({"transactionList": [{"trademarks": [{"status": {"serialNumber": 1}}]}]}).encode(),
                "application/json",
            ),
            NotWhatWasAskedError,
        ),
    ],
)
def test_every_other_answer_is_the_error_that_it_is_for_a_single_case(client, office, effect, error):
    office.fail(effect, path=PATH)
    with pytest.raises(error) as caught:
        client.case_statuses(SERIALS)
    assert caught.value.asked_at is not None


def test_the_other_endpoints_go_on_while_the_batch_is_down(client, office):
    office.fail(faults.status(503), path=PATH)
    assert client.modified_dates(SERIALS[0]).value.newest is not None
