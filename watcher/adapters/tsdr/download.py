"""Large answers straight to a file, which appears under its name only when it is whole."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from watcher.adapters.tsdr.answers import kind_of
from watcher.adapters.tsdr.http import Transport
from watcher.adapters.tsdr.reply import Opened, Question
from watcher.adapters.tsdr.trouble import When
from watcher.errors import EmptyAnswerError, NotWhatWasAskedError


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a download; the file is there when `code` is 200."""

    code: int
    asked_at: datetime
    answered_at: datetime


class _CannotWriteError(Exception):
    """Our disk's trouble, kept apart from the network's, which is of the same type."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error


def download(transport: Transport, question: Question, to: Path, kind: str) -> Saved:
    """Write the answer to a temporary file beside `to` and rename it when it is complete and begins as its kind does.

    Raises:
        OSError: the file cannot be written; nothing is left.
        KeyRefusedError, SourceError: no usable answer; nothing is left. A 404 is returned, for a closer look.
    """
    part = to.with_name(f".{to.name}.{secrets.token_hex(4)}.part")
    trouble: OSError | None = None
    try:
        with part.open("xb") as file:
            saved = transport.exchange(question, lambda opened: _write(opened, file, kind))
        if saved.code == 200:  # noqa: PLR2004  # HTTP's OK
            part.replace(to)
    except _CannotWriteError as error:
        trouble = error.error
    finally:
        part.unlink(missing_ok=True)
    if trouble is not None:
        raise trouble
    return saved


def _write(opened: Opened, file: BinaryIO, kind: str) -> Saved:
    if opened.code == 404:  # noqa: PLR2004  # HTTP's Not Found
        return Saved(opened.code, opened.asked_at, opened.now())
    begun = False
    for piece in opened.pieces() if opened.code == 200 else ():  # noqa: PLR2004  # HTTP's OK
        if piece and not begun:
            begun = True
            found = kind_of(piece)
            if found != kind:
                what = {"html": "a web page"}.get(found, found or "something else")
                raise NotWhatWasAskedError(f"the answer is {what}, not a {kind.upper()}", **_when(opened))
        try:
            file.write(piece)
        except OSError as error:
            raise _CannotWriteError(error) from error
    if not begun:
        raise EmptyAnswerError(
            "the USPTO answered with nothing: a degraded service, or no such documents", **_when(opened)
        )
    try:
        file.flush()
        os.fsync(file.fileno())
    except OSError as error:
        raise _CannotWriteError(error) from error
    return Saved(opened.code, opened.asked_at, opened.now())


def _when(opened: Opened) -> When:
    return When(response_code=opened.code, asked_at=opened.asked_at, answered_at=opened.now())
