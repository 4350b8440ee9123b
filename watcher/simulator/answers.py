"""What is asked of the simulated office and what it answers, as values: no sockets here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl


@dataclass(frozen=True, slots=True)
class Whole:
    """The answer is sent as it is."""


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset (RST) without an answer."""


@dataclass(frozen=True, slots=True)
class Closed:
    """The connection is closed in order, without an answer."""


@dataclass(frozen=True, slots=True)
class CutShort:
    """Headers promise the whole body, `sent` bytes of it come, then the connection closes."""

    sent: int


@dataclass(frozen=True, slots=True)
class Drip:
    """The body comes `size` bytes at a time, with `pause` seconds between."""

    pause: float
    size: int = 1


@dataclass(frozen=True, slots=True)
class Hang:
    """Nothing comes for `seconds`, then the connection closes (or earlier, when the server stops)."""

    seconds: float = 3600.0


Delivery = Whole | Reset | Closed | CutShort | Drip | Hang


@dataclass(frozen=True, slots=True)
class Request:
    """One request. `path` is without the query; `query` is raw, since the service minds percent-encoding in it.

    Header names are lower-case. `now` is the office's calendar, `measured_at` the clock of the rate limits; both UTC.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    now: datetime
    measured_at: datetime

    @property
    def key(self) -> str:
        """The API key, empty when there is none."""
        return self.headers.get("uspto-api-key", "")

    @property
    def accept(self) -> str:
        """The Accept header; `*/*` when there is none."""
        return self.headers.get("accept", "*/*")

    def parameters(self) -> list[tuple[str, str]]:
        """The query's parameters, decoded, in order."""
        return parse_qsl(self.query, keep_blank_values=True)

    def parameter(self, name: str) -> str:
        """The first parameter of a name, empty when there is none."""
        return next((value for key, value in self.parameters() if key == name), "")


@dataclass(frozen=True, slots=True)
class Response:
    """One answer; `headers` are in the order in which they are sent, without Content-Length, which `body` tells."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    delivery: Delivery = Whole()

    def header(self, name: str) -> str:
        """A header's value, empty when it is not there."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    def with_header(self, name: str, value: str) -> Response:
        """The same answer with one header set."""
        others = tuple((key, old) for key, old in self.headers if key.lower() != name.lower())
        return replace(self, headers=(*others, (name, value)))

    def with_body(self, body: bytes) -> Response:
        """The same answer with another body."""
        return replace(self, body=body)


def answer(status: int, content_type: str = "", body: bytes = b"") -> Response:
    """An answer with a content type."""
    headers = (("Content-Type", content_type),) if content_type else ()
    return Response(status, headers, body)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request that was made, as tests want to see it. `response_code` is None when no answer was sent.

    `query` is raw; `headers` as they came, names in lower case (the key is among them: it is made up).
    """

    at: datetime
    measured_at: datetime
    method: str
    path: str
    query: str
    key: str
    response_code: int | None
    request_class: str
    headers: Mapping[str, str]

    @property
    def target(self) -> str:
        """Path and query as they were asked."""
        return f"{self.path}?{self.query}" if self.query else self.path
