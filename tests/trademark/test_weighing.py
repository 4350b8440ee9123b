"""What changes mean and how much they matter, to an owner and to somebody who watches a competitor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.trademark.notices import (
    ABANDONED,
    CONTEXT,
    FACTS,
    MAILING,
    NOON,
    OWNER,
    changed,
    changes,
    entry,
    event,
    weighed,
)
from watcher.trademark.codes import Codes, Role, Severity
from watcher.trademark.model import ChangeKind
from watcher.trademark.notice import ChangesNotice, compose, severity_of, subject, weigh
from watcher.trademark.notice.content import Items

RIVALS = replace(CONTEXT, role="competitor", group="Rivals")


def history(notice: ChangesNotice, role: str = "owner") -> list[tuple[str, str, str, tuple[str, ...]]]:
    blocks = compose([(notice, replace(CONTEXT, role=role))]).blocks
    title = "New in the prosecution history"
    items = next(block.items for block in blocks if isinstance(block, Items) and block.title == title)
    return [(item.words, item.severity, item.means, item.others) for item in items]


def test_the_written_the_mailed_and_the_notification_entry_of_one_action_are_one_change():
    assert history(weighed(*MAILING)) == [
        (
            "NON-FINAL ACTION E-MAILED",
            "critical",
            "The examining attorney refused registration; a response is needed.",
            ("NON-FINAL ACTION WRITTEN", "NOTIFICATION OF NON-FINAL ACTION E-MAILED"),
        )
    ]


def test_every_change_is_in_exactly_one_meaning():
    told = (*MAILING, OWNER, *ABANDONED[1:], entry(30, "QQ9QZ", "NEVER SEEN BEFORE"))
    paths = [path for meaning in weigh(told) for path in meaning.paths]
    assert sorted(paths) == sorted(change.path for change in told)


def test_two_entries_of_one_kind_on_one_day_are_two_changes():
    twins = (entry(1, "GNRTO", "NON-FINAL ACTION E-MAILED"), entry(2, "GNRTO", "NON-FINAL ACTION E-MAILED"))
    assert [len(meaning.paths) for meaning in weigh(twins)] == [1, 1]


def test_a_code_that_is_in_no_table_is_told_as_important_and_to_be_read():
    ((words, severity, means, _),) = history(weighed(entry(30, "QQ9QZ", "NEVER SEEN BEFORE")))
    assert (words, severity) == ("NEVER SEEN BEFORE", "important")
    assert means == "This code is in no table of ours: read the entry."


def test_the_user_s_own_rows_decide_what_a_code_means():
    rows = "code,type,category,owner,competitor,words\nQQ9Q,Z,office_action,noise,noise,Ours alone.\n"
    (meaning,) = weigh((entry(30, "QQ9QZ", "NEVER SEEN BEFORE"),), Codes.standard().with_rows(rows))
    assert meaning.plain("owner") == meaning.plain("competitor") == "Ours alone."
    assert meaning.for_owner is Severity.NOISE


@pytest.mark.parametrize(
    ("old", "new", "words", "owner", "competitor"),
    [
        ("641 x", "602 x", "The case is dead now.", Severity.CRITICAL, Severity.IMPORTANT),
        ("602 x", "641 x", "The case is live again.", Severity.IMPORTANT, Severity.IMPORTANT),
    ],
)
def test_a_case_that_dies_or_lives_again_is_at_least_important_beside_any_entry(
    old: str, new: str, words: str, owner: Severity, competitor: Severity
):
    status = changed(ChangeKind.STATUS, "Status", old, new)
    (found,) = (
        each for each in weigh((status, entry(1, "DOCKD", "ASSIGNED TO EXAMINER"))) if "status" in each.paths
    )
    assert found.words == words
    assert found.for_owner >= owner
    assert found.for_competitor >= competitor


def test_a_status_without_an_entry_is_at_least_important_and_beside_one_at_most_routine():
    status = changed(ChangeKind.STATUS, "Status", "630 x", "638 x")
    assert severity_of(weigh((status,)), Role.OWNER) is Severity.IMPORTANT
    beside = weigh((status, entry(1, "DOCKD", "ASSIGNED TO EXAMINER")))
    (found,) = (each for each in beside if "status" in each.paths)
    assert found.for_owner <= Severity.ROUTINE


@pytest.mark.parametrize("kind", [ChangeKind.OWNER, ChangeKind.ATTORNEY, ChangeKind.CORRESPONDENT])
def test_a_change_of_owner_attorney_or_correspondent_is_important_to_an_owner(kind: ChangeKind):
    (meaning,) = weigh((changed(kind, "Somebody", "A", "B"),))
    assert meaning.for_owner is Severity.IMPORTANT
    assert meaning.plain("owner") == "Make sure that it was intended."
    assert meaning.plain("competitor") == ""


def test_a_new_owner_of_a_competitor_s_mark_is_important_and_its_new_attorney_is_not():
    owner, attorney = (
        weigh((changed(kind, "Somebody", "A", "B"),))[0] for kind in (ChangeKind.OWNER, ChangeKind.ATTORNEY)
    )
    assert owner.for_competitor is Severity.IMPORTANT
    assert attorney.for_competitor < Severity.IMPORTANT


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        ("ABN2O", "ABANDONMENT - FAILURE TO RESPOND", "was abandoned"),
        ("EXARI", "TEAS EXPRESS ABANDONMENT RECEIVED", "gave the application up, or asked to"),
        ("PUBOA", "PUBLISHED FOR OPPOSITION", "30 days to oppose it"),
        ("R.PRA", "REGISTERED-PRINCIPAL REGISTER", "is registered"),
        ("IUAFS", "USE AMENDMENT FILED", "used in commerce"),
    ],
)
def test_who_watches_a_competitor_is_told_what_it_means_to_them(code: str, words: str, said: str):
    ((_, _, means, _),) = history(weighed(entry(5, code, words)), "competitor")
    assert said in means
    assert "Make sure" not in means


def test_the_severity_in_the_subject_is_that_of_the_recipient_s_role_and_the_most_severe_change_is_named():
    said = (entry(9, "DOCKD", "ASSIGNED TO EXAMINER", date(2026, 11, 22)), *MAILING)
    assert subject([(weighed(*said), CONTEXT)]) == (
        "[Acme Corp] Critical: AZUKI ZEN (97123456): non-final action e-mailed (+2 more)"
    )
    assert subject([(weighed(*said), RIVALS)]).startswith("[Rivals] Important: AZUKI ZEN")
    both = replace(RIVALS, severity="critical")
    assert subject([(weighed(*said), both)]).startswith("[Rivals] Critical: AZUKI ZEN")


def test_several_notices_in_one_message_carry_the_highest_severity():
    low = replace(weighed(entry(9, "DOCKD", "ASSIGNED TO EXAMINER")))
    assert subject([(low, CONTEXT), (weighed(*MAILING), CONTEXT)]) == "[Acme Corp] Critical: 2 notices"


def test_a_notice_of_before_the_tables_is_important_and_told_as_it_was():
    old = ChangesNotice(FACTS, (event(1, "SOMETHING"), event(2, "ELSE")), NOON)
    assert len(history(old)) == 2
    assert subject([(old, CONTEXT)]).startswith("[Acme Corp] Important: ")
    assert changes().severity is Severity.IMPORTANT
