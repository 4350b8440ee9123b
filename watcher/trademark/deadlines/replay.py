"""Plays the history after an anchor against one rule: what was answered, closed, superseded, put in doubt.

A wrong closing hides a live date, so that whatever is not clear ends as "check", never as closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from watcher.trademark.deadlines.conduct import Conduct, Effect
from watcher.trademark.deadlines.timeline import Entry


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
        return self is Phase.OPEN or self is Phase.ANSWERED or self is Phase.CHECK


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
    doubtful: frozenset[int] = frozenset(),
    last: date | None = None,
    extended: date | None = None,
) -> Course:
    """The course of one deadline through the entries from `start` on.

    `own` are the entries of the same mailing, or of another proceeding, which do nothing to it; `doubtful` those that
    may close another deadline than this one. `last` is the last day on which an answer is in time (rolled),
    `extended` the same with the extension granted; None: any day is.
    """
    player = _Player(Course(), doubtful, last, extended)
    effects = conduct.effects
    for entry in entries[start:]:
        effect = effects.get(entry.key)
        if effect is not None and entry.index not in own:
            player.step(effect, entry)
    return player.course


@dataclass(slots=True)
class _Player:
    """Takes one entry after the other into the course. Knows neither the rule's name nor today."""

    course: Course
    doubtful: frozenset[int]
    last: date | None
    extended: date | None

    def step(self, effect: int, entry: Entry) -> None:
        """What one entry does: of several effects of one code, the first of `_IN_ORDER`."""
        if not self.course.phase.live:
            self.after_its_end(effect, entry)
            return
        for bit, move in _IN_ORDER:
            if effect & bit:
                move(self, entry)
                return

    def after_its_end(self, effect: int, entry: Entry) -> None:
        if self.course.phase is not Phase.ENDED:
            if effect & Effect.REOPEN:
                self.course.reopen(entry)
        elif effect & Effect.REVIVE:
            self.course.to(Phase.CHECK, entry, "the case had ended and was revived: look at every date")
        elif effect & Effect.CLOSE:
            self.close(entry)

    def close(self, entry: Entry) -> None:
        if entry.index in self.doubtful:
            self.course.to(
                Phase.CHECK, entry, "an entry that may close this does not say which one it closes"
            )
        else:
            self.course.to(Phase.MET, entry, "")

    def end(self, entry: Entry) -> None:
        self.course.to(Phase.ENDED, entry, "the case, or this part of it, ended")

    def check(self, entry: Entry) -> None:
        self.course.to(Phase.CHECK, entry, "a later entry puts the date in doubt")

    def reopen(self, entry: Entry) -> None:
        self.course.reopen(entry)

    def supersede(self, entry: Entry) -> None:
        if self.course.phase is Phase.ANSWERED:
            self.course.to(Phase.SUPERSEDED, entry, "a later action followed the response")
        else:
            why = "a later action followed, but no response was seen: read which date holds"
            self.course.to(Phase.CHECK, entry, why)

    def grant(self, entry: Entry) -> None:
        if self.last is None or entry.day <= self.last or self.course.asked is not None:
            self.course.granted = entry
        else:
            self.course.to(Phase.CHECK, entry, "an extension was granted, but no request in time is seen")

    def ask(self, entry: Entry) -> None:
        if self.last is None or entry.day <= self.last:
            self.course.asked = entry
        else:
            self.course.to(Phase.CHECK, entry, "an extension was asked for after the last day for it")

    def answer(self, entry: Entry) -> None:
        self.course.answered(entry, self.extended if self.course.granted else self.last, self.extended)

    def hint(self, entry: Entry) -> None:
        self.course.hint = entry

    def revive(self, entry: Entry) -> None:
        self.course.to(Phase.CHECK, entry, "the case was revived: look at every date")


_IN_ORDER: tuple[tuple[int, Callable[[_Player, Entry], None]], ...] = (
    (Effect.CLOSE, _Player.close),
    (Effect.END, _Player.end),
    (Effect.CHECK, _Player.check),
    (Effect.REOPEN, _Player.reopen),
    (Effect.SUPERSEDE, _Player.supersede),
    (Effect.GRANT, _Player.grant),
    (Effect.ASK, _Player.ask),
    (Effect.ANSWER, _Player.answer),
    (Effect.HINT, _Player.hint),
    (Effect.REVIVE, _Player.revive),
)
