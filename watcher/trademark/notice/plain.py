"""Frozen dataclasses as JSON's own types and back: a value that equals its default is left out, unknown keys are passed over."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def dump(value: Any) -> str:
    """Compact JSON text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=64)
def _types(kind: Any) -> tuple[tuple[str, Any, Any], ...]:
    """Name, type and default (`MISSING` if it has none) of each field."""
    hints = get_type_hints(kind)
    return tuple((each.name, hints[each.name], each.default) for each in fields(kind))


def to_plain(value: Any) -> dict[str, Any]:
    """A frozen dataclass as JSON's own types."""
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
    return to_plain(value) if is_dataclass(value) else value


def build(kind: Any, stored: Mapping[str, Any], unknown: Mapping[type[Enum], Enum] | None = None) -> Any:
    """The value behind `to_plain`. `unknown` says what a word of an enumeration is read as that is not known.

    Raises:
        KeyError, TypeError, AttributeError, ValueError: the stored form is damaged.
    """
    words = unknown or {}
    return kind(
        **{name: _value(hint, stored[name], words) for name, hint, _ in _types(kind) if name in stored}
    )


def _value(hint: Any, stored: Any, unknown: Mapping[type[Enum], Enum]) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(hint) if each is not type(None))
        return None if stored is None else _value(inner, stored, unknown)
    if origin is tuple:
        inner = get_args(hint)[0]
        return tuple(_value(inner, each, unknown) for each in stored)
    if hint is datetime:
        return datetime.fromisoformat(stored)
    if hint is date:
        return date.fromisoformat(stored)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _word(hint, stored, unknown)
    return build(hint, stored, unknown) if is_dataclass(hint) and isinstance(hint, type) else stored


def _word(hint: type[Enum], stored: Any, unknown: Mapping[type[Enum], Enum]) -> Enum:
    try:
        return hint(stored)
    except ValueError:
        if hint not in unknown:
            raise
        return unknown[hint]
