"""What notices and lists say about a case: its newest reading in a few words. Loads little, for commands that only look."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from watcher.trademark.children import children_of
from watcher.trademark.notice.plain import build, dump, to_plain
from watcher.trademark.numbers import SerialNumber

if TYPE_CHECKING:
    from watcher.trademark.model import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """What a notice says about the case itself: the newest reading in a few words. Days in Washington.

    `mark` is written by the applicant: escape it wherever it is shown. `docket_number` is TSDR's, not ours. `children`
    are the serial numbers of the parts of a divided application.
    """

    serial_number: SerialNumber
    registration_number: str | None = None
    mark: str = ""
    owner: str = ""
    status_code: str = ""
    status_text: str = ""
    status_date: date | None = None
    filing_date: date | None = None
    registration_date: date | None = None
    attorney: str = ""
    docket_number: str = ""
    children: tuple[SerialNumber, ...] = ()


def facts_of(case: Case) -> CaseFacts:
    """The facts that notices and lists show of a case."""
    return CaseFacts(
        serial_number=case.serial_number,
        registration_number=case.registration_number,
        mark=str(case.mark),
        owner=case.owner_name,
        status_code=case.status.code,
        status_text=case.status.text,
        status_date=case.status.date,
        filing_date=case.filing_date,
        registration_date=case.registration_date,
        attorney=case.attorney.name if case.attorney else "",
        docket_number=case.attorney.docket_number if case.attorney else "",
        children=children_of(case),
    )


def facts_text(facts: CaseFacts) -> str:
    """The facts of a case as compact JSON."""
    return dump(to_plain(facts))


def facts_from_text(text: str) -> CaseFacts:
    """The facts behind `facts_text`."""
    facts: CaseFacts = build(CaseFacts, json.loads(text))
    return facts
