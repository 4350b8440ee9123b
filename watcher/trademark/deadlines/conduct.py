"""Joins the table of rules with the table of codes: which code starts a rule, and what each code does to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntFlag
from functools import cache

from watcher.trademark.codes import Codes, Stage
from watcher.trademark.deadlines.rules import Rule, Rules
from watcher.trademark.deadlines.selectors import Selectors

MADRID, ORDINARY = "66(a)", "1/44"


class Effect(IntFlag):
    """What an event does to a deadline; one code may do several things."""

    NONE = 0
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

    `triggers` start it; `effects` are plain numbers of `Effect`, by the event's key; `halves` close it together.
    Computes nothing.
    """

    rule: Rule
    triggers: frozenset[str]
    effects: Mapping[str, int]
    halves: tuple[frozenset[str], ...] = ()


class Tables:
    """The rules and the codes that they are used with. Reads nothing; knows no case."""

    def __init__(self, rules: Rules, codes: Codes) -> None:
        self.rules, self.codes = rules, codes
        selectors = Selectors(codes)
        self.conducts = tuple(_conduct(rule, codes, selectors) for rule in rules.rows)
        self.by_rule: dict[str, list[Conduct]] = {}
        for conduct in self.conducts:
            self.by_rule.setdefault(conduct.rule.rule, []).append(conduct)
        self._by_counted: dict[str, list[Conduct]] = {}
        for conduct in self.conducts:
            self._by_counted.setdefault(conduct.rule.counted, []).append(conduct)
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
        rows = [conduct for conduct in self._events_of(rule) if key in conduct.triggers]
        return _latest(rows, basis, day)

    def counted(self, kind: str, basis: str, day: date) -> Conduct | None:
        """The row that is counted in this way and holds on this day."""
        return _latest(self._by_counted.get(kind, ()), basis, day)


def _latest(rows: Iterable[Conduct], basis: str, day: date) -> Conduct | None:
    held = [row for row in rows if row.rule.basis in {"", basis} and row.rule.holds(day)]
    return max(held, key=lambda row: row.rule.valid_from or date.min, default=None)


def _conduct(rule: Rule, codes: Codes, selectors: Selectors) -> Conduct:
    effects: dict[str, int] = {}
    for name, words in rule.selections:
        if name in _EFFECTS:
            for key in selectors.keys(words):
                effects[key] = effects.get(key, 0) | _EFFECTS[name].value
    named = selectors.keys(rule.words("triggers"))
    triggers = frozenset(
        meaning.key
        for meaning in codes.events.values()
        if rule.rule in meaning.rules and (not rule.words("triggers") or meaning.key in named)
    )
    return Conduct(rule, triggers, effects, tuple(selectors.keys(half) for half in rule.closed_by_both))


@cache
def standard_tables() -> Tables:
    """The program's own rules with its own codes, joined once."""
    return Tables(Rules.standard(), Codes.standard())
