"""The opposition window: thirty days from each publication, and the outer limits of extensions (37 CFR 2.101, 2.102)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from watcher.trademark.deadlines.conduct import Conduct, Effect
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
    for day, following in zip(days, [*days[1:], None], strict=False):
        entry_of = published[day]
        anchor = entry_of.anchor if entry_of is not None else Anchor("publication date", day)
        conduct = desk.tables.counted("publication", desk.timeline.basis, day) if is_possible(day) else None
        counted = _count(conduct, day) if conduct else None
        if conduct is None or counted is None:
            why, key = f"no opposition window can be counted from {day}", f"publication-{day}"
            yield desk.not_computed(_RULE, "Opposition window", why, key=key, anchor=anchor)
        else:
            yield _window(desk, conduct, counted, anchor, following)


def _count(conduct: Conduct, day: date) -> Counted | None:
    rule = conduct.rule
    due = rule.period.after(day) if rule.period else None
    limits = [limit.after(day) for limit in rule.limits]
    if due is None or None in limits:
        return None
    words = [f"outer limit, {limit.days} days" for limit in rule.limits]
    return Counted(due, limits=tuple((text, end) for text, end in zip(words, limits, strict=True) if end))


def _window(
    desk: Desk, conduct: Conduct, counted: Counted, anchor: Anchor, following: date | None
) -> Deadline:
    day, entries = anchor.date or counted.due, desk.timeline.entries
    own = frozenset(entry.index for entry in entries if entry.day == day and entry.key in conduct.triggers)
    start = min(own) + 1 if own else desk.timeline.from_day(day)
    course = play(conduct, entries, start, own=own)
    withdrawn = course.by is not None and conduct.effects[course.by.key] & Effect.CHECK
    if following is not None and course.phase is Phase.CHECK and withdrawn:
        course.to(Phase.SUPERSEDED, course.by, f"withdrawn, and published again on {following}")
    elif following is not None and course.phase.live:
        course.to(Phase.CHECK, course.by, f"published again on {following}: read which window holds")
    return desk.dated(conduct, anchor, counted, course, key=f"publication-{day}")
