"""The list of the documents in a case's file wrapper, as TSDR gives it (tsdr.md, "Requests": `casedocs`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from watcher.errors import UnreadableDocumentError
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.st96.load import MAX_DOCUMENT_BYTES, load

_DAY: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})")
_DIGITS: Final = re.compile(r"[^0-9]")


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """One document of the file wrapper.

    `type_code` and `description` say what it is (`NOA`, Notice of Abandonment), `category` whether it came in or went
    out. `mailed` is a day in Washington, `scanned` a moment in UTC. `docid` is its id in TSDR's addresses: type code
    and scan time (`NOA20070926100613`), or the mail date where there is no scan time; empty when there is neither.
    `addresses` are there in the lists of bundles only.
    """

    serial_number: SerialNumber
    type_code: str
    description: str
    category: str = ""
    category_code: str = ""
    mailed: date | None = None
    scanned: datetime | None = None
    pages: int | None = None
    media_types: tuple[str, ...] = ()
    docid: str = ""
    addresses: tuple[str, ...] = ()


def parse_document_list(data: bytes, *, max_bytes: int = MAX_DOCUMENT_BYTES) -> tuple[CaseDocument, ...]:
    """The documents of a list, in its order (TSDR's is newest first); of a single `Document`, that one.

    Raises:
        UnreadableDocumentError: it is no list of documents; the reason is a clause that begins with "it".
    """
    tree = load(data, max_bytes)
    name, root = next(iter(tree.items()), ("", None))
    match _local(name):
        case "DocumentList":
            return tuple(_document(one) for one in _all(root, "Document"))
        case "Document":
            return (_document(root),)
        case other:
            raise UnreadableDocumentError(f"it is no list of documents: its root is {other or 'missing'}")


def _document(element: Any) -> CaseDocument:
    scanned_text = _text(element, "ScanDateTime")
    mailed_text = _text(element, "MailRoomDate")
    code = _text(element, "DocumentTypeCode")
    stamp = _DIGITS.sub("", scanned_text[:19]) or _DIGITS.sub("", mailed_text[:10])
    pages = _text(element, "TotalPageQuantity")
    return CaseDocument(
        serial_number=SerialNumber(_text(element, "SerialNumber").zfill(8)),
        type_code=code,
        description=_text(element, "DocumentTypeCodeDescriptionText")
        or _text(element, "DocumentTypeDescriptionText"),
        category=_text(element, "CategoryTypeCodeDescriptionText"),
        category_code=_text(element, "CategoryTypeCode"),
        mailed=_day(mailed_text),
        scanned=_moment(scanned_text),
        pages=int(pages) if re.fullmatch(r"[0-9]{1,9}", pages) else None,
        media_types=_texts(element, "PageMediaTypeList", "PageMediaTypeName"),
        docid=code + stamp if code and stamp else "",
        addresses=_texts(element, "UrlPathList", "UrlPath"),
    )


def _local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(":")[2]


def _all(element: Any, name: str) -> Iterator[Any]:
    """The children of a name: none, one or a list of them."""
    if not isinstance(element, dict):
        return
    for key, value in element.items():
        if _local(key) == name:
            yield from value if isinstance(value, list) else [value]


def _text(element: Any, name: str) -> str:
    """The text of the first child of a name, empty when it has none."""
    value = next(_all(element, name), None)
    if isinstance(value, dict):
        value = value.get("#text")
    return value.strip() if isinstance(value, str) else ""


def _texts(element: Any, bag: str, name: str) -> tuple[str, ...]:
    found = (_text({name: one}, name) for inside in _all(element, bag) for one in _all(inside, name))
    return tuple(text for text in found if text)


def _day(text: str) -> date | None:
    """`2023-03-22-04:00`: zones come and go, so the first ten characters (tsdr.md)."""
    found = _DAY.match(text)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """`2023-03-22T20:20:53.000-04:00`; one without a zone is no moment."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo is not None else None
