"""What is not a status document of the case asked for is refused with a reason, in bounded time and memory."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import DOCUMENTS, OLD_SCHEMA, sample
from watcher.errors import UnreadableDocumentError
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.st96 import MAX_DOCUMENT_BYTES, parse_status_document
from watcher.trademark.st96.leftovers import MAX_DEPTH
from watcher.trademark.st96.load import MAX_TAGS
from watcher.trademark.st96.take import MAX_TEXT

ORDINARY = (DOCUMENTS / "ordinary.xml").read_bytes()
ROOT = b"TrademarkTransaction"


def refusal(data: bytes, **how) -> str:
    with pytest.raises(UnreadableDocumentError) as caught:
        parse_status_document(data, **how)
    assert caught.value.reason == str(caught.value)
    return caught.value.reason


def with_trademark(inside: bytes) -> bytes:
    return ORDINARY.replace(b"<ns2:Trademark>", b"<ns2:Trademark>" + inside)


BILLION_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (ord("b") + n, b"&%c;" % (ord("a") + n) * 10) for n in range(20))
    + b"]><x>&u;</x>"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b'{"trademarks": []}', "JSON"),
        (b'  [{"a": 1}]', "JSON"),
        (b"<!DOCTYPE html><html><body>Down for maintenance</body></html>", "HTML"),
        (b"<html><p>Sorry<br></html>", "HTML"),
        (b"\xef\xbb\xbf<HTML></HTML>", "HTML"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04aaaa", "ZIP"),
        (b"\x1f\x8b\x08aaaa", "gzip"),
        (b"Service temporarily unavailable", "not XML"),
        (ORDINARY[:9000], "breaks off"),
        (ORDINARY[:-5], "breaks off"),
        (ORDINARY + b"<more/>", "not well-formed"),
        (ORDINARY.replace(b"</ns2:MarkEvent>", b"", 1), "not well-formed"),
        (ORDINARY.replace(b"OTTER", b"OT\x00TER"), "NUL"),
        (b"\x00" * 1000, "not XML"),
        (ORDINARY.replace(b"UTF-8", b"UTF-16"), "encoding"),
        (ORDINARY.replace(b"UTF-8", b"klingon"), "encoding"),
        (ORDINARY.replace(b"UTF-8", b"utf-32"), "encoding"),
        (ORDINARY.decode().encode("latin-1"), "not well-formed"),
        (ORDINARY.replace(b"xmlns:ns3", b"xmlns:other").replace(b"ns2:MarkCategory", b"ns9:MarkCategory"), "unbound"),
        (b"<a/>", "root element is {}a"),
        (b'<TrademarkTransaction xmlns="urn:x"/>', "root element is {urn:x}TrademarkTransaction"),
        (ORDINARY.replace(b"ST96/Trademark", b"ST96/Trademark/2"), "root element"),
        (b'<TrademarkTransaction xmlns="http://www.wipo.int/standards/XMLSchema/ST96/Trademark"/>', "no case"),
        (b'<TrademarkTransaction xmlns="http://www.wipo.int/standards/XMLSchema/ST96/Trademark">x</TrademarkTransaction>', "no case"),
        (ORDINARY.replace(b"Trademark>", b"Trademarc>"), "no case"),
        (ORDINARY.replace(b"</ns2:TrademarkBag>", b"<ns2:Trademark><ns2:a>1</ns2:a></ns2:Trademark></ns2:TrademarkBag>"), "2 cases"),
        (ORDINARY.replace(b"97900001</ns1:App", b"</ns1:App"), "no serial number"),
        (ORDINARY.replace(b"ns1:ApplicationNumber>", b"ns1:ApplicationNumbers>"), "no serial number"),
        (ORDINARY.replace(b"97900001</ns1:App", b"979</ns1:App"), "serial number cannot be read"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "document type declaration"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "document type declaration"),
        (b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]><x/>', "document type declaration"),
        (b'<!DOCTYPE x [<!ATTLIST x a CDATA "1">]><x/>', "document type declaration"),
        (BILLION_LAUGHS, "document type declaration"),
        (ORDINARY.replace(b"HOLLOW", b"&hollow;"), "undefined entity"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_document_that_is_none_is_refused_with_a_reason(data: bytes, says: str):
    assert says in refusal(data)


def test_the_schema_of_before_may_2016_is_refused_as_what_it_is():
    assert "old schema" in refusal(sample("casestatus", OLD_SCHEMA).read_bytes())


def test_an_error_that_the_uspto_reports_is_said():
    data = ORDINARY.replace(b"ns2:TransactionContentBag>", b"ns2:TransactionErrorBag>")
    assert "reports an error" in refusal(data)


def test_the_document_of_another_case_is_refused():
    reason = refusal(ORDINARY, expected=SerialNumber("78787878"))
    assert "97900001" in reason
    assert "78787878" in reason
    assert parse_status_document(ORDINARY, expected=SerialNumber("97900001")).serial_number == "97900001"


def test_a_document_that_is_too_large_is_refused_by_its_size():
    assert "bytes" in refusal(ORDINARY, max_bytes=1000)
    assert "bytes" in refusal(b" " * (MAX_DOCUMENT_BYTES + 1))


def test_a_document_with_too_many_tags_or_attributes_is_refused():
    assert "tags" in refusal(with_trademark(b"<a/>" * (MAX_TAGS + 1)))
    assert "attributes" in refusal(b"<a " + b"".join(b'b%d="" ' % n for n in range(400_001)) + b"/>")


def test_elements_that_are_nested_too_deep_are_refused():
    deep = MAX_DEPTH + 2
    assert "deep" in refusal(with_trademark(b"<a>" * deep + b"x" + b"</a>" * deep))


@pytest.mark.parametrize(
    "where", [b"<ns2:UnheardOf>%s</ns2:UnheardOf>", b"<ns2:MarkCategory>%s</ns2:MarkCategory>"]
)
def test_a_text_that_is_too_long_is_refused(where: bytes):
    assert "characters" in refusal(with_trademark(where % (b"x " * (MAX_TEXT // 2 + 1))))


@pytest.mark.parametrize(
    "make",
    [
        "b' ' * 300_000_000",
        "b'<a>' * 100_000_000",
        "b'<a>' * 5_000_000",
        "b'<a>' * 199_000 + b'</a>' * 199_000",
        "wrap(b'<a>' * 190_000 + b'x' + b'</a>' * 190_000)",
        "wrap(b'<a/>' * 380_000)",
        "wrap(b'<a b=\"c\">d</a>' * 190_000)",
        "wrap(b'<ns2:MarkEventBag>' + b'<ns2:MarkEvent><ns2:MarkEventDate>1</ns2:MarkEventDate></ns2:MarkEvent>' * 90_000 + b'</ns2:MarkEventBag>')",
        "wrap(b'<ns2:A>' + b'x ' * 7_500_000 + b'</ns2:A>')",
        "wrap(b'<ns2:A>' + b'&lt;' * 3_500_000 + b'</ns2:A>')",
        "wrap(b'<ns2:A>' + '\\U0001f980'.encode() * 3_500_000 + b'</ns2:A>')",
        "wrap(b' ' * 15_900_000)",
        "wrap(b'<a ' + b' '.join(b'b%d=\"\"' % n for n in range(390_000)) + b'/>')",
        "wrap(b'<!--' + b'-' * 10 + b'x' * 15_900_000 + b'-->')",
    ],
)
@pytest.mark.slow
def test_the_worst_documents_take_bounded_time_and_memory(make: str):
    """In a process of its own with 1 GB of address space (the bytes included) and 20 s of processor time."""
    program = f"""
        import resource
        resource.setrlimit(resource.RLIMIT_AS, (1_000_000_000, 1_000_000_000))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        from pathlib import Path
        from watcher.errors import UnreadableDocumentError
        from watcher.trademark.diff import diff
        from watcher.trademark.st96 import parse_status_document
        ordinary = Path({str(DOCUMENTS / "ordinary.xml")!r}).read_bytes()
        def wrap(inside):
            return ordinary.replace(b"<ns2:Trademark>", b"<ns2:Trademark>" + inside)
        try:
            case = parse_status_document({make})
        except UnreadableDocumentError as error:
            print("refused:", error.reason)
        else:
            print("read:", len(case.other), len(diff(parse_status_document(ordinary), case)))
    """
    ended = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert ended.stdout.startswith(("refused: it", "read: "))


@given(st.data())
@settings(max_examples=150, derandomize=True, deadline=None, database=None)
def test_damaged_bytes_give_a_case_or_a_refusal_and_nothing_else(data: st.DataObject):
    document = bytearray(ORDINARY)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(document) - 1))
        end = min(len(document), start + data.draw(st.sampled_from([0, 1, 7, 300])))
        document[start:end] = data.draw(
            st.sampled_from(
                [
                    b"",
                    b"<",
                    b">",
                    b"/",
                    b"&",
                    b'"',
                    b"\x00",
                    b"\xff",
                    b"]]>",
                    b"<![CDATA[",
                    b"<!--",
                    b"ns1:",
                    b"x",
                ]
            )
        )
    with contextlib.suppress(UnreadableDocumentError):
        assert parse_status_document(bytes(document)).serial_number


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
@settings(max_examples=200, derandomize=True, deadline=None, database=None)
def test_any_bytes_are_refused_with_a_reason(data: bytes):
    assert refusal(data).startswith("it")
