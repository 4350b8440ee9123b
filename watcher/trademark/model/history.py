"""What happened to a case: prosecution history, assignments, TTAB proceedings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from watcher.trademark.model.people import NO_CONTACT, Contact, Owner, Staff


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
    contact: Contact = NO_CONTACT
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
