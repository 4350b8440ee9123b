"""A legal date that comes nearer, or that became another one without any change of the case, in words."""

from __future__ import annotations

from collections.abc import Iterator

from watcher.trademark.notice.content import Block, Dues, Item, Items, Paragraph, Rows
from watcher.trademark.notice.dates import closing, day_words, due
from watcher.trademark.notice.harmless import one_line
from watcher.trademark.notice.parts import day, fact_rows, heading, links, moment_words
from watcher.trademark.notice.values import Context, MovedDateNotice, ReminderNotice


def reminder(notice: ReminderNotice, context: Context) -> Iterator[Block]:
    """The blocks of one reminder."""
    line, today = notice.deadline, day(notice.at)
    see = f"tmwatch show {one_line(notice.facts.serial_number)}"
    yield heading(notice.facts, context)
    if notice.rung == "opens" and line.opens is not None:
        yield Paragraph(f"From {day_words(line.opens)} on this can be filed.", strong=True)
    if notice.internal is not None:
        yield Paragraph(f"Our own date for this: {day_words(notice.internal)}.", strong=True)
    yield Dues("Reminder", (due(line, today),), closing((line,), notice.tables), see)
    yield Rows(tuple(fact_rows(notice.facts, context, with_status=True)))
    yield links(notice.facts)
    yield Paragraph(
        f"As the record stood {moment_words(notice.at, context.time_zone)}. To be reminded of it no more: "
        f"tmwatch deadline close {one_line(line.id)} --by NAME --reason TEXT"
    )


def moved(notice: MovedDateNotice, context: Context) -> Iterator[Block]:
    """The blocks of one date that moved."""
    line, today = notice.deadline, day(notice.at)
    see = f"tmwatch show {one_line(notice.facts.serial_number)}"
    yield heading(notice.facts, context)
    yield Paragraph(
        f"A legal date of this case was computed again and is another one now. {one_line(notice.why)}",
        strong=True,
    )
    dates = (
        ("Due", notice.before.due, line.due),
        ("May be filed to", notice.before.rolled, line.rolled),
        ("If extended", notice.before.extension, line.extension),
        ("If extended, may be filed to", notice.before.extension_rolled, line.extension_rolled),
        ("Grace period to", notice.before.grace, line.grace),
        ("Grace period, may be filed to", notice.before.grace_rolled, line.grace_rolled),
    )
    changed = tuple(
        Item(words, old=day_words(old) if old else None, new=day_words(new) if new else None)
        for words, old, new in dates
        if old != new
    )
    if changed:
        yield Items("What moved", changed, see)
    yield Dues("Deadlines", (due(line, today),), closing((line,), notice.tables), see)
    yield Rows(tuple(fact_rows(notice.facts, context, with_status=True)))
    yield links(notice.facts)
    yield Paragraph(f"Computed {moment_words(notice.at, context.time_zone)}.")
