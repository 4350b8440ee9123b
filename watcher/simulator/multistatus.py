"""Writes a record as TSDR's JSON: the shape of real answers of caseMultiStatus and of casestatus with JSON.

TTAB proceedings, assignments and maintenance filings are not in it, as they were not in the real ones; live and dead are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime, time
from typing import Any

from watcher.simulator.record import WASHINGTON, Entry, GoodsClass, OwnerEntry, Record
from watcher.simulator.words import is_dead, party_words

Json = dict[str, Any]

_DRAWINGS = {
    "4": "STANDARD CHARACTER MARK",
    "2": "AN ILLUSTRATION DRAWING WITHOUT ANY WORDS(S)/ LETTER(S)/NUMBER(S)",
    "3": "AN ILLUSTRATION DRAWING WHICH INCLUDES WORD(S)/ LETTER(S)/NUMBER(S)",
}
_REFUSED = {"600", "602", "603", "604"}
_TM5 = {  # only 10 is known from a real answer; the other numbers are ours, the words the published descriptors
    "registered": (1, "LIVE/REGISTRATION/Issued and Active"),
    "waiting": (4, "LIVE/APPLICATION/Awaiting Examination"),
    "examined": (5, "LIVE/APPLICATION/Under Examination"),
    "published": (6, "LIVE/APPLICATION/Published for Opposition"),
    "opposed": (7, "LIVE/APPLICATION/Opposition Pending"),
    "refused": (10, "DEAD/APPLICATION/Refused/Dismissed or Invalidated"),
    "withdrawn": (9, "DEAD/APPLICATION/Withdrawn/Abandoned"),
    "cancelled": (12, "DEAD/REGISTRATION/Cancelled/Invalidated"),
}


def batch(found: list[tuple[str, list[str]]], *, oversized: bool = False) -> str:
    """The answer to a batch request: one transaction for each id that was found, with its cases as JSON texts."""
    listed = ", ".join(f'{{"searchId": {json.dumps(asked)}, {single(cases)[1:]}' for asked, cases in found)
    flag = "true" if oversized else "false"
    return (
        f'{{"oversized": {flag}, "size": {len(found)}, "missedElements": [], "transactionList": [{listed}]}}'
    )


def single(cases: list[str]) -> str:
    """The answer to casestatus when it comes as JSON; the cases are JSON texts."""
    return f'{{"trademarks": [{", ".join(cases)}]}}'


def trademark(record: Record) -> Json:
    """One case."""
    number = int(record.serial_number)
    gazettes = (
        [{"actionTaken": "PUBLISHED FOR OPPOSITION", "categories": [], "dateOfAction": str(record.published)}]
        if record.published
        else []
    )
    return {
        "divisional": {"childOf": None, "parentOfList": [], "serialNumber": number},
        "foreignInfoList": [
            {
                "foreignCountryCd": one.country,
                "foreignApplicationNumber": one.application_number,
                "foreignFilingDate": str(one.filed),
            }
            for one in record.priorities
        ],
        "gsList": [_goods(goods, record, place == 0) for place, goods in enumerate(record.goods)],
        "internationalData": bool(record.reference_number),
        "parties": {"ownerGroups": _owners(record)},
        "prosecutionHistory": [
            _entry(entry) for entry in sorted(record.entries, key=lambda entry: -entry.number)
        ],
        "publication": {"officialGazettes": gazettes, "serialNumber": number},
        "relationshipBundleList": [],
        "status": _status(record),
    }


def _entry(entry: Entry) -> Json:
    midnight = datetime.combine(entry.date, time(), WASHINGTON).astimezone(UTC)
    return {
        "entryCode": entry.code,
        "entryDate": midnight.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        "entryDesc": entry.description,
        "entryNumber": entry.number,
        "entryType": entry.event_type,
        "proceedingNum": 0,
    }


def _goods(goods: GoodsClass, record: Record, prime: bool) -> Json:
    return {
        "classBasis": None,
        "description": goods.description,
        "firstUseDate": goods.first_used or None,
        "firstUseDateDescription": None,
        "firstUseInCommerceDate": goods.first_used_in_commerce or None,
        "firstUseInCommerceDateDescription": None,
        "internationalClassPrime": prime,
        "internationalClasses": [
            {"code": goods.number, "description": f"International class {goods.number}"}
        ],
        "primeClassCode": goods.number,
        "pseudoClasses": [],
        "serialNumber": int(record.serial_number),
        "statusCode": "6",
        "statusDate": str(record.filed),
        "statusDescription": "ACTIVE",
        "usClasses": [
            {"code": number, "description": f"United States class {number}"} for number in goods.us_classes
        ],
    }


def _region(country: str, state: str, words: str = "") -> Json:
    named = {"code": state or country, "name": words or state or country}
    return {
        "iso": {"code": country, "name": "UNITED STATES" if country == "US" else country},
        "isoRegion": named,
        "stateCountry": named,
        "wipo": None,
    }


def _owners(record: Record) -> Json:
    groups: dict[str, list[Json]] = defaultdict(list)
    for entry in sorted(record.owners, key=lambda one: one.party_type):
        group = groups[str(entry.party_type)]
        group.append(_owner(entry, len(group) + 1, record))
    return groups


def _owner(entry: OwnerEntry, place: int, record: Record) -> Json:
    party = entry.party
    first, _, second = party.street.partition("\n")
    return {
        "address1": first,
        "address2": second or None,
        "addressStateCountry": _region(party.country, "", party.region),
        "assignment": None,
        "citizenship": _region(party.country, party.state),
        "city": party.city,
        "composedOf": None,
        "dbaAkaFormerly": None,
        "emailList": {"addresses": [], "authIndicator": "Y"},
        "entityNum": place,
        "entityType": {
            "code": int(party.entity_code) if party.entity_code.isdigit() else 99,
            "description": party.entity,
        },
        "name": party.name,
        "partyType": entry.party_type,
        "partyTypeDescription": party_words(entry.party_type),
        "reelFrame": None,
        "serialNumber": int(record.serial_number),
        "zip": party.postal_code,
    }


def _stage(record: Record) -> str:
    if is_dead(record.status_code):
        refused = "refused" if record.status_code in _REFUSED else "withdrawn"
        return "cancelled" if record.registration_number else refused
    if record.registration_number:
        return "registered"
    stages = {"630": "waiting", "686": "published", "774": "opposed"}
    return stages.get(record.status_code, "examined")


def _correspondence(record: Record) -> Json:
    to = record.correspondent
    first, _, second = to.street.partition("\n")
    address: Json = {
        "city": to.city,
        "countryCode": to.country,
        "countryName": "UNITED STATES" if to.country == "US" else to.country,
        "line1": first,
        "postalCode": to.postal_code,
        "region": _region(to.country, "", to.region),
    }
    if second:
        address["line2"] = second
    main = [to.main_email] if to.main_email else []
    return {
        "address": address,
        "attorneyEmail": {"addresses": main, "authIndicator": "Y"},
        "attorneyName": record.attorney or None,
        "correspondantEmail": {"addresses": [*main, *to.other_emails], "authIndicator": "Y"},
        "correspondantFax": to.fax or None,
        "correspondantPhone": to.phone or None,
        "firmName": to.firm or None,
        "freeFormAddress": [],
        "individualFullName": to.name or None,
    }


def _bases(record: Record) -> Json:
    filed, current = set(record.filed_bases), set(record.current_bases)
    flags: Json = {"filed66a": "66(a)" in filed, "sect66aCurr": "66(a)" in current}
    for basis, was, now, amended in (
        ("1(a)", "filedUse", "useCurr", "useAmended"),
        ("1(b)", "filedItu", "ituCurr", "ituAmended"),
        ("44(d)", "filed44d", "sect44dCurr", "sect44dAmended"),
        ("44(e)", "filed44e", "sect44eCurr", "sect44eAmended"),
    ):
        flags |= {was: basis in filed, now: basis in current, amended: False}
    return flags | {"filedNoBasis": not filed, "noBasisCurr": not current}


def _maintained(record: Record) -> Json:
    filed = {one.section: one.decision for one in record.maintenance}
    return {
        "sect8Filed": "8" in filed,
        "sect8Acpt": filed.get("8") == "Accepted",
        "sect8PartialAcpt": False,
        "sect15Filed": "15" in filed,
        "sect15Ack": filed.get("15") == "Accepted",
        "sect71Filed": "71" in filed,
        "sect71Acpt": filed.get("71") == "Accepted",
        "sect71PartialAcpt": False,
        "renewalFiled": record.renewed is not None,
    }


def _status(record: Record) -> Json:
    code, words = _TM5[_stage(record)]

    def text(day: object) -> str | None:
        return str(day) if day else None

    return {
        **_bases(record),
        **_maintained(record),
        "attrnyDktNumber": record.docket_number or None,
        "changeInReg": False,
        "chargeToLocation": None,
        "clsTotal": sum(len(goods.us_classes) for goods in record.goods),
        "colorDrawingCurr": bool(record.drawing.colours),
        "correction": "",
        "correspondence": _correspondence(record),
        "currLocationCd": record.location_code,
        "currLocationDt": text(record.location_date or record.filed),
        "currentLoc": record.location,
        "dateAbandoned": text(record.abandoned),
        "datePublished": text(record.published),
        "dateRenewed": text(record.renewed),
        "designSearchList": [
            {"code": code, "descriptions": list(texts)} for code, texts in record.drawing.design_codes
        ],
        "disclaimer": record.disclaimer or None,
        "extStatusDesc": record.status_text,
        "filingDate": str(record.filed),
        "intStatusDesc": None,
        "lawOffAsgnCd": record.law_office_code or None,
        "lawOffAssigned": record.law_office or None,
        "markDrawDesc": _DRAWINGS.get(record.drawing.feature_code, ""),
        "markDrawingCd": record.drawing.feature_code,
        "markElement": record.mark,
        "noticeOfAllowanceDate": text(record.allowed),
        "parentOf": [],
        "physicalLocationHistory": [],
        "prevRegNumList": [],
        "publishedPrevRegMark": False,
        "serialNumber": int(record.serial_number),
        "serviceMark": record.mark_category == "Service mark",
        "staff": {
            "chargeTo": None,
            "examiner": {"name": record.examiner, "number": None} if record.examiner else None,
            "ituParalegal": None,
            "lie": None,
            "paralegal": None,
        },
        "standardChar": record.drawing.feature_code == "4",
        "status": int(record.status_code or 0),
        "statusDate": text(record.status_date or record.filed),
        "supplementalRegister": record.register == "Supplemental",
        "tm5Status": code,
        "tm5StatusDef": words.rpartition("/")[2],
        "tm5StatusDesc": words,
        "trademark": record.mark_category == "Trademark",
        "translation": record.translation or None,
        "usRegistrationDate": text(record.registered),
        "usRegistrationNumber": record.registration_number,
    }
