"""The tree of a status document -> a Case, after the table "The status document" of tsdr.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from watcher.errors import UnreadableDocumentError
from watcher.trademark.facts import in_order, written
from watcher.trademark.model import (
    AssociatedMark,
    Case,
    Fact,
    Location,
    MaintenanceFiling,
    PriorityClaim,
    Status,
)
from watcher.trademark.model.rights import without_boilerplate
from watcher.trademark.numbers import SerialNumber, parse_serial_number
from watcher.trademark.st96 import names
from watcher.trademark.st96.goods import read_basis, read_goods
from watcher.trademark.st96.leftovers import facts_of_case, facts_of_envelope
from watcher.trademark.st96.mark import read_mark
from watcher.trademark.st96.parties import (
    read_attorney,
    read_contact_or_none,
    read_owners,
    read_staff,
)
from watcher.trademark.st96.proceedings import read_assignments, read_events, read_proceedings
from watcher.trademark.st96.take import Node, child, children, day, drop, label, put_back, text

_NONE: Final = re.compile(r"0*")
_NO_FILING: Final = MaintenanceFiling("")
_NO_MARK: Final = AssociatedMark("")
_NO_PRIORITY: Final = PriorityClaim("")
_OUR_OFFICE: Final = "US"


def find_trademark(tree: dict[str, Any]) -> tuple[Node, Node]:
    """The root element and its one Trademark.

    Raises:
        UnreadableDocumentError: it is no status document, one of before May 2016, or not of exactly one case.
    """
    root_name, root = next(iter(tree.items()))
    if root_name != names.TRADEMARK_TRANSACTION:
        if root_name == f"{names.OLD_TRADEMARK}:Transaction":
            raise UnreadableDocumentError(
                "it is written in the old schema (root element Transaction), which the USPTO gave up in May 2016"
            )
        raise UnreadableDocumentError(
            f"its root element is {names.readable(root_name)[:100]}, not the TrademarkTransaction of a status document"
        )
    found = list(_under(root, _WAY))
    if len(found) != 1:
        raise UnreadableDocumentError(_why_not_one(root, len(found)))
    return root, found[0]


_WAY: Final = (
    names.TRADEMARK_TRANSACTION_BODY,
    names.TRANSACTION_CONTENT_BAG,
    names.TRANSACTION_DATA,
    names.TRADEMARK_BAG,
    names.TRADEMARK_ELEMENT,
)


def _under(node: Any, way: tuple[str, ...]) -> Iterator[Node]:
    if not isinstance(node, dict):
        return
    if not way:
        yield node
        return
    for each in children(node, way[0]):
        yield from _under(each, way[1:])


def _why_not_one(root: Any, count: int) -> str:
    if count:
        return f"it holds {count} cases (Trademark elements) where one was asked for"
    body = child(root, names.TRADEMARK_TRANSACTION_BODY) if isinstance(root, dict) else {}
    errors = body.get(names.TRANSACTION_ERROR_BAG)
    if errors:
        said = written(
            [(fact.path, fact.value) for fact in facts_of_envelope({names.TRANSACTION_ERROR_BAG: errors})]
        )
        return f"the USPTO reports an error instead of a case: {said[:300]}"
    return "it holds no case: there is no Trademark element in it"


def read_case(root: Node, trademark: Node, expected: SerialNumber | None) -> Case:
    """Take every value that the model has a field for out of the tree, and make facts of the rest.

    Raises:
        UnreadableDocumentError: no serial number, or another than `expected`.
    """
    serial_number = _serial_number(child(trademark, names.APPLICATION_NUMBER), expected)
    information = child(trademark, names.NATIONAL_TRADEMARK_INFORMATION)
    drop(trademark, names.REGISTRATION_OFFICE_CODE, _OUR_OFFICE)
    drop(trademark, names.FILING_PLACE, _OUR_OFFICE)
    return Case(
        serial_number=serial_number,
        registration_number=_registration_number(trademark),
        filing_date=day(trademark, names.APPLICATION_DATE),
        registration_date=day(trademark, names.REGISTRATION_DATE),
        status=_status(trademark, information),
        mark=read_mark(trademark),
        events=read_events(child(trademark, names.MARK_EVENT_BAG)),
        owners=read_owners(child(trademark, names.APPLICANT_BAG)),
        attorney=read_attorney(child(trademark, names.RECORD_ATTORNEY)),
        correspondent=read_contact_or_none(child(trademark, names.NATIONAL_CORRESPONDENT)),
        representative=read_contact_or_none(child(trademark, names.NATIONAL_REPRESENTATIVE)),
        goods=read_goods(child(trademark, names.GOODS_SERVICES_BAG)),
        basis=read_basis(child(trademark, names.NATIONAL_FILING_BASIS)),
        publication_dates=_publication_dates(child(trademark, names.PUBLICATION_BAG)),
        allowance_date=day(information, names.ALLOWANCE_NOTICE_DATE),
        abandonment_date=day(information, names.APPLICATION_ABANDONED_DATE),
        renewal_date=day(information, names.RENEWAL_DATE),
        cancellation_date=day(information, names.REGISTRATION_CANCELLED_DATE),
        register=text(information, names.REGISTER_CATEGORY),
        maintenance=_maintenance(child(information, names.MAINTENANCE_FILING_BAG)),
        location=_location(child(information, names.NATIONAL_CASE_LOCATION)),
        staff=read_staff(child(trademark, names.STAFF_BAG)),
        assignments=read_assignments(child(trademark, names.ASSIGNMENT_BAG)),
        proceedings=read_proceedings(child(trademark, names.LEGAL_PROCEEDINGS_BAG)),
        associated_marks=_associated_marks(child(trademark, names.ASSOCIATED_MARK_BAG)),
        priorities=_priorities(child(trademark, names.PRIORITY_BAG)),
        other=_rest(root, trademark),  # arguments are evaluated in order: this one sees what the others left
    )


def _rest(root: Node, trademark: Node) -> tuple[Fact, ...]:
    facts = facts_of_case(trademark)
    trademark.clear()
    return in_order(facts + facts_of_envelope(root))


def _serial_number(node: Node, expected: SerialNumber | None) -> SerialNumber:
    drop(node, names.IP_OFFICE_CODE, _OUR_OFFICE)
    words = text(node, names.APPLICATION_NUMBER_TEXT)
    if not words:
        raise UnreadableDocumentError("it gives no serial number")
    try:
        found = parse_serial_number(words)
    except ValueError as error:
        raise UnreadableDocumentError(f"its serial number cannot be read: {str(error)[:200]}") from error
    if expected is not None and found != expected:
        raise UnreadableDocumentError(
            f"it is the document of another case: {found}, where {expected} was asked for"
        )
    return found


def _registration_number(trademark: Node) -> str | None:
    words = text(trademark, names.REGISTRATION_NUMBER)
    if words and _NONE.fullmatch(words):
        put_back(trademark, names.REGISTRATION_NUMBER, words)
        return None
    return words or None


def _status(trademark: Node, information: Node) -> Status:
    words = text(information, names.MARK_CURRENT_STATUS_EXTERNAL_DESCRIPTION_TEXT)
    return Status(
        code=text(trademark, names.MARK_CURRENT_STATUS_CODE),
        date=day(trademark, names.MARK_CURRENT_STATUS_DATE),
        text=without_boilerplate(words),
    )


def _publication_dates(bag: Node) -> tuple[date, ...]:
    found = []
    for node in children(bag, names.PUBLICATION):
        drop(node, names.PUBLICATION_IDENTIFIER, "USPTO Official Gazette for Trademarks (OG)")
        published = day(node, names.PUBLICATION_DATE)
        if published is not None:
            found.append(published)
        label(node, "?" if published is None else published.isoformat())
    return tuple(found)


def _maintenance(bag: Node) -> tuple[MaintenanceFiling, ...]:
    found = []
    for node in children(bag, names.MAINTENANCE_FILING):
        filing = MaintenanceFiling(
            section=text(node, names.SECTION_TEXT),
            description=text(node, names.SECTION_DESCRIPTION_TEXT),
            decision=text(node, names.DECISION_STATUS_CATEGORY),
        )
        if filing != _NO_FILING:
            found.append(filing)
        label(node, filing.section or "?")
    return tuple(found)


def _location(node: Node) -> Location:
    return Location(
        law_office=text(node, names.LAW_OFFICE_ASSIGNED_TEXT),
        law_office_code=text(node, names.LAW_OFFICE_ASSIGNED_DESCRIPTION_CODE),
        current=text(node, names.CURRENT_LOCATION_TEXT),
        current_code=text(node, names.CURRENT_LOCATION_CODE),
        current_date=day(node, names.CURRENT_LOCATION_DATE),
        charged_to=text(node, names.CHARGE_TO_LOCATION),
        physical=text(node, names.PHYSICAL_LOCATION),
        physical_date=day(node, names.PHYSICAL_LOCATION_DATE),
    )


def _associated_marks(bag: Node) -> tuple[AssociatedMark, ...]:
    found = []
    for node in children(bag, names.ASSOCIATED_MARK):
        application = child(node, names.APPLICATION_NUMBER)
        international = child(node, names.INTERNATIONAL_APPLICATION_NUMBER)
        mark = AssociatedMark(
            category=text(node, names.ASSOCIATION_CATEGORY),
            reference_number=text(application, names.APPLICATION_NUMBER_TEXT),
            office=text(application, names.IP_OFFICE_CODE),
            international_registration=text(international, names.APPLICATION_NUMBER_TEXT),
        )
        if mark != _NO_MARK:
            found.append(mark)
        label(node, mark.reference_number or "?")
    return tuple(found)


def _priorities(bag: Node) -> tuple[PriorityClaim, ...]:
    found = []
    for node in children(bag, names.PRIORITY):
        claim = PriorityClaim(
            country=text(node, names.PRIORITY_COUNTRY_CODE),
            application_number=text(child(node, names.APPLICATION_NUMBER), names.APPLICATION_NUMBER_TEXT),
            filed=day(node, names.PRIORITY_APPLICATION_FILING_DATE),
            status=text(node, names.PRIORITY_STATUS_CATEGORY),
            comment=text(node, names.COMMENT_TEXT),
            registration_number=text(node, names.PRIORITY_REGISTRATION_NUMBER),
        )
        if claim != _NO_PRIORITY:
            found.append(claim)
        label(node, f"{claim.country} {claim.application_number}".strip() or "?")
    return tuple(found)
