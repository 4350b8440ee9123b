"""What a person is told: subjects, contents, and the form in which notices wait in the database."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trademark.notices import (
    ABANDONED,
    ACTION_CASE,
    CONTEXT,
    FACTS,
    HOSTILE,
    MAILING,
    NOON,
    OWNER,
    PUBLISHED,
    REGISTERED,
    STATUS,
    STEALTHY,
    TABLES,
    changed,
    changes,
    dated,
    entry,
    event,
    first_sight,
    moved_date,
    reminder,
    weighed,
)
from watcher.trademark.model import WORDS_OF_A_DRAWING, Change, ChangeKind, Section
from watcher.trademark.notice import (
    ChangesNotice,
    Context,
    FirstSightNotice,
    Notice,
    RecoveryNotice,
    Severity,
    TestNotice,
    TroubleNotice,
    compose,
    context_from_text,
    context_text,
    for_chat,
    from_json,
    from_text,
    kind_of,
    one_line,
    subject,
    to_json,
    to_text,
    worth_telling,
)
from watcher.trademark.notice.content import Dues, Heading, Item, Items, Links, Paragraph, Rows, Table

EVERY_KIND: tuple[Notice, ...] = (
    changes(*ABANDONED, OWNER, resumed=True),
    first_sight(1),
    weighed(*MAILING, text=ACTION_CASE),
    replace(first_sight(2), deadlines=dated(REGISTERED), tables=TABLES),
    replace(reminder(), internal=date(2027, 2, 15)),
    moved_date(),
    TroubleNotice("The USPTO refused the API key", ("No case can be checked.",), "Get a new one.", NOON),
    RecoveryNotice("The USPTO takes the API key again", NOON, NOON),
    TestNotice("docket", NOON),
)


def said(notice: Notice, context: Context = CONTEXT) -> str:
    """The subject of one notice."""
    return subject([(notice, context)])


def items(notice: Notice, title: str) -> tuple[Item, ...]:
    """One list of a composed notice."""
    content = compose([(notice, CONTEXT)])
    return next(block.items for block in content.blocks if isinstance(block, Items) and block.title == title)


# -- the stored form


@pytest.mark.parametrize("notice", EVERY_KIND, ids=lambda notice: type(notice).__name__)
def test_a_notice_comes_out_of_the_database_as_it_went_in(notice):
    assert from_text(to_text(notice)) == notice
    assert from_json(json.loads(json.dumps(to_json(notice)))) == notice
    assert to_json(notice)["kind"] == kind_of(type(notice))


def test_every_kind_of_notice_has_a_stored_form():
    assert {type(notice) for notice in EVERY_KIND} == set(get_args(Notice))


def test_a_notice_of_a_newer_version_is_read_as_far_as_it_is_understood():
    stored = to_json(changes(event(1, "SOMETHING NEW")))
    stored["melodies"] = [{"date": "2027-01-01"}]
    stored["severity"] = "catastrophic"
    stored["changes"][0] |= {"kind": "hologram", "section": "scents", "category": "x"}
    notice = from_json(stored)
    assert isinstance(notice, ChangesNotice)
    assert notice.severity is Severity.IMPORTANT
    assert notice.changes[0].kind is ChangeKind.OTHER
    assert notice.changes[0].section is Section.OTHER
    assert notice.changes[0].summary == "SOMETHING NEW"


@pytest.mark.parametrize(
    "stored",
    [
        {},
        {"version": 1},
        {"version": 2, "kind": "test"},
        {"version": 1, "kind": "song"},
        {"version": 1, "kind": "test"},
    ],
)
def test_what_is_not_a_notice_is_an_error_and_not_a_guess(stored):
    with pytest.raises(ValueError, match="notice"):
        from_json(stored)


def test_the_context_comes_back_too_and_an_old_one_gets_the_defaults():
    assert context_from_text(context_text(CONTEXT)) == CONTEXT
    assert context_from_text('{"group": "Acme", "shoe_size": 44}') == Context(group="Acme")


def test_severities_compare_by_weight_and_not_by_alphabet():
    assert Severity.NOISE < Severity.ROUTINE < Severity.IMPORTANT < Severity.CRITICAL
    assert max(Severity) is Severity.CRITICAL
    assert Severity.CRITICAL >= Severity.IMPORTANT
    assert Severity("noise") <= Severity.ROUTINE


# -- subjects


def test_the_subject_names_group_mark_number_and_the_most_telling_change():
    assert (
        said(changes(*ABANDONED[2:]))
        == "[Acme Corp] Important: AZUKI ZEN (97123456): abandonment notice e-mailed"
    )
    assert (
        said(changes())
        == "[Acme Corp] Important: AZUKI ZEN (97123456): abandonment notice e-mailed (+2 more)"
    )


@pytest.mark.parametrize(
    ("words", "telling"),
    [
        (
            [
                "NON-FINAL ACTION WRITTEN",
                "NON-FINAL ACTION E-MAILED",
                "NOTIFICATION OF NON-FINAL ACTION E-MAILED",
            ],
            "non-final action e-mailed (+2 more)",
        ),
        (["TEAS CHANGE OF CORRESPONDENCE RECEIVED"], "TEAS change of correspondence received"),
        (
            ["REGISTERED - SEC. 8 (6-YR) ACCEPTED & SEC. 15 ACK."],
            "registered - sec. 8 (6-yr) accepted & sec. 15 ack.",
        ),
        (
            ["CASE ASSIGNED TO POST REGISTRATION PARALEGAL", "REGISTERED-PRINCIPAL REGISTER"],
            "registered-principal register (+1 more)",
        ),
        (
            ["OPPOSITION INSTITUTED NO. 999999", "ASSIGNED TO EXAMINER"],
            "opposition instituted NO. 999999 (+1 more)",
        ),
        (["Mixed Case Words"], "Mixed Case Words"),
    ],
)
def test_of_several_events_the_one_that_says_most_stands_in_the_subject(words, telling):
    events = [event(number, each) for number, each in enumerate(words, 1)]
    assert said(changes(*events)).partition("): ")[2] == telling


@pytest.mark.parametrize(
    ("change", "telling"),
    [
        (STATUS, "status now: Abandoned because the applicant failed to respond to an Office action"),
        (OWNER, "owner address changed"),
        (changed(ChangeKind.ATTORNEY, "Attorney of record", None, "Maria Lopez"), "attorney of record added"),
        (
            changed(ChangeKind.ATTORNEY, "Attorney of record", "Maria Lopez", None),
            "attorney of record removed",
        ),
        (changed(ChangeKind.PROCEEDING, "TTAB number", "1", "2"), "TTAB number changed"),
        (changed(ChangeKind.OTHER, "Owner listed", None, "Kettle"), "owner listed"),
    ],
)
def test_without_a_new_event_the_subject_says_what_else_changed(change, telling):
    assert said(changes(change)).partition("): ")[2] == telling


def test_a_drawing_is_called_by_our_label_and_no_group_means_no_brackets():
    drawing = replace(FACTS, mark=WORDS_OF_A_DRAWING)
    assert said(changes(OWNER, facts=drawing), Context(label="the fox")).startswith(
        "Important: the fox (97123456): "
    )
    assert said(changes(OWNER, facts=drawing), Context()).startswith(
        f"Important: {WORDS_OF_A_DRAWING} (97123456): "
    )


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        (
            EVERY_KIND[0],
            "[Acme Corp] Important: AZUKI ZEN (97123456): while it was not watched: abandonment notice e-mailed (+3 more)",
        ),
        (EVERY_KIND[1], "[Acme Corp] AZUKI ZEN (97000001): now watched"),
        (EVERY_KIND[6], "[tmwatch] The USPTO refused the API key"),
        (EVERY_KIND[7], "[tmwatch] Over: The USPTO takes the API key again"),
        (EVERY_KIND[8], "[tmwatch] Test of channel docket"),
    ],
)
def test_each_kind_of_notice_has_its_subject(notice, words):
    assert said(notice) == words


def test_a_subject_stays_short_whatever_the_names():
    long = said(
        changes(event(1, "VERY " * 60), facts=replace(FACTS, mark="MARK " * 100)),
        replace(CONTEXT, group="GROUP " * 50),
    )
    assert len(long) <= 150
    assert "(97123456)" in long


@given(st.text(), st.text(), st.text())
def test_no_text_of_others_puts_a_line_end_or_a_control_character_into_a_subject(mark, group, words):
    line = said(changes(event(1, words), facts=replace(FACTS, mark=mark)), replace(CONTEXT, group=group))
    assert line == one_line(line)
    assert not {unicodedata.category(character) for character in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    line.encode()


# -- contents


def test_new_events_are_told_with_their_day_newest_first_and_late_ones_are_marked():
    told = items(
        changes(
            event(1, "OLD NEWS", date(2026, 10, 23)),
            event(2, "NEWS"),
            event(3, "ON TIME", date(2026, 10, 24)),
        ),
        "New in the prosecution history",
    )
    assert [(item.when, item.words, item.note) for item in told] == [
        ("2026-11-20", "NEWS", ""),
        ("2026-10-24", "ON TIME", ""),
        ("2026-10-23", "OLD NEWS", "entered late"),
    ]


def test_whether_an_event_is_late_is_counted_in_days_of_washington():
    past_midnight_utc = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # still the 23rd in Washington
    notice = replace(changes(event(1, "NEWS", date(2026, 10, 24))), detected_at=past_midnight_utc)
    assert items(notice, "New in the prosecution history")[0].note == ""


def test_status_and_other_changes_are_told_as_old_and_new():
    notice = changes(STATUS, OWNER)
    assert [(item.old, item.new) for item in items(notice, "Status")] == [(STATUS.old, STATUS.new)]
    (owner,) = items(notice, "Other changes")
    assert (owner.words, owner.old, owner.new) == ("Owner address", OWNER.old, OWNER.new)


def test_every_change_is_told_in_one_place():
    notice = changes(
        *(
            changed(kind, f"Kind {kind.value}", "a", "b")
            for kind in ChangeKind
            if kind is not ChangeKind.EVENT
        ),
        event(1, "E"),
    )
    blocks = compose([(notice, CONTEXT)]).blocks
    told = [item for block in blocks if isinstance(block, Items) for item in block.items]
    assert len(told) == len(notice.changes)


def test_a_notice_names_the_facts_the_links_when_and_why():
    content = compose([(changes(), CONTEXT)])
    rows = dict(next(block for block in content.blocks if isinstance(block, Rows)).items)
    assert rows["Mark"] == "AZUKI ZEN"
    assert rows["Our reference"] == "1042-0007"
    assert rows["Client"] == "Acme"
    assert rows["Docket number at the USPTO"] == "KV-0031"
    assert "Registration number" not in rows
    links = next(block for block in content.blocks if isinstance(block, Links)).items
    assert [address for _, address in links] == [
        "https://tsdr.uspto.gov/#caseNumber=97123456&caseType=SERIAL_NO&searchType=statusSearch",
        "https://tsdr.uspto.gov/#caseNumber=97123456&caseType=SERIAL_NO&searchType=documentSearch",
    ]
    assert Paragraph("Detected 2026-11-23 12:37 EST (America/New York).") in content.blocks
    assert content.closing == (
        'You get this because "Acme Corp" on the watchlist names channel docket.',
        "This is not a message from the USPTO.",
    )
    assert content.thread == "97123456"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Europe/Berlin", "2026-11-23 18:37 CET (Europe/Berlin)"),
        ("UTC", "2026-11-23 17:37 UTC"),
        ("America/Sao_Paulo", "2026-11-23 14:37 America/Sao Paulo"),
        ("Nowhere/Land", "2026-11-23 17:37 UTC"),
    ],
)
def test_moments_are_told_in_the_time_zone_of_the_watchlist_with_its_name(zone, words):
    content = compose([(changes(), replace(CONTEXT, time_zone=zone))])
    assert Paragraph(f"Detected {words}.") in content.blocks


def test_a_repeat_says_so_first():
    first = compose([(changes(), CONTEXT)], may_be_repeat=True).blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text == "This may be a repeat: an earlier delivery of this notice may have reached you."


def test_a_case_that_is_watched_again_says_so():
    texts = [
        block.text
        for block in compose([(changes(resumed=True), CONTEXT)]).blocks
        if isinstance(block, Paragraph)
    ]
    assert "This case is watched again after a pause. This is what changed meanwhile." in texts


def test_trouble_says_what_to_do():
    content = compose([(EVERY_KIND[6], CONTEXT)])
    assert [block.text for block in content.blocks if isinstance(block, (Heading, Paragraph))] == [
        "The USPTO refused the API key",
        "No case can be checked.",
        "What to do: Get a new one.",
        "Since 2026-11-23 12:37 EST (America/New York).",
    ]


# -- first sights


def test_up_to_twenty_new_cases_are_told_in_detail_in_one_message():
    content = compose([(first_sight(number), CONTEXT) for number in range(20)])
    assert content.subject == "[Acme Corp] now watching 20 cases"
    assert sum(isinstance(block, Heading) for block in content.blocks) == 20
    assert not any(isinstance(block, Table) for block in content.blocks)
    histories = [block for block in content.blocks if isinstance(block, Items)]
    assert [item.words for item in histories[0].items] == ["OLD EVENT 3", "OLD EVENT 2"]
    assert content.thread == ""


def test_more_new_cases_make_a_table_by_group_with_a_line_for_each():
    other = replace(CONTEXT, group="Competitors", matter="")
    told = [(first_sight(number), CONTEXT if number < 15 else other) for number in range(40)]
    content = compose(told)
    assert content.subject == "now watching 40 cases"
    tables = [block for block in content.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [15, 25]
    assert tables[0].rows[0] == ("97000000", "AZUKI ZEN", "New application", "1042-0007")
    assert tables[1].rows[0] == ("97000015", "AZUKI ZEN", "New application")
    assert not any(isinstance(block, Items) for block in content.blocks)


def test_nothing_to_tell_is_an_error_of_the_caller():
    with pytest.raises(ValueError, match="at least one"):
        compose([])


# -- harmless text


def texts(value: object) -> list[str]:
    """Every text inside a content."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in texts(each)]
    names = [each.name for each in fields(value)] if hasattr(value, "__dataclass_fields__") else []
    return [text for name in names for text in texts(getattr(value, name))]


@pytest.mark.parametrize("words", [HOSTILE, STEALTHY])
def test_no_content_holds_a_line_end_a_control_character_or_a_turned_direction(words):
    facts = replace(FACTS, mark=words, owner=words, attorney=words, status_text=words, docket_number=words)
    context = Context(why=words, group=words, label=words, client=words, matter=words, attorney=words)
    told: list[Notice] = [
        changes(event(1, words), changed(ChangeKind.OWNER, words, words, words), facts=facts),
        FirstSightNotice(facts, (), NOON),
        TroubleNotice(words, (words,), words, NOON),
        RecoveryNotice(words, NOON, NOON, (words,)),
        TestNotice(words, NOON),
    ]
    for notice in told:
        for text in texts(compose([(notice, context)])):
            assert text == one_line(text)
            text.encode()


@given(st.text())
def test_one_line_is_printable_and_stays_as_it_is(text):
    line = one_line(text)
    assert one_line(line) == line
    assert not set(line) & set("\r\n\t\x00\x1b\u2028\u2029\u202e\u2066\u200b\ufeff")


def test_what_was_there_stays_visible_and_what_only_deceives_goes():
    assert one_line(STEALTHY) == "ZEN Bcc: all@example.com\ufffd[2J\ufffdDIAP\ufffd\ufffd"
    assert one_line("ac\u200bme  \u00a0 co") == "acme co"
    assert one_line("CAFÉ 抹茶 Ω") == "CAFÉ 抹茶 Ω"
    assert one_line("Z" + "\u0301" * 50) == "Z" + "\u0301" * 4


def test_no_chat_service_finds_a_mention_a_link_or_markup():
    text = for_chat(HOSTILE)
    assert not set(text) & set("<>[]|`*_~#\\\\")
    assert "@everyone" not in text
    assert "://" not in text
    assert for_chat("see @here, x@channel and <@U123>").count("@") == 0


def test_a_mail_address_and_plain_words_stay_readable_in_chat():
    assert (
        for_chat("jane.roe@example.com (Main), AT&T 100% & more!")
        == "jane.roe@example.com (Main), AT&T 100% & more!"
    )


# -- legal dates


def dues(notice: Notice, context: Context = CONTEXT) -> dict[str, Dues]:
    """The blocks of legal dates by their titles."""
    blocks = compose([(notice, context)]).blocks
    return {block.title: block for block in blocks if isinstance(block, Dues)}


def on_day(text: str, today: date, *said: Change) -> ChangesNotice:
    """A notice of a day, with the dates of a case of a few words as of that day."""
    detected = datetime(today.year, today.month, today.day, 17, tzinfo=UTC)
    return replace(weighed(*(said or (OWNER,))), detected_at=detected, deadlines=dated(text, today))


def test_the_unrolled_date_comes_first_and_the_rolled_one_stands_beside_it():
    (line,) = dues(weighed(*MAILING, text=ACTION_CASE))["Deadlines"].items
    assert (line.when, line.left) == ("Sat 2027-02-20", "89 days left")
    assert "May be filed to Mon 2027-02-22: the USPTO is closed on the due date." in line.lines


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2027, 2, 19), "1 day left"),
        (date(2027, 2, 20), "today"),
        (date(2027, 2, 21), "1 day ago"),
    ],
)
def test_days_left_are_counted_to_the_unrolled_date(today, left):
    (line,) = dues(on_day(ACTION_CASE, today))["Deadlines"].items
    assert line.left == left


def test_a_date_that_passed_says_that_nothing_is_visible_yet_and_later_that_no_filing_was_seen():
    soon = dues(on_day(ACTION_CASE, date(2027, 2, 24)))["Deadlines"].items[0]
    assert soon.lines[0] == "Passed, nothing visible yet: TSDR lags behind what is filed."
    later = dues(on_day(ACTION_CASE, date(2027, 4, 1)))["Deadlines"].items[0]
    assert later.lines[0] == "Passed, no filing seen."


def test_in_the_grace_period_the_days_to_its_end_are_counted():
    line = dues(on_day(REGISTERED, date(2027, 6, 9)))["Deadlines"].items[0]
    assert (line.when, line.left) == ("Tue 2027-03-09", "in the grace period, 92 days left")


def test_an_answer_that_was_filed_leaves_the_date_visible():
    text = f"{ACTION_CASE}; 9: 2027-01-11 TROAI"
    line = dues(on_day(text, date(2027, 1, 15)))["Deadlines"].items[0]
    assert line.when == "Sat 2027-02-20"
    assert line.lines[0].startswith("Filed, not accepted")


def test_what_a_new_entry_settled_is_told_with_it_and_then_no_more():
    text = f"{ACTION_CASE}; 9: 2027-01-11 TROAI; 10: 2027-01-20 CNSAO; status 681"
    approved = entry(10, "CNSAO", "APPROVED FOR PUB - PRINCIPAL REGISTER", date(2027, 1, 20))
    told = dues(on_day(text, date(2027, 1, 21), approved))
    (settled,) = (line for line in told["Settled by what is new"].items if "Response" in line.title)
    assert settled.lines[0] == "Met (APPROVED FOR PUB - PRINCIPAL REGISTER, entry 10 of 2027-01-20)."
    assert settled.left == ""
    after = dues(on_day(text, date(2027, 1, 21)))
    assert not [line for block in after.values() for line in block.items if "Response" in line.title]


def test_far_dates_and_warnings_are_told_in_short_after_those_that_press():
    told = dues(replace(first_sight(2), deadlines=dated(REGISTERED), tables=TABLES))
    assert [line.when for line in told["Deadlines"].items] == ["Tue 2027-03-09"]
    later = told["Later dates, and warnings"]
    assert [line.when for line in later.items] == ["Sun 2031-03-09", ""]
    assert not any(line.fine for line in later.items)
    assert later.closing[0] == "Computed from TSDR data; the USPTO document controls."


def test_every_computed_date_says_that_no_practitioner_has_reviewed_its_rule():
    told = dues(replace(first_sight(2), deadlines=dated(REGISTERED), tables=TABLES))
    lines = [line for block in told.values() for line in block.items if line.when]
    assert len(lines) == 2
    assert all("Rule not yet reviewed by a practitioner." in " ".join(line.lines) for line in lines)


def test_a_competitor_s_office_action_makes_no_date_of_ours_and_its_publication_does():
    rival = replace(CONTEXT, role="competitor")
    assert dues(weighed(*MAILING, text=ACTION_CASE), rival) == {}
    (line,) = dues(weighed(OWNER, text=PUBLISHED), rival)["Deadlines"].items
    assert line.when == "Thu 2026-12-17"
    assert line.lines[0] == "Open since Tue 2026-11-17, the day of publication."


def test_the_check_that_we_make_ourselves_is_no_date_of_a_notice():
    assert any(line.rule == "DILIGENCE_6M" for line in dated(ACTION_CASE))
    assert [line.title for line in dues(weighed(OWNER, text=ACTION_CASE))["Deadlines"].items] == [
        "Response to office action"
    ]


def test_a_notice_keeps_the_dates_that_it_tells_and_no_others():
    lines = dated(f"{REGISTERED}; 3: 2020-01-11 GNRTO; 4: 2020-02-01 TROAI; 5: 2020-12-01 CNSAO")
    kept = worth_telling(lines)
    assert len(kept) < len(lines)
    for role in ("owner", "competitor"):
        context = replace(CONTEXT, role=role)
        assert dues(replace(first_sight(2), deadlines=kept), context) == dues(
            replace(first_sight(2), deadlines=lines), context
        )
    assert {line.rule for line in worth_telling(lines, {5})} - {line.rule for line in kept} == {"OA_RESPONSE"}


def test_the_subject_names_the_date_that_a_new_entry_started():
    assert said(weighed(*MAILING, text=ACTION_CASE)).endswith("e-mailed (+1 more), due Sat 2027-02-20")
    assert "due" not in said(weighed(OWNER, text=ACTION_CASE))
    assert "due" not in said(weighed(*MAILING, text=ACTION_CASE), replace(CONTEXT, role="competitor"))


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        (
            reminder(),
            "[Acme Corp] Important: 89 days left: Response to office action: AZUKI ZEN (97123456)",
        ),
        (
            reminder(today=date(2027, 2, 13)),
            "[Acme Corp] Critical: 7 days left: Response to office action: AZUKI ZEN (97123456)",
        ),
        (
            moved_date(),
            "[Acme Corp] Important: AZUKI ZEN (97123456): date moved: Response to office action: Sat 2027-02-20",
        ),
    ],
)
def test_the_subject_of_a_reminder_says_severity_days_left_title_mark_and_number(notice, words):
    assert said(notice) == words


def test_a_reminder_says_the_firm_s_own_date_and_how_to_hear_of_it_no_more():
    blocks = compose([(replace(reminder(), internal=date(2027, 2, 15)), CONTEXT)]).blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert "Our own date for this: Mon 2027-02-15." in texts
    assert texts[-1].endswith("tmwatch deadline close 97000001:OA_RESPONSE:entry-7 --by NAME --reason TEXT")


def test_a_date_that_moved_is_told_with_the_old_one_the_new_one_and_why():
    notice = moved_date()
    moved = items(notice, "What moved")
    assert [(item.words, item.old, item.new) for item in moved] == [
        ("May be filed to", "Mon 2027-02-22", "Tue 2027-02-23")
    ]
    first = next(block for block in compose([(notice, CONTEXT)]).blocks if isinstance(block, Paragraph))
    assert notice.why in first.text


def test_forty_new_cases_name_the_next_date_of_each():
    sights = [
        (replace(first_sight(number), deadlines=dated(REGISTERED)), replace(CONTEXT, matter=""))
        for number in range(40)
    ]
    content = compose(sights)
    table = next(block for block in content.blocks if isinstance(block, Table))
    assert table.columns == ("Serial number", "Mark", "Status", "Next date")
    assert {row[3] for row in table.rows} == {
        "Tue 2027-03-09 Section 8 declaration of use, sixth year (section 15 optional)"
    }
    assert Paragraph("Computed from TSDR data; the USPTO document controls.") in content.blocks


@given(st.text(), st.text())
def test_no_word_of_an_anchor_puts_a_control_character_into_a_notice(words, note):
    lines = tuple(
        replace(line, anchor=replace(line.anchor, words=words) if line.anchor else None, notes=(note,))
        for line in dated(ACTION_CASE)
    )
    for block in dues(replace(weighed(OWNER), deadlines=lines)).values():
        for line in block.items:
            for text in (line.title, *line.lines, *line.fine):
                assert text == one_line(text)
