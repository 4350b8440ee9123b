"""The memory for commands that only look: no migration, no new file, and little to import."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.adapters.store.database import Database
from watcher.adapters.store.history import History
from watcher.adapters.store.schema import require_current
from watcher.errors import StoreError

if TYPE_CHECKING:
    from watcher.adapters.store.cases import CaseStore
    from watcher.adapters.store.deadlines import DeadlineStore
    from watcher.adapters.store.outbox import OutboxStore
    from watcher.adapters.store.proof import ProofStore
    from watcher.adapters.store.troubles import TroubleStore


class ReadingStore:
    """The memory, to be read. Nothing here writes."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path = database.path
        self.history = History(database)

    @cached_property
    def outbox(self) -> OutboxStore:
        """What is owed, to be listed."""
        from watcher.adapters.store.outbox import OutboxStore
        from watcher.adapters.store.process import is_alive

        return OutboxStore(self._database, is_alive)

    @cached_property
    def deadlines(self) -> DeadlineStore:
        """Legal dates, and the words of persons on them."""
        from watcher.adapters.store.deadlines import DeadlineStore

        return DeadlineStore(self._database, self.outbox)

    @cached_property
    def numbers(self) -> CaseStore:
        """The numbers of other kinds, with the serial numbers that they stand for."""
        from watcher.adapters.store.cases import CaseStore

        return CaseStore(self._database, self.outbox, self.troubles)

    @cached_property
    def proof(self) -> ProofStore:
        """The record of checks, to be shown and verified."""
        from watcher.adapters.store.proof import ProofStore

        return ProofStore(self._database)

    @cached_property
    def troubles(self) -> TroubleStore:
        """What is in trouble, to be listed."""
        from watcher.adapters.store.troubles import TroubleStore

        return TroubleStore(self._database, self.outbox)


def open_for_reading(path: Path) -> ReadingStore:
    """Open a database that is there.

    Raises:
        DatabaseTooNewError: it was written by a newer tmwatch.
        StoreError: there is none yet, it is older than this program, not one of ours, or cannot be opened.
    """
    if not path.exists():
        raise StoreError(
            f"there is no database yet at {path}: tmwatch check makes it, and so does tmwatch run"
        )
    database = Database(path)
    require_current(database)
    return ReadingStore(database)
