"""The firm's docket beside ours: what agrees, what differs, what is missing on either side, which cases have nothing ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from watcher.trademark.deadlines import Confidence, Deadline, Rules, State
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.reconcile import Docketed, Line, Ours, Verdict, reconcile, rules_of

TODAY = date(2026, 10, 1)
SERIAL = SerialNumber("97000001")
ACTION = Deadline(
    id="97000001:OA_RESPONSE:entry-7",
    serial_number=SERIAL,
    rule="OA_RESPONSE",
    title="Response to office action",
    state=State.OPEN,
    confidence=Confidence.CONFIRM,
    due=date(2026, 11, 28),
    rolled=date(2026, 11, 30),
    extension=date(2027, 2, 28),
    extension_rolled=date(2027, 3, 1),
)
SECTION_8 = replace(
    ACTION,
    id="97000001:REG_MAINTENANCE:registration",
    rule="REG_MAINTENANCE",
    title="Section 8 declaration of use, sixth year",
    due=date(2027, 5, 4),
    rolled=date(2027, 5, 4),
    grace=date(2027, 11, 4),
    grace_rolled=date(2027, 11, 4),
    extension=None,
    extension_rolled=None,
)


def row(words: str, day: date | None, number: int = 2, serial: SerialNumber | None = SERIAL) -> Docketed:
    return Docketed(row=number, asked="97000001", serial=serial, words=words, day=day)


def lines(*rows: Docketed, ours: tuple[Deadline, ...] = (ACTION,), live: bool = True) -> tuple[Line, ...]:
    return reconcile(rows, [Ours(serial=SERIAL, mark="AZUKI ZEN", live=live, deadlines=ours)], TODAY)


def verdicts(*rows: Docketed, ours: tuple[Deadline, ...] = (ACTION,), live: bool = True) -> list[Verdict]:
    return [line.verdict for line in lines(*rows, ours=ours, live=live)]


@pytest.mark.parametrize("day", [date(2026, 11, 28), date(2026, 11, 30)])
def test_the_due_date_and_the_one_that_it_rolls_to_both_match(day: date) -> None:
    (line,) = lines(row("Response to Office Action due", day))
    assert (line.verdict, line.ours, line.theirs, line.row) == (Verdict.MATCHED, ACTION.due, day, 2)
    assert line.note == ("" if day == ACTION.due else "the docket has the rolled date")


def test_a_later_date_in_the_docket_is_different_and_says_that_it_is_later() -> None:
    (line,) = lines(row("Office action response", date(2026, 12, 2)))
    assert (line.verdict, line.note) == (Verdict.DIFFERENT, "the docket is 4 days LATER")


def test_a_docket_that_has_only_the_extended_date_does_not_match() -> None:
    (line,) = lines(row("OA response", date(2027, 2, 28)))
    assert (line.verdict, line.note) == (Verdict.DIFFERENT, "the docket has the date if extended")
    both = (row("OA response", date(2026, 11, 28)), row("OA response (extended)", date(2027, 2, 28), 3))
    assert verdicts(*both) == [Verdict.MATCHED, Verdict.MATCHED]


def test_the_end_of_grace_is_enough_once_the_due_date_is_over() -> None:
    over = replace(SECTION_8, due=date(2026, 9, 4), rolled=date(2026, 9, 4), grace=date(2027, 3, 4))
    assert verdicts(row("Section 8 grace", date(2027, 3, 4)), ours=(over,)) == [Verdict.MATCHED]
    assert verdicts(row("Section 8 grace", date(2027, 11, 4)), ours=(SECTION_8,)) == [Verdict.DIFFERENT]


def test_what_only_one_side_has_is_missing_on_the_other() -> None:
    found = lines(row("Section 8 and 15", date(2027, 5, 4)))
    assert [(line.verdict, line.rule) for line in found] == [
        (Verdict.MISSING_THERE, "OA_RESPONSE"),
        (Verdict.MISSING_HERE, "REG_MAINTENANCE"),
    ]
    assert found[1].note == "nothing in the case starts such a date"


def test_a_date_of_the_docket_that_is_met_here_says_by_what() -> None:
    met = replace(ACTION, state=State.MET, why="a response was filed")
    (line,) = lines(row("Response to office action", date(2026, 12, 1)), ours=(met,), live=False)
    assert (line.verdict, line.note) == (Verdict.MISSING_HERE, "ours (2026-11-28): met: a response was filed")
    (line,) = lines(row("Response to office action", date(2026, 11, 28)), ours=(met,), live=False)
    assert (line.verdict, line.note) == (Verdict.MATCHED, "met: a response was filed")


def test_words_that_name_no_rule_match_by_their_date_alone() -> None:
    assert verdicts(row("Final due", date(2026, 11, 28))) == [Verdict.MATCHED]
    assert verdicts(row("FD", date(2026, 11, 28))) == [Verdict.MATCHED]
    assert verdicts(row("FD", date(2026, 11, 27))) == [Verdict.MISSING_THERE, Verdict.MISSING_HERE]


def test_a_docket_with_the_right_date_under_another_rule_does_not_match() -> None:
    assert verdicts(row("Section 8", date(2026, 11, 28))) == [Verdict.MISSING_THERE, Verdict.MISSING_HERE]


def test_two_actions_of_one_case_are_paired_one_to_one() -> None:
    second = replace(
        ACTION, id="97000001:OA_RESPONSE:entry-9", due=date(2026, 12, 15), rolled=date(2026, 12, 15)
    )
    found = lines(row("OA", date(2026, 12, 14)), row("OA", date(2026, 11, 28), 3), ours=(ACTION, second))
    assert [(line.verdict, line.deadline, line.row) for line in found] == [
        (Verdict.DIFFERENT, second.id, 2),
        (Verdict.MATCHED, ACTION.id, 3),
    ]


def test_a_live_case_without_a_date_ahead_on_either_side_is_named_and_a_dead_one_is_not() -> None:
    assert verdicts(ours=()) == [Verdict.NO_DATE]
    assert verdicts(ours=(), live=False) == []
    assert verdicts(row("Status check", date(2026, 12, 1)), ours=()) == [Verdict.MISSING_HERE]
    gone = replace(
        ACTION, due=date(2026, 1, 1), rolled=None, extension=None, extension_rolled=None, state=State.MET
    )
    assert verdicts(ours=(gone,)) == [Verdict.NO_DATE]


def test_a_check_of_our_own_need_not_stand_in_the_docket_and_is_no_date_ahead() -> None:
    check = replace(ACTION, rule="DILIGENCE_6M", due=date(2027, 4, 1), extension=None, extension_rolled=None)
    assert verdicts(ours=(check,)) == [Verdict.NO_DATE]


def test_a_case_that_nobody_watches_and_a_row_without_a_date_are_missing_here() -> None:
    found = lines(row("OA", date(2026, 11, 28), serial=None), row("OA", None, 3))
    notes = {line.row: line.note for line in found if line.verdict is Verdict.MISSING_HERE}
    assert notes == {2: "the case is not watched", 3: "the row has no date"}
    assert Verdict.MISSING_THERE in {line.verdict for line in found}


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("OA_RESPONSE", "OA_RESPONSE"),
        ("Response to Non-Final Office Action", "OA_RESPONSE"),
        ("Final Refusal - Response", "OA_RESPONSE_FINAL"),
        ("SOU due", "NOA_SOU"),
        ("Statement of Use or Extension", "NOA_SOU"),
        ("\u00a7 8 & 15", "REG_MAINTENANCE"),
        ("Section 8 & 9 renewal", "REG_MAINTENANCE_NEXT"),
        ("Renewal", "REG_MAINTENANCE_NEXT"),
        ("6th year declaration", "REG_MAINTENANCE"),
        ("Opposition period ends", "OPP_WINDOW"),
        ("Petition to revive", "REVIVE_2M"),
        ("Post-registration action response", "POSTREG_RESPONSE"),
    ],
)
def test_dockets_call_the_rules_by_many_names(words: str, rule: str) -> None:
    assert rules_of(words)[0] == rule
    assert rule in Rules.standard().ids


def test_every_rule_that_words_may_mean_exists() -> None:
    from watcher.trademark.reconcile import _RULES

    assert {rule for _, rules in _RULES for rule in rules} <= Rules.standard().ids


def test_the_lines_that_need_a_person_come_first() -> None:
    found = lines(
        row("OA", date(2026, 11, 28)), row("Section 8", date(2027, 5, 1), 3), ours=(ACTION, SECTION_8)
    )
    assert [line.verdict for line in found] == [Verdict.DIFFERENT, Verdict.MATCHED]
