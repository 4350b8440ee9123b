"""The parts of a divided application: found where a document names them, and nowhere else."""

from __future__ import annotations

from watcher.trademark.children import children_of
from watcher.trademark.model import AssociatedMark, Case, Fact, Section
from watcher.trademark.numbers import SerialNumber

OWN, CHILD = SerialNumber("97000001"), SerialNumber("97000002")


def case(*marks: AssociatedMark, **facts: str) -> Case:
    other = tuple(Fact(Section.OTHER, path.replace("__", "/"), value) for path, value in facts.items())
    return Case(serial_number=OWN, associated_marks=marks, other=other)


def test_an_associated_mark_with_a_serial_number_is_a_part() -> None:
    assert children_of(case(AssociatedMark("Divided application", CHILD, "US"))) == (CHILD,)


def test_elements_about_a_division_name_parts_each_once_and_never_the_case_itself() -> None:
    found = case(
        DivisionalApplicationBag__ChildApplication=f'Number: "{CHILD}"; Number: "97000003"',
        ChildSerialNumber=f"{OWN} {CHILD}",
    )
    assert children_of(found) == (CHILD, "97000003")


def test_the_parent_is_no_part_and_neither_is_a_number_elsewhere() -> None:
    assert children_of(case(AssociatedMark("Child of", CHILD))) == ()
    assert children_of(case(AssociatedMark("International application or registration", "Z1231384"))) == ()
    assert children_of(case(DivisionalBag__ParentSerialNumber=CHILD)) == ()
    assert children_of(case(CommentText=f"see {CHILD}")) == ()
    assert children_of(case(ChildNumber="123456789")) == ()
