"""The way to the USPTO in a law firm's network: proxies, private certificates, and secrets that show up nowhere."""

import io
import logging
import threading
import traceback

import pytest

from tests.adapters import misbehaving as bad
from tests.adapters.misbehaving import Misbehaving, answer
from tests.adapters.proxy import Proxy
from tests.adapters.tsdr_support import CASE, DATES, KEY, client_for
from watcher.config.settings import Secret
from watcher.errors import ConfigError, KeyRefusedError, RedirectRefusedError, ServiceDownError, TmwatchError

PASSWORD = "planted-proxy-password"
FINE = answer(body=DATES, Content_Type="application/json")
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def test_a_private_certificate_is_taken_from_the_settings(tls):
    with Misbehaving(FINE, tls=tls.server) as server:
        client = client_for(server.base_url, ca_file=tls.ca_file)
        assert client.modified_dates(CASE).value.newest is not None
        client.close()


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_private_certificate_is_taken_from_the_environment(tls, variable, monkeypatch):
    monkeypatch.setenv(variable, str(tls.ca_file))
    with Misbehaving(FINE, tls=tls.server) as server:
        client = client_for(server.base_url)
        assert client.modified_dates(CASE).value.newest is not None
        client.close()


def test_a_certificate_that_nobody_vouches_for_is_refused_and_the_key_is_not_sent(tls):
    with Misbehaving(FINE, tls=tls.server) as server:
        client = client_for(server.base_url)
        with pytest.raises(ServiceDownError, match=r"not trusted.*tsdr\.ca_file"):
            client.modified_dates(CASE)
        client.close()
    assert server.requests == []


def test_a_certificate_of_another_host_is_refused(tls):
    with Misbehaving(FINE, tls=tls.another_host) as server:
        client = client_for(server.base_url, ca_file=tls.ca_file)
        with pytest.raises(ServiceDownError, match="not trusted"):
            client.modified_dates(CASE)
        client.close()
    assert server.requests == []


@pytest.mark.parametrize("content", [None, b"", b"no certificates"])
def test_a_certificate_file_that_cannot_be_used_is_a_mistake_of_the_settings(tmp_path, content):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"tsdr\.ca_file.*ca\.pem"):
        client_for("https://tsdrapi.uspto.gov", ca_file=path)


def test_through_a_proxy_the_key_is_seen_by_the_uspto_only(tls):
    with Misbehaving(FINE, tls=tls.server) as server, Proxy("firm", PASSWORD) as proxy:
        client = client_for(
            server.base_url, ca_file=tls.ca_file, proxy=Secret(f"http://firm:{PASSWORD}@{proxy.address}")
        )
        client.modified_dates(CASE)
        client.modified_dates(CASE)
        client.close()
    assert [seen.split(b" ")[0] for seen in proxy.seen] == [b"CONNECT"]
    assert KEY.encode() not in b"".join(proxy.seen)
    assert KEY.encode() in server.requests[0]
    assert b"Proxy-Authorization" not in b"".join(server.requests)


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "ALL_PROXY"])
def test_a_proxy_is_taken_from_the_environment(tls, variable, monkeypatch):
    with Misbehaving(FINE, tls=tls.server) as server, Proxy() as proxy:
        monkeypatch.setenv(variable, f"http://{proxy.address}")
        client = client_for(server.base_url, ca_file=tls.ca_file)
        monkeypatch.delenv(variable)  # read once
        client.modified_dates(CASE)
        client.close()
    assert len(proxy.seen) == 1


def test_a_host_that_needs_no_proxy_gets_none(tls, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Misbehaving(FINE, tls=tls.server) as server:
        client = client_for(server.base_url, ca_file=tls.ca_file)
        client.modified_dates(CASE)
        client.close()


def test_a_plain_address_goes_through_a_proxy_too():
    with Misbehaving(FINE) as server, Proxy("firm", PASSWORD) as proxy:
        client = client_for(server.base_url, proxy=Secret(f"firm:{PASSWORD}@{proxy.address}"))
        client.modified_dates(CASE)
        client.close()
    assert proxy.seen[0].startswith(b"GET http://127.0.0.1:")


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://", "http://host:port", "ftp://x"])
def test_a_proxy_that_cannot_be_used_is_a_mistake_of_the_settings(proxy):
    with pytest.raises(ConfigError, match=r"tsdr\.proxy"):
        client_for("https://tsdrapi.uspto.gov", proxy=Secret(proxy))


@pytest.mark.parametrize(
    "base_url", ["tsdrapi.uspto.gov", "ftp://x", "https://", "https://user:p@host", "http://a b"]
)
def test_an_address_that_is_none_is_a_mistake_of_the_settings(base_url):
    with pytest.raises(ConfigError, match=r"tsdr\.base_url"):
        client_for(base_url)


@pytest.mark.parametrize("key", ["", "two\nlines", "a b", "schl\u00fcssel", "key\r\nX-Evil: 1", "\u2019"])
def test_a_key_that_cannot_be_one_is_refused_with_a_sentence_and_nothing_is_asked(key):
    with Misbehaving(FINE) as server:
        client = client_for(server.base_url, api_key=Secret(key))
        with pytest.raises(KeyRefusedError, match="nothing was asked") as caught:
            client.modified_dates(CASE)
        assert not key or key not in str(caught.value)
    assert server.requests == []


def test_without_a_key_nothing_is_asked():
    with pytest.raises(KeyRefusedError, match="is missing"):
        client_for("http://127.0.0.1:9", api_key=None).modified_dates(CASE)


def everything_said(error):
    """All that an error can show, and all that hangs on it."""
    said = [str(error), repr(error), "".join(traceback.format_exception(error))]
    seen = [error]
    while seen:
        one = seen.pop()
        said += [repr(one), repr(getattr(one, "__dict__", {}))]
        seen += [cause for cause in (one.__cause__, one.__context__) if cause is not None]
        trace = one.__traceback__
        while trace is not None:
            said += [
                repr(value) for value in trace.tb_frame.f_locals.values() if isinstance(value, TmwatchError)
            ]
            trace = trace.tb_next
    return "\n".join(said)


@pytest.fixture
def log():
    """Everything that anybody logs, at DEBUG."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


ECHO = answer("302 Found", Location=f"http://other.example/{KEY}?p={PASSWORD}")


@pytest.mark.parametrize(
    ("behaviour", "refuses", "user"),
    [
        (answer("403 Forbidden", body=KEY.encode()), None, "firm"),
        (answer(f"500 {KEY}"), None, "firm"),
        (ECHO, None, "firm"),
        (bad.reset, None, "firm"),
        (bad.silent, None, "firm"),
        (bad.raw(b"HTTP/1.1 " + KEY.encode() + b"\r\n\r\n"), None, "firm"),
        (bad.raw(bad.headers(Transfer_Encoding="chunked") + KEY.encode() + b"\r\n"), None, "firm"),
        (FINE, f"502 {KEY} {PASSWORD}", "firm"),
        (FINE, None, "nobody"),
    ],
    ids=[
        "refused",
        "reason",
        "redirect",
        "reset",
        "silence",
        "status",
        "chunk",
        "proxy fails",
        "proxy refuses",
    ],
)
def test_the_key_and_the_proxys_password_are_in_no_error_no_repr_and_no_log(
    tls, log, behaviour, refuses, user
):
    with Misbehaving(behaviour, tls=tls.server) as server, Proxy("firm", PASSWORD, refuses=refuses) as proxy:
        secret = Secret(f"http://{user}:{PASSWORD}@{proxy.address}")
        client = client_for(server.base_url, ca_file=tls.ca_file, proxy=secret, timeout=0.3)
        with pytest.raises((KeyRefusedError, ServiceDownError, RedirectRefusedError)) as caught:
            client.status_document(CASE)
        said = everything_said(caught.value) + repr(client) + repr(client._transport) + log.getvalue()
        client.close()
    assert KEY not in said
    assert PASSWORD not in said
    assert caught.value.__context__ is None


def test_a_proxy_that_nobody_serves_is_said_to_be_the_proxy(tls):
    client = client_for("https://tsdrapi.example", proxy=Secret(f"http://firm:{PASSWORD}@127.0.0.1:9"))
    with pytest.raises(ServiceDownError, match=r"the proxy on the way to tsdrapi\.example") as caught:
        client.modified_dates(CASE)
    assert PASSWORD not in everything_said(caught.value)


def test_a_password_that_the_proxy_does_not_take_is_said_to_be_that(tls):
    with Misbehaving(FINE, tls=tls.server) as server, Proxy("firm", PASSWORD) as proxy:
        client = client_for(server.base_url, ca_file=tls.ca_file, proxy=Secret(f"http://{proxy.address}"))
        with pytest.raises(ServiceDownError, match=r"user and a password.*407"):
            client.modified_dates(CASE)
        client.close()


def test_each_thread_has_a_connection_of_its_own_and_keeps_it(tls):
    failures = []

    def work():
        try:
            for _ in range(5):
                client.modified_dates(CASE)
        except TmwatchError as error:
            failures.append(error)

    with Misbehaving(FINE, tls=tls.server) as server:
        client = client_for(server.base_url, ca_file=tls.ca_file)
        threads = [threading.Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        client.close()
    assert failures == []
    assert len(server.requests) == 15
    assert server.connections == 3


def test_netrc_is_not_read(tls, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login somebody password {PASSWORD}\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with Misbehaving(FINE) as server:
        client = client_for(server.base_url)
        client.modified_dates(CASE)
        client.close()
    assert b"Authorization" not in server.requests[0]
