"""Changes of what the model has no field for: per path, as a bag of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from watcher.trademark.diff.compare import Topic, texts_by_bag
from watcher.trademark.diff.words import human
from watcher.trademark.facts import written
from watcher.trademark.model import Case, Change, ChangeKind, Fact, Section

Bags = dict[str, list[str]]


def fact_changes(old: Case, new: Case) -> Iterator[Change]:
    """One change for each value that came, went, or became another at its path."""
    if old.other == new.other:
        return
    for section in Section:
        before = _bags(fact for fact in old.other if fact.section is section)
        after = _bags(fact for fact in new.other if fact.section is section)
        if before != after:
            yield from _in_section(section, _folded(before, after), _folded(after, before))


def _in_section(section: Section, old: Bags, new: Bags) -> Iterator[Change]:
    for path in sorted(old.keys() | new.keys()):
        topic = Topic(ChangeKind.OTHER, section, path, title(path))
        for before, after in texts_by_bag(old.get(path, ()), new.get(path, ())):
            yield topic.said(before, after)


def _bags(facts: Iterable[Fact]) -> Bags:
    found: Bags = {}
    for fact in facts:
        found.setdefault(fact.path, []).append(fact.value)
    return found


def _folded(bags: Bags, other: Bags) -> Bags:
    """Values below a path as one text, where the other side has such a text at that path.

    An unknown element stands value by value while it is alone, and as one text each when it is repeated: the one that
    was there before is not new when a second one comes.
    """
    inside = _ways(bags)
    beside = _ways(other)
    found = dict(bags)
    for path in other:
        if path in bags or path in beside or path not in inside:
            continue
        below = [each for each in inside[path] if each in found]
        pairs = [(each[len(path) + 1 :], value) for each in below for value in found[each]]
        if pairs:
            for each in below:
                del found[each]
            found[path] = [written(pairs)]
    return found


def _ways(bags: Bags) -> dict[str, list[str]]:
    """The paths below each path."""
    found: dict[str, list[str]] = {}
    for path in bags:
        at = path.find("/")
        while at >= 0:
            found.setdefault(path[:at], []).append(path)
            at = path.find("/", at + 1)
    return found


def title(path: str) -> str:
    """A path as words: the keys on the way, and the last element; a comment with what it is a comment on."""
    *way, last = path.split("/")
    if last in ("CommentText", "text") and way:
        last = f"{way[-1].partition('[')[0]}{last}"
    keys = [
        f"{human(part.partition('[')[0])} {part.partition('[')[2].partition(']')[0]}"
        for part in way
        if "[" in part
    ]
    said = ", ".join([*keys, human(last)])
    return said[:1].upper() + said[1:]
