from __future__ import annotations

import os
import threading
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from watcher.config import add_mark, edit, load_without_secrets, remove_mark
from watcher.config.replace_file import Replacement
from watcher.errors import ConfigError
from watcher.trademark.numbers import CaseNumber, NumberKind, parse_case_number

WATCHLIST = """\
# Our watchlist
tsdr:
  api_key: ${USPTO_API_KEY}   # from the environment
channels:
  docket:   "json://localhost/${TOKEN}"
  'chat': json://localhost/b   # quick

operator: docket
people: {jane: {channels: [chat]}}
watch:
  # our own
  - name: Acme Corp
    tell: [docket]
    marks:   # the list
      - 78787878     # first

      # about the next one
      - serial: 97/123,456
        label: 'AZUKI'  # said

  # ------ others ------
  - {name: Flow, tell: docket, marks: [78787877, 78787876]}
  - name: Empty
    tell: docket
    marks: []   # nothing
  - name: Blank
    tell: docket
    marks:
  - name: Table
    tell: docket
    marks_file: rivals.csv
  # the end
settle: 5m
"""


def serial(text: str) -> CaseNumber:
    return parse_case_number(NumberKind.SERIAL, text)


@pytest.fixture
def file(folder):
    folder.write("Serial No.\n90000001\n", "rivals.csv")
    return folder.write(WATCHLIST)


def changed(file, old: str = WATCHLIST) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came; every other line is the same, byte for byte."""
    before, after = old.splitlines(), file.read_text(encoding="utf-8").splitlines()
    start = next(
        (n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b),
        min(len(before), len(after)),
    )
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


@pytest.mark.parametrize(
    ("group", "number", "more", "came"),
    [
        ("Acme Corp", serial("97000010"), {}, ["      - 97000010"]),
        (
            "Acme Corp",
            serial("97000010"),
            {"label": 'A: "B" ${x} #1', "matter": "1042-0007", "tell": ["jane"]},
            [
                "      - serial: 97000010",
                '        label: "A: \\"B\\" $${x} #1"',
                "        matter: 1042-0007",
                "        tell: [jane]",
            ],
        ),
        (
            "Acme Corp",
            CaseNumber(NumberKind.INTERNATIONAL, "0835690"),
            {"label": "yes"},
            ['      - international: "0835690"', '        label: "yes"'],
        ),
        ("Acme Corp", CaseNumber(NumberKind.REFERENCE, "Z1231384"), {}, ["      - reference_number: Z1231384"]),
        ("Empty", serial("97000010"), {}, ["    marks:   # nothing", "      - 97000010"]),
        ("Blank", serial("97000010"), {}, ["      - 97000010"]),
        ("Table", serial("97000010"), {}, ["    marks:", "      - 97000010"]),
        (
            "New one: too",
            serial("97000010"),
            {"tell": ["docket", "chat"]},
            ['  - name: "New one: too"', "    tell: [docket, chat]", "    marks:", "      - 97000010"],
        ),
    ],
)  # fmt: skip
def test_adding_a_mark_adds_its_lines_and_touches_no_other(file, group, number, more, came):
    said = add_mark(file, group, number, **more)
    assert str(number) in said
    assert group in said
    assert changed(file)[1] == came
    found = {one.name: one for one in load_without_secrets(file, {}).groups}[group].marks
    assert number in [mark.number for mark in found]
    assert next(mark.label for mark in found if mark.number == number) == more.get("label", "")


def test_adding_to_a_list_in_brackets_stays_inside_of_them(file):
    add_mark(file, "Flow", serial("97000010"), label="x, y]")
    assert changed(file)[1] == [
        '  - {name: Flow, tell: docket, marks: [78787877, 78787876, {serial: 97000010, label: "x, y]"}]}'
    ]


@pytest.mark.parametrize(
    ("number", "went", "came"),
    [
        ("78787878", ["      - 78787878     # first"], []),
        ("97123456", ["      - serial: 97/123,456", "        label: 'AZUKI'  # said"], []),
        ("78787877", ["  - {name: Flow, tell: docket, marks: [78787877, 78787876]}"], ["  - {name: Flow, tell: docket, marks: [78787876]}"]),
        ("78787876", ["  - {name: Flow, tell: docket, marks: [78787877, 78787876]}"], ["  - {name: Flow, tell: docket, marks: [78787877]}"]),
    ],
)  # fmt: skip
def test_removing_a_mark_takes_its_lines_and_no_comment_beside_them(file, number, went, came):
    assert "took" in remove_mark(file, serial(number))
    assert changed(file) == (went, came)


def test_removing_the_last_mark_of_a_group_leaves_an_empty_list(file):
    add_mark(file, "Blank", serial("97000010"))
    remove_mark(file, serial("97000010"))
    assert changed(file) == (["    marks:"], ["    marks: []"])


def test_removing_a_mark_takes_it_from_every_group_or_from_the_one_that_is_named(file):
    for group in ("Blank", "Empty", "Acme Corp"):
        add_mark(file, group, serial("97000010"))
    assert "took serial number 97000010 out of Empty in" in remove_mark(
        file, serial("97000010"), group="Empty"
    )
    assert "out of Acme Corp, Blank in" in remove_mark(file, serial("97000010"))
    assert (
        changed(file)[1]
        == ["    marks: []   # nothing", "  - name: Blank", "    tell: docket", "    marks: []"][3:]
    )


def refused(file, call, *args, **more) -> str:
    before = file.read_bytes()
    with pytest.raises(ConfigError) as caught:
        call(file, *args, **more)
    assert file.read_bytes() == before
    assert sorted(it.name for it in file.parent.iterdir()) == ["rivals.csv", "watchlist.yaml"]
    return str(caught.value)


def test_what_would_be_a_mistake_is_refused_and_the_file_stays_as_it_is(file):
    assert "has serial number 78787878 twice" in refused(file, add_mark, "Acme Corp", serial("78787878"))
    assert "no channel or person is called 'chta' (did you mean chat?)" in refused(
        file, add_mark, "New", serial("97000010"), tell=["chta"]
    )
    assert (
        "no group is called 'acme' (did you mean Acme Corp?; a new group needs to know who is told"
        in refused(file, add_mark, "acme", serial("97000010"))
    )
    assert "serial number 97000010 is not in the watchlist" in refused(file, remove_mark, serial("97000010"))
    assert "serial number 78787878 is not in the group 'Flow'" in refused(
        file, remove_mark, serial("78787878"), group="Flow"
    )


def test_a_mark_of_a_marks_file_is_taken_out_there(file):
    told = refused(file, remove_mark, serial("90000001"))
    assert f"stands in a marks_file: {file.parent / 'rivals.csv'}:2 (delete that row there)" in told


def test_a_file_with_mistakes_is_not_edited(file):
    file.write_text(WATCHLIST.replace("5m", "5 parsecs"), encoding="utf-8")
    assert "settle: '5 parsecs' is no length of time" in refused(
        file, add_mark, "Acme Corp", serial("97000010")
    )


def test_a_list_that_two_groups_share_is_not_edited(file):
    shared = (
        "tsdr: {api_key: a}\nchannels: {a: json://localhost}\noperator: a\nwatch:\n"
        "  - {name: A, tell: a, marks: &m [78787878, 97123456]}\n  - {name: B, tell: a, marks: *m}\n"
    )
    file.write_text(shared, encoding="utf-8")
    assert "cannot be changed safely (change it by hand" in refused(file, add_mark, "A", serial("97000010"))
    assert "cannot be changed safely" in refused(file, remove_mark, serial("97123456"), group="A")


def test_windows_line_ends_and_a_byte_order_mark_stay(file):
    data = b"\xef\xbb\xbf" + WATCHLIST.replace("\n", "\r\n").encode()
    file.write_bytes(data)
    add_mark(file, "Acme Corp", serial("97000010"))
    assert file.read_bytes() == data.replace(b"# said\r\n", b"# said\r\n      - 97000010\r\n")


def test_a_file_without_a_last_line_end_is_edited(file):
    file.write_text(
        WATCHLIST[: WATCHLIST.index("    marks_file")] + "    marks:\n      - 78787875", encoding="utf-8"
    )
    add_mark(file, "Table", serial("97000010"))
    assert file.read_text(encoding="utf-8").endswith("      - 78787875\n      - 97000010\n")


def test_mode_and_owner_stay_and_a_symbolic_link_is_followed(file, tmp_path):
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    add_mark(link, "Acme Corp", serial("97000010"))
    assert link.is_symlink()
    status = file.stat()
    assert (status.st_mode & 0o7777, status.st_uid) == (0o640, os.getuid())
    assert b"97000010" in file.read_bytes()


def test_a_file_that_somebody_else_changed_meanwhile_is_not_overwritten(file, monkeypatch):
    theirs = WATCHLIST.replace("# the end", "# somebody else was here")
    check = edit._Edit.check

    def check_while_somebody_saves(self):
        file.write_text(theirs, encoding="utf-8")
        check(self)

    monkeypatch.setattr(edit._Edit, "check", check_while_somebody_saves)
    with pytest.raises(ConfigError, match="somebody else changed the file meanwhile"):
        add_mark(file, "Acme Corp", serial("97000010"))
    assert file.read_text(encoding="utf-8") == theirs
    assert len(list(file.parent.iterdir())) == 2


def test_two_who_add_at_once_lose_nothing_that_was_said_to_be_done(file, monkeypatch):
    """The second comes in the last moment of the first: after it has looked, before it writes."""
    done: list[str] = []

    def add(number: str) -> None:
        with suppress(ConfigError):
            add_mark(file, "Acme Corp", serial(number))
            done.append(number)

    second = threading.Thread(target=add, args=("97000012",))
    look = Replacement._must_be_as_it_was

    def look_and_let_another_in(self):
        look(self)
        if second.ident is None:
            second.start()
            second.join(0.5)

    monkeypatch.setattr(Replacement, "_must_be_as_it_was", look_and_let_another_in)
    add("97000011")
    second.join()
    assert "97000011" in done
    watched = {mark.number.number for group in load_without_secrets(file, {}).groups for mark in group.marks}
    assert set(done) == watched & {"97000011", "97000012"}


def test_a_folder_that_cannot_be_written_is_told(file, monkeypatch):
    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Replacement, "_replace", full)
    told = refused(file, add_mark, "Acme Corp", serial("97000010"))
    assert "cannot be written: no space left on device" in told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    label=st.text(max_size=30),
    matter=st.text(max_size=12),
    group=st.sampled_from(["Acme Corp", "Flow", "Empty"]),
)
def test_whatever_a_mark_is_called_it_reads_back_as_it_was_said_or_is_refused(file, label, matter, group):
    file.write_text(WATCHLIST, encoding="utf-8")
    try:
        add_mark(file, group, serial("97000010"), label, matter)
    except ConfigError:
        assert file.read_text(encoding="utf-8") == WATCHLIST
        return
    (mark,) = (
        mark
        for one in load_without_secrets(file, {}).groups
        for mark in one.marks
        if mark.number.number == "97000010"
    )
    assert (mark.label, mark.matter) == (" ".join(label.split()), " ".join(matter.split()))
    remove_mark(file, serial("97000010"))
    assert file.read_text(encoding="utf-8").replace("    marks: []   # nothing", "") == WATCHLIST.replace("    marks: []   # nothing", "")  # fmt: skip
