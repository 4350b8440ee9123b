"""What a day's rows come to: those that stay for ever, those that may go, a digest of each, and the chain of heads."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from watcher.trademark.decide import WASHINGTON
from watcher.trademark.proof.row import BEGINNING, Finding, Row, day_of
from watcher.trademark.state import CheckKind, CheckOutcome

SHORTEST_KEEP = timedelta(days=30)
"""The least that `keep_checks` may be: a day that was thinned earlier was not thinned by us."""
_GOOD = frozenset({CheckOutcome.SAME.value, CheckOutcome.FIRST_SEEN.value, CheckOutcome.CHANGED.value})
_SAME = CheckOutcome.SAME.value
_FETCH = CheckKind.FETCH.value


class SealState(StrEnum):
    """What became of a sealed day's rows that may go.

    `thinning`: some are gone, the others go next. `disputed`: the day was to be thinned, but was not as it was sealed:
    it is left as it is, for it is evidence.
    """

    WHOLE = "whole"
    THINNING = "thinning"
    THINNED = "thinned"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day's rows: how many, and the SHA-256 of their lines of JSON and links, in their order."""

    rows: int
    digest: str


@dataclass(frozen=True, slots=True)
class Seal:
    """A day of the record, closed: rows `first_id` to `last_id`, all of them.

    `first_at` and `last_at` (text, UTC) are the earliest and the latest moment at which one of them was asked.
    `last_link` is the chain's link at its end. `head` is the digest of all this and of the head before.
    """

    number: int
    day: date
    first_id: int
    last_id: int
    first_at: str
    last_at: str
    kept: Part
    may_go: Part
    last_link: str
    previous_head: str
    head: str
    state: SealState = SealState.WHOLE

    def computed_head(self) -> str:
        """What the head must be: SHA-256 of the previous one and all else that is sealed, as a line of JSON.

        The state is not sealed, for it moves on.
        """
        sealed = [self.previous_head, self.number, self.day.isoformat(), self.first_id, self.last_id]
        sealed += [self.first_at, self.last_at, self.kept.rows, self.kept.digest]
        sealed += [self.may_go.rows, self.may_go.digest, self.last_link]
        return hashlib.sha256(json.dumps(sealed, separators=(",", ":"), default=repr).encode()).hexdigest()


def sealed(before: Seal | None, day: date, first_id: int, measured: Measured) -> Seal:
    """The seal of a day whose rows come to this, chained to the seal before."""
    bare = Seal(
        before.number + 1 if before else 1,
        day,
        first_id,
        measured.last_id,
        measured.first_at,
        measured.last_at,
        measured.kept,
        measured.may_go,
        measured.last_link,
        before.head if before else BEGINNING,
        "",
    )
    return replace(bare, head=bare.computed_head())


class Keeping:
    """Decides which rows of a day stay for ever, once it has seen them all.

    Those are all that did not find the same as before (changes, first sights, doubts, failures), and for each case
    its first good look of the day: the first status document, or the first probe when none was fetched. A set of rows
    from which only others were taken away gives the same answer, so that a day half thinned is judged like a whole one.
    """

    def __init__(self) -> None:
        self._fetched: dict[str, int] = {}
        self._probed: dict[str, int] = {}
        self._chosen: frozenset[int] | None = None

    def see(self, row: Row) -> None:
        """One more row of the day, in their order."""
        if row.outcome in _GOOD:
            first = self._fetched if row.kind == _FETCH else self._probed
            for serial_number in row.serial_numbers:
                first.setdefault(serial_number, row.id)

    def keeps(self, row: Row) -> bool:
        """Does it stay for ever?"""
        if self._chosen is None:
            self._chosen = frozenset((self._probed | self._fetched).values())
        return row.outcome != _SAME or row.id in self._chosen


@dataclass(frozen=True, slots=True)
class Measured:
    """What the rows of a day come to.

    `index` names for each case the rows that are about it, all of them or those kept, counted from the first row of
    the day. `going` are the ids of the rows that may go.
    """

    kept: Part
    may_go: Part
    first_at: str
    last_at: str
    last_id: int
    last_link: str
    index: dict[str, array[int]]
    going: array[int]
    findings: tuple[Finding, ...] = ()


@dataclass
class _Sum:
    rows: int = 0
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)

    def add(self, row: Row) -> None:
        self.rows += 1
        self.digest.update(f"{row.text}\n{row.link}\n".encode())

    def part(self) -> Part:
        return Part(self.rows, self.digest.hexdigest())


def measure(
    rows: Callable[[], Iterable[Row]],
    first_id: int,
    follow: Callable[[Row], Iterable[Finding]] | None = None,
    *,
    kept_only: bool = False,
) -> Measured:
    """Measure the rows of a day, of which there is at least one; `rows` gives them twice, so that they need not be held.

    `follow` looks at each on the way. `kept_only`: the index names the rows that stay, and no others.
    """
    keeping, findings = Keeping(), list[Finding]()
    for row in rows():
        keeping.see(row)
        if follow is not None:
            findings += follow(row)
    kept, may_go = _Sum(), _Sum()
    index: dict[str, array[int]] = {}
    going = array("q")
    moments, last_id, last_link = [""], 0, ""
    for row in rows():
        stays = keeping.keeps(row)
        (kept if stays else may_go).add(row)
        if not stays:
            going.append(row.id)
        if stays or not kept_only:
            place = row.id - first_id
            for serial_number in row.serial_numbers:
                places = index.get(serial_number)
                if places is None:
                    places = index[serial_number] = array("q")
                places.append(place)
        asked_at = str(row.asked_at)
        moments = [min(moments[0] or asked_at, asked_at), max(moments[-1], asked_at)]
        last_id, last_link = row.id, row.link
    return Measured(
        kept.part(), may_go.part(), moments[0], moments[-1], last_id, last_link, index, going, tuple(findings)
    )


def washington_day(moment: datetime) -> date:
    """The day in Washington."""
    return moment.astimezone(WASHINGTON).date()


def closed_day(rows: Iterable[Row], today: date) -> tuple[date, int] | None:
    """The first day of these rows, which follow each other, if a later one has begun; and the id of its last row.

    The day ends before the first row of a later day, or, when none came yet, with the last row. A row that was saved
    after rows of a later day belongs to that day. One from the future (the clock was put right meanwhile), or
    whose moment cannot be read, belongs to the day of the row before it, and in the beginning to yesterday.
    """
    found: tuple[date, int] | None = None
    for row in rows:
        day = day_of(row)
        if day is not None and day > today:
            day = None
        if found is None:
            found = (day or today - timedelta(days=1), row.id)
            if found[0] >= today:
                return None
        elif day is not None and day > found[0]:
            return found
        else:
            found = (found[0], row.id)
    return found
