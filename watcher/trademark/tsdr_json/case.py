"""One case of TSDR's JSON -> `Case`, as far as it goes: no TTAB proceedings, assignments or maintenance filings."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from watcher.trademark.model import (
    Address,
    Attorney,
    Case,
    Contact,
    FilingBasis,
    GoodsAndServices,
    Location,
    Mark,
    Owner,
    PriorityClaim,
    ProsecutionEvent,
    Staff,
    Status,
)
from watcher.trademark.model.rights import without_boilerplate
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.tsdr_json.take import Tree, day, flag, number, tree, trees, words

_BASES: Final = (
    ("1(a)", "filedUse", "useCurr", "useAmended"),
    ("1(b)", "filedItu", "ituCurr", "ituAmended"),
    ("44(d)", "filed44d", "sect44dCurr", "sect44dAmended"),
    ("44(e)", "filed44e", "sect44eCurr", "sect44eAmended"),
    ("66(a)", "filed66a", "sect66aCurr", ""),
    ("no basis", "filedNoBasis", "noBasisCurr", ""),
)
_CATEGORIES: Final = (
    ("trademark", "Trademark"),
    ("serviceMark", "Service mark"),
    ("certificationMark", "Certification mark"),
    ("collectiveMembershipMark", "Collective membership mark"),
    ("collectiveServiceMark", "Collective service mark"),
    ("collectiveTradeMark", "Collective trademark"),
)
_NO_STATUS: Final = "0"


def newest_day(written: Tree) -> date | None:
    """The newest day that the case reports, of an event or of its status; None when it gives none."""
    days = [day(entry, "entryDate") for entry in trees(written.get("prosecutionHistory"))]
    days.append(day(tree(written, "status"), "statusDate"))
    return max((one for one in days if one is not None), default=None)


def read_case(serial_number: SerialNumber, written: Tree) -> Case:
    """The case, with all that the JSON has of it and the model a field for. Never fails: what cannot be read is absent."""
    status = tree(written, "status")
    code = words(status, "status")
    return Case(
        serial_number=serial_number,
        registration_number=words(status, "usRegistrationNumber") or None,
        filing_date=day(status, "filingDate"),
        registration_date=day(status, "usRegistrationDate"),
        status=Status(
            code="" if code == _NO_STATUS else code,
            date=day(status, "statusDate"),
            text=without_boilerplate(words(status, "extStatusDesc")),
        ),
        mark=_mark(status),
        events=_events(written),
        owners=_owners(tree(written, "parties")),
        attorney=_attorney(status),
        correspondent=_correspondent(tree(status, "correspondence")),
        goods=tuple(_goods(one) for one in trees(written.get("gsList"))),
        basis=_basis(status),
        publication_dates=_publications(tree(written, "publication")),
        allowance_date=day(status, "noticeOfAllowanceDate"),
        abandonment_date=day(status, "dateAbandoned"),
        renewal_date=day(status, "dateRenewed"),
        register="Supplemental" if flag(status, "supplementalRegister") else "Primary" if status else "",
        location=_location(status),
        staff=_staff(tree(status, "staff")),
        priorities=_priorities(written),
    )


def _mark(status: Tree) -> Mark:
    standard = status.get("standardChar")
    codes = [
        (words(one, "code"), tuple(str(text) for text in one.get("descriptions") or ()))
        for one in trees(status.get("designSearchList"))
        if isinstance(one.get("descriptions"), list | None)
    ]
    return Mark(
        text=words(status, "markElement") or None,
        translation=words(status, "translation"),
        standard_characters=standard if isinstance(standard, bool) else None,
        categories=tuple(category for name, category in _CATEGORIES if flag(status, name)),
        feature_code=words(status, "markDrawingCd"),
        disclaimer=words(status, "disclaimer"),
        design_codes=tuple(codes),
    )


def _events(written: Tree) -> tuple[ProsecutionEvent, ...]:
    """The prosecution events, highest entry number first. Code and type stand apart here, and joined in ST.96."""
    events = [
        ProsecutionEvent(
            entry_number=number(entry, "entryNumber"),
            code=words(entry, "entryCode"),
            event_type=words(entry, "entryType"),
            date=day(entry, "entryDate"),
            description=words(entry, "entryDesc"),
        )
        for entry in trees(written.get("prosecutionHistory"))
    ]
    return tuple(sorted(events, key=lambda event: -(event.entry_number or 0)))


def _owners(parties: Tree) -> tuple[Owner, ...]:
    """All owners in the history of the case, the current ones (of the highest party type) first."""
    owners = [
        _owner(party, number(party, "partyType") or (int(kind) if re.fullmatch("[0-9]{1,4}", kind) else None))
        for kind, group in tree(parties, "ownerGroups").items()
        for party in trees(group)
    ]
    return tuple(sorted(owners, key=lambda owner: -(owner.party_type or 0)))


def _owner(party: Tree, party_type: int | None) -> Owner:
    where, home = tree(party, "addressStateCountry"), tree(party, "citizenship")
    emails = tree(party, "emailList").get("addresses")
    name = words(party, "name")
    contact = Contact(
        names=(name,) if name else (),
        address=Address(
            lines=tuple(line for line in (words(party, "address1"), words(party, "address2")) if line),
            city=words(party, "city"),
            region=_region(where),
            postal_code=words(party, "zip"),
            country=words(tree(where, "iso"), "code"),
        ),
        emails=tuple(("", str(one)) for one in emails) if isinstance(emails, list) else (),
    )
    entity = tree(party, "entityType")
    state = words(tree(home, "stateCountry"), "code")
    country = words(tree(home, "iso"), "code")
    return Owner(
        party_type,
        name,
        contact,
        legal_entity=words(entity, "description"),
        legal_entity_code=words(entity, "code"),
        country=country,
        state="" if state == country else state,
        comment=words(party, "partyTypeDescription"),
    )


def _region(where: Tree) -> str:
    """The state in words; for an address abroad the country stands in its place, and is none."""
    name, country = words(tree(where, "stateCountry"), "name"), tree(where, "iso")
    return "" if name in (words(country, "code"), words(country, "name")) else name


def _attorney(status: Tree) -> Attorney | None:
    name = words(tree(status, "correspondence"), "attorneyName")
    found = Attorney(Contact((name,) if name else ()), words(status, "attrnyDktNumber"))
    return None if found == Attorney() else found


def _correspondent(letter: Tree) -> Contact | None:
    where = tree(letter, "address")
    lines = (words(where, f"line{place}") for place in range(1, 5))
    emails = tree(letter, "correspondantEmail").get("addresses")
    found = Contact(
        names=tuple(
            name for name in (words(letter, "individualFullName"), words(letter, "firmName")) if name
        ),
        address=Address(
            lines=tuple(line for line in lines if line),
            city=words(where, "city"),
            region=_region(tree(where, "region")),
            postal_code=words(where, "postalCode"),
            country=words(where, "countryCode"),
        ),
        emails=tuple(("", str(one)) for one in emails) if isinstance(emails, list) else (),
        phones=(words(letter, "correspondantPhone"),) if words(letter, "correspondantPhone") else (),
        faxes=(words(letter, "correspondantFax"),) if words(letter, "correspondantFax") else (),
    )
    return None if found == Contact() else found


def _goods(entry: Tree) -> GoodsAndServices:
    return GoodsAndServices(
        class_number=words(entry, "primeClassCode"),
        description=words(entry, "description"),
        nice_classes=tuple(words(one, "code") for one in trees(entry.get("internationalClasses"))),
        us_classes=tuple(words(one, "code") for one in trees(entry.get("usClasses"))),
        status_code=words(entry, "statusCode"),
        status_text=words(entry, "statusDescription"),
        first_used=words(entry, "firstUseDate"),
        first_used_in_commerce=words(entry, "firstUseInCommerceDate"),
    )


def _basis(status: Tree) -> FilingBasis:
    filed, current, amended = (
        tuple(row[0] for row in _BASES if row[place] and flag(status, row[place])) for place in (1, 2, 3)
    )
    return FilingBasis(filed, current, amended)


def _publications(publication: Tree) -> tuple[date, ...]:
    days = [day(one, "dateOfAction") for one in trees(publication.get("officialGazettes"))]
    return tuple(one for one in days if one is not None)


def _location(status: Tree) -> Location:
    return Location(
        law_office=words(status, "lawOffAssigned"),
        law_office_code=words(status, "lawOffAsgnCd"),
        current=words(status, "currentLoc"),
        current_code=words(status, "currLocationCd"),
        current_date=day(status, "currLocationDt"),
        charged_to=words(status, "chargeToLocation"),
        physical=words(status, "phyLocation"),
        physical_date=day(status, "phyLocationDt"),
    )


def _staff(staff: Tree) -> tuple[Staff, ...]:
    titles = {
        "examiner": "Examining Attorney",
        "paralegal": "Paralegal",
        "ituParalegal": "ITU paralegal",
        "lie": "LIE",
    }
    found = ((title, words(tree(staff, key), "name")) for key, title in titles.items())
    return tuple(Staff(title, name) for title, name in found if name)


def _priorities(written: Tree) -> tuple[PriorityClaim, ...]:
    return tuple(
        PriorityClaim(
            country=words(one, "foreignCountryCd"),
            application_number=words(one, "foreignApplicationNumber"),
            filed=day(one, "foreignFilingDate"),
        )
        for one in trees(written.get("foreignInfoList"))
    )
