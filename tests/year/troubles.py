"""What the operator was told, against what was really wrong: each trouble once, each with its end, none without a cause."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.year.mix import DAY, HOUR
from tests.year.run import Run
from tests.year.timeline import Obstacles
from tests.year.weather import Span
from watcher.trademark.notice import Notice, RecoveryNotice, TroubleNotice

_PAIRS = (
    (r"The USPTO refused the API key", r"The USPTO takes the API key again", "key"),
    (r"The USPTO asked us to wait", r"The USPTO is asked again", "pause"),
    (r"The USPTO's service does not answer.*", r"The USPTO answers again", "service"),
    (r"(.*) could not be checked", r"(.*) is checked again", "case"),
    (
        r"The USPTO's (last-update|batch) endpoint does not answer",
        r"The USPTO's (.*) endpoint answers again",
        "probe",
    ),
    (r"The USPTO seems to have re-indexed its register: .*", r"The USPTO's re-indexing is over: .*", "storm"),
    (r"(.*) does not take notices", r"(.*) takes notices again", "channel"),
)
"""Trouble and recovery in the operator's words, and what kind it is."""


def judge(run: Run, told: list[tuple[datetime, Notice]]) -> Iterator[str]:
    """Complaints, in words."""
    open_ones: dict[str, datetime] = {}
    counts: Counter[str] = Counter()
    for at, notice in sorted(told, key=lambda one: _made(one[1]) or one[0]):
        match notice:
            case TroubleNotice():
                name, kind = _name(notice.title, 0)
                counts[kind] += 1
                if name in open_ones:
                    yield f"told twice: {notice.title} ({at})"
                if kind == "":
                    yield f"a trouble that nobody made: {notice} ({at})"
                elif not _has_cause(run, kind, notice.since, at):
                    yield f"a trouble without a cause: {notice} ({at})"
                open_ones[name] = at
            case RecoveryNotice():
                name, _ = _name(notice.title, 1)
                if open_ones.pop(name, None) is None:
                    yield f"the end of a trouble that was not told: {notice.title} ({at})"
    yield from (f"no word that it is over: {name}, told at {at}" for name, at in open_ones.items())
    if counts["key"] != len(run.plan.key_expired):
        yield f"the key expired {len(run.plan.key_expired)} times, and was told {counts['key']} times"
    if run.mix.storm and counts["storm"] != 1:
        yield f"a storm came, and was told {counts['storm']} times"
    yield from _long_maintenance(run, told)


def _made(notice: Notice) -> datetime | None:
    """When it was made, as near as the notice says it."""
    return notice.until if isinstance(notice, RecoveryNotice) else None


def _name(title: str, side: int) -> tuple[str, str]:
    for pair in _PAIRS:
        found = re.fullmatch(pair[side], title)
        if found:
            return f"{pair[2]} {found[1] if found.groups() else ''}", pair[2]
    return title, ""


def _has_cause(run: Run, kind: str, since: datetime, at: datetime) -> bool:
    match kind:
        case "key":
            return any(span.holds(since) for span in run.plan.key_expired)
        case "channel":
            return any(span.start <= since <= span.end + 6 * HOUR for _, span in run.plan.channel_down)
        case "storm":
            return run.mix.storm
        case "pause":
            return any(one.span.kind == "429" and one.span.holds(since) for one in run.plan.troubles)
        case _:
            causes = [one.span for one in run.plan.troubles]
            return any(span.start <= at and since <= span.end + 8 * HOUR for span in causes)


def _long_maintenance(run: Run, told: list[tuple[datetime, Notice]]) -> Iterator[str]:
    """Maintenance of some hours is told, if cases were asked in it often enough to know."""
    if run.mix.every > 2 * HOUR or run.mix.cases < 5:
        return
    in_the_way = [*run.plan.key_expired, *run.dead]
    for trouble in run.plan.troubles:
        span = trouble.span
        lasts = span.end - span.start
        if "maintenance" not in span.kind or lasts < 6 * HOUR or any(_meet(span, one) for one in in_the_way):
            continue
        if not any(
            isinstance(notice, TroubleNotice)
            and "service" in notice.title
            and notice.since - DAY < span.end
            and at > span.start
            for at, notice in told
        ):
            yield f"maintenance from {span.start} to {span.end} was never told"


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end + timedelta(hours=1) and other.start < one.end


__all__ = ["Obstacles", "judge"]
