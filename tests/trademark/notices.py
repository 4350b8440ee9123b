"""Notices of invented cases, for the tests of their words and of their forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from tests.trademark.deadlines.histories import case_of
from watcher.trademark.deadlines import Deadline, deadlines
from watcher.trademark.model import Change, ChangeKind, ProsecutionEvent, Section
from watcher.trademark.notice import (
    ChangesNotice,
    Context,
    FirstSightNotice,
    MovedDateNotice,
    ReminderNotice,
    tables_words,
    weigh,
)
from watcher.trademark.notice.facts import CaseFacts
from watcher.trademark.numbers import SerialNumber

NOON = datetime(2026, 11, 23, 17, 37, tzinfo=UTC)  # 12:37 in Washington
HOSTILE = "<!channel> @everyone <script>alert(1)</script> <https://evil.example|pay> =cmd|' /C calc'!A0 `x` *b* _i_ [a](b)"
STEALTHY = "ZEN\r\nBcc: all@example.com\x1b[2J\u202eDIAP\u200b\x00\ud800"

FACTS = CaseFacts(
    serial_number=SerialNumber("97123456"),
    registration_number=None,
    mark="AZUKI ZEN",
    owner="Kettle & Vine Trading Co.",
    status_code="602",
    status_text="Abandoned because the applicant failed to respond to an Office action.",
    status_date=date(2026, 11, 20),
    filing_date=date(2025, 6, 2),
    attorney="Maria Lopez",
    docket_number="KV-0031",
)
CONTEXT = Context(
    why='"Acme Corp" on the watchlist names channel docket',
    group="Acme Corp",
    role="owner",
    matter="1042-0007",
    client="Acme",
)


def event(entry: int, words: str, day: date | None = date(2026, 11, 20), code: str = "ABCD") -> Change:
    """A new line in the prosecution history."""
    line = ProsecutionEvent(entry, code, "O", day, words)
    return Change(
        ChangeKind.EVENT, Section.EVENTS, f"events/{entry}", words, None, f"{day} {words}", day, line
    )


def changed(kind: ChangeKind, title: str, old: str | None, new: str | None) -> Change:
    """Another change, with a summary as the comparison writes it."""
    said = f"{old} -> {new}" if old and new else old or new
    section = Section.STATUS if kind is ChangeKind.STATUS else Section.OWNERS
    return Change(kind, section, title.lower(), f"{title}: {said}", old, new)


STATUS = changed(ChangeKind.STATUS, "Status", "641 Non-final action mailed.", "602 Abandoned.")
OWNER = changed(ChangeKind.OWNER, "Owner address", "12 Mill Lane, Portland", "400 Harbor Way, Portland")
ABANDONED = (
    STATUS,
    event(20, "ABANDONMENT - FAILURE TO RESPOND OR LATE RESPONSE"),
    event(21, "ABANDONMENT NOTICE E-MAILED - FAILURE TO RESPOND"),
)


def changes(*said: Change, facts: CaseFacts = FACTS, resumed: bool = False) -> ChangesNotice:
    """A notice of these changes."""
    return ChangesNotice(facts, said or ABANDONED, NOON, resumed=resumed)


def first_sight(number: int, mark: str = "AZUKI ZEN") -> FirstSightNotice:
    """A case that is watched from now on."""
    facts = CaseFacts(
        serial_number=SerialNumber(f"{97000000 + number}"),
        mark=mark,
        owner="Kettle & Vine Trading Co.",
        status_code="630",
        status_text="New application. Assigned to nobody.",
    )
    events = tuple(
        ProsecutionEvent(entry, "NWAP", "I", date(2026, 1, entry), f"OLD EVENT {entry}") for entry in (3, 2)
    )
    return FirstSightNotice(facts, events, NOON)


# -- with meanings and legal dates

TODAY = date(2026, 11, 23)
TABLES = tables_words("53 rules 1a2b3c4d", "holidays 0.80, 12 closures 5e6f7a8b")
ACTION_CASE = "1(b); filed 2025-08-01; status 641 2026-11-20; 7: 2026-11-20 GNRTO"
REGISTERED = "1(a); filed 2018-01-01; registered 2021-03-09; registration 9999999; status 700"
PUBLISHED = "1(a); filed 2025-08-01; status 686; published 2026-11-17; 3: 2026-11-17 PUBOA"


def dated(text: str, today: date = TODAY) -> tuple[Deadline, ...]:
    """The deadlines of a case of a few words."""
    return deadlines(case_of(text), today, last_full_fetch=today)


def one(text: str, rule: str, today: date = TODAY) -> Deadline:
    """The first deadline of a case under this rule."""
    return next(line for line in dated(text, today) if line.rule == rule)


def entry(number: int, code: str, words: str, day: date = date(2026, 11, 20)) -> Change:
    """A new line in the history with its code and type written together."""
    line = ProsecutionEvent(number, code[:-1], code[-1], day, words)
    return Change(
        ChangeKind.EVENT, Section.EVENTS, f"events/{number}", words, None, f"{day} {words}", day, line
    )


MAILING = (
    changed(
        ChangeKind.STATUS,
        "Status",
        "638 New application - assigned to examiner.",
        "641 Non-final action counted, not mailed.",
    ),
    entry(6, "CNRTR", "NON-FINAL ACTION WRITTEN"),
    entry(7, "GNRTO", "NON-FINAL ACTION E-MAILED"),
    entry(8, "GNRNO", "NOTIFICATION OF NON-FINAL ACTION E-MAILED"),
)
"""An office action as the USPTO enters it: one mailing, three lines."""


def weighed(*said: Change, text: str = "", facts: CaseFacts = FACTS) -> ChangesNotice:
    """A notice as it is made: with what its changes mean, and with the dates of a case of a few words."""
    meanings = weigh(said)
    notice = ChangesNotice(facts, said, NOON, meanings=meanings)
    return replace(notice, deadlines=dated(text), tables=TABLES) if text else notice


def reminder(
    text: str = ACTION_CASE, rule: str = "OA_RESPONSE", rung: str = "30", today: date = TODAY
) -> ReminderNotice:
    """A reminder of a date, at noon of that day."""
    at = datetime(today.year, today.month, today.day, 17, tzinfo=UTC)
    return ReminderNotice(FACTS, one(text, rule, today), rung, at, tables=TABLES)


def moved_date() -> MovedDateNotice:
    """A closure that was added moves the day to which something may be filed."""
    line = one(ACTION_CASE, "OA_RESPONSE")
    why = "2027-02-22 was added to the list of closures (snow)."
    after = replace(line, rolled=date(2027, 2, 23))
    return MovedDateNotice(FACTS, line, after, why, NOON, TABLES)
