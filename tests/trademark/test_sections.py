"""A section of a case is compared, judged filled or not, and moved as one, facts included."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.samples import DOCUMENTS, own_documents
from watcher.trademark.diff import changed_sections, diff
from watcher.trademark.model import Case, Fact, Section
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.sections import is_filled, section_values, with_section
from watcher.trademark.st96 import parse_status_document

ASSIGNED = parse_status_document((DOCUMENTS / "assigned-and-opposed.xml").read_bytes())
MADRID = parse_status_document((DOCUMENTS / "madrid.xml").read_bytes())
EMPTY = Case(serial_number=SerialNumber("97900001"))


@pytest.mark.parametrize("section", Section)
def test_a_section_that_is_taken_from_another_case_is_that_case_s_and_the_others_stay(section: Section):
    mixed = with_section(ASSIGNED, section, MADRID)
    assert section_values(mixed, section) == section_values(MADRID, section)
    assert all(
        section_values(mixed, other) == section_values(ASSIGNED, other)
        for other in Section
        if other is not section
    )
    assert changed_sections(ASSIGNED, mixed) <= {section}


def test_all_sections_taken_one_by_one_make_the_other_case():
    case = ASSIGNED
    for section in Section:
        case = with_section(case, section, MADRID)
    assert case == MADRID


@pytest.mark.parametrize("path", own_documents(), ids=lambda path: path.stem)
def test_a_section_differs_where_its_values_do(path):
    case = parse_status_document(path.read_bytes())
    assert {
        section for section in Section if section_values(case, section) != section_values(EMPTY, section)
    } >= (changed_sections(EMPTY, case))


def test_an_empty_case_has_no_section_filled_but_its_number():
    assert {section for section in Section if is_filled(EMPTY, section)} == {Section.NUMBERS}


def test_a_full_case_has_all_its_sections_filled():
    assert not is_filled(ASSIGNED, Section.MADRID)
    assert {section for section in Section if not is_filled(ASSIGNED, section)} == {
        Section.MADRID,
        Section.PRIORITY,
        Section.REPRESENTATIVE,
    }


def test_a_total_left_behind_does_not_fill_a_section():
    total = Fact(Section.ASSIGNMENTS, "AssignmentBag/NationalAssignmentTotalQuantity", "2")
    assert not is_filled(replace(EMPTY, other=(total,)), Section.ASSIGNMENTS)
    assert is_filled(replace(EMPTY, other=(Fact(Section.OTHER, "New", "1"),)), Section.OTHER)


def test_a_section_put_back_is_no_change():
    vanished = with_section(ASSIGNED, Section.ASSIGNMENTS, EMPTY)
    assert diff(ASSIGNED, vanished)
    assert diff(ASSIGNED, with_section(vanished, Section.ASSIGNMENTS, ASSIGNED)) == ()
