"""Notices and what their recipient's place in the watchlist adds -> the content of one message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, assert_never

from watcher.trademark.deadlines.values import DISCLAIMER
from watcher.trademark.model import ProsecutionEvent
from watcher.trademark.notice.changing import changes
from watcher.trademark.notice.content import (
    MAY_BE_REPEAT,
    NOT_THE_USPTO,
    Block,
    Content,
    Heading,
    Item,
    Items,
    Paragraph,
    Rows,
    Table,
)
from watcher.trademark.notice.dates import day_words, dues, next_date
from watcher.trademark.notice.harmless import one_line, shorten
from watcher.trademark.notice.parts import day, divided, fact_rows, heading, links, moment_words, status_link
from watcher.trademark.notice.recalling import moved, reminder
from watcher.trademark.notice.subjects import name_of, subject
from watcher.trademark.notice.values import (
    ChangesNotice,
    Context,
    FirstSightNotice,
    MovedDateNotice,
    Notice,
    RecoveryNotice,
    ReminderNotice,
    TestNotice,
    TroubleNotice,
)

DETAILED_FIRST_SIGHTS: Final = 20
"""So many cases are told in detail when they are first seen; more make a table."""

_ABOUT_A_CASE: Final = (ChangesNotice, FirstSightNotice, ReminderNotice, MovedDateNotice)
_STATUS_IN_TABLE: Final = 90
_TITLE_IN_TABLE: Final = 70


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
            blocks += tuple(_blocks(notice, context))
    if first_sights:
        blocks += tuple(_first_sights(first_sights))
    return Content(subject(notices), repeat + blocks, tuple(_closing(notices)), _thread(notices))


def _blocks(notice: Notice, context: Context) -> Iterator[Block]:
    match notice:
        case ChangesNotice():
            yield from changes(notice, context)
        case FirstSightNotice():
            yield from _first_sights([(notice, context)])
        case ReminderNotice():
            yield from reminder(notice, context)
        case MovedDateNotice():
            yield from moved(notice, context)
        case TroubleNotice():
            yield from _trouble(notice, context)
        case RecoveryNotice():
            times = f"From {moment_words(notice.since, context.time_zone)} to {moment_words(notice.until, context.time_zone)}."
            yield Heading(one_line(notice.title))
            yield from (Paragraph(one_line(sentence)) for sentence in notice.sentences)
            yield Paragraph(times)
        case TestNotice():
            yield Heading(f"Channel {one_line(notice.channel)} works")
            yield Paragraph("This is a test: no case has changed.")
            yield Paragraph(f"Sent {moment_words(notice.sent_at, context.time_zone)}.")
        case _:
            assert_never(notice)


def _first_sights(sights: Sequence[tuple[FirstSightNotice, Context]]) -> Iterator[Block]:
    if len(sights) == 1:
        yield Paragraph("This case is watched from now on. You will be told what changes.")
    else:
        yield Paragraph(f"These {len(sights)} cases are watched from now on. You will be told what changes.")
    if len(sights) > DETAILED_FIRST_SIGHTS:
        yield from _first_sight_tables(sights)
        return
    for notice, context in sights:
        yield heading(notice.facts, context)
        see = f"tmwatch show {one_line(notice.facts.serial_number)}"
        yield from dues(notice.deadlines, context.role, day(notice.seen_at), notice.tables, see=see)
        yield from divided(notice.facts)
        yield Rows(tuple(fact_rows(notice.facts, context, with_status=True)))
        if notice.events:
            yield Items("Newest in the prosecution history", tuple(_past(event) for event in notice.events))
        yield links(notice.facts)


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
        with_date = any(_coming(notice, context) for notice, context in members)
        more = (*(("Next date",) if with_date else ()), *(("Our reference",) if with_reference else ()))
        yield Table(
            columns=("Serial number", "Mark", "Status", *more),
            rows=tuple(_row(notice, context, more) for notice, context in members),
            links=tuple(status_link(notice.facts.serial_number) for notice, _ in members),
            see="tmwatch list",
        )
    if any(_coming(notice, context) for notice, context in sights):
        yield Paragraph(DISCLAIMER)


def _row(notice: FirstSightNotice, context: Context, more: Sequence[str]) -> tuple[str, ...]:
    facts = notice.facts
    status = one_line(facts.status_text).partition(". ")[0].rstrip(".")
    cells = (one_line(facts.serial_number), name_of(facts, context), shorten(status, _STATUS_IN_TABLE))
    further = {"Next date": _coming(notice, context), "Our reference": one_line(context.matter)}
    return (*cells, *(further[column] for column in more))


def _coming(notice: FirstSightNotice, context: Context) -> str:
    """The next date of a case in a few words; empty when there is none."""
    line = next_date(notice.deadlines, context.role, day(notice.seen_at))
    if line is None or line.due is None:
        return ""
    return f"{day_words(line.due)} {shorten(one_line(line.title), _TITLE_IN_TABLE)}"


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
