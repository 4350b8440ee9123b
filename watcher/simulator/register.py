"""The cases that the simulated office knows: scripted ones, and documents that were put in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime

from watcher.simulator.documents import status_document
from watcher.simulator.reader import read_record
from watcher.simulator.record import Record
from watcher.simulator.script import ScriptedCase

_ALWAYS = datetime.min.replace(tzinfo=UTC)
_CASE_ID = re.compile(r"(sn)(\d{8})|(rn)(\d{1,7})|(ir)(\d{7}[A-Z]?)|(ref)([A-Z]\d{3,})")
_SOME_SERIAL = re.compile(rb"ApplicationNumber(?:Text)?>\s*(\d{8})\s*<")
_REGISTRATION_DIGITS = 7


class FiledCase:
    """A case as documents from elsewhere tell it: each is shown from a moment on until the next takes its place.

    Does not make up anything: the document is served byte by byte, and the rest is read from it.
    """

    def __init__(self, serial_number: str) -> None:
        self.serial_number = serial_number
        self._shown: list[datetime] = []
        self._versions: list[tuple[bytes, Record]] = []

    def add(self, document: bytes, record: Record, shown: datetime) -> None:
        """Show a document from a moment on."""
        place = bisect_right(self._shown, shown)
        self._shown.insert(place, shown)
        self._versions.insert(place, (document, record))

    def version(self, now: datetime) -> tuple[bytes, Record] | None:
        """The document and its record at a moment, None before the first."""
        place = bisect_right(self._shown, now)
        return self._versions[place - 1] if place else None


class Register:
    """All cases, found by any of their four numbers at a moment.

    Does not know what time it is, nor HTTP. Documents of scripted cases are written once for each of their stages.
    """

    def __init__(self) -> None:
        self._cases: dict[str, ScriptedCase | FiledCase] = {}
        self._written: dict[str, tuple[int, bytes]] = {}

    def add(self, case: ScriptedCase) -> None:
        """Take a scripted case in, in place of any of the same serial number."""
        self._cases[case.serial_number] = case
        self._written.pop(case.serial_number, None)

    def put(self, document: bytes, shown: datetime | None = None) -> str:
        """Take a status document in, shown from a moment on (None: from ever); gives its serial number.

        A document that is not of the present schema is served too, as long as a serial number can be found in it.

        Raises:
            ValueError: no serial number can be found in it.
        """
        try:
            record = read_record(document)
        except ValueError:
            found = _SOME_SERIAL.search(document)
            if found is None:
                raise
            record = Record(found.group(1).decode(), date(1900, 1, 1))
        case = self._cases.get(record.serial_number)
        if not isinstance(case, FiledCase):
            case = self._cases[record.serial_number] = FiledCase(record.serial_number)
        case.add(document, record, shown or _ALWAYS)
        return record.serial_number

    def serial_numbers(self) -> tuple[str, ...]:
        """Of all cases, also of those that are not visible yet."""
        return tuple(self._cases)

    def case(self, serial_number: str) -> ScriptedCase | FiledCase:
        """One case.

        Raises:
            KeyError: there is none of that serial number.
        """
        return self._cases[serial_number]

    def record(self, serial_number: str, now: datetime) -> Record | None:
        """A case at a moment, None when the office does not know it (yet)."""
        match self._cases.get(serial_number):
            case ScriptedCase() as case:
                return case.record(now)
            case FiledCase() as case:
                version = case.version(now)
                return version[1] if version else None
            case None:
                return None

    def document(self, record: Record, now: datetime) -> bytes:
        """The status document of a record that `record` gave at this moment."""
        case = self._cases[record.serial_number]
        if isinstance(case, FiledCase):
            version = case.version(now)
            return version[0] if version else b""
        stage = case.stage(now)
        written = self._written.get(record.serial_number)
        if written is None or written[0] != stage:
            written = self._written[record.serial_number] = (stage, status_document(record))
        return written[1]

    def find(self, kind: str, number: str, now: datetime) -> list[Record]:
        """The cases that a number of a kind (`sn`, `rn`, `ir`, `ref`) names at a moment; an IR may name several."""
        if kind == "sn":
            record = self.record(number, now)
            return [record] if record else []
        return [record for record in self._all(now) if self._is(record, kind, number)]

    def _all(self, now: datetime) -> Iterator[Record]:
        for serial_number in self._cases:
            record = self.record(serial_number, now)
            if record is not None:
                yield record

    @staticmethod
    def _is(record: Record, kind: str, number: str) -> bool:
        match kind:
            case "rn":
                own = record.registration_number
                return bool(own) and own.zfill(_REGISTRATION_DIGITS) == number.zfill(_REGISTRATION_DIGITS)
            case "ir":
                own = record.international_registration.strip()
                return bool(own) and own.zfill(_REGISTRATION_DIGITS) == number
            case _:
                return record.reference_number == number


def split_case_id(case_id: str) -> tuple[str, str] | None:
    """`sn78787878` as kind and number, None when it is malformed (the service answers 400)."""
    found = _CASE_ID.fullmatch(case_id)
    if found is None:
        return None
    kind, number = (part for part in found.groups() if part is not None)
    return kind, number
