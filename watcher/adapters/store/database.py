"""The connection to our memory: one per thread, one way to begin a transaction, errors translated once.

SQLite with a write-ahead log and `synchronous=FULL` (libraries.md: `NORMAL` can lose the last commits when the
power goes). Statements are written with `?` and standard SQL, so that PostgreSQL comes by URL without a rewrite.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import peewee

from watcher.errors import StoreError

BUSY_SECONDS = 30.0


class Database:
    """Opens, closes and runs statements. Knows nothing of cases or notices; that is the store's business."""

    def __init__(self, location: str | Path) -> None:
        self.location = str(location)
        self.path = Path(location)
        if not self.path.parent.is_dir():
            raise StoreError(f"the folder of the database does not exist: {self.path.parent}")
        self._create_private()
        self.peewee = peewee.SqliteDatabase(
            self.location,
            timeout=BUSY_SECONDS,
            pragmas=[
                ("journal_mode", "wal"),
                ("synchronous", "full"),
                ("foreign_keys", 1),
                ("busy_timeout", int(BUSY_SECONDS * 1000)),
            ],
        )

    def _create_private(self) -> None:
        """Create the file readable by nobody else; SQLite gives the log beside it the same mode."""
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        except OSError as error:
            raise StoreError(f"cannot open the database {self.location}: {error.strerror}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, begun for writing at once (`BEGIN IMMEDIATE`), so that two writers wait and never collide.

        Raises:
            StoreError: the database cannot be written; nothing of the block is stored.
        """
        with self.errors():
            self.peewee.connect(reuse_if_open=True)
            with self.peewee.atomic("IMMEDIATE"):
                yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A consistent view for several reads."""
        with self.errors():
            self.peewee.connect(reuse_if_open=True)
            with self.peewee.atomic():
                yield

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """Run one statement and return its cursor; outside `transaction()` it commits by itself."""
        cursor: Any = self.peewee.execute_sql(statement, values)  # type: ignore[no-untyped-call]
        return cursor

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query, in its order.

        Raises:
            StoreError: the database cannot be read.
        """
        with self.errors():
            self.peewee.connect(reuse_if_open=True)
            return list(self.execute(statement, values).fetchall())

    def close(self) -> None:
        """Close this thread's connection; the next use opens it again."""
        with self.errors():
            self.peewee.close()

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Translate the library's exceptions into ours, once."""
        try:
            yield
        except (peewee.PeeweeException, sqlite3.Error) as error:
            raise StoreError(f"the database {self.location} cannot be used: {_cause(error)}") from error


def _cause(error: BaseException) -> str:
    """The first thing that went wrong: a full disk surfaces as "cannot rollback", with the cause behind it.

    Only as far back as the database's own errors go: what was being handled when it broke is not its cause.
    """
    words = str(error)
    while isinstance(error.__context__, (peewee.PeeweeException, sqlite3.Error)):
        error = error.__context__
        words = str(error) or words
    return words
