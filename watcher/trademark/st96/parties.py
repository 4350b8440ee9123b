"""The people of a case: owners, attorney of record, correspondent, domestic representative, staff."""

from __future__ import annotations

from typing import Final

from watcher.trademark.model import Address, Attorney, Contact, Owner, Staff
from watcher.trademark.model.people import NO_CONTACT
from watcher.trademark.st96 import names
from watcher.trademark.st96.take import (
    Node,
    child,
    children,
    drop,
    label,
    number,
    put_back,
    text,
    texts,
    tidy,
)

NO_ADDRESS: Final = Address()
NO_NAME: Final = "null"
"""What the USPTO's program writes where a member of the staff has no name."""


def read_contact(holder: Node) -> Contact:
    """The com:Contact of a party; an empty one when there is none or it says nothing."""
    node = child(holder, names.CONTACT)
    if not node:
        return NO_CONTACT
    emails = _emails(child(node, names.EMAIL_ADDRESS_BAG))
    return Contact(
        names=_names(child(node, names.NAME)),
        address=_address(child(node, names.POSTAL_ADDRESS_BAG)),
        emails=emails,
        phones=texts(child(node, names.PHONE_NUMBER_BAG), names.PHONE_NUMBER),
        faxes=texts(child(node, names.FAX_NUMBER_BAG), names.FAX_NUMBER),
    )


def read_contact_or_none(holder: Node) -> Contact | None:
    """As `read_contact`; None when it says nothing."""
    found = read_contact(holder)
    return None if found == NO_CONTACT else found


def _names(node: Node) -> tuple[str, ...]:
    """The person, then the firm; one that is given under two elements stands once."""
    found = (
        *texts(child(node, names.PERSON_NAME), names.PERSON_FULL_NAME),
        *texts(child(node, names.ORGANIZATION_NAME), names.ORGANIZATION_STANDARD_NAME),
        *texts(node, names.ENTITY_NAME),
    )
    return tuple(dict.fromkeys(found)) if len(found) > 1 else found


def _address(bag: Node) -> Address:
    node = child(bag, names.POSTAL_ADDRESS)
    if not node:
        return NO_ADDRESS
    parts = child(node, names.POSTAL_STRUCTURED_ADDRESS)
    return Address(
        lines=texts(parts, names.ADDRESS_LINE_TEXT) + texts(node, names.POSTAL_ADDRESS_TEXT),
        city=text(parts, names.CITY_NAME),
        region=text(parts, names.GEOGRAPHIC_REGION_NAME),
        postal_code=text(parts, names.POSTAL_CODE),
        country=text(parts, names.COUNTRY_CODE),
    )


def _emails(bag: Node) -> tuple[tuple[str, str], ...]:
    found = []
    for node in children(bag, names.EMAIL_ADDRESS_TEXT):
        address = text(node, names.TEXT)
        purpose = text(node, names.EMAIL_PURPOSE)
        if address:
            found.append((purpose, address))
        elif purpose:
            put_back(node, names.EMAIL_PURPOSE, purpose)
    return tuple(found)


def read_party(node: Node) -> Owner:
    """An owner, or a side of an assignment: name, address and legal entity, without the party type."""
    contact = read_contact(node)
    return Owner(
        party_type=None,
        name=contact.names[0] if contact.names else "",
        contact=contact,
        legal_entity=text(node, names.LEGAL_ENTITY_NAME),
        legal_entity_code=text(node, names.NATIONAL_LEGAL_ENTITY_CODE),
        country=text(node, names.INCORPORATION_COUNTRY_CODE),
        state=text(node, names.INCORPORATION_STATE),
        comment=text(node, names.COMMENT_TEXT) or text(child(node, names.VERSION), names.COMMENT_TEXT),
    )


def read_owners(bag: Node) -> tuple[Owner, ...]:
    """All owners in the history of the case, as the document lists them: the current ones first."""
    owners = []
    for node in children(bag, names.APPLICANT):
        party_type = number(node, names.SEQUENCE_NUMBER)
        party = read_party(node)
        owner = Owner(
            party_type,
            party.name,
            party.contact,
            party.legal_entity,
            party.legal_entity_code,
            party.country,
            party.state,
            party.comment,
        )
        if owner != _NO_OWNER:
            owners.append(owner)
        label(node, f"{'?' if party_type is None else party_type} {party.name}".rstrip())
    return tuple(owners)


_NO_OWNER: Final = Owner(None, "")
_NO_ATTORNEY: Final = Attorney()


def read_attorney(node: Node) -> Attorney | None:
    """The attorney of record; None when the document names none and gives no docket number."""
    drop_line(node, "Attorney of Record")
    found = Attorney(
        contact=read_contact(node),
        docket_number=text(node, names.DOCKET_TEXT),
        comment=text(node, names.COMMENT_TEXT),
    )
    return None if found == _NO_ATTORNEY else found


def drop_line(node: Node, words: str) -> None:
    """Take a comment away if it has just these words, which say nothing (see `ignored.py`)."""
    comment = node.get(names.COMMENT_TEXT)
    if isinstance(comment, dict) and comment.keys() <= {names.TEXT, names.SEQUENCE_NUMBER}:
        if (
            tidy(comment.get(names.TEXT) or "") == words
            and (comment.get(names.SEQUENCE_NUMBER) or "1").isdigit()
        ):
            del node[names.COMMENT_TEXT]
    else:
        drop(node, names.COMMENT_TEXT, words)


def read_staff(bag: Node) -> tuple[Staff, ...]:
    """The staff on the case or on a proceeding."""
    staff = []
    for node in children(bag, names.STAFF):
        name = text(node, names.STAFF_NAME)
        member = Staff(
            title=text(node, names.OFFICIAL_TITLE_TEXT),
            name="" if name == NO_NAME else name,
            identifier=text(node, names.PARTY_IDENTIFIER),
        )
        if member != _NO_STAFF:
            staff.append(member)
        label(node, member.title or "?")
    return tuple(staff)


_NO_STAFF: Final = Staff("", "")
