"""Whatever a history holds: lines, never an exception; the same lines each time; no date before its anchor."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.trademark.codes import Codes, Stage
from watcher.trademark.deadlines import State, deadlines, reminders_due, standard_tables
from watcher.trademark.deadlines.periods import EARLIEST, LATEST
from watcher.trademark.holidays import OfficeCalendar
from watcher.trademark.model import AssociatedMark, Case, FilingBasis, ProsecutionEvent, Status
from watcher.trademark.numbers import SerialNumber

TABLES, CALENDAR = standard_tables(), OfficeCalendar.standard()
MEANINGFUL = sorted(TABLES.meaningful | set(TABLES.starting))
KEYS = st.one_of(
    st.sampled_from(MEANINGFUL),
    st.sampled_from(sorted(meaning.key for meaning in Codes.standard().events.values())),
    st.sampled_from(["QQQQZ", "????I", "GNRTX"]),
)
NEAR = st.dates(date(2016, 1, 1), date(2027, 12, 31))
DAYS = st.one_of(NEAR, NEAR, NEAR, st.none(), st.dates(), st.just(date(1900, 1, 1)))
EVENTS = st.builds(
    lambda number, key, day, more: ProsecutionEvent(number, key[:4], key[4:], day, "WORDS", more),
    st.one_of(st.integers(0, 60), st.none()),
    KEYS,
    DAYS,
    st.sampled_from(["", "91000001", "91000002", "null"]),
)
STATUSES = st.one_of(st.sampled_from(["", "999", *Codes.standard().statuses]))
BASES = st.sampled_from([(), ("1(a)",), ("1(b)",), ("44(d)", "1(b)"), ("66(a)",), ("no basis",)])
CASES = st.builds(
    Case,
    serial_number=st.sampled_from([SerialNumber("97000001"), SerialNumber("79000001")]),
    registration_number=st.sampled_from([None, "7000001"]),
    filing_date=DAYS,
    registration_date=DAYS,
    status=st.builds(Status, STATUSES, DAYS, st.just("words")),
    events=st.lists(EVENTS, max_size=25).map(tuple),
    basis=st.builds(lambda bases: FilingBasis(filed=bases, current=bases), BASES),
    publication_dates=st.lists(DAYS.filter(bool), max_size=2).map(tuple),
    allowance_date=DAYS,
    abandonment_date=DAYS,
    renewal_date=DAYS,
    register=st.sampled_from(["Primary", "Supplemental", ""]),
    associated_marks=st.sampled_from([(), (AssociatedMark("x", international_registration="1"),)]),
)


@settings(max_examples=100, deadline=None)
@given(case=CASES, today=st.one_of(NEAR, st.dates()), fetched=DAYS, seed=st.randoms(use_true_random=False))
def test_any_history_gives_the_same_lines_in_whatever_order_it_is_told(
    case: Case, today: date, fetched: date | None, seed: random.Random
):
    lines = deadlines(case, today, CALENDAR, (), fetched)
    shuffled = list(case.events)
    seed.shuffle(shuffled)
    again = Case(**{name: getattr(case, name) for name in Case.__slots__} | {"events": tuple(shuffled)})
    assert deadlines(again, today, CALENDAR, (), fetched) == lines
    assert len({line.id for line in lines}) == len(lines), "two lines have one id"
    for line in lines:
        reminders_due(line, today)


@settings(max_examples=100, deadline=None)
@given(case=CASES, today=st.one_of(NEAR, st.dates()))
def test_no_date_is_before_its_anchor_and_every_roll_ends_on_a_business_day(case: Case, today: date):
    for line in deadlines(case, today, CALENDAR, (), today):
        anchor = line.anchor.date if line.anchor else None
        dates = (line.due, line.rolled, line.opens, line.grace, line.extension, *(x.day for x in line.limits))
        for day in dates:
            assert day is None or anchor is None or day >= anchor, line
        for day, rolled in (
            (line.due, line.rolled),
            (line.grace, line.grace_rolled),
            (line.extension, line.extension_rolled),
        ):
            if day is not None and rolled is not None:
                assert day <= rolled <= day + timedelta(days=10), line
                assert CALENDAR.is_open(rolled), line
        if line.due is None:
            assert line.why or line.text or line.state in {State.MET, State.SUPERSEDED, State.PAST}, line
        if line.opens and line.due and line.grace:
            assert line.opens < line.due < line.grace, line


@settings(max_examples=100, deadline=None)
@given(case=CASES, today=NEAR)
def test_every_action_that_starts_a_date_has_its_line(case: Case, today: date):
    """Each issued entry is an anchor, or of the same mailing as one, or stands in for a better one of its kind."""
    lines = deadlines(case, today, CALENDAR, (), today)
    named = {line.rule for line in lines}
    for event in case.events:
        meaning = TABLES.codes.of(event)
        if event.date is None or not EARLIEST <= event.date <= LATEST:
            continue
        if meaning.stage is not Stage.ISSUED or meaning.key not in TABLES.starting:
            continue
        assert set(TABLES.starting[meaning.key]) <= named, event


@settings(max_examples=100, deadline=None)
@given(case=CASES, today=NEAR, key=st.sampled_from(["QQQQZ", "MAILI", "TCCAI", "CNRTR", "GNRNO"]), day=NEAR)
def test_an_entry_that_decides_nothing_closes_nothing(case: Case, today: date, key: str, day: date):
    more = ProsecutionEvent(99, key[:4], key[4:], day, "WORDS")
    with_it = Case(
        **{name: getattr(case, name) for name in Case.__slots__} | {"events": (*case.events, more)}
    )
    before = {line.id: line for line in deadlines(case, today, CALENDAR, (), today)}
    after = {line.id: line for line in deadlines(with_it, today, CALENDAR, (), today)}
    for name, line in before.items():
        if line.state.needs_attention and line.due is not None:
            assert after[name].state.needs_attention, (line, after[name])
            assert after[name].due == line.due
