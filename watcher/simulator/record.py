"""What the simulated office knows about one case at one moment: plain frozen values, written out by the documents."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

WASHINGTON = ZoneInfo("America/New_York")
"""The office's days begin and end in Washington."""

Day = date  # inside a class that has a field `date`


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the prosecution history; `number` is unique in the case and grows with the order of entry."""

    number: int
    code: str
    event_type: str
    date: Day
    description: str
    additional: str = "0"


@dataclass(frozen=True, slots=True)
class Party:
    """A person or a company, with where it is reached and what it is in law.

    `entity_code` is the office's number for the legal entity (3 corporation, 16 limited liability company,
    99 other); `state` is the two letters of the state of incorporation, `region` the address's state in words.
    """

    name: str
    street: str = "1 Example Plaza"
    city: str = "Springfield"
    region: str = "ILLINOIS"
    postal_code: str = "62701"
    country: str = "US"
    entity: str = "CORPORATION"
    entity_code: str = "3"
    state: str = "DE"


@dataclass(frozen=True, slots=True)
class OwnerEntry:
    """A holder in the case's history; `party_type` as in tsdr.md: 10 applicant, 20 at publication, 30 registrant, 31 later."""

    party_type: int
    party: Party


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Who receives the office's letters: a person at a firm, with e-mail addresses of two purposes."""

    name: str = ""
    firm: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = "US"
    phone: str = ""
    fax: str = ""
    main_email: str = ""
    other_emails: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoodsClass:
    """One class of goods or services; first-use dates are eight digits, `00` for an unknown day."""

    number: str
    description: str
    us_classes: tuple[str, ...] = ()
    first_used: str = ""
    first_used_in_commerce: str = ""


@dataclass(frozen=True, slots=True)
class Conveyance:
    """A recorded assignment or change of name; `identifier` is reel (4 digits) and frame (4 digits)."""

    identifier: str
    words: str
    assignor: Party
    assignee: Party
    executed: date
    recorded: date
    pages: int = 4


@dataclass(frozen=True, slots=True)
class BoardEntry:
    """One line of a proceeding's history at the Trademark Trial and Appeal Board; `due` only where a date is set."""

    number: int
    code: str
    date: Day
    description: str
    due: Day | None = None


@dataclass(frozen=True, slots=True)
class Opposition:
    """An opposition before the Trademark Trial and Appeal Board."""

    number: str
    filed: date
    opposer: Party
    status_code: str
    status_date: date
    status_text: str
    entries: tuple[BoardEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A filing that keeps a registration alive; section `8`, `9`, `15` or `71`. The document gives no date."""

    section: str
    description: str
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Priority:
    """A claim of priority from an application abroad."""

    country: str
    application_number: str
    filed: date


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the mark looks: `feature_code` 4 standard characters, 2 drawing only, 3 words and drawing."""

    feature_code: str = "4"
    description: str = ""
    colours: str = ""
    design_codes: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Everything about one case at one moment.

    Does not know what comes next, nor when it was seen: that is the script's. Days are days in Washington.
    `mark` is None for a drawing without words. `bases` are sections of the statute (`1(a)`, `1(b)`, `44(d)`,
    `44(e)`, `66(a)`).
    """

    serial_number: str
    filed: date
    mark: str | None = None
    mark_category: str = "Trademark"
    drawing: Drawing = field(default_factory=Drawing)
    disclaimer: str = ""
    translation: str = ""
    registration_number: str = ""
    registered: date | None = None
    status_code: str = "630"
    status_date: date | None = None
    status_text: str = ""
    goods: tuple[GoodsClass, ...] = ()
    filed_bases: tuple[str, ...] = ("1(a)",)
    current_bases: tuple[str, ...] = ("1(a)",)
    entries: tuple[Entry, ...] = ()
    owners: tuple[OwnerEntry, ...] = ()
    attorney: str = ""
    docket_number: str = ""
    correspondent: Correspondence = field(default_factory=Correspondence)
    representative: str = ""
    examiner: str = ""
    law_office: str = ""
    law_office_code: str = ""
    location: str = "NEW APPLICATION PROCESSING"
    location_code: str = "700"
    location_date: date | None = None
    published: date | None = None
    allowed: date | None = None
    abandoned: date | None = None
    renewed: date | None = None
    register: str = "Primary"
    maintenance: tuple[Maintenance, ...] = ()
    conveyances: tuple[Conveyance, ...] = ()
    oppositions: tuple[Opposition, ...] = ()
    reference_number: str = ""
    international_registration: str = ""
    priorities: tuple[Priority, ...] = ()

    @property
    def newest_entry_date(self) -> date | None:
        """The latest own date of any entry, None without entries."""
        return max((entry.date for entry in self.entries), default=None)

    @property
    def last_entry_date(self) -> date | None:
        """The own date of the entry that was entered last: earlier than others where it was back-dated."""
        last = max(self.entries, key=lambda entry: entry.number, default=None)
        return last.date if last else None

    @property
    def current_owners(self) -> tuple[Party, ...]:
        """Those who hold the case now: the owners of the highest party type."""
        highest = max((owner.party_type for owner in self.owners), default=0)
        return tuple(owner.party for owner in self.owners if owner.party_type == highest)

    def but(self, **changes: Any) -> Record:
        """The same record with some fields changed."""
        return replace(self, **changes)
