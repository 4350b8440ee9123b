"""Every address of tsdr.md's table "Requests", asked over real HTTP."""

from __future__ import annotations

import io
import struct
import xml.etree.ElementTree as ET
import zipfile
import zlib
from datetime import date

import pytest

from tests.simulator.cases import madrid_drawing
from watcher.simulator import Branch, InfoFormat, ModifiedStyle, UnknownCase

USPTO = "{urn:us:gov:doc:uspto:trademark}"
IDS = ("sn99995001", "sn79995002", "refA9995002", "ir1995002")


def test_modified_dates_come_in_the_form_of_the_sample(get):
    assert get("/last-update/info.json?sn=99995001").json() == {
        "caseUpdateInfo": [
            {
                "caseData": {
                    "caseProsecutionData": {"lastModifiedDate": "2024-06-10"},
                    "caseStatusData": {"lastModifiedDate": "2024-06-10"},
                },
                "name": "Serial Number",
                "value": "99995001",
            }
        ]
    }
    assert (
        get("/ts/cd/caseupdate/info.json?sn=99995001").json()
        == get("/last-update/info.json?sn=99995001").json()
    )


def test_modified_dates_come_in_the_older_form_when_told(get, office):
    office.behave(modified=ModifiedStyle(older=True))

    assert get("/last-update/info.json?sn=99995001").json() == {
        "caseUpdateInfo": [
            {
                "caseData": {"caseProsecutionData": {"lastModifiedDate": "2024-06-10"}},
                "serialNumber": "99995001",
            }
        ]
    }


def test_any_branch_of_the_modified_dates_may_be_absent_or_empty(get, office):
    office.behave(modified=ModifiedStyle(branches=(Branch.DOCUMENTS, Branch.WHOLE), empty=(Branch.STATUS,)))

    data = get("/last-update/info.json?sn=99995001").json()["caseUpdateInfo"][0]["caseData"]

    assert data == {
        "caseDocsData": {"lastModifiedDate": "2024-06-10"},
        "lastModifiedDate": "2024-06-10",
        "caseStatusData": {},
    }


@pytest.mark.parametrize("namespace", [True, False])
@pytest.mark.parametrize("in_list", [True, False])
def test_modified_dates_come_as_xml_in_all_its_forms(get, office, namespace, in_list):
    office.behave(modified=ModifiedStyle(namespace=namespace, in_list=in_list))
    n = USPTO if namespace else ""

    root = ET.fromstring(get("/last-update/info.xml?sn=99995001").content)

    info = root.find(f"{n}CaseUpdateInfo") if in_list else root
    assert info is not None
    assert root.tag == f"{n}CaseUpdateInfoList" if in_list else f"{n}CaseUpdateInfo"
    assert info.findtext(f"{n}CaseData/{n}CaseProsecutionData/{n}LastModifiedDate") == "2024-06-10"


@pytest.mark.parametrize("case_id", IDS)
def test_a_case_is_found_by_each_of_its_numbers(get, case_id):
    answer = get(f"/ts/cd/casestatus/{case_id}/info.xml", headers={"Accept": "application/xml"})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml"
    serial = "99995001" if "9999" in case_id and "sn" in case_id else "79995002"
    assert f">{serial}<".encode() in answer.content


def test_a_registration_number_is_known_from_the_day_of_registration(get, office):
    assert get("/ts/cd/casestatus/rn9995001/info.xml").status_code == 404

    office.advance(date(2026, 12, 8))

    assert b">99995001<" in get("/ts/cd/casestatus/rn9995001/info.xml").content


def test_one_international_registration_can_cover_several_cases(get, office):
    office.add_case(madrid_drawing("79995003"))

    value = get("/ts/cd/caseMultiStatus/ir?ids=1995002").json()

    numbers = [one["status"]["serialNumber"] for one in value["transactionList"][0]["trademarks"]]
    assert numbers == [79995002, 79995003]


def test_a_batch_leaves_unknown_ids_out(get):
    value = get("/ts/cd/caseMultiStatus/sn?ids=99995001,11111111,78787878").json()

    assert [one["searchId"] for one in value["transactionList"]] == ["99995001", "78787878"]
    assert value["size"] == 2
    assert value["oversized"] is False


def test_a_batch_that_is_too_large_says_so(get, office):
    office.behave(batch_limit=1)

    value = get("/ts/cd/caseMultiStatus/sn?ids=99995001,78787878").json()

    assert value["oversized"] is True
    assert value["size"] == 1


def test_status_info_goes_by_the_accept_header(get):
    path = "/ts/cd/casestatus/sn99995001/info"
    assert get(path, headers={"Accept": "application/xml"}).content.startswith(b"<?xml")
    assert "trademarks" in get(path, headers={"Accept": "application/json"}).json()


def test_status_info_for_any_type_is_as_unstable_as_it_was_seen(get, office):
    path = "/ts/cd/casestatus/sn99995001/info"
    office.behave(info_format=InfoFormat.TURNS)
    types = {get(path).headers["Content-Type"] for _ in range(2)}
    assert types == {"application/xml", "application/json"}

    office.behave(info_format=InfoFormat.JSON)
    assert get(path).headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("name", ["content", "content.html"])
def test_the_status_is_a_page(get, name):
    answer = get(f"/ts/cd/casestatus/sn99995001/{name}")
    assert answer.headers["Content-Type"] == "text/html"
    assert b"NUTTY TEST" in answer.content


@pytest.mark.parametrize("name", ["download.pdf", "content.pdf"])
def test_the_status_is_a_pdf(get, name):
    answer = get(f"/ts/cd/casestatus/sn99995001/{name}")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert_pdf(answer.content)


def assert_pdf(body: bytes) -> None:
    assert body.startswith(b"%PDF-1.4")
    assert body.rstrip().endswith(b"%%EOF")
    place = int(body.rsplit(b"startxref", 1)[1].split()[0])
    assert body[place:].startswith(b"xref")
    entries = [line for line in body[place:].splitlines() if line.endswith(b" n ")]
    for number, line in enumerate(entries, start=1):
        assert body[int(line[:10]) :].startswith(b"%d 0 obj" % number)


def test_the_status_is_a_zip_with_the_document_in_it(get, office):
    body = get("/ts/cd/casestatus/sn99995001/content.zip").content
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert archive.testzip() is None
        document = archive.read("sn99995001/sn99995001_status_st96.xml")
    assert document == office.document("99995001")


def test_the_file_wrapper_is_xml_without_ids_or_addresses_and_never_json(get):
    assert get("/ts/cd/casedocs/sn99995001/info", headers={"Accept": "application/json"}).status_code == 406

    root = ET.fromstring(get("/ts/cd/casedocs/sn99995001/info").content)

    kinds = [one.findtext(f"{USPTO}DocumentTypeCode") for one in root]
    assert root.tag == f"{USPTO}DocumentList"
    assert sorted(kinds) == ["APP", "DRW", "OOA"]
    assert kinds[0] == "OOA"
    assert root.find(f".//{USPTO}UrlPath") is None


def test_a_bundle_lists_the_papers_of_several_cases_with_addresses_that_work(get):
    root = ET.fromstring(get("/ts/cd/casedocs/bundle.xml?sn=99995001,79995002&sort=date:A").content)

    days = [one.findtext(f"{USPTO}MailRoomDate") for one in root]
    assert days == sorted(days)
    serials = {one.findtext(f"{USPTO}SerialNumber") for one in root}
    assert serials == {"99995001", "79995002"}
    for url in root.iter(f"{USPTO}UrlPath"):
        path = (url.text or "").removeprefix("https://tsdrapi.uspto.gov")
        assert_pdf(get(path).content)


def test_a_bundle_is_narrowed_by_type_category_and_date(get):
    def count(query: str) -> int:
        return len(ET.fromstring(get(f"/ts/cd/casedocs/bundle.xml?sn=99995001{query}").content))

    assert count("") == 3
    assert count("&type=OOA") == 1
    assert count("&category=A") == 1
    assert count("&date=2024-06-10") == 1
    assert count("&fromDate=2024-01-01&toDate=2024-02-01") == 2


@pytest.mark.parametrize(
    "query", ["type=OOA&sn=99995001", "sn=99995001%2C79995002", "sn=99995001%2c79995002", "", "sn=abc"]
)
def test_a_bundle_wants_the_case_first_and_literal_commas(get, query):
    assert get(f"/ts/cd/casedocs/bundle.pdf?{query}").status_code == 400


def test_a_bundle_comes_as_pdf_and_zip(get):
    assert_pdf(get("/ts/cd/casedocs/bundle.pdf?sn=99995001").content)
    body = get("/ts/cd/casedocs/bundle.zip?sn=99995001").content
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        assert len(archive.namelist()) == 3


def test_one_paper_is_found_by_type_and_scan_time_and_by_type_and_mail_date(get):
    info = get("/ts/cd/casedoc/sn99995001/OOA20240610/info")
    scanned = ET.fromstring(info.content).findtext(f"{USPTO}ScanDateTime") or ""
    docid = "OOA" + "".join(c for c in scanned[:19] if c.isdigit())

    assert get(f"/ts/cd/casedoc/sn99995001/{docid}/info").content == info.content
    assert_pdf(get(f"/ts/cd/casedoc/sn99995001/{docid}/download.pdf").content)
    assert_pdf(get(f"/ts/cd/casedoc/sn99995001/{docid}/content.pdf").content)
    assert get("/ts/cd/casedoc/sn99995001/NOA20240610/info").status_code == 404


def test_the_image_is_a_png_with_a_date(get):
    answer = get("/ts/cd/rawImage/99995001")

    assert answer.headers["Last-Modified"].endswith("GMT")
    body = answer.content
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    place, kinds, pixels = 8, [], b""
    while place < len(body):
        length, kind = struct.unpack(">I4s", body[place : place + 8])
        data = body[place + 8 : place + 8 + length]
        assert struct.unpack(">I", body[place + 8 + length : place + 12 + length])[0] == zlib.crc32(
            kind + data
        )
        pixels += data if kind == b"IDAT" else b""
        kinds.append(kind)
        place += 12 + length
    assert kinds == [b"IHDR", b"IDAT", b"IEND"]
    assert len(zlib.decompress(pixels)) == 64 * (1 + 96 * 3)


@pytest.mark.parametrize("case_id", ["99995001", "sn9999500", "xx99995001", "rn", "sn9999500100"])
def test_a_malformed_id_is_a_400(get, case_id):
    assert get(f"/ts/cd/casestatus/{case_id}/info.xml").status_code == 400


@pytest.mark.parametrize("query", ["", "?sn=", "?sn=1", "?sn=99995001,78787878"])
def test_modified_dates_are_given_for_one_serial_number_only(get, query):
    assert get(f"/last-update/info.json{query}").status_code == 400


@pytest.mark.parametrize(
    ("how", "code"), [(UnknownCase.NOT_FOUND, 404), (UnknownCase.NO_CONTENT, 204), (UnknownCase.EMPTY, 200)]
)
def test_an_unknown_case_is_answered_in_the_ways_that_are_documented(get, office, how, code):
    office.behave(unknown_case=how)
    for path in ("/ts/cd/casestatus/sn11111111/info.xml", "/last-update/info.json?sn=11111111"):
        answer = get(path)
        assert answer.status_code == code
        assert how is UnknownCase.NOT_FOUND or answer.content == b""


def test_the_self_test_case_is_always_known(get):
    assert get("/ts/cd/casestatus/sn78787878/info.xml").status_code == 200
    assert get("/last-update/info.json?sn=78787878").status_code == 200


def test_answers_carry_the_headers_of_the_service(get):
    headers = get("/last-update/info.json?sn=78787878").headers
    assert headers["Cache-Control"] == "no-cache, no-store"
    assert "ETag" not in headers
    assert len(headers["x-l7-reqid"]) == 32
    assert "Set-Cookie" in headers


def test_unknown_addresses_and_methods_are_refused(get, server):
    import requests

    assert get("/ts/cd/nothing").status_code == 404
    answer = requests.post(
        server.base_url + "/last-update/info.json?sn=78787878",
        headers={"USPTO-API-KEY": "simulator-key-of-nobody-0000000000000001"},
        timeout=5,
    )
    assert answer.status_code == 405
