"""Looks at some cases: asks, concludes, saves each look in its transaction, and counts what came of it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import assert_never

from watcher.config.routes import Routes
from watcher.errors import AnswerError, BaselineMovedError, KeyRefusedError, RateLimitedError
from watcher.memory import CaseMemory, Look
from watcher.poll.asking import Asked, Asker, Together, TooMany, Wanted
from watcher.poll.concluding import Concluder
from watcher.poll.health import ServiceHealth
from watcher.poll.probing import Probing
from watcher.poll.result import CaseChanged, CaseFailed, PollResult
from watcher.poll.stops import Stops, within
from watcher.poll.storms import Storms
from watcher.ports import Clock
from watcher.trademark.notice import SEVERITY_BEFORE_THE_TABLES
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.state import CaseState, CheckOutcome, ProbeKind, Seen, StatusDigest

_log = logging.getLogger(__name__)

RETRY_PAUSE = timedelta(minutes=10)
"""When one case answers again all that failed are tried again, but not more often than this."""


@dataclass(kw_only=True)
class Looking:
    """One look at some cases. Decides neither which nor when; what goes wrong for all is counted by its parts."""

    memory: CaseMemory
    clock: Clock
    asker: Asker
    concluder: Concluder
    probing: Probing
    stops: Stops
    service: ServiceHealth
    storms: Storms
    routes: Callable[[], Routes]
    """The places of the cases in the watchlist, as they are now."""
    _retried_at: datetime | None = field(default=None, init=False)

    def at(
        self,
        states: list[CaseState],
        result: PollResult,
        *,
        full: bool = False,
        saw: Callable[[SerialNumber], None] = lambda _: None,
    ) -> None:
        """Look at these cases and save what came of each; `saw` is called after each.

        Raises:
            StoreError: the memory cannot be used; what was saved before stays.
            StopRequested: the process was asked to end.
        """
        wanted = list(self._wanted(states, full=full))
        kind = self.probing.kind if len(wanted) > 1 else ProbeKind.LAST_UPDATE
        for asked in self._asked(wanted, kind):
            match asked:
                case Asked():
                    looks = self._save_one(asked, kind, result)
                case Together():
                    looks = self._save_together(asked, result)
                case _:
                    assert_never(asked)
            for look in looks:
                self._count(look, result)
                saw(look.before.serial_number)

    def preview(self, states: list[CaseState], result: PollResult, *, full: bool) -> None:
        """As `at`, each by itself, and nothing is saved."""
        for asked in self.asker.ask_all(self._wanted(states, full=full)):
            if isinstance(asked.problem, KeyRefusedError):
                result.key_refused = asked.problem.reason
                break
            self._count(self._conclude(asked), result)

    def _asked(self, wanted: list[Wanted], kind: ProbeKind) -> Iterator[Asked | Together]:
        """Ask about these, in one request or in one each; of a batch that is too large, what is left in halves."""
        if kind is ProbeKind.LAST_UPDATE:
            yield from self.asker.ask_all(wanted)
            return
        waiting = [wanted]
        while waiting:
            batch = waiting.pop(0)
            for asked in self.asker.ask_batch(batch):
                if isinstance(asked, TooMany):
                    self.probing.too_large(len(batch))
                    half, left = self.probing.batch_size, list(asked.wanted)
                    waiting += [left[at : at + half] for at in range(0, len(left), half)]
                else:
                    yield asked

    def _save_one(self, asked: Asked, kind: ProbeKind, result: PollResult) -> list[Look]:
        look = self._look(asked, kind, result)
        if look is None:
            return []
        try:
            self.memory.save(look)
        except BaselineMovedError:
            self._read_by_another(look, result)
            return []
        return [look]

    def _save_together(self, together: Together, result: PollResult) -> list[Look]:
        """The cases of a batch in which nothing moved: one transaction, one row of the proof."""
        self.stops.answered()
        self.probing.answered(ProbeKind.BATCH)
        for asked in together.cases:
            self.service.count(asked.wanted.state.serial_number, failed=False)
        looks, check = self.concluder.same(together)
        saved = self.memory.save_same(looks, check)
        for look in looks:
            if look not in saved:
                self._read_by_another(look, result)
        return saved

    def _read_by_another(self, look: Look, result: PollResult) -> None:
        _log.info("%s: another process has just read this case", look.before.serial_number)
        result.checked.append(look.before.serial_number)

    def _wanted(self, states: Iterable[CaseState], *, full: bool) -> Iterator[Wanted]:
        for state in states:
            in_doubt = state.step > 0 and self.memory.has_doubt(state.serial_number)
            yield Wanted(state, in_doubt=in_doubt, full=full)

    def _look(self, asked: Asked, kind: ProbeKind, result: PollResult) -> Look | None:
        """What is to be saved of one answer; None when nothing was sent."""
        problem = asked.problem
        if isinstance(asked.seen, AnswerError):
            self.probing.failed(kind, asked.seen)
        else:
            self.probing.answered(_kind_of(asked.seen.value))
        if isinstance(problem, RateLimitedError):
            self.stops.pause(problem)
            return self._unasked(asked, problem, result)
        if isinstance(problem, KeyRefusedError) and (result.key_refused or self.stops.refused(problem)):
            result.key_refused = result.key_refused or problem.reason
            return self._unasked(asked, problem, result)
        if problem is None:
            self.stops.answered()
        self.service.count(asked.wanted.state.serial_number, failed=problem is not None)
        return self._conclude(asked)

    def _conclude(self, asked: Asked) -> Look:
        routes = self.routes().of(asked.wanted.state.serial_number)
        return self.concluder.conclude(asked, routes, service_in_trouble=self.service.in_trouble)

    def _unasked(self, asked: Asked, problem: AnswerError, result: PollResult) -> Look | None:
        """The case stays due: what kept it from being read is not its own trouble."""
        look = self.concluder.unasked(asked, problem)
        if look is None:
            serial = asked.wanted.state.serial_number
            result.failed.append(CaseFailed(self.routes().asked(serial), serial, problem.reason))
        return look

    def _count(self, look: Look, result: PollResult) -> None:
        serial = look.before.serial_number
        if look.failure:
            result.failed.append(CaseFailed(self.routes().asked(serial), serial, look.failure))
            _log.warning("%s: %s", serial, look.failure)
            return
        result.checked.append(serial)
        if look.before.failures:
            self._retry_the_others()
        if look.before.is_new:
            result.first_seen.append(serial)
        if look.changes and look.facts is not None:
            self.storms.suspect(look.changes)
            severity = look.severity or SEVERITY_BEFORE_THE_TABLES
            result.changed.append(CaseChanged(serial, look.facts.mark, severity, look.changes))
            _log.info(
                "%s: %s changed: %s", serial, look.facts.mark, "; ".join(c.summary for c in look.changes)
            )
        if any(check.outcome is CheckOutcome.DOUBTFUL for check in look.checks):
            result.doubtful.append(serial)

    def _retry_the_others(self) -> None:
        """A case answers again: what kept it from answering may be over for the others, who wait much longer by now."""
        now = self.clock.now()
        if self._retried_at is None or not within(now, self._retried_at, RETRY_PAUSE):
            self._retried_at = now
            self.memory.retry_failing(now)


def _kind_of(seen: Seen) -> ProbeKind:
    return ProbeKind.BATCH if isinstance(seen, StatusDigest) else ProbeKind.LAST_UPDATE
