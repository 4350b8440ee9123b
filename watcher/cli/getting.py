"""`tmwatch get SERIAL WHAT`: a document of a case from the USPTO, within the published limits."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.context import as_json, exits, program_of, say
from watcher.cli.output import Table, day_or_dash, moment_or_none, print_table
from watcher.errors import ConfigError, Mistake
from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber

if TYPE_CHECKING:
    from watcher.adapters.tsdr import TsdrClient
    from watcher.trademark.documents import CaseDocument


class What(StrEnum):
    """What can be fetched."""

    STATUS = "status"
    XML = "xml"
    DOCUMENTS = "documents"
    PDF = "pdf"
    ZIP = "zip"
    IMAGE = "image"


_ENDINGS = {
    What.STATUS: "-status.pdf",
    What.XML: ".xml",
    What.PDF: "-documents.pdf",
    What.ZIP: "-documents.zip",
}
_IMAGES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg", b"GIF8": ".gif"}


@exits
def get(
    context: typer.Context,
    serial_number: Annotated[
        str, typer.Argument(metavar="SERIAL", help="A serial number, as people write it.")
    ],
    what: Annotated[
        What,
        typer.Argument(
            help="status: the status as PDF. xml: the status document as it is. documents: the list of the file wrapper. "
            "pdf, zip: all its documents in one file. image: the mark."
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; - for standard output.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The list of documents as JSON.")] = False,
) -> None:
    """Fetch a document of a case from the USPTO, whether the case is watched or not."""
    from watcher.trademark.numbers import parse_case_number

    try:
        number = parse_case_number(NumberKind.SERIAL, serial_number)
    except ValueError as error:
        raise ConfigError((Mistake(None, None, str(error)),)) from None
    client = program_of(context).client
    match what:
        case What.DOCUMENTS:
            _list(client.document_list(number).value, as_data=json)
        case What.PDF | What.ZIP:
            _bundle(client, number, what, output)
        case What.STATUS:
            _write(client.status_pdf(number).value, output or Path(number.number + _ENDINGS[what]))
        case What.XML:
            _write(client.raw_document(number).value, output or Path(number.number + _ENDINGS[what]))
        case What.IMAGE:
            image = client.mark_image(SerialNumber(number.number)).value
            ending = next((end for begin, end in _IMAGES.items() if image.startswith(begin)), ".image")
            _write(image, output or Path(number.number + ending))


def _list(documents: tuple[CaseDocument, ...], *, as_data: bool) -> None:
    if as_data:
        as_json(
            [
                {
                    "docid": document.docid,
                    "type_code": document.type_code,
                    "description": document.description,
                    "category": document.category,
                    "mailed": document.mailed.isoformat() if document.mailed else None,
                    "scanned_at": moment_or_none(document.scanned),
                    "pages": document.pages,
                    "media_types": list(document.media_types),
                }
                for document in documents
            ]
        )
        return
    table = Table("Date", "Document", "Direction", "Pages", "Id")
    for document in documents:
        pages = "" if document.pages is None else str(document.pages)
        table.add(
            day_or_dash(document.mailed), document.description, document.category, pages, document.docid
        )
    print_table(table)
    if not documents:
        typer.echo("The file wrapper is empty.")


def _bundle(client: TsdrClient, number: CaseNumber, what: What, output: Path | None) -> None:
    from watcher.adapters.tsdr import BundleForm

    to = output or Path(number.number + _ENDINGS[what])
    if str(to) == "-":
        raise ConfigError((Mistake(None, None, "a bundle is written to a file", "give --output FILE"),))
    say("The documents are being fetched; the USPTO takes its time over many pages.")
    try:
        client.documents_bundle(number, BundleForm(what.value), to)
    except OSError as error:
        raise _not_written(to, error) from None
    typer.echo(f"Wrote {to}.")


def _write(data: bytes, to: Path) -> None:
    """Write a file, or standard output for `-`.

    Raises:
        ConfigError: it cannot be written.
    """
    if str(to) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        to.write_bytes(data)
    except OSError as error:
        raise _not_written(to, error) from None
    typer.echo(f"Wrote {to} ({len(data):,} bytes).")


def _not_written(to: Path, error: OSError) -> ConfigError:
    return ConfigError(
        (Mistake(to, None, f"cannot be written: {error.strerror}", "name another file: --output FILE"),)
    )
