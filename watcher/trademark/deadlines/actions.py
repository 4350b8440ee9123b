"""Deadlines and warnings that an entry of the history starts: office actions, petitions, TTAB, letters.

An office action counts from the earliest issued entry of that one action (never type R or W), and two actions are
never merged. In a Madrid case the first action counts from the dispatch to the IB (deadlines.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from watcher.trademark.codes import Stage
from watcher.trademark.deadlines.conduct import Conduct, Effect
from watcher.trademark.deadlines.cycles import filing_period_end
from watcher.trademark.deadlines.desk import LONG_PAST, Counted, Desk, Remarks
from watcher.trademark.deadlines.periods import Period
from watcher.trademark.deadlines.replay import Course, Phase, play
from watcher.trademark.deadlines.timeline import Entry, number_of
from watcher.trademark.deadlines.values import Deadline, State

_DISPATCH = "RFCS"
_FIRST_RULES = frozenset(("OA_RESPONSE", "OA_RESPONSE_FINAL"))
_BEFORE, _AFTER = timedelta(days=7), timedelta(days=60)
_PLACEHOLDER = "999999"
_SHORTEST_NUMBER = 6


@dataclass(slots=True)
class Start:
    """One thing that starts a rule: the first entry, and the others of the same mailing.

    `counted_from` is another entry than the first where a rule says so; `note` says it in words. `alone`: nothing else
    in the history starts this rule.
    """

    rule: str
    entries: list[Entry]
    counted_from: Entry | None = None
    provisional: bool = False
    note: str = ""
    alone: bool = True

    @property
    def first(self) -> Entry:
        """The earliest entry: its number names the deadline."""
        return self.entries[0]

    @property
    def anchor(self) -> Entry:
        """The entry whose day counts."""
        return self.counted_from or self.entries[0]


def from_entries(desk: Desk) -> Iterator[Deadline]:
    """Every line that an entry starts."""
    latest: dict[str, Start] = {}
    for start in _starts(desk):
        conduct = _conduct(desk, start)
        if conduct is None:
            yield _no_row(desk, start)
        elif conduct.rule.each == "latest":
            latest[start.rule] = start
        elif conduct.rule.computability in {"yes", "confirm"}:
            yield from _dated(desk, conduct, start)
        else:
            yield _undated(desk, conduct, start)
    for start in latest.values():
        conduct = _conduct(desk, start)
        if conduct is not None:
            yield replace(_undated(desk, conduct, start), id=desk.name(start.rule, "latest"))


def _conduct(desk: Desk, start: Start) -> Conduct | None:
    return desk.tables.started_by(start.rule, start.first.key, desk.timeline.basis, start.anchor.day)


def _starts(desk: Desk) -> list[Start]:
    groups: dict[tuple[str, str, date, int], Start] = {}
    seen: Counter[tuple[str, str, date]] = Counter()
    starting = desk.tables.starting
    for entry in desk.timeline.entries:
        rules = starting.get(entry.key)
        if rules is None:
            continue
        for rule in rules:
            twin = (rule, entry.key, entry.day)
            kind = entry.meaning.mailing or str(entry.index)
            group = (rule, kind, entry.day, seen[twin])
            seen[twin] += 1
            if group in groups:
                groups[group].entries.append(entry)
            else:
                groups[group] = Start(rule, [entry])
    starts = [start for start in groups.values() if not _stands_in(desk, start)]
    often = Counter(start.rule for start in starts)
    for start in starts:
        start.alone = often[start.rule] == 1
    return _madrid_first(starts) if desk.timeline.is_madrid else starts


def _stands_in(desk: Desk, start: Start) -> bool:
    """Is it only the shadow of a notice that the history has (`instead_of`)? If the notice is missing, says so."""
    better = desk.tables.instead_of[start.rule].get(start.first.meaning.code)
    if better is None:
        return False
    first, last = start.first.day - _BEFORE, start.first.day + _AFTER
    if any(entry.meaning.code == better and first <= entry.day <= last for entry in desk.timeline.entries):
        return True
    start.note = "counted from this entry, because the notice itself is not visible: the notice may be later"
    return False


def _madrid_first(starts: list[Start]) -> list[Start]:
    """Section 66(a): the first action counts from its dispatch to the IB (RFCS), later ones from their own issue."""
    actions = [start for start in starts if start.rule in _FIRST_RULES]
    if not actions:
        return starts
    first = actions[0]
    if first.first.meaning.code == _DISPATCH:
        return starts
    dispatch = next((start for start in actions if start.first.meaning.code == _DISPATCH), None)
    if dispatch is None:
        first.provisional = True
        first.note = (
            "a first action in a Madrid case counts from its dispatch to the IB, which is not visible: "
            "counted from the issue date, which is not later"
        )
        return starts
    soon = dispatch.first.day - first.first.day <= _AFTER
    if actions.index(dispatch) == 1 and first.rule == dispatch.rule and soon:
        first.counted_from = dispatch.first
        first.entries.extend(dispatch.entries)
        first.note = "a first action in a Madrid case: counted from its dispatch to the IB"
        return [start for start in starts if start is not dispatch]
    return starts


def _no_row(desk: Desk, start: Start) -> Deadline:
    rows = desk.tables.by_rule[start.rule]
    since = min((row.rule.valid_from for row in rows if row.rule.valid_from), default=None)
    if since is not None and start.anchor.day < since and desk.today - start.anchor.day > LONG_PAST:
        why = f"issued before {since}, the first day that the rule table covers, and long past"
        key, anchor = number_of(start.first.event), start.anchor.anchor
        return desk.line(rows[0].rule, anchor, State.PAST, key=key, why=why)
    why = f"no row of the rule table holds for {start.anchor.day}: read the document"
    return desk.not_computed(
        start.rule, rows[0].rule.title, why, key=number_of(start.first.event), anchor=start.anchor.anchor
    )


def _dated(desk: Desk, conduct: Conduct, start: Start) -> Iterator[Deadline]:
    rule, anchor = conduct.rule, start.anchor
    key = number_of(start.first.event)
    due = rule.period.after(anchor.day) if rule.period else None
    extension = rule.extension.after(anchor.day) if rule.extension else None
    if due is None or (rule.extension and extension is None):
        yield desk.not_computed(
            rule.rule, rule.title, f"no date can be counted from {anchor.day}", key=key, anchor=anchor.anchor
        )
        return
    notes = (start.note,) if start.note else ()
    if rule.longer_with and (end := filing_period_end(desk, anchor.day)) and end > due:
        due, notes = (
            end,
            (*notes, "six months from the action end earlier: the end of the filing period counts"),
        )
    own = frozenset(entry.index for entry in start.entries)
    last, later = desk.calendar.roll(due), desk.calendar.roll(extension) if extension else None
    course = play(conduct, desk.timeline.entries, start.first.index + 1, own=own, last=last, extended=later)
    counted = Counted(due, extension=extension)
    if course.granted is None or extension is None:
        remarks = Remarks(notes=notes, provisional=start.provisional)
        yield desk.dated(conduct, anchor.anchor, counted, course, key=key, remarks=remarks)
        return
    moved = Course(Phase.SUPERSEDED, course.granted, "the extension was granted: the extended date counts")
    yield desk.dated(conduct, anchor.anchor, counted, moved, key=key, remarks=Remarks(notes=notes))
    yield _extended(desk, conduct, start, Counted(extension), course)


def _extended(desk: Desk, conduct: Conduct, start: Start, counted: Counted, course: Course) -> Deadline:
    own_row = desk.tables.counted("extended", desk.timeline.basis, start.anchor.day)
    is_office_action = start.rule in _FIRST_RULES
    shown = Conduct(
        replace(own_row.rule, selections=conduct.rule.selections),
        conduct.triggers,
        conduct.effects,
        ends=conduct.ends,
    ) if own_row and is_office_action else conduct  # fmt: skip
    title = "" if shown is not conduct else f"{conduct.rule.title} (extended)"
    key = f"{number_of(start.first.event)}:extended"
    return desk.dated(shown, start.anchor.anchor, counted, course, key=key, remarks=Remarks(title=title))


def _undated(desk: Desk, conduct: Conduct, start: Start) -> Deadline:
    rule, entry, entries = conduct.rule, start.anchor, desk.timeline.entries
    own = frozenset(entry.index for entry in start.entries)
    other, doubtful = _of_other_proceedings(conduct, start, entries) if rule.numbered else (own, frozenset())
    course = play(conduct, entries, start.first.index + 1, own=own | other, doubtful=doubtful)
    state, why = _state_of_line(desk, conduct, course, entry.day)
    by = course.by.anchor if course.by else None
    notes = (start.note,) if start.note else ()
    due = rule.period.after(entry.day) if rule.period else None
    rolled = desk.calendar.roll(due) if due else None
    if rolled is not None and desk.today > rolled and state is State.OPEN:
        state, why = State.CHECK, "the provisional date has passed: whether it was met is not in TSDR"
    line = desk.line(rule, entry.anchor, state, key=number_of(start.first.event), by=by, why=why, notes=notes)
    if due is None:
        return line
    return replace(line, due=due, rolled=rolled, provisional=True, reminders=rule.reminders)


def _of_other_proceedings(
    conduct: Conduct, start: Start, entries: list[Entry]
) -> tuple[frozenset[int], frozenset[int]]:
    """Entries that close the line of another proceeding, and those that do not say of which."""
    mine = _proceeding(start.first)
    other, doubtful = set(), set()
    for entry in entries[start.first.index + 1 :]:
        if conduct.effects.get(entry.key, 0) & Effect.CLOSE:
            theirs = _proceeding(entry)
            if mine and theirs and mine != theirs:
                other.add(entry.index)
            elif not (mine and theirs) and not start.alone:
                doubtful.add(entry.index)
    return frozenset(other), frozenset(doubtful)


def _proceeding(entry: Entry) -> str:
    """The number of the proceeding that an entry names: its annotation, or the end of its description; may be empty."""
    for text in (entry.event.additional, entry.event.description):
        last = text.split()[-1:] or [""]
        if last[0].isdecimal() and len(last[0]) >= _SHORTEST_NUMBER and last[0] != _PLACEHOLDER:
            return last[0].lstrip("0")
    return ""


def _state_of_line(desk: Desk, conduct: Conduct, course: Course, day: date) -> tuple[State, str]:
    waiting = State.READ if conduct.rule.computability == "never" else State.OPEN
    match course.phase:
        case Phase.MET:
            return State.MET, course.why
        case Phase.ENDED | Phase.SUPERSEDED:
            return State.SUPERSEDED, course.why
        case Phase.CHECK:
            return State.CHECK, course.why
        case Phase.OPEN | Phase.ANSWERED:
            lapses: Period | None = conduct.rule.lapses
            over = lapses.after(day) if lapses else None
            if over is not None and desk.today > over:
                return State.PAST, "long past: no longer shown as open"
            return (State.ANSWERED if course.phase is Phase.ANSWERED else waiting), course.why


def notified_without_action(desk: Desk) -> Iterator[Deadline]:
    """A notification of an office action whose own entry is not in the history: a line that says so."""
    mailed = [entry for entry in desk.timeline.entries if entry.meaning.mailing]
    issued = {(e.meaning.mailing, e.day) for e in mailed if e.meaning.stage is Stage.ISSUED}
    for entry in mailed:
        mailing = entry.meaning.mailing
        if entry.meaning.stage is not Stage.NOTIFICATION or (mailing, entry.day) in issued:
            continue
        rule = desk.tables.mailed.get(mailing)
        if rule in _FIRST_RULES:
            title = desk.tables.by_rule[rule][0].rule.title
            why = (
                "the notification of an action is in the history, the action itself is not: read the document"
            )
            yield desk.not_computed(rule, title, why, key=number_of(entry.event), anchor=entry.anchor)
