"""The way to the USPTO, from the settings and the environment: address, proxy, certificates. Read once, nothing is sent."""

from __future__ import annotations

import os
import re
import ssl
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy

from watcher.adapters.tsdr.wire import tls_context
from watcher.config.settings import TsdrSettings
from watcher.errors import ConfigError, Mistake


def _mistake(wrong: str, right: str) -> ConfigError:
    return ConfigError((Mistake(None, None, wrong, right),))


def origin_of(url: str) -> tuple[str, str]:
    """Scheme, host and port of an address in one way of writing, and the path that comes before ours.

    Raises:
        ConfigError: it is no address of a server.
    """
    try:
        found = urlsplit(url)
        port = found.port
        host = found.hostname or ""
        host = f"[{host}]" if ":" in host else host.encode("idna").decode()
    except ValueError:
        found, port, host = urlsplit(""), None, ""
    is_host = re.fullmatch(r"[a-z0-9._-]+|\[[0-9a-f:.]+\]", host)
    if found.scheme not in {"http", "https"} or not is_host or "@" in found.netloc:
        raise _mistake("tsdr.base_url is no address of a server", "https://tsdrapi.uspto.gov")
    standard = {"http": 80, "https": 443}[found.scheme]
    suffix = f":{port}" if port is not None and port != standard else ""
    return f"{found.scheme}://{host}{suffix}", found.path.rstrip("/")


def proxies_for(settings: TsdrSettings, origin: str) -> dict[str, str]:
    """The proxy for our one origin: of the settings, else of the environment, read once."""
    if settings.proxy is not None:
        proxy: str | None = settings.proxy.reveal()
    else:
        proxy = select_proxy(origin, get_environ_proxies(origin))
    if not proxy:
        return {}
    proxy = proxy if "://" in proxy else f"http://{proxy}"
    try:
        found = urlsplit(proxy)
        usable = found.scheme in {"http", "https"} and bool(found.hostname) and found.port != 0
    except ValueError:
        usable = False
    if not usable:
        where = (
            "tsdr.proxy"
            if settings.proxy is not None
            else "the proxy of the environment (HTTPS_PROXY, ALL_PROXY)"
        )
        raise _mistake(f"{where} cannot be used", "http://proxy.example.com:3128; SOCKS is not supported")
    return {urlsplit(origin).scheme: proxy}


def certificates(settings: TsdrSettings) -> ssl.SSLContext:
    """Certificates: `ca_file`, else what the environment names, else those of this machine."""
    named = str(settings.ca_file) if settings.ca_file else os.environ.get("REQUESTS_CA_BUNDLE")
    try:
        return tls_context(named or None)
    except OSError as error:
        source = "tsdr.ca_file" if settings.ca_file else "REQUESTS_CA_BUNDLE"
        why = "holds no certificates" if isinstance(error, ssl.SSLError) else (error.strerror or "").lower()
        failure = _mistake(f"{source}: {named}: {why}", "a file of certificates in PEM form")
    raise failure
