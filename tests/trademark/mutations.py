"""Changes one thing of a status document at a time, and writes a document in other ways that mean the same."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

COM = "http://www.wipo.int/standards/XMLSchema/ST96/Common"
TMK = "http://www.wipo.int/standards/XMLSchema/ST96/Trademark"
USPTO = "urn:us:gov:doc:uspto:trademark"
KNOWN = (COM, TMK, USPTO)
NEWS = "never seen before"


@dataclass(frozen=True)
class Mutation:
    """A document that differs in one thing; `paths` are those of the values that came, went or became others."""

    what: str
    paths: tuple[str, ...]
    whole: bool
    """Whether a value became something else; not so when one only went, or came a second time."""
    root: ET.Element
    way: list[int]
    change: Callable[[ET.Element, ET.Element], None]
    """Alters the element at the end of the way; the second is its parent."""

    @property
    def data(self) -> bytes:
        new = deepcopy(self.root)
        self.change(at(new, self.way), at(new, self.way[:-1]))
        return ET.tostring(new, encoding="utf-8")


@lru_cache(maxsize=32)
def tree(path: Path) -> ET.Element:
    return ET.fromstring(path.read_bytes())


def local(name: str) -> str:
    """The name as `Fact.path` has it."""
    if not name.startswith("{"):
        return "{}" + name
    uri, _, bare = name[1:].partition("}")
    return bare if uri in KNOWN else name


def attribute(name: str) -> str:
    return "@" + (local(name) if name.startswith("{") else name)


def elements(root: ET.Element) -> list[tuple[str, list[int]]]:
    """Each element's path from the Trademark on (or from the root, outside it), and the way to it by position."""
    found: list[tuple[str, list[int]]] = []

    def walk(node: ET.Element, path: str, way: list[int]) -> None:
        found.append((path, way))
        for place, child in enumerate(node):
            name = local(child.tag)
            walk(child, "" if name == "Trademark" else f"{path}/{name}".strip("/"), [*way, place])

    walk(root, "", [])
    return found


def at(root: ET.Element, way: list[int]) -> ET.Element:
    for place in way:
        root = root[place]
    return root


def values(node: ET.Element, path: str) -> list[tuple[str, str]]:
    """All values in an element, each with its path."""
    found = [(f"{path}/{attribute(name)}".strip("/"), value) for name, value in node.attrib.items()]
    if text := (node.text or "").strip():
        found.append((path, text))
    for child in node:
        found += values(child, f"{path}/{local(child.tag)}".strip("/"))
    return found


def said(node: ET.Element, path: str) -> list[str]:
    """The paths of all values in an element; empty when it says nothing."""
    return [where for where, _ in values(node, path)]


def mutations(root: ET.Element, path: str, way: list[int]) -> list[Mutation]:
    """Every single change at one element."""
    node = at(root, way)
    found: list[Mutation] = []

    def add(
        what: str, paths: list[str], change: Callable[[ET.Element, ET.Element], object], *, whole: bool = True
    ):
        found.append(Mutation(what, tuple(each.strip("/") for each in paths), whole, root, way, change))

    add("text", [path], lambda here, _: setattr(here, "text", f"{(here.text or '').strip()} {NEWS}"))
    for name in node.attrib:
        place = f"{path}/{attribute(name)}"
        add("attribute", [place], lambda here, _, name=name: here.set(name, NEWS))
        add("attribute gone", [place], lambda here, _, name=name: here.attrib.pop(name), whole=False)
    for name in ("unheardOf", f"{{{COM}}}unheardOf", "{urn:unheard-of}unheardOf"):
        place = f"{path}/{attribute(name)}"
        add("new attribute", [place], lambda here, _, name=name: here.set(name, NEWS))
    for name in ("UnheardOf", f"{{{TMK}}}UnheardOf", f"{{{USPTO}}}UnheardOf", "{urn:unheard-of}Name"):
        place = f"{path}/{local(name)}"
        add(
            "new element",
            [place],
            lambda here, _, name=name: setattr(ET.SubElement(here, name), "text", NEWS),
        )
    add(
        "new tree",
        [f"{path}/UnheardOfBag/Thing/@so"],
        lambda here, _: ET.SubElement(
            ET.SubElement(here, f"{{{TMK}}}UnheardOfBag"), f"{{{COM}}}Thing", {"so": NEWS}
        ),
    )
    inside = said(node, path)
    if way and inside:
        add("gone", inside, lambda here, parent: parent.remove(here), whole=False)
        add("twice", inside, lambda here, parent: parent.insert(way[-1], deepcopy(here)), whole=False)
    return found


def swaps(root: ET.Element, path: str, way: list[int]) -> list[Mutation]:
    """Two children of two siblings of one name, exchanged; not where that only puts the siblings in another order."""
    node = at(root, way)
    found = []
    for one, other in pairwise(range(len(node))):
        first, second = node[one], node[other]
        if first.tag != second.tag:
            continue
        for place in range(min(len(first), len(second))):
            if first[place].tag != second[place].tag or _contents(first[place]) == _contents(second[place]):
                continue

            def swap(here: ET.Element, _: ET.Element, one=one, other=other, place=place) -> None:
                here[one][place], here[other][place] = here[other][place], here[one][place]

            after = deepcopy(node)
            swap(after, after)
            if sorted(map(_contents, after)) != sorted(map(_contents, node)):
                here = f"{path}/{local(first.tag)}/{local(first[place].tag)}".strip("/")
                differ = Counter(values(first[place], here))
                differ.subtract(values(second[place], here))
                paths = tuple(where for (where, _), count in differ.items() if count)
                found.append(Mutation("swapped", paths, False, root, way, swap))
    return found


def _contents(node: ET.Element) -> str:
    attributes = sorted(item for item in node.attrib.items() if not item[0].endswith("}sequenceNumber"))
    inside = sorted(map(_contents, node))
    return f"{node.tag}{attributes}{(node.text or '').strip()}{inside}"


class Writer:
    """Writes a tree in one of the many ways that mean the same, as chance has it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.count = 0

    def document(self, root: ET.Element) -> bytes:
        encoding = self.chance.choice(["UTF-8", "UTF-16", "ISO-8859-1", "US-ASCII"])
        body = f"{self.noise()}{self.element(root, {})}{self.noise()}"
        declared = f'<?xml version="1.0" encoding="{encoding}"?>{body}'
        return declared.encode(encoding, "xmlcharrefreplace")

    def element(self, node: ET.Element, scope: dict[str, str]) -> str:
        """`scope` has the URI of each prefix that holds here; the empty prefix is the default namespace."""
        declared: dict[str, str] = {}
        scope = dict(scope)
        name = self.name(node.tag, scope, declared, default=True)
        attributes = [
            f"{self.name(key, scope, declared, default=False)}={self.quoted(value)}"
            for key, value in node.attrib.items()
        ]
        attributes += [
            f"xmlns{':' if prefix else ''}{prefix}={quoteattr(uri)}" for prefix, uri in declared.items()
        ]
        self.chance.shuffle(attributes)
        start = "".join(f"{self.gap()}{each}" for each in attributes)
        text = self.text((node.text or "").strip())
        inside = "".join(f"{self.noise()}{self.element(child, scope)}" for child in node)
        if inside:
            inside += self.noise()
        if not (text or inside) and self.chance.random() < 0.5:
            return f"<{name}{start}/>"
        return f"<{name}{start}>{text}{inside}</{name}>"

    def name(self, tag: str, scope: dict[str, str], declared: dict[str, str], *, default: bool) -> str:
        uri, _, bare = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
        if not uri:
            if default and scope.get("", ""):
                scope[""] = declared[""] = ""
            return bare
        have = [prefix for prefix, held in scope.items() if held == uri and (prefix or default)]
        if have and self.chance.random() < 0.95:
            prefix = self.chance.choice(have)
        elif default and "" not in declared and self.chance.random() < 0.3:
            prefix = ""
        else:
            self.count += 1
            prefix = self.chance.choice([f"p{self.count}", f"com{self.count}", f"ns{self.count}"])
        if scope.get(prefix) != uri:
            scope[prefix] = declared[prefix] = uri
        return f"{prefix}:{bare}" if prefix else bare

    def gap(self) -> str:
        return self.chance.choice([" ", "  ", "\n", "\t "])

    def noise(self) -> str:
        return self.chance.choice(["", "", " ", "\n    ", "\r\n\t", "<!-- note -->", "<?target data?>\n"])

    def quoted(self, value: str) -> str:
        return f"'{escape(value, {chr(39): '&apos;'})}'" if self.chance.random() < 0.5 else quoteattr(value)

    def text(self, text: str) -> str:
        if not text:
            return ""
        way = self.chance.random()
        if way < 0.2 and "]]>" not in text:
            return f"<![CDATA[{text}]]>" if text.isascii() else escape(text)
        if way < 0.4:
            return "".join(
                f"&#x{ord(char):x};" if self.chance.random() < 0.2 else escape(char) for char in text
            )
        if way < 0.6:
            return f"\n   {escape(text)}  \n".replace(" ", self.chance.choice(["  ", "\n ", " "]))
        return escape(text, {'"': "&quot;", "'": "&#39;"})
