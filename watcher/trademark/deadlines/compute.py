"""A case and a day give its deadlines: every rule of the table, each line with its anchor, authority and confidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from watcher.trademark.deadlines.actions import from_entries, notified_without_action
from watcher.trademark.deadlines.allowance import allowance
from watcher.trademark.deadlines.closings import with_closings
from watcher.trademark.deadlines.conduct import Tables, standard_tables
from watcher.trademark.deadlines.desk import Desk
from watcher.trademark.deadlines.maintenance import maintenance
from watcher.trademark.deadlines.opposition import opposition_windows
from watcher.trademark.deadlines.standing import (
    beside_the_status,
    diligence,
    not_understood,
    priority,
    warnings,
)
from watcher.trademark.deadlines.timeline import Timeline
from watcher.trademark.deadlines.values import Closing, Deadline
from watcher.trademark.holidays import OfficeCalendar
from watcher.trademark.model import Case


def deadlines(
    case: Case,
    today: date,
    closures: OfficeCalendar | None = None,
    closings: Sequence[Closing] = (),
    last_full_fetch: date | None = None,
    *,
    tables: Tables | None = None,
) -> tuple[Deadline, ...]:
    """Every legal date of a case as of a day in Washington, the dated ones first, in order of their statutory date.

    Total: what cannot be computed is a line that says so, never an exception and never a guess. The order of the
    case's events plays no part. `closures` is the calendar of the USPTO (default: our table); `closings` are persons'
    words on deadlines; `last_full_fetch` is the day in Washington on which the case was last read in full, None when
    it never was. Nothing here is legal advice: the USPTO document controls.
    """
    tables = tables or standard_tables()
    desk = Desk(Timeline(case, tables), tables, closures or OfficeCalendar.standard(), today, last_full_fetch)
    lines = [
        *from_entries(desk),
        *notified_without_action(desk),
        *opposition_windows(desk),
        *allowance(desk),
        *maintenance(desk),
        *priority(desk),
        *warnings(desk),
        *not_understood(desk),
    ]
    lines = beside_the_status(desk, lines)
    lines += diligence(desk, lines)
    return tuple(with_closings(_named_apart(lines), closings))


def _by_date(line: Deadline) -> tuple[bool, date, str, str]:
    return line.due is None, line.due or date.max, line.rule, line.id


def _named_apart(lines: Iterable[Deadline]) -> list[Deadline]:
    """The lines in order; those that would have one id (entries without numbers) get different ones."""
    seen: Counter[str] = Counter()
    named = []
    for line in sorted(lines, key=_by_date):
        seen[line.id] += 1
        named.append(line if seen[line.id] == 1 else replace(line, id=f"{line.id}~{seen[line.id]}"))
    return named
