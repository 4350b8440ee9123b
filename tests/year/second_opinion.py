"""Do the generator and the observer tell the same truth? Neither knows the other, and the program knows neither."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from tests.year.facts import THERE, squeezed
from tests.year.mix import HOUR
from tests.year.observer import Bag, Seen
from tests.year.run import Run
from tests.year.timeline import History

_COUNTS = ("TotalQuantity", "OrganizationStandardName", "Basis")
"""Leaves that say again what others say."""


def disagreements(run: Run) -> Iterator[str]:
    """Complaints, in words."""
    seen: dict[str, dict[datetime, Seen]] = defaultdict(dict)
    for one in run.observer.seen:
        seen[one.serial][one.at] = one
    for serial, case in run.cases.items():
        history = History(run.mix, case)
        hours = {_hour_after(run, change.start) for change in history.changes}
        for hour in sorted(hours | seen[serial].keys()):
            before, after = (
                history.facts(history.stage(max(moment, run.mix.begin))) for moment in (hour - HOUR, hour)
            )
            told = [
                (key, before.get(key), after.get(key))
                for key in before.keys() | after.keys()
                if before.get(key) != after.get(key)
            ]
            one = seen[serial].get(hour)
            if one is None and told and hour <= run.mix.end - HOUR:
                yield f"{serial} {hour}: the observer missed {told}"
            elif one is not None:
                yield from _compared(one, told)


def _hour_after(run: Run, moment: datetime) -> datetime:
    return run.mix.begin + -(-(moment - run.mix.begin) // HOUR) * HOUR


def _compared(
    one: Seen, told: list[tuple[str, tuple[str, ...] | None, tuple[str, ...] | None]]
) -> Iterator[str]:
    came, gone = _texts(one.came), _texts(one.gone)
    for key, before, after in told:
        if key == "basis/current":
            continue  # said by an element that is there, without words
        if after not in (None, THERE) and not _any_in(after, came):
            yield f"{one.serial} {one.at}: the observer did not see {key} become {after}"
        if after is None and before not in (None, THERE) and not _any_in(before, gone):
            yield f"{one.serial} {one.at}: the observer did not see {key} go, which was {before}"
    words = [
        squeezed(word).upper() for _, before, after in told for word in (*(before or ()), *(after or ()), _)
    ]
    for path, text in [*one.came, *one.gone]:
        if not any(count in path for count in _COUNTS) and not _is_told(text.upper(), words, told):
            yield f"{one.serial} {one.at}: the generator does not know of {path} = {text!r}"


def _texts(bag: Bag) -> list[str]:
    return [text for _, text in bag]


def _any_in(value: tuple[str, ...] | None, texts: list[str]) -> bool:
    plain = [text.upper() for text in texts]
    return any(word.strip("()").upper() in text for word in value or () for text in plain)


def _is_told(text: str, words: list[str], told: list[tuple[str, object, object]]) -> bool:
    """Is a text said by, or does it say, one of the words? What belongs to a new party or proceeding comes with it."""
    if any(text in word or (word and word in text) for word in words):
        return True
    return any(key.startswith(("owners/", "assignments/", "proceedings/", "goods/", "maintenance/", "events/")) for key, _, _ in told)  # fmt: skip
