"""What several kinds of notices say of a case in the same way: its heading, its facts, its links, days and moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from watcher.trademark.notice.content import Heading, Links, Paragraph
from watcher.trademark.notice.facts import CaseFacts
from watcher.trademark.notice.harmless import one_line
from watcher.trademark.notice.subjects import name_of
from watcher.trademark.notice.values import Context

_WASHINGTON: Final = ZoneInfo("America/New_York")


def status_link(serial_number: str) -> str:
    """Where a person reads the status of a case at the USPTO."""
    return _link(serial_number, "statusSearch")


def documents_link(serial_number: str) -> str:
    """Where a person reads the documents of a case at the USPTO."""
    return _link(serial_number, "documentSearch")


def moment_words(moment: datetime, time_zone: str) -> str:
    """A moment as people read it, with its zone: `2026-11-23 10:37 EST (America/New York)`."""
    try:
        local = moment.astimezone(ZoneInfo(time_zone))
    except (ZoneInfoNotFoundError, ValueError):
        local, time_zone = moment.astimezone(UTC), "UTC"
    name = local.tzname() or ""
    place = time_zone.replace("_", " ")
    zone = place if name == place or name[:1] in "+-" else f"{name} ({place})"
    return f"{local:%Y-%m-%d %H:%M} {zone}"


def _link(serial_number: str, search: str) -> str:
    digits = "".join(filter(str.isdigit, serial_number))
    return f"https://tsdr.uspto.gov/#caseNumber={digits}&caseType=SERIAL_NO&searchType={search}"


def day(moment: datetime) -> date:
    """The day of a moment in Washington."""
    return moment.astimezone(_WASHINGTON).date()


def heading(facts: CaseFacts, context: Context) -> Heading:
    """The name of the case as people call it, and its serial number."""
    return Heading(f"{name_of(facts, context)} ({one_line(facts.serial_number)})")


def fact_rows(facts: CaseFacts, context: Context, *, with_status: bool) -> Iterator[tuple[str, str]]:
    """Labels and values for `Rows`; what is empty is left out."""
    status = " ".join(part for part in (facts.status_code, facts.status_text) if part)
    since = f" (since {facts.status_date})" if facts.status_date else ""
    rows = (
        ("Mark", facts.mark),
        ("Our label", "" if one_line(context.label) == one_line(facts.mark) else context.label),
        ("Serial number", facts.serial_number),
        ("Registration number", facts.registration_number or ""),
        ("Owner", facts.owner),
        ("Status", f"{status}{since}" if with_status and status else ""),
        ("Group", context.group),
        ("Client", context.client),
        ("Our reference", context.matter),
        ("Responsible attorney", context.attorney),
        ("Attorney of record", facts.attorney),
        ("Docket number at the USPTO", facts.docket_number),
    )
    return ((label, said) for label, value in rows if (said := one_line(value)))


def links(facts: CaseFacts) -> Links:
    """Where a person reads the case at the USPTO."""
    serial = facts.serial_number
    return Links(
        (("Status at the USPTO", status_link(serial)), ("Documents at the USPTO", documents_link(serial)))
    )


def divided(facts: CaseFacts) -> Iterator[Paragraph]:
    """The parts of a divided application, proposed for watching; nothing when there are none."""
    if not facts.children:
        return
    numbers = [one_line(child) for child in facts.children]
    yield Paragraph(
        f"The application was divided. Nobody watches its other part{'s' if len(numbers) > 1 else ''} "
        f"{', '.join(numbers)}.",
        strong=True,
    )
    yield Paragraph(f"To watch: {'; '.join(f'tmwatch add {number}' for number in numbers)}")
