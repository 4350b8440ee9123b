"""Selects events in the words of the rule table: `TROA` (any type), `PR71+I` (one type), `@suspension` (a category)."""

from __future__ import annotations

from collections.abc import Iterable

from watcher.trademark.codes import Codes


class Selectors:
    """Turns words of the rule table into the codes that they mean, as `EventMeaning.key`.

    Knows the code tables and nothing of rules.
    """

    def __init__(self, codes: Codes) -> None:
        self._keys: dict[str, set[str]] = {}
        for meaning in codes.events.values():
            for word in (meaning.code, f"{meaning.code}+{meaning.event_type}", f"@{meaning.category}"):
                self._keys.setdefault(word, set()).add(meaning.key)

    def unknown(self, words: Iterable[str]) -> list[str]:
        """The words that select nothing: a mistake in a rule."""
        return [word for word in words if word not in self._keys]

    def keys(self, words: Iterable[str]) -> frozenset[str]:
        """The keys of every code that the words select."""
        return frozenset().union(*(self._keys.get(word, ()) for word in words))
