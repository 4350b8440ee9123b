"""Reads tables of comma-separated values, ours and the user's: every row, or every mistake at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from watcher.trademark.severity import Severity


class TableError(ValueError):
    """A table cannot be used; `mistakes` are (line, what is wrong), the line counted from 1."""

    def __init__(self, mistakes: tuple[tuple[int, str], ...]) -> None:
        super().__init__("\n".join(f"line {line}: {wrong}" for line, wrong in mistakes))
        self.mistakes = mistakes


@dataclass(slots=True)
class Row:
    """One row while it is read: its cells, and the mistakes that are found in them.

    Does not know what the columns mean.
    """

    line: int
    cells: dict[str, str]
    mistakes: list[tuple[int, str]] = field(default_factory=list)

    def wrong(self, what: str) -> None:
        """Notes a mistake; the table is refused after all rows are read."""
        self.mistakes.append((self.line, what))

    def text(self, column: str) -> str:
        """The cell, without spaces around it; empty when there is none."""
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """The cell, which must not be empty."""
        value = self.text(column)
        if not value:
            self.wrong(f"{column} is empty")
        return value

    def words(self, column: str) -> tuple[str, ...]:
        """The cell's words, separated by spaces."""
        return tuple(self.text(column).split())

    def day(self, column: str) -> date | None:
        """The cell as a day, None when it is empty."""
        value = self.text(column)
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.wrong(f"{column}: {value!r} is not a day such as 2026-02-28")
            return None

    def severity(self, column: str, default: Severity) -> Severity:
        """The cell as a severity; `default` when it is empty."""
        value = self.text(column).lower()
        if not value:
            return default
        if value not in tuple(Severity):
            self.wrong(f"{column}: {value!r} is none of {', '.join(Severity)}")
            return default
        return Severity(value)


def rows_of(text: str, *, needed: tuple[str, ...], known: tuple[str, ...]) -> Iterator[Row]:
    """The rows of a table with a header. Lines that are empty or begin with `#` are passed over.

    Raises:
        TableError: the header lacks a needed column, or has one that is not known, or a row has too many cells.
    """
    lines = [(n, line) for n, line in enumerate(io.StringIO(text.removeprefix("\ufeff")), 1)]
    used = [(n, line) for n, line in lines if line.strip() and not line.startswith("#")]
    if not used:
        return
    reader = csv.reader(line for _, line in used)
    header = [name.strip().lower() for name in next(reader)]
    mistakes = [(used[0][0], f"the column {name} is missing") for name in needed if name not in header]
    mistakes += [(used[0][0], f"the column {name!r} is not known") for name in header if name not in known]
    if mistakes:
        raise TableError(tuple(mistakes))
    for cells in reader:
        line = used[min(reader.line_num, len(used)) - 1][0]
        if len(cells) > len(header):
            raise TableError(((line, f"{len(cells)} cells, but the header has {len(header)}"),))
        yield Row(line, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
