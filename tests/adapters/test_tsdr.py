"""What is asked of TSDR and what a good answer is, against the simulated USPTO on a real port."""

import threading
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.adapters.misbehaving import Misbehaving, answer, dripping, headers
from tests.adapters.tsdr_support import DATES, OpenGate, client_for
from tests.fakes import FakeClock
from tests.samples import own_documents, sample
from watcher.adapters.clock import SystemClock
from watcher.adapters.limits import Limiter
from watcher.adapters.store import open_store
from watcher.adapters.tsdr import BundleForm
from watcher.config.settings import Limits, Rate, Secret
from watcher.errors import (
    AnswerTooLargeError,
    EmptyAnswerError,
    FormatRefusedError,
    KeyRefusedError,
    NoSuchCaseError,
    NotWhatWasAskedError,
    RateLimitedError,
    ServiceDownError,
    StopRequested,
)
from watcher.ports import RequestClass
from watcher.simulator import faults
from watcher.simulator import limits as office_limits
from watcher.simulator.modified import Branch, ModifiedStyle
from watcher.simulator.office import SIMULATOR_KEY, KeyKind, Office
from watcher.simulator.server import SimulatorServer
from watcher.trademark.numbers import NumberKind, SerialNumber, parse_case_number
from watcher.trademark.st96 import parse_status_document

UNKNOWN = SerialNumber("99999999")
SURE = "78787878"


@pytest.fixture
def office():
    office = Office(start=date(2026, 7, 1))
    for path in own_documents():
        office.put_document(path.read_bytes())
    return office


@pytest.fixture
def case(office):
    return SerialNumber(next(one for one in office.serial_numbers() if one != SURE))


@pytest.fixture
def gate():
    return OpenGate()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def client(office, gate, clock):
    with SimulatorServer(office) as server:
        client = client_for(server.base_url, gate=gate, clock=clock, api_key=Secret(SIMULATOR_KEY))
        yield client
        client.close()


def targets(office):
    return [request.target for request in office.requests]


def number(kind, text):
    return parse_case_number(NumberKind(kind), text)


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize("older", [False, True])
@pytest.mark.parametrize(
    ("namespace", "in_list"), [(False, False), (True, False), (False, True), (True, True)]
)
def test_modified_dates_are_read_in_every_form_that_was_seen(office, form, older, namespace, in_list):
    empty = (Branch.DOCUMENTS,)
    office.behave(modified=ModifiedStyle(older=older, namespace=namespace, in_list=in_list, empty=empty))
    if form == "xml":
        office.fail(faults.status(406), path=".json")
    with SimulatorServer(office) as server:
        client = client_for(server.base_url, api_key=Secret(SIMULATOR_KEY))
        dates = client.modified_dates(SerialNumber(SURE)).value
        client.close()
    assert dates.prosecution is not None
    assert (dates.status is None) is older
    assert dates.documents is None


def test_all_four_dates_are_kept_apart(office, client, case):
    office.behave(modified=ModifiedStyle(branches=tuple(Branch)))
    dates = client.modified_dates(case).value
    assert None not in (dates.prosecution, dates.status, dates.documents, dates.whole)


def test_no_dates_at_all_are_an_answer(office, client, case):
    office.behave(modified=ModifiedStyle(branches=(), empty=tuple(Branch)))
    assert client.modified_dates(case).value.newest is None


def test_json_is_asked_for_first_and_one_check_is_one_request(office, client, case, gate):
    client.modified_dates(case)
    assert targets(office) == [f"/last-update/info.json?sn={case}"]
    assert office.requests[0].headers["accept"] == "application/json"
    assert gate.taken == [RequestClass.REQUESTS]


def test_the_form_that_works_is_kept_for_a_while_and_then_json_is_tried_again(office, client, case, clock):
    office.fail(faults.maintenance_page(), path=".json", times=1)
    client.modified_dates(case)
    client.modified_dates(case)
    clock.advance(2 * 3600)
    client.modified_dates(case)
    assert [one.rsplit("/", 1)[1].partition("?")[0] for one in targets(office)] == [
        "info.json",
        "info.xml",
        "info.xml",
        "info.json",
    ]


def test_when_last_update_keeps_resetting_caseupdate_is_taken_and_later_left_again(
    office, client, case, clock, gate
):
    fault = office.fail(faults.reset(), path="/last-update/")
    assert client.modified_dates(case).value.newest is not None
    client.modified_dates(case)
    asked = [one.split("/info")[0] for one in targets(office)]
    assert asked == ["/last-update", "/ts/cd/caseupdate", "/ts/cd/caseupdate"]
    assert len(gate.taken) == 3
    office.clear_faults(fault)
    clock.advance(2 * 3600)
    office.forget_requests()
    client.modified_dates(case)
    assert targets(office) == [f"/last-update/info.json?sn={case}"]


def test_while_everything_is_down_a_check_costs_one_request(office, client, case, clock):
    office.fail(faults.status(503))
    for _ in range(5):
        with pytest.raises(ServiceDownError):
            client.modified_dates(case)
    assert len(office.requests) == 6
    clock.advance(11 * 60)
    with pytest.raises(ServiceDownError):
        client.modified_dates(case)
    assert len(office.requests) == 8


def test_an_address_that_is_gone_for_everybody_is_not_taken_for_a_case_that_is_gone(office, client, case):
    office.fail(faults.status(404), path="/last-update/")
    assert client.modified_dates(case).value.newest is not None
    assert "/ts/cd/caseupdate/info.json" in targets(office)[-1]


def test_dates_of_another_case_are_refused(office, client, case):
    office.fail(faults.other_case(SURE), path="info.json")
    office.fail(faults.other_case(SURE), path="info.xml")
    with pytest.raises(NotWhatWasAskedError, match="another case"):
        client.modified_dates(case)


def test_a_status_document_is_fetched_as_it_is_with_the_moments_for_the_record(office, client, case, clock):
    answer = client.status_document(case)
    assert answer.value == office.document(case)
    assert parse_status_document(answer.value, case).serial_number == case
    assert answer.asked_at == answer.answered_at == clock.now()
    assert answer.response_code == 200


def test_json_in_place_of_the_document_is_refused(office, client, case):
    office.fail(faults.json_for_xml(), path="casestatus")
    with pytest.raises(NotWhatWasAskedError):
        client.status_document(case)


def test_an_unknown_case_is_told_from_a_wrong_key_by_one_more_request_and_not_each_time(
    office, client, case, clock
):
    for _ in range(4):
        with pytest.raises(NoSuchCaseError):
            client.status_document(UNKNOWN)
    unknown = f"/ts/cd/casestatus/sn{UNKNOWN}/info.xml"
    assert targets(office) == [unknown, f"/ts/cd/casestatus/sn{SURE}/info.xml", unknown, unknown, unknown]
    clock.advance(11 * 60)
    with pytest.raises(NoSuchCaseError):
        client.status_document(UNKNOWN)
    assert len(office.requests) == 7


def test_where_cases_were_just_read_an_unknown_one_needs_no_test(office, client, case):
    client.modified_dates(case)
    with pytest.raises(NoSuchCaseError):
        client.modified_dates(UNKNOWN)
    assert len(office.requests) == 2


@pytest.mark.parametrize(
    "ask", ["modified_dates", "status_document", "raw_document", "mark_image", "document_list"]
)
def test_a_key_of_the_open_data_portal_is_called_what_it_is(office, client, case, ask):
    office.set_key(SIMULATOR_KEY, KeyKind.OPEN_DATA_PORTAL)
    with pytest.raises(KeyRefusedError, match="TSDR key is needed"):
        getattr(client, ask)(case)
    before = len(office.requests)
    with pytest.raises(KeyRefusedError, match="TSDR key is needed"):
        getattr(client, ask)(case)
    assert len(office.requests) == before + 1
    with pytest.raises(KeyRefusedError, match="TSDR key is needed"):
        client.test_key()


def test_a_case_is_not_called_unknown_while_the_key_cannot_be_tested(office, client):
    office.fail(faults.status(503), path=SURE)
    with pytest.raises(ServiceDownError):
        client.status_document(UNKNOWN)


@pytest.mark.parametrize("kind", [None, KeyKind.EXPIRED])
def test_a_key_that_nobody_knows_or_that_expired_is_refused(office, client, case, kind):
    office.set_key(SIMULATOR_KEY, kind)
    with pytest.raises(KeyRefusedError, match="missing, wrong or expired"):
        client.status_document(case)


def test_a_key_that_works_passes_its_test_and_a_service_that_is_down_proves_nothing(office, client):
    client.test_key()
    office.fail(faults.status(503))
    with pytest.raises(ServiceDownError):
        client.test_key()
    office.clear_faults()
    office.fail(faults.empty())
    with pytest.raises(EmptyAnswerError):
        client.test_key()


@pytest.mark.parametrize("kind", ["serial", "registration", "international", "reference_number"])
def test_numbers_of_every_kind_are_resolved_to_serial_numbers(office, client, kind):
    for serial in office.serial_numbers():
        record = office.record(serial)
        text = {
            "serial": record.serial_number,
            "registration": record.registration_number,
            "international": record.international_registration,
            "reference_number": record.reference_number,
        }[kind]
        if text:
            assert serial in client.serial_numbers(number(kind, text)).value
    assert office.requests


def test_a_real_answer_of_the_batch_address_is_understood(tls):
    body = sample("multistatus", "sn97123456.json").read_bytes()
    with Misbehaving(answer(body=body, Content_Type="application/json")) as server:
        client = client_for(server.base_url)
        assert client.serial_numbers(number("serial", "97123456")).value == ("97123456",)
        with pytest.raises(NotWhatWasAskedError):
            client.serial_numbers(number("serial", "97123457"))
        client.close()
    assert server.targets[0] == "/ts/cd/caseMultiStatus/sn?ids=97123456"


def test_a_number_that_the_batch_leaves_out_is_unknown_if_the_sure_case_is_found(office, client):
    for _ in range(2):
        with pytest.raises(NoSuchCaseError):
            client.serial_numbers(number("registration", "1234567"))
    asked = "/ts/cd/caseMultiStatus/rn?ids=1234567"
    assert targets(office) == [asked, f"/ts/cd/caseMultiStatus/sn?ids={SURE}", asked]


def test_a_batch_that_leaves_out_even_the_sure_case_proves_nothing(office, client):
    office.fail(faults.batch_missing(SURE))
    with pytest.raises(ServiceDownError):
        client.serial_numbers(number("registration", "1234567"))


def test_the_list_of_documents_is_typed_and_newest_first(office, client, case):
    documents = client.document_list(case).value
    assert {"APP", "DRW"} <= {one.type_code for one in documents}
    scanned = [one.scanned for one in documents]
    assert scanned == sorted(scanned, reverse=True)
    assert client.document_pdf(case, documents[0].docid).value.startswith(b"%PDF")


def test_a_list_of_documents_of_another_case_is_refused(office, client, case):
    office.fail(faults.other_case(SURE), path="casedocs")
    with pytest.raises(NotWhatWasAskedError, match="another case"):
        client.document_list(case)


def test_pictures_and_status_pdfs_are_what_they_say(office, client, case, gate):
    assert client.mark_image(case).value.startswith(b"\x89PNG")
    assert client.status_pdf(case).value.startswith(b"%PDF")
    assert gate.taken == [RequestClass.REQUESTS, RequestClass.DOWNLOADS]
    office.fail(faults.maintenance_page())
    for ask in (client.mark_image, client.status_pdf, client.raw_document):
        with pytest.raises(NotWhatWasAskedError, match="web page"):
            ask(case)


def test_a_bundle_of_several_cases_is_one_file(office, client, case, gate, tmp_path):
    numbers = [number("serial", case), number("serial", SURE)]
    to = tmp_path / "bundle.zip"
    days = {"first_day": date(1990, 1, 1), "last_day": date(2026, 1, 1), "category": "A"}
    assert client.documents_bundle(numbers, BundleForm.ZIP, to, **days).value == to
    assert zipfile.ZipFile(to).namelist()
    assert [file.name for file in tmp_path.iterdir()] == ["bundle.zip"]
    assert targets(office) == [
        f"/ts/cd/casedocs/bundle.zip?sn={case},{SURE}&fromDate=1990-01-01&toDate=2026-01-01&category=A&sort=date:A"
    ]
    assert gate.taken == [RequestClass.DOWNLOADS]


def test_a_bundle_of_numbers_of_several_kinds_is_a_mistake_of_the_caller(client, tmp_path):
    numbers = [number("serial", SURE), number("registration", "1234567")]
    with pytest.raises(ValueError, match="one kind"):
        client.documents_bundle(numbers, BundleForm.PDF, tmp_path / "x.pdf")


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        (faults.status(404), NoSuchCaseError),
        (faults.empty(), EmptyAnswerError),
        (faults.maintenance_page(), NotWhatWasAskedError),
        (faults.cut_short(), ServiceDownError),
        (faults.status(406), FormatRefusedError),
    ],
)
def test_a_bundle_that_does_not_come_leaves_what_was_there(office, client, case, tmp_path, effect, error):
    to = tmp_path / "bundle.pdf"
    to.write_bytes(b"of last week")
    office.fail(effect, path="bundle")
    with pytest.raises(error):
        client.documents_bundle(number("serial", case), BundleForm.PDF, to)
    assert to.read_bytes() == b"of last week"
    assert list(tmp_path.iterdir()) == [to]


def test_a_bundle_beyond_the_size_limit_is_refused_and_leaves_nothing(tmp_path):
    with Misbehaving(answer(body=b"%PDF" + b" " * 200_000)) as server:
        client = client_for(server.base_url, max_body=100_000)
        with pytest.raises(AnswerTooLargeError):
            client.documents_bundle(number("serial", SURE), BundleForm.PDF, tmp_path / "x.pdf")
        client.close()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_takes_no_more_is_not_called_a_trouble_of_the_uspto(
    office, client, case, tmp_path, monkeypatch
):
    with pytest.raises(FileNotFoundError):
        client.documents_bundle(number("serial", case), BundleForm.PDF, tmp_path / "no" / "x.pdf")
    assert office.requests == ()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("watcher.adapters.tsdr.download.os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        client.documents_bundle(number("serial", case), BundleForm.PDF, tmp_path / "x.pdf")
    assert list(tmp_path.iterdir()) == []


def test_with_the_real_limiter_a_429_makes_the_next_request_wait_as_long_as_it_says(
    office, clock, tmp_path, case
):
    store = open_store(tmp_path / "limits.db")
    limiter = Limiter(Limits(), store.reservations, clock, Secret(SIMULATOR_KEY))
    office.fail(faults.too_many(office_limits.RetryAfter.SECONDS, 90), times=1)
    with SimulatorServer(office) as server:
        client = client_for(server.base_url, gate=limiter, clock=clock, api_key=Secret(SIMULATOR_KEY))
        with pytest.raises(RateLimitedError):
            client.modified_dates(case)
        before = clock.now()
        client.modified_dates(case)
        client.close()
    store.close()
    assert clock.now() - before >= timedelta(seconds=90)


def test_many_threads_at_once_never_meet_the_offices_limit(office, tmp_path, case):
    office.set_limits(office_limits.Limits(requests_day=20, requests_night=20))
    stop = threading.Event()
    store = open_store(tmp_path / "limits.db")
    clock = SystemClock(stop)
    limiter = Limiter(Limits(requests=Rate(20, 20)), store.reservations, clock, Secret(SIMULATOR_KEY))
    done = []

    def work():
        try:
            while True:
                client.modified_dates(case)
                done.append(1)
                if len(done) == 20:
                    threading.Timer(0.2, stop.set).start()
        except StopRequested:
            store.close()

    with SimulatorServer(office) as server:
        client = client_for(server.base_url, gate=limiter, clock=clock, api_key=Secret(SIMULATOR_KEY))
        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        client.close()
    store.close()
    assert [request.response_code for request in office.requests] == [200] * 20


def test_a_connection_that_was_idle_for_long_is_not_trusted(monkeypatch):
    monkeypatch.setattr("watcher.adapters.tsdr.http.IDLE_SECONDS", 0.0)
    with Misbehaving(answer(body=DATES)) as server:
        client = client_for(server.base_url)
        client.modified_dates(SerialNumber("97123456"))
        client.modified_dates(SerialNumber("97123456"))
        client.close()
    assert server.connections == 2


def test_moments_are_those_of_asking_and_of_the_last_byte():
    body = headers(Content_Length=len(DATES)) + DATES
    with Misbehaving(dripping(body, pause=0.05, size=len(body) // 4)) as server:
        client = client_for(server.base_url)
        before = datetime.now(UTC)
        got = client.modified_dates(SerialNumber("97123456"))
        client.close()
    assert before <= got.asked_at < got.answered_at - timedelta(seconds=0.1)
