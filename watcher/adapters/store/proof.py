"""The record of checks as evidence: cared for once a day, read for people, and verified (promise 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from watcher.adapters.store import forms
from watcher.adapters.store.checks import AlteredError, CheckStore, as_check
from watcher.adapters.store.database import Database
from watcher.adapters.store.seals import SealStore
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.proof import judge
from watcher.trademark.proof.gaps import FAILED, Asked, Looking, Period, Watch
from watcher.trademark.proof.row import BEGINNING, Chain, Finding, Row
from watcher.trademark.proof.seal import Seal, SealState

if TYPE_CHECKING:
    from watcher.adapters.store.sealing import Sealer
    from watcher.trademark.state import Check

_FAILED = frozenset(outcome.value for outcome in FAILED)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal: whoever notes its digest elsewhere can show later that nothing before it was rewritten."""

    day: date
    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was verified: rows, sealed days from `first_day` to `last_day`, how many of them are thinned; the head.

    `has_head`: is the head that was asked for in the chain? None when none was asked for.
    """

    rows: int
    days: int
    thinned: int
    first_day: date | None
    last_day: date | None
    head: str
    findings: tuple[Finding, ...]
    has_head: bool | None = None


class ProofStore:
    """Seals, thins, verifies and shows the record of checks. Does not write checks: `CheckStore` does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._checks = CheckStore(database)
        self._seals = SealStore(database)

    @cached_property
    def _sealer(self) -> Sealer:
        from watcher.adapters.store.sealing import Sealer

        return Sealer(self._database)

    # -- cared for

    def care(self, now: datetime, keep: timedelta) -> tuple[str, ...]:
        """Seal the days that are over, and thin one that is older than `keep`; cheap when there is nothing to do.

        Returns what was found to be altered, each in a sentence: nothing is repaired, and no evidence is thinned.

        Raises:
            StoreError: the database cannot be used.
        """
        return tuple(str(finding) for finding in (*self.seal(now), *self.thin(now, keep)))

    def seal(self, now: datetime) -> tuple[Finding, ...]:
        """Seal every day (Washington) of which a later one has begun; returns what was wrong with its rows."""
        return _told(partial(self._sealer.seal, now))

    def thin(self, now: datetime, keep: timedelta) -> tuple[Finding, ...]:
        """Thin the oldest day that is older than `keep` and still whole; returns what was wrong with it."""
        return _told(partial(self._sealer.thin, now, keep))

    # -- shown

    def head(self) -> Head | None:
        """The newest head; None before the first day is over."""
        last = self._seals.last()
        return None if last is None else Head(last.day, last.number, last.head)

    def checks(
        self, serial_number: SerialNumber, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[tuple[int, Check]]:
        """The checks of a case in a period (UTC, by when they were asked), oldest first, each with its row's number."""
        for row in self._checks.of_case(serial_number, since, until):
            yield row.id, as_check(row)

    def all_checks(
        self, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[tuple[int, Check]]:
        """The same for all cases at once: a check of many cases comes once."""
        with self._database.reading():
            for row in self._checks.of_all(since, until):
                yield row.id, as_check(row)

    def rows_between(self, since: datetime, until: datetime) -> int:
        """About how many rows there are in a period (UTC): so much work it is to read them."""
        newest, _ = self._checks.tip()
        ranges = self._checks.ranges(forms.moment_text(since), forms.moment_text(until))
        return sum(max(min(last_id, newest) - first_id + 1, 0) for first_id, last_id in ranges)

    def thinned_until(self) -> datetime | None:
        """Up to here the record was thinned to a look a day and case; None when it is whole."""
        return forms.maybe_moment(self._seals.thinned_until())

    def looking(
        self, serial_number: SerialNumber, periods: Iterable[Period], asked: Asked, now: datetime
    ) -> Looking:
        """How a case was looked at: how often, and the gaps inside the periods in which it was watched."""
        watch = Watch(periods, asked)
        with self._database.reading():
            rows = self._checks.of_case(serial_number, asked.since - asked.around, asked.until + asked.around)
        for row in rows:
            watch.see(_seconds(row), good=row.outcome not in _FAILED)
        return watch.looking(now)

    def looking_at_all(
        self,
        periods: dict[SerialNumber, list[Period]],
        asked: Asked,
        now: datetime,
        step: Callable[[object], None],
    ) -> dict[SerialNumber, Looking]:
        """The same for many cases in one reading of the record; `step` is called for each row (see `rows_between`)."""
        watches: dict[str, Watch] = {serial: Watch(each, asked) for serial, each in periods.items()}
        with self._database.reading():
            for row in self._checks.of_all(asked.since - asked.around, asked.until + asked.around):
                moment, good = _seconds(row), row.outcome not in _FAILED
                for serial in row.serial_numbers:
                    watch = watches.get(serial)
                    if watch is not None:
                        watch.see(moment, good=good)
                step(row)
        return {SerialNumber(serial): watch.looking(now) for serial, watch in watches.items()}

    # -- verified

    def days(self) -> int:
        """How many days are sealed, and the one that is not: the steps of `verify`."""
        return len(self._seals.all()) + 1

    def verify(
        self, now: datetime, head_was: str | None = None, step: Callable[[object], None] = lambda _: None
    ) -> Verified:
        """Follow the whole record from its first row and say what is not as it was written.

        `head_was`: a head that was noted elsewhere; is it in the chain? `step` is called after each day.
        """
        with self._database.reading():
            return _Verifier(self._database, now).run(head_was, step)


class _Verifier:
    """One run through the record, within one consistent view of it."""

    def __init__(self, database: Database, now: datetime) -> None:
        self._database = database
        self._checks = CheckStore(database)
        self._seals = SealStore(database)
        self._now = now
        self._findings: list[Finding] = []
        self._rows = 0

    def run(self, head_was: str | None, step: Callable[[object], None]) -> Verified:
        """See `ProofStore.verify`."""
        self._before_the_first()
        read: list[Seal] = []
        for seal in self._seals.all():
            if isinstance(seal, Finding):
                self._findings.append(seal)
            else:
                self._day(read[-1] if read else None, seal)
                read.append(seal)
            step(seal)
        last = read[-1] if read else None
        self._findings += judge.at_the_end(last, self._seals.noted())
        self._unsealed(last)
        step(None)
        return Verified(
            self._rows,
            len(read),
            sum(seal.state is SealState.THINNED for seal in read),
            read[0].day if read else None,
            last.day if last else None,
            last.head if last else "",
            tuple(self._findings),
            None if head_was is None else any(seal.head == head_was for seal in read),
        )

    def _before_the_first(self) -> None:
        for (row,) in self._database.rows("SELECT id FROM checks WHERE id < 1 ORDER BY id"):
            self._findings.append(Finding(f"row {row} was put in", row=row))

    def _day(self, before: Seal | None, seal: Seal) -> None:
        self._findings += judge.chained(before, seal)
        self._findings += judge.thinned_too_early(seal, self._now)
        measured = judge.judged(before, seal, partial(self._checks.rows, seal.first_id, seal.last_id))
        self._rows += measured.kept.rows + measured.may_go.rows
        self._findings += measured.findings
        if not measured.findings:
            self._findings += judge.wrong_index(seal, measured, self._seals.index(seal))

    def _unsealed(self, last: Seal | None) -> None:
        first_id, link = (last.last_id + 1, last.last_link) if last else (1, BEGINNING)
        chain = Chain(first_id, link)
        for row in self._checks.rows(first_id):
            self._findings += chain.follow(row)
            self._rows += 1
        self._findings += judge.newest_row(chain, self._checks.tip())


def _told(act: Callable[[], tuple[Finding, ...]]) -> tuple[Finding, ...]:
    """What is so altered that it cannot be read is a finding, too."""
    try:
        return act()
    except AlteredError as error:
        return (Finding(str(error)),)


def _seconds(row: Row) -> float:
    try:
        return datetime.fromisoformat(row.asked_at).timestamp()
    except (ValueError, TypeError):
        raise AlteredError(
            f"row {row.id} of the record of checks was altered and cannot be read: tmwatch proof --verify"
        ) from None
