"""Notices as JSON and back, for the database: the stored form of what is owed.

`{"version": 1, "kind": "changes", ...}`. A value that equals its default is left out; a key that is not known is
passed over, so that a notice that was stored by another version can still be delivered.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from watcher.trademark.model import ChangeKind, Section
from watcher.trademark.notice.values import (
    SEVERITY_BEFORE_THE_TABLES,
    CaseFacts,
    ChangesNotice,
    Context,
    DoubtPersistedNotice,
    FirstSightNotice,
    Notice,
    RecoveryNotice,
    Severity,
    TestNotice,
    TroubleNotice,
)

VERSION: Final = 1
"""Of the stored form. A new number only if an old reader would misunderstand; new fields need none."""

_KINDS: Final[Mapping[str, type[Notice]]] = {
    "changes": ChangesNotice,
    "first_sight": FirstSightNotice,
    "doubt_persisted": DoubtPersistedNotice,
    "trouble": TroubleNotice,
    "recovery": RecoveryNotice,
    "test": TestNotice,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}
_UNKNOWN_WORDS: Final[Mapping[type[Enum], Enum]] = {
    ChangeKind: ChangeKind.OTHER,
    Section: Section.OTHER,
    Severity: SEVERITY_BEFORE_THE_TABLES,
}
"""What a word of a newer version is read as: the notice is shown rather than lost (promise 6)."""


def kind_of(kind: type[Notice]) -> str:
    """The stable word for a kind of notice, as in the stored form."""
    return _NAMES[kind]


def to_json(notice: Notice) -> dict[str, Any]:
    """The stored form of a notice, made of JSON's own types."""
    return {"version": VERSION, "kind": _NAMES[type(notice)], **_fields(notice)}


def from_json(stored: Mapping[str, Any]) -> Notice:
    """The notice behind `to_json`.

    Raises:
        ValueError: this is not a stored notice, or one of a version that we cannot read.
    """
    version, kind = stored.get("version"), _KINDS.get(str(stored.get("kind")))
    if version != VERSION or kind is None:
        raise ValueError(
            f"not a notice that this version can read (version {version}, kind {stored.get('kind')})"
        )
    try:
        notice: Notice = _build(kind, stored)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a stored notice is damaged: {error!r}") from error
    return notice


def to_text(notice: Notice) -> str:
    """`to_json` as compact text."""
    return _dump(to_json(notice))


def from_text(text: str) -> Notice:
    """The notice behind `to_text`.

    Raises:
        ValueError: as `from_json`.
    """
    return from_json(json.loads(text))


def facts_text(facts: CaseFacts) -> str:
    """The facts of a case as compact JSON."""
    return _dump(_fields(facts))


def facts_from_text(text: str) -> CaseFacts:
    """The facts behind `facts_text`."""
    facts: CaseFacts = _build(CaseFacts, json.loads(text))
    return facts


def context_text(context: Context) -> str:
    """A recipient's context as compact JSON."""
    return _dump(_fields(context))


def context_from_text(text: str) -> Context:
    """The context behind `context_text`."""
    context: Context = _build(Context, json.loads(text))
    return context


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=64)
def _types(kind: Any) -> tuple[tuple[str, Any, Any], ...]:
    """Name, type and default (`MISSING` if it has none) of each field."""
    hints = get_type_hints(kind)
    return tuple((each.name, hints[each.name], each.default) for each in fields(kind))


def _fields(value: Any) -> dict[str, Any]:
    kind: Any = type(value)
    return {
        name: _plain(each)
        for name, _, default in _types(kind)
        if (each := getattr(value, name)) != default or default is MISSING
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return _fields(value) if is_dataclass(value) else value


def _build(kind: Any, stored: Mapping[str, Any]) -> Any:
    return kind(**{name: _value(hint, stored[name]) for name, hint, _ in _types(kind) if name in stored})


def _value(hint: Any, stored: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(hint) if each is not type(None))
        return None if stored is None else _value(inner, stored)
    if origin is tuple:
        inner = get_args(hint)[0]
        return tuple(_value(inner, each) for each in stored)
    if hint is datetime:
        return datetime.fromisoformat(stored)
    if hint is date:
        return date.fromisoformat(stored)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _word(hint, stored)
    return _build(hint, stored) if is_dataclass(hint) and isinstance(hint, type) else stored


def _word(hint: type[Enum], stored: Any) -> Enum:
    try:
        return hint(stored)
    except ValueError:
        if hint not in _UNKNOWN_WORDS:
            raise
        return _UNKNOWN_WORDS[hint]
