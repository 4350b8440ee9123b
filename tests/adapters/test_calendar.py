"""Deadlines as an iCalendar file: read back by the library, compared with a golden file, updated instead of doubled."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import icalendar
import pytest

from watcher.adapters.calendar import Entry, calendar
from watcher.trademark.deadlines import Anchor, Confidence, Deadline, State

GOLDEN = Path(__file__).parent / "goldens" / "deadlines.ics"
ACTION = Deadline(
    id="97000001:OA_RESPONSE:entry-7",
    serial_number="97000001",
    rule="OA_RESPONSE",
    title="Response to office action",
    state=State.OPEN,
    confidence=Confidence.CONFIRM,
    anchor=Anchor("NON-FINAL ACTION E-MAILED", date(2026, 8, 28), 7, "GNRT"),
    due=date(2026, 11, 28),
    rolled=date(2026, 11, 30),
    extension=date(2027, 2, 28),
    extension_rolled=date(2027, 3, 1),
    authority="37 CFR 2.62(a)",
)
SECTION_8 = replace(
    ACTION,
    id="97000001:REG_MAINTENANCE:registration:sixth-year",
    rule="REG_MAINTENANCE",
    title="Section 8 declaration of use, sixth year (section 15 optional)",
    confidence=Confidence.COMPUTED,
    anchor=Anchor("registration date", date(2021, 5, 4)),
    opens=date(2026, 5, 4),
    due=date(2027, 5, 4),
    rolled=date(2027, 5, 4),
    grace=date(2027, 11, 4),
    grace_rolled=date(2027, 11, 4),
    extension=None,
    extension_rolled=None,
)
CHANGED = datetime(2026, 9, 1, 12, 30, 15, 123456, tzinfo=UTC)


def entry(line: Deadline, **more: Any) -> Entry:
    given = {"name": "AZUKI, ZEN; \u6297\u8b70", "revision": 0, "changed_at": CHANGED, "matter": "1042-0007"}
    return Entry(deadline=line, **given | {"categories": ("Acme Corp",)} | more)


def events(*entries: Entry) -> dict[str, icalendar.Event]:
    read = icalendar.Calendar.from_ical(calendar(entries, "Acme Corp"))
    return {str(event["uid"]): event for event in read.walk("VEVENT")}


def test_the_file_is_the_golden_one() -> None:
    met = replace(ACTION, id="97000002:NOA_SOU:allowance:month-6", serial_number="97000002", state=State.MET)
    made = calendar([entry(SECTION_8), entry(ACTION), entry(met, revision=2)], "Acme Corp")
    assert GOLDEN.exists(), f"no golden file; this would be it:\n{made.decode()}"
    assert made.decode() == GOLDEN.read_bytes().decode()


def test_it_reads_back_as_all_day_events_on_the_unrolled_date_without_alarms() -> None:
    found = events(entry(ACTION))
    (event,) = found.values()
    assert list(found) == ["97000001:OA_RESPONSE:entry-7@tmwatch"]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 11, 28), date(2026, 11, 29))
    assert event["summary"] == "AZUKI, ZEN; \u6297\u8b70 (97000001): Response to office action"
    assert "May be filed to Mon 2026-11-30" in event["description"]
    assert "Computed from TSDR data; the USPTO document controls." in event["description"]
    assert (event["transp"], event["status"], event["sequence"]) == ("TRANSPARENT", "CONFIRMED", 0)
    assert event["categories"].cats == ["Trademark deadline", "Acme Corp"]
    assert event["url"].startswith("https://tsdr.uspto.gov/#caseNumber=97000001")
    assert event.decoded("last-modified") == datetime(2026, 9, 1, 12, 30, 15, tzinfo=UTC)
    assert event.walk("VALARM") == []


def test_a_date_that_moved_keeps_its_uid_and_says_by_sequence_that_it_is_newer() -> None:
    moved = replace(ACTION, due=date(2026, 12, 1), rolled=date(2026, 12, 1))
    before, after = events(entry(ACTION)), events(entry(moved, revision=1))
    assert list(before) == list(after)
    (event,) = after.values()
    assert (event["sequence"], event.decoded("dtstart")) == (1, date(2026, 12, 1))


@pytest.mark.parametrize("state", [State.MET, State.SUPERSEDED, State.CLOSED, State.PAST])
def test_a_date_that_is_done_is_kept_as_cancelled_if_it_was_ever_open(state: State) -> None:
    (event,) = events(entry(replace(ACTION, state=state), revision=1)).values()
    assert (event["status"], event["summary"].endswith(f"[{state}]")) == ("CANCELLED", True)
    assert events(entry(replace(ACTION, state=state))) == {}


def test_a_date_in_doubt_or_provisional_is_tentative_and_a_filing_that_is_not_accepted_stays() -> None:
    (event,) = events(entry(replace(ACTION, state=State.CHECK))).values()
    assert event["status"] == "TENTATIVE"
    (event,) = events(entry(replace(ACTION, provisional=True))).values()
    assert event["status"] == "TENTATIVE"
    (event,) = events(entry(replace(ACTION, state=State.ANSWERED))).values()
    assert (event["status"], event["summary"].endswith("[filed, not accepted]")) == ("CONFIRMED", True)


def test_the_end_of_grace_is_an_event_of_its_own() -> None:
    found = events(entry(SECTION_8))
    grace = found.pop("97000001:REG_MAINTENANCE:registration:sixth-year:grace@tmwatch")
    assert grace.decoded("dtstart") == date(2027, 11, 4)
    assert "end of grace: Section 8" in grace["summary"]
    assert grace["description"].startswith("Last day of the grace period: Thu 2027-11-04.")
    assert [event.decoded("dtstart") for event in found.values()] == [date(2027, 5, 4)]


def test_a_line_without_a_date_is_no_event() -> None:
    assert events(entry(replace(ACTION, due=None))) == {}


def test_what_an_applicant_writes_breaks_no_line_of_the_file() -> None:
    hostile = "ZEN\r\nEND:VEVENT\r\nBEGIN:VALARM\u202e"
    made = calendar([entry(ACTION, name=hostile, categories=("A,B;C",))], "X\r\nMETHOD:CANCEL")
    read = icalendar.Calendar.from_ical(made)
    (event,) = read.walk("VEVENT")
    assert (read["method"], event.walk("VALARM")) == ("PUBLISH", [])
    assert event["categories"].cats == ["Trademark deadline", "A,B;C"]
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))


def test_the_same_entries_in_another_order_are_the_same_file() -> None:
    entries = [entry(ACTION), entry(SECTION_8)]
    assert calendar(entries, "A") == calendar(reversed(entries), "A")
