"""YAML text -> a tree that knows its lines: every scalar is text, as it was written.

PyYAML reads the events; what the file must not hold (a key twice, an alias bomb, a second document, a tag) is
found here, so that everything behind works on plain mappings, sequences and text.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from watcher.config.explain import explain
from watcher.config.trouble import Trouble, show_key

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # PyYAML without libyaml: the same events, ten times slower
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]  # both give events

DEEPEST = 32
"""The watchlist's own shape is six levels deep."""
MOST_REPEATED = 500_000
"""How many values aliases and merges may repeat, all together: an alias bomb repeats millions."""

_HARMLESS_TAGS = frozenset(
    {"!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "seq", "map"))}
)
"""Everything is text here anyhow, as these say or not."""


@dataclass(slots=True)
class Scalar:
    """Text, as written. `empty` when nothing was written (`key:`), or `~`."""

    text: str
    line: int
    empty: bool = False


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values, in the order of the file. `_lines` has the keys whose value begins on another line."""

    line: int
    entries: dict[str, Node] = field(default_factory=dict)
    _lines: dict[str, int] | None = None

    def put(self, key: str, line: int, node: Node) -> None:
        """A value, with the line of its key."""
        self.entries[key] = node
        if line != node.line:
            self._lines = self._lines or {}
            self._lines[key] = line

    def get(self, key: str) -> Node | None:
        """The value of a key; None when the key is absent or nothing stands behind it."""
        found = self.entries.get(key)
        return None if isinstance(found, Scalar) and found.empty else found

    def line_of(self, key: str) -> int:
        """The line of a key, or of the mapping when the key is absent."""
        if self._lines is not None and key in self._lines:
            return self._lines[key]
        found = self.entries.get(key)
        return found.line if found is not None else self.line


Node = Scalar | Sequence | Mapping


def kind_of(node: Node) -> str:
    """What a node is, in words."""
    match node:
        case Mapping():
            return "keys with values"
        case Sequence():
            return "a list"
        case Scalar(empty=True):
            return "nothing"
        case Scalar():
            return "text"


def parse(text: str, trouble: Trouble) -> Mapping:
    """The file's tree; what can be read in spite of a mistake is read, and the mistake noted.

    Raises:
        ConfigError: the text is no YAML, or not one mapping; with all mistakes found so far.
    """
    builder = _Builder(trouble)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
    except yaml.YAMLError as error:
        trouble.note(*explain(error, text))
        raise trouble.error() from None
    match builder.root:
        case Mapping() as root:
            return root
        case None | Scalar(empty=True):
            trouble.note(1, "the file is empty", "`tmwatch init` writes a watchlist to start from")
        case other:
            right = "keys at the left margin: tsdr, channels, operator, watch"
            trouble.note(other.line, f"the file holds {kind_of(other)}, not a watchlist's keys", right)
    raise trouble.error()


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun and not yet ended."""

    node: Sequence | Mapping
    anchor: str | None
    counted: int  # how many values there were when it began
    key: tuple[str, int] | None = None


class _Builder:
    """Puts events together to nodes. Does not know what a watchlist is."""

    def __init__(self, trouble: Trouble) -> None:
        self.root: Node | None = None
        self._trouble = trouble
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._documents = 0
        self._count = 0
        self._repeated = 0

    def take(self, event: yaml.Event) -> None:
        """The next event of the file."""
        if isinstance(event, yaml.ScalarEvent):
            self._check_tag(event)
            line = _line(event)
            empty = not event.style and event.value in ("", "~")
            node = Scalar("" if empty else event.value, line, empty)
            self._count += 1
            self._remember(event.anchor, node, 1)
            self._place(node, is_text=True)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._repeat(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                line = _line(event)
                self._trouble.note(
                    line, "a second document begins here", "take the line `---` out: one file, one watchlist"
                )
                raise self._trouble.error()

    def _begin(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        line = _line(event)
        if len(self._open) >= DEEPEST:
            self._trouble.note(
                line, f"nested more than {DEEPEST} levels deep", "see watchlist.example.yaml for the shape"
            )
            raise self._trouble.error()
        self._check_tag(event)
        node = Mapping(line) if isinstance(event, yaml.MappingStartEvent) else Sequence(line)
        self._open.append(_Open(node, event.anchor, self._count))
        self._count += 1

    def _end(self) -> None:
        done = self._open.pop()
        if isinstance(done.node, Mapping) and "<<" in done.node.entries:
            self._merge(done.node)
        self._remember(done.anchor, done.node, self._count - done.counted)
        self._place(done.node)

    def _remember(self, anchor: str | None, node: Node, size: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, size)

    def _repeat(self, event: yaml.AliasEvent) -> None:
        line = _line(event)
        if any(frame.anchor == event.anchor for frame in self._open):
            self._trouble.note(line, f"*{event.anchor} stands inside of what it repeats", "write it out")
            raise self._trouble.error()
        if event.anchor not in self._anchors:
            self._trouble.note(line, f"*{event.anchor} repeats nothing: no &{event.anchor} stands above")
            raise self._trouble.error()
        node, size = self._anchors[event.anchor]
        self._count += size
        self._spend(size, line)
        self._place(node, is_text=isinstance(node, Scalar))

    def _spend(self, size: int, line: int) -> None:
        self._repeated += size
        if self._repeated > MOST_REPEATED:
            self._trouble.note(
                line, f"aliases repeat more than {MOST_REPEATED:,} values", "write less with * and <<"
            )
            raise self._trouble.error()

    def _place(self, node: Node, *, is_text: bool = False) -> None:
        if not self._open:
            self.root = node
            return
        frame = self._open[-1]
        if isinstance(frame.node, Sequence):
            frame.node.items.append(node)
        elif frame.key is None:
            frame.key = self._key(node, is_text=is_text, within=frame.node)
        else:
            key, line = frame.key
            frame.key = None
            if key in frame.node.entries:
                first = frame.node.line_of(key)
                self._trouble.note(
                    line,
                    f"the key {show_key(key)} stands here again",
                    f"it stands on line {first} already: keep one",
                )
            else:
                frame.node.put(key, line, node)

    def _key(self, node: Node, *, is_text: bool, within: Mapping) -> tuple[str, int]:
        if is_text and isinstance(node, Scalar):
            return sys.intern(node.text), node.line
        right = "a word and a colon, such as `name: Acme Corp`"
        self._trouble.note(node.line, f"{kind_of(node)} where a key should be", right)
        return f"(key {len(within.entries)})", node.line

    def _merge(self, node: Mapping) -> None:
        """Fill in what `<<: *anchor` brings; a key that the mapping has itself stays."""
        line, source = node.line_of("<<"), node.entries.pop("<<")
        parts = source.items if isinstance(source, Sequence) else [source]
        for part in parts:
            if not isinstance(part, Mapping):
                self._trouble.note(
                    line, f"<< brings {kind_of(part)}, not keys with values", "write `<<: *name` of a mapping"
                )
                continue
            self._spend(len(part.entries), line)
            self._count += len(part.entries)
            for key, value in part.entries.items():
                if key not in node.entries:
                    node.put(key, part.line_of(key), value)

    def _check_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in _HARMLESS_TAGS:
            line = _line(event)
            self._trouble.note(
                line, "a YAML tag (`!...`) has no meaning here", "take it out, or quote the text"
            )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 0


def scalars(node: Node | None) -> Iterator[Scalar]:
    """The texts of a list, or the one text that stands for a list of one."""
    match node:
        case Scalar():
            yield node
        case Sequence():
            yield from (item for item in node.items if isinstance(item, Scalar))
        case _:
            return
