"""Everything that can go wrong between the office and us, on command: each row of tsdr.md's table "Answers", and more.

An effect takes a request and the way to the true answer, and gives what is sent instead. A fault says where and when
an effect strikes: `Fault(status(503), path="casestatus", times=2)`.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Any

from watcher.simulator import edits
from watcher.simulator.answers import (
    Closed,
    CutShort,
    Drip,
    Hang,
    Request,
    Reset,
    Response,
    answer,
)
from watcher.simulator.limits import RetryAfter

Backend = Callable[[Request], Response]
Effect = Callable[[Request, Backend], Response]

XML = "application/xml"
JSON = "application/json"
HTML = "text/html"
OK = 200
_ERROR_STATUSES = 400
_CASE_ID = re.compile(r"(?<=/)(?:sn\d{8}|rn\d{7}|ir\d{7}[A-Z]?|ref[A-Z]\d+)(?=/)")

MAINTENANCE_PAGE = b"""<!DOCTYPE html>
<html><head><title>USPTO System Maintenance</title></head>
<body><h1>Trademark Status and Document Retrieval is unavailable</h1>
<p>The system is undergoing scheduled maintenance. Please try again later.</p></body></html>
"""


@dataclass(slots=True, eq=False)
class Fault:
    """An effect, and where and when it strikes.

    `path`: a piece of the path and query; `case`: a serial number, however the request names the case; `where`: any
    other condition. `times`: how often (None: until cleared). `since` and `until` (UTC) are moments of the calendar.
    `struck` counts.
    """

    effect: Effect
    path: str = ""
    case: str = ""
    times: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    where: Callable[[Request], bool] | None = None
    struck: int = field(default=0, init=False)

    def strikes(self, request: Request, cases: Collection[str]) -> bool:
        """Whether it applies to a request that asks for these serial numbers."""
        return (
            (self.times is None or self.struck < self.times)
            and self.path in f"{request.path}?{request.query}"
            and (not self.case or self.case in cases)
            and (self.since is None or request.now >= self.since)
            and (self.until is None or request.now < self.until)
            and (self.where is None or self.where(request))
        )


def _instead(response: Response) -> Effect:
    return lambda _request, _backend: response


def _changed(change: Callable[[Response], Response]) -> Effect:
    """What the office says, changed on the way; its errors stay as they are."""

    def effect(request: Request, backend: Backend) -> Response:
        response = backend(request)
        return change(response) if response.status < _ERROR_STATUSES else response

    return effect


def status(code: int, body: bytes = b"", content_type: str = "text/plain") -> Effect:
    """Any response code: 400, 401, 403, 404, 406, 500, 502, 503."""
    return _instead(answer(code, content_type, body or f"{code}\n".encode()))


def empty(code: int = OK) -> Effect:
    """200 or 204 with nothing in it: a degraded service."""
    return _instead(answer(code, XML if code == OK else ""))


def maintenance_page(code: int = OK) -> Effect:
    """An HTML page where a document was asked for, usually with response code 200."""
    return _instead(answer(code, HTML, MAINTENANCE_PAGE))


def json_for_xml() -> Effect:
    """JSON of the same case though XML was asked for: unstable content negotiation."""

    def effect(request: Request, backend: Backend) -> Response:
        path = re.sub(r"/info(\.xml)?$", "/info.json", request.path)
        return backend(replace(request, path=path, headers={**request.headers, "accept": JSON}))

    return effect


def content_type(wrong: str) -> Effect:
    """The right body under a wrong content type."""
    return _changed(lambda response: response.with_header("Content-Type", wrong))


def other_case(serial_number: str) -> Effect:
    """The answer for another case than the one that was asked for."""

    def effect(request: Request, backend: Backend) -> Response:
        path = _CASE_ID.sub(f"sn{serial_number}", request.path)
        query = re.sub(r"(?<=sn=)\d{8}", serial_number, request.query)
        return backend(replace(request, path=path, query=query))

    return effect


def too_many(how: RetryAfter = RetryAfter.NONE, seconds: int = 60) -> Effect:
    """429, with Retry-After in seconds, as an HTTP date, or without one."""

    def effect(request: Request, _backend: Backend) -> Response:
        return refused_for_now(request, how, seconds)

    return effect


def refused_for_now(request: Request, how: RetryAfter, seconds: float) -> Response:
    """A 429 for a request that was over the limit."""
    response = answer(429, JSON, b'{"code":429,"message":"Too Many Requests"}')
    if how is RetryAfter.SECONDS:
        return response.with_header("Retry-After", str(max(1, -int(-seconds // 1))))
    if how is RetryAfter.DATE:
        until = request.measured_at + timedelta(seconds=-int(-seconds // 1))
        return response.with_header("Retry-After", format_datetime(until, usegmt=True))
    return response


def reset() -> Effect:
    """The connection is reset."""
    return _instead(Response(0, delivery=Reset()))


def close_without_answer() -> Effect:
    """The connection is closed without a byte."""
    return _instead(Response(0, delivery=Closed()))


def hang(seconds: float = 3600.0) -> Effect:
    """Nothing comes."""
    return _instead(Response(0, delivery=Hang(seconds)))


def drip(pause: float, size: int = 1) -> Effect:
    """The body comes a little at a time, which no read timeout notices."""
    return _changed(lambda response: replace(response, delivery=Drip(pause, size)))


def cut_short(share: float = 0.5) -> Effect:
    """The connection closes before the promised length has come."""
    return _changed(lambda response: replace(response, delivery=CutShort(int(len(response.body) * share))))


def truncated(share: float = 0.5) -> Effect:
    """The body ends too early, with a content length that agrees: a document cut in the middle."""
    return _changed(lambda response: response.with_body(response.body[: int(len(response.body) * share)]))


def gzipped() -> Effect:
    """The body compressed, as a proxy does it."""
    return _changed(
        lambda response: response.with_body(gzip.compress(response.body)).with_header(
            "Content-Encoding", "gzip"
        )
    )


def gzip_bomb(size: int = 300_000_000) -> Effect:
    """A small body that becomes `size` bytes when it is decompressed."""
    piece = gzip.compress(b" " * 1_000_000)
    whole = piece * (size // 1_000_000)  # gzip files may be joined
    return _instead(answer(OK, XML, whole).with_header("Content-Encoding", "gzip"))


def oversized(size: int = 70_000_000) -> Effect:
    """A body of `size` bytes of white space after the true one."""
    return _changed(
        lambda response: response.with_body(response.body + b" " * max(0, size - len(response.body)))
    )


def redirect(to: str, code: int = 302) -> Effect:
    """A redirect: to another host when `to` has one, else to a path of the same host."""
    return _instead(Response(code, (("Location", to),)))


def without_sections(*sections: edits.Section) -> Effect:
    """Status documents without these sections, with response code 200 and nothing said."""
    return _of_document(lambda document: edits.without_sections(document, *sections))


def masked_emails() -> Effect:
    """Status documents with `XXXX` for each e-mail address."""
    return _of_document(edits.with_masked_emails)


def edited(path: str, text: str) -> Effect:
    """Status documents with another text at a path below `Trademark`."""
    return _of_document(lambda document: edits.with_text(document, path, text))


def _of_document(change: Callable[[bytes], bytes]) -> Effect:
    def apply(response: Response) -> Response:
        if b"TrademarkTransaction" not in response.body:
            return response
        return response.with_body(change(response.body))

    return _changed(apply)


def _of_json(change: Callable[[dict[str, Any]], None]) -> Effect:
    def apply(response: Response) -> Response:
        if not response.header("Content-Type").startswith(JSON):
            return response
        value = json.loads(response.body)
        change(value)
        return response.with_body(json.dumps(value).encode())

    return _changed(apply)


def batch_missing(*asked: str) -> Effect:
    """A batch answer that leaves these ids out and says nothing."""

    def change(value: dict[str, Any]) -> None:
        kept = [one for one in value["transactionList"] if one["searchId"] not in asked]
        value.update(transactionList=kept, size=len(kept))

    return _of_json(change)


def batch_missed(*asked: str) -> Effect:
    """A batch answer that leaves these ids out and lists them as `missedElements`."""

    def change(value: dict[str, Any]) -> None:
        kept = [one for one in value["transactionList"] if one["searchId"] not in asked]
        value.update(transactionList=kept, size=len(kept), missedElements=list(asked))

    return _of_json(change)


def batch_oversized(keep: int = 0) -> Effect:
    """A batch answer that says that it was asked for too many, with the first `keep` of them."""

    def change(value: dict[str, Any]) -> None:
        kept = value["transactionList"][:keep]
        value.update(oversized=True, transactionList=kept, size=len(kept))

    return _of_json(change)


def batch_partial(keep: int) -> Effect:
    """A batch answer that ends after the first `keep` cases, with a size that claims all of them."""
    return _of_json(lambda value: value.update(transactionList=value["transactionList"][:keep]))
