"""The outbox: obligations, and the dispatches in which they are delivered (DESIGN.md, section 3, "Settled").

An obligation is a row from the moment of the reading; a dispatch is claimed by one process, rendered, kept as sent,
and marked. What a dead process left is taken over, and says that it may be a repeat if it was being sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from watcher.adapters.store import forms
from watcher.adapters.store.database import Database
from watcher.memory import LEASE, Claim, Dispatch, DispatchKind, DispatchState, NewNotice, OutboxEntry, Owed
from watcher.ports import Message, Recipient
from watcher.trademark import notice as notices
from watcher.trademark.notice import Context, FirstSightNotice, Notice, TroubleNotice
from watcher.trademark.numbers import SerialNumber

_DISPATCH = "id, kind, channel, address, state, token, lease_until, attempts, created_at, may_be_repeat"
_OPEN = "('claimed', 'sending', 'waiting')"
_UNFINISHED = "('claimed', 'sending', 'waiting', 'refused')"
_FIRST_SIGHT = notices.kind_of(FirstSightNotice)

_LONGEST_LEASE = 2 * LEASE
"""A lease that ends later than this was given while the clock was ahead: it counts as over. Two leases, not one, because
the clocks of two machines that share a database may differ a little."""


class OutboxStore:
    """Keeps what is owed and what became of it. Does not render, send, or decide when to try again."""

    def __init__(self, database: Database, is_alive: Callable[[str], bool]) -> None:
        self._database = database
        self._is_alive = is_alive

    # -- owing

    def owe_within(self, new: NewNotice, now: datetime) -> int:
        """Save a notice and its obligations inside a transaction that is under way; returns the notice's row."""
        stamp = forms.moment_text(now)
        row = self._database.execute(
            "INSERT INTO notices (kind, serial_number, made_at, content, generic) VALUES (?, ?, ?, ?, ?) RETURNING id",
            [
                notices.kind_of(type(new.notice)),
                new.serial_number,
                stamp,
                notices.to_text(new.notice),
                json.dumps(new.generic) if new.generic else None,
            ],
        ).fetchone()
        not_before = None if new.held else forms.moment_text(new.not_before or now)
        for owed in new.owed:
            self._owe_row(int(row[0]), owed, stamp, not_before)
        return int(row[0])

    def _owe_row(self, notice_id: int, owed: Owed, stamp: str, not_before: str | None) -> None:
        self._database.execute(
            "INSERT INTO obligations (notice_id, channel, address, context, created_at, not_before) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [
                notice_id,
                owed.recipient.channel,
                owed.recipient.address,
                notices.context_text(owed.context),
                stamp,
                not_before,
            ],
        )

    def release_held(self, now: datetime) -> int:
        """Let go the notices that were held; returns how many."""
        if not self._database.rows("SELECT 1 FROM obligations WHERE not_before IS NULL LIMIT 1"):
            return 0
        with self._database.transaction():
            released = self._database.execute(
                "UPDATE obligations SET not_before = ? WHERE not_before IS NULL", [forms.moment_text(now)]
            )
            return int(released.rowcount)

    def redirect(
        self, channel: str, present: tuple[Recipient, ...], operator: tuple[Owed, ...], now: datetime
    ) -> tuple[Recipient, ...]:
        """What is owed to recipients that a channel no longer has, or was refused by them, goes to others instead.

        `present` are the channel's recipients (none: the channel is gone). Each notice goes, with the words of its
        old obligation, to those of them that do not have it yet; if there are none, to `operator`. Returns the
        recipients that are gone.
        """
        gone = self._unfinished_addresses(channel) - {recipient.address for recipient in present}
        if not gone:
            return ()
        with self._database.transaction():
            for address in sorted(gone):
                self._dissolve(channel, address, now)
                left = self._database.rows(
                    "SELECT id, notice_id, context, not_before FROM obligations "
                    "WHERE channel = ? AND address = ? AND dispatch_id IS NULL ORDER BY id",
                    [channel, address],
                )
                for obligation_id, notice_id, context, not_before in left:
                    words = notices.context_from_text(context)
                    others = tuple(Owed(recipient, words) for recipient in present)
                    for new in self._without_it(notice_id, others) or self._without_it(notice_id, operator):
                        self._owe_row(notice_id, new, forms.moment_text(now), not_before)
                    self._database.execute("DELETE FROM obligations WHERE id = ?", [obligation_id])
        return tuple(Recipient(channel, address) for address in sorted(gone))

    def _unfinished_addresses(self, channel: str) -> set[str]:
        rows = self._database.rows(
            "SELECT address FROM obligations WHERE dispatch_id IS NULL AND channel = ? "
            f"UNION SELECT address FROM dispatches WHERE state IN {_UNFINISHED} AND channel = ?",
            [channel, channel],
        )
        return {row[0] for row in rows}

    def _without_it(self, notice_id: int, owed: tuple[Owed, ...]) -> list[Owed]:
        """Those of these who were not told the notice, and are not about to be."""
        rows = self._database.rows(
            "SELECT channel, address FROM obligations WHERE notice_id = ?", [notice_id]
        )
        having = {Recipient(row[0], row[1]) for row in rows}
        return [one for one in owed if one.recipient not in having]

    def _dissolve(self, channel: str, address: str, now: datetime) -> None:
        """Give back the obligations of dispatches that nobody is working on."""
        for row in self._database.rows(
            f"SELECT {_DISPATCH} FROM dispatches WHERE channel = ? AND address = ? AND state IN {_UNFINISHED}",
            [channel, address],
        ):
            if row[4] in ("claimed", "sending") and not self._is_left(row, now):
                continue
            self._database.execute(
                "UPDATE obligations SET dispatch_id = NULL WHERE dispatch_id = ?", [row[0]]
            )
            self._database.execute(
                "UPDATE dispatches SET state = ?, finished_at = ? WHERE id = ?",
                [DispatchState.REDIRECTED.value, forms.moment_text(now), row[0]],
            )

    # -- claiming

    def owed_channels(self, now: datetime) -> list[str]:
        """The channels for which something is due now: unclaimed, waiting for its next try, or left by a dead process."""
        stamp = forms.moment_text(now)
        channels = {
            row[0]
            for row in self._database.rows(
                "SELECT DISTINCT channel FROM obligations WHERE dispatch_id IS NULL AND not_before IS NOT NULL "
                "AND (not_before <= ? OR created_at > ?)",
                [stamp, stamp],
            )
        }
        return sorted(channels | {row[2] for row in self._claimable(now)})

    def unfinished_channels(self) -> list[str]:
        """The channels for which something is owed, due or not, or was refused for good."""
        rows = self._database.rows(
            "SELECT channel FROM obligations WHERE dispatch_id IS NULL "
            f"UNION SELECT channel FROM dispatches WHERE state IN {_UNFINISHED}"
        )
        return sorted(row[0] for row in rows)

    def _claimable(self, now: datetime) -> list[Any]:
        stamp = forms.moment_text(now)
        rows = self._database.rows(
            f"SELECT {_DISPATCH} FROM dispatches WHERE state IN {_OPEN} AND "
            "(state <> 'waiting' OR next_try_at <= ? OR failed_at > ?) ORDER BY next_try_at, id",
            [stamp, stamp],
        )
        return [row for row in rows if row[4] == DispatchState.WAITING.value or self._is_left(row, now)]

    def _is_left(self, row: Any, now: datetime) -> bool:
        """Was this claimed by a process that is gone, or whose lease ran out, or can only be the clock's mistake?"""
        token, lease_until = row[5], forms.moment(row[6])
        return not now < lease_until <= now + _LONGEST_LEASE or not self._is_alive(token)

    def claim(
        self, channel: str, claim: Claim, now: datetime, *, without: Collection[str] = ()
    ) -> Dispatch | None:
        """Take the next dispatch of a channel, None when nothing is due but for the addresses in `without`.

        That is one left over from a dead process, one that waits for its next try, or a new one made of
        obligations that belong together.
        """
        stamp = forms.moment_text(now)
        with self._database.transaction():
            for row in self._claimable(now):
                if row[2] == channel and row[3] not in without:
                    return self._take_over(row, claim)
            return self._make(channel, claim, stamp, without)

    def _take_over(self, row: Any, claim: Claim) -> Dispatch:
        may_be_repeat = bool(row[9]) or row[4] == DispatchState.SENDING.value
        self._database.execute(
            "UPDATE dispatches SET state = ?, token = ?, lease_until = ?, attempts = attempts + 1, may_be_repeat = ? "
            "WHERE id = ?",
            [
                DispatchState.CLAIMED.value,
                claim.token,
                forms.moment_text(claim.lease_until),
                int(may_be_repeat),
                row[0],
            ],
        )
        return Dispatch(
            id=row[0],
            kind=DispatchKind(row[1]),
            recipient=Recipient(row[2], row[3]),
            notices=self._notices(row[0]),
            attempts=row[7] + 1,
            created_at=forms.moment(row[8]),
            may_be_repeat=may_be_repeat,
        )

    def _make(self, channel: str, claim: Claim, stamp: str, without: Collection[str]) -> Dispatch | None:
        """Group what belongs together: first sights of one recipient, everything else by itself."""
        owed = self._database.rows(
            "SELECT o.id, o.address, n.kind FROM obligations o JOIN notices n ON n.id = o.notice_id "
            "WHERE o.channel = ? AND o.dispatch_id IS NULL AND o.not_before IS NOT NULL "
            "AND (o.not_before <= ? OR o.created_at > ?) ORDER BY o.id",
            [channel, stamp, stamp],
        )
        owed = [row for row in owed if row[1] not in without]
        if not owed:
            return None
        first_id, address, first_kind = owed[0]
        kind = DispatchKind.FIRST_SIGHTS if first_kind == _FIRST_SIGHT else DispatchKind.NOTICE
        together = [first_id]
        if kind is DispatchKind.FIRST_SIGHTS:
            together = [row[0] for row in owed if row[1] == address and row[2] == _FIRST_SIGHT]
        dispatch_id = self._database.execute(
            "INSERT INTO dispatches (kind, channel, address, state, token, lease_until, attempts, next_try_at, "
            "created_at, may_be_repeat, subject, body, last_error) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, 0, '', '', '') "
            "RETURNING id",
            [
                kind.value,
                channel,
                address,
                DispatchState.CLAIMED.value,
                claim.token,
                forms.moment_text(claim.lease_until),
                stamp,
                stamp,
            ],
        ).fetchone()[0]
        for obligation_id in together:
            self._database.execute(
                "UPDATE obligations SET dispatch_id = ? WHERE id = ?", [dispatch_id, obligation_id]
            )
        return Dispatch(
            dispatch_id, kind, Recipient(channel, address), self._notices(dispatch_id), 1, forms.moment(stamp)
        )

    def _notices(self, dispatch_id: int) -> tuple[tuple[Notice, Context], ...]:
        return tuple(
            (_notice(content), notices.context_from_text(context))
            for content, context in self._database.rows(
                "SELECT n.content, o.context FROM obligations o JOIN notices n ON n.id = o.notice_id "
                "WHERE o.dispatch_id = ? ORDER BY o.id",
                [dispatch_id],
            )
        )

    # -- what became of it

    def mark_sending(self, dispatch: Dispatch, claim: Claim, message: Message) -> bool:
        """The message is about to leave: kept as sent. False when the claim was lost meanwhile; do not send."""
        return self._mark(
            dispatch,
            claim,
            "state = 'sending', subject = ?, body = ?",
            [message.subject, message.body],
            "claimed",
        )

    def mark_delivered(self, dispatch: Dispatch, claim: Claim, now: datetime) -> None:
        """The channel accepted it."""
        self._mark(
            dispatch, claim, "state = 'delivered', last_error = '', finished_at = ?", [forms.moment_text(now)]
        )

    def mark_failed(
        self, dispatch: Dispatch, claim: Claim, reason: str, now: datetime, pause: timedelta, *, maybe: bool
    ) -> None:
        """The channel did not take it; try again after a pause. `maybe`: it may have arrived."""
        self._mark(
            dispatch,
            claim,
            "state = 'waiting', last_error = ?, failed_at = ?, next_try_at = ?, "
            "may_be_repeat = CASE WHEN ? = 1 THEN 1 ELSE may_be_repeat END",
            [reason, forms.moment_text(now), forms.moment_text(now + pause), int(maybe)],
        )

    def mark_refused(self, dispatch: Dispatch, claim: Claim, reason: str, now: datetime) -> None:
        """The channel refused it for good; it stays in the outbox for a person to see and to try again."""
        self._mark(
            dispatch,
            claim,
            "state = 'refused', last_error = ?, finished_at = ?",
            [reason, forms.moment_text(now)],
        )

    def _mark(
        self, dispatch: Dispatch, claim: Claim, what: str, values: list[Any], only_from: str = ""
    ) -> bool:
        """Change a dispatch that is still ours; False when another process has taken it over."""
        states = f"('{only_from}')" if only_from else "('claimed', 'sending')"
        with self._database.transaction():
            marked = self._database.execute(
                f"UPDATE dispatches SET {what} WHERE id = ? AND token = ? AND state IN {states}",
                [*values, dispatch.id, claim.token],
            )
            return bool(marked.rowcount == 1)

    # -- for people

    def pending(self, now: datetime, token: str = "") -> int:
        """How many deliveries are overdue now: dispatches that are open, and obligations not yet in one.

        What another living process is just sending is not overdue; what `token`'s own process could not finish is.
        """
        stamp = forms.moment_text(now)
        open_ones = self._database.rows(f"SELECT {_DISPATCH} FROM dispatches WHERE state IN {_OPEN}")
        elsewhere = [
            row
            for row in open_ones
            if row[4] != DispatchState.WAITING.value and row[5] != token and not self._is_left(row, now)
        ]
        unclaimed = self._database.rows(
            "SELECT count(*) FROM obligations WHERE dispatch_id IS NULL AND not_before <= ?", [stamp]
        )
        return len(open_ones) - len(elsewhere) + int(unclaimed[0][0])

    def refused(self) -> int:
        """How many deliveries were refused for good and wait for a person."""
        rows = self._database.rows("SELECT count(*) FROM dispatches WHERE state = 'refused'")
        return int(rows[0][0])

    def entries(self) -> list[OutboxEntry]:
        """What is owed, on its way, waiting, or refused for good; the oldest first."""
        found = [
            OutboxEntry(
                row[0],
                Recipient(row[1], row[2]),
                row[3],
                row[4],
                forms.moment(row[5]),
                row[6],
                forms.moment(row[7]),
                row[8],
            )
            for row in self._database.rows(
                "SELECT id, channel, address, state, subject, created_at, attempts, next_try_at, last_error "
                f"FROM dispatches WHERE state IN {_UNFINISHED} ORDER BY id"
            )
        ]
        unclaimed = self._database.rows(
            "SELECT o.id, o.channel, o.address, o.not_before, o.created_at, n.serial_number FROM obligations o "
            "JOIN notices n ON n.id = o.notice_id WHERE o.dispatch_id IS NULL ORDER BY o.id"
        )
        return found + [
            OutboxEntry(
                id=row[0],
                recipient=Recipient(row[1], row[2]),
                state="owed" if row[3] else "held",
                subject="",
                owed_since=forms.moment(row[4]),
                is_dispatch=False,
                serial_numbers=(SerialNumber(row[5]),) if row[5] else (),
            )
            for row in unclaimed
        ]

    def retry(self, dispatch_ids: list[int] | None, now: datetime) -> int:
        """Try waiting and refused dispatches (all, or these) again now; returns how many."""
        with self._database.transaction():
            ids = [
                row[0]
                for row in self._database.rows(
                    "SELECT id FROM dispatches WHERE state IN ('waiting', 'refused')"
                )
                if dispatch_ids is None or row[0] in dispatch_ids
            ]
            for dispatch_id in ids:
                self._database.execute(
                    "UPDATE dispatches SET state = 'waiting', next_try_at = ?, finished_at = NULL WHERE id = ?",
                    [forms.moment_text(now), dispatch_id],
                )
            return len(ids)


def _notice(content: str) -> Notice:
    """A stored notice; one that cannot be read is told as that, so that it neither is lost nor holds up the others."""
    try:
        return notices.from_text(content)
    except ValueError as error:
        return TroubleNotice(
            title="A notice that was kept for you cannot be read",
            sentences=(str(error), "What it was about stands in: tmwatch changes"),
            what_to_do="Look at the changes of these days; tell the makers of tmwatch.",
            since=datetime.fromtimestamp(0, UTC),
        )
