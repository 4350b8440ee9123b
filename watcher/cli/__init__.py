"""The command line; the only place where parts are put together.

This module names the commands and their global options. What a command does stands in the module of its subject,
and imports what it needs when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watcher.cli import demo, editing, getting, outbox, showing, status, watching
from watcher.cli.context import Session, set_up_logging

app = typer.Typer(
    name="tmwatch",
    help="Watches US trademark cases at the USPTO and tells the right people what changed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def _options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            "-c",
            metavar="FILE",
            help="The watchlist; default: $TMWATCH_CONFIG, ./watchlist.yaml.",
        ),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Say on standard error what is done.")
    ] = False,
) -> None:
    context.obj = Session(config)
    set_up_logging(verbose=verbose or context.invoked_subcommand == "run")


app.command()(demo.demo)
app.command()(editing.init)
app.command()(editing.validate)
app.command()(watching.check)
app.command()(watching.run)
app.command("list")(showing.list_cases)
app.command()(showing.show)
app.command()(showing.history)
app.command()(showing.changes)
app.command()(editing.add)
app.command()(editing.remove)
app.command()(getting.get)
app.command()(status.status)
app.add_typer(outbox.outbox, name="outbox")
app.add_typer(outbox.notify, name="notify")


def main() -> None:
    """Run the command line; exits with the status that DESIGN.md section 4 promises."""
    app()
