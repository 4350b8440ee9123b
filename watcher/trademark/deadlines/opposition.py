"""The opposition window: thirty days from each publication, and the outer limits of extensions (37 CFR 2.101, 2.102)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from watcher.trademark.deadlines.conduct import Conduct
from watcher.trademark.deadlines.desk import Counted, Desk
from watcher.trademark.deadlines.periods import is_possible
from watcher.trademark.deadlines.replay import Phase, play
from watcher.trademark.deadlines.timeline import Entry
from watcher.trademark.deadlines.values import Anchor, Deadline

_RULE = "OPP_WINDOW"


def opposition_windows(desk: Desk) -> Iterator[Deadline]:
    """A deadline for each day of publication, from the history or from the case's own dates."""
    rows = desk.tables.by_rule.get(_RULE, ())
    triggers = frozenset().union(*(row.triggers for row in rows))
    published: dict[date, Entry | None] = dict.fromkeys(desk.timeline.case.publication_dates)
    for entry in desk.timeline.entries:
        if entry.key in triggers and published.get(entry.day) is None:
            published[entry.day] = entry
    days = sorted(published)
    for place, day in enumerate(days):
        key = f"publication-{day}"
        conduct = desk.tables.counted("publication", desk.timeline.basis, day) if is_possible(day) else None
        entry = published[day]
        anchor = entry.anchor if entry else Anchor("publication date", day)
        counted = _count(conduct, day) if conduct else None
        if conduct is None or counted is None:
            why = f"no opposition window can be counted from {day}"
            yield desk.not_computed(_RULE, "Opposition window", why, key=key, anchor=anchor)
            continue
        following = days[place + 1] if place + 1 < len(days) else None
        yield _window(desk, conduct, counted, anchor, entry, following, key)


def _count(conduct: Conduct, day: date) -> Counted | None:
    rule = conduct.rule
    due = rule.period.after(day) if rule.period else None
    limits = [limit.after(day) for limit in rule.limits]
    if due is None or None in limits:
        return None
    words = [f"outer limit, {limit.days} days" for limit in rule.limits]
    return Counted(due, limits=tuple((text, end) for text, end in zip(words, limits, strict=True) if end))


def _window(
    desk: Desk,
    conduct: Conduct,
    counted: Counted,
    anchor: Anchor,
    entry: Entry | None,
    following: date | None,
    key: str,
) -> Deadline:
    day = anchor.date or counted.due
    start = entry.index + 1 if entry else desk.timeline.from_day(day)
    own = frozenset(
        other.index for other in desk.timeline.entries if other.day == day and other.key in conduct.triggers
    )
    last = desk.calendar.roll(counted.limits[-1][1]) if counted.limits else None
    course = play(conduct, desk.timeline.entries, start, own=own, last=last)
    if following is not None and course.phase is Phase.CHECK:
        course.to(Phase.SUPERSEDED, course.by, f"withdrawn, and published again on {following}")
    elif following is not None and course.phase.live:
        course.to(Phase.CHECK, course.by, f"published again on {following}: read which window holds")
    return desk.dated(conduct, anchor, counted, course, key=key)
