"""The golden vectors: histories with the dates that follow, counted by hand, or by `plain.py`, never by the program.

Each expectation of `vectors.txt` carries its own reckoning (`= 2022-12-02 +6m`), which is done here a second time with
plain calendar arithmetic, and the weekday of each date, so that a slip of the pen is seen too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from tests.trademark.deadlines import plain
from tests.trademark.deadlines.histories import case_of
from watcher.trademark.deadlines import Deadline, Rules, deadlines
from watcher.trademark.holidays import Closure, OfficeCalendar

TABLE = Path(__file__).with_name("vectors.txt")
_DATE = re.compile(r"(\w+) (?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(\d{4}-\d\d-\d\d)")
_RECKONING = re.compile(r"= (\d{4}-\d\d-\d\d) \+(\d+[md])")


@dataclass(frozen=True)
class Vector:
    """One block: its name, the words of the case, what holds, and the lines that must follow."""

    line: int
    section: str
    name: str
    case: str
    today: date
    closed: tuple[date, ...]
    fetched: date | None
    expected: tuple[str, ...]


def read_vectors() -> list[Vector]:
    found, section = [], ""
    blocks = re.split(r"\n\s*\n", TABLE.read_text(encoding="utf-8"))
    line = 1
    for block in blocks:
        rows = [row for row in block.splitlines() if row.strip() and not row.startswith("#")]
        heads = [row for row in block.splitlines() if row.startswith("## ")]
        section = heads[0][3:] if heads else section
        if rows:
            found.append(_vector(line, section, rows))
        line += block.count("\n") + 2
    return found


def _vector(line: int, section: str, rows: list[str]) -> Vector:
    name, case, when, *expected = rows
    today = re.search(r"today ([\d-]+)", when)
    fetched = re.search(r"fetched ([\d-]+)", when)
    closed = re.findall(r"closed ([\d-]+)", when)
    assert name.startswith("["), f"line {line}: a vector begins with its [name]: {rows}"
    assert today, f"line {line}: no `today`: {rows}"
    assert expected, f"line {line}: nothing is expected: {rows}"
    return Vector(
        line,
        section,
        name.strip("[]"),
        case,
        date.fromisoformat(today[1]),
        tuple(map(date.fromisoformat, closed)),
        date.fromisoformat(fetched[1]) if fetched else None,
        tuple(expected),
    )


VECTORS = read_vectors()


def rule_of(expected: str) -> str:
    return expected.removeprefix("no ").split()[0].rstrip(";")


def lines_of(vector: Vector) -> tuple[Deadline, ...]:
    calendar = OfficeCalendar.standard(Closure(day, "closed by the user") for day in vector.closed)
    return deadlines(case_of(vector.case), vector.today, calendar, (), vector.fetched)


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v.section}: {v.name}")
def test_a_golden_vector_holds(vector: Vector):
    lines = lines_of(vector)
    for expected in vector.expected:
        if expected.startswith("no "):
            rule = expected.removeprefix("no ").strip()
            assert not [line.id for line in lines if line.rule == rule], expected
            continue
        shown = [as_row(line) for line in lines if line.rule == rule_of(expected)]
        assert any(_fits(expected, row) for row in shown), f"{expected}\n  is none of\n  " + "\n  ".join(
            shown
        )


def as_row(line: Deadline) -> str:
    """A line in the words of the table, without a reckoning."""
    words = [line.rule]
    dates = [
        ("due", line.due), ("may", line.rolled if line.rolled != line.due else None), ("opens", line.opens),
        ("until", line.extension), ("until_may", line.extension_rolled if line.extension_rolled != line.extension else None),
        ("grace", line.grace), ("grace_may", line.grace_rolled if line.grace_rolled != line.grace else None),
    ]  # fmt: skip
    words += [f"{name} {day:%a} {day}" for name, day in dates if day is not None]
    words += [f"limit {limit.day:%a} {limit.day}" for limit in line.limits]
    words += ["provisional"] if line.provisional and line.due else []
    return f"{' '.join(words)}; {line.state}"


def _fits(expected: str, row: str) -> bool:
    wanted, _, state = _RECKONING.sub("", expected).partition(";")
    return (wanted.split(), state.strip()) == (row.partition(";")[0].split(), row.partition(";")[2].strip())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v.section}: {v.name}")
def test_the_dates_of_a_vector_are_those_of_plain_calendar_arithmetic(vector: Vector):
    more = frozenset(vector.closed)
    for expected in vector.expected:
        dates = {name: (weekday, date.fromisoformat(day)) for name, weekday, day in _DATE.findall(expected)}
        for weekday, day in dates.values():
            assert not weekday or weekday == f"{day:%a}", f"{expected}: {day} is a {day:%a}"
        for name in ("due", "until", "grace"):
            if name in dates and rule_of(expected) not in {"PRIORITY_44D", "DILIGENCE_6M"}:
                rolls_to = dates.get("may" if name == "due" else f"{name}_may", dates[name])[1]
                assert plain.roll(dates[name][1], more) == rolls_to, f"{expected}: the roll of {name}"
        reckoned = _RECKONING.search(expected)
        if "due" in dates:
            assert reckoned, f"{expected}: no reckoning"
            assert plain.plus(date.fromisoformat(reckoned[1]), reckoned[2]) == dates["due"][1], expected
        if "until" in dates:
            months = "4m" if rule_of(expected) == "EXPUNGEMENT_RESPONSE" else "6m"
            assert reckoned
            assert plain.plus(date.fromisoformat(reckoned[1]), months) == dates["until"][1]
        if "grace" in dates:
            assert plain.plus(dates["due"][1], "6m") == dates["grace"][1], expected


def test_there_are_at_least_150_vectors_and_no_two_have_one_name():
    names = [(vector.section, vector.name) for vector in VECTORS]
    assert len(names) >= 150
    assert len(set(names)) == len(names)


def test_each_rule_that_gives_a_date_stands_in_the_vectors():
    counted = {row.rule for row in Rules.standard().rows if row.computability in {"yes", "confirm"}}
    effects = {row.rule for row in Rules.standard().rows if row.counted == "effect"}
    shown = {row.split()[0] for vector in VECTORS for row in vector.expected if " due " in row}
    assert counted - effects <= shown


def test_each_rule_stands_in_the_vectors_on_both_sides_of_the_day_from_which_it_holds():
    for row in Rules.standard().rows:
        if row.valid_from is None or row.computability == "warning":
            continue
        anchors = {
            date.fromisoformat(day)
            for vector in VECTORS
            for expected in vector.expected
            for day in re.findall(r"\d{4}-\d\d-\d\d", vector.case)
            if rule_of(expected) == row.rule
        }
        assert any(day < row.valid_from for day in anchors), row.rule
        assert any(day >= row.valid_from for day in anchors), row.rule
