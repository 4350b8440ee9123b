"""What disturbs the run, planned from its seed: the service's troubles, and what single documents hide for a while.

Nothing of this is true of a case, and nothing of it may be told as a change.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from tests.year.lives import FIRST_SERIAL
from tests.year.mix import DAY, HOUR, Mix, gap
from tests.year.names import in_washington, washington_day
from tests.year.quiet import ENTRY_REMOVED
from watcher.simulator import Fault, KeyKind, Office, RetryAfter, ScriptedCase, Section, edits, faults
from watcher.simulator.documents import status_document

_MINUTE = timedelta(minutes=1)
_NORMAL_PAUSE = timedelta(hours=7)
"""Between two disturbances of one case's documents: each has a day of its own."""


@dataclass(frozen=True)
class Span:
    """A time (UTC) in which something is wrong; the end is not in it."""

    start: datetime
    end: datetime
    kind: str = ""

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end


@dataclass(frozen=True)
class Veil:
    """What the documents of a case hide meanwhile: sections, an entry, e-mail addresses, or all since `frozen`."""

    start: datetime
    end: datetime
    kind: str
    sections: tuple[Section, ...] = ()
    nth: float = 0.0
    frozen: datetime | None = None


@dataclass(frozen=True)
class ServiceTrouble:
    """An effect on every request, or on some of them."""

    span: Span
    effect: Callable[..., object]
    times: int | None = None
    share: float = 1.0
    path: str = ""


@dataclass
class Weather:
    """All disturbances of a run. `veils` by serial number; `blocked` are the times in which cases cannot be checked."""

    veils: dict[str, tuple[Veil, ...]] = field(default_factory=dict)
    troubles: tuple[ServiceTrouble, ...] = ()
    key_expired: tuple[Span, ...] = ()
    channel_down: tuple[tuple[str, Span], ...] = ()

    def veils_at(self, serial: str, moment: datetime) -> tuple[Veil, ...]:
        return tuple(veil for veil in self.veils.get(serial, ()) if veil.start <= moment < veil.end)


def weather(mix: Mix, cases: list[ScriptedCase], watched_from: dict[str, datetime]) -> Weather:
    """The whole plan. Documents hide nothing before a case has been watched for two days."""
    troubles = sorted(_service_troubles(mix), key=lambda one: one.span.start)
    return Weather(
        {case.serial_number: _veils(mix, case, watched_from[case.serial_number]) for case in cases},
        tuple(one for one in troubles if one.span.end < mix.calm_from),
        tuple(_key_expired(mix)),
        tuple(_channel_down(mix)),
    )


# -- single documents


def _veils(mix: Mix, case: ScriptedCase, watched_from: datetime) -> tuple[Veil, ...]:
    chance = mix.chance(f"veils {case.serial_number}")
    begin = max(watched_from, mix.begin) + 2 * DAY
    found: list[Veil] = []
    for veil in sorted([*_stale(mix, case, begin), *_away(mix, case, begin)], key=lambda each: each.start):
        if veil.end < mix.calm_from and all(
            veil.start > other.end + _NORMAL_PAUSE or veil.end + _NORMAL_PAUSE < other.start
            for other in found
        ):
            found.append(veil)
    moment = begin + gap(chance, mix.case_masks)
    while moment < mix.calm_from:
        end = moment + chance.uniform(0.1, 12) * DAY
        found.append(Veil(moment, end, "mask"))
        moment = end + gap(chance, mix.case_masks)
    return tuple(found)


def _stale(mix: Mix, case: ScriptedCase, begin: datetime) -> Iterator[Veil]:
    """Copies older than the last document, for some hours: right after an entry was made (lagging), or later (stale).

    Always so that the first thing that such a copy lacks is an entry: by that it can be known to be older.
    """
    chance = mix.chance(f"stale {case.serial_number}")
    newest = None
    for step in case.steps:
        late = newest is not None and newest < step.on < washington_day(step.shown) - 2 * timedelta(days=1)
        newest = max(newest or step.on, step.on) if step.lines else newest
        drawn, lasting, after = chance.random(), chance.uniform(2, 18), chance.uniform(0.5, 40)
        if not step.lines or step.shown < begin:
            continue
        if late and drawn < mix.lagging:
            start, end = step.shown, step.shown + chance.uniform(0.3, 5) * HOUR
        elif drawn < mix.stale:
            start = step.shown + after * HOUR
            end = start + lasting * HOUR
        else:
            continue
        frozen = step.shown - timedelta(microseconds=1)
        between = case.shown_between(frozen, end)
        if between and between[0].lines and all(one.label != ENTRY_REMOVED for one in between):
            yield Veil(start, end, "stale" if start > step.shown else "lagging", frozen=frozen)


def _away(mix: Mix, case: ScriptedCase, begin: datetime) -> Iterator[Veil]:
    chance = mix.chance(f"away {case.serial_number}")
    for kind, rate in (("sections", mix.case_sections_away), ("entry", mix.case_entries_away)):
        moment = begin + gap(chance, rate)
        while moment < mix.calm_from:
            end = moment + chance.uniform(1, 20) * HOUR
            sections = (
                tuple(chance.sample(list(Section), chance.choice((1, 1, 2)))) if kind == "sections" else ()
            )
            yield Veil(moment, end, kind, sections, chance.random())
            moment = end + gap(chance, rate)


class Curtain:
    """Hides in a document what the veils of the moment hide. Keeps the last result of each case."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, tuple[Veil, ...], bytes]] = {}

    def over(self, case: ScriptedCase, document: bytes, veils: tuple[Veil, ...]) -> bytes:
        kept = self._kept.get(case.serial_number)
        if kept is not None and kept[0] is document and kept[1] == veils:
            return kept[2]
        result = document
        for veil in sorted(veils, key=lambda each: each.frozen is None):
            result = _veiled(case, result, veil)
        self._kept[case.serial_number] = (document, veils, result)
        return result


def _veiled(case: ScriptedCase, document: bytes, veil: Veil) -> bytes:
    match veil.kind:
        case "stale" | "lagging":
            assert veil.frozen is not None
            record = case.record(veil.frozen)
            assert record is not None
            return status_document(record)
        case "sections":
            return edits.without_sections(document, *veil.sections)
        case "entry":
            return _without_an_entry(document, veil.nth)
        case _:
            return edits.with_masked_emails(document)


_ENTRY = re.compile(rb"<(\w+:)?MarkEvent>(?:(?!<(?:\w+:)?MarkEvent>).)*?National prosecution history entry.*?</(\w+:)?MarkEvent>\s*", re.DOTALL)  # fmt: skip


def _without_an_entry(document: bytes, nth: float) -> bytes:
    found = list(_ENTRY.finditer(document))[1:]  # not the newest
    if not found:
        return document
    gone = found[int(nth * len(found))]
    return document[: gone.start()] + document[gone.end() :]


# -- the service


def _service_troubles(mix: Mix) -> Iterator[ServiceTrouble]:
    yield from _maintenance(mix)
    chance = mix.chance("bursts")
    moment = mix.begin
    while True:
        moment += gap(chance, mix.bursts)
        if moment > mix.calm_from:
            break
        effect, name = chance.choice(_BURSTS)
        share = chance.choice((0.05, 0.3, 1.0))
        yield ServiceTrouble(
            Span(moment, moment + chance.uniform(1, 15) * _MINUTE, name), effect, share=share
        )
    yield from _too_many(mix)
    yield from _half_batches(mix)


_BURSTS: tuple[tuple[Callable[..., object], str], ...] = (
    (faults.reset(), "resets"),
    (faults.close_without_answer(), "closed connections"),
    (faults.hang(), "timeouts"),
    (faults.drip(5.0, 500), "dripping bodies"),
    (faults.cut_short(), "bodies cut short"),
    (faults.truncated(), "truncated documents"),
    (faults.status(502), "502"),
    (faults.empty(), "empty answers"),
    (faults.gzipped(), "gzip"),
    (faults.json_for_xml(), "JSON for XML"),
    (faults.other_case("78787878"), "another case's answers"),
    (faults.maintenance_page(), "web pages"),
)


def _half_batches(mix: Mix) -> Iterator[ServiceTrouble]:
    """Batches that lack some of the cases, say so or not, or call themselves too large."""
    chance = mix.chance("half batches")
    moment = mix.begin
    while True:
        moment += gap(chance, mix.bursts)
        if moment > mix.calm_from:
            return
        serials = [str(FIRST_SERIAL + chance.randrange(mix.cases)) for _ in range(3)]
        effect, name = chance.choice(
            (
                (faults.batch_missing(*serials), "batches that lack cases"),
                (faults.batch_missed(*serials), "batches that name what they lack"),
                (faults.batch_oversized(2), "batches that are too large"),
                (faults.batch_partial(3), "batches that end early"),
            )
        )
        span = Span(moment, moment + chance.uniform(0.2, 5) * HOUR, name)
        yield ServiceTrouble(span, effect, path="caseMultiStatus")


def _maintenance(mix: Mix) -> Iterator[ServiceTrouble]:
    """Saturday mornings and some nights, two to twelve hours, each in one of the ways in which it shows."""
    chance = mix.chance("maintenance")
    ways = (
        (faults.maintenance_page(), "web pages with 200"),
        (faults.status(503), "503"),
        (faults.reset(), "resets"),
        (faults.empty(), "empty bodies"),
        (faults.empty(204), "204"),
        (faults.maintenance_page(503), "web pages with 503"),
    )
    for n in range(mix.days):
        day = mix.start + timedelta(days=n)
        saturday, night = day.weekday() == 5 and chance.random() < mix.saturdays, chance.random() < mix.nights
        hour, lasts = chance.randint(0, 59), chance.uniform(2, 12 if saturday else 5)
        effect, words = chance.choice(ways)
        if saturday or night:
            start = in_washington(day, time(6 if saturday else 1, hour))
            yield ServiceTrouble(Span(start, start + lasts * HOUR, f"maintenance: {words}"), effect)


def _too_many(mix: Mix) -> Iterator[ServiceTrouble]:
    chance = mix.chance("too many")
    moment = mix.begin
    while True:
        moment += gap(chance, mix.too_many)
        if moment > mix.calm_from:
            return
        how, seconds = chance.choice(list(RetryAfter)), chance.choice((5, 60, 90, 600))
        span = Span(moment, moment + 2 * HOUR, "429")
        yield ServiceTrouble(span, faults.too_many(how, seconds), times=chance.randint(1, 4))


def _key_expired(mix: Mix) -> Iterator[Span]:
    chance = mix.chance("key")
    if mix.key_expires:
        start = mix.begin + chance.uniform(0.2, 0.8) * mix.days * DAY
        yield Span(start, start + DAY, "key expired")


def _channel_down(mix: Mix) -> Iterator[tuple[str, Span]]:
    chance = mix.chance("channel")
    if mix.channel_down and mix.days > 7:
        start = mix.begin + chance.uniform(0.1, 0.7) * mix.days * DAY
        yield chance.choice(("docket", "brand")), Span(start, start + 3 * DAY, "channel down")


class Sky:
    """Brings the service's troubles over the office when their time comes, and takes them away again."""

    def __init__(self, office: Office, plan: Weather, mix: Mix, key: str) -> None:
        self._office = office
        self._plan = plan
        self._key = key
        self._chance = mix.chance("sky")
        self._starts = [one.span.start for one in plan.troubles]
        self._next = 0
        self._active: list[tuple[datetime, Fault]] = []
        self._moments = sorted({moment for span in plan.key_expired for moment in (span.start, span.end)})
        self.refusals: list[Fault] = []

    def turn(self, moment: datetime) -> None:
        """The troubles of this moment, no others."""
        if self._active and any(end <= moment or _is_spent(fault) for end, fault in self._active):
            over = [fault for end, fault in self._active if end <= moment or _is_spent(fault)]
            self._office.clear_faults(*over)
            self._active = [one for one in self._active if one[1] not in over]
        if self._next < len(self._starts) and self._starts[self._next] <= moment:
            due = bisect_right(self._starts, moment)
            for trouble in self._plan.troubles[self._next : due]:
                self._begin(trouble)
            self._next = due
        if self._moments and self._moments[0] <= moment:
            self._moments = [one for one in self._moments if one > moment]
            self._set_key(any(span.holds(moment) for span in self._plan.key_expired))

    def _begin(self, trouble: ServiceTrouble) -> None:
        where = None if trouble.share == 1.0 else lambda _: self._chance.random() < trouble.share
        fault = self._office.fail(trouble.effect, path=trouble.path, times=trouble.times, where=where)  # type: ignore[arg-type]
        if trouble.span.kind == "429":
            self.refusals.append(fault)
        self._active.append((trouble.span.end, fault))

    def _set_key(self, expired: bool) -> None:
        self._office.set_key(self._key, KeyKind.EXPIRED if expired else KeyKind.TSDR)


def _is_spent(fault: Fault) -> bool:
    return fault.times is not None and fault.struck >= fault.times
