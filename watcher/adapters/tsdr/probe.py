"""Where and in which form the modified dates are asked for, since the service changes both without a word.

`last-update` in JSON is the way that is documented and was seen; `caseupdate` and the XML form are taken for a while
when it fails and they work (tsdr.md, "Requests"). Pure but for what it remembers.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from watcher.adapters.tsdr.reply import Question
from watcher.errors import ServiceDownError, SourceError
from watcher.trademark.numbers import SerialNumber

PREFERRED_FOR: Final = timedelta(hours=1)
"""How long a way that worked is kept, before the documented one is tried again."""

HELD_FOR: Final = timedelta(minutes=10)
"""How long no other way is tried after one failed too: when all is down, one request a case must do."""

MOST_BYTES: Final = 1_000_000
"""An answer with one case's dates has some 200 bytes."""

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Address(StrEnum):
    """Where the modified dates are."""

    LAST_UPDATE = "/last-update/info"
    CASE_UPDATE = "/ts/cd/caseupdate/info"


class Form(StrEnum):
    """In which form."""

    JSON = "json"
    XML = "xml"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask for modified dates."""

    address: Address = Address.LAST_UPDATE
    form: Form = Form.JSON

    def question(self, serial_number: SerialNumber) -> Question:
        """The question about one case."""
        path = f"{self.address.value}.{self.form.value}?sn={serial_number}"
        return Question(path, f"application/{self.form.value}", most=MOST_BYTES)

    def other(self, error: SourceError) -> Way:
        """Where the service is down, the other address; where the form was the trouble, the other form."""
        if isinstance(error, ServiceDownError):
            there = Address.CASE_UPDATE if self.address is Address.LAST_UPDATE else Address.LAST_UPDATE
            return replace(self, address=there)
        return replace(self, form=Form.XML if self.form is Form.JSON else Form.JSON)


class Ways:
    """Remembers which way works. Does not ask; the clock's moments are handed in (UTC)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._preferred = Way()
        self._until = _LONG_AGO
        self._held_until = _LONG_AGO

    def first(self, now: datetime) -> Way:
        """The way to take."""
        with self._lock:
            return self._preferred if now < self._until <= now + PREFERRED_FOR else Way()

    def second(self, first: Way, error: SourceError, now: datetime) -> Way | None:
        """The way to try when the first failed; None while others are known to fail as well."""
        with self._lock:
            return None if now < self._held_until <= now + HELD_FOR else first.other(error)

    def worked(self, way: Way, now: datetime) -> None:
        """The second way worked: it is the first for a while."""
        with self._lock:
            self._preferred, self._until = way, now + PREFERRED_FOR

    def failed(self, now: datetime) -> None:
        """The second way failed too."""
        with self._lock:
            self._held_until = now + HELD_FOR
