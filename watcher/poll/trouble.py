"""What goes wrong while polling, in the words in which the operator hears it (promise 4): once, and when it heals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from watcher.config.budget import Budget
from watcher.config.settings import Probe, Watchlist
from watcher.errors import AnswerError, ConfigError, Mistake, NoSuchCaseError
from watcher.memory import Alike, TroubleWords
from watcher.poll.telling import Teller
from watcher.trademark.notice import RecoveryNotice, TroubleNotice
from watcher.trademark.numbers import CaseNumber, SerialNumber
from watcher.trademark.state import CaseState, ProbeKind

FAILURES_TOLD = 3
FAILING_TOLD = timedelta(days=1)
"""A case is told as trouble after so many failures in a row over at least so long."""

PAUSE_TOLD = timedelta(minutes=10)
"""A pause that the USPTO asked for is told when it is longer."""


def key_refused(teller: Teller, reason: str, now: datetime) -> TroubleWords:
    """The USPTO does not take the key: told at once."""
    return teller.trouble(
        "key",
        f"the USPTO refused the API key: {reason}",
        TroubleNotice(
            title="The USPTO refused the API key",
            sentences=(reason, "No case can be checked until the key works. It is tried again every hour."),
            what_to_do="Put a valid TSDR API key into the watchlist (tsdr.api_key) and test it with: "
            "tmwatch validate --online",
            since=now,
        ),
    )


def key_taken_again(teller: Teller, now: datetime) -> TroubleWords:
    """The key works again."""
    return teller.recovery(
        "key", RecoveryNotice(title="The USPTO takes the API key again", since=now, until=now)
    )


def asked_to_wait(teller: Teller, until: datetime, now: datetime) -> TroubleWords:
    """The USPTO asked for a pause; told when it is a long one."""
    words = f"the USPTO asked us to wait until {until:%Y-%m-%d %H:%M} UTC"
    notice = TroubleNotice(
        title="The USPTO asked us to wait",
        sentences=(f"No case is checked until {until:%Y-%m-%d %H:%M} UTC. Then it goes on by itself.",),
        what_to_do="See whether another program uses the same API key: the limits count for the key.",
        since=now,
    )
    return teller.trouble("pause", words, notice if until - now > PAUSE_TOLD else None)


def waited(teller: Teller, now: datetime) -> TroubleWords:
    """The pause is over."""
    return teller.recovery("pause", RecoveryNotice(title="The USPTO is asked again", since=now, until=now))


def probe_changed_over(teller: Teller, failing: ProbeKind, taken: ProbeKind, now: datetime) -> TroubleWords:
    """One of the two endpoints for probes keeps failing, the other is taken instead."""
    words = f"the USPTO's {failing} endpoint does not answer; {taken} is asked instead"
    notice = TroubleNotice(
        title=f"The USPTO's {failing} endpoint does not answer",
        sentences=(
            f"Cases are probed through {taken} instead; no change is missed by that.",
            f"{failing} is tried again every hour.",
        ),
        what_to_do="Nothing. If it lasts for days, set poll.probe in the watchlist to the one that works.",
        since=now,
    )
    return teller.trouble("probe", words, notice)


def probe_back(teller: Teller, kind: ProbeKind, now: datetime) -> TroubleWords:
    """The endpoint that failed answers again."""
    notice = RecoveryNotice(title=f"The USPTO's {kind} endpoint answers again", since=now, until=now)
    return teller.recovery("probe", notice)


def too_much(teller: Teller, budget: Budget, now: datetime) -> TroubleWords:
    """The limits cannot hold the watchlist: who installed it must choose."""
    notice = TroubleNotice(
        title="The USPTO's limits are too low for this watchlist",
        sentences=(budget.in_words(),),
        what_to_do=f"In the watchlist {budget.remedy}; see: tmwatch validate",
        since=now,
    )
    return teller.trouble("budget", budget.in_words(), notice)


def enough(teller: Teller, now: datetime) -> TroubleWords:
    """The limits can hold the watchlist."""
    title = "The USPTO's limits are enough for this watchlist again"
    return teller.recovery("budget", RecoveryNotice(title=title, since=now, until=now))


def storm(teller: Teller, path: str, alike: int, examples: Sequence[Alike], now: datetime) -> TroubleWords:
    """Many cases have the same generic change: the register was indexed anew. Told when `examples` are given."""
    title = f"The USPTO seems to have re-indexed its register: {alike} cases changed alike"
    shown = tuple(
        f"{case.mark or 'No mark text'} ({case.serial_number}): {case.old or 'nothing'} -> {case.new or 'nothing'}"
        for case in examples
    )
    notice = TroubleNotice(
        title=title,
        sentences=(
            f"What changed: {path}. For example:",
            *shown,
            "These changes are recorded (tmwatch changes) and not told one by one.",
            "Prosecution events, status, owners and attorneys are told as always.",
        ),
        what_to_do="Look at the examples. Nothing else, if they mean nothing.",
        since=now,
    )
    return teller.trouble(
        f"storm {path}", f"{alike} cases changed alike: {path}", notice if examples else None
    )


def storm_over(teller: Teller, path: str, now: datetime) -> TroubleWords:
    """No case had that change for a day."""
    title = f"The USPTO's re-indexing is over: for a day no case changed at {path}"
    return teller.recovery(f"storm {path}", RecoveryNotice(title=title, since=now, until=now))


def proof_altered(teller: Teller, finding: str, now: datetime) -> TroubleWords:
    """The record of checks is not as we wrote it. Never over: it stays in `status` as what was found."""
    notice = TroubleNotice(
        title="The record of checks was altered",
        sentences=(finding, "Nothing was repaired: what is there may be evidence."),
        what_to_do="Look at the whole record with: tmwatch proof --verify. Compare it with a backup.",
        since=now,
    )
    return teller.trouble(f"proof {finding}", f"the record of checks was altered: {finding}", notice)


def removals_settled(teller: Teller, now: datetime) -> TroubleWords:
    """The watchlist names what is watched again."""
    return teller.recovery(
        "removals",
        RecoveryNotice(title="The watchlist and what is watched agree again", since=now, until=now),
    )


def reload_taken_over(teller: Teller, now: datetime) -> TroubleWords:
    """The changed watchlist was taken over after all."""
    return teller.recovery(
        "reload", RecoveryNotice(title="The changed watchlist was taken over", since=now, until=now)
    )


def number_found(teller: Teller, number: CaseNumber, now: datetime) -> TroubleWords:
    """A number that led to no case leads to one."""
    notice = RecoveryNotice(title=f"The case of {number} was found", since=now, until=now)
    return teller.recovery(f"number {number}", notice)


def named_twice(teller: Teller, mistakes: tuple[Mistake, ...], now: datetime) -> TroubleWords:
    """A group names a case twice, under different numbers: the watchlist is to be corrected, nothing is lost."""
    notice = TroubleNotice(
        title="The watchlist names a case twice in one group",
        sentences=tuple(str(mistake) for mistake in mistakes),
        what_to_do="Take one of the two lines out. The case is watched and told once meanwhile.",
        since=now,
    )
    return teller.trouble("twice", "; ".join(mistake.wrong for mistake in mistakes), notice)


def nothing_twice(teller: Teller, now: datetime) -> TroubleWords:
    """Each case stands once in its group."""
    return teller.recovery(
        "twice", RecoveryNotice(title="The watchlist names each case once", since=now, until=now)
    )


def is_gone(key: str, watchlist: Watchlist) -> bool:
    """Is what was in trouble no longer in the watchlist: a number, a channel, or the choice of the probe?"""
    kind, _, name = key.partition(" ")
    if kind == "number":
        return name not in {str(mark.number) for group in watchlist.groups for mark in group.marks}
    if kind == "probe":
        return watchlist.poll.probe is not Probe.AUTO
    return kind == "channel" and name.split(" <")[0] not in watchlist.channels


def removals(teller: Teller, dropped: tuple[SerialNumber, ...], now: datetime) -> TroubleWords:
    """The watchlist suddenly names far fewer cases: they are watched until somebody says that it is meant."""
    some = ", ".join(dropped[:5]) + (f" and {len(dropped) - 5} more" if len(dropped) > 5 else "")  # noqa: PLR2004  # the five shown
    words = f"the watchlist no longer names {len(dropped)} cases: {some}"
    notice = TroubleNotice(
        title=f"The watchlist no longer names {len(dropped)} cases",
        sentences=(
            f"These are missing: {some}.",
            "They are still watched, and you are told what changes there.",
        ),
        what_to_do="If it is meant, confirm it with: tmwatch check --accept-removals. If not, restore the watchlist.",
        since=now,
    )
    return teller.trouble("removals", words, notice)


def reload_refused(teller: Teller, error: ConfigError, now: datetime) -> TroubleWords:
    """The watchlist was changed and cannot be used; the old one goes on."""
    notice = TroubleNotice(
        title="The changed watchlist was not taken over",
        sentences=("The watchlist as it was before goes on.", *(str(mistake) for mistake in error.mistakes)),
        what_to_do="Correct the file, see that tmwatch validate is content, and reload again.",
        since=now,
    )
    return teller.trouble("reload", "the changed watchlist was not taken over", notice)


def unresolved(
    teller: Teller, watchlist: Watchlist, number: CaseNumber, error: AnswerError, now: datetime
) -> TroubleWords:
    """A number of another kind leads to no case: trouble of that line of the watchlist, told when it is certain."""
    places = [mark.place for group in watchlist.groups for mark in group.marks if mark.number == number]
    notice = TroubleNotice(
        title=f"No case found for {number}",
        sentences=(error.reason, "It is not watched until it is found. It is tried again every hour."),
        what_to_do=f"Correct the number in the watchlist ({', '.join(places) or watchlist.path.name}).",
        since=now,
    )
    words = f"no case found for {number}: {error.reason}"
    return teller.trouble(f"number {number}", words, notice if isinstance(error, NoSuchCaseError) else None)


def case_failing(
    teller: Teller,
    state: CaseState,
    mark: str,
    reason: str,
    now: datetime,
    *,
    certain: bool,
    service_in_trouble: bool,
) -> TroubleWords | None:
    """A case that could not be checked, None while it is too early to speak of trouble.

    `certain`: the USPTO says that there is no such case; told at once. While the service as a whole is in
    trouble, single cases are not told.
    """
    assert state.failing_since is not None
    lasted = state.failures >= FAILURES_TOLD and now - state.failing_since >= FAILING_TOLD
    name = f"{mark} ({state.serial_number})" if mark else f"Serial number {state.serial_number}"
    told = certain or (lasted and not service_in_trouble)
    notice = TroubleNotice(
        title=f"{name} could not be checked",
        sentences=(
            reason,
            "It is tried again, at least once a day. Changes of this case cannot be seen until then.",
        ),
        what_to_do=(
            "Check the number in the watchlist."
            if certain
            else f"Look the case up at the USPTO if it matters now: tmwatch show {state.serial_number} prints the link."
        ),
        since=state.failing_since,
    )
    return teller.trouble(f"case {state.serial_number}", f"{name}: {reason}", notice if told else None)


def case_checked_again(teller: Teller, state: CaseState, mark: str, now: datetime) -> TroubleWords | None:
    """The case can be checked again, None when it never failed."""
    if state.failures == 0 or state.failing_since is None:
        return None
    name = f"{mark} ({state.serial_number})" if mark else f"Serial number {state.serial_number}"
    notice = RecoveryNotice(title=f"{name} is checked again", since=state.failing_since, until=now)
    return teller.recovery(f"case {state.serial_number}", notice)
