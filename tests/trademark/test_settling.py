"""A document that does not show what moved the probe may lag behind: when is it taken for the whole truth?"""

from dataclasses import replace
from datetime import date

import pytest

from watcher.trademark.model import Case, ModifiedDates, ProsecutionEvent, Status
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.settling import accounts_for
from watcher.trademark.state import StatusDigest

OLD, NEW, OTHER = date(2026, 1, 5), date(2026, 2, 1), date(2026, 1, 20)
FIRST = ProsecutionEvent(1, "NWAP", "I", OLD, "NEW APPLICATION ENTERED")
BEFORE = Case(serial_number=SerialNumber("97000001"), status=Status("630", OLD, "New"), events=(FIRST,))


def with_event(day: date | None) -> Case:
    return replace(BEFORE, events=(FIRST, ProsecutionEvent(2, "GNRT", "O", day, "ACTION")))


SEEN = [ModifiedDates(prosecution=NEW, status=OLD), StatusDigest("d", NEW)]


@pytest.mark.parametrize("seen", SEEN)
def test_a_new_entry_of_the_day_accounts_for_it(seen: ModifiedDates | StatusDigest) -> None:
    assert accounts_for(with_event(NEW), BEFORE, seen, None)


@pytest.mark.parametrize("seen", SEEN)
def test_a_status_of_the_day_accounts_for_it(seen: ModifiedDates | StatusDigest) -> None:
    assert accounts_for(replace(BEFORE, status=Status("641", NEW, "Action")), BEFORE, seen, None)


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize(
    "document", [with_event(OTHER), with_event(None), replace(BEFORE, register="PRINCIPAL")]
)
def test_something_else_does_not(document: Case, seen: ModifiedDates | StatusDigest) -> None:
    assert not accounts_for(document, BEFORE, seen, None)


def test_an_entry_of_that_day_that_was_known_before_does_not() -> None:
    known = with_event(NEW)
    assert not accounts_for(replace(known, register="PRINCIPAL"), known, ModifiedDates(prosecution=NEW), None)


def test_without_a_day_there_is_nothing_to_account_for() -> None:
    assert accounts_for(BEFORE, BEFORE, ModifiedDates(), None)
    assert accounts_for(BEFORE, BEFORE, None, None)


def test_all_that_the_batch_itself_tells_must_be_in_the_document() -> None:
    seen, newer = StatusDigest("d", NEW), with_event(NEW)
    assert accounts_for(newer, BEFORE, seen, newer)
    assert accounts_for(newer, BEFORE, seen, BEFORE), "a document may be newer than the batch"
    assert not accounts_for(BEFORE, BEFORE, seen, newer)
    other = replace(newer, status=Status("641", NEW, "Action"))
    assert not accounts_for(newer, BEFORE, seen, other)
    assert accounts_for(newer, BEFORE, seen, replace(newer, status=Status("")))
