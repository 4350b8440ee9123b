"""Steps from filing to registration: what the office enters for each, in real codes, and what it changes."""

from __future__ import annotations

from datetime import date

from watcher.simulator.record import BoardEntry, Opposition, OwnerEntry, Party, Record
from watcher.simulator.script import Line, Step, step

_EXAMINERS = "TMO LAW OFFICE 112 - EXAMINING ATTORNEY ASSIGNED"


def _located(record: Record, text: str, code: str, on: date) -> Record:
    return record.but(location=text, location_code=code, location_date=on)


def filing(on: date) -> Step:
    """The application is in the register: a record, no examiner. A Madrid case begins with its serial number's assignment."""
    return step("filing", on, status="630", change=lambda r: r.but(location_date=on))


def new_application_entered(on: date) -> Step:
    """The application's data are entered."""
    return step("new application entered", on, ("NWAP", "I"), ("NWOS", "I"))


def madrid_application_entered(on: date) -> Step:
    """A request for extension of protection under section 66(a) arrives from the International Bureau."""
    return step("section 66(a) application entered", on, ("REPR", "M"), ("NWOS", "I"), status="630")


def assigned_to_examiner(on: date, examiner: str = "FICTION, ANNA B", office: str = "112") -> Step:
    """An examining attorney of a law office takes the case."""
    return step(
        "assigned to examiner",
        on,
        Line("DOCK", "D", additional="69192"),
        status="638",
        change=lambda r: _located(r, _EXAMINERS, "M3X", on).but(
            examiner=examiner, law_office=f"LAW OFFICE {office}", law_office_code="M30"
        ),
    )


def non_final_action(on: date, *, madrid: bool = False) -> Step:
    """A non-final Office action: written, e-mailed, notified (three entries of one mailing), to the IB for Madrid."""
    written = Line("CNRT", "R", additional="69192")
    if madrid:
        lines = (written, Line("RFCR", "P"), Line("RFCS", "P"))
    else:
        lines = (written, Line("GNRT", "O", additional="6325"), Line("GNRN", "O", additional="6325"))
    return step("non-final action", on, *lines, status="641")


def final_action(on: date) -> Step:
    """A final refusal: written, e-mailed, notified."""
    return step("final action", on, ("CNFR", "R"), ("GNFR", "O"), ("GNFN", "O"), status="645")


def response_received(on: date) -> Step:
    """A response to an Office action has come in by TEAS; the status waits until it is entered."""
    return step("response received", on, ("TROA", "I"))


def response_entered(on: date, *, final: bool = False) -> Step:
    """The response is entered for the examining attorney."""
    return step("response entered", on, ("CRFA", "I"), ("TEME", "I"), status="663" if final else "661")


def approved_for_publication(on: date) -> Step:
    """The examining attorney approves the application for the Principal Register."""
    return step("approved for publication", on, ("CNSA", "O"), status="680")


def notice_of_publication(on: date) -> Step:
    """The applicant is told the day of publication to come."""
    return step("notice of publication", on, ("NPUB", "O"), ("NONP", "E"), status="681")


def published(on: date) -> Step:
    """Published in the Official Gazette: thirty days to oppose. The owner at publication joins the list of owners."""

    def change(record: Record) -> Record:
        owners = tuple(OwnerEntry(20, party) for party in record.current_owners)
        located = _located(record, "PUBLICATION AND ISSUE SECTION", "650", on)
        return located.but(published=on, owners=owners + record.owners)

    return step("publication", on, ("PUBO", "A"), ("NPUB", "E"), status="686", change=change)


def extension_to_oppose(on: date) -> Step:
    """Somebody asks the Board for more time to oppose."""
    return step("extension of time to oppose", on, ("ETOF", "T"), status="802")


def opposition(
    on: date, number: str, opposer: Party, *, answer_due: date, instituted: date | None = None
) -> tuple[Step, Step]:
    """An opposition is filed at the Board and instituted (the same day unless said otherwise): a proceeding, two entries."""
    begun = instituted or on

    def file(record: Record) -> Record:
        first = BoardEntry(1, "124", on, "FILED AND FEE")
        proceeding = Opposition(number, on, opposer, "1", on, "Pending", (first,))
        return record.but(oppositions=(*record.oppositions, proceeding))

    def institute(record: Record) -> Record:
        *others, last = record.oppositions
        lines = (
            BoardEntry(2, "707", begun, "NOTICE AND TRIAL DATES SENT; ANSWER DUE:", answer_due),
            BoardEntry(3, "128", begun, "PENDING, INSTITUTED"),
        )
        more = Opposition(
            last.number, last.filed, last.opposer, "1", begun, "Pending", (*last.entries, *lines)
        )
        return record.but(oppositions=(*others, more))

    words = f"OPPOSITION INSTITUTED NO. {number[-6:]}"
    return (
        step("opposition filed", on, ("OPPF", "T"), change=file),
        step(
            "opposition instituted",
            begun,
            Line("OP.I", "T", words, number[-6:]),
            status="774",
            change=institute,
        ),
    )


def opposition_decided(on: date, number: str, *, sustained: bool) -> Step:
    """The Board decides the pending opposition: dismissed, or sustained."""
    verdict, code = ("SUSTAINED", "809") if sustained else ("DISMISSED", "802")

    def change(record: Record) -> Record:
        *others, last = record.oppositions
        next_number = len(last.entries) + 1
        lines = (
            BoardEntry(next_number, code, on, f"BOARD'S DECISION: {verdict}"),
            BoardEntry(next_number + 1, "998", on, "TERMINATED"),
        )
        decided = Opposition(
            last.number, last.filed, last.opposer, "9", on, "Terminated", (*last.entries, *lines)
        )
        return record.but(oppositions=(*others, decided))

    return step(
        f"opposition {verdict.lower()}",
        on,
        Line("OP.S" if sustained else "OP.D", "T", f"OPPOSITION {verdict} NO. {number[-6:]}", number[-6:]),
        status="779" if sustained else "775",
        change=change,
    )


def notice_of_allowance(on: date) -> Step:
    """Allowed: six months to file a statement of use (section 1(b))."""
    return step(
        "notice of allowance", on, ("NOAM", "E"), status="688", change=lambda record: record.but(allowed=on)
    )


def statement_of_use_filed(on: date) -> Step:
    """A statement of use has come in and goes to the paralegal."""
    return step("statement of use filed", on, ("EISU", "I"), ("AITU", "A"), ("SUPC", "I"), status="748")


def statement_of_use_accepted(on: date) -> Step:
    """The statement of use is accepted: the basis becomes use, registration follows."""

    def change(record: Record) -> Record:
        return record.but(
            current_bases=tuple("1(a)" if basis == "1(b)" else basis for basis in record.current_bases)
        )

    return step("statement of use accepted", on, ("CNPR", "P"), ("SUNA", "E"), status="818", change=change)


def extension_for_use_filed(on: date, number: int = 1) -> Step:
    """The first to fifth extension of time to file a statement of use is asked for."""
    return step(
        f"extension {number} for use filed",
        on,
        ("EEXT", "I"),
        (f"EXT{number}", "S"),
        status=str(717 + number),
    )


def extension_for_use_granted(on: date, number: int = 1) -> Step:
    """The extension is granted: six months more."""
    return step(
        f"extension {number} for use granted",
        on,
        (f"EX{number}G", "S"),
        ("EXRA", "E"),
        status=str(729 + number),
    )


def registered(on: date, registration_number: str) -> Step:
    """Registered on the Principal Register: a number, a date, an original registrant."""

    def change(record: Record) -> Record:
        owners = tuple(OwnerEntry(30, party) for party in record.current_owners)
        return record.but(
            registration_number=registration_number, registered=on, owners=owners + record.owners
        )

    return step("registration", on, ("R.PR", "A"), ("NRCC", "E"), status="700", change=change)
