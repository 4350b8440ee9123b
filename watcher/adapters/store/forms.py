"""Values to columns and back: one chosen way for each type, so that every table reads the same."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.trademark.model import ModifiedDates


def moment_text(moment: datetime) -> str:
    """UTC, milliseconds: `2026-11-23T03:01:42.123Z`. Sorts as text. `moment` must be aware."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_or_none(moment: datetime | None) -> str | None:
    """As `moment_text`, None for None."""
    return None if moment is None else moment_text(moment)


def moment(text: str) -> datetime:
    """The aware moment (UTC) behind `moment_text`."""
    return datetime.fromisoformat(text)


def maybe_moment(text: str | None) -> datetime | None:
    """As `moment`, None for None."""
    return None if text is None else datetime.fromisoformat(text)


def dates_text(dates: ModifiedDates | None) -> str | None:
    """Modified dates as a small JSON object; None when none are known."""
    if dates is None:
        return None
    named = {
        "prosecution": dates.prosecution,
        "status": dates.status,
        "documents": dates.documents,
        "whole": dates.whole,
    }
    return json.dumps({name: day.isoformat() for name, day in named.items() if day is not None})


def maybe_dates(text: str | None) -> ModifiedDates | None:
    """The modified dates behind `dates_text`."""
    from watcher.trademark.model import (
        ModifiedDates,  # here, so that commands that only look do without the model
    )

    if text is None:
        return None
    return ModifiedDates(**{name: date.fromisoformat(day) for name, day in json.loads(text).items()})


def pack(document: bytes) -> bytes:
    """A status document for the snapshots table: zlib, about a tenth of its size."""
    return zlib.compress(document, 6)


def unpack(packed: bytes) -> bytes:
    """The status document behind `pack`, as it came."""
    return zlib.decompress(packed)
