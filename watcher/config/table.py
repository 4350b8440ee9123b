"""A CSV file as spreadsheets and docketing systems write it -> rows of cells with their lines."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from watcher.config.text import line_at
from watcher.errors import ConfigError, Mistake

LARGEST_FILE = 64_000_000
"""Bytes; 100,000 rows have about 5 MB."""
_DELIMITERS = ",;\t|"
_SEP_LINE = re.compile(r"sep=([,;\t|])[ \t]*(?:\r\n|\r|\n|$)", re.IGNORECASE)
_PROBE = 4000
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How xlsx, ods and xls files begin."""


@dataclass(frozen=True, slots=True)
class Table:
    """The header and how to go through the rows. `note` says what had to be guessed; empty when nothing had to."""

    file: Path
    header: tuple[str, ...]
    header_line: int
    note: str
    rows: Iterator[tuple[int, list[str]]]


def open_table(data: bytes, file: Path, known: Callable[[str], bool]) -> Table | None:
    """The table, read as it is gone through; None when the file has no row at all.

    `known` says whether a header is one that we know; the delimiter is the one that gives the most of those.
    Going through the rows raises ConfigError too: a quote that is not closed.

    Raises:
        ConfigError: the file is too large, or no text.
    """
    if len(data) > LARGEST_FILE:
        raise ConfigError(
            (Mistake(file, None, f"the file is larger than {LARGEST_FILE // 10**6} MB", "split it"),)
        )
    text, note = decode_table(data, file)
    skipped = 0
    if found := _SEP_LINE.match(text):
        delimiter, skipped = found[1], 1
        text = text[found.end() :]
    else:
        delimiter = max(_DELIMITERS, key=lambda one: _known_headers(text, one, known))
    rows = _rows(text, delimiter, file, skipped)
    first = next(rows, None)
    if first is None:
        return None
    line, header = first
    return Table(file, tuple(cell.strip() for cell in header), line, note, rows)


def decode_table(data: bytes, file: Path) -> tuple[str, str]:
    """The text of a CSV file, and what had to be guessed about it.

    Raises:
        ConfigError: it is a spreadsheet, or no text.
    """
    if data.startswith(_SPREADSHEETS):
        raise ConfigError(
            (Mistake(file, None, "this is a spreadsheet, not a CSV file", "save it as CSV UTF-8"),)
        )
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        codec, note = "utf-16", ""
    elif b"\0" in data[:200]:
        codec, note = ("utf-16-le" if data[1:2] == b"\0" else "utf-16-be"), ""
    else:
        codec, note = "utf-8-sig", ""
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        if codec != "utf-8-sig":
            raise ConfigError((Mistake(file, None, "this is no text", "save it as CSV UTF-8"),)) from None
        text = data.decode("cp1252", "replace")
        note = "is not UTF-8; it was read as Windows-1252. Save it as `CSV UTF-8` to be sure of the accents"
    if "\0" in text:
        wrong = "this is no text"
        raise ConfigError((Mistake(file, line_at(text, text.index("\0")), wrong, "save it as CSV UTF-8"),))
    return text, note


def _known_headers(text: str, delimiter: str, known: Callable[[str], bool]) -> tuple[int, int]:
    """How many headers a delimiter gives that we know, and how many at all."""
    rows = csv.reader(io.StringIO(text[:_PROBE], newline=""), delimiter=delimiter, skipinitialspace=True)
    try:
        header = next((row for row in rows if any(cell.strip() for cell in row)), [])
    except csv.Error:
        return 0, 0
    return sum(known(cell) for cell in header), len(header)


def _rows(text: str, delimiter: str, file: Path, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it begins.

    `strict`: a quote that is not closed must not swallow the rows behind it.
    """
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    while True:
        line = reader.line_num + skipped + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            wrong = 'a quote (") in this row is not closed, or not alone'
            right = 'write "ACME, INC", and a quote inside of quotes twice: "the ""ZEN"" tea"'
            raise ConfigError((Mistake(file, line, wrong, right),)) from None
        if any(cell and not cell.isspace() for cell in row):
            yield line, row
