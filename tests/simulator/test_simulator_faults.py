"""Every row of tsdr.md's table "Answers", and worse, on command."""

from __future__ import annotations

import gzip
import json
import zlib
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
import requests

from watcher.simulator import Office, RetryAfter, Section, SimulatorServer, faults
from watcher.simulator.reader import read_record
from watcher.trademark.st96 import parse_status_document

DOCUMENT = "/ts/cd/casestatus/sn99995001/info.xml"
DATES = "/last-update/info.json?sn=99995001"
PARTS = {
    Section.ASSIGNMENTS: "assignments",
    Section.PROCEEDINGS: "proceedings",
    Section.EVENTS: "events",
    Section.OWNERS: "owners",
    Section.GOODS: "goods",
    Section.ATTORNEY: "attorney",
}
BATCH = "/ts/cd/caseMultiStatus/sn?ids=99995001,79995002,78787878"


@pytest.mark.parametrize("code", [400, 401, 403, 404, 406, 500, 502, 503])
def test_any_response_code_as_often_as_told(get, office, code):
    office.fail(faults.status(code), times=2)

    assert [get(DOCUMENT).status_code for _ in range(3)] == [code, code, 200]


@pytest.mark.parametrize("code", [200, 204])
def test_an_empty_answer(get, office, code):
    office.fail(faults.empty(code))
    answer = get(DOCUMENT)
    assert (answer.status_code, answer.content) == (code, b"")


def test_a_maintenance_page_with_response_code_200(get, office):
    office.fail(faults.maintenance_page())
    answer = get(DOCUMENT)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html"
    assert b"maintenance" in answer.content


def test_json_where_xml_was_asked_for(get, office):
    office.fail(faults.json_for_xml())
    answer = get(DOCUMENT, headers={"Accept": "application/xml"})
    assert answer.json()["trademarks"][0]["status"]["serialNumber"] == 99995001


def test_a_wrong_content_type(get, office):
    office.fail(faults.content_type("text/plain"))
    answer = get(DOCUMENT)
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.content == office.document("99995001")


@pytest.mark.parametrize("path", [DOCUMENT, DATES, "/ts/cd/casestatus/ref99995001/info.xml"])
def test_the_answer_for_another_case(get, office, path):
    office.fail(faults.other_case("78787878"))
    answer = get(path.replace("ref99995001", "refA9995002"))
    assert b"78787878" in answer.content
    assert b"99995001" not in answer.content


def test_too_many_requests_with_and_without_retry_after(get, office):
    office.fail(faults.too_many(), times=1)
    assert "Retry-After" not in get(DATES).headers

    office.fail(faults.too_many(RetryAfter.SECONDS, 17), times=1)
    answer = get(DATES)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "17")

    office.fail(faults.too_many(RetryAfter.DATE, 3600), times=1)
    ahead = parsedate_to_datetime(get(DATES).headers["Retry-After"]) - datetime.now(UTC)
    assert timedelta(minutes=58) < ahead < timedelta(minutes=61)


def test_a_connection_that_is_reset(get, office):
    office.fail(faults.reset(), times=1)
    with pytest.raises(requests.ConnectionError, match="reset"):
        get(DOCUMENT)
    assert get(DOCUMENT).status_code == 200


def test_a_connection_that_is_closed_without_an_answer(get, office):
    office.fail(faults.close_without_answer(), times=1)
    with pytest.raises(requests.ConnectionError, match="without response"):
        get(DOCUMENT)


def test_a_body_that_is_shorter_than_promised(get, office):
    office.fail(faults.cut_short(0.5), times=1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        get(DOCUMENT)


def test_a_document_that_ends_in_the_middle_with_a_length_that_agrees(get, office):
    office.fail(faults.truncated(0.5))
    body = get(DOCUMENT).content
    assert body == office.document("99995001")[: len(body)]
    with pytest.raises(ValueError, match="not well-formed"):
        read_record(body)


def test_a_body_that_drips(get, office):
    office.fail(faults.drip(0.001, size=100), path="last-update")
    assert get(DATES).json()["caseUpdateInfo"]


def test_an_answer_that_never_comes_and_does_not_hold_up_the_end(office):
    with SimulatorServer(office) as server:
        office.fail(faults.hang())
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.get(
                server.base_url + DOCUMENT,
                headers={"USPTO-API-KEY": "simulator-key-of-nobody-0000000000000001"},
                timeout=0.05,
            )


def test_a_drip_does_not_hold_up_the_end(office):
    server = SimulatorServer(office).start()
    office.fail(faults.drip(60))
    answer = requests.get(
        server.base_url + DOCUMENT,
        headers={"USPTO-API-KEY": "simulator-key-of-nobody-0000000000000001"},
        timeout=5,
        stream=True,
    )
    with answer:
        server.close()


def test_a_compressed_body(get, office):
    office.fail(faults.gzipped())
    answer = get(DOCUMENT, stream=True)
    assert answer.headers["Content-Encoding"] == "gzip"
    raw = answer.raw.read(decode_content=False)
    assert gzip.decompress(raw) == office.document("99995001")


def test_a_small_body_that_becomes_a_huge_one(get, office):
    office.fail(faults.gzip_bomb(50_000_000))
    raw = get(DOCUMENT, stream=True).raw.read(decode_content=False)
    assert len(raw) < 100_000
    assert len(gzip.decompress(raw)) == 50_000_000


def test_one_member_is_a_valid_start_of_the_bomb():
    sent = faults.gzip_bomb(2_000_000)(None, None).body
    opened = zlib.decompressobj(wbits=31)
    assert len(opened.decompress(sent)) == 1_000_000
    assert opened.unused_data


def test_a_body_that_is_too_large(get, office):
    office.fail(faults.oversized(3_000_000))
    assert len(get(DOCUMENT).content) == 3_000_000


def test_a_redirect_to_another_host_and_to_the_same(get, office, server):
    office.fail(faults.redirect("http://localhost:1/elsewhere"), times=1)
    answer = get(DOCUMENT, allow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://localhost:1/elsewhere"

    office.fail(faults.redirect("/ts/cd/casestatus/sn78787878/info.xml", 307), times=1)
    assert b"78787878" in get(DOCUMENT).content


@pytest.mark.parametrize(
    ("section", "lost"),
    [
        (Section.ASSIGNMENTS, b"<ns2:AssignmentIdentifier>"),
        (Section.PROCEEDINGS, b"<ns1:OppositionIdentifier>"),
        (Section.EVENTS, b"<ns2:MarkEvent>"),
        (Section.OWNERS, b"<ns2:Applicant "),
        (Section.GOODS, b"<ns2:GoodsServicesDescriptionText "),
        (Section.ATTORNEY, b"<ns2:DocketText>"),
    ],
)
def test_a_section_that_silently_vanishes_takes_nothing_else_along(get, office, section, lost):
    office.advance(date(2027, 6, 1))
    whole = get(DOCUMENT).content
    fault = office.fail(faults.without_sections(section))
    without = get(DOCUMENT).content
    office.clear_faults(fault)

    assert lost in whole
    assert lost not in without
    before, after = parse_status_document(whole), parse_status_document(without)
    changed = [one for one, part in PARTS.items() if getattr(before, part) != getattr(after, part)]
    assert changed == [section]
    assert get(DOCUMENT).content == whole


def test_masked_addresses_come_and_go(get, office):
    office.fail(faults.masked_emails(), times=1)
    masked, plain = (read_record(get(DOCUMENT).content).correspondent for _ in range(2))
    assert {masked.main_email, *masked.other_emails} == {"XXXX"}
    assert plain.main_email == "main@attorney.example"


def test_another_mark_in_an_otherwise_true_document(get, office):
    path = "MarkRepresentation/MarkReproduction/WordMarkSpecification/MarkVerbalElementText"
    office.fail(faults.edited(path, "<NOT> & OURS"))
    assert read_record(get(DOCUMENT).content).mark == "<NOT> & OURS"


def test_a_batch_with_missing_missed_partial_and_oversized_answers(get, office):
    def ask(effect: faults.Effect) -> tuple[list[str], dict[str, object]]:
        office.fail(effect, times=1)
        value = get(BATCH).json()
        return [one["searchId"] for one in value["transactionList"]], value

    assert ask(faults.batch_missing("79995002"))[0] == ["99995001", "78787878"]
    found, value = ask(faults.batch_missed("79995002"))
    assert (found, value["missedElements"]) == (["99995001", "78787878"], ["79995002"])
    found, value = ask(faults.batch_partial(1))
    assert (found, value["size"]) == (["99995001"], 3)
    found, value = ask(faults.batch_oversized())
    assert (found, value["oversized"]) == ([], True)


def test_last_update_resets_while_caseupdate_works(get, office):
    office.fail(faults.reset(), path="/last-update/")
    with pytest.raises(requests.ConnectionError):
        get(DATES)
    assert get("/ts/cd/caseupdate/info.json?sn=99995001").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/ts/cd/casestatus/refA9995002/info.xml",
        "/ts/cd/casestatus/sn79995002/info.xml",
        "/last-update/info.json?sn=79995002",
        "/ts/cd/caseMultiStatus/ref?ids=A9995002",
        "/ts/cd/casedocs/bundle.xml?ir=1995002",
        "/ts/cd/rawImage/79995002",
    ],
)
def test_a_fault_of_one_case_strikes_it_by_any_of_its_numbers_and_no_other(get, office, path):
    office.fail(faults.status(500), case="79995002")
    assert get(path).status_code == 500
    assert get(DOCUMENT).status_code == 200


def test_a_fault_lasts_for_a_while_of_the_calendar(get, office):
    saturday = datetime(2024, 6, 22, 4, tzinfo=UTC)
    office.fail(faults.status(503), since=saturday, until=saturday + timedelta(hours=6))

    codes = []
    for hours in (-1, 0, 5, 6):
        office.advance(saturday + timedelta(hours=hours))
        codes.append(get(DATES).status_code)

    assert codes == [200, 503, 503, 200]


def test_a_fault_strikes_where_any_other_condition_holds(get, office):
    fault = office.fail(faults.status(500), where=lambda request: "pdf" in request.path)
    assert get("/ts/cd/casestatus/sn99995001/download.pdf").status_code == 500
    assert get(DOCUMENT).status_code == 200
    assert fault.struck == 1


def test_the_last_of_several_faults_strikes_and_clearing_ends_one_or_all(get, office):
    first = office.fail(faults.status(500))
    second = office.fail(faults.status(503))
    assert get(DATES).status_code == 503
    office.clear_faults(second)
    assert get(DATES).status_code == 500
    office.fail(faults.status(502))
    office.clear_faults()
    assert get(DATES).status_code == 200
    assert first.struck == 1


def test_an_error_of_the_office_stays_an_error_under_a_change_of_the_answer(get, office):
    office.fail(faults.truncated())
    assert get("/ts/cd/casestatus/sn11111111/info.xml").status_code == 404


def test_faults_work_without_a_server():
    office = Office(start=date(2024, 1, 1))
    office.fail(faults.status(503))
    key = {"USPTO-API-KEY": "simulator-key-of-nobody-0000000000000001"}
    assert office.answer("GET", "/last-update/info.json", "sn=78787878", key).status == 503
    office.clear_faults()
    assert json.loads(office.answer("GET", "/last-update/info.json", "sn=78787878", key).body)
