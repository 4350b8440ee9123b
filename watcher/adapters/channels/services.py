"""The services behind channels' addresses, as apprise knows them: the one module that imports it.

What apprise does against expectation, and is seen to here:

- A result is for a whole URL, so each of its recipients gets an object of its own.
- A redirect would turn a notice into an empty request; tags and `optional=yes` hide failures.
- Its thread pool lets six hanging servers stop the seventh: nothing runs in it, the caller has threads of its own.
- Its log holds whole addresses: it goes nowhere but into `outcome`.
"""

from __future__ import annotations

import copy
import difflib
import logging
import re
import threading
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from watcher.adapters.channels.hiding import keep_out_of_logs, secrets_of
from watcher.ports import Format, Message, Style

if TYPE_CHECKING:
    from apprise import AppriseAsset, NotifyBase

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 30.0
MAIL_SECONDS: Final = 60.0
"""For each answer of a mail server, the one after the message included: some check it before they accept."""

MAIL_LIMIT: Final = 300_000
"""Characters of a mail, or of a text for a machine: beyond what anybody reads, below what servers refuse."""
_SUBJECT: Final = 160
"""Characters kept free for the subject, which many services put into the body."""
_FOR_ESCAPES: Final = 0.9

_MACHINES: Final = frozenset(
    f"{schema}{s}"
    for schema in ("json", "xml", "form", "apprise", "amqp", "mqtt", "syslog", "rsyslog")
    for s in ("", "s")
)
"""Services that hand a text on as data: nothing in it is read as markup."""
_READ_TEXT_AS_MARKDOWN: Final = frozenset(
    {"mmost", "mmosts", "zulip", "revolt", "nctalk", "nctalks", "fluxer", "fluxers"}
)
"""Services that apprise sends plain text to (it leaves Markdown as it is), and that read it as Markdown."""
_SEVERAL: Final = re.compile(r"[\s,]+[A-Za-z][A-Za-z0-9]{1,31}://")
_SCHEMA: Final = re.compile(r"\s*([A-Za-z][A-Za-z0-9]{1,31})://")
_COMMAS: Final = re.compile(r"[,;]")
_QUOTED: Final = re.compile(r'"[^"]*"')
_OFF: Final = frozenset({"", "0", "no", "n", "false", "f", "off", "never", "none", "deny", "disabled"})


_TEXT_PART: ContextVar[str] = ContextVar("text part of the mail that is being sent", default="")


class UnusableUrlError(ValueError):
    """An address that nothing can be sent to; the sentence repeats no part of it but the service's name."""


@dataclass(frozen=True, slots=True)
class Service:
    """One channel's address, understood. Does not send: `sender` does, with a fresh object for each message.

    `addresses` are the recipients that the URL names; empty for a service with one place only.
    """

    schema: str
    style: Style
    addresses: tuple[str, ...]
    secrets: frozenset[str]
    is_mail: bool
    _arguments: Mapping[str, Any]

    def plugin(self, address: str) -> NotifyBase:
        """A fresh object that sends to one of the addresses (or to the one place, `""`), and to nobody else.

        Raises:
            UnusableUrlError: the service refuses this recipient.
        """
        plugin = _instantiate(_only(self._arguments, address, is_mail=self.is_mail))
        plugin.redirects = False
        if "cto" not in self._arguments:
            plugin.socket_connect_timeout = MAIL_SECONDS if hasattr(plugin, "smtp_host") else CONNECT_SECONDS
        if "rto" not in self._arguments:
            plugin.socket_read_timeout = READ_SECONDS
        return plugin

    def notify(self, plugin: NotifyBase, message: Message) -> list[str] | None:
        """Send; None when it was accepted, else what was logged meanwhile, secrets and all."""
        apprise, asset = _apprise()
        sender = apprise.Apprise(asset=asset)
        sender.add(plugin)
        own_text = _TEXT_PART.set(message.text)
        try:
            result = sender.notify(
                body=message.body,
                title=message.subject,
                body_format=message.format.value,
                log_level=logging.DEBUG,
            )
        finally:
            _TEXT_PART.reset(own_text)
        lines = [str(entry.message) for entry in result.logs()]
        return None if result else lines


def service_of(url: str, wanted: Format | None = None) -> Service:
    """Understand a channel's address; `wanted` is the format that the watchlist asks for.

    Raises:
        UnusableUrlError: nothing can be sent to it.
    """
    secrets = secrets_of(url)
    keep_out_of_logs(secrets)
    schema = _refuse_what_hides_failures(url)
    arguments, warnings = _watched(lambda: _arguments(url, schema))
    plugin, more = _watched(lambda: _instantiate(arguments))
    if any("invalid" in line.lower() for line in warnings + more):
        raise UnusableUrlError(f"a part of this {schema} address is not valid{_help(plugin)}")
    schema = str(arguments.get("schema", schema))  # of a web address that the service itself hands out
    is_mail = "cc" in plugin.template_args
    addresses = _addresses(arguments, plugin, is_mail=is_mail)
    service = Service(
        schema, _style(plugin, schema, wanted, is_mail=is_mail), addresses, secrets, is_mail, arguments
    )
    for address in addresses or ("",):
        only, _ = _watched(lambda address=address: service.plugin(address))  # type: ignore[misc]  # mypy: a default in a lambda
        if len(only) > 1:
            raise UnusableUrlError(
                "it names several places that cannot be told apart: define a channel for each"
            )
    return service


def channel_url_mistake(url: str) -> str | None:
    """What is wrong with a channel's address, None when notices can be sent to it.

    The sentence repeats nothing of the address but the service's name: anything else may be a secret.
    """
    try:
        service_of(url)
    except UnusableUrlError as mistake:
        return str(mistake)
    return None


def _refuse_what_hides_failures(url: str) -> str:
    """The service's name, once the address has nothing that would make a failure look like a success."""
    found = _SCHEMA.match(url)
    if found is None:
        raise UnusableUrlError(
            "it is not an address such as mailtos://user:password@server?to=you@example.com"
        )
    if _SEVERAL.search(url):
        raise UnusableUrlError("it holds several addresses: define a channel for each")
    options = {key.lower(): value.strip().lower() for key, value in parse_qsl(url.partition("?")[2], True)}
    if options.get("optional", "") not in _OFF:
        raise UnusableUrlError("optional= would hide failures: take it out")
    if "tag" in options:
        raise UnusableUrlError("tags are not used: take tag= out; `tell` says who hears what")
    return found[1].lower()


@cache
def _apprise() -> tuple[Any, AppriseAsset]:
    """The library and its settings, on first use: importing it takes a third of a second."""
    import apprise
    import apprise.manager_plugins
    import apprise.utils.parse

    log = logging.getLogger("apprise")
    log.setLevel(logging.DEBUG)  # the reasons of refusals are told at that level only
    log.propagate = False  # it names whole addresses; what matters is in our errors
    log.addHandler(logging.NullHandler())
    asset = apprise.AppriseAsset(
        app_id="tmwatch",
        app_desc="tmwatch",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        async_mode=False,
        http_redirects=False,
        interpret_emojis=False,
        pgp_autogen=False,
        pem_autogen=False,
        default_service_retry=0,
        service_timeout=0,
        allow_templates=False,
        storage_mode="memory",
        language="en",
    )
    _send_our_own_text_part()
    return apprise, asset


def _send_our_own_text_part() -> None:
    """Give mails the text part that we wrote.

    apprise makes one from the HTML, without the addresses of links, and takes none from outside. Should the place
    where it does so be gone in some version, mails have apprise's text part again (and a test fails).
    """
    import apprise.plugins.email.base

    base: Any = apprise.plugins.email.base
    convert = getattr(base, "convert_between", None)
    if convert is None:
        return

    def own_text_first(from_format: Any, to_format: Any, *args: Any, **kwargs: Any) -> Any:
        text = _TEXT_PART.get()
        if text and (from_format, to_format) == (Format.HTML.value, Format.TEXT.value):
            return text
        return convert(from_format, to_format, *args, **kwargs)

    base.convert_between = own_text_first


def _watched(act: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What an act gives, and the warnings that the library logs in this thread meanwhile."""
    _apprise()
    warnings = _Warnings()
    log = logging.getLogger("apprise")
    log.addHandler(warnings)
    try:
        return act(), warnings.lines
    finally:
        log.removeHandler(warnings)


class _Warnings(logging.Handler):
    """Collects the warnings of the thread that made it."""

    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.lines: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record if it is of our thread."""
        if record.thread == self._thread:
            self.lines.append(record.getMessage())


def _arguments(url: str, schema: str) -> dict[str, Any]:
    """The address taken apart by the service's own class."""
    apprise, _ = _apprise()
    arguments = apprise.plugins.url_to_dict(url)
    if arguments:
        for ours in ("retry", "wait"):  # the outbox tries again
            arguments.pop(ours, None)
        return dict(arguments)
    known = apprise.manager_plugins.NotificationManager().schemas()
    if schema not in known and schema not in {"http", "https"}:
        close = difflib.get_close_matches(schema, known, 1)
        raise UnusableUrlError(
            f"there is no service {schema}://" + (f"; did you mean {close[0]}://?" if close else "")
        )
    raise UnusableUrlError(f"{schema}:// does not take this address: a part is missing or malformed")


def _instantiate(arguments: Mapping[str, Any]) -> NotifyBase:
    apprise, asset = _apprise()
    schema = arguments.get("schema", "")
    plugin: Any
    try:
        plugin = apprise.Apprise.instantiate(
            copy.deepcopy(dict(arguments)), asset=asset, suppress_exceptions=False
        )
    except (apprise.exception.AppriseException, TypeError, ValueError, AttributeError, LookupError):
        raise UnusableUrlError(
            f"{schema}:// does not take this address: a part is missing or malformed"
        ) from None
    if plugin is None:
        raise UnusableUrlError(f"{schema}:// needs a library that is not installed")
    made: NotifyBase = plugin
    return made


def _help(plugin: NotifyBase) -> str:
    page = getattr(plugin, "setup_url", None)
    return f"; see {page}" if page else ""


# -- recipients


def _addresses(arguments: Mapping[str, Any], plugin: NotifyBase, *, is_mail: bool) -> tuple[str, ...]:
    """The recipients that an address names, each once, copies too; for mail without any, the sender itself."""
    parse = _apprise()[0].utils.parse
    if not is_mail:
        return tuple(dict.fromkeys(parse.parse_list(arguments.get("targets"), sort=False)))
    given = [arguments.get(key) or [] for key in ("targets", "cc", "bcc")]
    texts = [text for each in given for text in ([each] if isinstance(each, str) else each)]
    found = [parse.is_email(one) for one in parse.parse_emails(texts)]
    pieces = (piece for text in texts for piece in _COMMAS.split(_QUOTED.sub("", text)) if piece.strip())
    if not all(found) or not all(
        "@" in piece for piece in pieces
    ):  # the library drops what it does not understand
        raise UnusableUrlError("one of its recipients is not an e-mail address")
    own = [target[1] for target in getattr(plugin, "targets", ()) if isinstance(target, tuple)]
    return tuple(dict.fromkeys([one["full_email"] for one in found if one] or own))


def _only(arguments: Mapping[str, Any], address: str, *, is_mail: bool) -> dict[str, Any]:
    """The arguments for one recipient alone."""
    if not address:
        return dict(arguments)
    left = {key: value for key, value in arguments.items() if not (is_mail and key in {"cc", "bcc"})}
    return {**left, "targets": [address]}


# -- style


def _style(plugin: NotifyBase, schema: str, wanted: Format | None, *, is_mail: bool) -> Style:
    formats = {Format(each.value) for each in plugin._formats()}  # noqa: SLF001  # it has no public name
    usual = Format(plugin.resolve_format(None).value)
    as_text = schema in _READ_TEXT_AS_MARKDOWN
    if wanted in formats or (as_text and wanted is Format.MARKDOWN):
        form = wanted or usual
    elif is_mail or schema in _MACHINES:
        form = usual
    elif as_text or Format.MARKDOWN in formats:
        form = Format.MARKDOWN
    else:
        form = usual
    if is_mail or schema in _MACHINES:
        return Style(form, chat=False, limit=MAIL_LIMIT)
    most = int(plugin.body_maxlen)
    return Style(
        form, chat=form is not Format.HTML, limit=max(int(most * _FOR_ESCAPES) - _SUBJECT, most // 2)
    )
