"""`tmwatch deadlines` lists legal dates; `tmwatch deadline close|reopen` puts a person's word on one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.context import as_json, exits, reader_of
from watcher.cli.docket import (
    Dated,
    Docket,
    by_date,
    day_given,
    deadline_data,
    of_client,
    today_in_washington,
)
from watcher.cli.output import Table, day_or_dash, print_table
from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.trademark.deadlines import Closing, ClosingAction, Deadline

deadline = typer.Typer(help="A person's word on a legal date.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print the data as JSON.")]
Id = Annotated[str, typer.Argument(metavar="ID", help="As tmwatch deadlines shows it.")]
By = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; it is kept with the name and the time.")
]


@exits
def deadlines(
    context: typer.Context,
    since: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="Due on this day or later, 2026-12-31.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="DAY", help="Due on this day or earlier.")
    ] = None,
    client: Annotated[str | None, typer.Option("--client", help="Of this client only.")] = None,
    group: Annotated[str | None, typer.Option("--group", help="Of this group of the watchlist only.")] = None,
    only_open: Annotated[
        bool, typer.Option("--open", help="Only what still needs somebody, whenever it is or was due.")
    ] = False,
    json: Json = False,
) -> None:
    """List legal dates by their day, with the days that are left: what is ahead, and what is not settled."""
    today = today_in_washington()
    first, last = day_given(since, "--from"), day_given(until, "--to")
    docket = Docket(context, reader_of(context), today)
    if client is not None or group is not None:
        _ = docket.routes  # a mistake of the watchlist matters to who asks for a client
    plain = first is None and last is None and not only_open
    found = docket.ahead() if plain else docket.between(first, last, open_only=only_open)
    chosen = sorted(of_client(found, client, group), key=by_date)
    if json:
        as_json([deadline_data(one, today, docket.internal(one.line)) for one in chosen])
        return
    from watcher.trademark.deadlines import DISCLAIMER, NOT_REVIEWED

    if not chosen:
        typer.echo("No legal date is known that fits. Cases are counted when they are read: tmwatch check")
        return
    print_table(_table(chosen, docket, today))
    typer.echo(DISCLAIMER if all(one.line.reviewed for one in chosen) else f"{DISCLAIMER} {NOT_REVIEWED}")


def _table(chosen: list[Dated], docket: Docket, today: date) -> Table:
    from watcher.trademark.notice.dates import day_words

    own = docket.internal_due is not None
    table = Table("Due", *(["Internal"] if own else []), "Left", "Case", "What", "State", "How sure", "ID")
    for one in chosen:
        line = one.line
        internal = [day_or_dash(docket.internal(line))] if own else []
        table.add(
            day_words(line.due) if line.due else "-",
            *internal,
            _left(line, today),
            f"{one.name} ({one.case.serial_number}{', ' + one.matters if one.matters else ''})",
            _what(line),
            f"{line.state}{', provisional' if line.provisional else ''}",
            line.confidence.value,
            line.id,
        )
    return table


def _left(line: Deadline, today: date) -> str:
    """The days that are left, negative when they are over; none where nobody need act."""
    left = line.days_left(today)
    return "" if left is None or not line.state.needs_attention else str(left)


def _what(line: Deadline) -> str:
    """The title, with the dates beside the due date."""
    beside = (
        f"may be filed to {line.rolled}" if line.rolled and line.rolled != line.due else "",
        f"if extended {line.extension}" if line.extension else "",
        f"grace to {line.grace}" if line.grace else "",
        f"from {line.opens}" if line.opens else "",
    )
    words = ", ".join(part for part in beside if part)
    return f"{line.title} ({words})" if words else line.title


@deadline.command("close")
@exits
def close(context: typer.Context, name: Id, by: By, reason: Reason) -> None:
    """Close a date: it is docketed elsewhere, or lapses on purpose. Nobody is reminded of it any more; it stays visible."""
    from watcher.trademark.deadlines import ClosingAction

    _say(context, name, by, reason, ClosingAction.CLOSE)


@deadline.command("reopen")
@exits
def reopen(context: typer.Context, name: Id, by: By, reason: Reason) -> None:
    """Take a closing back. Both words stay on record."""
    from watcher.trademark.deadlines import ClosingAction

    _say(context, name, by, reason, ClosingAction.REOPEN)


@deadline.command("log")
@exits
def log(
    context: typer.Context,
    serial_number: Annotated[str, typer.Argument(metavar="SERIAL")],
    json: Json = False,
) -> None:
    """Show what persons said of a case's dates, oldest first."""
    from watcher.cli.output import moment_in, moment_or_none
    from watcher.cli.showing import named_case

    reader = reader_of(context)
    words = reader.store.deadlines.closings(named_case(reader, serial_number).serial_number)
    if json:
        as_json(
            [
                {
                    "deadline": word.deadline,
                    "action": word.action.value,
                    "by": word.by,
                    "reason": word.reason,
                    "said_at": moment_or_none(word.said_at),
                    "due": word.due.isoformat() if word.due else None,
                }
                for word in words
            ]
        )
        return
    table = Table("When", "Deadline", "Due then", "Said", "By", "Reason")
    for word in words:
        when = moment_in(word.said_at, reader.zone)
        table.add(when, word.deadline, day_or_dash(word.due), word.action.value, word.by, word.reason)
    print_table(table)


def _say(context: typer.Context, name: str, by: str, reason: str, action: ClosingAction) -> None:
    """Keep the word and say what it did.

    Raises:
        ConfigError: there is no such deadline, the name or the reason is empty, or the word would change nothing.
    """
    from watcher.cli.showing import named_case
    from watcher.trademark.deadlines import Closing, ClosingAction, State

    by, reason = " ".join(by.split()), " ".join(reason.split())
    for option, text, right in (
        ("--by", by, "the name of who says so"),
        ("--reason", reason, "why, such as: filed on paper"),
    ):
        if not text:
            raise _mistake(f"{option} is empty", right)
    reader = reader_of(context)
    row = named_case(reader, name.partition(":")[0])
    lines = reader.store.deadlines.of(row.serial_number)
    line = next((one for one in lines if one.id == name), None)
    if line is None:
        known = ", ".join(one.id for one in lines if one.state.needs_attention) or "none that is open"
        raise _mistake(f"there is no deadline {name!r}", f"of this case: {known}")
    if line.state is State.CLOSED and action is ClosingAction.CLOSE:
        raise _mistake(f"{name} is closed already: {line.why}", "reopen it first, if that is meant")
    if line.state is not State.CLOSED and action is ClosingAction.REOPEN:
        raise _mistake(
            f"{name} is not closed by a person: it is {line.state}", "only a closing can be taken back"
        )
    _keep(context, Closing(name, action, by, reason, datetime.now(UTC), line.due))
    done = "Closed" if action is ClosingAction.CLOSE else "Reopened"
    typer.echo(f"{done}: {line.title} ({line.due or 'no date'}), case {row.serial_number}.")


def _keep(context: typer.Context, word: Closing) -> None:
    from watcher.adapters.store import open_store

    store = open_store(reader_of(context).store.path)
    store.deadlines.say(word)
    store.close()


def _mistake(wrong: str, right: str) -> ConfigError:
    return ConfigError((Mistake(None, None, wrong, right),))
