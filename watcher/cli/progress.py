"""Progress on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


@contextmanager
def counting(words: str, total: int, every: int = 1) -> Iterator[Callable[[object], None]]:
    """A bar that counts the calls of what it yields; it is drawn anew once in `every` calls, for that takes its time."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(words, total=total)
        calls = count(1)

        def step(_: object) -> None:
            if next(calls) % every == 0:
                progress.advance(task, every)

        yield step
