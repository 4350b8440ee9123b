"""Which address gives what: the table "Requests" of tsdr.md, from the register to an answer."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from email.utils import format_datetime
from enum import StrEnum
from urllib.parse import unquote

from watcher.simulator import files, modified, multistatus, wrapper
from watcher.simulator.answers import Request, Response, answer
from watcher.simulator.faults import HTML, JSON, XML
from watcher.simulator.limits import RequestClass
from watcher.simulator.modified import ModifiedStyle
from watcher.simulator.record import WASHINGTON, Record
from watcher.simulator.register import Register, split_case_id

PDF = "application/pdf"
ZIP = "application/zip"
SELF_TEST_CASE = "78787878"


class InfoFormat(StrEnum):
    """What `casestatus/{id}/info` gives to a client that takes anything (`Accept: */*`); it has changed over the months."""

    XML = "xml"
    JSON = "json"
    TURNS = "turns"


class UnknownCase(StrEnum):
    """What the office says about a case that it does not know: a 404, or an empty answer."""

    NOT_FOUND = "404"
    NO_CONTENT = "204"
    EMPTY = "200"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the office behaves where it is known to vary; the defaults are what was seen last."""

    modified: ModifiedStyle = field(default_factory=ModifiedStyle)
    info_format: InfoFormat = InfoFormat.XML
    unknown_case: UnknownCase = UnknownCase.NOT_FOUND
    batch_limit: int = 25
    public_url: str = "https://tsdrapi.uspto.gov"


class Routes:
    """Answers for a register.

    Does not check keys, count requests or fail: the office does that around it.
    """

    def __init__(self, register: Register, behaviour: Behaviour) -> None:
        self._register = register
        self.behaviour = behaviour
        self._turn = 0
        self._written: dict[str, tuple[Record, str]] = {}
        self._table: tuple[tuple[re.Pattern[str], Callable[..., Response]], ...] = (
            (re.compile(r"/last-update/info\.(json|xml)"), self._modified),
            (re.compile(r"/ts/cd/caseupdate/info\.(json|xml)"), self._modified),
            (re.compile(r"/ts/cd/caseMultiStatus/(sn|rn|ir|ref)"), self._batch),
            (re.compile(r"/ts/cd/casestatus/([^/]+)/(?:v1/)?info(\.xml|\.json|)"), self._status),
            (re.compile(r"/ts/cd/casestatus/([^/]+)/content(?:\.html)?"), self._page),
            (re.compile(r"/ts/cd/casestatus/([^/]+)/(?:download|content)\.(pdf|zip)"), self._status_file),
            (re.compile(r"/ts/cd/casedocs/bundle\.(xml|pdf|zip)"), self._bundle),
            (re.compile(r"/ts/cd/casedocs/([^/]+)/info"), self._papers),
            (re.compile(r"/ts/cd/casedoc/([^/]+)/([^/]+)/info"), self._paper_info),
            (
                re.compile(r"/ts/cd/casedoc/([^/]+)/([^/]+)/(?:download|content)\.(pdf|zip)"),
                self._paper_file,
            ),
            (re.compile(r"/ts/cd/rawImage/(\d+)"), self._image),
        )

    def answer(self, request: Request) -> Response:
        """The office's true answer."""
        if request.method not in {"GET", "HEAD"}:
            return answer(405, "text/plain", b"Method Not Allowed\n")
        path = unquote(request.path)
        for pattern, handler in self._table:
            found = pattern.fullmatch(path)
            if found:
                return handler(request, *found.groups())
        return answer(404, "text/plain", b"Not Found\n")

    def cases_asked(self, request: Request) -> set[str]:
        """The serial numbers that a request is about, for faults that strike one case."""
        ids = re.findall(r"/(?:casestatus|casedocs|casedoc|rawImage)/([^/]+)", request.path)
        named = (split_case_id("sn" + one if one.isdigit() else one) for one in ids)
        wanted = [one for one in named if one]
        batch = re.search(r"/caseMultiStatus/(\w+)", request.path)
        for name, value in request.parameters():
            kind = batch.group(1) if batch and name == "ids" else name
            wanted += [(kind, one) for one in value.split(",") if kind in {"sn", "rn", "ir", "ref"}]
        found = (self._register.find(kind, number, request.now) for kind, number in wanted)
        return {record.serial_number for records in found for record in records}

    def _unknown(self) -> Response:
        match self.behaviour.unknown_case:
            case UnknownCase.NOT_FOUND:
                return answer(404, "text/plain", b"Trademark for the case ID does not exist\n")
            case UnknownCase.NO_CONTENT:
                return answer(204)
            case UnknownCase.EMPTY:
                return answer(200, XML)

    def _with_case(
        self, request: Request, case_id: str, then: Callable[[list[Record]], Response]
    ) -> Response:
        split = split_case_id(case_id)
        if split is None:
            return answer(400, "text/plain", b"Invalid format for case ID parameter\n")
        records = self._register.find(*split, request.now)
        return then(records) if records else self._unknown()

    def _modified(self, request: Request, form: str) -> Response:
        def give(records: list[Record]) -> Response:
            style = self.behaviour.modified
            if form == "json":
                return answer(200, JSON, modified.as_json(records[0], style))
            return answer(200, XML, modified.as_xml(records[0], style))

        return self._with_case(request, "sn" + request.parameter("sn"), give)

    def _batch(self, request: Request, kind: str) -> Response:
        ids = [one for one in request.parameter("ids").split(",") if one]
        if not ids or any(split_case_id(kind + one) is None for one in ids):
            return answer(400, "text/plain", b"Invalid format for case ID parameter\n")
        limit = self.behaviour.batch_limit
        found = [(one, self._register.find(kind, one, request.now)) for one in ids[:limit]]
        known = [(one, [self._json(record) for record in records]) for one, records in found if records]
        return answer(200, JSON, multistatus.batch(known, oversized=len(ids) > limit).encode())

    def _json(self, record: Record) -> str:
        """A case as JSON text, written once for as long as its record is the same object."""
        written = self._written.get(record.serial_number)
        if written is None or written[0] is not record:
            written = (record, json.dumps(multistatus.trademark(record)))
            self._written[record.serial_number] = written
        return written[1]

    def _wants_json(self, request: Request, suffix: str) -> bool:
        if suffix or JSON in request.accept or XML in request.accept:
            return suffix == ".json" or (not suffix and XML not in request.accept)
        self._turn += 1
        turns = self.behaviour.info_format is InfoFormat.TURNS and self._turn % 2 == 0
        return turns or self.behaviour.info_format is InfoFormat.JSON

    def _status(self, request: Request, case_id: str, suffix: str) -> Response:
        def give(records: list[Record]) -> Response:
            if self._wants_json(request, suffix):
                return answer(200, JSON, multistatus.single([self._json(one) for one in records]).encode())
            return answer(200, XML, self._register.document(records[0], request.now))

        return self._with_case(request, case_id, give)

    def _page(self, request: Request, case_id: str) -> Response:
        return self._with_case(request, case_id, lambda records: answer(200, HTML, status_page(records[0])))

    def _status_file(self, request: Request, case_id: str, form: str) -> Response:
        def give(records: list[Record]) -> Response:
            record = records[0]
            if form == "pdf":
                return answer(200, PDF, files.pdf(status_lines(record)))
            name = f"sn{record.serial_number}"
            contents = {
                f"{name}/{name}.html": status_page(record),
                f"{name}/{name}_status_st96.xml": self._register.document(record, request.now),
                f"{name}/markImage.png": files.image(record.serial_number),
            }
            return answer(200, ZIP, files.archive(contents))

        return self._with_case(request, case_id, give)

    def _papers(self, request: Request, case_id: str) -> Response:
        if JSON in request.accept and XML not in request.accept:
            return answer(406, "text/plain", b"Not Acceptable\n")
        return self._with_case(
            request,
            case_id,
            lambda records: answer(200, XML, wrapper.paper_list(wrapper.papers(records[0]))),
        )

    def _bundle(self, request: Request, form: str) -> Response:
        # the case comes first, and its commas as they are: `%2C` makes a malformed id
        first, _, ids = request.query.partition("&")[0].partition("=")
        if first not in {"sn", "rn", "ir", "ref"}:
            return answer(400, "text/plain", b"Invalid format for case ID parameter\n")
        names = [first + one for one in ids.split(",")]
        if any(split_case_id(name) is None for name in names):
            return answer(400, "text/plain", b"Invalid format for case ID parameter\n")
        records = [
            record for one in ids.split(",") for record in self._register.find(first, one, request.now)
        ]
        if not records:
            return self._unknown()
        chosen = [(paper, record) for record in records for paper in wrapper.papers(record)]
        chosen = [(paper, record) for paper, record in chosen if _is_wanted(paper, request)]
        chosen.sort(key=lambda one: one[0].scanned, reverse=not request.parameter("sort").endswith(":A"))
        if form == "xml":
            listed = wrapper.paper_list((paper for paper, _ in chosen), self.behaviour.public_url)
            return answer(200, XML, listed)
        if form == "pdf":
            lines = [f"{paper.mailed}  {paper.title} ({paper.serial_number})" for paper, _ in chosen]
            return answer(200, PDF, files.pdf(lines))
        contents = {f"{paper.identifier}.pdf": paper.pdf(record) for paper, record in chosen}
        return answer(200, ZIP, files.archive(contents))

    def _with_paper(
        self,
        request: Request,
        case_id: str,
        doc_id: str,
        then: Callable[[wrapper.Paper, Record], Response],
    ) -> Response:
        def give(records: list[Record]) -> Response:
            for paper in wrapper.papers(records[0]):
                if paper.answers_to(doc_id):
                    return then(paper, records[0])
            return answer(404, "text/plain", b"Document does not exist\n")

        return self._with_case(request, case_id, give)

    def _paper_info(self, request: Request, case_id: str, doc_id: str) -> Response:
        return self._with_paper(
            request, case_id, doc_id, lambda paper, _: answer(200, XML, wrapper.paper_info(paper))
        )

    def _paper_file(self, request: Request, case_id: str, doc_id: str, form: str) -> Response:
        def give(paper: wrapper.Paper, record: Record) -> Response:
            body = paper.pdf(record)
            if form == "pdf":
                return answer(200, PDF, body)
            return answer(200, ZIP, files.archive({f"{paper.identifier}.pdf": body}))

        return self._with_paper(request, case_id, doc_id, give)

    def _image(self, request: Request, serial_number: str) -> Response:
        def give(records: list[Record]) -> Response:
            filed = datetime.combine(records[0].filed, time(12), WASHINGTON).astimezone(UTC)
            response = answer(200, "image/png", files.image(serial_number))
            return response.with_header("Last-Modified", format_datetime(filed, usegmt=True))

        return self._with_case(request, "sn" + serial_number, give)


def _is_wanted(paper: wrapper.Paper, request: Request) -> bool:
    wanted = dict(request.parameters())
    day = str(paper.mailed)
    return (
        day == wanted.get("date", day)
        and wanted.get("fromDate", day) <= day <= wanted.get("toDate", day)
        and paper.type_code == wanted.get("type", paper.type_code)
        and paper.category == wanted.get("category", paper.category)
    )


def request_class(path: str, *, batch_as_download: bool = False) -> RequestClass:
    """In which of the two limited classes a path falls: PDF and ZIP are downloads (tsdr.md, "Limits")."""
    download = path.endswith((".pdf", ".zip")) or (batch_as_download and "/caseMultiStatus/" in path)
    return RequestClass.DOWNLOADS if download else RequestClass.REQUESTS


def status_lines(record: Record) -> list[str]:
    """The status of a case as lines of text, for pages and PDFs."""
    lines = [
        "SIMULATED - NOT A DOCUMENT OF THE UNITED STATES PATENT AND TRADEMARK OFFICE",
        "",
        f"Mark: {record.mark or '(a drawing)'}",
        f"US Serial Number: {record.serial_number}    Application Filing Date: {record.filed}",
        f"US Registration Number: {record.registration_number or '-'}",
        f"Status: {record.status_text}",
        f"Status Date: {record.status_date}",
        f"Owner: {'; '.join(party.name for party in record.current_owners)}",
        "",
        "Prosecution History",
    ]
    newest_first = sorted(record.entries, key=lambda entry: -entry.number)
    return lines + [f"{entry.date}  {entry.description}" for entry in newest_first]


def status_page(record: Record) -> bytes:
    """The status of a case as a page."""
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in status_lines(record) if line)
    title = html.escape(f"Trademark Status {record.serial_number}")
    return f"<!DOCTYPE html>\n<html><head><meta charset='utf-8'><title>{title}</title></head><body>\n{body}\n</body></html>\n".encode()
