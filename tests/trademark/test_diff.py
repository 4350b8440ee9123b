"""Two readings of a case are compared by meaning, and told in words that a docketing paralegal would use."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.samples import DOCUMENTS, sample
from watcher.trademark.diff import changed_sections, diff
from watcher.trademark.model import (
    Address,
    Attorney,
    Case,
    Change,
    ChangeKind,
    Contact,
    Fact,
    GoodsAndServices,
    MaintenanceFiling,
    Owner,
    Proceeding,
    ProceedingEvent,
    ProsecutionEvent,
    Section,
    Staff,
    Status,
)
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.st96 import parse_status_document

ORDINARY = (DOCUMENTS / "ordinary.xml").read_bytes()
ASSIGNED = (DOCUMENTS / "assigned-and-opposed.xml").read_bytes()
CASE = Case(serial_number=SerialNumber("97900001"))
SUN = Owner(30, "Sun Microsystems, Inc.", Contact(("Sun Microsystems, Inc.",)), "CORPORATION")
ORACLE = Owner(31, "Oracle America, Inc.", Contact(("Oracle America, Inc.",)), "CORPORATION")


def event(number: int | None, description: str = "PAPER RECEIVED", day: int = 1) -> ProsecutionEvent:
    return ProsecutionEvent(number, "MAIL", "I", date(2024, 1, day), description, "0")


def summaries(changes: tuple[Change, ...]) -> list[str]:
    return [change.summary for change in changes]


def test_a_case_does_not_differ_from_itself():
    case = parse_status_document(ASSIGNED)
    assert diff(case, case) == diff(case, parse_status_document(ASSIGNED)) == ()


def test_a_new_prosecution_event_is_told_in_the_uspto_s_words():
    new = event(2, "NOTICE OF PUBLICATION")
    (change,) = diff(replace(CASE, events=(event(1),)), replace(CASE, events=(new, event(1))))
    assert change == Change(
        kind=ChangeKind.EVENT,
        section=Section.EVENTS,
        path="events/2",
        summary="NOTICE OF PUBLICATION",
        new="2024-01-01 NOTICE OF PUBLICATION (MAILI)",
        date=date(2024, 1, 1),
        event=new,
    )


def test_an_event_added_on_top_is_one_change_and_not_one_for_each_below():
    events = tuple(event(number) for number in range(40, 0, -1))
    assert len(diff(replace(CASE, events=events[1:]), replace(CASE, events=events))) == 1


def test_new_events_are_told_oldest_first_by_entry_number_after_the_status():
    new = replace(CASE, events=(event(3, "C", 1), event(2, "B", 9), event(1, "A", 5)), status=Status("700"))
    assert [change.path for change in diff(CASE, new)] == ["status", "events/1", "events/2", "events/3"]


def test_a_rewritten_and_a_removed_event_are_told_as_such():
    old = replace(CASE, events=(event(2, "OLD WORDS"), event(1)))
    rewritten, removed = diff(old, replace(CASE, events=(event(2, "NEW WORDS"),)))[::-1]
    assert rewritten.kind is ChangeKind.EVENT_REWRITTEN
    assert rewritten.event == event(2, "NEW WORDS")
    assert (
        rewritten.summary
        == "Prosecution event 2 rewritten: 2024-01-01 OLD WORDS (MAILI) -> 2024-01-01 NEW WORDS (MAILI)"
    )
    assert removed.kind is ChangeKind.EVENT_REMOVED
    assert removed.summary == "Prosecution event 1 removed: 2024-01-01 PAPER RECEIVED (MAILI)"


def test_events_that_share_a_number_or_have_none_are_each_told():
    new = replace(
        CASE, events=(event(2, "A"), event(2, "B"), event(None, "C"), event(None, "C"), event(None, "D"))
    )
    assert [(change.path, change.summary) for change in diff(CASE, new)] == [
        ("events/2", "A"),
        ("events/2#2", "B"),
        ("events/?", "C"),
        ("events/?#2", "C"),
        ("events/?#3", "D"),
    ]


def test_an_event_without_a_number_is_never_taken_for_another_one():
    changes = diff(replace(CASE, events=(event(None, "A"),)), replace(CASE, events=(event(None, "B"),)))
    assert {change.kind for change in changes} == {ChangeKind.EVENT, ChangeKind.EVENT_REMOVED}


def test_the_order_in_which_events_owners_and_classes_are_listed_means_nothing():
    case = parse_status_document(ASSIGNED)
    turned = replace(
        case,
        events=case.events[::-1],
        owners=case.owners[::-1],
        goods=case.goods[::-1],
        assignments=case.assignments[::-1],
        maintenance=case.maintenance[::-1],
    )
    assert diff(case, turned) == ()


def test_a_status_is_told_with_its_code_and_the_first_sentence_of_its_words():
    old = replace(
        CASE, status=Status("680", date(2024, 5, 2), "Approved for publication. Although rare, it may.")
    )
    new = replace(CASE, status=Status("700", date(2024, 9, 3), "Registered. The date is used."))
    (change,) = diff(old, new)
    assert change.summary == "Status: 680 Approved for publication -> 700 Registered"
    assert change.new == "700 Registered. The date is used. (since 2024-09-03)"
    assert change.date == date(2024, 9, 3)


def test_a_status_date_alone_is_a_change_of_its_own():
    old = replace(CASE, status=Status("700", date(2024, 5, 2), "Registered."))
    new = replace(CASE, status=Status("700", date(2024, 9, 3), "Registered."))
    assert summaries(diff(old, new)) == ["Status 700 date: 2024-05-02 -> 2024-09-03"]


def test_a_registration_number_that_comes_is_told():
    assert summaries(diff(CASE, replace(CASE, registration_number="4281391"))) == [
        "Registration number: 4281391"
    ]


def test_a_new_owner_is_told_as_old_to_new():
    (change,) = diff(replace(CASE, owners=(SUN,)), replace(CASE, owners=(ORACLE, SUN)))
    assert change.summary == "Owner: Sun Microsystems, Inc. -> Oracle America, Inc."
    assert change.path == "owners/31/Oracle America, Inc."
    assert change.old == "Sun Microsystems, Inc."
    assert change.new == "Oracle America, Inc., CORPORATION"


def test_an_owner_s_new_name_in_the_same_place_is_one_change():
    old = replace(CASE, owners=(replace(ORACLE, name="Oracle Inc", contact=Contact(("Oracle Inc",))), SUN))
    assert summaries(diff(old, replace(CASE, owners=(ORACLE, SUN)))) == [
        "Owner: Oracle Inc -> Oracle America, Inc."
    ]


def test_the_same_owner_listed_once_more_at_registration_is_no_change_of_owner():
    registrant = replace(SUN, party_type=31, comment="ORIGINAL REGISTRANT")
    (change,) = diff(replace(CASE, owners=(SUN,)), replace(CASE, owners=(registrant, SUN)))
    assert change.summary == "Owner listed: Sun Microsystems, Inc. (original registrant)"


def test_an_owner_s_address_is_told_with_the_owner_s_name():
    moved = replace(
        SUN, contact=replace(SUN.contact, address=Address(("1 Sun Way",), "Palo Alto", "CA", "94301", "US"))
    )
    (change,) = diff(replace(CASE, owners=(SUN,)), replace(CASE, owners=(moved,)))
    assert change.path == "owners/30/Sun Microsystems, Inc./address"
    assert change.summary == "Owner Sun Microsystems, Inc. address: 1 Sun Way, Palo Alto, CA 94301, US"


def test_owners_of_one_name_and_type_are_told_apart():
    twins = (SUN, replace(SUN, state="DE"))
    (listed,) = diff(replace(CASE, owners=(SUN,)), replace(CASE, owners=twins))
    assert listed.summary == "Owner listed: Sun Microsystems, Inc. (party type 30)"
    assert diff(replace(CASE, owners=twins), replace(CASE, owners=twins[::-1])) == ()


def test_attorney_and_docket_number_are_two_kinds_of_change():
    old = replace(CASE, attorney=Attorney(Contact(("Ann Old",)), "D-1"))
    new = replace(CASE, attorney=Attorney(Contact(("Bea New",)), "D-2"))
    assert [(change.kind, change.summary) for change in diff(old, new)] == [
        (ChangeKind.ATTORNEY, "Attorney of record: Ann Old -> Bea New"),
        (ChangeKind.DOCKET_NUMBER, "Docket number: D-1 -> D-2"),
    ]
    assert summaries(diff(old, CASE)) == ["Attorney of record removed: Ann Old", "Docket number removed: D-1"]


def test_a_correspondent_s_e_mail_that_vanishes_is_told():
    old = replace(
        CASE, correspondent=Contact(("Ann",), emails=(("Main", "a@b.example"), ("Alternate", "c@d.example")))
    )
    new = replace(CASE, correspondent=Contact(("Ann",), emails=(("Main", "a@b.example"),)))
    assert summaries(diff(old, new)) == [
        "Correspondent e-mail: a@b.example (Main); c@d.example (Alternate) -> a@b.example (Main)"
    ]


def test_a_class_is_added_deleted_and_its_text_changed_with_the_whole_texts_kept():
    long = "computer programs, " * 40
    old = replace(
        CASE, goods=(GoodsAndServices("009", long), GoodsAndServices("025", "Hats", status_text="ACTIVE"))
    )
    new = replace(CASE, goods=(GoodsAndServices("009", long + "toys"), GoodsAndServices("030", "Coffee")))
    text, added, deleted = diff(old, new)
    assert text.summary == "Class 009 goods and services changed"
    assert (text.old, text.new) == (long, long + "toys")
    assert added.summary == "Class 030 added: Coffee"
    assert deleted.summary == "Class 025 removed: Hats"


def test_dates_bases_register_and_maintenance_are_told():
    new = replace(
        CASE,
        publication_dates=(date(2024, 7, 2),),
        register="Supplemental",
        basis=replace(CASE.basis, current=("1(a)",)),
        maintenance=(MaintenanceFiling("8", "Affidavit of Continued Use", "Accepted"),),
        staff=(Staff("Examining Attorney", "WREN, A"),),
        location=replace(
            CASE.location, current="PUBLICATION", current_code="650", current_date=date(2024, 7, 1)
        ),
    )
    assert summaries(diff(CASE, new)) == [
        "Filing basis now: 1(a)",
        "Publication date: 2024-07-02",
        "Register: Supplemental Register",
        "Maintenance filing, section 8: Affidavit of Continued Use, Accepted",
        "Location: PUBLICATION (650, 2024-07-01)",
        "Examining Attorney: WREN, A",
    ]


def test_a_second_maintenance_filing_of_the_same_section_is_one_new_filing():
    one = MaintenanceFiling("8", "Affidavit of Continued Use", "Accepted")
    assert summaries(diff(replace(CASE, maintenance=(one,)), replace(CASE, maintenance=(one, one)))) == [
        "Maintenance filing, section 8: Affidavit of Continued Use, Accepted"
    ]


def test_a_new_assignment_is_one_change():
    new = parse_status_document(ASSIGNED)
    old = replace(new, assignments=new.assignments[:1])
    (change,) = diff(old, new)
    assert change.kind is ChangeKind.ASSIGNMENT
    assert change.summary == (
        "Assignment 58000202: ASSIGNS THE ENTIRE INTEREST, TIDEWRACK HOLDINGS CORP. -> WRACKLINE BRANDS, INC., "
        "recorded 2016-05-26"
    )


def test_a_new_proceeding_its_status_and_its_events_are_told():
    begun = Proceeding("Opposition", "91900003", date(2008, 10, 28), status_text="Pending")
    assert summaries(diff(CASE, replace(CASE, proceedings=(begun,)))) == [
        "Opposition 91900003: Pending, filed 2008-10-28"
    ]
    line = ProceedingEvent("5", "998", date(2009, 2, 9), "TERMINATED")
    ended = replace(begun, status_text="Terminated", events=(line,))
    assert summaries(diff(replace(CASE, proceedings=(begun,)), replace(CASE, proceedings=(ended,)))) == [
        "Opposition 91900003 status: Pending -> Terminated",
        "Opposition 91900003: TERMINATED, 2009-02-09",
    ]


def fact(path: str, value: str, section: Section = Section.OTHER) -> Fact:
    return Fact(section, path, value)


def test_what_the_model_does_not_know_is_told_with_its_path_old_and_new():
    path = "NationalTrademarkInformation/RestrictionStatementText"
    old = replace(CASE, other=(fact(path, "A"),))
    (change,) = diff(old, replace(CASE, other=(fact(path, "B"),)))
    assert (change.kind, change.path, change.old, change.new) == (ChangeKind.OTHER, path, "A", "B")
    assert change.summary == "Restriction statement: A -> B"


def test_a_second_unknown_element_does_not_make_the_first_one_news():
    one = b"<ns2:AssignmentBag><ns2:New><ns2:A>1</ns2:A><ns2:B>2</ns2:B></ns2:New>"
    two = one + b"<ns2:New><ns2:A>3</ns2:A></ns2:New>"
    old = parse_status_document(ORDINARY.replace(b"<ns2:AssignmentBag>", one))
    new = parse_status_document(ORDINARY.replace(b"<ns2:AssignmentBag>", two))
    (change,) = diff(old, new)
    assert (change.path, change.old, change.new) == ("AssignmentBag/New", None, 'A: "3"')
    assert [(change.old, change.new) for change in diff(new, old)] == [('A: "3"', None)]


def test_unknown_elements_in_another_order_are_no_change_but_exchanged_contents_are():
    def document(*pairs: tuple[int, int]) -> Case:
        inside = "".join(f"<ns2:New><ns2:A>{a}</ns2:A><ns2:B>{b}</ns2:B></ns2:New>" for a, b in pairs)
        return parse_status_document(
            ORDINARY.replace(b"<ns2:AssignmentBag>", f"<ns2:AssignmentBag>{inside}".encode())
        )

    assert diff(document((1, 2), (3, 4)), document((3, 4), (1, 2))) == ()
    assert diff(document((1, 2), (3, 4)), document((1, 4), (3, 2)))


def test_an_assignment_bag_that_vanishes_is_a_change_in_one_section():
    start, end = ASSIGNED.index(b"<ns2:AssignmentBag>"), ASSIGNED.index(b"<ns2:LegalProceedingsBag>")
    old = parse_status_document(
        ASSIGNED.replace(b"<ns2:AssignmentBag>", b"<ns2:AssignmentBag><ns2:New>1</ns2:New>")
    )
    assert changed_sections(old, parse_status_document(ASSIGNED[:start] + ASSIGNED[end:])) == {
        Section.ASSIGNMENTS
    }


def test_a_real_history_is_told_event_by_event():
    data = sample("casestatus", "sn87881347.xml").read_bytes()
    new = parse_status_document(data)
    old = replace(new, events=new.events[3:], status=Status("641", date(2018, 8, 6), "A non-final action."))
    changes = diff(old, new)
    assert [change.kind for change in changes] == [ChangeKind.STATUS, *[ChangeKind.EVENT] * 3]
    assert summaries(changes)[1:] == [
        "NOTIFICATION OF EXAMINERS AMENDMENT E-MAILED",
        "EXAMINER'S AMENDMENT ENTERED",
        "APPROVED FOR PUB - PRINCIPAL REGISTER",
    ]
