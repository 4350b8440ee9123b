"""The command line; the only place where parts are put together.

This module names the commands and their global options. What a command does stands in the module of its subject,
which is loaded when the command is called, and imports what it needs when it runs.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from watcher.cli.context import Session, set_up_logging

COMMANDS = {
    "demo": "demo:demo",
    "init": "editing:init",
    "validate": "editing:validate",
    "check": "watching:check",
    "run": "watching:run",
    "list": "showing:list_cases",
    "show": "showing:show",
    "history": "showing:history",
    "changes": "showing:changes",
    "deadlines": "deadlines:deadlines",
    "deadline": "deadlines:deadline",
    "reconcile": "reconciling:reconcile",
    "export": "exporting:export",
    "add": "editing:add",
    "remove": "editing:remove",
    "get": "getting:get",
    "explain": "explaining:explain",
    "status": "status:status",
    "proof": "proof:proof",
    "outbox": "outbox:outbox",
    "notify": "outbox:notify",
}
"""Each command, with the module and the function (or the group of commands) that does it."""


def application(words: list[str]) -> typer.Typer:
    """The command line. Only the command that the words name is loaded; all of them, when they name none (for help)."""
    app = typer.Typer(
        name="tmwatch",
        help="Watches US trademark cases at the USPTO and tells the right people what changed.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    named = next((word for word in words if word in COMMANDS), None)
    for name in COMMANDS if named is None else (named,):
        module, _, attribute = COMMANDS[name].partition(":")
        command = getattr(import_module(f"{__name__}.{module}"), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


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


def main() -> None:
    """Run the command line; exits with the status that DESIGN.md section 4 promises."""
    words = sys.argv[1:]
    application(words)(words)
