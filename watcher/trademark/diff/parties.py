"""Changes of people: owners, attorney of record, docket number, correspondent, domestic representative, staff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from watcher.trademark.diff.compare import Paths, Topic, by_field, pairs
from watcher.trademark.diff.words import sentence, words
from watcher.trademark.model import (
    Attorney,
    Case,
    Change,
    ChangeKind,
    Contact,
    Owner,
    ProceedingParty,
    Section,
)

PARTY_TITLES: Final = {
    "name": "name",
    "names": "names",
    "emails": "e-mail",
    "phones": "telephone",
    "faxes": "fax",
    "country": "country of incorporation",
    "state": "state of incorporation",
}
_CONTACT_TITLES: Final = {**PARTY_TITLES, "names": ""}
_NO_ATTORNEY: Final = Attorney()
_NO_CONTACT: Final = Contact()


def owner_changes(old: Case, new: Case) -> Iterator[Change]:
    """Owners by party type and name; a new current owner is told as `old owner -> new owner`."""
    if old.owners == new.owners:
        return
    paths = Paths()
    told = old.owner_name == new.owner_name
    found = pairs(
        old.owners,
        new.owners,
        lambda owner: (owner.party_type, owner.name),
        lambda owner: owner.party_type,
    )
    for before, after in found:
        owner = after or before
        assert owner is not None
        kind = "?" if owner.party_type is None else owner.party_type
        topic = Topic(ChangeKind.OWNER, Section.OWNERS, paths.once(f"owners/{kind}/{owner.name}"), "Owner")
        if before is not None and after is not None:
            told = told or (before.name != after.name and after in new.current_owners)
            yield from _one_owner(topic, before, after)
        elif after is not None and not told and after in new.current_owners:
            told = True
            summary = sentence("Owner", old.owner_name or None, new.owner_name)
            yield Change(topic.kind, topic.section, topic.path, summary, old.owner_name or None, words(after))
        else:
            yield _entry_change(topic, before, after)


def _one_owner(topic: Topic, old: Owner, new: Owner) -> Iterator[Change]:
    if old.name != new.name:
        yield topic.part("name", "").said(old.name or None, new.name or None)
    about = Topic(topic.kind, topic.section, topic.path, f"Owner {new.name}".strip())
    skip = ("name", "names") if renamed(old, new) else ("name",)
    yield from by_field(about, old, new, PARTY_TITLES, skip)


def renamed(old: Owner | ProceedingParty, new: Owner | ProceedingParty) -> bool:
    """Whether the names in the contact differ just as the party's name does, so that one change says it."""
    return (
        old.contact.names[:1] == (old.name,)
        and new.contact.names[:1] == (new.name,)
        and old.contact.names[1:] == new.contact.names[1:]
    )


def _entry_change(topic: Topic, old: Owner | None, new: Owner | None) -> Change:
    owner = new or old
    assert owner is not None
    role = owner.comment.lower() or f"party type {owner.party_type}"
    verb = "listed" if new else "no longer listed"
    summary = f"Owner {verb}: {owner.name} ({role})"
    return Change(topic.kind, topic.section, topic.path, summary, words(old), words(new))


def attorney_changes(old: Case, new: Case) -> Iterator[Change]:
    """The attorney of record, and the docket number."""
    before, after = old.attorney or _NO_ATTORNEY, new.attorney or _NO_ATTORNEY
    if before == after:
        return
    topic = Topic(ChangeKind.ATTORNEY, Section.ATTORNEY, "attorney", "Attorney of record")
    yield from by_field(topic, before, after, _CONTACT_TITLES, ("docket_number",))
    if before.docket_number != after.docket_number:
        docket = Topic(ChangeKind.DOCKET_NUMBER, Section.ATTORNEY, "docket_number", "Docket number")
        yield docket.change(before.docket_number, after.docket_number)


def correspondent_changes(old: Case, new: Case) -> Iterator[Change]:
    """To whom the USPTO writes."""
    topic = Topic(ChangeKind.CORRESPONDENT, Section.CORRESPONDENT, "correspondent", "Correspondent")
    yield from by_field(
        topic, old.correspondent or _NO_CONTACT, new.correspondent or _NO_CONTACT, _CONTACT_TITLES
    )


def representative_changes(old: Case, new: Case) -> Iterator[Change]:
    """The domestic representative of a foreign owner."""
    topic = Topic(
        ChangeKind.REPRESENTATIVE, Section.REPRESENTATIVE, "representative", "Domestic representative"
    )
    yield from by_field(
        topic, old.representative or _NO_CONTACT, new.representative or _NO_CONTACT, _CONTACT_TITLES
    )


def staff_changes(old: Case, new: Case) -> Iterator[Change]:
    """The USPTO's staff on the case, by title."""
    if old.staff == new.staff:
        return
    paths = Paths()
    for before, after in pairs(old.staff, new.staff, lambda staff: staff.title, lambda _: 0):
        member = after or before
        assert member is not None
        topic = Topic(
            ChangeKind.STAFF, Section.LOCATION, paths.once(f"staff/{member.title}"), member.title or "Staff"
        )
        if before is not None and after is not None:
            yield from by_field(topic, before, after, {"name": ""})
        else:
            yield topic.said(
                (before.name or "no name") if before else None, (after.name or "no name") if after else None
            )
