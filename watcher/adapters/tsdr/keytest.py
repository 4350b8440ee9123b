"""Tells "no such case" from "a key of the wrong kind": both are 404 (tsdr.md, "Answers").

A case that is sure to exist is asked for at the same address. What was found out is kept for a while, so that many
unknown numbers do not double the requests.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, Unpack

from watcher.adapters.tsdr.trouble import When
from watcher.errors import KeyRefusedError, NoSuchCaseError, ServiceDownError
from watcher.trademark.numbers import SerialNumber

SURE_TO_EXIST: Final = SerialNumber("78787878")
"""The serial number of the USPTO's own examples."""

PROVEN_FOR: Final = timedelta(minutes=10)
REFUSED_FOR: Final = timedelta(minutes=1)
_WRONG_KIND: Final = (
    "the USPTO answers 404 to everything with this API key, even for a case that is sure to exist: the key is of "
    "the wrong kind. A TSDR key is needed (account.uspto.gov/api-manager); an Open Data Portal key is not one"
)
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


class KeyTest:
    """Remembers which addresses gave a case with this key, and when. Does not ask: it is handed the questions."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.RLock()
        self._proven: dict[str, datetime] = {}
        self._refused_at = _LONG_AGO

    def works(self, address: str) -> None:
        """The address gave a case: the key works, and the address is there."""
        self._proven[address] = self._now()

    def refused(self, **when: Unpack[When]) -> KeyRefusedError:
        """The key was found to be of the wrong kind; the error that says so."""
        self._refused_at = self._now()
        return KeyRefusedError(_WRONG_KIND, **when)

    def judge(
        self,
        address: str,
        gives_the_sure_case: Callable[[], bool],
        test_key: Callable[[], None],
        **when: Unpack[When],
    ) -> NoSuchCaseError:
        """What it means that a case is not there: the error to raise when the key and the address are good.

        `gives_the_sure_case` asks for it at the same address; `test_key` asks where the key is tested.

        Raises:
            KeyRefusedError: it is the key.
            ServiceDownError: the address gives nothing to anybody.
            SourceError: could not be found out now.
        """
        with self._lock:
            if not self._is_fresh(address):
                self._find_out(address, gives_the_sure_case, test_key, when)
        return NoSuchCaseError("the USPTO knows no such case", **when)

    def _is_fresh(self, address: str) -> bool:
        return _lately(self._now(), self._proven.get(address, _LONG_AGO), PROVEN_FOR)

    def _find_out(
        self,
        address: str,
        gives_the_sure_case: Callable[[], bool],
        test_key: Callable[[], None],
        when: When,
    ) -> None:
        if _lately(self._now(), self._refused_at, REFUSED_FOR):
            raise KeyRefusedError(_WRONG_KIND, **when)
        if gives_the_sure_case():
            self.works(address)
            return
        if not any(map(self._is_fresh, self._proven)):
            test_key()
        raise ServiceDownError(
            "the USPTO gives nothing at this address, not even a case that is sure to exist",
            **when,
        )


def _lately(now: datetime, then: datetime, span: timedelta) -> bool:
    """Less than a span ago; what a clock that was ahead dated in the future is not."""
    return timedelta(0) <= now - then < span
