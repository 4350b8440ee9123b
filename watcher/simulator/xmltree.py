"""A small tree of an XML document that knows at which byte each element begins and ends, so that text can be cut as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

COM = "http://www.wipo.int/standards/XMLSchema/ST96/Common"
TMK = "http://www.wipo.int/standards/XMLSchema/ST96/Trademark"
USPTO = "urn:us:gov:doc:uspto:trademark"


@dataclass(slots=True)
class Element:
    """One element; `start` and `end` are the bytes of the whole of it, `inner` those between its tags.

    `tag` is the local name: the three namespaces have no name in common that matters here, and `uri` is beside it.
    """

    uri: str
    tag: str
    attributes: dict[str, str]
    start: int
    inner_start: int
    inner_end: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def find(self, path: str) -> Element | None:
        """The first element at a path of local names (`Contact/Name`), None when there is none."""
        return next(self.all(path), None)

    def all(self, path: str) -> Iterator[Element]:
        """Every element at a path of local names."""
        head, _, rest = path.partition("/")
        for child in self.children:
            if child.tag == head:
                if rest:
                    yield from child.all(rest)
                else:
                    yield child

    def walk(self) -> Iterator[Element]:
        """This element and every one below it, in the document's order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def value(self, path: str) -> str:
        """The text at a path, stripped; empty when there is no such element."""
        found = self.find(path)
        return found.text.strip() if found else ""


def _tag_end(document: bytes, start: int) -> int:
    """The byte after the `>` that closes the tag which begins at `start`; `>` inside quotes does not count."""
    quote = 0
    for place in range(start, len(document)):
        byte = document[place]
        if quote:
            if byte == quote:
                quote = 0
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return place + 1
    return len(document)


def parse(document: bytes) -> Element:
    """Read a UTF-8 document.

    Raises:
        ValueError: it is not well-formed XML.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    roots: list[Element] = []
    stack: list[Element] = []

    def started(name: str, attributes: dict[str, str]) -> None:
        uri, _, tag = name.rpartition(" ")
        start = parser.CurrentByteIndex
        element = Element(uri, tag, attributes, start, _tag_end(document, start))
        (stack[-1].children if stack else roots).append(element)
        stack.append(element)

    def ended(_name: str) -> None:
        element = stack.pop()
        if document[element.inner_start - 2 : element.inner_start] == b"/>":
            element.inner_end = element.end = element.inner_start
        else:
            element.inner_end = parser.CurrentByteIndex
            element.end = _tag_end(document, element.inner_end)

    def words(text: str) -> None:
        stack[-1].text += text

    parser.StartElementHandler = started
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = words
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise ValueError(f"not well-formed: {error}") from error
    return roots[0]


def trademark(document: bytes) -> Element:
    """The `Trademark` element of a status document.

    Raises:
        ValueError: it is no status document of the present schema.
    """
    path = "TrademarkTransactionBody/TransactionContentBag/TransactionData/TrademarkBag/Trademark"
    root = parse(document)
    found = root.find(path)
    if root.uri != TMK or root.tag != "TrademarkTransaction" or found is None:
        raise ValueError(f"no status document of the present schema: its root is {{{root.uri}}}{root.tag}")
    return found
