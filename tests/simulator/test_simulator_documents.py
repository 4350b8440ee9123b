"""What a script means is what its documents say, to the program's reader and to the simulator's own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.simulator.cases import all_cases
from watcher.simulator.demo import demo_cases
from watcher.simulator.documents import status_document
from watcher.simulator.multistatus import trademark
from watcher.simulator.reader import read_record
from watcher.simulator.record import Record
from watcher.simulator.script import ScriptedCase
from watcher.simulator.words import party_words
from watcher.trademark.model import Case
from watcher.trademark.st96 import parse_status_document


def stages(case: ScriptedCase) -> list[Record]:
    """The case after each of its steps."""
    records = [case.record(step.shown) for step in case.steps]
    return [record for record in records if record is not None]


CASES = [pytest.param(case, id=case.serial_number) for case in (*all_cases(), *demo_cases())]


@pytest.mark.parametrize("case", CASES)
def test_every_document_of_a_scripted_case_is_read_as_it_was_meant(case):
    for record in stages(case):
        read = parse_status_document(status_document(record))
        assert_same_identity(read, record)
        assert_same_people(read, record)
        assert_same_history(read, record)
        assert_same_rights(read, record)


def assert_same_identity(read: Case, record: Record) -> None:
    assert read.serial_number == record.serial_number
    assert read.registration_number == (record.registration_number or None)
    assert read.mark.text == record.mark
    assert read.mark.description == record.drawing.description
    assert read.mark.design_codes == record.drawing.design_codes
    assert read.mark.standard_characters == (record.drawing.feature_code == "4")
    assert read.mark.disclaimer == record.disclaimer
    assert (read.status.code, read.status.date) == (record.status_code, record.status_date)
    assert record.status_text
    assert " ".join(record.status_text.split()).startswith(read.status.text)
    assert (read.filing_date, read.registration_date) == (record.filed, record.registered)


def assert_same_people(read: Case, record: Record) -> None:
    assert [(owner.party_type, owner.name) for owner in read.owners] == [
        (owner.party_type, owner.party.name)
        for owner in sorted(record.owners, key=lambda one: -one.party_type)
    ]
    assert [owner.comment for owner in read.owners] == [
        party_words(owner.party_type or 0) for owner in read.owners
    ]
    assert [owner.name for owner in read.current_owners] == [p.name for p in record.current_owners]
    assert read.current_owners[0].contact.address.city == record.current_owners[0].city
    assert (read.attorney.name if read.attorney else "") == record.attorney
    assert (read.attorney.docket_number if read.attorney else "") == record.docket_number
    assert read.correspondent is not None
    assert record.correspondent.name in read.correspondent.names
    assert {address for _, address in read.correspondent.emails} == {
        address
        for address in (record.correspondent.main_email, *record.correspondent.other_emails)
        if address
    }


def assert_same_history(read: Case, record: Record) -> None:
    assert [(e.entry_number, e.code, e.event_type, e.date, e.description) for e in read.events] == [
        (e.number, e.code, e.event_type, e.date, e.description)
        for e in sorted(record.entries, key=lambda entry: -entry.number)
    ]


def assert_same_rights(read: Case, record: Record) -> None:
    assert [(g.class_number, g.description, g.us_classes) for g in read.goods] == [
        (g.number, g.description, g.us_classes) for g in record.goods
    ]
    assert set(read.basis.filed) == set(record.filed_bases)
    assert set(read.basis.current) == set(record.current_bases)
    assert read.publication_dates == ((record.published,) if record.published else ())
    assert read.allowance_date == record.allowed
    assert read.abandonment_date == record.abandoned
    assert read.renewal_date == record.renewed
    assert [(m.section, m.decision) for m in read.maintenance] == [
        (m.section, m.decision) for m in record.maintenance
    ]
    assert [(a.identifier, a.recorded) for a in read.assignments] == [
        (c.identifier, c.recorded) for c in record.conveyances
    ]
    assert [(p.number, p.filed, p.status_text, len(p.events)) for p in read.proceedings] == [
        (o.number, o.filed, o.status_text, len(o.entries)) for o in record.oppositions
    ]
    assert [(m.reference_number, m.international_registration) for m in read.associated_marks] == (
        [(record.reference_number, record.international_registration)] if record.reference_number else []
    )
    assert [(p.country, p.application_number, p.filed) for p in read.priorities] == [
        (p.country, p.application_number, p.filed) for p in record.priorities
    ]


@pytest.mark.parametrize("case", CASES)
def test_a_written_document_is_read_back_by_the_simulators_own_reader(case):
    for record in stages(case):
        read = read_record(status_document(record))
        assert read.entries == record.entries
        assert read.correspondent == record.correspondent
        assert read.goods == record.goods
        assert read.mark == record.mark
        assert (read.status_code, read.status_text) == (record.status_code, record.status_text)


def test_json_gives_code_and_type_apart_and_midnight_eastern_in_utc():
    case = all_cases()[0]
    winter, summer = case.record(case.steps[1].shown), case.record(case.steps[3].shown)
    assert winter is not None
    assert summer is not None

    first = trademark(winter)["prosecutionHistory"][-1]
    newest = trademark(summer)["prosecutionHistory"][0]

    assert first["entryDate"] == "2024-01-12T05:00:00.000+0000"
    assert newest == {
        "entryCode": "GNRN",
        "entryType": "O",
        "entryDate": "2024-06-10T04:00:00.000+0000",
        "entryDesc": "NOTIFICATION OF NON-FINAL ACTION E-MAILED",
        "entryNumber": 6,
        "proceedingNum": 0,
    }


def test_json_says_live_or_dead_with_every_status():
    for case in all_cases():
        for step in case.steps:
            record = case.record(step.shown)
            assert record is not None
            status = trademark(record)["status"]
            dead = record.status_code in {"602", "604", "606", "710"}
            assert status["tm5StatusDesc"].startswith("DEAD" if dead else "LIVE"), record.status_code
            assert status["status"] == int(record.status_code)


def test_an_owner_before_and_after_publication_and_registration_is_called_so():
    words = [party_words(number) for number in (10, 11, 20, 21, 30, 31)]
    assert words == [
        "ORIGINAL APPLICANT",
        "SUBSEQUENT OWNER BEFORE PUBLICATION",
        "OWNER AT PUBLICATION",
        "SUBSEQUENT OWNER AFTER PUBLICATION",
        "ORIGINAL REGISTRANT",
        "SUBSEQUENT OWNER AFTER REGISTRATION",
    ]


def test_two_steps_that_show_at_the_same_moment_happen_in_the_order_given():
    case = all_cases()[0]
    numbers = [entry.number for entry in (case.record(case.steps[-1].shown + timedelta(days=1))).entries]
    assert numbers == list(range(1, len(numbers) + 1))
