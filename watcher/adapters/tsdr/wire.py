"""Connections that cannot be held up: every read knows the deadline of the whole answer, and how much may still come.

A read timeout alone is no bound: a server that sends a byte now and then keeps it from ever running out. So the
sockets themselves ask before each read how much time is left, in headers, chunk lines and bodies alike.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

LATE: Final = 0.5
"""Seconds from taking a place within the limits to sending; beyond, the place is stale (a slow way there)."""


class TooMuchError(Exception):
    """More bytes came than may."""


class Guard:
    """The bounds of one exchange: `seconds` for the whole answer, `most` bytes as they come over the wire.

    `take_place` waits for a place within the published limits. The first one was taken just before; another is taken
    if laying the connection took so long that the first belongs to an earlier moment.
    """

    def __init__(self, seconds: float, most: int, take_place: Callable[[], None]) -> None:
        self._deadline = time.monotonic() + seconds
        self._left = self._most = most
        self._take_place = take_place
        self._taken_at = time.monotonic()
        self._is_new = False

    def remaining(self) -> float:
        """Seconds until the answer must be complete.

        Raises:
            TimeoutError: it must have been.
        """
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the whole answer took too long")
        return left

    def count(self, came: int) -> None:
        """So many bytes came.

        Raises:
            TooMuchError: they are too many.
        """
        self._left -= came
        if self._left < 0:
            raise TooMuchError

    def connecting(self) -> None:
        """A connection is laid for this exchange."""
        self._is_new = True

    @property
    def met_a_dead_connection(self) -> bool:
        """Whether it failed on a connection that was kept from earlier, before a single byte came."""
        return not self._is_new and self._left == self._most

    def before_sending(self) -> None:
        """The connection stands, the request is about to leave."""
        if time.monotonic() - self._taken_at > LATE:
            self.take_place()

    def take_place(self) -> None:
        """Take a place within the limits for a request more; the time that it waits is not the answer's."""
        began = time.monotonic()
        self._take_place()
        self._taken_at = time.monotonic()
        self._deadline += self._taken_at - began


class _Current(threading.local):
    guard: Guard | None = None


_current = _Current()


@contextmanager
def guarded(guard: Guard) -> Iterator[None]:
    """All that this thread reads from its connections meanwhile is bounded by `guard`."""
    _current.guard = guard
    try:
        yield
    finally:
        _current.guard = None


class _Reads:
    """What the guarded sockets have in common; mixed into a kind of socket."""

    def recv_into(self, *args: Any) -> int:
        guard = _current.guard
        if guard is None:
            return super().recv_into(*args)  # type: ignore[misc, no-any-return]
        self.settimeout(guard.remaining())  # type: ignore[attr-defined]
        came: int = super().recv_into(*args)  # type: ignore[misc]
        guard.count(came)
        return came

    def recv(self, *args: Any) -> bytes:
        guard = _current.guard
        if guard is None:
            return super().recv(*args)  # type: ignore[misc, no-any-return]
        self.settimeout(guard.remaining())  # type: ignore[attr-defined]
        came: bytes = super().recv(*args)  # type: ignore[misc]
        guard.count(len(came))
        return came


class _Socket(_Reads, socket.socket):
    """A plain connection."""


class _TlsSocket(_Reads, ssl.SSLSocket):
    """A connection under TLS; counts what it has decrypted."""


class _Lays:
    """What our connections have in common: guarded sockets, and a word to the guard before a request leaves."""

    sock: socket.socket | None
    connect: Callable[[], None]

    def _new_conn(self) -> socket.socket:
        if _current.guard is not None:
            _current.guard.connecting()
        plain: socket.socket = super()._new_conn()  # type: ignore[misc]
        timeout = plain.gettimeout()
        ours = _Socket(fileno=plain.detach())
        ours.settimeout(timeout)
        return ours

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is None:
            self.connect()
        if _current.guard is not None:
            _current.guard.before_sending()
        super().request(*args, **kwargs)  # type: ignore[misc]


class _Connection(_Lays, HTTPConnection):
    """HTTP."""


class _TlsConnection(_Lays, HTTPSConnection):
    """HTTPS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS: Final = {"http": _Pool, "https": _TlsPool}


def tls_context(ca_file: str | None) -> ssl.SSLContext:
    """Certificates are verified always: against `ca_file` (or folder), or what this machine trusts, SSL_CERT_FILE too.

    Raises:
        OSError: (ssl.SSLError is one) the file cannot be read or holds no certificates.
    """
    if ca_file is not None and Path(ca_file).is_dir():
        context = ssl.create_default_context(capath=ca_file)
    else:
        context = ssl.create_default_context(cafile=ca_file)
    if ca_file is None and not _machine_trusts_any():
        context.load_verify_locations(DEFAULT_CA_BUNDLE_PATH)
    context.sslsocket_class = _TlsSocket
    return context


def _machine_trusts_any() -> bool:
    paths = ssl.get_default_verify_paths()  # None for what does not exist, whatever its types say
    file, folder = Path(paths.cafile or ""), Path(paths.capath or "")
    try:
        return file.is_file() or (folder != Path() and any(folder.iterdir()))
    except OSError:
        return False


class Adapter(HTTPAdapter):
    """Requests' transport for one thread and one origin. Keeps no cookies, follows no redirect, reads no netrc.

    The connection is kept alive; certificates come from one `tls` context that was loaded once for all threads.
    """

    def __init__(self, tls: ssl.SSLContext | None) -> None:
        self._tls = tls
        self._pool: Any = None
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **kwargs: Any) -> None:
        """Make pools of guarded connections."""
        super().init_poolmanager(connections, maxsize, block, ssl_context=self._tls, **kwargs)
        self.poolmanager.pool_classes_by_scheme = dict(_POOLS)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Make pools of guarded connections through a proxy."""
        kwargs |= {"ssl_context": self._tls, "proxy_ssl_context": self._tls}
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = dict(_POOLS)
        return manager

    def build_connection_pool_key_attributes(
        self,
        request: PreparedRequest,
        verify: bool | str,
        cert: str | tuple[str, str] | None = None,
    ) -> tuple[Any, Any]:
        """Where to connect to; how to verify it is in our context already."""
        host, _ = super().build_connection_pool_key_attributes(request, verify, cert)
        return host, {}

    def get_connection_with_tls_context(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        """The pool of the one origin, looked up once."""
        if self._pool is None:
            self._pool = super().get_connection_with_tls_context(request, *args, **kwargs)
        return self._pool

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing to load: the context verifies."""

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        self._pool = None
        super().close()
