"""Closes each day of the record of checks with a seal, and thins the days that are old enough."""

from __future__ import annotations

from array import array
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain

from watcher.adapters.store.checks import CheckStore
from watcher.adapters.store.database import Database
from watcher.adapters.store.seals import SealStore
from watcher.trademark.proof.judge import judged
from watcher.trademark.proof.row import BEGINNING, Chain, Finding
from watcher.trademark.proof.seal import Seal, SealState, closed_day, measure, sealed, washington_day

SLICE = 5000
"""So many rows are taken away in one transaction, for others wait to write meanwhile; each waits milliseconds."""
_AT_ONCE = 500


class Sealer:
    """Seals and thins. Does not say what is wrong with days that were sealed long ago: `verifying.py` does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._checks = CheckStore(database)
        self._seals = SealStore(database)

    def seal(self, now: datetime) -> tuple[Finding, ...]:
        """Seal every day (Washington) of which a later one has begun; returns what was wrong with its rows."""
        findings: list[Finding] = []
        today = washington_day(now)
        while True:
            last = self._seals.last()
            newest = (last.number, last.head) if last else (0, BEGINNING)
            if self._seals.noted() != newest:
                words = "the newest seal is not the one that was noted; no day is sealed until this is looked into"
                return (*findings, Finding(words))
            found = self._seal_next(last, today)
            if found is None:
                return tuple(findings)
            findings += found

    def _seal_next(self, last: Seal | None, today: date) -> tuple[Finding, ...] | None:
        """Seal the next day; None when there is nothing to seal."""
        first_id = last.last_id + 1 if last else 1
        first = self._checks.first_unsealed(first_id)
        if first is None:
            return None
        day = closed_day(chain([first], self._checks.rows(first.id + 1)), today)
        if day is None:
            return None
        links = Chain(first_id, last.last_link if last else BEGINNING, day[0])
        measured = measure(partial(self._checks.rows, first_id, day[1]), first_id, links.follow)
        made = sealed(last, day[0], first_id, measured)
        with self._database.transaction():
            if self._seals.last() == last:  # else another process was quicker
                self._seals.add_within(made, measured.index)
                return measured.findings
        return ()

    def thin(self, now: datetime, keep: timedelta) -> tuple[Finding, ...]:
        """Thin the oldest day that is older than `keep` and was not thinned yet, if it is as it was sealed.

        A day that is not is left as it is, for ever, and what is wrong with it is returned, once.
        """
        seal = self._seals.to_thin(washington_day(now) - keep)
        if seal is None:
            return ()
        rows = partial(self._checks.rows, seal.first_id, seal.last_id)
        measured = judged(self._seals.before(seal), seal, rows, kept_only=True)
        if measured.findings:
            with self._database.transaction():
                return measured.findings if self._seals.move_within(seal, SealState.DISPUTED) else ()
        if seal.state is SealState.WHOLE:
            with self._database.transaction():
                if not self._seals.move_within(seal, SealState.THINNING):
                    return ()
                self._seals.reindex_within(seal, measured.index)
        self._take_away(seal, measured.going)
        return ()

    def _take_away(self, seal: Seal, going: array[int]) -> None:
        """In slices, the last together with the mark that all is done."""
        for start in range(0, max(len(going), 1), SLICE):
            with self._database.transaction():
                some = going[start : start + SLICE]
                for at in range(0, len(some), _AT_ONCE):
                    ids = some[at : at + _AT_ONCE].tolist()
                    self._database.execute(
                        f"DELETE FROM checks WHERE id IN ({', '.join('?' * len(ids))})", ids
                    )
                if start + SLICE >= len(going):
                    self._database.execute(
                        "UPDATE seals SET state = ? WHERE number = ?", [SealState.THINNED.value, seal.number]
                    )
