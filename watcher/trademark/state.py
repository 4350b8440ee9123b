"""What is known about a case between two polls: frozen values, kept by the store and judged by `decide` and `reading`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from watcher.trademark.model import ModifiedDates, Section
from watcher.trademark.numbers import SerialNumber


class HoldReason(StrEnum):
    """Why a part of the newest document is not believed yet."""

    VANISHED = "vanished"
    ENTRIES_VANISHED = "entries vanished"
    OLDER = "older"
    OTHER_MARK = "other mark"
    MASKED = "masked"


@dataclass(frozen=True, slots=True)
class Hold:
    """A section, or a part of one, that keeps its old value: since when, and in which snapshot that value stands.

    Masked values are held for as long as the mask stays; all others are told as what they are after a day.
    `section` is None where the hold is about the whole document (older). `what` is the very thing in doubt, so that
    the day counts for that and no other: the field or the fact that is empty ("" for the whole section), the entry
    number that is gone, a digest of the other mark, which earlier state a document shows.
    """

    section: Section | None
    reason: HoldReason
    since: datetime
    snapshot_id: int
    what: str = ""


class ProbeKind(StrEnum):
    """Which cheap question is asked: the modified dates of one case, or the JSON of many at once (tsdr.md)."""

    LAST_UPDATE = "last-update"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class StatusDigest:
    """What a batch probe carries of a case: a digest of it all, and the newest day (Washington) that it reports."""

    digest: str
    newest: date | None = None


Seen = ModifiedDates | StatusDigest
"""The value of a probe. Values of one kind are compared with each other only."""


@dataclass(frozen=True, slots=True)
class CaseState:
    """Where the watching of one case stands. All moments in UTC.

    `revision` counts the saved readings of the case: what was compared with an older one must not be written.
    `digest` is that of the last document that was read (or found equal to it); None before the first sight.
    `dates` and `statuses` are the values of the two kinds of probe that were accepted with it. `fetch_began_at` is
    when the request for the last good document went out: the day rule counts from it. `step` is the place on the
    ladder of doubt, 0 when settled, and `recheck_at` is when the document is fetched again for it.
    `pending` is the value of a probe that differs though the document does not account for it (see `settling`):
    accepted at the ladder's end.
    `resumed_at` is set from the moment a case is watched again until its next reading. `status_code` and
    `changed_at` say how soon the next change is to be expected; `weight` is its share of what may be asked, and
    `order_at` its place among those that are due (see `urgency`). `next_deadline` is the first open legal date ahead.
    """

    serial_number: SerialNumber
    revision: int = 0
    dates: ModifiedDates | None = None
    good_check_at: datetime | None = None
    fetch_began_at: datetime | None = None
    snapshot_id: int | None = None
    digest: str | None = None
    step: int = 0
    failures: int = 0
    failing_since: datetime | None = None
    resumed_at: datetime | None = None
    pending: Seen | None = None
    due_at: datetime | None = None
    statuses: StatusDigest | None = None
    recheck_at: datetime | None = None
    status_code: str = ""
    changed_at: datetime | None = None
    weight: float = 0.0
    order_at: datetime | None = None
    next_deadline: date | None = None

    @property
    def is_new(self) -> bool:
        """Has this case never been read?"""
        return self.snapshot_id is None

    @property
    def newest(self) -> date | None:
        """The newest day (Washington) that a probe reported, accepted or not."""
        days = [seen.newest for seen in (self.dates, self.statuses, self.pending) if seen is not None]
        return max((day for day in days if day is not None), default=None)

    def accepted(self, seen: Seen) -> Seen | None:
        """The accepted value of the same kind of probe; None when there is none yet."""
        match seen:
            case ModifiedDates():
                return self.dates
            case StatusDigest():
                return self.statuses
            case _:
                assert_never(seen)

    def accepting(self, seen: Seen | None, *, alone: bool = False) -> CaseState:
        """With this value accepted; `alone`: those of the other kind are of no use any more."""
        match seen:
            case None:
                return self
            case ModifiedDates():
                return replace(self, dates=seen, statuses=None if alone else self.statuses)
            case StatusDigest():
                return replace(self, statuses=seen, dates=None if alone else self.dates)
            case _:
                assert_never(seen)

    def waiting_for(self, seen: Seen) -> CaseState:
        """With this value pending; those of the other kind are of no use any more."""
        match seen:
            case ModifiedDates():
                return replace(self, pending=seen, statuses=None)
            case StatusDigest():
                return replace(self, pending=seen, dates=None)
            case _:
                assert_never(seen)


class CheckKind(StrEnum):
    """What was asked in one check."""

    PROBE = "probe"
    FETCH = "fetch"


class CheckOutcome(StrEnum):
    """What came of it, for the record of checks."""

    SAME = "same"
    MOVED = "moved"
    FIRST_SEEN = "first seen"
    CHANGED = "changed"
    DOUBTFUL = "doubtful"
    UNREADABLE = "unreadable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One question to the USPTO about one case, and what came back: a row of the proof (promise 5).

    `also` are the other cases of the same request in which nothing moved either: they share the row.
    """

    serial_number: SerialNumber
    kind: CheckKind
    asked_at: datetime
    answered_at: datetime
    outcome: CheckOutcome
    response_code: int | None = None
    digest: str = ""
    detail: str = ""
    also: tuple[SerialNumber, ...] = ()
