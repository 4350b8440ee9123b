"""A case prepared for counting: its history in order, each line with what it means, and its filing basis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from watcher.trademark.codes import EventMeaning, Standing, StatusMeaning, in_order
from watcher.trademark.deadlines.conduct import MADRID, ORDINARY, Tables
from watcher.trademark.deadlines.periods import is_possible
from watcher.trademark.deadlines.values import Anchor
from watcher.trademark.model import Case, ProsecutionEvent

_MADRID_SERIES = "79"


@dataclass(slots=True, eq=False)
class Entry:
    """One dated line of the history, at its place in the order."""

    index: int
    event: ProsecutionEvent
    meaning: EventMeaning
    key: str
    day: date

    @property
    def anchor(self) -> Anchor:
        """The event as what a deadline is counted from, or was decided by."""
        return anchor_of(self.event)


def anchor_of(event: ProsecutionEvent) -> Anchor:
    """An event as an anchor."""
    return Anchor(
        " ".join(event.description.split()) or event.code,
        event.date,
        event.entry_number,
        event.code + event.event_type,
    )


def number_of(event: ProsecutionEvent) -> str:
    """Names an event within its case, and stays when its date is corrected."""
    if event.entry_number is not None:
        return f"entry-{event.entry_number}"
    return f"{event.code}{event.event_type}-{event.date or 'undated'}"


class Timeline:
    """What matters in the history of one case, in order of date and entry number, with what the tables say of it.

    `entries` are those that start a rule or do something to one. Entries without a usable date stand apart in
    `undated`: they can be neither anchors nor answers. Decides nothing.
    """

    __slots__ = ("basis", "basis_known", "case", "entries", "standing", "status", "unclassified", "undated")

    def __init__(self, case: Case, tables: Tables) -> None:
        self.case = case
        self.entries: list[Entry] = []
        self.undated: list[tuple[ProsecutionEvent, EventMeaning]] = []
        self.unclassified: list[ProsecutionEvent] = []
        codes = tables.codes
        dated = []
        for event in case.events:
            meaning = codes.events.get((event.code, event.event_type)) or codes.of(event)
            day = event.date
            if not meaning.key:
                self.unclassified.append(event)
            if day is None or not is_possible(day):
                self.undated.append((event, meaning))
            elif meaning.key in tables.relevant:
                dated.append((in_order(event), event, meaning, day))
        dated.sort(key=itemgetter(0))
        for place, (_, event, meaning, day) in enumerate(dated):
            self.entries.append(Entry(place, event, meaning, meaning.key, day))
        self.unclassified.sort(key=in_order)
        self.undated.sort(key=lambda pair: in_order(pair[0]))
        bases = (*case.basis.current, *case.basis.filed)
        series = case.serial_number.startswith(_MADRID_SERIES)
        self.basis = MADRID if MADRID in bases or (series and not bases) else ORDINARY
        self.basis_known = bool(bases) or series
        self.status: StatusMeaning | None = codes.status(case.status.code) if case.status.code else None
        self.standing: Standing | None = self.status.standing if self.status else None

    @property
    def is_madrid(self) -> bool:
        """Is it an extension of an international registration, section 66(a)?"""
        return self.basis == MADRID

    def from_day(self, day: date) -> int:
        """The place of the first entry of this day or later."""
        return next((entry.index for entry in self.entries if entry.day >= day), len(self.entries))
