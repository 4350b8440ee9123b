"""The commands that look: `check`, `run`."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.context import DONE, KEY_REFUSED, NOT_ALL, as_json, exits, say, session
from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.cli.assembly import Program
    from watcher.poll import Poller, PollResult
    from watcher.trademark.numbers import SerialNumber

DELIVERY_SECONDS = 120.0
"""`check` waits so long for its deliveries; what hangs then is kept and taken up by the next."""

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]


@exits
def check(
    context: typer.Context,
    serial_numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SERIAL]...", help="Check only these; all of the watchlist otherwise."),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Fetch every status document, whatever its date says.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be told; store and send nothing.")
    ] = False,
    accept_removals: Annotated[
        bool,
        typer.Option(
            "--accept-removals", help="It is meant that the watchlist names far fewer cases than before."
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Look at the cases of the watchlist now, and deliver what is due."""
    program = session(context).program
    signal.signal(signal.SIGTERM, lambda *_: program.stop.set())
    poller = program.parts.poller
    named = _named(poller, serial_numbers)
    if dry_run:
        result = poller.preview(named, full=full)
        _print(result, _Delivery(), as_data=json, dry_run=True)
        raise typer.Exit(_status(result, _Delivery()))
    kept = poller.begin(accept_removals=accept_removals)
    if kept:
        say(
            f"The watchlist no longer names {len(kept)} cases that were watched ({', '.join(kept[:5])}...). They are "
            "still watched. If it is meant, confirm it with: tmwatch check --accept-removals"
        )
    with _progress(len(named) if named else len(poller.routes.serial_numbers), quiet=json) as saw:
        result = poller.check(named, full=full, saw=saw)
    poller.close()
    tally = program.parts.deliverer.deliver(DELIVERY_SECONDS)
    delivery = _Delivery(
        tally.delivered, program.parts.deliverer.pending(), program.store.outbox.refused(), tally.failed
    )
    _print(result, delivery, as_data=json, dry_run=False)
    raise typer.Exit(_status(result, delivery))


@dataclass(frozen=True, slots=True)
class _Delivery:
    """What became of the notices: `failed` in this call; `pending` and `refused` are what the outbox holds after it."""

    delivered: int = 0
    pending: int = 0
    refused: int = 0
    failed: int = 0


def _named(poller: Poller, serial_numbers: list[str] | None) -> list[SerialNumber] | None:
    """The cases that were named, as serial numbers of the watchlist.

    Raises:
        ConfigError: one is no serial number, or is not watched.
    """
    from watcher.trademark.numbers import parse_serial_number

    if not serial_numbers:
        return None
    mistakes, named = [], []
    for text in serial_numbers:
        try:
            serial = parse_serial_number(text)
        except ValueError as error:
            mistakes.append(Mistake(None, None, str(error)))
            continue
        if serial not in poller.routes.serial_numbers:
            mistakes.append(
                Mistake(None, None, f"{serial} is not on the watchlist", f"add it: tmwatch add {serial}")
            )
        named.append(serial)
    if mistakes:
        raise ConfigError(tuple(mistakes))
    return named


def _status(result: PollResult, delivery: _Delivery) -> int:
    if result.key_refused:
        return KEY_REFUSED
    return NOT_ALL if result.failed or delivery.pending or delivery.failed else DONE


def _progress(total: int, *, quiet: bool) -> Any:
    """A progress bar on a terminal; nothing in a pipe."""
    import sys

    if quiet or not sys.stderr.isatty():
        nothing: Callable[[SerialNumber], None] = lambda _: None  # noqa: E731  # a callable that does nothing
        return nullcontext(nothing)
    from watcher.cli.progress import counting

    return counting("Checking", total)


def _print(result: PollResult, delivery: _Delivery, *, as_data: bool, dry_run: bool) -> None:
    if as_data:
        as_json(_data(result, delivery))
        return
    for case in result.changed:
        typer.echo(f"{case.mark} ({case.serial_number}):")
        for change in case.changes:
            typer.echo(f"  {change.summary}")
    for failed in result.failed:
        say(f"{failed.asked} could not be checked: {failed.reason}")
    if result.key_refused:
        say(f"The USPTO refused the API key: {result.key_refused}")
    words = [
        f"{len(result.checked)} checked",
        f"{len(result.changed)} changed",
        f"{len(result.failed)} failed",
    ]
    if result.first_seen:
        words.insert(1, f"{len(result.first_seen)} seen for the first time")
    if result.doubtful:
        words.append(f"{len(result.doubtful)} in doubt (asked again later)")
    words.append("nothing stored, nothing sent" if dry_run else f"{delivery.delivered} notices delivered")
    if delivery.pending:
        words.append(f"{delivery.pending} not delivered yet (tmwatch outbox list)")
    if delivery.refused:
        words.append(f"{delivery.refused} refused for good (tmwatch outbox list)")
    typer.echo(", ".join(words) + ".")


def _data(result: PollResult, delivery: _Delivery) -> dict[str, Any]:
    """`check --json`, as DESIGN.md section 4 has it."""
    return {
        "checked": list(result.checked),
        "changed": [
            {
                "serial_number": case.serial_number,
                "mark": case.mark,
                "severity": case.severity.value,
                "changes": [
                    {
                        "kind": change.kind.value,
                        "summary": change.summary,
                        "old": change.old,
                        "new": change.new,
                    }
                    for change in case.changes
                ],
            }
            for case in result.changed
        ],
        "failed": [
            {"asked": failed.asked, "serial_number": failed.serial_number, "reason": failed.reason}
            for failed in result.failed
        ],
        "delivered": delivery.delivered,
        "pending": delivery.pending,
        "refused": delivery.refused,
    }


@exits
def run(context: typer.Context) -> None:
    """Watch until stopped: poll on schedule, deliver beside it. SIGHUP reloads the watchlist, SIGTERM ends."""
    reload = threading.Event()
    # By default SIGHUP kills. One that comes before the daemon runs is remembered for it.
    signal.signal(signal.SIGHUP, lambda *_: reload.set())
    from watcher.adapters.store.process import OnlyOne
    from watcher.cli.assembly import load
    from watcher.daemon import Daemon

    this = session(context)
    program: Program = this.program
    only = OnlyOne(program.store.path)
    try:
        daemon = Daemon(
            program.watchlist,
            load=lambda: load(this.path),
            assemble=program.assembler(),
            memory=program.store,
            stop=program.stop,
            reload=reload,
        )
        asked = daemon.run()
    finally:
        only.release()
    raise typer.Exit(DONE if asked else NOT_ALL)
