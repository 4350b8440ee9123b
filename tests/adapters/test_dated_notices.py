"""Notices with legal dates in finished words, held by files in `goldens`: e-mail as text and as HTML, and chat.

A golden that is missing fails: write it by hand, or take what the test shows after reading it as a paralegal would.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.trademark.notices import (
    ACTION_CASE,
    CONTEXT,
    FACTS,
    MAILING,
    OWNER,
    PUBLISHED,
    REGISTERED,
    TABLES,
    dated,
    entry,
    first_sight,
    moved_date,
    reminder,
    weighed,
)
from watcher.adapters.render import render
from watcher.ports import Format, Style
from watcher.trademark.deadlines.values import State
from watcher.trademark.notice import Context, Notice, compose
from watcher.trademark.numbers import SerialNumber

GOLDENS = Path(__file__).parent / "goldens"
RIVALS = replace(CONTEXT, role="competitor", group="Rivals", client="", matter="")
STYLES = {
    "txt": Style(Format.TEXT),
    "html": Style(Format.HTML, limit=300_000),
    "md": Style(Format.MARKDOWN, chat=True, limit=4_000),
}
DIVIDED = replace(FACTS, children=(SerialNumber("97999001"), SerialNumber("97999002")))

TOLD: dict[str, tuple[Notice, Context]] = {
    "office-action": (weighed(*MAILING, OWNER, text=ACTION_CASE), CONTEXT),
    "office-action-of-a-competitor": (weighed(*MAILING, OWNER, text=ACTION_CASE), RIVALS),
    "publication-of-a-competitor": (
        weighed(entry(3, "PUBOA", "PUBLISHED FOR OPPOSITION", date(2026, 11, 17)), text=PUBLISHED),
        RIVALS,
    ),
    "division": (
        weighed(entry(9, "DPCCD", "DIVISIONAL PROCESSING COMPLETE"), text=ACTION_CASE, facts=DIVIDED),
        CONTEXT,
    ),
    "first-sight": (replace(first_sight(2), deadlines=dated(REGISTERED), tables=TABLES), CONTEXT),
    "reminder": (replace(reminder(), internal=date(2027, 2, 15)), CONTEXT),
    "moved-date": (moved_date(), CONTEXT),
}


@pytest.mark.parametrize("form", STYLES)
@pytest.mark.parametrize("name", TOLD)
def test_a_notice_with_legal_dates_reads_as_its_golden(name, form):
    message = render(compose([TOLD[name]]), STYLES[form])
    golden = GOLDENS / f"{name}.{form}"
    assert golden.exists(), f"{golden} is missing"
    assert f"Subject: {message.subject}\n\n{message.body}" == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("limit", [4_000, 2_000, 1_000, 700])
def test_where_there_is_little_room_the_date_stays(limit):
    body = render(compose([TOLD["office-action"]]), Style(Format.MARKDOWN, chat=True, limit=limit)).body
    assert len(body) <= limit
    assert "Sat 2027-02-20" in body
    assert "Response to office action" in body


@pytest.mark.parametrize("form", STYLES)
def test_each_form_says_the_fixed_sentences_both_dates_and_what_the_date_rests_on(form):
    body = render(compose([TOLD["office-action"]]), STYLES[form]).body
    for words in (
        "Computed from TSDR data; the USPTO document controls.",
        "Rule not yet reviewed by a practitioner.",
        "Sat 2027-02-20",
        "Mon 2027-02-22",
        "Thu 2027-05-20",
        "The extension must be asked for by the first date, and before any response.",
        "NON-FINAL ACTION E-MAILED, entry 7 of 2026-11-20",
        "Confirm it in the document.",
        "37 CFR 2.62(a)(1)-(2)",
        "53 rules 1a2b3c4d",
        "12 closures 5e6f7a8b",
    ):
        assert words in body


def test_a_date_that_passed_says_so_in_the_subject() -> None:
    line = replace(reminder().deadline, state=State.PASSED)
    over = replace(reminder(), deadline=line, rung="passed", at=datetime(2027, 3, 1, 12, tzinfo=UTC))
    assert compose([(over, CONTEXT)]).subject == (
        "[Acme Corp] Critical: passed 9 days ago, no filing seen: Response to office action: AZUKI ZEN (97123456)"
    )
