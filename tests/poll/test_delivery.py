"""Delivery: who still hears when somebody does not, and what becomes of what is owed to an address that is gone."""

from __future__ import annotations

import logging
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.poll.world import DAY, HOUR, FakeChannels, PlainRenderer, World, group, record, watchlist
from watcher.deliver import GRAVE_AFTER, Delivered
from watcher.errors import DeliveryError, StoreError
from watcher.memory import LEASE, Claim, Dispatch
from watcher.ports import Message, Recipient

SERIALS = tuple(f"970000{n:02}" for n in range(1, 11))
ONE, TWO = SERIALS[:2]
MINUTE = timedelta(minutes=1)


def made(
    tmp_path: Path, *, docket: tuple[str, ...] = ("a@x", "b@x"), serials: tuple[str, ...] = SERIALS
) -> World:
    """A world in which the cases were seen, and everybody was told so."""
    channels = FakeChannels(docket=docket, brand=("",), office=("ops@x",))
    world = World(tmp_path, watchlist(tmp_path, group(*serials)), channels=channels)
    for serial in serials:
        world.uspto.put(record(serial))
    world.poll()
    world.told()
    return world


def change(world: World, *serials: str) -> None:
    for serial in serials:
        world.uspto.add_event(serial)


def told_to(world: World) -> dict[str, list[str]]:
    """The bodies that were accepted since the last call, by recipient."""
    told: dict[str, list[str]] = {}
    for recipient, message in world.channels.accepted:
        told.setdefault(str(recipient), []).append(message.body)
    world.channels.accepted.clear()
    return told


# -- one bad address


def test_a_full_mailbox_keeps_no_other_address_of_its_channel_from_hearing_at_once(tmp_path: Path) -> None:
    world = made(tmp_path)
    world.channels.refuse["b@x"] = DeliveryError("mailbox full, try later")
    change(world, *SERIALS)
    world.after(HOUR)
    assert len(told_to(world)["docket <a@x>"]) == len(SERIALS)


def test_a_round_begins_with_those_who_took_their_last_notice(tmp_path: Path) -> None:
    world = made(tmp_path)
    world.channels.refuse["a@x"] = DeliveryError("mailbox full, try later")
    change(world, ONE)
    world.after(HOUR)
    told_to(world)
    tried: list[str] = []
    send = world.channels.send

    def noting(recipient: Recipient, message: Message) -> None:
        if recipient.channel == "docket":
            tried.append(recipient.address)
        send(recipient, message)

    world.channels.send = noting  # type: ignore[method-assign]
    change(world, *SERIALS[1:])
    world.start()  # as `check` is: every time another process
    world.after(HOUR)
    assert tried[: len(SERIALS) - 1] == ["b@x"] * (len(SERIALS) - 1)
    assert "a@x" in tried


def test_an_address_that_keeps_failing_is_left_alone_for_the_round(tmp_path: Path) -> None:
    world = made(tmp_path)
    world.channels.refuse["docket"] = DeliveryError("the server is down")
    change(world, *SERIALS)
    world.clock.advance(HOUR)
    world.poller.poll()
    tally = world.deliverer.deliver(10)
    assert (tally.delivered, tally.failed) == (0, 6)  # three for each address


def test_a_round_ends_long_before_it_could_be_taken_for_one_that_hangs(tmp_path: Path) -> None:
    world = made(tmp_path, docket=("a@x",))
    change(world, *SERIALS)
    world.clock.advance(HOUR)
    world.poller.poll()
    send = world.channels.send

    def slow(recipient: Recipient, message: Message) -> None:
        world.clock.advance(MINUTE)
        send(recipient, message)

    world.channels.send = slow  # type: ignore[method-assign]
    began = world.clock.now()
    world.deliverer.work("docket", Delivered())
    assert MINUTE < world.clock.now() - began < LEASE
    world.deliverer.work("docket", Delivered())
    assert len(world.told()) == len(SERIALS)


# -- addresses that are gone


def test_what_a_mistyped_address_did_not_take_goes_to_the_corrected_one(tmp_path: Path) -> None:
    world = made(tmp_path, docket=("typo@x",))
    world.channels.refuse["typo@x"] = DeliveryError("550 no such user", permanent=True)
    change(world, ONE)
    world.after(HOUR)
    assert world.store.outbox.refused() == 1
    world.channels.addresses["docket"] = ("right@x",)
    world.start()
    world.after(MINUTE)
    assert told_to(world)["docket <right@x>"] == [f"[Acme] {ONE}: NON-FINAL ACTION E-MAILED"]
    assert world.store.outbox.refused() == 0
    assert world.store.outbox.entries() == []
    assert world.store.troubles.all_open() == []


def test_what_waits_for_an_address_that_is_replaced_goes_to_its_successor_and_to_nobody_twice(
    tmp_path: Path,
) -> None:
    world = made(tmp_path)
    world.channels.refuse["b@x"] = DeliveryError("mailbox full, try later")
    change(world, ONE, TWO)
    world.after(HOUR)
    told_to(world)
    world.channels.addresses["docket"] = ("a@x", "c@x")
    world.start()
    world.after(MINUTE, HOUR, DAY)
    told = told_to(world)
    assert list(told) == ["docket <c@x>"]
    assert sorted(told["docket <c@x>"]) == [
        f"[Acme] {serial}: NON-FINAL ACTION E-MAILED" for serial in (ONE, TWO)
    ]


def test_what_nobody_else_of_the_channel_lacks_goes_to_the_operator(tmp_path: Path) -> None:
    world = made(tmp_path)
    world.channels.refuse["b@x"] = DeliveryError("mailbox full, try later")
    change(world, ONE)
    world.after(HOUR)
    told_to(world)
    world.channels.addresses["docket"] = ("a@x",)
    world.start()
    world.after(MINUTE, MINUTE)
    assert list(told_to(world)) == ["office <ops@x>"]


def test_what_is_owed_to_a_channel_that_is_gone_goes_to_the_operator_also_when_it_was_refused(
    tmp_path: Path,
) -> None:
    world = made(tmp_path, docket=("a@x",))
    world.channels.refuse["docket"] = DeliveryError("550 no such user", permanent=True)
    change(world, ONE)
    world.after(HOUR)
    told_to(world)
    del world.channels.addresses["docket"]
    world.start(replace(world.watchlist, groups=(group(*SERIALS, tell=("brand",)),)))
    world.after(MINUTE, MINUTE)
    assert any(ONE in body for body in told_to(world)["office <ops@x>"])


# -- mistakes of ours


def test_a_mistake_of_ours_in_one_message_keeps_no_other_from_being_delivered_and_is_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world = made(tmp_path, docket=("a@x",))
    render = PlainRenderer.render

    class Broken(PlainRenderer):
        mended = False

        def render(self, dispatch: Dispatch, now: object) -> Message:
            message = render(self, dispatch, now)  # type: ignore[arg-type]
            if ONE in message.body and not self.mended:
                raise TypeError("a mistake in a template")
            return message

    broken = Broken()
    world.deliverer._renderer = broken
    change(world, ONE, TWO)
    with caplog.at_level(logging.ERROR):
        world.after(HOUR)
    assert world.told() == [f"[Acme] {TWO}: NON-FINAL ACTION E-MAILED"]
    [entry] = world.store.outbox.entries()
    assert (entry.state, "TypeError" in entry.last_error) == ("waiting", True)
    assert "a mistake in a template" in caplog.text
    broken.mended = True
    world.after(HOUR)
    assert f"[Acme] {ONE}: NON-FINAL ACTION E-MAILED" in world.told()  # and no repeat: it had not left


def test_a_mistake_of_ours_while_sending_is_tried_again_as_what_may_have_arrived(tmp_path: Path) -> None:
    world = made(tmp_path, docket=("a@x",))
    world.channels.refuse["docket"] = ValueError("a secret of the channel")
    change(world, ONE)
    world.after(HOUR)
    [entry] = world.store.outbox.entries()
    assert entry.state == "waiting"
    assert "secret" not in entry.last_error
    world.channels.refuse.clear()
    world.after(MINUTE * 2)
    assert world.told() == [f"[Acme] {ONE}: NON-FINAL ACTION E-MAILED MAYBE REPEAT"]


# -- stopping


def test_asked_to_stop_what_is_being_sent_is_finished_and_nothing_new_is_begun(tmp_path: Path) -> None:
    world = made(tmp_path, docket=("a@x",))
    change(world, ONE, TWO)
    world.clock.advance(HOUR)
    world.poller.poll()
    sending, go_on = threading.Event(), threading.Event()
    send = world.channels.send

    def slow(recipient: Recipient, message: Message) -> None:
        sending.set()
        assert go_on.wait(10)
        send(recipient, message)

    world.channels.send = slow  # type: ignore[method-assign]
    world.deliverer.start_due()
    assert sending.wait(10)
    world.deliverer.stop(0)
    go_on.set()
    world.deliverer.stop(10)
    assert not world.deliverer.is_busy()
    assert len(world.told()) == 1
    world.deliverer.start_due()
    assert not world.deliverer.is_busy()
    assert world.store.outbox.pending(world.clock.now()) == 1


# -- the memory


def test_a_lease_that_a_clock_far_ahead_gave_on_another_machine_is_taken_over(tmp_path: Path) -> None:
    world = made(tmp_path, docket=("a@x",))
    change(world, ONE)
    world.clock.advance(HOUR)
    world.poller.poll()
    now = world.clock.now()
    other = Claim("another-host/1/2/3", now + 3650 * DAY + LEASE)
    assert world.store.outbox.claim("docket", other, now) is not None
    assert world.store.outbox.pending(now) == 1
    world.after(MINUTE)
    assert len(world.told()) == 1


def test_a_lease_of_another_machine_holds_while_it_lasts(tmp_path: Path) -> None:
    world = made(tmp_path, docket=("a@x",))
    change(world, ONE)
    world.clock.advance(HOUR)
    world.poller.poll()
    now = world.clock.now()
    assert world.store.outbox.claim("docket", Claim("another-host/1/2/3", now + LEASE), now) is not None
    world.after(MINUTE)
    assert world.told() == []
    world.after(LEASE)
    assert len(world.told()) == 1


def test_a_database_that_fails_while_a_refusal_is_noted_says_its_own_reason(tmp_path: Path) -> None:
    world = made(tmp_path)

    world.channels.refuse["b@x"] = DeliveryError("550 the mailbox is full")
    change(world, ONE)
    world.clock.advance(HOUR)
    world.poller.poll()
    world.store._database.execute("CREATE TRIGGER full BEFORE UPDATE OF failed_at ON dispatches "
                                  "BEGIN SELECT RAISE(ABORT, 'the table is spoilt'); END")  # fmt: skip
    with pytest.raises(StoreError, match="the table is spoilt"):
        world.deliverer.work("docket", Delivered())


def test_a_channel_that_fails_for_long_is_told_to_the_operator_while_its_others_hear(tmp_path: Path) -> None:
    world = made(tmp_path)
    world.channels.refuse["b@x"] = DeliveryError("mailbox full, try later")
    change(world, ONE)
    world.after(HOUR, GRAVE_AFTER, MINUTE)
    assert told_to(world)["office <ops@x>"] == ["docket <b@x> does not take notices"]
