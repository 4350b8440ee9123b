"""watchlist.yaml -> `Watchlist`: reads part after part, and tells every mistake at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from watcher.config.api_key import find_api_key
from watcher.config.channels import read_channels, read_people
from watcher.config.groups import read_groups
from watcher.config.names import Names, people_and_channels
from watcher.config.nodes import Mapping as MappingNode
from watcher.config.nodes import Scalar, parse
from watcher.config.not_yet import not_yet
from watcher.config.read import Reading
from watcher.config.schema import PollShape, RateShape, TopShape, TsdrShape
from watcher.config.settings import Limits, PollSettings, Rate, Secret, TsdrSettings, Watchlist
from watcher.config.text import decode
from watcher.config.trouble import show
from watcher.config.variables import Rehearsal
from watcher.errors import ConfigError, Mistake


def load_watchlist(
    path: Path,
    environ: Mapping[str, str],
    is_channel_url: Callable[[str], str | None],
    credentials_directory: Path | None = None,
    state_directory: Path | None = None,
) -> Watchlist:
    """Read the watchlist and the marks files that it names.

    `environ` fills in `${NAME}`. `is_channel_url` returns None for a URL that notices can be sent to, else the
    reason why not. `credentials_directory` and `state_directory` are systemd's, when it started us.

    Raises:
        ConfigError: with every mistake, each with its file and line; no secret is in any of them.
    """
    text = decode(_bytes(path), path)
    reading = Reading(path, environ, is_channel_url)
    return load_text(text, reading, credentials_directory, state_directory)


def load_without_secrets(
    path: Path, environ: Mapping[str, str], state_directory: Path | None = None
) -> Watchlist:
    """The same for commands that talk to nobody: variables need not be set, and no key and no channel is looked for.

    What stands for a variable that is not set, or for the key, is made up: never send it anywhere.

    Raises:
        ConfigError: with every mistake.
    """
    reading = Reading(path, Rehearsal(environ), lambda _: None, rehearsal=True)
    return load_text(decode(_bytes(path), path), reading, state_directory=state_directory)


def load_text(
    text: str,
    reading: Reading,
    credentials_directory: Path | None = None,
    state_directory: Path | None = None,
) -> Watchlist:
    """The same for a text that stands, or is going to stand, in the file `reading.path`.

    Raises:
        ConfigError: with every mistake.
    """
    root = parse(text, reading.trouble)
    top = reading.shape(TopShape, root, "")
    tsdr = _tsdr(root, reading, credentials_directory)
    poll = _poll(root, reading)
    channel_nodes = reading.section(
        root.get("channels"), "channels", "channels by their names, `docket:` and below it `url: ...`"
    )
    people_nodes = reading.section(
        root.get("people"), "people", "people by their names, and below each `channels: [...]`"
    )
    names = Names(
        channel_nodes.entries if channel_nodes else (), people_and_channels(people_nodes), reading.trouble
    )
    channels = read_channels(channel_nodes, root, reading)
    people = read_people(people_nodes, names, reading)
    operator = _operator(root, names, reading)
    groups = read_groups(root, names, reading)
    if channel_nodes is not None:
        for name in channel_nodes.entries.keys() - names.used:
            right = "name it in a tell, or take it out"
            reading.trouble.warn(channel_nodes.line_of(name), f"nobody uses the channel {show(name)}", right)
    _own_tables(root, reading)
    database = _database(top.database, root, reading, state_directory) if top else ""
    if reading.trouble.mistakes or top is None or tsdr is None or poll is None:
        raise reading.trouble.error()
    return Watchlist(
        path=reading.path,
        tsdr=tsdr,
        database=database,
        operator=operator,
        poll=poll,
        time_zone=top.time_zone,
        channels=channels,
        groups=groups,
        people=people,
        heartbeat_url=Secret(top.heartbeat_url) if top.heartbeat_url else None,
        settle=top.settle,
        keep_checks=top.keep_checks,
        templates=reading.beside(top.templates) if top.templates else None,
        codes_file=reading.beside(top.codes_file) if top.codes_file else None,
        closures_file=reading.beside(top.closures_file) if top.closures_file else None,
        internal_due=top.internal_due,
        not_yet=not_yet(root),
        warnings=tuple(
            str(one) for one in sorted(reading.trouble.warnings, key=lambda it: (str(it.file), it.line or 0))
        ),
    )


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = error.strerror.lower() if isinstance(error, OSError) and error.strerror else "not a path"
        right = (
            "`tmwatch init` writes a watchlist to start from" if isinstance(error, FileNotFoundError) else ""
        )
        raise ConfigError((Mistake(path, None, f"cannot be read: {why}", right),)) from None


def _tsdr(root: MappingNode, reading: Reading, credentials_directory: Path | None) -> TsdrSettings | None:
    node = reading.section(root.get("tsdr"), "tsdr", "below it `api_key: ${USPTO_API_KEY}`")
    if node is None and root.get("tsdr") is not None:
        return None
    shape = reading.shape(TsdrShape, node or MappingNode(root.line_of("tsdr")), "tsdr.")
    if shape is None:
        return None
    key = find_api_key(shape, node, reading, credentials_directory) if not reading.rehearsal else None
    ca_file = reading.beside(shape.ca_file) if shape.ca_file else None
    if node is not None and ca_file is not None and not reading.rehearsal and not ca_file.is_file():
        reading.trouble.note(
            node.line_of("ca_file"), f"tsdr.ca_file: there is no file {ca_file}", "certificates in PEM form"
        )
    published = Limits()
    limits = Limits(
        requests=_rate(shape.limits.requests, published.requests, "requests", node, reading),
        downloads=_rate(shape.limits.downloads, published.downloads, "downloads", node, reading),
        night_from=shape.limits.night_hours.start,
        night_to=shape.limits.night_hours.end,
    )
    return TsdrSettings(
        api_key=key,
        base_url=shape.base_url,
        timeout=shape.timeout.total_seconds(),
        max_body=shape.max_body,
        proxy=Secret(shape.proxy) if shape.proxy else None,
        ca_file=ca_file,
        limits=limits,
    )


def _rate(given: RateShape, published: Rate, name: str, node: MappingNode | None, reading: Reading) -> Rate:
    rate = Rate(given.day or published.day, given.night or published.night)
    if node is not None and (rate.day > published.day or rate.night > published.night):
        said = f"tsdr.limits.{name}: more than the USPTO's published {published.day} by day and {published.night} at night"
        reading.trouble.warn(node.line_of("limits"), said, "it may block the key")
    return rate


def _poll(root: MappingNode, reading: Reading) -> PollSettings | None:
    node = reading.section(root.get("poll"), "poll", "below it `every: 1h`")
    if node is None:
        return None if root.get("poll") is not None else PollSettings()
    shape = reading.shape(PollShape, node, "poll.")
    if shape is None:
        return None
    if shape.full_fetch_every < shape.every:
        line = node.line_of("full_fetch_every")
        reading.trouble.note(
            line,
            "poll.full_fetch_every is shorter than poll.every",
            "a full fetch every few days, such as 7d",
        )
    return PollSettings(**shape.model_dump())


def _own_tables(root: MappingNode, reading: Reading) -> None:
    """Read the user's own tables, so that their mistakes are told with all others."""
    for key in ("codes_file", "closures_file"):
        node = root.get(key)
        written, wrong = reading.variables.expand(node.text) if isinstance(node, Scalar) else ("", ())
        if node is None or wrong or not written.strip():
            continue
        from watcher.config.own_tables import own_calendar, own_tables

        read = own_tables if key == "codes_file" else own_calendar
        try:
            read(reading.beside(written))
        except ConfigError as error:
            for one in error.mistakes:
                line = one.line if one.file else node.line
                reading.trouble.note(line, one.wrong, one.right, file=one.file)


def _operator(root: MappingNode, names: Names, reading: Reading) -> str:
    """The one channel that hears about trouble; a person may stand for it who has one channel."""
    node = root.get("operator")
    if not isinstance(node, Scalar):
        return ""  # missing, or not one text: the shape of the whole file says so
    found = names.channels_of([node.text.strip()], "operator", node.line)
    if len(found) > 1:
        right = f"one of: {', '.join(found)}"
        reading.trouble.note(node.line, f"operator: {show(node.text)} has several channels", right)
    return found[0] if found else ""


def _database(written: str, root: MappingNode, reading: Reading, state_directory: Path | None) -> str:
    """A path, made absolute, or a PostgreSQL URL as it is."""
    text = written.strip()
    scheme, found, _ = text.partition("://")
    if found and scheme.lower() in {"postgresql", "postgres"}:
        return text
    if found or not text or "\0" in text:
        right = "a path such as tmwatch.db, or postgresql://user:${DB_PASSWORD}@host/tmwatch"
        reading.trouble.note(
            root.line_of("database"), "database: neither a path nor a PostgreSQL address", right
        )
        return ""
    folder = state_directory or reading.path.parent
    return str((folder / Path(text).expanduser()).absolute())
