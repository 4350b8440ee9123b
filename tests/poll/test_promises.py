"""The promises of the design, as far as one process keeps them: each test is named after what a user relies on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.poll.world import DAY, HOUR, START, World, group, record, watchlist
from watcher.errors import (
    BaselineMovedError,
    DeliveryError,
    KeyRefusedError,
    NoSuchCaseError,
    RateLimitedError,
    ServiceDownError,
)
from watcher.simulator.edits import Section, without_sections
from watcher.trademark.model import ModifiedDates
from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber
from watcher.trademark.state import CheckOutcome

ONE, TWO, THREE = "97000001", "97000002", "97000003"


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path, watchlist(tmp_path, group(ONE, TWO, THREE)))
    for serial in (ONE, TWO, THREE):
        made.uspto.put(record(serial))
    return made


@pytest.fixture
def seen(world: World) -> World:
    """A world in which the three cases were seen, long after their last event."""
    world.poll()
    world.told()
    return world


def test_at_first_sight_one_message_says_what_is_watched_and_never_one_per_old_event(world: World) -> None:
    world.poll()
    assert world.told() == [f"first sight of {ONE}\nfirst sight of {TWO}\nfirst sight of {THREE}"]
    assert world.after(HOUR).changed == []
    assert world.told() == []


def test_no_change_is_missed_when_the_date_moves(seen: World) -> None:
    seen.uspto.add_event(TWO)
    seen.after(HOUR)
    assert seen.told() == [f"[Acme] {TWO}: NON-FINAL ACTION E-MAILED"]


def test_nothing_is_told_twice(seen: World) -> None:
    seen.uspto.add_event(TWO)
    seen.after(HOUR)
    seen.told()
    seen.after(*[HOUR] * 100)
    assert seen.told() == []


def test_no_change_is_missed_when_a_second_one_comes_on_the_same_day(seen: World) -> None:
    seen.uspto.add_event(TWO, "FIRST OF THE DAY")
    seen.after(HOUR)
    seen.uspto.add_event(TWO, "SECOND OF THE DAY")  # the reported day stays
    seen.after(HOUR)
    assert seen.told() == [f"[Acme] {TWO}: FIRST OF THE DAY", f"[Acme] {TWO}: SECOND OF THE DAY"]


def test_no_change_is_missed_when_it_moves_no_date_at_all(seen: World) -> None:
    seen.uspto.add_event(TWO, "BACK-DATED", date(2026, 1, 5), dates=False)
    seen.after(*[HOUR] * (7 * 24))
    assert seen.told() == [f"[Acme] {TWO}: BACK-DATED"]


def test_unchanged_cases_are_asked_with_one_cheap_request(seen: World) -> None:
    seen.uspto.probes.clear()
    seen.uspto.fetches.clear()
    seen.after(HOUR)
    assert sorted(seen.uspto.probes) == [ONE, TWO, THREE]
    assert seen.uspto.fetches == []


def test_a_document_that_lags_behind_its_date_is_fetched_again_on_the_ladder(seen: World) -> None:
    moved = ModifiedDates(
        prosecution=date(2026, 2, 1), status=date(2026, 2, 1)
    )  # long past: not the day rule
    seen.uspto.dates[TWO] = moved
    seen.after(HOUR)
    seen.uspto.fetches.clear()
    seen.after(timedelta(minutes=10), HOUR, 6 * HOUR)
    assert seen.uspto.fetches.count(TWO) == 3
    seen.after(HOUR, HOUR)
    assert seen.uspto.fetches.count(TWO) == 3  # the date is accepted now
    assert seen.told() == []


def test_a_late_document_is_told_from_the_ladder(seen: World) -> None:
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 1))
    seen.after(HOUR)
    seen.uspto.add_event(TWO, "AT LAST", date(2026, 2, 1), dates=False)
    seen.after(timedelta(minutes=10))
    assert seen.told() == [f"[Acme] {TWO}: AT LAST"]


def test_a_document_that_lags_behind_its_date_is_fetched_again_though_it_shows_something_else(
    seen: World,
) -> None:
    """The date moved for an entry; the document shows a change of an earlier week, and the entry only later."""
    case = seen.uspto.records[TWO]
    seen.uspto.put(case.but(docket_number="D-2"), dates=False)
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 1))
    seen.after(HOUR)
    assert len(seen.told()) == 1
    seen.uspto.add_event(TWO, "AT LAST", date(2026, 2, 1), dates=False)
    seen.after(timedelta(minutes=10))
    assert seen.told() == [f"[Acme] {TWO}: AT LAST"]
    seen.uspto.fetches.clear()
    seen.after(*[HOUR] * 12)
    assert seen.uspto.fetches == []


def test_a_date_that_no_document_accounts_for_is_accepted_at_the_end_of_the_ladder(seen: World) -> None:
    case = seen.uspto.records[TWO]
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 1))
    for number in range(1, 4):  # each document shows something new, and nothing of that day
        seen.uspto.put(case.but(docket_number=f"D-{number}"), dates=False)
        seen.after((timedelta(0), timedelta(minutes=10), HOUR)[number - 1] if number > 1 else HOUR)
    seen.after(6 * HOUR)
    seen.uspto.fetches.clear()
    seen.after(*[HOUR] * 12)
    assert seen.uspto.fetches == []
    assert len(seen.told()) == 3


def test_a_section_that_vanishes_for_some_hours_is_no_false_alarm(seen: World) -> None:
    whole = seen.uspto.documents[TWO]
    seen.uspto.documents[TWO] = without_sections(whole, Section.OWNERS)
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 1))
    assert seen.after(HOUR).doubtful == [TWO]
    seen.after(timedelta(minutes=10), HOUR)
    seen.uspto.documents[TWO] = whole
    seen.after(6 * HOUR, HOUR, DAY, DAY)
    assert seen.told() == []


def test_a_section_that_stays_away_for_a_day_is_told_as_what_it_is(seen: World) -> None:
    seen.uspto.documents[TWO] = without_sections(seen.uspto.documents[TWO], Section.OWNERS)
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 1))
    seen.after(*[HOUR] * 40)
    assert seen.told() == [f"[Acme] {TWO}: The USPTO no longer shows the owners of this case"]


def test_an_unreadable_document_is_never_a_change_and_is_recorded(seen: World) -> None:
    whole = seen.uspto.documents[TWO]
    seen.uspto.documents[TWO] = whole[:-500]
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 1))
    result = seen.after(HOUR)
    assert [failed.serial_number for failed in result.failed] == [TWO]
    assert next(seen.store.history.checks(SerialNumber(TWO))).outcome is CheckOutcome.UNREADABLE
    seen.uspto.documents[TWO] = whole
    seen.after(HOUR)
    assert seen.told() == []


def test_another_cases_document_is_never_a_change(seen: World) -> None:
    seen.uspto.documents[TWO] = seen.uspto.documents[ONE]
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 1))
    assert [failed.serial_number for failed in seen.after(HOUR).failed] == [TWO]
    assert seen.told() == []


def test_every_check_leaves_a_record(seen: World) -> None:
    seen.after(HOUR)
    newest, *_, first_fetch, first_probe = seen.store.history.checks(SerialNumber(ONE))
    assert (newest.outcome, newest.response_code, newest.asked_at) == (CheckOutcome.SAME, 200, START + HOUR)
    assert first_fetch.outcome is CheckOutcome.FIRST_SEEN
    assert first_probe.digest == "2026-01-05"


# -- promise 2


def test_a_notice_that_a_channel_does_not_take_is_delivered_by_a_later_try_and_only_once(seen: World) -> None:
    seen.channels.refuse["docket"] = DeliveryError("the server is down")
    seen.uspto.add_event(TWO)
    seen.after(HOUR)
    assert seen.told() == []
    assert seen.store.outbox.pending(seen.clock.now()) == 1
    del seen.channels.refuse["docket"]
    seen.after(timedelta(minutes=2), HOUR, DAY)
    assert seen.told() == [f"[Acme] {TWO}: NON-FINAL ACTION E-MAILED"]


def test_a_notice_that_may_have_arrived_is_sent_again_and_says_so(seen: World) -> None:
    seen.channels.refuse["docket"] = DeliveryError("no answer", maybe_delivered=True)
    seen.uspto.add_event(TWO)
    seen.after(HOUR)
    del seen.channels.refuse["docket"]
    seen.after(timedelta(minutes=2))
    assert seen.told() == [f"[Acme] {TWO}: NON-FINAL ACTION E-MAILED MAYBE REPEAT"]


def test_one_channel_that_fails_keeps_no_other_from_being_told(tmp_path: Path) -> None:
    world = World(tmp_path, watchlist(tmp_path, group(ONE, tell=("docket", "brand"))))
    world.uspto.put(record(ONE))
    world.channels.refuse["docket"] = DeliveryError("the server is down")
    world.poll()
    assert [recipient.channel for recipient, _ in world.channels.accepted] == ["brand"]


def test_a_refusal_for_good_is_told_to_the_operator_once_and_stays_in_the_outbox(seen: World) -> None:
    seen.channels.refuse["docket"] = DeliveryError("550 no such user", permanent=True)
    for serial in (ONE, TWO, THREE):
        seen.uspto.add_event(serial)
    seen.after(HOUR, timedelta(minutes=1), timedelta(minutes=1))
    assert seen.told() == ["docket <a@x> does not take notices"]
    assert [entry.state for entry in seen.store.outbox.entries()] == ["refused"] * 3
    del seen.channels.refuse["docket"]
    seen.store.outbox.retry(None, seen.clock.now())
    seen.after(timedelta(minutes=1))
    assert len(seen.told()) == 3
    seen.after(timedelta(minutes=1))
    assert seen.told() == ["docket <a@x> takes notices again"]


def test_a_baseline_that_moved_meanwhile_means_that_nothing_is_written(seen: World) -> None:
    seen.uspto.add_event(TWO)
    stale = seen.store.cases.watched([SerialNumber(TWO)])
    seen.after(HOUR)
    changes = len(seen.store.history.changes())
    seen.uspto.add_event(TWO, "LATER")
    other = World(seen.path, seen.watchlist, seen.clock)
    other.uspto = seen.uspto
    asked = next(iter(seen.poller._asker.ask_all(seen.poller._looking._wanted(stale, full=True))))
    look = seen.poller._looking.concluder.conclude(
        asked, seen.poller.routes.of(SerialNumber(TWO)), service_in_trouble=False
    )
    with pytest.raises(BaselineMovedError):
        seen.store.cases.save(look)
    assert len(seen.store.history.changes()) == changes
    assert seen.store.outbox.pending(seen.clock.now()) == 0


def test_a_case_in_two_groups_is_checked_once_and_a_recipient_of_both_is_told_once(tmp_path: Path) -> None:
    groups = (group(ONE, name="First"), group(ONE, name="Second", tell=("docket", "brand")))
    world = World(tmp_path, watchlist(tmp_path, *groups))
    world.uspto.put(record(ONE))
    world.poll()
    assert world.uspto.probes == [ONE]
    world.told()
    world.uspto.add_event(ONE)
    world.after(HOUR)
    assert sorted(world.told()) == [
        f"[First] {ONE}: NON-FINAL ACTION E-MAILED",
        f"[Second] {ONE}: NON-FINAL ACTION E-MAILED",
    ]


def test_what_is_owed_to_a_channel_that_is_gone_goes_to_the_operator(seen: World) -> None:
    seen.channels.refuse["docket"] = DeliveryError("the server is down")
    seen.uspto.add_event(TWO)
    seen.after(HOUR)
    del seen.channels.addresses["docket"]
    seen.start(replace(seen.watchlist, groups=(group(ONE, TWO, THREE, tell=("brand",)),)))
    seen.after(timedelta(minutes=2), timedelta(minutes=2))
    assert [(r.channel, m.body) for r, m in seen.channels.accepted] == [
        ("office", f"[] {TWO}: NON-FINAL ACTION E-MAILED")
    ]


# -- promise 4


def test_a_refused_key_is_told_at_once_and_once_and_again_when_it_works(seen: World) -> None:
    seen.uspto.error = KeyRefusedError
    assert seen.after(HOUR).key_refused
    seen.after(*[HOUR] * 5)
    assert seen.told() == ["The USPTO refused the API key"]
    seen.uspto.error = None
    seen.after(HOUR, HOUR)
    assert seen.told() == ["The USPTO takes the API key again"]


def test_after_the_key_was_refused_nothing_is_asked_for_an_hour(seen: World) -> None:
    seen.uspto.error = KeyRefusedError
    seen.after(HOUR)
    seen.uspto.probes.clear()
    seen.after(*[timedelta(minutes=10)] * 5)
    assert seen.uspto.probes == []


def test_a_case_that_cannot_be_checked_for_a_day_is_told_once_and_again_when_it_heals(seen: World) -> None:
    seen.uspto.errors[TWO] = ServiceDownError
    seen.after(*[HOUR] * 20)
    assert seen.told() == []
    seen.after(*[HOUR] * 40)
    assert seen.told() == [f"Serial number {TWO} could not be checked"]
    del seen.uspto.errors[TWO]
    seen.after(*[HOUR] * 10)
    assert seen.told() == [f"Serial number {TWO} is checked again"]


def test_a_case_that_does_not_exist_is_told_at_once(seen: World) -> None:
    seen.uspto.errors[TWO] = NoSuchCaseError
    seen.after(HOUR, HOUR, HOUR)
    assert seen.told() == [f"Serial number {TWO} could not be checked"]


def test_a_service_that_is_down_is_one_notice_instead_of_many(tmp_path: Path) -> None:
    serials = [f"9700{n:04}" for n in range(30)]
    world = World(tmp_path, watchlist(tmp_path, group(*serials)))
    for serial in serials:
        world.uspto.put(record(serial))
    world.poll()
    world.told()
    world.uspto.error = ServiceDownError
    world.after(*[HOUR] * 48)
    assert world.told() == ["The USPTO's service does not answer as it should"]
    world.uspto.error = None
    world.after(*[HOUR] * 12)
    assert world.told() == ["The USPTO answers again"]


def test_a_failed_case_is_tried_again_at_least_once_a_day_and_never_given_up(seen: World) -> None:
    seen.uspto.errors[TWO] = ServiceDownError
    seen.after(*[HOUR] * 24 * 5)
    seen.uspto.probes.clear()
    seen.after(*[HOUR] * 24)
    assert TWO in seen.uspto.probes


# -- the watchlist


def test_a_number_of_another_kind_is_resolved_once_and_kept(tmp_path: Path) -> None:
    number = CaseNumber(NumberKind.INTERNATIONAL, "0835690")
    one = group()
    settings = watchlist(tmp_path, replace(one, marks=(replace(group(ONE).marks[0], number=number),)))
    world = World(tmp_path, settings)
    world.uspto.numbers[number] = (SerialNumber(ONE), SerialNumber(TWO))
    for serial in (ONE, TWO):
        world.uspto.put(record(serial))
    assert sorted(world.poll().checked) == [ONE, TWO]
    world.uspto.numbers.clear()
    assert sorted(world.after(HOUR).checked) == [ONE, TWO]


def test_a_case_named_by_two_numbers_in_one_group_is_told_as_a_mistake_once_both_are_known(
    tmp_path: Path,
) -> None:
    number = CaseNumber(NumberKind.REGISTRATION, "3500030")
    one = group(ONE)
    both = replace(
        one,
        marks=(
            replace(one.marks[0], place="w.yaml:8"),
            replace(one.marks[0], number=number, place="w.yaml:9"),
        ),
    )
    world = World(tmp_path, watchlist(tmp_path, both))
    world.uspto.numbers[number] = (SerialNumber(ONE),)
    world.uspto.put(record(ONE))
    world.after(HOUR, HOUR)
    assert sorted(world.told()) == ["The watchlist names a case twice in one group", f"first sight of {ONE}"]
    world.start(replace(world.watchlist, groups=(one,)))
    world.after(HOUR)
    assert world.told() == ["The watchlist names each case once"]


def test_a_number_that_leads_to_no_case_is_told_as_trouble_of_its_line(tmp_path: Path) -> None:
    number = CaseNumber(NumberKind.REGISTRATION, "3500030")
    mark = replace(group(ONE).marks[0], number=number, place="watchlist.yaml:12")
    world = World(tmp_path, watchlist(tmp_path, replace(group(), marks=(mark,))))
    assert [failed.asked for failed in world.poll().failed] == ["registration number 3500030"]
    world.after(HOUR, HOUR)
    assert world.told() == ["No case found for registration number 3500030"]


def test_a_case_taken_off_the_watchlist_is_not_checked_and_put_back_goes_on_from_its_old_baseline(
    seen: World,
) -> None:
    whole = seen.watchlist
    seen.start(replace(whole, groups=(group(ONE, THREE),)))
    seen.uspto.add_event(TWO)
    seen.uspto.probes.clear()
    seen.after(HOUR, HOUR)
    assert TWO not in seen.uspto.probes
    seen.start(whole)
    seen.after(HOUR)
    assert seen.told() == [f"[Acme] {TWO}: NON-FINAL ACTION E-MAILED (resumed)"]
    assert len(seen.store.history.watched_periods(SerialNumber(TWO))) == 2


def test_a_truncated_watchlist_does_not_end_a_watch_and_the_operator_is_told(tmp_path: Path) -> None:
    serials = [f"9700{n:04}" for n in range(40)]
    world = World(tmp_path, watchlist(tmp_path, group(*serials)))
    for serial in serials:
        world.uspto.put(record(serial))
    world.after(*[timedelta(minutes=1)] * 3)
    world.told()
    world.start(replace(world.watchlist, groups=(group(*serials[:30]),)))
    world.uspto.add_event(serials[35])
    world.after(HOUR)
    assert sorted(body for body in world.told()) == [
        "The watchlist no longer names 10 cases",
        f"[] {serials[35]}: NON-FINAL ACTION E-MAILED",
    ]
    world.poller.begin(accept_removals=True)
    world.uspto.probes.clear()
    world.after(2 * HOUR)
    assert len(set(world.uspto.probes)) == 30


def test_a_muted_mark_is_watched_and_told_to_nobody_before_its_day(tmp_path: Path) -> None:
    muted = replace(group(ONE).marks[0], mute_until=date(2026, 6, 3))
    world = World(tmp_path, watchlist(tmp_path, replace(group(), marks=(muted,))))
    world.uspto.put(record(ONE))
    world.poll()
    world.uspto.add_event(ONE, "WHILE MUTED")
    world.after(HOUR)
    assert world.told() == []
    assert [change.summary for change in world.store.history.changes()] == ["WHILE MUTED"]
    world.uspto.add_event(ONE, "AFTERWARDS")
    world.after(2 * DAY)
    assert world.told() == [f"[Acme] {ONE}: AFTERWARDS"]


def test_a_dry_run_says_what_would_be_told_and_stores_nothing(seen: World) -> None:
    seen.uspto.add_event(TWO)
    result = seen.poller.preview()
    assert [case.serial_number for case in result.changed] == [TWO]
    assert seen.store.history.changes() == []
    seen.after(HOUR)
    assert len(seen.told()) == 1


# -- clocks that jump


def test_a_clock_that_was_ten_years_ahead_for_a_poll_silences_nothing(seen: World) -> None:
    years = 3650 * DAY
    seen.channels.refuse["docket"] = DeliveryError("the server is down")
    seen.uspto.add_event(ONE, "BEFORE", date(2026, 6, 1))
    seen.after(years)  # the clock is ahead: everything is written with that time
    seen.clock.advance(-years)
    del seen.channels.refuse["docket"]
    seen.uspto.add_event(TWO, "AFTER THE CLOCK WAS SET RIGHT", date(2026, 1, 5), dates=False)
    seen.after(*[HOUR] * 12)
    assert sorted(seen.told()) == [f"[Acme] {ONE}: BEFORE", f"[Acme] {TWO}: AFTER THE CLOCK WAS SET RIGHT"]


def test_a_doubt_that_began_while_the_clock_was_ahead_is_told_after_a_day(seen: World) -> None:
    seen.uspto.documents[TWO] = without_sections(seen.uspto.documents[TWO], Section.OWNERS)
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 1))
    seen.after(3650 * DAY)
    seen.clock.advance(-3650 * DAY)
    seen.after(*[HOUR] * 48)
    assert seen.told() == [f"[Acme] {TWO}: The USPTO no longer shows the owners of this case"]


# -- what a second process, a restart, or a single bad answer must not break


def test_a_key_that_is_refused_works_and_is_refused_again_is_told_each_time_through_restarts(
    seen: World,
) -> None:
    for _ in range(2):
        seen.uspto.error = KeyRefusedError
        seen.after(HOUR)
        seen.start()
        seen.after(2 * HOUR)
        assert seen.told() == ["The USPTO refused the API key"]
        seen.uspto.error = None
        seen.start()
        seen.after(HOUR, HOUR)
        assert seen.told() == ["The USPTO takes the API key again"]


def test_one_case_that_is_refused_while_the_key_works_is_that_cases_failure(seen: World) -> None:
    seen.uspto.errors[TWO] = KeyRefusedError
    result = seen.after(HOUR)
    assert result.key_refused == ""
    assert sorted(result.checked) == [ONE, THREE]
    assert [failed.serial_number for failed in result.failed] == [TWO]
    seen.after(*[HOUR] * 20)
    assert seen.told() == []


def test_every_refused_request_is_on_record(seen: World) -> None:
    seen.uspto.error = KeyRefusedError
    seen.after(HOUR)
    newest = next(seen.store.history.checks(SerialNumber(ONE)))
    assert newest.outcome is CheckOutcome.FAILED


def test_a_look_at_one_case_that_answers_does_not_end_the_trouble_of_the_service(tmp_path: Path) -> None:
    serials = [f"9700{n:04}" for n in range(30)]
    world = World(tmp_path, watchlist(tmp_path, group(*serials)))
    for serial in serials:
        world.uspto.put(record(serial))
    world.after(timedelta(minutes=1), timedelta(minutes=1))
    world.uspto.error = ServiceDownError
    world.after(*[HOUR] * 5)
    world.told()
    world.uspto.error = None
    world.start()  # another process
    world.poller.check([SerialNumber(serials[0])])
    world.deliverer.deliver(10)
    assert world.told() == []


def test_a_long_pause_that_the_uspto_asks_for_is_told_and_nothing_is_asked_meanwhile(seen: World) -> None:
    until = seen.clock.now() + HOUR + timedelta(minutes=40)
    seen.uspto.error = partial(RateLimitedError, retry_at=until)
    seen.after(HOUR)
    assert seen.told() == ["The USPTO asked us to wait"]
    seen.uspto.probes.clear()
    seen.after(timedelta(minutes=20))
    assert seen.uspto.probes == []
    seen.uspto.error = None
    seen.after(timedelta(minutes=30))
    assert sorted(set(seen.uspto.probes)) == [ONE, TWO, THREE]
    assert seen.told() == ["The USPTO is asked again"]
    assert all(state.failures == 0 for state in seen.store.cases.watched())


def test_a_thousand_numbers_that_lead_nowhere_keep_no_case_from_being_looked_at(tmp_path: Path) -> None:
    numbers = tuple(
        replace(group(ONE).marks[0], number=CaseNumber(NumberKind.REGISTRATION, f"{n:07}"))
        for n in range(1, 1001)
    )
    one = group(ONE)
    world = World(tmp_path, watchlist(tmp_path, replace(one, marks=(*one.marks, *numbers))))
    world.uspto.put(record(ONE))
    result = world.poll()
    assert result.checked == [ONE]
    assert len(result.failed) == 20
    assert result.remaining


def test_a_mistake_of_ours_about_one_case_keeps_no_other_from_being_read(seen: World) -> None:
    seen.uspto.dates[ONE] = None  # type: ignore[assignment]  # what no source would give
    result = seen.after(HOUR)
    assert sorted(result.checked) == [THREE, TWO][::-1]


def test_a_dry_run_with_a_refused_key_tells_nobody(seen: World) -> None:
    seen.uspto.error = KeyRefusedError
    assert seen.poller.preview().key_refused
    seen.deliverer.deliver(10)
    assert seen.told() == []
    assert seen.store.troubles.all_open() == []


def test_a_probe_that_is_down_does_not_keep_changes_from_being_told_for_longer_than_a_day(
    seen: World,
) -> None:
    seen.uspto.probe_error = ServiceDownError
    seen.uspto.add_event(TWO, "WHILE THE PROBE WAS DOWN", date(2026, 1, 5), dates=False)
    seen.after(*[HOUR] * 31)
    assert seen.told().count(f"[Acme] {TWO}: WHILE THE PROBE WAS DOWN") == 1


def test_a_date_that_moves_again_on_the_ladder_has_a_ladder_of_its_own(seen: World) -> None:
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 1))
    seen.after(HOUR, timedelta(minutes=10), HOUR, 6 * HOUR - timedelta(minutes=1))
    seen.uspto.dates[TWO] = ModifiedDates(prosecution=date(2026, 2, 2))
    seen.after(HOUR)
    seen.uspto.add_event(TWO, "LATE", date(2026, 2, 2), dates=False)
    seen.after(timedelta(minutes=11))
    assert seen.told() == [f"[Acme] {TWO}: LATE"]


def test_when_one_case_answers_again_after_an_outage_the_others_are_not_left_waiting(tmp_path: Path) -> None:
    world = World(tmp_path, watchlist(tmp_path, group(ONE, TWO)))
    for serial in (ONE, TWO):
        world.uspto.put(record(serial))
    world.poll()
    ten_minutes = timedelta(minutes=10)
    world.uspto.errors[ONE] = ServiceDownError
    world.after(*[ten_minutes] * 18)
    world.uspto.errors[TWO] = ServiceDownError
    world.after(*[ten_minutes] * 90)  # by now each waits for six hours after a try, at different times
    world.uspto.errors.clear()

    def failing() -> int:
        return sum(state.failures > 0 for state in world.store.cases.watched())

    while failing() == 2:
        world.after(ten_minutes)
    world.after(ten_minutes)
    assert failing() == 0
