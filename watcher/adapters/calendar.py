"""Legal dates as an iCalendar file (RFC 5545): all-day events that a calendar program updates instead of doubling them.

Why icalendar: it folds lines by bytes, escapes text and writes parameters as the RFC wants, and reads back what it wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from watcher.trademark.deadlines.values import DISCLAIMER, Deadline, State
from watcher.trademark.notice.dates import day_words, due
from watcher.trademark.notice.harmless import one_line
from watcher.trademark.notice.parts import day as day_of
from watcher.trademark.notice.parts import status_link

PRODUCT = "-//tmwatch//legal dates of US trademark cases//EN"
_GRACE = "grace"
_CONFIRMED, _TENTATIVE, _CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deadline as a calendar shows it.

    `name` is what people call the mark; `revision` counts how often what the deadline says changed since it was first
    computed, and `changed_at` (UTC) is when it last did. `categories` are the groups and clients of the case.
    """

    deadline: Deadline
    name: str
    revision: int
    changed_at: datetime
    matter: str = ""
    categories: tuple[str, ...] = ()


def calendar(entries: Iterable[Entry], title: str) -> bytes:
    """The file: an event for each due date, and one for the end of each grace period; the same for the same entries.

    Days are the unrolled ones (deadlines.md, "Counting"). The UID is made of case, rule and anchor, SEQUENCE of the
    revision. An event whose date is met, superseded, past or closed by a person is kept as cancelled, so that it goes
    from the calendars that have it; one that was so from the first day was in no calendar, and is left out.
    """
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", one_line(title))
    events = [event for entry in entries for event in _events(entry)]
    for event in sorted(events, key=lambda one: (one.decoded("dtstart"), str(one["uid"]))):
        found.add_component(event)
    data: bytes = found.to_ical()
    return data


def _events(entry: Entry) -> Iterator[Event]:
    line = entry.deadline
    if line.due is None or (entry.revision == 0 and not line.state.needs_attention):
        return
    yield _event(entry, line.due, "")
    if line.grace is not None:
        yield _event(entry, line.grace, _GRACE)


def _event(entry: Entry, day: date, part: str) -> Event:
    line, changed_at = entry.deadline, entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{line.id}{':' if part else ''}{part}@tmwatch")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", entry.revision)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _summary(entry, part))
    event.add("description", _description(entry, day))
    event.add("status", _status(line))
    event.add("transp", "TRANSPARENT")
    event.add(
        "categories", [one_line(one) for one in ("Trademark deadline", *entry.categories) if one.strip()]
    )
    event.add("url", status_link(line.serial_number))
    return event


def _status(line: Deadline) -> str:
    if not line.state.needs_attention:
        return _CANCELLED
    return _TENTATIVE if line.provisional or line.state is State.CHECK else _CONFIRMED


def _summary(entry: Entry, part: str) -> str:
    line = entry.deadline
    words = f"{entry.name} ({line.serial_number}): {'end of grace: ' if part else ''}{line.title}"
    return one_line(words if line.state is State.OPEN else f"{words} [{line.state}]")


def _description(entry: Entry, day: date) -> str:
    line = entry.deadline
    said = due(line, day_of(entry.changed_at))
    matter = f"Our reference: {one_line(entry.matter)}" if entry.matter else ""
    lines = (
        f"Due {said.when}: {said.title}.",
        matter,
        *said.lines,
        *said.fine,
        f"Deadline {line.id}",
        DISCLAIMER,
    )
    head = f"Last day of the grace period: {day_words(day)}." if day != line.due else ""
    return "\n".join(part for part in (head, *lines) if part)
