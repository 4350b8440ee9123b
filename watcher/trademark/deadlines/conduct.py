"""Joins the table of rules with the table of codes: which code starts a rule, and what each code does to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from watcher.trademark.codes import Codes, Stage
from watcher.trademark.deadlines.rules import Rule, Rules
from watcher.trademark.deadlines.selectors import Selectors

_OF_THE_CASE = frozenset(("abandonment", "abandonment_notice", "petition_filed", "registration"))
"""Categories that the families look for by themselves, beside what the rules name."""

MADRID, ORDINARY = "66(a)", "1/44"


class Effect:
    """What an event does to a deadline; one code may do several things, so that these are added up.

    Plain numbers, not an IntFlag: each entry is held against each rule, and a flag's `&` costs ten times as much.
    """

    ANSWER = 1
    HINT = 2
    CLOSE = 4
    END = 8
    SUPERSEDE = 16
    CHECK = 32
    REOPEN = 64
    REVIVE = 128
    ASK = 256
    GRANT = 512
    HALF = 1024


_EFFECTS = {
    "answered_by": Effect.ANSWER,
    "hinted_by": Effect.HINT,
    "closed_by": Effect.CLOSE,
    "ended_by": Effect.END,
    "superseded_by": Effect.SUPERSEDE,
    "checked_by": Effect.CHECK,
    "reopened_by": Effect.REOPEN,
    "revived_by": Effect.REVIVE,
    "asked_by": Effect.ASK,
    "granted_by": Effect.GRANT,
}


@dataclass(frozen=True, slots=True, eq=False)
class Conduct:
    """One rule with its words turned into codes.

    `triggers` start it; `effects` are plain numbers of `Effect`, by the event's key; `halves` close it together. `ends`: it ends with the case.
    Computes nothing.
    """

    rule: Rule
    triggers: frozenset[str]
    effects: Mapping[str, int]
    halves: tuple[frozenset[str], ...] = ()
    ends: bool = False


class Tables:
    """The rules and the codes that they are used with. Reads nothing; knows no case."""

    def __init__(self, rules: Rules, codes: Codes) -> None:
        self.rules, self.codes = rules, codes
        selectors = Selectors(codes)
        self.conducts = tuple(_conduct(rule, codes, selectors) for rule in rules.rows)
        self.by_rule: dict[str, list[Conduct]] = {}
        for conduct in self.conducts:
            self.by_rule.setdefault(conduct.rule.rule, []).append(conduct)
        self._started: dict[tuple[str, str, str], tuple[Conduct, ...]] = {}
        self._counted: dict[tuple[str, str], tuple[Conduct, ...]] = {}
        self.starting: dict[str, tuple[str, ...]] = {}
        for meaning in codes.events.values():
            started = tuple(
                rule
                for rule in meaning.rules
                if any(meaning.key in conduct.triggers for conduct in self._events_of(rule))
            )
            if started and meaning.stage is not Stage.NOTIFICATION:
                self.starting[meaning.key] = started
        self.meanings = {meaning.key: meaning for meaning in codes.events.values()}
        self.mailed = {
            self.meanings[key].mailing: started[0]
            for key, started in self.starting.items()
            if self.meanings[key].mailing
        }
        self.instead_of = {
            rule: dict(pair for row in rows for pair in row.rule.instead_of)
            for rule, rows in self.by_rule.items()
        }
        self.meaningful = frozenset(
            key for conduct in self.conducts for key in (*conduct.effects, *conduct.triggers)
        )

        mailings = frozenset(self.mailed)
        self.relevant = frozenset(
            key
            for key, meaning in self.meanings.items()
            if key in self.meaningful
            or key in self.starting
            or meaning.category in _OF_THE_CASE
            or (meaning.stage is Stage.NOTIFICATION and meaning.mailing in mailings)
        )

    @property
    def unknown_rules(self) -> tuple[str, ...]:
        """Rules that codes name and that are in no table: a mistake in a row of the user's, of codes or of rules."""
        named = {rule for meaning in self.codes.events.values() for rule in meaning.rules}
        named.update(rule for meaning in self.codes.statuses.values() for rule in meaning.rules)
        return tuple(sorted(named - self.rules.ids))

    def _events_of(self, rule: str) -> list[Conduct]:
        return [conduct for conduct in self.by_rule.get(rule, ()) if conduct.rule.counted == "event"]

    def started_by(self, rule: str, key: str, basis: str, day: date) -> Conduct | None:
        """The row of this rule that an event with this key starts on this day; None when no row holds then."""
        rows = self._started.get((rule, key, basis))
        if rows is None:
            named = [conduct for conduct in self._events_of(rule) if key in conduct.triggers]
            rows = self._started[rule, key, basis] = _latest_first(named, basis)
        return _first_that_holds(rows, day)

    def counted(self, kind: str, basis: str, day: date) -> Conduct | None:
        """The row that is counted in this way and holds on this day."""
        rows = self._counted.get((kind, basis))
        if rows is None:
            named = [conduct for conduct in self.conducts if conduct.rule.counted == kind]
            rows = self._counted[kind, basis] = _latest_first(named, basis)
        return _first_that_holds(rows, day)


def _latest_first(rows: Iterable[Conduct], basis: str) -> tuple[Conduct, ...]:
    """The rows for a filing basis, the one that holds from the latest day first."""
    fitting = [row for row in rows if row.rule.basis in {"", basis}]
    return tuple(sorted(fitting, key=lambda row: row.rule.valid_from or date.min, reverse=True))


def _first_that_holds(rows: tuple[Conduct, ...], day: date) -> Conduct | None:
    for row in rows:
        if row.rule.holds(day):
            return row
    return None


def _conduct(rule: Rule, codes: Codes, selectors: Selectors) -> Conduct:
    effects: dict[str, int] = {}
    for name, words in rule.selections:
        if name in _EFFECTS:
            for key in selectors.keys(words):
                effects[key] = effects.get(key, 0) | _EFFECTS[name]
    named = selectors.keys(rule.words("triggers"))
    triggers = frozenset(
        meaning.key
        for meaning in codes.events.values()
        if rule.rule in meaning.rules and (not rule.words("triggers") or meaning.key in named)
    )
    halves = tuple(selectors.keys(half) for half in rule.closed_by_both)
    for key in frozenset().union(*halves):
        effects[key] = effects.get(key, 0) | Effect.HALF
    return Conduct(rule, triggers, effects, halves, bool(rule.words("ended_by")))


@cache
def standard_tables() -> Tables:
    """The program's own rules with its own codes, joined once."""
    return Tables(Rules.standard(), Codes.standard())
