"""What YAML allows and a watchlist must not hold, and what people's editors do to a file."""

from __future__ import annotations

import pytest

from watcher.config import nodes
from watcher.config.nodes import MOST_REPEATED

GROUP = "watch:\n  - name: Acme\n    tell: docket\n    marks: [78787878]\n"


def test_a_key_that_stands_twice_is_a_mistake_that_names_both_lines(folder, head):
    told = folder.told(head + GROUP + "    tell: brand\nwatch: []\n")
    assert (
        "watchlist.yaml:8: the key 'tell' stands here again (it stands on line 6 already: keep one)" in told
    )
    assert (
        "watchlist.yaml:9: the key 'watch' stands here again (it stands on line 4 already: keep one)" in told
    )


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing but a comment\n", "---\n", "~\n", "\ufeff"])
def test_an_empty_file_is_a_mistake(folder, text):
    assert "the file is empty (`tmwatch init` writes a watchlist to start from)" in folder.told(text)


def test_a_file_that_does_not_exist_or_is_a_folder_is_told(folder):
    assert "watchlist.yaml: cannot be read: no such file or directory (`tmwatch init`" in folder.told()
    folder.watchlist.mkdir()
    assert "watchlist.yaml: cannot be read: is a directory" in folder.told()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("just text\n", "watchlist.yaml:1: the file holds text, not a watchlist's keys"),
        ("\n- a\n- b\n", "watchlist.yaml:2: the file holds a list, not a watchlist's keys"),
    ],
)
def test_a_file_that_is_no_mapping_is_a_mistake(folder, text, told):
    assert told in folder.told(text)


def test_a_second_document_is_a_mistake(folder, head):
    assert "watchlist.yaml:8: a second document begins here" in folder.told(head + GROUP + "---\nwatch: []\n")
    assert folder.load("---\n" + head + GROUP + "...\n").groups


def test_tabs_are_named(folder, head):
    told = folder.told(head + "watch:\n\t- name: A\n")
    assert "watchlist.yaml:5: a tab stands where spaces belong (indent with spaces)" in told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("poll: {every: 1h", "watchlist.yaml:8: a quote or bracket that begins here is not closed"),
        ("settle: 'x", "watchlist.yaml:8: a quote or bracket that begins here is not closed"),
        ("settle: a: b", "a colon and a space inside of text: put the text between quotes"),
        ("settle: @x", "text cannot begin with @ (put the text between quotes)"),
        ("settle: %x", "text cannot begin with % (put the text between quotes)"),
        ("  settle: 5m", "not YAML"),
        ("settle 5m\nx: y", "a key needs a colon behind it"),
        ("settle: *nothing", "*nothing repeats nothing: no &nothing stands above"),
        ("settle: !!python/object:os.system x", "a YAML tag (`!...`) has no meaning here"),
        ("settle: !secret x", "a YAML tag (`!...`) has no meaning here"),
        ("? [a, b]\n: c", "a list where a key should be"),
        ("? {a: b}\n: c", "keys with values where a key should be"),
        ("<<: 5", "<< brings text, not keys with values"),
    ],
)
def test_what_is_no_yaml_for_us_is_told_with_a_line_and_what_would_be_right(folder, head, line, told):
    said = folder.told(head + GROUP + line + "\n")
    assert told in said
    assert all(mistake.line is not None and 7 <= mistake.line <= 10 for mistake in folder.mistakes())


def test_mistakes_of_yaml_and_of_the_watchlist_are_told_together(folder, head):
    told = folder.told(head + GROUP + "settle: 5 parsecs\nsettle: 5m\n")
    assert "watchlist.yaml:8: settle: '5 parsecs' is no length of time" in told
    assert "watchlist.yaml:9: the key 'settle' stands here again" in told


def test_anchors_aliases_and_merge_keys_work(folder):
    watchlist = folder.load(
        """\
        tsdr: {api_key: a}
        channels:
          one: &mail {url: json://localhost, send: daily 08:00}
          two: {<<: *mail, send: at once}
          three: {<<: [*mail], quiet: 20:00-07:00}
        operator: one
        watch:
          - {name: A, tell: &all [one, two, three], marks: &marks [78787878, 97123456]}
          - {name: B, tell: *all, marks: *marks}
        """
    )
    assert watchlist.channels["two"].send is None
    assert watchlist.channels["three"].send is not None
    assert watchlist.groups[1].tell == ("one", "two", "three")
    assert watchlist.groups[0].marks == watchlist.groups[1].marks


def test_an_alias_bomb_is_refused_at_once(folder, head):
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    assert f"aliases repeat more than {MOST_REPEATED:,} values" in folder.told(head + bomb)
    merges = "m0: &m0 {a: 1}\n" + "".join(f"m{n}: &m{n} {{<<: *m{n - 1}, k{n}: 1}}\n" for n in range(1, 1200))
    assert f"aliases repeat more than {MOST_REPEATED:,} values" in folder.told(head + merges)


def test_an_alias_inside_of_what_it_repeats_is_refused(folder, head):
    assert "*a stands inside of what it repeats" in folder.told(head + "watch: &a [*a]\n")


@pytest.mark.parametrize("deep", ["[" * 100_000, "{a: " * 100_000, "- " * 50_000, "? " * 50_000])
def test_very_deep_nesting_is_refused_at_once(folder, deep):
    assert "nested more than 32 levels deep" in folder.told(deep)


def test_windows_line_ends_byte_order_marks_and_utf_16_are_read_with_the_right_lines(folder, head):
    text = head + "watch:\n  - name: Açaí\n    tell: docket\n    marks: [78787878]\n"
    for data in (
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + text.encode(),
        text.encode("utf-16"),
    ):
        (group,) = folder.load(data).groups
        assert (group.name, group.line, group.marks[0].place) == ("Açaí", 5, f"{folder.watchlist}:7")


def test_text_in_another_encoding_is_told_with_its_line(folder, head):
    data = (head + "watch:\n  - name: Açaí\n").encode("cp1252")
    assert folder.told(data) == "watchlist.yaml:5: not UTF-8 text (save the file as UTF-8)"


@pytest.mark.parametrize("sign", ["\0", "\x0b", "\x1b", "\x85", "\u2028", "\ufeff", "\ufffe"])
def test_invisible_characters_are_told_with_their_line(folder, head, sign):
    told = folder.told(head + f"watch:\n  - name: A{sign}B\n")
    assert f"watchlist.yaml:5: the character U+{ord(sign):04X} cannot stand in a watchlist" in told


@pytest.mark.parametrize(
    ("key", "value"),
    [("tsdr", "[a]"), ("channels", "text"), ("people", "[a]"), ("poll", "1h"), ("watch", "{a: b}"), ("watch", "text"),
     ("operator", "[docket]"), ("operator", "{a: b}"), ("database", "[a]"), ("settle", "{a: b}"), ("time_zone", "[a]")],
)  # fmt: skip
def test_another_shape_than_the_one_that_belongs_is_a_mistake_with_its_line(folder, key, value):
    right = {
        "tsdr": "{api_key: a}",
        "channels": "{docket: 'json://localhost'}",
        "operator": "docket",
        "watch": "[]",
    }
    text = "".join(f"{one}: {it}\n" for one, it in ({**right, key: value}).items())
    mistakes = folder.mistakes(text)
    line = [*right, *([] if key in right else [key])].index(key) + 1
    assert [mistake.line for mistake in mistakes if " belong" in mistake.wrong] == [line], mistakes


@pytest.mark.parametrize(
    "mark", ["[78787878]", "{serial: [1]}", "{serial: {a: b}}", "{label: {a: b}, serial: 78787878}", ""]
)
def test_another_shape_where_a_mark_belongs_is_a_mistake_with_its_line(folder, mark):
    mistakes = folder.mistakes(folder.with_marks(f"      - 97123456\n      - {mark}\n"))
    assert {mistake.line for mistake in mistakes} == {9}


def test_without_libyaml_the_same_is_read(folder, head, monkeypatch):
    import yaml

    monkeypatch.setattr(nodes, "_Loader", yaml.BaseLoader)
    (group,) = folder.load(head + "watch:\n  - name: A\n    tell: docket\n    marks:\n      - 01234567\n      -\n        serial: 97123456\n").groups  # fmt: skip
    assert [mark.number.number for mark in group.marks] == ["01234567", "97123456"]
    assert "a tab stands where spaces belong" in folder.told(head + "watch:\n\t- name: A\n")
    assert "nested more than" in folder.told("[" * 20_000)
    assert "no marks" in str(
        folder.load(head + "watch:\n  - name: A\n    tell: docket\n    marks_file:\n").warnings
    )
