"""The memory as a whole: one database, opened, brought to this version, and taken apart by subject."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.adapters.store.cases import CaseStore
from watcher.adapters.store.database import Database
from watcher.adapters.store.history import History
from watcher.adapters.store.outbox import OutboxStore
from watcher.adapters.store.process import is_alive
from watcher.adapters.store.proof import ProofStore
from watcher.adapters.store.schema import migrate
from watcher.adapters.store.storms import StormStore
from watcher.adapters.store.troubles import TroubleStore

if TYPE_CHECKING:
    from watcher.adapters.store.deadlines import DeadlineStore
    from watcher.adapters.store.reservations import ReservationStore


class Store:
    """All that is remembered, by subject. `history` reads it for people, `reservations` keeps the published limits."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path = database.path
        self.outbox = OutboxStore(database, is_alive)
        self.troubles = TroubleStore(database, self.outbox)
        self.cases = CaseStore(database, self.outbox, self.troubles)
        self.storms = StormStore(database)
        self.history = History(database)
        self.proof = ProofStore(database)

    @cached_property
    def deadlines(self) -> DeadlineStore:
        """Legal dates, and the words of persons on them."""
        from watcher.adapters.store.deadlines import DeadlineStore

        return DeadlineStore(self._database, self.outbox)

    @cached_property
    def reservations(self) -> ReservationStore:
        """The requests made, for the published limits."""
        from watcher.adapters.store.reservations import ReservationStore

        return ReservationStore(self._database)

    def close(self) -> None:
        """Close this thread's connection."""
        self._database.close()

    def close_thread(self) -> None:
        """This thread is done: let go its connection."""
        self._database.close()


def open_store(location: str | Path) -> Store:
    """Open the database at a path, create it if there is none, and bring it to this program's version.

    Raises:
        DatabaseTooNewError: it was written by a newer tmwatch.
        StoreError: it cannot be opened, or is not one of ours.
    """
    database = Database(location)
    migrate(database)
    return Store(database)
