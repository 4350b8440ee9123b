"""The commands about what is not delivered yet, and `notify test`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from watcher.cli.context import DONE, NOT_ALL, as_json, exits, program_of, reader_of, say
from watcher.cli.output import Table, moment_in, moment_or_none, print_table
from watcher.errors import ConfigError, DeliveryError, Mistake

outbox = typer.Typer(help="What is not delivered yet.", no_args_is_help=True)
notify = typer.Typer(help="Try a channel.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print the data as JSON.")]


@outbox.command("list")
@exits
def list_outbox(context: typer.Context, json: Json = False) -> None:
    """List what is owed, on its way, waiting for another try, or refused for good."""
    reader = reader_of(context)
    entries = reader.store.outbox.entries()
    if json:
        as_json(
            [
                {
                    "id": entry.id if entry.is_dispatch else None,
                    "channel": entry.recipient.channel,
                    "address": entry.recipient.address,
                    "state": entry.state,
                    "subject": entry.subject,
                    "serial_numbers": list(entry.serial_numbers),
                    "owed_since": moment_or_none(entry.owed_since),
                    "attempts": entry.attempts,
                    "next_try_at": moment_or_none(entry.next_try_at),
                    "last_error": entry.last_error,
                }
                for entry in entries
            ]
        )
        return
    if not entries:
        typer.echo("Everything is delivered.")
        return
    zone = reader.zone
    table = Table("No.", "To", "State", "Since", "Tries", "Next try", "Subject", "Last error")
    for entry in entries:
        table.add(
            str(entry.id) if entry.is_dispatch else "",
            str(entry.recipient),
            entry.state,
            moment_in(entry.owed_since, zone),
            str(entry.attempts),
            moment_in(entry.next_try_at, zone) if entry.state == "waiting" else "-",
            entry.subject or ", ".join(entry.serial_numbers),
            entry.last_error,
        )
    print_table(table)


@outbox.command("retry")
@exits
def retry_outbox(
    context: typer.Context,
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[NO]...", help="Only these.")] = None,
) -> None:
    """Try what waits or was refused again now, also what was refused for good."""
    from watcher.cli.watching import DELIVERY_SECONDS

    program = program_of(context)
    again = program.store.outbox.retry(numbers, datetime.now(UTC))
    if numbers and again < len(set(numbers)):
        say("Some of these numbers are not in the outbox, or are delivered. See: tmwatch outbox list")
    delivered = program.parts.deliverer.deliver(DELIVERY_SECONDS)
    typer.echo(f"{again} tried again, {delivered.delivered} delivered, {delivered.failed} not.")
    raise typer.Exit(NOT_ALL if delivered.failed else DONE)


@notify.command("test")
@exits
def test_channel(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="The channel's name in the watchlist.")],
) -> None:
    """Send a test notice to each recipient of a channel, now."""
    from watcher.memory import Dispatch, DispatchKind
    from watcher.trademark.notice import Context, TestNotice

    program = program_of(context)
    if channel not in program.watchlist.channels:
        known = ", ".join(program.watchlist.channels)
        raise ConfigError(
            (Mistake(None, None, f"no channel is called {channel!r}", f"the watchlist has: {known}"),)
        )
    now = datetime.now(UTC)
    failed = False
    for recipient in program.channels.recipients(channel):
        words = Context(why="somebody asked for a test", time_zone=program.watchlist.time_zone.key)
        notices = ((TestNotice(channel, now), words),)
        dispatch = Dispatch(0, DispatchKind.NOTICE, recipient, notices, 1, now)
        try:
            program.channels.send(recipient, program.renderer.render(dispatch, now))
        except DeliveryError as error:
            failed = True
            say(f"{recipient}: not accepted: {error.reason}")
        else:
            typer.echo(f"{recipient}: accepted. Look whether it arrived.")
    raise typer.Exit(NOT_ALL if failed else DONE)
