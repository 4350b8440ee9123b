"""The modified dates of a case, in every form in which the service has given them (tsdr.md, "Modified dates")."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from watcher.simulator import wrapper
from watcher.simulator.record import Record
from watcher.simulator.xmltree import USPTO


class Branch(StrEnum):
    """The parts of a case that have a date of their own; any may be absent."""

    PROSECUTION = "caseProsecutionData"
    STATUS = "caseStatusData"
    DOCUMENTS = "caseDocsData"
    WHOLE = "lastModifiedDate"


class Follows(StrEnum):
    """What the date follows: the latest own date of any event, or the date of the event that was entered last."""

    LATEST = "latest"
    LAST_ENTERED = "last entered"


@dataclass(frozen=True, slots=True)
class ModifiedStyle:
    """Which form the dates come in.

    `older`: `serialNumber` in place of name and value, and the prosecution date alone. `empty`: branches that are there
    with nothing in them. `namespace` and `in_list`: of the XML form.
    """

    older: bool = False
    branches: tuple[Branch, ...] = (Branch.PROSECUTION, Branch.STATUS)
    empty: tuple[Branch, ...] = ()
    follows: Follows = Follows.LATEST
    namespace: bool = True
    in_list: bool = True


def modified_date(record: Record, style: ModifiedStyle | None = None) -> date:
    """The day that is reported; never moved by a change without an event."""
    follows = style.follows if style else Follows.LATEST
    day = record.newest_entry_date if follows is Follows.LATEST else record.last_entry_date
    return day or record.filed


def _dates(record: Record, style: ModifiedStyle) -> dict[Branch, str]:
    day = str(modified_date(record, style))
    branches = (Branch.PROSECUTION,) if style.older else style.branches
    dates = dict.fromkeys(branches, day)
    if Branch.DOCUMENTS in dates:
        dates[Branch.DOCUMENTS] = str(max(paper.mailed for paper in wrapper.papers(record)))
    return dates


def as_json(record: Record, style: ModifiedStyle) -> bytes:
    """The JSON form."""
    data: dict[str, object] = {
        branch.value: day if branch is Branch.WHOLE else {"lastModifiedDate": day}
        for branch, day in _dates(record, style).items()
    }
    data |= {branch.value: None if branch is Branch.WHOLE else {} for branch in style.empty}
    info: dict[str, object] = {"caseData": data}
    if style.older:
        info["serialNumber"] = record.serial_number
    else:
        info |= {"name": "Serial Number", "value": record.serial_number}
    return json.dumps({"caseUpdateInfo": [info]}).encode()


def as_xml(record: Record, style: ModifiedStyle) -> bytes:
    """The XML form."""

    def element(branch: Branch, day: str) -> str:
        date_element = f"<LastModifiedDate>{day}</LastModifiedDate>" if day else ""
        if branch is Branch.WHOLE:
            return date_element
        tag = branch.value[0].upper() + branch.value[1:]
        return f"<{tag}>{date_element}</{tag}>"

    dates = dict.fromkeys(style.empty, "")
    body = "".join(element(branch, day) for branch, day in (_dates(record, style) | dates).items())
    if style.older:
        named = f"<SerialNumber>{record.serial_number}</SerialNumber>"
    else:
        named = f"<Name>Serial Number</Name><Value>{record.serial_number}</Value>"
    space = f' xmlns="{USPTO}"' if style.namespace else ""
    info = f"CaseUpdateInfo{'' if style.in_list else space}"
    text = f"<{info}>{named}<CaseData>{body}</CaseData></CaseUpdateInfo>"
    if style.in_list:
        text = f"<CaseUpdateInfoList{space}>{text}</CaseUpdateInfoList>"
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{text}'.encode()
