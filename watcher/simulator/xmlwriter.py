"""Writes XML the way the office does: prefixes ns1 to ns3, four spaces a level, empty elements as `<a/>`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.sax.saxutils import escape, quoteattr

from watcher.simulator.record import WASHINGTON
from watcher.simulator.xmltree import COM, TMK, USPTO

PREFIXES = {"ns1": COM, "ns2": TMK, "ns3": USPTO}


@dataclass(frozen=True, slots=True)
class Node:
    """An element to be written: a text, or children; neither gives an empty element."""

    name: str
    content: str | tuple[Node, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()


def com(name: str, *content: str | Node | Iterable[Node] | None, **attributes: str) -> Node:
    """An element of the Common namespace; attributes belong to it too."""
    return _node("ns1:" + name, content, attributes)


def tmk(name: str, *content: str | Node | Iterable[Node] | None, **attributes: str) -> Node:
    """An element of the Trademark namespace; its attributes belong to the Common one."""
    return _node("ns2:" + name, content, attributes)


def uspto(name: str, *content: str | Node | Iterable[Node] | None) -> Node:
    """An element of the USPTO's own namespace."""
    return _node("ns3:" + name, content, {})


def _node(
    name: str, content: tuple[str | Node | Iterable[Node] | None, ...], attributes: dict[str, str]
) -> Node:
    named = tuple(("ns1:" + key, value) for key, value in attributes.items())
    if len(content) == 1 and isinstance(content[0], str):
        return Node(name, content[0], named)
    children: list[Node] = []
    for part in content:
        if isinstance(part, Node):
            children.append(part)
        elif part is not None and not isinstance(part, str):
            children.extend(part)
    return Node(name, tuple(children), named)


def numbered(make: Node, number: int | str = 1) -> Node:
    """The element with `ns1:sequenceNumber`, as texts that may be repeated carry it."""
    return Node(make.name, make.content, (*make.attributes, ("ns1:sequenceNumber", str(number))))


def yes_no(value: bool) -> str:
    """`true` or `false`."""
    return "true" if value else "false"


def with_zone(day: date) -> str:
    """A day with Washington's offset at its midnight: `2018-04-17-04:00`."""
    offset = datetime.combine(day, time(), WASHINGTON).strftime("%z")
    return f"{day}{offset[:3]}:{offset[3:]}"


def _lines(node: Node, depth: int) -> Iterable[str]:
    indent = "    " * depth
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in node.attributes)
    if isinstance(node.content, str) and node.content:
        text = escape(node.content, {'"': "&quot;"})
        yield f"{indent}<{node.name}{attributes}>{text}</{node.name}>"
    elif not node.content:
        yield f"{indent}<{node.name}{attributes}/>"
    else:
        yield f"{indent}<{node.name}{attributes}>"
        for child in node.content:
            if isinstance(child, Node):
                yield from _lines(child, depth + 1)
        yield f"{indent}</{node.name}>"


def document(root: Node) -> bytes:
    """A whole document in UTF-8, with declaration and namespaces."""
    spaces = tuple((f"xmlns:{prefix}", uri) for prefix, uri in PREFIXES.items())
    top = Node(root.name, root.content, spaces + root.attributes)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return (head + "\n".join(_lines(top, 0)) + "\n").encode()
