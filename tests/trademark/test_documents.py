"""The list of the documents in a case's file wrapper, typed."""

from datetime import UTC, date, datetime

import pytest

from tests.samples import sample
from watcher.errors import UnreadableDocumentError
from watcher.trademark.documents import CaseDocument, parse_document_list

LIST = """<?xml version="1.0"?><DocumentList xmlns="urn:us:gov:doc:uspto:trademark">{}</DocumentList>"""
ONE = """<Document><SerialNumber>97123456</SerialNumber><DocumentTypeCode>NOA</DocumentTypeCode>
<DocumentTypeCodeDescriptionText>Notice of Abandonment</DocumentTypeCodeDescriptionText>{}</Document>"""


def only(inside):
    (document,) = parse_document_list(LIST.format(ONE.format(inside)).encode())
    return document


def test_the_real_list_of_a_case():
    documents = parse_document_list(sample("casedocs", "sn97123456.xml").read_bytes())
    assert [one.docid for one in documents] == [
        "NOA20230322202053",
        "CAR20220930163732",
        "APP20211117091440",
        "DRW20211117091440",
    ]
    assert documents[0] == CaseDocument(
        serial_number="97123456",
        type_code="NOA",
        description="Notice of Abandonment",
        category="Outgoing",
        category_code="O",
        mailed=date(2023, 3, 22),
        scanned=datetime(2023, 3, 23, 0, 20, 53, tzinfo=UTC),
        pages=1,
        media_types=("application/xml",),
        docid="NOA20230322202053",
    )
    assert documents[2].media_types == ("application/xml", "image/jpeg")


def test_a_single_document_is_a_list_of_one():
    data = sample("casedocs", "sn97123456-NOA20230322.xml").read_bytes()
    assert [one.type_code for one in parse_document_list(data)] == ["NOA"]


def test_an_empty_file_wrapper_is_an_empty_list():
    assert parse_document_list(LIST.format("").encode()) == ()


def test_without_a_scan_time_a_document_is_named_by_its_mail_date():
    document = only("<MailRoomDate>2007-09-26-04:00</MailRoomDate>")
    assert document.docid == "NOA20070926"
    assert document.scanned is None


def test_what_cannot_be_read_of_a_document_is_left_open():
    document = only(
        "<MailRoomDate>soon</MailRoomDate><ScanDateTime>2023-99-22T20:20:53</ScanDateTime>"
        "<TotalPageQuantity>many</TotalPageQuantity><PageMediaTypeList/>"
    )
    assert (document.mailed, document.scanned, document.pages, document.media_types) == (None, None, None, ())


def test_addresses_in_the_list_of_a_bundle_are_kept():
    document = only("<UrlPathList><UrlPath>https://a</UrlPath><UrlPath>https://b</UrlPath></UrlPathList>")
    assert document.addresses == ("https://a", "https://b")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"<html/>",
        b"<Other/>",
        b"<DocumentList><Document>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><DocumentList/>',
    ],
)
def test_what_is_no_list_of_documents_is_refused(data):
    with pytest.raises(UnreadableDocumentError):
        parse_document_list(data)
