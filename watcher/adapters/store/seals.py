"""The seals of the record of checks: one for each day, chained; and the lines that name each case's rows of a day."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from watcher.adapters.store.checks import AlteredError, packed, unpacked
from watcher.adapters.store.database import Database
from watcher.trademark.proof.row import Finding
from watcher.trademark.proof.seal import Part, Seal, SealState

_COLUMNS = (
    "number, day, first_id, last_id, first_at, last_at, kept_rows, kept_digest, may_go_rows, may_go_digest, "
    "last_link, previous_head, head, state"
)
_AT_ONCE = 200
SEALED = "sealed"
"""In `meta`: the number of the newest seal, and its head."""


class SealStore:
    """Keeps the seals. Does not decide what is sealed or thinned: `sealing.py` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def last(self) -> Seal | None:
        """The newest seal."""
        return self._one("ORDER BY number DESC LIMIT 1")

    def before(self, seal: Seal) -> Seal | None:
        """The seal before another."""
        return self._one("WHERE number < ? ORDER BY number DESC LIMIT 1", seal.number)

    def to_thin(self, before: date) -> Seal | None:
        """The oldest seal of a day before this one that was not thinned to the end."""
        states = [SealState.WHOLE.value, SealState.THINNING.value]
        return self._one(
            "WHERE state IN (?, ?) AND day < ? ORDER BY number LIMIT 1", *states, before.isoformat()
        )

    def all(self) -> list[Seal | Finding]:
        """All seals, the oldest first; a finding for one that cannot be read."""
        found: list[Seal | Finding] = []
        for row in self._database.rows(f"SELECT {_COLUMNS} FROM seals ORDER BY number"):
            try:
                found.append(_seal(row))
            except AlteredError as error:
                found.append(Finding(str(error)))
        return found

    def noted(self) -> tuple[int, str]:
        """The number and the head of the newest seal, as noted beside the table."""
        rows = self._database.rows(f"SELECT value FROM meta WHERE key = '{SEALED}'")
        number, _, head = (rows[0][0] if rows else "").partition(" ")
        return (int(number), head) if number.isdecimal() else (0, "")

    def thinned_until(self) -> str | None:
        """The latest moment (text, UTC) of a row of a day that was thinned; None when none was."""
        found: str | None = self._database.rows(
            "SELECT max(last_at) FROM seals WHERE state IN (?, ?)",
            [SealState.THINNING.value, SealState.THINNED.value],
        )[0][0]
        return found

    def thinned_rows(self) -> int:
        """How many rows were taken away, in days that are thinned to the end."""
        return int(
            self._database.rows(
                "SELECT coalesce(sum(may_go_rows), 0) FROM seals WHERE state = ?", [SealState.THINNED.value]
            )[0][0]
        )

    def index(self, seal: Seal) -> dict[str, array[int]]:
        """The rows of each case in a sealed day, counted from its first row."""
        return {
            serial: unpacked(places)
            for serial, places in self._database.rows(
                "SELECT serial_number, places FROM looks WHERE seal = ?", [seal.number]
            )
        }

    # -- inside a transaction

    def add_within(self, seal: Seal, index: Mapping[str, Iterable[int]]) -> None:
        """Add the next seal, with the rows of each case."""
        values = [seal.number, seal.day.isoformat(), seal.first_id, seal.last_id, seal.first_at, seal.last_at]
        values += [seal.kept.rows, seal.kept.digest, seal.may_go.rows, seal.may_go.digest]
        values += [seal.last_link, seal.previous_head, seal.head, seal.state.value]
        marks = ", ".join("?" * len(values))
        self._database.execute(f"INSERT INTO seals ({_COLUMNS}) VALUES ({marks})", values)
        self._database.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [SEALED, f"{seal.number} {seal.head}"],
        )
        self._index_within(seal, index)

    def reindex_within(self, seal: Seal, index: Mapping[str, Iterable[int]]) -> None:
        """Name other rows of each case."""
        self._database.execute("DELETE FROM looks WHERE seal = ?", [seal.number])
        self._index_within(seal, index)

    def _index_within(self, seal: Seal, index: Mapping[str, Iterable[int]]) -> None:
        lines = [(seal.number, serial, packed(places)) for serial, places in sorted(index.items())]
        for start in range(0, len(lines), _AT_ONCE):
            some = lines[start : start + _AT_ONCE]
            self._database.execute(
                f"INSERT INTO looks (seal, serial_number, places) VALUES {', '.join(['(?, ?, ?)'] * len(some))}",
                [value for line in some for value in line],
            )

    def move_within(self, seal: Seal, to: SealState) -> bool:
        """The seal goes from the state that was read to another; False when it had left that state meanwhile."""
        moved = self._database.execute(
            "UPDATE seals SET state = ? WHERE number = ? AND state = ?",
            [to.value, seal.number, seal.state.value],
        )
        return bool(moved.rowcount == 1)

    def _one(self, rest: str, *values: object) -> Seal | None:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM seals {rest}", values)
        return _seal(rows[0]) if rows else None


def _seal(row: Any) -> Seal:
    try:
        day = date.fromisoformat(row[1])
        state = SealState(row[13])
    except (ValueError, TypeError):
        raise AlteredError(f"seal {row[0]} was altered: it cannot be read") from None
    numbers = (row[0], row[2], row[3], row[6], row[8])
    if day.isoformat() != row[1] or not all(isinstance(number, int) for number in numbers):
        raise AlteredError(f"seal {row[0]} was altered: it is not written as we write it")
    kept, may_go = Part(row[6], row[7]), Part(row[8], row[9])
    return Seal(row[0], day, row[2], row[3], row[4], row[5], kept, may_go, row[10], row[11], row[12], state)
