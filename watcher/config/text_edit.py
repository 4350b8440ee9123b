"""Puts an item into a list of a YAML text, or takes one out, by lines and characters; the only user of ruamel.yaml.

Does not know what a watchlist means, and does not promise that the result loads: edit.py loads and compares it.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from watcher.errors import ConfigError, Mistake

_NOTHING_STANDS_HERE = re.compile(r"[ \t]*(#.*)?")
_STEP = 2


class Block:
    """A text, and where its keys and items stand."""

    def __init__(self, text: str, file: Path) -> None:
        self._text = text
        self._file = file
        self._newline = "\r\n" if "\r\n" in text else "\n"
        self._lines = text.splitlines(keepends=True)
        self.root: Any = YAML(typ="rt", pure=True).compose(text)

    def group(self, line: int | None) -> Any:
        """The mapping of `watch` that begins on a line (from 1).

        Raises:
            ConfigError: none does: it is written in a way that cannot be changed by us.
        """
        _, watch = _entry(self.root, "watch")
        for node in getattr(watch, "value", None) or ():
            if isinstance(node, MappingNode) and node.start_mark.line + 1 == line:
                return node
        raise self._refusal(line)

    def append_to(self, mapping: Any, key: str, item: list[str]) -> str:
        """The text with an item, given as its lines, at the end of the list behind a key."""
        name, items = _entry(mapping, key)
        if isinstance(items, SequenceNode) and items.value and items.flow_style:
            if len(item) > 1 and any(line.startswith(" ") for line in item):
                raise self._refusal(items.start_mark.line + 1)
            flow = item[0] if len(item) == 1 else "{" + ", ".join(item) + "}"
            return self._splice(items.value[-1].end_mark.index, f", {flow}")
        if isinstance(items, SequenceNode) and items.value:
            return self.insert(self._last_line(items), items.start_mark.column, item)
        if mapping.flow_style:
            raise self._refusal(mapping.start_mark.line + 1)
        column = mapping.value[0][0].start_mark.column
        if name is None:
            return self.insert(self._last_line(mapping), column, item, above=f"{key}:")
        if isinstance(items, SequenceNode):  # `marks: []`: the brackets go, the item comes below
            start, end = items.start_mark.index, items.end_mark.index
            emptied = self._text[:start].rstrip(" ") + self._text[end:]
            return Block(emptied, self._file).insert(name.start_mark.line, column + _STEP, item)
        return self.insert(name.start_mark.line, column + _STEP, item)

    def remove_from(self, mapping: Any, key: str, index: int) -> str:
        """The text without one item (from 0) of the list behind a key."""
        name, items = _entry(mapping, key)
        values = items.value if isinstance(items, SequenceNode) else []
        if not 0 <= index < len(values):
            raise self._refusal(mapping.start_mark.line + 1)
        if items.flow_style:
            return self._remove_from_flow(items, index)
        first = self._dash(values[index], items.start_mark.column)
        last = (
            self._dash(values[index + 1], items.start_mark.column) - 1
            if index + 1 < len(values)
            else self._end(items)
        )
        last = self._back_over_nothing(last)
        text = "".join(self._lines[:first] + self._lines[last + 1 :])
        if len(values) > 1:
            return text
        colon = text.index(":", name.end_mark.index)
        return text[: colon + 1] + " []" + text[colon + 1 :]

    def _remove_from_flow(self, items: Any, index: int) -> str:
        values = items.value
        if len(values) == 1:
            start, end, filling = items.start_mark.index, items.end_mark.index, "[]"
        elif index:
            start, end, filling = values[index - 1].end_mark.index, values[index].end_mark.index, ""
        else:
            start, end, filling = values[0].start_mark.index, values[1].start_mark.index, ""
        return self._text[:start] + filling + self._text[end:]

    def _splice(self, index: int, text: str) -> str:
        return self._text[:index] + text + self._text[index:]

    def insert(self, line: int, column: int, item: list[str], *, above: str = "") -> str:
        """The text with an item below a line (from 0), its dash in a column."""
        indent = " " * column
        new = [f"{indent}{above}"] if above else []
        indent += " " * (_STEP if above else 0)
        new += [f"{indent}{'- ' if index == 0 else '  '}{text}" for index, text in enumerate(item)]
        before = "".join(self._lines[: line + 1])
        if before and not before.endswith(("\n", "\r")):
            before += self._newline
        return before + self._newline.join(new) + self._newline + "".join(self._lines[line + 1 :])

    def _last_line(self, node: Any) -> int:
        """The last line (from 0) of a block that holds more than a comment."""
        return self._back_over_nothing(self._end(node))

    def _end(self, node: Any) -> int:
        """The last line (from 0) before what follows a block; a block ends where the next thing begins."""
        mark = node.end_mark
        return int(mark.line) - 1 if mark.index < len(self._text) else len(self._lines) - 1

    def _back_over_nothing(self, line: int) -> int:
        while line > 0 and _NOTHING_STANDS_HERE.fullmatch(self._lines[line].rstrip("\r\n")):
            line -= 1
        return line

    def _dash(self, node: Any, column: int) -> int:
        """The line (from 0) of the dash before an item; the item may begin below it."""
        line = int(node.start_mark.line)
        while line > 0 and self._lines[line][column : column + 1] != "-":
            line -= 1
        return line

    def _refusal(self, line: int | None) -> ConfigError:
        wrong = "this place of the file is written in a way that cannot be changed safely"
        return ConfigError((Mistake(self._file, line, wrong, "change it by hand; the file is as it was"),))


def _entry(mapping: Any, key: str) -> tuple[Any, Any]:
    """The nodes of a key and of its value; None and None when the key is absent."""
    for name, value in mapping.value if isinstance(mapping, MappingNode) else ():
        if isinstance(name, ScalarNode) and name.value == key:
            return name, value
    return None, None
