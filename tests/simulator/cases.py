"""Scripted cases that the simulator's tests share: an ordinary life, and a Madrid one with everything in it."""

from __future__ import annotations

from datetime import date

from watcher.simulator import prosecution as p
from watcher.simulator import upkeep as u
from watcher.simulator.record import (
    Correspondence,
    Drawing,
    GoodsClass,
    OwnerEntry,
    Party,
    Priority,
    Record,
)
from watcher.simulator.script import ScriptedCase

ACME = Party("Acme Testing, Inc.", "1 Test Way\nFloor 2", "Testville", "OHIO", "43004", state="OH")
BUYER = Party("Buyer & Sons <Holdings> LLC", entity="LIMITED LIABILITY COMPANY", entity_code="16")
FIRM = Correspondence(
    "Ann Attorney",
    "Attorney & Attorney",
    "2 Law Street",
    "Testville",
    "OHIO",
    "43004",
    phone="555-0100",
    fax="555-0101",
    main_email="main@attorney.example",
    other_emails=("second@attorney.example", "third@attorney.example"),
)
OTHER_FIRM = Correspondence(
    "Bob Barrister",
    "Barrister LLP",
    "3 Bar Lane",
    "Elsewhere",
    "TEXAS",
    "75001",
    main_email="bob@bar.example",
)
NUTS = GoodsClass("029", 'Roasted nuts; "mixed" nuts & seeds', ("046",), "20200300", "20200415")
SHOP = GoodsClass("035", "Retail store services featuring nuts", ("100", "101", "102"))

BEGINNING = Record(
    "99995001",
    date(2024, 1, 9),
    "NUTTY TEST",
    goods=(NUTS, SHOP),
    filed_bases=("1(b)",),
    current_bases=("1(b)",),
    owners=(OwnerEntry(10, ACME),),
    attorney="Ann Attorney",
    docket_number="T-1",
    correspondent=FIRM,
    disclaimer='"NUTTY"',
    translation="The wording has no meaning.",
)


def long_life() -> ScriptedCase:
    """From filing through examination, opposition, allowance and use to registration, maintenance and sale."""
    return ScriptedCase(
        BEGINNING,
        [
            p.filing(date(2024, 1, 9)),
            p.new_application_entered(date(2024, 1, 12)),
            p.assigned_to_examiner(date(2024, 6, 3)),
            p.non_final_action(date(2024, 6, 10)),
            p.response_received(date(2024, 8, 30)),
            p.response_entered(date(2024, 9, 3)),
            p.final_action(date(2024, 10, 1)),
            u.abandoned(date(2025, 1, 20), effective=date(2025, 1, 2)),
            u.petition_to_revive(date(2025, 2, 3)),
            u.revival_granted(date(2025, 2, 24)),
            p.response_received(date(2025, 2, 3)).entered(date(2025, 2, 28)),
            p.response_entered(date(2025, 3, 3), final=True),
            p.approved_for_publication(date(2025, 3, 17)),
            p.notice_of_publication(date(2025, 4, 2)),
            p.published(date(2025, 4, 22)),
            p.extension_to_oppose(date(2025, 5, 20)),
            p.opposition(
                date(2025, 6, 16),
                "91299001",
                BUYER,
                answer_due=date(2025, 7, 28),
                instituted=date(2025, 6, 18),
            ),
            p.opposition_decided(date(2025, 11, 3), "91299001", sustained=False),
            p.notice_of_allowance(date(2025, 12, 2)),
            p.extension_for_use_filed(date(2026, 5, 20)),
            p.extension_for_use_granted(date(2026, 6, 3)),
            p.statement_of_use_filed(date(2026, 9, 1)),
            p.statement_of_use_accepted(date(2026, 10, 6)),
            p.registered(date(2026, 12, 8), "9995001"),
            u.assignment_recorded(date(2027, 2, 1), BUYER, "99995001", executed=date(2027, 1, 15)),
            u.new_attorney(date(2027, 3, 1), "Bob Barrister", OTHER_FIRM, "B-77"),
            u.docket_number_changed(date(2027, 4, 1), "B-78"),
            u.owner_address_changed(date(2027, 5, 3), street="9 New Road", city="Newtown"),
            u.maintenance_reminder(date(2031, 12, 8)),
            u.section_8_filed(date(2032, 3, 1), with_15=True),
            u.section_8_accepted(date(2032, 4, 1), with_15=True),
            u.renewal_filed(date(2036, 2, 1)),
            u.renewed(date(2036, 3, 3)),
        ],
    )


def madrid_drawing(serial_number: str = "79995002") -> ScriptedCase:
    """A drawing without words from abroad, with priority, that lapses under no answer."""
    drawing = Drawing(
        "2",
        "The mark consists of a squirrel.",
        "The color red is claimed.",
        (("03.05.01", ("Squirrels", "Rodents")),),
    )
    foreign = Party("Eichhorn GmbH", country="DE", region="", state="", entity_code="99", entity="GMBH")
    beginning = BEGINNING.but(
        serial_number=serial_number,
        mark=None,
        drawing=drawing,
        filed_bases=("66(a)",),
        current_bases=("66(a)",),
        owners=(OwnerEntry(10, foreign),),
        attorney="",
        docket_number="",
        disclaimer="",
        translation="",
        reference_number="A9995002",
        international_registration="1995002",
        priorities=(Priority("DE", "302023000001", date(2023, 7, 10)),),
    )
    return ScriptedCase(
        beginning,
        [
            p.filing(date(2024, 1, 9)),
            p.madrid_application_entered(date(2024, 2, 1)),
            p.assigned_to_examiner(date(2024, 6, 3)),
            p.non_final_action(date(2024, 6, 10), madrid=True),
            u.assignment_without_owner(date(2024, 9, 2), BUYER, "99995002"),
            u.unknown_event(date(2024, 10, 1), "QQQQ", "Q", "AN EVENT OF A NEW KIND"),
            u.abandoned(date(2025, 1, 14), effective=date(2024, 12, 11)),
        ],
    )


def short_lives() -> list[ScriptedCase]:
    """The steps that no long life has room for."""

    def life(number: int, *steps: object) -> ScriptedCase:
        beginning = BEGINNING.but(serial_number=f"9999600{number}")
        return ScriptedCase(beginning, [p.filing(date(2024, 1, 9)), *steps])  # type: ignore[list-item]

    published = p.published(date(2025, 4, 22))
    return [
        life(
            1,
            published,
            p.opposition(date(2025, 5, 5), "91299002", BUYER, answer_due=date(2025, 6, 16)),
            p.opposition_decided(date(2025, 9, 1), "91299002", sustained=True),
        ),
        life(
            2,
            published,
            p.notice_of_allowance(date(2025, 6, 17)),
            u.abandoned(date(2026, 1, 20), no_use=True),
        ),
        life(
            3,
            p.registered(date(2025, 1, 7), "9996003"),
            u.section_8_filed(date(2030, 2, 1)),
            u.section_8_accepted(date(2030, 3, 1)),
            u.cancelled_section_8(date(2035, 8, 1)),
        ),
        life(
            4,
            u.correspondence_changed(date(2024, 2, 1), OTHER_FIRM),
            u.silent_change(date(2024, 3, 1), "mark reworded", mark="NUTTIER"),
            p.assigned_to_examiner(date(2024, 4, 1)).without_events(),
        ),
        life(
            5,
            *(p.extension_for_use_filed(date(2024, 1 + n, 10), n) for n in range(1, 6)),
            *(p.extension_for_use_granted(date(2024, 6 + n, 10), n) for n in range(1, 6)),
        ),
    ]


def all_cases() -> list[ScriptedCase]:
    return [long_life(), madrid_drawing(), *short_lives()]
