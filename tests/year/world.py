"""The runner: the real poller, store, client and outbox through simulated months, with everything that disturbs them.

Start here: `mix` says what a run is made of, `lives` writes the cases' lives, `facts` what is true of them, `weather`
what disturbs, `watching` who is told, `told` what was, `observer` looks at everything each hour, `judge` compares.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from tests.year.clock import YearClock
from tests.year.lives import live
from tests.year.mix import HOUR, Mix, gap
from tests.year.observer import Observer
from tests.year.office import YearOffice
from tests.year.process import Crossing, KilledError, Process, Reaper
from tests.year.run import Run
from tests.year.told import JudgesRenderer, Mailboxes, YearChannels
from tests.year.watching import watching
from tests.year.weather import Span, weather
from watcher.config.settings import Watchlist
from watcher.ports import Channels
from watcher.simulator import Behaviour, Office
from watcher.simulator.transport import OfficeAdapter

TICK = timedelta(seconds=30)
"""As the daemon's."""


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
            behaviour=Behaviour(modified=mix.style, batch_limit=mix.batch_limit),
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
        self._deaths = mix.chance("deaths in a delivery")
        self._kills = mix.chance("kills")
        self._edits = list(plan.edits)
        self._observed = mix.begin
        self.run.observer.look(mix.begin)

    # -- what a process is made of; a run over real sockets has others

    def connection(self, reaper: Reaper) -> Callable[[], OfficeAdapter] | None:
        return lambda: OfficeAdapter(Crossing(self.answers, reaper), self.clock, self._wire)

    def renderer(self, watchlist: Watchlist, channels: Channels) -> JudgesRenderer:
        return JudgesRenderer()

    def channels(self, reaper: Reaper) -> Channels:
        return YearChannels(self.run.boxes, partial(self._cross, reaper), self._answer_is_lost)

    def _cross(self, reaper: Reaper) -> None:
        """Before and after a channel takes a notice: more die here than at any other boundary."""
        if self._happens(self._deaths, self.run.mix.deaths_in_delivery):
            reaper.arm(1)
        reaper.cross()

    def _answer_is_lost(self) -> bool:
        """Now and then a channel takes a notice and its answer never comes."""
        return self._happens(self._losses, self.run.mix.answers_lost)

    def _happens(self, chance: random.Random, share: float) -> bool:
        return chance.random() < share and self.clock.now() < self.run.mix.calm_from

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
    """Play a run."""
    with folder_on_a_ram_disk() as folder:
        return Year(mix, folder).play()


@contextmanager
def folder_on_a_ram_disk() -> Iterator[Path]:
    """A folder of its own in memory, where there is such a disk."""
    ram = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="tmwatch-year-", dir=ram if ram.is_dir() else None) as folder:
        yield Path(folder)
