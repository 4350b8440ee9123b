"""`tmwatch reconcile DOCKET.csv`: the firm's own docket beside ours. It reads both and changes neither."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.context import DONE, NOT_ALL, as_json, exits, reader_of, say
from watcher.cli.docket import Docket, today_in_washington
from watcher.cli.output import Table, day_or_dash, print_table
from watcher.cli.proof_csv import harmless
from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.trademark.reconcile import Docketed, Line, Ours

COLUMNS = ("verdict", "serial_number", "mark", "rule", "title", "ours", "docket", "row", "deadline", "note")


@exits
def reconcile(
    context: typer.Context,
    docket_file: Annotated[
        Path,
        typer.Argument(
            metavar="DOCKET.csv",
            help="The firm's docket; columns: serial (or registration) number, type, date.",
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="Print the data as JSON.")] = False,
    to_csv: Annotated[
        str | None, typer.Option("--csv", metavar="FILE", help="Write it as CSV; - for standard output.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="In the table, show also what agrees.")] = False,
) -> None:
    """Hold the firm's own docket against our dates, by case and rule. Exit status 1 when anything but agreement was found."""
    from watcher.config.docket_file import read_docket
    from watcher.trademark.reconcile import Verdict
    from watcher.trademark.reconcile import reconcile as compare

    rows = read_docket(docket_file)
    today = today_in_washington()
    docket = Docket(context, reader_of(context), today)
    numbers = _Numbers(docket)
    docketed = [numbers.named(row) for row in rows]
    lines = compare(docketed, list(_ours(docket)), today)
    counts = Counter(line.verdict for line in lines)
    if json:
        as_json(
            {"counts": {one.value: counts[one] for one in Verdict}, "lines": [_data(line) for line in lines]}
        )
    elif to_csv is not None:
        _write(lines, to_csv)
    else:
        shown = [line for line in lines if everything or line.verdict is not Verdict.MATCHED]
        print_table(_table(shown))
        typer.echo(", ".join(f"{counts[one]} {one}" for one in Verdict) + ".")
    raise typer.Exit(DONE if all(line.verdict is Verdict.MATCHED for line in lines) else NOT_ALL)


class _Numbers:
    """Finds the case that a row of the docket names. Asks nobody: what was never resolved is not known."""

    def __init__(self, docket: Docket) -> None:
        self._cases = docket.cases
        self._registered = {
            row.facts.registration_number.zfill(7): row.serial_number
            for row in docket.cases.values()
            if row.facts and row.facts.registration_number
        }
        self._resolved = docket.reader.store.numbers.resolved()

    def named(self, row: Any) -> Docketed:
        from watcher.trademark.numbers import NumberKind
        from watcher.trademark.reconcile import Docketed

        number = row.number
        if number.kind is NumberKind.SERIAL:
            serial = number.number if number.number in self._cases else None
        else:
            found = self._registered.get(number.number) if number.kind is NumberKind.REGISTRATION else None
            serial = found or next(iter(self._resolved.get(number, ())), None)
        asked = number.number if number.kind is NumberKind.SERIAL else str(number)
        return Docketed(row=row.line, asked=asked, serial=serial, words=row.words, day=row.day)


def _ours(docket: Docket) -> Iterator[Ours]:
    """The watched cases of ours, each with its dates; a competitor's are in no docket of the firm."""
    from watcher.config.own_tables import own_codes
    from watcher.trademark.codes import Standing
    from watcher.trademark.reconcile import Ours
    from watcher.trademark.severity import Role

    codes = own_codes(docket.reader.found.codes_file)
    dates: dict[str, list[Any]] = {}
    for one in docket.between(None, None):
        dates.setdefault(one.case.serial_number, []).append(one.line)
    routes = docket.routes_if_any
    for serial, row in docket.cases.items():
        places = routes.of(serial) if routes else ()
        if places and all(route.group.role is Role.COMPETITOR for route in places):
            continue
        status = row.facts.status_code if row.facts else ""
        live = codes.status(status).standing is not Standing.DEAD
        mark = row.facts.mark if row.facts else ""
        yield Ours(serial=serial, mark=mark, live=live, deadlines=tuple(dates.get(serial, ())))


def _table(lines: Iterable[Line]) -> Table:
    table = Table("Verdict", "Case", "Ours", "Docket", "What", "Row", "Note")
    for line in lines:
        table.add(
            str(line.verdict),
            f"{line.mark} ({line.asked})" if line.mark else line.asked,
            day_or_dash(line.ours),
            day_or_dash(line.theirs),
            line.title,
            "" if line.row is None else str(line.row),
            line.note,
        )
    return table


def _data(line: Line) -> dict[str, Any]:
    plain = asdict(line)
    days = {"ours": plain["ours"], "docket": plain["theirs"]}
    return {
        "verdict": line.verdict.value,
        "serial_number": line.asked,
        "mark": line.mark,
        "rule": line.rule,
        "title": line.title,
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "row": line.row,
        "deadline": line.deadline,
        "note": line.note,
    }


def _write(lines: Iterable[Line], to: str) -> None:
    if to == "-":
        _rows(lines, sys.stdout)
        return
    try:
        with Path(to).open("w", encoding="utf-8", newline="") as file:
            _rows(lines, file)
    except OSError as error:
        wrong = f"cannot be written: {error.strerror}"
        raise ConfigError((Mistake(Path(to), None, wrong, "name another file: --csv FILE"),)) from None
    say(f"Wrote {to}.")


def _rows(lines: Iterable[Line], file: Any) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([harmless(value) for value in _data(line).values()])
