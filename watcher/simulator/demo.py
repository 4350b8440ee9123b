"""The demo's cast: twelve invented marks and what happens to them in half a year, something in most weeks.

All names, people, numbers and addresses are made up; serial numbers are far ahead of those that have been given out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from watcher.simulator import prosecution as p
from watcher.simulator import upkeep as u
from watcher.simulator.limits import Limits
from watcher.simulator.office import Office
from watcher.simulator.record import Correspondence, Drawing, GoodsClass, OwnerEntry, Party, Record
from watcher.simulator.script import ScriptedCase, Step

DEMO_START = date(2026, 3, 2)
DEMO_END = date(2026, 8, 31)

_HOLLOW_PINE = Party("Hollow Pine Coffee, LLC", "12 Cone Road", "Portland", "OREGON", "97201", entity="LIMITED LIABILITY COMPANY", entity_code="16", state="OR")  # fmt: skip
_SOEHNE = Party("Bärlin & Söhne GmbH", "Lindenallee 7", "Musterstadt", "", "12345", "DE", "Gesellschaft mit beschränkter Haftung (gmbh)", "99", "")  # fmt: skip
_LANTERN = Party("Old Lantern Books, Inc.", "3 Wick Street", "Salem", "MASSACHUSETTS", "01970", state="MA")
_QUILL = Party("Quillfeather Toys Co.", "88 Marble Court", "Dayton", "OHIO", "45402", state="OH")
_PLUME = Party("Plumehouse Holdings, Inc.", "1 Harbor Square", "Wilmington", "DELAWARE", "19801")
_LUNAR = Party("Lunar Bean Imports, Inc.", "500 Crater Avenue", "Tucson", "ARIZONA", "85701", state="AZ")
_KETTLE = Party("Kettle & Quasar Beverage Corp.", "9 Nebula Way", "Austin", "TEXAS", "78701", state="TX")

_OUR_FIRM = Correspondence(
    "Margot Quibble",
    "Quibble & Nitpick LLP",
    "400 Docket Street\nSuite 12",
    "Chicago",
    "ILLINOIS",
    "60601",
    phone="312-555-0100",
    main_email="docket@quibble.example",
    other_emails=("mquibble@quibble.example",),
)
_NEW_FIRM = Correspondence(
    "Tobias Fineprint",
    "Fineprint Legal PC",
    "77 Clause Lane",
    "Boston",
    "MASSACHUSETTS",
    "02108",
    phone="617-555-0123",
    main_email="tm@fineprint.example",
)
_THEIR_FIRM = Correspondence(
    "Lucinda Comma",
    "Comma, Colon & Dash LLP",
    "2 Semicolon Plaza",
    "Denver",
    "COLORADO",
    "80202",
    main_email="filings@commacolon.example",
)

_COFFEE = GoodsClass("030", "Coffee; roasted coffee beans; ground coffee", ("046",), "20240300", "20240415")
_CAFE = GoodsClass("043", "Coffee shop services; café services", ("100", "101"), "20230901", "20230901")
_DRINKS = GoodsClass("032", "Energy drinks; carbonated coffee-flavoured soft drinks", ("045", "046", "048"))
_HATS = GoodsClass("025", "Headwear, namely, hats and caps of felt and straw", ("022", "039"))
_BOOKS = GoodsClass("016", "Series of fiction books", ("002", "005", "022", "023"), "20150600", "20150620")
_TOYS = GoodsClass("028", "Plush toys; wobbling toy figures", ("022", "023", "038", "050"))


@dataclass(frozen=True, slots=True)
class DemoMark:
    """One line of the demo's watchlist.

    `role` is `owner` or `competitor`; `key` is the watchlist's key for the number (`serial`, `registration`, ...).
    """

    group: str
    role: str
    label: str
    matter: str
    key: str
    number: str


def _begun(
    serial_number: str,
    mark: str | None,
    owner: Party,
    goods: tuple[GoodsClass, ...],
    filed: date,
    firm: Correspondence = _OUR_FIRM,
    **more: Any,
) -> Record:
    """An application at its beginning; `more` are other fields of the record."""
    beginning = Record(
        serial_number,
        filed,
        mark,
        "Service mark" if goods == (_CAFE,) else "Trademark",
        goods=goods,
        owners=(OwnerEntry(10, owner),),
        attorney=firm.name,
        correspondent=firm,
    )
    return beginning.but(**more)


def _filed(filed: date, entered: date, examined: date | None = None) -> list[Step]:
    steps = [p.filing(filed), p.new_application_entered(entered)]
    return [*steps, p.assigned_to_examiner(examined)] if examined else steps


def _hollow_pine() -> list[ScriptedCase]:
    crest = Drawing(
        "2",
        "The mark consists of a hollow pine trunk with a crescent moon inside of it.",
        design_codes=(("05.01.03", ("Pine trees", "Conifers")), ("01.11.02", ("Moons, crescent",))),
    )
    return [
        ScriptedCase(
            _begun("99990101", "MOONBREW", _HOLLOW_PINE, (_COFFEE, _CAFE), date(2025, 8, 4), docket_number="HP-101"),
            [
                *_filed(date(2025, 8, 4), date(2025, 8, 8), date(2026, 2, 24)),
                p.non_final_action(date(2026, 3, 10)),
                p.response_received(date(2026, 5, 12)),
                p.response_entered(date(2026, 5, 14)),
                p.approved_for_publication(date(2026, 6, 3)),
                p.notice_of_publication(date(2026, 6, 24)),
                p.published(date(2026, 7, 14)),
            ],
        ),
        ScriptedCase(
            _begun("99990102", None, _HOLLOW_PINE, (_CAFE,), date(2025, 3, 11), docket_number="HP-102", drawing=crest),
            [
                *_filed(date(2025, 3, 11), date(2025, 3, 14), date(2025, 10, 21)),
                p.approved_for_publication(date(2025, 12, 9)),
                p.notice_of_publication(date(2026, 2, 25)),
                p.published(date(2026, 3, 17)),
                p.registered(date(2026, 6, 2), "9990102"),
            ],
        ),
        ScriptedCase(
            _begun("99990103", "TINY THUNDER", _HOLLOW_PINE, (_DRINKS,), date(2025, 1, 21), docket_number="HP-103", filed_bases=("1(b)",), current_bases=("1(b)",)),
            [
                *_filed(date(2025, 1, 21), date(2025, 1, 24), date(2025, 7, 29)),
                p.approved_for_publication(date(2025, 9, 30)),
                p.published(date(2026, 1, 27)),
                p.notice_of_allowance(date(2026, 3, 24)),
                p.extension_for_use_filed(date(2026, 8, 11)),
                p.extension_for_use_granted(date(2026, 8, 25)),
            ],
        ),
    ]  # fmt: skip


def _soehne() -> list[ScriptedCase]:
    return [
        ScriptedCase(
            _begun(
                "79999104", "BÄRLIN & SÖHNE <HUT>", _SOEHNE, (_HATS,), date(2025, 11, 5), docket_number="BS/104",
                filed_bases=("66(a)",), current_bases=("66(a)",),
                reference_number="A9990104", international_registration="1999104", disclaimer='"SÖHNE"',
            ),
            [
                p.filing(date(2025, 11, 5)),
                p.madrid_application_entered(date(2026, 1, 15)),
                p.assigned_to_examiner(date(2026, 3, 16)),
                p.non_final_action(date(2026, 4, 7), madrid=True),
                p.response_received(date(2026, 7, 6)),
                p.response_entered(date(2026, 7, 8)),
                p.approved_for_publication(date(2026, 7, 22)),
                p.published(date(2026, 8, 18)),
            ],
        )
    ]  # fmt: skip


def _lantern() -> list[ScriptedCase]:
    return [
        ScriptedCase(
            _begun("88990105", "OLD LANTERN", _LANTERN, (_BOOKS,), date(2019, 7, 9), docket_number="OLB-5"),
            [
                *_filed(date(2019, 7, 9), date(2019, 7, 12), date(2019, 10, 1)),
                p.approved_for_publication(date(2019, 11, 20)),
                p.published(date(2020, 2, 18)),
                p.registered(date(2020, 5, 5), "9990105"),
                u.maintenance_reminder(date(2025, 5, 5)),
                u.section_8_filed(date(2026, 3, 26), with_15=True),
                u.section_8_accepted(date(2026, 4, 21), with_15=True),
            ],
        ),
        ScriptedCase(
            _begun("86990106", "PAPER COMET", _LANTERN, (_BOOKS,), date(2015, 9, 14), docket_number="OLB-6"),
            [
                *_filed(date(2015, 9, 14), date(2015, 9, 18), date(2015, 12, 22)),
                p.approved_for_publication(date(2016, 1, 19)),
                p.published(date(2016, 3, 29)),
                p.registered(date(2016, 6, 14), "9990106"),
                u.section_8_filed(date(2022, 4, 4)),
                u.section_8_accepted(date(2022, 4, 29)),
                u.maintenance_reminder(date(2025, 6, 14), ten_years=True),
                u.docket_number_changed(date(2026, 4, 14), "OLB-6-REN"),
                u.renewal_filed(date(2026, 5, 20)),
                u.renewed(date(2026, 6, 16)),
                u.new_attorney(date(2026, 7, 28), _NEW_FIRM.name, _NEW_FIRM, "FP-2291"),
            ],
        ),
    ]


def _quillfeather() -> list[ScriptedCase]:
    return [
        ScriptedCase(
            _begun("99990107", "WOBBLEKIN", _QUILL, (_TOYS,), date(2025, 2, 18), docket_number="QT-7"),
            [
                *_filed(date(2025, 2, 18), date(2025, 2, 21), date(2025, 9, 2)),
                p.non_final_action(date(2025, 11, 25)),
                u.abandoned(date(2026, 3, 19), effective=date(2026, 2, 26)),
                u.petition_to_revive(date(2026, 5, 4)),
                u.revival_granted(date(2026, 5, 27)),
                p.response_received(date(2026, 5, 4)).entered(date(2026, 6, 10)),
                p.response_entered(date(2026, 6, 11)),
                p.approved_for_publication(date(2026, 6, 30)),
            ],
        ),
        ScriptedCase(
            _begun("99990108", "GRUMBLE & GLOW", _QUILL, (_TOYS,), date(2025, 5, 6), docket_number="QT-8"),
            [
                *_filed(date(2025, 5, 6), date(2025, 5, 9), date(2025, 12, 2)),
                u.assignment_recorded(date(2026, 4, 2), _PLUME, "99990108", executed=date(2026, 3, 20)),
                p.approved_for_publication(date(2026, 4, 30)),
                u.correspondence_changed(date(2026, 6, 18), _NEW_FIRM),
                u.unknown_event(date(2026, 8, 5), "ZQX9", "O", "COURTESY NOTICE OF RECORD RECONCILIATION"),
            ],
        ),
    ]


def _competitors() -> list[ScriptedCase]:
    return [
        ScriptedCase(
            _begun("99990109", "MOONBREWERS", _LUNAR, (_COFFEE,), date(2025, 9, 15), firm=_THEIR_FIRM),
            [
                *_filed(date(2025, 9, 15), date(2025, 9, 19), date(2026, 3, 5)),
                p.approved_for_publication(date(2026, 4, 9)),
                p.notice_of_publication(date(2026, 4, 29)),
                p.published(date(2026, 5, 19)),
                p.extension_to_oppose(date(2026, 6, 15)),
                p.opposition(date(2026, 7, 16), "91999109", _HOLLOW_PINE, answer_due=date(2026, 8, 26), instituted=date(2026, 7, 17)),
            ],
        ),
        ScriptedCase(
            _begun("99990110", "STELLAR MOKA", _LUNAR, (_COFFEE, _DRINKS), date(2025, 4, 22), firm=_THEIR_FIRM),
            [
                *_filed(date(2025, 4, 22), date(2025, 4, 25), date(2025, 10, 7)),
                p.non_final_action(date(2025, 10, 14)),
                p.response_received(date(2026, 1, 13)),
                p.response_entered(date(2026, 1, 15)),
                p.final_action(date(2026, 4, 16)),
                u.abandoned(date(2026, 8, 12), effective=date(2026, 7, 17)),
            ],
        ),
        ScriptedCase(
            _begun("99990111", "THUNDERPOP", _KETTLE, (_DRINKS,), date(2024, 6, 3), firm=_THEIR_FIRM, filed_bases=("1(b)",), current_bases=("1(b)",)),
            [
                *_filed(date(2024, 6, 3), date(2024, 6, 7), date(2024, 12, 10)),
                p.approved_for_publication(date(2025, 2, 4)),
                p.published(date(2025, 4, 29)),
                p.notice_of_allowance(date(2025, 6, 24)),
                p.extension_for_use_filed(date(2025, 12, 15)),
                p.extension_for_use_granted(date(2025, 12, 30)),
                p.statement_of_use_filed(date(2026, 3, 31)),
                p.statement_of_use_accepted(date(2026, 5, 7)),
                p.registered(date(2026, 7, 21), "9990111"),
            ],
        ),
        ScriptedCase(
            _begun("99990112", "QUASAR COLD DRIP", _KETTLE, (_COFFEE,), date(2025, 10, 27), firm=_THEIR_FIRM, disclaimer='"COLD DRIP"'),
            [
                *_filed(date(2025, 10, 27), date(2025, 10, 31)),
                p.assigned_to_examiner(date(2026, 4, 23), "INVENTED, CARL D", "104"),
                p.non_final_action(date(2026, 5, 1)),
                p.response_received(date(2026, 7, 31)),
            ],
        ),
    ]  # fmt: skip


def demo_cases() -> list[ScriptedCase]:
    """The twelve, each with its whole life."""
    return [*_hollow_pine(), *_soehne(), *_lantern(), *_quillfeather(), *_competitors()]


def demo_office(*, limits: Limits | None = None) -> Office:
    """A simulated office on the demo's first evening; move it with `advance` to `DEMO_END`."""
    return Office(demo_cases(), start=DEMO_START, limits=limits)


def demo_watchlist_marks() -> tuple[DemoMark, ...]:
    """What the demo's watchlist names: four clients and their competitors; three of the cases by other numbers."""
    ours = (
        ("Hollow Pine Coffee", "MOONBREW", "HP-101", "serial", "99990101"),
        ("Hollow Pine Coffee", "(pine and moon drawing)", "HP-102", "serial", "99990102"),
        ("Hollow Pine Coffee", "TINY THUNDER", "HP-103", "serial", "99990103"),
        ("Bärlin & Söhne", "BÄRLIN & SÖHNE <HUT>", "BS/104", "reference_number", "A9990104"),
        ("Old Lantern Books", "OLD LANTERN", "OLB-5", "registration", "9990105"),
        ("Old Lantern Books", "PAPER COMET", "OLB-6", "registration", "9990106"),
        ("Quillfeather Toys", "WOBBLEKIN", "QT-7", "serial", "99990107"),
        ("Quillfeather Toys", "GRUMBLE & GLOW", "QT-8", "serial", "99990108"),
    )
    theirs = (
        ("Competitors of Hollow Pine", "MOONBREWERS", "HP-W1", "serial", "99990109"),
        ("Competitors of Hollow Pine", "STELLAR MOKA", "HP-W2", "serial", "99990110"),
        ("Competitors of Hollow Pine", "THUNDERPOP", "HP-W3", "serial", "99990111"),
        ("Competitors of Hollow Pine", "QUASAR COLD DRIP", "HP-W4", "serial", "99990112"),
    )
    owned = (DemoMark(group, "owner", *rest) for group, *rest in ours)
    watched = (DemoMark(group, "competitor", *rest) for group, *rest in theirs)
    return (*owned, *watched)
