"""`watch`: the groups of the watchlist, with their marks from the file itself and from marks files."""

from __future__ import annotations

import sys

from watcher.config.channels import check_only_and_except
from watcher.config.marks import read_marks, twice_in_one_group
from watcher.config.marks_file import read_marks_file
from watcher.config.names import Names
from watcher.config.nodes import Mapping, Node, Scalar, Sequence, kind_of
from watcher.config.read import Reading
from watcher.config.schema import GroupShape
from watcher.config.settings import GroupSettings, MarkSettings
from watcher.config.trouble import show
from watcher.config.values import name as read_name


def read_groups(root: Mapping, names: Names, reading: Reading) -> tuple[GroupSettings, ...]:
    """The groups that could be read; for the others mistakes are noted."""
    if "watch" not in root.entries:
        right = "groups of marks below it; `watch: []` when nothing is to be watched yet"
        reading.trouble.note(root.line, "the watchlist has no watch: nothing would be watched", right)
        return ()
    node = root.get("watch")
    if node is not None and not isinstance(node, Sequence):
        right = "a list of groups, each beginning with `- name: ...`"
        reading.trouble.note(node.line, f"watch: {kind_of(node)} where a list belongs", right)
        return ()
    groups = []
    lines: dict[str, int] = {}
    for item in node.items if node else ():
        if not isinstance(item, Mapping):
            right = "a group begins with `- name: ...` and has tell and marks below it"
            reading.trouble.note(item.line, f"watch: {kind_of(item)} where a group belongs", right)
            continue
        group = _read_group(item, names, reading)
        if group is None:
            continue
        first = lines.setdefault(group.name, item.line)
        if first != item.line:
            right = "put their marks together, or give this one another name"
            reading.trouble.note(
                item.line, f"two groups are called {show(group.name)}: here and on line {first}", right
            )
        groups.append(group)
    if not any(group.marks for group in groups) and not reading.trouble.mistakes:
        reading.trouble.warn(
            root.line_of("watch"), "nothing is watched yet", "`tmwatch add`, or lines below marks"
        )
    return tuple(groups)


def _read_group(node: Mapping, names: Names, reading: Reading) -> GroupSettings | None:
    called = node.get("name")
    label = f"group {show(called.text)}: " if isinstance(called, Scalar) else "group: "
    shape = reading.shape(GroupShape, node, label)
    tell = names.resolve(node.get("tell"), f"{label}tell")
    marks = read_marks(node.get("marks"), reading, names, label)
    marks_file = node.get("marks_file")
    if isinstance(marks_file, Scalar):
        written, wrong = reading.variables.expand(marks_file.text)
        if not wrong:
            marks += read_marks_file(reading.beside(written), marks_file.line, names, reading.trouble)
    _check_told(node, label, tell, marks, reading)
    name = read_name(called.text) if isinstance(called, Scalar) and called.text.strip() else "?"
    reading.trouble.mistakes += twice_in_one_group(name, marks)
    if shape is None:
        return None
    if not marks and "marks" not in node.entries and marks_file is None:
        reading.trouble.warn(node.line, f"{label}no marks: it watches nothing", "marks: or marks_file:")
    check_only_and_except(node, shape.only, shape.except_, label, reading)
    return GroupSettings(
        name=sys.intern(shape.name),
        role=shape.role,
        tell=tell,
        marks=tuple(marks),
        client=shape.client,
        attorney=shape.attorney,
        paralegal=shape.paralegal,
        line=node.line,
        only=shape.only,
        except_=shape.except_,
    )


def _check_told(
    node: Mapping, label: str, tell: tuple[str, ...], marks: list[MarkSettings], reading: Reading
) -> None:
    """A change that nobody would be told is a mistake of the watchlist (promise 4)."""
    if tell or _names_somebody(node.get("tell")):
        return
    untold = [mark for mark in marks if not mark.tell]
    if untold or not marks:
        right = "tell: [docket], with the names of channels"
        reading.trouble.note(node.line, f"{label}nobody is told about its changes", right)


def _names_somebody(tell: Node | None) -> bool:
    """Whether something stands in tell; that it is not known is another mistake, told already."""
    match tell:
        case None:
            return False
        case Scalar():
            return bool(tell.text.strip())
        case Sequence():
            return bool(tell.items)
        case Mapping():
            return True
