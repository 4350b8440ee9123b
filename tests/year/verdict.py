"""What the judge says, as values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.year.run import Run
from watcher.trademark.notice import Notice


@dataclass(frozen=True)
class Complaint:
    """`kind`: false, repeated, missed, late, rate, trouble, first sight, truth."""

    kind: str
    words: str


@dataclass(frozen=True)
class Delay:
    """From the moment at which a change could be seen to that at which a recipient was told."""

    row: str
    read: timedelta
    told: timedelta
    is_disturbed: bool


@dataclass
class Verdict:
    run: Run
    complaints: list[Complaint] = field(default_factory=list)
    delays: list[Delay] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def complain(self, kind: str, words: str) -> None:
        self.complaints.append(Complaint(kind, words))

    @property
    def kinds(self) -> set[str]:
        return {one.kind for one in self.complaints}


@dataclass(frozen=True)
class Arrived:
    """A notice that a recipient got for the first time."""

    at: datetime
    notice: Notice
