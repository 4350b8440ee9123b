"""The record of checks (promise 5): each question to the USPTO and what came back, only ever added to.

Each row carries a link, the digest of itself and of the link before, so that no row is altered or taken out unseen.
The newest link is kept beside the table too, so that a cut-off end shows. Rows are numbered without a gap, by us.

There is no index by case, for it would cost as much as the rows: a row is about one case, or about the twenty of
a batch. When a day is sealed, each case gets one line that names its rows of that day (`looks`); the rows that are
not sealed yet are read through.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

from watcher.adapters.store import forms
from watcher.adapters.store.database import Database
from watcher.errors import StoreError
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.proof.row import BEGINNING, Row, link_of

if TYPE_CHECKING:
    from watcher.trademark.state import Check

_PAGE = 2000
_AT_ONCE = 500
_COLUMNS = ", ".join(Row._fields)
_MARKS = ", ".join("?" * len(Row._fields))
_FAR = 2**62
RECORD = "record"
"""In `meta`: the number of the newest row, and its link."""


class AlteredError(StoreError):
    """Something in the record of checks is not as we write it, and cannot be read."""


class CheckStore:
    """Adds to the record of checks and reads it. Does not decide what is a check: `poll/record.py` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_within(self, check: Check) -> None:
        """Add one row, inside a transaction that is under way: it holds off all other writers, so the chain is one."""
        newest, link = self._tip_for_writing()
        values = (
            newest + 1,
            check.serial_number,
            " ".join(check.also),
            check.kind.value,
            forms.moment_text(check.asked_at),
            forms.moment_text(check.answered_at),
            check.response_code,
            check.digest,
            check.outcome.value,
            check.detail,
        )
        link = link_of(link, values)
        self._database.execute(f"INSERT INTO checks ({_COLUMNS}) VALUES ({_MARKS})", (*values, link))
        note = (f"{newest + 1} {link}", RECORD)
        if not self._database.execute("UPDATE meta SET value = ? WHERE key = ?", note).rowcount:
            self._database.execute("INSERT INTO meta (value, key) VALUES (?, ?)", note)

    def _tip_for_writing(self) -> tuple[int, str]:
        """The newest row's number and link; a row that somebody put behind it keeps nobody from adding the next."""
        newest, written = self._database.execute(
            f"SELECT (SELECT max(id) FROM checks), (SELECT value FROM meta WHERE key = '{RECORD}')"
        ).fetchone()
        noted, link = _tip(written)
        return max(noted, newest or 0), link

    def tip(self) -> tuple[int, str]:
        """The number and the link of the newest row, as noted beside the table."""
        rows = self._database.rows(f"SELECT value FROM meta WHERE key = '{RECORD}'")
        return _tip(rows[0][0] if rows else None)

    def rows(self, first_id: int, last_id: int = _FAR) -> Iterator[Row]:
        """The rows between two ids, both included, in their order."""
        while page := self._database.rows(
            f"SELECT {_COLUMNS} FROM checks WHERE id BETWEEN ? AND ? ORDER BY id LIMIT {_PAGE}",
            [first_id, last_id],
        ):
            yield from map(Row._make, page)
            first_id = page[-1][0] + 1

    def first_unsealed(self, first_id: int) -> Row | None:
        """The first row from this id on."""
        return next(map(Row._make, self._database.rows(f"SELECT {_COLUMNS} FROM checks WHERE id >= ? ORDER BY id LIMIT 1", [first_id])), None)  # fmt: skip

    def of_case(
        self, serial_number: str, since: datetime | None = None, until: datetime | None = None
    ) -> list[Row]:
        """The rows that are about a case and were asked in a period (UTC), in their order."""
        since_text = forms.moment_text(since) if since else ""
        until_text = forms.moment_text(until) if until else "~"
        with self._database.reading():
            sealed = self._sealed(serial_number, since_text, until_text)
            rows = chain(self._by_id(sealed), self._unsealed(serial_number))
            return [row for row in rows if since_text <= row.asked_at < until_text]

    def of_all(self, since: datetime | None = None, until: datetime | None = None) -> Iterator[Row]:
        """The rows about any case that were asked in a period (UTC), in their order."""
        since_text = forms.moment_text(since) if since else ""
        until_text = forms.moment_text(until) if until else "~"
        for first_id, last_id in self.ranges(since_text, until_text):
            for row in self.rows(first_id, last_id):
                if since_text <= row.asked_at < until_text:
                    yield row

    def ranges(self, since: str, until: str) -> list[tuple[int, int]]:
        """The ids of the sealed days that reach into a period, and of what is not sealed yet: first and last."""
        days = self._database.rows(
            "SELECT first_id, last_id FROM seals WHERE last_at >= ? AND first_at < ? ORDER BY number",
            [since, until],
        )
        return [*days, (self._last_sealed() + 1, _FAR)]

    def _last_sealed(self) -> int:
        return int(self._database.rows("SELECT coalesce(max(last_id), 0) FROM seals")[0][0])

    def _sealed(self, serial_number: str, since: str, until: str) -> Iterator[int]:
        for first_id, places in self._database.rows(
            "SELECT s.first_id, l.places FROM seals s JOIN looks l ON l.seal = s.number AND l.serial_number = ? "
            "WHERE s.last_at >= ? AND s.first_at < ? ORDER BY s.number",
            [serial_number, since, until],
        ):
            yield from (first_id + place for place in unpacked(places))

    def _by_id(self, ids: Iterator[int]) -> Iterator[Row]:
        while some := list(islice(ids, _AT_ONCE)):
            marks = ", ".join("?" * len(some))
            yield from map(
                Row._make,
                self._database.rows(f"SELECT {_COLUMNS} FROM checks WHERE id IN ({marks}) ORDER BY id", some),
            )

    def _unsealed(self, serial_number: str) -> Iterator[Row]:
        return map(
            Row._make,
            self._database.rows(
                f"SELECT {_COLUMNS} FROM checks WHERE id > ? AND (serial_number = ? OR also LIKE ?) ORDER BY id",
                [self._last_sealed(), serial_number, f"%{serial_number}%"],
            ),
        )


def as_check(row: Row) -> Check:
    """The check that was written as this row.

    Raises:
        AlteredError: no check is written like that; somebody altered the row.
    """
    from watcher.trademark.state import Check, CheckKind, CheckOutcome

    try:
        return Check(
            SerialNumber(row.serial_number),
            CheckKind(row.kind),
            forms.moment(row.asked_at),
            forms.moment(row.answered_at),
            CheckOutcome(row.outcome),
            row.response_code,
            row.digest,
            row.detail,
            tuple(map(SerialNumber, row.also.split())),
        )
    except (ValueError, TypeError, AttributeError):
        raise AlteredError(
            f"row {row.id} of the record of checks was altered and cannot be read: tmwatch proof --verify"
        ) from None


def packed(places: Iterable[int]) -> str:
    """The places of a case's rows in a day: the first, then each one's distance from the one before."""
    last, words = 0, []
    for place in places:
        words.append(str(place - last))
        last = place
    return " ".join(words)


def unpacked(text: str) -> array[int]:
    """The places behind `packed`; what cannot be read is left out, `proof --verify` finds it."""
    places, last = array("q"), 0
    for word in text.split():
        if not word.isdecimal():
            break
        last += int(word)
        places.append(last)
    return places


def _tip(written: str | None) -> tuple[int, str]:
    number, _, link = (written or "").partition(" ")
    return (int(number), link) if number.isdecimal() else (0, BEGINNING)
