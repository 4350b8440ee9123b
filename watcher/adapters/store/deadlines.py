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
from watcher.adapters.store.outbox import OutboxStore
from watcher.memory import Recalled, Recount, Uncounted
from watcher.trademark.deadlines.closings import with_closings
from watcher.trademark.deadlines.values import Closing, ClosingAction, Deadline, State
from watcher.trademark.decide import WASHINGTON
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

    def __init__(self, database: Database, outbox: OutboxStore) -> None:
        self._database = database
        self._outbox = outbox

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

        self._note_next(serial_number, now)

    def _note_next(self, serial_number: SerialNumber, now: datetime) -> None:
        """The first day ahead on which something of the case is due, for who is looked at first."""
        today = now.astimezone(WASHINGTON).date()
        days = (
            day
            for line in self.of(serial_number)
            if line.state.needs_attention
            for day in (line.due, line.extension, line.grace)
            if day is not None and day >= today
        )
        first = min(days, default=None)
        self._database.execute(
            "UPDATE cases SET next_deadline = ? WHERE serial_number = ?",
            [first.isoformat() if first else None, serial_number],
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

    # -- counted anew

    def uncounted(self, counted_with: str, day: date, limit: int) -> list[Uncounted]:
        """Watched cases whose dates were counted with something else, or are to be counted anew on that day or before."""
        rows = self._database.rows(
            "SELECT c.serial_number, c.revision, c.counted_with, c.recount_on, w.since FROM cases c "
            "JOIN watches w ON w.serial_number = c.serial_number AND w.until IS NULL "
            "WHERE c.watched = 1 AND c.snapshot_id IS NOT NULL AND (c.counted_with <> ? OR c.recount_on <= ?) "
            "ORDER BY c.recount_on, c.serial_number LIMIT ?",
            [counted_with, day.isoformat(), limit],
        )
        return [Uncounted(SerialNumber(row[0]), row[1], row[2], row[3], forms.moment(row[4])) for row in rows]

    def recalled(self, serial_number: SerialNumber) -> frozenset[Recalled]:
        """The rungs that need not be told any more, of all deadlines of a case."""
        rows = self._database.rows(
            "SELECT deadline, channel, rung FROM reminders WHERE serial_number = ?", [serial_number]
        )
        return frozenset(Recalled(*row) for row in rows)

    def save_recount(self, case: Uncounted, recount: Recount, now: datetime) -> bool:
        """Save what a counting gave; False, and nothing is saved, when somebody else counted this case meanwhile."""
        with self._database.transaction():
            taken = self._database.execute(
                "UPDATE cases SET counted_with = ?, recount_on = ? "
                "WHERE serial_number = ? AND revision = ? AND counted_with = ? AND recount_on = ?",
                [
                    recount.counted_with,
                    recount.recount_on.isoformat(),
                    case.serial_number,
                    case.revision,
                    case.counted_with,
                    case.recount_on,
                ],
            )
            if taken.rowcount != 1:
                return False
            if recount.lines is not None:
                self.save_within(case.serial_number, recount.lines, now)
            for one in recount.recalled:
                self._database.execute(
                    "INSERT INTO reminders (deadline, serial_number, channel, rung, said_at) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (deadline, channel, rung) DO NOTHING",
                    [one.deadline, case.serial_number, one.channel, one.rung, forms.moment_text(now)],
                )
            for new in recount.notices:
                self._outbox.owe_within(new, now)
        return True

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
            for row in self._database.rows(
                "SELECT serial_number FROM deadlines WHERE id = ?", [closing.deadline]
            ):
                self._note_next(SerialNumber(row[0]), closing.said_at)
                self._database.execute("UPDATE cases SET recount_on = '' WHERE serial_number = ?", [row[0]])

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
