"""The user's own codes and closures: read with the watchlist, every mistake with its line."""

from __future__ import annotations

from datetime import date

import pytest

from watcher.config.own_tables import own_calendar, own_codes
from watcher.trademark.severity import Severity

WATCH = "watch: [{name: Acme Corp, tell: docket, marks: [78787878]}]\n"


def test_a_row_of_the_user_goes_over_ours_and_keeps_what_it_leaves_empty(folder):
    folder.write("code,type,owner,words\nCNRT,F,noise,Read it over tea.\n", "codes.csv")
    codes = own_codes(folder.path / "codes.csv")
    own, ours = codes.event("CNRT", "F"), own_codes(None).event("CNRT", "F")
    assert (own.for_owner, own.words) == (Severity.NOISE, "Read it over tea.")
    assert (own.category, own.rules, own.for_competitor) == (ours.category, ours.rules, ours.for_competitor)


def test_one_file_may_hold_events_and_statuses(folder):
    text = "# ours\ncode,type,owner\nCNRT,F,noise\n\nstatus,owner,words\n630,noise,A new application.\n"
    folder.write(text, "codes.csv")
    codes = own_codes(folder.path / "codes.csv")
    assert codes.event("CNRT", "F").for_owner is Severity.NOISE
    assert codes.status("630").words == "A new application."


def test_a_day_of_the_user_is_a_day_on_which_the_office_is_closed(folder):
    folder.write("date,name\n2027-02-11,Snow\n", "closures.csv")
    calendar = own_calendar(folder.path / "closures.csv")
    assert calendar.roll(date(2027, 2, 11)) == date(2027, 2, 12)
    assert own_calendar(None).roll(date(2027, 2, 11)) == date(2027, 2, 11)


def test_the_mistakes_of_both_files_are_told_with_those_of_the_watchlist(folder, head):
    folder.write("date,name\n2027-02-30,Snow\n", "closures.csv")
    folder.write("code,type,owner\nCNRT,F,urgent\n\nstatus,owner\n630,loud\n", "codes.csv")
    text = head + "codes_file: codes.csv\nclosures_file: closures.csv\nsettle: soon\n" + WATCH
    told = folder.told(text)
    assert "codes.csv:2: owner: 'urgent' is none of noise, routine, important, critical" in told
    assert "codes.csv:5: owner: 'loud'" in told
    assert "closures.csv:2: date: '2027-02-30' is not a day such as 2026-02-28" in told
    assert "watchlist.yaml:6: settle: 'soon'" in told


@pytest.mark.parametrize("key", ["codes_file", "closures_file"])
def test_a_file_that_is_not_there_is_a_mistake_of_the_line_that_names_it(folder, head, key):
    told = folder.told(f"{head}{key}: gone.csv\n{WATCH}")
    assert f"watchlist.yaml:4: {key}: " in told
    assert "gone.csv cannot be read: no such file or directory" in told


def test_a_rule_that_does_not_exist_is_a_mistake(folder, head):
    folder.write("code,type,rules\nCNRT,F,office_acton\n", "codes.csv")
    told = folder.told(f"{head}codes_file: codes.csv\n{WATCH}")
    assert "there is no rule office_acton" in told


def test_a_ladder_of_reminders_is_made_of_days_and_of_the_words_of_the_rules(folder):
    def ladder(written: str) -> tuple[str, ...] | None:
        head = (
            "tsdr: {api_key: k}\nchannels: {docket: {url: json://localhost, remind: %s}}\noperator: docket\n"
        )
        return folder.load(head % written + WATCH).channels["docket"].remind

    assert ladder("[60, 30d, 07]") == ("60", "30", "7")
    assert ladder("'opens, 90, grace, grace-30d'") == ("opens", "90", "grace", "grace-30")
    assert ladder("[]") == ()


def test_a_step_that_is_none_says_what_is_one(folder):
    head = (
        "tsdr: {api_key: k}\nchannels: {docket: {url: json://localhost, remind: [soon]}}\noperator: docket\n"
    )
    assert "'soon' is no step of a ladder of reminders (days before the date (60), opens" in folder.told(
        head + WATCH
    )
