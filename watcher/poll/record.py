"""The record of checks (promise 5): each question to the USPTO about a case, and what came back, as a row."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import assert_never

from watcher.errors import AnswerError
from watcher.poll.asking import Asked, Together
from watcher.ports import Answer
from watcher.trademark.model import ModifiedDates
from watcher.trademark.state import Check, CheckKind, CheckOutcome, Seen, StatusDigest

BATCH = "batch"
"""In the detail of a probe: it was one request for many cases (caseMultiStatus)."""


def failed_checks(asked: Asked, problem: AnswerError, outcome: CheckOutcome) -> tuple[Check, ...]:
    """The rows of a case that could not be checked, the one that failed last."""
    if asked.document is None:
        return (_error(asked, CheckKind.PROBE, as_error(asked.seen, problem), outcome),)
    if isinstance(asked.document, Answer):
        answer = asked.document
        digest = hashlib.sha256(answer.value).hexdigest()
        return (probe(asked), fetch(asked, answer, digest, outcome, problem.reason))
    return (probe(asked), _error(asked, CheckKind.FETCH, asked.document, outcome))


def probe(asked: Asked) -> Check:
    """The row of the cheap question."""
    state = asked.wanted.state
    if isinstance(asked.seen, AnswerError):
        return _error(asked, CheckKind.PROBE, asked.seen, CheckOutcome.FAILED)
    return Check(
        state.serial_number,
        CheckKind.PROBE,
        asked.seen.asked_at,
        asked.seen.answered_at,
        CheckOutcome.MOVED if asked.has_moved else CheckOutcome.SAME,
        asked.seen.response_code,
        _carried(asked.seen.value),
        BATCH if isinstance(asked.seen.value, StatusDigest) else "",
    )


def probe_of_many(together: Together) -> Check:
    """The one row of a batch for all the cases in which nothing moved; its digest is that of theirs, in its order."""
    first = probe(together.cases[0])
    digests = " ".join(probe(asked).digest for asked in together.cases)
    also = tuple(asked.wanted.state.serial_number for asked in together.cases[1:])
    return replace(first, digest=hashlib.sha256(digests.encode()).hexdigest(), also=also) if also else first


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


def as_error(seen: Answer[Seen] | AnswerError, problem: AnswerError) -> AnswerError:
    """An answer that we could not handle, as what it is for the record: asked and answered, and not understood."""
    if isinstance(seen, AnswerError):
        return seen
    return AnswerError(
        problem.reason,
        response_code=seen.response_code,
        asked_at=seen.asked_at,
        answered_at=seen.answered_at,
    )


def _carried(seen: Seen) -> str:
    """What a probe carries, for the record: the newest reported day, or a batch's digest of the case."""
    match seen:
        case ModifiedDates():
            return seen.newest.isoformat() if seen.newest else ""
        case StatusDigest():
            return seen.digest
        case _:
            assert_never(seen)
