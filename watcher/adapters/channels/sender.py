"""Sending: one finished message to one recipient, and the error that says why it was not accepted."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from watcher.adapters.channels.hiding import keep_out_of_logs, secrets_of
from watcher.adapters.channels.outcome import why
from watcher.adapters.channels.services import UnusableUrlError, service_of
from watcher.config.settings import ChannelSettings, NoticeFormat
from watcher.errors import DeliveryError
from watcher.ports import Format, Message, Recipient, Style
from watcher.trademark.notice import one_line

if TYPE_CHECKING:
    from watcher.adapters.channels.services import Service

_REACH_SECONDS: Final = 10.0
_FORMATS: Final = {
    NoticeFormat.TEXT: Format.TEXT,
    NoticeFormat.MARKDOWN: Format.MARKDOWN,
    NoticeFormat.HTML: Format.HTML,
    NoticeFormat.JSON: None,  # the structured form of a notice is not there yet: the channel's usual one
}


class AppriseChannels:
    """Sends finished messages. Does not render, retry, or decide who is told. One object may serve many threads.

    A send waits for each answer as long as the address says (`cto`, `rto`), else for a fixed time; a server that drips
    can hold it longer, so callers send in threads of their own that they can leave behind.
    """

    def __init__(self, channels: Mapping[str, ChannelSettings]) -> None:
        self._channels = dict(channels)
        self._services: dict[str, Service] = {}
        for settings in self._channels.values():
            keep_out_of_logs(secrets_of(settings.url.reveal()))

    def recipients(self, channel: str) -> tuple[Recipient, ...]:
        """Who stands behind a channel: one recipient for each address, so that each has its own delivery.

        Raises:
            KeyError: the watchlist has no such channel (it is gone).
        """
        service = self._service(channel)
        return tuple(Recipient(channel, address) for address in service.addresses) or (Recipient(channel),)

    def style(self, channel: str) -> Style:
        """What the channel makes of a text.

        Raises:
            KeyError: the watchlist has no such channel.
        """
        return self._service(channel).style

    def send(self, recipient: Recipient, message: Message) -> None:
        """Hand a finished message to the channel; returns when the channel has accepted it.

        Raises:
            DeliveryError: it has not, or may have; the reason names no secret.
        """
        try:
            service = self._service(recipient.channel)
            if recipient.address not in (service.addresses or ("",)):
                raise DeliveryError(f"channel {recipient.channel} no longer has this address", permanent=True)
            plugin = service.plugin(recipient.address)
        except KeyError:
            raise DeliveryError(f"the watchlist has no channel {recipient.channel}", permanent=True) from None
        except UnusableUrlError as mistake:
            raise DeliveryError(
                f"channel {recipient.channel} cannot be used: {mistake}", permanent=True
            ) from None
        if service.is_mail:
            _mail_headers(plugin, recipient.channel, message.thread)
        subject = one_line(message.subject)  # a line end would begin a header of its own
        lines = service.notify(plugin, replace(message, subject=subject))
        if lines is not None:
            raise why(lines, service.secrets)

    def unreachable(self, channel: str) -> str | None:
        """Why the channel's server cannot be reached now, None when it can, or when only the service knows where it is.

        Opens a connection and closes it; sends nothing.

        Raises:
            KeyError: the watchlist has no such channel.
        """
        service = self._service(channel)
        plugin = service.plugin(service.addresses[0] if service.addresses else "")
        host = getattr(plugin, "smtp_host", "") or plugin.host
        if not isinstance(host, str) or host in service.secrets or not re.search(r"\.|^localhost$", host):
            return None
        try:
            socket.create_connection(
                (host, plugin.port or (443 if plugin.secure else 80)), _REACH_SECONDS
            ).close()
        except OSError as error:
            return f"its server cannot be reached: {error.strerror or type(error).__name__}"
        return None

    def _service(self, channel: str) -> Service:
        """What stands behind a channel, understood on first use: that imports apprise."""
        if channel not in self._services:
            settings = self._channels[channel]
            wanted = _FORMATS[settings.format] if settings.format else None
            self._services[channel] = service_of(settings.url.reveal(), wanted)
        return self._services[channel]


def _mail_headers(plugin: Any, channel: str, thread: str) -> None:
    """Headers by which mail programs sort, thread and do not answer; those in the channel's address come first.

    `Auto-Submitted` is RFC 3834, `List-Id` RFC 2919; all notices of a case refer to one message that never was, so
    that they stand together.
    """
    headers = getattr(plugin, "headers", None)
    if not isinstance(headers, dict):
        return
    domain = re.sub(r"[^A-Za-z0-9.-]", "", str(_sender(plugin)).rpartition("@")[2]) or "localhost"
    name = re.sub(r"[^A-Za-z0-9-]+", "-", channel).strip("-") or "channel"
    ours = {
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Id": f"<{name}.tmwatch.{domain}>",
    }
    if thread:
        ours["References"] = f"<{re.sub(r'[^A-Za-z0-9.-]', '-', thread)}.tmwatch@{domain}>"
    given = {key.strip().lower() for key in headers}
    headers.update({key: value for key, value in ours.items() if key.lower() not in given})


def _sender(plugin: Any) -> str:
    found = getattr(plugin, "from_addr", "")
    return str(found[1] if isinstance(found, (list, tuple)) else found)
