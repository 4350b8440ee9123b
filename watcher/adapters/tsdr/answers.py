"""Bodies of answers to values: modified dates in all their forms, and the cases of a batch. Pure; errors are ValueError.

The sentence of each ValueError is a clause for a person, about "the answer".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from watcher.errors import UnreadableDocumentError
from watcher.trademark.model import ModifiedDates
from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber
from watcher.trademark.st96.load import load

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_BOM: Final = b"\xef\xbb\xbf"
_BRANCHES: Final = {
    "caseprosecutiondata": "prosecution",
    "casestatusdata": "status",
    "casedocsdata": "documents",
    "lastmodifieddate": "whole",
}


def kind_of(body: bytes) -> str:
    """What a body is, from its first bytes: `json`, `html`, `xml`, `pdf`, `zip`, `image`, or empty for none of them."""
    start = body[:512].removeprefix(_BOM).lstrip().lower()
    signs = (
        ("json", (b"{", b"[")),
        ("html", (b"<!doctype html", b"<html")),
        ("pdf", (b"%pdf",)),
        ("zip", (b"pk\x03\x04", b"pk\x05\x06")),
        ("image", (b"\x89png", b"\xff\xd8\xff", b"gif8", b"ii*\x00", b"mm\x00*", b"bm")),
        ("xml", (b"<",)),
    )
    return next((kind for kind, starts in signs if start.startswith(starts)), "")


def modified_dates(body: bytes) -> dict[SerialNumber, ModifiedDates]:
    """The modified dates in an answer of `last-update` or `caseupdate`, by serial number (tsdr.md, "Modified dates").

    JSON with name and value or with serialNumber; XML with or without a namespace, with or without a list around.
    Any branch may be absent or empty. Empty when the answer lists no case.

    Raises:
        ValueError: it is no such answer, names no serial number, or has a date that cannot be read.
    """
    match kind_of(body):
        case "json":
            tree = _json(body)
        case "xml":
            tree = _xml(body)
        case _:
            raise ValueError("the answer has no modified dates: it is neither JSON nor XML")
    infos = _infos(tree)
    if infos is None:
        raise ValueError("the answer has no modified dates: it is about something else")
    return dict(_one(info) for info in infos)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise ValueError("the answer is not JSON that can be read") from None


def _xml(body: bytes) -> Any:
    try:
        return load(body, 1_000_000)
    except UnreadableDocumentError as error:
        raise ValueError(f"the answer cannot be read: {error.reason}") from None


def _folded(element: Any) -> dict[str, Any]:
    """Members by names that JSON and XML share, without a namespace: `CaseData` and `caseData` are `casedata`."""
    if not isinstance(element, dict):
        return {}
    return {name.rpartition(":")[2].lower(): value for name, value in element.items()}


def _infos(tree: Any) -> list[dict[str, Any]] | None:
    """Each `caseUpdateInfo`, with a list around it or not; None where it is about something else."""
    top = _folded(tree)
    if "caseupdateinfolist" in top:
        top = {"caseupdateinfo": None} | _folded(top["caseupdateinfolist"])
    if "caseupdateinfo" not in top:
        return None
    found = top["caseupdateinfo"]
    return [
        _folded(info) for info in (found if isinstance(found, list) else [found]) if isinstance(info, dict)
    ]


def _one(info: dict[str, Any]) -> tuple[SerialNumber, ModifiedDates]:
    number = _text(info.get("serialnumber"))
    if not number and _text(info.get("name")).lower().replace(" ", "") in {"serialnumber", ""}:
        number = _text(info.get("value"))
    if not re.fullmatch(r"[0-9]{7,8}", number):
        raise ValueError("the answer does not say which serial number its dates are of")
    days: dict[str, date] = {}
    for place in (info, _folded(info.get("casedata"))):
        for branch, field in _BRANCHES.items():
            day = _branch(place[branch]) if branch in place else None
            if day is not None:
                days[field] = day
    return SerialNumber(number.zfill(8)), ModifiedDates(**days)


def _branch(value: Any) -> date | None:
    """The day of a branch, which is an object with `lastModifiedDate` or the day itself."""
    if isinstance(value, list):
        days = [day for day in map(_branch, value) if day is not None]
        return max(days, default=None)
    inner = _folded(value)
    text = _text(inner.get("lastmodifieddate", value))
    if not text:
        return None
    if not _DAY.match(text):
        raise ValueError("the answer has a modified date that cannot be read")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise ValueError("the answer has a modified date that is no day") from None


def _text(value: Any) -> str:
    """A text, a number, or the text of an element with attributes; empty for all else."""
    if isinstance(value, dict):
        value = value.get("#text")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def serial_numbers(body: bytes, number: CaseNumber) -> tuple[SerialNumber, ...] | None:
    """The cases that `caseMultiStatus` gives for a number, each once, in its order; None when it does not know it.

    Raises:
        ValueError: it is no such answer, or one for other numbers.
    """
    tree = _json(body) if kind_of(body) == "json" else None
    found = tree.get("transactionList") if isinstance(tree, dict) else None
    if not isinstance(found, list):
        raise ValueError("the answer is no list of cases")  # noqa: TRY004  # of content, like all others here
    transactions = [one for one in found if isinstance(one, dict)]
    ours = [one for one in transactions if _means(_text(one.get("searchId")), number)]
    if transactions and not ours:
        raise ValueError("the answer is for another number than the one that was asked for")
    statuses = [status for one in ours for status in _statuses(one)]
    numbers = [_serial(status) for status in statuses if _belongs(status, number)]
    if statuses and not numbers:
        raise ValueError("the answer has a case with another number than the one that was asked for")
    return tuple(dict.fromkeys(numbers)) or None


def _statuses(transaction: dict[str, Any]) -> Iterator[dict[str, Any]]:
    cases = transaction.get("trademarks")
    for case in cases if isinstance(cases, list) else []:
        status = case.get("status") if isinstance(case, dict) else None
        yield status if isinstance(status, dict) else {}


def _serial(status: dict[str, Any]) -> SerialNumber:
    text = _text(status.get("serialNumber"))
    if not re.fullmatch(r"[0-9]{7,8}", text):
        raise ValueError("the answer has a case without a serial number")
    return SerialNumber(text.zfill(8))


def _belongs(status: dict[str, Any], number: CaseNumber) -> bool:
    """Whether a case is one that was asked for, as far as its status says."""
    match number.kind:
        case NumberKind.SERIAL:
            return _serial(status) == number.number
        case NumberKind.REGISTRATION:
            text = _text(status.get("usRegistrationNumber"))
            return not text or text.lstrip("0") == number.number.lstrip("0")
        case NumberKind.INTERNATIONAL | NumberKind.REFERENCE:
            return True


def _means(search_id: str, number: CaseNumber) -> bool:
    """Whether a searchId is the number that was asked, with or without the letters of its kind and leading zeros."""
    bare = search_id.strip().upper().removeprefix(number.case_id.removesuffix(number.number).upper())
    return bare.lstrip("0") == number.number.lstrip("0")


def root_of(body: bytes) -> str:
    """The local name of a document's root element, from its first bytes; empty when there is none in sight."""
    start = body[:4096].removeprefix(_BOM)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\x00", b"")
    without_comments = re.sub(rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<![^>]*>", b"", start, flags=re.DOTALL)
    found = re.match(rb"\s*(?:\xff\xfe|\xfe\xff)?\s*<(?:[\w.-]+:)?([\w.-]+)", without_comments)
    return found[1].decode("ascii", "replace") if found else ""
