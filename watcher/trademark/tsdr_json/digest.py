"""When is a case in TSDR's JSON the same as before? A digest of all that it carries, but for what says nothing."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from watcher.trademark.tsdr_json.take import Tree

_MASK: Final = "XXXX"
_NOTHING: Final = (None, "", _MASK)
"""What counts as absent. caseMultiStatus leaves out what casestatus writes as null or as empty (both were seen for one
case), and an e-mail address that is masked today is absent tomorrow (97123456, March and June 2026)."""


_MOST_KNOWN: Final = 50_000
_known: dict[bytes, str] = {}
"""Digests by what was written, word for word: nearly always a case is written as it was an hour ago."""


def digest_of(written: Tree) -> str:
    """The SHA-256 of a case in canonical form, in hexadecimal: order of keys and of entries, spaces and gaps aside."""
    word_for_word = hashlib.sha256(json.dumps(written).encode()).digest()
    digest = _known.get(word_for_word)
    if digest is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        digest = _known[word_for_word] = _digest(written)
    return digest


def _digest(written: Tree) -> str:
    canonical = json.dumps(_canonical(written), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _canonical(value: Any) -> Any:
    """Without what is absent. Lists are bags: events have their numbers and owners their types, so no order has a meaning."""
    if isinstance(value, dict):
        kept = {str(name): _canonical(each) for name, each in value.items()}
        return {name: each for name, each in kept.items() if each not in (None, {}, [])}
    if isinstance(value, list):
        kept_list = [one for one in map(_canonical, value) if one not in (None, {}, [])]
        return sorted(kept_list, key=lambda one: json.dumps(one, sort_keys=True))
    if isinstance(value, str):
        value = " ".join(value.split())
    return None if value in _NOTHING else value
