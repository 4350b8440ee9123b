"""The cases: their state, their baselines, and the one transaction in which a look is saved (promise 2)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from watcher.adapters.store import forms
from watcher.adapters.store.checks import CheckStore
from watcher.adapters.store.database import Database
from watcher.adapters.store.outbox import OutboxStore
from watcher.adapters.store.troubles import TroubleStore
from watcher.errors import BaselineMovedError
from watcher.memory import Look, StoredBaseline
from watcher.trademark import notice as notices
from watcher.trademark.model import Section
from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber
from watcher.trademark.state import CaseState, Check, Hold, HoldReason
from watcher.trademark.storms import generic_path

_STATE = (
    "serial_number, revision, dates, good_check_at, fetch_began_at, snapshot_id, digest, step, failures, "
    "failing_since, resumed_at, due_at, pending, statuses, recheck_at, status_code, changed_at, weight, order_at, "
    "next_deadline"
)


class CaseStore:
    """Keeps cases, checks, snapshots, holds and changes. Does not decide what they mean."""

    def __init__(self, database: Database, outbox: OutboxStore, troubles: TroubleStore) -> None:
        self._database = database
        self._outbox = outbox
        self._troubles = troubles
        self._checks = CheckStore(database)

    # -- what is watched

    def watch(self, serial_numbers: Iterable[SerialNumber], now: datetime, *, forget_others: bool) -> None:
        """From now on watch these; with `forget_others`, no others. Periods of watching are recorded."""
        wanted = set(serial_numbers)
        stamp = forms.moment_text(now)
        with self._database.transaction():
            watched = {
                row[0] for row in self._database.rows("SELECT serial_number FROM cases WHERE watched = 1")
            }
            known = {row[0] for row in self._database.rows("SELECT serial_number FROM cases")}
            for serial in sorted(wanted - known):
                self._database.execute(
                    "INSERT INTO cases (serial_number, watched, due_at, order_at, revision, step, failures) "
                    "VALUES (?, 1, ?, ?, 0, 0, 0)",
                    [serial, stamp, stamp],
                )
            for serial in sorted((wanted & known) - watched):
                self._database.execute(
                    "UPDATE cases SET watched = 1, due_at = ?, order_at = ?, failures = 0, failing_since = NULL, "
                    "resumed_at = ? WHERE serial_number = ?",
                    [stamp, stamp, stamp, serial],
                )
            for serial in sorted(wanted - watched):
                self._database.execute(
                    "INSERT INTO watches (serial_number, since) VALUES (?, ?)", [serial, stamp]
                )
            if forget_others:
                self._forget(sorted(watched - wanted), stamp)

    def _forget(self, serial_numbers: list[str], stamp: str) -> None:
        for serial in serial_numbers:
            self._database.execute(
                "UPDATE cases SET watched = 0, due_at = NULL, order_at = NULL WHERE serial_number = ?",
                [serial],
            )
            self._database.execute(
                "UPDATE watches SET until = ? WHERE serial_number = ? AND until IS NULL", [stamp, serial]
            )
            self._troubles.forget(f"case {serial}")

    def due(self, now: datetime, limit: int) -> list[CaseState]:
        """The watched cases that are due, the most urgent first, at most `limit`."""
        rows = self._database.rows(
            f"SELECT {_STATE} FROM cases WHERE watched = 1 AND due_at <= ? ORDER BY order_at LIMIT ?",
            [forms.moment_text(now), limit],
        )
        return [_state(row) for row in rows]

    def weights(self) -> Mapping[float, int]:
        """How many watched cases there are of each weight (see `urgency`)."""
        return dict(
            self._database.rows("SELECT weight, count(*) FROM cases WHERE watched = 1 GROUP BY weight")
        )

    def next_due(self, now: datetime, until: datetime, limit: int) -> list[CaseState]:
        """Watched cases that will be due until then, the next first, to fill a batch. None that fails or is new."""
        rows = self._database.rows(
            f"SELECT {_STATE} FROM cases WHERE watched = 1 AND due_at > ? AND due_at <= ? AND failures = 0 "
            "AND snapshot_id IS NOT NULL ORDER BY due_at LIMIT ?",
            [forms.moment_text(now), forms.moment_text(until), limit],
        )
        return [_state(row) for row in rows]

    def watched(self, serial_numbers: Iterable[SerialNumber] | None = None) -> list[CaseState]:
        """The states of these watched cases, or of all, by serial number."""
        query = f"SELECT {_STATE} FROM cases WHERE watched = 1"
        if serial_numbers is None:
            return [_state(row) for row in self._database.rows(query + " ORDER BY serial_number")]
        states = []
        for serial in serial_numbers:
            states += self._database.rows(query + " AND serial_number = ?", [serial])
        return [_state(row) for row in states]

    def watched_numbers(self) -> set[SerialNumber]:
        """The serial numbers of all watched cases."""
        return {row[0] for row in self._database.rows("SELECT serial_number FROM cases WHERE watched = 1")}

    def bring_forward(self, latest: datetime) -> None:
        """No watched case is due later than this: after the watchlist asks for a quicker pace."""
        stamp = forms.moment_text(latest)
        if not self._database.rows("SELECT 1 FROM cases WHERE watched = 1 AND due_at > ? LIMIT 1", [stamp]):
            return
        with self._database.transaction():
            self._database.execute(
                "UPDATE cases SET due_at = ?, order_at = ? WHERE watched = 1 AND due_at > ?",
                [stamp, stamp, stamp],
            )

    def retry_failing(self, now: datetime) -> int:
        """Every watched case that failed and waits is due now; returns how many."""
        stamp = forms.moment_text(now)
        with self._database.transaction():
            retried = self._database.execute(
                "UPDATE cases SET due_at = ?, order_at = ? WHERE watched = 1 AND failures > 0 AND due_at > ?",
                [stamp, stamp, stamp],
            )
            return int(retried.rowcount)

    # -- how it was read

    def baseline(self, state: CaseState) -> StoredBaseline | None:
        """What the next document of the case is compared with; None before the first sight."""
        if state.snapshot_id is None:
            return None
        held = self._database.rows(
            "SELECT h.section, h.reason, h.since, h.snapshot_id, h.what, s.document FROM holds h "
            "JOIN snapshots s ON s.id = h.snapshot_id WHERE h.serial_number = ? ORDER BY h.snapshot_id",
            [state.serial_number],
        )
        return StoredBaseline(
            state.snapshot_id,
            self.document(state.snapshot_id),
            tuple((_hold(row), forms.unpack(row[5])) for row in held),
        )

    def document(self, snapshot_id: int) -> bytes:
        """The status document of a snapshot, as it came."""
        packed = self._database.rows("SELECT document FROM snapshots WHERE id = ?", [snapshot_id])[0][0]
        return forms.unpack(packed)

    def has_doubt(self, serial_number: SerialNumber) -> bool:
        """Is a part of the newest document not believed yet (masks aside)?"""
        return bool(
            self._database.rows(
                "SELECT 1 FROM holds WHERE serial_number = ? AND reason <> ? LIMIT 1",
                [serial_number, HoldReason.MASKED.value],
            )
        )

    def save(self, look: Look) -> None:
        """Save a look in one transaction.

        Raises:
            BaselineMovedError: the stored revision is not `look.before.revision`; nothing was written.
            StoreError: the database cannot be written; nothing was written.
        """
        with self._database.transaction():
            self._save(look)
            for check in look.checks:
                self._checks.add_within(check)

    def save_same(self, looks: Sequence[Look], check: Check) -> list[Look]:
        """Save the looks of one batch in which nothing moved, with the one check that they share.

        Returns those that were saved; one whose stored revision is another by now is left out, and out of the check.

        Raises:
            StoreError: the database cannot be written; nothing was written.
        """
        with self._database.transaction():
            saved = [look for look in looks if self._is_current(look)]
            for look in saved:
                self._save(look)
            if saved:
                first, *others = (look.after.serial_number for look in saved)
                self._checks.add_within(replace(check, serial_number=first, also=tuple(others)))
        return saved

    def _is_current(self, look: Look) -> bool:
        return bool(
            self._database.rows(
                "SELECT 1 FROM cases WHERE serial_number = ? AND revision = ? AND failures = ? AND watched = 1",
                [look.before.serial_number, look.before.revision, look.before.failures],
            )
        )

    def _save(self, look: Look) -> None:
        """All of a look but its checks."""
        snapshot_id = self._save_snapshot(look)
        self._save_state(look, snapshot_id)
        if look.holds is not None:
            self._save_holds(look.after.serial_number, look.holds)
        if look.changes or look.notices:
            self._save_told(look, snapshot_id)
        if look.deadlines is not None:
            from watcher.adapters.store.deadlines import DeadlineStore

            kept = DeadlineStore(self._database, self._outbox)
            kept.save_within(look.after.serial_number, look.deadlines, look.checks[-1].answered_at)
            self._database.execute(
                "UPDATE cases SET recount_on = '' WHERE serial_number = ?", [look.after.serial_number]
            )
        if look.trouble is not None:
            self._troubles.open_within(look.trouble, look.checks[-1].answered_at)
        if look.recovered is not None:
            self._troubles.close_within(
                look.recovered.key, look.recovered.notice, look.checks[-1].answered_at
            )

    def _save_snapshot(self, look: Look) -> int | None:
        if look.document is None:
            return look.after.snapshot_id
        row = self._database.execute(
            "INSERT INTO snapshots (serial_number, fetched_at, digest, document) VALUES (?, ?, ?, ?) RETURNING id",
            [
                look.after.serial_number,
                forms.moment_text(look.checks[-1].answered_at),
                hashlib.sha256(look.document).hexdigest(),
                forms.pack(look.document),
            ],
        ).fetchone()
        return int(row[0])

    def _save_state(self, look: Look, snapshot_id: int | None) -> None:
        before, after = look.before, look.after
        moved = look.document is not None or look.holds is not None or after.digest != before.digest
        saved = self._database.execute(
            "UPDATE cases SET revision = revision + ?, dates = ?, good_check_at = ?, fetch_began_at = ?, "
            "snapshot_id = ?, digest = ?, step = ?, failures = ?, failing_since = ?, last_failure = ?, "
            "resumed_at = ?, pending = ?, statuses = ?, recheck_at = ?, status_code = ?, changed_at = ?, weight = ?, "
            "order_at = ?, due_at = ? "
            "WHERE serial_number = ? AND revision = ? AND failures = ? AND watched = 1",
            [
                int(moved),
                forms.dates_text(after.dates),
                forms.moment_or_none(after.good_check_at),
                forms.moment_or_none(after.fetch_began_at),
                snapshot_id,
                after.digest,
                after.step,
                after.failures,
                forms.moment_or_none(after.failing_since),
                look.failure or None,
                forms.moment_or_none(after.resumed_at),
                forms.seen_text(after.pending),
                forms.seen_text(after.statuses),
                forms.moment_or_none(after.recheck_at),
                after.status_code,
                forms.moment_or_none(after.changed_at),
                after.weight,
                forms.moment_or_none(after.order_at or after.due_at),
                forms.moment_or_none(after.due_at),
                after.serial_number,
                before.revision,
                before.failures,
            ],
        )
        if saved.rowcount != 1:
            raise BaselineMovedError(f"case {after.serial_number} was saved by another process meanwhile")
        if look.facts is not None:
            self._save_facts(look)

    def _save_facts(self, look: Look) -> None:
        assert look.facts is not None
        stamp = forms.moment_text(look.checks[-1].answered_at)
        self._database.execute(
            "UPDATE cases SET facts = ?, first_seen_at = coalesce(first_seen_at, ?) WHERE serial_number = ?",
            [notices.facts_text(look.facts), stamp, look.after.serial_number],
        )

    def _save_holds(self, serial_number: SerialNumber, holds: tuple[Hold, ...]) -> None:
        self._database.execute("DELETE FROM holds WHERE serial_number = ?", [serial_number])
        for hold in holds:
            self._database.execute(
                "INSERT INTO holds (serial_number, section, reason, since, snapshot_id, what) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                [
                    serial_number,
                    hold.section.value if hold.section else None,
                    hold.reason.value,
                    forms.moment_text(hold.since),
                    hold.snapshot_id,
                    hold.what,
                ],
            )

    def _save_told(self, look: Look, snapshot_id: int | None) -> None:
        """The notices with their obligations, and each change under the first of them."""
        now = look.checks[-1].answered_at
        notice_ids = [self._outbox.owe_within(new, now) for new in look.notices]
        for change in look.changes:
            self._database.execute(
                "INSERT INTO changes (notice_id, serial_number, detected_at, snapshot_id, previous_snapshot_id, kind, "
                "section, path, summary, old, new, date, severity, generic) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    notice_ids[0],
                    look.after.serial_number,
                    forms.moment_text(now),
                    snapshot_id,
                    look.before.snapshot_id,
                    change.kind.value,
                    change.section.value,
                    change.path,
                    change.summary,
                    change.old,
                    change.new,
                    change.date.isoformat() if change.date else None,
                    look.severity.value if look.severity else "",
                    generic_path(change),
                ],
            )

    # -- numbers of other kinds

    def resolved(self) -> Mapping[CaseNumber, tuple[SerialNumber, ...]]:
        """The numbers of other kinds whose serial numbers are known."""
        found: dict[CaseNumber, tuple[SerialNumber, ...]] = {}
        for kind, number, serial in self._database.rows(
            "SELECT kind, number, serial_number FROM numbers ORDER BY serial_number"
        ):
            key = CaseNumber(NumberKind(kind), number)
            found[key] = (*found.get(key, ()), SerialNumber(serial))
        return found

    def save_resolved(
        self, number: CaseNumber, serial_numbers: tuple[SerialNumber, ...], now: datetime
    ) -> None:
        """Remember what a number of another kind stands for; pairs are added, never removed."""
        with self._database.transaction():
            for serial in serial_numbers:
                self._database.execute(
                    "INSERT INTO numbers (kind, number, serial_number, resolved_at) VALUES (?, ?, ?, ?) "
                    "ON CONFLICT (kind, number, serial_number) DO UPDATE SET resolved_at = excluded.resolved_at",
                    [number.kind.value, number.number, serial, forms.moment_text(now)],
                )

    def resolved_at(self) -> Mapping[CaseNumber, datetime]:
        """When each number of another kind was last resolved."""
        rows = self._database.rows("SELECT kind, number, max(resolved_at) FROM numbers GROUP BY kind, number")
        return {CaseNumber(NumberKind(kind), number): forms.moment(at) for kind, number, at in rows}


def _state(row: Any) -> CaseState:
    return CaseState(
        serial_number=SerialNumber(row[0]),
        revision=row[1],
        dates=forms.maybe_dates(row[2]),
        good_check_at=forms.maybe_moment(row[3]),
        fetch_began_at=forms.maybe_moment(row[4]),
        snapshot_id=row[5],
        digest=row[6],
        step=row[7],
        failures=row[8],
        failing_since=forms.maybe_moment(row[9]),
        resumed_at=forms.maybe_moment(row[10]),
        due_at=forms.maybe_moment(row[11]),
        pending=forms.maybe_seen(row[12]),
        statuses=forms.maybe_statuses(row[13]),
        recheck_at=forms.maybe_moment(row[14]),
        status_code=row[15],
        changed_at=forms.maybe_moment(row[16]),
        weight=row[17],
        order_at=forms.maybe_moment(row[18]),
        next_deadline=date.fromisoformat(row[19]) if row[19] else None,
    )


def _hold(row: Any) -> Hold:
    section = Section(row[0]) if row[0] else None
    return Hold(section, HoldReason(row[1]), forms.moment(row[2]), row[3], row[4])
