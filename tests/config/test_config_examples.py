"""What we hand out as a watchlist works, and shows every key that there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from watcher.config import describe, load_watchlist, schema, starter_watchlist
from watcher.trademark.numbers import NumberKind

EXAMPLE = Path(__file__).parents[2] / "watchlist.example.yaml"
VARIABLES = {
    name: f"value-of-{name}" for name in re.findall(r"\$\{([A-Z_]+)\}", EXAMPLE.read_text(encoding="utf-8"))
}


@pytest.fixture
def example(tmp_path):
    """The example in a folder of its own, beside the marks file that it names."""
    (tmp_path / "competitors.csv").write_text("Serial No.,Mark\n90000001,RIVAL\n", encoding="utf-8")
    (tmp_path / "codes.csv").write_text("code,type,owner\nCNRT,F,critical\n", encoding="utf-8")
    (tmp_path / "closures.csv").write_text("date,name\n2027-02-12,Snow\n", encoding="utf-8")
    (tmp_path / "watchlist.yaml").write_bytes(EXAMPLE.read_bytes())
    return load_watchlist(tmp_path / "watchlist.yaml", VARIABLES, lambda _: None)


def test_the_example_loads_and_shows_every_way_to_name_a_case(example):
    assert example.warnings == ()
    assert {mark.number.kind for group in example.groups for mark in group.marks} == set(NumberKind)
    assert describe(example)[0] == "2 groups, 7 cases: Acme Corp (6, owner), Competitors (1, competitor)."


def test_the_example_says_of_every_setting_that_waits_for_a_later_version_that_it_does(example):
    text = EXAMPLE.read_text(encoding="utf-8").lower()
    assert "later version" in text
    for sentence in example.not_yet:
        key = sentence.partition(":")[0].partition(" ")[0].rpartition(".")[2].replace("watch[]", "")
        lines = [line for line in text.splitlines() if re.search(rf"\b{key}:", line)]
        assert lines, key


@pytest.mark.parametrize(
    "shape",
    [
        schema.TopShape, schema.TsdrShape, schema.LimitsShape, schema.RateShape, schema.PollShape,
        schema.ChannelShape, schema.PersonShape, schema.GroupShape, schema.MarkShape,
    ],
)  # fmt: skip
def test_every_key_stands_in_the_example(shape):
    text = EXAMPLE.read_text(encoding="utf-8")
    for name, field in shape.model_fields.items():
        assert re.search(rf"(^|[\s{{#`-]){field.alias or name}:", text, re.MULTILINE), (
            f"{shape.__name__}.{name}"
        )


def test_the_defaults_that_the_example_shows_are_the_defaults(example):
    poll, tsdr, top = schema.PollShape(), schema.TsdrShape(), schema.TopShape(operator="docket")
    assert example.poll.every == poll.every
    assert example.poll.full_fetch_every == poll.full_fetch_every
    assert example.poll.day_grace == poll.day_grace
    assert (example.tsdr.timeout, example.tsdr.max_body) == (tsdr.timeout.total_seconds(), tsdr.max_body)
    assert (example.settle, example.keep_checks, example.time_zone) == (
        top.settle,
        top.keep_checks,
        top.time_zone,
    )


def test_the_starter_loads_once_its_variables_are_set(tmp_path):
    file = tmp_path / "watchlist.yaml"
    file.write_text(starter_watchlist(), encoding="utf-8")
    watchlist = load_watchlist(file, {"USPTO_API_KEY": "k", "SMTP_PASSWORD": "p"}, lambda _: None)
    assert (watchlist.warnings, watchlist.not_yet) == ((), ())
    assert [mark.number.number for mark in watchlist.groups[0].marks] == ["78787878"]


def test_the_starters_commented_lines_load_too_when_they_are_taken_in(tmp_path):
    text = starter_watchlist()
    head, found, below = text.partition("# Where notices go.")
    taken_in = head + found + re.sub(r"^( +)# (?=( *(- )?[a-z_]+:))", r"\1", below, flags=re.MULTILINE)
    (tmp_path / "competitors.csv").write_text("Serial No.,Mark,Docket\n90000001,RIVAL,7\n", encoding="utf-8")
    file = tmp_path / "watchlist.yaml"
    file.write_text(taken_in, encoding="utf-8")
    names = [*re.findall(r"\$\{([A-Z_]+)\}", taken_in)]
    watchlist = load_watchlist(file, dict.fromkeys(names, "x"), lambda _: None)
    assert [len(group.marks) for group in watchlist.groups] == [3, 1]
    assert set(watchlist.channels) == {"docket", "chat"}
