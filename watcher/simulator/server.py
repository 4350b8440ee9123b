"""The office on a real port: HTTP/1.1 kept alive, TLS if wanted, one write an answer, and broken connections on command."""

from __future__ import annotations

import os
import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from watcher.simulator.answers import Closed, CutShort, Drip, Hang, Reset, Response, Whole
from watcher.simulator.office import Office

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)
_NO_BODY = {204, 304}


def real_time() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


class _Server(ThreadingHTTPServer):
    """The listening socket and its threads; it ends them all when it is closed."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(
        self,
        port: int,
        office: Office,
        tls: ssl.SSLContext | None,
        clock: Callable[[], datetime] | None,
    ) -> None:
        self.office = office
        self.tls = tls
        self.clock = clock
        self.stopping = threading.Event()
        self.troubles: list[BaseException] = []
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Take a connection; the TLS handshake happens in its own thread, so that a silent client holds up no other."""
        connection, address = super().get_request()
        if self.tls is not None:
            connection = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        with self._guard:
            self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        """Close a connection; one that we ended in another way is closed already."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  # the base class's signature
        """Clients that go away are no trouble; anything else is kept and raised when the server is closed."""
        error = sys.exc_info()[1]
        if error is not None and not isinstance(error, (OSError, EOFError)):
            self.troubles.append(error)

    def end(self) -> None:
        """Stop listening, wake what waits, cut what is open, and wait for all threads."""
        self.stopping.set()
        self.shutdown()
        with self._guard:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue  # it has gone already
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Translates between a connection and the office; decides nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # with keep-alive, Nagle and delayed acknowledgement cost 40 ms an answer
    server: _Server

    def do_GET(self) -> None:
        """Answer any method: the office says which it does not take."""
        target = urlsplit(self.path)
        clock = self.server.clock
        response = self.server.office.answer(
            self.command,
            target.path,
            target.query,
            dict(self.headers.items()),
            measured_at=clock() if clock else None,
        )
        match response.delivery:
            case Whole():
                self.wfile.write(self._head(response) + self._body(response))
            case CutShort(sent):
                self.wfile.write(self._head(response) + self._body(response)[:sent])
                self.close_connection = True
            case Drip(pause, size):
                self._drip(response, pause, size)
            case Hang(seconds):
                self.server.stopping.wait(seconds)
                self.close_connection = True
            case Closed():
                self.close_connection = True
            case Reset():
                self._reset()

    do_HEAD = do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815  # http.server's names

    def _body(self, response: Response) -> bytes:
        return b"" if self.command == "HEAD" or response.status in _NO_BODY else response.body

    def _head(self, response: Response) -> bytes:
        """Status line and headers; sent with the body in one write."""
        try:
            phrase = HTTPStatus(response.status).phrase
        except ValueError:
            phrase = "Unknown"
        lines = [f"HTTP/1.1 {response.status} {phrase}", f"Date: {self.date_time_string()}"]
        lines += [f"{name}: {value}" for name, value in response.headers]
        if response.status not in _NO_BODY:
            lines.append(f"Content-Length: {len(response.body)}")
        if self.close_connection:
            lines.append("Connection: close")
        return "\r\n".join((*lines, "", "")).encode("latin-1")

    def _drip(self, response: Response, pause: float, size: int) -> None:
        self.wfile.write(self._head(response))
        body = self._body(response)
        for start in range(0, len(body), size):
            if self.server.stopping.wait(pause):
                self.close_connection = True
                return
            self.wfile.write(body[start : start + size])

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        os.close(self.connection.detach())  # at once, before anybody shuts it down in order

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the base class's name
        """Nothing: the office records what was asked."""


class SimulatorServer:
    """An office behind a port on 127.0.0.1: `with SimulatorServer(office) as server: server.base_url`.

    `clock` gives the moments (UTC) by which the rate limits are measured: the real time by default, None for the
    office's calendar. Leaving the block ends every connection and thread, and raises what went wrong in one of them.
    """

    def __init__(
        self,
        office: Office,
        *,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] | None = real_time,
        host_name: str = "127.0.0.1",
    ) -> None:
        self.office = office
        self._tls = tls
        self._server = _Server(port, office, tls, clock)
        self._host_name = host_name
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, name="simulator"
        )
        self._running = False

    @property
    def port(self) -> int:
        """The port that was taken."""
        return self._server.server_address[1]

    @property
    def base_url(self) -> str:
        """Where it is reached, without a slash at the end."""
        return f"{'https' if self._tls else 'http'}://{self._host_name}:{self.port}"

    def start(self) -> Self:
        """Begin to answer."""
        self._running = True
        self._thread.start()
        return self

    def close(self) -> None:
        """End; a second time does nothing.

        Raises:
            RuntimeError: answering a request failed by a mistake of the simulator.
        """
        if not self._running:
            self._server.server_close()
            return
        self._running = False
        self._server.end()
        self._thread.join()
        if self._server.troubles:
            raise RuntimeError("the simulator failed to answer") from self._server.troubles[0]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
