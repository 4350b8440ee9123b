"""Who stands in a case: owners, attorney of record, correspondent, the USPTO's staff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address, line by line as the document has it."""

    lines: tuple[str, ...] = ()
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""

    def __str__(self) -> str:
        place = " ".join(part for part in (self.region, self.postal_code) if part)
        return ", ".join(part for part in (*self.lines, self.city, place, self.country) if part)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach a party. `emails` are (purpose, address) pairs; "XXXX" in any value is a mask, not a value."""

    names: tuple[str, ...] = ()
    address: Address = Address()
    emails: tuple[tuple[str, str], ...] = ()
    phones: tuple[str, ...] = ()
    faxes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The names in one line: a person, then the firm."""
        return ", ".join(self.names)


NO_CONTACT: Final = Contact()


@dataclass(frozen=True, slots=True)
class Owner:
    """One holder in the history of the case.

    `party_type` is the document's sequenceNumber (10 original applicant, 20 owner at publication, 30 original
    registrant, 31 and above later owners): the current owners are those with the highest.
    """

    party_type: int | None
    name: str
    contact: Contact = NO_CONTACT
    legal_entity: str = ""
    legal_entity_code: str = ""
    country: str = ""
    state: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Attorney:
    """The attorney of record, and the docket number: the attorney's own reference inside TSDR."""

    contact: Contact = NO_CONTACT
    docket_number: str = ""
    comment: str = ""

    @property
    def name(self) -> str:
        """The attorney's name, empty when only a docket number is known."""
        return self.contact.name


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of the USPTO's staff on the case, usually the examining attorney.

    `identifier` is the USPTO's own number of the person; given in TTAB proceedings.
    """

    title: str
    name: str
    identifier: str = ""
