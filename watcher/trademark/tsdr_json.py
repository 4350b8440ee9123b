"""TSDR's JSON (caseMultiStatus) -> what a batch probe tells of each case (tsdr.md, "Requests")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from watcher.trademark.model import Case
from watcher.trademark.numbers import SerialNumber


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One case in a batch: read as far as the JSON goes, and a digest of all that it carries.

    `newest` is the newest day (in Washington) that it reports, of an event or of the status: the day rule counts from it.
    """

    case: Case
    digest: str
    newest: date | None


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request for many cases gave. A case that was asked for and is not in `reports` is in `missing`.

    `oversized`: too many were asked for at once; some of the missing ones are missing for that reason alone.
    """

    reports: Mapping[SerialNumber, StatusReport] = field(default_factory=dict)
    missing: frozenset[SerialNumber] = frozenset()
    oversized: bool = False
