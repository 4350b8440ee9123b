"""The simulated office: its calendar, its keys, its limits, its troubles, and its answers; no sockets.

`Office.answer` is all that a server or a transport adapter needs. What it shows is a function of the cases and the moment.
"""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from watcher.simulator.answers import Recorded, Request, Response, answer
from watcher.simulator.faults import Effect, Fault, refused_for_now
from watcher.simulator.limits import Limits, Meter
from watcher.simulator.record import Record
from watcher.simulator.register import FiledCase, Register
from watcher.simulator.routes import SELF_TEST_CASE, Behaviour, Routes, request_class
from watcher.simulator.script import ScriptedCase, evening_of
from watcher.simulator.selftest import self_test_case

SIMULATOR_KEY = "simulator-key-of-nobody-0000000000000001"
"""The key that a new office takes: as long as real ones, and worth nothing."""


class KeyKind(StrEnum):
    """What a key is to the office: taken, expired, or of the Open Data Portal, which the gateway lets in for nothing."""

    TSDR = "tsdr"
    EXPIRED = "expired"
    OPEN_DATA_PORTAL = "open data portal"


class Office:
    """A small USPTO.

    Does not open a port (the server does), and does not read a clock: it has a calendar that is moved on command, or
    is told the moment with each question. Safe to ask from many threads.
    """

    def __init__(
        self,
        cases: Iterable[ScriptedCase] = (),
        *,
        start: date | datetime,
        keys: Mapping[str, KeyKind] | None = None,
        limits: Limits | None = None,
        behaviour: Behaviour | None = None,
        keep_requests: int | None = None,
    ) -> None:
        """An office that knows these cases and the self-test case.

        `limits` None: no limit is enforced. `keep_requests`: how many requests are remembered (None: all).
        """
        self._lock = threading.RLock()
        self._now = evening_of(start)
        self._register = Register()
        self._routes = Routes(self._register, behaviour or Behaviour())
        self._keys = dict(keys or {SIMULATOR_KEY: KeyKind.TSDR})
        self._meter = Meter(limits) if limits else None
        self._faults: list[Fault] = []
        self._recorded: deque[Recorded] = deque(maxlen=keep_requests)
        self._asked = 0
        self.counts: Counter[tuple[str, int | None]] = Counter()
        self.add_case(self_test_case())
        for case in cases:
            self.add_case(case)

    # --- the calendar ---

    @property
    def now(self) -> datetime:
        """The calendar's moment, in UTC."""
        with self._lock:
            return self._now

    def advance(self, to: date | datetime) -> None:
        """Move the calendar forward; a day means six in the evening of it in Washington, when all its steps are seen.

        Raises:
            ValueError: the calendar would go back, or the datetime has no time zone.
        """
        moment = evening_of(to)
        with self._lock:
            if moment < self._now:
                raise ValueError(f"the calendar stands at {self._now} and does not go back to {moment}")
            self._now = moment

    # --- the cases ---

    def add_case(self, case: ScriptedCase) -> None:
        """Take a scripted case in, in place of any of the same serial number."""
        with self._lock:
            self._register.add(case)

    def put_document(self, document: bytes, shown: date | datetime | None = None) -> str:
        """Show this status document for its case; gives the serial number.

        The first document of a case is shown from ever, later ones from now, unless `shown` says otherwise.

        Raises:
            ValueError: no serial number can be found in the document.
        """
        with self._lock:
            if shown is not None:
                return self._register.put(document, evening_of(shown))
            trial = Register()
            serial_number = trial.put(document)
            known = serial_number in self._register.serial_numbers() and isinstance(
                self._register.case(serial_number), FiledCase
            )
            return self._register.put(document, self._now if known else None)

    def put_folder(self, folder: Path) -> tuple[str, ...]:
        """Show every `*.xml` of a folder; gives the serial numbers. File names play no part.

        Raises:
            ValueError: a file has no serial number in it.
            OSError: a file cannot be read.
        """
        return tuple(self.put_document(path.read_bytes()) for path in sorted(folder.glob("*.xml")))

    def serial_numbers(self) -> tuple[str, ...]:
        """Of all cases that the office has or will have; the self-test case is one of them."""
        with self._lock:
            return self._register.serial_numbers()

    def record(self, serial_number: str, now: datetime | None = None) -> Record | None:
        """What the office knows about a case: the truth, without faults. None when it does not know it (yet)."""
        with self._lock:
            return self._register.record(serial_number, now or self._now)

    def document(self, serial_number: str, now: datetime | None = None) -> bytes:
        """The status document of a case: the truth, without faults.

        Raises:
            KeyError: the office does not know the case (yet).
        """
        with self._lock:
            moment = now or self._now
            record = self._register.record(serial_number, moment)
            if record is None:
                raise KeyError(serial_number)
            return self._register.document(record, moment)

    # --- keys, behaviour and troubles ---

    def set_key(self, key: str, kind: KeyKind | None) -> None:
        """Make a key one of a kind; None: the office has never heard of it."""
        with self._lock:
            if kind is None:
                self._keys.pop(key, None)
            else:
                self._keys[key] = kind

    def set_limits(self, limits: Limits | None) -> None:
        """Enforce other limits from now on, with nothing counted yet; None: none."""
        with self._lock:
            self._meter = Meter(limits) if limits else None

    @property
    def behaviour(self) -> Behaviour:
        """How the office behaves where it is known to vary."""
        return self._routes.behaviour

    def behave(self, **changes: object) -> None:
        """Change fields of the behaviour from now on."""
        with self._lock:
            self._routes.behaviour = replace(self._routes.behaviour, **changes)  # type: ignore[arg-type]  # fields of Behaviour

    def fail(
        self,
        effect: Effect,
        *,
        path: str = "",
        case: str = "",
        times: int | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        where: Callable[[Request], bool] | None = None,
    ) -> Fault:
        """Fail from now on where a `Fault` of these fields says; of several that apply, the one set last strikes."""
        fault = Fault(effect, path, case, times, since, until, where)
        with self._lock:
            self._faults.insert(0, fault)
        return fault

    def clear_faults(self, *faults: Fault) -> None:
        """End these faults, or all."""
        with self._lock:
            self._faults = [one for one in self._faults if faults and one not in faults]

    # --- what was asked ---

    @property
    def requests(self) -> tuple[Recorded, ...]:
        """Every request that was made (the last `keep_requests` of them), in order."""
        with self._lock:
            return tuple(self._recorded)

    def forget_requests(self) -> None:
        """Begin counting anew; the rate limits' windows stay."""
        with self._lock:
            self._recorded.clear()
            self.counts.clear()

    # --- the answer ---

    def answer(
        self,
        method: str,
        path: str,
        query: str = "",
        headers: Mapping[str, str] | None = None,
        now: datetime | None = None,
        *,
        measured_at: datetime | None = None,
    ) -> Response:
        """Answer one request.

        `path` is without, `query` is the raw part after the question mark. `now` (UTC) is the calendar's moment unless
        given; `measured_at` (UTC) the clock of the rate limits, which is `now` unless given.
        """
        with self._lock:
            moment = now or self._now
            lower = {name.lower(): value for name, value in (headers or {}).items()}
            request = Request(method, path, query, lower, moment, measured_at or moment)
            self._asked += 1
            response = self._as_sent(self._gateway(request))
            sent = response.status or None
            limited = request_class(path, batch_as_download=self._batch_as_download)
            self._recorded.append(
                Recorded(
                    moment,
                    request.measured_at,
                    method,
                    path,
                    query,
                    request.key,
                    sent,
                    limited.value,
                    lower,
                )
            )
            self.counts[limited.value, sent] += 1
            return response

    @property
    def _batch_as_download(self) -> bool:
        return self._meter is not None and self._meter.limits.batch_as_download

    def _gateway(self, request: Request) -> Response:
        kind = self._keys.get(request.key)
        if not request.key or kind is KeyKind.EXPIRED:
            return answer(401, "application/json", b'{"message":"API key is missing or has expired"}')
        if kind is None:
            return answer(403, "application/json", b'{"message":"Forbidden"}')
        if self._meter is not None:
            limited = request_class(request.path, batch_as_download=self._batch_as_download)
            wait = self._meter.admit(request.key, limited, request.measured_at)
            if wait:
                return refused_for_now(request, self._meter.limits.retry_after, wait)
        if kind is KeyKind.OPEN_DATA_PORTAL:
            return answer(404, "text/html", b"<html><body>BACKEND RESPONSE STATUS: 404</body></html>")
        return self._backend(request)

    def _backend(self, request: Request) -> Response:
        if self._faults:
            cases = self._routes.cases_asked(request)
            for fault in self._faults:
                if fault.strikes(request, cases):
                    fault.struck += 1
                    return fault.effect(request, self._routes.answer)
        return self._routes.answer(request)

    def _as_sent(self, response: Response) -> Response:
        common = (
            ("Cache-Control", "no-cache, no-store"),
            ("Pragma", "no-cache"),
            ("x-l7-reqid", f"{self._asked:032x}"),
            ("Set-Cookie", f"TS01{SELF_TEST_CASE}={self._asked:016x}; Path=/; HttpOnly"),
        )
        return Response(response.status, response.headers + common, response.body, response.delivery)
