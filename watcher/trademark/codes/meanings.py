"""What one code means: category, severity for an owner and for a competitor, plain words, the rules that it starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from watcher.trademark.severity import Role, Severity

UNCLASSIFIED = "unclassified"
"""The category of a code that is in no table: shown, "read it"."""


class Stage(StrEnum):
    """What an entry is within its mailing: one mailing makes about three entries (tsdr.md, "The status document")."""

    WRITTEN = "written"
    ISSUED = "issued"
    NOTIFICATION = "notification"


class Match(StrEnum):
    """How a code was found in the table."""

    CODE_AND_TYPE = "code and type"
    CODE_AND_DESCRIPTION = "code and description"
    NOT_FOUND = "not found"


class Standing(StrEnum):
    """Is the case pending or registered (live), or abandoned, cancelled, expired (dead)?"""

    LIVE = "live"
    DEAD = "dead"
    NEITHER = "neither"


_STAGES = {"action_written_not_issued": Stage.WRITTEN, "echo_notice": Stage.NOTIFICATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMeaning:
    """What an event code with its type means.

    `rules` are ids of deadline rules that the entry starts or marks; `mailing` names the kind of mailing whose
    entries are one change, empty when the entry stands alone. `key` is code and type as the USPTO writes them
    together, `CNRTF`, or empty when the code is in no table. Does not say what a particular entry did: see
    `watcher.trademark.deadlines`.
    """

    code: str
    event_type: str
    description: str = ""
    category: str = UNCLASSIFIED
    for_owner: Severity = Severity.IMPORTANT
    for_competitor: Severity = Severity.IMPORTANT
    words: str
    rules: tuple[str, ...] = ()
    mailing: str = ""
    note: str = ""
    source: str = ""
    key: str = field(init=False)
    stage: Stage = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", self.code + self.event_type if self.known else "")
        object.__setattr__(self, "stage", _STAGES.get(self.category, Stage.ISSUED))

    @property
    def known(self) -> bool:
        """Is the code in a table?"""
        return self.category != UNCLASSIFIED

    def severity(self, role: Role) -> Severity:
        """How much it matters to somebody in this role."""
        return self.for_competitor if role is Role.COMPETITOR else self.for_owner


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMeaning:
    """What a status code means. `standing` is live or dead; `kind` refines it (`pending`, `abandoned`), may be empty."""

    code: str
    description: str = ""
    category: str = UNCLASSIFIED
    for_owner: Severity = Severity.IMPORTANT
    for_competitor: Severity = Severity.IMPORTANT
    words: str
    standing: Standing | None = None
    kind: str = ""
    rules: tuple[str, ...] = ()
    note: str = ""
    source: str = ""

    @property
    def known(self) -> bool:
        """Is the code in a table? Then `standing` is known too."""
        return self.category != UNCLASSIFIED

    def severity(self, role: Role) -> Severity:
        """How much it matters to somebody in this role."""
        return self.for_competitor if role is Role.COMPETITOR else self.for_owner
