"""The USPTO's TSDR service: what is asked, and whether the answer is what was asked for (tsdr.md)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import quote

from requests.adapters import BaseAdapter

from watcher.adapters.limits import Limiter
from watcher.adapters.tsdr import answers
from watcher.adapters.tsdr.download import Saved, download
from watcher.adapters.tsdr.http import Transport
from watcher.adapters.tsdr.keytest import SURE_TO_EXIST, KeyTest
from watcher.adapters.tsdr.probe import Way, Ways
from watcher.adapters.tsdr.reply import Question, Reply
from watcher.adapters.tsdr.trouble import When
from watcher.config.settings import TsdrSettings
from watcher.errors import (
    BatchTooLargeError,
    EmptyAnswerError,
    FormatRefusedError,
    NoSuchCaseError,
    NotWhatWasAskedError,
    ServiceDownError,
    SourceError,
    UnreadableDocumentError,
)
from watcher.ports import Answer, Clock, RequestClass
from watcher.trademark.documents import CaseDocument, parse_document_list
from watcher.trademark.model import ModifiedDates
from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber
from watcher.trademark.tsdr_json import Batch, parse_batch

OK: Final = 200
NOT_FOUND: Final = 404
XML: Final = "application/xml"
JSON: Final = "application/json"
T = TypeVar("T")

_CASE: Final = "/ts/cd/casestatus"
_MANY: Final = "/ts/cd/caseMultiStatus"
_SURE: Final = CaseNumber(NumberKind.SERIAL, SURE_TO_EXIST)
_UNSURE_TYPES: Final = frozenset({"", "text/plain", "application/octet-stream"})
"""Content types that say nothing about what it is."""


class BundleForm(StrEnum):
    """What a bundle of documents comes as."""

    PDF = "pdf"
    ZIP = "zip"


def _when(reply: Reply | Saved) -> When:
    return When(response_code=reply.code, asked_at=reply.asked_at, answered_at=reply.answered_at)


def _case_id(number: CaseNumber | SerialNumber) -> str:
    return number.case_id if isinstance(number, CaseNumber) else f"sn{number}"


def _status_question(number: CaseNumber | SerialNumber) -> Question:
    return Question(f"{_CASE}/{_case_id(number)}/info.xml", XML)


def _batch_question(number: CaseNumber) -> Question:
    kind = number.case_id.removesuffix(number.number)
    return Question(f"{_MANY}/{kind}?ids={number.number}", JSON)


class TsdrClient:
    """Asks TSDR. Implements `watcher.ports.Source`, whose errors every method raises; may be used by many threads.

    Does not read documents (`st96` does), does not retry (the next poll does), and keeps no answer.

    Raises on construction:
        ConfigError: the address, the proxy or the certificates cannot be used.
    """

    def __init__(
        self,
        settings: TsdrSettings,
        limiter: Limiter,
        clock: Clock,
        connect: Callable[[], BaseAdapter] | None = None,
    ) -> None:
        """`connect` makes the connection of a thread: over the network, unless a simulated office takes its place."""
        self._clock = clock
        self._transport = Transport(settings, limiter, clock, connect)
        self._ways = Ways()
        self._key = KeyTest(clock.now)

    def close(self) -> None:
        """Close the connections of all threads."""
        self._transport.close()

    def modified_dates(self, serial_number: SerialNumber) -> Answer[ModifiedDates]:
        """The days on which the case was last modified; cheap, and only a hint."""
        way = self._ways.first(self._clock.now())
        try:
            return self._dates(way, serial_number)
        except (ServiceDownError, FormatRefusedError, NotWhatWasAskedError) as error:
            first = error
        other = self._ways.second(way, first, self._clock.now())
        if other is None:
            raise first
        try:
            answer = self._dates(other, serial_number)
        except (
            ServiceDownError,
            FormatRefusedError,
            NotWhatWasAskedError,
            EmptyAnswerError,
            NoSuchCaseError,
        ):
            self._ways.failed(self._clock.now())
            raise first from None
        self._ways.worked(other, self._clock.now())
        return answer

    def status_document(self, serial_number: SerialNumber) -> Answer[bytes]:
        """The status document as it came; checked for kind and root, not for its contents."""
        reply = self._case_reply(_status_question(serial_number), _CASE, _status_question(SURE_TO_EXIST))
        self._must_be_xml(reply)
        root = answers.root_of(reply.body)
        if not root.endswith("Transaction"):
            raise NotWhatWasAskedError(
                f"the answer is no status document: its root is {root[:40] or 'missing'}", **_when(reply)
            )
        self._key.works(_CASE)
        return _answer(reply, reply.body)

    def raw_document(self, number: CaseNumber | SerialNumber) -> Answer[bytes]:
        """The XML of the case whatever its root is, for a person to look at."""
        reply = self._case_reply(_status_question(number), _CASE, _status_question(SURE_TO_EXIST))
        self._must_be_xml(reply)
        return _answer(reply, reply.body)

    def serial_numbers(self, number: CaseNumber) -> Answer[tuple[SerialNumber, ...]]:
        """The serial numbers that a number of any kind stands for (one international registration can cover several)."""
        reply = self._case_reply(_batch_question(number), _MANY, _batch_question(_SURE))
        found = self._batch(reply, number)
        if found is None:
            raise self._key.judge(_MANY, self._knows_the_sure_case, self.test_key, **_when(reply))
        self._key.works(_MANY)
        return _answer(reply, found)

    def case_statuses(self, serial_numbers: Sequence[SerialNumber]) -> Answer[Batch]:
        """What is known of many cases, in one request; a hint like the modified dates, with more in it.

        Raises:
            BatchTooLargeError: it was refused for its size, or only its size can be why nothing is in it.
            NoSuchCaseError: it knows none of them, though the key works.
        """
        question = Question(f"{_MANY}/sn?ids={','.join(serial_numbers)}", JSON)  # its commas as they are
        reply = self._case_reply(question, _MANY, _batch_question(_SURE))
        try:
            batch = parse_batch(reply.body, serial_numbers)
        except ValueError as error:
            reason = "the answer is a web page" if answers.kind_of(reply.body) == "html" else str(error)
            raise NotWhatWasAskedError(reason, **_when(reply)) from None
        if not batch.reports and batch.oversized:
            raise BatchTooLargeError(
                f"the USPTO does not answer for {len(serial_numbers)} cases at once", **_when(reply)
            )
        if not batch.reports:
            raise self._key.judge(_MANY, self._knows_the_sure_case, self.test_key, **_when(reply))
        self._key.works(_MANY)
        return _answer(reply, batch)

    def test_key(self) -> None:
        """Ask for a case that is sure to exist: returns when the key works.

        Raises:
            KeyRefusedError: it does not, or is a key of the wrong kind.
            SourceError: could not be found out now.
        """
        reply = self._transport.ask(_status_question(SURE_TO_EXIST))
        if reply.code == NOT_FOUND:
            raise self._key.refused(**_when(reply))
        _must_not_be_empty(reply)
        self._must_be_xml(reply)
        self._key.works(_CASE)

    def document_list(self, number: CaseNumber | SerialNumber) -> Answer[tuple[CaseDocument, ...]]:
        """The documents in the file wrapper, as TSDR orders them: newest first."""
        address = "/ts/cd/casedocs"
        question = Question(f"{address}/{_case_id(number)}/info", XML)
        reply = self._case_reply(question, address, Question(f"{address}/{_case_id(_SURE)}/info", XML))
        try:
            documents = parse_document_list(reply.body)
        except UnreadableDocumentError as error:
            reason = f"the list of documents cannot be read: {error.reason}"
        else:
            wanted = _case_id(number).removeprefix("sn")
            if not wanted.isdigit() or all(document.serial_number == wanted for document in documents):
                self._key.works(address)
                return _answer(reply, documents)
            reason = "the list of documents is another case's"
        raise NotWhatWasAskedError(reason, **_when(reply))

    def mark_image(self, serial_number: SerialNumber) -> Answer[bytes]:
        """The picture of the mark: JPEG or PNG, rarely another kind."""
        address = "/ts/cd/rawImage"
        sure = Question(f"{address}/{SURE_TO_EXIST}", "image/*")
        reply = self._case_reply(Question(f"{address}/{serial_number}", "image/*"), address, sure)
        _must_be(reply, "image", "picture")
        self._key.works(address)
        return _answer(reply, reply.body)

    def status_pdf(self, number: CaseNumber | SerialNumber) -> Answer[bytes]:
        """The status of the case as a PDF; one of the few downloads a minute."""
        return self._pdf(f"{_CASE}/{_case_id(number)}/download.pdf")

    def document_pdf(self, number: CaseNumber | SerialNumber, docid: str) -> Answer[bytes]:
        """One document of the file wrapper as a PDF (`CaseDocument.docid`); one of the few downloads a minute."""
        return self._pdf(f"/ts/cd/casedoc/{_case_id(number)}/{quote(docid, safe='')}/download.pdf")

    def documents_bundle(
        self,
        numbers: CaseNumber | Sequence[CaseNumber],
        form: BundleForm,
        to: Path,
        *,
        first_day: date | None = None,
        last_day: date | None = None,
        type_code: str = "",
        category: str = "",
    ) -> Answer[Path]:
        """The documents of cases, as one PDF or a ZIP, oldest first, written to a file that appears when it is whole.

        The numbers are of one kind. `first_day` and `last_day` bound the mail date (days in Washington), `type_code`
        and `category` are those of `CaseDocument`. One of the few downloads a minute.

        Raises:
            OSError: the file cannot be written.
            ValueError: there is no number, or they are of several kinds.
        """
        wanted = [numbers] if isinstance(numbers, CaseNumber) else list(numbers)
        kinds = {number.case_id.removesuffix(number.number) for number in wanted}
        if len(kinds) != 1:
            raise ValueError("a bundle is of numbers of one kind")
        # the case id first, its commas as they are (tsdr.md, "Requests")
        query = [f"{kinds.pop()}={','.join(number.number for number in wanted)}"]
        query += [f"fromDate={first_day.isoformat()}"] if first_day else []
        query += [f"toDate={last_day.isoformat()}"] if last_day else []
        query += [f"type={quote(type_code, safe='')}"] if type_code else []
        query += [f"category={quote(category, safe='')}"] if category else []
        path = f"/ts/cd/casedocs/bundle.{form.value}?{'&'.join([*query, 'sort=date:A'])}"
        question = Question(path, f"application/{form.value}", RequestClass.DOWNLOADS)
        saved = download(self._transport, question, to, form.value)
        if saved.code == NOT_FOUND:
            raise self._not_there(saved, _CASE, _status_question(SURE_TO_EXIST))
        return Answer(to, saved.asked_at, saved.answered_at, saved.code)

    def _dates(self, way: Way, serial_number: SerialNumber) -> Answer[ModifiedDates]:
        reply = self._case_reply(way.question(serial_number), way.address, way.question(SURE_TO_EXIST))
        try:
            found = answers.modified_dates(reply.body)
        except ValueError as error:
            reason = "the answer is a web page" if answers.kind_of(reply.body) == "html" else str(error)
        else:
            if serial_number in found:
                self._key.works(way.address)
                return _answer(reply, found[serial_number])
            if not found:
                raise EmptyAnswerError("the answer lists no case", **_when(reply))
            reason = "the answer is about another case than the one that was asked for"
        raise NotWhatWasAskedError(reason, **_when(reply))

    def _batch(self, reply: Reply, number: CaseNumber) -> tuple[SerialNumber, ...] | None:
        try:
            return answers.serial_numbers(reply.body, number)
        except ValueError as error:
            reason = "the answer is a web page" if answers.kind_of(reply.body) == "html" else str(error)
        raise NotWhatWasAskedError(reason, **_when(reply))

    def _knows_the_sure_case(self) -> bool:
        reply = self._transport.ask(_batch_question(_SURE))
        return reply.code == OK and bool(reply.body) and self._batch(reply, _SURE) is not None

    def _pdf(self, path: str) -> Answer[bytes]:
        question = Question(path, "application/pdf", RequestClass.DOWNLOADS)
        reply = self._case_reply(question, _CASE, _status_question(SURE_TO_EXIST))
        _must_be(reply, "pdf", "PDF")
        return _answer(reply, reply.body)

    def _case_reply(self, question: Question, address: str, sure: Question) -> Reply:
        """A reply that has something in it; `sure` asks for the case that is sure to exist at the same address."""
        reply = self._transport.ask(question)
        if reply.code == NOT_FOUND:
            raise self._not_there(reply, address, sure)
        _must_not_be_empty(reply)
        return reply

    def _not_there(self, reply: Reply | Saved, address: str, sure: Question) -> SourceError:
        def gives_the_sure_case() -> bool:
            tested = self._transport.ask(sure)
            return tested.code == OK and bool(tested.body.strip())

        return self._key.judge(address, gives_the_sure_case, self.test_key, **_when(reply))

    @staticmethod
    def _must_be_xml(reply: Reply) -> None:
        kind = answers.kind_of(reply.body)
        if kind == "html" or "html" in reply.media_type:
            raise NotWhatWasAskedError("the answer is a web page, not a status document", **_when(reply))
        labelled = "xml" in reply.media_type or reply.media_type in _UNSURE_TYPES
        if not labelled or kind in {"json", "pdf", "zip", "image"} or not answers.root_of(reply.body):
            what = reply.media_type if not labelled else kind or "something that has no root element"
            raise NotWhatWasAskedError(f"the answer is {what}, not a status document in XML", **_when(reply))


def _answer(reply: Reply, value: T) -> Answer[T]:
    return Answer(value, reply.asked_at, reply.answered_at, reply.code)


def _must_not_be_empty(reply: Reply) -> None:
    if reply.code != OK or not reply.body.strip():
        raise EmptyAnswerError(
            "the USPTO answered with nothing: a degraded service, or no such case", **_when(reply)
        )


def _must_be(reply: Reply, kind: str, words: str) -> None:
    found = answers.kind_of(reply.body)
    if found != kind:
        what = {"html": "a web page"}.get(found, found or "something else")
        raise NotWhatWasAskedError(f"the answer is {what}, not a {words}", **_when(reply))
