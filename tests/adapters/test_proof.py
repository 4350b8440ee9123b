"""The record of checks as evidence: found by case, sealed by the day, thinned, and whole whatever happens meanwhile."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.proof_support import (
    DAY,
    HOUR,
    KEEP,
    LATER,
    MIDNIGHT,
    check,
    hourly,
    opened,
    read,
    serial,
    tamper,
    thin_all,
    write,
)
from tests.poll.test_kill import Boundaries, in_a_child
from watcher.adapters.store import sealing
from watcher.adapters.store.database import Database
from watcher.trademark.proof.gaps import Asked
from watcher.trademark.state import CheckKind, CheckOutcome


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tmwatch.db"


def test_a_check_shared_by_a_batch_is_found_for_each_of_its_cases_sealed_or_not(path: Path) -> None:
    with opened(path) as store:
        checks = list(hourly())
        write(store, checks)
        for _ in range(2):
            for case in range(4):
                of_case = [one for one in checks if serial(case) in (one.serial_number, *one.also)]
                assert [found for _, found in store.proof.checks(serial(case))] == of_case
                assert list(store.history.checks(serial(case))) == of_case[::-1]
            assert list(store.proof.checks(serial(9))) == []
            store.proof.seal(LATER)


@pytest.mark.parametrize("sealed_until", [0, 1, 2, 3])
def test_the_checks_of_a_period_are_those_asked_in_it(path: Path, sealed_until: int) -> None:
    checks = list(hourly())
    since, until = MIDNIGHT + 20 * HOUR, MIDNIGHT + 30 * HOUR
    within = [one for one in checks if since <= one.asked_at < until]
    with opened(path) as store:
        write(store, checks)
        store.proof.seal(MIDNIGHT + sealed_until * DAY)
        of_one = [one for one in within if serial(3) in (one.serial_number, *one.also)]
        assert [found for _, found in store.proof.checks(serial(3), since, until)] == of_one
        assert [found for _, found in store.proof.all_checks(since, until)] == within


def test_a_day_is_sealed_when_a_later_one_has_begun_in_washington(path: Path) -> None:
    with opened(path) as store:
        write(store, hourly(days=3))
        store.proof.care(MIDNIGHT + DAY - timedelta(seconds=1), KEEP)
        assert store.proof.head() is None
        store.proof.care(MIDNIGHT + DAY, KEEP)
        first = store.proof.head()
        assert first is not None
        assert (first.day, first.number) == (date(2026, 6, 1), 1)
        store.proof.care(LATER, timedelta(days=400))
        last = store.proof.head()
        assert last is not None
        assert (last.day, last.number) == (date(2026, 6, 3), 3)
        verified = store.proof.verify(LATER, first.digest)
        assert verified.findings == ()
        assert verified.has_head


def test_no_row_is_ever_between_two_seals(path: Path) -> None:
    late, early, future = MIDNIGHT + 23 * HOUR, MIDNIGHT + 25 * HOUR, MIDNIGHT + 4000 * DAY
    with opened(path) as store:
        write(store, [check(at, 0) for at in (future, late, early, late, future, early)])
        store.proof.seal(MIDNIGHT + 3 * DAY)
        write(store, [check(at, 0) for at in (early, late, MIDNIGHT + 49 * HOUR)])
        store.proof.seal(MIDNIGHT + 4 * DAY)
        ranges = read(path, "SELECT first_id, last_id FROM seals ORDER BY number")
        assert ranges[0][0] == 1
        assert all(one[1] + 1 == after[0] for one, after in pairwise(ranges))  # type: ignore[operator]
        assert ranges[-1][1] == 9
        assert store.proof.verify(LATER).findings == ()
        assert len(list(store.proof.checks(serial(0)))) == 9


def test_thinning_keeps_what_was_found_and_one_look_a_day_and_case_a_document_before_a_probe(
    path: Path,
) -> None:
    with opened(path) as store:
        checks = list(hourly())
        write(store, checks)
        store.proof.seal(LATER)
        head = store.proof.head()
        thin_all(store)
        kept = [found for _, found in store.proof.all_checks()]
        expected = [
            one for one in checks if one.outcome is not CheckOutcome.SAME or one.kind is CheckKind.FETCH
        ]
        assert kept == expected
        for case in range(4):
            of_case = [one for one in expected if serial(case) in (one.serial_number, *one.also)]
            assert [found for _, found in store.proof.checks(serial(case))] == of_case
        assert store.proof.head() == head
        assert store.proof.verify(LATER).findings == ()
        assert store.proof.verify(LATER).thinned == 3
        assert store.history.totals().checks == len(kept)


def test_without_a_document_that_day_the_first_good_probe_of_each_case_stays(path: Path) -> None:
    at = [MIDNIGHT + hour * HOUR for hour in range(6)]
    failed = CheckOutcome.FAILED
    with opened(path) as store:
        rows = [
            check(at[0], 0, outcome=failed),
            check(at[1], 0, 1),  # the first of both: stays
            check(at[2], 0, 1),
            check(at[3], 1, 2),  # the first of case 2: stays
            check(at[4], 2),
            check(at[5], 0, 1, 2),
        ]
        write(store, rows)
        store.proof.seal(LATER)
        thin_all(store)
        assert [found for _, found in store.proof.all_checks()] == [rows[0], rows[1], rows[3]]


def test_a_day_younger_than_keep_checks_is_not_thinned(path: Path) -> None:
    with opened(path) as store:
        write(store, hourly())
        store.proof.seal(LATER)
        for _ in range(5):
            store.proof.thin(MIDNIGHT + KEEP + DAY, KEEP)
        assert store.proof.verify(LATER).thinned == 1


def test_thinning_twice_and_verifying_again_finds_nothing(path: Path) -> None:
    with opened(path) as store:
        write(store, hourly())
        store.proof.seal(LATER)
        for _ in range(2):
            thin_all(store)
            assert store.proof.verify(LATER).findings == ()
            rows = read(path, "SELECT * FROM checks")
        assert read(path, "SELECT * FROM checks") == rows


def test_a_day_that_is_not_as_it_was_sealed_is_not_thinned_and_said_once(path: Path) -> None:
    with opened(path) as store:
        write(store, hourly(days=1))
        store.proof.seal(LATER)
        tamper(path, "UPDATE checks SET response_code = 500 WHERE id = 5")
        (said,) = store.proof.care(LATER, KEEP)
        assert "row 5" in said
        rows = read(path, "SELECT count(*) FROM checks")
        assert store.proof.care(LATER, KEEP) == ()
        assert read(path, "SELECT count(*) FROM checks") == rows
        assert any(found.row == 5 for found in store.proof.verify(LATER).findings)


def test_a_row_altered_before_its_day_is_sealed_is_said_when_it_is_sealed(path: Path) -> None:
    with opened(path) as store:
        write(store, hourly(days=1))
        tamper(path, "UPDATE checks SET outcome = 'same' WHERE outcome = 'failed'")
        (said,) = store.proof.care(LATER, timedelta(days=400))
        assert said.startswith("2026-06-01: row ")


def test_no_day_is_sealed_over_a_seal_that_is_gone(path: Path) -> None:
    with opened(path) as store:
        write(store, hourly())
        store.proof.seal(LATER)
        tamper(path, "DELETE FROM seals WHERE number = 3")
        (said,) = store.proof.care(LATER, timedelta(days=400))
        assert "newest seal" in said
        assert store.proof.verify(LATER).findings


def test_an_altered_end_of_the_record_keeps_nobody_from_watching(path: Path) -> None:
    with opened(path) as store:
        write(store, hourly(days=1))
        tamper(path, "DELETE FROM meta WHERE key = 'record'")
        write(store, [check(MIDNIGHT + DAY, 0)])
        tamper(path, "INSERT INTO checks SELECT id + 1, serial_number, also, kind, asked_at, answered_at, response_code, digest, outcome, detail, link FROM checks ORDER BY id DESC LIMIT 1")  # fmt: skip
        write(store, [check(MIDNIGHT + DAY, 1)])
        assert list(store.proof.checks(serial(1)))[-1][1] == check(MIDNIGHT + DAY, 1)
        assert [found.row for found in store.proof.verify(LATER).findings] == [55, 56]


def test_what_cannot_be_read_any_more_is_said_and_stops_nothing(path: Path) -> None:
    with opened(path) as store:
        write(store, hourly())
        store.proof.seal(LATER)
        for column, value in (("day", "20260603"), ("last_id", "x"), ("state", "?")):
            before = read(path, f"SELECT {column} FROM seals WHERE number = 3")[0][0]
            tamper(path, f"UPDATE seals SET {column} = ? WHERE number = 3", [value])
            assert any("seal 3" in said for said in store.proof.care(LATER, timedelta(days=400)))
            assert any("seal 3" in str(found) for found in store.proof.verify(LATER).findings)
            tamper(path, f"UPDATE seals SET {column} = ? WHERE number = 3", [before])
        assert store.proof.verify(LATER).findings == ()


# -- killed, and two at once


def test_killed_between_any_two_statements_sealing_and_thinning_leave_the_record_whole(
    path: Path,
) -> None:
    with opened(path) as store:
        write(store, hourly(days=2, cases=2))
    original = path.read_bytes()
    with opened(path) as store:
        store.proof.seal(LATER)
        head = store.proof.head()
        thin_all(store)
    thinned = read(path, "SELECT * FROM checks")
    deaths = 0
    for boundary in range(1, 10_000):
        for leftover in path.parent.glob("tmwatch.db*"):
            leftover.unlink()
        path.write_bytes(original)
        if in_a_child(lambda boundary=boundary: care_and_die(path, boundary)):  # type: ignore[misc]
            break
        deaths += 1
        with opened(path) as store:
            assert store.proof.verify(LATER).findings == ()
            store.proof.seal(LATER)
            thin_all(store)
            assert store.proof.verify(LATER).findings == ()
            assert store.proof.head() == head
        assert read(path, "SELECT * FROM checks") == thinned
    assert deaths > 30


def care_and_die(path: Path, boundary: int) -> None:
    """A statement begins when the one before is done: that is one place to die between them, commits included."""
    boundaries, execute = Boundaries(boundary), Database.execute

    def crossing(self: Database, statement: str, values: Sequence[Any] = ()) -> Any:
        boundaries.cross()
        return execute(self, statement, values)

    Database.execute = crossing  # type: ignore[method-assign]
    sealing.SLICE = 30
    with opened(path) as store:
        for _ in range(3):
            store.proof.care(LATER, KEEP)


def test_rows_are_taken_away_a_slice_at_a_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "SLICE", 7)
    with opened(path) as store:
        write(store, hourly(days=1))
        store.proof.seal(LATER)
        gone: list[int] = []
        execute = Database.execute

        def counting(self: Database, statement: str, values: object = ()) -> object:
            if statement.startswith("DELETE FROM checks"):
                gone.append(len(values))  # type: ignore[arg-type]
            return execute(self, statement, values)  # type: ignore[arg-type]

        monkeypatch.setattr(Database, "execute", counting)
        thin_all(store)
        assert max(gone) == 7
        assert sum(gone) == 48


def test_two_processes_that_add_and_seal_at_once_keep_the_chain_whole(path: Path) -> None:
    with opened(path):
        pass

    def add(first: int) -> None:
        with opened(path) as store:
            for n in range(40):
                write(store, [check(MIDNIGHT + n * HOUR, first + n % 3, first + 5)])
                store.proof.care(MIDNIGHT + n * HOUR, KEEP)

    children = [fork(lambda first=first: add(first)) for first in (0, 10, 20)]  # type: ignore[misc]
    for child in children:
        wait(child)
    with opened(path) as store:
        verified = store.proof.verify(LATER)
        assert verified.findings == ()
        assert verified.rows == 120
        assert verified.days
        store.proof.seal(LATER)
        children = [fork(lambda: thin_all_quietly(path)) for _ in range(3)]
        for child in children:
            wait(child)
        thin_all(store)
        assert store.proof.verify(LATER).findings == ()


def thin_all_quietly(path: Path) -> None:
    with opened(path) as store:
        thin_all(store)


def fork(work: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:  # noqa: BLE001  # said, and seen by the parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def wait(child: int) -> None:
    _, status = os.waitpid(child, 0)
    assert status == 0, "the child broke"


# -- gaps, from the record


def test_gaps_are_those_inside_the_periods_in_which_the_case_was_watched(path: Path) -> None:
    def hours(*numbers: float) -> list[object]:
        return [MIDNIGHT + number * HOUR for number in numbers]

    with opened(path) as store:
        write(store, [check(at, 0, 1) for at in hours(1, 2, 3, 9, 10)])  # type: ignore[arg-type]
        write(store, [check(MIDNIGHT + 12 * HOUR, 0, outcome=CheckOutcome.FAILED)])
        periods = [tuple(hours(0.5, 4)), tuple(hours(8.5, 20))]
        asked = Asked(MIDNIGHT, MIDNIGHT + DAY, 2 * HOUR)
        looking = store.proof.looking(serial(0), periods, asked, MIDNIGHT + 30 * HOUR)  # type: ignore[arg-type]
        assert [(gap.since, gap.until, gap.tries) for gap in looking.gaps] == [(*hours(10, 20), 1)]
        assert (looking.checks, looking.failed, looking.longest) == (6, 1, looking.gaps[0])
        everywhere = store.proof.looking_at_all(
            {serial(0): periods}, asked, MIDNIGHT + 30 * HOUR, lambda _: None
        )  # type: ignore[dict-item]
        assert everywhere == {serial(0): looking}


@pytest.mark.parametrize(
    ("since", "until", "gaps"),
    [
        (0, 48, [(1, 10), (11, 20), (21, 48)]),
        (10.5, 12, [(11, 20)]),  # begins in it
        (19, 20.5, [(11, 20)]),  # ends in it
        (12, 13, [(11, 20)]),  # lies around it
        (10, 11, []),  # stands before it
        (20, 21, []),
        (20, 22, [(21, 48)]),  # nobody looked since
    ],
)
def test_a_gap_that_reaches_out_of_the_period_is_shown_whole(
    path: Path, since: float, until: float, gaps: list[tuple[int, int]]
) -> None:
    with opened(path) as store:
        write(store, [check(MIDNIGHT + hour * HOUR, 0) for hour in (0, 1, 10, 11, 20, 21)])
        asked = Asked(MIDNIGHT + since * HOUR, MIDNIGHT + until * HOUR, 2 * HOUR)
        now = MIDNIGHT + 48 * HOUR
        looking = store.proof.looking(serial(0), [(MIDNIGHT, None)], asked, now)
    found = [((gap.since - MIDNIGHT) / HOUR, (gap.until - MIDNIGHT) / HOUR) for gap in looking.gaps]
    assert found == gaps


def test_thinning_makes_no_gaps_and_hides_none_of_two_days(path: Path) -> None:
    days = [check(MIDNIGHT + day * DAY + hour * HOUR, 0) for day in (0, 1, 2, 6, 7) for hour in range(24)]
    with opened(path) as store:
        write(store, days)
        store.proof.seal(LATER)
        periods = [(MIDNIGHT, MIDNIGHT + 8 * DAY)]

        def looking() -> object:
            asked = Asked(MIDNIGHT, MIDNIGHT + 8 * DAY, 2 * HOUR, store.proof.thinned_until())
            return store.proof.looking(serial(0), periods, asked, LATER)

        (before,) = looking().gaps  # type: ignore[attr-defined]
        thin_all(store)
        (after,) = looking().gaps  # type: ignore[attr-defined]
        assert (before.since, before.until) == (MIDNIGHT + 71 * HOUR, MIDNIGHT + 6 * DAY)
        assert (after.since, after.until) == (MIDNIGHT + 2 * DAY, MIDNIGHT + 6 * DAY)


def test_an_exception_between_statements_stores_nothing_of_the_seal(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(path) as store:
        write(store, hourly(days=2))
        add = store.proof._sealer._seals._index_within

        def fail(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(store.proof._sealer._seals, "_index_within", fail)
        with suppress(KeyboardInterrupt):
            store.proof.seal(LATER)
        assert store.proof.head() is None
        monkeypatch.setattr(store.proof._sealer._seals, "_index_within", add)
        store.proof.seal(LATER)
        assert store.proof.verify(LATER).findings == ()
