"""Promise 3: a section that vanishes, a document that is older, a mask: never a change; told if it persists."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from watcher.trademark.model import (
    Assignment,
    Attorney,
    Case,
    Change,
    ChangeKind,
    Contact,
    Fact,
    Location,
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
            case Unchanged(holds=holds, renews=renews):
                if renews:
                    self.snapshots[max(self.snapshots) + 1] = document
                self.holds = holds
            case Doubtful(holds=holds):
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


def correspondent(email: str, phone: str = "111") -> Contact:
    return Contact(("Jane Doe",), emails=(("Main", email),), phones=(phone,))


def history(*numbers: int) -> Case:
    return replace(CASE, events=tuple(event(number) for number in numbers))


def changes_of(reading: Reading) -> tuple[Change, ...]:
    return reading.changes if isinstance(reading, Changed) else ()


def summaries(reading: Reading) -> list[str]:
    return [change.summary for change in reading.changes] if isinstance(reading, Changed) else []


def test_a_change_behind_a_mask_is_told_though_the_section_was_gone_for_a_while() -> None:
    base = history(4, 3, 2, 1)
    watching = Watching(replace(CASE, correspondent=correspondent("a@x.com")))
    watching.sees(replace(base, correspondent=correspondent("XXXX")), HOUR)
    assert told(watching.sees(replace(base, correspondent=None), 2 * HOUR)) == []
    base = history(5, 4, 3, 2, 1)
    assert told(watching.sees(replace(base, correspondent=None), 3 * HOUR)) == [ChangeKind.EVENT]
    assert told(watching.sees(replace(base, correspondent=correspondent("XXXX")), 4 * HOUR)) == []
    base = history(6, 5, 4, 3, 2, 1)
    assert told(watching.sees(replace(base, correspondent=correspondent("XXXX")), 5 * HOUR)) == [
        ChangeKind.EVENT
    ]
    reading = watching.sees(replace(base, correspondent=correspondent("b@x.com")), 6 * HOUR)
    assert summaries(reading) == ["Correspondent e-mail: a@x.com (Main) -> b@x.com (Main)"]


def test_of_two_masks_the_later_snapshot_says_what_was_there() -> None:
    watching = Watching(replace(CASE, correspondent=correspondent("a@x.com")))
    document = replace(CASE, correspondent=correspondent("XXXX", "222"))
    assert summaries(watching.sees(document)) == ["Correspondent telephone: 111 -> 222"]
    document = replace(history(4, 3, 2, 1), correspondent=correspondent("XXXX", "XXXX"))
    assert told(watching.sees(document, 2 * HOUR)) == [ChangeKind.EVENT]
    document = replace(document, correspondent=correspondent("a@x.com", "222"))
    assert told(watching.sees(document, 3 * HOUR)) == []


@pytest.mark.parametrize("back", [(4, 3, 2, 1), (4, 3, 1)])
def test_an_entry_that_is_gone_is_held_though_the_whole_history_is_gone_for_a_while(
    back: tuple[int, ...],
) -> None:
    watching = Watching(CASE)
    assert told(watching.sees(history(4, 3, 1), timedelta())) == [ChangeKind.EVENT]
    watching.sees(history(), HOUR)
    assert told(watching.sees(history(*back), 2 * HOUR)) == []
    removed = [] if 2 in back else [ChangeKind.EVENT_REMOVED]
    assert told(watching.sees(history(*back), PATIENCE)) == removed
    assert told(watching.sees(history(*back), PATIENCE + HOUR)) == []


def test_a_gap_that_showed_when_a_history_came_back_keeps_what_stood_before_it() -> None:
    watching = Watching(CASE)
    watching.sees(history(), timedelta())
    assert told(watching.sees(replace(history(), assignments=(), attorney=None), HOUR)) == []
    watching.sees(replace(history(), owners=(*CASE.owners, Owner(20, "Second LLC"))), 2 * HOUR)
    now = replace(CASE, owners=(*CASE.owners, Owner(20, "Second LLC")))
    assert told(watching.sees(replace(now, events=history(3, 1).events), 3 * HOUR)) == []
    assert told(watching.sees(replace(now, events=history(4, 3, 1).events), 4 * HOUR)) == [ChangeKind.EVENT]
    assert told(watching.sees(replace(now, events=history(4, 3, 2, 1).events), 5 * HOUR)) == []


def test_what_came_back_is_not_told_as_new_by_a_later_change() -> None:
    watching = Watching(CASE)
    watching.sees(replace(CASE, assignments=()), timedelta())
    watching.sees(replace(history(4, 3, 2, 1), assignments=()), HOUR)
    assert told(watching.sees(history(4, 3, 2, 1), 2 * HOUR)) == []
    assert told(watching.sees(history(5, 4, 3, 2, 1), 3 * HOUR)) == [ChangeKind.EVENT]


def test_a_change_after_a_mask_was_lifted_is_told() -> None:
    watching = Watching(replace(CASE, correspondent=correspondent("XXXX")))
    assert told(watching.sees(replace(CASE, correspondent=correspondent("a@x.com")), HOUR)) == []
    reading = watching.sees(replace(CASE, correspondent=correspondent("b@x.com")), 2 * HOUR)
    assert told(reading) == [ChangeKind.CORRESPONDENT]


def test_a_stale_copy_with_the_same_status_day_is_not_believed() -> None:
    watching = Watching(CASE)
    fresh = replace(history(4, 3, 2, 1), attorney=Attorney(Contact(("New Counsel",)), "A-1"))
    assert told(watching.sees(fresh, HOUR)) == [ChangeKind.EVENT, ChangeKind.ATTORNEY]
    assert isinstance(watching.sees(CASE, 2 * HOUR), Doubtful)
    assert told(watching.sees(fresh, 3 * HOUR)) == []


def test_a_newest_entry_that_stays_away_is_told_after_a_day_and_once() -> None:
    watching = Watching(CASE)
    watching.sees(history(2, 1), timedelta())
    assert told(watching.sees(history(2, 1), PATIENCE)) == [ChangeKind.EVENT_REMOVED]
    assert told(watching.sees(history(2, 1), PATIENCE + HOUR)) == []


def test_the_day_of_one_entry_does_not_count_for_another() -> None:
    watching = Watching(history(5, 4, 3, 2, 1))
    watching.sees(history(5, 4, 3, 1), timedelta())
    watching.sees(history(5, 3, 2, 1), PATIENCE - HOUR)
    assert told(watching.sees(history(5, 3, 2, 1), PATIENCE)) == []
    assert told(watching.sees(history(5, 3, 2, 1), 2 * PATIENCE - HOUR)) == [ChangeKind.EVENT_REMOVED]


def test_the_day_of_one_other_mark_does_not_count_for_another() -> None:
    watching = Watching(CASE)
    watching.sees(replace(CASE, mark=Mark("B")), timedelta())
    watching.sees(replace(history(4, 3, 2, 1), mark=Mark("B")), HOUR)
    document = replace(history(4, 3, 2, 1), mark=Mark("C"))
    watching.sees(document, PATIENCE - HOUR)
    assert told(watching.sees(document, PATIENCE)) == []
    assert summaries(watching.sees(document, 2 * PATIENCE - HOUR)) == ["Mark: AZUKI ZEN -> C"]


FULL = replace(
    CASE,
    filing_date=date(2025, 1, 1),
    registration_number="7000001",
    registration_date=date(2026, 1, 1),
    renewal_date=date(2036, 1, 1),
    register="Primary",
    location=Location(law_office="LAW OFFICE 103"),
    mark=Mark("AZUKI ZEN", categories=("Trademark",)),
    other=(Fact(Section.GOODS, "NationalGoodsServices/ClassTotal", "2"),),
)

EMPTIED = {
    "status": replace(FULL, status=Status("", None, "")),
    "status code": replace(FULL, status=replace(FULL.status, code="")),
    "status words": replace(FULL, status=replace(FULL.status, text="")),
    "status day": replace(FULL, status=replace(FULL.status, date=None)),
    "filing date": replace(FULL, filing_date=None),
    "registration number": replace(FULL, registration_number=None),
    "register": replace(FULL, register=""),
    "location": replace(FULL, location=Location()),
    "mark category": replace(FULL, mark=Mark("AZUKI ZEN")),
    "fact": replace(FULL, other=()),
}


@pytest.mark.parametrize("part", EMPTIED)
def test_a_value_that_is_empty_is_told_after_a_day_as_no_longer_shown_and_once(part: str) -> None:
    watching = Watching(FULL)
    document = EMPTIED[part]
    assert told(watching.sees(document, timedelta())) == []
    changed = replace(document, events=(event(4), *CASE.events))
    assert told(watching.sees(changed, HOUR)) == [ChangeKind.EVENT]
    reading = watching.sees(changed, PATIENCE)
    assert told(reading) == [ChangeKind.SECTION_GONE]
    assert summaries(reading)[0].startswith("The USPTO no longer shows the ")
    assert told(watching.sees(changed, PATIENCE + HOUR)) == []


@pytest.mark.parametrize("part", EMPTIED)
def test_a_value_that_comes_back_within_the_day_is_never_told(part: str) -> None:
    watching = Watching(FULL)
    watching.sees(EMPTIED[part], timedelta())
    watching.sees(replace(EMPTIED[part], events=(event(4), *CASE.events)), HOUR)
    full = replace(FULL, events=(event(4), *CASE.events))
    assert told(watching.sees(full, PATIENCE - HOUR)) == []
    assert told(watching.sees(full, PATIENCE + HOUR)) == []


def test_a_publication_date_is_told_at_once_while_another_date_is_missing() -> None:
    watching = Watching(FULL)
    document = replace(FULL, renewal_date=None, publication_dates=(date(2026, 3, 10),))
    assert summaries(watching.sees(document, timedelta())) == ["Publication date: 2026-03-10"]
    reading = watching.sees(document, PATIENCE)
    assert summaries(reading) == ["The USPTO no longer shows the renewal date of this case"]


def test_another_status_is_told_at_once_though_its_words_are_missing() -> None:
    watching = Watching(FULL)
    document = replace(FULL, status=Status("602", date(2026, 3, 9), ""))
    assert summaries(watching.sees(document, timedelta())) == ["Status: 641 Non-final action mailed -> 602"]


def test_a_mask_that_stays_from_first_sight_on_brings_no_new_snapshot() -> None:
    masked = replace(
        CASE,
        correspondent=correspondent("XXXX"),
        other=(Fact(Section.CORRESPONDENT, "CorrespondentBag/Pager", "XXXX"),),
    )
    watching = Watching(masked)
    for hours in range(3):
        assert told(watching.sees(masked, hours * HOUR)) == []
    assert len(watching.snapshots) == 1


@pytest.mark.parametrize("day", [date(2026, 2, 1), date(2026, 3, 1)])
def test_a_status_day_set_back_with_a_new_entry_is_a_correction_and_told_at_once(day: date) -> None:
    watching = Watching(history(4, 3, 2, 1))
    assert told(watching.sees(replace(history(5, 1), status=replace(CASE.status, date=day)))) == [
        *([ChangeKind.STATUS] if day != date(2026, 3, 1) else []),
        ChangeKind.EVENT,
    ]


def test_a_stale_copy_is_not_believed_though_its_status_day_is_later_than_one_that_was_entered_back_dated() -> (
    None
):
    before = replace(CASE, status=Status("818", date(2026, 10, 29), "Statement of use"))
    newest = max(one.entry_number or 0 for one in CASE.events) + 1
    now = replace(
        before, status=Status("700", date(2026, 10, 15), "Registered"), events=(event(newest), *before.events)
    )
    watching = Watching(now)
    assert isinstance(watching.sees(before), Doubtful)
    assert told(watching.sees(now, 2 * HOUR)) == []


def test_the_day_of_one_stale_copy_does_not_count_for_another() -> None:
    watching = Watching(history(4, 3, 2, 1))
    watching.sees(history(2, 1), timedelta())
    watching.sees(history(3, 2, 1), PATIENCE - HOUR)
    assert isinstance(watching.sees(history(3, 2, 1), PATIENCE), Doubtful)
    assert told(watching.sees(history(3, 2, 1), 2 * PATIENCE - HOUR)) == [ChangeKind.EVENT_REMOVED]


def test_a_fact_of_an_entry_goes_with_its_entry_and_one_written_anew_is_told_once() -> None:
    facts = (
        Fact(Section.GOODS, "Class[009]/Note", "of a class"),
        Fact(Section.OTHER, "Unknown/A", "1"),
        Fact(Section.OTHER, "Unknown/B", "2"),
    )
    watching = Watching(replace(CASE, other=facts))
    twice = ('A: "1"; B: "2"', 'A: "3"')
    document = replace(CASE, other=tuple(Fact(Section.OTHER, "Unknown", value) for value in twice))
    assert [change.new for change in changes_of(watching.sees(document, timedelta()))] == [
        None,
        'A: "3"',
    ]
    assert told(watching.sees(document, PATIENCE)) == []


def test_the_facts_of_a_section_are_told_with_it() -> None:
    totals = (Fact(Section.OWNERS, "OwnerTotal", "1"),)
    watching = Watching(replace(CASE, other=totals))
    gone = replace(CASE, owners=())
    watching.sees(replace(gone, other=totals), timedelta())
    watching.sees(gone, PATIENCE - HOUR)
    assert told(watching.sees(gone, PATIENCE)) == [ChangeKind.SECTION_GONE]
    assert watching.holds == ()
