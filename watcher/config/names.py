"""The channels and people that a watchlist defines, and what `tell` and `operator` make of their names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from watcher.config.nodes import Mapping, Node, Scalar, scalars
from watcher.config.trouble import Trouble, did_you_mean, show
from watcher.config.values import separated


class Names:
    """Knows which names are defined, channels and people, and which of the channels somebody uses."""

    def __init__(self, channels: Iterable[str], people: dict[str, tuple[str, ...]], trouble: Trouble) -> None:
        self.channels = frozenset(channels)
        self.used: set[str] = set()
        self._people = people
        self._trouble = trouble
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def resolve(self, node: Node | None, where: str) -> tuple[str, ...]:
        """The channels behind a `tell`: people are replaced by theirs, each channel once; equal ones are one tuple."""
        found: list[str] = []
        for scalar in scalars(node):
            words = separated(scalar.text) if isinstance(node, Scalar) else [scalar.text.strip()]
            found += self.channels_of(words, where, scalar.line)
        return self._one(found)

    def of_cell(self, text: str, line: int, file: Path) -> tuple[str, ...]:
        """The same for a cell of a marks_file: names between commas or semicolons."""
        return self._one(self.channels_of(separated(text), "tell", line, file=file))

    def channels_of(self, words: list[str], where: str, line: int, *, file: Path | None = None) -> list[str]:
        """The channels that some names stand for; a name that nobody defined is a mistake."""
        found: list[str] = []
        for word in words:
            if word in self.channels:
                found.append(word)
            elif word in self._people:
                found += self._people[word]
            else:
                said = f"{where}: no channel{' or person' if self._people else ''} is called {show(word)}"
                self._trouble.note(line, said, self.right(word), file=file)
        self.used.update(found)
        return found

    def right(self, word: str) -> str:
        """What a name that nobody defined may have meant."""
        if "://" in word:
            return "give the address a name under channels, and write the name here"
        return did_you_mean(word, self.channels | self._people.keys()) or "define it under channels"

    def _one(self, found: list[str]) -> tuple[str, ...]:
        names = tuple(dict.fromkeys(found))
        return self._known.setdefault(names, names)


def people_and_channels(node: Mapping | None) -> dict[str, tuple[str, ...]]:
    """The names of the people and of their channels, as far as they can be read, before anything is checked."""
    if node is None:
        return {}
    found = {}
    for name, person in node.entries.items():
        channels = person.get("channels") if isinstance(person, Mapping) else None
        words = [
            separated(it.text) if isinstance(channels, Scalar) else [it.text.strip()]
            for it in scalars(channels)
        ]
        found[name] = tuple(word for part in words for word in part)
    return found
