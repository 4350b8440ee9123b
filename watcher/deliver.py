"""The outbox: what is owed -> channels, with retries, each channel in its own worker.

The order of promise 2: claim, render, note that it is being sent, send, mark. Killed at any point, the dispatch is
taken over by the next process, and says that it may be a repeat if it may have left.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watcher.errors import DeliveryError, StopRequested, StoreError
from watcher.memory import (
    LEASE,
    Claim,
    Dispatch,
    Memory,
    NewNotice,
    Owed,
    Renderer,
    Trouble,
    TroubleWords,
)
from watcher.ports import Channels, Clock, Recipient
from watcher.trademark import notice as notices

_log = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
"""The growing pauses between tries of one dispatch; the last one repeats for as long as it takes."""

GRAVE_AFTER = timedelta(hours=1)
"""A channel that has not accepted anything for this long is told to the operator."""

FAILURES_A_ROUND = 3
"""A worker leaves a recipient alone for this round after so many failures; the rest waits for the next."""

ROUND = LEASE / 2
"""A round of a worker begins nothing new after so long, so that one that lasts longer than a lease can only be stuck."""

STUCK_WORKERS = 3
"""So many workers of one channel may hang beyond their lease before no other is started."""

_BUGS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What a mistake of ours, or of a library, in one message raises: a failure of that dispatch, and the others go on."""


@dataclass
class Delivered:
    """What a round of delivery did: counted by the workers, read when they are done."""

    delivered: int = 0
    failed: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def count(self, *, accepted: bool) -> None:
        """Count one dispatch."""
        with self._lock:
            self.delivered += accepted
            self.failed += not accepted


@dataclass(frozen=True, slots=True)
class _Worker:
    channel: str
    thread: threading.Thread
    started_at: datetime


class Deliverer:
    """Delivers what is owed. Does not decide what is told to whom; that was saved with the reading."""

    def __init__(
        self, memory: Memory, channels: Channels, renderer: Renderer, operator: str, clock: Clock, token: str
    ) -> None:
        self._memory = memory
        self._channels = channels
        self._renderer = renderer
        self._operator = operator
        self._clock = clock
        self._token = token
        self._workers: list[_Worker] = []
        self._stopping = threading.Event()
        self._saw_all = False

    def start_due(self, tally: Delivered | None = None) -> None:
        """Start a worker for each channel that is owed something and has none; returns at once.

        The first time, for each channel with anything unfinished: its recipients may be others than before.

        Raises:
            StoreError: the outbox cannot be read.
        """
        now = self._clock.now()
        self._workers = [worker for worker in self._workers if worker.thread.is_alive()]
        channels = self._memory.outbox.owed_channels(now)
        if not self._saw_all:
            channels = sorted({*channels, *self._memory.outbox.unfinished_channels()})
        for channel in () if self._stopping.is_set() else channels:
            if self._is_busy(channel, now):
                continue
            thread = threading.Thread(
                target=self._work,
                args=(channel, tally or Delivered()),
                name=f"deliver {channel}",
                daemon=True,
            )
            self._workers.append(_Worker(channel, thread, now))
            thread.start()
        self._saw_all = True

    def deliver(self, seconds: float) -> Delivered:
        """Deliver what is due now and wait for it, `seconds` at most; what hangs then is left to a later try."""
        tally = Delivered()
        self.start_due(tally)
        self._join(self._workers, seconds)
        return tally

    def _join(self, workers: Sequence[_Worker], seconds: float) -> None:
        until = self._clock.now() + timedelta(seconds=seconds)
        for worker in workers:
            worker.thread.join(max(0.0, (until - self._clock.now()).total_seconds()))

    def stop(self, seconds: float) -> None:
        """Begin nothing new, and give what is being sent so long to end; what still hangs then is left to a later try."""
        self._stopping.set()
        self._join(tuple(self._workers), seconds)

    def is_busy(self) -> bool:
        """Is anything being sent, or does a worker hang?"""
        return any(worker.thread.is_alive() for worker in self._workers)

    def pending(self) -> int:
        """How many deliveries are overdue, those that hang in our own workers among them."""
        return self._memory.outbox.pending(self._clock.now(), self._token)

    def _is_busy(self, channel: str, now: datetime) -> bool:
        """Is a worker on this channel, or do too many hang there already?"""
        mine = [worker for worker in self._workers if worker.channel == channel]
        return any(now - worker.started_at < LEASE for worker in mine) or len(mine) >= STUCK_WORKERS

    def _work(self, channel: str, tally: Delivered) -> None:
        try:
            self.work(channel, tally)
        except StoreError as error:
            _log.error("channel %s: %s", channel, error)  # a sentence for the operator, not a traceback
        except StopRequested:
            pass
        finally:
            self._memory.close_thread()

    def work(self, channel: str, tally: Delivered) -> None:
        """Deliver one channel's due dispatches, one after the other, until none is left or time is up.

        The recipients that took nothing lately come last, and each is left alone after some failures: a mailbox
        that is full keeps nobody else from hearing.

        Raises:
            StoreError: the outbox cannot be read or written; nothing is lost.
        """
        if self._stopping.is_set():
            return
        began = self._clock.now()
        present = self._present(channel)
        self._redirect(channel, present, began)
        if not present:
            return
        failures: Counter[str] = Counter()
        given_up: set[str] = set()
        for spared in (self._in_trouble(present), frozenset[str]()):
            while not self._stopping.is_set() and began <= self._clock.now() < began + ROUND:
                now = self._clock.now()
                claim = Claim(self._token, now + LEASE)
                dispatch = self._memory.outbox.claim(channel, claim, now, without=spared | given_up)
                if dispatch is None:
                    break
                accepted = self._deliver(dispatch, claim)
                if accepted is None:
                    continue
                tally.count(accepted=accepted)
                address = dispatch.recipient.address
                failures[address] += not accepted
                if failures[address] >= FAILURES_A_ROUND:
                    given_up.add(address)

    def _deliver(self, dispatch: Dispatch, claim: Claim) -> bool | None:
        """Render, send and mark one dispatch; was it accepted? None: another process has taken it over."""
        try:
            with _mistakes_are_failures("writing", maybe_delivered=False):
                message = self._renderer.render(dispatch, self._clock.now())
                if not self._memory.outbox.mark_sending(dispatch, claim, message):
                    return None
            with _mistakes_are_failures("sending", maybe_delivered=True):
                self._channels.send(dispatch.recipient, message)
        except DeliveryError as error:
            self._failed(dispatch, claim, error)
            return False
        now = self._clock.now()
        self._memory.outbox.mark_delivered(dispatch, claim, now)
        _log.info("delivered to %s: %s", dispatch.recipient, message.subject)
        self._close_trouble(dispatch.recipient, now)
        return True

    def _failed(self, dispatch: Dispatch, claim: Claim, error: DeliveryError) -> None:
        now = self._clock.now()
        if error.permanent:
            _log.error("refused for good by %s: %s", dispatch.recipient, error.reason)
            self._open_trouble(dispatch.recipient, error.reason, now, grave=True)
            self._memory.outbox.mark_refused(dispatch, claim, error.reason, now)
            return
        pause = PAUSES[min(dispatch.attempts, len(PAUSES)) - 1]
        _log.warning("not delivered to %s (try %d): %s", dispatch.recipient, dispatch.attempts, error.reason)
        self._memory.outbox.mark_failed(
            dispatch, claim, error.reason, now, pause, maybe=error.maybe_delivered
        )
        self._open_trouble(
            dispatch.recipient, error.reason, now, grave=self._has_lasted(dispatch.recipient, now)
        )

    # -- what the operator hears

    def _has_lasted(self, recipient: Recipient, now: datetime) -> bool:
        trouble = self._trouble(recipient)
        return trouble is not None and now - trouble.since >= GRAVE_AFTER

    def _trouble(self, recipient: Recipient) -> Trouble | None:
        key = _trouble_key(recipient)
        return next((trouble for trouble in self._memory.troubles.all_open() if trouble.key == key), None)

    def _open_trouble(self, recipient: Recipient, reason: str, now: datetime, *, grave: bool) -> None:
        """Remember that the channel does not take notices; tell the operator once it is grave.

        Of the operator's own channel nobody else can be told: `status` and the log say it.
        """
        words = f"{recipient} does not take notices: {reason}"
        notice = None
        if grave and recipient.channel != self._operator:
            notice = NewNotice(
                notices.TroubleNotice(
                    title=f"{recipient} does not take notices",
                    sentences=(
                        reason,
                        "Nothing is lost: the notices wait in the outbox (tmwatch outbox list).",
                    ),
                    what_to_do="Correct the channel in the watchlist, or try again with: tmwatch outbox retry",
                    since=now,
                ),
                self._owed_to_operator(recipient.channel),
            )
        self._memory.troubles.open(TroubleWords(_trouble_key(recipient), words, notice), now)

    def _close_trouble(self, recipient: Recipient, now: datetime) -> None:
        trouble = self._trouble(recipient)
        if trouble is None:
            return
        recovery = notices.RecoveryNotice(
            title=f"{recipient} takes notices again", since=trouble.since, until=now
        )
        owed = self._owed_to_operator(recipient.channel)
        self._memory.troubles.close(trouble.key, NewNotice(recovery, owed), now)

    # -- who is there

    def _present(self, channel: str) -> tuple[Recipient, ...]:
        """The recipients of a channel; none when the watchlist has it no more."""
        try:
            return self._channels.recipients(channel)
        except KeyError:
            return ()

    def _redirect(self, channel: str, present: tuple[Recipient, ...], now: datetime) -> None:
        """What is owed to recipients that are gone (a corrected address, a channel removed) goes to others."""
        operator = self._owed_to_operator(channel)
        for gone in self._memory.outbox.redirect(channel, present, operator, now):
            _log.warning("%s is no longer in the watchlist: what was owed there goes to others", gone)
            self._memory.troubles.close(_trouble_key(gone), None, now)

    def _in_trouble(self, recipients: tuple[Recipient, ...]) -> frozenset[str]:
        """The addresses of those that did not take their last notice."""
        keys = {trouble.key for trouble in self._memory.troubles.all_open()}
        return frozenset(one.address for one in recipients if _trouble_key(one) in keys)

    def _owed_to_operator(self, about: str) -> tuple[Owed, ...]:
        context = notices.Context(why=f"you are the operator, and channel {about} did not do its work")
        return tuple(Owed(recipient, context) for recipient in self._channels.recipients(self._operator))


@contextmanager
def _mistakes_are_failures(doing: str, *, maybe_delivered: bool) -> Iterator[None]:
    """A mistake of ours in one message is a failure to deliver it: tried again, and seen by a person.

    The reason that is kept names the mistake only; its words, which may hold a channel's secrets, do not leave the log.
    """
    try:
        yield
    except _BUGS as error:
        _log.exception("a mistake in tmwatch while %s a notice", doing)
        reason = f"a mistake in tmwatch while {doing} it ({type(error).__name__}; the log says more)"
        raise DeliveryError(reason, maybe_delivered=maybe_delivered) from error


def _trouble_key(recipient: Recipient) -> str:
    return f"channel {recipient}"
