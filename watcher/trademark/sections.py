"""Which field of a case belongs to which section; a section's values read, judged filled or not, and moved as one.

Every field of `Case` belongs to exactly one section; `other` is divided among them by each fact's own section.
"""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from types import MappingProxyType
from typing import Final

from watcher.trademark.facts import in_order
from watcher.trademark.model import Case, Section

FIELDS: Final = MappingProxyType(
    {
        Section.NUMBERS: ("serial_number", "registration_number"),
        Section.STATUS: ("status",),
        Section.MARK: ("mark",),
        Section.EVENTS: ("events",),
        Section.OWNERS: ("owners",),
        Section.ATTORNEY: ("attorney",),
        Section.CORRESPONDENT: ("correspondent",),
        Section.REPRESENTATIVE: ("representative",),
        Section.GOODS: ("goods",),
        Section.BASIS: ("basis",),
        Section.DATES: (
            "filing_date",
            "registration_date",
            "publication_dates",
            "allowance_date",
            "abandonment_date",
            "renewal_date",
            "cancellation_date",
        ),
        Section.MAINTENANCE: ("maintenance",),
        Section.LOCATION: ("location", "staff"),
        Section.ASSIGNMENTS: ("assignments",),
        Section.PROCEEDINGS: ("proceedings",),
        Section.MADRID: ("associated_marks",),
        Section.PRIORITY: ("priorities",),
        Section.OTHER: ("register",),
    }
)
"""The fields of `Case` in each section, but for `other`."""


def _defaults() -> dict[str, object]:
    found: dict[str, object] = {}
    for each in fields(Case):
        if each.default is not MISSING:
            found[each.name] = each.default
        elif each.default_factory is not MISSING:
            found[each.name] = each.default_factory()
    return found


_EMPTY: Final = MappingProxyType(_defaults())


def section_values(case: Case, section: Section) -> object:
    """Everything that the case says in this section, facts too; compare it with `==`."""
    modelled = tuple(getattr(case, name) for name in FIELDS[section])
    return modelled, tuple(fact for fact in case.other if fact.section is section)


def is_filled(case: Case, section: Section) -> bool:
    """Whether the model has a value in this section.

    Facts do not count, since a part that vanished may leave its totals behind; but for `OTHER`, which is made of them.
    """
    if section is Section.OTHER and any(fact.section is section for fact in case.other):
        return True
    return any(getattr(case, name) != _EMPTY.get(name) for name in FIELDS[section])


def with_section(case: Case, section: Section, source: Case) -> Case:
    """The case with this section's values and facts taken from another case."""
    facts = [fact for fact in case.other if fact.section is not section]
    facts += [fact for fact in source.other if fact.section is section]
    taken = {name: getattr(source, name) for name in FIELDS[section]}
    return replace(case, **taken, other=in_order(facts))
