"""What poll and deliver need from outside, as Protocols: clock, source, channels."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from watcher.trademark.model import ModifiedDates
from watcher.trademark.numbers import CaseNumber, SerialNumber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from watcher.trademark.tsdr_json import Batch

T_co = TypeVar("T_co", covariant=True)


class Clock(Protocol):
    """Time as something that is handed in. All moments are aware, in UTC."""

    def now(self) -> datetime:
        """This moment, in UTC."""

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            StopRequested: the process was asked to end meanwhile; the wait is cut short.
        """


class RequestClass(StrEnum):
    """The two classes of requests that the USPTO limits apart (tsdr.md, "Limits")."""

    REQUESTS = "requests"
    DOWNLOADS = "downloads"


@dataclass(frozen=True, slots=True)
class Answer(Generic[T_co]):
    """A usable answer, with the moments (UTC) at which it was asked for and complete, for the record of checks."""

    value: T_co
    asked_at: datetime
    answered_at: datetime
    response_code: int = 200


class Source(Protocol):
    """Where cases are looked up: the USPTO's TSDR service.

    Every method waits for its place within the published limits and raises:
        KeyRefusedError: the API key is not taken.
        SourceError: (one of its kinds) no usable answer this time.
        StopRequested: the process was asked to end while waiting.
    """

    def modified_dates(self, serial_number: SerialNumber) -> Answer[ModifiedDates]:
        """The days on which the case was last modified; cheap, and only a hint."""

    def case_statuses(self, serial_numbers: Sequence[SerialNumber]) -> Answer[Batch]:
        """What is known of many cases, in one request; a hint like the modified dates, with more in it.

        Raises:
            BatchTooLargeError: it was refused for its size; ask for half as many.
        """

    def status_document(self, serial_number: SerialNumber) -> Answer[bytes]:
        """The status document as it came; checked for kind and size, not yet for its contents."""

    def serial_numbers(self, number: CaseNumber) -> Answer[tuple[SerialNumber, ...]]:
        """The serial numbers that a number of another kind stands for (one international registration can cover several)."""

    def test_key(self) -> None:
        """Ask for a case that is sure to exist: returns when the key works.

        Raises:
            KeyRefusedError: it does not, or is a key of the wrong kind (tsdr.md, "Answers", 404).
            SourceError: could not be found out now.
        """


class Reservations(Protocol):
    """The durable record of requests made, shared by every thread and process on one database."""

    def reserve(self, bucket: str, now: datetime, limit: int, window: float) -> float:
        """Take a place if fewer than `limit` were taken in the last `window` seconds, and commit it.

        Stamps from the future (a clock that was set back) count as taken now. Returns 0.0 when the place is
        taken, else the seconds (> 0) until one may be free; then nothing was written.
        """

    def pause(self, bucket: str, until: datetime) -> None:
        """Nobody takes a place in the bucket before `until`; kept until then, across restarts."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One address on one channel. Never a URL, never a secret: this is stored and printed.

    `address` is empty for a channel that has one place only (a webhook).
    """

    channel: str
    address: str = ""

    def __str__(self) -> str:
        return f"{self.channel} <{self.address}>" if self.address else self.channel


class Format(StrEnum):
    """The form of text that a channel takes."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Message:
    """Finished words for one recipient: `body` is escaped for the channel's format already.

    `thread` names what it is about (a serial number), so that mail programs show what belongs together as one.
    `text` is the plain form of an HTML body, for those who read mail without HTML.
    """

    subject: str
    body: str
    format: Format
    thread: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """What a channel makes of a text, so that words can be written for it.

    `chat`: the service looks for mentions, links and markup in a text, so signs that it would read are replaced.
    `limit`: characters of a body that it takes; None for as many as one likes.
    """

    format: Format = Format.TEXT
    chat: bool = False
    limit: int | None = None


class Channels(Protocol):
    """Where notices go: e-mail, Slack and others, by the names of the watchlist."""

    def recipients(self, channel: str) -> tuple[Recipient, ...]:
        """Who stands behind a channel: one recipient for each address, so that each has its own delivery.

        Raises:
            KeyError: the watchlist has no such channel (it is gone).
        """

    def send(self, recipient: Recipient, message: Message) -> None:
        """Hand a finished message to the channel; returns when the channel has accepted it.

        Raises:
            DeliveryError: it has not, or may have.
        """
