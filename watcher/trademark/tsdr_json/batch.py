"""The answer about many cases, taken apart: whose is whose, who is missing, was it too much at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from watcher.trademark.model import Case
from watcher.trademark.numbers import SerialNumber
from watcher.trademark.tsdr_json.case import newest_day, read_case
from watcher.trademark.tsdr_json.digest import digest_of
from watcher.trademark.tsdr_json.take import Tree, tree, trees, words


@dataclass(frozen=True, slots=True)
class StatusReport:
    """One case in a batch: a digest of all that it carries, and the case itself as far as the JSON goes.

    `newest` is the newest day (in Washington) that it reports, of an event or of the status: the day rule counts from it.
    """

    serial_number: SerialNumber
    digest: str
    newest: date | None
    written: Tree = field(default_factory=dict, repr=False, compare=False)

    @property
    def case(self) -> Case:
        """The case, read when it is asked for; TTAB proceedings, assignments and maintenance filings are not in it."""
        return read_case(self.serial_number, self.written)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one request for many cases gave. A case that was asked for and is not in `reports` is in `missing`.

    `oversized`: too many were asked for at once; some of the missing ones are missing for that reason alone.
    """

    reports: Mapping[SerialNumber, StatusReport] = field(default_factory=dict)
    missing: frozenset[SerialNumber] = frozenset()
    oversized: bool = False


def parse_batch(body: bytes, asked: Sequence[SerialNumber]) -> Batch:
    """What an answer of caseMultiStatus says of the cases that were asked for.

    A case that was not asked for, that stands under another's number, or that the answer itself counts among its
    `missedElements`, is not taken. One that stands there twice, and differently, is missing: nobody knows which holds.

    Raises:
        ValueError: it is no such answer, or it is about other cases only.
    """
    top = _decoded(body)
    transactions = top.get("transactionList")
    if not isinstance(transactions, list):
        raise ValueError("the answer is no list of cases")  # noqa: TRY004  # of content, like all others here
    missed = set(_numbers_in(top.get("missedElements")))
    wanted = set(asked) - missed
    reports: dict[SerialNumber, StatusReport] = {}
    torn: set[SerialNumber] = set()
    strangers = 0
    for serial, written in _cases(trees(transactions)):
        if serial not in wanted:
            strangers += serial not in missed
            continue
        report = StatusReport(serial, digest_of(written), newest_day(written), written)
        if reports.setdefault(serial, report) != report:
            torn.add(serial)
    if strangers and not reports:
        raise ValueError("the answer is about other cases than those that were asked for")
    for serial in torn:
        del reports[serial]
    return Batch(reports, frozenset(asked) - reports.keys(), top.get("oversized") in (True, "true", "True"))


def _decoded(body: bytes) -> Tree:
    try:
        top: Any = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ValueError("the answer is no JSON that can be read") from error
    if not isinstance(top, dict):
        raise ValueError("the answer is no list of cases")  # noqa: TRY004  # of content, like all others here
    return top


def _cases(transactions: list[Tree]) -> Iterator[tuple[SerialNumber, Tree]]:
    """Each case with its serial number; not one that gives none, or that answers to the search for another."""
    for transaction in transactions:
        sought = re.sub(r"\D", "", words(transaction, "searchId")).zfill(8)
        for written in trees(transaction.get("trademarks")):
            number = words(tree(written, "status"), "serialNumber")
            if re.fullmatch(r"[0-9]{1,8}", number) and sought in (number.zfill(8), "0" * 8):
                yield SerialNumber(number.zfill(8)), written


def _numbers_in(missed: Any) -> Iterator[SerialNumber]:
    """The serial numbers among the missed elements, in whatever form they are listed (none was ever seen)."""
    for found in re.findall(r"(?<![0-9])[0-9]{7,8}(?![0-9])", json.dumps(missed)):
        yield SerialNumber(found.zfill(8))
