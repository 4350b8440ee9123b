"""The other end: channels that keep what they accepted, and words that a judge can read."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from tests.year.clock import YearClock
from tests.year.watching import RECIPIENTS
from tests.year.weather import Span
from watcher.errors import DeliveryError
from watcher.memory import Dispatch
from watcher.ports import Format, Message, Recipient
from watcher.trademark import notice as notices
from watcher.trademark.notice import Notice

SEAL = "\n--- for the judge: "


@dataclass(frozen=True)
class Told:
    """One message that a recipient accepted."""

    at: datetime
    recipient: Recipient
    notices: tuple[str, ...]
    may_be_repeat: bool


class JudgesRenderer:
    """Puts the notices, as they are stored, under the words of another renderer, if there is one."""

    def __init__(self, words: Callable[[Dispatch, datetime], Message] | None = None) -> None:
        self._words = words

    def render(self, dispatch: Dispatch, now: datetime) -> Message:
        told = [notices.to_text(notice) for notice, _ in dispatch.notices]
        sealed = SEAL + json.dumps({"notices": told, "may_be_repeat": dispatch.may_be_repeat})
        if self._words is None:
            return Message(f"{len(told)} notices", sealed, Format.TEXT)
        message = self._words(dispatch, now)
        return Message(message.subject, message.body + sealed, message.format, message.thread)


def unsealed(body: str, at: datetime, recipient: Recipient) -> Told:
    found = json.loads(body.partition(SEAL)[2])
    return Told(at, recipient, tuple(found["notices"]), found["may_be_repeat"])


def notice_of(text: str) -> Notice:
    return notices.from_text(text)


@dataclass
class Mailboxes:
    """The recipients, over all restarts: what they accepted, and which of it the program cannot know of."""

    clock: YearClock
    down: tuple[tuple[str, Span], ...] = ()
    accepted: list[Told] = field(default_factory=list)
    uncertain: set[tuple[Recipient, tuple[str, ...]]] = field(default_factory=set)

    def is_down(self, channel: str, moment: datetime) -> bool:
        return any(name == channel and span.holds(moment) for name, span in self.down)

    def accept(self, recipient: Recipient, body: str) -> Told:
        told = unsealed(body, self.clock.now(), recipient)
        self.accepted.append(told)
        return told

    def may_be_unknown(self, told: Told) -> None:
        """The process died, or the answer was lost, while this was accepted."""
        self.uncertain.add((told.recipient, told.notices))


class YearChannels:
    """The channels of one process. Sending costs a second; `cross` is where the process may die."""

    def __init__(self, boxes: Mailboxes, cross: Callable[[], None], drops: Callable[[], bool]) -> None:
        self._boxes = boxes
        self._cross = cross
        self._drops = drops

    def recipients(self, channel: str) -> tuple[Recipient, ...]:
        return RECIPIENTS[channel]

    def send(self, recipient: Recipient, message: Message) -> None:
        self._cross()
        self._boxes.clock.sleep(1)
        if self._boxes.is_down(recipient.channel, self._boxes.clock.now()):
            raise DeliveryError("the channel is down")
        told = self._boxes.accept(recipient, self._hand_over(recipient, message))
        if self._drops():
            self._boxes.may_be_unknown(told)
            raise DeliveryError("no answer in time", maybe_delivered=True)
        try:
            self._cross()
        except BaseException:
            self._boxes.may_be_unknown(told)
            raise

    def _hand_over(self, recipient: Recipient, message: Message) -> str:
        """The body as it arrives."""
        return message.body
