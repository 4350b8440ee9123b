"""Answers about one case -> all that is to be saved of them: checks, the new state, changes, what is owed.

Reads the baseline from the memory and writes nothing: the poller saves what comes out, in one transaction.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from watcher.config.routes import Route
from watcher.errors import BUGS, AnswerError, NoSuchCaseError, UnreadableDocumentError
from watcher.memory import CaseMemory, Look
from watcher.poll import record
from watcher.poll.asking import Asked, Together
from watcher.poll.docket import Docket
from watcher.poll.schedule import Schedule
from watcher.poll.storms import Storms
from watcher.poll.telling import Teller
from watcher.poll.trouble import case_checked_again, case_failing
from watcher.ports import Answer
from watcher.trademark import decide
from watcher.trademark.decide import LADDER, Pace
from watcher.trademark.model import Case
from watcher.trademark.notice import (
    CaseFacts,
    ChangesNotice,
    FirstSightNotice,
    facts_of,
    severity_of,
    weigh,
)
from watcher.trademark.reading import Baseline, Changed, Doubtful, FirstSeen, Unchanged, read, restore
from watcher.trademark.settling import accounts_for
from watcher.trademark.severity import Role
from watcher.trademark.st96 import parse_status_document
from watcher.trademark.state import CaseState, Check, CheckOutcome, Hold, HoldReason

_log = logging.getLogger(__name__)


class Concluder:
    """Draws the conclusions from what came back about one case. Does not ask, and does not save."""

    def __init__(
        self,
        memory: CaseMemory,
        teller: Teller,
        pace: Pace,
        schedule: Schedule,
        storms: Storms,
        docket: Docket,
    ) -> None:
        self._memory = memory
        self._docket = docket
        self._storms = storms
        self._teller = teller
        self._pace = pace
        self._schedule = schedule

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
                asked = replace(asked, seen=record.as_error(asked.seen, problem))
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

    def same(self, together: Together) -> tuple[list[Look], Check]:
        """All that is to be saved of the cases of a batch in which nothing moved, and the one row that they share."""
        return [self._as_before(asked) for asked in together.cases], record.probe_of_many(together)

    def _as_before(self, asked: Asked) -> Look:
        """The probe alone was asked: nothing moved, or what did waits for its time on the ladder of doubt."""
        state = asked.wanted.state
        assert isinstance(asked.seen, Answer)
        after = replace(
            state if asked.has_moved else state.accepting(asked.seen.value),
            good_check_at=asked.seen.answered_at,
            pending=state.pending if asked.has_moved else None,
        )
        if not asked.has_moved and not asked.wanted.in_doubt:
            after = replace(after, step=0, recheck_at=None)
        return self._look(asked, self._rescheduled(after, asked.seen.answered_at), (record.probe(asked),))

    def _unchanged(
        self,
        asked: Asked,
        document: Answer[bytes],
        digest: str,
        holds: tuple[Hold, ...] | None,
        doubt: str = "",
    ) -> Look:
        """The document tells nothing new. With a doubt, or if the probe moved all the same, it is fetched again soon."""
        state = asked.wanted.state
        is_news = asked.has_moved and asked.value != state.pending
        unknown = asked.value is None and state.pending is not None
        on_the_way = self._is_on_the_way(state, document)
        unsettled = is_news or unknown or (asked.has_moved and on_the_way)
        after = replace(
            state if unsettled else state.accepting(asked.value),
            good_check_at=document.answered_at,
            fetch_began_at=document.asked_at,
            digest=state.digest if doubt else digest,
            resumed_at=state.resumed_at if doubt else None,
            pending=(asked.value or state.pending) if unsettled else None,
        )
        after = _on_the_ladder(after, document, climb=bool(doubt) or unsettled, anew=is_news)
        outcome = CheckOutcome.DOUBTFUL if doubt else CheckOutcome.SAME
        checks = (record.probe(asked), record.fetch(asked, document, digest, outcome, doubt))
        look = self._look(asked, self._rescheduled(after, document.answered_at), checks)
        return replace(look, holds=holds)

    def _rescheduled(self, after: CaseState, checked_at: datetime) -> CaseState:
        """Checked well: due again after its interval, or sooner for what is in doubt."""
        return self._schedule.placed(replace(after, failures=0, failing_since=None), checked_at)

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
                lines = None if holds else self._docket.count(case, document.answered_at)
                return replace(look, document=document.value if reading.renews else None, deadlines=lines)
            case Doubtful(holds=holds):
                look = self._unchanged(asked, document, digest, holds, _doubt(holds))
                after = replace(
                    look.after, good_check_at=state.good_check_at, fetch_began_at=state.fetch_began_at
                )
                return replace(look, after=after)
            case Changed():
                assert baseline is not None
                report = asked.report.case if asked.report else None
                unsettled = asked.has_moved and not accounts_for(case, baseline.case, asked.value, report)
                return self._changed(asked, document, digest, reading, routes, unsettled=unsettled)
            case _:
                assert_never(reading)

    def last_case(self, state: CaseState) -> Case | None:
        """The case as it stands in our memory; None before its first sight.

        Raises:
            StoreError: the memory cannot be read.
            UnreadableDocumentError: what is kept is no status document.
        """
        baseline = self._baseline(state)
        return None if baseline is None else baseline.case

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
        lines = self._docket.count(reading.case, document.answered_at)
        notice = FirstSightNotice(
            self._told_of(reading.case),
            reading.case.events[:5],
            document.answered_at,
            deadlines=self._docket.told(reading.case, lines),
            tables=self._docket.versions,
        )
        told = self._teller.case(notice, reading.case.serial_number, routes, document.answered_at, held=True)
        checks = (record.probe(asked), record.fetch(asked, document, digest, CheckOutcome.FIRST_SEEN))
        after = self._settled(asked, document, digest, reading.case, "")
        return replace(
            self._look(asked, after, checks, reading.case),
            document=document.value,
            notices=(told,),
            holds=(),
            deadlines=lines,
        )

    def _changed(
        self,
        asked: Asked,
        document: Answer[bytes],
        digest: str,
        reading: Changed,
        routes: tuple[Route, ...],
        *,
        unsettled: bool,
    ) -> Look:
        doubt, now = _doubt(reading.holds), document.answered_at
        changes = self._storms.spared(reading.changes)
        roles = {route.group.role for route in routes} or {Role.OWNER}
        severity = max(severity_of(weigh(reading.changes, self._docket.codes), role) for role in roles)
        lines = self._docket.count(reading.case, now)
        notice = ChangesNotice(
            facts=self._told_of(reading.case),
            changes=changes or reading.changes,
            detected_at=document.answered_at,
            severity=severity,
            resumed=asked.wanted.state.resumed_at is not None,
            deadlines=self._docket.told(reading.case, lines, reading.changes),
            tables=self._docket.versions,
            meanings=weigh(changes or reading.changes, self._docket.codes),
        )
        told = self._teller.case(notice, reading.case.serial_number, routes, now)
        generic, not_before = self._storms.waiting(changes, now, self._schedule.watched)
        told = replace(told, owed=told.owed if changes else (), generic=generic, not_before=not_before)
        checks = (record.probe(asked), record.fetch(asked, document, digest, CheckOutcome.CHANGED, doubt))
        after = self._settled(asked, document, digest, reading.case, doubt, unsettled=unsettled)
        return replace(
            self._look(asked, after, checks, reading.case),
            document=document.value,
            changes=reading.changes,
            severity=severity,
            notices=(told,),
            holds=reading.holds,
            deadlines=lines,
        )

    def _told_of(self, case: Case) -> CaseFacts:
        """The facts of a case for a notice; of a divided application only the parts that nobody watches."""
        facts = facts_of(case)
        if not facts.children:
            return facts
        watched = self._memory.watched_numbers()
        return replace(facts, children=tuple(part for part in facts.children if part not in watched))

    def _settled(
        self,
        asked: Asked,
        document: Answer[bytes],
        digest: str,
        case: Case,
        doubt: str,
        *,
        unsettled: bool = False,
    ) -> CaseState:
        """The state after a document that was taken over, and its probe's value with it.

        `unsettled`: the document does not account for that value, which is accepted at the ladder's end only.
        """
        state = asked.wanted.state
        is_news = asked.value != state.pending
        unsettled = unsettled and (is_news or self._is_on_the_way(state, document))
        after = replace(
            state.waiting_for(asked.value)
            if unsettled and asked.value is not None
            else replace(state.accepting(asked.value, alone=True), pending=None),
            good_check_at=document.answered_at,
            fetch_began_at=document.asked_at,
            digest=digest,
            resumed_at=None,
            status_code=case.status.code,
            changed_at=None if state.is_new else document.answered_at,
        )
        after = _on_the_ladder(after, document, climb=bool(doubt) or unsettled, anew=unsettled and is_news)
        return self._rescheduled(after, document.answered_at)

    @staticmethod
    def _is_on_the_way(state: CaseState, document: Answer[bytes]) -> bool:
        """Is the end of the ladder of doubt still to come?"""
        return state.step < len(LADDER) or not decide.is_recheck_due(state, document.asked_at)

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
            order_at=None,
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


def _on_the_ladder(after: CaseState, document: Answer[bytes], *, climb: bool, anew: bool) -> CaseState:
    """Where the case stands on the ladder of doubt after a fetch; a fetch between its steps does not climb it."""
    if not climb:
        return replace(after, step=0, recheck_at=None)
    if not anew and not decide.is_recheck_due(after, document.asked_at):
        return after
    step = 1 if anew else after.step + 1
    return replace(after, step=step, recheck_at=decide.recheck_at(document.answered_at, step))


def _doubt(holds: tuple[Hold, ...]) -> str:
    """The doubts in words, empty when there is none; a mask is no doubt."""
    words = [
        f"{hold.section.value if hold.section else 'the document'} {hold.reason.value}"
        for hold in holds
        if hold.reason is not HoldReason.MASKED
    ]
    return ", ".join(dict.fromkeys(words))
