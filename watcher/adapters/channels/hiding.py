"""The secrets inside a channel's address: found, and kept out of what others log and answer.

apprise logs whole addresses, urllib3 logs the path of each request, and servers repeat what they were sent.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from threading import Lock
from typing import Final
from urllib.parse import unquote, unquote_plus

HIDDEN: Final = "***"
_SHORTEST: Final = 6
"""Shorter pieces are no tokens, and hiding each `hook` would make a text unreadable."""
_SHORTEST_PASSWORD: Final = 3

_HOST_IS_PUBLIC: Final = frozenset(
    f"{schema}{s}"
    for schema in ("mailto", "json", "xml", "form", "apprise", "ntfy", "mmost")
    for s in ("", "s")
)
"""Services whose address begins with a server's name; with the others a token may stand there."""

_PUBLIC_OPTIONS: Final = frozenset(
    {
        "to",
        "from",
        "name",
        "cc",
        "bcc",
        "reply",
        "smtp",
        "mode",
        "format",
        "overflow",
        "method",
        "cto",
        "rto",
        "verify",
    }
    | {
        "redirect",
        "port",
        "tz",
        "image",
        "footer",
        "emojis",
        "retry",
        "wait",
        "optional",
        "+list-id",
        "+auto-submitted",
    }
)
_URL: Final = re.compile(r"(?s)(?P<schema>[^:]+)://(?P<rest>.*)")


def secrets_of(url: str) -> frozenset[str]:
    """Every piece of an address that may be a secret, as written and decoded; the whole address is one, too."""
    found = _URL.fullmatch(url.strip())
    if found is None:
        return frozenset({url})
    rest, _, query = found["rest"].partition("?")
    authority, _, path = rest.partition("/")
    user, at, host = authority.rpartition("@")
    pieces = path.split("/")
    if found["schema"].lower() not in _HOST_IS_PUBLIC:
        pieces += [*user.split(":"), *host.split(":")]
    elif at and ":" not in user and found["schema"].lower().rstrip("s") != "mailto":
        pieces.append(user)
    for option in re.split("[&;]", query):
        key, _, value = option.partition("=")
        if unquote(key).lower() not in _PUBLIC_OPTIONS:
            pieces.append(value)
    tokens = {form for form in _forms(pieces) if len(form) >= _SHORTEST and not _is_address(form)}
    passwords = {form for form in _forms(user.split(":")[1:]) if len(form) >= _SHORTEST_PASSWORD}
    return frozenset({url} | tokens | passwords)


def _forms(pieces: Iterable[str]) -> set[str]:
    """Each piece as written and decoded."""
    return {form for piece in pieces for form in (piece, unquote(piece), unquote_plus(piece))}


def _is_address(piece: str) -> bool:
    """An e-mail address in the path of an address is a recipient."""
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", piece) is not None


def without(text: str, secrets: Iterable[str]) -> str:
    """The text with each secret hidden, the longest first."""
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, HIDDEN)
    return text


class HidingFilter(logging.Filter):
    """On a logger: hides the secrets of every channel that was ever made known. One for the whole process."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: frozenset[str] = frozenset()
        self._lock = Lock()

    def add(self, secrets: Iterable[str]) -> None:
        """From now on hide these, too."""
        with self._lock:
            self._secrets |= frozenset(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record where a secret stands in it; every record passes."""
        if self._secrets:
            said = record.getMessage()
            harmless = without(said, self._secrets)
            if harmless != said:
                record.msg, record.args = harmless, ()
        return True


_FILTER: Final = HidingFilter()


def keep_out_of_logs(secrets: Iterable[str]) -> None:
    """See to it that no library that sends for us logs these."""
    _FILTER.add(secrets)
    for name in ("apprise", "urllib3.connectionpool", "urllib3.util.retry"):
        log = logging.getLogger(name)
        if _FILTER not in log.filters:
            log.addFilter(_FILTER)
