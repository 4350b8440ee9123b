"""The office without a socket: a transport of `requests` that asks it directly, with a simulated clock.

Mounted where a connection would be (`TsdrClient(..., connect=...)`), so that the client's own handling of codes,
headers, compressed and streamed bodies, size limits and broken connections is what runs, and only the wire is left out.
"""

from __future__ import annotations

import errno
import io
import random
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import format_datetime
from http.client import RemoteDisconnected
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse
from urllib3.exceptions import ProtocolError

from watcher.ports import Clock
from watcher.simulator.answers import Closed, CutShort, Drip, Hang, Reset, Response, Whole

_NO_BODY = {204, 304}


class Answers(Protocol):
    """Who answers: an `Office`, or something around one."""

    def answer(
        self,
        method: str,
        path: str,
        query: str = "",
        headers: Mapping[str, str] | None = None,
        now: datetime | None = None,
        *,
        measured_at: datetime | None = None,
    ) -> Response:
        """Answer one request; `now` and `measured_at` in UTC."""


class OfficeAdapter(BaseAdapter):
    """Hands requests to an office, and its answers back as `requests` would.

    The clock's `now` is the moment of the office's calendar and of its limits; a way there and back costs between
    `fastest` and `slowest` seconds of it, half before the office looks at its clock and half after. `chance` decides,
    so that a run can be replayed. Connections that break are `requests`' exceptions; one that hangs costs the whole
    timeout. Does not lay connections, so a reset is what a connection that was kept from before meets: the client asks
    once more.
    """

    def __init__(
        self,
        office: Answers,
        clock: Clock,
        chance: random.Random,
        *,
        fastest: float = 0.05,
        slowest: float = 0.4,
    ) -> None:
        super().__init__()
        self._office = office
        self._clock = clock
        self._chance = chance
        self._fastest = fastest
        self._slowest = slowest

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,  # noqa: ARG002  # the base class's signature
        cert: Any = None,  # noqa: ARG002
        proxies: Any = None,  # noqa: ARG002
    ) -> requests.Response:
        """Ask the office.

        Raises:
            requests.ConnectionError: the connection broke before the headers came.
            requests.ReadTimeout: nothing came in `timeout` (its second part, where it has two), in simulated seconds.
        """
        patience = float((timeout[1] if isinstance(timeout, tuple) else timeout) or 60.0)
        half = self._chance.uniform(self._fastest, self._slowest) / 2
        self._clock.sleep(half)
        target = urlsplit(str(request.url))
        now = self._clock.now()
        answer = self._office.answer(
            str(request.method), target.path, target.query, request.headers, now, measured_at=now
        )
        self._clock.sleep(half)
        body = self._body(answer, request, patience)
        response = _response(answer, body, request, now)
        if not stream:
            response.content  # noqa: B018  # requests reads the whole body here
        return response

    def _body(self, answer: Response, request: requests.PreparedRequest, patience: float) -> io.IOBase:
        """What the body is read from; a delivery that breaks off earlier raises."""
        match answer.delivery:
            case Whole():
                return io.BytesIO(answer.body)
            case CutShort(sent):
                return io.BytesIO(answer.body[:sent])
            case Drip(pause, size):
                seconds = pause * -(-len(answer.body) // size)
                if seconds > patience:
                    return _Dripping(lambda: self._clock.sleep(patience))
                self._clock.sleep(seconds)
                return io.BytesIO(answer.body)
            case Hang(seconds):
                self._clock.sleep(min(seconds, patience))
                if seconds >= patience:
                    raise requests.ReadTimeout("Read timed out.", request=request)
                raise _broken(RemoteDisconnected("Remote end closed connection without response"), request)
            case Closed():
                raise _broken(RemoteDisconnected("Remote end closed connection without response"), request)
            case Reset():
                raise _broken(ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), request)

    def close(self) -> None:
        """Nothing is open."""


class _Dripping(io.BytesIO):
    """A body of which too little comes in time."""

    def __init__(self, wait: Callable[[], None]) -> None:
        super().__init__()
        self._wait = wait

    def read(self, size: int | None = -1) -> bytes:  # noqa: ARG002  # the base class's signature
        self._wait()
        raise TimeoutError("timed out")


def _broken(error: OSError, request: requests.PreparedRequest) -> requests.ConnectionError:
    return requests.ConnectionError(ProtocolError("Connection aborted.", error), request=request)


def _response(
    answer: Response, body: io.IOBase, request: requests.PreparedRequest, now: datetime
) -> requests.Response:
    """As `requests.adapters.HTTPAdapter` builds it, but for cookies, which are not kept."""
    headers = {"Date": format_datetime(now, usegmt=True), **dict(answer.headers)}
    length = {} if answer.status in _NO_BODY else {"Content-Length": str(len(answer.body))}
    response = requests.Response()
    response.status_code = answer.status
    response.headers = CaseInsensitiveDict(headers | length)
    response.raw = HTTPResponse(
        body=body,
        headers=length,  # all that it looks at, since the client unpacks by itself
        status=answer.status,
        preload_content=False,
        decode_content=False,
        request_method=request.method,
    )
    response.url = str(request.url)
    response.request = request
    return response
