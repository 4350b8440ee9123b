"""Lines that hang on the case as a whole: duty to check, priority, warnings, and what the status says beside the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from watcher.trademark.codes import Standing
from watcher.trademark.deadlines.conduct import Conduct
from watcher.trademark.deadlines.cycles import registered
from watcher.trademark.deadlines.desk import Counted, Desk, in_doubt
from watcher.trademark.deadlines.periods import is_possible
from watcher.trademark.deadlines.replay import Course, Phase, play
from watcher.trademark.deadlines.timeline import number_of
from watcher.trademark.deadlines.values import Anchor, Deadline, State

_FIVE_YEARS = 5
_PROCEEDING = frozenset(("EXPUNGEMENT_RESPONSE", "EXPUNGEMENT_APPEAL"))
_MAINTENANCE = frozenset(("REG_MAINTENANCE", "REG_MAINTENANCE_NEXT"))
_SUPPLEMENTAL = "Supplemental"
_FOREIGN_BASES = frozenset(("44(d)", "44(e)"))


def priority(desk: Desk) -> Iterator[Deadline]:
    """Six months in which to file abroad with priority from this application, if it is the first filing."""
    case, filed = desk.timeline.case, desk.timeline.case.filing_date
    bases = {*case.basis.current, *case.basis.filed}
    if filed is None or case.priorities or desk.timeline.is_madrid or bases & _FOREIGN_BASES:
        return
    row = desk.tables.counted("priority", desk.timeline.basis, filed) if is_possible(filed) else None
    due = row.rule.period.after(filed) if row and row.rule.period else None
    anchor = Anchor("filing date", filed)
    if row is None or due is None:
        why = f"{filed} cannot be the filing date"
        yield desk.not_computed("PRIORITY_44D", "Priority", why, key="filing", anchor=anchor)
        return
    deadline = desk.dated(row, anchor, Counted(due), Course(), key="filing")
    past = desk.today > due
    yield replace(deadline, rolled=None, state=State.PAST if past else State.OPEN)


def diligence(desk: Desk, others: Iterable[Deadline]) -> Iterator[Deadline]:
    """By when the case must be looked at again: pending, with a maintenance filing undecided, or under attack."""
    kind = _why_watched(desk, tuple(others))
    if kind is None:
        return
    day = desk.last_full_fetch
    row = desk.tables.counted(kind, desk.timeline.basis, day or desk.today)
    if row is None:
        return
    due = row.rule.period.after(day) if day and row.rule.period else None
    if day is None or due is None:
        why = "no full check of this case is recorded yet"
        yield desk.not_computed(row.rule.rule, row.rule.title, why, key="last-check")
        return
    deadline = desk.dated(row, Anchor("last full check", day), Counted(due), Course(), key="last-check")
    late = desk.today > due
    why = "no full check since" if late else ""
    yield replace(deadline, rolled=None, state=State.CHECK if late else State.OPEN, why=why)


def _why_watched(desk: Desk, others: tuple[Deadline, ...]) -> str | None:
    if desk.timeline.standing is Standing.DEAD:
        return None
    if any(line.rule in _PROCEEDING and line.state.needs_attention for line in others):
        return "diligence_proceeding"
    if registered(desk) is None:
        return None if desk.timeline.case.abandonment_date else "diligence"
    filed = any(line.rule in _MAINTENANCE and line.state is State.ANSWERED for line in others)
    return "diligence" if filed else None


def warnings(desk: Desk) -> Iterator[Deadline]:
    """Warnings that hang on the case and not on an entry: section 15, WIPO renewal, dependent international registration."""
    case, anchor = desk.timeline.case, registered(desk)
    if anchor and anchor.date and is_possible(anchor.date):
        five_years_on = anchor.date.year + _FIVE_YEARS, anchor.date.month, anchor.date.day
        if (
            case.register != _SUPPLEMENTAL
            and (desk.today.year, desk.today.month, desk.today.day) >= five_years_on
        ):
            yield from _on_case(desk, "incontestability", anchor, "registration")
        if desk.timeline.is_madrid:
            yield from _on_case(desk, "wipo", anchor, "registration")
    if desk.timeline.is_madrid:
        return
    for mark in case.associated_marks:
        number = mark.international_registration.strip()
        if number:
            anchor = Anchor(f"international registration {number}", None)
            yield from _on_case(desk, "outbound", anchor, f"international-{number}")


def _on_case(desk: Desk, kind: str, anchor: Anchor, key: str) -> Iterator[Deadline]:
    row = desk.tables.counted(kind, desk.timeline.basis, anchor.date or desk.today)
    if row is None:
        return
    start = desk.timeline.from_day(anchor.date) if anchor.date else 0
    course = play(row, desk.timeline.entries, start)
    if kind == "outbound" or (course.phase.live and desk.timeline.standing is not Standing.DEAD):
        state = {Phase.ANSWERED: State.ANSWERED, Phase.CHECK: State.CHECK}.get(course.phase, State.OPEN)
    else:
        state = State.MET if course.phase is Phase.MET else State.SUPERSEDED
    by = course.by.anchor if course.by else None
    yield desk.line(row.rule, anchor, state, key=key, by=by, why=course.why)


def beside_the_status(desk: Desk, lines: list[Deadline]) -> list[Deadline]:
    """Holds the lines against the status: a rule that the status names must not be without a line that is live.

    A status can be ahead of its entry; and if all that it names is met, either the status or our reading is wrong.
    """
    status = desk.timeline.status
    if status is None:
        return lines
    if not status.known:
        why = f"the status code {status.code} is in no table: whether it starts or ends a date is not known; read it"
        return [
            *lines,
            desk.not_computed("UNCLASSIFIED", "Status that is not known", why, key=f"status-{status.code}"),
        ]
    for rule in status.rules:
        lines = _beside(desk, rule, lines)
    return lines


def _beside(desk: Desk, rule: str, lines: list[Deadline]) -> list[Deadline]:
    rows = desk.tables.by_rule.get(rule, ())
    same = [line for line in lines if line.rule in {rule, *_related(rule)}]
    if not rows or rows[0].rule.counted == "effect" or any(_speaks(line) for line in same):
        return lines
    status = desk.timeline.case.status
    anchor = Anchor(f"status {status.code}: {status.text or 'no words'}", status.date)
    key = f"status-{status.code}"
    if rows[0].rule.computability in {"warning", "never"}:
        return lines if same else [*lines, _warned(desk, rows[0], anchor, key)]
    if not same:
        why = "the status says so, but no entry of the history starts this date: read the document"
        return [*lines, desk.not_computed(rule, rows[0].rule.title, why, key=key, anchor=anchor)]
    newest = max(same, key=lambda line: (line.due or desk.today, line.id))
    why = f"the status still says {status.code} ({status.text or 'no words'}), but the history has gone on: look at it"
    return [in_doubt(line, why) if line is newest else line for line in lines]


def _related(rule: str) -> frozenset[str]:
    return _MAINTENANCE if rule in _MAINTENANCE else frozenset(
        ("OA_EXTENDED",) if rule in {"OA_RESPONSE", "OA_RESPONSE_FINAL"} else ()
    )  # fmt: skip


def _speaks(line: Deadline) -> bool:
    return line.state.needs_attention or line.state is State.PAST


def _warned(desk: Desk, row: Conduct, anchor: Anchor, key: str) -> Deadline:
    over = row.rule.lapses.after(anchor.date) if row.rule.lapses and anchor.date else None
    waiting = State.READ if row.rule.computability == "never" else State.OPEN
    state = State.PAST if over is not None and desk.today > over else waiting
    return desk.line(row.rule, anchor, state, key=key)


def not_understood(desk: Desk) -> Iterator[Deadline]:
    """A line for each entry that may matter and cannot be used: a code that is in no table, or no usable date."""
    for event in desk.timeline.unclassified:
        why = "the code is in no table: whether it starts or ends a date is not known; read the entry"
        anchor = Anchor(
            event.description or "(no words)", event.date, event.entry_number, event.code + event.event_type
        )
        yield desk.not_computed(
            "UNCLASSIFIED", "Entry that is not known", why, key=number_of(event), anchor=anchor
        )
    for event, meaning in desk.timeline.undated:
        if meaning.key not in desk.tables.meaningful and not meaning.rules:
            continue
        shown = f"the date {event.date}, which cannot be meant" if event.date else "no date that can be read"
        anchor = Anchor(event.description or meaning.description, event.date, event.entry_number, meaning.key)
        why = f"the entry has {shown}: what it starts or ends could not be computed"
        rule = meaning.rules[0] if meaning.rules else "UNDATED"
        yield desk.not_computed(
            rule, "Entry without a usable date", why, key=f"undated-{number_of(event)}", anchor=anchor
        )
