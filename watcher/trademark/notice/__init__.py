"""What a person is told, before any formatting: notices, their stored form, and their words.

`values` are the notices, `forms` their JSON for the database, `subject` and `content` their words.
"""

from __future__ import annotations

from watcher.trademark.notice.forms import (
    VERSION,
    context_from_text,
    context_text,
    facts_from_text,
    facts_text,
    from_json,
    from_text,
    kind_of,
    to_json,
    to_text,
)
from watcher.trademark.notice.values import (
    SEVERITY_BEFORE_THE_TABLES,
    CaseFacts,
    ChangesNotice,
    Context,
    DoubtPersistedNotice,
    FirstSightNotice,
    Notice,
    RecoveryNotice,
    Severity,
    TestNotice,
    TroubleNotice,
    facts_of,
)

__all__ = [
    "SEVERITY_BEFORE_THE_TABLES",
    "VERSION",
    "CaseFacts",
    "ChangesNotice",
    "Context",
    "DoubtPersistedNotice",
    "FirstSightNotice",
    "Notice",
    "RecoveryNotice",
    "Severity",
    "TestNotice",
    "TroubleNotice",
    "context_from_text",
    "context_text",
    "facts_from_text",
    "facts_of",
    "facts_text",
    "from_json",
    "from_text",
    "kind_of",
    "to_json",
    "to_text",
]
