"""Changes of what the model has no field for: per path, as a bag of texts."""

from __future__ import annotations

from collections.abc import Iterator

from watcher.trademark.diff.compare import Topic, texts_by_bag
from watcher.trademark.diff.words import human
from watcher.trademark.facts import written
from watcher.trademark.model import Case, Change, ChangeKind, Fact, Section

Bags = dict[str, tuple[Section, list[str]]]


def fact_changes(old: Case, new: Case) -> Iterator[Change]:
    """One change for each value that came, went, or became another at its path."""
    if old.other == new.other:
        return
    before, after = _bags(old.other), _bags(new.other)
    before, after = _folded(before, after), _folded(after, before)
    for path in sorted(before.keys() | after.keys()):
        section = (after.get(path) or before[path])[0]
        gone = before.get(path, (section, []))[1]
        came = after.get(path, (section, []))[1]
        topic = Topic(ChangeKind.OTHER, section, path, title(path))
        for one, other in texts_by_bag(gone, came):
            yield topic.said(one, other)


def _bags(facts: tuple[Fact, ...]) -> Bags:
    found: Bags = {}
    for fact in facts:
        found.setdefault(fact.path, (fact.section, []))[1].append(fact.value)
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
        pairs = [(each[len(path) + 1 :], value) for each in below for value in found[each][1]]
        if pairs:
            section = bags[below[0]][0]
            for each in below:
                del found[each]
            found[path] = section, [written(pairs)]
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
