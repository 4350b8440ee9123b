"""The parts of a divided application: serial numbers in a status document that belong to cases of their own.

TSDR names the related application among the associated marks, or in elements about the division. No document with a
division is among our samples, so this looks for what cannot be anything else: eight digits, where a document speaks
of associated marks, of a division or of a child, and that are not the case's own number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from watcher.trademark.numbers import SerialNumber

if TYPE_CHECKING:
    from watcher.trademark.model import Case

_WHERE = re.compile(r"AssociatedMark|Divi(?:sion|ded)|Child", re.IGNORECASE)
_PARENT = re.compile(r"child\s*of|parent(?!\s*of)", re.IGNORECASE)
_SERIAL = re.compile(r"(?<![0-9])[0-9]{8}(?![0-9])")


def children_of(case: Case) -> tuple[SerialNumber, ...]:
    """The serial numbers of the applications that were divided out of this one, in order; not those of its parent."""
    return tuple(sorted(set(_found(case)) - {case.serial_number}))


def _found(case: Case) -> Iterator[SerialNumber]:
    for mark in case.associated_marks:
        if _SERIAL.fullmatch(mark.reference_number) and not _PARENT.search(mark.category):
            yield SerialNumber(mark.reference_number)
    for fact in case.other:
        if _WHERE.search(fact.path) and not _PARENT.search(f"{fact.path} {fact.value}"):
            yield from map(SerialNumber, _SERIAL.findall(fact.value))
