"""A row of the record of checks as it stands in the database, and the chain that links each row to all before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from watcher.trademark.decide import WASHINGTON

BEGINNING = ""
"""What the first row is linked to, and the first seal."""

_MOST_LINKS = 3
"""After more rows in a row that were altered, the chain is taken up as it stands: a search must not grow."""

_encode = json.JSONEncoder(separators=(",", ":"), default=repr).encode


class Row(NamedTuple):
    """One row, every column as it is stored, so that nothing of it can be altered unseen.

    `also` are the serial numbers of the other cases of the same request, separated by spaces. Moments are text in
    UTC. `link` is the row's place in the chain. (A named tuple, for it is made of a row of the database a million
    times, and its types are what the database has, not what it should have.)
    """

    id: int
    serial_number: str
    also: str
    kind: str
    asked_at: str
    answered_at: str
    response_code: int | None
    digest: str
    outcome: str
    detail: str
    link: str

    @property
    def serial_numbers(self) -> list[str]:
        """All cases that the row is about."""
        return f"{self.serial_number} {self.also}".split() if self.also else [self.serial_number]

    @property
    def text(self) -> str:
        """The row without its link, as a line of JSON: what is linked and sealed."""
        return _encode(self[:-1])


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written: in words, with its day (Washington) and the row, where they are known."""

    words: str
    day: date | None = None
    row: int | None = None

    def __str__(self) -> str:
        return f"{self.day}: {self.words}" if self.day else self.words


def link_of(previous: str, values: Sequence[object]) -> str:
    """The link of a row: SHA-256, in hex, of the previous row's link, a line feed and the row as a line of JSON."""
    return hashlib.sha256(f"{previous}\n{_encode(values)}".encode()).hexdigest()


class Chain:
    """Follows the rows in their order and says which are not as they were written. Does not know days or seals."""

    def __init__(self, next_id: int, link: str | None, day: date | None = None) -> None:
        """Before the row `next_id`; `link` is that of the row before it, None when it is not known."""
        self.next_id = next_id
        self.day = day
        self._links: set[str] | None = None if link is None else {link}

    def follow(self, row: Row) -> list[Finding]:
        """What is wrong with the next row, or before it.

        After a row that was altered the chain goes on from what stands there, from what should, or from the row
        before: one altered row is one finding, though all later links depend on it. After a row that is gone, what
        stands there is taken as it is.
        """
        found = self.end(row.id - 1)
        computed = None if self._links is None else {link_of(link, row[:-1]) for link in self._links}
        if computed is None or row.link in computed:
            self._links = {row.link}
        else:
            about = f"{row.serial_number}, asked {row.asked_at}"
            found.append(
                Finding(
                    f"row {row.id} ({about}) was altered or put in after it was written", self.day, row.id
                )
            )
            self._links = (
                {row.link, *computed, *(self._links or ())} if len(computed) <= _MOST_LINKS else {row.link}
            )
        self.next_id = max(self.next_id, row.id + 1)
        return found

    def end(self, last_id: int) -> list[Finding]:
        """What is missing up to this row."""
        missing = range(self.next_id, last_id + 1)
        if not missing:
            return []
        self._links = None
        self.next_id = last_id + 1
        words = f"row {missing[0]} was" if len(missing) == 1 else f"rows {missing[0]} to {missing[-1]} were"
        return [Finding(f"{words} removed", self.day, missing[0])]

    def leads_to(self, link: str) -> bool:
        """Is this the link of the last row that was followed?"""
        return self._links is None or link in self._links


def day_of(row: Row) -> date | None:
    """The day in Washington on which it was asked; None where the moment cannot be read."""
    try:
        return _day_of_hour(row.asked_at[:13])
    except (ValueError, TypeError):
        return None


@lru_cache(maxsize=64)
def _day_of_hour(text: str) -> date:
    """Washington is a whole number of hours from UTC, summer and winter: a day begins with an hour."""
    return datetime.fromisoformat(f"{text}:00Z").astimezone(WASHINGTON).date()
