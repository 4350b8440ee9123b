"""The runner: the real poller, store, client and outbox through simulated months, with everything that disturbs them.

Start here: `mix` says what a run is made of, `lives` writes the cases' lives, `facts` what is true of them, `weather`
what disturbs, `watching` who is told, `told` what was, `observer` looks at everything each hour, `judge` compares.
"""

from __future__ import annotations

import gzip
import re
import secrets
import shutil
import tempfile
import time
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.year.clock import YearClock
from tests.year.lives import live
from tests.year.mix import HOUR, Mix, gap
from tests.year.observer import Observer
from tests.year.told import JudgesRenderer, Mailboxes, YearChannels
from tests.year.watching import OPERATOR, Watching, watching
from tests.year.weather import Curtain, Sky, Span, Veil, Weather, weather
from watcher.adapters.limits import PATIENCE, Limiter
from watcher.adapters.store import Store, forms, open_store
from watcher.adapters.tsdr import TsdrClient
from watcher.deliver import Delivered, Deliverer
from watcher.poll import Poller
from watcher.simulator import SIMULATOR_KEY, Behaviour, Office, Response, ScriptedCase
from watcher.simulator.transport import OfficeAdapter

TICK = timedelta(seconds=30)
"""As the daemon's."""

_DOCUMENT = re.compile(r"/ts/cd/casestatus/sn(\d{8})/info\.xml")
_OK = 200


class KilledError(BaseException):
    """The process is gone, here and now."""


@dataclass(frozen=True)
class DocumentServed:
    """A status document that the office gave: which stage of the case, and under which veils."""

    at: datetime
    stage: int
    veils: tuple[Veil, ...]
    plain: bool


@dataclass
class Run:
    """What is left of a run for the judge."""

    mix: Mix
    cases: dict[str, ScriptedCase]
    plan: Weather
    watching: Watching
    boxes: Mailboxes
    observer: Observer
    looks: dict[str, list[DocumentServed]]
    dead: list[Span] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    busiest: Counter[str] = field(default_factory=Counter)
    over: list[str] = field(default_factory=list)
    refused: int = 0
    refused_on_purpose: int = 0
    checks: int = 0
    ticks: int = 0
    seconds: float = 0.0


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
        from watcher.simulator.routes import request_class

        moment = self._clock.now()
        self._sky.turn(moment)
        response = self._office.answer(method, path, query, headers, moment)
        self._windows.count(request_class(path), moment)
        self._run.requests[path.rpartition("/")[0][:26]] += 1
        self._run.refused += response.status == 429
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


_WHOLE = Response(200).delivery


class Reaper:
    """Kills a process at the n-th boundary after it was armed: before or after a statement, a commit, a request, a send."""

    def __init__(self) -> None:
        self._left: int | None = None
        self.is_dead = False

    def arm(self, boundaries: int) -> None:
        self._left = boundaries

    def cross(self) -> None:
        if self.is_dead:
            raise KilledError
        if self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self.is_dead = True
                raise KilledError

    def watch(self, database: Any) -> None:
        """From now on the statements and commits of this database are boundaries."""
        execute, transaction = database.execute, database.transaction

        def executing(*args: Any, **kwargs: Any) -> Any:
            self.cross()
            result = execute(*args, **kwargs)
            self.cross()
            return result

        @contextmanager
        def committing() -> Iterator[None]:
            with transaction():
                yield
                self.cross()
            self.cross()

        database.execute, database.transaction = executing, committing


class _Crossing:
    """A connection at whose ends a process may die."""

    def __init__(self, office: YearOffice, reaper: Reaper) -> None:
        self._office = office
        self._reaper = reaper

    def answer(self, *args: Any, **kwargs: Any) -> Response:
        self._reaper.cross()
        response = self._office.answer(*args, **kwargs)
        self._reaper.cross()
        return response


class Process:
    """One life of the daemon: everything that is lost when it dies. Ticks as the daemon does, in one thread."""

    def __init__(self, year: Year) -> None:
        self._year = year
        self.reaper = Reaper()
        self.token = f"simulated/{secrets.token_hex(8)}"
        self.store: Store = open_store(year.folder / "tmwatch.db")
        self.store.outbox._is_alive = lambda token: token == self.token
        self.channels = YearChannels(year.run.boxes, self.reaper.cross, year.answer_is_lost)
        self._first = True
        self.assemble()

    def assemble(self) -> None:
        """Put the parts together for the watchlist of this moment, as the daemon does at its start and at a reload."""
        year = self._year
        watchlist = year.run.watching.watchlist(year.folder, year.clock.now(), year.base_url)
        limiter = Limiter(
            watchlist.tsdr.limits, self.store.reservations, year.clock, watchlist.tsdr.api_key, PATIENCE
        )
        self.client = TsdrClient(watchlist.tsdr, limiter, year.clock, year.connection(self.reaper))
        self.poller = Poller(watchlist, self.store, self.client, self.channels, year.clock, workers=1)
        renderer = year.renderer(watchlist, self.channels)
        self.deliverer = Deliverer(self.store, self.channels, renderer, OPERATOR, year.clock, self.token)
        self.poller.begin()

    def reload(self) -> None:
        """The watchlist was edited."""
        former = self.poller
        self.assemble()
        former.close()

    def tick(self) -> bool:
        """Poll what is due, and deliver beside it; may more be asked soon?"""
        remaining = True
        while remaining:
            result = self.poller.poll()
            remaining = result.remaining
            self._year.run.checks += len(result.checked) + len(result.failed)
            self._deliver()
        return not result.key_refused

    def _deliver(self) -> None:
        outbox = self.store.outbox
        channels = outbox.owed_channels(self._year.clock.now())
        if self._first:
            channels = sorted({*channels, *outbox.unfinished_channels()})
            self._first = False
        for channel in channels:
            self.deliverer.work(channel, Delivered())

    def next_due(self) -> datetime:
        """The next moment at which the daemon would find something to do."""
        rows = self.store._database.rows(
            "SELECT min(due_at) FROM cases WHERE watched = 1 UNION ALL "
            "SELECT min(not_before) FROM obligations WHERE dispatch_id IS NULL UNION ALL "
            "SELECT min(next_try_at) FROM dispatches WHERE state IN ('waiting', 'claimed', 'sending')"
        )
        moments = [forms.moment(row[0]) for row in rows if row[0]]
        return min(moments, default=self._year.run.mix.end)

    def end(self) -> None:
        """Gone, in order or not."""
        self.poller.close()
        self.client.close()
        self.store.close()


class Year:
    """One run, from its seed to what the judge needs."""

    def __init__(self, mix: Mix, folder: Path) -> None:
        self.folder = folder
        self.base_url: str | None = None
        cases = [live(mix, place) for place in range(mix.cases)]
        serials = [case.serial_number for case in cases]
        plan = watching(mix, serials)
        sky = weather(mix, cases, {serial: plan.first_watched(serial) for serial in serials})
        self.clock = YearClock(mix.begin)
        self.office = Office(
            cases,
            start=mix.begin,
            limits=mix.limits,
            behaviour=Behaviour(modified=mix.style),
            keep_requests=100,
        )
        by_serial = {case.serial_number: case for case in cases}
        boxes = Mailboxes(self.clock, sky.channel_down)
        self.run = Run(
            mix,
            by_serial,
            sky,
            plan,
            boxes,
            Observer(self.office, serials),
            {serial: [] for serial in serials},
        )
        self.answers = YearOffice(self.run, self.office, self.clock)
        self._wire = mix.chance("wire")
        self._losses = mix.chance("losses")
        self._kills = mix.chance("kills")
        self._edits = list(plan.edits)
        self._observed = mix.begin
        self.run.observer.look(mix.begin)

    # -- what a process is made of; a run over real sockets has others

    def connection(self, reaper: Reaper) -> Callable[[], OfficeAdapter] | None:
        return lambda: OfficeAdapter(_Crossing(self.answers, reaper), self.clock, self._wire)

    def renderer(self, watchlist: Any, channels: Any) -> JudgesRenderer:
        return JudgesRenderer()

    def answer_is_lost(self) -> bool:
        """Now and then a channel takes a notice and its answer never comes."""
        return self._losses.random() < 0.01 and self.clock.now() < self.run.mix.calm_from

    # -- the run

    def play(self) -> Run:
        """Run from the first moment to the last."""
        began = time.process_time()
        mix, run = self.run.mix, self.run
        kill_at = self._next_kill(mix.begin)
        process = Process(self)
        while self.clock.now() < mix.end:
            if self.clock.now() >= kill_at:
                process.reaper.watch(process.store._database)
                process.reaper.arm(self._kills.randint(1, 60))
                kill_at = self._next_kill(self.clock.now())
            try:
                self._edit(process)
                may_ask = process.tick()
                due = process.next_due()
            except KilledError:
                process = self._reborn(process)
                continue
            run.ticks += 1
            self._advance(due if may_ask else max(due, self.clock.now() + timedelta(minutes=5)), kill_at)
        process.end()
        run.refused_on_purpose = self.answers.refused_on_purpose
        run.seconds = time.process_time() - began
        return run

    def _next_kill(self, moment: datetime) -> datetime:
        mix = self.run.mix
        at = moment + gap(self._kills, mix.kills)
        return at if at < mix.calm_from else mix.end + HOUR

    def _edit(self, process: Process) -> None:
        if self._edits and self._edits[0] <= self.clock.now():
            self._edits = [one for one in self._edits if one > self.clock.now()]
            process.reload()

    def _reborn(self, process: Process) -> Process:
        """The process died; some time later another one is started on the same database."""
        died = self.clock.now()
        process.end()
        self.clock.sleep(self._kills.choice((1, 5, 5, 60, 1800, 7200)))
        self._observe(self.clock.now())
        self._edits = [one for one in self._edits if one > self.clock.now()]
        while True:
            try:
                return Process(self)
            finally:
                self.run.dead.append(Span(died, self.clock.now(), "dead"))

    def _advance(self, due: datetime, kill_at: datetime) -> None:
        """On to the tick at which something is due, edited or killed next; an hour at most."""
        now = self.clock.now()
        wake = min(due, kill_at, *self._edits[:1], now + HOUR)
        since = wake - self.run.mix.begin
        tick = self.run.mix.begin + max(-(-since // TICK), (now - self.run.mix.begin) // TICK + 1) * TICK
        self.clock.forward_to(tick)
        self._observe(tick)

    def _observe(self, until: datetime) -> None:
        while self._observed + HOUR <= until:
            self._observed += HOUR
            self.run.observer.look(self._observed)


def play(mix: Mix) -> Run:
    """Play a run, with its database on a RAM disk where there is one."""
    ram = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="tmwatch-year-", dir=ram if ram.is_dir() else None))
    try:
        return Year(mix, folder).play()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def looks_between(looks: list[DocumentServed], start: datetime, end: datetime) -> list[DocumentServed]:
    moments = [look.at for look in looks]
    return looks[bisect_right(moments, start) : bisect_right(moments, end)]
