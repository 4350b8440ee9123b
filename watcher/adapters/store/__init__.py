"""Our memory: cases, checks, snapshots, changes and the outbox, in one database.

It takes and gives the frozen values of `watcher.memory`; rows and the library's classes stay inside. The whole store
is loaded when it is first asked for: `reading.py` needs little of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.adapters.store.store import Store, open_store

__all__ = ["Store", "open_store"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from watcher.adapters.store import store

    return getattr(store, name)
