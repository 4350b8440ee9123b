"""The user's own rows, from `codes_file` and `closures_file`, over the tables that come with the program.

Imports the tables only when it is called: who needs neither codes nor closures pays for neither.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from watcher.config.table import decode_table
from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.trademark.codes import Codes, TableError
    from watcher.trademark.deadlines import Tables
    from watcher.trademark.holidays import OfficeCalendar

_FIRST_CELLS = frozenset({"code", "status"})
_RIGHT = {
    "codes_file": "a header with code and type (or status), then what differs: category, owner, competitor, words, rules",
    "closures_file": "a header `date,name`, and rows such as 2026-02-12,Snow",
}


def own_codes(path: Path | None) -> Codes:
    """The codes with the user's rows over them; ours alone when there is no file.

    One file may hold a table of events and one of statuses, each with its header.

    Raises:
        ConfigError: every mistake of the file with its line.
    """
    from watcher.trademark.codes import Codes, TableError

    codes = Codes.standard()
    mistakes: list[Mistake] = []
    for text in _parts(_text(path, "codes_file")) if path else ():
        try:
            codes = codes.with_rows(text)
        except TableError as error:
            mistakes += _as_mistakes(error, path, "codes_file")
    if mistakes:
        raise ConfigError(tuple(mistakes))
    return codes


def own_tables(path: Path | None) -> Tables:
    """The rules of deadlines joined with the codes of `codes_file`.

    Raises:
        ConfigError: every mistake of the file; a rule that a row names and that does not exist is one.
    """
    from watcher.trademark.deadlines import Rules, Tables, standard_tables

    if path is None:
        return standard_tables()
    tables = Tables(Rules.standard(), own_codes(path))
    if unknown := tables.unknown_rules:
        right = f"one of: {', '.join(sorted(tables.rules.ids))}"
        raise ConfigError((Mistake(path, None, f"rules: there is no rule {', '.join(unknown)}", right),))
    return tables


def own_calendar(path: Path | None) -> OfficeCalendar:
    """The days on which the USPTO is closed, with those of the user's file.

    Raises:
        ConfigError: every mistake of the file with its line.
    """
    from watcher.trademark.codes import TableError
    from watcher.trademark.holidays import OfficeCalendar, closures_from_text

    if path is None:
        return OfficeCalendar.standard()
    try:
        return OfficeCalendar.standard(closures_from_text(_text(path, "closures_file")))
    except TableError as error:
        raise ConfigError(tuple(_as_mistakes(error, path, "closures_file"))) from None


def _text(path: Path, key: str) -> str:
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror.lower() if isinstance(error, OSError) and error.strerror else "not a path"
        said = f"{key}: {path} cannot be read: {why}"
        raise ConfigError(
            (Mistake(None, None, said, "a path that starts at the watchlist's folder"),)
        ) from None
    text, _ = decode_table(data, path)
    return text


def _parts(text: str) -> list[str]:
    """The tables of one file, each from its header on; empty lines stand for the rest, so that lines keep their numbers."""
    lines = text.splitlines()
    begins = [n for n, line in enumerate(lines) if _first_cell(line) in _FIRST_CELLS] or [0]
    begins[0] = 0
    ends = [*begins[1:], len(lines)]
    return ["\n" * begin + "\n".join(lines[begin:end]) for begin, end in zip(begins, ends, strict=True)]


def _first_cell(line: str) -> str:
    return next(iter(next(iter(csv.reader([line])), [])), "").strip().lower()


def _as_mistakes(error: TableError, path: Path | None, key: str) -> list[Mistake]:
    return [Mistake(path, line, wrong, _RIGHT[key]) for line, wrong in error.mistakes]
