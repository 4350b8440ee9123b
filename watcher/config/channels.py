"""`channels` and `people`: where notices go, and whom a name in `tell` reaches."""

from __future__ import annotations

from watcher.config.names import Names
from watcher.config.nodes import Mapping, Node, Scalar
from watcher.config.read import Reading
from watcher.config.schema import ChannelShape, PersonShape
from watcher.config.settings import ChannelSettings, PersonSettings, Secret
from watcher.config.trouble import show, show_key
from watcher.config.values import is_channel_name

_URL = "url: an address such as mailtos://user:${SMTP_PASSWORD}@smtp.example.com?to=docket@example.com"
_NAME = "letters, digits, spaces and .&'()+-_, up to 64 of them"


def read_channels(node: Mapping | None, root: Mapping, reading: Reading) -> dict[str, ChannelSettings]:
    """The channels that could be read; for the others a mistake is noted."""
    if node is None or not node.entries:
        if node is not None or root.get("channels") is None:
            right = f"channels: and below it `docket:` with {_URL}"
            reading.trouble.note(
                root.line_of("channels"), "no channel is defined: nobody would be told", right
            )
        return {}
    found = {}
    for name, value in node.entries.items():
        line = node.line_of(name)
        if not is_channel_name(name):
            reading.trouble.note(line, f"channels: {show_key(name)} cannot be a channel's name", _NAME)
        elif (channel := _read_channel(name, line, value, reading)) is not None:
            found[name] = channel
    return found


def _read_channel(name: str, line: int, value: Node, reading: Reading) -> ChannelSettings | None:
    if isinstance(value, Scalar) and not value.empty:
        value = Mapping(line, {"url": value})
    elif isinstance(value, Scalar):
        value = Mapping(line)
    where = f"channels.{name}."
    node = reading.section(value, where.rstrip("."), _URL)
    shape = reading.shape(ChannelShape, node, where) if node else None
    if node is None or shape is None:
        return None
    url = shape.url.strip()
    if (reason := reading.is_channel_url(url)) is not None:
        said = reading.variables.without_secrets(reason, url, *_passwords(url))
        reading.trouble.note(
            node.line_of("url"),
            f"{where}url: notices cannot be sent to this address: {said}",
            "see the channel's page at appriseit.com/services",
        )
    check_only_and_except(node, shape.only, shape.except_, where, reading)
    return ChannelSettings(
        name=name,
        url=Secret(url),
        options={key: _written(it) for key, it in node.entries.items() if key != "url"},
        line=line,
        send=shape.send,
        least=shape.least,
        only=shape.only,
        except_=shape.except_,
        quiet=shape.quiet,
        critical_waits=shape.critical == "wait",
        format=shape.format,
        attach=shape.attach,
        attach_wait=shape.attach_wait,
        discreet=shape.discreet,
        remind=shape.remind,
        summary=shape.summary,
    )


def _passwords(url: str) -> tuple[str, ...]:
    """What an address holds before its @: written into the watchlist, it is in no variable."""
    before, found, _ = url.partition("://")[2].rpartition("@")
    return tuple(part for part in (before, before.partition(":")[2]) if part) if found else ()


def _written(node: Node) -> str:
    """A value as one text: a list between commas."""
    if isinstance(node, Scalar):
        return node.text
    items = node.items if not isinstance(node, Mapping) else []
    return ", ".join(item.text for item in items if isinstance(item, Scalar))


def check_only_and_except(
    node: Mapping, only: tuple[str, ...], except_: tuple[str, ...], where: str, reading: Reading
) -> None:
    """A category that is asked for and left out at once is a mistake."""
    for both in sorted(set(only) & set(except_)):
        reading.trouble.note(
            node.line_of("except"), f"{where}except: {both} stands in only as well", "keep it in one of them"
        )


def read_people(node: Mapping | None, names: Names, reading: Reading) -> dict[str, PersonSettings]:
    """The people that could be read; for the others a mistake is noted."""
    found = {}
    for name, value in node.entries.items() if node else ():
        line = node.line_of(name) if node else 0
        where = f"people.{name}."
        if not is_channel_name(name):
            reading.trouble.note(line, f"people: {show_key(name)} cannot be a person's name", _NAME)
            continue
        if name in names.channels:
            reading.trouble.note(
                line, f"people: {show(name)} is a channel's name already", "tell must know which is meant"
            )
        if isinstance(value, Scalar) and value.empty:
            value = Mapping(line)  # noqa: PLW2901  # nothing below the name: its keys are missing
        person = reading.section(value, where.rstrip("."), "below it `channels: [...]`")
        shape = reading.shape(PersonShape, person, where) if person else None
        if person is None or shape is None:
            continue
        for channel in shape.channels:
            if channel not in names.channels:
                right = names.right(channel)
                reading.trouble.note(
                    person.line_of("channels"),
                    f"{where}channels: no channel is called {show(channel)}",
                    right,
                )
        if not shape.channels:
            reading.trouble.note(line, f"{where}channels: empty", "at least one channel, or nobody is told")
        found[name] = PersonSettings(name, shape.channels, shape.role)
    return found
