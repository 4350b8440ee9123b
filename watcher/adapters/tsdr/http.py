"""One question to the USPTO and its answer, bounded in time and size, the key never sent anywhere else.

The only part that sends anything. Waits for a place within the limits before each request, redirects included.
"""

from __future__ import annotations

import re
import threading
import time
import weakref
from collections.abc import Callable
from datetime import datetime
from typing import Final, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import BaseAdapter

from watcher.adapters.limits import Limiter
from watcher.adapters.tsdr import trouble
from watcher.adapters.tsdr.reply import Opened, Question, Reply
from watcher.adapters.tsdr.way import certificates, origin_of, proxies_for
from watcher.adapters.tsdr.wire import Adapter, Guard, guarded
from watcher.config.settings import TsdrSettings
from watcher.errors import (
    ConfigError,
    KeyRefusedError,
    NotWhatWasAskedError,
    RateLimitedError,
    RedirectRefusedError,
)
from watcher.ports import Clock

T = TypeVar("T")

KEY_HEADER: Final = "USPTO-API-KEY"
MOST_REDIRECTS: Final = 3
CONNECT_SECONDS: Final = 10.0
IDLE_SECONDS: Final = 50.0
"""A connection that was idle longer may be dead without a word (firewalls forget them); a new one costs little."""

_ENVELOPE: Final = 1_000_000
"""Bytes for headers and chunk lines, beside the body."""
_KEY: Final = re.compile(r"[\x21-\x7e]+")
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class Transport:
    """Sends questions to one origin, over one connection a thread. Knows nothing of cases.

    Raises on construction:
        ConfigError: the address, the proxy or the certificates of the settings cannot be used.
    """

    def __init__(
        self,
        settings: TsdrSettings,
        limiter: Limiter,
        clock: Clock,
        connect: Callable[[], BaseAdapter] | None = None,
    ) -> None:
        """`connect` makes the connection of a thread; None for one over the network, with certificates where it needs them."""
        self._limiter = limiter
        self._clock = clock
        self._timeout = settings.timeout
        self._most = settings.max_body
        self._origin, self._prefix = origin_of(settings.base_url)
        self._host = urlsplit(self._origin).hostname or ""
        self._proxies = proxies_for(settings, self._origin)
        encrypted = [self._origin, *self._proxies.values()]
        needs_tls = connect is None and any(one.startswith("https:") for one in encrypted)
        self._tls = certificates(settings) if needs_tls else None
        self._key = settings.api_key
        self._templates: dict[str, requests.PreparedRequest] = {}
        self._mine = threading.local()
        self._connect = connect or self._to_the_network
        self._all: weakref.WeakSet[BaseAdapter] = weakref.WeakSet()

    def ask(self, question: Question) -> Reply:
        """Ask, and read the whole answer.

        Raises:
            KeyRefusedError, SourceError: of every kind but those that need a look at the body.
        """
        return self.exchange(question, self._read)

    def _read(self, opened: Opened) -> Reply:
        body = b"".join(opened.pieces()) if opened.code == 200 else b""  # noqa: PLR2004  # HTTP's OK
        return Reply(opened.code, opened.headers, body, opened.asked_at, self._clock.now())

    def exchange(self, question: Question, use: Callable[[Opened], T]) -> T:
        """Ask, and hand the answer to `use` when its headers have come; what `use` meets while reading is translated too.

        Raises:
            KeyRefusedError, SourceError: as `ask`.
        """
        request = self._prepared(question)
        most = min(question.most or self._most, self._most)
        self._limiter.acquire(question.kind)
        asked_at = self._clock.now()
        guard = Guard(self._timeout, 2 * most + _ENVELOPE, lambda: self._limiter.acquire(question.kind))
        opened: Opened | None = None
        try:
            with guarded(guard):
                opened = self._sent(request, guard, asked_at, most)
                self._accept(opened, question)
                return use(opened)
        except trouble.CAUGHT as error:
            failure = trouble.failed(error, self._host, most, asked_at, self._clock.now())
        finally:
            if opened is not None:
                opened.close()
        raise failure  # out here, so that nothing of the library's exception, and no secret, hangs on ours

    def close(self) -> None:
        """Close the connections of all threads."""
        for adapter in list(self._all):
            adapter.close()

    def _sent(
        self,
        request: requests.PreparedRequest,
        guard: Guard,
        asked_at: datetime,
        most: int,
    ) -> Opened:
        """Send, and follow redirects within the origin."""
        for hop in range(MOST_REDIRECTS + 1):
            if hop:
                guard.take_place()
            opened = Opened(self._response(request, guard), asked_at, most, self._clock.now)
            target = opened.headers.get("Location")
            if opened.code not in _REDIRECTS or target is None:
                return opened
            opened.leave()
            path = self._within_origin(str(request.url), target, opened)
            request = request.copy()
            request.url = self._origin + path
        raise RedirectRefusedError(
            f"the USPTO redirected more than {MOST_REDIRECTS} times",
            response_code=opened.code,
            asked_at=asked_at,
            answered_at=self._clock.now(),
        )

    def _response(self, request: requests.PreparedRequest, guard: Guard) -> requests.Response:
        """Send once; a second time if the connection, kept from before, turns out to have been closed meanwhile."""
        try:
            return self._send(request, guard)
        except requests.ConnectionError:
            if not guard.met_a_dead_connection:
                raise
        guard.take_place()
        self._adapter().close()
        return self._send(request, guard)

    def _send(self, request: requests.PreparedRequest, guard: Guard) -> requests.Response:
        return self._adapter().send(
            request,
            stream=True,
            timeout=(min(CONNECT_SECONDS, guard.remaining()), guard.remaining()),
            verify=True,
            proxies=self._proxies,
        )

    def _within_origin(self, asked: str, target: str, opened: Opened) -> str:
        """The path of a redirect, if it stays where we are; the new address is ours with that path, whatever it says."""
        try:
            found = urlsplit(urljoin(asked, target))
            same = (
                "@" not in found.netloc and origin_of(f"{found.scheme}://{found.netloc}")[0] == self._origin
            )
        except (ValueError, ConfigError):
            same = False
        if not same or not re.fullmatch(r"[\x21-\x7e]*", found.path + found.query):
            raise RedirectRefusedError(
                "a redirect to another host was not followed, since the API key must not go there",
                response_code=opened.code,
                asked_at=opened.asked_at,
                answered_at=self._clock.now(),
            )
        return (found.path or "/") + (f"?{found.query}" if found.query else "")

    def _accept(self, opened: Opened, question: Question) -> None:
        """Let through 200, 204 and 404; the rest are errors by their code alone."""
        now = self._clock.now()
        error = trouble.refused_by_code(opened.code, opened.headers, opened.asked_at, now)
        if error is None and not opened.encoding_is_known:
            error = NotWhatWasAskedError(
                "the answer comes in a compression that was not offered",
                response_code=opened.code,
                asked_at=opened.asked_at,
                answered_at=now,
            )
        if isinstance(error, RateLimitedError):
            self._limiter.pause(question.kind, error.retry_at)
        if error is not None or opened.code != 200:  # noqa: PLR2004  # HTTP's OK
            opened.leave()
        if error is not None:
            raise error

    def _to_the_network(self) -> Adapter:
        return Adapter(self._tls)

    def _adapter(self) -> BaseAdapter:
        """This thread's connection; a fresh one when the last was idle for long."""
        adapter: BaseAdapter | None = getattr(self._mine, "adapter", None)
        now = time.monotonic()
        if adapter is None:
            adapter = self._mine.adapter = self._connect()
            self._all.add(adapter)
        elif now - self._mine.used_at > IDLE_SECONDS:
            adapter.close()
        self._mine.used_at = now
        return adapter

    def _prepared(self, question: Question) -> requests.PreparedRequest:
        """A request made from a template, so that none of requests' checking and encoding is paid for twice."""
        template = self._templates.get(question.accept)
        if template is None:
            template = self._templates[question.accept] = self._template(question.accept)
        request = template.copy()
        request.url = self._origin + self._prefix + question.path
        return request

    def _template(self, accept: str) -> requests.PreparedRequest:
        key = self._key.reveal() if self._key is not None else ""
        if not _KEY.fullmatch(key):
            what = (
                "holds what no API key holds (spaces, line ends, letters beyond ASCII)"
                if key
                else "is missing"
            )
            raise KeyRefusedError(f"the API key of the USPTO {what}; nothing was asked")
        headers = {
            "User-Agent": "tmwatch",
            "Accept": accept,
            "Accept-Encoding": "gzip",
            KEY_HEADER: key,
        }
        return requests.Request("GET", self._origin, headers=headers).prepare()
