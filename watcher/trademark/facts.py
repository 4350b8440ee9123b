"""How facts are written and ordered: the values of a document that the model has no field for."""

from __future__ import annotations

import json
from collections.abc import Iterable

from watcher.trademark.model import Fact


def written(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs of a path and a value as one text, sorted and quoted, so that only the same pairs give the same text."""
    return "; ".join(
        sorted(f"{path or 'text'}: {json.dumps(value, ensure_ascii=False)}" for path, value in pairs)
    )


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts in the order of `Case.other`, which does not depend on the order of a document's elements."""
    return tuple(sorted(facts, key=lambda fact: (fact.section, fact.path, fact.value)))
