"""Every field of the model is compared: each one alone, altered, is a change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints

import pytest

from tests.samples import own_documents
from watcher.trademark.diff import diff
from watcher.trademark.model import (
    Address,
    Assignment,
    AssignmentDocument,
    AssociatedMark,
    Attorney,
    Case,
    Contact,
    Fact,
    FilingBasis,
    GoodsAndServices,
    Location,
    MaintenanceFiling,
    Mark,
    Owner,
    PriorityClaim,
    Proceeding,
    ProceedingEvent,
    ProceedingParty,
    ProsecutionEvent,
    RelatedMark,
    Section,
    Staff,
    Status,
)
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.sections import FIELDS
from watcher.trademark.st96 import parse_status_document

DAY = date(2024, 2, 29)
CONTACT = Contact(
    ("Imogen Vance", "Vance PLLC"),
    Address(("1 Lane", "Unit 2"), "Barre", "VERMONT", "05641", "US"),
    (("Main", "a@vance.example"),),
    ("802-555-0100",),
    ("802-555-0101",),
)
OWNER = Owner(31, "Otter LLC", CONTACT, "LLC", "16", "US", "VT", "ORIGINAL REGISTRANT")
STAFF = Staff("Examining Attorney", "WREN, A", "7")
FULL = Case(
    serial_number=SerialNumber("97900001"),
    registration_number="7000001",
    filing_date=DAY,
    registration_date=DAY,
    status=Status("700", DAY, "Registered."),
    mark=Mark(
        "OTTER", "OTTER", "loutre", "otter", True, ("Trademark",), "4", "A.", "B.", "c", "d", "e", False, (("1", ("f",)),)
    ),
    events=(ProsecutionEvent(1, "NWAP", "I", DAY, "NEW", "0"), ProsecutionEvent(None, "X", "", DAY, "Y", "1")),
    owners=(OWNER, replace(OWNER, party_type=10)),
    attorney=Attorney(CONTACT, "D-1", "note"),
    correspondent=CONTACT,
    representative=CONTACT,
    goods=(GoodsAndServices("009", "Goods", ("009",), ("021",), "6", "ACTIVE", "20200100", "20200200", ("1(a)",)),),
    basis=FilingBasis(("1(b)",), ("1(a)",), ("44(d)",)),
    publication_dates=(DAY,),
    allowance_date=DAY,
    abandonment_date=DAY,
    renewal_date=DAY,
    cancellation_date=DAY,
    register="Primary",
    maintenance=(MaintenanceFiling("8", "Affidavit", "Accepted"),),
    location=Location("LO 1", "L1", "HERE", "H", DAY, "NOBODY", "THERE", DAY),
    staff=(STAFF,),
    assignments=(
        Assignment(
            "41910383", "NAME", "g", DAY, DAY, DAY, ("2020-01-01",), "4", (OWNER,), (OWNER,), ("r",), CONTACT, CONTACT,
            (AssignmentDocument(DAY, "u", "4", "u"),),
        ),
    ),
    proceedings=(
        Proceeding(
            "Opposition", "91", DAY, "9", DAY, "Terminated",
            (ProceedingParty("Plaintiff", "P", CONTACT, CONTACT, (RelatedMark("M", "75", "29", "702", "ok"),)),),
            (STAFF,),
            (ProceedingEvent("1", "707", DAY, "FILED", "Due", "doc"),),
        ),
    ),
    associated_marks=(AssociatedMark("International", "A1", "WO", "1990002"),),
    priorities=(PriorityClaim("SE", "2020/1", DAY, "Claimed", "SWEDEN", "55"),),
    other=(Fact(Section.OTHER, "Foo", "1"),),
)  # fmt: skip


def altered(value: Any, path: str, hint: Any = None, *, pair: bool = False) -> Iterator[tuple[str, Any]]:
    """The value with each one thing in it altered, however deep. A tuple in a tuple is a pair, and stays one."""
    if isinstance(hint, UnionType) and NoneType in get_args(hint) and value is not None:
        yield f"{path}=None", None
    if is_dataclass(value) and not isinstance(value, type):
        hints = get_type_hints(type(value))
        for field in fields(value):
            for where, other in altered(
                getattr(value, field.name), f"{path}.{field.name}", hints[field.name]
            ):
                yield where, replace(value, **{field.name: other})
    elif isinstance(value, tuple):
        yield from altered_tuple(value, path, pair=pair)
    elif value is not None:
        yield path, another(value)


def altered_tuple(value: tuple[Any, ...], path: str, *, pair: bool) -> Iterator[tuple[str, Any]]:
    for place, each in enumerate(value):
        if not pair:
            yield f"{path}[{place}] gone", value[:place] + value[place + 1 :]
        for where, other in altered(each, f"{path}[{place}]", pair=not pair):
            yield where, (*value[:place], other, *value[place + 1 :])
    if value and not pair:
        yield f"{path} twice", (value[0], *value)


def another(value: Any) -> Any:
    match value:
        case bool():
            return not value
        case Section():
            return Section.STATUS
        case str():
            return f"{value} x"
        case int():
            return value + 1
        case date():
            return value + timedelta(days=1)
    raise TypeError(value)


def test_every_field_of_the_model_that_is_altered_is_a_change():
    found = list(altered(FULL, "case"))
    assert len(found) > 250
    for where, other in found:
        for old, new in ((FULL, other), (other, FULL)):
            changes = diff(old, new)
            assert changes, where
            assert all(change.summary and change.path and change.old != change.new for change in changes), (
                where
            )


def test_every_field_of_the_model_has_a_value_in_that_test():
    seen = {where.split("=")[0] for where, _ in altered(FULL, "case")}
    for kind, start in ((Case, "case"), (Contact, "case.correspondent"), (Assignment, "case.assignments[0]")):
        for field in fields(kind):
            assert any(where.startswith(f"{start}.{field.name}") for where in seen), field.name


def test_every_field_of_a_case_is_in_exactly_one_section():
    placed = [name for names in FIELDS.values() for name in names]
    assert sorted(placed) == sorted(field.name for field in fields(Case) if field.name != "other")
    assert set(FIELDS) == set(Section)


def test_a_change_stands_in_the_section_of_its_field():
    for where, other in altered(FULL, "case"):
        field = re.split(r"[.\[ =]", where.removeprefix("case."))[0]
        section = next((section for section, names in FIELDS.items() if field in names), None)
        if section is not None:
            assert {change.section for change in diff(FULL, other)} == {section}, where


@pytest.mark.parametrize("path", own_documents(), ids=lambda path: path.stem)
def test_every_field_of_a_real_case_that_is_altered_is_a_change(path):
    case = parse_status_document(path.read_bytes())
    assert not [where for where, other in altered(case, "case") if not diff(case, other)]
