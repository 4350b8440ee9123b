"""A proxy such as law firms have, on loopback: asks for a user and a password, lets through one host, keeps what it saw."""

import base64
import contextlib
import select
import socket
import threading


class Proxy:
    """`with Proxy("user", "secret") as proxy`: CONNECT only, and forwarding of plain requests."""

    def __init__(self, user="", password="", *, refuses=None):
        self.seen = []
        self._refuses = refuses
        self._wanted = base64.b64encode(f"{user}:{password}".encode()).decode() if user else None
        self._stopping = threading.Event()
        self._threads = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self):
        self._start(self._accept)
        return self

    def __exit__(self, *_):
        self._stopping.set()
        host, port = self.address.split(":")
        socket.create_connection((host, int(port))).close()
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def _start(self, work, *args):
        thread = threading.Thread(target=work, args=args)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while True:
            connection, _ = self._listener.accept()
            if self._stopping.is_set():
                connection.close()
                return
            self._start(self._serve, connection)

    def _serve(self, connection):
        with connection, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                if not piece:
                    return
                head += piece
            self.seen.append(head)
            if self._refuses:
                connection.sendall(f"HTTP/1.1 {self._refuses}\r\nContent-Length: 0\r\n\r\n".encode())
                return
            if self._wanted and f"Basic {self._wanted}".encode() not in head:
                connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                return
            method, target = head.split(b" ")[:2]
            place = target.decode() if method == b"CONNECT" else target.decode().split("/")[2]
            host, port = place.rsplit(":", 1)
            with socket.create_connection((host, int(port))) as there:
                if method == b"CONNECT":
                    connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    there.sendall(head)
                self._pass_on(connection, there)

    def _pass_on(self, one, other):
        while not self._stopping.is_set():
            ready, _, _ = select.select([one, other], [], [], 0.05)
            for side in ready:
                piece = side.recv(65536)
                if not piece:
                    return
                (other if side is one else one).sendall(piece)
