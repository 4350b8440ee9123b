"""Why a channel did not take a message: what apprise logged while it sent -> one `DeliveryError`.

The library's result says only yes or no; response codes, servers' words and exceptions stand in its log, at the levels
DEBUG and WARNING. What is not understood is treated as something that may have arrived.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Final

from watcher.adapters.channels.hiding import without
from watcher.errors import DeliveryError
from watcher.trademark.notice import one_line, shorten

_FOR_GOOD: Final = frozenset({401, 403, 404, 410})
"""HTTP: the key or the place is gone; only a person can help."""
_MAY_HAVE_ARRIVED: Final = frozenset({502, 504})
"""HTTP: a proxy passed it on and got no answer."""
_WORDS: Final = 200

_MAIL_REFUSED: Final = re.compile(
    r"\(\s*(?P<code>[245]\d\d), (?P<words>b'(?:[^'\\]|\\.)*'|b\"(?:[^\"\\]|\\.)*\")"
)
_RECIPIENT_REFUSED: Final = re.compile(
    r"SMTP recipient \S+ was refused: (?P<code>\d{3}) (?P<words>.*)", re.DOTALL
)
_MAIL_CONNECTION: Final = "Connection error while submitting email"
_HTTP_CODE: Final = re.compile(r"\berror=(\d{3})\b")
_HTTP_WORDS: Final = re.compile(r"Response Details:\s*(?P<words>.*)", re.DOTALL)
_EXCEPTION: Final = re.compile(r"(?:Socket |Notification )?Exception: (?P<words>.*)", re.DOTALL)
_NEVER_LEFT: Final = re.compile(
    r"(?i)max retries exceeded|newconnectionerror|connecttimeout|name ?resolution|name or service not known|"
    r"connection refused|unreachable|no route to host|getaddrinfo|certificate|\bssl\b.*(?:error|failure)"
)
_TIMED_OUT: Final = re.compile(r"(?i)timed? ?out")


def why(lines: Sequence[str], secrets: Iterable[str]) -> DeliveryError:
    """The error behind what was logged; its reason is a sentence part without secrets."""
    hidden = tuple(secrets)
    error = _mail(lines, hidden) or _http(lines, hidden) or _exception(lines, hidden)
    if error is not None:
        return error
    said = next((line for line in reversed(lines) if line.strip()), "")
    return DeliveryError(_quoted("it was not accepted", said, hidden), maybe_delivered=bool(said))


def _mail(lines: Sequence[str], secrets: Sequence[str]) -> DeliveryError | None:
    """SMTP: 5xx is for good, 4xx for now (RFC 5321, 4.2.1); without a code, the end of the data may have got through."""
    connecting = any(line.startswith(_MAIL_CONNECTION) for line in lines)
    for line in lines:
        found = _MAIL_REFUSED.search(line) or _RECIPIENT_REFUSED.search(line)
        if found is not None:
            code = int(found["code"])
            # A refusal while connecting (the password, the server's mood) is not one of the address.
            permanent = code >= 500 and not connecting  # noqa: PLR2004  # SMTP's class of permanent failures
            where = "the mail server did not let us in" if connecting else "the mail server refused it"
            return DeliveryError(
                _quoted(f"{where}: {code}", _text(found["words"]), secrets), permanent=permanent
            )
    if connecting:
        said = next((found["words"] for line in lines if (found := _EXCEPTION.search(line))), "")
        return DeliveryError(_quoted("the mail server cannot be reached", said, secrets))
    return None


def _http(lines: Sequence[str], secrets: Sequence[str]) -> DeliveryError | None:
    codes = [int(found[1]) for line in lines if (found := _HTTP_CODE.search(line))]
    if not codes:
        return None
    code = codes[-1]
    said = next((_text(found["words"]) for line in lines if (found := _HTTP_WORDS.search(line))), "")
    if HTTPStatus.MULTIPLE_CHOICES <= code < HTTPStatus.BAD_REQUEST:
        return DeliveryError(f"the service answered with a redirect ({code}), which is not followed")
    sentence = f"the service answered {code}{_phrase(code)}"
    return DeliveryError(
        _quoted(sentence, said, secrets),
        permanent=code in _FOR_GOOD,
        maybe_delivered=code in _MAY_HAVE_ARRIVED,
    )


def _exception(lines: Sequence[str], secrets: Sequence[str]) -> DeliveryError | None:
    said = next((found["words"] for line in lines if (found := _EXCEPTION.search(line))), None)
    if said is None:
        return None
    if _NEVER_LEFT.search(said):
        return DeliveryError(_quoted("the server cannot be reached", said, secrets))
    if _TIMED_OUT.search(said):
        return DeliveryError("the server did not answer in time", maybe_delivered=True)
    return DeliveryError(_quoted("the connection broke off", said, secrets), maybe_delivered=True)


def _phrase(code: int) -> str:
    try:
        return f" ({HTTPStatus(code).phrase})"
    except ValueError:
        return ""


def _text(words: str) -> str:
    """The text inside `b'...'`, as it stands in a log."""
    words = words.strip()
    return words[2:-1].replace("\\r", " ").replace("\\n", " ") if words[:2] in ("b'", 'b"') else words


def _quoted(sentence: str, said: str, secrets: Sequence[str]) -> str:
    """A sentence of ours with what the other side said."""
    said = shorten(one_line(without(said, secrets)), _WORDS)
    return f"{sentence}: {said}" if said else sentence
