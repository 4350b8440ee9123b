"""Reads a status document (WIPO ST.96 XML, as TSDR gives it) into a Case.

The reading is complete by construction: known values are *taken* out of the document's tree (`take.py`), and what is
left becomes facts (`leftovers.py`), but for the short list of what says nothing (`ignored.py`). `load.py` is the
guard at the door. Does not fetch, compare or judge.
"""

from __future__ import annotations

from watcher.errors import UnreadableDocumentError
from watcher.trademark.model import Case
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.st96.ignored import IGNORED, Ignored, ignored_reason
from watcher.trademark.st96.load import MAX_DOCUMENT_BYTES, load
from watcher.trademark.st96.read import find_trademark, read_case

__all__ = [
    "IGNORED",
    "MAX_DOCUMENT_BYTES",
    "Ignored",
    "ignored_reason",
    "parse_status_document",
]


def parse_status_document(
    data: bytes, expected: SerialNumber | None = None, *, max_bytes: int = MAX_DOCUMENT_BYTES
) -> Case:
    """The case that a status document tells of.

    `expected` is the serial number that was asked for, if one was; `max_bytes` bounds the document as it came.

    Raises:
        UnreadableDocumentError: and nothing else; its reason is a clause for a person, beginning with "it".
    """
    tree = load(data, max_bytes)
    if not tree:
        raise UnreadableDocumentError("it is empty")
    root, trademark = find_trademark(tree)
    return read_case(root, trademark, expected)
