"""Steps after registration and beside examination: maintenance, abandonment and revival, owners, attorneys, silent changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from watcher.simulator.record import (
    Conveyance,
    Correspondence,
    Maintenance,
    OwnerEntry,
    Party,
    Record,
)
from watcher.simulator.script import Change, Line, Step, step

_USE = Maintenance("8", "Affidavit of Continued Use")
_INCONTESTABLE = Maintenance("15", "Affidavit of Incontestability")


def maintenance_reminder(on: date, *, ten_years: bool = False) -> Step:
    """The office's courtesy reminder that the window of section 8 (or of 8 and 9) is open."""
    return step("maintenance reminder", on, ("REM2" if ten_years else "REM1", "E"))


def _maintained(filed: tuple[Maintenance, ...], decision: str) -> Change:
    sections = {one.section for one in filed}

    def change(record: Record) -> Record:
        others = tuple(one for one in record.maintenance if one.section not in sections)
        return record.but(maintenance=others + tuple(replace(one, decision=decision) for one in filed))

    return change


def section_8_filed(on: date, *, with_15: bool = False) -> Step:
    """A declaration of use (section 8), alone or with one of incontestability (section 15), has come in."""
    if with_15:
        change = _maintained((_USE, _INCONTESTABLE), "Filed")
        return step("sections 8 and 15 filed", on, ("E815", "I"), ("815F", "I"), change=change)
    return step("section 8 filed", on, ("ES8R", "I"), ("8.AF", "I"), change=_maintained((_USE,), "Filed"))


def section_8_accepted(on: date, *, with_15: bool = False) -> Step:
    """The declaration is accepted (and acknowledged)."""
    if with_15:
        return step(
            "sections 8 and 15 accepted",
            on,
            ("APRE", "A"),
            ("C15A", "O"),
            ("NA85", "E"),
            status="702",
            change=_maintained((_USE, _INCONTESTABLE), "Accepted"),
        )
    change = _maintained((_USE,), "Accepted")
    return step("section 8 accepted", on, ("8.OK", "O"), ("NAS8", "E"), status="701", change=change)


def renewal_filed(on: date) -> Step:
    """Sections 8 and 9: declaration of use and application for renewal have come in."""
    return step("renewal filed", on, ("E89R", "I"), ("89AF", "I"))


def renewed(on: date) -> Step:
    """Renewed for ten years."""

    def change(record: Record) -> Record:
        return _maintained((_USE,), "Accepted")(record).but(renewed=on)

    lines = (("APRE", "A"), ("89AG", "O"), ("RNL1", "Q"), ("NA89", "E"))
    return step("renewal granted", on, *lines, status="800", change=change)


def abandoned(on: date, *, effective: date | None = None, no_use: bool = False) -> Step:
    """Abandoned, with the notice mailed and e-mailed: `on` is the notice's day, `effective` the abandonment's own date.

    For failure to respond, or (`no_use`) because no statement of use came.
    """
    end, kind = ("6", "S") if no_use else ("2", "O")
    return step(
        "abandonment",
        on,
        (f"ABN{end}", kind),
        (f"MAB{end}", "O"),
        (f"MAB{end}", "E"),
        status="606" if no_use else "602",
        change=lambda record: record.but(abandoned=effective or on),
    )


def petition_to_revive(on: date) -> Step:
    """A petition to revive has come in; the case stays abandoned."""
    return step("petition to revive filed", on, ("PROA", "I"))


def revival_granted(on: date) -> Step:
    """The petition is granted: the application is alive again."""
    lines = (("PETG", "O"), ("NREV", "E"))
    return step("revival granted", on, *lines, status="616", change=lambda record: record.but(abandoned=None))


def cancelled_section_8(on: date) -> Step:
    """No acceptable declaration came within the grace period: cancelled."""
    return step("cancellation under section 8", on, ("C8..", "O"), status="710")


def next_party_type(record: Record) -> int:
    """The party type of the next owner: one above the highest of the case's phase (11, 21 or 31 for the first)."""
    highest = max((owner.party_type for owner in record.owners), default=10)
    return highest + 1


def assignment_recorded(on: date, assignee: Party, identifier: str, *, executed: date | None = None) -> Step:
    """An assignment of the entire interest is recorded at reel and frame, and the owner is updated from it."""

    def change(record: Record) -> Record:
        assignor = record.current_owners[0]
        conveyance = Conveyance(
            identifier, "ASSIGNS THE ENTIRE INTEREST", assignor, assignee, executed or on, on
        )
        owner = OwnerEntry(next_party_type(record), assignee)
        return record.but(conveyances=(conveyance, *record.conveyances), owners=(owner, *record.owners))

    return step("assignment recorded", on, ("ASGN", "I"), change=change)


def assignment_without_owner(on: date, assignee: Party, identifier: str) -> Step:
    """An assignment stands in the assignment records; no event, and the list of owners stays: a change without a trace."""

    def change(record: Record) -> Record:
        conveyance = Conveyance(
            identifier, "ASSIGNS THE ENTIRE INTEREST", record.current_owners[0], assignee, on, on
        )
        return record.but(conveyances=(conveyance, *record.conveyances))

    return step("assignment recorded silently", on, change=change)


def new_attorney(on: date, attorney: str, correspondent: Correspondence, docket_number: str = "") -> Step:
    """Another attorney of record is appointed, and gets the correspondence."""

    def change(record: Record) -> Record:
        return record.but(attorney=attorney, correspondent=correspondent, docket_number=docket_number)

    return step("new attorney", on, ("REAP", "I"), ("ARAA", "I"), change=change)


def correspondence_changed(on: date, correspondent: Correspondence) -> Step:
    """Letters go to another address from now on."""
    return step(
        "change of correspondence address",
        on,
        ("TCCA", "I"),
        ("CHAN", "I"),
        change=lambda record: record.but(correspondent=correspondent),
    )


def docket_number_changed(on: date, docket_number: str) -> Step:
    """The attorney's own reference changes, without an event."""
    return silent_change(on, "docket number changed", docket_number=docket_number)


def owner_address_changed(on: date, **address: str) -> Step:
    """The current owners' address changes by a TEAS form (fields of `Party`: street, city, region, postal_code)."""

    def change(record: Record) -> Record:
        highest = max(owner.party_type for owner in record.owners)
        owners = tuple(
            replace(owner, party=replace(owner.party, **address)) if owner.party_type == highest else owner
            for owner in record.owners
        )
        return record.but(owners=owners)

    return step("change of owner address", on, ("COAR", "I"), change=change)


def silent_change(on: date, label: str, **changes: object) -> Step:
    """Any fields of the record change without an event; the modified dates do not move (tsdr.md, "Modified dates", 3)."""
    return step(label, on, change=lambda record: record.but(**changes))


def unknown_event(on: date, code: str, event_type: str, description: str) -> Step:
    """An event whose code stands in no table, as new ones do from time to time."""
    return step(f"unknown event {code}", on, Line(code, event_type, description))
