"""The office's own words: event codes with their types and descriptions, status codes with their texts.

Taken from real status documents and from the USPTO's published lists of codes. Only those that the steps use.
"""

from __future__ import annotations

EVENTS: dict[tuple[str, str], str] = {
    ("NWAP", "I"): "NEW APPLICATION ENTERED",
    ("NWOS", "I"): "NEW APPLICATION OFFICE SUPPLIED DATA ENTERED",
    ("MAFR", "O"): "APPLICATION FILING RECEIPT MAILED",
    ("REPR", "M"): "SN ASSIGNED FOR SECT 66A APPL FROM IB",
    ("DOCK", "D"): "ASSIGNED TO EXAMINER",
    ("CNRT", "R"): "NON-FINAL ACTION WRITTEN",
    ("GNRT", "O"): "NON-FINAL ACTION E-MAILED",
    ("GNRN", "O"): "NOTIFICATION OF NON-FINAL ACTION E-MAILED",
    ("RFCR", "P"): "REFUSAL NOTICE CREATED, TO BE SENT TO IB",
    ("RFCS", "P"): "NON-FINAL ACTION MAILED - REFUSAL SENT TO IB",
    ("RFNT", "P"): "REFUSAL PROCESSED BY IB",
    ("CNFR", "R"): "FINAL REFUSAL WRITTEN",
    ("GNFR", "O"): "FINAL REFUSAL E-MAILED",
    ("GNFN", "O"): "NOTIFICATION OF FINAL REFUSAL EMAILED",
    ("TROA", "I"): "TEAS RESPONSE TO OFFICE ACTION RECEIVED",
    ("CRFA", "I"): "CORRESPONDENCE RECEIVED IN LAW OFFICE",
    ("TEME", "I"): "TEAS/EMAIL CORRESPONDENCE ENTERED",
    ("CNSA", "O"): "APPROVED FOR PUB - PRINCIPAL REGISTER",
    ("NPUB", "O"): "NOTICE OF PUBLICATION",
    ("NONP", "E"): "NOTIFICATION OF NOTICE OF PUBLICATION E-MAILED",
    ("PUBO", "A"): "PUBLISHED FOR OPPOSITION",
    ("NPUB", "E"): "OFFICIAL GAZETTE PUBLICATION CONFIRMATION E-MAILED",
    ("ETOF", "T"): "EXTENSION OF TIME TO OPPOSE RECEIVED",
    ("OPPF", "T"): "OPPOSITION PAPERS RECEIVED AT TTAB",
    ("OP.I", "T"): "OPPOSITION INSTITUTED NO. 999999",
    ("OP.D", "T"): "OPPOSITION DISMISSED NO. 999999",
    ("OP.S", "T"): "OPPOSITION SUSTAINED NO. 999999",
    ("OP.T", "T"): "OPPOSITION TERMINATED NO. 999999",
    ("NOAM", "E"): "NOA E-MAILED - SOU REQUIRED FROM APPLICANT",
    ("EISU", "I"): "TEAS STATEMENT OF USE RECEIVED",
    ("AITU", "A"): "CASE ASSIGNED TO INTENT TO USE PARALEGAL",
    ("SUPC", "I"): "STATEMENT OF USE PROCESSING COMPLETE",
    ("CNPR", "P"): "ALLOWED PRINCIPAL REGISTER - SOU ACCEPTED",
    ("SUNA", "E"): "NOTICE OF ACCEPTANCE OF STATEMENT OF USE E-MAILED",
    ("EEXT", "I"): "SOU TEAS EXTENSION RECEIVED",
    ("EXT1", "S"): "SOU EXTENSION 1 FILED",
    ("EXT2", "S"): "SOU EXTENSION 2 FILED",
    ("EXT3", "S"): "SOU EXTENSION 3 FILED",
    ("EXT4", "S"): "SOU EXTENSION 4 FILED",
    ("EXT5", "S"): "SOU EXTENSION 5 FILED",
    ("EX1G", "S"): "SOU EXTENSION 1 GRANTED",
    ("EX2G", "S"): "SOU EXTENSION 2 GRANTED",
    ("EX3G", "S"): "SOU EXTENSION 3 GRANTED",
    ("EX4G", "S"): "SOU EXTENSION 4 GRANTED",
    ("EX5G", "S"): "SOU EXTENSION 5 GRANTED",
    ("EXRA", "E"): "NOTICE OF APPROVAL OF EXTENSION REQUEST E-MAILED",
    ("R.PR", "A"): "REGISTERED-PRINCIPAL REGISTER",
    ("NRCC", "E"): "NOTICE OF REGISTRATION CONFIRMATION EMAILED",
    ("REM1", "E"): "COURTESY REMINDER - SEC. 8 (6-YR) E-MAILED",
    ("REM2", "E"): "COURTESY REMINDER - SEC. 8 (10-YR)/SEC. 9 E-MAILED",
    ("ES8R", "I"): "TEAS SECTION 8 RECEIVED",
    ("8.AF", "I"): "REGISTERED - SEC. 8 (6-YR) FILED",
    ("8.OK", "O"): "REGISTERED - SEC. 8 (6-YR) ACCEPTED",
    ("NAS8", "E"): "NOTICE OF ACCEPTANCE OF SEC. 8 - E-MAILED",
    ("E815", "I"): "TEAS SECTION 8 & 15 RECEIVED",
    ("815F", "I"): "REGISTERED - SEC. 8 (6-YR) & SEC. 15 FILED",
    ("APRE", "A"): "CASE ASSIGNED TO POST REGISTRATION PARALEGAL",
    ("C15A", "O"): "REGISTERED - SEC. 8 (6-YR) ACCEPTED & SEC. 15 ACK.",
    ("NA85", "E"): "NOTICE OF ACCEPTANCE OF SEC. 8 & 15 - E-MAILED",
    ("E89R", "I"): "TEAS SECTION 8 & 9 RECEIVED",
    ("89AF", "I"): "REGISTERED - COMBINED SECTION 8 (10-YR) & SEC. 9 FILED",
    ("89AG", "O"): "REGISTERED - SEC. 8 (10-YR) ACCEPTED/SEC. 9 GRANTED",
    ("RNL1", "Q"): "REGISTERED AND RENEWED (FIRST RENEWAL - 10 YRS)",
    ("NA89", "E"): "NOTICE OF ACCEPTANCE OF SEC. 8 & 9 - E-MAILED",
    ("ABN2", "O"): "ABANDONMENT - FAILURE TO RESPOND OR LATE RESPONSE",
    ("MAB2", "O"): "ABANDONMENT NOTICE MAILED - FAILURE TO RESPOND",
    ("MAB2", "E"): "ABANDONMENT NOTICE E-MAILED - FAILURE TO RESPOND",
    ("ABN6", "S"): "ABANDONMENT - NO USE STATEMENT FILED",
    ("MAB6", "O"): "ABANDONMENT NOTICE MAILED - NO USE STATEMENT FILED",
    ("MAB6", "E"): "ABANDONMENT NOTICE E-MAILED - NO USE STATEMENT FILED",
    ("PROA", "I"): "TEAS PETITION TO REVIVE RECEIVED",
    ("PETG", "O"): "PETITION TO REVIVE-GRANTED",
    ("NREV", "E"): "NOTICE OF REVIVAL - E-MAILED",
    ("ASGN", "I"): "AUTOMATIC UPDATE OF ASSIGNMENT OF OWNERSHIP",
    ("REAP", "I"): "TEAS REVOKE/APP/CHANGE ADDR OF ATTY/DOM REP RECEIVED",
    ("ARAA", "I"): "ATTORNEY/DOM.REP.REVOKED AND/OR APPOINTED",
    ("TCCA", "I"): "TEAS CHANGE OF CORRESPONDENCE RECEIVED",
    ("CHAN", "I"): "APPLICANT/CORRESPONDENCE CHANGES (NON-RESPONSIVE) ENTERED",
    ("COAR", "I"): "TEAS CHANGE OF OWNER ADDRESS RECEIVED",
    ("C8..", "O"): "CANCELLED SEC. 8 (6-YR)",
}
"""(code, type) -> description."""

_TO_VIEW = "  To view all documents in this file, click on the Trademark Document Retrieval link at the top of this page."
_OPPOSED = "An opposition proceeding is pending at the Trademark Trial and Appeal Board.  For further information, see TTABVUE on the Trademark Trial and Appeal Board web page."

STATUSES: dict[str, str] = {
    "602": "Abandoned because the applicant failed to respond or filed a late response to an Office action." + _TO_VIEW,
    "604": "Abandoned after an inter partes decision by the Trademark Trial and Appeal Board.  For further information, see TTABVUE on the Trademark Trial and Appeal Board web page.",
    "606": "Abandoned because no Statement of Use or Extension Request timely filed after Notice of Allowance was issued." + _TO_VIEW,
    "616": "Application/petition revived.  Awaiting further action.",
    "630": "New application will be assigned to an examining attorney approximately 6 months after filing date.",
    "638": "Application has been assigned to an examining attorney.",
    "641": "A non-final Office action has been sent (issued) to the applicant.  This is a letter from the examining attorney requesting additional information and/or making an initial refusal.  The applicant must respond to this Office action." + _TO_VIEW,
    "645": "A final Office action refusing registration has been sent (issued) because the applicant neither satisfied nor overcame all requirements and/or refusals previously raised.  The applicant may respond by filing (1) a request for reconsideration; and/or (2) an appeal to the Trademark Trial and Appeal Board." + _TO_VIEW,
    "661": "A response to an Office action has been entered.",
    "663": "A response to a final Office action has been entered.",
    "681": "Publication/issue review is complete.  The application will be published for opposition.",
    "680": "Approved by the examining attorney for publication but has not yet published for opposition.  Although rare, withdrawal of approval prior to publication may occur after final review.  The opposition period begins on the date of publication.",
    "686": "Application has been published for opposition.  The opposition period begins on the date of publication.",
    "688": "A Notice of Allowance (NOA) was sent (issued) to the applicant.  Applicant must file a Statement of Use or Extension Request within six months of the NOA issuance date.",
    "700": "Registered.  The registration date is used to determine when post-registration maintenance documents are due.",
    "701": "A Section 8 declaration has been accepted.",
    "702": "A Sections 8 and 15 combined declaration has been accepted and acknowledged.",
    "710": "Registration cancelled because registrant did not file an acceptable declaration under Section 8." + _TO_VIEW,
    "718": "The first request for extension of time to file a Statement of Use has been filed.",
    "719": "The second request for extension of time to file a Statement of Use has been filed.",
    "720": "The third request for extension of time to file a Statement of Use has been filed.",
    "721": "The fourth request for extension of time to file a Statement of Use has been filed.",
    "722": "The fifth request for extension of time to file a Statement of Use has been filed.",
    "730": "The first request for extension of time to file a Statement of Use has been granted.",
    "731": "The second request for extension of time to file a Statement of Use has been granted.",
    "732": "The third request for extension of time to file a Statement of Use has been granted.",
    "733": "The fourth request for extension of time to file a Statement of Use has been granted.",
    "734": "The fifth request for extension of time to file a Statement of Use has been granted.",
    "748": "A Statement of Use has been filed and is being examined.",
    "774": _OPPOSED,
    "775": "An opposition proceeding has been dismissed by the Trademark Trial and Appeal Board.  For further information, see TTABVUE on the Trademark Trial and Appeal Board web page.",
    "779": "An opposition proceeding has been sustained by the Trademark Trial and Appeal Board.  For further information, see TTABVUE on the Trademark Trial and Appeal Board web page.",
    "800": "The registration has been renewed.",
    "802": "A request for an extension of time to file an opposition has been filed at the Trademark Trial and Appeal Board.  For further information, see TTABVUE on the Trademark Trial and Appeal Board web page.",
    "818": "Statement of Use has been accepted; the application is approved for registration.",
}  # fmt: skip
"""Code -> the external description, as status documents carry it."""

PARTY_TYPES = {10: "ORIGINAL APPLICANT", 20: "OWNER AT PUBLICATION", 30: "ORIGINAL REGISTRANT"}
"""The named party types; the others are later owners."""


def party_words(party_type: int) -> str:
    """What a party type is called in a status document."""
    if party_type in PARTY_TYPES:
        return PARTY_TYPES[party_type]
    last_named = max(named for named in PARTY_TYPES if named < party_type)
    return {
        10: "SUBSEQUENT OWNER BEFORE PUBLICATION",
        20: "SUBSEQUENT OWNER AFTER PUBLICATION",
        30: "SUBSEQUENT OWNER AFTER REGISTRATION",
    }[last_named]


def is_dead(status_code: str) -> bool:
    """Whether a case of this status is abandoned, cancelled or expired (so far as the steps here go)."""
    return status_code[:2] in {"60", "90"} or status_code in {"400", "401", "402", "404", "614", "709", "710", "711", "713"}  # fmt: skip
