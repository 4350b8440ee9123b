"""Legal dates in words: the deadline block of a notice, and what a reminder says.

The date comes first, unrolled, with its weekday; the rolled one, the extension and the grace period stand beside it
(deadlines.md, "Counting"). Nothing is computed here: the deadlines are told as they were counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from watcher.trademark.deadlines.values import (
    DISCLAIMER,
    MET_BY_CHECKS,
    NOT_REVIEWED,
    Anchor,
    Confidence,
    Deadline,
    State,
)
from watcher.trademark.notice.content import Due, Dues
from watcher.trademark.notice.harmless import one_line
from watcher.trademark.severity import Role

SOON: Final = timedelta(days=400)
"""Dates further off than this are told in one line: a year ahead, and the month in which the year's work is planned."""

ASK_FIRST: Final = "The extension must be asked for by the first date, and before any response."
"""Said beside both dates of an office action (37 CFR 2.62(a)(2)), in the rule's own words."""

_DECIDED: Final = frozenset((State.MET, State.SUPERSEDED))
_QUIET: Final = frozenset((State.PAST, State.CLOSED))
_PASSED: Final = frozenset((State.PASSED, State.PASSED_UNSEEN))
_LATER: Final = "Later dates, and warnings"


def dues(
    deadlines: Sequence[Deadline],
    role: str,
    today: date,
    tables: str,
    entries: Collection[int] = (),
    see: str = "",
) -> Iterator[Dues]:
    """The dates that somebody in this role is to see, as of a day in Washington: what presses in detail, the rest in a line each.

    For somebody else's mark that is the time to oppose; the rest is the owner's business. `entries` are the numbers of
    new prosecution events: the dates that they started are always told in detail, and those that they settled named.
    """
    shown = [line for line in deadlines if _is_told(line, role, entries)]
    open_ones = [line for line in shown if line.state not in _DECIDED]
    near = [line for line in open_ones if _presses(line, today, entries)]
    later = [line for line in open_ones if line not in near]
    settled = [line for line in shown if line.state in _DECIDED]
    parts = [
        ("Deadlines", tuple(due(line, today) for line in near)),
        (_LATER if near else "Deadlines", tuple(_briefly(line, today) for line in later)),
        ("Settled by what is new", tuple(_briefly(line, today) for line in settled)),
    ]
    parts = [part for part in parts if part[1]]
    for title, items in parts:
        is_last = title == parts[-1][0]
        yield Dues(title, items, closing(shown, tables) if is_last else (), see)


def closing(deadlines: Sequence[Deadline], tables: str) -> tuple[str, ...]:
    """The sentences that hold for all dates of a notice; none when there is no date."""
    if not deadlines:
        return ()
    versions = (f"Counted with {one_line(tables)}.",) if tables else ()
    return (DISCLAIMER, *versions)


def tables_words(rules: str, calendar: str) -> str:
    """What a notice says of the tables that its dates were counted with: `Rules.version` and `OfficeCalendar.version`."""
    return f"the rule table ({rules}) and the holiday table ({calendar})"


def started(deadlines: Sequence[Deadline], role: str, entries: Collection[int]) -> Deadline | None:
    """The first open date that one of these new entries started, None when there is none."""
    begun = (
        line
        for line in deadlines
        if line.due is not None
        and line.state is State.OPEN
        and _is_new(line.anchor, entries)
        and _is_told(line, role, entries)
    )
    return min(begun, key=lambda line: line.due or date.max, default=None)


def next_date(deadlines: Sequence[Deadline], role: str, today: date) -> Deadline | None:
    """The first date that is still to come, None when there is none."""
    coming = (
        line
        for line in deadlines
        if _is_told(line, role, ())
        and line.due is not None
        and line.due >= today
        and line.state not in _DECIDED
    )
    return min(coming, key=lambda line: line.due or date.max, default=None)


def worth_telling(deadlines: Sequence[Deadline], entries: Collection[int] = ()) -> tuple[Deadline, ...]:
    """Those that a notice keeps: not what is long over, and what is settled only if one of these entries did it."""
    return tuple(line for line in deadlines if _is_told(line, "", entries))


def concerns(line: Deadline, role: str) -> bool:
    """Is this date the business of somebody in this role? Of somebody else's mark only the time to oppose it is."""
    return role != Role.COMPETITOR or (line.rule.startswith("OPP_") and not line.owner_only)


def _is_told(line: Deadline, role: str, entries: Collection[int]) -> bool:
    if not concerns(line, role) or line.rule in MET_BY_CHECKS or line.state in _QUIET:
        return False
    return line.state not in _DECIDED or _is_new(line.by, entries)


def _presses(line: Deadline, today: date, entries: Collection[int]) -> bool:
    if _is_new(line.anchor, entries) or _is_new(line.by, entries):
        return True
    if line.due is None:
        return line.state in (State.CHECK, State.NOT_COMPUTED)
    return line.state is not State.OPEN or min(line.opens or line.due, line.due) <= today + SOON


def _is_new(anchor: Anchor | None, entries: Collection[int]) -> bool:
    return anchor is not None and anchor.entry_number is not None and anchor.entry_number in entries


def day_words(day: date) -> str:
    """`Sat 2026-11-28`; the weekday in English whatever the machine speaks."""
    return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[day.weekday()]} {day.isoformat()}"


def days_words(days: int) -> str:
    """`89 days left`, `today`, `2 days ago`."""
    if days == 0:
        return "today"
    if days < 0:
        return f"{-days} day{'s' if days != -1 else ''} ago"
    return f"{days} day{'s' if days != 1 else ''} left"


def left_words(line: Deadline, today: date) -> str:
    """How long there is, or that the due date is over; empty without a date, or when nobody has to act any more."""
    if line.due is None or line.state in _DECIDED | _QUIET:
        return ""
    days = (line.due - today).days
    if days >= 0 or line.grace is None or line.state in _PASSED:
        return days_words(days)
    return f"in the grace period, {days_words((line.grace - today).days)}"


def due(line: Deadline, today: date) -> Due:
    """One date with all that belongs to it."""
    return Due(
        when="" if line.due is None else day_words(line.due),
        title=one_line(line.title),
        left=left_words(line, today),
        lines=tuple(_lines(line, today)),
        fine=tuple(_fine(line)),
    )


def _briefly(line: Deadline, today: date) -> Due:
    full = due(line, today)
    opens = (f"May be filed from {day_words(line.opens)}.",) if line.opens and line.opens > today else ()
    return Due(full.when, full.title, full.left, (*opens, *_standing(line), _how_sure(line)))


def _lines(line: Deadline, today: date) -> Iterator[str]:
    yield from _standing(line)
    if line.provisional:
        yield "Provisional: it hangs on something that has not happened yet."
    if line.rolled is not None and line.rolled != line.due:
        yield f"May be filed to {day_words(line.rolled)}: the USPTO is closed on the due date."
    if line.opens is not None:
        yield f"{'May be filed from' if line.opens > today else 'May be filed since'} {day_words(line.opens)}."
    elif line.rule == "OPP_WINDOW" and line.anchor is not None and line.anchor.date is not None:
        yield f"Open since {day_words(line.anchor.date)}, the day of publication."
    yield from _further(line)
    yield from (f"Note: {one_line(note)}." for note in line.notes)
    if line.anchor is not None:
        yield f"{'Counted from' if line.due else 'Because of'}: {anchor_words(line.anchor)}."
    yield _how_sure(line)


def _further(line: Deadline) -> Iterator[str]:
    """The dates beside the first one: both of an office action, the grace period, the outer limits."""
    if line.extension is not None:
        yield f"{_with_roll(line.extension, line.extension_rolled)} if extended."
        if ASK_FIRST in line.text:
            yield ASK_FIRST
    if line.grace is not None:
        yield f"{_with_roll(line.grace, line.grace_rolled)} is the end of the grace period, with a surcharge."
    for limit in line.limits:
        yield f"{_with_roll(limit.day, limit.rolled)} if extended: {one_line(limit.words)}."


def _standing(line: Deadline) -> Iterator[str]:
    """How it stands, when that is not simply open."""
    if line.state is State.OPEN:
        return
    words = line.state.value
    if line.state is State.PASSED_UNSEEN:
        words += ": TSDR lags behind what is filed"
    elif line.why:
        words += f": {one_line(line.why)}"
    by = f" ({anchor_words(line.by)})" if line.by is not None else ""
    yield f"{words[:1].upper()}{words[1:]}{by}."


def _how_sure(line: Deadline) -> str:
    sure = {
        Confidence.COMPUTED: "Computed.",
        Confidence.CONFIRM: "Confirm it in the document.",
        Confidence.WARNING: "A warning only: the date is not in TSDR."
        if line.due is None
        else "A warning only.",
        Confidence.READ: "Read the document.",
    }[line.confidence]
    return f"{sure} {NOT_REVIEWED}" if line.due is not None and not line.reviewed else sure


def _fine(line: Deadline) -> Iterator[str]:
    text = " ".join(line.text.replace(ASK_FIRST, "").split()) if line.extension is not None else line.text
    if text:
        yield one_line(text)
    if line.authority:
        yield one_line(line.authority)


def _with_roll(day: date, rolled: date | None) -> str:
    if rolled is None or rolled == day:
        return day_words(day)
    return f"{day_words(day)} (may be filed to {day_words(rolled)})"


def anchor_words(anchor: Anchor) -> str:
    """`NON-FINAL ACTION E-MAILED, entry 7 of 2026-11-20`."""
    entry = "" if anchor.entry_number is None else f"entry {anchor.entry_number} of "
    return f"{one_line(anchor.words)}, {entry}{anchor.date or 'no date'}"
