"""The file wrapper of a case: which papers lie in it, their lists as XML, and the papers as PDF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from xml.sax.saxutils import escape

from watcher.simulator import files
from watcher.simulator.record import WASHINGTON, Record
from watcher.simulator.xmltree import USPTO

_KINDS = {
    "APP": ("Application", "A", "Application"),
    "DRW": ("Drawing", "D", "Drawing"),
    "OOA": ("Offc Action Outgoing", "O", "Outgoing"),
    "ROA": ("Response to Office Action", "I", "Incoming"),
    "NOP": ("Notice of Publication", "O", "Outgoing"),
    "NAL": ("Notice of Allowance", "O", "Outgoing"),
    "SOU": ("Statement of Use", "I", "Incoming"),
    "EXT": ("Request for Extension of Time to File a Statement of Use", "I", "Incoming"),
    "ORC": ("Registration Certificate", "O", "Outgoing"),
    "NOA": ("Notice of Abandonment", "O", "Outgoing"),
    "PRA": ("Petition to Revive", "I", "Incoming"),
    "CAR": ("Change Address or Representation Form", "I", "Incoming"),
    "S08": ("Section 8 Declaration", "I", "Incoming"),
    "NAC": ("Notice of Acceptance", "O", "Outgoing"),
}
_PAPERS = {
    ("GNRT", "O"): "OOA",
    ("RFCS", "P"): "OOA",
    ("GNFR", "O"): "OOA",
    ("TROA", "I"): "ROA",
    ("NPUB", "O"): "NOP",
    ("NOAM", "E"): "NAL",
    ("EISU", "I"): "SOU",
    ("EEXT", "I"): "EXT",
    ("R.PR", "A"): "ORC",
    ("MAB2", "E"): "NOA",
    ("MAB6", "E"): "NOA",
    ("PROA", "I"): "PRA",
    ("REAP", "I"): "CAR",
    ("TCCA", "I"): "CAR",
    ("ES8R", "I"): "S08",
    ("E815", "I"): "S08",
    ("E89R", "I"): "S08",
    ("NA85", "E"): "NAC",
    ("NA89", "E"): "NAC",
    ("NAS8", "E"): "NAC",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of the file wrapper. `identifier` is type code and scan time: `NOA20070926100613`."""

    serial_number: str
    type_code: str
    mailed: date
    scanned: datetime
    pages: int

    @property
    def identifier(self) -> str:
        """The id in the service's addresses."""
        return f"{self.type_code}{self.scanned:%Y%m%d%H%M%S}"

    @property
    def category(self) -> str:
        """A, D, I or O: application, drawing, incoming, outgoing."""
        return _KINDS[self.type_code][1]

    @property
    def title(self) -> str:
        """What the paper is, in the office's words."""
        return _KINDS[self.type_code][0]

    def answers_to(self, identifier: str) -> bool:
        """Whether it is meant by an id: type and scan time, or type and mail date."""
        return identifier in {self.identifier, f"{self.type_code}{self.mailed:%Y%m%d}"}

    def pdf(self, record: Record) -> bytes:
        """The paper itself."""
        lines = [
            "SIMULATED - NOT A DOCUMENT OF THE UNITED STATES PATENT AND TRADEMARK OFFICE",
            "",
            f"{self.title}, {self.mailed}",
            f"Serial number {record.serial_number}",
            f"Mark: {record.mark or '(a drawing)'}",
        ]
        return files.pdf(lines)


def papers(record: Record) -> list[Paper]:
    """The papers of a case, the newest first."""

    def paper(type_code: str, mailed: date, place: int) -> Paper:
        seconds = 9 * 3600 + (place * 613 + int(record.serial_number)) % 30000
        hour = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
        return Paper(
            record.serial_number, type_code, mailed, datetime.combine(mailed, hour, WASHINGTON), 1 + place % 3
        )

    found = [paper("APP", record.filed, 0), paper("DRW", record.filed, 1)]
    found += [
        paper(_PAPERS[entry.code, entry.event_type], entry.date, entry.number + 1)
        for entry in record.entries
        if (entry.code, entry.event_type) in _PAPERS
    ]
    return sorted(found, key=lambda one: (one.scanned, one.type_code), reverse=True)


def _offset(moment: datetime) -> str:
    zone = moment.strftime("%z")
    return f"{zone[:3]}:{zone[3:]}"


def _element(paper: Paper, address: str) -> str:
    title, category, category_words = _KINDS[paper.type_code]
    zone = _offset(paper.scanned)
    where = f"<UrlPathList><UrlPath>{escape(address)}</UrlPath></UrlPathList>" if address else ""
    return (
        f"<SerialNumber>{paper.serial_number}</SerialNumber>"
        f"<DocumentTypeCode>{paper.type_code}</DocumentTypeCode>"
        f"<DocumentTypeCodeDescriptionText>{title}</DocumentTypeCodeDescriptionText>"
        f"<DocumentTypeDescriptionText>{title}</DocumentTypeDescriptionText>"
        f"<CategoryTypeCode>{category}</CategoryTypeCode>"
        f"<CategoryTypeCodeDescriptionText>{category_words}</CategoryTypeCodeDescriptionText>"
        f"<MailRoomDate>{paper.mailed}{zone}</MailRoomDate>"
        f"<ScanDateTime>{paper.scanned:%Y-%m-%dT%H:%M:%S}.000{zone}</ScanDateTime>"
        f"<TotalPageQuantity>{paper.pages}</TotalPageQuantity>"
        "<PageMediaTypeList><PageMediaTypeName>application/pdf</PageMediaTypeName></PageMediaTypeList>"
        f"{where}"
    )


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def paper_list(found: Iterable[Paper], base_url: str = "") -> bytes:
    """The papers as a DocumentList; with their addresses when a base is given (bundles have them, casedocs has not)."""
    body = "".join(
        f"<Document>{_element(paper, base_url and address(paper, base_url))}</Document>" for paper in found
    )
    return f'{_HEAD}<DocumentList xmlns="{USPTO}">{body}</DocumentList>'.encode()


def paper_info(paper: Paper) -> bytes:
    """One paper as a Document."""
    return f'{_HEAD}<Document xmlns="{USPTO}">{_element(paper, "")}</Document>'.encode()


def address(paper: Paper, base_url: str) -> str:
    """Where the paper can be fetched as a PDF."""
    return f"{base_url}/ts/cd/casedoc/sn{paper.serial_number}/{paper.identifier}/download.pdf"
