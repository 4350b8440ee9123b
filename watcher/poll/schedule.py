"""How soon a case is looked at again: the watchlist's pace, shared out by urgency when the limits cannot hold it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from watcher.config.settings import Watchlist
from watcher.memory import CaseMemory
from watcher.poll.stops import within
from watcher.trademark import decide
from watcher.trademark.decide import Pace
from watcher.trademark.state import CaseState

FRESH: Final = timedelta(minutes=5)
"""So long the cases are not counted anew: what a poll costs must not grow with those that are not due."""


class Schedule:
    """Places each case among those that will be due. Does not keep when it is due; the memory does."""

    def __init__(self, watchlist: Watchlist, memory: CaseMemory, pace: Pace) -> None:
        self._watchlist = watchlist
        self._memory = memory
        self._pace = pace
        self._weights = memory.weights()
        self._counted_at: datetime | None = None

    @property
    def watched(self) -> int:
        """How many cases are watched."""
        return sum(self._weights.values())

    def refresh(self, now: datetime, *, anew: bool = False) -> None:
        """Count the cases, if that was not done just now, or if it must be done `anew`.

        Raises:
            StoreError: the memory cannot be used.
        """
        if anew or self._counted_at is None or not within(now, self._counted_at, FRESH):
            self._weights = self._memory.weights()
            self._counted_at = now

    def prefers_batch(self) -> bool:
        """Does `auto` mean the batch, for as many cases as are watched now?"""
        return False

    def placed(self, state: CaseState, checked_at: datetime) -> CaseState:
        """The case with its next turn, after a check that went well at `checked_at` (UTC)."""
        return replace(state, due_at=decide.after_good_check(checked_at, self._pace.every, state.recheck_at))
