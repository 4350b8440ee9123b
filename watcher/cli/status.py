"""`tmwatch status`: is it alive, what was read when, what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.context import as_json, exits, reader_of
from watcher.cli.output import moment_in, moment_or_none
from watcher.errors import StoreError

if TYPE_CHECKING:
    from watcher.cli.assembly import Reader


@exits
def status(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print the data as JSON.")] = False,
) -> None:
    """Say whether the daemon is alive, what was read when, and what is wrong."""
    reader = reader_of(context)
    data = _data(reader)
    if json:
        as_json(data)
        return
    zone = reader.zone
    totals = reader.store.history.totals()
    typer.echo(
        "The daemon is running." if data["running"] else "No daemon is running (tmwatch run, or the service)."
    )
    read = totals.watched - totals.never_read
    typer.echo(f"{read} of {totals.watched} cases read; newest check {moment_in(totals.newest_good_check_at, zone)}, "
               f"oldest {moment_in(totals.oldest_good_check_at, zone)}; next is due {moment_in(totals.next_due_at, zone)}.")  # fmt: skip
    if totals.never_read:
        typer.echo(f"{totals.never_read} were never read yet.")
    if totals.failing:
        typer.echo(f"{totals.failing} could not be checked at the last try:")
        for row in reader.store.history.cases():
            if row.failures:
                typer.echo(f"  {row.serial_number}: {row.last_failure} ({row.failures} times since {moment_in(row.failing_since, zone)})")  # fmt: skip
    if totals.in_doubt:
        typer.echo(f"{totals.in_doubt} are in doubt: the USPTO shows less than before, and is asked again.")
    for part in data["divided"]:
        typer.echo(
            f"{part['serial_number']} was divided, and nobody watches its part {part['child']}. "
            f"To watch it: tmwatch add {part['child']}"
        )
    _print_outbox(data["outbox"]["pending"], data["outbox"]["refused"])
    for trouble in reader.store.troubles.all_open():
        typer.echo(f"Trouble since {moment_in(trouble.since, zone)}: {trouble.words}")
    _print_head(reader)
    typer.echo(f"{totals.checks} checks on record, {totals.snapshots} documents kept in {reader.store.path}.")


def _unwatched_parts(reader: Reader) -> list[dict[str, str]]:
    """The parts of divided applications, as the last documents name them, that are not watched."""
    rows = reader.store.history.cases()
    watched = {row.serial_number for row in rows}
    return [
        {"serial_number": row.serial_number, "child": child}
        for row in rows
        if row.facts
        for child in row.facts.children
        if child not in watched
    ]


def _print_outbox(pending: int, refused: int) -> None:
    if pending:
        typer.echo(f"{pending} deliveries are waiting (tmwatch outbox list).")
    if refused:
        typer.echo(f"{refused} deliveries were refused for good (tmwatch outbox list; tmwatch outbox retry).")
    if not pending and not refused:
        typer.echo("Everything is delivered.")


def _print_head(reader: Reader) -> None:
    try:
        head = reader.store.proof.head()
    except StoreError as error:  # somebody altered it: nothing else of the status is the worse for it
        typer.echo(f"The record of checks: {error}. See: tmwatch proof --verify")
        return
    if head is not None:
        typer.echo(f"The record of checks is sealed up to {head.day}; its head is {head.digest}.")


def _head_data(reader: Reader) -> dict[str, Any] | None:
    from watcher.cli.proof import head_data

    try:
        return head_data(reader.store.proof.head())
    except StoreError:
        return None


def _data(reader: Reader) -> dict[str, Any]:
    """What `status --json` gives; moments in UTC."""
    from watcher.adapters.store.process import is_running

    totals = reader.store.history.totals()
    now = datetime.now(UTC)
    return {
        "running": is_running(reader.store.path),
        "cases": {
            "watched": totals.watched,
            "never_read": totals.never_read,
            "failing": totals.failing,
            "in_doubt": totals.in_doubt,
            "oldest_check_at": moment_or_none(totals.oldest_good_check_at),
            "newest_check_at": moment_or_none(totals.newest_good_check_at),
            "next_due_at": moment_or_none(totals.next_due_at),
        },
        "outbox": {
            "pending": reader.store.outbox.pending(now),
            "refused": reader.store.outbox.refused(),
        },
        "divided": _unwatched_parts(reader),
        "troubles": [
            {
                "key": trouble.key,
                "since": moment_or_none(trouble.since),
                "told_at": moment_or_none(trouble.told_at),
                "words": trouble.words,
            }
            for trouble in reader.store.troubles.all_open()
        ],
        "checks": totals.checks,
        "head": _head_data(reader),
        "snapshots": totals.snapshots,
        "database": str(reader.store.path),
    }
