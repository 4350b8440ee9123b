"""A mask that comes or goes is no change; only contact details can be masks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from watcher.trademark.diff import diff
from watcher.trademark.masks import has_masks, is_mask, unmasked
from watcher.trademark.model import Address, Attorney, Case, Contact, Fact, Mark, Owner, Section
from watcher.trademark.numbers import SerialNumber

ADDRESS = Address(("1 Lane", "Unit 2"), "Barre", "VERMONT", "05641", "US")
CONTACT = Contact(
    ("Ann",),
    ADDRESS,
    (("Main", "a@b.example"), ("Alternate", "c@d.example")),
    ("802-555-0100",),
    ("802-555-0101",),
)
MASKED = Contact(
    ("Ann",),
    Address(("XXXX", "XXXX"), "XXXX", "VERMONT", "XXXX", "US"),
    (("Main", "XXXX"), ("Alternate", "XXXX@XXXX")),
    ("XXX-XXX-XXXX",),
    ("XXXX",),
)


def case(contact: Contact | None, **fields) -> Case:
    return Case(
        serial_number=SerialNumber("97900001"),
        owners=(Owner(10, "Ann", contact or Contact()), Owner(20, "Ann", contact or Contact())),
        attorney=Attorney(contact, "D-1") if contact else None,
        correspondent=contact,
        representative=contact,
        **fields,
    )


@pytest.mark.parametrize("text", ["XXX", "XXXX", "XXXX@XXXX", "XXX-XXX-XXXX", "(XXX) XXXX", "XXXX.XXX"])
def test_a_text_of_nothing_but_x_is_a_mask(text: str):
    assert is_mask(text)


@pytest.mark.parametrize("text", ["", "XX", "xxxx", "XXXL", "XXXX1", "---", "X@Y", "a@xxx.example"])
def test_any_other_text_is_none(text: str):
    assert not is_mask(text)


def test_masks_that_come_or_go_are_no_change():
    seen, hidden = case(CONTACT), case(MASKED)
    assert has_masks(hidden)
    assert not has_masks(seen)
    assert diff(seen, hidden)
    assert unmasked(hidden, seen) == seen
    assert diff(unmasked(hidden, seen), seen) == ()


def test_a_mask_where_nothing_was_is_dropped():
    hidden = case(Contact(emails=(("Main", "XXXX"),)))
    plain = unmasked(hidden, case(None))
    assert not has_masks(plain)
    assert plain.correspondent is None
    assert plain.attorney == Attorney(docket_number="D-1")


def test_a_real_change_beside_a_mask_is_kept():
    new = case(replace(MASKED, names=("Bea",), emails=(("Main", "XXXX"), ("Alternate", "new@d.example"))))
    plain = unmasked(new, case(CONTACT))
    assert plain.correspondent is not None
    assert plain.correspondent.names == ("Bea",)
    assert plain.correspondent.emails == (("Main", "a@b.example"), ("Alternate", "new@d.example"))


def test_a_masked_e_mail_takes_the_one_of_its_own_purpose():
    new = case(Contact(emails=(("Alternate", "XXXX"), ("Main", "new@b.example"))))
    plain = unmasked(new, case(CONTACT))
    assert plain.correspondent is not None
    assert plain.correspondent.emails == (("Alternate", "c@d.example"), ("Main", "new@b.example"))


def test_one_mask_may_hide_several_e_mail_addresses():
    new = case(replace(CONTACT, emails=(("Main", "XXXX"),)))
    assert unmasked(new, case(CONTACT)) == case(CONTACT)


def test_each_owner_gets_the_details_of_the_same_owner_back():
    old = replace(case(None), owners=(Owner(10, "Ann", CONTACT), Owner(10, "Ann", Contact(phones=("7",)))))
    new = replace(old, owners=(Owner(10, "Ann", MASKED), Owner(10, "Ann", Contact(phones=("XXXX",)))))
    assert unmasked(new, old) == old
    stranger = replace(old, owners=(Owner(10, "Bea", Contact(phones=("XXXX",))),))
    assert unmasked(stranger, old).owners == (Owner(10, "Bea"),)


def test_a_mark_and_a_name_of_x_are_not_masks():
    xxx = case(Contact(("XXXX",)), mark=Mark("XXX"))
    assert not has_masks(xxx)
    assert unmasked(xxx, case(CONTACT)) == xxx


def test_facts_in_the_sections_of_people_can_be_masks_elsewhere_not():
    path = "NationalCorrespondent/Contact/WebAddressBag/WebAddressURI"
    fact = Fact(Section.CORRESPONDENT, path, "https://ann.example")
    mask = Fact(Section.CORRESPONDENT, path, "XXXX")
    name = Fact(Section.OWNERS, "ApplicantBag/Applicant[10 Ann]/Contact/Name/PersonName/LastName", "XXX")
    other = Fact(Section.OTHER, "New", "XXX")
    old, new = case(None, other=(fact, name, other)), case(None, other=(mask, name, other))
    assert has_masks(new)
    assert diff(unmasked(new, old), old) == ()
    assert diff(unmasked(new, case(None, other=(name, other))), case(None, other=(name, other))) == ()
    assert not has_masks(case(None, other=(name, other)))
