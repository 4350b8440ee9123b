"""A glance at the watchlist for commands that only read the memory: where it is, and in which zone people read times.

It reads two values and passes over all else: a file with a mistake, or secrets that are not set, keep nobody from
looking at what is known. Loads no pydantic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import yaml

from watcher.config.text import decode
from watcher.config.variables import Variables
from watcher.errors import ConfigError, Mistake

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # PyYAML without libyaml: the same events, ten times slower
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]  # both give events

_WANTED = frozenset({"database", "time_zone"})


@dataclass(frozen=True, slots=True)
class Glance:
    """The path of the database, absolute, and the zone for people."""

    database: Path
    time_zone: ZoneInfo


def glance(path: Path, environ: Mapping[str, str], state_directory: Path | None = None) -> Glance:
    """Read just these two values.

    Raises:
        ConfigError: the file cannot be read, is no YAML, or one of the two values cannot be used.
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
    return Glance((folder / Path(database).expanduser()).absolute(), _zone(found, path))


def _zone(found: Mapping[str, str], path: Path) -> ZoneInfo:
    name = found.get("time_zone", "America/New_York").strip()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        right = "a name such as America/New_York"
        raise ConfigError((Mistake(path, None, "time_zone: there is no such zone", right),)) from None


def _top_level(text: str) -> dict[str, str]:
    """The wanted scalars of the top-level mapping; everything nested is passed over, event by event."""
    found: dict[str, str] = {}
    depth, key = 0, None
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
            if depth == 1:
                key = None
        elif depth == 1 and isinstance(event, yaml.ScalarEvent | yaml.AliasEvent):
            value = event.value if isinstance(event, yaml.ScalarEvent) else ""
            if key is None:
                key = value
            else:
                if key in _WANTED and value:
                    found[key] = value
                key = None
    return found
