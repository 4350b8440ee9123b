"""What is remembered, read for people: the docket, one case, its changes and its checks. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from watcher.adapters.store import forms
from watcher.adapters.store.database import Database
from watcher.trademark.notice.facts import CaseFacts, facts_from_text
from watcher.trademark.numbers import SerialNumber

if TYPE_CHECKING:
    from watcher.trademark.state import Check


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as `list` shows it. Moments in UTC; `facts` are None before the first sight."""

    serial_number: SerialNumber
    watched: bool
    facts: CaseFacts | None
    first_seen_at: datetime | None
    changed_at: datetime | None
    good_check_at: datetime | None
    due_at: datetime | None
    failures: int
    failing_since: datetime | None
    last_failure: str
    in_doubt: bool
    snapshot_id: int | None


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change, as it was told. `date` is the USPTO's own; `snapshot_id` is where the new value stands."""

    id: int
    serial_number: SerialNumber
    mark: str
    detected_at: datetime
    kind: str
    section: str
    path: str
    summary: str
    old: str | None
    new: str | None
    date: date | None
    severity: str
    snapshot_id: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The counts that `status` shows."""

    watched: int
    never_read: int
    failing: int
    in_doubt: int
    oldest_good_check_at: datetime | None
    newest_good_check_at: datetime | None
    next_due_at: datetime | None
    checks: int
    snapshots: int


class History:
    """Reads the memory for people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def cases(self, *, watched_only: bool = True) -> list[CaseRow]:
        """The docket, by serial number."""
        where = "WHERE c.watched = 1 " if watched_only else ""
        return [_case(row) for row in self._database.rows(f"{_CASES} {where}ORDER BY c.serial_number")]

    def case(self, serial_number: SerialNumber) -> CaseRow | None:
        """One case, None when it was never watched."""
        rows = self._database.rows(f"{_CASES} WHERE c.serial_number = ?", [serial_number])
        return _case(rows[0]) if rows else None

    def changes(
        self, serial_number: SerialNumber | None = None, since: datetime | None = None, limit: int = -1
    ) -> list[ChangeRow]:
        """Changes, newest first: of one case or of all, from a moment on, at most `limit` (-1: all)."""
        conditions, values = ["1 = 1"], list[Any]()
        if serial_number is not None:
            conditions.append("h.serial_number = ?")
            values.append(serial_number)
        if since is not None:
            conditions.append("h.detected_at >= ?")
            values.append(forms.moment_text(since))
        rows = self._database.rows(
            "SELECT h.id, h.serial_number, c.facts, h.detected_at, h.kind, h.section, h.path, h.summary, h.old, h.new, "
            "h.date, h.severity, h.snapshot_id FROM changes h JOIN cases c ON c.serial_number = h.serial_number "
            f"WHERE {' AND '.join(conditions)} ORDER BY h.id DESC"
            + (f" LIMIT {int(limit)}" if limit >= 0 else ""),
            values,
        )
        return [_change(row) for row in rows]

    def checks(self, serial_number: SerialNumber) -> Iterator[Check]:
        """The record of checks of a case, newest first; also those that it shares with the other cases of a batch."""
        from watcher.adapters.store.checks import CheckStore, as_check

        yield from map(as_check, reversed(CheckStore(self._database).of_case(serial_number)))

    def document(self, snapshot_id: int) -> bytes:
        """The status document of a snapshot, as it came."""
        return forms.unpack(
            self._database.rows("SELECT document FROM snapshots WHERE id = ?", [snapshot_id])[0][0]
        )

    def watched_periods(self, serial_number: SerialNumber) -> list[tuple[datetime, datetime | None]]:
        """When the case was watched: from, until (None: still)."""
        return [
            (forms.moment(since), forms.maybe_moment(until))
            for since, until in self._database.rows(
                "SELECT since, until FROM watches WHERE serial_number = ? ORDER BY id", [serial_number]
            )
        ]

    def totals(self) -> Totals:
        """The counts of the watched cases."""
        row = self._database.rows(
            "SELECT count(*), sum(snapshot_id IS NULL), sum(failures > 0), "
            "sum(serial_number IN (SELECT serial_number FROM holds WHERE reason <> 'masked')), "
            "min(good_check_at), max(good_check_at), min(due_at), "
            "(SELECT count(*) FROM snapshots) FROM cases WHERE watched = 1"
        )[0]
        return Totals(
            watched=row[0],
            never_read=row[1] or 0,
            failing=row[2] or 0,
            in_doubt=row[3] or 0,
            oldest_good_check_at=forms.maybe_moment(row[4]),
            newest_good_check_at=forms.maybe_moment(row[5]),
            next_due_at=forms.maybe_moment(row[6]),
            checks=self._checks_on_record(),
            snapshots=row[7],
        )

    def _checks_on_record(self) -> int:
        """The rows of the record, without counting them: they are numbered, and it is known how many were thinned."""
        from watcher.adapters.store.checks import CheckStore
        from watcher.adapters.store.seals import SealStore

        return CheckStore(self._database).tip()[0] - SealStore(self._database).thinned_rows()


_CASES = (
    "SELECT c.serial_number, c.watched, c.facts, c.first_seen_at, c.changed_at, c.good_check_at, c.due_at, c.failures, "
    "c.failing_since, c.last_failure, EXISTS (SELECT 1 FROM holds h WHERE h.serial_number = c.serial_number "
    "AND h.reason <> 'masked'), c.snapshot_id FROM cases c"
)


def _case(row: Any) -> CaseRow:
    return CaseRow(
        serial_number=SerialNumber(row[0]),
        watched=bool(row[1]),
        facts=facts_from_text(row[2]) if row[2] else None,
        first_seen_at=forms.maybe_moment(row[3]),
        changed_at=forms.maybe_moment(row[4]),
        good_check_at=forms.maybe_moment(row[5]),
        due_at=forms.maybe_moment(row[6]),
        failures=row[7],
        failing_since=forms.maybe_moment(row[8]),
        last_failure=row[9] or "",
        in_doubt=bool(row[10]),
        snapshot_id=row[11],
    )


def _change(row: Any) -> ChangeRow:
    return ChangeRow(
        id=row[0],
        serial_number=SerialNumber(row[1]),
        mark=facts_from_text(row[2]).mark if row[2] else "",
        detected_at=forms.moment(row[3]),
        kind=row[4],
        section=row[5],
        path=row[6],
        summary=row[7],
        old=row[8],
        new=row[9],
        date=date.fromisoformat(row[10]) if row[10] else None,
        severity=row[11],
        snapshot_id=row[12],
    )
