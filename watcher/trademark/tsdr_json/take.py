"""Values out of JSON that may have any shape: what is not what it should be counts as absent."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

Tree = dict[str, Any]
"""A JSON object, as it came."""

_WASHINGTON: Final = ZoneInfo("America/New_York")
_MIDNIGHT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def tree(holder: Tree, name: str) -> Tree:
    """An object inside another; an empty one for anything else."""
    found = holder.get(name)
    return found if isinstance(found, dict) else {}


def trees(found: Any) -> list[Tree]:
    """The objects of a list; none for anything else."""
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def words(holder: Tree, name: str) -> str:
    """A text or a number as text, without the space around it; empty for anything else."""
    found = holder.get(name)
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return " ".join(str(found).split())


def number(holder: Tree, name: str) -> int | None:
    """A whole number; None for anything else."""
    found = words(holder, name)
    return int(found) if re.fullmatch(r"[0-9]{1,9}", found) else None


def flag(holder: Tree, name: str) -> bool:
    """Is it true?"""
    return holder.get(name) is True


def day(holder: Tree, name: str) -> date | None:
    """A day in Washington; None when there is none or it is none.

    A moment is midnight Eastern written in UTC, `2007-09-25T04:00:00.000+0000` (tsdr.md, "The status document").
    """
    found = words(holder, name)
    try:
        if _MIDNIGHT.match(found):
            moment = datetime.fromisoformat(found[:19]).replace(tzinfo=UTC)
            return moment.astimezone(_WASHINGTON).date()
        return date.fromisoformat(found[:10]) if _DAY.match(found) else None
    except (ValueError, OverflowError):
        return None
