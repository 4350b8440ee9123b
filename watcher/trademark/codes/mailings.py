"""Merges the entries of one mailing: written, mailed or e-mailed, and the notification are one change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from watcher.trademark.codes.book import Codes
from watcher.trademark.codes.meanings import EventMeaning, Stage
from watcher.trademark.model import ProsecutionEvent
from watcher.trademark.severity import Role, Severity

_NO_NUMBER = 10**9
_ORDER = {Stage.ISSUED: 0, Stage.NOTIFICATION: 1, Stage.WRITTEN: 2}


@dataclass(frozen=True, slots=True)
class Mailing:
    """One change as a reader counts it: the entry that says it best, and the others of the same mailing.

    Holds what the history shows; does not say whether the mailing still matters.
    """

    main: ProsecutionEvent
    meaning: EventMeaning
    echoes: tuple[ProsecutionEvent, ...] = ()

    def severity(self, role: Role) -> Severity:
        """Of the entry that says it best."""
        return self.meaning.severity(role)


def in_order(event: ProsecutionEvent) -> tuple[date, int, str, str, str, str]:
    """Sorts the history by date, then by entry number; entries without a date come last, the order of the rest is fixed."""
    number = _NO_NUMBER if event.entry_number is None else event.entry_number
    return (event.date or date.max, number, event.code, event.event_type, event.description, event.additional)


def merge_echoes(events: Iterable[ProsecutionEvent], codes: Codes | None = None) -> tuple[Mailing, ...]:
    """The changes of a history, or of what is new in it, in order.

    Entries are one mailing when they are of one kind (`EventMeaning.mailing`) and of one day. The same code and type
    twice on a day is two mailings: two actions are never merged. An entry without a date is merged with nothing.
    """
    codes = codes or Codes.standard()
    groups: dict[tuple[object, ...], list[tuple[ProsecutionEvent, EventMeaning]]] = defaultdict(list)
    seen: Counter[tuple[date, str, str]] = Counter()
    for alone, event in enumerate(sorted(events, key=in_order)):
        meaning = codes.of(event)
        if not meaning.mailing or event.date is None:
            groups["alone", alone].append((event, meaning))
            continue
        twin = (event.date, event.code, event.event_type)
        groups[meaning.mailing, event.date, seen[twin]].append((event, meaning))
        seen[twin] += 1
    merged = [_mailing(group) for group in groups.values()]
    return tuple(sorted(merged, key=lambda mailing: in_order(mailing.main)))


def _mailing(group: list[tuple[ProsecutionEvent, EventMeaning]]) -> Mailing:
    ranked = sorted(group, key=lambda entry: (_ORDER[entry[1].stage], in_order(entry[0])))
    main, meaning = ranked[0]
    return Mailing(main, meaning, tuple(event for event, _ in group if event is not main))
