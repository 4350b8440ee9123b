"""The content of a message -> finished words for one channel: HTML, Markdown or text, escaped for it, within its limit.

Nobody who writes a template has to think of escaping: HTML is escaped by Jinja itself, and for chat services every
value of a template passes `for_chat`. The plain text that machines and terminals get was made harmless when the
content was composed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final, Protocol
from zoneinfo import ZoneInfo

from watcher.errors import DeliveryError
from watcher.memory import Dispatch
from watcher.ports import Format, Message, Style
from watcher.trademark.notice import Content, compose, cut, for_chat, shorten
from watcher.trademark.notice.content import NOT_THE_USPTO, Dues, Items, Table, brief

if TYPE_CHECKING:
    from jinja2 import Environment, Template

FILE_OF: Final = {
    Format.TEXT: "message.txt.j2",
    Format.MARKDOWN: "message.md.j2",
    Format.HTML: "message.html.j2",
}
_ALL: Final = 10**9
_ENTRIES: Final = (500, 200, 100, 50, 20, 10, 5, 3, 1)
_CHARACTERS: Final = (4_000, 1_000, 300)
_FEW_CHARACTERS: Final = 120
_LEAST: Final = {Format.TEXT: 10, Format.MARKDOWN: 10, Format.HTML: 200}
"""Characters that the shortest line of a list takes."""
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_PREFIX: Final = re.compile("^\uff3b([^\uff3b\uff3d]*)\uff3d ")
_CUT: Final = "..."
_DAY: Final = re.compile(r"[A-Z][a-z]{2} \d{4}-\d{2}-\d{2}", re.ASCII)


class Styles(Protocol):
    """Who knows what each channel makes of a text (`adapters/channels.py`)."""

    def style(self, channel: str) -> Style:
        """What a channel makes of a text.

        Raises:
            KeyError: the watchlist has no such channel.
        """


class Renderer:
    """Renders dispatches. Does not decide what is told, nor to whom."""

    def __init__(self, styles: Styles, time_zone: ZoneInfo | None = None) -> None:
        """`time_zone` is the one in which people read moments; without it, each notice keeps that of its day."""
        self._styles = styles
        self._time_zone = time_zone

    def render(self, dispatch: Dispatch, now: datetime) -> Message:  # noqa: ARG002  # a digest will tell its day
        """The message for the dispatch's channel, escaped for it and within its size limit.

        Raises:
            DeliveryError: it cannot be put into words for this channel; permanent.
        """
        channel = dispatch.recipient.channel
        try:
            style = self._styles.style(channel)
        except KeyError:
            raise DeliveryError(f"the watchlist has no channel {channel}", permanent=True) from None
        if not dispatch.notices:
            raise DeliveryError("there is nothing to tell", permanent=True)
        notices = dispatch.notices
        if self._time_zone is not None:
            zone = self._time_zone.key
            notices = tuple((notice, replace(context, time_zone=zone)) for notice, context in notices)
        return render(compose(notices, may_be_repeat=dispatch.may_be_repeat), style)


def render(content: Content, style: Style) -> Message:
    """Finished words in this style.

    What is too long for the channel loses entries of its lists and the ends of long values first, and says so
    (`... and 4 more, see tmwatch show 97123456`); for the smallest channels it is cut after a whole line.
    """
    subject = _chat_subject(content.subject) if style.chat else content.subject
    body = _fitted(content, style)
    text = _fitted(content, replace(style, format=Format.TEXT)) if style.format is Format.HTML else ""
    return Message(subject, body, style.format, content.thread, text)


def _fitted(content: Content, style: Style) -> str:
    """The body, as much of it as the channel takes."""
    template = _template(style.format, chat=style.chat)
    for smaller in _smaller(content, style.limit):
        if style.limit is not None and _entries(smaller) * _LEAST[style.format] > style.limit:
            continue  # do not render ten thousand lines to see that they are too many
        body = _BLANK_LINES.sub("\n\n", template.render(content=smaller)).strip() + "\n"
        if style.limit is None or len(body) <= style.limit:
            return body
    return _at_the_least(content, style)


def _at_the_least(content: Content, style: Style) -> str:
    """As many whole lines as fit, where nothing else does."""
    assert style.limit is not None
    smallest = cut(brief(content), 1, _FEW_CHARACTERS)
    if style.format is not Format.HTML:
        body = _template(style.format, chat=style.chat).render(content=smallest)
        return _lines(body, style.limit, _where(content))
    body = _template(Format.TEXT, chat=False).render(content=smallest)
    return f"<pre>{escape(_lines(body, style.limit // 2, _where(content)))}</pre>"


def _smaller(content: Content, limit: int | None) -> Iterator[Content]:
    """The content, and ever smaller ones: first long values are shortened, then facts go, then lists get shorter."""
    yield content
    if limit is None:
        return
    for characters in _CHARACTERS:
        yield cut(content, _ALL, characters)
    for characters in (_CHARACTERS[-1], _FEW_CHARACTERS):
        for entries in (_ALL, *_ENTRIES):
            yield cut(brief(content), entries, characters)


def _entries(content: Content) -> int:
    """The lines of all lists."""
    lists = (
        block.rows if isinstance(block, Table) else block.items
        for block in content.blocks
        if isinstance(block, (Items, Dues, Table))
    )
    return sum(map(len, lists))


def _where(content: Content) -> str:
    """Where the rest can be read."""
    seen = (block.see for block in content.blocks if isinstance(block, (Items, Dues, Table)) and block.see)
    return next(seen, "tmwatch changes")


def _lines(body: str, limit: int, see: str) -> str:
    """As many whole lines as fit, and where the rest is; at the very least as much as fits."""
    rest = f"{_CUT} see {see}"
    endings = (f"{rest}\n{NOT_THE_USPTO}\n", f"{rest}\n", f"{_CUT}\n")
    ending = next((each for each in endings if len(each) * 2 <= limit), "")
    kept: list[str] = []
    room = limit - len(ending)
    for line in _BLANK_LINES.sub("\n\n", body.strip()).splitlines():
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    if not any(kept):
        return shorten(" ".join(body.split()), limit)
    return "\n".join(kept).rstrip() + "\n" + ending


def _chat_subject(subject: str) -> str:
    """The subject for chat, with the brackets of our own prefix: a space follows, so that no service sees a link."""
    return _PREFIX.sub(r"[\1] ", for_chat(subject))


@cache
def _template(form: Format, *, chat: bool) -> Template:
    return _environment(html=form is Format.HTML, chat=chat).get_template(FILE_OF[form])


@cache
def _environment(*, html: bool, chat: bool) -> Environment:
    """Jinja's environment, made on first use: importing it costs what most commands never need."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("watcher.adapters"),
        autoescape=html,  # noqa: S701  # text and Markdown have no HTML to escape
        finalize=_harmless if chat and not html else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["address"] = _Address
    environment.filters["whole_days"] = _whole_days
    return environment


def _whole_days(text: str) -> str:
    """The text, escaped, with days that no narrow screen breaks at their hyphens."""
    from markupsafe import Markup  # Jinja's own

    return Markup(_DAY.sub(r'<span style="white-space:nowrap;">\g<0></span>', escape(text)))  # noqa: S704  # escaped


class _Address(str):
    """An address at the USPTO, which we made ourselves: it stays clickable. Not for anything that others wrote."""

    __slots__ = ()


def _harmless(value: Any) -> Any:
    """What each value of a chat template passes; one that is nothing but our own spaces stays."""
    if isinstance(value, str) and not isinstance(value, _Address) and value.strip():
        return for_chat(value)
    return value
