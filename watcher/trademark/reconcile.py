"""The firm's own docket beside ours, by case and rule: what agrees, what differs, what one of the two does not have.

Two independent controls are what insurers ask for; this is the second. Nothing is overwritten, in neither of the two:
a person reads the lines and decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from watcher.trademark.deadlines.values import Deadline, State
from watcher.trademark.numbers import SerialNumber


class Verdict(StrEnum):
    """What a line says."""

    DIFFERENT = "different"
    MISSING_THERE = "missing in the docket"
    MISSING_HERE = "missing here"
    NO_DATE = "no future date"
    MATCHED = "matched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Docketed:
    """One row of the firm's docket. `words` are its title, type or rule, as written; `serial` is None for a case that we do not know."""

    row: int
    asked: str
    serial: SerialNumber | None
    words: str
    day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """One watched case as we know it. `live` is False for a case that is abandoned, cancelled or expired."""

    serial: SerialNumber
    mark: str = ""
    live: bool = True
    deadlines: tuple[Deadline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the comparison. `note` says what a person should know of it; `row` is the docket's, from 1 for its header."""

    verdict: Verdict
    asked: str
    mark: str = ""
    rule: str = ""
    title: str = ""
    ours: date | None = None
    theirs: date | None = None
    row: int | None = None
    deadline: str = ""
    note: str = ""


_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"expunge|reexam", ("EXPUNGEMENT_RESPONSE", "EXPUNGEMENT_APPEAL")),
    (r"post.?reg\w* (?:office )?action|post.?reg\w* response", ("POSTREG_RESPONSE",)),
    (r"(?<!non[- ])\bfinal (?:oa\b|office action|action|refusal|rejection)|reconsideration|notice of appeal", ("OA_RESPONSE_FINAL", "OA_EXTENDED", "OA_RESPONSE")),
    (r"extended (?:oa|office action|response)", ("OA_EXTENDED", "OA_RESPONSE", "OA_RESPONSE_FINAL")),
    (r"office action|\boa\b|non.?final|suspension inquiry", ("OA_RESPONSE", "OA_EXTENDED", "OA_RESPONSE_FINAL")),
    (r"oppos|publication", ("OPP_WINDOW",)),
    (r"statement of use|\bsou\b|allowance|\bnoa\b|extension request|allege use", ("NOA_SOU",)),
    (r"reviv", ("REVIVE_2M",)),
    (r"reinstat", ("REINSTATE_2M",)),
    (r"renew|(?:section|sec|\u00a7)\.?s? ?8 ?(?:&|and|\+|/) ?9|\b8 ?(?:&|and|\+|/) ?9\b|tenth|10.?(?:th|year|yr)|\b9\b",
     ("REG_MAINTENANCE_NEXT",)),
    (r"sixth|6.?(?:th|year|yr)|(?:8|71) ?(?:&|and|\+|/) ?15", ("REG_MAINTENANCE",)),
    (r"(?:section|sec|\u00a7)\.? ?(?:8|71)\b|declaration of (?:continued )?use|maintenance",
     ("REG_MAINTENANCE", "REG_MAINTENANCE_NEXT")),
    (r"priority|44\(?d", ("PRIORITY_44D",)),
    (r"ttab|answer", ("TTAB_ANSWER",)),
    (r"status (?:check|inquiry)|check.* status", ("DILIGENCE_6M",)),
)  # fmt: skip
"""How dockets call what our rules are; the first that fits counts."""


_OURS_ALONE = frozenset(("DILIGENCE_6M",))
"""Met by our own checks: no docket need have it."""
_ROLLED = "the docket has the rolled date"


def rules_of(words: str) -> tuple[str, ...]:
    """The rules that a docket's words may mean, the likeliest first; none when they mean no rule of ours."""
    if re.fullmatch(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+", words.strip()):
        return (words.strip(),)
    lowered = " ".join(words.lower().split())
    return next((rules for pattern, rules in _RULES if re.search(pattern, lowered)), ())


def reconcile(docket: Iterable[Docketed], cases: Iterable[Ours], today: date) -> tuple[Line, ...]:
    """Every row of the docket and every open date of ours, each in one line; then the live cases without a future date.

    A row matches a date of the same case and rule when it has the due date or the one that it rolls to. The end of
    grace, or the date if extended, is found too, and the line says so; alone it is different as long as the due date
    is ahead. Words that name no rule match by their date alone.
    `today` is a day in Washington. Sorted by what needs a person first: different, missing, no date, matched.
    """
    known = {case.serial: case for case in cases}
    rows: dict[SerialNumber, list[Docketed]] = defaultdict(list)
    lines: list[Line] = []
    for row in docket:
        if row.serial in known and row.serial is not None:
            rows[row.serial].append(row)
        else:
            note = "the case is not watched" if row.serial is None else "the case is no longer watched"
            lines.append(_missing_here(row, None, note))
    for case in known.values():
        lines += _Pairing(case, rows.get(case.serial, []), today).lines()
        lines += _without_future(case, rows.get(case.serial, []), today)
    order = tuple(Verdict)
    return tuple(
        sorted(
            lines, key=lambda one: (order.index(one.verdict), one.ours or one.theirs or date.max, one.asked)
        )
    )


@dataclass(slots=True)
class _Pairing:
    """One case: its rows and its dates, paired one to one. Compares; changes nothing."""

    case: Ours
    rows: Sequence[Docketed]
    today: date
    taken: set[str] = field(default_factory=set)

    def lines(self) -> Iterator[Line]:
        left = [row for row in self.rows if row.day is not None]
        yield from (
            _missing_here(row, self.case, "the row has no date") for row in self.rows if row.day is None
        )
        same = [(row, line, which) for row in left if (found := self._same(row)) for line, which in (found,)]
        whole = {line.id for _, line, which in same if self._is_enough(line, which)}
        for row, line, which in same:
            self.taken.add(line.id)
            verdict = Verdict.MATCHED if line.id in whole else Verdict.DIFFERENT
            yield _line(verdict, self.case, line, row, _matched_note(line, which))
        matched = {row.row for row, _, _ in same}
        for row in left:
            if row.row not in matched:
                yield self._unlike(row)
        for line in self.case.deadlines:
            if (
                line.due
                and line.id not in self.taken
                and line.state.needs_attention
                and line.rule not in _OURS_ALONE
            ):
                yield _line(Verdict.MISSING_THERE, self.case, line, None, _standing(line))

    def _is_enough(self, line: Deadline, which: str) -> bool:
        """Is it in the docket with this date alone? A later date does not stand for the due date while that is ahead."""
        ahead = line.due is not None and line.due >= self.today and line.state.needs_attention
        return which in {"", _ROLLED} or not ahead

    def _same(self, row: Docketed) -> tuple[Deadline, str] | None:
        """Our deadline with the row's date, the due date before the others, the likeliest rule and the open ones first."""
        rules = rules_of(row.words)
        found = [
            (place, not line.state.needs_attention, rules.index(line.rule) if rules else 0, line, which)
            for line in self.case.deadlines
            if not rules or line.rule in rules
            for place, (which, day) in enumerate(_days(line))
            if day is not None and day == row.day
        ]
        best = min(found, key=lambda one: one[:3], default=None)
        return best and (best[3], best[4])

    def _unlike(self, row: Docketed) -> Line:
        """A row whose date is none of ours: beside the nearest open date of its rule, or missing here."""
        rules = rules_of(row.words)
        free = [
            line
            for line in self.case.deadlines
            if line.rule in rules and line.due and line.state.needs_attention and line.id not in self.taken
        ]
        if free and row.day is not None:
            there = row.day
            line = min(free, key=lambda one: (rules.index(one.rule), abs((one.due or there) - there)))
            self.taken.add(line.id)
            return _line(Verdict.DIFFERENT, self.case, line, row, _difference(line, there))
        if not rules:
            return _missing_here(
                row, self.case, "its words name no rule of ours, and no date of ours is the same"
            )
        others = [line for line in self.case.deadlines if line.rule in rules]
        if not others:
            return _missing_here(row, self.case, "nothing in the case starts such a date")
        last = max(others, key=lambda one: (one.due or date.min, one.id))
        return _missing_here(row, self.case, f"ours ({last.due or 'no date'}): {_standing(last)}", last)


def _days(line: Deadline) -> tuple[tuple[str, date | None], ...]:
    return (
        ("", line.due),
        (_ROLLED, line.rolled),
        ("the docket has the end of grace", line.grace),
        ("the docket has the rolled end of grace", line.grace_rolled),
        ("the docket has the date if extended", line.extension),
        ("the docket has the rolled date if extended", line.extension_rolled),
        *((f"the docket has the date if extended ({limit.words})", limit.day) for limit in line.limits),
    )


def _matched_note(line: Deadline, which: str) -> str:
    return "; ".join(part for part in (which, "" if line.state is State.OPEN else _standing(line)) if part)


def _standing(line: Deadline) -> str:
    return f"{line.state}: {line.why}" if line.why and line.state is not State.OPEN else str(line.state)


def _difference(line: Deadline, there: date) -> str:
    days = (there - line.due).days if line.due else 0
    later = (
        f"the docket is {abs(days)} day{'s' if abs(days) != 1 else ''} {'LATER' if days > 0 else 'earlier'}"
    )
    return later if line.state is State.OPEN else f"{later}; ours: {_standing(line)}"


def _line(verdict: Verdict, case: Ours, line: Deadline, row: Docketed | None, note: str) -> Line:
    return Line(
        verdict=verdict,
        asked=case.serial,
        mark=case.mark,
        rule=line.rule,
        title=line.title,
        ours=line.due,
        theirs=row.day if row else None,
        row=row.row if row else None,
        deadline=line.id,
        note=note,
    )


def _missing_here(row: Docketed, case: Ours | None, note: str, line: Deadline | None = None) -> Line:
    return Line(
        verdict=Verdict.MISSING_HERE,
        asked=case.serial if case else row.asked,
        mark=case.mark if case else "",
        rule=line.rule if line else next(iter(rules_of(row.words)), ""),
        title=row.words,
        theirs=row.day,
        row=row.row,
        deadline=line.id if line else "",
        note=note,
    )


def _without_future(case: Ours, rows: Sequence[Docketed], today: date) -> Iterator[Line]:
    """A live case for which neither side has anything ahead: somebody may have forgotten it."""
    ahead = any(row.day is not None and row.day >= today for row in rows) or any(
        day is not None and day >= today
        for line in case.deadlines
        if line.state.needs_attention and line.rule not in _OURS_ALONE
        for _, day in _days(line)
    )
    if case.live and not ahead:
        note = "a live case, and neither the docket nor we have a date ahead: docket a status check"
        yield Line(verdict=Verdict.NO_DATE, asked=case.serial, mark=case.mark, note=note)
