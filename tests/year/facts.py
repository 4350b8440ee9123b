"""A record of the simulated office as facts: what there is to be told of a case, by the path that a notice gives it.

Written from the record, without the program's parser and diff. A fact's value is the words that a notice about it
must hold; what has no words of its own (a class, a proceeding) is just there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from watcher.simulator import Record
from watcher.simulator.record import Correspondence, Opposition, Party

Value = tuple[str, ...]
Facts = dict[str, Value]

THERE: Final[Value] = ("(is there)",)

_SECTIONS: Final = (
    ("status", "status"),
    ("events/", "prosecution history"),
    ("owners/", "owners"),
    ("attorney/", "attorney of record"),
    ("docket_number", "attorney of record"),
    ("correspondent/", "correspondent"),
    ("representative/", "domestic representative"),
    ("goods/", "goods and services"),
    ("NationalGoodsServices/", "goods and services"),
    ("assignments/", "assignments"),
    ("proceedings/", "TTAB proceedings"),
    ("maintenance/", "maintenance filings"),
)


def section_of(key: str) -> str:
    """The section of a fact, in the words of a notice that says that a whole section is gone."""
    return next((section for prefix, section in _SECTIONS if key.startswith(prefix)), "")


def facts(record: Record) -> Facts:
    """All facts of a record; a fact that is not there has no key."""
    return {key: value for key, value in _all(record) if any(value)}


def key_of(path: str) -> str:
    """The fact that a path in a notice is about: the status's words and day are one with it, a defendant has no key."""
    if path.startswith("status/"):
        return "status"
    return re.sub(r"(proceedings/[^/]+/[^/]+/Defendant)/.*", r"\1", path)


def says(text: str | None, value: Value | None) -> bool:
    """Does a text of a notice say this value? None is nothing."""
    if value is None or text is None:
        return value is None and text is None
    if value == THERE:
        return True
    plain = squeezed(text)
    return all(word in plain for word in value)


def says_part(text: str | None, value: Value | None) -> bool:
    """Does it say a part of it (a status's day)?"""
    return text is not None and value is not None and any(word in squeezed(text) for word in value)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def _day(day: date | None) -> Value:
    return (str(day),) if day else ()


def _all(record: Record) -> Iterator[tuple[str, Value]]:
    words = squeezed(record.status_text).partition(". ")[0][:60]
    yield "status", tuple(part for part in (record.status_code, str(record.status_date or ""), words) if part)
    for entry in record.entries:
        yield (
            f"events/{entry.number}",
            (str(entry.date), entry.description, f"({entry.code}{entry.event_type})"),
        )
    for owner in record.owners:
        path = f"owners/{owner.party_type}/{owner.party.name}"
        yield path, THERE
        yield f"{path}/address", _address(owner.party)
    yield from _people(record)
    yield from _rights(record)
    for one in record.conveyances:
        yield (
            f"assignments/{one.identifier}",
            (one.assignor.name.upper(), one.assignee.name.upper(), str(one.recorded)),
        )
    for proceeding in record.oppositions:
        yield from _proceeding(proceeding, record)


def _people(record: Record) -> Iterator[tuple[str, Value]]:
    yield "attorney/names", (record.attorney,)
    yield "docket_number", (record.docket_number,)
    yield "representative/names", (record.representative,)
    to: Correspondence = record.correspondent
    yield "correspondent/names", tuple(part for part in (to.name, to.firm) if part)
    yield "correspondent/address", _address(to)
    yield "correspondent/emails", tuple(part for part in (to.main_email, *to.other_emails) if part)
    yield "correspondent/phones", (to.phone,)
    yield "correspondent/faxes", (to.fax,)


def _rights(record: Record) -> Iterator[tuple[str, Value]]:
    yield "registration_number", (record.registration_number,)
    yield "registration_date", _day(record.registered)
    yield "publication_dates", _day(record.published)
    yield "allowance_date", _day(record.allowed)
    yield "abandonment_date", _day(record.abandoned)
    yield "renewal_date", _day(record.renewed)
    yield "basis/current", tuple(record.current_bases)
    yield "staff/Examining Attorney", (record.examiner,)
    yield "location/law_office", tuple(part for part in (record.law_office, record.law_office_code) if part)
    place = (record.location, record.location_code, str(record.location_date or ""))
    yield "location/current", tuple(part for part in place if part)
    kind = "registration" if record.registration_number else "application"
    yield "TrademarkTransactionBody/TransactionContentBag/TransactionCategory", (kind,)
    for one in record.goods:
        yield f"goods/{one.number}", THERE
        yield f"goods/{one.number}/description", (one.description,)
    yield "NationalGoodsServices/ActiveClassTotalQuantity", (str(len(record.goods)),)
    yield (
        "NationalGoodsServices/NationalClassTotalQuantity",
        (str(sum(len(one.us_classes) for one in record.goods)),),
    )
    for filing in record.maintenance:
        yield f"maintenance/{filing.section}", THERE
        yield f"maintenance/{filing.section}/decision", (filing.decision,)


def _proceeding(one: Opposition, record: Record) -> Iterator[tuple[str, Value]]:
    path = f"proceedings/Opposition/{one.number}"
    yield path, THERE
    yield f"{path}/status_code", (one.status_code,)
    yield f"{path}/status_date", (str(one.status_date),)
    yield f"{path}/status_text", (one.status_text,)
    yield f"{path}/Defendant", (record.current_owners[0].name,)
    for entry in one.entries:
        yield f"{path}/events/{entry.number}", (entry.description, str(entry.date))


def _address(of: Party | Correspondence) -> Value:
    lines = of.street.split("\n")
    return tuple(part for part in (*lines, of.city, of.region, of.postal_code, of.country) if part)
