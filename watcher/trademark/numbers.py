"""The four ways to name a case, in every way that people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

SerialNumber = NewType("SerialNumber", str)
"""Eight digits, `78787878`: the key of a case."""


class NumberKind(StrEnum):
    """Which of the four numbers it is; the values are the keys of the watchlist file."""

    SERIAL = "serial"
    REGISTRATION = "registration"
    INTERNATIONAL = "international"
    REFERENCE = "reference_number"


_WORDS = {
    NumberKind.SERIAL: "serial number",
    NumberKind.REGISTRATION: "registration number",
    NumberKind.INTERNATIONAL: "international registration",
    NumberKind.REFERENCE: "reference number",
}
_PREFIXES = {
    NumberKind.SERIAL: "sn",
    NumberKind.REGISTRATION: "rn",
    NumberKind.INTERNATIONAL: "ir",
    NumberKind.REFERENCE: "ref",
}
_RIGHT = {
    NumberKind.SERIAL: "eight digits, such as 78787878 or 78/787,878",
    NumberKind.REGISTRATION: "up to seven digits, such as 3500030 or 3,500,030",
    NumberKind.INTERNATIONAL: "up to seven digits, such as 0835690, and a letter for a divided one, such as 0835690A",
    NumberKind.REFERENCE: "a letter and digits, such as Z1231384 or A3141234",
}
_SHAPES = {
    NumberKind.SERIAL: re.compile(r"[0-9]{8}"),
    NumberKind.REGISTRATION: re.compile(r"(?=0*[1-9])[0-9]{1,7}"),
    NumberKind.INTERNATIONAL: re.compile(r"(?=0*[1-9])[0-9]{1,7}[A-Z]?"),
    NumberKind.REFERENCE: re.compile(r"[A-Z][0-9]{5,9}"),
}
_NO = r"\.?\s*(?:number|num|nos?|nr|\u2116)?[.:#\s]*"
_PEOPLE_WRITE = {
    kind: re.compile(rf"(?i)^(?:u\.?\s?s\.?\s*)?(?:trade\s?mark\s*)?{words}{_NO}")
    for kind, words in {
        NumberKind.SERIAL: r"(?:app(?:lication|lic|ln|l|n)?\.?\s*)?(?:serial|ser|s/?n)?",
        NumberKind.REGISTRATION: r"(?:reg(?:istration|istered|n|d)?|rn|\u00ae)?",
        NumberKind.INTERNATIONAL: r"(?:wipo\s*|madrid\s*)?(?:ir|international|int['\u2019]?l|int)?\.?\s*(?:reg(?:istration|n)?)?",
        NumberKind.REFERENCE: r"(?:uspto\s*)?(?:reference|ref)?",
    }.items()
}  # the words of another kind stay, so that `serial: Reg. No. 78787878` is refused and not the wrong case watched
_SEPARATORS = re.compile(r"[\s,./'_\u2010-\u2015\u2018\u2019\u200b\u200e\u200f\ufeff-]")
_SPREADSHEET = re.compile(r"([0-9]+)\.0{1,2}")
"""A number that a spreadsheet made a decimal: 3500030.0 is 3500030, never 35000300."""


@dataclass(frozen=True, slots=True, order=True)
class CaseNumber:
    """A number that names a case, as kind and normalised digits (`97123456`, `3500030`, `0835690`, `Z1231384`)."""

    kind: NumberKind
    number: str

    @property
    def case_id(self) -> str:
        """The id in TSDR's addresses: `sn97123456`, `rn3500030`, `ir0835690`, `refZ1231384` (tsdr.md, "Requests")."""
        return _PREFIXES[self.kind] + self.number

    def __str__(self) -> str:
        return f"{_WORDS[self.kind]} {self.number}"


def what_it_is(kind: NumberKind) -> str:
    """The kind in words: `serial number`."""
    return _WORDS[kind]


def how_to_write(kind: NumberKind) -> str:
    """What a number of this kind looks like, for the sentence that refuses another."""
    return _RIGHT[kind]


def parse_case_number(kind: NumberKind, text: str) -> CaseNumber:
    """Read a number as people write it.

    Raises:
        ValueError: it is no such number; the sentence says what would be right.
    """
    written = _PEOPLE_WRITE[kind].sub("", text.strip(), count=1)
    if decimal := _SPREADSHEET.fullmatch(written):
        written = decimal[1]
    bare = _SEPARATORS.sub("", written).upper()
    ok = _SHAPES[kind].fullmatch(bare) is not None
    match kind:
        case NumberKind.REGISTRATION:
            bare = bare.zfill(7)
        case NumberKind.INTERNATIONAL:
            bare = bare.zfill(8 if bare[-1:].isalpha() else 7)
        case NumberKind.SERIAL | NumberKind.REFERENCE:
            pass
    if not ok:
        raise ValueError(f"{text.strip()!r} is no {_WORDS[kind]}: write {_RIGHT[kind]}")
    return CaseNumber(kind, bare)


def parse_serial_number(text: str) -> SerialNumber:
    """Read a serial number as people write it: `78787878`, `78/787,878`, `Serial No. 78/787,878`.

    Raises:
        ValueError: it is not a serial number; the sentence says what would be right.
    """
    return SerialNumber(parse_case_number(NumberKind.SERIAL, text).number)
