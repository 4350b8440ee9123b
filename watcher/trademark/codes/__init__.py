"""What the USPTO's codes mean: category, severity for an owner and for a competitor, plain words, the rules they start."""

from __future__ import annotations

from watcher.trademark.codes.book import Codes
from watcher.trademark.codes.mailings import Mailing, in_order, merge_echoes
from watcher.trademark.codes.meanings import (
    UNCLASSIFIED,
    EventMeaning,
    Match,
    Stage,
    Standing,
    StatusMeaning,
)
from watcher.trademark.codes.tables import TableError
from watcher.trademark.severity import Role, Severity

__all__ = [
    "UNCLASSIFIED",
    "Codes",
    "EventMeaning",
    "Mailing",
    "Match",
    "Role",
    "Severity",
    "Stage",
    "Standing",
    "StatusMeaning",
    "TableError",
    "in_order",
    "merge_echoes",
]
