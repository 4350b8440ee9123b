"""What a notice of a poll says of its change: how much it matters, to whom, and what nobody watches yet."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.poll.world import HOUR, FakeChannels, World, group, record, watchlist
from tests.trademark.notices import FACTS, MAILING, PUBLISHED, entry, weighed
from watcher.adapters.render import render
from watcher.config.routes import Route
from watcher.config.settings import GroupSettings, Watchlist
from watcher.memory import Dispatch
from watcher.poll.telling import Teller
from watcher.ports import Format, Message, Style
from watcher.trademark.notice import Context, Notice, compose
from watcher.trademark.severity import Role, Severity

ONE, TWO = "97000001", "97000002"
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)


class RealWords:
    """The renderer of a world: the real words, subject first."""

    def render(self, dispatch: Dispatch, now: datetime) -> Message:
        message = render(compose(dispatch.notices), Style(Format.TEXT))
        return replace(message, body=f"{message.subject}\n{message.body}")


def worded(tmp_path: Path, *groups: GroupSettings, own: Watchlist | None = None) -> World:
    world = World(tmp_path, own or watchlist(tmp_path, *groups))
    world.deliverer._renderer = RealWords()  # the world's own words name no severity
    for case in (ONE, TWO):
        world.uspto.put(record(case))
    world.poll()
    world.told()
    return world


def rivals(*serials: str, name: str = "Rivals") -> GroupSettings:
    return replace(group(*serials, name=name), role=Role.COMPETITOR)


@pytest.mark.parametrize(
    ("place", "words"), [(group(ONE), "[Acme] Critical: "), (rivals(ONE), "[Rivals] Important: ")]
)
def test_an_office_action_is_critical_to_its_owner_and_important_to_a_rival(
    tmp_path: Path, place: GroupSettings, words: str
) -> None:
    world = worded(tmp_path, place)
    world.uspto.add_event(ONE)
    world.after(HOUR)
    (told,) = world.told()
    assert told.startswith(words)
    assert "non-final action e-mailed" in told


def test_the_history_keeps_the_highest_severity_for_any_role_that_watches(tmp_path: Path) -> None:
    world = worded(tmp_path, rivals(ONE), group(TWO))
    for case in (ONE, TWO):
        world.uspto.add_event(case)
    result = world.after(HOUR)
    assert {case.serial_number: case.severity for case in result.changed} == {
        ONE: Severity.IMPORTANT,
        TWO: Severity.CRITICAL,
    }


def test_a_notice_says_what_the_entry_means_and_by_when_something_is_due(tmp_path: Path) -> None:
    world = worded(tmp_path, group(ONE))
    world.uspto.add_event(ONE)  # 2026-06-01
    world.after(HOUR)
    (told,) = world.told()
    assert told.startswith(
        "[Acme] Critical: AZUKI ZEN (97000001): non-final action e-mailed, due Tue 2026-09-01"
    )
    assert "critical: The examining attorney refused registration; a response is needed." in told
    assert "Computed from TSDR data; the USPTO document controls." in told
    assert re.search(r"Counted with the rule table \(\d+ rules \w+\) and the holiday table", told)


def test_the_first_message_about_a_case_tells_its_open_dates(tmp_path: Path) -> None:
    world = World(tmp_path, watchlist(tmp_path, group(ONE)))
    world.deliverer._renderer = RealWords()  # the world's own words name no date
    world.uspto.put(record(ONE))
    world.uspto.add_event(ONE)
    world.poll()
    (told,) = world.told()
    assert "Tue 2026-09-01  Response to office action" in told


def test_the_user_s_own_codes_say_what_an_entry_means(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text("code,type,owner,words\nGNRT,O,routine,Our own words.\n")
    plain = watchlist(tmp_path, group(ONE))
    world = worded(tmp_path, own=replace(plain, codes_file=tmp_path / "codes.csv"))
    world.uspto.add_event(ONE)
    world.after(HOUR)
    (told,) = world.told()
    assert told.startswith("[Acme] Routine: ")
    assert "routine: Our own words." in told


def owed(tmp_path: Path, notice: Notice, *places: GroupSettings) -> Context:
    teller = Teller(watchlist(tmp_path, *places), FakeChannels(docket=("a@x",), office=("ops@x",)))
    routes = [Route(place, place.marks[0]) for place in places]
    (one,) = teller.case(notice, FACTS.serial_number, routes, NOW).owed
    return one.context


@pytest.mark.parametrize("turned", [False, True])
def test_whom_several_groups_name_is_told_with_the_first_one_s_words_the_highest_severity_and_all_dates(
    tmp_path: Path, *, turned: bool
) -> None:
    places = [group(FACTS.serial_number), rivals(FACTS.serial_number)]
    publication = weighed(entry(3, "PUBOA", "PUBLISHED FOR OPPOSITION"), text=PUBLISHED)
    for notice in (weighed(*MAILING), publication):
        context = owed(tmp_path, notice, *(reversed(places) if turned else places))
        assert context.group == ("Rivals" if turned else "Acme")
        assert context.role == "owner"
        assert context.severity == "critical"
    assert owed(tmp_path, publication, places[0]).severity == ""


@pytest.mark.parametrize("is_watched", [False, True])
def test_the_part_of_a_divided_application_is_proposed_as_long_as_nobody_watches_it(
    tmp_path: Path, *, is_watched: bool
) -> None:
    world = worded(tmp_path, group(ONE, TWO) if is_watched else group(ONE))
    world.uspto.put(record(ONE).but(reference_number=TWO))  # among the associated marks
    world.uspto.add_event(ONE, "DIVISIONAL PROCESSING COMPLETE")
    world.after(HOUR)
    (told,) = world.told()
    assert (f"tmwatch add {TWO}" in told) is not is_watched
