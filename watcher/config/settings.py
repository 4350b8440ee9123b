"""What a watchlist says, as frozen values: every default in one place (DESIGN.md, section 3)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from watcher.trademark.numbers import CaseNumber
from watcher.trademark.severity import Role, Severity

if TYPE_CHECKING:
    from watcher.trademark.holidays import OfficeCalendar

DEFAULT_BASE_URL = "https://tsdrapi.uspto.gov"


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that never shows itself: in no repr, no log, no error. `reveal()` hands it to the one who needs it."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        """The value itself, for the library that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(...)"

    def __str__(self) -> str:
        return "..."


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a minute: by day, and in the off-peak hours."""

    day: int
    night: int


@dataclass(frozen=True, slots=True)
class Limits:
    """The published limits (tsdr.md, "Limits"); settings, because they are "subject to change"."""

    requests: Rate = Rate(60, 120)
    downloads: Rate = Rate(4, 12)
    night_from: time = time(22)
    night_to: time = time(5)


@dataclass(frozen=True, slots=True)
class TsdrSettings:
    """How to reach the USPTO. `timeout` in seconds bounds the whole answer; `max_body` in bytes."""

    api_key: Secret | None = None
    base_url: str = DEFAULT_BASE_URL
    timeout: float = 60.0
    max_body: int = 64_000_000
    proxy: Secret | None = None
    ca_file: Path | None = None
    limits: Limits = Limits()


class Probe(StrEnum):
    """Which cheap question is asked before a status document is fetched."""

    AUTO = "auto"
    LAST_UPDATE = "last-update"
    BATCH = "batch"


@dataclass(frozen=True, slots=True)
class PollSettings:
    """How often we look."""

    every: timedelta = timedelta(hours=1)
    full_fetch_every: timedelta = timedelta(days=7)
    day_grace: timedelta = timedelta(days=2)
    probe: Probe = Probe.AUTO
    batch_size: int = 20


class NoticeFormat(StrEnum):
    """The form in which a channel wants its notices."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


class PersonRole(StrEnum):
    """What a person is to a matter."""

    ATTORNEY = "attorney"
    PARALEGAL = "paralegal"
    BACKUP = "backup"


@dataclass(frozen=True, slots=True)
class Schedule:
    """A time of day, in the watchlist's time zone; on one day of the week (Monday is 0) or, if None, on each."""

    at: time
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """From one time of day to another, in the watchlist's time zone; past midnight when `to` is the earlier."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class InternalDue:
    """The firm's own due date: so many days, or business days, before the legal one."""

    days: int
    business: bool = False

    def before(self, due: date, calendar: OfficeCalendar) -> date:
        """The firm's own date for a legal date, by the USPTO's business days."""
        if self.business:
            return calendar.business_days_before(due, self.days)
        return due - timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """Where notices go. `url` is an apprise URL with its secrets; `options` are the other keys, as written.

    `send` is None for at once. `discreet` is None when the watchlist leaves it open. `remind` are the rungs of a
    ladder as `trademark.deadlines.reminders` names them, instead of each rule's own; empty: no reminders.
    """

    name: str
    url: Secret
    options: dict[str, str] = field(default_factory=dict)
    line: int | None = None
    send: Schedule | None = None
    least: Severity = Severity.ROUTINE
    only: tuple[str, ...] = ()
    except_: tuple[str, ...] = ()
    quiet: Hours | None = None
    critical_waits: bool = False
    format: NoticeFormat | None = None
    attach: tuple[str, ...] = ()
    attach_wait: timedelta = timedelta(minutes=30)
    discreet: bool | None = None
    remind: tuple[str, ...] | None = None
    summary: Schedule | None = None


@dataclass(frozen=True, slots=True)
class PersonSettings:
    """Somebody at the firm, and the channels that reach them."""

    name: str
    channels: tuple[str, ...]
    role: PersonRole | None = None


@dataclass(frozen=True, slots=True)
class MarkSettings:
    """One line of the watchlist: a number, and what we call the mark.

    `tell` are channels beside those of the group (`routes.Route` unites them). `place` is `file:line`.
    """

    number: CaseNumber
    label: str = ""
    matter: str = ""
    attorney: str = ""
    tell: tuple[str, ...] = ()
    mute_until: date | None = None
    place: str = ""
    client: str = ""


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """A client, or a theme. `tell` are names of channels; people are already replaced by theirs."""

    name: str
    role: Role = Role.OWNER
    tell: tuple[str, ...] = ()
    marks: tuple[MarkSettings, ...] = ()
    client: str = ""
    attorney: str = ""
    paralegal: str = ""
    line: int | None = None
    only: tuple[str, ...] = ()
    except_: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watchlist:
    """The whole file. `operator` is the channel that hears about trouble; `database` a path or a PostgreSQL URL.

    `not_yet` names settings that this version reads and does not act on, and `warnings` what is allowed but
    probably not meant; both in sentences for `validate`.
    """

    path: Path
    tsdr: TsdrSettings
    database: str = field(repr=False)  # a PostgreSQL URL holds a password
    operator: str
    poll: PollSettings = PollSettings()
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
    channels: dict[str, ChannelSettings] = field(default_factory=dict)
    groups: tuple[GroupSettings, ...] = ()
    not_yet: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    people: dict[str, PersonSettings] = field(default_factory=dict)
    heartbeat_url: Secret | None = None
    settle: timedelta = timedelta(minutes=5)
    keep_checks: timedelta = timedelta(days=400)
    templates: Path | None = None
    codes_file: Path | None = None
    closures_file: Path | None = None
    internal_due: InternalDue | None = None
