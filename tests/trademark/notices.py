"""Notices of invented cases, for the tests of their words and of their forms."""

from __future__ import annotations

from datetime import UTC, date, datetime

from watcher.trademark.model import Change, ChangeKind, ProsecutionEvent, Section
from watcher.trademark.notice import ChangesNotice, Context, FirstSightNotice
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
