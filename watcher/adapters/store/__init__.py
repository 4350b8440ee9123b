"""Our memory: cases, checks, snapshots, changes and the outbox, in one database.

It takes and gives the frozen values of `watcher.memory`; rows and the library's classes stay inside.
"""

from watcher.adapters.store.store import Store, open_store

__all__ = ["Store", "open_store"]
