"""The record of checks line by line: as CSV, and the same keys for JSON."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from watcher.cli.context import say
from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.cli.proof import Question
    from watcher.trademark.state import Check

COLUMNS = (
    "row", "serial_number", "asked_at", "answered_at", "asked", "response_code", "outcome", "digest", "cases", "detail",
)  # fmt: skip
"""A line for each check of each case. `row` is its number in the record: cases of one request share it, `cases` says
how many. Moments in UTC; `asked` is probe or fetch."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_data(row: int, serial_number: str, check: Check) -> dict[str, Any]:
    """One check of one case."""
    return {
        "row": row,
        "serial_number": serial_number,
        "asked_at": _moment(check.asked_at),
        "answered_at": _moment(check.answered_at),
        "asked": check.kind.value,
        "response_code": check.response_code,
        "outcome": check.outcome.value,
        "digest": check.digest,
        "cases": 1 + len(check.also),
        "detail": check.detail,
    }


def write(question: Question, to: str) -> None:
    """Write every check of the cases and the period to a file, or to standard output for `-`.

    Raises:
        ConfigError: the file cannot be written.
    """
    if to == "-":
        _write(question, sys.stdout)
        return
    try:
        with Path(to).open("w", encoding="utf-8", newline="") as file:
            lines = _write(question, file)
    except OSError as error:
        raise ConfigError(
            (
                Mistake(
                    Path(to), None, f"cannot be written: {error.strerror}", "name another file: --csv FILE"
                ),
            )
        ) from None
    say(f"Wrote {to}: {lines:,} checks.")


def _write(question: Question, file: TextIO) -> int:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    lines = 0
    for data in _lines(question):
        writer.writerow([harmless(value) for value in data.values()])
        lines += 1
    return lines


def _lines(question: Question) -> Iterator[dict[str, Any]]:
    record = question.reader.store.proof
    if question.named:
        for case in question.cases:
            for row, check in record.checks(case.serial_number, question.since, question.until):
                yield check_data(row, case.serial_number, check)
        return
    with question.progress("Writing") if not sys.stdout.isatty() else nullcontext(lambda _: None) as step:
        for row, check in record.all_checks(question.since, question.until):
            for serial_number in (check.serial_number, *check.also):
                yield check_data(row, serial_number, check)
            step(row)


def harmless(value: object) -> object:
    """A spreadsheet runs what begins like a formula; a quote in front keeps it text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _moment(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds, as in the record itself."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
