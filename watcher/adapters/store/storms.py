"""The same generic change in many cases: counted, and what is owed for it withdrawn while it waits."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from watcher.adapters.store import forms
from watcher.adapters.store.database import Database
from watcher.memory import Alike
from watcher.trademark.notice.facts import facts_from_text
from watcher.trademark.numbers import SerialNumber


class StormStore:
    """Counts generic changes. Does not decide how many make a storm."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def suspects(self, since: datetime) -> set[str]:
        """The generic paths at which anything changed since a moment."""
        rows = self._database.rows(
            "SELECT DISTINCT generic FROM changes WHERE generic IS NOT NULL AND detected_at >= ?",
            [forms.moment_text(since)],
        )
        return {row[0] for row in rows}

    def alike(self, path: str, since: datetime) -> int:
        """In how many cases did something change at this generic path since a moment?"""
        rows = self._database.rows(
            "SELECT count(DISTINCT serial_number) FROM changes WHERE generic = ? AND detected_at >= ?",
            [path, forms.moment_text(since)],
        )
        return int(rows[0][0])

    def examples(self, path: str, since: datetime, limit: int) -> list[Alike]:
        """The first such changes."""
        rows = self._database.rows(
            "SELECT h.serial_number, c.facts, h.old, h.new FROM changes h JOIN cases c ON c.serial_number = h.serial_number "
            "WHERE h.generic = ? AND h.detected_at >= ? ORDER BY h.id LIMIT ?",
            [path, forms.moment_text(since), limit],
        )
        return [
            Alike(SerialNumber(row[0]), facts_from_text(row[1]).mark if row[1] else "", row[2], row[3])
            for row in rows
        ]

    def withdraw(self, paths: Collection[str]) -> int:
        """Owe no longer what still waits and tells of nothing but these generic paths; returns how many notices."""
        waiting = self._database.rows(
            "SELECT DISTINCT n.id, n.generic FROM obligations o JOIN notices n ON n.id = o.notice_id "
            "WHERE o.dispatch_id IS NULL AND n.generic IS NOT NULL"
        )
        ids = [row[0] for row in waiting if set(json.loads(row[1])) <= set(paths)]
        if not ids:
            return 0
        with self._database.transaction():
            for notice_id in ids:
                self._database.execute(
                    "DELETE FROM obligations WHERE notice_id = ? AND dispatch_id IS NULL", [notice_id]
                )
                self._database.execute("UPDATE notices SET withdrawn = 1 WHERE id = ?", [notice_id])
        return len(ids)

    def release(self, now: datetime) -> None:
        """Let go what waited for a storm that did not come."""
        stamp = forms.moment_text(now)
        waiting = "dispatch_id IS NULL AND not_before > ? AND notice_id IN (SELECT id FROM notices WHERE generic IS NOT NULL)"
        if self._database.rows(f"SELECT 1 FROM obligations WHERE {waiting} LIMIT 1", [stamp]):
            with self._database.transaction():
                self._database.execute(
                    f"UPDATE obligations SET not_before = ? WHERE {waiting}", [stamp, stamp]
                )
