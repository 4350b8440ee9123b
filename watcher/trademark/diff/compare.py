"""Comparing by meaning: entries of a list are paired by key, values by field. Knows no section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import Any, Final, TypeVar

from watcher.trademark.diff.words import emails, exact, field_names, human, sentence, words
from watcher.trademark.model import Change, ChangeKind, Contact, Section

T = TypeVar("T", bound=Hashable)

_ORDERED: Final = frozenset({"lines"})
"""Tuples in which the order says something; all others are compared as bags."""

_NOBODY: Final = Contact()
_ONE_EACH: Final = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """What a change is about: `title` begins its summary, `path` names the value stably."""

    kind: ChangeKind
    section: Section
    path: str
    title: str

    def part(self, name: str, title: str) -> Topic:
        """A part of it: `Class 009` and `status` make `Class 009 status`."""
        joined = f"{self.title} {title}".strip() if self.title else title[:1].upper() + title[1:]
        return replace(self, path=f"{self.path}/{name}" if self.path else name, title=joined)

    def change(self, old: Any, new: Any, day: date | None = None) -> Change:
        """The change from one value to another."""
        before, after = words(old), words(new)
        if before == after:
            before, after = exact(old), exact(new)
        return self.said(before, after, day)

    def said(self, old: str | None, new: str | None, day: date | None = None) -> Change:
        """The change between two texts."""
        return Change(self.kind, self.section, self.path, sentence(self.title, old, new), old, new, day)


def same(name: str, old: Any, new: Any) -> bool:
    """Whether two values of a field mean the same."""
    if old == new:
        return True
    if isinstance(old, tuple) and isinstance(new, tuple) and name not in _ORDERED:
        return Counter(old) == Counter(new)
    return False


def by_field(
    topic: Topic, old: Any, new: Any, titles: Mapping[str, str], skip: Iterable[str] = ()
) -> Iterator[Change]:
    """One change for each field that differs; a contact's fields stand among those of its holder.

    `skip` names fields of the value itself and of its own contact.
    """
    for name in field_names(type(new)):
        before, after = getattr(old, name), getattr(new, name)
        if name in skip or same(name, before, after):
            continue
        title = titles.get(name, human(name))
        if isinstance(before, Contact) or isinstance(after, Contact):
            own = name == "contact"
            holder = topic if own else topic.part(name, title)
            yield from by_field(holder, before or _NOBODY, after or _NOBODY, titles, skip if own else ())
        elif name == "emails":
            yield topic.part(name, title).said(emails(before) or None, emails(after) or None)
        else:
            yield topic.part(name, title).change(before, after)


def pairs(
    old: Iterable[T], new: Iterable[T], *keys: Callable[[T], Hashable]
) -> list[tuple[T | None, T | None]]:
    """Which entry of the old list became which of the new one; equal ones are left out, whatever their order.

    Entries are paired by the first key, several with one key in their order; what is still alone then, by each looser
    key if there is just one on either side. (None, entry) is a new one, (entry, None) one that is gone.
    """
    gone, came = _without_equals(old, new)
    found: list[tuple[T | None, T | None]] = []
    for place, key in enumerate(keys):
        matched = list(_matched(gone, came, key, alone=place > 0))
        found += matched
        gone, came = (
            _without_equals(gone, (one for one, _ in matched))[0],
            _without_equals(came, (other for _, other in matched))[0],
        )
    order: dict[T | None, int] = {entry: place for place, entry in enumerate(new)}
    found.sort(key=lambda pair: order.get(pair[1], 0))
    return found + [(None, entry) for entry in came] + [(entry, None) for entry in gone]


def _matched(
    gone: list[T], came: list[T], key: Callable[[T], Hashable], *, alone: bool
) -> Iterator[tuple[T, T]]:
    if not (gone and came):
        return
    before, after = _grouped(gone, key), _grouped(came, key)
    for each in before:
        if each in after and not (alone and len(before[each]) + len(after[each]) > _ONE_EACH):
            yield from zip(before[each], after[each], strict=False)


def _without_equals(old: Iterable[T], new: Iterable[T]) -> tuple[list[T], list[T]]:
    before, after = Counter(old), Counter(new)
    return list((before - after).elements()), list((after - before).elements())


def _grouped(entries: Iterable[T], key: Callable[[T], Hashable]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = {}
    for entry in entries:
        found.setdefault(key(entry), []).append(entry)
    return found


def texts_by_bag(old: Iterable[str], new: Iterable[str]) -> Iterator[tuple[str | None, str | None]]:
    """What differs between two bags of texts, paired in alphabetical order."""
    gone, came = _without_equals(old, new)
    yield from zip_longest(sorted(gone), sorted(came))


class Paths:
    """Gives each path once: the second entry with the same key is `18#2`."""

    def __init__(self) -> None:
        self._seen = Counter[str]()

    def once(self, path: str) -> str:
        """The path, with a number if it was given before."""
        self._seen[path] += 1
        return path if self._seen[path] == 1 else f"{path}#{self._seen[path]}"
