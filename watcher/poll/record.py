"""The record of checks (promise 5): each question to the USPTO about a case, and what came back, as a row."""

from __future__ import annotations

import hashlib

from watcher.errors import AnswerError
from watcher.poll.asking import Asked
from watcher.ports import Answer
from watcher.trademark.model import ModifiedDates
from watcher.trademark.state import Check, CheckKind, CheckOutcome


def failed_checks(asked: Asked, problem: AnswerError, outcome: CheckOutcome) -> tuple[Check, ...]:
    """The rows of a case that could not be checked, the one that failed last."""
    if asked.document is None:
        return (_error(asked, CheckKind.PROBE, as_error(asked.dates, problem), outcome),)
    if isinstance(asked.document, Answer):
        answer = asked.document
        digest = hashlib.sha256(answer.value).hexdigest()
        return (probe(asked), fetch(asked, answer, digest, outcome, problem.reason))
    return (probe(asked), _error(asked, CheckKind.FETCH, asked.document, outcome))


def probe(asked: Asked) -> Check:
    """The row of the question for the modified dates."""
    state = asked.wanted.state
    if isinstance(asked.dates, AnswerError):
        return _error(asked, CheckKind.PROBE, asked.dates, CheckOutcome.FAILED)
    moved = state.dates is not None and asked.dates.value != state.dates
    return Check(
        state.serial_number,
        CheckKind.PROBE,
        asked.dates.asked_at,
        asked.dates.answered_at,
        CheckOutcome.MOVED if moved else CheckOutcome.SAME,
        asked.dates.response_code,
        _newest(asked.dates.value),
    )


def fetch(
    asked: Asked, document: Answer[bytes], digest: str, outcome: CheckOutcome, detail: str = ""
) -> Check:
    """The row of the question for the status document, with the reason for which it was asked."""
    why = f"{asked.why}: {detail}" if detail else str(asked.why)
    return Check(
        asked.wanted.state.serial_number,
        CheckKind.FETCH,
        document.asked_at,
        document.answered_at,
        outcome,
        document.response_code,
        digest,
        why,
    )


def _error(asked: Asked, kind: CheckKind, error: AnswerError, outcome: CheckOutcome) -> Check:
    assert error.asked_at is not None
    assert error.answered_at is not None
    serial = asked.wanted.state.serial_number
    return Check(
        serial, kind, error.asked_at, error.answered_at, outcome, error.response_code, detail=error.reason
    )


def as_error(dates: Answer[ModifiedDates] | AnswerError, problem: AnswerError) -> AnswerError:
    """An answer that we could not handle, as what it is for the record: asked and answered, and not understood."""
    if isinstance(dates, AnswerError):
        return dates
    return AnswerError(
        problem.reason,
        response_code=dates.response_code,
        asked_at=dates.asked_at,
        answered_at=dates.answered_at,
    )


def _newest(dates: ModifiedDates) -> str:
    """What a probe carries, for the record: the newest reported day."""
    return dates.newest.isoformat() if dates.newest else ""
