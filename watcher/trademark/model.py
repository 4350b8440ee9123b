"""A trademark case as TSDR's status document tells it: typed, frozen, compared by value.

Field by field this follows the table "The status document" of tsdr.md. Days are days in Washington; a day that
the document gives in part (`19960100`, day unknown) stays text. What the document says and the model does not
is kept in `Case.other`, so that nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from watcher.trademark.numbers import SerialNumber

WORDS_OF_A_DRAWING = "(drawing without words)"


class Section(StrEnum):
    """The parts of a case that can be filled, empty or in doubt, each by itself."""

    NUMBERS = "numbers"
    STATUS = "status"
    MARK = "mark"
    EVENTS = "prosecution history"
    OWNERS = "owners"
    ATTORNEY = "attorney of record"
    CORRESPONDENT = "correspondent"
    REPRESENTATIVE = "domestic representative"
    GOODS = "goods and services"
    BASIS = "filing basis"
    DATES = "dates"
    MAINTENANCE = "maintenance filings"
    LOCATION = "location and staff"
    ASSIGNMENTS = "assignments"
    PROCEEDINGS = "TTAB proceedings"
    MADRID = "Madrid"
    PRIORITY = "foreign priority"
    OTHER = "other data"


@dataclass(frozen=True, slots=True)
class ModifiedDates:
    """The days on which TSDR says that parts of a case were last modified; a hint, no more (tsdr.md, "Modified dates").

    Any of them may be absent. Days in Washington.
    """

    prosecution: date | None = None
    status: date | None = None
    documents: date | None = None
    whole: date | None = None

    @property
    def newest(self) -> date | None:
        """The newest reported day, None when none was reported."""
        days = [day for day in (self.prosecution, self.status, self.documents, self.whole) if day is not None]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Status:
    """Where the case stands: the USPTO's code, the day it took effect, and its words (without the boilerplate)."""

    code: str
    date: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ProsecutionEvent:
    """One line of the prosecution history.

    `entry_number` is the key; None when the document gives none. `code` is the four-character code and
    `event_type` the one-character type that follows it (`NWAPI` = `NWAP` + `I`). `additional` is the USPTO's own
    annotation, usually a number.
    """

    entry_number: int | None
    code: str
    event_type: str
    date: date | None
    description: str
    additional: str = ""


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


@dataclass(frozen=True, slots=True)
class Owner:
    """One holder in the history of the case.

    `party_type` is the document's sequenceNumber (10 original applicant, 20 owner at publication, 30 original
    registrant, 31 and above later owners): the current owners are those with the highest.
    """

    party_type: int | None
    name: str
    contact: Contact = Contact()
    legal_entity: str = ""
    legal_entity_code: str = ""
    country: str = ""
    state: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Attorney:
    """The attorney of record, and the docket number: the attorney's own reference inside TSDR."""

    contact: Contact = Contact()
    docket_number: str = ""
    comment: str = ""

    @property
    def name(self) -> str:
        """The attorney's name, empty when only a docket number is known."""
        return self.contact.name


@dataclass(frozen=True, slots=True)
class Mark:
    """What is protected. `text` is None for a drawing without words; applicants write it: never trust it."""

    text: str | None = None
    significant_text: str = ""
    translation: str = ""
    transliteration: str = ""
    standard_characters: bool | None = None
    categories: tuple[str, ...] = ()
    feature_code: str = ""
    description: str = ""
    disclaimer: str = ""
    image_file: str = ""
    colours_claimed: str = ""
    colours_where: str = ""
    in_colour: bool | None = None
    design_codes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        return self.text or WORDS_OF_A_DRAWING


@dataclass(frozen=True, slots=True)
class GoodsAndServices:
    """One class of goods or services.

    `first_used` and `first_used_in_commerce` are eight digits as given, `00` for an unknown day or month.
    `bases` names the current bases claimed for this class, as in `FilingBasis`.
    """

    class_number: str
    description: str = ""
    nice_classes: tuple[str, ...] = ()
    us_classes: tuple[str, ...] = ()
    status_code: str = ""
    status_text: str = ""
    first_used: str = ""
    first_used_in_commerce: str = ""
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilingBasis:
    """On what the application rests: the statute's sections (`1(a)`, `1(b)`, `44(d)`, `44(e)`, `66(a)`, `no basis`)."""

    filed: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaintenanceFiling:
    """A filing under section 8, 9, 15 or 71 that keeps a registration alive; the document gives no date."""

    section: str
    description: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """Where the file lies inside the USPTO, and the law office that examines it."""

    law_office: str = ""
    law_office_code: str = ""
    current: str = ""
    current_code: str = ""
    current_date: date | None = None
    charged_to: str = ""
    physical: str = ""
    physical_date: date | None = None


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of the USPTO's staff on the case, usually the examining attorney.

    `identifier` is the USPTO's own number of the person; given in TTAB proceedings.
    """

    title: str
    name: str
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentDocument:
    """The scanned paper of a recorded conveyance, and where it can be read."""

    created: date | None = None
    description: str = ""
    pages: str = ""
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """One recorded conveyance; `identifier` is reel and frame.

    `executed` are days as text, since a paper may have several and some are given in part.
    """

    identifier: str
    conveyance: str = ""
    group: str = ""
    received: date | None = None
    mailed: date | None = None
    recorded: date | None = None
    executed: tuple[str, ...] = ()
    pages: str = ""
    assignors: tuple[Owner, ...] = ()
    assignees: tuple[Owner, ...] = ()
    registrants: tuple[str, ...] = ()
    correspondent: Contact | None = None
    representative: Contact | None = None
    documents: tuple[AssignmentDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class ProceedingEvent:
    """One line of a TTAB proceeding's history."""

    entry_number: str
    code: str = ""
    date: date | None = None
    description: str = ""
    due: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class RelatedMark:
    """A mark that a party brings into a proceeding, its own or the one that is fought over."""

    text: str = ""
    serial_number: str = ""
    registration_number: str = ""
    status_code: str = ""
    status_text: str = ""


@dataclass(frozen=True, slots=True)
class ProceedingParty:
    """One side of a proceeding; `role` is the element's own word, `Plaintiff` or `Defendant`."""

    role: str
    name: str = ""
    contact: Contact = Contact()
    correspondent: Contact | None = None
    marks: tuple[RelatedMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A proceeding before the Trademark Trial and Appeal Board (or an expungement or reexamination).

    `kind` is the element's own word: `Opposition`, `Cancellation`, `Appeal`, `TMA` and the like.
    """

    kind: str
    number: str
    filed: date | None = None
    status_code: str = ""
    status_date: date | None = None
    status_text: str = ""
    parties: tuple[ProceedingParty, ...] = ()
    staff: tuple[Staff, ...] = ()
    events: tuple[ProceedingEvent, ...] = ()

    @property
    def plaintiffs(self) -> tuple[str, ...]:
        """The names of those who brought it (opposer, petitioner)."""
        return tuple(party.name for party in self.parties if party.role == "Plaintiff")

    @property
    def defendants(self) -> tuple[str, ...]:
        """The names of those against whom it was brought (applicant, registrant)."""
        return tuple(party.name for party in self.parties if party.role == "Defendant")


@dataclass(frozen=True, slots=True)
class AssociatedMark:
    """A related application or registration: for Madrid, the reference number and the international registration."""

    category: str
    reference_number: str = ""
    office: str = ""
    international_registration: str = ""


@dataclass(frozen=True, slots=True)
class PriorityClaim:
    """A claim of priority from a foreign application (section 44(d))."""

    country: str
    application_number: str = ""
    filed: date | None = None
    status: str = ""
    comment: str = ""
    registration_number: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of the document that the model has no field for: kept and compared as it is.

    `path` is readable and stable, without prefixes: `NationalTrademarkInformation/RestrictionStatementText`,
    `MarkEventBag/MarkEvent[18]/MarkEventDate` for a day that cannot be read, `Foo/@bar` for an attribute,
    `{urn:example}Foo` for an element that is in none of the three namespaces of tsdr.md. The value of an unknown
    element that is repeated is its whole contents, as `name: "value"` pairs.
    """

    section: Section
    path: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An application and the registration it may become, as one status document tells it."""

    serial_number: SerialNumber
    registration_number: str | None = None
    filing_date: date | None = None
    registration_date: date | None = None
    status: Status = field(default_factory=lambda: Status(""))
    mark: Mark = field(default_factory=Mark)
    events: tuple[ProsecutionEvent, ...] = ()
    owners: tuple[Owner, ...] = ()
    attorney: Attorney | None = None
    correspondent: Contact | None = None
    representative: Contact | None = None
    goods: tuple[GoodsAndServices, ...] = ()
    basis: FilingBasis = field(default_factory=FilingBasis)
    publication_dates: tuple[date, ...] = ()
    allowance_date: date | None = None
    abandonment_date: date | None = None
    renewal_date: date | None = None
    cancellation_date: date | None = None
    register: str = ""
    maintenance: tuple[MaintenanceFiling, ...] = ()
    location: Location = field(default_factory=Location)
    staff: tuple[Staff, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    proceedings: tuple[Proceeding, ...] = ()
    associated_marks: tuple[AssociatedMark, ...] = ()
    priorities: tuple[PriorityClaim, ...] = ()
    other: tuple[Fact, ...] = ()

    @property
    def current_owners(self) -> tuple[Owner, ...]:
        """Those who hold the case now: the owners with the highest party type (several may share it)."""
        highest = max((owner.party_type or 0 for owner in self.owners), default=0)
        return tuple(owner for owner in self.owners if (owner.party_type or 0) == highest)

    @property
    def owner_name(self) -> str:
        """The current owners' names in one line, empty when the document names none."""
        return "; ".join(dict.fromkeys(owner.name for owner in self.current_owners))


class ChangeKind(StrEnum):
    """What kind of thing changed; the values are stable words of `--json`."""

    STATUS = "status"
    EVENT = "prosecution_event"
    EVENT_REWRITTEN = "prosecution_event_rewritten"
    EVENT_REMOVED = "prosecution_event_removed"
    OWNER = "owner"
    ATTORNEY = "attorney_of_record"
    DOCKET_NUMBER = "docket_number"
    CORRESPONDENT = "correspondent"
    REPRESENTATIVE = "domestic_representative"
    MARK = "mark"
    GOODS = "goods_and_services"
    BASIS = "filing_basis"
    NUMBER = "number"
    DATE = "date"
    REGISTER = "register"
    MAINTENANCE = "maintenance_filing"
    LOCATION = "location"
    STAFF = "staff"
    ASSIGNMENT = "assignment"
    PROCEEDING = "proceeding"
    MADRID = "madrid"
    PRIORITY = "foreign_priority"
    OTHER = "other"
    SECTION_GONE = "section_gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two readings of a case, in words.

    `summary` is a sentence without the values where they are long; `old` and `new` are text for people, None where
    there was or is nothing. `date` is the USPTO's own date of the thing (an event's date), a day in Washington.
    `event` is the new or rewritten prosecution event; `path` says which value it is, stably (`events/18`,
    `owners/31/Oracle America, Inc./address`, `status`).
    """

    kind: ChangeKind
    section: Section
    path: str
    summary: str
    old: str | None = None
    new: str | None = None
    date: date | None = None
    event: ProsecutionEvent | None = None
