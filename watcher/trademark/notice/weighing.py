"""What each change means and how much it matters, for an owner and for a competitor: deadlines.md, "What is told".

The severity of a notice is the highest of its new entries, after the entries of one mailing became one change. A
change of live or dead, or of status without an entry, is at least important; so is, for an owner, a change of owner,
attorney or correspondence address: it can be a hijacking.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from watcher.trademark.codes import Codes, EventMeaning, Role, Severity, Standing, merge_echoes
from watcher.trademark.model import Change, ChangeKind, ProsecutionEvent
from watcher.trademark.notice.values import Meaning

_NOISE, _ROUTINE, _IMPORTANT = Severity.NOISE, Severity.ROUTINE, Severity.IMPORTANT

_INTENDED: Final = "Make sure that it was intended."
_OTHERS: Final = {
    ChangeKind.EVENT_REMOVED: (_IMPORTANT, _IMPORTANT, "An entry of the history is gone. Read the case."),
    ChangeKind.OWNER: (_IMPORTANT, _IMPORTANT, _INTENDED),
    ChangeKind.ATTORNEY: (_IMPORTANT, _ROUTINE, _INTENDED),
    ChangeKind.CORRESPONDENT: (_IMPORTANT, _ROUTINE, _INTENDED),
    ChangeKind.REPRESENTATIVE: (_IMPORTANT, _ROUTINE, _INTENDED),
    ChangeKind.ASSIGNMENT: (_IMPORTANT, _IMPORTANT, _INTENDED),
    ChangeKind.PROCEEDING: (_IMPORTANT, _IMPORTANT, "See TTABVUE for its dates."),
    ChangeKind.MARK: (_IMPORTANT, _IMPORTANT, ""),
    ChangeKind.GOODS: (_IMPORTANT, _IMPORTANT, ""),
    ChangeKind.BASIS: (_IMPORTANT, _ROUTINE, "Other rules and dates may apply."),
    ChangeKind.NUMBER: (_IMPORTANT, _IMPORTANT, ""),
    ChangeKind.REGISTER: (_IMPORTANT, _IMPORTANT, ""),
    ChangeKind.DATE: (_ROUTINE, _ROUTINE, ""),
    ChangeKind.MAINTENANCE: (_ROUTINE, _ROUTINE, ""),
    ChangeKind.MADRID: (_ROUTINE, _ROUTINE, ""),
    ChangeKind.PRIORITY: (_ROUTINE, _ROUTINE, ""),
    ChangeKind.DOCKET_NUMBER: (_ROUTINE, _NOISE, ""),
    ChangeKind.LOCATION: (_NOISE, _NOISE, ""),
    ChangeKind.STAFF: (_NOISE, _NOISE, ""),
    ChangeKind.SECTION_GONE: (_IMPORTANT, _IMPORTANT, ""),
    ChangeKind.OTHER: (_IMPORTANT, _IMPORTANT, ""),
}
"""Of changes that no code stands for: for an owner, for a competitor, and plain words."""

_DEAD: Final = "The USPTO recorded the application as abandoned."
_TO_A_COMPETITOR: Final = {
    "abandonment": _DEAD,
    "abandonment_express": "The applicant gave the application up, or asked to.",
    "abandonment_notice": _DEAD,
    "cancellation_expiry": "The registration was cancelled or expired, in whole or in part.",
    "cancellation_surrender": "The registration was surrendered, in whole or in part.",
    "ownership_change": "A new owner, or an interest in the mark, was recorded or is to be recorded.",
    "owner_address_change": "The owner's address was changed.",
    "correspondence": "An address, e-mail or contact for USPTO mail changed or is to be changed.",
    "representation_change": "The attorney or domestic representative changed, withdrew, or was revoked.",
    "office_action": "The examining attorney refused registration; the applicant has to respond.",
    "office_action_final": "The examining attorney refused registration finally; the applicant may appeal.",
    "approved_for_publication": "The mark will be published in some weeks; then there are 30 days to oppose it.",
    "publication_notice": "It is announced when the mark will be published. The 30 days to oppose it start on that day.",
    "publication": "The mark was published: there are 30 days to oppose it, or to ask for more time.",
    "registration": "The mark is registered: it can no longer be opposed.",
    "use_allegation_filed": "The applicant says that the mark is used in commerce. This is not accepted yet.",
    "use_allegation_accepted": "The USPTO accepted that the mark is used in commerce. Registration or publication follows.",
    "sou_extension_granted": "The applicant was given more time to begin using the mark.",
    "maintenance_reminder": "The USPTO reminds the owner to keep the registration alive.",
    "petition_filed": "A petition was filed. A dead case may come back.",
    "revival_reinstatement": "The case was revived or reinstated: it is alive again.",
    "surrender_filed": "Somebody asked to give up the registration, in whole or in part.",
    "post_registration_action": "The USPTO refused or questioned a filing of the owner; the owner must respond.",
    "post_registration_audit": "The USPTO audits the use of the mark and asks the owner for proof of use.",
    "suspension": "The application is suspended. It waits for something else.",
}  # fmt: skip
"""By category, where the words for an owner say what the owner is to do. Words that a code has for itself say what
happened and stand for everybody, unless they ask to make sure of it."""


def weigh(changes: Sequence[Change], codes: Codes | None = None) -> tuple[Meaning, ...]:
    """What these changes mean, most telling first for an owner; each change is in exactly one of them."""
    tables = codes or Codes.standard()
    events = [change for change in changes if change.kind is ChangeKind.EVENT and change.event is not None]
    found = list(_mailings(events, tables))
    for change in changes:
        if change.kind is ChangeKind.STATUS:
            found.append(_status(change, tables, with_entry=bool(events)))
        elif change.kind in (ChangeKind.EVENT, ChangeKind.EVENT_REWRITTEN) and change.event is not None:
            if change.kind is ChangeKind.EVENT_REWRITTEN:
                found.append(_of_event(tables, tables.of(change.event), (change.path,)))
        else:
            found.append(_other(change))
    return tuple(sorted(found, key=lambda meaning: meaning.for_owner, reverse=True))


def severity_of(meanings: Sequence[Meaning], role: Role) -> Severity:
    """The highest of them for this role; important when there is none."""
    return max((meaning.severity(role) for meaning in meanings), default=_IMPORTANT)


def _mailings(events: Sequence[Change], tables: Codes) -> Iterator[Meaning]:
    paths: dict[ProsecutionEvent, list[str]] = {}
    for change in events:
        assert change.event is not None
        paths.setdefault(change.event, []).append(change.path)
    for mailing in merge_echoes((change.event for change in events if change.event), tables):
        whole = (mailing.main, *mailing.echoes)
        yield _of_event(tables, mailing.meaning, tuple(paths[event].pop(0) for event in whole))


def _of_event(tables: Codes, meaning: EventMeaning, paths: tuple[str, ...]) -> Meaning:
    usual = meaning.words == tables.categories.get(meaning.category) or "Make sure" in meaning.words
    return Meaning(
        paths=paths,
        category=meaning.category,
        words=meaning.words,
        words_for_competitor=_TO_A_COMPETITOR.get(meaning.category) if usual else None,
        for_owner=meaning.for_owner,
        for_competitor=meaning.for_competitor,
    )


def _status(change: Change, tables: Codes, *, with_entry: bool) -> Meaning:
    """Beside a new entry a status says little of its own, and never more than routine, unless the case died or lives again."""
    before, after = tables.status(_code(change.old)), tables.status(_code(change.new))
    turned = {before.standing, after.standing} == {Standing.LIVE, Standing.DEAD}
    least = _IMPORTANT if turned or not with_entry else _NOISE
    most = Severity.CRITICAL if turned or not with_entry else _ROUTINE
    words = "" if with_entry else after.words
    if turned:
        words = "The case is dead now." if after.standing is Standing.DEAD else "The case is live again."
    return Meaning(
        paths=(change.path,),
        category=after.category,
        words=words,
        for_owner=min(max(after.for_owner, least), most),
        for_competitor=min(max(after.for_competitor, least), most),
    )


def _code(text: str | None) -> str:
    """The code at the beginning of a status in words: `641 Non-final action ...`."""
    return (text or "").split(" ", 1)[0].rstrip(":")


def _other(change: Change) -> Meaning:
    owner, competitor, words = _OTHERS.get(change.kind, (_IMPORTANT, _IMPORTANT, ""))
    return Meaning(
        paths=(change.path,),
        words=words,
        words_for_competitor="" if words == _INTENDED else None,
        for_owner=owner,
        for_competitor=competitor,
    )
