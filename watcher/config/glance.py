"""A glance at the watchlist for commands that only read the memory: where it is, in which zone people read times, the pace.

It reads a few values and passes over all else: a file with a mistake, or secrets that are not set, keep nobody from
looking at what is known. Loads no pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from watcher.config.text import decode
from watcher.config.variables import Variables
from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.config.settings import InternalDue

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # PyYAML without libyaml: the same events, ten times slower
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]  # both give events

_WANTED = frozenset({"database", "time_zone", "poll.every", "codes_file", "closures_file", "internal_due"})
_IN_A_LIST = "[]"


@dataclass(frozen=True, slots=True)
class Glance:
    """The paths of the watchlist and, absolute, of the database, the zone for people; the rest as it is written.

    `codes_file` and `closures_file` are paths, None when there is none; they are not read.
    """

    watchlist: Path
    database: Path
    time_zone: ZoneInfo
    every: str = ""
    codes_file: Path | None = None
    closures_file: Path | None = None
    internal_due: str = ""


def glance(path: Path, environ: Mapping[str, str], state_directory: Path | None = None) -> Glance:
    """Read just these values.

    Raises:
        ConfigError: the file cannot be read, is no YAML, or the path or the zone cannot be used.
    """
    try:
        found = _top_level(decode(path.read_bytes(), path))
    except OSError as error:
        raise ConfigError(
            (Mistake(path, None, f"cannot be read: {error.strerror}", "give --config FILE"),)
        ) from None
    except yaml.YAMLError:
        raise ConfigError((Mistake(path, None, "this is no YAML", "tmwatch validate shows where"),)) from None
    database, wrong = Variables(environ).expand(found.get("database", "tmwatch.db").strip())
    if wrong:
        raise ConfigError(tuple(Mistake(path, None, f"database: {said}", right) for said, right in wrong))
    if not database or "://" in database or "\0" in database:
        raise ConfigError((Mistake(path, None, "database: not a path", "tmwatch validate says more"),))
    folder = state_directory or path.parent
    every, _ = Variables(environ).expand(found.get("poll.every", "").strip())
    return Glance(
        path,
        (folder / Path(database).expanduser()).absolute(),
        _zone(found, path),
        every,
        _beside(path, found.get("codes_file", ""), environ),
        _beside(path, found.get("closures_file", ""), environ),
        found.get("internal_due", "").strip(),
    )


def _beside(watchlist: Path, written: str, environ: Mapping[str, str]) -> Path | None:
    """A path of the watchlist, which starts at its folder; None when nothing is written, or its variable is not set."""
    text, wrong = Variables(environ).expand(written.strip())
    return None if wrong or not text else watchlist.parent / Path(text).expanduser()


def pace(found: Glance) -> timedelta:
    """How long there is between two checks of a case, as the watchlist says.

    Raises:
        ConfigError: `poll.every` is no length of time.
    """
    from watcher.config.settings import PollSettings
    from watcher.config.values import BadValueError, duration

    try:
        return (
            duration(timedelta(seconds=1), timedelta.max)(found.every)
            if found.every
            else PollSettings().every
        )
    except BadValueError as error:
        raise ConfigError(
            (Mistake(found.watchlist, None, f"poll.every: {error.said}", error.right),)
        ) from None


def own_due(found: Glance) -> InternalDue | None:
    """The firm's own due date, as the watchlist says; None when it says none.

    Raises:
        ConfigError: `internal_due` is none.
    """
    from watcher.config.values import BadValueError, internal_due

    try:
        return internal_due(found.internal_due) if found.internal_due else None
    except BadValueError as error:
        raise ConfigError(
            (Mistake(found.watchlist, None, f"internal_due: {error.said}", error.right),)
        ) from None


def _zone(found: Mapping[str, str], path: Path) -> ZoneInfo:
    name = found.get("time_zone", "America/New_York").strip()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        right = "a name such as America/New_York"
        raise ConfigError((Mistake(path, None, "time_zone: there is no such zone", right),)) from None


def _top_level(text: str) -> dict[str, str]:
    """The wanted scalars, by the keys that lead to them; everything else is passed over, event by event."""
    found: dict[str, str] = {}
    keys: list[str] = []
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            keys.append("" if isinstance(event, yaml.MappingStartEvent) else _IN_A_LIST)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            keys.pop()
            _next_key(keys)
        elif keys and isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            value = event.value if isinstance(event, yaml.ScalarEvent) else ""
            if not keys[-1]:
                keys[-1] = value
                continue
            if ".".join(keys) in _WANTED and value:
                found[".".join(keys)] = value
            _next_key(keys)
    return found


def _next_key(keys: list[str]) -> None:
    """The value of the innermost mapping's key is over."""
    if keys and keys[-1] != _IN_A_LIST:
        keys[-1] = ""
