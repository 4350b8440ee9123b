"""A server on a raw socket that answers as no server should: byte by byte, without end, too much, or nothing.

A behaviour is a function that is handed the connection after a request's headers were read; helpers make the usual
ones. Requests are kept as they came, so that a test can see where a key went.
"""

import gzip
import socket
import ssl
import struct
import threading


class Misbehaving:
    """`with Misbehaving(answer(...), ...) as server`: each request gets the next behaviour, the last one for ever."""

    def __init__(self, *behaviours, tls=None, before_hello=None):
        self.behaviours = list(behaviours)
        self.requests = []
        self.connections = 0
        self.stopping = threading.Event()
        self._tls = tls
        self._before_hello = before_hello
        self._lock = threading.Lock()
        self._open = set()
        self._threads = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.base_url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"

    def __enter__(self):
        self._threads.append(threading.Thread(target=self._accept))
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        socket.create_connection(("127.0.0.1", self.port)).close()  # wakes the one who accepts
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    @property
    def targets(self):
        """Path and query of each request."""
        return [request.split(b" ")[1].decode() for request in self.requests]

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            if self.stopping.is_set():
                connection.close()
                return
            self.connections += 1
            with self._lock:
                self._open.add(connection)
            self._threads.append(threading.Thread(target=self._serve, args=(connection,)))
            self._threads[-1].start()

    def _serve(self, connection):
        raw = connection
        try:
            if self._before_hello is not None:
                self._before_hello(connection, self)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
                with self._lock:
                    self._open.discard(raw)
                    self._open.add(connection)
            while (head := _head(connection)) is not None:
                with self._lock:
                    self.requests.append(head)
                    behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
                if behaviour(connection, self) == "close":
                    return
        except (OSError, ssl.SSLError):
            return  # the client went away, as it should from such a server
        finally:
            with self._lock:
                self._open.discard(connection)
            connection.close()


def _head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(65536)
        if not piece:
            return None
        head += piece
    return head


def headers(status="200 OK", **fields):
    lines = [f"HTTP/1.1 {status}"] + [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def answer(status="200 OK", body=b"", **fields):
    """An ordinary answer."""
    fields.setdefault("Content_Length", len(body))

    def behave(connection, server):
        connection.sendall(headers(status, **fields) + body)

    return behave


def dripping(data, pause=0.05, size=1):
    """Any bytes, a few at a time."""

    def behave(connection, server):
        for start in range(0, len(data), size):
            connection.sendall(data[start : start + size])
            if server.stopping.wait(pause):
                return "close"
        return None

    return behave


def without_end(first, piece):
    """A beginning, and then the same for ever."""

    def behave(connection, server):
        connection.sendall(first)
        while not server.stopping.is_set():
            connection.sendall(piece)

    return behave


def raw(data):
    """Exactly these bytes, then the end of the connection."""

    def behave(connection, server):
        connection.sendall(data)
        return "close"

    return behave


def silent(connection, server):
    """Nothing at all, for ever."""
    server.stopping.wait(60)
    return "close"


def reset(connection, server):
    """The connection is reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return "close"


def gzip_bomb(megabytes):
    """A body that is small on the way and large when it is unpacked."""
    packed = gzip.compress(b"\x00" * 1_000_000 * megabytes)
    return answer(body=packed, Content_Encoding="gzip", Content_Type="application/json")


def chunked(*chunks, **fields):
    """A body in chunks."""
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""])

    def behave(connection, server):
        connection.sendall(headers(Transfer_Encoding="chunked", **fields) + body)

    return behave
