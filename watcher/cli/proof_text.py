"""The record of checks for people: per case a summary, the gaps and the checks; for all cases a line each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from watcher.cli.output import Table, print_table
from watcher.cli.proof import STATEMENT
from watcher.trademark.notice.harmless import one_line

if TYPE_CHECKING:
    from watcher.adapters.store.history import CaseRow
    from watcher.cli.proof import Question
    from watcher.trademark.proof.gaps import Gap, Looking

_SHORT = 12
"""So many digits of a digest are enough for the eye; CSV and JSON have them all."""


def show(question: Question) -> None:
    """Print what is asked for."""
    typer.echo(f"tmwatch: {STATEMENT}")
    typer.echo(f"{_period(question)}; moments in {question.reader.zone.key.replace('_', ' ')}")
    lookings = question.lookings()
    if question.named:
        for row, looking in lookings:
            _show_case(question, row, looking)
    else:
        _show_all(question, lookings)
    if question.asked.thinned_until is not None:
        typer.echo(
            f"\nUp to {_exact(question.asked.thinned_until, question.reader.zone)} the record is thinned to what was "
            "found and one look a day and case: gaps of less than two days no longer show there."
        )


def _period(question: Question) -> str:
    first = question.first.isoformat() if question.first else "the first on record"
    return f"From {first} to {question.last.isoformat() if question.last else 'now'}"


def _show_case(question: Question, row: CaseRow, looking: Looking) -> None:
    zone = question.reader.zone
    typer.echo(f"\n{one_line(row.facts.mark) if row.facts else '(not read yet)'}  ({row.serial_number})")
    for since, until in question.periods(row):
        typer.echo(f"  Watched from {_exact(since, zone)} to {_exact(until, zone) if until else 'now'}")
    failed = f", {looking.failed} of them without an answer that could be read" if looking.failed else ""
    typer.echo(f"  {looking.checks} checks{failed}")
    if looking.first_at is not None:
        typer.echo(
            f"  First good check {_exact(looking.first_at, zone)}, last {_exact(looking.last_at, zone)}"
        )
    if looking.longest is not None:
        typer.echo(f"  Longest time without one: {_gap(looking.longest, zone)}")
    typer.echo(
        f"  Gaps longer than {length(question.limit)} (twice poll.every): {len(looking.gaps) or 'none'}"
    )
    for gap in looking.gaps:
        typer.echo(f"    {_gap(gap, zone)}")
    table = Table("Asked", "What", "Code", "Outcome", "Digest", "Detail")
    for _, check in question.reader.store.proof.checks(row.serial_number, question.since, question.until):
        shared = f" (one request for {1 + len(check.also)} cases)" if check.also else ""
        code = "" if check.response_code is None else str(check.response_code)
        table.add(
            _exact(check.asked_at, zone),
            check.kind.value,
            code,
            check.outcome.value,
            check.digest[:_SHORT],
            check.detail + shared,
        )
    print_table(table)


def _show_all(question: Question, lookings: list[tuple[CaseRow, Looking]]) -> None:
    zone = question.reader.zone
    typer.echo(f"A gap is longer than {length(question.limit)} (twice poll.every).")
    table = Table(
        "Serial no.", "Mark", "Checks", "Failed", "First good", "Last good", "Longest without", "Gaps"
    )
    for row, looking in lookings:
        table.add(
            row.serial_number,
            row.facts.mark if row.facts else "(not read yet)",
            str(looking.checks),
            str(looking.failed),
            _exact(looking.first_at, zone),
            _exact(looking.last_at, zone),
            length(looking.longest.length) if looking.longest else "-",
            str(len(looking.gaps)),
        )
    print_table(table)
    if not lookings:
        typer.echo("No case was watched yet.")


def _gap(gap: Gap, zone: ZoneInfo) -> str:
    tried = f", tried {gap.tries} times" if gap.tries else ""
    return f"{length(gap.length)} ({_exact(gap.since, zone)} to {_exact(gap.until, zone)}{tried})"


def _exact(moment: datetime | None, zone: ZoneInfo) -> str:
    """To the second and with the zone's name, so that the hour that comes twice in autumn is told apart."""
    return "-" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S %Z")


def length(long: timedelta) -> str:
    """In the two largest units: `2 d 4 h`, `1 h 5 min`, `40 s`."""
    seconds = round(long.total_seconds())
    units = [
        ("d", seconds // 86400),
        ("h", seconds // 3600 % 24),
        ("min", seconds // 60 % 60),
        ("s", seconds % 60),
    ]
    first = next((place for place, (_, count) in enumerate(units) if count), len(units) - 1)
    return " ".join(f"{count} {unit}" for unit, count in units[first : first + 2] if count) or "0 s"
