"""A status document is read whole: what the table of tsdr.md names into the model, the rest as facts."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from tests.samples import DOCUMENTS, SAMPLES, own_documents, readable_documents, sample
from watcher.trademark.model import (
    Address,
    AssociatedMark,
    Attorney,
    Case,
    Contact,
    Fact,
    FilingBasis,
    GoodsAndServices,
    MaintenanceFiling,
    Owner,
    PriorityClaim,
    ProceedingEvent,
    ProsecutionEvent,
    RelatedMark,
    Section,
    Staff,
    Status,
)
from watcher.trademark.st96 import IGNORED, ignored_reason, parse_status_document

ORDINARY = (DOCUMENTS / "ordinary.xml").read_bytes()
MADRID = (DOCUMENTS / "madrid.xml").read_bytes()
ASSIGNED = (DOCUMENTS / "assigned-and-opposed.xml").read_bytes()


def read(data: bytes = ORDINARY, *swaps: tuple[str, str]) -> Case:
    """The case of a document in which texts were exchanged, each of which must be there."""
    for old, new in swaps:
        assert old.encode() in data, old
        data = data.replace(old.encode(), new.encode())
    return parse_status_document(data)


def facts(case: Case) -> set[tuple[Section, str, str]]:
    """What the altered document says beyond the unaltered one."""
    return {(fact.section, fact.path, fact.value) for fact in set(case.other) - set(read().other)}


def test_an_ordinary_application_is_read():
    case = read()
    assert case.serial_number == "97900001"
    assert case.registration_number is None
    assert case.filing_date == date(2023, 4, 24)
    assert case.registration_date is None
    assert case.mark.text == "HOLLOW OTTER COFFEE"
    assert case.mark.standard_characters is True
    assert case.mark.in_colour is False
    assert case.mark.categories == ("Trademark", "Service mark")
    assert case.mark.disclaimer == '"COFFEE"'
    assert case.register == "Primary"
    assert case.basis == FilingBasis(("1(a)", "1(b)"), ("1(a)", "1(b)"), ())
    assert case.publication_dates == ()
    assert case.assignments == case.proceedings == case.maintenance == case.priorities == ()
    assert case.representative is None
    assert case.staff == (Staff("Examining Attorney", ""),)


def test_the_status_is_read_without_the_boilerplate_at_its_end():
    assert read().status == Status(
        "680",
        date(2024, 5, 2),
        "Approved by the examining attorney for publication but has not yet published for opposition. Although rare, "
        "withdrawal of approval prior to publication may occur after final review.",
    )


def test_prosecution_events_are_read_in_the_document_s_order_with_code_and_type_apart():
    events = read().events
    assert [event.entry_number for event in events] == list(range(10, 0, -1))
    assert events[1] == ProsecutionEvent(
        9, "TEME", "I", date(2024, 4, 18), "TEAS/EMAIL CORRESPONDENCE ENTERED", "0"
    )
    assert events[6].description == "NON-FINAL ACTION WRITTEN"


def test_owners_attorney_and_correspondent_are_read():
    case = read()
    address = Address(("18 Millrace Lane", "Unit 3"), "Burlington", "VERMONT", "05401", "US")
    assert case.owners == (
        Owner(
            10,
            "Hollow Otter Roasters LLC",
            Contact(("Hollow Otter Roasters LLC",), address),
            "LIMITED LIABILITY COMPANY",
            "16",
            "US",
            "VT",
            "ORIGINAL APPLICANT",
        ),
    )
    assert case.attorney == Attorney(Contact(("Imogen Vance",)), "HOR-0007")
    assert case.correspondent == Contact(
        ("Imogen Vance", "Vance & Tarrow PLLC"),
        Address(("400 Lantern Street",), "Montpelier", "VERMONT", "05602", "US"),
        (("Main", "docket@vancetarrow.example"), ("Alternate", "imogen@vancetarrow.example")),
        ("802-555-0143",),
    )


def test_the_text_and_the_status_of_a_class_stand_in_two_descriptions():
    first, second = read().goods
    assert first == GoodsAndServices(
        "030",
        "Coffee; ground coffee beans; roasted coffee beans",
        ("030",),
        ("046",),
        "6",
        "ACTIVE",
        "20220300",
        "20220915",
    )
    assert second.description == "Café services; coffee bars, namely, serving of coffee & cake"
    assert second.bases == ("1(b)",)


def test_a_madrid_case_is_read():
    case = read(MADRID)
    assert case.associated_marks == (
        AssociatedMark("International application or registration", "A0990002", "WO", "1990002"),
    )
    assert case.priorities == (PriorityClaim("SE", "2020/07711", date(2020, 11, 30), "Claimed", "SWEDEN"),)
    assert case.basis.current == ("66(a)",)
    assert case.maintenance == (MaintenanceFiling("71", "Affidavit of Continued Use", "Accepted"),)
    assert case.representative == Contact(("Quill Abernathy",))
    assert case.mark.design_codes == (
        ("03.23.25", ("Moths", "Other insects")),
        ("26.17.09", ("Curved bars, bands or lines",)),
    )
    assert [owner.party_type for owner in case.owners] == [30, 20, 10]


def test_assignments_and_an_opposition_are_read():
    case = read(ASSIGNED)
    first, second = case.assignments
    assert (first.identifier, first.recorded, first.executed) == (
        "49000101",
        date(2013, 1, 22),
        ("2012-12-31",),
    )
    assert second.assignees[0].contact.address.lines == ("9 CANNERY ROW", "ASTORIA, OREGON 97103")
    assert second.correspondent is not None
    assert second.correspondent.name == "RUTH OKONJO"
    assert second.registrants == ("TIDEWRACK HOLDINGS CORP.",)
    assert second.documents[0].identifier.endswith("tm-5800-0202.pdf")
    (opposition,) = case.proceedings
    assert (opposition.kind, opposition.number, opposition.filed) == (
        "Opposition",
        "91900003",
        date(2008, 10, 28),
    )
    assert opposition.plaintiffs == ("Saltmarsh Boots, Inc.",)
    assert opposition.defendants == ("Tidewrack Outfitters Corp.",)
    assert opposition.parties[0].marks[1] == RelatedMark(
        "SALTMARSH KIDS", "75900012", "2900012", "710", "Cancelled - Section 8"
    )
    assert opposition.staff == (Staff("Interlocutory Attorney", "OLAMIDE P BRANDT", "72999"),)
    assert opposition.events[3] == ProceedingEvent(
        "2",
        "129",
        date(2008, 10, 28),
        "NOTICE AND TRIAL DATES SENT; ANSWER DUE:",
        "Due Date - 2008-12-07",
        "https://ttabvue.example/91900003-OPP-2.pdf",
    )


def test_the_current_owners_are_those_with_the_highest_party_type():
    assert read(ASSIGNED).owner_name == "Wrackline Brands, Inc."


@pytest.mark.parametrize("path", own_documents(), ids=lambda path: path.stem)
def test_nothing_of_our_documents_is_left_over_but_indicators_and_totals(path):
    left = {fact.path for fact in parse_status_document(path.read_bytes()).other}
    assert all(
        each.startswith(
            ("NationalTrademarkInformation/", "NationalGoodsServices/", "TrademarkTransactionBody/")
        )
        for each in left
    )


def test_a_real_case_is_read():
    case = parse_status_document(sample("casestatus", "rn3886986.xml").read_bytes())
    assert case.registration_number == "3886986"
    assert case.owner_name.startswith(
        "COLUMBIA LAW REVIEW ASSOCIATION, INC.; HARVARD LAW REVIEW ASSOCIATION; "
    )
    assert len(case.events) == 34
    assert case.events[0] == ProsecutionEvent(
        34, "NA85", "E", date(2016, 6, 15), "NOTICE OF ACCEPTANCE OF SEC. 8 & 15 - E-MAILED", "0"
    )


@pytest.mark.parametrize("path", readable_documents(), ids=lambda path: path.stem)
def test_the_known_parts_of_a_document_are_modelled_not_facts(path):
    sections = {fact.section for fact in parse_status_document(path.read_bytes()).other}
    assert sections <= {Section.GOODS, Section.OTHER}


def test_every_path_of_real_documents_is_modelled_a_fact_or_ignored():
    """Nothing is bound by a name that no document has: each known path with a value is in the project's own documents."""
    table = SAMPLES.parent / "data" / "st96-element-paths.tsv"
    if not table.exists():
        pytest.skip("no table of element paths beside the checkout")
    with table.open(encoding="utf-8") as rows:
        known = {
            row["path"].split("/")[-1].rpartition(":")[2]
            for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["examples"]
        }
    ours = b"".join(path.read_bytes() for path in own_documents()).decode()
    unseen = {
        name for name in known if f"{name}>" not in ours and f"{name} " not in ours and f"{name}=" not in ours
    }
    assert unseen == {
        "ApplicationAbandonedDate",
        "CertificateCorrectingRegistrationText",
        "ConcurrentUseStatementText",
        "RegisterAmendedDate",
        "RegistationCertificateAmendmentText",
    }


@pytest.mark.parametrize(
    "day", ["1900-00-00", "19960100", "2024-02-30", "soon", "0000-01-01", "2024-05-02 or so"]
)
def test_an_impossible_day_is_kept_as_a_fact_in_its_section(day: str):
    case = read(ORDINARY, (">2024-05-02</ns2:MarkCurrentStatusDate", f">{day}</ns2:MarkCurrentStatusDate"))
    assert facts(case) == {(Section.STATUS, "MarkCurrentStatusDate", day)}
    case = read(ORDINARY, (">2024-04-18</ns2:MarkEventDate", f">{day}</ns2:MarkEventDate"))
    assert facts(case) == {(Section.EVENTS, "MarkEventBag/MarkEvent[9]/MarkEventDate", day)}


@pytest.mark.parametrize(
    "day", ["2024-05-02", "2024-05-02-04:00", "2024-05-02Z", "20240502", "2024-05-02T00:00:00-04:00"]
)
def test_a_day_is_read_with_and_without_a_zone(day: str):
    assert (
        read(ORDINARY, ("2024-05-02</ns2:MarkCurrentStatusDate", f"{day}</ns2:MarkCurrentStatusDate"))
        == read()
    )


def test_a_time_of_day_is_kept_beside_the_day():
    case = read(
        ORDINARY, ("2024-05-02</ns2:MarkCurrentStatusDate", "2024-05-02T13:00:00</ns2:MarkCurrentStatusDate")
    )
    assert case.status.date == date(2024, 5, 2)
    assert facts(case) == {(Section.STATUS, "MarkCurrentStatusDate", "2024-05-02T13:00:00")}


def test_events_with_the_same_number_or_none_are_all_kept():
    case = read(
        ORDINARY,
        (">9</ns2:MarkEventEntryNumber", ">8</ns2:MarkEventEntryNumber"),
        (">3</ns2:MarkEventEntryNumber", "></ns2:MarkEventEntryNumber"),
        (">2</ns2:MarkEventEntryNumber", ">two</ns2:MarkEventEntryNumber"),
    )
    assert [event.entry_number for event in case.events] == [10, 8, 8, 7, 6, 5, 4, None, None, 1]
    assert facts(case) == {
        (Section.EVENTS, "MarkEventBag/MarkEvent[?]#2/NationalMarkEvent/MarkEventEntryNumber", "two")
    }


def test_a_classification_of_another_kind_is_a_fact_with_its_kind():
    case = read(ORDINARY, (">Domestic</ns2:ClassificationKindCode", ">Vienna</ns2:ClassificationKindCode"))
    assert [entry.us_classes for entry in case.goods] == [(), ()]
    assert {value for _, path, value in facts(case) if path.startswith("GoodsServicesBag")} == {
        "046",
        "Vienna",
        'ClassificationKindCode: "Vienna"; NationalClassNumber: "100"',
        'ClassificationKindCode: "Vienna"; NationalClassNumber: "101"',
    }


def test_a_second_element_where_one_is_expected_is_a_fact():
    case = read(ORDINARY, ("<ns2:DocketText>", "<ns2:DocketText>A-1</ns2:DocketText><ns2:DocketText>"))
    assert case.attorney is not None
    assert case.attorney.docket_number == "A-1"
    assert facts(case) == {(Section.ATTORNEY, "RecordAttorney/DocketText", "HOR-0007")}


def test_unknown_elements_attributes_and_mixed_content_are_facts_of_their_top_element_s_section():
    case = read(
        ORDINARY,
        (
            "<ns2:AssignmentBag>",
            '<ns2:AssignmentBag so="1">left<x:New xmlns:x="urn:x" x:y="2"><ns1:In>3</ns1:In></x:New>',
        ),
        ("<ns2:NationalCaseLocation>", "<ns2:NationalCaseLocation><ns3:Shelf>4</ns3:Shelf>"),
        ("<ns2:MaintenanceFilingBag/>", "<ns2:MaintenanceFilingBag>5</ns2:MaintenanceFilingBag>"),
        ("<ns2:NationalGoodsServices>", "<ns2:NationalGoodsServices><ns2:New>6</ns2:New>"),
        ("<ns2:TransactionData>", "<ns2:TransactionData><ns2:New>7</ns2:New>"),
    )
    assert facts(case) == {
        (Section.ASSIGNMENTS, "AssignmentBag", "left"),
        (Section.ASSIGNMENTS, "AssignmentBag/@so", "1"),
        (Section.ASSIGNMENTS, "AssignmentBag/{urn:x}New/@{urn:x}y", "2"),
        (Section.ASSIGNMENTS, "AssignmentBag/{urn:x}New/In", "3"),
        (Section.LOCATION, "NationalTrademarkInformation/NationalCaseLocation/Shelf", "4"),
        (Section.MAINTENANCE, "NationalTrademarkInformation/MaintenanceFilingBag", "5"),
        (Section.GOODS, "NationalGoodsServices/New", "6"),
        (Section.OTHER, "TrademarkTransactionBody/TransactionContentBag/TransactionData/New", "7"),
    }


def test_a_repeated_unknown_element_is_a_fact_with_its_whole_contents():
    new = '<ns2:New at="{0}"><ns2:A>{0}</ns2:A><ns2:B>say "hi"</ns2:B></ns2:New>'
    case = read(ORDINARY, ("<ns2:AssignmentBag>", "<ns2:AssignmentBag>" + new.format(1) + new.format(2)))
    assert facts(case) == {
        (
            Section.ASSIGNMENTS,
            "AssignmentBag/New",
            f'@{{}}at: "{number}"; A: "{number}"; B: "say \\"hi\\""'.replace("{}", ""),
        )
        for number in (1, 2)
    }


def test_a_total_that_does_not_agree_with_the_list_of_assignments_is_a_fact():
    case = read(
        ORDINARY, (">0</ns2:NationalAssignmentTotalQuantity", ">1</ns2:NationalAssignmentTotalQuantity")
    )
    assert facts(case) == {(Section.ASSIGNMENTS, "AssignmentBag/NationalAssignmentTotalQuantity", "1")}


def test_other_words_than_the_usual_ones_are_a_fact():
    case = read(ORDINARY, ("National class status", "Class status"))
    assert {value for _, _, value in facts(case)} == {"Class status"}
    assert len([fact for fact in case.other if fact.value == "Class status"]) == 2


def test_proceedings_of_kinds_that_were_never_seen_are_read_by_the_same_parts():
    case = read(
        ASSIGNED,
        ("OppositionProceedingBag>", "CancellationProceedings>"),
        ("ns1:OppositionIdentifier>", "ns1:LegalProceedingIdentifier>"),
        ("ns1:OppositionDate>", "ns2:CancellationDate>"),
    )
    (proceeding,) = case.proceedings
    assert (proceeding.kind, proceeding.number, proceeding.filed) == (
        "Cancellation",
        "91900003",
        date(2008, 10, 28),
    )
    assert len(proceeding.events) == 5
    assert not [fact for fact in case.other if fact.section is Section.PROCEEDINGS]


def test_two_oppositions_are_two_proceedings():
    start = ASSIGNED.index(b"<ns2:OppositionProceedingBag>")
    end = ASSIGNED.index(b"<ns3:TMAProceedingBag/>")
    second = ASSIGNED[start:end].replace(b"91900003", b"91900099")
    case = read(ASSIGNED[:end] + second + ASSIGNED[end:])
    assert [proceeding.number for proceeding in case.proceedings] == ["91900003", "91900099"]


def test_a_default_namespace_an_inner_declaration_and_other_prefixes_are_the_same_names():
    body = ORDINARY.decode().replace("ns2:", "").replace("xmlns:ns2", "xmlns")
    inner = body.replace(' xmlns:ns1="http://www.wipo.int/standards/XMLSchema/ST96/Common"', "").replace(
        "<Trademark>", '<Trademark xmlns:ns1="http://www.wipo.int/standards/XMLSchema/ST96/Common">'
    ).replace(
        "<ns1:TransactionCategory>",
        '<ns1:TransactionCategory xmlns:ns1="http://www.wipo.int/standards/XMLSchema/ST96/Common">',
    )  # fmt: skip
    swapped = ORDINARY.decode().replace("ns1", "\0").replace("ns2", "ns1").replace("\0", "ns2")
    for text in (body, inner, swapped):
        assert parse_status_document(text.encode()) == read()
    assert parse_status_document(ORDINARY.decode().replace("UTF-8", "UTF-16").encode("utf-16")) == read()


def test_the_right_names_in_another_namespace_are_not_taken_for_the_known_ones():
    case = read(
        ORDINARY, ("<ns2:DocketText>", '<DocketText xmlns="urn:x">'), ("</ns2:DocketText>", "</DocketText>")
    )
    assert case.attorney is not None
    assert case.attorney.docket_number == ""
    assert facts(case) == {(Section.ATTORNEY, "RecordAttorney/{urn:x}DocketText", "HOR-0007")}


def test_facts_do_not_depend_on_the_order_of_elements():
    assert read().other == tuple(sorted(read().other, key=lambda fact: (fact.section, fact.path, fact.value)))
    assert all(isinstance(fact, Fact) for fact in read().other)


def test_what_is_ignored_has_its_reason_beside_it():
    assert all(entry.path and entry.reason for entry in IGNORED)
    assert ignored_reason("MarkEventBag/MarkEvent[18]/MarkEventCategory")
    assert ignored_reason("MarkEventBag/MarkEvent[18]/MarkEventCategory", whole=True) is None
    assert ignored_reason("RecordAttorney/CommentText/@sequenceNumber", whole=True)
    assert ignored_reason("ApplicantBag/Applicant[31 A (B) C]/@sequenceNumber") is None
    assert ignored_reason("RecordAttorney/DocketText") is None
