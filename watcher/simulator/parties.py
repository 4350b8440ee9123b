"""Writes the parts of a status document that are about people: owners, correspondent, attorney, assignments, proceedings."""

from __future__ import annotations

from watcher.simulator.record import BoardEntry, Conveyance, Opposition, OwnerEntry, Party, Record
from watcher.simulator.words import party_words
from watcher.simulator.xmlwriter import Node, com, numbered, tmk


def _address(street: str, city: str, region: str, postal_code: str, country: str) -> Node:
    first, _, second = street.partition("\n")
    return com(
        "PostalAddressBag",
        com(
            "PostalAddress",
            com(
                "PostalStructuredAddress",
                numbered(com("AddressLineText", first), 1),
                numbered(com("AddressLineText", second), 2),
                com("CityName", city),
                com("GeographicRegionName", region) if region else None,
                com("CountryCode", country),
                com("PostalCode", postal_code),
            ),
        ),
    )


def _party_address(party: Party) -> Node:
    return _address(party.street, party.city, party.region, party.postal_code, party.country)


def _legal(party: Party) -> tuple[Node, ...]:
    state = (com("IncorporationState", party.state),) if party.state else ()
    return (
        com("LegalEntityName", party.entity),
        com("NationalLegalEntityCode", party.entity_code),
        com("IncorporationCountryCode", party.country),
        *state,
    )


def owner(entry: OwnerEntry, newest: bool) -> Node:
    """One owner; the current ones carry their party type's words in a Version, older ones beside it, as in real documents."""
    words = numbered(com("CommentText", party_words(entry.party_type)))
    plain = com("EntityName", entry.party.name)
    organisation = com("OrganizationName", com("OrganizationStandardName", entry.party.name))
    name = com("Name", plain) if newest else com("Name", organisation, plain)
    return numbered(
        tmk(
            "Applicant",
            _legal(entry.party),
            com("Version", words) if newest else words,
            com("Contact", name, _party_address(entry.party)),
        ),
        entry.party_type,
    )


def owners(record: Record) -> Node:
    """All owners in the case's history, the newest first."""
    highest = max((one.party_type for one in record.owners), default=0)
    ordered = sorted(record.owners, key=lambda one: -one.party_type)
    return tmk("ApplicantBag", [owner(one, one.party_type == highest) for one in ordered])


def representative(record: Record) -> Node:
    """The domestic representative; its empty frame stands in every document."""
    person = (
        com("PersonName", com("PersonFullName", record.representative))
        if record.representative
        else com("PersonName")
    )
    return tmk(
        "NationalRepresentative",
        com(
            "Contact",
            com("Name", person),
            com("FaxNumberBag", com("FaxNumber")),
            com("EmailAddressBag"),
            com("PhoneNumberBag", com("PhoneNumber")),
        ),
    )


def correspondent(record: Record) -> Node:
    """Who receives the letters, with the e-mail addresses by purpose."""
    to = record.correspondent
    emails = [com("EmailAddressText", to.main_email, emailAddressPurposeCategory="Main")] * bool(
        to.main_email
    )
    emails += [
        com("EmailAddressText", email, emailAddressPurposeCategory="Alternate") for email in to.other_emails
    ]
    return tmk(
        "NationalCorrespondent",
        com(
            "Contact",
            com(
                "Name",
                com("PersonName", com("PersonFullName", to.name)),
                com("OrganizationName", com("OrganizationStandardName", to.firm)) if to.firm else None,
            ),
            _address(to.street, to.city, to.region, to.postal_code, to.country),
            com("FaxNumberBag", com("FaxNumber", to.fax)),
            com("EmailAddressBag", emails),
            com("PhoneNumberBag", com("PhoneNumber", to.phone)),
        ),
    )


def attorney(record: Record) -> Node:
    """The attorney of record and the docket number; a case without an attorney keeps the frame."""
    name = (
        com("Contact", com("Name", com("PersonName", com("PersonFullName", record.attorney))))
        if record.attorney
        else None
    )
    docket = tmk("DocketText", record.docket_number) if record.docket_number else None
    return tmk("RecordAttorney", name, docket, numbered(com("CommentText", "Attorney of Record")))


def assignments(record: Record) -> Node:
    """The recorded conveyances, the newest first, and their number."""
    total = tmk("NationalAssignmentTotalQuantity", str(len(record.conveyances)))
    return tmk("AssignmentBag", [_assignment(one) for one in record.conveyances], total)


def _assignment(one: Conveyance) -> Node:
    place = f"assignment-tm-{one.identifier[:4]}-{one.identifier[4:]}.pdf"
    address = f"http://assignments.uspto.gov/assignments/{place}"
    town = f"{one.assignee.city.upper()}, {one.assignee.region} {one.assignee.postal_code}"
    lines = (one.assignee.street.replace("\n", ", ").upper(), town)
    texts = [numbered(com("PostalAddressText", line)) for line in lines]
    return tmk(
        "Assignment",
        tmk("AssignmentIdentifier", one.identifier),
        tmk("AssignmentConveyanceCategory", one.words),
        com("PageTotalQuantity", str(one.pages)),
        tmk("AssignmentReceivedDate", str(one.recorded)),
        tmk("AssignmentMailedDate", str(one.recorded)),
        tmk("AssignmentRecordedDate", str(one.recorded)),
        tmk("AssignmentExecutedDate", str(one.executed)),
        tmk(
            "AssignorBag",
            tmk(
                "Assignor",
                _legal(one.assignor),
                com("Contact", com("Name", com("EntityName", one.assignor.name.upper()))),
            ),
        ),
        tmk(
            "AssigneeBag",
            tmk(
                "Assignee",
                _legal(one.assignee),
                com(
                    "Contact",
                    com("Name", com("EntityName", one.assignee.name.upper())),
                    com("PostalAddressBag", com("PostalAddress", texts)),
                ),
            ),
        ),
        tmk("AssignmentGroupCategory", "Ownership and Name Change"),
        tmk(
            "AssignmentDocumentBag",
            tmk(
                "TrademarkDocument",
                tmk("DocumentCreatedDate", str(one.recorded)),
                tmk("TrademarkDocumentDescriptionText", address),
                com("PageTotalQuantity", str(one.pages)),
                com("DocumentIdentifier", address),
            ),
        ),
    )


def proceedings(record: Record) -> Node:
    """The proceedings at the Board; the empty frame where there are none."""
    return tmk(
        "LegalProceedingsBag",
        tmk("LegalProceedings", [_opposition(one, record) for one in record.oppositions]),
    )


def _status(code: str, words: str, category: str, date: str = "") -> tuple[Node, ...]:
    dated = (tmk("NationalStatusDate", date),) if date else ()
    return (
        tmk("NationalStatusCategory", category),
        tmk("NationalStatusCode", code),
        *dated,
        tmk("NationalStatusExternalDescriptionText", words),
    )


def _opposition(one: Opposition, record: Record) -> Node:
    mark = tmk(
        "AssociatedMark",
        tmk("AssociationCategory", "Trademark related to legal proceeding"),
        tmk("WordMarkSpecification", tmk("MarkVerbalElementText", record.mark or "")),
        tmk("NationalApplicationNumber", com("ApplicationNumberText", record.serial_number)),
    )
    defendants = [
        com("Contact", com("Name", com("EntityName", party.name))) for party in record.current_owners
    ]
    ordered = sorted(one.entries, key=lambda entry: -entry.number)
    return tmk(
        "OppositionProceedingBag",
        com("OppositionIdentifier", one.number),
        com("OppositionDate", str(one.filed)),
        tmk(
            "ProceedingStatus",
            _status(one.status_code, one.status_text, "National trademark status", str(one.status_date)),
        ),
        tmk(
            "Plaintiff",
            com("Contact", com("Name", com("EntityName", one.opposer.name)), _party_address(one.opposer)),
        ),
        tmk("Defendant", tmk("AssociatedMarkBag", mark), defendants[:1]),
        tmk("ProceedingEventBag", [_board_entry(entry, one.number) for entry in ordered]),
        tmk("ProceedingDocumentBag"),
        com(
            "StaffBag",
            com(
                "Staff",
                com("OfficialTitleText", "Interlocutory Attorney"),
                com("StaffName", "IMAGINARY, PAT"),
                com("PartyIdentifier", "99999"),
            ),
        ),
    )


def _board_entry(entry: BoardEntry, number: str) -> Node:
    return tmk(
        "ProceedingEvent",
        tmk("MarkEventCategory", "National board proceeding history entry"),
        tmk(
            "NationalMarkEvent",
            tmk("MarkEventCode", entry.code),
            tmk("MarkEventDescriptionText", entry.description),
            tmk("MarkEventEntryNumber", str(entry.number)),
            com("CommentText", f"Due Date - {entry.due}") if entry.due else None,
            tmk(
                "MarkEventDocumentIdentifier",
                f"http://ttabvue.uspto.gov/ttabvue/ttabvue-{number}-OPP-{entry.number}.pdf",
            ),
        ),
        tmk("MarkEventDate", str(entry.date)),
    )
