"""What happened to a case: prosecution history, TTAB proceedings, recorded assignments."""

from __future__ import annotations

import re
from typing import Final

from watcher.trademark.model import (
    Assignment,
    AssignmentDocument,
    Contact,
    Owner,
    Proceeding,
    ProceedingEvent,
    ProceedingParty,
    ProsecutionEvent,
    RelatedMark,
)
from watcher.trademark.st96 import names
from watcher.trademark.st96.parties import (
    drop_line,
    read_contact,
    read_contact_or_none,
    read_party,
    read_staff,
)
from watcher.trademark.st96.take import Node, child, children, day, drop, label, number, read_day, text, texts

_CODE_AND_TYPE = 5
_NO_EVENT: Final = ProsecutionEvent(None, "", "", None, "")
_NO_PROCEEDING_EVENT: Final = ProceedingEvent("")
_NO_DOCUMENT: Final = AssignmentDocument()
_NO_MARK: Final = RelatedMark()
_NO_PARTY: Final = Owner(None, "")
_PROCEEDING: Final = re.compile(r"(?:ProceedingBag|Proceedings|Proceeding|Bag)$")
_KIND_LESS_DATES: Final = ("LegalProceedingFilingDate", "ProceedingFilingDate", "FilingDate")


def read_events(bag: Node) -> tuple[ProsecutionEvent, ...]:
    """The prosecution history as the document lists it, newest entry first.

    An event code of five characters is a code of four and a type of one (tsdr.md); any other stays whole.
    """
    events = []
    for node in children(bag, names.MARK_EVENT):
        inner = child(node, names.NATIONAL_MARK_EVENT)
        drop(node, names.MARK_EVENT_CATEGORY, "National prosecution history entry")
        entry = number(inner, names.MARK_EVENT_ENTRY_NUMBER)
        code = text(inner, names.MARK_EVENT_CODE)
        split = 4 if len(code) == _CODE_AND_TYPE else len(code)
        event = ProsecutionEvent(
            entry,
            code[:split],
            code[split:],
            day(node, names.MARK_EVENT_DATE),
            text(inner, names.MARK_EVENT_DESCRIPTION_TEXT),
            text(inner, names.MARK_EVENT_ADDITIONAL_TEXT),
        )
        if event != _NO_EVENT:
            events.append(event)
        label(node, "?" if entry is None else str(entry))
    return tuple(events)


def read_proceedings(bag: Node) -> tuple[Proceeding, ...]:
    """Each element under LegalProceedings that has contents is a proceeding, whatever kind its name says.

    One kind was seen (`OppositionProceedingBag`, which is one proceeding in spite of its name); the others
    (cancellation, concurrent use, extension requests, expungement) are read by the same names of their parts.
    """
    found = []
    for holder in children(bag, names.LEGAL_PROCEEDINGS):
        for name in [name for name in holder if not name.startswith(("@", "#"))]:
            local = name.rpartition(":")[2]
            kind = _PROCEEDING.sub("", local)
            for node in children(holder, name):
                inside = name.removesuffix("Bag")
                within = children(node, inside) if inside in node else [node]
                found += [_read_proceeding(each, kind) for each in within]
    return tuple(each for each in found if each != Proceeding(each.kind, ""))


def _read_proceeding(node: Node, kind: str) -> Proceeding:
    identifier = _local(node, (f"{kind}Identifier", "LegalProceedingIdentifier", "ProceedingIdentifier"))
    filed = _local(node, (f"{kind}Date", f"{kind}FilingDate", *_KIND_LESS_DATES))
    status = child(node, names.PROCEEDING_STATUS)
    drop(status, names.NATIONAL_STATUS_CATEGORY, "National trademark status")
    found = Proceeding(
        kind=kind,
        number=text(node, identifier),
        filed=day(node, filed),
        status_code=text(status, names.NATIONAL_STATUS_CODE),
        status_date=day(status, names.NATIONAL_STATUS_DATE),
        status_text=text(status, names.NATIONAL_STATUS_EXTERNAL_DESCRIPTION_TEXT),
        parties=_parties(node, names.PLAINTIFF) + _parties(node, names.DEFENDANT),
        staff=read_staff(child(node, names.STAFF_BAG)),
        events=_proceeding_events(child(node, names.PROCEEDING_EVENT_BAG)),
    )
    label(node, found.number or "?")
    return found


def _local(node: Node, wanted: tuple[str, ...]) -> str:
    """The first of these local names that the node has, in whatever namespace; kinds of proceedings differ in it."""
    have = {name.rpartition(":")[2]: name for name in node if not name.startswith(("@", "#"))}
    return next((have[each] for each in wanted if each in have), "")


def _parties(proceeding: Node, name: str) -> tuple[ProceedingParty, ...]:
    role = name.rpartition(":")[2]
    found = []
    for node in children(proceeding, name):
        contact = read_contact(node)
        party = ProceedingParty(
            role=role,
            name=contact.names[0] if contact.names else "",
            contact=contact,
            correspondent=read_contact_or_none(child(node, names.CORRESPONDENT)),
            marks=_related_marks(child(node, names.ASSOCIATED_MARK_BAG)),
        )
        if party != ProceedingParty(role):
            found.append(party)
        label(node, party.name or "?")
    return tuple(found)


def _related_marks(bag: Node) -> tuple[RelatedMark, ...]:
    found = []
    for node in children(bag, names.ASSOCIATED_MARK):
        drop(node, names.ASSOCIATION_CATEGORY, "Trademark related to legal proceeding")
        status = child(node, names.NATIONAL_STATUS)
        drop(status, names.NATIONAL_STATUS_CATEGORY, "National trademark status")
        mark = RelatedMark(
            text=text(child(node, names.WORD_MARK_SPECIFICATION), names.MARK_VERBAL_ELEMENT_TEXT),
            serial_number=text(child(node, names.NATIONAL_APPLICATION_NUMBER), names.APPLICATION_NUMBER_TEXT),
            registration_number=text(node, names.NATIONAL_REGISTRATION_NUMBER),
            status_code=text(status, names.NATIONAL_STATUS_CODE),
            status_text=text(status, names.NATIONAL_STATUS_EXTERNAL_DESCRIPTION_TEXT),
        )
        if mark != _NO_MARK:
            found.append(mark)
        label(node, mark.serial_number or mark.registration_number or "?")
    return tuple(found)


def _proceeding_events(bag: Node) -> tuple[ProceedingEvent, ...]:
    found = []
    for node in children(bag, names.PROCEEDING_EVENT):
        drop(node, names.MARK_EVENT_CATEGORY, "National board proceeding history entry")
        inner = child(node, names.NATIONAL_MARK_EVENT)
        event = ProceedingEvent(
            entry_number=text(inner, names.MARK_EVENT_ENTRY_NUMBER),
            code=text(inner, names.MARK_EVENT_CODE),
            date=day(node, names.MARK_EVENT_DATE),
            description=text(inner, names.MARK_EVENT_DESCRIPTION_TEXT),
            due=text(inner, names.COMMENT_TEXT),
            document=text(inner, names.MARK_EVENT_DOCUMENT_IDENTIFIER),
        )
        if event != _NO_PROCEEDING_EVENT:
            found.append(event)
        label(node, event.entry_number or "?")
    return tuple(found)


def read_assignments(bag: Node) -> tuple[Assignment, ...]:
    """The recorded conveyances. A total that agrees with the list says nothing more and is dropped."""
    found = []
    for node in children(bag, names.ASSIGNMENT):
        assignment = _read_assignment(node)
        if assignment != Assignment(""):
            found.append(assignment)
        label(node, assignment.identifier or "?")
    drop(bag, names.NATIONAL_ASSIGNMENT_TOTAL_QUANTITY, str(len(found)))
    return tuple(found)


def _read_assignment(node: Node) -> Assignment:
    return Assignment(
        identifier=text(node, names.ASSIGNMENT_IDENTIFIER),
        conveyance=text(node, names.ASSIGNMENT_CONVEYANCE_CATEGORY),
        group=text(node, names.ASSIGNMENT_GROUP_CATEGORY),
        received=day(node, names.ASSIGNMENT_RECEIVED_DATE),
        mailed=day(node, names.ASSIGNMENT_MAILED_DATE),
        recorded=day(node, names.ASSIGNMENT_RECORDED_DATE),
        executed=tuple(_day_or_text(words) for words in texts(node, names.ASSIGNMENT_EXECUTED_DATE)),
        pages=text(node, names.PAGE_TOTAL_QUANTITY),
        assignors=_sides(child(node, names.ASSIGNOR_BAG), names.ASSIGNOR),
        assignees=_sides(child(node, names.ASSIGNEE_BAG), names.ASSIGNEE),
        registrants=_registrants(node),
        correspondent=_assignment_contact(node, names.NATIONAL_CORRESPONDENT),
        representative=_assignment_contact(node, names.NATIONAL_REPRESENTATIVE),
        documents=_documents(child(node, names.ASSIGNMENT_DOCUMENT_BAG)),
    )


def _day_or_text(words: str) -> str:
    found, whole = read_day(words)
    return found.isoformat() if found is not None and whole else words


def _sides(bag: Node, name: str) -> tuple[Owner, ...]:
    found = []
    for node in children(bag, name):
        party = read_party(node)
        if party != _NO_PARTY:
            found.append(party)
        label(node, party.name or "?")
    return tuple(found)


def _registrants(assignment: Node) -> tuple[str, ...]:
    """The names of those who held the registration; anything more about them stays in the tree."""
    found: list[str] = []
    for node in children(assignment, names.REGISTRANT):
        holder = child(child(node, names.CONTACT), names.NAME)
        found += texts(child(holder, names.PERSON_NAME), names.PERSON_FULL_NAME)
        found += texts(child(holder, names.ORGANIZATION_NAME), names.ORGANIZATION_STANDARD_NAME)
        found += texts(holder, names.ENTITY_NAME)
        label(node, found[-1] if found else "?")
    return tuple(dict.fromkeys(found))


def _assignment_contact(assignment: Node, name: str) -> Contact | None:
    node = child(assignment, name)
    drop_line(node, "Correspondent")
    return read_contact_or_none(node)


def _documents(bag: Node) -> tuple[AssignmentDocument, ...]:
    found = []
    for node in children(bag, names.TRADEMARK_DOCUMENT):
        document = AssignmentDocument(
            created=day(node, names.DOCUMENT_CREATED_DATE),
            description=text(node, names.TRADEMARK_DOCUMENT_DESCRIPTION_TEXT),
            pages=text(node, names.PAGE_TOTAL_QUANTITY),
            identifier=text(node, names.DOCUMENT_IDENTIFIER),
        )
        if document != _NO_DOCUMENT:
            found.append(document)
        label(node, document.identifier or "?")
    return tuple(found)
