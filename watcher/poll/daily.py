"""Once a day, in Washington: count legal dates anew, tell those that moved, remind of those that come nearer.

Dates change without any change of the case: days pass, a closure is declared, the user's own tables are edited. A case
is counted when its own next day has come, at least weekly, and at once after it was read or the tables changed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from watcher.config.routes import Route
from watcher.config.settings import Watchlist
from watcher.errors import BUGS, UnreadableDocumentError
from watcher.memory import Memory, NewNotice, Recalled, Recount, Uncounted
from watcher.poll.docket import Docket
from watcher.poll.stops import within
from watcher.poll.telling import Teller
from watcher.trademark.decide import WASHINGTON
from watcher.trademark.model import Case
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.severity import Role
from watcher.trademark.state import CaseState

if TYPE_CHECKING:
    from watcher.trademark.deadlines.values import Deadline

MORNING: Final = timedelta(hours=6)
"""The day begins at six in Washington: nobody is reminded of anything at midnight."""

IDLE: Final = timedelta(minutes=10)
"""After nothing was left to count, the memory is asked again after so long."""

AT_ONCE: Final = 100
"""So many cases are counted in one call, and then it is the checks' turn again."""

_log = logging.getLogger(__name__)


class Daily:
    """The docket's day. Reads no status documents from the USPTO; what it counts is the last good one."""

    def __init__(
        self,
        watchlist: Watchlist,
        memory: Memory,
        docket: Docket,
        teller: Teller,
        last_case: Callable[[CaseState], Case | None],
    ) -> None:
        """`last_case` gives a case as it stands in our memory."""
        self._watchlist = watchlist
        self._memory = memory
        self._docket = docket
        self._teller = teller
        self._last_case = last_case
        self._idle_since: datetime | None = None

    def work(self, routes_of: Callable[[SerialNumber], tuple[Route, ...]], now: datetime) -> None:
        """Count some cases whose day has come, if there are any; cheap when there were none just now.

        Raises:
            StoreError: the memory cannot be used.
        """
        if self._idle_since is not None and within(now, self._idle_since, IDLE):
            return
        if not self._some(routes_of, now):
            self._idle_since = now

    def finish(self, routes_of: Callable[[SerialNumber], tuple[Route, ...]], now: datetime) -> None:
        """Count all cases whose day has come.

        Raises:
            StoreError: the memory cannot be used.
        """
        while self._some(routes_of, now):
            pass

    def _some(self, routes_of: Callable[[SerialNumber], tuple[Route, ...]], now: datetime) -> bool:
        cases = self._memory.deadlines.uncounted(self._docket.fingerprint, _today(now), AT_ONCE)
        saved = False
        for case in cases:
            saved = self._memory.deadlines.save_recount(
                case, self._recount(case, routes_of(case.serial_number), now), now
            )
        return saved

    def _recount(self, uncounted: Uncounted, routes: Sequence[Route], now: datetime) -> Recount:
        failed = Recount(None, self._docket.fingerprint, _today(now) + timedelta(days=1))
        for state in self._memory.cases.watched([uncounted.serial_number]):
            try:
                case = self._last_case(state)
                return failed if case is None else self._counted(uncounted, state, case, routes, now)
            except (UnreadableDocumentError, *BUGS):
                _log.exception("the legal dates of %s cannot be counted", uncounted.serial_number)
        return failed

    def _counted(
        self, uncounted: Uncounted, state: CaseState, case: Case, routes: Sequence[Route], now: datetime
    ) -> Recount:
        before = self._memory.deadlines.counted(uncounted.serial_number)
        began = now - MORNING  # where it is still the day that counts
        lines = self._docket.count(case, began, min(state.fetch_began_at or began, began))
        left = self._docket.with_words(case, lines)
        moved = list(self._moved(uncounted, case, before, left, routes, now))
        notices, recalled = self._reminders(uncounted, case, left, routes, now)
        again = self._docket.next_count(left, began, routes)
        return Recount(lines, self._docket.fingerprint, again, recalled, (*moved, *notices))

    def _moved(
        self,
        uncounted: Uncounted,
        case: Case,
        before: Sequence[Deadline],
        left: Sequence[Deadline],
        routes: Sequence[Route],
        now: datetime,
    ) -> Iterator[NewNotice]:
        """The dates that are other ones although the case is the same, for those whose business they are."""
        from watcher.trademark.deadlines.recall import moved_dates
        from watcher.trademark.notice import MovedDateNotice, facts_of

        why = self._docket.what_changed(uncounted.counted_with)
        for old, line in moved_dates(before, left):
            notice = MovedDateNotice(facts_of(case), old, line, why, now, self._docket.versions)
            told = self._teller.case(notice, case.serial_number, routes, now)
            yield _for_channels(told, self._channels(line, routes))

    def _reminders(
        self,
        uncounted: Uncounted,
        case: Case,
        left: Sequence[Deadline],
        routes: Sequence[Route],
        now: datetime,
    ) -> tuple[tuple[NewNotice, ...], tuple[Recalled, ...]]:
        from watcher.trademark.deadlines.recall import due_today
        from watcher.trademark.notice import ReminderNotice, facts_of

        known = self._memory.deadlines.recalled(case.serial_number)
        today = _today(now)
        since = uncounted.watched_since.astimezone(WASHINGTON).date()
        notices, recalled = list[NewNotice](), list[Recalled]()
        for line in left:
            internal = self._docket.internal(line)
            asked = {
                channel: due_today(
                    line,
                    today,
                    {one.rung for one in known if (one.deadline, one.channel) == (line.id, channel)},
                    ladder=self._watchlist.channels[channel].remind,
                    internal=internal,
                    watched_since=since,
                )
                for channel in self._channels(line, routes)
            }
            heard = set[str]()
            for rung in dict.fromkeys(due.rung for due in asked.values() if due.rung is not None):
                notice = ReminderNotice(facts_of(case), line, rung, now, internal, self._docket.versions)
                told = self._teller.case(notice, case.serial_number, routes, now)
                told = _for_channels(told, {name for name, due in asked.items() if due.rung == rung})
                notices += [told] if told.owed else []
                heard.update(owed.recipient.channel for owed in told.owed)
            recalled += [
                Recalled(line.id, channel, rung)
                for channel, due in asked.items()
                if due.rung is None or channel in heard  # a mark that is muted is told of when that is over
                for rung in due.come
            ]
        return tuple(notices), tuple(recalled)

    def _channels(self, line: Deadline, routes: Sequence[Route]) -> tuple[str, ...]:
        """The channels whose business a deadline is, by the role of the groups that name them."""
        from watcher.trademark.notice.dates import concerns

        if not routes:  # no longer on the watchlist, and watched until that is confirmed
            return (self._watchlist.operator,) if concerns(line, Role.OWNER) else ()
        named = (
            channel for route in routes if concerns(line, route.group.role) for channel in route.channels
        )
        return tuple(dict.fromkeys(named))


def _today(now: datetime) -> date:
    """The day in Washington, which begins at six in the morning here."""
    return (now - MORNING).astimezone(WASHINGTON).date()


def _for_channels(told: NewNotice, channels: Collection[str]) -> NewNotice:
    return replace(told, owed=tuple(owed for owed in told.owed if owed.recipient.channel in channels))
