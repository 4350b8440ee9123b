"""The marks of a group: each line of the watchlist that names a case, and the same case named twice."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from watcher.config.names import Names
from watcher.config.nodes import Mapping as MappingNode
from watcher.config.nodes import Node, Scalar, Sequence, kind_of
from watcher.config.read import Reading
from watcher.config.routes import serial_numbers_of
from watcher.config.schema import MarkShape
from watcher.config.settings import MarkSettings, Watchlist
from watcher.config.trouble import show
from watcher.errors import Mistake
from watcher.trademark.numbers import (
    CaseNumber,
    NumberKind,
    SerialNumber,
    how_to_write,
    parse_case_number,
    what_it_is,
)

_HOW = "a serial number, or keys: serial, registration, international or reference_number"


def read_marks(node: Node | None, reading: Reading, names: Names, group: str) -> list[MarkSettings]:
    """The marks that could be read; for the others a mistake is noted."""
    match node:
        case None:
            return []
        case Sequence():
            marks = (_read_mark(item, reading, names, group) for item in node.items)
            return [mark for mark in marks if mark is not None]
        case _:
            right = "a list: one line for each mark, `- 78787878`"
            reading.trouble.note(node.line, f"{group}marks: {kind_of(node)} where a list belongs", right)
            return []


def _read_mark(node: Node, reading: Reading, names: Names, group: str) -> MarkSettings | None:
    match node:
        case Scalar(empty=True):
            reading.trouble.note(node.line, f"{group}a mark without a number", _HOW)
            return None
        case Scalar():
            number = read_number(NumberKind.SERIAL, node, reading)
            return None if number is None else MarkSettings(number, place=place(reading.path, node.line))
        case MappingNode():
            return _read_keys(node, reading, names, group)
        case Sequence():
            reading.trouble.note(node.line, f"{group}a list where a mark belongs", _HOW)
            return None


def _read_keys(node: MappingNode, reading: Reading, names: Names, group: str) -> MarkSettings | None:
    shape = reading.shape(MarkShape, node, "mark: ")
    given = [kind for kind in NumberKind if node.get(kind) is not None]
    if len(given) != 1:
        said = "has no number" if not given else f"has {len(given)} numbers: {', '.join(given)}"
        right = _HOW if not given else "keep one; the USPTO tells us the others"
        reading.trouble.note(node.line, f"{group}this mark {said}", right)
        return None
    written = node.get(given[0])
    number = read_number(given[0], written, reading) if isinstance(written, Scalar) else None
    tell = names.resolve(node.get("tell"), f"{group}tell")
    if shape is None or number is None:
        return None
    return MarkSettings(
        number,
        label=shape.label,
        matter=shape.matter,
        attorney=sys.intern(shape.attorney),
        tell=tell,
        mute_until=shape.mute_until,
        place=place(reading.path, node.line),
        client=sys.intern(shape.client),
    )


def read_number(kind: NumberKind, node: Scalar, reading: Reading) -> CaseNumber | None:
    """The number of a mark, or None when it is none (a mistake is noted)."""
    text, wrong = reading.variables.expand(node.text)
    for said, right in wrong:
        reading.trouble.note(node.line, f"mark: {kind}: {said}", right)
    if wrong:
        return None
    try:
        return parse_case_number(kind, text)
    except ValueError:
        reading.trouble.note(node.line, *not_a_number(kind, node.text))
        return None


def not_a_number(kind: NumberKind, written: str) -> tuple[str, str]:
    """What is wrong with a number that is none of its kind, and what would be right; another kind is recognised."""
    said = f"{show(written)} is no {what_it_is(kind)}"
    for other in NumberKind:
        try:
            found = parse_case_number(other, written)
        except ValueError:
            continue
        right = f"{how_to_write(kind)}; if it is the {what_it_is(other)}, write {other}: {found.number}"
        return said, right
    return said, how_to_write(kind)


def place(file: Path, line: int) -> str:
    """Where a mark stands, as `file:line`."""
    return f"{file}:{line}"


def twice_in_one_group(group: str, marks: Iterable[MarkSettings]) -> list[Mistake]:
    """The marks whose number stands in the group already, as it is written."""
    first: dict[CaseNumber, MarkSettings] = {}
    mistakes = []
    for mark in marks:
        earlier = first.setdefault(mark.number, mark)
        if earlier is not mark:
            mistakes.append(_twice(group, mark, str(mark.number), earlier))
    return mistakes


def same_case_twice(
    watchlist: Watchlist, resolved: Mapping[CaseNumber, tuple[SerialNumber, ...]]
) -> tuple[Mistake, ...]:
    """The cases that a group names twice in different ways: as serial and as registration number.

    `resolved` holds the serial numbers of the numbers of other kinds that are known by now. In two groups the
    same case is no mistake.
    """
    mistakes = []
    for group in watchlist.groups:
        first: dict[SerialNumber, MarkSettings] = {}
        for mark in group.marks:
            for case in serial_numbers_of(mark.number, resolved):
                earlier = first.setdefault(case, mark)
                if earlier.number != mark.number:
                    mistakes.append(_twice(group.name, mark, f"case {case} ({mark.number})", earlier))
    return tuple(mistakes)


def _twice(group: str, mark: MarkSettings, what: str, earlier: MarkSettings) -> Mistake:
    file, line = _place_of(mark)
    earlier_file, earlier_line = _place_of(earlier)
    where = f"line {earlier_line}" if earlier_file == file else f"line {earlier_line} of {earlier_file}"
    said = f"group {group!r} has {what} twice: here and on {where}"
    return Mistake(file, line, said, "keep one of them; a case may stand in two groups")


def _place_of(mark: MarkSettings) -> tuple[Path | None, int | None]:
    file, _, line = mark.place.rpartition(":")
    return (Path(file), int(line)) if file and line.isdecimal() else (None, None)
