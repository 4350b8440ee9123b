"""A trademark case as TSDR's status document tells it: typed, frozen, compared by value.

Field by field this follows the table "The status document" of tsdr.md. Days are days in Washington; a day that
the document gives in part (`19960100`, day unknown) stays text. What the document says and the model does not
is kept in `Case.other`, so that nothing is lost.
"""

from __future__ import annotations

from watcher.trademark.model.case import (
    Case,
    Fact,
    ModifiedDates,
    Section,
)
from watcher.trademark.model.change import (
    Change,
    ChangeKind,
)
from watcher.trademark.model.history import (
    Assignment,
    AssignmentDocument,
    Proceeding,
    ProceedingEvent,
    ProceedingParty,
    ProsecutionEvent,
    RelatedMark,
)
from watcher.trademark.model.people import (
    Address,
    Attorney,
    Contact,
    Owner,
    Staff,
)
from watcher.trademark.model.rights import (
    WORDS_OF_A_DRAWING,
    AssociatedMark,
    FilingBasis,
    GoodsAndServices,
    Location,
    MaintenanceFiling,
    Mark,
    PriorityClaim,
    Status,
)

__all__ = [
    "WORDS_OF_A_DRAWING",
    "Address",
    "Assignment",
    "AssignmentDocument",
    "AssociatedMark",
    "Attorney",
    "Case",
    "Change",
    "ChangeKind",
    "Contact",
    "Fact",
    "FilingBasis",
    "GoodsAndServices",
    "Location",
    "MaintenanceFiling",
    "Mark",
    "ModifiedDates",
    "Owner",
    "PriorityClaim",
    "Proceeding",
    "ProceedingEvent",
    "ProceedingParty",
    "ProsecutionEvent",
    "RelatedMark",
    "Section",
    "Staff",
    "Status",
]
