"""Changes of what happened: status, prosecution history, TTAB proceedings, assignments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from watcher.trademark.diff.compare import Paths, Topic, by_field, pairs
from watcher.trademark.diff.parties import PARTY_TITLES, renamed
from watcher.trademark.diff.words import cut, exact, sentence, words
from watcher.trademark.model import (
    Assignment,
    Case,
    Change,
    ChangeKind,
    Proceeding,
    ProceedingEvent,
    ProceedingParty,
    ProsecutionEvent,
    Section,
    Status,
)

_MOST_OF_A_STATUS: Final = 120
_LAST: Final = 10**9
"""Where events without an entry number are told: after those that have one."""


def status_changes(old: Case, new: Case) -> Iterator[Change]:
    """One change when the code differs; else one for the words and one for the day."""
    before, after = old.status, new.status
    if before == after:
        return
    topic = Topic(ChangeKind.STATUS, Section.STATUS, "status", "Status")
    if before.code != after.code:
        yield Change(
            ChangeKind.STATUS,
            Section.STATUS,
            "status",
            f"Status: {_brief(before)} -> {_brief(after)}",
            _whole(before),
            _whole(after),
            after.date,
        )
        return
    if before.text != after.text:
        yield topic.part("text", f"{after.code} words").change(before.text, after.text)
    if before.date != after.date:
        yield topic.part("date", f"{after.code} date").change(before.date, after.date, after.date)


def _brief(status: Status) -> str:
    """The code and the first sentence of its words."""
    first = cut(status.text.partition(". ")[0].rstrip("."), _MOST_OF_A_STATUS)
    return " ".join(part for part in (status.code, first) if part) or "none"


def _whole(status: Status) -> str | None:
    since = f"(since {status.date})" if status.date else ""
    return " ".join(part for part in (status.code, status.text, since) if part) or None


def event_changes(old: Case, new: Case) -> Iterator[Change]:
    """New, rewritten and removed prosecution events, by entry number, the oldest first."""
    if old.events == new.events:
        return
    found = pairs(old.events, new.events, _event_key)
    found.sort(key=lambda pair: _event_order(pair[1] or pair[0]))
    paths = Paths()
    for before, after in found:
        event = after or before
        assert event is not None
        path = paths.once(f"events/{'?' if event.entry_number is None else event.entry_number}")
        yield _event_change(path, before, after)


def _event_key(event: ProsecutionEvent) -> object:
    return event if event.entry_number is None else event.entry_number


def _event_order(event: ProsecutionEvent | None) -> tuple[int, date]:
    assert event is not None
    number = _LAST if event.entry_number is None else event.entry_number
    return number, event.date or date.min


def _event_change(path: str, old: ProsecutionEvent | None, new: ProsecutionEvent | None) -> Change:
    before, after = _event_words(old), _event_words(new)
    if new is None:
        assert old is not None
        summary = f"{_event_title(old)} removed: {before}"
        return Change(ChangeKind.EVENT_REMOVED, Section.EVENTS, path, summary, before, None, old.date)
    if old is None:
        summary = new.description or _event_title(new)
        return Change(ChangeKind.EVENT, Section.EVENTS, path, summary, None, after, new.date, new)
    if before == after:
        before, after = exact(old), exact(new)
    summary = sentence(f"{_event_title(new)} rewritten", before, after)
    return Change(ChangeKind.EVENT_REWRITTEN, Section.EVENTS, path, summary, before, after, new.date, new)


def _event_title(event: ProsecutionEvent) -> str:
    number = "" if event.entry_number is None else f" {event.entry_number}"
    return f"Prosecution event{number}"


def _event_words(event: ProsecutionEvent | None) -> str | None:
    if event is None:
        return None
    code = f"({event.code}{event.event_type})" if event.code else ""
    additional = f"[{event.additional}]" if event.additional not in ("", "0") else ""
    day = event.date.isoformat() if event.date else "no date"
    return " ".join(part for part in (day, event.description, code, additional) if part)


def assignment_changes(old: Case, new: Case) -> Iterator[Change]:
    """Assignments by reel and frame."""
    if old.assignments == new.assignments:
        return
    paths = Paths()
    for before, after in pairs(old.assignments, new.assignments, lambda each: each.identifier):
        assignment = after or before
        assert assignment is not None
        name = assignment.identifier
        topic = Topic(
            ChangeKind.ASSIGNMENT,
            Section.ASSIGNMENTS,
            paths.once(f"assignments/{name}"),
            f"Assignment {name}".strip(),
        )
        if before is not None and after is not None:
            yield from by_field(topic, before, after, PARTY_TITLES)
        else:
            yield topic.said(_assignment_words(before), _assignment_words(after), assignment.recorded)


def _assignment_words(assignment: Assignment | None) -> str | None:
    if assignment is None:
        return None
    sides = (
        "; ".join(party.name for party in assignment.assignors),
        "; ".join(party.name for party in assignment.assignees),
    )
    moved = " -> ".join(side for side in sides if side)
    recorded = f"recorded {assignment.recorded}" if assignment.recorded else ""
    said = ", ".join(part for part in (assignment.conveyance, moved, recorded) if part)
    return said or words(assignment) or "recorded"


_PROCEEDING_TITLES: Final = {
    **PARTY_TITLES,
    "status_text": "status",
    "marks": "marks",
    "staff": "staff",
    "filed": "filing date",
}


def proceeding_changes(old: Case, new: Case) -> Iterator[Change]:
    """TTAB proceedings by kind and number, and the lines of their histories."""
    if old.proceedings == new.proceedings:
        return
    paths = Paths()
    for before, after in pairs(old.proceedings, new.proceedings, lambda each: (each.kind, each.number)):
        proceeding = after or before
        assert proceeding is not None
        name = f"{proceeding.kind} {proceeding.number}".strip()
        path = paths.once(f"proceedings/{proceeding.kind}/{proceeding.number}")
        topic = Topic(ChangeKind.PROCEEDING, Section.PROCEEDINGS, path, name)
        if before is None or after is None:
            yield topic.said(_proceeding_words(before), _proceeding_words(after), proceeding.filed)
            continue
        yield from by_field(topic, before, after, _PROCEEDING_TITLES, ("events", "parties"))
        yield from _proceeding_events(topic, before, after)
        yield from _proceeding_parties(topic, before, after)


def _proceeding_words(proceeding: Proceeding | None) -> str | None:
    if proceeding is None:
        return None
    by = "; ".join(proceeding.plaintiffs)
    parts = (
        proceeding.status_text,
        f"filed {proceeding.filed}" if proceeding.filed else "",
        f"by {by}" if by else "",
        f"against {'; '.join(proceeding.defendants)}" if proceeding.defendants else "",
    )
    return ", ".join(part for part in parts if part) or words(proceeding) or "begun"


def _proceeding_events(topic: Topic, old: Proceeding, new: Proceeding) -> Iterator[Change]:
    found = pairs(old.events, new.events, lambda event: event.entry_number)
    found.sort(key=lambda pair: _entry(pair[1] or pair[0]))
    paths = Paths()
    for before, after in found:
        event = after or before
        assert event is not None
        path = paths.once(f"{topic.path}/events/{event.entry_number}")
        title = topic.title if before is None else f"{topic.title}, entry {event.entry_number}"
        about = Topic(topic.kind, topic.section, path, title)
        yield (
            about.change(before, after, event.date)
            if before and after
            else about.said(_line(before), _line(after), event.date)
        )


def _entry(event: ProceedingEvent | None) -> tuple[int, str]:
    assert event is not None
    number = event.entry_number
    return (
        int(number) if number.isascii() and number.isdigit() and len(number) < len(str(_LAST)) else _LAST
    ), number


def _line(event: ProceedingEvent | None) -> str | None:
    if event is None:
        return None
    said = (event.description or event.code, event.due, event.date.isoformat() if event.date else "")
    return ", ".join(part for part in said if part) or words(event) or "an entry"


def _proceeding_parties(topic: Topic, old: Proceeding, new: Proceeding) -> Iterator[Change]:
    paths = Paths()
    found = pairs(old.parties, new.parties, lambda party: (party.role, party.name), lambda party: party.role)
    for before, after in found:
        party = after or before
        assert party is not None
        about = topic.part(paths.once(f"{party.role}/{party.name}"), party.role.lower())
        if before is None or after is None:
            yield about.said(_party_words(before), _party_words(after))
        else:
            skip = ("names",) if renamed(before, after) else ()
            yield from by_field(about, before, after, _PROCEEDING_TITLES, skip)


def _party_words(party: ProceedingParty | None) -> str | None:
    return None if party is None else (words(party) or party.role)
