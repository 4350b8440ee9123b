"""Who is owed which notice: the recipients of a case from its places in the watchlist, and the operator's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from watcher.config.routes import Route
from watcher.config.settings import Watchlist
from watcher.memory import NewNotice, Owed, TroubleWords
from watcher.ports import Channels, Recipient
from watcher.trademark.notice import ChangesNotice, Context, Notice, RecoveryNotice, TroubleNotice
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.severity import Role


class Teller:
    """Turns places in the watchlist into obligations. Does not compose what is said, and sends nothing."""

    def __init__(self, watchlist: Watchlist, channels: Channels) -> None:
        self._operator = watchlist.operator
        self._zone = watchlist.time_zone
        self._time_zone = watchlist.time_zone.key
        self._channels = channels

    def case(
        self,
        notice: Notice,
        serial_number: SerialNumber,
        routes: Sequence[Route],
        now: datetime,
        *,
        held: bool = False,
    ) -> NewNotice:
        """A notice about a case, owed to everybody whom its groups and marks name, once each.

        A recipient that several groups name hears the first group's words, with the highest severity and as an owner
        if any of them is that of an owner, whose dates are the more. A case that no group names any more
        (see `Poller.begin`) is the operator's. A mark that is muted on the day of `now` is told to nobody; what
        changed stays in its history.
        """
        if not routes:
            return replace(self.operator(notice), serial_number=serial_number, held=held)
        today = now.astimezone(self._zone).date()
        owed: dict[Recipient, Owed] = {}
        for route in routes:
            if route.mark.mute_until is not None and today < route.mark.mute_until:
                continue
            for channel in route.channels:
                for recipient in self._recipients(channel):
                    context = self._context(route, channel)
                    first = owed.get(recipient)
                    owed[recipient] = Owed(
                        recipient, _both(first.context, context, notice) if first else context
                    )
        return NewNotice(notice, tuple(owed.values()), serial_number, held)

    def trouble(self, key: str, words: str, notice: TroubleNotice | None) -> TroubleWords:
        """A trouble; with a notice it is told to the operator."""
        return TroubleWords(key, words, None if notice is None else self.operator(notice))

    def recovery(self, key: str, notice: RecoveryNotice) -> TroubleWords:
        """The end of a trouble; the operator hears of it if the trouble was told."""
        return TroubleWords(key, notice.title, self.operator(notice))

    def operator(self, notice: Notice) -> NewNotice:
        """A notice for the operator."""
        context = Context(
            why=f"channel {self._operator} is the operator of this watchlist", time_zone=self._time_zone
        )
        return NewNotice(
            notice, tuple(Owed(recipient, context) for recipient in self._recipients(self._operator))
        )

    def _recipients(self, channel: str) -> tuple[Recipient, ...]:
        """The watchlist's reader has seen to it that every channel that is named is defined."""
        return self._channels.recipients(channel)

    def _context(self, route: Route, channel: str) -> Context:
        group, mark = route.group, route.mark
        return Context(
            group=group.name,
            role=group.role.value,
            label=mark.label,
            client=mark.client or group.client,
            matter=mark.matter,
            attorney=mark.attorney or group.attorney,
            why=f'"{group.name}" on the watchlist names channel {channel}',
            time_zone=self._time_zone,
        )


def _both(first: Context, further: Context, notice: Notice) -> Context:
    """The first group's words for one that another group names too, in another role."""
    if first.role == further.role or not isinstance(notice, ChangesNotice):
        return (
            replace(first, role=Role.OWNER.value) if Role.OWNER.value in (first.role, further.role) else first
        )
    severity = max(notice.severity_for(first.role), notice.severity_for(further.role))
    return replace(first, role=Role.OWNER.value, severity=severity.value)
