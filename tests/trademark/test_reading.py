"""Promise 3: a section that vanishes, a document that is older, a mask: never a change; told if it persists."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from watcher.trademark.model import (
    Assignment,
    Attorney,
    Case,
    ChangeKind,
    Contact,
    Mark,
    Owner,
    ProsecutionEvent,
    Section,
    Status,
)
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.reading import (
    PATIENCE,
    Baseline,
    Changed,
    Doubtful,
    FirstSeen,
    Reading,
    Unchanged,
    read,
    restore,
)
from watcher.trademark.state import Hold

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def event(
    number: int, day: date = date(2026, 3, 1), words: str = "NON-FINAL ACTION E-MAILED"
) -> ProsecutionEvent:
    return ProsecutionEvent(number, "GNRT", "O", day, words)


CASE = Case(
    serial_number=SerialNumber("97123456"),
    status=Status("641", date(2026, 3, 1), "Non-final action mailed"),
    mark=Mark("AZUKI ZEN"),
    events=(event(3), event(2), event(1)),
    owners=(Owner(10, "Azuki LLC", Contact(emails=(("Main", "owner@example.com"),))),),
    attorney=Attorney(Contact(("Jane Doe",)), "A-1"),
    correspondent=Contact(("Jane Doe",), emails=(("Main", "jane@example.com"),)),
    assignments=(Assignment("1234/0567", "ASSIGNS THE ENTIRE INTEREST"),),
)


class Watching:
    """One case over time: what is saved after each reading is what the next is compared with, as the store does it."""

    def __init__(self, first: Case) -> None:
        self.snapshots = {1: first}
        self.holds: tuple[Hold, ...] = ()

    def baseline(self) -> Baseline:
        newest = max(self.snapshots)
        held = tuple((hold, self.snapshots[hold.snapshot_id]) for hold in self.holds)
        return Baseline(restore(self.snapshots[newest], held), newest, self.holds)

    def sees(self, document: Case, after: timedelta = HOUR) -> Reading:
        reading = read(self.baseline(), document, NOW + after)
        match reading:
            case Changed(holds=holds):
                self.snapshots[max(self.snapshots) + 1] = document
                self.holds = holds
            case Unchanged(holds=holds) | Doubtful(holds=holds):
                self.holds = holds
            case FirstSeen():
                pass
        return reading


def told(reading: Reading) -> list[ChangeKind]:
    return [change.kind for change in reading.changes] if isinstance(reading, Changed) else []


VANISHING = {
    Section.ASSIGNMENTS: replace(CASE, assignments=()),
    Section.OWNERS: replace(CASE, owners=()),
    Section.EVENTS: replace(CASE, events=()),
    Section.ATTORNEY: replace(CASE, attorney=None),
}


def test_a_case_without_a_baseline_is_seen_for_the_first_time() -> None:
    assert read(None, CASE, NOW) == FirstSeen(CASE)


def test_the_same_document_is_unchanged() -> None:
    assert told(Watching(CASE).sees(CASE)) == []


@pytest.mark.parametrize("section", VANISHING)
def test_a_section_that_vanishes_is_not_told_before_a_day_has_passed(section: Section) -> None:
    watching = Watching(CASE)
    for hours in range(24):
        assert told(watching.sees(VANISHING[section], hours * HOUR)) == []


@pytest.mark.parametrize("section", VANISHING)
def test_a_section_that_stays_away_is_told_as_what_it_is_and_once(section: Section) -> None:
    watching = Watching(CASE)
    watching.sees(VANISHING[section], timedelta())
    reading = watching.sees(VANISHING[section], PATIENCE)
    assert told(reading) == [ChangeKind.SECTION_GONE]
    assert isinstance(reading, Changed)
    assert f"no longer shows the {section.value}" in reading.changes[0].summary
    assert told(watching.sees(VANISHING[section], PATIENCE + HOUR)) == []


@pytest.mark.parametrize("section", VANISHING)
def test_a_section_that_comes_back_within_the_day_is_never_told(section: Section) -> None:
    watching = Watching(CASE)
    watching.sees(VANISHING[section], HOUR)
    assert told(watching.sees(CASE, 2 * HOUR)) == []
    assert watching.holds == ()
    assert (
        told(watching.sees(VANISHING[section], PATIENCE + HOUR)) == []
    )  # a new doubt, with a day of its own


def test_what_changes_elsewhere_while_a_section_is_in_doubt_is_told_at_once() -> None:
    watching = Watching(CASE)
    watching.sees(replace(CASE, assignments=()), timedelta())
    new = replace(CASE, assignments=(), events=(event(4), *CASE.events))
    assert told(watching.sees(new, HOUR)) == [ChangeKind.EVENT]
    assert told(watching.sees(new, 2 * HOUR)) == []
    assert told(watching.sees(replace(new, assignments=CASE.assignments), 3 * HOUR)) == []


def test_what_is_new_in_a_section_that_comes_back_is_told() -> None:
    watching = Watching(CASE)
    watching.sees(replace(CASE, assignments=()), timedelta())
    grown = (*CASE.assignments, Assignment("2222/0001", "CHANGE OF NAME"))
    assert told(watching.sees(replace(CASE, assignments=grown), HOUR)) == [ChangeKind.ASSIGNMENT]


def test_a_new_office_action_is_told_though_an_old_entry_is_gone() -> None:
    watching = Watching(CASE)
    document = replace(CASE, events=(event(4), event(3), event(1)))
    assert told(watching.sees(document, timedelta())) == [ChangeKind.EVENT]
    assert told(watching.sees(document, HOUR)) == []
    assert told(watching.sees(document, PATIENCE)) == [ChangeKind.EVENT_REMOVED]
    assert told(watching.sees(document, PATIENCE + HOUR)) == []


def test_another_mark_is_not_believed_for_a_day() -> None:
    watching = Watching(CASE)
    other = replace(CASE, mark=Mark("SOMETHING ELSE"))
    assert told(watching.sees(other, timedelta())) == []
    assert told(watching.sees(other, PATIENCE)) == [ChangeKind.MARK]


def test_a_document_older_than_the_last_is_not_believed() -> None:
    watching = Watching(CASE)
    older = replace(CASE, status=Status("638", date(2026, 1, 1), "New application"), events=(event(1),))
    assert isinstance(watching.sees(older, timedelta()), Doubtful)
    assert told(watching.sees(CASE, HOUR)) == []
    assert watching.holds == ()
    watching.sees(older, 2 * HOUR)
    assert ChangeKind.STATUS in told(watching.sees(older, 2 * HOUR + PATIENCE))


def test_masks_come_and_go_without_a_word() -> None:
    masked = replace(CASE, correspondent=Contact(("Jane Doe",), emails=(("Main", "XXXX"),)))
    watching = Watching(CASE)
    for hours, document in enumerate((masked, CASE, masked, masked, CASE)):
        assert told(watching.sees(document, 20 * hours * HOUR)) == []


def test_a_value_that_changed_behind_its_mask_is_told_when_the_mask_is_lifted() -> None:
    masked = replace(CASE, correspondent=Contact(("Jane Doe",), emails=(("Main", "XXXX"),)))
    moved = replace(CASE, correspondent=Contact(("Jane Doe",), emails=(("Main", "new@example.com"),)))
    watching = Watching(CASE)
    watching.sees(replace(masked, events=(event(4), *CASE.events)))  # a new baseline, with the mask
    assert told(watching.sees(replace(moved, events=(event(4), *CASE.events)), 2 * HOUR)) == [
        ChangeKind.CORRESPONDENT
    ]


def test_a_mask_that_was_there_at_first_sight_is_lifted_without_a_word() -> None:
    masked = replace(CASE, correspondent=Contact(("Jane Doe",), emails=(("Main", "XXXX"),)))
    assert told(Watching(masked).sees(CASE)) == []


def test_what_changes_beside_a_mask_is_told() -> None:
    masked = replace(CASE, correspondent=Contact(("John Roe",), emails=(("Main", "XXXX"),)))
    assert told(Watching(CASE).sees(masked)) == [ChangeKind.CORRESPONDENT]
