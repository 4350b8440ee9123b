"""Writes the parts of a status document that are about goods, filing bases and foreign priority."""

from __future__ import annotations

from watcher.simulator.record import GoodsClass, Record
from watcher.simulator.xmlwriter import Node, com, numbered, tmk, yes_no

_INDICATORS = (
    ("BasisForeignApplicationIndicator", "44(d)"),
    ("BasisForeignRegistrationIndicator", "44(e)"),
    ("BasisUseIndicator", "1(a)"),
    ("BasisIntentToUseIndicator", "1(b)"),
    ("NoBasisIndicator", ""),
    ("BasisInternationalRegistrationIndicator", "66(a)"),
)


def _indicators(bases: tuple[str, ...], *without: str) -> list[Node]:
    return [
        tmk(tag, yes_no(basis in bases if basis else not bases))
        for tag, basis in _INDICATORS
        if tag not in without
    ]


def one_class(goods: GoodsClass) -> Node:
    """One class with its text, and the second ClassDescription with its status."""
    kind = [("Primary", "ClassNumber", goods.number), ("Nice", "ClassNumber", goods.number)]
    kind += [("Domestic", "NationalClassNumber", number) for number in goods.us_classes]
    classes = [
        tmk("GoodsServicesClassification", tmk("ClassificationKindCode", words), tmk(tag, number))
        for words, tag, number in kind
    ]
    never = [
        tmk(tag, "false") for tag, _ in _INDICATORS[:5]
    ]  # real documents say "false" in all of a class's own
    status = tmk(
        "NationalStatus",
        tmk("NationalStatusCategory", "National class status"),
        tmk("NationalStatusCode", "6"),
        tmk("NationalStatusExternalDescriptionText", "ACTIVE"),
    )
    return tmk(
        "GoodsServices",
        tmk("GoodsServicesClassificationBag", classes),
        tmk(
            "NationalFilingBasis",
            tmk("CurrentBasis", never),
            tmk("FirstUsedDate", goods.first_used) if goods.first_used else None,
            tmk("FirstUsedCommerceDate", goods.first_used_in_commerce)
            if goods.first_used_in_commerce
            else None,
        ),
        tmk(
            "ClassDescriptionBag",
            tmk(
                "ClassDescription",
                tmk("ClassNumber", goods.number),
                numbered(tmk("GoodsServicesDescriptionText", goods.description)),
            ),
            tmk("ClassDescription", tmk("NationalStatusBag", status)),
        ),
    )


def priorities(record: Record) -> Node | None:
    """The claims of priority; the element is absent when there are none."""
    if not record.priorities:
        return None
    return tmk(
        "PriorityBag",
        [
            tmk(
                "Priority",
                com("PriorityCountryCode", one.country),
                com("ApplicationNumber", com("ApplicationNumberText", one.application_number)),
                com("PriorityApplicationFilingDate", str(one.filed)),
                com("PriorityStatusCategory", "Claimed"),
                tmk("PriorityRegistrationNumber", " "),
            )
            for one in record.priorities
        ],
    )


def bases(record: Record) -> Node:
    """The filing bases; a statement of use does not show as an amended basis in real documents."""
    unamendable = ("NoBasisIndicator", "BasisInternationalRegistrationIndicator")
    return tmk(
        "NationalFilingBasis",
        tmk("FilingBasis", _indicators(record.filed_bases)),
        tmk("CurrentBasis", _indicators(record.current_bases)),
        tmk("AmendedBasis", _indicators((), *unamendable)),
    )
