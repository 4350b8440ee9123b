"""Values to columns and back: one chosen way for each type, so that every table reads the same."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.trademark.model import ModifiedDates
    from watcher.trademark.state import Seen, StatusDigest


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


def seen_text(seen: Seen | None) -> str | None:
    """The value of a probe as a small JSON object: modified dates, or the digest of a batch."""
    from watcher.trademark.state import StatusDigest

    if isinstance(seen, StatusDigest):
        newest = {"newest": seen.newest.isoformat()} if seen.newest else {}
        return json.dumps({"digest": seen.digest, **newest})
    return dates_text(seen)


def maybe_statuses(text: str | None) -> StatusDigest | None:
    """The digest of a batch behind `seen_text`; None for anything else."""
    from watcher.trademark.state import StatusDigest

    seen = maybe_seen(text)
    return seen if isinstance(seen, StatusDigest) else None


def maybe_seen(text: str | None) -> Seen | None:
    """The value of a probe behind `seen_text`."""
    from watcher.trademark.state import StatusDigest

    if text is None or '"digest"' not in text:
        return maybe_dates(text)
    values = json.loads(text)
    newest = values.get("newest")
    return StatusDigest(values["digest"], date.fromisoformat(newest) if newest else None)


def pack(document: bytes) -> bytes:
    """A status document for the snapshots table: zlib, about a tenth of its size."""
    return zlib.compress(document, 6)


def unpack(packed: bytes) -> bytes:
    """The status document behind `pack`, as it came."""
    return zlib.decompress(packed)
