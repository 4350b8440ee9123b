"""Reads a status document into a record, for documents that come from a folder.

Reads what the office's other answers need (dates, JSON, file wrapper), not every value; the document itself is always
served as it is. It is the simulator's own, so that a mistake of the program's reader is not made here again.
"""

from __future__ import annotations

from datetime import date

from watcher.simulator.record import (
    Correspondence,
    Drawing,
    Entry,
    GoodsClass,
    Maintenance,
    OwnerEntry,
    Party,
    Record,
)
from watcher.simulator.xmltree import Element, trademark

_BASES = (
    ("BasisUseIndicator", "1(a)"),
    ("BasisIntentToUseIndicator", "1(b)"),
    ("BasisForeignApplicationIndicator", "44(d)"),
    ("BasisForeignRegistrationIndicator", "44(e)"),
    ("BasisInternationalRegistrationIndicator", "66(a)"),
)
_CODE_LENGTH = 4
_ADDRESS = "PostalAddressBag/PostalAddress/PostalStructuredAddress"


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def _certain_day(text: str) -> date:
    day = _day(text)
    if day is None:
        raise ValueError("a date that every status document has is missing")
    return day


def read_record(document: bytes) -> Record:
    """A status document as a record.

    Raises:
        ValueError: it is no status document of the present schema, or lacks its serial number or filing date.
    """
    mark = trademark(document)
    serial = mark.value("ApplicationNumber/ApplicationNumberText")
    if not serial:
        raise ValueError("the document names no serial number")
    national = mark.find("NationalTrademarkInformation") or mark
    location = national.find("NationalCaseLocation") or mark
    madrid = mark.find("AssociatedMarkBag/AssociatedMark")
    words = "MarkRepresentation/MarkReproduction/WordMarkSpecification/"
    filed = _certain_day(mark.value("ApplicationDate"))
    return Record(
        serial_number=serial,
        filed=filed,
        mark=mark.value(words + "MarkVerbalElementText") or None,
        mark_category=mark.value("MarkCategory"),
        drawing=Drawing(
            mark.value("MarkRepresentation/MarkDescriptionBag/NationalMarkDescription/MarkFeatureCode")
        ),
        disclaimer=mark.value("MarkDisclaimerBag/MarkDisclaimerText"),
        translation=mark.value(words + "MarkTranslationText"),
        registration_number=mark.value("RegistrationNumber"),
        registered=_day(mark.value("RegistrationDate")),
        status_code=mark.value("MarkCurrentStatusCode"),
        status_date=_day(mark.value("MarkCurrentStatusDate")),
        status_text=national.value("MarkCurrentStatusExternalDescriptionText"),
        goods=tuple(_goods(one) for one in mark.all("GoodsServicesBag/GoodsServices")),
        filed_bases=_bases(mark, "FilingBasis"),
        current_bases=_bases(mark, "CurrentBasis"),
        entries=tuple(
            sorted((_entry(one) for one in mark.all("MarkEventBag/MarkEvent")), key=lambda e: e.number)
        ),
        owners=tuple(_owner(one) for one in mark.all("ApplicantBag/Applicant")),
        attorney=mark.value("RecordAttorney/Contact/Name/PersonName/PersonFullName"),
        docket_number=mark.value("RecordAttorney/DocketText"),
        correspondent=_correspondent(mark.find("NationalCorrespondent/Contact")),
        examiner=mark.value("StaffBag/Staff/StaffName"),
        law_office=location.value("LawOfficeAssignedText"),
        law_office_code=location.value("LawOfficeAssignedDescriptionCode"),
        location=location.value("CurrentLocationText"),
        location_code=location.value("CurrentLocationCode"),
        location_date=_day(location.value("CurrentLocationDate")),
        published=_day(mark.value("PublicationBag/Publication/PublicationDate")),
        allowed=_day(national.value("AllowanceNoticeDate")),
        abandoned=_day(national.value("ApplicationAbandonedDate")),
        renewed=_day(national.value("RenewalDate")),
        register=national.value("RegisterCategory"),
        maintenance=tuple(
            Maintenance(
                one.value("SectionText"),
                one.value("SectionDescriptionText"),
                one.value("DecisionStatusCategory"),
            )
            for one in national.all("MaintenanceFilingBag/MaintenanceFiling")
        ),
        reference_number=madrid.value("ApplicationNumber/ApplicationNumberText") if madrid else "",
        international_registration=(
            madrid.value("InternationalApplicationNumber/ApplicationNumberText") if madrid else ""
        ),
    )


def _entry(event: Element) -> Entry:
    national = event.find("NationalMarkEvent") or event
    code = national.value("MarkEventCode")
    return Entry(
        number=int(national.value("MarkEventEntryNumber")),
        code=code[:_CODE_LENGTH],
        event_type=code[_CODE_LENGTH:],
        date=_certain_day(event.value("MarkEventDate")),
        description=national.value("MarkEventDescriptionText"),
        additional=national.value("MarkEventAdditionalText"),
    )


def _name(contact: Element) -> str:
    paths = ("EntityName", "OrganizationName/OrganizationStandardName", "PersonName/PersonFullName")
    return next((value for path in paths if (value := contact.value("Name/" + path))), "")


def _owner(applicant: Element) -> OwnerEntry:
    contact = applicant.find("Contact") or applicant
    address = contact.find(_ADDRESS) or applicant
    number = next((v for k, v in applicant.attributes.items() if k.endswith("sequenceNumber")), "0")
    party = Party(
        name=_name(contact),
        street="\n".join(line.text for line in address.all("AddressLineText") if line.text),
        city=address.value("CityName"),
        region=address.value("GeographicRegionName"),
        postal_code=address.value("PostalCode"),
        country=address.value("CountryCode"),
        entity=applicant.value("LegalEntityName"),
        entity_code=applicant.value("NationalLegalEntityCode"),
        state=applicant.value("IncorporationState"),
    )
    return OwnerEntry(int(number), party)


def _correspondent(contact: Element | None) -> Correspondence:
    if contact is None:
        return Correspondence()
    address = contact.find(_ADDRESS) or contact
    emails = [
        (email.text, any(value == "Main" for value in email.attributes.values()))
        for email in contact.all("EmailAddressBag/EmailAddressText")
    ]
    return Correspondence(
        name=contact.value("Name/PersonName/PersonFullName"),
        firm=contact.value("Name/OrganizationName/OrganizationStandardName"),
        street="\n".join(line.text for line in address.all("AddressLineText") if line.text),
        city=address.value("CityName"),
        region=address.value("GeographicRegionName"),
        postal_code=address.value("PostalCode"),
        country=address.value("CountryCode"),
        phone=contact.value("PhoneNumberBag/PhoneNumber"),
        fax=contact.value("FaxNumberBag/FaxNumber"),
        main_email=next((text for text, main in emails if main), ""),
        other_emails=tuple(text for text, main in emails if not main),
    )


def _goods(goods: Element) -> GoodsClass:
    classes = "GoodsServicesClassificationBag/GoodsServicesClassification"
    return GoodsClass(
        number=next((one.value("ClassNumber") for one in goods.all(classes) if one.value("ClassNumber")), ""),
        description=goods.value("ClassDescriptionBag/ClassDescription/GoodsServicesDescriptionText"),
        us_classes=tuple(
            one.value("NationalClassNumber") for one in goods.all(classes) if one.value("NationalClassNumber")
        ),
        first_used=goods.value("NationalFilingBasis/FirstUsedDate"),
        first_used_in_commerce=goods.value("NationalFilingBasis/FirstUsedCommerceDate"),
    )


def _bases(mark: Element, which: str) -> tuple[str, ...]:
    found = mark.find("NationalFilingBasis/" + which)
    return tuple(words for tag, words in _BASES if found and found.value(tag) == "true")
