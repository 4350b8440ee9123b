"""A case's number is read in every way that people write it, and refused rather than guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watcher.trademark.numbers import (
    CaseNumber,
    NumberKind,
    how_to_write,
    parse_case_number,
    parse_serial_number,
    what_it_is,
)

quick = settings(max_examples=200, derandomize=True, deadline=None, database=None)


@pytest.mark.parametrize(
    "text",
    [
        "78787878",
        " 78787878 ",
        "78/787,878",
        "78/787878",
        "78 787 878",
        "78-787-878",
        "78.787.878",
        "78\u00a0787\u00a0878",
        "78\u2009787\u2009878",
        "78\u2013787\u2013878",
        "78'787'878",
        "Serial No. 78/787,878",
        "Serial Number: 78787878",
        "serial no 78787878",
        "Ser. No. 78/787,878",
        "SN 78787878",
        "sn78787878",
        "S/N 78787878",
        "U.S. Serial No. 78/787,878",
        "US Serial Number 78787878",
        "Application No. 78787878",
        "Appl. No. 78/787,878",
        "App. Serial No. 78787878",
        "No. 78787878",
        "78787878.0",
    ],
)
def test_a_serial_number_is_read_in_every_way_that_people_write_it(text: str):
    assert parse_serial_number(text) == "78787878"


def test_a_leading_zero_is_part_of_a_serial_number():
    assert parse_serial_number("07/123,456") == "07123456"


@pytest.mark.parametrize(
    "text",
    ["", " ", "7878787", "787878789", "78/787,87", "soon", "78787878a", "Reg. No. 78787878", "IR 78787878", "7878 and 7878", "\u0667\u0668\u0667\u0668\u0667\u0668\u0667\u0668"],
)  # fmt: skip
def test_what_is_no_serial_number_is_refused_with_what_would_be_right(text: str):
    with pytest.raises(ValueError, match="write eight digits") as caught:
        parse_serial_number(text)
    assert repr(text.strip()) in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "text", "number", "case_id"),
    [
        (NumberKind.SERIAL, "97/123,456", "97123456", "sn97123456"),
        (NumberKind.REGISTRATION, "3,500,030", "3500030", "rn3500030"),
        (NumberKind.REGISTRATION, "Reg. No. 3,500,030", "3500030", "rn3500030"),
        (NumberKind.REGISTRATION, "U.S. Registration Number 715", "0000715", "rn0000715"),
        (NumberKind.REGISTRATION, "RN 0012345", "0012345", "rn0012345"),
        (NumberKind.REGISTRATION, "3500030.0", "3500030", "rn3500030"),
        (NumberKind.INTERNATIONAL, "0835690", "0835690", "ir0835690"),
        (NumberKind.INTERNATIONAL, "835690", "0835690", "ir0835690"),
        (NumberKind.INTERNATIONAL, "IR 835 690", "0835690", "ir0835690"),
        (NumberKind.INTERNATIONAL, "Int'l Reg. No. 1,087,917", "1087917", "ir1087917"),
        (NumberKind.INTERNATIONAL, "0835690a", "0835690A", "ir0835690A"),
        (NumberKind.REFERENCE, "Z1231384", "Z1231384", "refZ1231384"),
        (NumberKind.REFERENCE, "a3141234", "A3141234", "refA3141234"),
        (NumberKind.REFERENCE, "Ref. A0025288", "A0025288", "refA0025288"),
    ],
)
def test_each_kind_of_number_is_normalised_and_gives_tsdr_s_id(
    kind: NumberKind, text: str, number: str, case_id: str
):
    found = parse_case_number(kind, text)
    assert found == CaseNumber(kind, number)
    assert found.case_id == case_id
    assert str(found) == f"{what_it_is(kind)} {number}"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (NumberKind.REGISTRATION, "0"),
        (NumberKind.REGISTRATION, "0000000"),
        (NumberKind.REGISTRATION, "12345678"),
        (NumberKind.REGISTRATION, "3500030a"),
        (NumberKind.REGISTRATION, "Serial No. 3500030"),
        (NumberKind.INTERNATIONAL, ""),
        (NumberKind.INTERNATIONAL, "0835690AB"),
        (NumberKind.INTERNATIONAL, "12345678"),
        (NumberKind.REFERENCE, "1231384"),
        (NumberKind.REFERENCE, "ZZ1231384"),
        (NumberKind.REFERENCE, "Z12"),
    ],
)
def test_what_is_no_number_of_its_kind_is_refused(kind: NumberKind, text: str):
    with pytest.raises(ValueError, match="write ") as caught:
        parse_case_number(kind, text)
    assert how_to_write(kind) in str(caught.value)


@given(kind=st.sampled_from(NumberKind), text=st.text(max_size=30))
@quick
def test_any_text_is_a_number_or_refused_and_a_number_reads_as_itself(kind: NumberKind, text: str):
    try:
        found = parse_case_number(kind, text)
    except ValueError:
        return
    assert parse_case_number(kind, found.number) == found


@given(
    digits=st.from_regex(r"[0-9]{8}", fullmatch=True),
    separator=st.sampled_from(["", "/", ",", " ", "-", "."]),
)
@quick
def test_separators_between_the_digits_mean_nothing(digits: str, separator: str):
    assert parse_serial_number(separator.join([digits[:2], digits[2:5], digits[5:]])) == digits
