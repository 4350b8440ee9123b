"""The truth as a judge needs it: which value a fact had when, how promptly a change can be seen, and what was in the way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from tests.year.facts import Facts, Value, facts
from tests.year.mix import DAY, HOUR, Mix
from tests.year.names import in_washington, washington_day
from tests.year.run import DocumentServed, Run
from tests.year.weather import Span
from watcher.simulator import ScriptedCase, modified_date

MINUTE = timedelta(minutes=1)
GRACE = 2 * DAY
FULL_FETCH = 7 * DAY
LADDER_TOP = 6 * HOUR
SLACK = 5 * MINUTE
"""Ticks, the limits, and the way there and back."""


@dataclass(frozen=True)
class Change:
    """A fact got a value at a moment (None: it is gone), and had it until the next change.

    `prompt`: the modified dates or the day rule lead to it; else it waits for the full fetch.
    """

    key: str
    value: Value | None
    start: datetime
    end: datetime
    prompt: bool
    label: str
    on_the_same_day: bool = False


class History:
    """One case's truth between the first and the last moment of a run."""

    def __init__(self, mix: Mix, case: ScriptedCase) -> None:
        self._mix = mix
        self._case = case
        self._facts: dict[int, Facts] = {}

    def stage(self, moment: datetime) -> int:
        return self._case.stage(moment)

    def facts(self, stage: int) -> Facts:
        found = self._facts.get(stage)
        if found is None:
            record = self._case.record(self._case.steps[stage - 1].shown) if stage else None
            # steps of one moment are one stage to everybody who looks
            found = self._facts[stage] = facts(record) if record else {}
        return found

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every change of a fact during the run, in order; what comes and goes at one moment is none."""
        found: list[Change] = []
        open_ones: dict[str, int] = {}
        moments = sorted({one.shown for one in self._case.shown_between(self._mix.begin, self._mix.end)})
        before = self.facts(self.stage(self._mix.begin))
        for moment in moments:
            after = self.facts(self.stage(moment))
            label = self._case.steps[self.stage(moment) - 1].label
            prompt, same_day = self._is_prompt(moment)
            for key in sorted(before.keys() | after.keys()):
                if before.get(key) == after.get(key):
                    continue
                if key in open_ones:
                    place = open_ones[key]
                    found[place] = _ended(found[place], moment)
                open_ones[key] = len(found)
                found.append(Change(key, after.get(key), moment, self._mix.end, prompt, label, same_day))
            before = after
        return tuple(found)

    def _is_prompt(self, moment: datetime) -> tuple[bool, bool]:
        """Do the dates lead to what is shown from this moment on? And do they though they did not move?"""
        old = self._case.record(moment - timedelta(microseconds=1))
        new = self._case.record(moment)
        assert new is not None
        now = modified_date(new, self._mix.style)
        if old is None or modified_date(old, self._mix.style) != now:
            return True, False
        day = min(now, washington_day(moment))
        until = in_washington(day + timedelta(days=1), datetime.min.time()) + GRACE
        return moment < until, moment < until


def _ended(change: Change, end: datetime) -> Change:
    return Change(
        change.key, change.value, change.start, end, change.prompt, change.label, change.on_the_same_day
    )


class Obstacles:
    """The times in which a case could not be checked, or its changes not be told, with what it takes to come back."""

    def __init__(self, run: Run) -> None:
        plan = run.plan
        self._run = run
        service = outages(one.span for one in plan.troubles if one.span.kind != "gzip" and not one.path)
        key = [Span(one.start, one.end + HOUR + run.mix.every + 15 * MINUTE) for one in plan.key_expired]
        self._common = merged([*service, *key, *run.dead])
        self.channels = {
            channel: merged([*self._down(channel), *run.dead]) for channel in ("docket", "brand", "office")
        }

    def _down(self, channel: str) -> Iterable[Span]:
        return [
            Span(span.start, span.end + LADDER_TOP + MINUTE)
            for name, span in self._run.plan.channel_down
            if name == channel
        ]

    def of(self, serial: str) -> tuple[list[Span], list[Span]]:
        """In the way of reading a case, and of reading what can be masked besides.

        A disturbed document is asked again after six hours at the latest; the end of a mask shows in a full fetch.
        """
        veils = self._run.plan.veils[serial]
        own = [Span(v.start, v.end + LADDER_TOP + self._run.mix.every) for v in veils if v.kind != "mask"]
        watched = self._run.watching.spans[serial]
        own += [Span(one.end, after.start) for one, after in pairwise(watched)]
        masks = [Span(v.start, v.end + FULL_FETCH) for v in veils if v.kind == "mask"]
        return merged([*self._common, *own]), merged([*self._common, *own, *masks])


def outages(troubles: Iterable[Span]) -> list[Span]:
    """Until the last case was asked again: pauses between tries grow with the time that they failed, to six hours.

    One trouble that comes before all have recovered from another makes the same pauses longer.
    """
    found: list[Span] = []
    end = datetime.min.replace(tzinfo=UTC)
    for span in sorted(troubles, key=lambda each: each.start):
        if found and span.start <= found[-1].end:
            start, end = found.pop().start, max(end, span.end)
        else:
            start, end = span.start, span.end
        found.append(Span(start, end + min(LADDER_TOP, 2 * (end - start) + 20 * MINUTE)))
    return found


def merged(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def overlap(spans: list[Span], start: datetime, end: datetime) -> timedelta:
    """How much of a time lies in these spans, which do not overlap each other."""
    total = timedelta()
    place = max(0, bisect_right(spans, start, key=lambda span: span.start) - 1)
    for span in spans[place:]:
        if span.start >= end:
            break
        total += max(timedelta(), min(end, span.end) - max(start, span.start))
    return total


def is_clean(look: DocumentServed, key: str) -> bool:
    """Did this document show the fact as it is?"""
    return look.plain and all(veil.kind == "mask" and key != MASKED for veil in look.veils)


MASKED = "correspondent/emails"
