"""Notices and what their recipient's place in the watchlist adds -> the content of one message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, assert_never
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from watcher.trademark.model import Change, ChangeKind, ProsecutionEvent
from watcher.trademark.notice.content import (
    MAY_BE_REPEAT,
    NOT_THE_USPTO,
    Block,
    Content,
    Heading,
    Item,
    Items,
    Links,
    Paragraph,
    Rows,
    Table,
)
from watcher.trademark.notice.facts import CaseFacts
from watcher.trademark.notice.harmless import one_line, shorten
from watcher.trademark.notice.subjects import name_of, subject, title_of
from watcher.trademark.notice.values import (
    ChangesNotice,
    Context,
    FirstSightNotice,
    Notice,
    RecoveryNotice,
    TestNotice,
    TroubleNotice,
)

DETAILED_FIRST_SIGHTS: Final = 20
"""So many cases are told in detail when they are first seen; more make a table."""
LATE: Final = timedelta(days=30)
"""An event whose own date is further back than this when we see it was entered late (tsdr.md, "Modified dates")."""

_ABOUT_A_CASE: Final = (ChangesNotice, FirstSightNotice)
_WASHINGTON: Final = ZoneInfo("America/New_York")
_STATUS_IN_TABLE: Final = 90


def compose(notices: Sequence[tuple[Notice, Context]], *, may_be_repeat: bool = False) -> Content:
    """The content of the message that tells these notices to one recipient.

    Raises:
        ValueError: there is nothing to tell.
    """
    repeat: tuple[Block, ...] = (Paragraph(MAY_BE_REPEAT, strong=True),) if may_be_repeat else ()
    first_sights = [(notice, context) for notice, context in notices if isinstance(notice, FirstSightNotice)]
    blocks: tuple[Block, ...] = ()
    for notice, context in notices:
        if not isinstance(notice, FirstSightNotice):
            blocks += _blocks(notice, context)
    if first_sights:
        blocks += tuple(_first_sights(first_sights))
    return Content(subject(notices), repeat + blocks, tuple(_closing(notices)), _thread(notices))


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


def _blocks(notice: Notice, context: Context) -> tuple[Block, ...]:
    match notice:
        case ChangesNotice():
            return tuple(_changes(notice, context))
        case FirstSightNotice():
            return tuple(_first_sights([(notice, context)]))
        case TroubleNotice():
            return tuple(_trouble(notice, context))
        case RecoveryNotice():
            times = f"From {moment_words(notice.since, context.time_zone)} to {moment_words(notice.until, context.time_zone)}."
            sentences = tuple(Paragraph(one_line(sentence)) for sentence in notice.sentences)
            return (Heading(one_line(notice.title)), *sentences, Paragraph(times))
        case TestNotice():
            return (
                Heading(f"Channel {one_line(notice.channel)} works"),
                Paragraph("This is a test: no case has changed."),
                Paragraph(f"Sent {moment_words(notice.sent_at, context.time_zone)}."),
            )
        case _:
            assert_never(notice)


def _changes(notice: ChangesNotice, context: Context) -> Iterator[Block]:
    facts = notice.facts
    status = [change for change in notice.changes if change.kind is ChangeKind.STATUS]
    events = [change for change in notice.changes if change.kind is ChangeKind.EVENT]
    others = [change for change in notice.changes if change.kind not in (ChangeKind.STATUS, ChangeKind.EVENT)]
    see = f"tmwatch show {one_line(facts.serial_number)}"
    yield _heading(facts, context)
    if notice.resumed:
        yield Paragraph(
            "This case is watched again after a pause. This is what changed meanwhile.", strong=True
        )
    if any(change.kind is ChangeKind.SECTION_GONE for change in others):
        yield Paragraph(
            "What the USPTO no longer shows was fetched again several times, for a day. That may be a fault of the service, "
            "or the record was changed.",
            strong=True,
        )
    if status:
        yield Items("Status", tuple(_difference(change) for change in status), see)
    if events:
        today = notice.detected_at.astimezone(_WASHINGTON).date()
        newest_first = sorted(events, key=lambda change: change.date or date.min, reverse=True)
        yield Items(
            "New in the prosecution history", tuple(_event(change, today) for change in newest_first), see
        )
    if others:
        yield Items("Other changes", tuple(_difference(change) for change in others), see)
    yield Rows(tuple(_facts(facts, context, with_status=not status)))
    yield _links(facts)
    yield Paragraph(f"Detected {moment_words(notice.detected_at, context.time_zone)}.")


def _heading(facts: CaseFacts, context: Context) -> Heading:
    return Heading(f"{name_of(facts, context)} ({one_line(facts.serial_number)})")


def _difference(change: Change) -> Item:
    return Item(
        words=title_of(change),
        when="",
        old=None if change.old is None else one_line(change.old),
        new=None if change.new is None else one_line(change.new),
    )


def _event(change: Change, today: date) -> Item:
    event = change.event
    words = one_line(event.description if event and event.description else change.summary)
    late = change.date is not None and today - change.date > LATE
    return Item(words, change.date.isoformat() if change.date else "no date", "entered late" if late else "")


def _facts(facts: CaseFacts, context: Context, *, with_status: bool) -> Iterator[tuple[str, str]]:
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


def _links(facts: CaseFacts) -> Links:
    serial = facts.serial_number
    return Links(
        (("Status at the USPTO", status_link(serial)), ("Documents at the USPTO", documents_link(serial)))
    )


def _first_sights(sights: Sequence[tuple[FirstSightNotice, Context]]) -> Iterator[Block]:
    if len(sights) == 1:
        yield Paragraph("This case is watched from now on. You will be told what changes.")
    else:
        yield Paragraph(f"These {len(sights)} cases are watched from now on. You will be told what changes.")
    if len(sights) > DETAILED_FIRST_SIGHTS:
        yield from _first_sight_tables(sights)
        return
    for notice, context in sights:
        yield _heading(notice.facts, context)
        yield Rows(tuple(_facts(notice.facts, context, with_status=True)))
        if notice.events:
            yield Items("Newest in the prosecution history", tuple(_past(event) for event in notice.events))
        yield _links(notice.facts)


def _past(event: ProsecutionEvent) -> Item:
    return Item(one_line(event.description), event.date.isoformat() if event.date else "no date")


def _first_sight_tables(sights: Sequence[tuple[FirstSightNotice, Context]]) -> Iterator[Block]:
    groups: dict[str, list[tuple[FirstSightNotice, Context]]] = {}
    for notice, context in sights:
        groups.setdefault(context.group, []).append((notice, context))
    for group, members in groups.items():
        if group:
            yield Heading(one_line(group))
        with_reference = any(context.matter for _, context in members)
        yield Table(
            columns=("Serial number", "Mark", "Status", *(("Our reference",) if with_reference else ())),
            rows=tuple(
                _row(notice.facts, context, with_reference=with_reference) for notice, context in members
            ),
            links=tuple(status_link(notice.facts.serial_number) for notice, _ in members),
            see="tmwatch list",
        )


def _row(facts: CaseFacts, context: Context, *, with_reference: bool) -> tuple[str, ...]:
    status = one_line(facts.status_text).partition(". ")[0].rstrip(".")
    cells = (one_line(facts.serial_number), name_of(facts, context), shorten(status, _STATUS_IN_TABLE))
    return (*cells, one_line(context.matter)) if with_reference else cells


def _trouble(notice: TroubleNotice, context: Context) -> Iterator[Block]:
    yield Heading(one_line(notice.title))
    for sentence in notice.sentences:
        yield Paragraph(one_line(sentence))
    if notice.what_to_do:
        yield Paragraph(f"What to do: {one_line(notice.what_to_do)}", strong=True)
    yield Paragraph(f"Since {moment_words(notice.since, context.time_zone)}.")


def _closing(notices: Sequence[tuple[Notice, Context]]) -> Iterator[str]:
    for why in dict.fromkeys(context.why for _, context in notices if context.why):
        yield f"You get this because {one_line(why)}."
    yield NOT_THE_USPTO


def _thread(notices: Sequence[tuple[Notice, Context]]) -> str:
    serials = {
        notice.facts.serial_number if isinstance(notice, _ABOUT_A_CASE) else "" for notice, _ in notices
    }
    return serials.pop() if len(serials) == 1 else ""
