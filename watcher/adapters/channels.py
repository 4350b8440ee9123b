"""E-mail, Slack and the other channels: one finished message to one recipient, and whether it was accepted.

What apprise does against expectation is in its documentation and in our tests: its result is for a whole URL, so each
address gets a delivery of its own; redirects would turn a notice into an empty request; the reason of a refusal is
only in its log, which also holds whole addresses with their secrets, and is therefore read here and shown nowhere.
"""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from watcher.config.settings import ChannelSettings
from watcher.errors import DeliveryError
from watcher.ports import Format, Message, Recipient, Style

CONNECT_SECONDS: Final = 20
READ_SECONDS: Final = 60

_UNESCAPED: Final = frozenset({"json", "jsons", "form", "forms", "xml", "xmls"})
"""Services that take a text as data: nothing in it is read as markup."""

_SMTP_REPLY: Final = re.compile(
    r"\((?P<code>[2-5]\d\d), b(?P<quote>['\"])(?P<words>.*?)(?P=quote)\)", re.DOTALL
)
_HTTP_CODE: Final = re.compile(r"error=(\d{3})")
_NEVER_LEFT: Final = re.compile(
    r"(?i)refused|failed to establish|name or service|name resolution|no address|unreachable|getaddrinfo|connect timeout"
)
_MAY_HAVE_LEFT: Final = re.compile(
    r"(?i)timed? ?out|reset|aborted|closed|disconnected|broken pipe|remote end"
)
_FOR_GOOD: Final = frozenset({400, 401, 403, 404, 405, 406, 410, 413, 414, 415, 422, 501})
_SHORTEST_SECRET: Final = 4


def channel_url_mistake(url: str) -> str | None:
    """What is wrong with a channel's address, None when notices can be sent to it. Never repeats any part of it."""
    scheme = url.partition("://")[0]
    if "://" not in url or not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", scheme):
        return "an address such as mailtos://user:password@server?to=who@example.com or slack://token/token/token"
    options = {name.lower(): value for name, value in parse_qsl(urlsplit(url).query, keep_blank_values=True)}
    if options.get("optional", "no").lower() not in {"no", "false", "0", "off", ""}:
        return "optional= hides failures: take it out"
    if "tag" in options or "tags" in options:
        return "tags are not used: take them out; `tell` says who hears what"
    try:
        plugin = _plugin(url)
    except Exception as error:  # noqa: BLE001  # each of a hundred services refuses in its own way
        return f"{scheme} does not take this address ({type(error).__name__}); see the service's page at appriseit.com"
    if plugin is None:
        return f"there is no service called {scheme}, or it does not take this address"
    return None


class AppriseChannels:
    """Sends finished messages. Does not render, retry, or decide who is told. One object may serve many threads."""

    def __init__(self, channels: Mapping[str, ChannelSettings]) -> None:
        self._channels = dict(channels)
        self._recipients: dict[str, tuple[Recipient, ...]] = {}
        self._styles: dict[str, Style] = {}

    def recipients(self, channel: str) -> tuple[Recipient, ...]:
        """Who stands behind a channel: one recipient for each address, so that each has its own delivery.

        Raises:
            KeyError: the watchlist has no such channel (it is gone).
        """
        if channel not in self._recipients:
            plugin = _plugin(self._channels[channel].url.reveal())
            addresses = _addresses(plugin)
            found = tuple(Recipient(channel, address) for address in addresses) or (Recipient(channel),)
            self._recipients[channel] = found
        return self._recipients[channel]

    def style(self, channel: str) -> Style:
        """What the channel makes of a text.

        Raises:
            KeyError: the watchlist has no such channel.
        """
        if channel not in self._styles:
            url = self._channels[channel].url.reveal()
            self._styles[channel] = _style(_plugin(url), urlsplit(url).scheme.lower())
        return self._styles[channel]

    def send(self, recipient: Recipient, message: Message) -> None:
        """Hand a finished message to the channel; returns when the channel has accepted it.

        Raises:
            DeliveryError: it has not, or may have; the reason names no secret.
        """
        settings = self._channels.get(recipient.channel)
        if settings is None:
            raise DeliveryError(f"the watchlist has no channel {recipient.channel}", permanent=True)
        url = settings.url.reveal()
        plugin = _plugin(url)
        _narrow(plugin, recipient.address)
        if hasattr(plugin, "headers") and isinstance(plugin.headers, dict) and _is_mail(plugin):
            plugin.headers = {"Auto-Submitted": "auto-generated"} | plugin.headers
        lines = _notify(plugin, message)
        if lines is not None:
            raise _why(lines, _secrets(url))

    def unreachable(self, channel: str) -> str | None:
        """Why the channel's server cannot be reached now, None when it can, or when only the service knows where it is.

        Opens a connection and closes it; sends nothing.

        Raises:
            KeyError: the watchlist has no such channel.
        """
        plugin = _plugin(self._channels[channel].url.reveal())
        host = getattr(plugin, "smtp_host", None) or getattr(plugin, "host", None)
        port = getattr(plugin, "port", None) or (443 if getattr(plugin, "secure", False) else 80)
        if not isinstance(host, str) or "." not in host:
            return None
        try:
            socket.create_connection((host, int(port)), timeout=10).close()
        except OSError as error:
            return f"its server cannot be reached: {error.strerror or type(error).__name__}"
        return None


# -- apprise


@cache
def _apprise() -> tuple[Any, Any]:
    """The library and its settings. Imported here because it takes a third of a second; its log goes nowhere."""
    import apprise

    log = logging.getLogger("apprise")
    log.setLevel(logging.DEBUG)  # the reasons of refusals are told at that level only
    log.propagate = False
    log.addHandler(logging.NullHandler())
    asset = apprise.AppriseAsset(
        app_id="tmwatch",
        app_desc="tmwatch",
        async_mode=False,
        http_redirects=False,
        service_timeout=0,
        allow_templates=False,
        storage_mode="memory",
    )
    return apprise, asset


def _plugin(url: str) -> Any:
    """A fresh object of the service, None when there is no such service."""
    apprise, asset = _apprise()
    plugin = apprise.Apprise.instantiate(url, asset=asset, suppress_exceptions=False)
    if plugin is not None:
        plugin.socket_connect_timeout = min(plugin.socket_connect_timeout or CONNECT_SECONDS, CONNECT_SECONDS)
        plugin.socket_read_timeout = min(plugin.socket_read_timeout or READ_SECONDS, READ_SECONDS)
    return plugin


def _notify(plugin: Any, message: Message) -> list[str] | None:
    """Send; None when it was accepted, else what the library logged."""
    apprise, asset = _apprise()
    sender = apprise.Apprise(asset=asset)
    sender.add(plugin)
    result = sender.notify(
        body=message.body, title=message.subject, body_format=message.format.value, log_level=logging.DEBUG
    )
    try:
        return None if result else [str(entry.message) for entry in result.logs()]
    finally:
        result.close()


def _is_mail(plugin: Any) -> bool:
    return hasattr(plugin, "smtp_host") and hasattr(plugin, "cc")


_LISTS: Final = ("targets", "channels", "topics")
"""Where the services keep the places that one URL names."""


def _addresses(plugin: Any) -> tuple[str, ...]:
    """The places that one URL names, each once; none for a service that has just one."""
    if _is_mail(plugin):
        to = [address for _, address in plugin.targets]
        return tuple(dict.fromkeys((*to, *sorted(plugin.cc), *sorted(plugin.bcc))))
    for name in _LISTS:
        places = getattr(plugin, name, None)
        if isinstance(places, list) and len(places) > 1:
            return tuple(dict.fromkeys(_words(place) for place in places))
    return ()


def _words(place: Any) -> str:
    return str(place[0]) if isinstance(place, tuple) else str(place)


def _narrow(plugin: Any, address: str) -> None:
    """Leave only one of the places; the others have deliveries of their own."""
    if _is_mail(plugin):
        names = {mail: name for name, mail in plugin.targets}
        plugin.targets = [(names.get(address, False), address)]
        plugin.cc, plugin.bcc = set(), set()
        return
    for name in _LISTS:
        places = getattr(plugin, name, None)
        if address and isinstance(places, list):
            setattr(plugin, name, [place for place in places if _words(place) == address])


def _style(plugin: Any, scheme: str) -> Style:
    if _is_mail(plugin):
        return Style(Format.HTML)
    if scheme in _UNESCAPED:
        return Style(Format.TEXT)
    formats = plugin.notify_format if isinstance(plugin.notify_format, tuple) else (plugin.notify_format,)
    markdown = formats[0].value == Format.MARKDOWN.value
    limit = int(plugin.body_maxlen)
    if not plugin.title_maxlen:
        limit -= 200  # the subject becomes part of the body
    return Style(Format.MARKDOWN if markdown else Format.TEXT, chat=True, limit=limit)


# -- why it was not accepted


def _why(lines: list[str], secrets: frozenset[str]) -> DeliveryError:
    """The error behind what the library logged, told by codes and the server's own words, without our secrets."""
    for line in lines:
        if reply := _SMTP_REPLY.search(line):
            code, words = int(reply["code"]), _without(reply["words"], secrets)
            return DeliveryError(f"the mail server answered {code} {words}"[:300], permanent=code >= 500)  # noqa: PLR2004  # SMTP: for good
    for line in lines:
        if found := _HTTP_CODE.search(line):
            code = int(found[1])
            if 300 <= code < 400:  # noqa: PLR2004  # HTTP's redirects
                return DeliveryError(f"the address redirects elsewhere (HTTP {code})", permanent=True)
            return DeliveryError(f"the service answered HTTP {code}", permanent=code in _FOR_GOOD)
    said = " ".join(lines)
    if _NEVER_LEFT.search(said):
        return DeliveryError("the server cannot be reached")
    if _MAY_HAVE_LEFT.search(said):
        return DeliveryError("the server did not answer in time, or broke off", maybe_delivered=True)
    return DeliveryError("the channel did not accept it, and did not say why", maybe_delivered=True)


def _secrets(url: str) -> frozenset[str]:
    """Every part of an address that may be a secret."""
    parts = urlsplit(url)
    found = {
        parts.password or "",
        parts.username or "",
        *parts.path.split("/"),
        *dict(parse_qsl(parts.query)).values(),
    }
    return frozenset(unquote(one) for one in found if len(one) >= _SHORTEST_SECRET) | {
        one for one in found if len(one) >= _SHORTEST_SECRET
    }


def _without(words: str, secrets: frozenset[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        if "@" not in secret:
            words = words.replace(secret, "...")
    return " ".join(words.encode("ascii", "replace").decode().split())
