"""A run over real sockets: the office on a port of loopback, and a webhook that the program's own channels write to.

Slower than the adapter, and the same program down to the bytes, with the real words. What would make anybody wait
really (a connection that hangs) breaks off instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from tests.year.clock import YearClock
from tests.year.mix import Mix
from tests.year.office import YearOffice
from tests.year.process import Reaper
from tests.year.run import Run
from tests.year.told import JudgesRenderer, YearChannels
from tests.year.watching import RECIPIENTS
from tests.year.world import Year, folder_on_a_ram_disk
from watcher.adapters.channels import AppriseChannels
from watcher.adapters.render import Renderer
from watcher.config.settings import ChannelSettings, Secret, Watchlist
from watcher.ports import Channels, Message, Recipient
from watcher.simulator import Office, Response, SimulatorServer
from watcher.simulator.answers import Closed, CutShort, Drip, Hang


class _AtThisMoment(Office):
    """The office of a run, for a server: it looks at the run's clock, and makes nobody wait."""

    def __init__(self, answers: YearOffice, clock: YearClock, mix: Mix) -> None:
        super().__init__(start=mix.begin)
        self._answers = answers
        self._clock = clock
        self._way = mix.chance("way")

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
        self._clock.sleep(self._way.uniform(0.05, 0.4))
        response = self._answers.answer(method, path, query, headers)
        match response.delivery:
            case Hang():
                return replace(response, delivery=Closed())
            case Drip():
                return replace(response, delivery=CutShort(len(response.body) // 2))
            case _:
                return response


class _Hook(ThreadingHTTPServer):
    """Takes what a json:// channel posts; which recipient it is for stands in the address."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _HookHandler)
        self.took: list[tuple[str, str]] = []


class _HookHandler(BaseHTTPRequestHandler):
    server: _Hook

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.took.append((self.path.strip("/"), json.loads(body)["message"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Nothing."""


class _HookChannels(YearChannels):
    """Hands over by the program's own channels; what arrives at the hook is what was told."""

    def __init__(self, hook: _Hook, apprise: AppriseChannels, *args: Any) -> None:
        super().__init__(*args)
        self._hook = hook
        self._apprise = apprise

    def _hand_over(self, recipient: Recipient, message: Message) -> str:
        name = _place(recipient)
        self._apprise.send(Recipient(name), message)
        (where, body), self._hook.took[:] = self._hook.took[0], self._hook.took[1:]
        assert where == name
        return body


def _place(recipient: Recipient) -> str:
    return f"{recipient.channel}-{RECIPIENTS[recipient.channel].index(recipient)}"


class SocketYear(Year):
    """A run whose processes reach the office and the recipients over loopback."""

    def __init__(self, mix: Mix, folder: Path, stack: ExitStack) -> None:
        super().__init__(mix, folder)
        office = _AtThisMoment(self.answers, self.clock, mix)
        self.base_url = stack.enter_context(SimulatorServer(office, clock=None)).base_url
        self._hook = stack.enter_context(_hook())
        names = [*RECIPIENTS, *(_place(one) for ones in RECIPIENTS.values() for one in ones)]
        url = f"json://127.0.0.1:{self._hook.server_address[1]}"
        self._apprise = AppriseChannels(
            {name: ChannelSettings(name, Secret(f"{url}/{name}")) for name in names}
        )

    def connection(self, reaper: Reaper) -> Callable[[], Any] | None:
        return None

    def renderer(self, watchlist: Watchlist, channels: Channels) -> JudgesRenderer:
        return JudgesRenderer(Renderer(self._apprise, watchlist.time_zone).render)

    def channels(self, reaper: Reaper) -> Channels:
        boxes, cross = self.run.boxes, partial(self._cross, reaper)
        return _HookChannels(self._hook, self._apprise, boxes, cross, self._answer_is_lost)


@contextmanager
def _hook() -> Iterator[_Hook]:
    hook = _Hook()
    thread = Thread(target=hook.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hook
    finally:
        hook.shutdown()
        thread.join()
        hook.server_close()


def play_over_sockets(mix: Mix) -> Run:
    """Play a run over loopback."""
    with folder_on_a_ram_disk() as folder, ExitStack() as stack:
        return SocketYear(mix, folder, stack).play()
