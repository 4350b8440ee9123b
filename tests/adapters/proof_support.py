"""A record of checks to be sealed, thinned and tampered with: the real store, filled quickly."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watcher.adapters.store import Store, open_store
from watcher.adapters.store.checks import CheckStore
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.state import Check, CheckKind, CheckOutcome

MIDNIGHT = datetime(2026, 6, 1, 4, tzinfo=UTC)
"""In Washington."""
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
KEEP = timedelta(days=30)
LATER = MIDNIGHT + timedelta(days=60)
"""All that the tests write is old enough to be thinned by then."""


def serial(n: int) -> SerialNumber:
    return SerialNumber(f"{97_000_000 + n}")


def check(
    at: datetime,
    *cases: int,
    outcome: CheckOutcome = CheckOutcome.SAME,
    kind: CheckKind = CheckKind.PROBE,
    detail: str = "",
) -> Check:
    first, *others = map(serial, cases)
    code = None if outcome is CheckOutcome.FAILED else 200
    return Check(first, kind, at, at + timedelta(seconds=1), outcome, code, "d" * 8, detail, tuple(others))


def write(store: Store, checks: Iterable[Check]) -> None:
    """As poll does, but in one transaction."""
    database = store._database
    with database.transaction():
        for one in checks:
            CheckStore(database).add_within(one)


def hourly(days: int = 3, cases: int = 4) -> Iterator[Check]:
    """Two batches an hour, a document for each case at nine, a failure at noon, a change on the first day at ten."""
    for hour in range(24 * days):
        at = MIDNIGHT + hour * HOUR
        yield check(at, *range(cases // 2))
        yield check(at + timedelta(seconds=1), *range(cases // 2, cases))
        if hour % 24 == 9:
            yield from (check(at + HOUR / 2, case, kind=CheckKind.FETCH) for case in range(cases))
        if hour % 24 == 12:
            yield check(at + HOUR / 2, 0, outcome=CheckOutcome.FAILED, detail="no answer")
    yield check(
        MIDNIGHT + days * DAY - HOUR / 2, 1, outcome=CheckOutcome.CHANGED, kind=CheckKind.FETCH, detail="x"
    )


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    store = open_store(path)
    try:
        yield store
    finally:
        store.close()


def thin_all(store: Store, now: datetime = LATER) -> None:
    """As many calls as there are days."""
    for _ in range(len(store.proof._seals.all()) + 1):
        assert store.proof.thin(now, KEEP) == ()


def tamper(path: Path, statement: str, values: Iterable[object] = ()) -> int:
    """Somebody with another program; returns how many rows were touched."""
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(statement, tuple(values)).rowcount


def read(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()
