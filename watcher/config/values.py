"""Text -> durations, times of day, sizes, schedules: the small languages of the watchlist.

Every function takes text and returns a value or raises `BadValueError`, which says what would be right and never
repeats the text: whoever knows whether it is a secret does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from watcher.config.settings import Hours, InternalDue, Schedule
from watcher.config.trouble import did_you_mean

E = TypeVar("E", bound=StrEnum)

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_UNIT_WORDS = {
    "s": ("s", "sec", "second"),
    "m": ("m", "min", "minute"),
    "h": ("h", "hr", "hour"),
    "d": ("d", "day"),
    "w": ("w", "week"),
}
_UNIT_OF = {
    word + plural: unit for unit, words in _UNIT_WORDS.items() for word in words for plural in ("", "s")
}
_PART = re.compile(r"\s*([0-9]{1,9})\s*([a-z]+)\s*")
_SIZES = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}
_SIZE = re.compile(r"([0-9]{1,12})\s*([a-z]*)")
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YES = frozenset({"yes", "true", "on"})
_NO = frozenset({"no", "false", "off"})
_NAME = re.compile(r"\w(?:[\w .&'()+-]{0,62}[\w.)+])?")
_CATEGORY = re.compile(r"[a-z][a-z0-9_]{1,60}")
_RUNG = re.compile(r"(?P<word>opens|grace)|(?P<grace>grace-)?(?P<days>[0-9]{1,4})d?")
_LONGEST_REMINDER = 3650
_INTERNAL_DUE = re.compile(r"([0-9]{1,3})\s*(business\s+|working\s+)?d(?:ays?)?(?:\s+before)?")


class BadValueError(ValueError):
    """Text that is not what belongs there: `said` continues "'...' ", `right` is what to write."""

    def __init__(self, said: str, right: str) -> None:
        super().__init__(f"{said} ({right})")
        self.said = said
        self.right = right


class BadShapeError(BadValueError):
    """A list or a mapping where one value belongs: `said` is the whole sentence."""


def duration(least: timedelta, most: timedelta) -> Callable[[str], timedelta]:
    """A reader of lengths of time between two bounds: `90s`, `30m`, `1h`, `1h 30m`, `7d`, `2 weeks`."""

    def read(text: str) -> timedelta:
        seconds, position, lowered = 0, 0, text.strip().lower()
        while position < len(lowered):
            part = _PART.match(lowered, position)
            if part is None or part[2] not in _UNIT_OF:
                raise BadValueError("is no length of time", "a number with s, m, h or d: 90s, 30m, 1h, 7d")
            seconds += int(part[1]) * _UNITS[_UNIT_OF[part[2]]]
            position = part.end()
        bounds = f"between {in_words(least)} and {in_words(most)}"
        if not lowered:
            raise BadValueError("is no length of time", "a number with s, m, h or d: 90s, 30m, 1h, 7d")
        if seconds < least.total_seconds():
            raise BadValueError("is too short", bounds)
        if seconds > most.total_seconds():
            raise BadValueError("is too long", bounds)
        return timedelta(seconds=seconds)

    return read


def in_words(length: timedelta) -> str:
    """A length of time as people say it: `1 hour`, `90 minutes`, `7 days`; zero is `no time`."""
    seconds = int(length.total_seconds())
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")):
        if seconds and seconds % size == 0:
            count = seconds // size
            return f"{count:,} {word}{'' if count == 1 else 's'}"
    return "no time"


def as_written(length: timedelta) -> str:
    """A length of time as the watchlist has it: `1h`, `90m`, `7d`."""
    seconds = int(length.total_seconds())
    unit, size = next(
        (unit, size) for unit, size in reversed(_UNITS.items()) if unit != "w" and seconds % size == 0
    )
    return f"{seconds // size}{unit}"


def size(least: int, most: int) -> Callable[[str], int]:
    """A reader of sizes in bytes between two bounds: `64MB`, `512 kB`, `1GiB`, or plain bytes."""

    def read(text: str) -> int:
        found = _SIZE.fullmatch(text.strip().lower())
        if found is None or (found[2] or "b") not in _SIZES:
            raise BadValueError("is no size", "a number with kB, MB or GB: 64MB")
        count = int(found[1]) * _SIZES[found[2] or "b"]
        if not least <= count <= most:
            raise BadValueError(
                "is too small" if count < least else "is too large",
                f"between {least // 10**6} MB and {most // 10**6} MB",
            )
        return count

    return read


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers between two bounds."""

    def read(text: str) -> int:
        bare = text.strip().replace(",", "").replace("_", "")
        right = f"a whole number between {least:,} and {most:,}"
        if not re.fullmatch(r"[0-9]{1,12}", bare):
            raise BadValueError("is no whole number", right)
        if not least <= int(bare) <= most:
            raise BadValueError("is too small" if int(bare) < least else "is too large", right)
        return int(bare)

    return read


def word(kind: type[E]) -> Callable[[str], E]:
    """A reader of one of a few words."""

    def read(text: str) -> E:
        try:
            return kind(text.strip().lower())
        except ValueError:
            raise BadValueError(
                "is none of the words that belong here", did_you_mean(text, list(kind))
            ) from None

    return read


def one_of(*words: str) -> Callable[[str], str]:
    """A reader of one of a few words that have no type of their own."""

    def read(text: str) -> str:
        bare = " ".join(text.lower().split())
        if bare not in words:
            raise BadValueError("is none of the words that belong here", did_you_mean(text, words))
        return bare

    return read


def time_of_day(text: str) -> time:
    """`08:00`, `8:00`, `22.30`: 24 hours, no zone."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise BadValueError("is no time of day", "hours and minutes of 24 hours, such as 08:00 or 22:30")
    return time(int(found[1]), int(found[2]))


def hours(text: str) -> Hours:
    """`22:00-05:00`."""
    start, dash, end = text.replace("\u2013", "-").partition("-")
    try:
        span = Hours(time_of_day(start), time_of_day(end))
    except BadValueError:
        dash = ""
    if not dash:
        raise BadValueError("are no hours", "from-to, such as 22:00-05:00")
    if span.start == span.end:
        raise BadValueError("begins and ends at the same time", "from-to, such as 22:00-05:00")
    return span


def schedule(text: str) -> Schedule:
    """`daily 08:00` or `weekly Mon 08:00`."""
    right = "daily 08:00, or weekly Mon 08:00"
    match text.replace(",", " ").lower().split():
        case ["daily", at]:
            return Schedule(time_of_day(at))
        case ["weekly", day, at] if len(day) >= len("mon"):
            days = [index for index, name in enumerate(_DAYS) if name.startswith(day)]
            if days:
                return Schedule(time_of_day(at), days[0])
    raise BadValueError("is no schedule", right)


def when_to_send(text: str) -> Schedule | None:
    """`at once` (None), or a schedule."""
    if " ".join(text.lower().split()) in {"at once", "now", "immediately"}:
        return None
    try:
        return schedule(text)
    except BadValueError as error:
        raise BadValueError(error.said, "at once, daily 08:00, or weekly Mon 08:00") from None


def yes_or_no(text: str) -> bool:
    """`yes`, `no`, `true`, `false`."""
    bare = text.strip().lower()
    if bare not in _YES | _NO:
        raise BadValueError("is neither yes nor no", "yes or no")
    return bare in _YES


def day(text: str) -> date:
    """A day, `2026-12-31`."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
            return date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise BadValueError("is no day", "year-month-day, such as 2026-12-31")


def rung(text: str) -> str:
    """One step of a ladder of reminders: `30` or `30d` before the date, `opens`, `grace`, `grace-30`."""
    found = _RUNG.fullmatch(text.strip().lower().replace(" ", ""))
    if found is None or int(found["days"] or 0) > _LONGEST_REMINDER:
        right = "days before the date (60), opens, grace, or days before the end of grace (grace-30)"
        raise BadValueError("is no step of a ladder of reminders", right)
    return found["word"] or f"{found['grace'] or ''}{int(found['days'])}"


def internal_due(text: str) -> InternalDue:
    """`5 business days before`, `7 days before`."""
    found = _INTERNAL_DUE.fullmatch(text.strip().lower())
    if found is None or int(found[1]) == 0:
        raise BadValueError("is no internal due date", "such as `5 business days before` or `7 days before`")
    return InternalDue(int(found[1]), business=found[2] is not None)


def category(text: str) -> str:
    """The name of a category of changes, such as `office_action`."""
    bare = text.strip().lower().replace(" ", "_").replace("-", "_")
    if not _CATEGORY.fullmatch(bare):
        raise BadValueError("is no category of changes", "a word such as office_action or ownership_change")
    return bare


def name(text: str) -> str:
    """What a person calls a group: one line, not empty."""
    bare = " ".join(text.split())
    if not bare or len(bare) > 200:  # noqa: PLR2004  # a name, not a text
        raise BadValueError("is no name", "one line of up to 200 characters")
    return bare


def is_channel_name(text: str) -> bool:
    """Whether a word can name a channel or a person: it is stored, printed and written in lists."""
    return _NAME.fullmatch(text) is not None


def line_of_text(text: str) -> str:
    """Free text on one line."""
    return " ".join(text.split())


def web_address(text: str) -> str:
    """An http or https address without a query; no slash at its end."""
    right = "an address such as https://host.example or http://host.example:8080"
    bare = text.strip()
    try:
        parts = urlsplit(bare)
        port = parts.port
    except ValueError:
        raise BadValueError("is no web address", right) from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or re.search(r"\s", bare):
        raise BadValueError("is no web address", right)
    return bare.rstrip("/")


def address_without_query(text: str) -> str:
    """A web address to which paths are added."""
    address = web_address(text)
    if "?" in address or "#" in address:
        raise BadValueError("has a query or fragment", "the address up to the host, or up to a folder")
    return address


def time_zone(text: str) -> ZoneInfo:
    """A time zone by its name in the zone database."""
    try:
        return ZoneInfo(text.strip())
    except (ValueError, OSError, ZoneInfoNotFoundError):
        near = did_you_mean(text.strip(), available_timezones())
        right = near if near.startswith("did") else "a name such as America/New_York or Europe/Berlin"
        raise BadValueError("is no time zone", right) from None


def separated(text: str) -> list[str]:
    """The words of a list written on one line: between commas or semicolons."""
    return [part for part in (piece.strip() for piece in re.split(r"[,;]", text)) if part]
