"""Real documents are served to the byte, rewound and replaced while the office runs."""

from __future__ import annotations

from datetime import date

import pytest

from tests.samples import OLD_SCHEMA, SAMPLES, needs_samples, readable_documents, sample
from tests.simulator.cases import long_life
from watcher.simulator import SIMULATOR_KEY, Office, modified_date, rewound
from watcher.simulator.documents import status_document
from watcher.simulator.reader import read_record
from watcher.trademark.st96 import parse_status_document

KEY = {"USPTO-API-KEY": SIMULATOR_KEY}
EARLIER = ("641", date(2010, 1, 2), "Waiting <for> an answer & more")
DOCUMENTS = [pytest.param(path, id=path.stem) for path in readable_documents()]


@needs_samples
def test_a_folder_is_served_to_the_byte_by_the_serial_number_inside():
    office = Office(start=date(2026, 3, 2))
    serials = office.put_folder(SAMPLES / "casestatus")

    served = {
        office.answer("GET", f"/ts/cd/casestatus/sn{serial}/info.xml", "", KEY).body for serial in serials
    }
    assert served == {path.read_bytes() for path in (SAMPLES / "casestatus").glob("*.xml")}


@needs_samples
def test_the_modified_date_of_a_real_document_is_that_of_its_newest_event():
    office = Office(start=date(2026, 3, 2))
    serial = office.put_document(sample("casestatus", "sn87881347.xml").read_bytes())
    assert modified_date(office.record(serial)) == date(2018, 8, 27)


@needs_samples
def test_a_document_of_the_old_schema_is_served_as_it_is():
    document = sample("casestatus", OLD_SCHEMA).read_bytes()
    office = Office(start=date(2026, 3, 2))
    serial = office.put_document(document)
    assert office.answer("GET", f"/ts/cd/casestatus/sn{serial}/info.xml", "", KEY).body == document


@needs_samples
def test_real_numbers_find_real_documents():
    office = Office(start=date(2026, 3, 2))
    office.put_folder(SAMPLES / "casestatus")
    for case_id, serial in (
        ("rn4281391", "85334015"),
        ("ir1087917", "85334015"),
        ("refA0025288", "85334015"),
    ):
        body = office.answer("GET", f"/ts/cd/casestatus/{case_id}/info.xml", "", KEY).body
        assert f">{serial}<".encode() in body


@pytest.mark.parametrize("path", DOCUMENTS)
@pytest.mark.parametrize("events", [0, 1, 3])
def test_a_rewound_document_lacks_its_newest_events_and_nothing_else(path, events):
    document = path.read_bytes()
    whole = parse_status_document(document)
    events = min(events, len(whole.events))
    numbers = sorted((event.entry_number for event in whole.events), reverse=True)[:events]

    earlier = parse_status_document(rewound(document, events, EARLIER))

    assert [event.entry_number for event in earlier.events] == [
        event.entry_number for event in whole.events if event.entry_number not in numbers
    ]
    assert (earlier.status.code, earlier.status.date) == EARLIER[:2]
    assert earlier.status.text == EARLIER[2]
    for part in ("owners", "goods", "attorney", "correspondent", "basis", "other", "location", "mark"):
        assert getattr(earlier, part) == getattr(whole, part), part


@pytest.mark.parametrize("path", DOCUMENTS)
def test_rewinding_nothing_leaves_every_byte(path):
    document = path.read_bytes()
    assert rewound(document, 0) == document


def test_more_events_than_there_are_cannot_be_taken_away():
    record = long_life().record(long_life().steps[1].shown)
    document = status_document(record)
    assert not read_record(rewound(document, 2)).entries
    with pytest.raises(ValueError, match="has 2 events"):
        rewound(document, 3)


def test_a_document_is_replaced_while_the_office_runs():
    case = long_life()
    now, then = status_document(case.record(case.steps[5].shown)), case.record(case.steps[3].shown)
    office = Office(start=date(2026, 3, 2))
    serial = office.put_document(status_document(then))
    before, moment = office.document(serial), office.now

    office.advance(date(2026, 3, 3))
    office.put_document(now)

    assert office.document(serial) == now != before
    assert office.document(serial, moment) == before


def test_a_document_can_be_put_in_for_a_later_day():
    case = long_life()
    first, second = (status_document(case.record(step.shown)) for step in case.steps[2:4])
    office = Office(start=date(2026, 3, 2))
    serial = office.put_document(first)
    office.put_document(second, date(2026, 3, 5))

    assert office.document(serial) == first
    office.advance(date(2026, 3, 5))
    assert office.document(serial) == second


def test_what_has_no_serial_number_is_refused():
    with pytest.raises(ValueError, match="not well-formed"):
        Office(start=date(2026, 3, 2)).put_document(b"<html><br></html>")
