"""Notices as JSON and back, for the database: the stored form of what is owed.

`{"version": 1, "kind": "changes", ...}`. A value that equals its default is left out; a key that is not known is
passed over, so that a notice that was stored by another version can still be delivered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from typing import Any, Final

from watcher.trademark.deadlines.values import Confidence, State
from watcher.trademark.model import ChangeKind, Section
from watcher.trademark.notice.plain import build, dump, to_plain
from watcher.trademark.notice.values import (
    SEVERITY_BEFORE_THE_TABLES,
    ChangesNotice,
    Context,
    FirstSightNotice,
    MovedDateNotice,
    Notice,
    RecoveryNotice,
    ReminderNotice,
    TestNotice,
    TroubleNotice,
)
from watcher.trademark.severity import Severity

VERSION: Final = 1
"""Of the stored form. A new number only if an old reader would misunderstand; new fields need none."""

_KINDS: Final[Mapping[str, type[Notice]]] = {
    "changes": ChangesNotice,
    "first_sight": FirstSightNotice,
    "reminder": ReminderNotice,
    "moved_date": MovedDateNotice,
    "trouble": TroubleNotice,
    "recovery": RecoveryNotice,
    "test": TestNotice,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}
_UNKNOWN_WORDS: Final[Mapping[type[Enum], Enum]] = {
    ChangeKind: ChangeKind.OTHER,
    Section: Section.OTHER,
    Severity: SEVERITY_BEFORE_THE_TABLES,
    State: State.CHECK,
    Confidence: Confidence.CONFIRM,
}
"""What a word of a newer version is read as: the notice is shown rather than lost (promise 6)."""


def kind_of(kind: type[Notice]) -> str:
    """The stable word for a kind of notice, as in the stored form."""
    return _NAMES[kind]


def to_json(notice: Notice) -> dict[str, Any]:
    """The stored form of a notice, made of JSON's own types."""
    return {"version": VERSION, "kind": _NAMES[type(notice)], **to_plain(notice)}


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
        notice: Notice = build(kind, stored, _UNKNOWN_WORDS)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a stored notice is damaged: {error!r}") from error
    return notice


def to_text(notice: Notice) -> str:
    """`to_json` as compact text."""
    return dump(to_json(notice))


def from_text(text: str) -> Notice:
    """The notice behind `to_text`.

    Raises:
        ValueError: as `from_json`.
    """
    return from_json(json.loads(text))


def context_text(context: Context) -> str:
    """A recipient's context as compact JSON."""
    return dump(to_plain(context))


def context_from_text(text: str) -> Context:
    """The context behind `context_text`."""
    context: Context = build(Context, json.loads(text))
    return context
