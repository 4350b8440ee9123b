"""Masks: "XXXX" where the USPTO hides a contact detail for a while; no change when they come and go (tsdr.md).

Only e-mail addresses, telephone and fax numbers and postal addresses of owners, attorney of record, correspondent
and domestic representative can be masks. A mark may really be XXX, and a person's name is never masked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final, TypeVar

from watcher.trademark.facts import in_order
from watcher.trademark.model import Address, Attorney, Case, Contact, Fact, Owner, Section

T = TypeVar("T")

SECTIONS: Final = frozenset({Section.OWNERS, Section.ATTORNEY, Section.CORRESPONDENT, Section.REPRESENTATIVE})
"""Where masks are looked for."""

_LEAST = 3
_A_NAME = re.compile(r"(?<!City)(?<!Region)Name$")


def is_mask(text: str) -> bool:
    """Whether all letters and digits of the text are X, at least three of them: `XXXX`, `XXXX@XXXX`."""
    said = [char for char in text if char.isalnum()]
    return len(said) >= _LEAST and set(said) == {"X"}


def has_masks(case: Case) -> bool:
    """Whether any contact detail of the case is a mask."""
    return any(is_mask(text) for contact in _contacts(case) for text in _details(contact)) or any(
        _may_be_masked(fact) and is_mask(fact.value) for fact in case.other
    )


def unmasked(new: Case, old: Case) -> Case:
    """The new case, with each mask replaced by what the old case has in the same place, or dropped if it has nothing.

    The same place: the same owner (party type and name), the same purpose of an e-mail address, the same position
    among telephone and fax numbers and among the lines of an address.
    """
    if not has_masks(new):
        return new
    return replace(
        new,
        owners=_unmasked_owners(new.owners, old.owners),
        attorney=_unmasked_attorney(new.attorney, old.attorney),
        correspondent=_unmasked_or_none(new.correspondent, old.correspondent),
        representative=_unmasked_or_none(new.representative, old.representative),
        other=_unmasked_facts(new.other, old.other),
    )


def _contacts(case: Case) -> Iterable[Contact]:
    yield from (owner.contact for owner in case.owners)
    if case.attorney is not None:
        yield case.attorney.contact
    yield from (contact for contact in (case.correspondent, case.representative) if contact is not None)


def _details(contact: Contact) -> Iterable[str]:
    address = contact.address
    yield from address.lines
    yield from (address.city, address.region, address.postal_code, address.country)
    yield from (email for _, email in contact.emails)
    yield from contact.phones
    yield from contact.faxes


def _unmasked_owners(new: tuple[Owner, ...], old: tuple[Owner, ...]) -> tuple[Owner, ...]:
    before = _by_place(old, lambda owner: (owner.party_type, owner.name))
    seen = Counter[object]()
    found = []
    for owner in new:
        place = (owner.party_type, owner.name)
        same = _nth(before[place], seen[place])
        seen[place] += 1
        found.append(replace(owner, contact=_unmasked(owner.contact, same.contact if same else Contact())))
    return tuple(found)


def _unmasked_attorney(new: Attorney | None, old: Attorney | None) -> Attorney | None:
    if new is None:
        return None
    attorney = replace(new, contact=_unmasked(new.contact, old.contact if old else Contact()))
    return None if attorney == Attorney() else attorney


def _unmasked_or_none(new: Contact | None, old: Contact | None) -> Contact | None:
    if new is None:
        return None
    contact = _unmasked(new, old or Contact())
    return None if contact == Contact() else contact


def _unmasked(new: Contact, old: Contact) -> Contact:
    return replace(
        new,
        address=_unmasked_address(new.address, old.address),
        emails=_unmasked_emails(new.emails, old.emails),
        phones=_unmasked_texts(new.phones, old.phones),
        faxes=_unmasked_texts(new.faxes, old.faxes),
    )


def _unmasked_address(new: Address, old: Address) -> Address:
    def one(now: str, before: str) -> str:
        return before if is_mask(now) else now

    return Address(
        lines=_unmasked_texts(new.lines, old.lines),
        city=one(new.city, old.city),
        region=one(new.region, old.region),
        postal_code=one(new.postal_code, old.postal_code),
        country=one(new.country, old.country),
    )


def _unmasked_texts(new: tuple[str, ...], old: tuple[str, ...]) -> tuple[str, ...]:
    """A mask may stand for all that was there: where every one is a mask, all old ones come back."""
    if new and all(is_mask(text) for text in new):
        return old
    found = ((_nth(old, place) or "") if is_mask(text) else text for place, text in enumerate(new))
    return tuple(text for text in found if text)


def _unmasked_emails(
    new: tuple[tuple[str, str], ...], old: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    if new and all(is_mask(email) for _, email in new):
        return old
    before = _by_place(old, lambda pair: pair[0])
    seen = Counter[object]()
    found = []
    for purpose, email in new:
        same = _nth(before[purpose], seen[purpose])
        seen[purpose] += 1
        if not is_mask(email):
            found.append((purpose, email))
        elif same is not None:
            found.append(same)
    return tuple(found)


def _may_be_masked(fact: Fact) -> bool:
    return fact.section in SECTIONS and _A_NAME.search(fact.path) is None


def _unmasked_facts(new: tuple[Fact, ...], old: tuple[Fact, ...]) -> tuple[Fact, ...]:
    before = _by_place(old, lambda fact: fact.path)
    known = set(new)
    found = []
    for fact in new:
        if not (_may_be_masked(fact) and is_mask(fact.value)):
            found.append(fact)
            continue
        same = next((each for each in before[fact.path] if each not in known), None)
        if same is not None:
            before[fact.path].remove(same)
            found.append(same)
    return in_order(found)


def _by_place(old: Iterable[T], place: Callable[[T], object]) -> defaultdict[object, list[T]]:
    found = defaultdict[object, list[T]](list)
    for each in old:
        found[place(each)].append(each)
    return found


def _nth(values: list[T] | tuple[T, ...], place: int) -> T | None:
    return values[place] if place < len(values) else None
