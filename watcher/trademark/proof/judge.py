"""Is the record as it was written? Judges a sealed day by its seal, and the seals by their chain."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from watcher.trademark.proof.row import BEGINNING, Chain, Finding, Row
from watcher.trademark.proof.seal import SHORTEST_KEEP, Measured, Seal, SealState, measure, washington_day

_WHOLE = (SealState.WHOLE, SealState.DISPUTED)


def judged(
    before: Seal | None, seal: Seal, rows: Callable[[], Iterable[Row]], *, kept_only: bool = False
) -> Measured:
    """What the rows of a sealed day come to now, with all that is not as it was sealed.

    While the day is whole, every link is followed from the seal before, so that the very row is found. Once rows
    were thinned away, those that stay are judged by their digest.
    """
    if seal.state not in _WHOLE:
        measured = measure(rows, seal.first_id, kept_only=True)
        return replace(measured, findings=tuple(_by_the_seal(seal, measured)))
    chain = Chain(seal.first_id, _link_before(before, seal), seal.day)
    measured = measure(rows, seal.first_id, chain.follow, kept_only=kept_only)
    found = [*measured.findings, *chain.end(seal.last_id)]
    return replace(measured, findings=tuple(found or _by_the_seal(seal, measured)))


def _link_before(before: Seal | None, seal: Seal) -> str | None:
    """The link at the end of the day before; None where the seals do not follow each other."""
    if seal.first_id == 1:
        return BEGINNING
    return before.last_link if before is not None and before.last_id + 1 == seal.first_id else None


def _by_the_seal(seal: Seal, measured: Measured) -> Iterable[Finding]:
    if measured.kept != seal.kept:
        yield Finding(
            f"of the rows that stay for ever one or more were altered, removed or put in: there are "
            f"{measured.kept.rows} now, {seal.kept.rows} were sealed",
            seal.day,
        )
    some_gone = seal.state not in _WHOLE and measured.may_go.rows < seal.may_go.rows
    if seal.state is SealState.DISPUTED and measured.kept == seal.kept and measured.may_go == seal.may_go:
        yield Finding("it is marked as altered, but is as it was sealed", seal.day)
    elif seal.state is SealState.THINNING and seal.may_go.rows and not measured.may_go.rows:
        yield Finding("it is marked as half thinned, but is thinned to the end", seal.day)
    elif seal.state is SealState.THINNED and measured.may_go.rows:
        yield Finding(f"{measured.may_go.rows} rows were put in after the day was thinned", seal.day)
    elif measured.may_go != seal.may_go and not some_gone:
        yield Finding("of the rows that may go one or more were altered, removed or put in", seal.day)


def thinned_too_early(seal: Seal, now: datetime) -> Iterable[Finding]:
    """Was a day thinned that is younger than any `keep_checks` lets it be?"""
    if (
        seal.state in (SealState.THINNING, SealState.THINNED)
        and seal.day > washington_day(now) - SHORTEST_KEEP
    ):
        yield Finding(f"it was thinned, though it is not {SHORTEST_KEEP.days} days old", seal.day)


def chained(before: Seal | None, seal: Seal) -> Iterable[Finding]:
    """What is wrong with a seal, and with its place behind the seal before."""
    number, last_id, head = (before.number, before.last_id, before.head) if before else (0, 0, BEGINNING)
    if seal.head != seal.computed_head():
        yield Finding(f"seal {seal.number} was altered", seal.day)
    if seal.number != number + 1:
        missing = f"seal {number + 1} was" if seal.number == number + 2 else f"seals {number + 1} to {seal.number - 1} were"  # fmt: skip
        yield Finding(f"{missing} removed", seal.day)
    elif seal.previous_head != head:
        yield Finding(f"seal {seal.number} does not follow the head of the seal before it", seal.day)
    elif seal.first_id != last_id + 1:
        yield Finding(f"seal {seal.number} does not begin where the seal before it ends", seal.day)


def at_the_end(last: Seal | None, noted: tuple[int, str]) -> Iterable[Finding]:
    """Is the newest seal the one that was noted (number and head) beside the table?"""
    number, head = (last.number, last.head) if last else (0, BEGINNING)
    if noted == (number, head):
        return
    if noted[0] > number:
        yield Finding(f"the newest seals were removed: {noted[0]} were made, {number} are there")
    else:
        yield Finding(
            f"the newest seal is not the one that was noted: seal {noted[0]}, head {noted[1] or 'none'}"
        )


def newest_row(chain: Chain, noted: tuple[int, str]) -> list[Finding]:
    """Does the chain end with the row that was noted (number and link) beside the table?"""
    removed = chain.end(noted[0])
    if removed:
        return [Finding(f"{found.words} from the end", found.day, found.row) for found in removed]
    if chain.next_id - 1 != noted[0] or not chain.leads_to(noted[1]):
        return [
            Finding(
                f"the newest row is not row {noted[0]}, which was noted when it was written", row=noted[0]
            )
        ]
    return []


def wrong_index(seal: Seal, measured: Measured, index: Mapping[str, array[int]]) -> Iterable[Finding]:
    """Do the lines that name each case's rows of a day name them?"""
    wrong = sorted(
        serial
        for serial in measured.index.keys() | index.keys()
        if measured.index.get(serial) != index.get(serial)
    )
    if wrong:
        named = ", ".join(wrong[:3]) + (f" and {len(wrong) - 3} more" if len(wrong) > 3 else "")  # noqa: PLR2004
        yield Finding(f"the list of a case's rows does not name them all, or others: {named}", seal.day)
