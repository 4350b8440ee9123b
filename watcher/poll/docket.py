"""Counts the legal dates of a case that was just read, with the user's own codes and closures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from watcher.config.routes import Route
from watcher.config.settings import Watchlist
from watcher.memory import DeadlineMemory
from watcher.trademark.decide import WASHINGTON
from watcher.trademark.model import Case, Change

if TYPE_CHECKING:
    from watcher.trademark.codes import Codes
    from watcher.trademark.deadlines import Deadline, Tables
    from watcher.trademark.holidays import OfficeCalendar


class Docket:
    """Counts dates, and lays persons' words over them. Saves nothing; loads no table before a date is to be counted."""

    def __init__(self, watchlist: Watchlist, memory: DeadlineMemory) -> None:
        self._watchlist, self._memory = watchlist, memory

    @cached_property
    def _tables(self) -> Tables:
        from watcher.config.own_tables import own_tables

        return own_tables(self._watchlist.codes_file)

    @cached_property
    def _calendar(self) -> OfficeCalendar:
        from watcher.config.own_tables import own_calendar

        return own_calendar(self._watchlist.closures_file)

    @property
    def codes(self) -> Codes:
        """What codes mean, with the user's own rows."""
        return self._tables.codes

    @property
    def versions(self) -> str:
        """The tables that dates are counted with, in words for a notice."""
        from watcher.trademark.notice.dates import tables_words

        return tables_words(self._tables.rules.version, self._calendar.version)

    @cached_property
    def fingerprint(self) -> str:
        """Names all that dates are counted with, and reminders made by: when it is another, all cases are counted anew."""
        return "; ".join(self._parts)

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        path = self._watchlist.codes_file
        codes = hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path else "standard"
        ladders = sorted((name, channel.remind) for name, channel in self._watchlist.channels.items())
        asked = hashlib.sha256(repr((ladders, self._watchlist.internal_due)).encode()).hexdigest()[:8]
        return (self._calendar.version, f"{self._tables.rules.version}, codes {codes}", f"reminders {asked}")

    def what_changed(self, counted_with: str) -> str:
        """Why a date that was counted with something else is another one now, in a sentence."""
        before = counted_with.split("; ")
        now = self._parts
        if now[0] not in before:
            return "The list of days on which the USPTO is closed is another one now."
        if now[1] not in before:
            return "The rules or codes that it is counted with are others now."
        return "It was counted anew for the day."

    def internal(self, line: Deadline) -> date | None:
        """The firm's own date for a deadline; None when the watchlist has none."""
        own = self._watchlist.internal_due
        return None if own is None or line.due is None else own.before(line.due, self._calendar)

    def next_count(self, lines: Sequence[Deadline], now: datetime, routes: Sequence[Route]) -> date:
        """The day in Washington on which these dates are to be counted again."""
        from watcher.trademark.deadlines.recall import next_count

        channels = {channel for route in routes for channel in route.channels}
        ladders = {self._watchlist.channels[channel].remind for channel in channels} | {None}
        today = now.astimezone(WASHINGTON).date()
        muted_until = [route.mark.mute_until for route in routes]
        return next_count(lines, today, ladders, [*map(self.internal, lines), *muted_until])

    def count(self, case: Case, now: datetime, read_at: datetime | None = None) -> tuple[Deadline, ...]:
        """The dates of a case as of a moment, without the words of persons: as they are kept.

        `read_at` is when it was last read in full (UTC), None: just now.
        """
        from watcher.trademark.deadlines import deadlines

        today = now.astimezone(WASHINGTON).date()
        read_on = (read_at or now).astimezone(WASHINGTON).date()
        return deadlines(case, today, self._calendar, (), read_on, tables=self._tables)

    def with_words(self, case: Case, lines: Sequence[Deadline]) -> list[Deadline]:
        """The dates as persons left them.

        Raises:
            StoreError: the memory cannot be read.
        """
        from watcher.trademark.deadlines.closings import with_closings

        return with_closings(lines, self._memory.closings(case.serial_number))

    def told(
        self, case: Case, lines: tuple[Deadline, ...], changes: Sequence[Change] = ()
    ) -> tuple[Deadline, ...]:
        """The same dates as persons left them, without those that a notice of these changes does not tell.

        Raises:
            StoreError: the memory cannot be read.
        """
        from watcher.trademark.notice.dates import worth_telling

        left = self.with_words(case, lines)
        return worth_telling(left, [change.event.entry_number or 0 for change in changes if change.event])
