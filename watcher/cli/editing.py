"""The commands about the watchlist file: `init`, `validate`, `add`, `remove`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.context import DONE, NOT_ALL, exits, program_of, say, session
from watcher.errors import ConfigError, Mistake, SourceError
from watcher.trademark.numbers import CaseNumber, NumberKind, parse_case_number

if TYPE_CHECKING:
    from watcher.cli.assembly import Program

Number = Annotated[
    str | None, typer.Argument(metavar="[SERIAL]", help="A serial number, as people write it.")
]
Registration = Annotated[str | None, typer.Option("--registration", help="A registration number instead.")]
International = Annotated[
    str | None, typer.Option("--international", help="An international registration instead.")
]
Reference = Annotated[
    str | None, typer.Option("--reference-number", help="A Madrid reference number instead.")
]


@exits
def init(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("watchlist.yaml"),
) -> None:
    """Write a commented starter watchlist."""
    from watcher.config import starter_watchlist

    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(starter_watchlist())
    except FileExistsError:
        raise ConfigError(
            (Mistake(path, None, "there is a file already", "name another, or move it away"),)
        ) from None
    except OSError as error:
        raise ConfigError(
            (Mistake(path, None, f"cannot be written: {error.strerror}", "name another place"),)
        ) from None
    typer.echo(
        f"Wrote {path}. Put your key, channels and marks into it, then see what it means: tmwatch validate"
    )


@exits
def validate(
    context: typer.Context,
    online: Annotated[
        bool,
        typer.Option("--online", help="Also try the key at the USPTO, and look up numbers of other kinds."),
    ] = False,
) -> None:
    """Read the watchlist and say what it means; every mistake with its line."""
    from watcher.config import describe

    program = program_of(context)
    typer.echo(f"{session(context).path} is in order.")
    for sentence in describe(program.watchlist):
        typer.echo(f"  {sentence}")
    for sentence in (*program.watchlist.warnings, *program.watchlist.not_yet):
        say(f"  Mind: {sentence}")
    if online:
        raise typer.Exit(_try_online(program))


def _try_online(program: Program) -> int:
    """Try the key, the numbers that need looking up, and whether each channel's server can be reached."""
    program.client.test_key()
    typer.echo("  The USPTO takes the key.")
    status = DONE
    numbers = {mark.number: mark for group in program.watchlist.groups for mark in group.marks}
    for number, mark in numbers.items():
        if number.kind is NumberKind.SERIAL:
            continue
        try:
            found = ", ".join(program.client.serial_numbers(number).value)
        except SourceError as error:
            say(f"  {mark.place}: {number}: {error.reason}")
            status = NOT_ALL
        else:
            typer.echo(f"  {number} is serial number {found}.")
    for name in program.watchlist.channels:
        trouble = program.channels.unreachable(name)
        if trouble:
            say(f"  Channel {name}: {trouble}")
            status = NOT_ALL
        else:
            typer.echo(
                f"  Channel {name} can be reached. Whether it takes notices, says: tmwatch notify test {name}"
            )
    return status


@exits
def add(
    context: typer.Context,
    serial_number: Number = None,
    registration: Registration = None,
    international: International = None,
    reference_number: Reference = None,
    group: Annotated[str, typer.Option("--group", help="The group; needed when there are several.")] = "",
    label: Annotated[str, typer.Option("--label", help="What you call the mark.")] = "",
    matter: Annotated[str, typer.Option("--matter", help="Your own reference.")] = "",
    tell: Annotated[
        list[str] | None, typer.Option("--tell", help="Channels, when the group is a new one.")
    ] = None,
) -> None:
    """Add a mark to the watchlist file; its comments stay. A running daemon takes it up on reload."""
    from watcher.config import add_mark

    this = session(context)
    number = _number(serial_number, registration, international, reference_number)
    said = add_mark(
        this.path,
        group or _only_group(context),
        number,
        label=label,
        matter=matter,
        tell=tell or (),
        environ=os.environ,
    )
    typer.echo(said)


@exits
def remove(
    context: typer.Context,
    serial_number: Number = None,
    registration: Registration = None,
    international: International = None,
    reference_number: Reference = None,
    group: Annotated[str | None, typer.Option("--group", help="Only from this group.")] = None,
) -> None:
    """Take a mark out of the watchlist file. Its history stays; notices already owed are still sent."""
    from watcher.config import remove_mark

    number = _number(serial_number, registration, international, reference_number)
    typer.echo(remove_mark(session(context).path, number, group=group, environ=os.environ))


def _only_group(context: typer.Context) -> str:
    """The group of a watchlist that has just one.

    Raises:
        ConfigError: there are several.
    """
    from watcher.config import load_without_secrets

    groups = [group.name for group in load_without_secrets(session(context).path, os.environ).groups]
    if len(groups) != 1:
        right = f"--group, one of: {', '.join(groups)}"
        raise ConfigError((Mistake(None, None, "the watchlist has several groups, or none", right),))
    return groups[0]


def _number(
    serial_number: str | None,
    registration: str | None,
    international: str | None,
    reference_number: str | None,
) -> CaseNumber:
    """The one number that was given.

    Raises:
        ConfigError: none, several, or one that is not a number of its kind.
    """
    given: Mapping[NumberKind, str | None] = {
        NumberKind.SERIAL: serial_number,
        NumberKind.REGISTRATION: registration,
        NumberKind.INTERNATIONAL: international,
        NumberKind.REFERENCE: reference_number,
    }
    named = [(kind, text) for kind, text in given.items() if text is not None]
    if len(named) != 1:
        right = "a serial number, or one of --registration, --international, --reference-number"
        raise ConfigError((Mistake(None, None, "give one number", right),))
    try:
        return parse_case_number(*named[0])
    except ValueError as error:
        raise ConfigError((Mistake(None, None, str(error)),)) from None
