"""What one recipient came to know of one case, from what they were told, against what was true and what was read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from tests.year.facts import Facts, Value, key_of, says, says_part, section_of
from tests.year.mix import DAY
from tests.year.quiet import STORM_KEY
from tests.year.run import DocumentServed
from tests.year.timeline import (
    FULL_FETCH,
    LADDER_TOP,
    MASKED,
    MINUTE,
    SLACK,
    Change,
    History,
    Obstacles,
    is_clean,
    merged,
    overlap,
)
from tests.year.verdict import Arrived, Delay, Verdict
from tests.year.weather import Span
from watcher.ports import Recipient
from watcher.trademark.model import Change as ToldChange
from watcher.trademark.model import ChangeKind
from watcher.trademark.notice import ChangesNotice, FirstSightNotice

DOUBT = DAY
DELIVERY = 15 * MINUTE


class Replay:
    """What one recipient came to know of one case."""

    def __init__(
        self, verdict: Verdict, history: History, obstacles: Obstacles, recipient: Recipient, serial: str
    ) -> None:
        self._verdict = verdict
        self._history = history
        self._recipient = recipient
        self._serial = serial
        self._run = verdict.run
        self._looks = self._run.looks[serial]
        self._moments = [look.at for look in self._looks]
        self._in_the_way, self._in_the_way_of_masks = obstacles.of(serial)
        self._channel = obstacles.channels[recipient.channel]
        self._known: Facts = {}
        self._told: dict[str, list[tuple[datetime, Value | None, datetime]]] = defaultdict(list)

    def judge(self, arrived: list[Arrived]) -> None:
        sights = [one.notice for one in arrived if isinstance(one.notice, FirstSightNotice)]
        if len(sights) != 1:
            self._complain("first sight", f"{len(sights)} first sights")
        if not sights:
            return
        first = self._look_before(sights[0].seen_at)
        if first is None:
            self._complain("first sight", "nobody looked")
            return
        self._known = dict(self._history.facts(first.stage))
        changed = [(one, one.notice) for one in arrived if isinstance(one.notice, ChangesNotice)]
        for one, notice in sorted(changed, key=lambda pair: pair[1].detected_at):
            self._replay(one, notice)
        for change in self._history.changes:
            if change.end > first.at and not (change.key == STORM_KEY and self._run.mix.storm):
                self._was_it_told(change, first)

    def _complain(self, kind: str, words: str) -> None:
        self._verdict.complain(kind, f"{self._serial} for {self._recipient}: {words}")

    def _look_before(self, moment: datetime) -> DocumentServed | None:
        place = bisect_right(self._moments, moment)
        return self._looks[place - 1] if place else None

    def _shown_stage(self, look: DocumentServed) -> int:
        """What the document showed as new: a copy that was older than others, and newer than any that was read, is news."""
        frozen = next((veil.frozen for veil in look.veils if veil.frozen is not None), None)
        if frozen is None:
            return look.stage
        shown = self._history.stage(frozen)
        earlier = (one for one in self._looks[: bisect_left(self._moments, look.at)] if one.plain)
        newest = max((one.stage for one in earlier if all(v.frozen is None for v in one.veils)), default=0)
        return shown if shown >= newest else look.stage

    # -- what was told

    def _replay(self, one: Arrived, notice: ChangesNotice) -> None:
        look = self._look_before(notice.detected_at)
        if look is None or notice.detected_at - look.at > 2 * MINUTE:
            self._complain("false", f"told at {notice.detected_at} without having looked")
            return
        late = one.at - notice.detected_at - overlap(self._channel, notice.detected_at, one.at)
        if late > DELIVERY + _held_back(notice, self._run.mix.every):
            self._complain("late", f"read at {notice.detected_at}, delivered at {one.at}")
        truth = self._history.facts(self._shown_stage(look))
        before = dict(self._known)
        for change in notice.changes:
            self._one(change, truth, before, look.at, one.at)

    def _one(
        self, change: ToldChange, truth: Facts, before: Facts, read_at: datetime, told_at: datetime
    ) -> None:
        keys = self._covered(change, truth)
        if not keys:
            self._complain("false", f"{read_at}: about nothing that there is: {change}")
        for key in keys:
            if key == STORM_KEY and self._run.mix.storm:
                self._verdict.counts["of the storm, told to clients"] += 1
                continue
            value = truth.get(key)
            if value == before.get(key):
                kind = "repeated" if self._was_said(change, key, value) else "false"
                self._complain(kind, f"{read_at}: {key} was and is {value}, and they were told: {change}")
            elif not self._says(change, key, value, before.get(key)):
                words = f"{key} was {before.get(key)} and is {value}, and they were told: {change}"
                self._complain("false", f"{read_at}: {words}")
            self._told[key].append((read_at, value, told_at))
            if value is None:
                self._known.pop(key, None)
            else:
                self._known[key] = value

    def _covered(self, change: ToldChange, truth: Facts) -> list[str]:
        """The facts that a told change is about: its own, and those within."""
        key = key_of(change.path)
        all_keys = truth.keys() | self._known.keys()
        if change.kind is ChangeKind.SECTION_GONE and section_of(key) == "" and key not in all_keys:
            return [one for one in all_keys if section_of(one) == change.path and one in self._known]
        within = [one for one in all_keys if one.startswith(key + "/")]
        return ([key] if key in all_keys else []) + [
            one for one in within if truth.get(one) != self._known.get(one)
        ]

    @staticmethod
    def _was_said(change: ToldChange, key: str, value: Value | None) -> bool:
        return key == key_of(change.path) and says(change.new, value)

    @staticmethod
    def _says(change: ToldChange, key: str, value: Value | None, before: Value | None) -> bool:
        """Are the words right? What lies within is right with what it lies in."""
        if key != key_of(change.path):
            return True
        if change.path.startswith("status/"):
            return says_part(change.new, value)
        if change.kind is ChangeKind.SECTION_GONE:
            return value is None
        return says(change.new, value) and (key.startswith("owners/") or says(change.old, before))

    # -- what should have been told

    def _was_it_told(self, change: Change, first: DocumentServed) -> None:
        told = [one for one in self._told[change.key] if change.start <= one[0] < change.end]
        visible = self._visible_from(change, first.at)
        if told:
            self._verdict.counts["changes told"] += 1
            self._in_time(change, visible, told[0][0], told[0][2])
            return
        if change.start <= first.at or self._knew_it_already(change):
            self._verdict.counts["changes that they knew"] += 1
            return
        if visible is None:
            self._verdict.counts["transient: never to be seen"] += 1
            return
        if self._was_seen(change):
            self._complain("missed", f"{change} could be seen from {visible}, was read, and never told")
            return
        waited = change.end - visible - self._hindered(change, visible, change.end)
        held = (
            DAY
            if change.end == self._run.mix.end and not change.key.startswith(_NEVER_HELD_BACK)
            else 0 * DAY
        )
        if waited > self._bound(change, visible) + held:
            self._complain("missed", f"{change} could be seen from {visible}, and was never told")
        else:
            self._verdict.counts["transient: gone before they were read, or too new"] += 1

    def _knew_it_already(self, change: Change) -> bool:
        """It came back to what they knew before it was noticed."""
        earlier = [one for one in self._told[change.key] if one[0] < change.start]
        if earlier:
            return earlier[-1][1] == change.value
        first = self._look_before(self._moments[0])
        assert first is not None
        return self._history.facts(first.stage).get(change.key) == change.value

    def _visible_from(self, change: Change, first: datetime) -> datetime | None:
        """From when on a document of a watched case could show it; None: never."""
        moment = max(change.start, first)
        spans: list[Span] = [
            Span(veil.start, veil.end)
            for veil in self._run.plan.veils[self._serial]
            if veil.kind != "mask" or change.key == MASKED
        ]
        watched = self._run.watching.spans[self._serial]
        spans += [Span(one.end, next_.start) for one, next_ in pairwise(watched)]
        spans.append(Span(watched[-1].end, self._run.mix.end + DAY))
        for span in sorted(spans, key=lambda each: each.start):
            if span.holds(moment):
                moment = span.end
        return moment if moment < change.end else None

    def _was_seen(self, change: Change) -> bool:
        """Did a document show it, undisturbed, to a process that lived on? What is gone must have stayed so for a day."""
        end = change.end
        if not change.key.startswith(_NEVER_HELD_BACK):
            end = min(end, self._run.mix.end - DAY)  # what was read later may still wait for its like
        between = self._looks[bisect_left(self._moments, change.start) : bisect_left(self._moments, end)]
        clean = [look.at for look in between if is_clean(look, change.key) and not self._died_after(look.at)]
        return bool(clean) and (change.value is not None or clean[-1] - clean[0] > DOUBT + MINUTE)

    def _died_after(self, moment: datetime) -> bool:
        return any(span.start - 2 * MINUTE <= moment <= span.end for span in self._run.dead)

    def _hindered(self, change: Change, start: datetime, end: datetime) -> timedelta:
        """How much of that time something was in the way of reading it."""
        spans = self._in_the_way_of_masks if change.key == MASKED else self._in_the_way
        return overlap(merged([*spans, *self._unsuspected(change)]), start, end)

    def _unsuspected(self, change: Change) -> list[Span]:
        """Sections away of which nothing was known before: nobody can miss them, until the full fetch after that."""
        before = self._history.facts(self._history.stage(change.start - timedelta(microseconds=1)))
        section = section_of(change.key)
        if any(section_of(key) == section for key in before):
            return []
        veils = self._run.plan.veils[self._serial]
        return [Span(veil.start, veil.end + FULL_FETCH) for veil in veils if section in veil.sections]

    def _bound(self, change: Change, visible: datetime) -> timedelta:
        """How long it may take until it is read, with nothing in the way."""
        every = self._run.mix.every
        resumed = any(span.start == visible for span in self._run.watching.spans[self._serial])
        hidden = visible != change.start and not resumed and self._is_hidden(change.start, visible)
        bound = every if (change.prompt and not hidden) or resumed else FULL_FETCH
        if change.value is None:
            bound += DOUBT + LADDER_TOP + every
        return bound + SLACK

    def _is_hidden(self, start: datetime, until: datetime) -> bool:
        """Was it hidden so that a document looked whole? A copy that is older does not: it is asked for again."""
        veils = self._run.plan.veils[self._serial]
        return any(veil.frozen is None and veil.start < until and veil.end > start for veil in veils)

    def _in_time(
        self, change: Change, visible: datetime | None, read_at: datetime, told_at: datetime
    ) -> None:
        if visible is None or visible > read_at:
            visible = (
                change.start
            )  # seen in spite of what should have hidden it (another part of the document)
        hindered = self._hindered(change, visible, read_at)
        disturbed = hindered + overlap(self._channel, visible, told_at)
        delay = Delay(_row(change), read_at - visible, told_at - visible, bool(disturbed))
        self._verdict.delays.append(delay)
        waited = delay.read - hindered
        if waited > self._bound(change, visible):
            self._complain("late", f"{change} could be seen from {visible} and was read at {read_at}")


_NEVER_HELD_BACK = (
    "status", "events/", "owners/", "attorney/", "docket_number", "assignments/", "proceedings/", "registration_number"
)  # fmt: skip


def _held_back(notice: ChangesNotice, every: timedelta) -> timedelta:
    """What any case may have, were the register indexed anew, waits for two rounds to see whether others have it."""
    paths = [change.path for change in notice.changes]
    if any(path.startswith(_NEVER_HELD_BACK) or section_of(path) == "attorney of record" for path in paths):
        return timedelta()
    return DAY if all("/" in path and path[0].isupper() for path in paths) else 2 * every


def _row(change: Change) -> str:
    if change.value is None:
        return "no longer shown"
    if not change.prompt:
        return "silent, back-dated"
    return "same day, dates as before" if change.on_the_same_day else "dates moved"
