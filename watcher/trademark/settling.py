"""Does a document account for what a probe said? If not it may lag behind, and must be fetched again. Pure.

TSDR answers from several places that are not equally new: the dates may have moved for an entry that the document does
not show yet, while it shows something else that is new (tsdr.md, "Modified dates").
"""

from __future__ import annotations

from datetime import date

from watcher.trademark.model import Case, ModifiedDates
from watcher.trademark.state import Seen, StatusDigest


def accounts_for(document: Case, before: Case, seen: Seen | None, report: Case | None) -> bool:
    """Does this document show what moved the probe since the one before?

    With a `report` (the case as the probe itself tells it): each entry and the status of it. With a day alone:
    something that is new in the document bears that day. Where nothing can be said it is taken for granted.
    """
    if report is not None:
        shown = {event.entry_number for event in document.events}
        return {event.entry_number for event in report.events} <= shown and report.status.code in (
            "",
            document.status.code,
        )
    match seen:
        case ModifiedDates(newest=day) | StatusDigest(newest=day):
            return day is None or day in _new_days(document, before)
        case None:
            return True


def _new_days(document: Case, before: Case) -> set[date | None]:
    known = set(before.events)
    days = {event.date for event in document.events if event not in known}
    return days | ({document.status.date} if document.status != before.status else set())
