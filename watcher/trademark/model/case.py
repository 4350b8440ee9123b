"""A case as one status document tells it, its sections, and what the model has no field for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from watcher.trademark.model.history import Assignment, Proceeding, ProsecutionEvent
from watcher.trademark.model.people import Attorney, Contact, Owner, Staff
from watcher.trademark.model.rights import (
    AssociatedMark,
    FilingBasis,
    GoodsAndServices,
    Location,
    MaintenanceFiling,
    Mark,
    PriorityClaim,
    Status,
)
from watcher.trademark.numbers import SerialNumber


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
