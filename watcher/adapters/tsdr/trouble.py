"""What went wrong between us and the USPTO, translated once: response codes and the library's exceptions into our errors.

The library's messages are never passed on: they hold addresses, and with them a proxy's password. A sentence is made
of what kind of trouble it is, and nothing else.
"""

from __future__ import annotations

import errno
import http.client
import os
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final, TypedDict

import urllib3.exceptions
from requests import RequestException
from requests.exceptions import ProxyError

from watcher.adapters.tsdr.wire import TooMuchError
from watcher.errors import (
    AnswerError,
    AnswerTooLargeError,
    BatchTooLargeError,
    FormatRefusedError,
    KeyRefusedError,
    MalformedRequestError,
    NotWhatWasAskedError,
    RateLimitedError,
    ServiceDownError,
    SourceError,
)

CAUGHT: Final = (RequestException, urllib3.exceptions.HTTPError, OSError, ValueError, TooMuchError)
"""All that an exchange can raise by itself; ValueError is how addresses and headers are found to be broken."""

PAUSE_WITHOUT_WORD: Final = 60.0
"""Seconds to wait after a 429 that does not say how long (tsdr.md, "Answers")."""

LONGEST_PAUSE: Final = 3600.0
_IN_TIME: Final = "{whom} did not answer in time"
_BROKEN_OFF: Final = "{whom} broke the connection off before the answer was complete"
_BY_TYPE: Final[tuple[tuple[type[BaseException], str], ...]] = (
    (ssl.SSLEOFError, "{whom} broke the TLS connection off"),
    (ssl.SSLZeroReturnError, "{whom} broke the TLS connection off"),
    (socket.gaierror, "the name of {whom} cannot be resolved"),
    (TimeoutError, _IN_TIME),
    (urllib3.exceptions.TimeoutError, _IN_TIME),
    (http.client.IncompleteRead, _BROKEN_OFF),
    (http.client.RemoteDisconnected, _BROKEN_OFF),
    (urllib3.exceptions.InvalidChunkLength, _BROKEN_OFF),
)
_TUNNEL: Final = re.compile(r"Tunnel connection failed: ([0-9]{3})\b")
_LOOKED_AT: Final = frozenset({200, 204, 404})
_KEY_REFUSED: Final = frozenset({401, 403})
_BY_CODE: Final[Mapping[int, tuple[type[SourceError], str]]] = {
    400: (MalformedRequestError, "it takes the number for malformed"),
    406: (FormatRefusedError, "it does not give this in the format that was asked for"),
    407: (ServiceDownError, "the proxy wants a user and a password, or other ones"),
    408: (ServiceDownError, "it waited for us in vain"),
    413: (BatchTooLargeError, "it takes the request for too large"),
    414: (BatchTooLargeError, "it takes the address for too long"),
    425: (ServiceDownError, "too early"),
}


class When(TypedDict, total=False):
    """What the record of checks wants to know of an error, as the keywords of AnswerError."""

    response_code: int
    asked_at: datetime
    answered_at: datetime


def refused_by_code(
    code: int, headers: Mapping[str, str], asked_at: datetime, now: datetime
) -> AnswerError | None:
    """The error that a response code means, None for 200, 204 and 404, which are looked at more closely."""
    when = When(response_code=code, asked_at=asked_at, answered_at=now)
    reason = f"the USPTO answered {_words(code)}"
    if code in _LOOKED_AT:
        return None
    if code in _KEY_REFUSED:
        page = ", with a web page: it may also come from a proxy on the way" if is_html(headers) else ""
        sentence = "the USPTO refuses the API key: it is missing, wrong or expired"
        return KeyRefusedError(f"{sentence} ({_words(code)}{page})", **when)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        pause = retry_after(headers, now)
        sentence = f"{reason}: over the limit; asking again in {pause:.0f} s"
        return RateLimitedError(sentence, retry_at=now + timedelta(seconds=pause), **when)
    if code in _BY_CODE:
        kind, means = _BY_CODE[code]
        return kind(f"{reason}: {means}", **when)
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return ServiceDownError(reason, **when)
    return NotWhatWasAskedError(reason, **when)


def _words(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def is_html(headers: Mapping[str, str]) -> bool:
    """Whether an answer calls itself a web page."""
    return "html" in headers.get("Content-Type", "").lower()


def retry_after(headers: Mapping[str, str], now: datetime) -> float:
    """Seconds that a 429 asks us to wait: between one and an hour, 60 when it does not say.

    A date is compared with the answer's own Date header where there is one, so that our clock may be wrong.
    """
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", text):
        return min(max(float(text), 1.0), LONGEST_PAUSE)
    until, sent = _date(text), _date(headers.get("Date", ""))
    if until is None:
        return PAUSE_WITHOUT_WORD
    return min(max((until - (sent or now)).total_seconds(), 1.0), LONGEST_PAUSE)


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo is not None else None


def failed(error: BaseException, host: str, most: int, asked_at: datetime, now: datetime) -> AnswerError:
    """Our error for an exchange that broke off. `most` is the size limit, in bytes."""
    when = When(asked_at=asked_at, answered_at=now)
    chain = list(_chain(error))
    if any(isinstance(one, TooMuchError) for one in chain):
        return AnswerTooLargeError(f"the answer is larger than {most:,} bytes (tsdr.max_body)", **when)
    through_proxy = any(isinstance(one, ProxyError) for one in chain)
    return ServiceDownError(_why(chain, f"the proxy on the way to {host}" if through_proxy else host), **when)


def _why(chain: list[BaseException], whom: str) -> str:
    """A sentence for the first thing in a chain of exceptions that we know."""
    for one in chain:
        sentence = _sentence(one)
        if sentence:
            return sentence.format(whom=whom)
    return f"the exchange with {whom} failed ({type(chain[-1]).__name__})"


def _sentence(error: BaseException) -> str:
    """What is known of one exception, by its type; empty when nothing is."""
    for kind, sentence in _BY_TYPE:
        if isinstance(error, kind):
            return sentence
    if isinstance(error, ssl.SSLCertVerificationError):
        return (
            f"the TLS certificate of {{whom}} is not trusted ({_plain(error.verify_message)}); where a firm's own "
            "proxy opens connections, tsdr.ca_file names its certificates"
        )
    if isinstance(error, ssl.SSLError):
        return f"no TLS connection to {{whom}} ({_plain(error.reason)})"
    if not isinstance(error, OSError):
        return ""
    tunnel = _TUNNEL.search(str(error))
    if tunnel:
        why = "it wants a user and a password, or other ones" if tunnel[1] == "407" else "it refuses"
        return f"{{whom}} does not let us through: {why} ({tunnel[1]})"
    known = error.errno in errno.errorcode
    return f"no connection to {{whom}} ({os.strerror(error.errno or 0).lower()})" if known else ""


def _plain(words: object) -> str:
    """OpenSSL's name of an error: `WRONG_VERSION_NUMBER`."""
    return re.sub(r"[^a-z0-9 ]", " ", str(words).lower()).strip()[:80]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and all that it was made of, the innermost first: causes, contexts, arguments, reasons."""
    seen: dict[int, BaseException] = {}
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one
        inner = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        waiting += [cause for cause in inner if isinstance(cause, BaseException)]
    return reversed(list(seen.values()))
