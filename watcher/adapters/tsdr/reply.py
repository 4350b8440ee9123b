"""A question to the USPTO, and its answer: the body in pieces, never more than was agreed, however it was packed."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import requests

from watcher.adapters.tsdr import trouble
from watcher.adapters.tsdr.wire import TooMuchError
from watcher.ports import RequestClass

_PIECE: Final = 65536
_SHORT_REST: Final = 65536
_GZIP: Final = frozenset({"gzip", "x-gzip"})


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `path` with its query, already encoded; `accept` a media type; `most` bytes of body at most."""

    path: str
    accept: str
    kind: RequestClass = RequestClass.REQUESTS
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A complete answer. Header names are looked up without regard to case."""

    code: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    asked_at: datetime
    answered_at: datetime

    @property
    def media_type(self) -> str:
        """The content type, lower-case, without its parameters; empty when the answer names none."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


class Opened:
    """An answer of which the code and the headers have come; the body is read from `pieces()`, once."""

    def __init__(
        self, response: requests.Response, asked_at: datetime, most: int, now: Callable[[], datetime]
    ) -> None:
        self.code = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.asked_at = asked_at
        self.most = most
        self.now = now
        self._raw = response.raw

    def pieces(self) -> Iterator[bytes]:
        """The body in pieces, decompressed, at most `most` bytes in all.

        Raises:
            TooMuchError, and what the library raises: see `trouble.CAUGHT`.
        """
        promised = self.headers.get("Content-Length", "")
        if promised.isdecimal() and int(promised) > self.most:
            raise TooMuchError
        pieces = self._raw.stream(_PIECE, decode_content=False)
        if self._encoding in _GZIP:
            pieces = _inflated(pieces)
        came = 0
        for piece in pieces:
            came += len(piece)
            if came > self.most:
                raise TooMuchError
            yield piece

    @property
    def encoding_is_known(self) -> bool:
        """Whether the body comes as it is, or in the compression that was offered."""
        return self._encoding in _GZIP or self._encoding in {"identity", ""}

    @property
    def _encoding(self) -> str:
        return self.headers.get("Content-Encoding", "").strip().lower()

    def leave(self) -> None:
        """Read a short rest, so that the connection can be used again; cut a long one off."""
        came = 0
        try:
            for piece in self._raw.stream(_PIECE, decode_content=False):
                came += len(piece)
                if came > _SHORT_REST:
                    break
        except trouble.CAUGHT:
            pass  # the code was what mattered; the connection is closed below
        self.close()

    def close(self) -> None:
        """Done: a connection is kept (and was given back) if its answer was read to the end, and closed otherwise."""
        self._raw.close()
        self._raw.release_conn()


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Undo gzip, never more than a piece at a time, whatever the ratio; gzip members may follow each other."""
    engine = zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if engine.eof:
                    engine = zlib.decompressobj(wbits=31)
                yield engine.decompress(rest, _PIECE)
                rest = engine.unused_data if engine.eof else engine.unconsumed_tail
        yield engine.flush()
    except zlib.error:
        raise ValueError("the compression is broken") from None
    if not engine.eof:
        raise ValueError("the compressed body breaks off")
