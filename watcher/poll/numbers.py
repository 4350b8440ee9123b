"""Numbers of other kinds: which are to be looked up now, and what they lead to.

A few at a time, so that a thousand of them, or a service that hangs, keep no case from being looked at.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from watcher.errors import AnswerError, KeyRefusedError, RateLimitedError, ServiceDownError
from watcher.memory import CaseMemory
from watcher.poll.stops import within
from watcher.ports import Clock, Source
from watcher.trademark.numbers import CaseNumber, SerialNumber

AGAIN = timedelta(days=7)
"""A number is looked up again after so long, or a little sooner: an international registration can come to cover more."""

RETRY = timedelta(hours=1)
"""A number that led nowhere is tried again after so long."""

AT_ONCE = 20
"""So many numbers are looked up in one poll."""

ENOUGH = 3
"""After so many answers in a row that show a service in trouble, the rest waits."""


class Numbers:
    """Looks numbers up and remembers what they stand for. Does not decide what is watched or told."""

    def __init__(self, memory: CaseMemory, source: Source, clock: Clock) -> None:
        self._memory = memory
        self._source = source
        self._clock = clock
        self._known_at = dict(memory.resolved_at())
        self._tried_at: dict[CaseNumber, datetime] = {}

    def due(self, numbers: Iterable[CaseNumber]) -> list[CaseNumber]:
        """The numbers to look up in this poll: those never found first, then those not looked up for longest."""
        now = self._clock.now()
        wanted = [
            number
            for number in numbers
            if not _lately(now, self._known_at.get(number), self._pace(number))
            and not _lately(now, self._tried_at.get(number), RETRY)
        ]
        never = datetime.min.replace(tzinfo=now.tzinfo)
        return sorted(
            wanted, key=lambda number: self._tried_at.get(number, self._known_at.get(number, never))
        )[:AT_ONCE]

    def wanting(self, numbers: Iterable[CaseNumber]) -> list[CaseNumber]:
        """The numbers that were never found, or not for long; all of them, tried lately or not."""
        now = self._clock.now()
        return [
            number for number in numbers if not _lately(now, self._known_at.get(number), self._pace(number))
        ]

    def look_up(
        self, numbers: list[CaseNumber]
    ) -> Iterator[tuple[CaseNumber, tuple[SerialNumber, ...] | AnswerError]]:
        """Each number with what it stands for, remembered, or with the error in its place."""
        down = 0
        for number in numbers:
            self._tried_at[number] = self._clock.now()
            try:
                answer = self._source.serial_numbers(number)
            except (KeyRefusedError, RateLimitedError) as error:
                del self._tried_at[number]  # not the number's fault: tried again as soon as may be
                yield number, error
            except AnswerError as error:
                down = down + 1 if isinstance(error, ServiceDownError) else 0
                yield number, error
            else:
                down = 0
                self._memory.save_resolved(number, answer.value, answer.answered_at)
                self._known_at[number] = answer.answered_at
                yield number, answer.value
            if down >= ENOUGH:
                return

    def _pace(self, number: CaseNumber) -> timedelta:
        """Between half of `AGAIN` and the whole, each number its own: not all on one day."""
        return AGAIN / 2 + AGAIN / 2 * (zlib.crc32(number.case_id.encode()) / 2**32)


def _lately(now: datetime, then: datetime | None, pause: timedelta) -> bool:
    return then is not None and within(now, then, pause)
