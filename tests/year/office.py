"""The simulated office under its weather, with a count of its own of what it is asked."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from tests.year.clock import YearClock
from tests.year.run import DocumentServed, Run
from tests.year.weather import Curtain, Sky
from watcher.simulator import SIMULATOR_KEY, Office, Response
from watcher.simulator.routes import request_class

_DOCUMENT = re.compile(r"/ts/cd/casestatus/sn(\d{8})/info\.xml")
_OK = 200
_TOO_MANY = 429
_WHOLE = Response(_OK).delivery


class Windows:
    """A count of its own of the requests of the last minute, beside the office's. Notes what is above the limit."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._limits = run.mix.limits
        self._stamps: dict[str, deque[datetime]] = defaultdict(deque)

    def count(self, request_class: Any, at: datetime) -> None:
        stamps = self._stamps[request_class.value]
        stamps.append(at)
        while stamps[0] <= at - timedelta(seconds=60):
            stamps.popleft()
        allowed = self._limits.allowed(request_class, at)
        self._run.busiest[f"{request_class.value} of {allowed}"] = max(
            self._run.busiest[f"{request_class.value} of {allowed}"], len(stamps)
        )
        if len(stamps) > allowed:
            self._run.over.append(f"{len(stamps)} {request_class.value} in the minute before {at}")


class YearOffice:
    """The office under its weather; notes which documents it gave."""

    def __init__(self, run: Run, office: Office, clock: YearClock) -> None:
        self._run = run
        self._office = office
        self._clock = clock
        self._sky = Sky(office, run.plan, run.mix, SIMULATOR_KEY)
        self._curtain = Curtain()
        self._windows = Windows(run)

    @property
    def refused_on_purpose(self) -> int:
        return sum(fault.struck for fault in self._sky.refusals)

    def answer(
        self,
        method: str,
        path: str,
        query: str = "",
        headers: Mapping[str, str] | None = None,
        now: datetime | None = None,  # the run has one clock
        *,
        measured_at: datetime | None = None,
    ) -> Response:
        moment = self._clock.now()
        self._sky.turn(moment)
        response = self._office.answer(method, path, query, headers, moment)
        self._windows.count(request_class(path), moment)
        self._run.requests[path.rpartition("/")[0][:26]] += 1
        self._run.refused += response.status == _TOO_MANY
        found = _DOCUMENT.fullmatch(path)
        if found and response.status == _OK and found[1] in self._run.cases:
            return self._document(found[1], response, moment)
        return response

    def _document(self, serial: str, response: Response, moment: datetime) -> Response:
        true = self._office.document(serial, moment)
        packed = response.header("Content-Encoding") == "gzip" and gzip.decompress(response.body) == true
        if packed:
            response = response.with_body(true)
        elif response.body is not true:
            return response
        case, veils = self._run.cases[serial], self._run.plan.veils_at(serial, moment)
        self._run.looks[serial].append(
            DocumentServed(moment, case.stage(moment), veils, response.delivery == _WHOLE)
        )
        body = self._curtain.over(case, true, veils) if veils else true
        return response.with_body(gzip.compress(body) if packed else body)
