"""The port: kept-alive connections, TLS, many clients at once, a clean end."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading

import pytest
import requests
import trustme

from watcher.simulator import SIMULATOR_KEY, Office, SimulatorServer

PATH = "/last-update/info.json?sn=78787878"
KEY = {"USPTO-API-KEY": SIMULATOR_KEY}


def raw_get(server: SimulatorServer, *lines: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=5)
    connection.sendall("\r\n".join((f"GET {PATH} HTTP/1.1", "Host: x", *lines, "", "")).encode())
    return connection


def test_one_connection_serves_many_requests(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    connection.connect()
    first = connection.sock
    bodies = set()
    for _ in range(5):
        connection.request("GET", PATH, headers=KEY)
        bodies.add(connection.getresponse().read())
        assert connection.sock is first
    connection.close()
    assert len(bodies) == 1


def test_head_and_body_come_in_one_write(server):
    with raw_get(server, f"USPTO-API-KEY: {SIMULATOR_KEY}") as connection:
        first = connection.recv(65536)
    head, _, body = first.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK")
    assert f"Content-Length: {len(body)}".encode() in head


def test_a_connection_is_closed_when_the_client_asks(server):
    with raw_get(server, f"USPTO-API-KEY: {SIMULATOR_KEY}", "Connection: close") as connection:
        received = b""
        while piece := connection.recv(65536):
            received += piece
    assert b"Connection: close" in received


def test_many_clients_are_served_at_once(server, office):
    codes = []

    def client() -> None:
        with requests.Session() as session:
            codes.extend(
                session.get(server.base_url + PATH, headers=KEY, timeout=10).status_code for _ in range(5)
            )

    threads = [threading.Thread(target=client) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert codes == [200] * 40
    assert len(office.requests) == 40


def test_the_office_speaks_tls(office: Office):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with SimulatorServer(office, tls=context) as server, authority.cert_pem.tempfile() as pem:
        assert server.base_url.startswith("https://")
        assert requests.get(server.base_url + PATH, headers=KEY, timeout=5, verify=pem).status_code == 200
        with pytest.raises(requests.exceptions.SSLError):
            requests.get(server.base_url + PATH, headers=KEY, timeout=5)


def test_a_silent_client_holds_up_neither_the_others_nor_the_end(office):
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    with SimulatorServer(office, tls=context) as server, authority.cert_pem.tempfile() as pem:
        with socket.create_connection(("127.0.0.1", server.port)):
            code = requests.get(server.base_url + PATH, headers=KEY, timeout=5, verify=pem).status_code
        silent = socket.create_connection(("127.0.0.1", server.port))
    silent.close()
    assert code == 200


def test_the_end_leaves_no_thread_and_a_free_port(office):
    before = threading.active_count()
    with SimulatorServer(office) as server, raw_get(server) as idle:
        assert idle.recv(65536)
        port = server.port
    assert threading.active_count() == before
    with SimulatorServer(office, port=port) as again:
        assert again.port == port


def test_closing_twice_or_before_the_start_does_no_harm(office):
    never = SimulatorServer(office)
    never.close()
    server = SimulatorServer(office).start()
    server.close()
    server.close()


def test_a_mistake_of_the_simulator_is_not_hidden(office):
    def broken(_request: object, _backend: object) -> None:
        raise KeyError("a mistake in a fault")

    server = SimulatorServer(office).start()
    office.fail(broken)  # type: ignore[arg-type]
    with pytest.raises(requests.ConnectionError):
        requests.get(server.base_url + PATH, headers=KEY, timeout=5)
    with pytest.raises(RuntimeError, match="failed to answer"):
        server.close()
