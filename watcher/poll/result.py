"""What one poll did, as the command line prints it."""

from __future__ import annotations

from dataclasses import dataclass, field

from watcher.trademark.model import Change
from watcher.trademark.notice import Severity
from watcher.trademark.numbers import SerialNumber


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """A case in which something changed."""

    serial_number: SerialNumber
    mark: str
    severity: Severity
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class CaseFailed:
    """A case that could not be checked. `asked` is the number as the watchlist has it."""

    asked: str
    serial_number: SerialNumber | None
    reason: str


@dataclass(slots=True)
class PollResult:
    """What one call of `poll` did.

    `key_refused` is the reason, empty when the key was taken; `remaining` tells whether anything is still due.
    """

    checked: list[SerialNumber] = field(default_factory=list)
    first_seen: list[SerialNumber] = field(default_factory=list)
    changed: list[CaseChanged] = field(default_factory=list)
    doubtful: list[SerialNumber] = field(default_factory=list)
    failed: list[CaseFailed] = field(default_factory=list)
    key_refused: str = ""
    remaining: bool = False
