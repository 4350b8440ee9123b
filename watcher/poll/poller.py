"""One poll, from the watchlist to the notices: the story of the program.

For each case that is due: ask for its modified dates, fetch the status document if they or the rules of `decide`
say so, read it against the baseline, and save what came of it - checks, snapshot, changes and what is owed to whom -
in one transaction. What goes wrong is told to the operator once, and again when it heals.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import islice

from watcher.config.budget import Budget
from watcher.config.routes import Routes
from watcher.config.settings import Watchlist
from watcher.errors import (
    AnswerError,
    KeyRefusedError,
    RateLimitedError,
)
from watcher.memory import Memory, TroubleWords
from watcher.poll.asking import Asker
from watcher.poll.concluding import Concluder
from watcher.poll.daily import Daily
from watcher.poll.docket import Docket
from watcher.poll.health import ServiceHealth
from watcher.poll.looking import Looking
from watcher.poll.numbers import Numbers
from watcher.poll.probing import Probing
from watcher.poll.result import CaseFailed, PollResult
from watcher.poll.schedule import Schedule
from watcher.poll.stops import Stops, within
from watcher.poll.storms import Storms
from watcher.poll.telling import Teller
from watcher.poll.trouble import (
    enough,
    is_gone,
    named_twice,
    nothing_twice,
    number_found,
    proof_altered,
    removals,
    removals_settled,
    too_much,
    unresolved,
)
from watcher.ports import Channels, Clock, Source
from watcher.trademark.decide import Pace, latest_due
from watcher.trademark.numbers import CaseNumber, SerialNumber
from watcher.trademark.state import CaseState, ProbeKind

_log = logging.getLogger(__name__)

DROPPED_SHARE = 0.1
DROPPED_AT_LEAST = 5
"""A watchlist that drops more cases than both of these at once is not believed before somebody confirms it."""

ROUND = timedelta(seconds=30)
"""A call of `poll` returns after about this long; a long sweep is many calls."""

CHUNK = 20
"""So many cases are taken from the memory at once."""


class Poller:
    """Looks at the cases that are due. Does not deliver: it saves what is owed, and the outbox does the rest."""

    def __init__(
        self,
        watchlist: Watchlist,
        memory: Memory,
        source: Source,
        channels: Channels,
        clock: Clock,
        *,
        workers: int = 4,
    ) -> None:
        self._watchlist = watchlist
        self._memory = memory
        self._clock = clock
        self._pace = Pace(watchlist.poll.every, watchlist.poll.full_fetch_every, watchlist.poll.day_grace)
        self._asker = Asker(source, clock, self._pace, workers, memory.close_thread)
        self._teller = Teller(watchlist, channels)
        self._routes = Routes(watchlist, memory.cases.resolved())
        self._schedule = Schedule(watchlist, memory.cases, self._pace)
        self._probing = Probing(
            watchlist.poll, self._schedule.prefers_batch, memory.troubles, self._teller, clock
        )
        self._storms = Storms(memory.storms, memory.troubles, self._teller, clock, watchlist.poll.every)
        docket = Docket(watchlist, memory.deadlines)
        concluder = Concluder(memory.cases, self._teller, self._pace, self._schedule, self._storms, docket)
        self._daily = Daily(watchlist, memory, docket, self._teller, concluder.last_case)
        self._service = ServiceHealth(memory.troubles, self._teller)
        self._numbers = Numbers(memory.cases, source, clock)
        self._stops = Stops(memory.troubles, self._teller, source, clock)
        self._looking = Looking(
            memory=memory.cases,
            clock=clock,
            asker=self._asker,
            concluder=concluder,
            probing=self._probing,
            stops=self._stops,
            service=self._service,
            storms=self._storms,
            routes=lambda: self._routes,
        )

    @property
    def routes(self) -> Routes:
        """The cases of the watchlist, as far as their numbers are resolved."""
        return self._routes

    def dropped(self) -> tuple[SerialNumber, ...]:
        """The cases that are watched and that the watchlist no longer names, if they are suspiciously many.

        More than a tenth (at least 5): a truncated file must not end a watch (DESIGN.md, section 3).
        """
        watched = self._memory.cases.watched_numbers()
        dropped = watched - self._routes.serial_numbers
        if len(dropped) >= DROPPED_AT_LEAST and len(dropped) > DROPPED_SHARE * len(watched):
            return tuple(sorted(dropped))
        return ()

    def begin(self, *, accept_removals: bool = False) -> tuple[SerialNumber, ...]:
        """Take the watchlist into memory: what it names is watched from now on, and nothing else.

        Returns the cases that are watched all the same, because dropping so many was not confirmed; what changes
        there is told to the operator.

        Raises:
            StoreError: the memory cannot be used.
        """
        now = self._clock.now()
        kept = () if accept_removals else self.dropped()
        self._memory.cases.watch(self._routes.serial_numbers, now, forget_others=not kept)
        self._plan(now, anew=True)
        self._memory.cases.bring_forward(now + self._schedule.longest)
        if kept:
            self._memory.troubles.open(removals(self._teller, kept, now), now)
        else:
            self._mended(removals_settled(self._teller, now))
        self._say_what_stands_twice()
        self._say_whether_it_fits()
        for trouble in self._memory.troubles.all_open():
            if is_gone(trouble.key, self._watchlist):
                self._memory.troubles.close(trouble.key, None, now)
        return kept

    def close(self) -> None:
        """Let the threads go that ask."""
        self._asker.close()

    def poll(self) -> PollResult:
        """Look at what is due, for about half a minute.

        Raises:
            StoreError: the memory cannot be used; what was saved before stays.
            StopRequested: the process was asked to end.
        """
        result = PollResult()
        began = self._clock.now()
        self._plan(began)
        self._daily.work(self._routes.of, began)
        if self._stops.key_is_refused:
            result.key_refused = "the key was refused; it is tried again hourly"
            return result
        if self._stops.is_paused:
            return result
        self._memory.cases.bring_forward(latest_due(began, self._schedule.longest))
        self._resolve(result, self._numbers.due(self._routes.other_numbers))
        while self._may_ask(result) and within(self._clock.now(), began, ROUND):
            due = self._due()
            if not due:
                break
            self._looking.at(due, result)
        self._end(result)
        return result

    def check(
        self,
        serial_numbers: Iterable[SerialNumber] | None = None,
        *,
        full: bool = False,
        saw: Callable[[SerialNumber], None] = lambda _: None,
    ) -> PollResult:
        """Look at these cases now, or at all of them, whether due or not. `saw` is called after each.

        Raises:
            StoreError, StopRequested: as `poll`.
        """
        result = PollResult()
        self._resolve(result, self._numbers.wanting(self._routes.other_numbers))
        states = iter(self._memory.cases.watched(serial_numbers))
        while self._may_ask(result) and (chunk := list(islice(states, self._chunk))):
            self._looking.at(chunk, result, full=full, saw=saw)
        if serial_numbers is None:
            self._daily.finish(self._routes.of, self._clock.now())
        self._end(result, swept=serial_numbers is None and self._may_ask(result))
        self._memory.outbox.release_held(self._clock.now())
        return result

    def preview(
        self, serial_numbers: Iterable[SerialNumber] | None = None, *, full: bool = False
    ) -> PollResult:
        """As `check`, but nothing is stored and nothing is owed: what would be told if it were done now."""
        wanted = self._routes.serial_numbers if serial_numbers is None else frozenset(serial_numbers)
        known = {state.serial_number: state for state in self._memory.cases.watched()}
        states = [known.get(serial, CaseState(serial)) for serial in sorted(wanted)]
        result = PollResult()
        self._looking.preview(states, result, full=full)
        return result

    # -- some cases

    def _plan(self, now: datetime, *, anew: bool = False) -> None:
        self._schedule.refresh(now, self._probing.kind, self._probing.batch_size, anew=anew)

    @property
    def _chunk(self) -> int:
        """So many cases are asked about at once."""
        return self._probing.batch_size if self._probing.kind is ProbeKind.BATCH else CHUNK

    def _due(self) -> list[CaseState]:
        """The cases to look at now. A batch costs the same for few as for many: the next to be due fill it up."""
        now = self._clock.now()
        due = self._memory.cases.due(now, self._chunk)
        room = self._chunk - len(due)
        if due and room and self._probing.kind is ProbeKind.BATCH:
            due += self._memory.cases.next_due(now, now + self._pace.every / 2, room)
        return due

    # -- the poll as a whole

    def _may_ask(self, result: PollResult) -> bool:
        """Neither was the key refused, nor did the USPTO ask for a pause."""
        return not result.key_refused and not self._stops.is_paused

    def _end(self, result: PollResult, *, swept: bool = False) -> None:
        """Let first sights go when their sweep is over, and judge the service and the register as a whole."""
        now = self._clock.now()
        left = self._memory.cases.due(now, CHUNK)
        more_numbers = bool(self._numbers.due(self._routes.other_numbers))
        result.remaining = self._may_ask(result) and (bool(left) or more_numbers)
        if not any(state.is_new and state.failures == 0 for state in left):
            self._memory.outbox.release_held(now)
        self._service.judge(now, len(self._routes.serial_numbers))
        self._storms.judge(now, self._schedule.watched, swept=swept)
        for finding in self._memory.proof.care(now, self._watchlist.keep_checks):
            self._memory.troubles.open(proof_altered(self._teller, finding, now), now)

    def _mended(self, words: TroubleWords) -> None:
        """A trouble is over; the operator hears of it if it was told."""
        self._memory.troubles.close(words.key, words.notice, self._clock.now())

    # -- numbers of other kinds

    def _resolve(self, result: PollResult, numbers: list[CaseNumber]) -> None:
        """Look up the serial numbers behind these numbers, and watch what is found."""
        found: set[SerialNumber] = set()
        for number, outcome in self._numbers.look_up(numbers):
            match outcome:
                case tuple():
                    found.update(outcome)
                    self._mended(number_found(self._teller, number, self._clock.now()))
                case KeyRefusedError() if self._stops.refused(outcome):
                    result.key_refused = outcome.reason
                    break
                case RateLimitedError():
                    self._stops.pause(outcome)
                    break
                case _:
                    self._not_resolved(number, outcome, result)
        if found:
            self._routes = Routes(self._watchlist, self._memory.cases.resolved())
            self._memory.cases.watch(found, self._clock.now(), forget_others=False)
            self._plan(self._clock.now(), anew=True)
            self._say_what_stands_twice()
            self._say_whether_it_fits()

    def _say_what_stands_twice(self) -> None:
        """A case under two numbers in one group is a mistake of the file that shows when both are resolved."""
        from watcher.config import same_case_twice  # here, because it brings pydantic

        mistakes = same_case_twice(self._watchlist, self._memory.cases.resolved())
        now = self._clock.now()
        if mistakes:
            self._memory.troubles.open(named_twice(self._teller, mistakes, now), now)
        else:
            self._mended(nothing_twice(self._teller, now))

    def _say_whether_it_fits(self) -> None:
        """More cases than the limits allow to look at in time: the operator must choose."""
        budget, now = Budget.of(self._watchlist, self._schedule.watched), self._clock.now()
        if budget.fits:
            self._mended(enough(self._teller, now))
        else:
            self._memory.troubles.open(too_much(self._teller, budget, now), now)

    def _not_resolved(self, number: CaseNumber, error: AnswerError, result: PollResult) -> None:
        _log.warning("%s: %s", number, error.reason)
        result.failed.append(CaseFailed(str(number), None, error.reason))
        now = self._clock.now()
        self._memory.troubles.open(unresolved(self._teller, self._watchlist, number, error, now), now)
