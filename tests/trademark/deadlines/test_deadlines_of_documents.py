"""The deadlines of real documents, as of three days each: golden lists, each line with its reckoning and its anchor.

The documents do not belong to the project; without them the tests are skipped. As of a day before the document's own,
the case is what was known on that day: later entries and dates are left out.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.samples import sample
from tests.trademark.deadlines import plain
from tests.trademark.deadlines.test_deadline_vectors import as_row
from watcher.trademark.deadlines import deadlines
from watcher.trademark.model import Case, FilingBasis, ProsecutionEvent, Status
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.st96 import parse_status_document

GOLDENS = Path(__file__).with_name("documents")
_RECKONING = re.compile(r" = (\d{4}-\d\d-\d\d) \+(\d+[md])")
DOCUMENTS = (
    "rn3756727.xml",
    "rn3886986.xml",
    "sn77478018.xml",
    "sn85334015.xml",
    "sn87881347.xml",
    "sn97123456-case-20260606.json",
)


def read(name: str) -> Case:
    if name.endswith(".xml"):
        return parse_status_document(sample("casestatus", name).read_bytes())
    mark = json.loads(sample("multistatus", name).read_text(encoding="utf-8"))["trademarks"][0]
    status, events = mark["status"], mark["prosecutionHistory"]
    return Case(
        serial_number=SerialNumber(str(status["serialNumber"])),
        filing_date=date.fromisoformat(status["filingDate"]),
        abandonment_date=date.fromisoformat(status["dateAbandoned"]),
        status=Status(str(status["status"]), date.fromisoformat(status["statusDate"]), "Abandoned."),
        basis=FilingBasis(filed=("1(b)",), current=("1(b)",)),
        events=tuple(
            ProsecutionEvent(
                event["entryNumber"],
                event["entryCode"],
                event["entryType"],
                date.fromisoformat(event["entryDate"][:10]),
                event["entryDesc"],
            )
            for event in events
        ),
    )


def as_of(case: Case, day: date) -> Case:
    """What was known of the case on that day."""

    def known(value: date | None) -> date | None:
        return value if value is None or value <= day else None

    return replace(
        case,
        events=tuple(event for event in case.events if known(event.date)),
        registration_date=known(case.registration_date),
        registration_number=case.registration_number if known(case.registration_date) else None,
        allowance_date=known(case.allowance_date),
        abandonment_date=known(case.abandonment_date),
        publication_dates=tuple(day for day in case.publication_dates if known(day)),
        status=case.status if known(case.status.date) else Status(""),
    )


def golden(name: str) -> dict[date, list[str]]:
    path = GOLDENS / (name.partition(".")[0] + ".txt")
    assert path.exists(), f"the golden list {path.name} is missing"
    days: dict[date, list[str]] = {}
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.startswith("as of "):
            days[date.fromisoformat(row.removeprefix("as of "))] = []
        elif row.strip() and not row.startswith("#"):
            next(reversed(days.values())).append(row.strip())
    return days


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_deadlines_of_a_real_document_are_those_of_its_golden_list(name: str):
    case = read(name)
    days = golden(name)
    assert len(days) == 3
    for day, rows in days.items():
        lines = deadlines(as_of(case, day), day, last_full_fetch=day)
        shown = [f"{as_row(line)} <- {line.anchor}" for line in lines]
        assert shown == [_RECKONING.sub("", row) for row in rows], f"as of {day}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_date_of_a_golden_list_is_counted_from_its_anchor(name: str):
    for rows in golden(name).values():
        for row in rows:
            if " due " not in row:
                continue
            reckoned = _RECKONING.search(row)
            due = re.search(r"due \w{3} (\S+?)[; ]", row + " ")
            assert reckoned, row
            assert due, row
            assert reckoned[1] in row.partition("<-")[2], f"not counted from its anchor: {row}"
            assert str(plain.plus(date.fromisoformat(reckoned[1]), reckoned[2])) == due[1], row
