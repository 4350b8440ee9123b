"""How data is printed: tables that fit the terminal, moments in the watchlist's zone, applicants' text made harmless."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from watcher.trademark.notice.harmless import one_line


class Table:
    """Rows under headings; knows nothing of how they are drawn."""

    def __init__(self, *headings: str) -> None:
        self.headings = headings
        self.rows: list[tuple[str, ...]] = []

    def add(self, *cells: str) -> None:
        """One more row."""
        self.rows.append(tuple(one_line(cell) for cell in cells))


def print_table(table: Table) -> None:
    """Draw a table in 80 columns or the terminal's width; in a pipe every cell is whole, in tab-separated lines."""
    import sys

    if not sys.stdout.isatty():
        for row in (table.headings, *table.rows) if table.rows else ():
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    drawn = Drawn(box=None, pad_edge=False, header_style="bold")
    for place, heading in enumerate(table.headings):
        drawn.add_column(heading, overflow="fold", no_wrap=place == 0)
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    Console().print(drawn)


def moment_in(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment for people, in the watchlist's time zone: `2026-11-23 12:04`; a dash for none."""
    return "-" if moment is None else moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def moment_or_none(moment: datetime | None) -> str | None:
    """A moment for machines: ISO 8601 in UTC."""
    return (
        None
        if moment is None
        else moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    )


def day_or_dash(day: date | None) -> str:
    """A day in Washington; a dash for none."""
    return "-" if day is None else day.isoformat()
