"""Text that nobody thought of: it loads, or it is refused with ConfigError; nothing else, and never slowly."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from watcher.config import schema
from watcher.config.settings import Watchlist
from watcher.errors import ConfigError, Mistake

RANDOM = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SECRET = "S3cretThatMustNotBeShown"
KEYS = sorted(
    {
        field.alias or name
        for shape in schema.Shape.__subclasses__()
        for name, field in shape.model_fields.items()
    }
)
BITS = st.sampled_from(
    ["\n", "\n  ", "\n    - ", ": ", "- ", "[", "]", "{", "}", ",", "'", '"', "#", "&a ", "*a", "<<: ", "|", ">", "!t ", "---\n", "...\n",
     "? ", "\t", "\r\n", "%", "@", "~", "${S}", "${", "$${", "78787878", "1h", "0", "docket", "mailto://u:p@h", "\u00e9", "\0", *KEYS]
)  # fmt: skip
VALUES = st.recursive(
    st.sampled_from(["", "1h", "docket", "78787878", "3,500,030", "${S}", "${NONE}", "yes", "daily 08:00", "22:00-05:00", "routine", "json://h", "a.csv", None, 5])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def loads_or_is_refused(folder) -> None:
    folder.environ["S"] = SECRET
    mistakes: tuple[Mistake, ...] = ()
    try:
        assert isinstance(folder.load(), Watchlist)
    except ConfigError as error:
        mistakes = error.mistakes or (Mistake(None, 0, ""),)
    for mistake in mistakes:
        assert mistake.line is None or mistake.line >= 1
        assert mistake.wrong
        assert SECRET not in str(mistake).replace(f"{folder.path}/{SECRET}", "")


@RANDOM
@given(text=st.lists(BITS | st.text(max_size=4), max_size=40).map("".join))
def test_random_text_loads_or_is_refused(folder, text):
    folder.watchlist.write_text(text, encoding="utf-8", newline="")
    loads_or_is_refused(folder)


@RANDOM
@given(data=st.binary(max_size=60))
def test_random_bytes_load_or_are_refused(folder, data):
    folder.watchlist.write_bytes(data)
    loads_or_is_refused(folder)


@RANDOM
@given(tree=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=12))
def test_random_values_under_the_keys_that_there_are_load_or_are_refused(folder, tree):
    base = {"tsdr": {"api_key": "a"}, "channels": {"docket": "json://h"}, "operator": "docket", "watch": []}
    folder.watchlist.write_text(json.dumps(base | tree), encoding="utf-8")
    loads_or_is_refused(folder)


@RANDOM
@given(
    part=st.sampled_from(["tsdr", "poll", "people", "channels", "group", "mark"]),
    tree=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6),
)
def test_random_values_deeper_inside_load_or_are_refused(folder, part, tree):
    mark = {"serial": "78787878"} | (tree if part == "mark" else {})
    group = {"name": "A", "tell": "docket", "marks": [mark]} | (tree if part == "group" else {})
    base = {
        "tsdr": {"api_key": "a"} | (tree if part == "tsdr" else {}),
        "poll": tree if part == "poll" else {},
        "people": {"jane": {"channels": "docket"} | tree} if part == "people" else {},
        "channels": {"docket": {"url": "json://h"} | (tree if part == "channels" else {})},
        "operator": "docket",
        "watch": [group],
    }
    folder.watchlist.write_text(json.dumps(base), encoding="utf-8")
    loads_or_is_refused(folder)


CELLS = st.sampled_from(["97123456", "97/123,457", "3500030", "Serial No.", "Reg. No.", "Mark", "Tell", "docket", "nobody", '"', '""', "${S}", "sep=;", "\u00e9"])  # fmt: skip


@RANDOM
@given(
    header=st.sampled_from(
        ["Serial No.,Mark,Tell\n", "Reg. No.;Mark\r\n", "", "\ufeffSerial No.\n", "sep=;\nSerial\n"]
    ),
    text=st.lists(
        CELLS | st.sampled_from([",", ";", "\t", "\n", "\r\n", "\r"]) | st.text(max_size=4), max_size=40
    ),
    codec=st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252"]),
)
def test_random_tables_load_or_are_refused(folder, header, text, codec):
    folder.csv((header + "".join(text)).encode(codec, "replace"))
    loads_or_is_refused(folder)


@RANDOM
@given(
    rows=st.lists(
        st.tuples(st.integers(60_000_000, 99_999_999), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)),
        min_size=1, max_size=8, unique_by=lambda row: row[0],
    ),
    delimiter=st.sampled_from(",;\t"),
)  # fmt: skip
def test_every_row_of_a_right_table_is_watched_whatever_the_marks_are_called(folder, rows, delimiter):
    quoted = "".join(
        '{}{}"{}"\r\n'.format(number, delimiter, label.replace('"', '""')) for number, label in rows
    )
    folder.csv(f"Serial No.{delimiter}Mark\r\n{quoted}".encode())
    marks = folder.load().groups[0].marks
    assert [(mark.number.number, mark.label) for mark in marks] == [
        (str(n), " ".join(label.split())) for n, label in rows
    ]
