"""What a person is told, as frozen values: a closed union of notices, and what is added for each recipient.

A notice is made at the moment of detection, stored as JSON (`forms`), and put into words when it is delivered
(`content`). It holds nothing that depends on the recipient; that is `Context`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from watcher.trademark.deadlines.values import Deadline
from watcher.trademark.model import Change, ProsecutionEvent
from watcher.trademark.notice.facts import CaseFacts
from watcher.trademark.severity import Severity

SEVERITY_BEFORE_THE_TABLES = Severity.IMPORTANT
"""Of every change, as long as nothing classifies changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the recipient's own place in the watchlist adds. All of it is text from the watchlist.

    `role` is `owner` or `competitor`. `why` completes "You get this because ...". `time_zone` is an IANA name,
    for the moments that people read.
    """

    why: str = ""
    group: str = ""
    role: str = ""
    label: str = ""
    client: str = ""
    matter: str = ""
    attorney: str = ""
    time_zone: str = "America/New_York"


@dataclass(frozen=True, slots=True)
class ChangesNotice:
    """A case changed. `detected_at` (UTC) is when the document that shows it was answered.

    `resumed`: the case is watched again after a pause, and this is all that changed meanwhile. `deadlines` are the
    case's legal dates as of that day, those that somebody must look at and those that these changes decided.
    """

    facts: CaseFacts
    changes: tuple[Change, ...]
    detected_at: datetime
    severity: Severity = SEVERITY_BEFORE_THE_TABLES
    resumed: bool = False
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True)
class FirstSightNotice:
    """A case is watched from now on. `events` are a few of its newest prosecution events, the newest first.

    `deadlines` are the case's legal dates as of that day.
    """

    facts: CaseFacts
    events: tuple[ProsecutionEvent, ...]
    seen_at: datetime
    deadlines: tuple[Deadline, ...] = ()


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


Notice = ChangesNotice | FirstSightNotice | TroubleNotice | RecoveryNotice | TestNotice
