"""A case that changed, in words: its dates, its status, its new entries with what they mean, and the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from watcher.trademark.model import Change, ChangeKind
from watcher.trademark.notice.content import Block, Item, Items, Paragraph, Rows
from watcher.trademark.notice.dates import dues
from watcher.trademark.notice.harmless import one_line
from watcher.trademark.notice.parts import day, divided, fact_rows, heading, links, moment_words
from watcher.trademark.notice.subjects import title_of
from watcher.trademark.notice.values import ChangesNotice, Context, Meaning
from watcher.trademark.severity import Severity

LATE: Final = timedelta(days=30)
"""An event whose own date is further back than this when we see it was entered late (tsdr.md, "Modified dates")."""

_NO_MEANING: Final = Meaning(paths=())


def changes(notice: ChangesNotice, context: Context) -> Iterator[Block]:
    """The blocks of one notice."""
    facts, today = notice.facts, day(notice.detected_at)
    see = f"tmwatch show {one_line(facts.serial_number)}"
    yield heading(facts, context)
    if notice.resumed:
        yield Paragraph(
            "This case is watched again after a pause. This is what changed meanwhile.", strong=True
        )
    if any(change.kind is ChangeKind.SECTION_GONE for change in notice.changes):
        yield Paragraph(
            "What the USPTO no longer shows was fetched again several times, for a day. That may be a fault of the service, "
            "or the record was changed.",
            strong=True,
        )
    yield from dues(notice.deadlines, context.role, today, notice.tables, notice.entries, see)
    yield from _lists(notice, context, today, see)
    yield from divided(facts)
    has_status = any(change.kind is ChangeKind.STATUS for change in notice.changes)
    yield Rows(tuple(fact_rows(facts, context, with_status=not has_status)))
    yield links(facts)
    yield Paragraph(f"Detected {moment_words(notice.detected_at, context.time_zone)}.")


def _lists(notice: ChangesNotice, context: Context, today: date, see: str) -> Iterator[Items]:
    """What changed: the status, the new entries (one mailing is one), and the rest."""
    meanings = {meaning.paths[0]: meaning for meaning in notice.meanings}
    echoes = {path for meaning in notice.meanings for path in meaning.paths[1:]}
    by_path = {change.path: change for change in notice.changes}
    told = [change for change in notice.changes if change.path not in echoes]
    status = [change for change in told if change.kind is ChangeKind.STATUS]
    events = [change for change in told if change.kind is ChangeKind.EVENT]
    others = [change for change in told if change.kind not in (ChangeKind.STATUS, ChangeKind.EVENT)]

    def weighed(item: Item, change: Change) -> Item:
        meaning = meanings.get(change.path, _NO_MEANING)
        if not meaning.paths:
            return item
        beside = (_event_words(by_path[path]) for path in meaning.paths[1:] if path in by_path)
        severity, means = meaning.severity(context.role), one_line(meaning.plain(context.role))
        says = means or severity >= Severity.IMPORTANT
        return replace(item, severity=severity.value if says else "", means=means, others=tuple(beside))

    if status:
        yield Items("Status", tuple(weighed(_difference(change), change) for change in status), see)
    if events:
        newest_first = sorted(events, key=lambda change: change.date or date.min, reverse=True)
        lines = tuple(weighed(_event(change, today), change) for change in newest_first)
        yield Items("New in the prosecution history", lines, see)
    if others:
        yield Items("Other changes", tuple(weighed(_difference(change), change) for change in others), see)


def _difference(change: Change) -> Item:
    return Item(
        words=title_of(change),
        when="",
        old=None if change.old is None else one_line(change.old),
        new=None if change.new is None else one_line(change.new),
    )


def _event(change: Change, today: date) -> Item:
    words = _event_words(change)
    late = change.date is not None and today - change.date > LATE
    return Item(words, change.date.isoformat() if change.date else "no date", "entered late" if late else "")


def _event_words(change: Change) -> str:
    event = change.event
    return one_line(event.description if event and event.description else change.summary)
