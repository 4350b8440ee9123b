"""The legal dates of the cases as they were last counted, and persons' words on them, which are only ever added."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from watcher.adapters.store import forms
from watcher.adapters.store.database import Database
from watcher.trademark.deadlines.closings import with_closings
from watcher.trademark.deadlines.values import Closing, ClosingAction, Deadline, State
from watcher.trademark.notice.plain import build, dump, to_plain
from watcher.trademark.numbers import SerialNumber


@dataclass(frozen=True, slots=True)
class Kept:
    """A deadline with its past: how often what it says changed since it was first counted, and when it last did (UTC).

    One that is not counted any more (its anchor is gone from the history) is kept as superseded.
    """

    serial_number: SerialNumber
    line: Deadline
    revision: int
    changed_at: datetime


class DeadlineStore:
    """Keeps deadlines. Counts none: the poll does, without the words of persons, which are laid over them here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save_within(self, serial_number: SerialNumber, lines: Iterable[Deadline], now: datetime) -> None:
        """These are the deadlines of a case now, counted without closings; inside the look's transaction.

        A deadline keeps its row as long as it keeps its id; its revision grows when what it says is different.
        """
        stamp = forms.moment_text(now)
        before = {
            row[0]: (row[1], bool(row[2]))
            for row in self._database.rows(
                "SELECT id, content, gone FROM deadlines WHERE serial_number = ?", [serial_number]
            )
        }
        for line in lines:
            content, due = dump(to_plain(line)), line.due.isoformat() if line.due else None
            old = before.pop(line.id, None)
            if old is None:
                self._database.execute(
                    "INSERT INTO deadlines (id, serial_number, due, pending, content, revision, changed_at, gone) "
                    "VALUES (?, ?, ?, ?, ?, 0, ?, 0)",
                    [line.id, serial_number, due, int(line.state.needs_attention), content, stamp],
                )
            elif old != (content, False):
                self._database.execute(
                    "UPDATE deadlines SET due = ?, pending = ?, content = ?, revision = revision + 1, changed_at = ?, "
                    "gone = 0 WHERE id = ?",
                    [due, int(line.state.needs_attention), content, stamp, line.id],
                )
        for name, (_, gone) in before.items():
            if not gone:
                self._database.execute(
                    "UPDATE deadlines SET gone = 1, revision = revision + 1, changed_at = ? WHERE id = ?",
                    [stamp, name],
                )

    def of(self, serial_number: SerialNumber) -> tuple[Deadline, ...]:
        """The deadlines of a case, the dated ones first, in order of their statutory date."""
        rows = self._rows("d.gone = 0 AND d.serial_number = ?", [serial_number])
        return tuple(one.line for one in self._kept(rows))

    def counted(self, serial_number: SerialNumber) -> tuple[Deadline, ...]:
        """The same as they were counted: without the words of persons."""
        rows = self._rows("d.gone = 0 AND d.serial_number = ?", [serial_number])
        return tuple(_line(row[1]) for row in rows)

    def between(
        self, since: date | None, until: date | None, *, open_only: bool = False
    ) -> list[tuple[SerialNumber, Deadline]]:
        """The deadlines of watched cases that are due in these days; without either day those without a date, too."""
        conditions, values = ["d.gone = 0", "c.watched = 1"], list[Any]()
        for sign, day in ((">=", since), ("<=", until)):
            if day is not None:
                conditions.append(f"d.due {sign} ?")
                values.append(day.isoformat())
        if open_only:
            conditions.append("d.pending = 1")
        kept = self._kept(self._rows(" AND ".join(conditions), values))
        return [
            (one.serial_number, one.line) for one in kept if not open_only or one.line.state.needs_attention
        ]

    def ahead(self, today: date) -> list[tuple[SerialNumber, Deadline]]:
        """The deadlines of watched cases that need somebody, or are due today or later."""
        rows = self._rows(
            "d.gone = 0 AND c.watched = 1 AND (d.pending = 1 OR d.due >= ?)", [today.isoformat()]
        )
        return [
            (one.serial_number, one.line)
            for one in self._kept(rows)
            if one.line.state.needs_attention or (one.line.due is not None and one.line.due >= today)
        ]

    def kept(self) -> list[Kept]:
        """Every deadline of the watched cases with its past, also those that are not counted any more."""
        return self._kept(self._rows("c.watched = 1", []))

    # -- the words of persons

    def say(self, closing: Closing) -> None:
        """Keep a person's word on a deadline.

        Raises:
            StoreError: there is no such deadline, or the word cannot be written.
        """
        stamp = forms.moment_text(closing.said_at)
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO closings (deadline, serial_number, action, said_by, reason, said_at, due) "
                "SELECT id, serial_number, ?, ?, ?, ?, ? FROM deadlines WHERE id = ?",
                [
                    closing.action.value,
                    closing.by,
                    closing.reason,
                    stamp,
                    closing.due.isoformat() if closing.due else None,
                    closing.deadline,
                ],
            )
            self._database.execute(
                "UPDATE deadlines SET revision = revision + 1, changed_at = ? WHERE id = ?",
                [stamp, closing.deadline],
            )

    def closings(self, serial_number: SerialNumber | None = None) -> tuple[Closing, ...]:
        """What persons said of the deadlines of a case, or of all, oldest first."""
        where, values = ("WHERE serial_number = ? ", [serial_number]) if serial_number else ("", [])
        rows = self._database.rows(
            f"SELECT deadline, action, said_by, reason, said_at, due FROM closings {where}ORDER BY id", values
        )
        return tuple(
            Closing(
                row[0],
                ClosingAction(row[1]),
                row[2],
                row[3],
                forms.moment(row[4]),
                date.fromisoformat(row[5]) if row[5] else None,
            )
            for row in rows
        )

    # -- rows

    def _rows(self, where: str, values: Sequence[Any]) -> list[Any]:
        return self._database.rows(
            "SELECT d.serial_number, d.content, d.revision, d.changed_at, d.gone FROM deadlines d "
            f"JOIN cases c ON c.serial_number = d.serial_number WHERE {where} ORDER BY d.due IS NULL, d.due, d.id",
            values,
        )

    def _kept(self, rows: Sequence[Any]) -> list[Kept]:
        words: defaultdict[str, list[Closing]] = defaultdict(list)
        only = rows[0][0] if rows and all(row[0] == rows[0][0] for row in rows) else None
        for closing in self.closings(only) if rows else ():
            words[closing.deadline].append(closing)
        found = []
        for serial, content, revision, changed_at, gone in rows:
            line = _line(content)
            if line.id in words:
                (line,) = with_closings([line], words[line.id])
            if gone:
                line = replace(line, state=State.SUPERSEDED, why="the case does not give this date any more")
            found.append(Kept(SerialNumber(serial), line, revision, forms.moment(changed_at)))
        return found


def _line(content: str) -> Deadline:
    line: Deadline = build(Deadline, json.loads(content))
    return line
