"""One difference between two readings of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from watcher.trademark.model.case import Section
from watcher.trademark.model.history import ProsecutionEvent


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
