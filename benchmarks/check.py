"""CPU and memory of a check without a change, beside the floor, in one run.

The floor is a bare `requests.Session` loop over the same addresses that also commits one SQLite row a check. Both ask
a small server of ours over TLS on loopback, which runs in a process of its own; each measurement is a fresh process,
and the two take turns.

    python benchmarks/check.py [--cases 1000 10000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import resource
import socket
import sqlite3
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

KEY = "k" * 32
DAY = "2020-03-22"


def serial_numbers(cases: int) -> list[str]:
    """So many invented serial numbers."""
    return [f"{90_000_000 + n}" for n in range(cases)]


# -- the service, in its own process


class Handler(BaseHTTPRequestHandler):
    """Answers every case with the same old modified date."""

    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        """Small answers go out at once."""
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        """The modified dates of the case that is asked for."""
        serial = self.path[-8:]
        dates = {
            "caseProsecutionData": {"lastModifiedDate": DAY},
            "caseStatusData": {"lastModifiedDate": DAY},
        }
        body = json.dumps(
            {"caseUpdateInfo": [{"caseData": dates, "name": "Serial Number", "value": serial}]}
        ).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        self.wfile.write(head.encode() + body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


def serve(folder: Path) -> None:
    """Serve until the process is ended; prints the port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    print(server.server_address[1], flush=True)
    server.serve_forever()


def certificates(folder: Path) -> None:
    """A private authority and a certificate for loopback."""
    import trustme

    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    authority.issue_cert("127.0.0.1", "localhost").private_key_and_cert_chain_pem.write_to_path(
        str(folder / "server.pem")
    )


# -- what is measured, each in its own process


def floor(folder: Path, port: int, cases: int) -> None:
    """The bare loop."""
    import requests

    database = sqlite3.connect(folder / f"floor{cases}.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=wal")
    database.execute("PRAGMA synchronous=full")
    database.execute("CREATE TABLE IF NOT EXISTS checks (serial TEXT, asked TEXT, code INTEGER, body TEXT)")
    session = requests.Session()
    session.trust_env = False
    session.verify = str(folder / "ca.pem")
    session.headers["USPTO-API-KEY"] = KEY
    session.get(f"https://localhost:{port}/last-update/info.json?sn=90000000")

    def sweep() -> None:
        for serial in serial_numbers(cases):
            answer = session.get(f"https://localhost:{port}/last-update/info.json?sn={serial}", timeout=60)
            row = (serial, datetime.now(UTC).isoformat(), answer.status_code, answer.text)
            database.execute("INSERT INTO checks VALUES (?, ?, ?, ?)", row)

    report(sweep, cases)


def ours(folder: Path, port: int, cases: int, workers: int) -> None:
    """One sweep of `Poller.check` over cases that were all seen before."""
    from watcher.adapters.clock import SystemClock
    from watcher.adapters.limits import Limiter
    from watcher.adapters.store import open_store
    from watcher.adapters.tsdr import TsdrClient
    from watcher.config.settings import (
        GroupSettings,
        Limits,
        MarkSettings,
        PollSettings,
        Rate,
        Secret,
        TsdrSettings,
        Watchlist,
    )
    from watcher.poll import Poller
    from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber

    rate = Rate(10**7, 10**7)
    tsdr = TsdrSettings(
        Secret(KEY), f"https://localhost:{port}", ca_file=folder / "ca.pem", limits=Limits(rate, rate)
    )
    marks = tuple(MarkSettings(CaseNumber(NumberKind.SERIAL, serial)) for serial in serial_numbers(cases))
    store = open_store(folder / f"ours{cases}.db")
    never = PollSettings(full_fetch_every=timedelta(days=10_000))
    watchlist = Watchlist(
        folder / "w.yaml",
        tsdr,
        str(store.path),
        "ops",
        poll=never,
        groups=(GroupSettings("All", marks=marks),),
    )
    clock = SystemClock(threading.Event())
    client = TsdrClient(tsdr, Limiter(tsdr.limits, store.reservations, clock, tsdr.api_key), clock)
    poller = Poller(watchlist, store, client, Nobody(), clock, workers=workers)
    poller.begin()
    seed(store)
    client.modified_dates(SerialNumber(serial_numbers(1)[0]))

    def sweep() -> None:
        result = poller.check()
        assert len(result.checked) == cases, result.failed[:3]
        assert not result.changed

    report(sweep, cases)


class Nobody:
    """Channels without recipients: nothing changes, so nobody is told."""

    def recipients(self, _: str) -> tuple[()]:
        """None."""
        return ()


def seed(store: object) -> None:
    """As if every case had just been read, with the date that the service reports."""
    database = store._database  # type: ignore[attr-defined]  # noqa: SLF001  # the quickest way in, for a benchmark only
    with database.transaction():
        database.execute(
            "INSERT OR IGNORE INTO snapshots (id, serial_number, fetched_at, digest, document) VALUES (1, '', '', '', x'00')"
        )
        dates = json.dumps({"prosecution": DAY, "status": DAY})
        lately = (
            (datetime.now(UTC) - timedelta(minutes=1))
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z")
        )
        database.execute(
            "UPDATE cases SET snapshot_id = 1, digest = 'd', dates = ?, fetch_began_at = ?, good_check_at = ?",
            [dates, lately, lately],
        )


def report(sweep: object, cases: int) -> None:
    """CPU milliseconds a check over the sweep, and the resident size after it in MB."""
    before = time.process_time()
    sweep()  # type: ignore[operator]
    cpu = (time.process_time() - before) * 1000 / cases
    print(json.dumps({"cpu_ms": cpu, "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


# -- the run


def measure(what: str, folder: Path, port: int, cases: int, workers: int) -> dict[str, float]:
    """One measurement in a fresh process."""
    arguments = [sys.executable, __file__, "--part", what, str(folder), str(port), str(cases), str(workers)]
    found: dict[str, float] = json.loads(
        subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True).stdout
    )
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=4)
    parser.add_argument("--part", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.part:
        part(*arguments.part)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        certificates(folder)
        server = subprocess.Popen(
            [sys.executable, __file__, "--part", "serve", name], stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout is not None
            compare(folder, int(server.stdout.readline()), arguments)
        finally:
            server.terminate()
            server.wait()


def part(what: str, folder: str, port: str = "0", cases: str = "0", workers: str = "1") -> None:
    """One process's work."""
    match what:
        case "serve":
            serve(Path(folder))
        case "floor":
            floor(Path(folder), int(port), int(cases))
        case "ours":
            ours(Path(folder), int(port), int(cases), int(workers))


def compare(folder: Path, port: int, arguments: argparse.Namespace) -> None:
    """Ours and the floor in turns; medians and ratios."""
    costs = {}
    for cases in arguments.cases:
        rounds = [
            (
                measure("floor", folder, port, cases, 1),
                measure("ours", folder, port, cases, arguments.workers),
            )
            for _ in range(arguments.rounds)
        ]
        low, high = (
            {key: statistics.median(one[side][key] for one in rounds) for key in ("cpu_ms", "rss_mb")}
            for side in (0, 1)
        )
        ratios = [ours["cpu_ms"] / floor["cpu_ms"] for floor, ours in rounds]
        costs[cases] = high["cpu_ms"]
        print(
            f"{cases:>6} cases: floor {low['cpu_ms']:.2f} ms, ours {high['cpu_ms']:.2f} ms a check: "
            f"{statistics.median(ratios):.2f}x (rounds {', '.join(f'{ratio:.2f}' for ratio in ratios)}); "
            f"resident {low['rss_mb']:.0f} and {high['rss_mb']:.0f} MB: {high['rss_mb'] / low['rss_mb']:.2f}x"
        )
    if len(costs) > 1:
        few, many = min(costs), max(costs)
        print(f"a check among {many} cases costs {costs[many] / costs[few]:.2f}x one among {few}")


if __name__ == "__main__":
    main()
