"""A batch probe says whose is whose, who is missing, and whether anything at all is other than before."""

from __future__ import annotations

import contextlib
import copy
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.samples import SAMPLES, needs_samples
from watcher.simulator.demo import demo_cases
from watcher.simulator.documents import status_document
from watcher.simulator.multistatus import batch, trademark
from watcher.trademark.model import Case
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.st96 import parse_status_document
from watcher.trademark.tsdr_json import Batch, parse_batch

ONE, TWO = SerialNumber("97123456"), SerialNumber("78787878")
few = settings(max_examples=150, deadline=None, derandomize=True, database=None)


def written(serial: str, **status: Any) -> dict[str, Any]:
    return {
        "status": {"serialNumber": int(serial), "status": 641, "statusDate": "2026-03-02", **status},
        "prosecutionHistory": [
            {
                "entryNumber": 1,
                "entryCode": "NWAP",
                "entryType": "I",
                "entryDate": "2026-03-01T05:00:00.000+0000",
            }
        ],
    }


def answer(*cases: dict[str, Any], **top: Any) -> bytes:
    listed = [{"searchId": str(one["status"]["serialNumber"]), "trademarks": [one]} for one in cases]
    return json.dumps({"transactionList": listed, "size": len(listed), "oversized": False, **top}).encode()


def digest(case: dict[str, Any]) -> str:
    return parse_batch(answer(case), [ONE]).reports[ONE].digest


def test_each_case_is_reported_under_its_own_number_and_an_unknown_one_is_missing() -> None:
    found = parse_batch(answer(written(TWO), written(ONE)), [ONE, TWO, SerialNumber("97000001")])
    assert set(found.reports) == {ONE, TWO}
    assert found.reports[TWO].case.serial_number == TWO
    assert found.missing == {"97000001"}
    assert not found.oversized


def test_a_serial_number_keeps_its_leading_zero() -> None:
    old = SerialNumber("00712345")
    assert set(parse_batch(answer(written(old)), [old]).reports) == {old}


def test_the_newest_day_is_that_of_an_event_or_of_the_status_in_washington() -> None:
    assert parse_batch(answer(written(ONE)), [ONE]).reports[ONE].newest == date(2026, 3, 2)
    early = parse_batch(answer(written(ONE, statusDate="2020-01-01")), [ONE])
    assert early.reports[ONE].newest == date(2026, 3, 1)  # midnight Eastern, written in UTC


def test_a_case_that_was_not_asked_for_is_not_taken() -> None:
    found = parse_batch(answer(written(ONE), written(TWO)), [ONE])
    assert set(found.reports) == {ONE}


def test_an_answer_about_other_cases_only_is_not_what_was_asked() -> None:
    with pytest.raises(ValueError, match="other cases"):
        parse_batch(answer(written(TWO)), [ONE])


def test_a_case_under_another_ones_search_is_missing() -> None:
    top = {"transactionList": [{"searchId": TWO, "trademarks": [written(ONE)]}]}
    assert parse_batch(json.dumps(top).encode(), [ONE, TWO]).missing == {ONE, TWO}


def test_a_case_that_the_answer_counts_among_its_missed_elements_is_missing() -> None:
    for missed in ([ONE], [{"id": f"sn{ONE}"}], [int(ONE)]):
        found = parse_batch(answer(written(ONE), written(TWO), missedElements=missed), [ONE, TWO])
        assert found.missing == {ONE}


def test_a_case_that_stands_there_twice_and_differently_is_missing_but_not_when_it_is_the_same() -> None:
    torn = parse_batch(answer(written(ONE), written(ONE, status=602), written(TWO)), [ONE, TWO])
    assert torn.missing == {ONE}
    assert parse_batch(answer(written(ONE), written(ONE)), [ONE]).missing == frozenset()


def test_too_many_at_once_is_said() -> None:
    found = parse_batch(answer(written(ONE), oversized=True), [ONE, TWO])
    assert found.oversized
    assert found.missing == {TWO}


def test_none_of_them_is_an_answer_too() -> None:
    assert parse_batch(answer(), [ONE]) == Batch({}, frozenset({ONE}))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Maintenance</body></html>",
        b"[]",
        b"{}",
        b'{"transactionList": 7}',
        b"[" * 100_000,
        b'{"transactionList": [' + b'{"trademarks": [' * 50_000,
        b"\xff\xfe\x00",
        b"\x80",
    ],
)
def test_what_is_no_list_of_cases_is_refused_with_a_reason(body: bytes) -> None:
    with pytest.raises(ValueError, match="the answer is no"):
        parse_batch(body, [ONE])


NAMES = [
    "transactionList",
    "trademarks",
    "status",
    "serialNumber",
    "searchId",
    "prosecutionHistory",
    "parties",
    "ownerGroups",
    "10",
    "gsList",
    "entryDate",
    "designSearchList",
    "descriptions",
    "missedElements",
    "correspondence",
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=10,
)


@few
@given(ANYTHING)
def test_json_of_any_shape_is_read_or_refused(value: Any) -> None:
    top = {
        "transactionList": [
            {"trademarks": [{**written(ONE), "parties": value, "gsList": value}, value]},
            value,
        ]
    }
    report = parse_batch(json.dumps(top).encode(), [ONE]).reports.get(ONE)
    assert report is None or isinstance(report.case, Case)
    with contextlib.suppress(ValueError):
        parse_batch(json.dumps(value).encode(), [ONE])


# -- the digest


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where the values are that are neither objects nor lists."""
    if isinstance(value, dict):
        return [place for name, each in value.items() for place in places(each, (*path, name))]
    if isinstance(value, list):
        return [place for at, each in enumerate(value) for place in places(each, (*path, at))]
    return [path]


def with_value(case: dict[str, Any], place: tuple[Any, ...], value: Any) -> dict[str, Any]:
    case = copy.deepcopy(case)
    node: Any = case
    for name in place[:-1]:
        node = node[name]
    node[place[-1]] = value
    return case


FULL = trademark(demo_cases()[0].record(demo_cases()[0].steps[-1].shown))
FULL["status"]["serialNumber"] = int(ONE)


@few
@given(
    st.sampled_from(places(FULL)), st.text(min_size=1).filter(lambda text: text.strip() not in ("", "XXXX"))
)
def test_any_value_that_changes_changes_the_digest(place: tuple[Any, ...], text: str) -> None:
    if place[-2:] == ("status", "serialNumber"):
        return
    assert digest(with_value(FULL, place, f"new {text}")) != digest(FULL)


@settings(few, max_examples=10)
@given(st.randoms(use_true_random=False))
def test_the_order_of_keys_and_entries_is_no_change(random: Any) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            items = list(value.items())
            random.shuffle(items)
            return {name: shuffled(each) for name, each in items}
        if isinstance(value, list):
            return random.sample([shuffled(each) for each in value], len(value))
        return value

    assert digest(shuffled(FULL)) == digest(FULL)


def test_what_is_left_out_is_the_same_as_what_is_empty_or_masked() -> None:
    case = written(ONE)
    for nothing in (None, "", [], {}, "XXXX", ["XXXX"], {"addresses": ["XXXX"]}):
        assert digest({**case, "parties": nothing}) == digest(case)


def test_a_value_that_becomes_empty_is_a_change() -> None:
    assert digest(written(ONE, markElement="AZUKI")) != digest(written(ONE, markElement=""))


# -- the case itself


def as_far_as_the_json_goes(case: Case) -> Case:
    """Without what TSDR's JSON does not carry, or carries under other words."""
    assert case.correspondent is not None
    return replace(
        case,
        mark=replace(case.mark, significant_text="", description="", image_file="", colours_claimed="", colours_where="", in_colour=None),
        correspondent=replace(case.correspondent, emails=tuple(("", mail) for _, mail in case.correspondent.emails)),
        location=replace(case.location, physical="", physical_date=None),
        events=tuple(replace(event, additional="") for event in case.events),
        maintenance=(), associated_marks=(), assignments=(), proceedings=(), other=(),
    )  # fmt: skip


@pytest.mark.parametrize("script", demo_cases(), ids=lambda script: script.steps[0].label)
def test_a_case_read_from_json_agrees_with_its_status_document(script: Any) -> None:
    for step in script.steps:
        record = script.record(step.shown)
        serial = SerialNumber(record.serial_number)
        given_json = batch([(serial, [json.dumps(trademark(record))])]).encode()
        found = parse_batch(given_json, [serial]).reports[serial].case
        assert found == as_far_as_the_json_goes(parse_status_document(status_document(record)))


@needs_samples
def test_the_real_answer_of_2023_is_read() -> None:
    body = (SAMPLES / "multistatus" / "sn97123456.json").read_bytes()
    report = parse_batch(body, [ONE]).reports[ONE]
    assert report.newest == date(2023, 3, 22)
    case = report.case
    assert (case.status.code, case.status.date, case.mark.text) == ("602", date(2023, 3, 22), "AZUKI ZEN")
    assert (
        case.status.text
        == "Abandoned because the applicant failed to respond or filed a late response to an Office action."
    )
    assert [event.entry_number for event in case.events] == list(range(18, 0, -1))
    assert (case.events[0].code, case.events[0].event_type) == ("MAB2", "E")
    assert case.attorney is not None
    assert case.attorney.docket_number == "032854.7028"


@needs_samples
def test_a_mask_that_went_away_between_two_real_answers_is_no_change() -> None:
    digests = set()
    for day in ("20260328", "20260606"):
        (case,) = json.loads((SAMPLES / "multistatus" / f"sn97123456-case-{day}.json").read_bytes())[
            "trademarks"
        ]
        digests.add(digest(case))
    assert len(digests) == 1
