"""The simulator's words are the office's: compared with the published tables and with real documents."""

from __future__ import annotations

import csv

import pytest

from tests.samples import SAMPLES, needs_samples
from watcher.simulator.reader import read_record
from watcher.simulator.words import EVENTS, STATUSES, is_dead

DATA = SAMPLES.parent / "data"
needs_tables = pytest.mark.skipif(not DATA.is_dir(), reason=f"no tables at {DATA}")


@needs_tables
def test_every_event_code_and_its_words_stand_in_the_published_table():
    with (DATA / "event_categories.csv").open(encoding="utf-8") as file:
        published = {(row["code"], row["event_type"]): row["description"] for row in csv.DictReader(file)}
    for key, words in EVENTS.items():
        assert key in published, key
        assert " ".join(published[key].split()).upper() == words.upper(), key


@needs_tables
def test_every_status_code_stands_in_the_published_table_and_is_live_or_dead_as_there():
    with (DATA / "status_categories.csv").open(encoding="utf-8") as file:
        published = {row["code"]: row["live_dead_indicator"] for row in csv.DictReader(file)}
    for code in STATUSES:
        assert code in published, code
        assert is_dead(code) is published[code].startswith("Dead"), code


@needs_samples
def test_the_words_of_a_status_are_those_of_real_documents():
    for path in (SAMPLES / "casestatus").glob("*.xml"):
        try:
            record = read_record(path.read_bytes())
        except ValueError:
            continue  # the old schema
        if record.status_code in STATUSES:
            assert record.status_text == STATUSES[record.status_code]
