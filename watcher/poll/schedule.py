"""How soon a case is looked at again: the watchlist's pace, shared out by urgency when the limits cannot hold it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from watcher.config.budget import Budget
from watcher.config.rates import rate_now
from watcher.config.settings import Watchlist
from watcher.memory import CaseMemory
from watcher.poll.stops import within
from watcher.ports import RequestClass
from watcher.trademark import decide, urgency
from watcher.trademark.decide import WASHINGTON, Pace
from watcher.trademark.state import CaseState, ProbeKind
from watcher.trademark.urgency import Plan

FRESH: Final = timedelta(minutes=5)
"""So long the cases are not counted anew: what a poll costs must not grow with those that are not due."""

PLANNED: Final = 1.15
"""Of what may be asked, so much is planned for when it is too little: a queue that is never empty wastes nothing of it."""


class Schedule:
    """Places each case among those that will be due. Does not keep when it is due; the memory does."""

    def __init__(self, watchlist: Watchlist, memory: CaseMemory, pace: Pace) -> None:
        self._watchlist = watchlist
        self._memory = memory
        self._pace = pace
        self._weights = memory.weights()
        self._counted_at: datetime | None = None
        self._plan: Plan | None = None

    @property
    def watched(self) -> int:
        """How many cases are watched."""
        return sum(self._weights.values())

    @property
    def longest(self) -> timedelta:
        """The longest time between two looks at a case that is well."""
        return max(self._pace.every, self._plan.longest if self._plan else timedelta())

    def refresh(self, now: datetime, kind: ProbeKind, batch_size: int, *, anew: bool = False) -> None:
        """Count the cases and share the budget out, if that was not done just now, or if it must be done `anew`.

        Raises:
            StoreError: the memory cannot be used.
        """
        if not anew and self._counted_at is not None and within(now, self._counted_at, FRESH):
            return
        self._weights = self._memory.weights()
        self._counted_at = now
        budget = Budget.of(self._watchlist, self.watched)
        allowed = rate_now(budget.limits, RequestClass.REQUESTS, now)
        looks, by_day = budget.for_looks(allowed), budget.for_looks(budget.rate.day)
        size = batch_size if kind is ProbeKind.BATCH else 1
        self._plan = Plan.of(self._weights, self._pace.every, PLANNED * looks, size, by_day=by_day)

    def prefers_batch(self) -> bool:
        """Does `auto` mean the batch, for as many cases as are watched now?"""
        return Budget.of(self._watchlist, self.watched).takes_batch

    def placed(self, state: CaseState, checked_at: datetime) -> CaseState:
        """The case with its next turn, after a check that went well at `checked_at` (UTC)."""
        weight = urgency.weight(state.status_code, state.changed_at, checked_at)
        interval = self._plan.interval(weight) if self._plan else self._pace.every
        due_at = decide.after_good_check(checked_at, interval, state.recheck_at)
        today = checked_at.astimezone(WASHINGTON).date()
        order_at = urgency.order_key(
            due_at,
            self._pace.every,
            today,
            status_code=state.status_code,
            next_deadline=state.next_deadline,
        )
        return replace(state, weight=weight, due_at=due_at, order_at=order_at)
