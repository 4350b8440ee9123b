"""The commands that show what is known: `list`, `show`, `history`, `changes`. They read the memory and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watcher.cli.context import as_json, exits, reader_of
from watcher.cli.output import Table, day_or_dash, moment_in, moment_or_none, print_table
from watcher.errors import ConfigError, Mistake
from watcher.trademark.notice.harmless import one_line

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from watcher.adapters.store.history import CaseRow, ChangeRow
    from watcher.cli.assembly import Reader
    from watcher.trademark.codes import Codes, EventMeaning
    from watcher.trademark.model import Case, ProsecutionEvent

Json = Annotated[bool, typer.Option("--json", help="Print the data as JSON.")]
Serial = Annotated[str, typer.Argument(metavar="SERIAL", help="A serial number, as people write it.")]


@exits
def list_cases(
    context: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Also cases that are no longer watched.")] = False,
    json: Json = False,
) -> None:
    """List the watched cases: mark, status, owner, last change, last check."""
    reader = reader_of(context)
    rows = reader.store.history.cases(watched_only=not everything)
    if json:
        as_json([case_data(row) for row in rows])
        return
    zone = reader.zone
    table = Table("Serial no.", "Mark", "Status", "Owner", "Changed", "Checked")
    for row in rows:
        facts = row.facts
        table.add(
            row.serial_number,
            facts.mark if facts else "(not read yet)",
            _first_sentence(facts.status_text) if facts else row.last_failure,
            facts.owner if facts else "",
            moment_in(row.changed_at, zone),
            _checked(row, zone),
        )
    print_table(table)
    if not rows:
        typer.echo("No case is watched yet. See what the watchlist says with: tmwatch validate")


def _first_sentence(text: str) -> str:
    """The USPTO explains its status at length; the list shows what it is."""
    return text.partition(". ")[0].removesuffix(".")


def _checked(row: CaseRow, zone: ZoneInfo) -> str:
    words = moment_in(row.good_check_at, zone)
    if row.failures:
        return f"{words} (then failed {row.failures} times)"
    return f"{words} (in doubt)" if row.in_doubt else words


@exits
def show(context: typer.Context, serial_number: Serial, json: Json = False) -> None:
    """Show one case: what the USPTO's last document says, and how it is watched."""
    reader = reader_of(context)
    row = named_case(reader, serial_number)
    case = _last_reading(reader, row)
    if json:
        as_json(case_data(row) | {"case": _reading_data(case), "deadlines": _dates_data(reader, row)})
        return
    from watcher.trademark.notice import documents_link, status_link

    zone = reader.zone
    typer.echo(f"{one_line(str(case.mark)) if case else '(not read yet)'}  ({row.serial_number})")
    lines: list[tuple[str, str]] = []
    if case is not None:
        lines += list(_facts(case))
    lines += [
        ("Watched", "yes" if row.watched else "no longer"),
        ("First seen", moment_in(row.first_seen_at, zone)),
        ("Last change", moment_in(row.changed_at, zone)),
        ("Last good check", _checked(row, zone)),
        ("Last failure", row.last_failure if row.failures else ""),
        ("Next check", moment_in(row.due_at, zone)),
        ("At the USPTO", status_link(row.serial_number)),
        ("Documents", documents_link(row.serial_number)),
    ]
    for name, value in lines:
        if value:
            typer.echo(f"  {name + ':':<24}{one_line(value)}")
    if case is not None and case.events:
        codes = _codes(reader)
        typer.echo("  Last events:")
        for event in case.events[:5]:
            typer.echo(f"    {day_or_dash(event.date)}  {one_line(event.description)}")
            typer.echo(f"                {one_line(codes.of(event).words)}")
    _print_dates(reader, row)


def _codes(reader: Reader) -> Codes:
    """The USPTO's codes, with the user's own words for them."""
    from watcher.config.own_tables import own_codes

    return own_codes(reader.found.codes_file)


def _print_dates(reader: Reader, row: CaseRow) -> None:
    """The dates of the case that need somebody, each with its id for `tmwatch deadline close`."""
    from watcher.cli.docket import as_of, today_in_washington
    from watcher.trademark.deadlines.values import MET_BY_CHECKS

    today = today_in_washington()
    kept = (as_of(line, today) for line in reader.store.deadlines.of(row.serial_number))
    lines = [line for line in kept if line.state.needs_attention and line.rule not in MET_BY_CHECKS]
    if not lines:
        return
    from watcher.trademark.deadlines import DISCLAIMER, NOT_REVIEWED
    from watcher.trademark.notice.dates import due

    typer.echo("  Deadlines:")
    for line in lines:
        said = due(line, today)
        left = f" ({said.left})" if said.left else ""
        typer.echo(f"    {said.when or 'no date'}{left}  {said.title}  [{line.id}]")
        for words in said.lines:
            typer.echo(f"                {words}")
    typer.echo(f"    {DISCLAIMER} {NOT_REVIEWED}")


def _facts(case: Case) -> Iterable[tuple[str, str]]:
    yield "Registration number", case.registration_number or ""
    yield "Status", f"{case.status.code} {case.status.text}".strip()
    yield "Status date", day_or_dash(case.status.date)
    yield "Owner", case.owner_name
    yield "Filed", day_or_dash(case.filing_date)
    yield "Registered", day_or_dash(case.registration_date) if case.registration_date else ""
    yield "Filing basis", ", ".join(case.basis.current)
    yield "Classes", ", ".join(goods.class_number for goods in case.goods)
    yield "Attorney of record", case.attorney.name if case.attorney else ""
    yield "Docket number at USPTO", case.attorney.docket_number if case.attorney else ""
    for proceeding in case.proceedings:
        yield "TTAB proceeding", f"{proceeding.kind} {proceeding.number}: {proceeding.status_text}"


@exits
def history(context: typer.Context, serial_number: Serial, json: Json = False) -> None:
    """Show a case's prosecution history as the USPTO has it, and what changed while we watched."""
    reader = reader_of(context)
    row = named_case(reader, serial_number)
    case = _last_reading(reader, row)
    changes = reader.store.history.changes(row.serial_number)
    if json:
        as_json(
            {
                "serial_number": row.serial_number,
                "prosecution_history": _history_data(reader, case) if case else [],
                "changes": [change_data(change) for change in changes],
            }
        )
        return
    zone = reader.zone
    events = Table("No.", "Date", "Prosecution event", "Code", "Meaning")
    codes = _codes(reader)
    for event in case.events if case else ():
        number = "" if event.entry_number is None else str(event.entry_number)
        meaning = codes.of(event).words
        events.add(number, day_or_dash(event.date), event.description, event.code + event.event_type, meaning)
    print_table(events)
    if changes:
        typer.echo("\nChanges that were seen:")
        print_table(_changes_table(changes, zone, with_case=False))


@exits
def changes(
    context: typer.Context,
    serial_number: Annotated[str | None, typer.Argument(metavar="[SERIAL]", help="Of one case only.")] = None,
    days: Annotated[int, typer.Option("--days", min=1, help="Of the last so many days.")] = 30,
    json: Json = False,
) -> None:
    """Show what changed lately, newest first."""
    reader = reader_of(context)
    serial = named_case(reader, serial_number).serial_number if serial_number else None
    found = reader.store.history.changes(serial, datetime.now(UTC) - timedelta(days=days))
    if json:
        as_json([change_data(change) for change in found])
        return
    if not found:
        typer.echo(f"Nothing changed in the last {days} days.")
        return
    print_table(_changes_table(found, reader.zone, with_case=True))


def _changes_table(found: list[ChangeRow], zone: ZoneInfo, *, with_case: bool) -> Table:
    table = Table("Detected", "Case", "What changed") if with_case else Table("Detected", "What changed")
    for change in found:
        cells = [moment_in(change.detected_at, zone), change.summary]
        if with_case:
            cells.insert(1, f"{change.mark} ({change.serial_number})")
        table.add(*cells)
    return table


# -- from the memory


def named_case(reader: Reader, text: str) -> CaseRow:
    """The case that was named.

    Raises:
        ConfigError: it is no serial number, or was never watched.
    """
    from watcher.trademark.numbers import parse_serial_number

    try:
        serial = parse_serial_number(text)
    except ValueError as error:
        raise ConfigError((Mistake(None, None, str(error)),)) from None
    row = reader.store.history.case(serial)
    if row is None:
        raise ConfigError(
            (Mistake(None, None, f"{serial} was never watched", f"add it: tmwatch add {serial}"),)
        )
    return row


def _last_reading(reader: Reader, row: CaseRow) -> Case | None:
    if row.snapshot_id is None:
        return None
    from watcher.trademark.st96 import parse_status_document

    return parse_status_document(reader.store.history.document(row.snapshot_id))


# -- as JSON: documented, stable keys


def case_data(row: CaseRow) -> dict[str, Any]:
    """One case as `list --json` and `show --json` give it. Moments in UTC, days in Washington."""
    facts = row.facts
    return {
        "serial_number": row.serial_number,
        "registration_number": facts.registration_number if facts else None,
        "mark": facts.mark if facts else None,
        "owner": facts.owner if facts else None,
        "status_code": facts.status_code if facts else None,
        "status": facts.status_text if facts else None,
        "status_date": facts.status_date.isoformat() if facts and facts.status_date else None,
        "filing_date": facts.filing_date.isoformat() if facts and facts.filing_date else None,
        "registration_date": facts.registration_date.isoformat()
        if facts and facts.registration_date
        else None,
        "attorney": facts.attorney if facts else None,
        "docket_number": facts.docket_number if facts else None,
        "watched": row.watched,
        "first_seen_at": moment_or_none(row.first_seen_at),
        "changed_at": moment_or_none(row.changed_at),
        "checked_at": moment_or_none(row.good_check_at),
        "due_at": moment_or_none(row.due_at),
        "failures": row.failures,
        "last_failure": row.last_failure or None,
        "in_doubt": row.in_doubt,
    }


def change_data(change: ChangeRow) -> dict[str, Any]:
    """One change as `changes --json` gives it."""
    return {
        "id": change.id,
        "serial_number": change.serial_number,
        "mark": change.mark,
        "detected_at": moment_or_none(change.detected_at),
        "kind": change.kind,
        "summary": change.summary,
        "old": change.old,
        "new": change.new,
        "date": change.date.isoformat() if change.date else None,
        "severity": change.severity,
    }


def _history_data(reader: Reader, case: Case) -> list[dict[str, Any]]:
    codes = _codes(reader)
    return [_event_data(event) | _meaning_data(codes.of(event)) for event in case.events]


def _meaning_data(meaning: EventMeaning) -> dict[str, Any]:
    return {
        "category": meaning.category,
        "meaning": meaning.words,
        "owner": meaning.for_owner.value,
        "competitor": meaning.for_competitor.value,
    }


def _event_data(event: ProsecutionEvent) -> dict[str, Any]:
    return {
        "entry_number": event.entry_number,
        "date": event.date.isoformat() if event.date else None,
        "code": event.code,
        "type": event.event_type,
        "description": event.description,
    }


def _dates_data(reader: Reader, row: CaseRow) -> list[dict[str, Any]]:
    """The dates of the case, as `deadlines --json` gives them, without clients and groups."""
    from watcher.cli.docket import Dated, as_of, deadline_data, today_in_washington

    today = today_in_washington()
    lines = reader.store.deadlines.of(row.serial_number)
    return [deadline_data(Dated(row, as_of(line, today)), today) for line in lines]


def _reading_data(case: Case | None) -> dict[str, Any] | None:
    """The whole last reading, field by field as in `trademark/model.py`."""
    if case is None:
        return None
    import json
    from dataclasses import asdict

    plain: dict[str, Any] = json.loads(json.dumps(asdict(case), default=str))
    return plain
