"""Whatever is altered in the record of checks, added to it or taken out of it, `verify` finds it (promise 5)."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.adapters.proof_support import (
    DAY,
    HOUR,
    LATER,
    MIDNIGHT,
    check,
    hourly,
    opened,
    read,
    tamper,
    thin_all,
    write,
)
from watcher.adapters.store import Store
from watcher.trademark.proof.row import Finding, Row, link_of
from watcher.trademark.proof.seal import SHORTEST_KEEP, Seal, SealState, measure, sealed
from watcher.trademark.state import Check, CheckKind, CheckOutcome

COLUMNS = Row._fields[1:]
SEALED = (
    "day",
    "first_id",
    "last_id",
    "first_at",
    "last_at",
    "kept_rows",
    "kept_digest",
    "may_go_rows",
    "may_go_digest",
    "last_link",
    "previous_head",
    "head",
)


@pytest.fixture(params=["not sealed", "sealed", "thinned"])
def record(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Three days, closed or not, and a fourth that is not over."""
    path = tmp_path / "tmwatch.db"
    with opened(path) as store:
        write(store, hourly(days=3))
        write(store, [check(MIDNIGHT + 3 * DAY + hour * HOUR, 0, 1) for hour in range(3)])
        if request.param != "not sealed":
            store.proof.seal(MIDNIGHT + 3 * DAY)
        if request.param == "thinned":
            thin_all(store)
        assert verify(path) == ()
    return path


def verify(path: Path) -> tuple[Finding, ...]:
    with opened(path) as store:
        return store.proof.verify(LATER).findings


def ids(path: Path) -> list[Any]:
    return [row[0] for row in read(path, "SELECT id FROM checks ORDER BY id")]


@pytest.mark.parametrize("column", COLUMNS)
def test_any_column_of_a_row_altered_is_found(record: Path, column: str) -> None:
    rows = ids(record)
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        (before,) = read(record, f"SELECT {column} FROM checks WHERE id = {row}")[0]
        tamper(record, f"UPDATE checks SET {column} = ? WHERE id = ?", [other(before), row])
        assert verify(record) != ()
        tamper(record, f"UPDATE checks SET {column} = ? WHERE id = ?", [before, row])
    assert verify(record) == ()


def other(value: Any) -> Any:
    """Another value, as like it as can be."""
    if isinstance(value, int):
        return value + 1
    return value[:-1] if value else " "


@pytest.mark.parametrize("which", ["first", "middle", "last", "newest of a day", "a whole day", "all"])
def test_rows_removed_are_found(record: Path, which: str) -> None:
    rows = ids(record)
    days = rows[: len(rows) // 3]
    gone = {
        "first": rows[:1],
        "middle": [rows[len(rows) // 2]],
        "last": rows[-1:],
        "newest of a day": rows[-4:-3],
        "a whole day": days,
        "all": rows,
    }[which]
    tamper(record, f"DELETE FROM checks WHERE id IN ({', '.join(map(str, gone))})")
    assert verify(record) != ()


def test_in_a_day_that_is_whole_the_very_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tmwatch.db"
    with opened(path) as store:
        write(store, hourly(days=2))
        store.proof.seal(MIDNIGHT + DAY)
    tamper(path, "UPDATE checks SET answered_at = asked_at WHERE id = 7")
    tamper(path, "UPDATE checks SET link = digest WHERE id = 20")
    tamper(path, "UPDATE checks SET detail = 'x' WHERE id IN (30, 31)")
    tamper(path, "DELETE FROM checks WHERE id BETWEEN 80 AND 82")
    said = [(found.row, str(found)) for found in verify(path)]
    assert [row for row, _ in said] == [7, 20, 30, 31, 80]
    assert "2026-06-01" in said[0][1]
    assert "rows 80 to 82 were removed" in said[-1][1]


def test_the_last_row_of_a_sealed_day_removed_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tmwatch.db"
    with opened(path) as store:
        write(store, hourly(days=2))
        store.proof.seal(MIDNIGHT + DAY)
    ((last,),) = read(path, "SELECT last_id FROM seals")
    tamper(path, f"DELETE FROM checks WHERE id = {last}")
    (found,) = verify(path)
    assert found.row == last
    assert "removed" in found.words


@pytest.mark.parametrize("where", ["before the first", "in the place of one", "behind the last"])
def test_a_row_put_in_is_found(record: Path, where: str) -> None:
    rows = ids(record)
    to = {"before the first": 0, "in the place of one": rows[1], "behind the last": rows[-1] + 1}[where]
    tamper(record, f"DELETE FROM checks WHERE id = {to}")
    like = ", ".join(COLUMNS)
    tamper(record, f"INSERT INTO checks (id, {like}) SELECT {to}, {like} FROM checks WHERE id = {rows[2]}")
    assert verify(record) != ()


def test_a_row_put_back_after_thinning_is_found(tmp_path: Path) -> None:
    path = tmp_path / "tmwatch.db"
    with opened(path) as store:
        write(store, hourly(days=2))
        store.proof.seal(LATER)
        gone = read(path, "SELECT * FROM checks WHERE id = 3")[0]
        thin_all(store)
    tamper(path, f"INSERT INTO checks VALUES ({', '.join('?' * len(gone))})", gone)
    assert verify(path) != ()


def test_two_rows_swapped_are_found(record: Path) -> None:
    rows = ids(record)
    for one, two in ((rows[0], rows[1]), (rows[3], rows[-1])):
        swap(record, one, two)
        assert verify(record) != ()
        swap(record, one, two)
    assert verify(record) == ()


def swap(path: Path, one: int, two: int) -> None:
    for before, after in ((one, -5), (two, one), (-5, two)):
        tamper(path, f"UPDATE checks SET id = {after} WHERE id = {before}")


@pytest.mark.parametrize("column", SEALED)
def test_any_column_of_a_seal_altered_is_found(record: Path, column: str) -> None:
    for (number,) in read(record, "SELECT number FROM seals"):
        (before,) = read(record, f"SELECT {column} FROM seals WHERE number = {number}")[0]
        tamper(record, f"UPDATE seals SET {column} = ? WHERE number = ?", [other(before), number])
        assert verify(record) != ()
        tamper(record, f"UPDATE seals SET {column} = ? WHERE number = ?", [before, number])
    assert verify(record) == ()


@pytest.mark.parametrize("state", ["whole", "thinning", "thinned", "disputed"])
def test_a_seal_that_says_another_state_is_found(record: Path, state: str) -> None:
    for number, before in read(record, "SELECT number, state FROM seals"):
        tamper(record, "UPDATE seals SET state = ? WHERE number = ?", [state, number])
        assert (verify(record) != ()) == (state != before)
        tamper(record, "UPDATE seals SET state = ? WHERE number = ?", [before, number])


def test_a_seal_removed_is_found(record: Path) -> None:
    for (number,) in read(record, "SELECT number FROM seals"):
        with copied(record) as copy:
            tamper(copy, f"DELETE FROM seals WHERE number = {number}")
            assert any("removed" in found.words for found in verify(copy))


def test_all_seals_removed_with_what_was_noted_of_them_shows_against_a_head_that_was_noted_elsewhere(
    record: Path,
) -> None:
    with opened(record) as store:
        head = store.proof.head()
    tamper(record, "DELETE FROM seals")
    tamper(record, "DELETE FROM looks")
    tamper(record, "DELETE FROM meta WHERE key = 'sealed'")
    if head is not None:
        with opened(record) as store:
            assert store.proof.verify(LATER, head.digest).has_head is False


def test_what_was_noted_of_the_newest_row_and_seal_altered_or_removed_is_found(record: Path) -> None:
    for key, value in read(record, "SELECT key, value FROM meta WHERE key IN ('record', 'sealed')"):
        for change in (f"{value}0", f"1{value}", str(value)[1:], "", "x"):
            tamper(record, "UPDATE meta SET value = ? WHERE key = ?", [change, key])
            assert verify(record) != ()
        tamper(record, "DELETE FROM meta WHERE key = ?", [key])
        assert verify(record) != ()
        tamper(record, "INSERT INTO meta (key, value) VALUES (?, ?)", [key, value])
    assert verify(record) == ()


def test_the_list_of_a_cases_rows_altered_is_found(record: Path) -> None:
    for seal, serial, places in read(record, "SELECT seal, serial_number, places FROM looks WHERE seal = 2"):
        here = [seal, serial]
        tamper(record, "UPDATE looks SET places = '' WHERE seal = ? AND serial_number = ?", here)
        assert verify(record) != ()
        tamper(record, "DELETE FROM looks WHERE seal = ? AND serial_number = ?", here)
        assert verify(record) != ()
        tamper(record, "INSERT INTO looks VALUES (?, ?, ?)", [*here, places])
    assert verify(record) == ()


def test_a_day_thinned_by_somebody_else_before_its_time_is_found(tmp_path: Path) -> None:
    path = tmp_path / "tmwatch.db"
    with opened(path) as store:
        write(store, hourly(days=1))
        store.proof.seal(LATER)
        thin_all(store)
        day_after = MIDNIGHT + DAY
        assert store.proof.verify(day_after + SHORTEST_KEEP).findings == ()
        (found,) = store.proof.verify(day_after + SHORTEST_KEEP - timedelta(days=2)).findings
        assert "thinned" in str(found)


def test_rolled_back_to_an_old_copy_it_shows_against_a_head_that_was_noted(tmp_path: Path) -> None:
    path, old = tmp_path / "tmwatch.db", tmp_path / "old.db"
    with opened(path) as store:
        write(store, hourly(days=3))
        store.proof.seal(MIDNIGHT + DAY)
    shutil.copy(path, old)
    with opened(path) as store:
        store.proof.seal(LATER)
        noted = store.proof.head()
        assert noted is not None
        assert store.proof.verify(LATER, noted.digest).has_head
    with opened(old) as store:
        rolled_back = store.proof.verify(LATER, noted.digest)
        assert rolled_back.findings == ()
        assert rolled_back.has_head is False


def test_a_past_that_was_written_anew_with_all_its_digests_shows_against_a_head_that_was_noted(
    tmp_path: Path,
) -> None:
    heads = []
    for name, checks in (("true", list(hourly())), ("forged", [one for one in hourly() if not one.detail])):
        with opened(tmp_path / name) as store:
            write(store, checks)
            store.proof.seal(LATER)
            heads.append(store.proof.head())
    assert heads[0] is not None
    with opened(tmp_path / "forged") as forged:
        verified = forged.proof.verify(LATER, heads[0].digest)
        assert verified.findings == ()
        assert verified.has_head is False


def sealed_anew(path: Path, number: int, first_id: int) -> None:
    """Somebody makes the seal of a day anew, with all its digests, for what stands there now."""
    with opened(path) as store:
        before, seal = store.proof._seals.all()[number - 2 : number]
        assert isinstance(seal, Seal)
        assert isinstance(before, Seal)
        rows = partial(store.proof._checks.rows, first_id, seal.last_id)
        made = sealed(before, seal.day, first_id, measure(rows, first_id))
        tamper(path, "DELETE FROM seals WHERE number = ?", [number])
        tamper(path, "DELETE FROM looks WHERE seal = ?", [number])
        noted = read(path, "SELECT value FROM meta WHERE key = 'sealed'")[0][0]
        with store._database.transaction():
            kept_only = seal.state is SealState.THINNED
            store.proof._seals.add_within(
                replace(made, state=seal.state, may_go=seal.may_go if kept_only else made.may_go, head=""),
                measure(rows, first_id, kept_only=kept_only).index,
            )
        forged = store.proof._seals._one("WHERE number = ?", number)
        assert forged is not None
        head = forged.computed_head()
        tamper(path, "UPDATE seals SET head = ? WHERE number = ?", [head, number])
        newest = str(noted).startswith(f"{number} ")
        tamper(
            path, "UPDATE meta SET value = ? WHERE key = 'sealed'", [f"{number} {head}" if newest else noted]
        )


def test_a_thinned_day_forged_together_with_its_seal_is_found_by_the_seal_after_it(tmp_path: Path) -> None:
    path = tmp_path / "tmwatch.db"
    with opened(path) as store:
        write(store, hourly(days=3))
        store.proof.seal(LATER)
        thin_all(store)
    ((first_id,),) = read(path, "SELECT first_id FROM seals WHERE number = 2")
    tamper(path, "UPDATE checks SET outcome = 'first seen' WHERE outcome = 'failed' AND id > ?", [first_id])
    sealed_anew(path, 2, int(str(first_id)))
    words_of_the_day_after = [str(found) for found in verify(path) if found.day == date(2026, 6, 3)]
    assert any("does not follow the head" in words for words in words_of_the_day_after)


def test_a_row_altered_with_all_links_of_its_day_behind_it_is_found_by_the_seal(tmp_path: Path) -> None:
    path = tmp_path / "tmwatch.db"
    with opened(path) as store:
        write(store, hourly(days=1))
        store.proof.seal(LATER)
        rows = list(store.proof._checks.rows(1))
        changed, *behind = rows[4:]
        forged = [changed._replace(response_code=204), *behind]
        link = rows[3].link
        for row in forged:
            link = link_of(link, row[:-1])
            values = [row.response_code, link, row.id]
            tamper(path, "UPDATE checks SET response_code = ?, link = ? WHERE id = ?", values)
        found = store.proof.verify(LATER).findings
    assert "rows that may go" in found[-1].words


def test_a_row_cut_out_between_two_seals_is_found_though_the_newer_one_was_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "tmwatch.db"
    with opened(path) as store:
        write(store, hourly(days=3))
        store.proof.seal(LATER)
    ((first_id,),) = read(path, "SELECT first_id FROM seals WHERE number = 3")
    tamper(path, "DELETE FROM checks WHERE id = ?", [first_id])
    sealed_anew(path, 3, int(str(first_id)) + 1)
    (found,) = verify(path)
    assert "does not begin where the seal before it ends" in found.words


# -- with logs and alterations that nobody thought of


@contextmanager
def copied(path: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        yield Path(shutil.copy(path, folder))


@cache
def empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        with opened(path):
            pass
        return path.read_bytes()


MOMENTS = st.lists(st.integers(-3, 40).map(lambda hours: hours * HOUR), min_size=1, max_size=30)


@st.composite
def logs(draw: st.DrawFn) -> list[Check]:
    """Checks of a few cases; time goes on, and now and then a little back."""
    at, checks = MIDNIGHT, []
    for step in draw(MOMENTS):
        at += step
        cases = draw(st.lists(st.integers(0, 5), min_size=1, max_size=3, unique=True))
        outcome = draw(st.sampled_from([CheckOutcome.SAME, CheckOutcome.SAME, *CheckOutcome]))
        kind = draw(st.sampled_from(CheckKind))
        checks.append(check(at, *cases, outcome=outcome, kind=kind, detail=draw(st.sampled_from(["", "x"]))))
    return checks


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(logs(), st.data())
def test_no_log_and_no_alteration_go_unseen(checks: list[Check], data: st.DataObject) -> None:
    with made(checks) as (store, path):
        end = checks[-1].asked_at
        for days in data.draw(st.lists(st.integers(0, 40), max_size=4)):
            store.proof.care(end + days * DAY, SHORTEST_KEEP)
        now = end + 100 * DAY
        assert store.proof.verify(now).findings == ()
        with closing(sqlite3.connect(path)) as connection, connection:
            before = dump(connection)
            ALTERATIONS[data.draw(st.sampled_from(sorted(ALTERATIONS)))](connection, data)
            assume(dump(connection) != before)
        assert store.proof.verify(now).findings != ()


@contextmanager
def made(checks: list[Check]) -> Iterator[tuple[Store, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.db"
        path.write_bytes(empty())
        with opened(path) as store:
            write(store, checks)
            yield store, path


def dump(connection: sqlite3.Connection) -> list[object]:
    return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in ("checks", "seals", "meta")]


def some_id(connection: sqlite3.Connection, data: st.DataObject, table: str, key: str) -> int:
    found = [row[0] for row in connection.execute(f"SELECT {key} FROM {table}")]
    assume(found)
    return int(data.draw(st.sampled_from(found)))


def alter(connection: sqlite3.Connection, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(COLUMNS))
    value = data.draw(st.one_of(st.text("0ax Z", max_size=4), st.integers(0, 500)))
    row = some_id(connection, data, "checks", "id")
    connection.execute(f"UPDATE checks SET {column} = ? WHERE id = ?", [value, row])


def delete(connection: sqlite3.Connection, data: st.DataObject) -> None:
    first = some_id(connection, data, "checks", "id")
    last = first + data.draw(st.integers(0, 5))
    connection.execute("DELETE FROM checks WHERE id BETWEEN ? AND ?", [first, last])


def insert(connection: sqlite3.Connection, data: st.DataObject) -> None:
    like = some_id(connection, data, "checks", "id")
    to = data.draw(st.integers(-2, 40))
    columns = ", ".join(COLUMNS)
    connection.execute(f"INSERT OR REPLACE INTO checks (id, {columns}) SELECT ?, {columns} FROM checks WHERE id = ?", [to, like])  # fmt: skip


def swap_two(connection: sqlite3.Connection, data: st.DataObject) -> None:
    one, two = (some_id(connection, data, "checks", "id") for _ in range(2))
    for before, after in ((one, -5), (two, one), (-5, two)):
        connection.execute("UPDATE checks SET id = ? WHERE id = ?", [after, before])


def alter_seal(connection: sqlite3.Connection, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from((*SEALED, "number")))
    value = data.draw(st.one_of(st.text("0a-", max_size=4), st.integers(0, 30)))
    number = some_id(connection, data, "seals", "number")
    assume(column != "number" or isinstance(value, int))
    taken = connection.execute("SELECT 1 FROM seals WHERE number = ?", [value]).fetchone()
    assume(column != "number" or not taken)
    connection.execute(f"UPDATE seals SET {column} = ? WHERE number = ?", [value, number])


def delete_seal(connection: sqlite3.Connection, data: st.DataObject) -> None:
    connection.execute("DELETE FROM seals WHERE number = ?", [some_id(connection, data, "seals", "number")])


ALTERATIONS: dict[str, Callable[[sqlite3.Connection, st.DataObject], None]] = {
    "alter": alter,
    "delete": delete,
    "insert": insert,
    "swap": swap_two,
    "alter seal": alter_seal,
    "delete seal": delete_seal,
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(logs())
def test_thinning_never_takes_the_last_good_look_of_a_case_at_a_day_and_nothing_that_was_found(
    checks: list[Check],
) -> None:
    with made(checks) as (store, _):
        end = checks[-1].asked_at + 100 * DAY
        store.proof.seal(end)
        days = [
            (seal.first_id, seal.last_id)
            for seal in store.proof._seals.all()
            if not isinstance(seal, Finding)
        ]
        thin_all(store, end)
        kept = {row for row, _ in store.proof.all_checks()}
        assert store.proof.verify(end).findings == ()
    good = (CheckOutcome.SAME, CheckOutcome.CHANGED, CheckOutcome.FIRST_SEEN)
    for first, last in days:
        rows = {row: checks[row - 1] for row in range(first, last + 1)}
        must = {row for row, one in rows.items() if one.outcome is not CheckOutcome.SAME}
        for case in {number for one in rows.values() for number in (one.serial_number, *one.also)}:
            looks = [
                row
                for row, one in rows.items()
                if one.outcome in good and case in (one.serial_number, *one.also)
            ]
            must |= set(sorted(looks, key=lambda row: (rows[row].kind is not CheckKind.FETCH, row))[:1])
        assert kept & rows.keys() == must
