"""Answers about one case -> all that is to be saved of them: checks, the new state, changes, what is owed.

Reads the baseline from the memory and writes nothing: the poller saves what comes out, in one transaction.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from typing import assert_never

from watcher.config.routes import Route
from watcher.errors import BUGS, AnswerError, NoSuchCaseError, UnreadableDocumentError
from watcher.memory import CaseMemory, Look
from watcher.poll import record
from watcher.poll.asking import Asked
from watcher.poll.telling import Teller
from watcher.poll.trouble import case_checked_again, case_failing
from watcher.ports import Answer
from watcher.trademark import decide
from watcher.trademark.decide import LADDER, Pace
from watcher.trademark.model import Case
from watcher.trademark.notice import SEVERITY_BEFORE_THE_TABLES, ChangesNotice, FirstSightNotice, facts_of
from watcher.trademark.reading import Baseline, Changed, Doubtful, FirstSeen, Unchanged, read, restore
from watcher.trademark.st96 import parse_status_document
from watcher.trademark.state import CaseState, Check, CheckOutcome, Hold, HoldReason

_log = logging.getLogger(__name__)


class Concluder:
    """Draws the conclusions from what came back about one case. Does not ask, and does not save."""

    def __init__(self, memory: CaseMemory, teller: Teller, pace: Pace) -> None:
        self._memory = memory
        self._teller = teller
        self._pace = pace

    def conclude(self, asked: Asked, routes: tuple[Route, ...], *, service_in_trouble: bool) -> Look:
        """All that is to be saved of one answer.

        Raises:
            StoreError: the baseline cannot be read.
        """
        problem, outcome = asked.problem, CheckOutcome.FAILED
        if problem is None:
            try:
                return self._checked(asked, routes)
            except UnreadableDocumentError as error:
                problem = AnswerError(
                    f"the status document cannot be read: {error.reason}", response_code=200
                )
                outcome = CheckOutcome.UNREADABLE
            except BUGS as error:
                _log.exception("a mistake in tmwatch while reading %s", asked.wanted.state.serial_number)
                problem = AnswerError(f"a mistake in tmwatch while reading it: {error!r}", response_code=200)
                asked = replace(asked, dates=record.as_error(asked.dates, problem))
                outcome = CheckOutcome.UNREADABLE
        return self._failed(asked, problem, outcome, routes, service_in_trouble=service_in_trouble)

    def _checked(self, asked: Asked, routes: tuple[Route, ...]) -> Look:
        if not isinstance(asked.document, Answer):
            return self._as_before(asked)
        digest = hashlib.sha256(asked.document.value).hexdigest()
        if digest == asked.wanted.state.digest and not asked.wanted.in_doubt:
            return self._unchanged(asked, asked.document, digest, None)
        return self._read(asked, asked.document, digest, routes)

    # -- checked

    def _as_before(self, asked: Asked) -> Look:
        """The probe alone says that nothing moved."""
        state = asked.wanted.state
        assert isinstance(asked.dates, Answer)
        after = replace(
            state,
            dates=asked.dates.value,
            good_check_at=asked.dates.answered_at,
            step=0,
            failures=0,
            failing_since=None,
            pending=None,
            due_at=decide.after_good_check(asked.dates.answered_at, self._pace, 0),
        )
        return self._look(asked, after, (record.probe(asked),))

    def _unchanged(
        self,
        asked: Asked,
        document: Answer[bytes],
        digest: str,
        holds: tuple[Hold, ...] | None,
        doubt: str = "",
    ) -> Look:
        """The document tells nothing new. With a doubt, or if the dates moved all the same, it is fetched again soon."""
        state = asked.wanted.state
        dates = asked.dates.value if isinstance(asked.dates, Answer) else state.dates
        moved = dates != state.dates and state.dates is not None
        is_news = moved and dates != state.pending
        unsettled = is_news or (moved and state.step < len(LADDER))
        step = (1 if is_news else state.step + 1) if doubt or unsettled else 0
        after = replace(
            state,
            dates=state.dates if unsettled else dates,
            good_check_at=document.answered_at,
            fetch_began_at=document.asked_at,
            digest=state.digest if doubt else digest,
            step=step,
            failures=0,
            failing_since=None,
            resumed_at=state.resumed_at if doubt else None,
            pending=dates if unsettled else None,
            due_at=decide.after_good_check(document.answered_at, self._pace, step),
        )
        outcome = CheckOutcome.DOUBTFUL if doubt else CheckOutcome.SAME
        checks = (record.probe(asked), record.fetch(asked, document, digest, outcome, doubt))
        return replace(self._look(asked, after, checks), holds=holds)

    def _read(self, asked: Asked, document: Answer[bytes], digest: str, routes: tuple[Route, ...]) -> Look:
        state = asked.wanted.state
        case = parse_status_document(document.value, state.serial_number)
        baseline = self._baseline(state)
        reading = read(baseline, case, document.answered_at)
        match reading:
            case FirstSeen():
                return self._first_seen(asked, document, digest, reading, routes)
            case Unchanged(holds=holds):
                moved = baseline is None or holds != baseline.holds
                look = self._unchanged(asked, document, digest, holds if moved else None, _doubt(holds))
                return replace(look, document=document.value if reading.renews else None)
            case Doubtful(holds=holds):
                look = self._unchanged(asked, document, digest, holds, _doubt(holds))
                after = replace(
                    look.after, good_check_at=state.good_check_at, fetch_began_at=state.fetch_began_at
                )
                return replace(look, after=after)
            case Changed():
                return self._changed(asked, document, digest, reading, routes)
            case _:
                assert_never(reading)

    def _baseline(self, state: CaseState) -> Baseline | None:
        stored = self._memory.baseline(state)
        if stored is None:
            return None
        document = parse_status_document(stored.document)
        sources = {hold.snapshot_id: source for hold, source in stored.holds}
        cases = {snapshot_id: parse_status_document(source) for snapshot_id, source in sources.items()}
        held = tuple((hold, cases[hold.snapshot_id]) for hold, _ in stored.holds)
        return Baseline(restore(document, held), stored.snapshot_id, tuple(hold for hold, _ in stored.holds))

    def _first_seen(
        self,
        asked: Asked,
        document: Answer[bytes],
        digest: str,
        reading: FirstSeen,
        routes: tuple[Route, ...],
    ) -> Look:
        notice = FirstSightNotice(facts_of(reading.case), reading.case.events[:5], document.answered_at)
        told = self._teller.case(notice, reading.case.serial_number, routes, document.answered_at, held=True)
        checks = (record.probe(asked), record.fetch(asked, document, digest, CheckOutcome.FIRST_SEEN))
        after = self._settled(asked, document, digest, step=0)
        return replace(
            self._look(asked, after, checks, reading.case), document=document.value, notices=(told,), holds=()
        )

    def _changed(
        self, asked: Asked, document: Answer[bytes], digest: str, reading: Changed, routes: tuple[Route, ...]
    ) -> Look:
        doubt = _doubt(reading.holds)
        notice = ChangesNotice(
            facts=facts_of(reading.case),
            changes=reading.changes,
            detected_at=document.answered_at,
            severity=SEVERITY_BEFORE_THE_TABLES,
            resumed=asked.wanted.state.resumed_at is not None,
        )
        told = self._teller.case(notice, reading.case.serial_number, routes, document.answered_at)
        checks = (record.probe(asked), record.fetch(asked, document, digest, CheckOutcome.CHANGED, doubt))
        after = self._settled(asked, document, digest, step=asked.wanted.state.step + 1 if doubt else 0)
        return replace(
            self._look(asked, after, checks, reading.case),
            document=document.value,
            changes=reading.changes,
            severity=SEVERITY_BEFORE_THE_TABLES,
            notices=(told,),
            holds=reading.holds,
        )

    def _settled(self, asked: Asked, document: Answer[bytes], digest: str, *, step: int) -> CaseState:
        """The state after a document that was taken over; its probe's dates are accepted with it."""
        return replace(
            asked.wanted.state,
            dates=asked.dates.value if isinstance(asked.dates, Answer) else asked.wanted.state.dates,
            good_check_at=document.answered_at,
            fetch_began_at=document.asked_at,
            digest=digest,
            step=step,
            failures=0,
            failing_since=None,
            resumed_at=None,
            pending=None,
            due_at=decide.after_good_check(document.answered_at, self._pace, step),
        )

    def _look(
        self, asked: Asked, after: CaseState, checks: tuple[Check, ...], case: Case | None = None
    ) -> Look:
        facts = facts_of(case) if case is not None else None
        state = asked.wanted.state
        recovered = case_checked_again(
            self._teller, state, facts.mark if facts else "", checks[-1].answered_at
        )
        return Look(before=state, after=after, checks=checks, facts=facts, recovered=recovered)

    # -- not checked

    def _failed(
        self,
        asked: Asked,
        problem: AnswerError,
        outcome: CheckOutcome,
        routes: tuple[Route, ...],
        *,
        service_in_trouble: bool,
    ) -> Look:
        state = asked.wanted.state
        checks = record.failed_checks(asked, problem, outcome)
        now = checks[-1].answered_at
        after = replace(
            state,
            failures=state.failures + 1,
            failing_since=min(state.failing_since or now, now),
            due_at=decide.after_failure(now, state.failures + 1, self._pace),
        )
        label = next((route.mark.label for route in routes if route.mark.label), "")
        trouble = case_failing(
            self._teller,
            after,
            label,
            problem.reason,
            now,
            certain=isinstance(problem, NoSuchCaseError),
            service_in_trouble=service_in_trouble,
        )
        return Look(state, after, checks, failure=problem.reason, trouble=trouble)

    def unasked(self, asked: Asked, problem: AnswerError) -> Look | None:
        """A case that could not be asked about for a reason that is not its own: on record, and due as before.

        None when nothing was sent.
        """
        if problem.asked_at is None:
            return None
        state = asked.wanted.state
        checks = record.failed_checks(asked, problem, CheckOutcome.FAILED)
        return Look(state, state, checks, failure=problem.reason)


def _doubt(holds: tuple[Hold, ...]) -> str:
    """The doubts in words, empty when there is none; a mask is no doubt."""
    words = [
        f"{hold.section.value if hold.section else 'the document'} {hold.reason.value}"
        for hold in holds
        if hold.reason is not HoldReason.MASKED
    ]
    return ", ".join(dict.fromkeys(words))
