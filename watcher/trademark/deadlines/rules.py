"""The rules of deadlines, read from their table: a rule is a row with the dates between which it holds.

A change in law is a row with a later `valid_from`, not code. Each row carries who reviewed it, when and in which
edition; those are empty until a practitioner has read it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from watcher.trademark.codes import Codes, TableError
from watcher.trademark.codes.tables import Row, rows_of
from watcher.trademark.data import table
from watcher.trademark.deadlines.periods import Period
from watcher.trademark.deadlines.reminders import is_rung
from watcher.trademark.deadlines.selectors import Selectors

COUNTED = frozenset(
    (
        "event", "extended", "effect", "publication", "allowance", "maintenance_sixth", "maintenance_tenth",
        "incontestability", "wipo", "outbound", "priority", "diligence", "diligence_proceeding",
    )
)  # fmt: skip
"""The ways of counting that the program knows; a row names one."""

COMPUTABLE = frozenset(("yes", "confirm", "warning", "never"))
BASES = frozenset(("", "1/44", "66(a)"))
_SELECTIONS = (
    "triggers", "answered_by", "hinted_by", "closed_by", "ended_by", "superseded_by", "checked_by", "reopened_by",
    "revived_by", "asked_by", "granted_by",
)  # fmt: skip
_PERIODS = ("period", "opens", "grace", "extension", "lapses")
_TEXTS = (
    "rule", "title", "counted", "instead_of", "basis", "valid_from", "valid_to", "limits", "longer_with",
    "computability", "each", "numbered", "closed_by_both", "reminders", "owner_only", "authority", "text", "note", "source",
    "reviewed_by", "reviewed_on", "source_edition",
)  # fmt: skip
COLUMNS = (*_TEXTS, *_SELECTIONS, *_PERIODS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the table. Its selections are words of `selectors`; what they do is `Conduct`'s business.

    `period` runs from the anchor; `extension` and `limits` too (never from the end of what they extend); `grace` runs
    from the unrolled due date. `instead_of` are pairs of codes: the first counts only where the second is missing.
    `lapses` is when a line without a date of its own is no longer shown as open. `numbered`: a case can have several
    proceedings of the kind, and only an entry with the same number closes its line. `reminders` is the ladder of
    `watcher.trademark.deadlines.reminders`.
    """

    rule: str
    title: str
    counted: str
    computability: str
    basis: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    period: Period | None = None
    opens: Period | None = None
    grace: Period | None = None
    extension: Period | None = None
    lapses: Period | None = None
    limits: tuple[Period, ...] = ()
    longer_with: str = ""
    each: str = ""
    numbered: bool = False
    instead_of: tuple[tuple[str, str], ...] = ()
    selections: tuple[tuple[str, tuple[str, ...]], ...] = ()
    closed_by_both: tuple[tuple[str, ...], ...] = ()
    reminders: tuple[str, ...] = ()
    owner_only: bool = False
    authority: str = ""
    text: str = ""
    note: str = ""
    source: str = ""
    reviewed_by: str = ""
    reviewed_on: str = ""
    source_edition: str = ""

    @property
    def key(self) -> tuple[str, str, tuple[str, ...], str, date | None]:
        """What makes two rows the same row, so that the user's replaces ours."""
        return self.rule, self.counted, self.words("triggers"), self.basis, self.valid_from

    def words(self, selection: str) -> tuple[str, ...]:
        """The words of one selection; empty when the row has none."""
        return next((words for name, words in self.selections if name == selection), ())

    def holds(self, day: date) -> bool:
        """Does the row hold for an anchor of this day?"""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @property
    def reviewed(self) -> str:
        """Who reviewed the row, when and in which edition; empty as long as nobody has."""
        return ", ".join(part for part in (self.reviewed_by, self.reviewed_on, self.source_edition) if part)


@dataclass(frozen=True, slots=True)
class Rules:
    """The table of rules. Reads no files and computes no date."""

    rows: tuple[Rule, ...]

    @classmethod
    def standard(cls) -> Rules:
        """The table that comes with the program."""
        return _standard()

    @property
    def version(self) -> str:
        """Names this table: a digest of its rows, for notices and proofs."""
        return f"{len(self.rows)} rules {hashlib.sha256(repr(self.rows).encode()).hexdigest()[:8]}"

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all rules."""
        return frozenset(row.rule for row in self.rows)

    def with_rows(self, text: str, codes: Codes | None = None) -> Rules:
        """These rules with the user's rows over them.

        A row with the same rule, counting, triggers, basis and first day replaces ours; another is added. Where two
        rows hold for an anchor, the one with the later `valid_from` is used.

        Raises:
            TableError: with every mistake and its line.
        """
        rows = list(rows_of(text, needed=("rule", "title", "counted", "computability"), known=COLUMNS))
        selectors = Selectors(codes or Codes.standard())
        merged = {rule.key: rule for rule in self.rows}
        for row in rows:
            rule = _rule(row, selectors)
            merged[rule.key] = rule
        mistakes = tuple(mistake for row in rows for mistake in row.mistakes)
        if mistakes:
            raise TableError(mistakes)
        return Rules(tuple(merged.values()))


@cache
def _standard() -> Rules:
    return Rules(()).with_rows(table("deadline_rules.csv"))


def _one_of(row: Row, column: str, allowed: Iterable[str]) -> str:
    value = row.text(column)
    if value not in allowed:
        row.wrong(f"{column}: {value!r} is none of {', '.join(sorted(name for name in allowed if name))}")
    return value


def _yes(row: Row, column: str) -> bool:
    return _one_of(row, column, ("", "yes")) == "yes"


def _ladder(row: Row) -> tuple[str, ...]:
    rungs = row.words("reminders")
    for rung in rungs:
        if not is_rung(rung):
            row.wrong(f"reminders: {rung!r} is no number of days, and not opens, grace or grace-DAYS")
    return rungs


def _period(row: Row, column: str, text: str) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except ValueError as error:
        row.wrong(f"{column}: {error}")
        return None


def _selection(row: Row, column: str, words: Iterable[str], selectors: Selectors) -> tuple[str, ...]:
    words = tuple(words)
    for word in selectors.unknown(words):
        row.wrong(f"{column}: {word} is no code and no category of the table of codes")
    return words


def _rule(row: Row, selectors: Selectors) -> Rule:
    periods = {name: _period(row, name, row.text(name)) for name in _PERIODS}
    limits = [_period(row, "limits", part.strip()) for part in row.text("limits").split(";") if part.strip()]
    both = [_selection(row, "closed_by_both", half.split(), selectors)
            for half in row.text("closed_by_both").split("&") if half.strip()]  # fmt: skip
    counted = _one_of(row, "counted", COUNTED)
    computability = _one_of(row, "computability", COMPUTABLE)
    if computability in {"yes", "confirm"} and counted != "effect" and periods["period"] is None:
        row.wrong("period is empty, but the rule is to be computed")
    return Rule(
        rule=row.needed("rule"),
        title=row.needed("title"),
        counted=counted,
        computability=computability,
        basis=_one_of(row, "basis", BASES),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        **periods,
        limits=tuple(limit for limit in limits if limit),
        longer_with=_one_of(row, "longer_with", ("", "maintenance")),
        each=_one_of(row, "each", ("", "event", "latest")),
        numbered=_yes(row, "numbered"),
        instead_of=tuple((a, b) for a, _, b in (word.partition(":") for word in row.words("instead_of"))),
        selections=tuple(
            (name, _selection(row, name, row.words(name), selectors))
            for name in _SELECTIONS
            if row.text(name)
        ),
        closed_by_both=tuple(both),
        reminders=_ladder(row),
        owner_only=_yes(row, "owner_only"),
        authority=row.text("authority"),
        text=row.text("text"),
        note=row.text("note"),
        source=row.text("source") or "the user's table",
        reviewed_by=row.text("reviewed_by"),
        reviewed_on=row.text("reviewed_on"),
        source_edition=row.text("source_edition"),
    )
