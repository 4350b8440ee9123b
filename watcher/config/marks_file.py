"""`marks_file`: a CSV file with a header -> marks; whatever the columns are called, as far as people call them alike."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from watcher.config.marks import place
from watcher.config.names import Names
from watcher.config.settings import MarkSettings
from watcher.config.table import Table, open_table
from watcher.config.trouble import Trouble, show
from watcher.errors import ConfigError
from watcher.trademark.numbers import CaseNumber, NumberKind, how_to_write, parse_case_number, what_it_is

_HEADERS = {
    NumberKind.SERIAL: """serial_number, serial no, serial num, serial, ser no, sn, application_number, application no, application num,
        application, app no, app number, appl no, application serial no, application serial number, app serial no, app ser no,
        trademark serial number, trademark serial no, uspto serial number""",
    NumberKind.REGISTRATION: """registration_number, registration no, registration num, registration, reg no, reg number, reg num, reg, rn,
        trademark registration number, trademark registration no""",
    NumberKind.INTERNATIONAL: """international_registration, international registration number, international registration no,
        international reg no, intl registration, intl registration number, intl registration no, intl reg no, int reg no,
        ir number, ir no, ir, madrid number, madrid no, madrid registration number, wipo number, wipo no""",
    NumberKind.REFERENCE: "reference_number, uspto reference number, uspto reference no, madrid reference number",
    "label": "label, mark, mark text, mark name, word mark, trademark, trademark name, trademark text, mark literal, literal element",
    "matter": """matter, matter number, matter no, reference, ref, ref no, our ref, our reference, our ref no, docket_number, docket no,
        docket, attorney docket, attorney docket number, attorney docket no, file number, file no, case ref, case reference,
        client matter, client matter number, client matter no, client ref, client reference""",
    "client": "client, client name",
    "attorney": "attorney, attorney name, responsible attorney, lawyer",
    "tell": "tell, notify, channel, channels",
}  # the first of each is the one that we recommend; underscores, spaces, case and punctuation do not matter
_MOST_LISTED = 20
_US = re.compile(r"^us(?=.)")
NOTHING = frozenset(
    {"", "-", "--", "\u2013", "\u2014", "n/a", "na", "none", "null", "pending", "tbd", "tba", "0"}
)


def bare(header: str) -> str:
    """A header without spaces, underscores, punctuation and case, so that people's ways to write it are one."""
    return _US.sub("", "".join(letter for letter in header.lower() if letter.isalnum()))


KNOWN = {
    bare(one): (meaning, rank)
    for meaning, all_ in _HEADERS.items()
    for rank, one in enumerate(all_.split(","))
}


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what, by index. `ignored` are headers that we do not know or have already."""

    numbers: tuple[tuple[NumberKind, int], ...]
    others: dict[str, int]
    ignored: tuple[str, ...]
    width: int


def read_marks_file(path: Path, line: int, names: Names, trouble: Trouble) -> list[MarkSettings]:
    """The marks that could be read; for the other rows a mistake is noted. `line` is where the watchlist names the file."""
    try:
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror.lower() if isinstance(error, OSError) and error.strerror else "not a path"
        trouble.note(
            line, f"marks_file: {path} cannot be read: {why}", "a path that starts at the watchlist's folder"
        )
        return []
    marks: list[MarkSettings] = []
    try:
        table = open_table(data, path, lambda header: bare(header) in KNOWN)
        if table is None:
            trouble.note(1, "the file is empty", f"a header such as: {_recommended()}", file=path)
            return marks
        columns = _columns(table, trouble)
        if columns is not None:
            rows = _Rows(path, columns, names, trouble)
            marks.extend(
                mark for row_line, row in table.rows if (mark := rows.read(row_line, row)) is not None
            )
    except ConfigError as error:
        trouble.mistakes.extend(error.mistakes)
    return marks


def _columns(table: Table, trouble: Trouble) -> _Columns | None:
    best: dict[str, tuple[int, int]] = {}
    for index, header in enumerate(table.header):
        if known := KNOWN.get(bare(header)):
            meaning, rank = known
            best[meaning] = min(best.get(meaning, (rank, index)), (rank, index))
    taken = {index for _, index in best.values()}
    ignored = tuple(header for index, header in enumerate(table.header) if header and index not in taken)
    numbers = tuple((kind, best[kind][1]) for kind in NumberKind if kind in best)
    if not numbers:
        said = f"no column holds a number of the case; the header has {_listed(table.header)}"
        right = f"call one of them serial_number, registration_number, international_registration or reference_number. Known: {_recommended()}"
        trouble.note(table.header_line, said, right, file=table.file)
        return None
    if table.note:
        trouble.warn(None, f"the file {table.note}", file=table.file)
    if ignored:
        said = f"columns that are not read: {_listed(ignored)}"
        trouble.warn(table.header_line, said, f"known: {_recommended()}", file=table.file)
    others = {meaning: index for meaning, (_, index) in best.items() if not isinstance(meaning, NumberKind)}
    return _Columns(numbers, others, ignored, len(table.header))


class _Rows:
    """Reads row by row; texts that come again (a client, an attorney) are one object."""

    def __init__(self, file: Path, columns: _Columns, names: Names, trouble: Trouble) -> None:
        self._file = file
        self._columns = columns
        self._names = names
        self._trouble = trouble

    def read(self, line: int, row: list[str]) -> MarkSettings | None:
        if any(cell.strip() for cell in row[self._columns.width :]):
            said = f"this row has {len(row)} cells, the header {self._columns.width}"
            self._trouble.note(
                line, said, 'text that holds a comma stands in quotes: "ACME, INC"', file=self._file
            )
            return None
        number = self._number(line, row)
        tell = self._cell(row, "tell")
        told = self._names.of_cell(tell, line, self._file) if tell else ()
        if number is None:
            return None
        return MarkSettings(
            number,
            label=self._cell(row, "label"),
            matter=self._cell(row, "matter"),
            attorney=sys.intern(self._cell(row, "attorney")),
            tell=told,
            place=place(self._file, line),
            client=sys.intern(self._cell(row, "client")),
        )

    def _number(self, line: int, row: list[str]) -> CaseNumber | None:
        """The row's number: the serial number if it has one, else the next kind that it has."""
        for kind, index in self._columns.numbers:
            written = row[index].strip() if index < len(row) else ""
            if written.lower() in NOTHING:
                continue
            try:
                return parse_case_number(kind, written)
            except ValueError:
                said = f"{show(written)} is no {what_it_is(kind)}"
                self._trouble.note(line, said, how_to_write(kind), file=self._file)
                return None
        kinds = " or ".join(what_it_is(kind) for kind, _ in self._columns.numbers)
        self._trouble.note(
            line, f"no number in this row: no {kinds}", "fill it in, or delete the row", file=self._file
        )
        return None

    def _cell(self, row: list[str], meaning: str) -> str:
        index = self._columns.others.get(meaning)
        return " ".join(row[index].split()) if index is not None and index < len(row) else ""


def _recommended() -> str:
    return ", ".join(all_.split(",")[0].strip() for all_ in _HEADERS.values())


def _listed(headers: Iterable[str]) -> str:
    shown = [show(header) for header in headers if header]
    more = f" and {len(shown) - _MOST_LISTED} more" if len(shown) > _MOST_LISTED else ""
    return ", ".join(shown[:_MOST_LISTED]) + more if shown else "nothing"
