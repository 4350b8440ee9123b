"""Asks the USPTO about cases: the probe, and the status document where the rules say so. Network only.

Several requests are under way at once, so that a slow answer does not keep the allowed rate from being used.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from watcher.errors import AnswerError, KeyRefusedError, NoSuchCaseError, RateLimitedError
from watcher.ports import Answer, Clock, Source
from watcher.trademark import decide
from watcher.trademark.decide import Pace, Why
from watcher.trademark.model import ModifiedDates
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.state import CaseState

TRIES_AFTER_429 = 2
"""After "over the limit" the same is asked again, when the limiter lets us, so often."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A case to look at. `in_doubt`: a part of its last document is not believed; `full`: fetch it in any case."""

    state: CaseState
    in_doubt: bool = False
    full: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What came back about one case: answers, or the errors in their place.

    `document` is None when `why` is None: there was no reason to fetch it.
    """

    wanted: Wanted
    dates: Answer[ModifiedDates] | AnswerError
    why: Why | None = None
    document: Answer[bytes] | AnswerError | None = None

    @property
    def problem(self) -> AnswerError | None:
        """What kept this case from being checked, None when it was checked.

        A document that was read makes up for a probe that failed, except that a refused key is always said.
        """
        if isinstance(self.document, AnswerError):
            return self.document
        if isinstance(self.dates, KeyRefusedError) or (
            self.document is None and isinstance(self.dates, AnswerError)
        ):
            return self.dates
        return None


class Asker:
    """Puts questions to the source, a few at once. Reads nothing, decides nothing but whether to fetch."""

    def __init__(self, source: Source, clock: Clock, pace: Pace, workers: int) -> None:
        self._source = source
        self._clock = clock
        self._pace = pace
        self._crew = _Crew(workers) if workers > 1 else None

    def ask_all(self, wanted: Iterable[Wanted]) -> Iterator[Asked]:
        """Ask about each; the answers come in the order in which they arrive.

        Raises:
            StopRequested, StoreError: from whichever question met it first.
        """
        if self._crew is None:
            yield from map(self.ask, wanted)
            return
        for answer in self._crew.each(self.ask, list(wanted)):
            if isinstance(answer, BaseException):
                raise answer
            yield answer

    def close(self) -> None:
        """Let the threads go."""
        if self._crew is not None:
            self._crew.close()

    def ask(self, wanted: Wanted) -> Asked:
        """Ask about one case: its modified dates first, so that they can never be newer than the document."""
        state = wanted.state
        dates = self._question(self._source.modified_dates, state.serial_number)
        if isinstance(dates, KeyRefusedError | NoSuchCaseError):
            return Asked(wanted, dates)
        known = None if isinstance(dates, AnswerError) else dates.value
        why = (
            Why.ASKED
            if wanted.full
            else decide.why_fetch(state, known, self._clock.now(), self._pace, in_doubt=wanted.in_doubt)
        )
        if why is None:
            return Asked(wanted, dates)
        return Asked(wanted, dates, why, self._question(self._source.status_document, state.serial_number))

    def _question(
        self, ask: Callable[[SerialNumber], Answer[T]], serial_number: SerialNumber
    ) -> Answer[T] | AnswerError:
        """One question, asked again after "over the limit": the limiter waits as long as the USPTO said."""
        for _ in range(TRIES_AFTER_429):
            try:
                return ask(serial_number)
            except RateLimitedError:
                continue
            except AnswerError as error:
                return error
        try:
            return ask(serial_number)
        except AnswerError as error:
            return error


_Task = tuple[Callable[[Wanted], Asked], Wanted, "queue.SimpleQueue[Asked | BaseException]"]


class _Crew:
    """A few threads that live as long as the poller, each with its own connection. They never delay its end."""

    def __init__(self, size: int) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._size = size
        self._threads: list[threading.Thread] = []

    def each(self, ask: Callable[[Wanted], Asked], wanted: list[Wanted]) -> Iterator[Asked | BaseException]:
        """The answers to all, as they arrive."""
        while len(self._threads) < min(self._size, len(wanted)):
            thread = threading.Thread(target=self._work, name=f"ask {len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        answers: queue.SimpleQueue[Asked | BaseException] = queue.SimpleQueue()
        for one in wanted:
            self._tasks.put((ask, one, answers))
        for _ in wanted:
            yield answers.get()

    def close(self) -> None:
        """Send the threads home; one that hangs in a request is not waited for."""
        for _ in self._threads:
            self._tasks.put(None)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            ask, wanted, answers = task
            try:
                answers.put(ask(wanted))
            except BaseException as error:  # noqa: BLE001  # handed to the caller, who raises it
                answers.put(error)
