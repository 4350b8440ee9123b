"""Servers on loopback that notices are sent to: a webhook and a mail server, which behave as they are told."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

HANG_SECONDS = 20
"""No test hangs for longer, whatever goes wrong."""


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


# -- HTTP

Behaviour = Callable[["HttpSink", BaseHTTPRequestHandler], None]


@dataclass(frozen=True)
class Post:
    """A request that came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class HttpSink:
    """A webhook. Each request is kept in `posts` and answered by `behave`, which may be replaced at any time."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.behave: Behaviour = answer(200)
        self.released = threading.Event()
        self.arrived = threading.Semaphore(0)
        self.port = 0

    @property
    def url(self) -> str:
        """For a `json://` channel."""
        return f"json://127.0.0.1:{self.port}/hook"


def answer(code: int, body: bytes = b"ok", **headers: str) -> Behaviour:
    """Answer with this."""

    def behave(sink: HttpSink, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def reset(sink: HttpSink, handler: BaseHTTPRequestHandler) -> None:
    """Break the connection off instead of answering."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.close_connection = True
    handler.connection.close()


def hang(sink: HttpSink, handler: BaseHTTPRequestHandler) -> None:
    """Take the request and do not answer until `released`."""
    sink.released.wait(HANG_SECONDS)
    handler.close_connection = True


def drip(sink: HttpSink, handler: BaseHTTPRequestHandler) -> None:
    """Send a byte of the answer now and then, until `released`: no pause is long enough for a read timeout."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not sink.released.wait(0.02):
        handler.wfile.write(b".")
    handler.close_connection = True


@contextlib.contextmanager
def http_sink() -> Iterator[HttpSink]:
    """A webhook while the block lasts."""
    sink = HttpSink()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            sink.posts.append(Post(self.path, dict(self.headers.items()), self.rfile.read(length)))
            sink.arrived.release()
            with contextlib.suppress(ConnectionError):
                sink.behave(sink, self)

        do_GET = do_POST  # noqa: N815  # what a redirect would make of it

        def finish(self) -> None:
            with contextlib.suppress(OSError, ValueError):
                super().finish()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 50

        def handle_error(self, *_: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        sink.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            sink.released.set()
            server.shutdown()
            thread.join()


# -- SMTP


@dataclass(frozen=True)
class Mail:
    """A mail that was accepted, and to whom it was handed in."""

    recipients: tuple[str, ...]
    message: EmailMessage
    raw: bytes

    def part(self, kind: str) -> str:
        """The text of the `plain` or the `html` part."""
        body = self.message.get_body((kind,))
        assert body is not None
        return str(body.get_content())


@dataclass
class SmtpSink:
    """A mail server. `refused` maps an address to the answer to its RCPT; `data` answers the message itself.

    `after_data`: `hang` keeps the answer back until `released`, `close` breaks off. `mails` holds what was accepted,
    `seen` also what was only received.
    """

    port: int
    refused: dict[str, str] = field(default_factory=dict)
    data: str = "250 OK"
    after_data: str = ""
    mails: list[Mail] = field(default_factory=list)
    seen: list[Mail] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def url(self, to: str = "docket@example.com", more: str = "") -> str:
        """For a channel without TLS."""
        return f"mailto://127.0.0.1:{self.port}?from=tmwatch@example.com&to={to}&mode=insecure{more}"

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any
    ) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        mail = Mail(tuple(envelope.rcpt_tos), message, envelope.content)
        self.seen.append(mail)
        if self.after_data == "hang":
            for _ in range(HANG_SECONDS * 100):
                if self.released.is_set():
                    break
                await asyncio.sleep(0.01)
        if self.after_data == "close":
            server.transport.abort()
        if self.data.startswith("2"):
            self.mails.append(mail)
        return self.data


@contextlib.contextmanager
def smtp_sink(tls: Any = None, password: str = "") -> Iterator[SmtpSink]:
    """A mail server while the block lasts; with `tls`, it wants STARTTLS and then this password."""
    sink = SmtpSink(free_port())

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        login, word = given.login.decode(), given.password.decode()
        sink.logins.append((login, word))
        return AuthResult(success=word == password, handled=False)

    extra: dict[str, Any] = {}
    if tls is not None:
        extra = {
            "tls_context": tls,
            "require_starttls": True,
            "authenticator": authenticate,
            "auth_required": True,
        }
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, enable_SMTPUTF8=True, **extra)
    controller.start()
    try:
        yield sink
    finally:
        sink.released.set()
        controller.stop()
