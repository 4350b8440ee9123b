"""Takes values out of a document's tree, so that what is left in it is what nobody has read.

Every function here removes what it returns and leaves the rest: a second element where one was expected, an attribute
that nobody asked for, a day that is none. `leftovers.py` makes facts of the rest, so that a reading is complete by
construction. Does not decide what is said by the rest.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any, Final

from watcher.errors import UnreadableDocumentError
from watcher.trademark.st96 import names

Node = dict[str, Any]

_NO_BRACKETS = str.maketrans("[]", "()")

LABEL: Final = "#label"
"""Where a reader writes the key of a repeated element, for the paths of what is left in it. No name in XML has a `#`."""

MAX_TEXT: Final = 1_000_000
"""Characters in one text; the longest goods and services have some 100,000."""

_LINES: Final = frozenset(
    {
        names.COMMENT_TEXT,
        names.ADDRESS_LINE_TEXT,
        names.POSTAL_ADDRESS_TEXT,
        names.MARK_TRANSLATION_TEXT,
        names.MARK_DISCLAIMER_TEXT,
        names.GOODS_SERVICES_DESCRIPTION_TEXT,
        names.MARK_IMAGE_COLOUR_CLAIMED_TEXT,
        names.MARK_IMAGE_COLOUR_PART_CLAIMED_TEXT,
    }
)
"""Texts whose `sequenceNumber` is the number of the line, which its place says already (see `ignored.py`)."""

_DAY = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?P<rest>.*)"
    r"|(?P<year>\d{4})(?P<month>\d\d)(?P<of_month>\d\d)(?P<zone>Z|[+-]\d\d:\d\d)?",
    re.ASCII | re.DOTALL,
)
_SAYS_NO_MORE = re.compile(r"(?:T00:00(?::00(?:\.0+)?)?)?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_MOST_DIGITS = 9


def tidy(text: str) -> str:
    """The text with each run of white space as one space.

    Raises:
        UnreadableDocumentError: it is longer than any text of a status document.
    """
    if len(text) > MAX_TEXT:
        raise UnreadableDocumentError(
            f"it has a text of {len(text):,} characters, which no status document has"
        )
    return " ".join(text.split())


def text(node: Node, name: str) -> str:
    """Take the text of a child that is expected once; empty when there is none."""
    value = node.pop(name, None)
    if value is None:
        return ""
    if type(value) is str:
        return tidy(value)
    found, rest = "", []
    for each in value if isinstance(value, list) else [value]:
        words, left = _split(name, each)
        if words and not found:
            found, words = words, ""
        if words or left:
            rest.append(_joined(words, left))
    _leave(node, name, rest)
    return found


def texts(node: Node, name: str) -> tuple[str, ...]:
    """Take the texts of a child that is expected any number of times, in their order; empty ones say nothing."""
    value = node.pop(name, None)
    if value is None:
        return ()
    if type(value) is str:
        return (tidy(value),)
    found, rest = [], []
    for each in value if isinstance(value, list) else [value]:
        words, left = _split(name, each)
        if words:
            found.append(words)
        if left:
            rest.append(left)
    _leave(node, name, rest)
    return tuple(found)


def _split(name: str, value: Any) -> tuple[str, Node]:
    """A child's text, and what else is in it that says something."""
    if not isinstance(value, dict):
        return (tidy(value) if value else ""), {}
    left = {key: each for key, each in value.items() if key != names.TEXT}
    if name in _LINES and (left.get(names.SEQUENCE_NUMBER) or "").isdigit():
        del left[names.SEQUENCE_NUMBER]
    return tidy(value.get(names.TEXT) or ""), left


def _joined(words: str, left: Node) -> Node | str:
    return {**left, names.TEXT: words} if left and words else left or words


def _leave(node: Node, name: str, rest: list[Any]) -> None:
    if rest:
        node[name] = rest if len(rest) > 1 else rest[0]


def put_back(node: Node, name: str, words: str) -> None:
    """Leave a text that could not be read where it was."""
    there = node.get(name)
    if there is None:
        node[name] = words
    elif isinstance(there, dict) and names.TEXT not in there:
        there[names.TEXT] = words
    else:
        node[name] = [words, *(there if isinstance(there, list) else [there])]


def drop(node: Node, name: str, words: str) -> None:
    """Take a child away if it has just these words, which say nothing (see `ignored.py`)."""
    value = node.get(name)
    if value == words or (isinstance(value, str) and tidy(value) == words):
        del node[name]


def child(node: Node, name: str) -> Node:
    """A child that is expected once, to take values out of; stays in the tree. Empty when there is none."""
    value = node.get(name)
    if type(value) is dict:
        return value
    for each in value if isinstance(value, list) else ():
        if type(each) is dict:
            return each
    return {}


def children(node: Node, name: str) -> list[Node]:
    """The children of this name, to take values out of; they stay in the tree. Empty ones say nothing."""
    value = node.get(name)
    if value is None:
        return []
    if type(value) is dict:
        return [value]
    many: list[Any] = value if isinstance(value, list) else [value]
    node[name] = many = [{names.TEXT: each} if isinstance(each, str) else each for each in many]
    return [each for each in many if each is not None]


def day(node: Node, name: str) -> date | None:
    """Take a day in Washington. A day that is none (`1900-00-00`, `19960100`) stays in the tree and gives None."""
    words = text(node, name)
    if not words:
        return None
    found, whole = read_day(words)
    if not whole:
        put_back(node, name, words)
    return found


@lru_cache(maxsize=8192)
def read_day(words: str) -> tuple[date | None, bool]:
    """The day in a text (its first ten characters, tsdr.md), and whether the text says no more than that."""
    match = _DAY.fullmatch(words)
    if match is None:
        return None, False
    parts = match.group("year", "month", "of_month") if match["year"] else match.group(1, 2, 3)
    try:
        found = date(*(int(part) for part in parts))
    except ValueError:
        return None, False
    return found, match["rest"] is None or _SAYS_NO_MORE.fullmatch(match["rest"]) is not None


def number(node: Node, name: str) -> int | None:
    """Take a whole number; anything else, leading zeros too, stays in the tree."""
    words = text(node, name)
    if not words:
        return None
    if not (words.isascii() and words.isdigit() and len(words) <= _MOST_DIGITS):
        put_back(node, name, words)
        return None
    found = int(words)
    if str(found) != words:
        put_back(node, name, words)
    return found


_FLAGS: Final = {"true": True, "1": True, "false": False, "0": False}


def flag(node: Node, name: str) -> bool | None:
    """Take a yes or no, in the two spellings of XML Schema; anything else stays in the tree."""
    words = text(node, name)
    found = _FLAGS.get(words)
    if words and found is None:
        put_back(node, name, words)
    return found


def label(node: Node, words: str) -> None:
    """Name a repeated element by its key, for the paths of what is left in it."""
    node[LABEL] = words.translate(_NO_BRACKETS)
