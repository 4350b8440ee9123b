"""Whatever comes back from the USPTO, or does not: a named error, in bounded time and memory."""

import gzip
import json
import socket
import time
import tracemalloc
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.adapters import misbehaving as bad
from tests.adapters.misbehaving import Misbehaving, answer, dripping, raw
from tests.adapters.tsdr_support import CASE, DATES, DOCUMENT, OpenGate, client_for
from tests.fakes import FakeClock
from watcher.errors import (
    AnswerTooLargeError,
    EmptyAnswerError,
    FormatRefusedError,
    KeyRefusedError,
    MalformedRequestError,
    NotWhatWasAskedError,
    RateLimitedError,
    RedirectRefusedError,
    ServiceDownError,
    SourceError,
)
from watcher.ports import RequestClass

JSON = "application/json"
XML = "application/xml"
HTML = b"<!DOCTYPE html><html><body>down for maintenance</body></html>"


def asked(*behaviours, ask="status_document", gate=None, clock=None, **settings):
    """The error that a client gets, and the server that gave it."""
    with Misbehaving(*behaviours) as server:
        client = client_for(server.base_url, gate=gate, clock=clock, **settings)
        began = time.monotonic()
        try:
            with pytest.raises((SourceError, KeyRefusedError)) as caught:
                getattr(client, ask)(CASE)
        finally:
            took = time.monotonic() - began
            client.close()
    assert took < 20, "bounded by its timeout; the servers go on for a minute or for ever"
    return caught.value, server


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("400 Bad Request", MalformedRequestError),
        ("401 Unauthorized", KeyRefusedError),
        ("403 Forbidden", KeyRefusedError),
        ("405 Method Not Allowed", NotWhatWasAskedError),
        ("406 Not Acceptable", FormatRefusedError),
        ("407 Proxy Authentication Required", ServiceDownError),
        ("408 Request Timeout", ServiceDownError),
        ("429 Too Many Requests", RateLimitedError),
        ("500 Internal Server Error", ServiceDownError),
        ("502 Bad Gateway", ServiceDownError),
        ("503 Service Unavailable", ServiceDownError),
        ("599 Whatever", ServiceDownError),
        ("206 Partial Content", NotWhatWasAskedError),
        ("304 Not Modified", NotWhatWasAskedError),
        ("204 No Content", EmptyAnswerError),
    ],
)
def test_each_response_code_has_its_error_with_the_moments_for_the_record(status, error):
    got, _ = asked(answer(status))
    assert type(got) is error
    assert got.response_code == int(status[:3])
    assert got.asked_at is not None
    assert got.answered_at is not None
    assert got.asked_at <= got.answered_at


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (answer(body=b"", Content_Type=XML), EmptyAnswerError),
        (answer(body=b" \n", Content_Type=XML), EmptyAnswerError),
        (answer(body=HTML, Content_Type="text/html"), NotWhatWasAskedError),
        (answer(body=HTML, Content_Type=XML), NotWhatWasAskedError),
        (answer(body=DOCUMENT, Content_Type="text/html; charset=utf-8"), NotWhatWasAskedError),
        (answer(body=b'{"trademarks": []}', Content_Type=JSON), NotWhatWasAskedError),
        (answer(body=b'{"trademarks": []}', Content_Type=XML), NotWhatWasAskedError),
        (answer(body=b"%PDF-1.4", Content_Type="application/pdf"), NotWhatWasAskedError),
        (answer(body=b"<?xml version='1.0'?><Fault/>", Content_Type=XML), NotWhatWasAskedError),
        (answer(body=b"no such thing", Content_Type=XML), NotWhatWasAskedError),
        (answer(body=DOCUMENT, Content_Type=XML, Content_Encoding="br"), NotWhatWasAskedError),
        (bad.reset, ServiceDownError),
        (raw(b""), ServiceDownError),
        (raw(b"nonsense\r\n\r\n"), ServiceDownError),
        (raw(b"HTTP/1.1 abc\r\n\r\n"), ServiceDownError),
        (raw(bad.headers(Content_Length=1000, Content_Type=XML) + DOCUMENT), ServiceDownError),
        (raw(bad.headers(Transfer_Encoding="chunked") + b"5\r\nab"), ServiceDownError),
        (raw(bad.headers(Transfer_Encoding="chunked") + b"zz\r\nab\r\n"), ServiceDownError),
        (raw(bad.headers(Content_Length=5, Content_Encoding="gzip") + b"abcde"), ServiceDownError),
        (answer(body=gzip.compress(DOCUMENT)[:-9], Content_Encoding="gzip"), ServiceDownError),
    ],
)
def test_an_answer_with_code_200_that_is_not_a_status_document_is_refused(behaviour, error):
    got, _ = asked(behaviour)
    assert type(got) is error


@pytest.mark.parametrize(
    "kind", [XML, "text/xml;charset=UTF-8", "application/vnd.uspto+xml", "text/plain", ""]
)
def test_a_status_document_is_taken_under_every_name_that_may_mean_xml(kind):
    with Misbehaving(answer(body=b"\xef\xbb\xbf<!-- a --> " + DOCUMENT, Content_Type=kind)) as server:
        client = client_for(server.base_url)
        assert client.status_document(CASE).value.endswith(DOCUMENT)
        client.close()
    assert b"Accept: application/xml\r\n" in server.requests[0]
    assert server.targets == ["/ts/cd/casestatus/sn97123456/info.xml"]


def test_a_document_of_the_old_schema_is_handed_on_since_a_human_must_look():
    with Misbehaving(answer(body=b"<Transaction/>", Content_Type=XML)) as server:
        client = client_for(server.base_url)
        assert client.status_document(CASE).value == b"<Transaction/>"
        client.close()


@pytest.mark.parametrize(
    "behaviour",
    [
        bad.silent,
        dripping(bad.headers(Content_Length=10_000, Content_Type=XML) + b"<" * 9999),
        dripping(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000),
        bad.without_end(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        dripping(bad.headers(Transfer_Encoding="chunked") + b"1\r\na\r\n" * 1000),
        dripping(bad.headers("503 Busy", Content_Length=10_000) + b"<" * 9999),
    ],
    ids=["silence", "body", "headers", "continue for ever", "chunks", "body of an error"],
)
def test_a_server_that_drips_is_left_at_the_deadline_of_the_whole_answer(behaviour):
    got, _ = asked(behaviour, timeout=0.3)
    assert isinstance(got, ServiceDownError | AnswerTooLargeError)


def test_a_server_that_drips_its_tls_greeting_is_left_too(tls):
    def drip(connection, server):
        dripping(b"\x16\x03\x03\x00\x7a" + b"a" * 2000)(connection, server)

    with Misbehaving(answer(), tls=tls.server, before_hello=drip) as server:
        client = client_for(server.base_url, timeout=0.3, ca_file=tls.ca_file)
        began = time.monotonic()
        with pytest.raises(ServiceDownError):
            client.status_document(CASE)
        assert time.monotonic() - began < 8
        client.close()


@pytest.mark.parametrize(
    "behaviour",
    [
        answer(body=b"<" * 2_000_000, Content_Type=XML),
        bad.without_end(bad.headers(Content_Type=XML), b"<" * 65536),
        bad.without_end(bad.headers(Transfer_Encoding="chunked"), b"ffff\r\n" + b"<" * 65535 + b"\r\n"),
        bad.gzip_bomb(200),
        answer(body=gzip.compress(b"<" * 900_000) * 200, Content_Encoding="gzip"),
        bad.chunked(gzip.compress(b"<" * 50_000_000), Content_Encoding="gzip"),
    ],
    ids=[
        "said beforehand",
        "until it closes",
        "chunks",
        "gzip bomb",
        "gzip bombs in a row",
        "gzip bomb in chunks",
    ],
)
def test_a_body_beyond_the_size_limit_is_refused_in_little_memory(behaviour):
    tracemalloc.start()
    got, _ = asked(behaviour, max_body=1_000_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(got, AnswerTooLargeError)
    assert most < 12_000_000


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (bad.without_end(b"HTTP/1.1 200 OK\r\n", b"X-Many: " + b"a" * 1000 + b"\r\n"), ServiceDownError),
        (bad.without_end(b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 65536), ServiceDownError),
        (bad.without_end(bad.headers(Transfer_Encoding="chunked"), b"1" * 65536), ServiceDownError),
        (
            bad.without_end(
                bad.headers(Transfer_Encoding="chunked") + b"1\r\na\r\n0\r\n",
                b"X-T: " + b"a" * 8000 + b"\r\n",
            ),
            AnswerTooLargeError,
        ),
        (
            bad.without_end(b"", b"HTTP/1.1 100 Continue\r\nX: " + b"a" * 8000 + b"\r\n\r\n"),
            AnswerTooLargeError,
        ),
    ],
    ids=["headers", "one header", "a chunk's length", "trailers", "continue for ever"],
)
def test_headers_and_chunk_lines_without_end_are_refused_in_little_memory(behaviour, error):
    tracemalloc.start()
    got, _ = asked(behaviour, max_body=1_000_000, timeout=30)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert type(got) is error
    assert most < 12_000_000


def test_a_body_that_is_said_to_be_too_large_is_not_waited_for():
    def promise(connection, server):
        connection.sendall(bad.headers(Content_Length=10**9, Content_Type=XML))
        return bad.silent(connection, server)

    got, _ = asked(promise, timeout=30)
    assert isinstance(got, AnswerTooLargeError)


def test_a_compressed_answer_is_read():
    packed = gzip.compress(DOCUMENT * 5000)
    with Misbehaving(answer(body=packed, Content_Encoding="gzip", Content_Type=XML)) as server:
        client = client_for(server.base_url)
        assert client.status_document(CASE).value == DOCUMENT * 5000
        client.close()


def test_a_name_that_cannot_be_resolved_and_a_port_that_nobody_serves_are_trouble_of_the_service(monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    client = client_for(f"http://127.0.0.1:{port}")
    with pytest.raises(ServiceDownError, match="connection refused"):
        client.status_document(CASE)
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ServiceDownError, match="cannot be resolved"):
        client_for("https://tsdrapi.example").status_document(CASE)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 60),
        ("90", 90),
        ("0", 1),
        ("nonsense", 60),
        ("-5", 60),
        ("99999999", 3600),
        (timedelta(seconds=120), 120),
        (timedelta(seconds=-120), 1),
    ],
)
def test_over_the_limit_everybody_pauses_for_as_long_as_the_answer_says(header, seconds):
    clock, gate = FakeClock(), OpenGate()
    fields = {}
    if header is not None:
        when = isinstance(header, timedelta)
        fields["Retry_After"] = format_datetime(clock.now() + header, usegmt=True) if when else header
    got, _ = asked(answer("429 Too Many Requests", **fields), gate=gate, clock=clock)
    until = clock.now() + timedelta(seconds=seconds)
    assert got.retry_at == until
    assert gate.pauses == [(RequestClass.REQUESTS, until)]


def test_a_date_to_come_back_is_read_by_the_clock_of_the_one_who_gave_it():
    clock = FakeClock()
    theirs = clock.now() + timedelta(hours=9)
    fields = {
        "Date": format_datetime(theirs, usegmt=True),
        "Retry_After": format_datetime(theirs + timedelta(seconds=30), usegmt=True),
    }
    got, _ = asked(answer("429 Too Many Requests", **fields), clock=clock)
    assert got.retry_at == clock.now() + timedelta(seconds=30)


def test_a_redirect_within_the_host_is_followed_and_counts_against_the_limit():
    gate = OpenGate()
    moved = answer("302 Found", Location="/elsewhere/info.xml?a=b")
    with Misbehaving(moved, moved, moved, answer(body=DOCUMENT, Content_Type=XML)) as server:
        client = client_for(server.base_url, gate=gate)
        assert client.status_document(CASE).value == DOCUMENT
        client.close()
    assert server.targets[1:] == ["/elsewhere/info.xml?a=b"] * 3
    assert gate.taken == [RequestClass.REQUESTS] * 4


def test_redirects_without_end_are_given_up():
    got, server = asked(answer("307 Temporary Redirect", Location="/round"))
    assert isinstance(got, RedirectRefusedError)
    assert len(server.requests) == 4


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:{other}/",
        "//127.0.0.1:{other}/x",
        "https://127.0.0.1:{own}/",
        "http://localhost:{own}/",
        "http://127.0.0.1:{own}@127.0.0.1:{other}/",
        "http://user:pass@127.0.0.1:{own}/",
        "http://127.0.0.1:{other}\\@127.0.0.1:{own}/",
        "http://[::1",
        "ftp://127.0.0.1/",
        "http://127.0.0.1:{own}/a b",
    ],
)
def test_a_redirect_to_another_host_is_refused_and_the_key_never_goes_there(location):
    with Misbehaving(answer(body=DOCUMENT)) as other:
        with Misbehaving(answer()) as own:
            own.behaviours = [answer("301 Moved", Location=location.format(other=other.port, own=own.port))]
            client = client_for(own.base_url)
            with pytest.raises(RedirectRefusedError):
                client.status_document(CASE)
            client.close()
        assert other.requests == []
        assert len(own.requests) == 1


def test_one_connection_serves_many_requests_errors_included():
    fine = answer(body=DATES, Content_Type=JSON)
    empty = answer("204 No Content"), answer(body=b"")
    with Misbehaving(fine, *empty, answer("400 Bad", body=b"no"), fine) as server:
        client = client_for(server.base_url)
        client.modified_dates(CASE)
        for _ in empty:
            with pytest.raises(EmptyAnswerError):
                client.modified_dates(CASE)
        with pytest.raises(MalformedRequestError):
            client.modified_dates(CASE)
        client.modified_dates(CASE)
        client.close()
    assert server.connections == 1


def test_a_connection_that_was_closed_meanwhile_is_replaced_and_the_request_counted_again():
    gate = OpenGate()

    def last(connection, server):
        answer(body=DATES, Content_Type=JSON)(connection, server)
        connection.recv(65536)  # the next request, which nobody will answer
        return bad.reset(connection, server)

    with Misbehaving(last, answer(body=DATES, Content_Type=JSON)) as server:
        client = client_for(server.base_url, gate=gate)
        client.modified_dates(CASE)
        client.modified_dates(CASE)
        client.close()
    assert server.connections == 2
    assert len(gate.taken) == 3
    assert "caseupdate" not in "".join(server.targets)


def test_a_new_connection_that_is_reset_is_not_tried_again_at_once():
    got, server = asked(bad.reset)
    assert isinstance(got, ServiceDownError)
    assert len(server.requests) == 1


def test_waiting_for_a_place_does_not_use_up_the_time_of_the_answer():
    class Slow(OpenGate):
        def acquire(self, kind):
            super().acquire(kind)
            if len(self.taken) > 1:
                time.sleep(0.4)

    moved = answer("302 Found", Location="/there")
    with Misbehaving(moved, answer(body=DOCUMENT, Content_Type=XML)) as server:
        client = client_for(server.base_url, gate=Slow(), timeout=0.3)
        assert client.status_document(CASE).value == DOCUMENT
        client.close()


def test_cookies_are_not_kept():
    with Misbehaving(answer(body=DATES, Set_Cookie="track=me; Path=/")) as server:
        client = client_for(server.base_url)
        client.modified_dates(CASE)
        client.modified_dates(CASE)
        client.close()
    assert b"cookie" not in b"".join(server.requests).lower()


def test_a_slow_way_to_the_server_takes_a_new_place_within_the_limits(tls, monkeypatch):
    monkeypatch.setattr("watcher.adapters.tsdr.wire.LATE", 0.1)
    gate = OpenGate()

    def slow(connection, server):
        server.stopping.wait(0.2)

    fine = answer(body=DATES, Content_Type=JSON)
    with Misbehaving(fine, tls=tls.server, before_hello=slow) as server:
        client = client_for(server.base_url, gate=gate, ca_file=tls.ca_file)
        client.modified_dates(CASE)
        assert len(gate.taken) == 2
        client.modified_dates(CASE)
        assert len(gate.taken) == 3
        client.close()


def test_a_json_bomb_of_brackets_is_not_a_crash():
    got, _ = asked(answer(body=b"[" * 500_000, Content_Type=JSON), ask="modified_dates")
    assert isinstance(got, NotWhatWasAskedError)


def test_dates_of_another_case_are_refused():
    other = json.loads(DATES)
    other["caseUpdateInfo"][0]["value"] = "97123457"
    got, _ = asked(answer(body=json.dumps(other).encode(), Content_Type=JSON), ask="modified_dates")
    assert isinstance(got, NotWhatWasAskedError)
    assert "another case" in str(got)
