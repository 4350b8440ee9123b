"""Lays a person's words over the computed deadlines: the last word holds, and never covers another date.

A person closes the date that stood there (docketed elsewhere, lapses on purpose, filed and not yet visible). If the
date moves afterwards, or a later entry puts it in doubt, the closing no longer covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from watcher.trademark.deadlines.values import Closing, ClosingAction, Deadline, State
from watcher.trademark.decide import WASHINGTON

_OUT_OF_A_PERSONS_HANDS = frozenset((State.MET, State.SUPERSEDED, State.PAST))


def with_closings(deadlines: Iterable[Deadline], closings: Sequence[Closing]) -> list[Deadline]:
    """The deadlines as persons left them. What is met, superseded or past stays so."""
    last: dict[str, Closing] = {}
    for closing in sorted(closings, key=lambda word: word.said_at):
        last[closing.deadline] = closing
    return [_closed(deadline, last.get(deadline.id)) for deadline in deadlines]


def _closed(deadline: Deadline, word: Closing | None) -> Deadline:
    if word is None or deadline.state in _OUT_OF_A_PERSONS_HANDS:
        return deadline
    said = f"{word.by} on {word.said_at.astimezone(WASHINGTON):%Y-%m-%d}: {word.reason}"
    if word.action is ClosingAction.REOPEN:
        return replace(deadline, notes=(*deadline.notes, f"reopened by {said}"))
    if word.due is not None and word.due != deadline.due:
        why = f"closed by {said}; but the date was {word.due} then, and is {deadline.due or 'not known'} now"
        return replace(deadline, state=State.CHECK, why=why)
    said_on = word.said_at.astimezone(WASHINGTON).date()
    newer = deadline.by is not None and deadline.by.date is not None and deadline.by.date > said_on
    if newer and deadline.state is not State.ANSWERED:
        why = f"closed by {said}; but later: {deadline.by} ({deadline.why})"
        return replace(deadline, state=State.CHECK, why=why)
    return replace(deadline, state=State.CLOSED, why=f"closed by {said}")
