"""A register that is indexed anew is one notice to the operator; the clients hear only what happened to their cases."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.poll.world import DAY, HOUR, World, group, record, watchlist
from watcher.trademark.model import ModifiedDates

SERIALS = tuple(f"97{number:06}" for number in range(1, 41))


@pytest.fixture
def world(tmp_path: Path) -> World:
    return a_world(tmp_path, SERIALS)


def a_world(tmp_path: Path, serials: Iterable[str]) -> World:
    world = World(tmp_path, watchlist(tmp_path, group(*serials)))
    for serial in serials:
        world.uspto.put(record(serial))
    world.after(timedelta(0), 10 * DAY)
    world.told()
    return world


def index_anew(world: World, serials: Iterable[str], words: str = "new <b>") -> None:
    """An element of which we know nothing appears, and the modified date moves with it."""
    element = f"<ns2:IndexText>{words.replace('<', '&lt;')}</ns2:IndexText></ns2:Trademark>".encode()
    for serial in serials:
        world.uspto.documents[serial] = world.uspto.documents[serial].replace(b"</ns2:Trademark>", element, 1)
        world.uspto.dates[serial] = ModifiedDates(whole=world.clock.now().date())


def of_cases(told: list[str]) -> list[str]:
    return [body for body in told if body.startswith("[Acme]")]


def test_the_same_generic_change_in_many_cases_is_one_notice_to_the_operator_and_none_to_the_clients(
    world: World,
) -> None:
    index_anew(world, SERIALS)
    world.after(HOUR, HOUR, HOUR)
    told = world.told()
    assert told == ["The USPTO seems to have re-indexed its register: 40 cases changed alike"]
    assert len(world.store.history.changes()) == len(SERIALS)  # recorded all the same
    world.after(*[6 * HOUR] * 12)
    over = world.told()
    assert len(over) == 1
    assert "re-indexing is over" in over[0]
    world.after(*[6 * HOUR] * 40)
    assert world.told() == []


def test_the_operator_reads_how_many_and_three_examples(world: World) -> None:
    index_anew(world, SERIALS)
    world.after(HOUR, HOUR, HOUR)
    (trouble,) = [one for one in world.store.troubles.all_open() if one.key.startswith("storm")]
    assert trouble.told_at is not None
    assert trouble.words == "40 cases changed alike: IndexText"
    examples = world.store.storms.examples("IndexText", trouble.since - DAY, 3)
    assert [(one.serial_number, one.old, one.new) for one in examples] == [
        (serial, None, "new <b>") for serial in SERIALS[:3]
    ]


def test_what_happens_to_a_case_is_told_at_once_also_in_a_storm_and_without_what_the_storm_brought(
    world: World,
) -> None:
    index_anew(world, SERIALS[1:])
    world.after(HOUR)
    world.uspto.add_event(SERIALS[0])
    index_anew(world, SERIALS[:1])
    world.after(HOUR)
    (told,) = of_cases(world.told())
    assert "NON-FINAL ACTION" in told
    assert "Index: new" not in told


def test_an_event_is_told_at_once_with_the_generic_changes_beside_it(world: World) -> None:
    world.uspto.add_event(SERIALS[0])
    index_anew(world, SERIALS[:1])
    world.after(HOUR)
    (told,) = of_cases(world.told())
    assert "NON-FINAL ACTION" in told
    assert "Index: new <b>" in told


def test_what_a_few_cases_have_in_common_is_told_to_their_clients_a_day_later_one_by_one(
    world: World,
) -> None:
    index_anew(world, SERIALS[:9])
    world.after(HOUR)
    assert world.told() == []
    world.after(*[HOUR] * 26)
    assert len(of_cases(world.told())) == 9
    assert not [one for one in world.store.troubles.all_open() if one.key.startswith("storm")]


def test_a_storm_that_comes_over_hours_takes_back_what_still_waits(world: World) -> None:
    for start in range(0, 12, 4):
        index_anew(world, SERIALS[start : start + 4])
        world.after(HOUR, HOUR)
    world.after(*[HOUR] * 30)
    told = world.told()
    assert of_cases(told) == []
    assert told[0] == "The USPTO seems to have re-indexed its register: 12 cases changed alike"


def test_twelve_of_two_hundred_are_no_storm(tmp_path: Path) -> None:
    serials = [f"97{number:06}" for number in range(200)]
    world = a_world(tmp_path, serials)
    index_anew(world, serials[:12])
    world.after(*[HOUR] * 27)
    assert len(of_cases(world.told())) == 12


def test_with_fewer_than_ten_cases_nothing_waits(tmp_path: Path) -> None:
    world = a_world(tmp_path, SERIALS[:9])
    index_anew(world, SERIALS[:9])
    world.after(HOUR)
    assert len(of_cases(world.told())) == 9


def test_a_storm_is_seen_though_the_process_died_before_it_could_be_judged(world: World) -> None:
    index_anew(world, SERIALS)
    world.clock.advance(HOUR)
    world.poller._storms.judge = lambda *_, **__: None  # type: ignore[method-assign]  # it dies before
    world.poll()
    world.start()
    world.after(HOUR, HOUR)
    world.start()
    world.after(*[HOUR] * 26)
    assert of_cases(world.told()) == []


def test_a_check_of_all_cases_makes_nothing_wait(world: World) -> None:
    index_anew(world, SERIALS[:3])
    world.clock.advance(HOUR)
    world.poller.check()
    world.deliverer.deliver(10)
    assert len(of_cases(world.told())) == 3


def test_owners_that_change_in_many_cases_are_told_case_by_case(world: World) -> None:
    for serial in SERIALS[:20]:
        document = world.uspto.documents[serial].replace(b"Azuki LLC", b"Azuki Holdings LLC")
        assert document != world.uspto.documents[serial]
        world.uspto.documents[serial] = document
        world.uspto.dates[serial] = ModifiedDates(whole=world.clock.now().date())
    world.after(HOUR)
    assert len(of_cases(world.told())) == 20
