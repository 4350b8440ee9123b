"""What every command shares: the global options, the watchlist, exit codes, and how errors are said."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import typer

from watcher.cli.assembly import Program, Reader, find_watchlist, load
from watcher.errors import AlreadyRunningError, ConfigError, KeyRefusedError, StopRequested, TmwatchError

DONE, NOT_ALL, WRONG, KEY_REFUSED = 0, 1, 2, 3
"""Exit statuses: all was done; something was not and is kept; the watchlist or command line is wrong; the key was refused."""

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Session:
    """One call of `tmwatch`: its global options, and the program made from the watchlist when it is needed."""

    config: Path | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    @cached_property
    def path(self) -> Path:
        """Where the watchlist is.

        Raises:
            ConfigError: there is none.
        """
        return find_watchlist(self.config, os.environ)

    @cached_property
    def program(self) -> Program:
        """The parts, made from the watchlist.

        Raises:
            ConfigError: the watchlist is wrong.
        """
        return Program(load(self.path), self.stop)


def session(context: typer.Context) -> Session:
    """The session that the main callback made."""
    found = context.find_object(Session)
    assert found is not None
    return found


def program_of(context: typer.Context) -> Program:
    """The parts of this call's program.

    Raises:
        ConfigError: the watchlist is wrong, or there is none.
    """
    return session(context).program


def reader_of(context: typer.Context) -> Reader:
    """The memory, for a command that only reads it.

    Raises:
        ConfigError: there is no watchlist, or it cannot be read.
        StoreError: there is no memory yet, or it cannot be opened.
    """
    return Reader(session(context).path)


def say(words: str) -> None:
    """A sentence for a person, beside the data: on standard error."""
    typer.echo(words, err=True)


def exits(command: Callable[P, R]) -> Callable[P, R]:
    """Turn our errors into a sentence on standard error and the exit status that DESIGN.md promises."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except ConfigError as error:
            say(_mistakes(error))
            raise typer.Exit(WRONG) from None
        except KeyRefusedError as error:
            say(f"The USPTO refused the API key: {error.reason}")
            raise typer.Exit(KEY_REFUSED) from None
        except AlreadyRunningError as error:
            say(str(error))
            raise typer.Exit(WRONG) from None
        except (StopRequested, KeyboardInterrupt):
            say("Stopped. What was not done is kept for the next time.")
            raise typer.Exit(NOT_ALL) from None
        except TmwatchError as error:
            say(f"tmwatch: {error}")
            raise typer.Exit(NOT_ALL) from None
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(DONE) from None

    return wrapped


def _mistakes(error: ConfigError) -> str:
    count = len(error.mistakes)
    head = "There is a mistake:" if count == 1 else f"There are {count} mistakes:"
    return "\n".join((head, *(f"  {mistake}" for mistake in error.mistakes)))


def set_up_logging(*, verbose: bool) -> None:
    """Log lines for a person on standard error; the libraries' own only when they matter."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(message)s",
        stream=sys.stderr,
    )
    for noisy in ("apscheduler", "urllib3", "apprise", "requests"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)


def as_json(value: Any) -> None:
    """Print data as JSON, one document, readable."""
    import json

    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))
