"""What a person is told, before any formatting: notices, their stored form, and their words.

`values` are the notices, `forms` their JSON for the database; `weighing` says what the changes of one mean, `composer` puts them
into words (`content`, `subjects`, `dates`), and `harmless` sees to it that these words do no harm. Each is loaded when something of it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.trademark.notice.composer import compose
    from watcher.trademark.notice.content import Content, cut
    from watcher.trademark.notice.dates import concerns, tables_words, worth_telling
    from watcher.trademark.notice.facts import CaseFacts, facts_from_text, facts_of, facts_text
    from watcher.trademark.notice.forms import (
        VERSION,
        context_from_text,
        context_text,
        from_json,
        from_text,
        kind_of,
        to_json,
        to_text,
    )
    from watcher.trademark.notice.harmless import for_chat, one_line, shorten
    from watcher.trademark.notice.parts import documents_link, moment_words, status_link
    from watcher.trademark.notice.subjects import name_of, subject, telling_words
    from watcher.trademark.notice.values import (
        SEVERITY_BEFORE_THE_TABLES,
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
    from watcher.trademark.notice.weighing import severity_of, weigh
    from watcher.trademark.severity import Severity

__all__ = [
    "SEVERITY_BEFORE_THE_TABLES",
    "VERSION",
    "CaseFacts",
    "ChangesNotice",
    "Content",
    "Context",
    "FirstSightNotice",
    "Meaning",
    "MovedDateNotice",
    "Notice",
    "RecoveryNotice",
    "ReminderNotice",
    "Severity",
    "TestNotice",
    "TroubleNotice",
    "compose",
    "concerns",
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
    "severity_of",
    "shorten",
    "status_link",
    "subject",
    "tables_words",
    "telling_words",
    "to_json",
    "to_text",
    "weigh",
    "worth_telling",
]

_HOMES = {
    "SEVERITY_BEFORE_THE_TABLES": "values",
    "VERSION": "forms",
    "CaseFacts": "facts",
    "ChangesNotice": "values",
    "Content": "content",
    "Context": "values",
    "FirstSightNotice": "values",
    "Meaning": "values",
    "MovedDateNotice": "values",
    "Notice": "values",
    "RecoveryNotice": "values",
    "ReminderNotice": "values",
    "Severity": "values",
    "TestNotice": "values",
    "TroubleNotice": "values",
    "compose": "composer",
    "concerns": "dates",
    "context_from_text": "forms",
    "context_text": "forms",
    "cut": "content",
    "documents_link": "parts",
    "facts_from_text": "facts",
    "facts_of": "facts",
    "facts_text": "facts",
    "for_chat": "harmless",
    "from_json": "forms",
    "from_text": "forms",
    "kind_of": "forms",
    "moment_words": "parts",
    "name_of": "subjects",
    "one_line": "harmless",
    "severity_of": "weighing",
    "shorten": "harmless",
    "status_link": "parts",
    "subject": "subjects",
    "tables_words": "dates",
    "telling_words": "subjects",
    "to_json": "forms",
    "to_text": "forms",
    "weigh": "weighing",
    "worth_telling": "dates",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
