"""Plays the history after an anchor against one rule: what was answered, closed, superseded, put in doubt.

A wrong closing hides a live date, so that whatever is not clear ends as "check", never as closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from watcher.trademark.deadlines.conduct import Conduct, Effect
from watcher.trademark.deadlines.timeline import Entry

_ANSWER, _HINT, _CLOSE, _END = (e.value for e in (Effect.ANSWER, Effect.HINT, Effect.CLOSE, Effect.END))
_SUPERSEDE, _CHECK = Effect.SUPERSEDE.value, Effect.CHECK.value
_REOPEN, _REVIVE, _ASK, _GRANT = (e.value for e in (Effect.REOPEN, Effect.REVIVE, Effect.ASK, Effect.GRANT))


class Phase(Enum):
    """Where a deadline stands in its history, before today's date is looked at."""

    OPEN = auto()
    ANSWERED = auto()
    CHECK = auto()
    MET = auto()
    ENDED = auto()
    SUPERSEDED = auto()

    @property
    def live(self) -> bool:
        """Can the date still matter?"""
        return self in {Phase.OPEN, Phase.ANSWERED, Phase.CHECK}


@dataclass(slots=True)
class Course:
    """How one deadline went so far: its phase, the entry that brought it there, and why in words.

    Grows while the history is played; does not know today.
    """

    phase: Phase = Phase.OPEN
    by: Entry | None = None
    why: str = ""
    hint: Entry | None = None
    reopened: Entry | None = None
    asked: Entry | None = None
    granted: Entry | None = None

    def to(self, phase: Phase, by: Entry | None, why: str) -> None:
        """Goes on to a phase."""
        self.phase, self.by, self.why = phase, by, why

    def answered(self, entry: Entry, last: date | None, later: date | None = None) -> None:
        """An answer came: in time, or after the last day (then a person must look)."""
        if self.phase is not Phase.OPEN:
            return
        if last is None or entry.day <= last:
            self.to(Phase.ANSWERED, entry, "")
        elif later is not None and entry.day <= later:
            self.to(Phase.CHECK, entry, "filed after the first date, and no grant of an extension is seen")
        else:
            self.to(Phase.CHECK, entry, "filed after the last day")

    def reopen(self, entry: Entry) -> None:
        """What had answered or closed the date did not: an answer is open again, a closed date is in doubt."""
        if self.phase is Phase.ANSWERED:
            self.to(Phase.OPEN, entry, "open again after a filing")
            self.reopened = entry
        elif self.phase in {Phase.MET, Phase.SUPERSEDED}:
            self.to(Phase.CHECK, entry, "was met, but a later entry puts it in doubt")


def play(
    conduct: Conduct,
    entries: Sequence[Entry],
    start: int,
    *,
    own: frozenset[int] = frozenset(),
    last: date | None = None,
    extended: date | None = None,
) -> Course:
    """The course of one deadline through the entries from `start` on.

    `own` are the entries of the same mailing, which do nothing to it. `last` is the last day on which an answer is
    in time (rolled), `extended` the same with the extension granted; None: any day is.
    """
    course = Course()
    effects = conduct.effects
    for entry in entries[start:]:
        effect = effects.get(entry.key)
        if effect is not None and entry.index not in own:
            _step(course, effect, entry, last, extended)
    return course


def _step(course: Course, effect: int, entry: Entry, last: date | None, extended: date | None) -> None:
    if effect & _REVIVE and course.phase is Phase.ENDED:
        course.to(Phase.CHECK, entry, "the case had ended and was revived: look at every date")
    elif not course.phase.live:
        if effect & _REOPEN and course.phase is not Phase.ENDED:
            course.reopen(entry)
    elif effect & _CLOSE:
        course.to(Phase.MET, entry, "")
    elif effect & _END:
        course.to(Phase.ENDED, entry, "the case, or this part of it, ended")
    elif effect & _CHECK:
        course.to(Phase.CHECK, entry, "a later entry puts the date in doubt")
    elif effect & _REOPEN:
        course.reopen(entry)
    elif effect & _SUPERSEDE:
        _superseded(course, entry)
    elif effect & _GRANT:
        if last is None or entry.day <= last or course.asked is not None:
            course.granted = entry
        else:
            course.to(Phase.CHECK, entry, "an extension was granted, but no request in time is seen")
    elif effect & _ASK:
        if last is None or entry.day <= last:
            course.asked = entry
        else:
            course.to(Phase.CHECK, entry, "an extension was asked for after the last day for it")
    elif effect & _ANSWER:
        course.answered(entry, extended if course.granted else last, extended)
    elif effect & _HINT:
        course.hint = entry


def _superseded(course: Course, entry: Entry) -> None:
    if course.phase is Phase.ANSWERED:
        course.to(Phase.SUPERSEDED, entry, "a later action followed the response")
    else:
        course.to(
            Phase.CHECK, entry, "a later action followed, but no response was seen: read which date holds"
        )
