"""Promises 1 and 3 over random days: every change that is shown is told once, and nothing else is told in a day."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trademark.test_reading import HOUR, Watching
from watcher.trademark.diff import diff
from watcher.trademark.model import (
    Assignment,
    Attorney,
    Case,
    Change,
    ChangeKind,
    Contact,
    Fact,
    Mark,
    Owner,
    ProsecutionEvent,
    Section,
    Status,
)
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.reading import PATIENCE, Changed, Doubtful, FirstSeen, Reading

few = settings(max_examples=150, derandomize=True, deadline=None, database=None)

TRUTH = Case(
    serial_number=SerialNumber("97123456"),
    registration_number="7000001",
    filing_date=date(2025, 1, 1),
    renewal_date=date(2036, 1, 1),
    status=Status("641", date(2026, 3, 1), "Non-final action mailed"),
    mark=Mark("AZUKI ZEN", categories=("Trademark",)),
    events=tuple(ProsecutionEvent(n, "GNRT", "O", date(2026, 3, 1), f"ENTRY {n}") for n in (3, 2, 1)),
    owners=(Owner(10, "Azuki LLC", Contact(emails=(("Main", "owner@example.com"),))),),
    attorney=Attorney(Contact(("Jane Doe",)), "A-1"),
    correspondent=Contact(("Jane Doe",), emails=(("Main", "jane@example.com"),), phones=("111",)),
    assignments=(Assignment("1234/0567", "ASSIGNS THE ENTIRE INTEREST"),),
    other=(Fact(Section.GOODS, "NationalGoodsServices/ClassTotal", "2"),),
)


def changed(truth: Case, what: str, number: int) -> Case:  # noqa: PLR0911  # one for each change
    """A real change, which brings a word that no other has: `t7t`."""
    word = f"t{number}t"
    owner, correspondent = truth.owners[0], truth.correspondent
    assert correspondent is not None
    match what:
        case "event":
            newest = truth.events[0].entry_number or 0
            event = ProsecutionEvent(newest + 1, "GNRT", "O", date(2026, 3, 9), f"ENTRY {word}")
            return replace(truth, events=(event, *truth.events))
        case "owner":
            contact = replace(owner.contact, emails=(("Main", f"{word}@example.com"),))
            return replace(truth, owners=(replace(owner, contact=contact),))
        case "e-mail":
            moved = replace(correspondent, emails=(("Main", f"{word}@example.com"),))
            return replace(truth, correspondent=moved)
        case "phone":
            return replace(truth, correspondent=replace(correspondent, phones=(word,)))
        case "attorney":
            return replace(truth, attorney=Attorney(Contact((f"Counsel {word}",)), "A-1"))
        case "assignment":
            return replace(truth, assignments=(*truth.assignments, Assignment(f"99/{number}", word)))
        case _:
            return replace(truth, register=word)


CHANGES = ("event", "owner", "e-mail", "phone", "attorney", "assignment", "register")
EMPTIED: dict[str, dict[str, Any]] = {
    "history": {"events": ()},
    "owners": {"owners": ()},
    "attorney": {"attorney": None},
    "correspondent": {"correspondent": None},
    "assignments": {"assignments": ()},
    "status": {"status": Status("", None, "")},
    "filing date": {"filing_date": None},
    "renewal date": {"renewal_date": None},
    "category": {"mark": Mark("AZUKI ZEN")},
    "fact": {"other": ()},
}
FAULTS = (
    *EMPTIED,
    "e-mails masked",
    "phones masked",
    "entry 1",
    "entry 2",
    "entry 3",
    "entry 4",
    "other mark",
)

GONE = (ChangeKind.SECTION_GONE, ChangeKind.EVENT_REMOVED)
SHOWS = {
    "prosecution history": ("history",),
    "owners": ("owners",),
    "attorney of record": ("attorney",),
    "correspondent": ("correspondent",),
    "assignments": ("assignments",),
    "status": ("status",),
    "filing_date": ("filing date",),
    "renewal_date": ("renewal date",),
    "mark/categories": ("category", "other mark"),
    "NationalGoodsServices/ClassTotal": ("fact",),
    **{f"events/{number}": (f"entry {number}",) for number in range(1, 5)},
}
"""The faults by which the value at a path can be gone."""


def shown(truth: Case, faults: set[str]) -> Case:
    """What TSDR shows of the truth while these faults last."""
    document = truth
    owner, correspondent = document.owners[0], document.correspondent
    assert correspondent is not None
    if "e-mails masked" in faults:
        masked = (("Main", "XXXX"),)
        correspondent = replace(correspondent, emails=masked)
        owner = replace(owner, contact=replace(owner.contact, emails=masked))
    if "phones masked" in faults:
        correspondent = replace(correspondent, phones=("XXXX",))
    if "other mark" in faults:
        document = replace(document, mark=Mark("ANOTHER"))
    events = tuple(event for event in document.events if f"entry {event.entry_number}" not in faults)
    document = replace(document, owners=(owner,), correspondent=correspondent, events=events)
    for fault in sorted(faults & EMPTIED.keys()):
        if fault != "category" or "other mark" not in faults:
            document = replace(document, **EMPTIED[fault])
    return document


class Days:
    """Some days of one case: what is true, what is shown, and all that was told."""

    def __init__(self) -> None:
        self.watching = Watching(TRUTH)
        self.now = timedelta()
        self.truth = TRUTH
        self.before = [TRUTH]
        self.number = 0
        self.faults: set[str] = set()
        self.since: dict[str, timedelta] = {}  # as far as could be believed
        self.absent: dict[str, timedelta] = {}
        self.told: list[tuple[timedelta, Change]] = []
        self.seen: set[str] = set()

    def change(self, what: str) -> None:
        self.number += 1
        self.truth = changed(self.truth, what, self.number)
        self.before.append(self.truth)

    def look(self) -> Reading:
        """Read what is shown now."""
        for fault in self.faults:
            self.since.setdefault(fault, self.now)
            self.absent.setdefault(fault, self.now)
        self.absent = {fault: since for fault, since in self.absent.items() if fault in self.faults}
        document = shown(self.truth, self.faults)
        reading = self._read(document)
        if not isinstance(reading, Doubtful):
            self.since = {fault: since for fault, since in self.since.items() if fault in self.faults}
            self.seen |= words(repr(document))
        return reading

    def look_at_a_stale_copy(self, back: int) -> None:
        """A copy from before the newest entry that was read; older ones cannot be told from a change."""
        read = max(event.entry_number or 0 for event in self.watching.baseline().case.events or TRUTH.events)
        old = [case for case in self.before if (case.events[0].entry_number or 0) < read]
        if old and self.watching.baseline().case.status.date is not None:
            assert isinstance(self._read(old[-1 - back % len(old)]), Doubtful)

    def _read(self, document: Case) -> Reading:
        reading = self.watching.sees(document, self.now)
        if isinstance(reading, Changed):
            self.told += [(self.now, change) for change in reading.changes]
            for change in reading.changes:
                faults = SHOWS.get(change.path, ()) if change.kind in GONE else ()
                assert change.kind not in GONE or any(
                    self.now - self.absent.get(fault, self.now) >= PATIENCE for fault in faults
                ), f"{change.path} was not gone for a day"
        if not isinstance(reading, Doubtful | FirstSeen):
            kept = self.watching.baseline().case
            assert diff(reading.case, kept) == (), "what is kept is not what was compared"
        return reading

    def heals(self) -> None:
        """All faults end, and what is shown is read until no doubt can stand."""
        self.faults.clear()
        for _ in range(3):
            self.look()
            self.now += PATIENCE
        assert diff(self.watching.baseline().case, self.truth) == ()
        assert self.watching.holds == ()


def words(text: str) -> set[str]:
    return set(re.findall(r"\bt\d+t\b", text))


moves = st.lists(
    st.tuples(
        st.integers(1, 20),  # quarters of an hour until then
        st.one_of(
            st.tuples(st.just("change"), st.sampled_from(CHANGES)),
            st.tuples(st.just("fault"), st.sampled_from(FAULTS)),
            st.tuples(st.just("stale"), st.integers(0, 3)),
        ),
    ),
    min_size=5,
    max_size=30,
)
Moves = list[tuple[int, tuple[str, str | int]]]


def play(days: Days, chosen: Moves, longest: timedelta) -> None:
    for quarters, (kind, what) in chosen:
        days.now += quarters * HOUR / 4
        if any(days.now - since >= longest for since in days.since.values()):
            days.faults.clear()
        elif kind == "change":
            days.change(str(what))
        elif kind == "fault":
            days.faults ^= {str(what)}
        else:
            days.look_at_a_stale_copy(int(what))
            continue
        days.look()


@few
@given(moves)
def test_each_change_that_is_shown_is_told_once_and_no_fault_of_less_than_a_day(chosen: Moves) -> None:
    days = Days()
    play(days, chosen, PATIENCE - 12 * HOUR)
    days.heals()
    told = [word for _, change in days.told for word in words(change.new or "")]
    assert sorted(told) == sorted(days.seen)
    assert [change.summary for _, change in days.told if not words(change.new or "")] == []


@few
@given(moves, st.sets(st.sampled_from(FAULTS), min_size=1, max_size=4))
def test_what_stays_away_is_told_after_its_own_day_and_once(chosen: Moves, lasting: set[str]) -> None:
    days = Days()
    days.faults = set(lasting)
    days.look()
    for quarters, (kind, what) in chosen:
        days.now += quarters * HOUR
        if kind == "change":
            days.change(str(what))
        elif kind == "fault" and what not in lasting:
            days.faults ^= {str(what)}
        days.look()
    for _ in range(3):
        days.now += PATIENCE
        days.look()
    days.now += PATIENCE
    count = len(days.told)
    days.look()
    assert len(days.told) == count, "the same thing again"
    gone = {change.path for _, change in days.told if change.kind in GONE}
    for fault in lasting & (EMPTIED.keys() - {"category"}):
        assert [path for path in gone if fault in SHOWS[path]], f"{fault}: never told"
    days.heals()
