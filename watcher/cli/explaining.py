"""`tmwatch explain CODE`: what a code of the USPTO means, how much it matters to whom, and which legal date it starts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.context import DONE, NOT_ALL, Session, as_json, exits, say, session
from watcher.errors import ConfigError, Mistake

if TYPE_CHECKING:
    from watcher.trademark.codes import Codes, EventMeaning, StatusMeaning
    from watcher.trademark.deadlines import Tables


@exits
def explain(
    context: typer.Context,
    code: Annotated[
        list[str],
        typer.Argument(
            metavar="CODE [TYPE]",
            help="An event code (CNRT), with its type if wanted (CNRT F, or CNRTF), or a status code (630).",
        ),
    ],
    json: Annotated[bool, typer.Option("--json", help="Print the data as JSON.")] = False,
) -> None:
    """Say what a code means, its severity and the legal date that it starts; exit status 1 when it is in no table."""
    codes = _codes(session(context))
    events, statuses = find(codes, code)
    if json:
        as_json(
            {
                "asked": " ".join(code),
                "known": bool(events or statuses),
                "events": [_event_data(one) for one in events],
                "statuses": [_status_data(one) for one in statuses],
            }
        )
    elif not events and not statuses:
        say(
            f"{' '.join(code)} is in no table: {codes.categories['unclassified']} A change with it is told as "
            "important. Words of your own for it go into the watchlist's codes_file."
        )
    else:
        _print(codes, events, statuses)
    raise typer.Exit(DONE if events or statuses else NOT_ALL)


def find(codes: Codes, words: list[str]) -> tuple[tuple[EventMeaning, ...], tuple[StatusMeaning, ...]]:
    """The events and statuses that the words name: a code, a code and its type, or both written together.

    Raises:
        ConfigError: more words than a code and a type.
    """
    match [part for word in words for part in word.upper().split()]:
        case [code, event_type]:
            found = codes.events.get((code, event_type))
            return ((found,) if found else ()), ()
        case [code]:
            status = codes.statuses.get(code.zfill(3) if code.isdecimal() else code)
            events = codes.types_of(code) or tuple(m for m in codes.events.values() if m.key == code)
            return events, (status,) if status else ()
        case _:
            raise ConfigError((Mistake(None, None, "one code at a time", "tmwatch explain CNRT F"),))


def _codes(this: Session) -> Codes:
    """The codes with the user's own; ours alone where there is no watchlist, which `explain` does not need.

    Raises:
        ConfigError: the watchlist that was named, or its codes_file, cannot be read.
    """
    from watcher.config.own_tables import own_codes

    try:
        path = this.path
    except ConfigError:
        return own_codes(None)
    from watcher.config.glance import glance

    return own_codes(glance(path, os.environ).codes_file)


def _print(codes: Codes, events: tuple[EventMeaning, ...], statuses: tuple[StatusMeaning, ...]) -> None:
    from watcher.trademark.deadlines import Rules, Tables

    tables = Tables(Rules.standard(), codes) if any(one.rules for one in events) else None
    for status in statuses:
        typer.echo(f"Status {status.code}  {status.description}")
        live = [status.standing.value if status.standing else "", status.kind]
        _print_line("The case is", ", ".join(dict.fromkeys(word for word in live if word)))
        _print_meaning(status, list(status.rules))
    alike: dict[tuple[object, ...], list[EventMeaning]] = {}
    for event in events:
        said = (
            event.description,
            event.category,
            event.words,
            event.for_owner,
            event.for_competitor,
            event.rules,
            event.note,
        )
        alike.setdefault(said, []).append(event)
    for event, *others in alike.values():
        types = " or ".join(one.event_type for one in (event, *others))
        typer.echo(f"Event {event.code} {types}  {event.description}")
        _print_meaning(event, [line for rule in event.rules for line in _about_rule(rule, event, tables)])


def _print_meaning(meaning: EventMeaning | StatusMeaning, rules: list[str]) -> None:
    _print_line("Means", meaning.words)
    _print_line("Category", meaning.category)
    _print_line("Severity", f"{meaning.for_owner} to the owner, {meaning.for_competitor} to a competitor")
    for rule in rules:
        _print_line("Legal date", rule)
    _print_line("Note", meaning.note)
    _print_line("Source", meaning.source)


def _about_rule(name: str, event: EventMeaning, tables: Tables | None) -> list[str]:
    """A line for each row of a rule that the event starts: title, period, extension, since when, authority."""
    conducts = tables.by_rule.get(name, []) if tables else []
    rows = [one.rule for one in conducts if event.key in one.triggers]
    lines = []
    for row in rows:
        parts = [
            row.title,
            f"{row.period}" if row.period else "",
            f"extendable to {row.extension}" if row.extension else "",
            f"grace {row.grace}" if row.grace else "",
            f"section {row.basis}" if row.basis else "",
            f"from {row.valid_from}" if row.valid_from else "",
            f"to {row.valid_to}" if row.valid_to else "",
            row.authority,
        ]
        lines.append(f"{name}: {', '.join(part for part in parts if part)}")
    return list(dict.fromkeys(lines)) or [name]


def _print_line(name: str, value: str) -> None:
    if value:
        typer.echo(f"  {name + ':':<13}{value}")


def _event_data(meaning: EventMeaning) -> dict[str, Any]:
    return {"code": meaning.code, "type": meaning.event_type} | _meaning_data(meaning)


def _status_data(meaning: StatusMeaning) -> dict[str, Any]:
    standing = meaning.standing.value if meaning.standing else None
    return {"code": meaning.code, "standing": standing, "kind": meaning.kind or None} | _meaning_data(meaning)


def _meaning_data(meaning: EventMeaning | StatusMeaning) -> dict[str, Any]:
    return {
        "description": meaning.description,
        "category": meaning.category,
        "words": meaning.words,
        "owner": meaning.for_owner.value,
        "competitor": meaning.for_competitor.value,
        "rules": list(meaning.rules),
        "note": meaning.note,
        "source": meaning.source,
    }
