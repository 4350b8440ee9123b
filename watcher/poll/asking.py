"""Asks the USPTO about cases: the probe, and the status document where the rules say so. Network only.

Several requests are under way at once, so that a slow answer does not keep the allowed rate from being used.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from watcher.errors import BUGS, AnswerError, KeyRefusedError, NoSuchCaseError, RateLimitedError
from watcher.ports import Answer, Clock, Source
from watcher.trademark import decide
from watcher.trademark.decide import Pace, Why
from watcher.trademark.model import ModifiedDates
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.state import CaseState

TRIES_AFTER_429 = 2
SHORT_PAUSE = timedelta(seconds=90)
"""After "over the limit" the same is asked again, so often, if the pause is not longer than this."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


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

    def __init__(
        self, source: Source, clock: Clock, pace: Pace, workers: int, done: Callable[[], None] = lambda: None
    ) -> None:
        """`done` is called by each thread before it ends, to let go what is held for it."""
        self._source = source
        self._clock = clock
        self._pace = pace
        self._crew = _Crew(workers, clock, done) if workers > 1 else None

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
        """Ask about one case; a mistake of ours about it is its failure, and the others go on."""
        try:
            return self._ask(wanted)
        except BUGS as error:
            _log.exception("a mistake in tmwatch while asking about %s", wanted.state.serial_number)
            now = self._clock.now()
            return Asked(
                wanted, AnswerError(f"a mistake in tmwatch: {error!r}", asked_at=now, answered_at=now)
            )

    def _ask(self, wanted: Wanted) -> Asked:
        """Its modified dates first, so that they can never be newer than the document."""
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
        """One question; after "over the limit" with a short pause it is asked again, and the limiter waits."""
        for tries_left in range(TRIES_AFTER_429, -1, -1):
            try:
                return ask(serial_number)
            except RateLimitedError as error:
                if tries_left == 0 or error.retry_at - self._clock.now() > SHORT_PAUSE:
                    return error
            except AnswerError as error:
                return error
        raise AssertionError("the last try returns")


_Task = tuple[Callable[[Wanted], Asked], Wanted, "queue.SimpleQueue[Asked | BaseException]"]


class _Crew:
    """A few threads that live as long as the poller, each with its own connection. They never delay its end."""

    def __init__(self, size: int, clock: Clock, done: Callable[[], None]) -> None:
        self._clock = clock
        self._done = done
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
            yield self._next(answers)

    def _next(self, answers: queue.SimpleQueue[Asked | BaseException]) -> Asked | BaseException:
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
                ask, wanted, answers = task
                try:
                    answers.put(ask(wanted))
                except BaseException as error:  # noqa: BLE001  # handed to the caller, who raises it
                    answers.put(error)
        finally:
            self._done()
