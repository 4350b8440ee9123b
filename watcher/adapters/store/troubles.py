"""What is in trouble: each told to the operator once, and again when it heals (promise 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from watcher.adapters.store import forms
from watcher.adapters.store.database import Database
from watcher.adapters.store.outbox import OutboxStore
from watcher.memory import NewNotice, Trouble, TroubleWords
from watcher.trademark.notice import RecoveryNotice


class TroubleStore:
    """Keeps the open troubles. Does not decide what is grave enough to be told: who opens one does."""

    def __init__(self, database: Database, outbox: OutboxStore) -> None:
        self._database = database
        self._outbox = outbox

    def open(self, trouble: TroubleWords, now: datetime) -> bool:
        """Record a trouble, and tell it if it has a notice and was not told; returns whether it was told now."""
        with self._database.transaction():
            return self.open_within(trouble, now)

    def open_within(self, trouble: TroubleWords, now: datetime) -> bool:
        """As `open`, inside a transaction that is under way."""
        stamp = forms.moment_text(now)
        self._database.execute(
            "INSERT INTO troubles (key, since, words) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET words = excluded.words",
            [trouble.key, stamp, trouble.words],
        )
        if trouble.notice is None:
            return False
        told = self._database.execute(
            "UPDATE troubles SET told_at = ? WHERE key = ? AND told_at IS NULL", [stamp, trouble.key]
        )
        if told.rowcount != 1:
            return False
        self._outbox.owe_within(trouble.notice, now)
        return True

    def close(self, key: str, recovery: NewNotice | None, now: datetime) -> bool:
        """The trouble is over; `recovery` is told if the trouble was, with its beginning. Returns whether it was open."""
        with self._database.transaction():
            return self.close_within(key, recovery, now)

    def close_within(self, key: str, recovery: NewNotice | None, now: datetime) -> bool:
        """As `close`, inside a transaction that is under way."""
        rows = self._database.rows("SELECT since, told_at FROM troubles WHERE key = ?", [key])
        if not rows:
            return False
        self.forget(key)
        since, told_at = rows[0]
        if told_at is not None and recovery is not None:
            self._outbox.owe_within(_since(recovery, forms.moment(since)), now)
        return True

    def forget(self, key: str) -> None:
        """The trouble no longer matters to anybody (the case is not watched any more)."""
        self._database.execute("DELETE FROM troubles WHERE key = ?", [key])

    def all_open(self) -> list[Trouble]:
        """The open ones, oldest first."""
        return [
            Trouble(key, forms.moment(since), forms.maybe_moment(told_at), words)
            for key, since, told_at, words in self._database.rows(
                "SELECT key, since, told_at, words FROM troubles ORDER BY since, key"
            )
        ]


def _since(recovery: NewNotice, since: datetime) -> NewNotice:
    """The recovery, with the moment at which the trouble began: only the memory knows it for certain."""
    if not isinstance(recovery.notice, RecoveryNotice):
        return recovery
    return replace(recovery, notice=replace(recovery.notice, since=min(since, recovery.notice.until)))
