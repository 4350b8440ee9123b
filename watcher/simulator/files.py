"""Small but valid PDF, ZIP and PNG files, made with the standard library."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence

_LINES_OF_A_PAGE = 48
_WIDTH, _HEIGHT = 96, 64


def pdf(lines: Sequence[str]) -> bytes:
    """A PDF of one or more pages of text; what is outside of Latin-1 becomes a question mark."""
    pages = [lines[start : start + _LINES_OF_A_PAGE] for start in range(0, len(lines) or 1, _LINES_OF_A_PAGE)]
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, page in enumerate(pages):
        content = _page(page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (5 + 2 * place)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _numbered(objects)


def _page(lines: Sequence[str]) -> bytes:
    shown = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    text = "\n".join(f"({line}) Tj T*" for line in shown).encode("latin-1", "replace")
    return b"BT /F1 11 Tf 14 TL 54 738 Td\n" + text + b"\nET"


def _numbered(objects: list[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP file; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archived:
        for name, body in files.items():
            archived.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), body)
    return out.getvalue()


def image(seed: str) -> bytes:
    """A PNG of two-coloured squares that depend on `seed`, so that each mark looks a little different."""
    bits = zlib.crc32(seed.encode())
    colours = (
        bytes((bits & 255, bits >> 8 & 255, bits >> 16 & 255)),
        bytes(255 - (bits >> shift & 127) for shift in (3, 7, 11)),
    )
    rows = bytearray()
    for y in range(_HEIGHT):
        rows.append(0)  # no filter on this row
        for x in range(_WIDTH):
            rows += colours[bits >> (x // 16 + 6 * (y // 16)) & 1]

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(rows)))
        + chunk(b"IEND", b"")
    )
