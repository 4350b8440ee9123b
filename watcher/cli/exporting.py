"""`tmwatch export ics`: the legal dates as a file for calendar programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.context import exits, reader_of, say
from watcher.cli.docket import Dated, Docket, is_ours, of_client, today_in_washington
from watcher.errors import ConfigError, Mistake
from watcher.trademark.deadlines.values import MET_BY_CHECKS

if TYPE_CHECKING:
    from watcher.adapters.calendar import Entry

export = typer.Typer(help="What is known, for other programs.", no_args_is_help=True)


@export.callback()
def _export() -> None:
    """What is known, for other programs."""


@export.command("ics")
@exits
def ics(
    context: typer.Context,
    group: Annotated[str | None, typer.Option("--group", help="Of this group of the watchlist only.")] = None,
    client: Annotated[str | None, typer.Option("--client", help="Of this client only.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Where to write it; else standard output."),
    ] = None,
) -> None:
    """Write the legal dates as iCalendar, to be imported again and again: what moved is updated, what is done cancelled."""
    from watcher.adapters.calendar import calendar

    docket = Docket(context, reader_of(context), today_in_washington())
    entries = list(_entries(docket, client, group))
    data = calendar(entries, f"Trademark deadlines{': ' if client or group else ''}{group or client or ''}")
    if output is None:
        sys.stdout.buffer.write(data)
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        wrong = f"cannot be written: {error.strerror}"
        raise ConfigError((Mistake(output, None, wrong, "name another file: -o FILE"),)) from None
    dates = sum(1 for entry in entries if entry.deadline.due is not None)
    say(f"Wrote {output}: {dates} legal dates.")


def _entries(docket: Docket, client: str | None, group: str | None) -> Iterator[Entry]:
    from watcher.adapters.calendar import Entry

    kept = {
        one.line.id: one for one in docket.reader.store.deadlines.kept() if one.line.rule not in MET_BY_CHECKS
    }
    places = docket.routes
    dated = [
        Dated(docket.cases[one.serial_number], one.line, places.of(one.serial_number))
        for one in kept.values()
    ]
    ours = (one for one in dated if any(is_ours(one.line, route) for route in one.routes) or not one.routes)
    for one in of_client(ours, client, group):
        past = kept[one.line.id]
        yield Entry(
            deadline=one.line,
            name=one.name,
            revision=past.revision,
            changed_at=past.changed_at,
            matter=one.matters,
            categories=(*one.groups, *one.clients),
        )
