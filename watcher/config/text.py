"""The bytes of a file -> its text, and the lines of that text."""

from __future__ import annotations

import re
from pathlib import Path

from watcher.errors import ConfigError, Mistake

LARGEST_FILE = 32_000_000
"""Bytes. A watchlist of 100,000 marks has 8 MB."""

_NOT_TEXT = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
LINE_END = re.compile(r"\r\n|\r|\n")


def line_at(text: str, position: int) -> int:
    """The line (from 1) of a position in a text, whatever ends its lines."""
    return sum(1 for _ in LINE_END.finditer(text, 0, position)) + 1


def decode(data: bytes, file: Path) -> str:
    """The file's text: UTF-8, with or without a byte order mark, or UTF-16 with one.

    Raises:
        ConfigError: it is too large, in another encoding, or holds characters that are not text.
    """
    if len(data) > LARGEST_FILE:
        wrong = f"the file is larger than {LARGEST_FILE // 1_000_000} MB"
        raise ConfigError((Mistake(file, None, wrong, "long lists go into a marks_file"),))
    codec = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        line = line_at(data[: error.start].decode("latin-1"), error.start)
        raise ConfigError((Mistake(file, line, "not UTF-8 text", "save the file as UTF-8"),)) from None
    if found := _NOT_TEXT.search(text):
        wrong = f"the character U+{ord(found[0]):04X} cannot stand in a watchlist"
        right = "delete it; it is invisible in most editors"
        raise ConfigError((Mistake(file, line_at(text, found.start()), wrong, right),))
    return text
