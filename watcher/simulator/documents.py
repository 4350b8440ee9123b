"""Writes a record as a status document: WIPO ST.96 XML of the shape, the order and the empty frames of real ones."""

from __future__ import annotations

from watcher.simulator import goods, parties
from watcher.simulator.record import Entry, Record
from watcher.simulator.xmlwriter import (
    Node,
    com,
    document,
    numbered,
    tmk,
    uspto,
    with_zone,
    yes_no,
)

STANDARD_CHARACTERS = "4"


def status_document(record: Record) -> bytes:
    """The status document of a case."""
    kind = "registration" if record.registration_number else "application"
    return document(
        tmk(
            "TrademarkTransaction",
            tmk(
                "TrademarkTransactionBody",
                tmk(
                    "TransactionContentBag",
                    com("TransactionCategory", f"National trademark {kind}"),
                    tmk("TransactionData", tmk("TrademarkBag", tmk("Trademark", _case(record)))),
                ),
            ),
        )
    )


def _case(record: Record) -> list[Node]:
    parts = [
        com("RegistrationOfficeCode", "US") if record.registration_number else None,
        com(
            "ApplicationNumber",
            com("IPOfficeCode", "US"),
            com("ApplicationNumberText", record.serial_number),
        ),
        com("RegistrationNumber", record.registration_number) if record.registration_number else None,
        tmk("ApplicationDate", with_zone(record.filed)),
        com("RegistrationDate", str(record.registered)) if record.registered else None,
        com("FilingPlace", "US"),
        tmk("MarkCurrentStatusCode", record.status_code),
        tmk("MarkCurrentStatusDate", str(record.status_date or record.filed)),
        _madrid(record),
        tmk("MarkCategory", record.mark_category),
        _representation(record),
        tmk("MarkDisclaimerBag", numbered(tmk("MarkDisclaimerText", record.disclaimer))),
        tmk("GoodsServicesBag", [goods.one_class(one) for one in record.goods]),
        goods.priorities(record),
        _publication(record),
        parties.owners(record),
        parties.representative(record),
        parties.correspondent(record),
        parties.attorney(record),
        _staff(record),
        tmk(
            "MarkEventBag",
            [_event(entry) for entry in sorted(record.entries, key=lambda entry: -entry.number)],
        ),
        parties.assignments(record),
        parties.proceedings(record),
        _national(record),
        tmk(
            "NationalGoodsServices",
            tmk("ActiveClassTotalQuantity", str(len(record.goods))),
            tmk("NationalClassTotalQuantity", str(sum(len(one.us_classes) for one in record.goods))),
        ),
        goods.bases(record),
    ]
    return [part for part in parts if part is not None]


def _madrid(record: Record) -> Node:
    if not record.reference_number:
        return tmk("AssociatedMarkBag")
    return tmk(
        "AssociatedMarkBag",
        tmk(
            "AssociatedMark",
            tmk("AssociationCategory", "International application or registration"),
            com(
                "ApplicationNumber",
                com("IPOfficeCode", "WO"),
                com("ApplicationNumberText", record.reference_number),
            ),
            tmk(
                "InternationalApplicationNumber",
                com("ApplicationNumberText", record.international_registration or " "),
            ),
        ),
    )


def _representation(record: Record) -> Node:
    words = (
        (
            tmk("MarkVerbalElementText", record.mark),
            tmk("MarkSignificantVerbalElementText", record.mark),
        )
        if record.mark is not None
        else ()
    )
    drawing = record.drawing
    codes = [
        tmk(
            "NationalDesignSearchCode",
            tmk("NationalDesignCode", code),
            [tmk("NationalDesignCodeDescriptionText", text) for text in texts],
        )
        for code, texts in drawing.design_codes
    ]
    reproduction = tmk(
        "MarkReproduction",
        tmk(
            "WordMarkSpecification",
            words,
            numbered(tmk("MarkTranslationText", record.translation)),
            tmk("MarkTransliteration"),
            tmk("MarkStandardCharacterIndicator", yes_no(drawing.feature_code == STANDARD_CHARACTERS)),
        ),
        tmk(
            "MarkImageBag",
            tmk(
                "MarkImage",
                com("FileName", f"{record.serial_number}.png"),
                numbered(tmk("MarkImageColourClaimedText", drawing.colours)),
                numbered(tmk("MarkImageColourPartClaimedText")),
                tmk("NationalDesignSearchCodeBag", codes),
                com("ColourIndicator", yes_no(bool(drawing.colours))),
            ),
        ),
        tmk("MarkSoundBag", tmk("MarkSound")),
    )
    return tmk(
        "MarkRepresentation",
        reproduction,
        tmk(
            "MarkDescriptionBag",
            tmk("MarkDescriptionText", drawing.description),
            tmk("NationalMarkDescription", tmk("MarkFeatureCode", drawing.feature_code)),
        ),
    )


def _publication(record: Record) -> Node:
    gazette = com("PublicationIdentifier", "USPTO Official Gazette for Trademarks (OG)")
    dated = com("PublicationDate", str(record.published)) if record.published else None
    return tmk("PublicationBag", tmk("Publication", gazette, dated))


def _staff(record: Record) -> Node:
    if not record.examiner:
        return com("StaffBag")
    return com(
        "StaffBag",
        com("Staff", com("OfficialTitleText", "Examining Attorney"), com("StaffName", record.examiner)),
    )


def _event(entry: Entry) -> Node:
    return tmk(
        "MarkEvent",
        tmk("MarkEventCategory", "National prosecution history entry"),
        tmk(
            "NationalMarkEvent",
            tmk("MarkEventCode", entry.code + entry.event_type),
            tmk("MarkEventDescriptionText", entry.description),
            tmk("MarkEventEntryNumber", str(entry.number)),
            tmk("MarkEventAdditionalText", entry.additional),
        ),
        tmk("MarkEventDate", str(entry.date)),
    )


def _national(record: Record) -> Node:
    def dated(name: str, day: object) -> Node | None:
        return tmk(name, str(day)) if day else None

    filings = [
        tmk(
            "MaintenanceFiling",
            tmk("SectionText", one.section),
            tmk("SectionDescriptionText", one.description),
            tmk("DecisionStatusCategory", one.decision) if one.decision else None,
        )
        for one in record.maintenance
    ]
    office = (
        (
            tmk("LawOfficeAssignedText", record.law_office),
            tmk("LawOfficeAssignedDescriptionCode", record.law_office_code),
        )
        if record.law_office
        else ()
    )
    return tmk(
        "NationalTrademarkInformation",
        tmk("RegisterCategory", record.register),
        tmk("AmendedPrincipalRegisterIndicator", "false"),
        tmk("AmendedSupplementalRegisterIndicator", "false"),
        dated("ApplicationAbandonedDate", record.abandoned),
        dated("AllowanceNoticeDate", record.allowed),
        tmk("MarkCurrentStatusExternalDescriptionText", record.status_text),
        tmk("PreviouslyRegisteredMarkPublicationIndicator", "false"),
        tmk("FiledAsPlusApplicationIndicator", "false"),
        tmk("CurrentlyPlusApplicationIndicator", "false"),
        tmk("RegistrationChangeIndicator", "false"),
        dated("RenewalDate", record.renewed),
        tmk("MaintenanceFilingBag", filings),
        tmk(
            "NationalCaseLocation",
            office,
            tmk("CurrentLocationText", record.location),
            tmk("CurrentLocationCode", record.location_code),
            tmk("CurrentLocationDate", with_zone(record.location_date or record.filed)),
            tmk("PhysicalLocation", "MADCD"),
            tmk("PhysicalLocationDate", with_zone(record.filed)),
        ),
        uspto("FiledAsReducedFeeApplicationIndicator", "false"),
        uspto("CurrentlyReducedFeeApplicationIndicator", "false"),
    )
