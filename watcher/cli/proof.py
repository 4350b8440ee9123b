"""`tmwatch proof`: the record of checks for any period, the gaps in it, and whether it is as it was written."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.context import DONE, NOT_ALL, as_json, exits, reader_of, say
from watcher.cli.output import moment_or_none
from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.adapters.store.history import CaseRow
    from watcher.adapters.store.proof import Head, Verified
    from watcher.cli.assembly import Reader
    from watcher.trademark.proof.gaps import Asked, Looking, Period

STATEMENT = "record of checks, in support of the duty of 37 CFR 2.23(d)"
"""What it is. It does not claim to meet that duty: whether it does is for a person to judge."""
GAP = 2
"""So many times `poll.every` without a good check is a gap."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD = 64
_FIRST_YEAR, _LAST_YEAR = 1970, 9000
_STEP = 1000
_MOST = 50


@exits
def proof(
    context: typer.Context,
    serial_numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SERIAL]...", help="Serial numbers; none: a line for each case."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="DAY", help="The first day, as in 2026-06-01; default: the first on record."
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="The last day; default: today.")
    ] = None,
    csv: Annotated[
        str | None,
        typer.Option(
            "--csv", metavar="FILE", help="Write every check as a line of CSV; - for standard output."
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the data as JSON.")] = False,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Find every row that was altered or removed since it was written."),
    ] = False,
    head_was: Annotated[
        str | None,
        typer.Option(
            "--head-was",
            metavar="HEX",
            help="Verify, and say whether this head, noted before, is in the chain.",
        ),
    ] = None,
    head: Annotated[
        bool, typer.Option("--head", help="Print the newest head, to be noted elsewhere.")
    ] = False,
) -> None:
    """Show the record of checks: per case and period what was asked and answered, and the gaps; or verify it."""
    reader = reader_of(context)
    if head:
        _print_head(reader.store.proof.head(), as_data=json)
        return
    if verify or head_was is not None:
        if serial_numbers or since or until or csv:
            raise _mistake(
                "--verify is about the whole record", "leave out serial numbers, --from, --to and --csv"
            )
        _verify(reader, head_was, as_data=json)
        return
    if csv is not None and json:
        raise _mistake("--csv and --json are two forms of the same", "give one of them")
    question = Question(reader, serial_numbers or [], since, until)
    if csv is not None:
        from watcher.cli.proof_csv import write

        write(question, csv)
    elif json:
        as_json(_data(question))
    else:
        from watcher.cli.proof_text import show

        show(question)


class Question:
    """What is asked of the record: of which cases, from when to when. Does not print."""

    def __init__(self, reader: Reader, texts: list[str], first: str | None, last: str | None) -> None:
        """Understand the command line.

        Raises:
            ConfigError: a serial number or a day is none, or a case was never watched.
        """
        from watcher.cli.showing import named_case

        self.reader = reader
        self.now = datetime.now(UTC)
        self.named = bool(texts)
        self._rows = list(
            {row.serial_number: row for row in (named_case(reader, text) for text in texts)}.values()
        )
        self.first = _day(first, "--from")
        self.last = _day(last, "--to")
        if self.first and self.last and self.first > self.last:
            raise _mistake("--from is after --to", "give the earlier day first")
        self.since = self._midnight(self.first) if self.first else _BEGINNING
        self.until = self.now if self.last is None else self._midnight(self.last + timedelta(days=1))
        self.limit = GAP * reader.every

    @cached_property
    def cases(self) -> list[CaseRow]:
        """The cases that were named, or all that were ever watched."""
        return self._rows if self.named else self.reader.store.history.cases(watched_only=False)

    @cached_property
    def asked(self) -> Asked:
        """The period, the longest time that a case may go unseen, and how far the record is thinned."""
        from watcher.trademark.proof.gaps import Asked

        return Asked(self.since, self.until, self.limit, self.reader.store.proof.thinned_until())

    def periods(self, row: CaseRow) -> list[Period]:
        """When the case was watched."""
        return self.reader.store.history.watched_periods(row.serial_number)

    def lookings(self) -> list[tuple[CaseRow, Looking]]:
        """How each case was looked at."""
        record = self.reader.store.proof
        if self.named:
            return [
                (row, record.looking(row.serial_number, self.periods(row), self.asked, self.now))
                for row in self.cases
            ]
        periods = {row.serial_number: self.periods(row) for row in self.cases}
        with self.progress("Reading the record") as step:
            found = record.looking_at_all(periods, self.asked, self.now, step)
        return [(row, found[row.serial_number]) for row in self.cases]

    def progress(self, words: str) -> AbstractContextManager[Callable[[object], None]]:
        """A bar on a terminal; what it yields is called for each row of the period."""
        rows = self.reader.store.proof.rows_between(self.since, self.until)
        return progress(words, rows, every=_STEP)

    def _midnight(self, day: date) -> datetime:
        """The moment at which a day of the watchlist's time zone begins."""
        return datetime.combine(day, time(), self.reader.zone).astimezone(UTC)


def progress(words: str, total: int, every: int = 1) -> AbstractContextManager[Callable[[object], None]]:
    """A bar that moves once in so many calls; nothing where there is no terminal, or little to do."""
    if total < 2 * every or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    from watcher.cli.progress import counting

    return counting(words, total, every)


def _day(text: str | None, option: str) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise _mistake(f"{option} {text}: this is no day", "write 2026-06-01")
    return day


def _mistake(said: str, right: str) -> ConfigError:
    return ConfigError((Mistake(None, None, said, right),))


# -- the head, and whether all is as it was written


def head_data(head: Head | None) -> dict[str, Any] | None:
    """The newest head as `proof --json` and `status --json` give it."""
    return (
        None if head is None else {"day": head.day.isoformat(), "number": head.number, "digest": head.digest}
    )


def _print_head(head: Head | None, *, as_data: bool) -> None:
    if as_data:
        as_json(head_data(head))
    elif head is None:
        say("No day is sealed yet: the first head comes when the first day is over.")
    else:
        typer.echo(f"{head.digest}  {head.day}")


def _verify(reader: Reader, head_was: str | None, *, as_data: bool) -> None:
    """Verify the whole record; exit status 1 if anything is wrong with it."""
    wanted = None if head_was is None else head_was.strip().lower()
    if wanted is not None and (len(wanted) != _HEAD or not set(wanted) <= set("0123456789abcdef")):
        raise _mistake(
            "--head-was: this is no head", f"{_HEAD} hexadecimal digits, as tmwatch proof --head prints them"
        )
    record = reader.store.proof
    with progress("Verifying", record.days()) as step:
        found = record.verify(datetime.now(UTC), wanted, step)
    if as_data:
        as_json(_verified_data(found))
    else:
        _print_verified(found, wanted)
    raise typer.Exit(NOT_ALL if found.findings or found.has_head is False else DONE)


def _print_verified(found: Verified, wanted: str | None) -> None:
    days = (
        f"{found.days} sealed days from {found.first_day} to {found.last_day}"
        if found.days
        else "no sealed day yet"
    )
    thinned = f", {found.thinned} of them thinned" if found.thinned else ""
    typer.echo(f"Verified {found.rows:,} rows: {days}{thinned}.")
    if found.head:
        typer.echo(f"Head: {found.head}")
    if found.has_head is not None:
        typer.echo(
            f"The head {wanted} is in the chain: nothing before it was rewritten."
            if found.has_head
            else f"The head {wanted} is NOT in the chain: the past was rewritten since, or this is an older copy."
        )
    for finding in found.findings[:_MOST]:
        typer.echo(str(finding))
    if len(found.findings) > _MOST:
        typer.echo(f"... and {len(found.findings) - _MOST} more (--json names them all).")
    if found.findings:
        typer.echo(f"{len(found.findings)} findings: the record is not as it was written.")
    else:
        typer.echo("Every row is as it was written, and none is missing.")


def _verified_data(found: Verified) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "days": found.days,
        "thinned_days": found.thinned,
        "first_day": found.first_day.isoformat() if found.first_day else None,
        "last_day": found.last_day.isoformat() if found.last_day else None,
        "head": found.head or None,
        "has_head": found.has_head,
        "findings": [
            {
                "words": finding.words,
                "day": finding.day.isoformat() if finding.day else None,
                "row": finding.row,
            }
            for finding in found.findings
        ],
    }


# -- as JSON: documented, stable keys; moments in UTC


def _data(question: Question) -> dict[str, Any]:
    record = question.reader.store.proof
    return {
        "statement": STATEMENT,
        "from": moment_or_none(question.since) if question.first else None,
        "to": moment_or_none(question.until),
        "gap_limit_seconds": int(question.limit.total_seconds()),
        "thinned_until": moment_or_none(question.asked.thinned_until),
        "head": head_data(record.head()),
        "cases": [_case_data(question, row, looking) for row, looking in question.lookings()],
    }


def _case_data(question: Question, row: CaseRow, looking: Looking) -> dict[str, Any]:
    from watcher.cli.proof_csv import check_data

    data = {
        "serial_number": row.serial_number,
        "mark": row.facts.mark if row.facts else None,
        "watched": [
            {"from": moment_or_none(since), "to": moment_or_none(until)}
            for since, until in question.periods(row)
        ],
        "checks": looking.checks,
        "failed": looking.failed,
        "first_at": moment_or_none(looking.first_at),
        "last_at": moment_or_none(looking.last_at),
        "longest_gap": _gap_data(looking.longest),
        "gaps": [_gap_data(gap) for gap in looking.gaps],
    }
    if question.named:
        checks = question.reader.store.proof.checks(row.serial_number, question.since, question.until)
        data["record"] = [check_data(number, row.serial_number, check) for number, check in checks]
    return data


def _gap_data(gap: Any) -> dict[str, Any] | None:
    return gap and {
        "from": moment_or_none(gap.since),
        "to": moment_or_none(gap.until),
        "seconds": int(gap.length.total_seconds()),
        "tries": gap.tries,
    }
