"""The firm's own docket as a CSV file -> its rows, whatever the columns are called, as far as people call them alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from watcher.config.marks_file import KNOWN, NOTHING, bare
from watcher.config.table import Table, open_table
from watcher.config.trouble import Trouble, show
from watcher.errors import ConfigError, Mistake
from watcher.trademark.numbers import CaseNumber, NumberKind, how_to_write, parse_case_number, what_it_is

_WORDS = """rule, type, title, deadline type, deadline title, due date type, date type, action, action type, action due, event, event type,
    docket item, task, task type, description, deadline description, activity, reminder type, law"""
_DAY = """date, due date, due, deadline, deadline date, statutory date, statutory due date, legal date, final date, final due date,
    official due date, response date, date due, uspto due date"""
_OTHER = {
    bare(one): (meaning, rank)
    for meaning, all_ in (("words", _WORDS), ("day", _DAY))
    for rank, one in enumerate(all_.split(","))
}
_HAVE = "serial_number (or registration_number), type (or title, or rule), date"
_FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y", "%m-%d-%Y", "%m.%d.%Y", "%m/%d/%y", "%d-%b-%Y", "%d %b %Y", "%d-%B-%Y", "%d %B %Y",
          "%b %d %Y", "%B %d %Y", "%Y%m%d")  # fmt: skip
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?Z?$", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DocketRow:
    """One row: whose case, what it is about as it is written, and its day, None when the cell is empty."""

    line: int
    number: CaseNumber
    words: str
    day: date | None


def read_docket(path: Path) -> tuple[DocketRow, ...]:
    """The rows of a docket.

    A date with slashes has the month first, as in the United States; one that cannot be read is a mistake, never a guess.

    Raises:
        ConfigError: every mistake at once, with its row and its column.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        said = f"cannot be read: {(error.strerror or 'not a file').lower()}"
        raise ConfigError((Mistake(path, None, said, "give the docket as a CSV file"),)) from None
    trouble = Trouble(path)
    table = open_table(data, path, lambda header: bare(header) in KNOWN or bare(header) in _OTHER)
    if table is None:
        raise ConfigError((Mistake(path, 1, "the file is empty", f"a header with {_HAVE}"),))
    columns = _columns(table, trouble)
    rows = [_row(line, cells, columns, table, trouble) for line, cells in table.rows] if columns else []
    if trouble.mistakes:
        raise trouble.error()
    return tuple(row for row in rows if row is not None)


def _columns(table: Table, trouble: Trouble) -> Mapping[NumberKind | str, int] | None:
    best: dict[NumberKind | str, tuple[int, int]] = {}
    for index, header in enumerate(table.header):
        name = bare(header)
        meaning, rank = KNOWN[name] if name in KNOWN else _OTHER.get(name, ("", 0))
        if isinstance(meaning, NumberKind) or meaning in {"words", "day"}:
            best[meaning] = min(best.get(meaning, (rank, index)), (rank, index))
    missing = [
        said
        for said, is_there in (
            ("a number of the case", any(kind in best for kind in NumberKind)),
            ("what is due (type, title or rule)", "words" in best),
            ("the date", "day" in best),
        )
        if not is_there
    ]
    if missing:
        header = ", ".join(show(one) for one in table.header if one)
        said = f"no column holds {' or '.join(missing)}; the header has {header or 'nothing'}"
        trouble.note(table.header_line, said, f"columns such as {_HAVE}")
        return None
    return {meaning: index for meaning, (_, index) in best.items()}


def _row(
    line: int, cells: list[str], columns: Mapping[NumberKind | str, int], table: Table, trouble: Trouble
) -> DocketRow | None:
    if any(cell.strip() for cell in cells[len(table.header) :]):
        said = f"this row has {len(cells)} cells, the header {len(table.header)}"
        trouble.note(line, said, 'text that holds a comma stands in quotes: "ACME, INC"')
        return None
    written = {
        meaning: cells[index].strip() if index < len(cells) else "" for meaning, index in columns.items()
    }
    number = _number(line, written, table, columns, trouble)
    day = _day(written["day"])
    if day is None and written["day"].lower() not in NOTHING:
        said = (
            f"column {show(table.header[columns['day']])}: {show(written['day'])} is no day that can be read"
        )
        trouble.note(line, said, "year-month-day, such as 2026-11-28, or month/day/year, such as 11/28/2026")
        return None
    return DocketRow(line, number, " ".join(written["words"].split()), day) if number else None


def _number(
    line: int,
    written: Mapping[NumberKind | str, str],
    table: Table,
    columns: Mapping[NumberKind | str, int],
    trouble: Trouble,
) -> CaseNumber | None:
    kinds = [kind for kind in NumberKind if kind in columns]
    for kind in kinds:
        if written[kind].lower() in NOTHING:
            continue
        try:
            return parse_case_number(kind, written[kind])
        except ValueError:
            column = show(table.header[columns[kind]])
            said = f"column {column}: {show(written[kind])} is no {what_it_is(kind)}"
            trouble.note(line, said, how_to_write(kind))
            return None
    named = " and ".join(show(table.header[columns[kind]]) for kind in kinds)
    trouble.note(line, f"no number in this row: {named} empty", "fill it in, or delete the row")
    return None


def _day(written: str) -> date | None:
    text = _WEEKDAY.sub("", _TIME.sub("", " ".join(written.replace(",", " ").split())))
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day, no moment
        except ValueError:
            continue
    return None
