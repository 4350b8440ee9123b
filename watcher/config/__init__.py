"""watchlist.yaml -> frozen settings; every mistake at once, with its place.

What is imported from here is loaded when it is first used: the settings alone need no YAML and no pydantic.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.config.edit import add_mark, remove_mark
    from watcher.config.load import load_watchlist, load_without_secrets
    from watcher.config.marks import same_case_twice
    from watcher.config.meaning import describe
    from watcher.config.starter import starter_watchlist

__all__ = [
    "add_mark",
    "describe",
    "load_watchlist",
    "load_without_secrets",
    "remove_mark",
    "same_case_twice",
    "starter_watchlist",
]

_HOMES = {
    "add_mark": "edit",
    "describe": "meaning",
    "load_watchlist": "load",
    "load_without_secrets": "load",
    "remove_mark": "edit",
    "same_case_twice": "marks",
    "starter_watchlist": "starter",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
