"""The record of checks (promise 5): each question to the USPTO and what came back, only ever added to."""

from __future__ import annotations

from watcher.adapters.store import forms
from watcher.adapters.store.database import Database
from watcher.trademark.state import Check


class CheckStore:
    """Adds to the record of checks. Does not decide what is a check: `poll/record.py` does."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_within(self, check: Check) -> None:
        """Add one row, inside a transaction that is under way."""
        self._database.execute(
            "INSERT INTO checks (serial_number, kind, asked_at, answered_at, response_code, digest, outcome, detail) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                check.serial_number,
                check.kind.value,
                forms.moment_text(check.asked_at),
                forms.moment_text(check.answered_at),
                check.response_code,
                check.digest,
                check.outcome.value,
                check.detail,
            ],
        )
