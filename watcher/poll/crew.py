"""A few threads that put questions to the USPTO, so that a slow answer does not keep the allowed rate from being used."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from watcher.ports import Clock

T = TypeVar("T")
A = TypeVar("A")

_Task = tuple[Callable[[Any], Any], Any, "queue.SimpleQueue[Any]"]


class Crew:
    """A few threads that live as long as the poller, each with its own connection. They never delay its end."""

    def __init__(self, size: int, clock: Clock, done: Callable[[], None]) -> None:
        self._clock = clock
        self._done = done
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._size = size
        self._threads: list[threading.Thread] = []

    def each(self, ask: Callable[[T], A], wanted: list[T]) -> Iterator[A]:
        """The answers to all, as they arrive.

        Raises:
            Whatever a question raised, from whichever met it first.
        """
        while len(self._threads) < min(self._size, len(wanted)):
            thread = threading.Thread(target=self._work, name=f"ask {len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        for one in wanted:
            self._tasks.put((ask, one, answers))
        for _ in wanted:
            answer = self._next(answers)
            if isinstance(answer, _Raised):
                raise answer.error
            yield answer

    def _next(self, answers: queue.SimpleQueue[Any]) -> Any:
        """The next answer; a request to stop is heeded though no answer comes."""
        while True:
            try:
                return answers.get(timeout=1.0)
            except queue.Empty:
                self._clock.sleep(0.0)  # raises StopRequested when the process was asked to end

    def close(self) -> None:
        """Send the threads home; one that hangs in a request is not waited for."""
        for _ in self._threads:
            self._tasks.put(None)

    def _work(self) -> None:
        try:
            while (task := self._tasks.get()) is not None:
                ask, one, answers = task
                try:
                    answers.put(ask(one))
                except BaseException as error:  # noqa: BLE001  # handed to the caller, who raises it
                    answers.put(_Raised(error))
        finally:
            self._done()


class _Raised:
    """What a question raised instead of answering."""

    def __init__(self, error: BaseException) -> None:
        self.error = error
