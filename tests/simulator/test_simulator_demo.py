"""The demo's half year: a dozen marks that can all be found, and something to tell in most weeks."""

from __future__ import annotations

import re
from datetime import timedelta

from watcher.simulator import SIMULATOR_KEY
from watcher.simulator.demo import (
    DEMO_END,
    DEMO_START,
    demo_cases,
    demo_office,
    demo_watchlist_marks,
)
from watcher.simulator.script import evening_of
from watcher.trademark.numbers import NumberKind, parse_case_number


def test_every_mark_of_the_demos_watchlist_is_found_by_its_number_from_the_first_day():
    office = demo_office()
    marks = demo_watchlist_marks()
    found = set()
    for mark in marks:
        number = parse_case_number(NumberKind(mark.key), mark.number)
        answer = office.answer(
            "GET", f"/ts/cd/casestatus/{number.case_id}/info.xml", "", {"USPTO-API-KEY": SIMULATOR_KEY}
        )
        assert answer.status == 200, mark
        serial = re.search(rb"ApplicationNumberText>(\d{8})<", answer.body)
        assert serial is not None
        found.add(serial.group(1).decode())
    assert found == {case.serial_number for case in demo_cases()}
    assert len(marks) == len(found) == 12


def test_something_happens_in_most_weeks():
    weeks = (DEMO_END - DEMO_START).days // 7
    busy = {
        (step.shown.date() - DEMO_START).days // 7
        for case in demo_cases()
        for step in case.shown_between(evening_of(DEMO_START), evening_of(DEMO_END))
    }
    assert len(busy) > weeks * 0.8


def test_the_cast_is_varied():
    records = [case.record(evening_of(DEMO_END)) for case in demo_cases()]
    assert any(record.mark is None for record in records)
    assert any("<" in (record.mark or "") and "&" in (record.mark or "") for record in records)
    assert any(record.reference_number for record in records)
    assert any("1(b)" in record.filed_bases for record in records)
    assert any(record.oppositions for record in records)
    assert any(record.maintenance for record in records)
    assert any(record.conveyances for record in records)
    steps = [step for case in demo_cases() for step in case.steps]
    assert any(step.shown - evening_of(step.on) > timedelta(days=2) for step in steps)
    assert any(step.label == "docket number changed" and not step.lines for step in steps)


def test_the_marks_labels_are_those_of_the_cases():
    by_serial = {case.serial_number: case.record(evening_of(DEMO_START)) for case in demo_cases()}
    labels = {mark.label for mark in demo_watchlist_marks()}
    assert {record.mark for record in by_serial.values() if record.mark} < labels
