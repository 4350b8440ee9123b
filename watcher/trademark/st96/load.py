"""Bytes -> the tree of a status document, or one error that says why not; in bounded time and memory.

Refuses before it parses (by size, by the number of tags), and while it parses (document type declarations, and with
them every entity). Does not know what a trademark is.
"""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

import xmltodict

from watcher.errors import UnreadableDocumentError
from watcher.trademark.st96.names import TEXT

MAX_DOCUMENT_BYTES: Final = 16_000_000
"""Real documents have 25 to 300 kB (tsdr.md); fifty times the largest is no status document."""

MAX_TAGS: Final = 400_000
"""A real document has about one tag for 30 bytes, the largest some 10,000. Bounds depth and memory beforehand."""

MAX_ATTRIBUTES: Final = 400_000
"""As above; counted as equals signs, of which texts have few."""

_BREAKS_OFF = frozenset(
    expat.errors.codes[error]
    for error in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)
_OTHER_KINDS: Final = (
    (b"{", "it is JSON, not XML"),
    (b"[", "it is JSON, not XML"),
    (b"<!doctype html", "it is an HTML page, not a status document"),
    (b"<html", "it is an HTML page, not a status document"),
    (b"%pdf", "it is a PDF, not XML"),
    (b"pk\x03\x04", "it is a ZIP archive, not XML"),
    (b"\x1f\x8b", "it is compressed (gzip), not XML"),
)
_DECLARATIONS: Final = "@xmlns"
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class _NoDoctype:
    """Stands in for the `expat` module, and makes parsers that refuse a document type declaration.

    A status document has none; one can define entities (billion laughs, files of this machine) and default
    attributes that stand nowhere in the text.
    """

    @staticmethod
    def ParserCreate(encoding: str | None, separator: str | None) -> Any:  # noqa: N802  # expat's name
        parser = expat.ParserCreate(encoding, separator)
        parser.StartDoctypeDeclHandler = _refuse_doctype
        return parser


def _refuse_doctype(*_: object) -> None:
    raise UnreadableDocumentError(
        "it has a document type declaration (DTD, entities), which status documents never have"
    )


def load(data: bytes, max_bytes: int = MAX_DOCUMENT_BYTES) -> dict[str, Any]:
    """The document as nested dictionaries, with names as in `names.py`.

    Raises:
        UnreadableDocumentError: it is too large, of another kind, broken, or has a document type declaration.
    """
    _refuse_by_sight(data, max_bytes)
    try:
        tree = xmltodict.parse(data, expat=_NoDoctype, process_namespaces=True)
    except expat.ExpatError as error:
        raise UnreadableDocumentError(_why(data, error)) from error
    except (ValueError, LookupError) as error:
        # a name of an encoding that does not exist, or one that a parser cannot use
        raise UnreadableDocumentError(f"its encoding cannot be read: {error}") from error
    return without_declarations(tree, data) if tree else {}


def without_declarations(tree: dict[str, Any], data: bytes) -> dict[str, Any]:
    """The tree without the namespace declarations that `xmltodict` lists as attributes: names have the URIs already.

    All stand on the root element, in the documents that were seen: then the words `xmlns` are as many as those, and
    nothing else needs to be looked at.
    """
    root = next(iter(tree.values()))
    if not isinstance(root, dict):
        return tree
    declared = root.pop(_DECLARATIONS, {})
    if data.count(b"xmlns") == len(declared):
        return tree
    waiting: list[Any] = [tree]
    while waiting:
        node = waiting.pop()
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            node[key] = plain = _plain(value)
            if isinstance(plain, dict | list):
                waiting.append(plain)
    return tree


def _plain(value: Any) -> Any:
    if not isinstance(value, dict) or _DECLARATIONS not in value:
        return value
    del value[_DECLARATIONS]
    if value.keys() == {TEXT}:
        return value[TEXT]
    return value or None


def _refuse_by_sight(data: bytes, max_bytes: int) -> None:
    if len(data) > max_bytes:
        raise UnreadableDocumentError(
            f"it has {len(data):,} bytes; a status document has less than {max_bytes:,}"
        )
    if not data or data.isspace():
        raise UnreadableDocumentError("it is empty" if not data else "it is empty but for white space")
    start = data[:200].removeprefix(_BYTE_ORDER_MARK).lstrip().lower()
    for sign, reason in _OTHER_KINDS:
        if start.startswith(sign):
            raise UnreadableDocumentError(reason)
    if data.count(b"<") > MAX_TAGS:
        raise UnreadableDocumentError(f"it has more than {MAX_TAGS:,} tags, which no status document has")
    if data.count(b"=") > MAX_ATTRIBUTES:
        raise UnreadableDocumentError(
            f"it has more than {MAX_ATTRIBUTES:,} attributes, which no status document has"
        )


def _why(data: bytes, error: expat.ExpatError) -> str:
    """What a person needs to know of a parser's complaint."""
    place = f"line {error.lineno}, column {error.offset}"
    if not data.lstrip().removeprefix(_BYTE_ORDER_MARK).startswith((b"<", b"\xff\xfe", b"\xfe\xff")):
        return f"it is not XML ({expat.ErrorString(error.code)}: {place})"
    if error.code in _BREAKS_OFF:
        return f"it breaks off at {place}: it did not arrive whole"
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return f"it is not well-formed XML: it has NUL bytes ({place})"
    return f"it is not well-formed XML: {expat.ErrorString(error.code)} ({place})"
