"""Looks codes up: the tables of `watcher/trademark/data`, with the user's own rows over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Self

from watcher.trademark.codes.meanings import UNCLASSIFIED, EventMeaning, Match, Standing, StatusMeaning
from watcher.trademark.codes.tables import Row, TableError, rows_of
from watcher.trademark.data import table
from watcher.trademark.model import ProsecutionEvent
from watcher.trademark.severity import Severity

_COMMON = ("description", "category", "owner", "competitor", "rules", "words", "note", "source")
_EVENT_COLUMNS = ("code", "type", "mailing", *_COMMON)
_STATUS_COLUMNS = ("status", "standing", "kind", *_COMMON)


def _plain(description: str) -> str:
    return " ".join(description.upper().split())


@dataclass(frozen=True, slots=True)
class Codes:
    """The tables of event and status codes.

    Looks up and nothing else: it reads no files (the caller gives the text of the user's rows) and does not know
    what an entry did to a deadline.
    """

    events: Mapping[tuple[str, str], EventMeaning]
    statuses: Mapping[str, StatusMeaning]
    categories: Mapping[str, str]
    by_description: Mapping[tuple[str, str], EventMeaning]

    @classmethod
    def standard(cls) -> Codes:
        """The tables that come with the program."""
        return _standard()

    def event(self, code: str, event_type: str, description: str = "") -> EventMeaning:
        """By code and type; then by code and description (types change their letter); then unclassified."""
        return (
            self.events.get((code, event_type))
            or self.by_description.get((code, _plain(description)))
            or EventMeaning(
                code=code,
                event_type=event_type,
                description=description,
                words=self.categories[UNCLASSIFIED],
            )
        )

    def of(self, event: ProsecutionEvent) -> EventMeaning:
        """What a line of the prosecution history means."""
        return self.event(event.code, event.event_type, event.description)

    def match(self, code: str, event_type: str, description: str = "") -> Match:
        """How `event` finds the code."""
        if (code, event_type) in self.events:
            return Match.CODE_AND_TYPE
        if (code, _plain(description)) in self.by_description:
            return Match.CODE_AND_DESCRIPTION
        return Match.NOT_FOUND

    def types_of(self, code: str) -> tuple[EventMeaning, ...]:
        """Every meaning of a code, type by type: for `explain`."""
        return tuple(meaning for (known, _), meaning in self.events.items() if known == code)

    def status(self, code: str) -> StatusMeaning:
        """What a status code means; unclassified when it is in no table."""
        return self.statuses.get(code) or StatusMeaning(code=code, words=self.categories[UNCLASSIFIED])

    def with_rows(self, text: str) -> Codes:
        """These tables with the user's rows over them: same code and type (or same status) replaces, others are added.

        The header says which table it is: a column `code` (event codes) or `status`. A cell that is empty keeps
        what the replaced row says; `-` under rules takes them away. An unknown category needs no declaration, but
        then words of its own.

        Raises:
            TableError: with every mistake and its line.
        """
        header = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
        if "status" in [name.strip().lower() for name in header.removeprefix("\ufeff").split(",")]:
            rows = list(rows_of(text, needed=("status",), known=_STATUS_COLUMNS))
            statuses = {**self.statuses, **{(s := self._status_from(row)).code: s for row in rows}}
            _refuse(rows)
            return replace(self, statuses=MappingProxyType(statuses))
        rows = list(rows_of(text, needed=("code", "type"), known=_EVENT_COLUMNS))
        events = {**self.events}
        for row in rows:
            meaning = self._event_from(row)
            events[meaning.code, meaning.event_type] = meaning
        _refuse(rows)
        return self._with_events(events)

    def _with_events(self, events: Mapping[tuple[str, str], EventMeaning]) -> Self:
        described: dict[tuple[str, str], EventMeaning] = {}
        for meaning in sorted(events.values(), key=lambda m: (m.code, m.event_type)):
            described.setdefault((meaning.code, _plain(meaning.description)), meaning)
        described = {key: meaning for key, meaning in described.items() if key[1]}
        return replace(self, events=MappingProxyType({**events}), by_description=MappingProxyType(described))

    def _words(self, row: Row, category: str, before: str) -> str:
        words = row.text("words") or before or self.categories.get(category, "")
        if not words:
            row.wrong(f"the category {category!r} is not known, so the row needs words of its own")
        return words

    def _event_from(self, row: Row) -> EventMeaning:
        code, event_type = row.needed("code").upper(), row.needed("type").upper()
        old = self.events.get((code, event_type))
        category = row.text("category") or (old.category if old else row.needed("category"))
        same_words = old.words if old and old.category == category else ""
        return EventMeaning(
            code=code,
            event_type=event_type,
            description=row.text("description") or (old.description if old else ""),
            category=category,
            for_owner=row.severity("owner", old.for_owner if old else Severity.IMPORTANT),
            for_competitor=row.severity("competitor", old.for_competitor if old else Severity.IMPORTANT),
            words=self._words(row, category, same_words),
            rules=_rules(row, old.rules if old else ()),
            mailing=row.text("mailing") or (old.mailing if old else ""),
            note=row.text("note") or (old.note if old else ""),
            source=row.text("source") or "the user's table",
        )

    def _status_from(self, row: Row) -> StatusMeaning:
        code = row.needed("status")
        old = self.statuses.get(code)
        category = row.text("category") or (old.category if old else row.needed("category"))
        standing = row.text("standing").lower() or (old.standing or "" if old else row.needed("standing"))
        if standing and standing not in tuple(Standing):
            row.wrong(f"standing: {standing!r} is none of {', '.join(Standing)}")
            standing = ""
        return StatusMeaning(
            code=code,
            description=row.text("description") or (old.description if old else ""),
            category=category,
            for_owner=row.severity("owner", old.for_owner if old else Severity.IMPORTANT),
            for_competitor=row.severity("competitor", old.for_competitor if old else Severity.IMPORTANT),
            words=self._words(row, category, old.words if old and old.category == category else ""),
            standing=Standing(standing) if standing else None,
            kind=row.text("kind") or (old.kind if old else ""),
            rules=_rules(row, old.rules if old else ()),
            note=row.text("note") or (old.note if old else ""),
            source=row.text("source") or "the user's table",
        )


def _rules(row: Row, before: tuple[str, ...]) -> tuple[str, ...]:
    return () if row.text("rules") == "-" else row.words("rules") or before


def _refuse(rows: Iterable[Row]) -> None:
    mistakes = tuple(mistake for row in rows for mistake in row.mistakes)
    if mistakes:
        raise TableError(mistakes)


@cache
def _standard() -> Codes:
    rows = rows_of(
        table("categories.csv"), needed=("category", "words", "source"), known=("category", "words", "source")
    )
    categories = {row.needed("category"): row.needed("words") for row in rows}
    empty: Mapping[tuple[str, str], EventMeaning] = MappingProxyType({})
    codes = Codes(empty, MappingProxyType({}), MappingProxyType(categories), empty)
    return codes.with_rows(table("event_codes.csv")).with_rows(table("status_codes.csv"))
