"""Cases of a few words, for the tests: `1(b); status 641; 12: 2026-08-28 GNRTO; 2026-11-02 TROAI`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from watcher.trademark.codes import Codes
from watcher.trademark.model import AssociatedMark, Case, FilingBasis, ProsecutionEvent, Status
from watcher.trademark.model.rights import PriorityClaim
from watcher.trademark.numbers import SerialNumber

_EVENT = re.compile(r"(?:(\d+|-): )?(\d{4}-\d\d-\d\d|no-day) (\S{4})(\S)(?: (.*))?$")
_DATES = {
    "registered": "registration_date",
    "allowed": "allowance_date",
    "filed": "filing_date",
    "abandoned": "abandonment_date",
    "renewed": "renewal_date",
    "cancelled": "cancellation_date",
}


_OTHERS: dict[str, tuple[str, Callable[[str], object]]] = {
    "serial": ("serial_number", SerialNumber),
    "register": ("register", str),
    "registration": ("registration_number", str),
    "international": (
        "associated_marks",
        lambda rest: (AssociatedMark("x", international_registration=rest),),
    ),
    "priority": ("priorities", lambda rest: (PriorityClaim(rest),)),
}


def case_of(text: str) -> Case:
    """The case that the words describe. Entries without a number are numbered from 1 in order; `-:` gives none."""
    fields: dict[str, object] = {"serial_number": SerialNumber("97000001"), "register": "Primary"}
    events: list[ProsecutionEvent] = []
    published: list[date] = []
    for part in (part.strip() for part in text.split(";")):
        word, _, rest = part.partition(" ")
        if found := _EVENT.match(part):
            events.append(_event(len(events) + 1, *found.groups()))
        elif word == "published":
            published.append(date.fromisoformat(rest))
        elif part:
            name, value = _field(word, rest, part)
            fields[name] = value
    return Case(events=tuple(events), publication_dates=tuple(published), **fields)  # type: ignore[arg-type]


def _field(word: str, rest: str, part: str) -> tuple[str, object]:
    if word in _DATES:
        return _DATES[word], date.fromisoformat(rest)
    if word == "status":
        code, _, day = rest.partition(" ")
        return "status", Status(code, date.fromisoformat(day) if day else None, "words")
    if word in _OTHERS:
        name, read = _OTHERS[word]
        return name, read(rest)
    assert re.fullmatch(r"(1\([ab]\)|44\([de]\)|66\(a\))(, .*)?", part), part
    bases = tuple(part.split(", "))
    return "basis", FilingBasis(filed=bases, current=bases)


def _event(
    place: int, number: str | None, day: str, code: str, event_type: str, more: str | None
) -> ProsecutionEvent:
    entry = None if number == "-" else int(number) if number else place
    when = None if day == "no-day" else date.fromisoformat(day)
    words = Codes.standard().events.get((code, event_type))
    return ProsecutionEvent(entry, code, event_type, when, words.description if words else code, more or "")
