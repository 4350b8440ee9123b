"""What a person is told, before any formatting: notices, their stored form, and their words.

`values` are the notices, `forms` their JSON for the database; `composer` puts them into words (`content`, `subjects`),
and `harmless` sees to it that these words do no harm.
"""

from __future__ import annotations

from watcher.trademark.notice.composer import compose, documents_link, moment_words, status_link
from watcher.trademark.notice.content import Content, cut
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
from watcher.trademark.notice.harmless import for_chat, one_line, shorten
from watcher.trademark.notice.subjects import name_of, subject, telling_words
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
    "Content",
    "Context",
    "DoubtPersistedNotice",
    "FirstSightNotice",
    "Notice",
    "RecoveryNotice",
    "Severity",
    "TestNotice",
    "TroubleNotice",
    "compose",
    "context_from_text",
    "context_text",
    "cut",
    "documents_link",
    "facts_from_text",
    "facts_of",
    "facts_text",
    "for_chat",
    "from_json",
    "from_text",
    "kind_of",
    "moment_words",
    "name_of",
    "one_line",
    "shorten",
    "status_link",
    "subject",
    "telling_words",
    "to_json",
    "to_text",
]
