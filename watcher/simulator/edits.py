"""Cuts real status documents as they stand: an earlier day of the same case, a section that vanished, a mask.

Works on the bytes between elements, by namespace and name; all that is not meant to change stays as it was, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from xml.sax.saxutils import escape

from watcher.simulator.xmltree import COM, TMK, Element, trademark

_MASK = b"XXXX"


class Section(StrEnum):
    """A part of a status document that may silently be empty for a while (tsdr.md, "The status document")."""

    ASSIGNMENTS = "assignments"
    PROCEEDINGS = "TTAB proceedings"
    EVENTS = "prosecution history"
    OWNERS = "owners"
    GOODS = "goods and services"
    ATTORNEY = "attorney of record"


_PLACES = {
    Section.ASSIGNMENTS: "AssignmentBag",
    Section.PROCEEDINGS: "LegalProceedingsBag",
    Section.EVENTS: "MarkEventBag",
    Section.OWNERS: "ApplicantBag",
    Section.GOODS: "GoodsServicesBag",
    Section.ATTORNEY: "RecordAttorney",
}
_LEFT = {
    Section.ASSIGNMENTS: b"<%sNationalAssignmentTotalQuantity>0</%sNationalAssignmentTotalQuantity>",
    Section.PROCEEDINGS: b"<%sLegalProceedings/>",
}


def _cut(document: bytes, pieces: Iterable[tuple[int, int, bytes]]) -> bytes:
    for start, end, new in sorted(pieces, reverse=True):
        document = document[:start] + new + document[end:]
    return document


def _prefix(document: bytes, element: Element) -> bytes:
    """The namespace prefix with which an element is written, with its colon; empty without one."""
    name = re.match(rb"<([^\s/>]+)", document[element.start :])
    return name.group(1).rpartition(b":")[0] + b":" if name and b":" in name.group(1) else b""


def rewound(document: bytes, events: int, status: tuple[str, date | str, str] | None = None) -> bytes:
    """The same document some days earlier: without its newest `events` entries, and with an earlier status.

    `status` is code, date and text. The newest are those with the highest entry numbers.

    Raises:
        ValueError: it is no status document, or has fewer events.
    """
    mark = trademark(document)
    entries = [one for one in mark.all("MarkEventBag/MarkEvent") if one.uri == TMK]
    if not 0 <= events <= len(entries):
        raise ValueError(f"the document has {len(entries)} events: {events} cannot be taken away")
    entries.sort(key=lambda one: int(one.value("NationalMarkEvent/MarkEventEntryNumber")), reverse=True)
    pieces = [
        (len(document[: one.start].rstrip()), one.end, b"")  # with the white space before it
        for one in entries[:events]
    ]
    if status is not None:
        paths = (
            "MarkCurrentStatusCode",
            "MarkCurrentStatusDate",
            "NationalTrademarkInformation/MarkCurrentStatusExternalDescriptionText",
        )
        for path, value in zip(paths, status, strict=True):
            found = mark.find(path)
            if found is None:
                raise ValueError(f"the document has no {path}")
            pieces.append((found.inner_start, found.inner_end, escape(str(value)).encode()))
    return _cut(document, pieces)


def without_sections(document: bytes, *sections: Section) -> bytes:
    """The document with these sections empty, as the service shows them at times; absent ones stay absent.

    Raises:
        ValueError: it is no status document.
    """
    mark = trademark(document)
    pieces: list[tuple[int, int, bytes]] = []
    for section in sections:
        found = mark.find(_PLACES[section])
        if found is None or found.inner_start == found.end:
            continue
        prefix = _prefix(document, found)
        left = _LEFT.get(section, b"")
        pieces.append((found.inner_start, found.inner_end, left.replace(b"%s", prefix)))
    return _cut(document, pieces)


def with_masked_emails(document: bytes) -> bytes:
    """The document with `XXXX` for each e-mail address of the correspondent and the domestic representative.

    Raises:
        ValueError: it is no status document.
    """
    mark = trademark(document)
    return _cut(
        document,
        [
            (one.inner_start, one.inner_end, _MASK)
            for one in mark.walk()
            if one.uri == COM and one.tag == "EmailAddressText" and one.inner_end > one.inner_start
        ],
    )


def with_text(document: bytes, path: str, text: str) -> bytes:
    """The document with another text in the first element at a path below `Trademark` (local names).

    Raises:
        ValueError: it is no status document, or has no such element.
    """
    found = trademark(document).find(path)
    if found is None or found.inner_start == found.end:
        raise ValueError(f"the document has no {path} with a text")
    return _cut(document, [(found.inner_start, found.inner_end, escape(text).encode())])
