"""A small world for poll and deliver: the real store, and fakes of what is outside (the USPTO, the channels, the clock)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from watcher.adapters.store import Store, open_store
from watcher.adapters.store.process import process_token
from watcher.config.settings import (
    ChannelSettings,
    GroupSettings,
    MarkSettings,
    PollSettings,
    Probe,
    Secret,
    TsdrSettings,
    Watchlist,
)
from watcher.deliver import Deliverer
from watcher.errors import AnswerError, BatchTooLargeError, DeliveryError, NoSuchCaseError
from watcher.memory import Dispatch
from watcher.poll import Poller, PollResult
from watcher.ports import Answer, Format, Message, Recipient
from watcher.simulator import Record
from watcher.simulator.documents import status_document
from watcher.simulator.modified import modified_date
from watcher.simulator.multistatus import batch as multistatus_batch
from watcher.simulator.multistatus import trademark
from watcher.simulator.record import Entry, OwnerEntry, Party
from watcher.trademark.model import ModifiedDates
from watcher.trademark.notice import (
    ChangesNotice,
    FirstSightNotice,
    MovedDateNotice,
    RecoveryNotice,
    ReminderNotice,
    TroubleNotice,
)
from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber
from watcher.trademark.tsdr_json import Batch, parse_batch

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class ManualClock:
    """A clock that stands until it is moved; waiting moves it."""

    def __init__(self) -> None:
        self.moment = START

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)

    def advance(self, by: timedelta) -> None:
        self.moment += by


def record(serial: str, mark: str = "AZUKI ZEN", events: int = 3, day: date = date(2026, 1, 5)) -> Record:
    entries = tuple(Entry(n, "NWAP", "I", day, "NEW APPLICATION ENTERED") for n in range(1, events + 1))
    owners = (OwnerEntry(10, Party("Azuki LLC")),)
    return Record(serial, date(2025, 9, 1), mark, entries=entries, owners=owners, status_date=day)


class FakeUspto:
    """The source: what it holds is what is answered; `errors` by serial number, `number_errors` by number."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self.records: dict[str, Record] = {}
        self.documents: dict[str, bytes] = {}
        self.dates: dict[str, ModifiedDates] = {}
        self.errors: dict[str, Callable[..., AnswerError]] = {}
        self.error: Callable[..., AnswerError] | None = None
        self.probe_error: Callable[..., AnswerError] | None = None
        self.numbers: dict[CaseNumber, tuple[SerialNumber, ...]] = {}
        self.batch_error: Callable[..., AnswerError] | None = None
        self.batch_limit = 1000
        self.left_out: set[str] = set()
        self.probes: list[str] = []
        self.batches: list[tuple[str, ...]] = []
        self.fetches: list[str] = []

    def put(self, case: Record, *, dates: bool = True) -> None:
        self.records[case.serial_number] = case
        self.documents[case.serial_number] = status_document(case)
        if dates:
            self.dates[case.serial_number] = ModifiedDates(
                prosecution=modified_date(case), status=modified_date(case)
            )

    def add_event(
        self,
        serial: str,
        words: str = "NON-FINAL ACTION E-MAILED",
        day: date | None = None,
        *,
        dates: bool = True,
    ) -> None:
        case = self.records[serial]
        entry = Entry(len(case.entries) + 1, "GNRT", "O", day or self._clock.now().date(), words)
        self.put(case.but(entries=(*case.entries, entry)), dates=dates)

    def _fail(self, serial: str) -> None:
        make = self.error or self.errors.get(serial)
        if make is not None:
            raise make(f"made to fail: {serial}", asked_at=self._clock.now(), answered_at=self._clock.now())

    def modified_dates(self, serial_number: SerialNumber) -> Answer[ModifiedDates]:
        self.probes.append(serial_number)
        self._fail(serial_number)
        if self.probe_error is not None:
            raise self.probe_error("no probe", asked_at=self._clock.now(), answered_at=self._clock.now())
        return Answer(self.dates[serial_number], self._clock.now(), self._clock.now())

    def case_statuses(self, serial_numbers: Sequence[SerialNumber]) -> Answer[Batch]:
        self.batches.append(tuple(serial_numbers))
        self._fail("")
        now = self._clock.now()
        if self.batch_error is not None:
            raise self.batch_error("no batch", asked_at=now, answered_at=now)
        if len(serial_numbers) > 2 * self.batch_limit:
            raise BatchTooLargeError("too many", asked_at=now, answered_at=now)
        answered = serial_numbers[: self.batch_limit]
        known = [
            (serial, [json.dumps(trademark(self.records[serial]))])
            for serial in answered
            if serial in self.records and serial not in self.left_out and serial not in self.errors
        ]
        written = multistatus_batch(known, oversized=len(answered) < len(serial_numbers))
        return Answer(parse_batch(written.encode(), serial_numbers), now, now)

    def status_document(self, serial_number: SerialNumber) -> Answer[bytes]:
        self.fetches.append(serial_number)
        self._fail(serial_number)
        return Answer(self.documents[serial_number], self._clock.now(), self._clock.now())

    def serial_numbers(self, number: CaseNumber) -> Answer[tuple[SerialNumber, ...]]:
        if number not in self.numbers:
            raise NoSuchCaseError(
                f"{number}: no such case", asked_at=self._clock.now(), answered_at=self._clock.now()
            )
        return Answer(self.numbers[number], self._clock.now(), self._clock.now())

    def test_key(self) -> None:
        self._fail("")


class FakeChannels:
    """Channels that keep what they accepted; `refuse` maps a channel, or an address, to the error that it meets."""

    def __init__(self, **addresses: tuple[str, ...]) -> None:
        self.addresses = addresses
        self.accepted: list[tuple[Recipient, Message]] = []
        self.refuse: dict[str, Exception] = {}

    def recipients(self, channel: str) -> tuple[Recipient, ...]:
        return tuple(Recipient(channel, address) for address in self.addresses[channel])

    def send(self, recipient: Recipient, message: Message) -> None:
        for refused in (recipient.channel, recipient.address):
            if refused in self.refuse:
                raise self.refuse[refused]
        if recipient not in self.recipients(recipient.channel):
            raise DeliveryError("the channel no longer has this address", permanent=True)
        self.accepted.append((recipient, message))


class PlainRenderer:
    """Words for a dispatch, plain: what it is about, and whether it may be a repeat."""

    def render(self, dispatch: Dispatch, now: datetime) -> Message:
        lines = []
        for notice, context in dispatch.notices:
            match notice:
                case ChangesNotice():
                    words = "; ".join(change.summary for change in notice.changes)
                    lines.append(
                        f"[{context.group}] {notice.facts.serial_number}: {words}"
                        + (" (resumed)" if notice.resumed else "")
                    )
                case FirstSightNotice():
                    lines.append(f"first sight of {notice.facts.serial_number}")
                case TroubleNotice() | RecoveryNotice():
                    lines.append(notice.title)
                case ReminderNotice(deadline=line, rung=rung):
                    own = f" (our own {notice.internal})" if notice.internal else ""
                    lines.append(f"{rung}: {line.rule} of {notice.facts.serial_number} due {line.due}{own}")
                case MovedDateNotice(before=old, deadline=line):
                    lines.append(f"moved: {line.rule} {old.rolled} -> {line.rolled}. {notice.why}")
                case _:
                    lines.append(repr(notice))
        return Message(
            lines[0] if len(lines) == 1 else f"{len(lines)} together",
            "\n".join(lines) + (" MAYBE REPEAT" if dispatch.may_be_repeat else ""),
            Format.TEXT,
        )


def watchlist(tmp_path: Path, *groups: GroupSettings, **poll: timedelta | Probe | int) -> Watchlist:
    return Watchlist(
        path=tmp_path / "watchlist.yaml",
        tsdr=TsdrSettings(),
        database=str(tmp_path / "tmwatch.db"),
        operator="office",
        poll=PollSettings(**poll),  # type: ignore[arg-type]
        channels={name: ChannelSettings(name, Secret("json://x")) for name in ("docket", "brand", "office")},
        groups=groups,
    )


def group(
    *serials: str, name: str = "Acme", tell: tuple[str, ...] = ("docket",), label: str = ""
) -> GroupSettings:
    marks = tuple(MarkSettings(CaseNumber(NumberKind.SERIAL, serial), label=label) for serial in serials)
    return GroupSettings(name, tell=tell, marks=marks)


OPEN: list[Store] = []
"""The stores of this test, closed when it ends (see conftest.py)."""


@dataclass
class World:
    """Everything, put together as the command line does it."""

    path: Path
    watchlist: Watchlist
    clock: ManualClock = field(default_factory=ManualClock)
    channels: FakeChannels = field(
        default_factory=lambda: FakeChannels(docket=("a@x",), brand=("",), office=("ops@x",))
    )
    process: str = field(default_factory=process_token)

    def __post_init__(self) -> None:
        self.uspto = FakeUspto(self.clock)
        self.store: Store = open_store(self.watchlist.database)
        OPEN.append(self.store)
        self.start()

    def start(self, watchlist: Watchlist | None = None) -> None:
        """Start the process, or start it anew, with the same database."""
        self.watchlist = watchlist or self.watchlist
        self.poller = Poller(self.watchlist, self.store, self.uspto, self.channels, self.clock, workers=1)
        self.deliverer = Deliverer(
            self.store, self.channels, PlainRenderer(), self.watchlist.operator, self.clock, self.process
        )
        self.poller.begin()

    def poll(self) -> PollResult:
        result = self.poller.poll()
        self.deliverer.deliver(10)
        return result

    def after(self, *steps: timedelta) -> PollResult:
        """Let time pass and poll, once for each step; the last result."""
        result = PollResult()
        for step in steps:
            self.clock.advance(step)
            result = self.poll()
        return result

    def told(self) -> list[str]:
        """The bodies that were accepted since the last call."""
        bodies = [message.body for _, message in self.channels.accepted]
        self.channels.accepted.clear()
        return bodies
