"""What stops all asking for a while: a refused key, and a pause that the USPTO asked for. Each is told once, and its end."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from watcher.errors import KeyRefusedError, RateLimitedError, SourceError
from watcher.memory import TroubleMemory, TroubleWords
from watcher.poll.telling import Teller
from watcher.poll.trouble import asked_to_wait, key_refused, key_taken_again, waited
from watcher.ports import Clock, Source

_log = logging.getLogger(__name__)

KEY_PAUSE = timedelta(hours=1)
"""After the key was refused nothing is asked for so long."""

LONGEST_PAUSE = timedelta(hours=1)
"""No pause that the USPTO asks for is longer than this (see `adapters/limits.py`)."""


class Stops:
    """Knows whether anything may be asked now. Does not ask about cases, and keeps no request back by itself."""

    def __init__(self, memory: TroubleMemory, teller: Teller, source: Source, clock: Clock) -> None:
        self._memory = memory
        self._teller = teller
        self._source = source
        self._clock = clock
        self._refused_at: datetime | None = None
        self._paused_until: datetime | None = None
        self._open = {trouble.key for trouble in memory.all_open()} & {"key", "pause"}

    @property
    def key_is_refused(self) -> bool:
        """Was the key refused less than `KEY_PAUSE` ago?"""
        return self._refused_at is not None and within(self._clock.now(), self._refused_at, KEY_PAUSE)

    @property
    def is_paused(self) -> bool:
        """Are we waiting as the USPTO asked us to (an hour at most, whatever the clock says)?"""
        if self._paused_until is None:
            return False
        return timedelta(0) < self._paused_until - self._clock.now() <= LONGEST_PAUSE

    def refused(self, problem: KeyRefusedError) -> bool:
        """Is it the key that was refused, or only this case? A case that is sure to exist tells.

        Raises:
            StoreError: the trouble cannot be kept.
        """
        try:
            self._source.test_key()
        except KeyRefusedError:
            self._refused_at = self._clock.now()
            _log.warning("the USPTO refused the key: %s", problem.reason)
            self._tell(key_refused(self._teller, problem.reason, self._refused_at))
            return True
        except SourceError:
            return False
        return False

    def pause(self, problem: RateLimitedError) -> None:
        """The USPTO asked us to wait.

        Raises:
            StoreError: the trouble cannot be kept.
        """
        if not self.is_paused:
            _log.warning("%s", problem.reason)
            self._tell(asked_to_wait(self._teller, problem.retry_at, self._clock.now()))
        self._paused_until = problem.retry_at

    def answered(self) -> None:
        """A good answer came: whatever stopped us is over.

        Raises:
            StoreError: the end of a trouble cannot be kept.
        """
        self._refused_at = self._paused_until = None
        if not self._open:
            return
        now = self._clock.now()
        for words in (key_taken_again(self._teller, now), waited(self._teller, now)):
            if words.key in self._open:
                self._memory.close(words.key, words.notice, now)
        self._open = set()

    def _tell(self, trouble: TroubleWords) -> None:
        self._memory.open(trouble, self._clock.now())
        self._open.add(trouble.key)


def within(now: datetime, then: datetime, pause: timedelta) -> bool:
    """Is `then` less than a pause ago? Not when the clock was set back meanwhile: nothing waits for a time long gone."""
    return timedelta(0) <= now - then < pause
