"""The subject of a notice: group, severity, mark, serial number, and the most telling change in a few words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from watcher.trademark.deadlines.values import State
from watcher.trademark.model import WORDS_OF_A_DRAWING, Change, ChangeKind, ProsecutionEvent
from watcher.trademark.notice.dates import day_words, left_words, started
from watcher.trademark.notice.facts import CaseFacts
from watcher.trademark.notice.harmless import one_line, shorten
from watcher.trademark.notice.values import (
    ChangesNotice,
    Context,
    FirstSightNotice,
    Meaning,
    MovedDateNotice,
    Notice,
    RecoveryNotice,
    ReminderNotice,
    TestNotice,
    TroubleNotice,
)
from watcher.trademark.severity import Role, Severity

LENGTH: Final = 150
"""Characters of a subject at most: what mail programs and phones still show."""
_MARK: Final = 50
_GROUP: Final = 40
_WORDS: Final = 80
_WASHINGTON: Final = ZoneInfo("America/New_York")
_CRITICAL_DAYS: Final = 7
"""A reminder of an owner's date that is as near as this is critical; before it is important."""

_STRONG: Final = re.compile(
    r"ABANDON|CANCEL|EXPIR|OPPOSITION|FINAL|REFUS|ACTION|SUSPEN|REGISTERED|ALLOWANCE|INVALIDAT|EXPUNGE|"
    r"REEXAMIN|REVIV|REINSTAT|PETITION|TERMINAT|REJECT|DENIED|ACCEPTED|AMENDMENT E?-?MAILED|APPROVED FOR PUB"
)
_MAILED: Final = re.compile(r"MAILED")
_WEAK: Final = re.compile(
    r"^(?:NOTIFICATION OF|TEAS|CASE ASSIGNED|ASSIGNED TO|AUTOMATIC UPDATE|COURTESY|ATTORNEY.* REVIEW|APPLICATION FILING)"
    r"|ENTERED IN TRAM|RECEIVED$|IN DOCKET|WRITTEN$"
)
_UPPER: Final = re.compile(
    r"(?i)\b(?:TEAS|TTAB|SOU|NOA|ITU|IB|IR|WIPO|USPTO|LIE|CFR|IC|NOS?(?=\. \d)|TMEP|ID|U\.S\.?|US|FAX|PDF)\b"
)
_SAYS_WHAT: Final = re.compile(r"\b(?:changed|added|removed|rewritten|listed|no longer .*)$")


def subject(notices: Sequence[tuple[Notice, Context]]) -> str:
    """The subject of a message that tells these notices: one line without control characters, `LENGTH` at most.

    `[Acme Corp] Critical: AZUKI ZEN (97123456): abandonment notice e-mailed`

    Raises:
        ValueError: there is nothing to tell.
    """
    if not notices:
        raise ValueError("a message needs at least one notice")
    first, context = notices[0]
    if len(notices) == 1:
        return shorten(_single(first, context), LENGTH)
    group = _prefix(_common(notices))
    if all(isinstance(notice, FirstSightNotice) for notice, _ in notices):
        return shorten(f"{group}now watching {len(notices)} cases", LENGTH)
    weighed = [found for found in (_severity(*each) for each in notices) if found is not None]
    severity = f"{max(weighed).capitalize()}: " if weighed else ""
    return shorten(f"{group}{severity}{len(notices)} notices", LENGTH)


def _severity(notice: Notice, context: Context) -> Severity | None:
    """How much a notice about a case matters to its recipient; None for what is no change and no date."""
    match notice:
        case ChangesNotice():
            return Severity(context.severity) if context.severity else notice.severity_for(context.role)
        case ReminderNotice():
            return reminder_severity(notice, context.role)
        case MovedDateNotice():
            return Severity.IMPORTANT
        case FirstSightNotice() | TroubleNotice() | RecoveryNotice() | TestNotice():
            return None
        case _:
            assert_never(notice)


def reminder_severity(notice: ReminderNotice, role: str) -> Severity:
    """Critical when an owner's date is a week off or in its grace period; else important; for a competitor's watcher important."""
    days = notice.deadline.days_left(notice.at.astimezone(_WASHINGTON).date())
    near = days is not None and days <= _CRITICAL_DAYS
    return Severity.CRITICAL if near and role != Role.COMPETITOR else Severity.IMPORTANT


def name_of(facts: CaseFacts, context: Context) -> str:
    """What people call the case: the mark's text, or our label where the mark is a drawing."""
    if context.label and facts.mark in ("", WORDS_OF_A_DRAWING):
        return one_line(context.label)
    return one_line(facts.mark) or "(no mark text)"


def telling_words(
    changes: Sequence[Change], facts: CaseFacts, meanings: Sequence[Meaning] = (), role: str = ""
) -> str:
    """The most telling change in a few words, and how many there are beside it; the entries of one mailing are one.

    With `meanings`, the change that matters most to the role. A new prosecution event says more than the status that
    follows from it; of several that matter alike, one that the USPTO mailed or that decides something, then the newest.
    """
    told = _mains(changes, meanings)
    more = f" (+{len(told) - 1} more)" if len(told) > 1 else ""
    top = max((meaning.severity(role) for meaning in meanings), default=None)
    most = {meaning.paths[0] for meaning in meanings if meaning.severity(role) is top} if meanings else None
    among = [change for change in told if most is None or change.path in most]
    events = [change.event for change in among if change.kind is ChangeKind.EVENT and change.event]
    if events:
        return _event_words(max(events, key=_weight)) + more
    status = next((change for change in among if change.kind is ChangeKind.STATUS), None)
    if status is not None and facts.status_text:
        sentence = one_line(facts.status_text).partition(". ")[0].rstrip(".")
        return f"status now: {shorten(sentence, _WORDS)}{more}"
    return (_title_words(among[0]) if among else "changed") + more


def _mains(changes: Sequence[Change], meanings: Sequence[Meaning]) -> list[Change]:
    """The changes without those that only accompany another one of their mailing."""
    echoes = {path for meaning in meanings for path in meaning.paths[1:]}
    return [change for change in changes if change.path not in echoes]


def title_of(change: Change) -> str:
    """What a change is about, without its values: `Attorney of record` of `Attorney of record: A -> B`."""
    if change.old is None and change.new is None:
        return one_line(change.summary)
    return one_line(change.summary).partition(": ")[0]


def _single(notice: Notice, context: Context) -> str:
    match notice:
        case ChangesNotice(facts=facts, changes=changes, resumed=resumed):
            words = telling_words(changes, facts, notice.meanings, context.role) + _due_words(notice, context)
            return _case(facts, context, _severity(notice, context)) + (
                f"while it was not watched: {words}" if resumed else words
            )
        case ReminderNotice(facts=facts, deadline=deadline, at=at):
            left = left_words(deadline, at.astimezone(_WASHINGTON).date())
            if deadline.state is State.PASSED:
                left = f"passed {left}, no filing seen"
            title = shorten(one_line(deadline.title), _WORDS)
            severity = reminder_severity(notice, context.role)
            return (
                f"{_prefix(context.group)}{severity.capitalize()}: {left}: {title}: {_mark(facts, context)}"
            )
        case MovedDateNotice(facts=facts, deadline=deadline):
            day = day_words(deadline.due) if deadline.due else "no date"
            title = shorten(one_line(deadline.title), _WORDS)
            return f"{_case(facts, context, Severity.IMPORTANT)}date moved: {title}: {day}"
        case FirstSightNotice(facts=facts):
            return _case(facts, context) + "now watched"
        case TroubleNotice() | RecoveryNotice() | TestNotice():
            return f"[tmwatch] {_to_operator(notice)}"
        case _:
            assert_never(notice)


def _due_words(notice: ChangesNotice, context: Context) -> str:
    """`, due Sat 2027-02-20`: the first date that a new entry started."""
    line = started(notice.deadlines, context.role, notice.entries)
    return f", due {day_words(line.due)}" if line is not None and line.due is not None else ""


def _to_operator(notice: TroubleNotice | RecoveryNotice | TestNotice) -> str:
    match notice:
        case TroubleNotice(title=title):
            return one_line(title)
        case RecoveryNotice(title=title):
            return f"Over: {one_line(title)}"
        case TestNotice(channel=channel):
            return f"Test of channel {one_line(channel)}"
        case _:
            assert_never(notice)


def _case(facts: CaseFacts, context: Context, severity: Severity | None = None) -> str:
    weight = f"{severity.capitalize()}: " if severity is not None else ""
    return f"{_prefix(context.group)}{weight}{_mark(facts, context)}: "


def _mark(facts: CaseFacts, context: Context) -> str:
    return f"{shorten(name_of(facts, context), _MARK)} ({one_line(facts.serial_number)})"


def _prefix(group: str) -> str:
    group = shorten(one_line(group), _GROUP)
    return f"[{group}] " if group else ""


def _common(notices: Sequence[tuple[Notice, Context]]) -> str:
    groups = {context.group for _, context in notices}
    return groups.pop() if len(groups) == 1 else ""


def _weight(event: ProsecutionEvent) -> tuple[int, date, int]:
    words = event.description.upper()
    score = 2 * bool(_STRONG.search(words)) + bool(_MAILED.search(words)) - 2 * bool(_WEAK.search(words))
    return score, event.date or date.min, event.entry_number or 0


def _event_words(event: ProsecutionEvent) -> str:
    """`ABANDONMENT NOTICE E-MAILED - FAILURE TO RESPOND` -> `abandonment notice e-mailed`.

    What follows a dash is dropped only if three words stand before it: `REGISTERED - SEC. 8 (6-YR) ACCEPTED` says
    something else than `registered`.
    """
    words = one_line(event.description) or f"prosecution event {event.code}{event.event_type}"
    head = words.partition(" - ")[0]
    if len(head.split()) >= 3:  # noqa: PLR2004  # see above
        words = head
    if words.isupper():
        words = _UPPER.sub(lambda found: found[0].upper(), words.lower())
    return shorten(words, _WORDS)


def _title_words(change: Change) -> str:
    title = title_of(change)
    if title[:2] != title[:2].upper():
        title = title[:1].lower() + title[1:]
    if change.kind is ChangeKind.SECTION_GONE or _SAYS_WHAT.search(title):
        return shorten(title, _WORDS)
    what = "added" if change.old is None else "removed" if change.new is None else "changed"
    return f"{shorten(title, _WORDS)} {what}"
