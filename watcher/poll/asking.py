"""Asks the USPTO about cases: the probe, and the status document where the rules say so. Network only.

Several requests are under way at once, so that a slow answer does not keep the allowed rate from being used.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from watcher.errors import (
    BUGS,
    AnswerError,
    BatchTooLargeError,
    KeyRefusedError,
    NoSuchCaseError,
    RateLimitedError,
)
from watcher.poll.crew import Crew
from watcher.ports import Answer, Clock, Source
from watcher.trademark import decide
from watcher.trademark.decide import Pace, Why
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.state import CaseState, Seen, StatusDigest
from watcher.trademark.tsdr_json import Batch, StatusReport

TRIES_AFTER_429 = 2
SHORT_PAUSE = timedelta(seconds=90)
"""After "over the limit" the same is asked again, so often, if the pause is not longer than this."""

T = TypeVar("T")
U = TypeVar("U")
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

    `document` is None when `why` is None: there was no reason to fetch it. `report` is what a batch tells of the case.
    """

    wanted: Wanted
    seen: Answer[Seen] | AnswerError
    why: Why | None = None
    document: Answer[bytes] | AnswerError | None = None
    report: StatusReport | None = None

    @property
    def problem(self) -> AnswerError | None:
        """What kept this case from being checked, None when it was checked.

        A document that was read makes up for a probe that failed, except that a refused key is always said.
        """
        if isinstance(self.document, AnswerError):
            return self.document
        if isinstance(self.seen, KeyRefusedError) or (
            self.document is None and isinstance(self.seen, AnswerError)
        ):
            return self.seen
        return None

    @property
    def value(self) -> Seen | None:
        """What the probe said, None when it said nothing."""
        return None if isinstance(self.seen, AnswerError) else self.seen.value

    @property
    def has_moved(self) -> bool:
        """Does the probe differ from the value of its kind that was accepted?"""
        accepted = None if self.value is None else self.wanted.state.accepted(self.value)
        return accepted is not None and self.value != accepted


@dataclass(frozen=True, slots=True)
class Together:
    """Cases of one batch about which the probe says that nothing moved, and nothing else was asked."""

    cases: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class TooMany:
    """Cases of a batch that was too large: to be asked about in smaller ones."""

    wanted: tuple[Wanted, ...]


class Asker:
    """Puts questions to the source, a few at once. Reads nothing, decides nothing but whether to fetch."""

    def __init__(
        self, source: Source, clock: Clock, pace: Pace, workers: int, done: Callable[[], None] = lambda: None
    ) -> None:
        """`done` is called by each thread before it ends, to let go what is held for it."""
        self._source = source
        self._clock = clock
        self._pace = pace
        self._crew = Crew(workers, clock, done) if workers > 1 else None

    def ask_all(self, wanted: Iterable[Wanted]) -> Iterator[Asked]:
        """Ask about each by itself; the answers come in the order in which they arrive.

        Raises:
            StopRequested, StoreError: from whichever question met it first.
        """
        yield from self._each(self.ask, list(wanted))

    def ask_batch(self, wanted: Sequence[Wanted]) -> Iterator[Asked | Together | TooMany]:
        """Ask about all in one request, and about those by itself of which the answer says nothing.

        Raises:
            StopRequested, StoreError: as `ask_all`.
        """
        answer = self._batch([one.state.serial_number for one in wanted])
        too_large = isinstance(answer, BatchTooLargeError)
        if too_large and len(wanted) > 1:
            yield TooMany(tuple(wanted))
        elif too_large or isinstance(answer, NoSuchCaseError):  # or so it says: each is asked about by itself
            yield from self._each(self.ask, list(wanted))
        elif isinstance(answer, AnswerError):
            yield from (Asked(one, answer) for one in wanted)
        else:
            yield from self._those_of(answer, wanted)

    def _those_of(
        self, answer: Answer[Batch], wanted: Sequence[Wanted]
    ) -> Iterator[Asked | Together | TooMany]:
        probed = [(one, _seen(one, answer)) for one in wanted]
        reports = answer.value.reports
        told = [
            Asked(one, seen, self._why(one, seen.value), report=reports[one.state.serial_number])
            for one, seen in probed
            if seen is not None
        ]
        if same := tuple(asked for asked in told if asked.why is None and not asked.has_moved):
            yield Together(same)
        yield from (asked for asked in told if asked.why is None and asked.has_moved)
        yield from self._each(self._fetched, [asked for asked in told if asked.why is not None])
        left = [one for one, seen in probed if seen is None]
        if answer.value.oversized and left and len(wanted) > 1:
            yield TooMany(tuple(left))
        else:
            yield from self._each(self.ask, left)

    def close(self) -> None:
        """Let the threads go."""
        if self._crew is not None:
            self._crew.close()

    def ask(self, wanted: Wanted) -> Asked:
        """Ask about one case: its modified dates first, so that they can never be newer than the document.

        A mistake of ours about it is its failure, and the others go on.
        """
        try:
            seen = self._question(self._source.modified_dates, wanted.state.serial_number)
            if isinstance(seen, KeyRefusedError | NoSuchCaseError):
                return Asked(wanted, seen)
            asked = Asked(wanted, seen)
            asked = replace(asked, why=self._why(wanted, asked.value))
        except BUGS as error:
            return Asked(wanted, self._mistake(wanted.state.serial_number, error))
        return asked if asked.why is None else self._fetched(asked)

    def _fetched(self, asked: Asked) -> Asked:
        """With its status document."""
        serial_number = asked.wanted.state.serial_number
        try:
            return replace(asked, document=self._question(self._source.status_document, serial_number))
        except BUGS as error:
            return replace(asked, document=self._mistake(serial_number, error))

    def _why(self, wanted: Wanted, seen: Seen | None) -> Why | None:
        if wanted.full:
            return Why.ASKED
        return decide.why_fetch(wanted.state, seen, self._clock.now(), self._pace, in_doubt=wanted.in_doubt)

    def _batch(self, serial_numbers: list[SerialNumber]) -> Answer[Batch] | AnswerError:
        try:
            return self._question(self._source.case_statuses, serial_numbers)
        except BUGS as error:
            return self._mistake(", ".join(serial_numbers), error)

    def _mistake(self, about: str, error: Exception) -> AnswerError:
        _log.exception("a mistake in tmwatch while asking about %s", about)
        now = self._clock.now()
        return AnswerError(f"a mistake in tmwatch: {error!r}", asked_at=now, answered_at=now)

    def _each(self, ask: Callable[[T], Asked], wanted: list[T]) -> Iterator[Asked]:
        if self._crew is None:
            yield from map(ask, wanted)
        else:
            yield from self._crew.each(ask, wanted)

    def _question(self, ask: Callable[[T], Answer[U]], about: T) -> Answer[U] | AnswerError:
        """One question; after "over the limit" with a short pause it is asked again, and the limiter waits."""
        for tries_left in range(TRIES_AFTER_429, -1, -1):
            try:
                return ask(about)
            except RateLimitedError as error:
                if tries_left == 0 or error.retry_at - self._clock.now() > SHORT_PAUSE:
                    return error
            except AnswerError as error:
                return error
        raise AssertionError("the last try returns")


def _seen(wanted: Wanted, answer: Answer[Batch]) -> Answer[Seen] | None:
    """What a batch says of a case; None when it says nothing of it."""
    report = answer.value.reports.get(wanted.state.serial_number)
    if report is None:
        return None
    value = StatusDigest(report.digest, report.newest)
    return Answer(value, answer.asked_at, answer.answered_at, answer.response_code)
