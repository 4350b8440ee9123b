"""The main job on real documents: first rewound, then as they are; each change is told once, by webhook and by mail."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.acceptance.running import Mailbox, Webhook, tmwatch, write_watchlist
from tests.samples import OLD_SCHEMA, own_documents, sample
from watcher.simulator import Office, SimulatorServer, rewound
from watcher.trademark.model import Case
from watcher.trademark.st96 import parse_status_document

TODAY = date(2026, 6, 1)


def real_documents() -> list[bytes]:
    folder = sample("casestatus")
    return [path.read_bytes() for path in sorted(folder.glob("*.xml")) if path.name != OLD_SCHEMA]


def newest_events(case: Case) -> int:
    """How many events to take away until the newest day is another one: the reported date follows it."""
    days = [event.date for event in case.events]
    return next(
        number
        for number in range(2, len(days))
        if max(filter(None, days[number:])) != max(filter(None, days))
    )


@pytest.mark.parametrize("source", ["the project's own documents", "real documents"])
def test_checked_twice_and_a_third_time_each_changed_case_is_told_exactly_once_with_every_new_event(
    tmp_path: Path, source: str
) -> None:
    documents = real_documents() if source == "real documents" else [p.read_bytes() for p in own_documents()]
    changed, same = documents[:-1], documents[-1]
    office = Office(start=TODAY)
    cases = [parse_status_document(document) for document in documents]
    new = [newest_events(case) for case in cases]
    for document, number in zip(changed, new, strict=False):
        office.put_document(
            rewound(document, number, ("630", "2009-01-01", "New application will be assigned."))
        )
    office.put_document(same)
    with SimulatorServer(office) as server, Webhook() as hook, Mailbox() as mailbox:
        watchlist = write_watchlist(
            tmp_path,
            server.base_url,
            {"hook": hook.url, "mail": mailbox.url},
            [("Acme Corp", ["hook", "mail"], [case.serial_number for case in cases])],
        )
        first = tmwatch("check", watchlist=watchlist)
        assert first.returncode == 0, first.stderr
        assert len(hook.subjects()) == len(mailbox.subjects()) == 1  # one message says what is watched

        for document in changed:
            office.put_document(document)
        second = tmwatch("check", "--json", watchlist=watchlist)
        assert second.returncode == 0, second.stderr
        assert sorted(one["serial_number"] for one in json.loads(second.stdout)["changed"]) == sorted(
            case.serial_number for case in cases[:-1]
        )
        assert len(hook.posted) == len(mailbox.mails) == len(changed)
        for number, case in zip(new, cases[:-1], strict=False):
            body = next(one["message"] for one in hook.posted if case.serial_number in one["title"])
            mail = next(one for one in mailbox.mails if case.serial_number in one["Subject"])
            text = mail.get_body(("plain",))
            assert text is not None
            for event in case.events[:number]:
                words = " ".join(event.description.split())
                assert words in body
                assert words in " ".join(text.get_content().split())
        hook.posted.clear()
        mailbox.mails.clear()

        third = tmwatch("check", "--json", watchlist=watchlist)
        assert third.returncode == 0
        assert json.loads(third.stdout)["changed"] == []
        assert (hook.posted, mailbox.mails) == ([], [])
