"""What counts as the register's work, and what never does."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.trademark.model import Change, ChangeKind, Section
from watcher.trademark.storms import generic_path, generic_paths, hold, is_storm, may_storm

HOUR = timedelta(hours=1)


def change(section: Section, path: str) -> Change:
    return Change(ChangeKind.OTHER, section, path, "something")


@pytest.mark.parametrize(
    "section", [Section.EVENTS, Section.STATUS, Section.OWNERS, Section.ATTORNEY, Section.ASSIGNMENTS]
)
def test_what_people_do_to_a_case_is_never_held_back(section: Section) -> None:
    assert generic_path(change(section, "any/path")) is None
    assert generic_paths([change(section, "any/path"), change(Section.OTHER, "IndexText")]) == ()


@pytest.mark.parametrize(
    ("section", "path", "generic"),
    [
        (Section.OTHER, "NationalTrademarkInformation/RestrictionStatementText", None),
        (Section.OTHER, "DocumentBag/Document[17]/Name", "DocumentBag/Document/Name"),
        (Section.GOODS, "goods/009/text", "goods/text"),
        (Section.MADRID, "0835690", "Madrid"),
    ],
)
def test_the_same_change_has_the_same_path_in_all_cases(
    section: Section, path: str, generic: str | None
) -> None:
    assert generic_path(change(section, path)) == (generic or path)


@given(st.integers(0, 100_000), st.integers(0, 100_000))
def test_a_storm_is_more_than_a_tenth_and_at_least_ten(cases: int, watched: int) -> None:
    assert is_storm(cases, watched) == (cases >= 10 and 10 * cases > watched)
    if cases <= watched and is_storm(cases, watched):
        assert may_storm(watched)


def test_what_we_have_no_field_for_waits_a_day_and_everything_else_two_rounds() -> None:
    other, goods = change(Section.OTHER, "a"), change(Section.GOODS, "goods/009/text")
    assert hold([other], HOUR) == timedelta(days=1)
    assert hold([other, goods], HOUR) == 2 * HOUR
    assert hold([goods], timedelta(days=7)) == timedelta(days=1)
