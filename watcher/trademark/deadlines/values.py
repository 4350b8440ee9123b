"""What is known about a legal date, as frozen values: the date, where it comes from, how sure it is, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

DISCLAIMER = "Computed from TSDR data; the USPTO document controls."
"""Said in each notice with a deadline: nothing here is legal advice (deadlines.md)."""

NOT_REVIEWED = "Rule not yet reviewed by a practitioner."
"""Said with each computed date as long as `Deadline.reviewed` is empty."""

MET_BY_CHECKS = frozenset(("DILIGENCE_6M",))
"""The rules that each check of ours meets: only a reminder tells of them, if nothing was checked for so long."""


class State(StrEnum):
    """How a deadline stands. Only `MET`, `SUPERSEDED`, `PAST` and `CLOSED` need nobody's attention."""

    OPEN = "open"
    ANSWERED = "filed, not accepted"
    CHECK = "check"
    MET = "met"
    SUPERSEDED = "superseded"
    PASSED_UNSEEN = "passed, nothing visible yet"
    PASSED = "passed, no filing seen"
    PAST = "past"
    CLOSED = "closed by a person"
    READ = "read the document"
    NOT_COMPUTED = "could not be computed"

    @property
    def needs_attention(self) -> bool:
        """Is it still somebody's business?"""
        return self not in {State.MET, State.SUPERSEDED, State.PAST, State.CLOSED}


class Confidence(StrEnum):
    """How far the date can be trusted; each computed one besides says that no practitioner has reviewed its rule."""

    COMPUTED = "computed"
    CONFIRM = "confirm in the document"
    WARNING = "warning only"
    READ = "read the document"


class ClosingAction(StrEnum):
    """A person's word on a deadline."""

    CLOSE = "close"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Closing:
    """One word of a person on a deadline, append-only: the last one holds.

    `said_at` is a moment in UTC; `due` is the date that the person saw, so that a closing never covers another one.
    """

    deadline: str
    action: ClosingAction
    by: str
    reason: str
    said_at: datetime
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The dated fact that a deadline is counted from: a prosecution event, or a date of the case.

    `words` are the USPTO's description of the event, or ours of the date ("registration date").
    """

    words: str
    date: date | None
    entry_number: int | None = None
    code: str = ""

    def __str__(self) -> str:
        number = "" if self.entry_number is None else f"entry {self.entry_number}, "
        return f"{self.words} ({number}{self.date or 'no date'})"


@dataclass(frozen=True, slots=True)
class Limit:
    """A further date of the same deadline: the outer limit of an extension."""

    words: str
    day: date
    rolled: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One legal date of one case, or one line that says why there is none.

    `id` is case + rule + anchor and stays when the date moves. All days are days in Washington. `due` is the
    statutory date, not rolled: the one for sorting, days left, reminders and calendars; `rolled` is the last day on
    which it may be filed (37 CFR 2.196). `opens` is never rolled; `grace` and `extension` are counted without a
    roll, and their rolled dates stand beside them. `by` is the event that decided the state, `why` says it in words.
    A `provisional` date hangs on something that has not happened yet. `reviewed` is empty as long as no practitioner
    has read the rule.
    """

    id: str
    serial_number: str
    rule: str
    title: str
    state: State
    confidence: Confidence
    anchor: Anchor | None = None
    due: date | None = None
    rolled: date | None = None
    opens: date | None = None
    grace: date | None = None
    grace_rolled: date | None = None
    extension: date | None = None
    extension_rolled: date | None = None
    limits: tuple[Limit, ...] = ()
    provisional: bool = False
    by: Anchor | None = None
    why: str = ""
    notes: tuple[str, ...] = ()
    authority: str = ""
    text: str = ""
    reminders: tuple[str, ...] = ()
    owner_only: bool = False
    reviewed: str = ""

    def days_left(self, today: date) -> int | None:
        """Days from today to the statutory date; negative when it passed, None when there is none."""
        return None if self.due is None else (self.due - today).days
