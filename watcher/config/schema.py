"""The shape of each part of the watchlist, for pydantic: which keys there are and how each is read.

The only module that imports pydantic. It does not know lines or files; `read.py` finds the place of each error.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError

from watcher.config import values
from watcher.config.settings import (
    DEFAULT_BASE_URL,
    Hours,
    InternalDue,
    NoticeFormat,
    PersonRole,
    Probe,
    Schedule,
)
from watcher.trademark.severity import Role, Severity

__all__ = ["ValidationError"]  # so that nobody else needs pydantic


def _text(read: Callable[[str], object]) -> PlainValidator:
    """A field that is one text, read by a function of values.py."""

    def validate(given: object) -> object:
        if not isinstance(given, str):
            what = "a list" if isinstance(given, list) else "keys with values"
            raise values.BadShapeError(f"{what} where one value belongs", "one value on the line of its key")
        return read(given)

    return PlainValidator(validate)


def _as_list(given: object) -> object:
    """One text stands for a list of one, or of several between commas."""
    return values.separated(given) if isinstance(given, str) else given


def _length(least: timedelta, most: timedelta) -> PlainValidator:
    return _text(values.duration(least, most))


_SECOND, _MINUTE, _HOUR, _DAY = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
)
_NO_TIME = timedelta()

Text = Annotated[str, _text(values.line_of_text)]
Line = Annotated[str, _text(str)]
Names = Annotated[tuple[Text, ...], BeforeValidator(_as_list)]
Categories = Annotated[tuple[Annotated[str, _text(values.category)], ...], BeforeValidator(_as_list)]
Attachments = Annotated[
    tuple[Annotated[str, _text(values.one_of("documents", "image", "status"))], ...],
    BeforeValidator(_as_list),
]
Ladder = Annotated[tuple[Annotated[str, _text(values.rung)], ...], BeforeValidator(_as_list)]
Requests = Annotated[int, _text(values.whole_number(1, 100_000))]
When = Annotated[Schedule | None, _text(values.when_to_send)]


class Shape(BaseModel):
    """A mapping of the watchlist. Every key that it does not name is a mistake."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, hide_input_in_errors=True)


class RateShape(Shape):
    """`tsdr.limits.requests`, `tsdr.limits.downloads`."""

    day: Requests | None = None
    night: Requests | None = None


class LimitsShape(Shape):
    """`tsdr.limits`."""

    requests: RateShape = RateShape()
    downloads: RateShape = RateShape()
    night_hours: Annotated[Hours, _text(values.hours)] = Hours(time(22), time(5))


class TsdrShape(Shape):
    """`tsdr`."""

    api_key: Line | None = None
    api_key_file: Line | None = None
    base_url: Annotated[str, _text(values.address_without_query)] = DEFAULT_BASE_URL
    timeout: Annotated[timedelta, _length(_SECOND, _HOUR)] = timedelta(seconds=60)
    max_body: Annotated[int, _text(values.size(10**6, 2 * 10**9))] = 64_000_000
    proxy: Annotated[str, _text(values.web_address)] | None = None
    ca_file: Line | None = None
    limits: LimitsShape = LimitsShape()


class PollShape(Shape):
    """`poll`."""

    every: Annotated[timedelta, _length(_MINUTE, timedelta(days=30))] = _HOUR
    full_fetch_every: Annotated[timedelta, _length(_HOUR, timedelta(days=90))] = timedelta(days=7)
    day_grace: Annotated[timedelta, _length(_DAY, timedelta(days=30))] = timedelta(days=2)
    probe: Annotated[Probe, _text(values.word(Probe))] = Probe.AUTO
    batch_size: Annotated[int, _text(values.whole_number(1, 100))] = 20


class ChannelShape(Shape):
    """`channels.NAME`."""

    url: Line
    send: When = None
    least: Annotated[Severity, _text(values.word(Severity))] = Severity.ROUTINE
    only: Categories = ()
    except_: Categories = Field(default=(), alias="except")
    quiet: Annotated[Hours, _text(values.hours)] | None = None
    critical: Annotated[str, _text(values.one_of("at once", "wait"))] = "at once"
    format: Annotated[NoticeFormat, _text(values.word(NoticeFormat))] | None = None
    attach: Attachments = ()
    attach_wait: Annotated[timedelta, _length(_NO_TIME, _DAY)] = timedelta(minutes=30)
    discreet: Annotated[bool, _text(values.yes_or_no)] | None = None
    remind: Ladder | None = None
    summary: Annotated[Schedule, _text(values.schedule)] | None = None


class PersonShape(Shape):
    """`people.NAME`."""

    channels: Names
    role: Annotated[PersonRole, _text(values.word(PersonRole))] | None = None


class GroupShape(Shape):
    """One of `watch`; `marks` are read one by one elsewhere."""

    name: Annotated[str, _text(values.name)]
    role: Annotated[Role, _text(values.word(Role))] = Role.OWNER
    client: Text = ""
    attorney: Text = ""
    paralegal: Text = ""
    tell: Names = ()
    only: Categories = ()
    except_: Categories = Field(default=(), alias="except")
    marks: Any = None
    marks_file: Line | None = None


class MarkShape(Shape):
    """One of `marks`, written with keys."""

    serial: Line | None = None
    registration: Line | None = None
    international: Line | None = None
    reference_number: Line | None = None
    label: Text = ""
    matter: Text = ""
    client: Text = ""
    attorney: Text = ""
    tell: Names = ()
    mute_until: Annotated[date, _text(values.day)] | None = None


class TopShape(Shape):
    """The keys at the left margin; the parts with keys of their own are read elsewhere."""

    tsdr: Any = None
    channels: Any = None
    people: Any = None
    poll: Any = None
    watch: Any = None
    operator: Text
    database: Line = "tmwatch.db"
    time_zone: Annotated[ZoneInfo, _text(values.time_zone)] = ZoneInfo("America/New_York")
    heartbeat_url: Annotated[str, _text(values.web_address)] | None = None
    settle: Annotated[timedelta, _length(_NO_TIME, _DAY)] = timedelta(minutes=5)
    keep_checks: Annotated[timedelta, _length(timedelta(days=30), timedelta(days=36500))] = timedelta(
        days=400
    )
    templates: Line | None = None
    codes_file: Line | None = None
    closures_file: Line | None = None
    internal_due: Annotated[InternalDue, _text(values.internal_due)] | None = None
