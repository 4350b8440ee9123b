"""The allowance series: a statement of use within six months of the notice of allowance, or of each granted extension.

Anchored on AllowanceNoticeDate or on the *first* notice; a duplicate or corrected one never moves it, only puts it in
doubt. Abandonment or a pending petition stays nothing: the series runs on (37 CFR 2.88, 2.89; TMEP 1108, 1714.01(b)(i)).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from watcher.trademark.codes import Standing
from watcher.trademark.deadlines.conduct import Conduct, Effect
from watcher.trademark.deadlines.desk import Counted, Desk, Remarks
from watcher.trademark.deadlines.periods import is_possible
from watcher.trademark.deadlines.replay import Course, Phase
from watcher.trademark.deadlines.timeline import Entry
from watcher.trademark.deadlines.values import Anchor, Deadline

PERIODS = 6
"""Six periods of six months, five of them by extension: 36 months in all."""

_RULE = "NOA_SOU"
_CANCELLED = frozenset(("IUCN", "RPUB"))
_ABANDONED = frozenset(("abandonment", "abandonment_notice", "petition_filed"))
_VOID = frozenset(("NOA_CANCELLED",))
_STILL_RUNS = "the application is abandoned or a petition is pending: the series runs on, if it is revived"


@dataclass(slots=True, eq=False)
class Series:
    """One notice of allowance and what followed it. Knows no day of today."""

    anchor: Anchor
    day: date
    start: int
    ends: list[date] = field(default_factory=list)
    from_notice: list[date] = field(default_factory=list)
    granted: dict[int, Entry] = field(default_factory=dict)
    filed: dict[int, Entry] = field(default_factory=dict)
    unnumbered: Entry | None = None
    late: Entry | None = None
    used: Entry | None = None
    gone: bool = False
    course: Course = field(default_factory=Course)
    notes: tuple[str, ...] = ()

    @property
    def current(self) -> int:
        """The period that runs: one more than the extensions granted."""
        return max(self.granted, default=0) + 1


def allowance(desk: Desk) -> Iterator[Deadline]:
    """A deadline for each period that was extended, the one that runs, and the provisional ones after it."""
    notices = _notices(desk)
    for place, (anchor, start, stop, doubt) in enumerate(notices):
        key = f"allowance-{place + 1}" if place else "allowance"
        day = anchor.date
        row = desk.tables.counted("allowance", desk.timeline.basis, day) if day and is_possible(day) else None
        series = _series(row, anchor, start) if row and day else None
        if row is None or series is None:
            why = f"no date can be counted from {anchor}"
            yield desk.not_computed(_RULE, "Statement of use", why, key=key, anchor=anchor)
            continue
        _play(desk, row, series, stop)
        if doubt:
            series.notes = (*series.notes, doubt)
            if series.course.phase.live:
                series.course.to(Phase.CHECK, series.course.by, doubt)
        if stop is not None and series.course.phase.live:
            again = desk.timeline.entries[stop]
            series.course.to(Phase.SUPERSEDED, again, "cancelled, and a new notice of allowance was issued")
        yield from _periods(desk, row, series, key)


def _firsts(desk: Desk) -> list[tuple[Entry, str]]:
    """The first notice, and the first after each cancellation; with what is doubtful about it."""
    triggers = frozenset().union(*(row.triggers for row in desk.tables.by_rule.get(_RULE, ())))
    firsts: list[tuple[Entry, str]] = []
    cancelled = False
    for entry in desk.timeline.entries:
        if entry.key in triggers:
            if not firsts or cancelled:
                firsts.append((entry, ""))
            elif entry.day != firsts[-1][0].day:
                doubt = f"another notice of allowance stands in the history: {entry.anchor}"
                firsts[-1] = (firsts[-1][0], doubt)
            cancelled = False
        elif entry.meaning.code in _CANCELLED:
            cancelled = True
    return firsts


def _notices(desk: Desk) -> list[tuple[Anchor, int, int | None, str]]:
    """The notices that start a series: anchor, first entry after it, the entry that replaces it, what is doubtful."""
    firsts, shown = _firsts(desk), desk.timeline.case.allowance_date
    if not firsts and shown is not None:
        start = desk.timeline.from_day(shown) if is_possible(shown) else 0
        return [(Anchor("notice of allowance date", shown), start, None, "")]
    found = []
    for place, (entry, in_history) in enumerate(firsts):
        last = place + 1 == len(firsts)
        anchor, doubt = entry.anchor, in_history
        if last and shown is not None and shown != entry.day:
            doubt = f"the document gives {shown} as the date of the notice of allowance: the earlier one is counted"
            if shown < entry.day and is_possible(shown) and place == 0:
                anchor = Anchor("notice of allowance date", shown)
        found.append((anchor, entry.index + 1, None if last else firsts[place + 1][0].index, doubt))
    return found


def _series(row: Conduct, anchor: Anchor, start: int) -> Series | None:
    period, day = row.rule.period, anchor.date
    if period is None or day is None:
        return None
    series = Series(anchor, day, start)
    chained: date | None = day
    for number in range(1, PERIODS + 1):
        direct = (period * number).after(day)
        chained = period.after(chained) if chained else None
        if direct is None or chained is None:
            return None
        series.from_notice.append(direct)
        series.ends.append(min(direct, chained))
    return series


def _play(desk: Desk, row: Conduct, series: Series, stop: int | None) -> None:
    rolled = [desk.calendar.roll(end) for end in series.ends]
    for entry in desk.timeline.entries[series.start : stop]:
        if entry.meaning.category in _ABANDONED:
            series.gone = True
        effect = row.effects.get(entry.key)
        if effect is not None:
            _step(series, effect, entry, rolled)
    series.gone = series.gone or desk.timeline.standing is Standing.DEAD
    status = desk.timeline.status
    if series.course.phase is Phase.OPEN and status is not None and _VOID.intersection(status.rules):
        series.course.to(Phase.CHECK, None, f"the status says: {status.words}")


def _step(series: Series, effect: int, entry: Entry, rolled: list[date]) -> None:
    course = series.course
    if not course.phase.live:
        if effect & Effect.REVIVE and course.phase is Phase.ENDED:
            course.to(Phase.CHECK, entry, "the application had been given up and was revived")
    elif effect & Effect.CLOSE:
        course.to(Phase.MET, entry, "")
    elif effect & Effect.END:
        course.to(Phase.ENDED, entry, "the application was given up")
    elif effect & Effect.CHECK:
        course.to(
            Phase.CHECK, entry, "a later entry puts the dates in doubt: they are neither moved nor closed"
        )
    else:
        _filing(series, effect, entry, rolled)


def _filing(series: Series, effect: int, entry: Entry, rolled: list[date]) -> None:
    if effect & Effect.GRANT:
        _granted(series, entry)
    elif effect & Effect.ASK:
        _asked(series, entry, rolled)
    elif effect & Effect.ANSWER:
        series.used, series.course.reopened = entry, None
    elif effect & Effect.REOPEN:
        series.course.reopened = entry
        number = entry.meaning.code[2:3]
        if number.isdecimal():
            series.filed.pop(int(number), None)


def _granted(series: Series, entry: Entry) -> None:
    number = entry.meaning.code[2:3]  # EX1G to EX5G; EXRA, the notice of approval, has none
    if number.isdecimal():
        series.granted.setdefault(int(number), entry)
    else:
        series.unnumbered = entry


def _asked(series: Series, entry: Entry, rolled: list[date]) -> None:
    last = entry.meaning.code[3:4]  # EXT1 to EXT5; EEXT and TPEX have none
    if entry.meaning.code.startswith("EXT") and last.isdecimal():
        number = int(last)
    else:
        number = next((n for n in range(series.current, PERIODS) if entry.day <= rolled[n - 1]), PERIODS)
        if not series.filed.keys() >= set(range(series.current, number)):
            number = PERIODS  # a period before it ended without a request: this one came too late
    if number >= PERIODS:
        series.late = entry
    elif entry.day <= rolled[number - 1]:
        series.filed.setdefault(number, entry)
    else:
        series.late = entry


def _periods(desk: Desk, row: Conduct, series: Series, key: str) -> Iterator[Deadline]:
    current = series.current
    asked = current in series.filed
    last = current + 1 if asked else current
    while series.gone and series.course.phase.live and last < PERIODS and series.ends[last - 1] < desk.today:
        last += 1
    for number in range(1, min(last, PERIODS) + 1):
        notes = list(series.notes)
        if series.from_notice[number - 1] != series.ends[number - 1]:
            other = series.from_notice[number - 1]
            notes.append(f"counted from the notice itself it would be {other}: the earlier reading is shown")
        if number > current and not (asked and number == current + 1):
            notes.append(_STILL_RUNS)
        course = _course(desk, series, number)
        yield desk.dated(
            row,
            series.anchor,
            Counted(series.ends[number - 1]),
            course,
            key=f"{key}:month-{number * 6}",
            remarks=Remarks(_title(row, number, series), tuple(notes), provisional=number > current),
        )


def _title(row: Conduct, number: int, series: Series) -> str:
    if number >= series.current and series.used is not None:
        cure = "last day to cure the statement of use"
        return f"{row.rule.title}: {cure}" + (
            "" if number == PERIODS else ", or to file an insurance extension"
        )
    if number == PERIODS:
        return "Statement of use: no further extension is possible"
    return f"{row.rule.title} (period {number} of {PERIODS})"


def _course(desk: Desk, series: Series, number: int) -> Course:
    if number < series.current:
        entry = next((series.granted[n] for n in range(number, PERIODS) if n in series.granted), None)
        return Course(Phase.MET, entry, f"extension {number} was granted")
    course = Course(series.course.phase, series.course.by, series.course.why, reopened=series.course.reopened)
    if course.phase is not Phase.OPEN:
        return course
    rolled = desk.calendar.roll(series.ends[number - 1])
    asked = series.filed.get(number)
    if series.used is not None and series.used.day <= rolled and course.reopened is None:
        why = "a statement of use was filed; it is not accepted yet"
        if number == PERIODS:
            why += ", and no insurance extension is possible after 36 months (37 CFR 2.89(e)(1))"
        course.to(Phase.ANSWERED, series.used, why)
    elif asked is not None:
        course.to(Phase.ANSWERED, asked, "an extension was asked for; no grant is seen yet")
    elif series.unnumbered is not None and not series.granted:
        course.to(
            Phase.CHECK, series.unnumbered, "an extension was approved, but the entry does not say which"
        )
    elif series.used is not None and series.used.day > rolled:
        course.to(Phase.CHECK, series.used, "a statement of use was filed after the last day of this period")
    elif series.late is not None and series.late.day > rolled:
        course.to(Phase.CHECK, series.late, "an extension was asked for after the last day of this period")
    return course
