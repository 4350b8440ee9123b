"""The short list of what a status document says and we do not: each with the reason.

Everything else in a document is either in the model or a `Fact`. Paths are those of `Fact`, from the Trademark element
on; `*` stands for any part, and the key of a repeated element (`MarkEvent[18]`) is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final


@dataclass(frozen=True, slots=True)
class Ignored:
    """Something of a document that makes no change, and why.

    `what` names the part of the value; empty when it is the whole value, whatever it is.
    """

    path: str
    what: str
    reason: str


_CATEGORY = "the words only name the list that the entry stands in; any other words are a fact"
_MESSAGE = "it is about the message and its schema, and would be news about every case on one day"

EVERYWHERE: Final = (
    Ignored("*", "a run of white space", "line breaks and indentation come from the writer of the XML"),
    Ignored(
        "*", "an element without text or attributes", "it says nothing, and comes and goes with the writer"
    ),
    Ignored(
        "*",
        "comments, processing instructions, prefixes, the order of attributes",
        "XML says they mean nothing",
    ),
    Ignored(
        "*Date", "the zone after a day (`2006-01-09-05:00`)", "zones come and go; a day is one in Washington"
    ),
)
"""Parts of any value."""

IGNORED: Final = (
    *EVERYWHERE,
    Ignored(
        "NationalTrademarkInformation/MarkCurrentStatusExternalDescriptionText",
        "the sentence 'To view all documents in this file, click on ...' at its end",
        "boilerplate of the web page, which comes and goes",
    ),
    *(
        Ignored(f"*{line}/@sequenceNumber", "", "the number of a line, which its place among the lines says")
        for line in (
            "CommentText",
            "AddressLineText",
            "PostalAddressText",
            "MarkTranslationText",
            "MarkDisclaimerText",
            "GoodsServicesDescriptionText",
            "MarkImageColourClaimedText",
            "MarkImageColourPartClaimedText",
        )
    ),
    Ignored("MarkEventBag/MarkEvent/MarkEventCategory", "its usual words", _CATEGORY),
    Ignored("LegalProceedingsBag/*/ProceedingEvent/MarkEventCategory", "its usual words", _CATEGORY),
    Ignored("*/NationalStatus/NationalStatusCategory", "its usual words", _CATEGORY),
    Ignored("*/ProceedingStatus/NationalStatusCategory", "its usual words", _CATEGORY),
    Ignored("LegalProceedingsBag/*/AssociatedMark/AssociationCategory", "its usual words", _CATEGORY),
    Ignored(
        "PublicationBag/Publication/PublicationIdentifier", "its usual words", "there is one Official Gazette"
    ),
    Ignored("RecordAttorney/CommentText", "the words 'Attorney of Record'", "the element's name says so"),
    Ignored("AssignmentBag/*/CommentText", "the word 'Correspondent'", "the element's name says so"),
    Ignored("RegistrationOfficeCode", "the code 'US'", "all cases are at the USPTO; another code is a fact"),
    Ignored("FilingPlace", "the code 'US'", "all cases are at the USPTO; another code is a fact"),
    Ignored(
        "ApplicationNumber/IPOfficeCode",
        "the code 'US'",
        "all cases are at the USPTO; another code is a fact",
    ),
    Ignored(
        "*/Contact/Name/*",
        "a name that is given twice",
        "the same name stands under EntityName and OrganizationName, or under one of them, from one day to another",
    ),
    Ignored(
        "*StaffBag/Staff/StaffName", "the text 'null'", "a fault of the USPTO's program: there is no name"
    ),
    Ignored(
        "*Basis/*Indicator",
        "the value false",
        "an indicator that is false says what an absent one says; seen either way in one document",
    ),
    Ignored(
        "GoodsServicesBag/GoodsServices/ClassDescriptionBag/ClassDescription/ClassNumber",
        "the number of the class itself",
        "it repeats the primary class; another number is a fact",
    ),
    Ignored(
        "AssignmentBag/NationalAssignmentTotalQuantity",
        "the number of the assignments that are listed",
        "it counts what is compared one by one; another number (a list that is not whole) is a fact",
    ),
    Ignored("TransactionHeader*", "", _MESSAGE),
    Ignored("@st96Version", "", _MESSAGE),
    Ignored("@ipoVersion", "", _MESSAGE),
    Ignored("@schemaLocation", "", _MESSAGE),
)
"""All of it, the general first."""

_KEYS = re.compile(r"\[[^\]]*\](?:#\d+)?")


def ignored_reason(path: str, *, whole: bool = False) -> str | None:
    """Why a difference at this path may make no change; None when every difference there is one.

    With `whole`, only if no difference there is ever a change; else also where certain words say nothing.
    Leaves out what holds everywhere (white space, empty elements).
    """
    bare = _KEYS.sub("", path)
    for entry in IGNORED[len(EVERYWHERE) :]:
        if fnmatchcase(bare, entry.path) and not (whole and entry.what):
            return entry.reason
    return None
