"""Bodies of answers, form by form: what they say, and that nothing else is taken for an answer."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.samples import sample
from watcher.adapters.tsdr.answers import modified_dates, root_of, serial_numbers
from watcher.trademark.model import ModifiedDates
from watcher.trademark.numbers import NumberKind, parse_case_number

DAY = date(2023, 3, 22)
REFERENCE = parse_case_number(NumberKind.REFERENCE, "Z1231384")
REGISTRATION = parse_case_number(NumberKind.REGISTRATION, "3500030")


def test_the_real_answer_of_last_update():
    found = modified_dates(sample("lastupdate", "sn97123456.json").read_bytes())
    assert found == {"97123456": ModifiedDates(prosecution=DAY, status=DAY)}


def info(data, **named):
    named = named or {"name": "Serial Number", "value": "97123456"}
    return {"caseData": data, **named}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            {"caseUpdateInfo": [info({"caseProsecutionData": {"lastModifiedDate": "2023-03-22"}})]},
            {"prosecution": DAY},
        ),
        ({"caseUpdateInfo": info({"caseStatusData": {"lastModifiedDate": "2023-03-22"}})}, {"status": DAY}),
        ({"caseUpdateInfo": [info({"caseDocsData": "2023-03-22"})]}, {"documents": DAY}),
        ({"caseUpdateInfo": [info({"lastModifiedDate": "2023-03-22T04:00:00.000+0000"})]}, {"whole": DAY}),
        (
            {"caseUpdateInfo": [info({"caseStatusData": {}, "caseDocsData": None, "lastModifiedDate": ""})]},
            {},
        ),
        ({"caseUpdateInfo": [info({"caseStatusData": []})]}, {}),
        ({"caseUpdateInfo": [info(None)]}, {}),
        ({"caseUpdateInfo": [info({}, serialNumber="97123456")]}, {}),
        ({"caseUpdateInfo": [info({}, serialNumber=97123456)]}, {}),
        ({"caseUpdateInfoList": {"caseUpdateInfo": [info({})]}}, {}),
    ],
)
def test_every_json_form(value, expected):
    assert modified_dates(json.dumps(value).encode()) == {"97123456": ModifiedDates(**expected)}


@pytest.mark.parametrize(
    "body",
    [
        "<CaseUpdateInfo>{}</CaseUpdateInfo>",
        '<CaseUpdateInfo xmlns="urn:us:gov:doc:uspto:trademark">{}</CaseUpdateInfo>',
        '<u:caseUpdateInfoList xmlns:u="urn:x"><CaseUpdateInfo>{}</CaseUpdateInfo></u:caseUpdateInfoList>',
    ],
)
def test_every_xml_form(body):
    inside = (
        "<Name>Serial Number</Name><Value>97123456</Value><CaseData><CaseProsecutionData>"
        "<LastModifiedDate a='b'> 2023-03-22 </LastModifiedDate></CaseProsecutionData><CaseDocsData/></CaseData>"
    )
    assert modified_dates(body.format(inside).encode()) == {"97123456": ModifiedDates(prosecution=DAY)}


def test_an_empty_list_is_no_case():
    assert modified_dates(b'{"caseUpdateInfo": []}') == {}
    assert modified_dates(b"<CaseUpdateInfoList/>") == {}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"OK",
        b"<html><body>maintenance</body></html>",
        b"[]",
        b'{"error": "none"}',
        b'{"caseUpdateInfo": [{"caseData": {}}]}',
        b'{"caseUpdateInfo": [{"caseData": {}, "name": "Registration Number", "value": "3500030"}]}',
        b'{"caseUpdateInfo": [{"caseData": {"lastModifiedDate": "yesterday"}, "serialNumber": "97123456"}]}',
        b'{"caseUpdateInfo": [{"caseData": {"lastModifiedDate": "2023-02-30"}, "serialNumber": "97123456"}]}',
        b'{"caseUpdateInfo": [{"caseData": {"lastModifiedDate": 20230322}, "serialNumber": "97123456"}]}',
        b'{"caseUpdateInfo": [',
        b"<CaseUpdateInfo><Value>97123456</Value>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><CaseUpdateInfo>&b;</CaseUpdateInfo>',
        b"\xff\xfe\x00",
        b'{"caseUpdateInfo": ' + b"[" * 100_000,
    ],
)
def test_what_is_no_answer_with_dates_is_refused(body):
    with pytest.raises(ValueError, match=r"^the answer "):
        modified_dates(body)


def transaction(asked, *serials, **status):
    cases = [{"status": {"serialNumber": serial, **status}} for serial in serials]
    return {"searchId": asked, "trademarks": cases}


def batch(*transactions):
    return json.dumps({"transactionList": list(transactions), "size": len(transactions)}).encode()


def test_one_number_can_stand_for_several_cases():
    assert serial_numbers(batch(transaction("Z1231384", 79123456, 79123457, 79123456)), REFERENCE) == (
        "79123456",
        "79123457",
    )


@pytest.mark.parametrize("asked", ["3500030", "rn3500030", 3500030])
def test_a_search_id_is_recognised_however_it_is_written(asked):
    assert serial_numbers(batch(transaction(asked, 7123456)), REGISTRATION) == ("07123456",)


def test_a_number_that_is_not_listed_is_unknown():
    assert serial_numbers(batch(), REGISTRATION) is None
    assert serial_numbers(batch(transaction("3500030")), REGISTRATION) is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"transactionList": {}}',
        batch(transaction("3500031", 77123456)),
        batch(transaction("3500030", 77123456, usRegistrationNumber="3500031")),
        batch(transaction("3500030", None)),
        b"<html/>",
    ],
)
def test_what_is_no_list_of_the_cases_that_were_asked_for_is_refused(body):
    with pytest.raises(ValueError, match=r"^the answer "):
        serial_numbers(body, REGISTRATION)


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "caseUpdateInfo",
                    "caseData",
                    "value",
                    "lastModifiedDate",
                    "transactionList",
                    "trademarks",
                    "status",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(json_like)
def test_whatever_json_comes_it_is_read_or_refused_never_a_crash(value):
    body = json.dumps(value).encode()
    for read in (modified_dates, lambda body: serial_numbers(body, REGISTRATION)):
        try:
            read(body)
        except ValueError as error:
            assert str(error).startswith("the answer ")  # noqa: PT017  # some of the values are answers


@pytest.mark.parametrize(
    ("body", "root"),
    [
        (b"<a:TrademarkTransaction xmlns:a='b'>", "TrademarkTransaction"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <html> -->\n<Transaction/>", "Transaction"),
        ("\ufeff<Transaction/>".encode("utf-16-le"), "Transaction"),
        (b"", ""),
        (b"plain", ""),
        (b"<!-- never closed", ""),
    ],
)
def test_the_root_is_found_from_the_first_bytes(body, root):
    assert root_of(body) == root
