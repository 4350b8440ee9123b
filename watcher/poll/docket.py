"""Counts the legal dates of a case that was just read, with the user's own codes and closures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

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

    def count(self, case: Case, now: datetime) -> tuple[Deadline, ...]:
        """The dates of a case that was read in full at a moment, without the words of persons: as they are kept."""
        from watcher.trademark.deadlines import deadlines

        today = now.astimezone(WASHINGTON).date()
        return deadlines(case, today, self._calendar, (), today, tables=self._tables)

    def told(
        self, case: Case, lines: tuple[Deadline, ...], changes: Sequence[Change] = ()
    ) -> tuple[Deadline, ...]:
        """The same dates as persons left them, without those that a notice of these changes does not tell.

        Raises:
            StoreError: the memory cannot be read.
        """
        from watcher.trademark.deadlines.closings import with_closings
        from watcher.trademark.notice.dates import worth_telling

        left = with_closings(lines, self._memory.closings(case.serial_number))
        return worth_telling(left, [change.event.entry_number or 0 for change in changes if change.event])
