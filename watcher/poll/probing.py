"""Which probe is taken: the modified dates of one case, or the JSON of many at once; and what to do when one fails.

`auto` takes last-update while a sweep takes less than half of what may be asked in `poll.every`, batch beyond that,
and changes over while the endpoint of the one keeps failing and the other's answers. The operator is told once, when
the one has failed again after the other had answered, and again when it is back: while both fail, or both work after
a time without, it is the service that was in trouble, and not the endpoint.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from watcher.config.settings import PollSettings, Probe
from watcher.errors import AnswerError, BatchTooLargeError, KeyRefusedError, NoSuchCaseError, RateLimitedError
from watcher.memory import TroubleMemory
from watcher.poll.stops import within
from watcher.poll.telling import Teller
from watcher.poll.trouble import probe_back, probe_changed_over
from watcher.ports import Clock
from watcher.trademark.state import ProbeKind

FAILURES: Final = 5
FAILING: Final = timedelta(minutes=10)
"""An endpoint keeps failing when so many requests in a row failed, over at least so long."""

TRIED_AGAIN: Final = timedelta(hours=1)
"""After a change-over the endpoint that failed is tried again so often, with one request."""

SMALLER_FOR: Final = timedelta(days=1)
"""After a batch was refused for its size, smaller ones are asked for so long."""

_log = logging.getLogger(__name__)


class Probing:
    """Knows which probe to take now, and how many cases a batch may have. Does not ask."""

    def __init__(
        self,
        settings: PollSettings,
        prefers_batch: Callable[[], bool],
        memory: TroubleMemory,
        teller: Teller,
        clock: Clock,
    ) -> None:
        """`prefers_batch` says whether `auto` means the batch, for the cases that there are now."""
        self._settings = settings
        self._prefers_batch = prefers_batch
        self._memory = memory
        self._teller = teller
        self._clock = clock
        self._failures: dict[ProbeKind, tuple[int, datetime]] = {}
        self._away_since: datetime | None = None
        self._other_answered = False
        self._told = any(trouble.key == "probe" for trouble in memory.all_open())
        if self._told:
            self._away_since = clock.now()
        self._size = settings.batch_size
        self._size_until: datetime | None = None

    @property
    def kind(self) -> ProbeKind:
        """The probe to take now; while the preferred one fails, the other, but for a try now and then."""
        preferred = self._preferred()
        if self._settings.probe is not Probe.AUTO or self._away_since is None:
            return preferred
        if self._other_answered and not self._told:
            return preferred  # was it the endpoint, or the whole service?
        return _other(preferred) if within(self._clock.now(), self._away_since, TRIED_AGAIN) else preferred

    @property
    def batch_size(self) -> int:
        """How many cases are asked for in one batch."""
        if self._size_until is not None and not within(
            self._clock.now(), self._size_until - SMALLER_FOR, SMALLER_FOR
        ):
            self._size, self._size_until = self._settings.batch_size, None
        return self._size

    def too_large(self, size: int) -> None:
        """A batch of so many was refused for its size: half as many for a day."""
        self._size = max(1, min(self._size, size // 2))
        self._size_until = self._clock.now() + SMALLER_FOR
        _log.warning("the USPTO refused %d cases in one request; asking for %d", size, self._size)

    def answered(self, kind: ProbeKind) -> None:
        """A probe of this kind was answered.

        Raises:
            StoreError: the operator's notice cannot be kept.
        """
        self._failures.pop(kind, None)
        if self._away_since is None or self._settings.probe is not Probe.AUTO:
            return
        if kind is not self._preferred():
            self._other_answered = True
            return
        self._come_back()
        now = self._clock.now()
        words = probe_back(self._teller, kind, now)
        self._memory.close(words.key, words.notice, now)

    def failed(self, kind: ProbeKind, error: AnswerError) -> None:
        """A probe of this kind failed; what is about one case, the key or the limits says nothing of the endpoint.

        Raises:
            StoreError: the operator's notice cannot be kept.
        """
        if isinstance(error, KeyRefusedError | NoSuchCaseError | RateLimitedError | BatchTooLargeError):
            return
        now = self._clock.now()
        count, since = self._failures.get(kind, (0, now))
        self._failures[kind] = (count + 1, min(since, now))
        preferred = self._preferred()
        if kind is not preferred:
            if self._keeps_failing(kind, now):  # the other is no better: it is not the endpoint
                self._come_back()
        elif self._away_since is not None:
            self._away_since = now
            if self._other_answered and not self._told:
                self._told = True
                self._memory.open(probe_changed_over(self._teller, preferred, _other(preferred), now), now)
        elif self._keeps_failing(kind, now):
            self._away_since = now

    def _come_back(self) -> None:
        self._away_since = None
        self._other_answered = self._told = False
        self._failures.clear()

    def _keeps_failing(self, kind: ProbeKind, now: datetime) -> bool:
        count, since = self._failures[kind]
        return count >= FAILURES and now - since >= FAILING

    def _preferred(self) -> ProbeKind:
        match self._settings.probe:
            case Probe.LAST_UPDATE:
                return ProbeKind.LAST_UPDATE
            case Probe.BATCH:
                return ProbeKind.BATCH
            case Probe.AUTO:
                return ProbeKind.BATCH if self._prefers_batch() else ProbeKind.LAST_UPDATE


def _other(kind: ProbeKind) -> ProbeKind:
    return ProbeKind.LAST_UPDATE if kind is ProbeKind.BATCH else ProbeKind.BATCH
