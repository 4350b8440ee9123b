"""What a person is told, as frozen values: a closed union of notices, and what is added for each recipient.

A notice is made at the moment of detection, stored as JSON (`forms`), and put into words when it is delivered
(`content`). It holds nothing that depends on the recipient; that is `Context`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from watcher.trademark.deadlines.values import Deadline
from watcher.trademark.model import Change, ProsecutionEvent
from watcher.trademark.notice.facts import CaseFacts
from watcher.trademark.severity import Role, Severity

SEVERITY_BEFORE_THE_TABLES = Severity.IMPORTANT
"""Of every change, as long as nothing classifies changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the recipient's own place in the watchlist adds. All of it is text from the watchlist.

    `role` is `owner` or `competitor`. `severity` is given for one that several groups name, in different roles: the
    highest of them; empty: that of the role. `why` completes "You get this because ...". `time_zone` is an IANA
    name, for the moments that people read.
    """

    why: str = ""
    group: str = ""
    role: str = ""
    severity: str = ""
    label: str = ""
    client: str = ""
    matter: str = ""
    attorney: str = ""
    time_zone: str = "America/New_York"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What one change, or the entries of one mailing, mean (`weighing`).

    `paths` are those of the changes, that of the one that says it best first. `words` are plain words, empty where
    there are none; `words_for_competitor`, unless None, stand in their place for somebody else's mark. `category` is that of the
    code, empty for changes without one.
    """

    paths: tuple[str, ...]
    words: str = ""
    words_for_competitor: str | None = None
    category: str = ""
    for_owner: Severity = SEVERITY_BEFORE_THE_TABLES
    for_competitor: Severity = SEVERITY_BEFORE_THE_TABLES

    def severity(self, role: str) -> Severity:
        """How much it matters to somebody in this role; an owner when it is not known."""
        return self.for_competitor if role == Role.COMPETITOR else self.for_owner

    def plain(self, role: str) -> str:
        """The words for somebody in this role."""
        if role == Role.COMPETITOR and self.words_for_competitor is not None:
            return self.words_for_competitor
        return self.words


@dataclass(frozen=True, slots=True)
class ChangesNotice:
    """A case changed. `detected_at` (UTC) is when the document that shows it was answered.

    `resumed`: the case is watched again after a pause, and this is all that changed meanwhile. `deadlines` are the
    case's legal dates as of that day; `tables` says which versions of the tables they were counted with. `meanings`
    say what the changes mean; `severity` is the highest for any role that is told. `facts.children` are the parts of a
    divided application that nobody watches.
    """

    facts: CaseFacts
    changes: tuple[Change, ...]
    detected_at: datetime
    severity: Severity = SEVERITY_BEFORE_THE_TABLES
    resumed: bool = False
    deadlines: tuple[Deadline, ...] = ()
    tables: str = ""
    meanings: tuple[Meaning, ...] = ()

    @property
    def entries(self) -> frozenset[int]:
        """The numbers of the prosecution events that are new."""
        events = (change.event for change in self.changes if change.event is not None)
        return frozenset(event.entry_number for event in events if event.entry_number is not None)

    def severity_for(self, role: str) -> Severity:
        """The highest of its changes for somebody in this role."""
        return max((meaning.severity(role) for meaning in self.meanings), default=self.severity)


@dataclass(frozen=True, slots=True)
class FirstSightNotice:
    """A case is watched from now on. `events` are a few of its newest prosecution events, the newest first.

    `deadlines`, `tables` and `facts.children` are as in `ChangesNotice`.
    """

    facts: CaseFacts
    events: tuple[ProsecutionEvent, ...]
    seen_at: datetime
    deadlines: tuple[Deadline, ...] = ()
    tables: str = ""


@dataclass(frozen=True, slots=True)
class ReminderNotice:
    """A legal date comes nearer. `deadline` stands as of `at` (UTC); `rung` is that of the ladder, as `30` or `grace-7`.

    `internal` is the firm's own due date before it, None without one. `tables` as in `ChangesNotice`. Whether the
    recipient is told at all was decided before: the words only follow the recipient's role.
    """

    facts: CaseFacts
    deadline: Deadline
    rung: str
    at: datetime
    internal: date | None = None
    tables: str = ""


@dataclass(frozen=True, slots=True)
class MovedDateNotice:
    """A legal date is another one now although the case did not change: a list of closures or a rule did.

    `before` and `deadline` are the same deadline (by id) as it stood and as it stands; `why` is a sentence.
    """

    facts: CaseFacts
    before: Deadline
    deadline: Deadline
    why: str
    at: datetime
    tables: str = ""


@dataclass(frozen=True, slots=True)
class TroubleNotice:
    """For the operator: something does not work. Texts are ours, but may quote what others sent."""

    title: str
    sentences: tuple[str, ...]
    what_to_do: str
    since: datetime


@dataclass(frozen=True, slots=True)
class RecoveryNotice:
    """For the operator: a trouble that was told is over."""

    title: str
    since: datetime
    until: datetime
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TestNotice:
    """Sent by `tmwatch notify test`, to see whether a channel works."""

    __test__ = False  # pytest: not a class of tests

    channel: str
    sent_at: datetime


Notice = (
    ChangesNotice
    | FirstSightNotice
    | ReminderNotice
    | MovedDateNotice
    | TroubleNotice
    | RecoveryNotice
    | TestNotice
)
