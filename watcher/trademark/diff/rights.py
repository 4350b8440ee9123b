"""Changes of what is protected and how: numbers, mark, goods, basis, dates, register, maintenance, location, Madrid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from watcher.trademark.diff.compare import Paths, Topic, by_field, pairs, same
from watcher.trademark.diff.words import exact, words
from watcher.trademark.model import (
    AssociatedMark,
    Case,
    Change,
    ChangeKind,
    GoodsAndServices,
    Location,
    PriorityClaim,
    Section,
)

_NUMBERS: Final = {"serial_number": "Serial number", "registration_number": "Registration number"}
_DATES: Final = {
    "filing_date": "Filing date",
    "registration_date": "Registration date",
    "publication_dates": "Publication date",
    "allowance_date": "Notice of allowance date",
    "abandonment_date": "Abandonment date",
    "renewal_date": "Renewal date",
    "cancellation_date": "Cancellation date",
}
_MARK: Final = {
    "text": "",
    "significant_text": "significant words",
    "standard_characters": "in standard characters",
    "categories": "category",
    "image_file": "image",
    "colours_claimed": "colours claimed",
    "colours_where": "where the colours are",
    "in_colour": "in colour",
    "design_codes": "design search codes",
}
_GOODS: Final = {
    "class_number": "number",
    "description": "goods and services",
    "nice_classes": "Nice classes",
    "us_classes": "US classes",
    "status_text": "status",
    "first_used": "first use",
    "first_used_in_commerce": "first use in commerce",
    "bases": "basis",
}
_BASIS: Final = {"filed": "as filed", "current": "now", "amended": "as amended"}
_REGISTERS: Final = {"Primary": "Principal Register", "Supplemental": "Supplemental Register"}
_PLACES: Final = (
    ("law_office", "Law office", ("law_office", "law_office_code")),
    ("current", "Location", ("current", "current_code", "current_date")),
    ("charged_to", "File charged to", ("charged_to",)),
    ("physical", "Physical location", ("physical", "physical_date")),
)
"""Values of a location that change together are one change."""


def number_changes(old: Case, new: Case) -> Iterator[Change]:
    """Serial and registration number."""
    for name, title in _NUMBERS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield Topic(ChangeKind.NUMBER, Section.NUMBERS, name, title).change(before, after)


def date_changes(old: Case, new: Case) -> Iterator[Change]:
    """The days that stand outside the prosecution history."""
    for name, title in _DATES.items():
        before, after = getattr(old, name), getattr(new, name)
        if same(name, before, after):
            continue
        day = max(after, default=None) if isinstance(after, tuple) else after
        yield Topic(ChangeKind.DATE, Section.DATES, name, title).change(before, after, day)


def register_changes(old: Case, new: Case) -> Iterator[Change]:
    """Principal or Supplemental Register; the document says "Primary" for the first (tsdr.md)."""
    if old.register != new.register:
        topic = Topic(ChangeKind.REGISTER, Section.OTHER, "register", "Register")
        yield topic.change(
            _REGISTERS.get(old.register, old.register), _REGISTERS.get(new.register, new.register)
        )


def mark_changes(old: Case, new: Case) -> Iterator[Change]:
    """The mark's words, drawing, description and disclaimer."""
    if old.mark != new.mark:
        yield from by_field(Topic(ChangeKind.MARK, Section.MARK, "mark", "Mark"), old.mark, new.mark, _MARK)


def goods_changes(old: Case, new: Case) -> Iterator[Change]:
    """Goods and services by class."""
    if old.goods == new.goods:
        return
    paths = Paths()
    for before, after in pairs(old.goods, new.goods, lambda each: each.class_number):
        entry = after or before
        assert entry is not None
        path = paths.once(f"goods/{entry.class_number}")
        title = f"Class {entry.class_number}" if before else f"Class {entry.class_number} added"
        topic = Topic(ChangeKind.GOODS, Section.GOODS, path, title)
        if before is None or after is None:
            yield topic.said(_goods_words(before), _goods_words(after))
        else:
            yield from by_field(topic, before, after, _GOODS)


def _goods_words(entry: GoodsAndServices | None) -> str | None:
    return None if entry is None else (entry.description or words(entry) or "without a text")


def basis_changes(old: Case, new: Case) -> Iterator[Change]:
    """The filing basis as filed, now, and as amended."""
    if old.basis != new.basis:
        topic = Topic(ChangeKind.BASIS, Section.BASIS, "basis", "Filing basis")
        yield from by_field(topic, old.basis, new.basis, _BASIS)


def maintenance_changes(old: Case, new: Case) -> Iterator[Change]:
    """Filings that keep a registration alive, by section of the statute."""
    if old.maintenance == new.maintenance:
        return
    paths = Paths()
    for before, after in pairs(old.maintenance, new.maintenance, lambda each: each.section):
        filing = after or before
        assert filing is not None
        path = paths.once(f"maintenance/{filing.section}")
        title = f"Maintenance filing, section {filing.section}"
        topic = Topic(ChangeKind.MAINTENANCE, Section.MAINTENANCE, path, title)
        if before is not None and after is not None:
            yield from by_field(topic, before, after, {})
        else:
            said = ", ".join(part for part in (filing.description, filing.decision) if part) or "listed"
            yield topic.said(said if before else None, said if after else None)


def location_changes(old: Case, new: Case) -> Iterator[Change]:
    """Where the file lies."""
    if old.location == new.location:
        return
    for name, title, values in _PLACES:
        before, after = _place(old.location, values), _place(new.location, values)
        if before != after:
            yield Topic(ChangeKind.LOCATION, Section.LOCATION, f"location/{name}", title).said(
                before, after, new.location.current_date if name == "current" else None
            )


def _place(location: Location, names: tuple[str, ...]) -> str | None:
    """The place, its code in brackets, the day since when."""
    name, *rest = (getattr(location, each) for each in names)
    more = ", ".join(said for each in rest if (said := words(each)))
    return " ".join(part for part in (name, f"({more})" if more else "") if part) or None


def madrid_changes(old: Case, new: Case) -> Iterator[Change]:
    """Related applications and registrations: reference number and international registration."""
    if old.associated_marks == new.associated_marks:
        return
    paths = Paths()
    found = pairs(
        old.associated_marks,
        new.associated_marks,
        lambda each: (each.category, each.reference_number),
        lambda each: each.category,
    )
    for before, after in found:
        mark = after or before
        assert mark is not None
        path = paths.once(f"madrid/{mark.reference_number}")
        topic = Topic(ChangeKind.MADRID, Section.MADRID, path, mark.category or "Related mark")
        yield from _entry(topic, before, after)


def priority_changes(old: Case, new: Case) -> Iterator[Change]:
    """Claims of priority from a foreign application."""
    if old.priorities == new.priorities:
        return
    paths = Paths()
    found = pairs(
        old.priorities,
        new.priorities,
        lambda each: (each.country, each.application_number),
        lambda each: each.country,
    )
    for before, after in found:
        claim = after or before
        assert claim is not None
        path = paths.once(f"priorities/{claim.country}/{claim.application_number}")
        title = f"Foreign priority {claim.country} {claim.application_number}".strip()
        yield from _entry(Topic(ChangeKind.PRIORITY, Section.PRIORITY, path, title), before, after)


def _entry(
    topic: Topic, old: AssociatedMark | PriorityClaim | None, new: AssociatedMark | PriorityClaim | None
) -> Iterator[Change]:
    if old is not None and new is not None:
        yield from by_field(topic, old, new, {})
    else:
        yield topic.said(exact(old) if old else None, exact(new) if new else None)
