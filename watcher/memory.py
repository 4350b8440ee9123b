"""What poll and deliver remember, as frozen values, and the Protocols of the memory that keeps them.

The store (`adapters/store`) keeps them in a database; nothing here knows how.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from watcher.ports import Message, Recipient
from watcher.trademark.deadlines.values import Closing, Deadline
from watcher.trademark.model import Change
from watcher.trademark.notice import CaseFacts, Context, Notice, Severity
from watcher.trademark.numbers import CaseNumber, SerialNumber
from watcher.trademark.state import CaseState, Check, Hold


@dataclass(frozen=True, slots=True)
class Owed:
    """One recipient who is to be told, and what the notice says to them in particular."""

    recipient: Recipient
    context: Context


@dataclass(frozen=True, slots=True)
class NewNotice:
    """A notice with those it is owed to; saved with the reading that it comes from, in one transaction.

    `held`: not to be delivered before `release_held` (first sights wait for the end of their sweep).
    `generic`: all that it tells are changes of these kinds, so that it waits until `not_before` (UTC), and is
    withdrawn if many cases have them too (see `trademark.storms`).
    """

    notice: Notice
    owed: tuple[Owed, ...]
    serial_number: SerialNumber | None = None
    held: bool = False
    not_before: datetime | None = None
    generic: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TroubleWords:
    """A trouble to open, or to hold open: `key` names what is in trouble (`case 97123456`, `key`, `service`).

    With `notice`, the trouble is told in the same transaction, once: not again while it stays open.
    """

    key: str
    words: str
    notice: NewNotice | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """All that one look at a case changes in our memory: saved whole, or not at all.

    `before` is the state that the reading was compared with; if the stored revision is another one by now,
    nothing is written. `document` is a new baseline's status document, None when the baseline stays.
    `holds` are None when they stay as they are. `recovered` closes a trouble, with its notice if it was told.
    `deadlines` are the case's legal dates, counted without persons' words on them; None when they stay.
    """

    before: CaseState
    after: CaseState
    checks: tuple[Check, ...]
    document: bytes | None = None
    facts: CaseFacts | None = None
    changes: tuple[Change, ...] = ()
    severity: Severity | None = None
    holds: tuple[Hold, ...] | None = None
    notices: tuple[NewNotice, ...] = ()
    failure: str = ""
    trouble: TroubleWords | None = None
    recovered: TroubleWords | None = None
    deadlines: tuple[Deadline, ...] | None = None


@dataclass(frozen=True, slots=True)
class StoredBaseline:
    """The documents from which the baseline is read, and the holds that stand, each with its document."""

    snapshot_id: int
    document: bytes
    holds: tuple[tuple[Hold, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that the operator was, or will be, told; `told_at` is None while it is not grave enough."""

    key: str
    since: datetime
    told_at: datetime | None
    words: str


class CaseMemory(Protocol):
    """Cases and how they were read.

    Every method raises StoreError when the memory cannot be used.
    """

    def watch(self, serial_numbers: Iterable[SerialNumber], now: datetime, *, forget_others: bool) -> None:
        """From now on watch these; with `forget_others`, no others. Periods of watching are recorded."""

    def due(self, now: datetime, limit: int) -> list[CaseState]:
        """The watched cases that are due, the most urgent first, at most `limit`."""

    def weights(self) -> Mapping[float, int]:
        """How many watched cases there are of each weight (see `urgency`)."""

    def next_due(self, now: datetime, until: datetime, limit: int) -> list[CaseState]:
        """Watched cases that will be due until then, the next first, to fill a batch. None that fails or is new."""

    def watched(self, serial_numbers: Iterable[SerialNumber] | None = None) -> list[CaseState]:
        """The states of these watched cases, or of all."""

    def watched_numbers(self) -> set[SerialNumber]:
        """The serial numbers of all watched cases."""

    def bring_forward(self, latest: datetime) -> None:
        """No watched case is due later than this: after the watchlist asks for a quicker pace."""

    def retry_failing(self, now: datetime) -> int:
        """Every watched case that failed and waits is due now; returns how many."""

    def baseline(self, state: CaseState) -> StoredBaseline | None:
        """What the next document of the case is compared with; None before the first sight."""

    def has_doubt(self, serial_number: SerialNumber) -> bool:
        """Is a part of the newest document not believed yet (masks aside)?"""

    def save(self, look: Look) -> None:
        """Save a look in one transaction (promise 2).

        Raises:
            BaselineMovedError: the stored revision is not `look.before.revision`; nothing was written.
        """

    def save_same(self, looks: Sequence[Look], check: Check) -> list[Look]:
        """Save the looks of one batch in which nothing moved, with the one check that they share.

        Returns those that were saved: not one that another process saved meanwhile.
        """

    def resolved(self) -> Mapping[CaseNumber, tuple[SerialNumber, ...]]:
        """The numbers of other kinds whose serial numbers are known."""

    def save_resolved(
        self, number: CaseNumber, serial_numbers: tuple[SerialNumber, ...], now: datetime
    ) -> None:
        """Remember what a number of another kind stands for; pairs are added, never removed."""

    def resolved_at(self) -> Mapping[CaseNumber, datetime]:
        """When each number of another kind was last resolved."""


class TroubleMemory(Protocol):
    """What is in trouble, so that each is told once, and again when it heals."""

    def open(self, trouble: TroubleWords, now: datetime) -> bool:
        """Record a trouble, and tell it if it has a notice and was not told; returns whether it was told now."""

    def close(self, key: str, recovery: NewNotice | None, now: datetime) -> bool:
        """The trouble is over; `recovery` is told if the trouble was. Returns whether it was open."""

    def all_open(self) -> list[Trouble]:
        """The open ones, oldest first."""


@dataclass(frozen=True, slots=True)
class Alike:
    """One of many cases with the same generic change."""

    serial_number: SerialNumber
    mark: str
    old: str | None
    new: str | None


class StormMemory(Protocol):
    """The same generic change in many cases (see `trademark.storms`)."""

    def suspects(self, since: datetime) -> set[str]:
        """The generic paths at which anything changed since a moment."""

    def alike(self, path: str, since: datetime) -> int:
        """In how many cases did something change at this generic path since a moment?"""

    def examples(self, path: str, since: datetime, limit: int) -> list[Alike]:
        """The first such changes."""

    def withdraw(self, paths: Collection[str]) -> int:
        """Owe no longer what still waits and tells of nothing but these generic paths; returns how many notices."""

    def release(self, now: datetime) -> None:
        """Let go what waited for a storm that did not come."""


LEASE = timedelta(minutes=10)
"""How long a claim of a dispatch holds. Longer than any send may take; after it, others take the dispatch over."""


class DispatchKind(StrEnum):
    """What is told in one message; first sights of one poll go together, everything else by itself."""

    NOTICE = "notice"
    FIRST_SIGHTS = "first sights"


class DispatchState(StrEnum):
    """Where a dispatch stands. `claimed` and `sending` belong to a living process, `waiting` to nobody.

    `redirected`: given up, because its recipient is gone; what it was about is owed to others now.
    """

    CLAIMED = "claimed"
    SENDING = "sending"
    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"
    REDIRECTED = "redirected"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One message to one recipient: the obligations that were claimed together, and how often it was tried.

    `may_be_repeat`: an earlier try may have arrived (the process died or gave up waiting while it was sending).
    """

    id: int
    kind: DispatchKind
    recipient: Recipient
    notices: tuple[tuple[Notice, Context], ...]
    attempts: int
    created_at: datetime
    may_be_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """Who claims, and for how long: `token` names the process, `lease_until` is when others may take over."""

    token: str
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """A line of `tmwatch outbox list`: something that was not delivered yet, or refused for good."""

    id: int
    recipient: Recipient
    state: str
    subject: str
    owed_since: datetime
    attempts: int = 0
    next_try_at: datetime | None = None
    last_error: str = ""
    is_dispatch: bool = True
    serial_numbers: tuple[SerialNumber, ...] = field(default=())


class OutboxMemory(Protocol):
    """What is owed to whom, and what became of it.

    Every method raises StoreError when the memory cannot be used.
    """

    def owed_channels(self, now: datetime) -> list[str]:
        """The channels for which something is due now: unclaimed, waiting for its next try, or left by a dead process."""

    def unfinished_channels(self) -> list[str]:
        """The channels for which something is owed, due or not, or was refused for good."""

    def claim(
        self, channel: str, claim: Claim, now: datetime, *, without: Collection[str] = ()
    ) -> Dispatch | None:
        """Take the next dispatch of a channel, None when nothing is due but for the addresses in `without`.

        That is one left over from a dead process, one that waits for its next try, or a new one made of
        obligations that belong together.
        """

    def mark_sending(self, dispatch: Dispatch, claim: Claim, message: Message) -> bool:
        """The message is about to leave: kept as sent. False when the claim was lost meanwhile; do not send."""

    def mark_delivered(self, dispatch: Dispatch, claim: Claim, now: datetime) -> None:
        """The channel accepted it."""

    def mark_failed(
        self, dispatch: Dispatch, claim: Claim, reason: str, now: datetime, pause: timedelta, *, maybe: bool
    ) -> None:
        """The channel did not take it; try again after a pause. `maybe`: it may have arrived."""

    def mark_refused(self, dispatch: Dispatch, claim: Claim, reason: str, now: datetime) -> None:
        """The channel refused it for good; it stays in the outbox for a person to see and to try again."""

    def redirect(
        self, channel: str, present: tuple[Recipient, ...], operator: tuple[Owed, ...], now: datetime
    ) -> tuple[Recipient, ...]:
        """What is owed to recipients that a channel no longer has, or was refused by them, goes to others instead.

        `present` are the channel's recipients (none: the channel is gone). Each notice goes, with the words of its
        old obligation, to those of them that do not have it yet; if there are none, to `operator`. Returns the
        recipients that are gone.
        """

    def release_held(self, now: datetime) -> int:
        """Let go the notices that were held; returns how many."""

    def pending(self, now: datetime, token: str = "") -> int:
        """How many deliveries are overdue now; what a living process other than `token`'s is sending is not."""

    def refused(self) -> int:
        """How many deliveries were refused for good and wait for a person."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A rung of a deadline's ladder that a channel was told of, or need not be told of any more."""

    deadline: str
    channel: str
    rung: str


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A case whose legal dates are to be counted anew: what they were counted with, and the day that had been set."""

    serial_number: SerialNumber
    revision: int
    counted_with: str
    recount_on: str
    watched_since: datetime


@dataclass(frozen=True, slots=True)
class Recount:
    """What the counting of one case's dates gives: saved in one transaction, unless somebody else was faster.

    `lines` is None when they could not be counted: the old ones stay. `recount_on` is a day in Washington.
    """

    lines: tuple[Deadline, ...] | None
    counted_with: str
    recount_on: date
    recalled: tuple[Recalled, ...] = ()
    notices: tuple[NewNotice, ...] = ()


class DeadlineMemory(Protocol):
    """The legal dates of the cases, as they were last counted; a look saves them.

    Every method raises StoreError when the memory cannot be used.
    """

    def of(self, serial_number: SerialNumber) -> tuple[Deadline, ...]:
        """The deadlines of a case, with the words of persons laid over them."""

    def counted(self, serial_number: SerialNumber) -> tuple[Deadline, ...]:
        """The same as they were counted: without the words of persons."""

    def closings(self, serial_number: SerialNumber) -> tuple[Closing, ...]:
        """What persons said of the deadlines of a case, oldest first."""

    def uncounted(self, counted_with: str, day: date, limit: int) -> list[Uncounted]:
        """Watched cases whose dates were counted with something else, or are to be counted anew on that day or before."""

    def recalled(self, serial_number: SerialNumber) -> frozenset[Recalled]:
        """The rungs that need not be told any more, of all deadlines of a case."""

    def save_recount(self, case: Uncounted, recount: Recount, now: datetime) -> bool:
        """Save what a counting gave; False, and nothing is saved, when somebody else counted this case meanwhile."""


class ProofMemory(Protocol):
    """The record of checks as evidence (promise 5).

    Every method raises StoreError when the memory cannot be used.
    """

    def care(self, now: datetime, keep: timedelta) -> tuple[str, ...]:
        """Seal the days that are over, and thin one that is older than `keep`; cheap when there is nothing to do.

        Returns what was found to be altered, each in a sentence, for the operator.
        """


class Memory(Protocol):
    """All that is remembered, by subject; one transaction may touch several."""

    @property
    def cases(self) -> CaseMemory:
        """Cases and how they were read."""

    @property
    def troubles(self) -> TroubleMemory:
        """What is in trouble."""

    @property
    def outbox(self) -> OutboxMemory:
        """What is owed to whom."""

    @property
    def storms(self) -> StormMemory:
        """The same change in many cases."""

    @property
    def deadlines(self) -> DeadlineMemory:
        """The legal dates."""

    @property
    def proof(self) -> ProofMemory:
        """The record of checks."""

    def close_thread(self) -> None:
        """This thread is done: let go what the memory holds for it (a connection)."""


class Renderer(Protocol):
    """Finished words for a dispatch."""

    def render(self, dispatch: Dispatch, now: datetime) -> Message:
        """The message for the dispatch's channel, escaped for it and within its size limit.

        Raises:
            DeliveryError: it cannot be put into words for this channel; permanent.
        """
