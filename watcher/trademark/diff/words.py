"""Values of a case as texts for people, and the sentence of a change."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final

from watcher.trademark.model import Address, Owner

SHORT: Final = 160
"""Characters of old and new value together that a summary takes up; longer ones stand only in `old` and `new`."""


def field_names(kind: type[Any]) -> tuple[str, ...]:
    """The names of a dataclass's fields, in their order."""
    return tuple(field.name for field in fields(kind))


def words(value: Any) -> str | None:
    """A value as text; None where there is nothing to say."""
    said: str | None
    match value:
        case None | "" | ():
            said = None
        case bool():
            said = "yes" if value else "no"
        case date():
            said = value.isoformat()
        case Owner():
            said = _owner(value)
        case tuple():
            said = "; ".join(each for part in value if (each := words(part)))
        case _ if is_dataclass(value) and not isinstance(value, Address):
            parts = (words(getattr(value, name)) for name in field_names(type(value)))
            said = ", ".join(dict.fromkeys(part for part in parts if part))
        case _:
            said = str(value)
    return said or None


def _owner(owner: Owner) -> str:
    contact = owner.contact
    entity = " ".join(part for part in (owner.state, owner.country, owner.legal_entity) if part)
    also = tuple(name for name in contact.names if name != owner.name)
    parts = (owner.name, *also, entity, str(contact.address), emails(contact.emails), owner.comment)
    return ", ".join(part for part in (*parts, *contact.phones, *contact.faxes) if part)


def emails(pairs: tuple[tuple[str, str], ...]) -> str:
    """E-mail addresses, each with its purpose: `a@example.com (Main)`."""
    return "; ".join(f"{address} ({purpose})" if purpose else address for purpose, address in pairs)


def exact(value: Any) -> str | None:
    """As `words`, but so that two different values never look the same: each part with its name."""
    if isinstance(value, tuple):
        return " | ".join(str(exact(each)) for each in value)
    if not is_dataclass(value):
        return words(value)
    parts = ((name, getattr(value, name)) for name in field_names(type(value)))
    return "; ".join(f"{human(name)}: {exact(each)}" for name, each in parts if each not in (None, "", ()))


def cut(text: str, most: int) -> str:
    """The text, or its beginning with an ellipsis where it is longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "\u2026"


def sentence(title: str, old: str | None, new: str | None) -> str:
    """What changed, with the values where they are short."""
    short = len(old or "") + len(new or "") <= SHORT
    if old is None:
        return f"{title}: {new}" if short else f"{title} added"
    if new is None:
        return f"{title} removed: {old}" if short else f"{title} removed"
    return f"{title}: {old} -> {new}" if short else f"{title} changed"


def human(name: str) -> str:
    """A field's or an element's name as words: `legal_entity`, `LegalEntityName` -> `legal entity`."""
    bare = re.sub(r"(?<=.)(?:Text|Indicator|Category|Quantity)$", "", name.lstrip("@"))
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", bare).replace("_", " ").lower()
