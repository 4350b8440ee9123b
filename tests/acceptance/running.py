"""Runs `tmwatch` as a user does: a process of its own, a watchlist file, a simulated USPTO and real servers on loopback."""

from __future__ import annotations

import email
import email.policy
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from watcher.simulator import SIMULATOR_KEY

TMWATCH = (sys.executable, "-c", "from watcher.cli import main; main()")


def tmwatch(
    *arguments: str | Path, watchlist: Path | None = None, **environ: str
) -> subprocess.CompletedProcess[str]:
    """One call of the command, with an environment of its own."""
    return subprocess.run(
        [*TMWATCH, *(("--config", str(watchlist)) if watchlist else ()), *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment(**environ),
    )


def environment(**environ: str) -> dict[str, str]:
    """Little more than nothing: what the user has set is not ours."""
    kept = {
        name: os.environ[name]
        for name in ("PATH", "LANG", "PYTHONPATH", "COVERAGE_PROCESS_START")
        if name in os.environ
    }
    return kept | {"HOME": "/nonexistent", "NO_PROXY": "*", "COLUMNS": "200"} | environ


class Webhook:
    """An HTTP server that keeps what is posted; `answers` are given in turn, then 200."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.answers: list[int] = []
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                code = hook.answers.pop(0) if hook.answers else 200
                if code == 200:
                    hook.posted.append(json.loads(body))
                self.send_response(code)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"json://127.0.0.1:{self._server.server_address[1]}/hook"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def subjects(self) -> list[str]:
        """The subjects since the last call."""
        found = [one["title"] for one in self.posted]
        self.posted.clear()
        return found


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Mailbox:
    """A real SMTP server that accepts everything and keeps it."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self._port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self._port)

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep one mail."""
        message = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)  # type: ignore[arg-type]
        assert isinstance(message, EmailMessage)
        self.mails.append(message)
        return "250 OK"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        """Where apprise delivers to."""
        return f"mailto://127.0.0.1:{self._port}?from=w@example.com&to=docket@example.com&mode=insecure"

    def subjects(self) -> list[str]:
        """The subjects since the last call."""
        found = [mail["Subject"] for mail in self.mails]
        self.mails.clear()
        return found


def write_watchlist(
    folder: Path,
    base_url: str,
    channels: dict[str, str],
    groups: Sequence[tuple[str, Sequence[str], Sequence[str]]],
) -> Path:
    """A watchlist file: groups are (name, channels, marks as YAML)."""
    lines = [f"tsdr:\n  base_url: {base_url}\n  api_key: {SIMULATOR_KEY}", "channels:"]
    lines += [f"  {name}: {url}" for name, url in channels.items()]
    lines += [f"operator: {next(iter(channels))}", "watch:"]
    for name, tell, marks in groups:
        lines += [
            f"  - name: {name}",
            f"    tell: [{', '.join(tell)}]",
            "    marks:",
            *(f"      - {mark}" for mark in marks),
        ]
    path = folder / "watchlist.yaml"
    path.write_text("\n".join(lines) + "\n")
    return path


@contextmanager
def daemon(watchlist: Path, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """`tmwatch run`, killed at the end if it still runs."""
    process = subprocess.Popen(
        [*TMWATCH, "--config", str(watchlist), "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(**environ),
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
