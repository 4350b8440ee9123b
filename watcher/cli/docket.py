"""What the commands about legal dates share: the stored dates as of today, whose they are, and their form as data."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from watcher.cli.context import say, session
from watcher.errors import ConfigError, Mistake
from watcher.trademark.decide import WASHINGTON

if TYPE_CHECKING:
    import typer

    from watcher.adapters.store.history import CaseRow
    from watcher.cli.assembly import Reader
    from watcher.config.routes import Route, Routes
    from watcher.config.settings import InternalDue
    from watcher.trademark.deadlines import Deadline
    from watcher.trademark.holidays import OfficeCalendar
    from watcher.trademark.numbers import SerialNumber


"""Rules that each check of ours meets: their date moves with every reading, and it is no work of anybody's."""


def today_in_washington() -> date:
    """The day that it is in Washington: legal days are those (deadlines.md)."""
    return datetime.now(UTC).astimezone(WASHINGTON).date()


def day_given(text: str | None, option: str) -> date | None:
    """A day that was given on the command line; None when none was.

    Raises:
        ConfigError: it is no day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        wrong = f"{option}: {text!r} is no day"
        raise ConfigError((Mistake(None, None, wrong, "year-month-day, such as 2026-12-31"),)) from None


@dataclass(frozen=True, slots=True)
class Dated:
    """One legal date of a watched case, with the places of the case in the watchlist (none when it could not be read)."""

    case: CaseRow
    line: Deadline
    routes: tuple[Route, ...] = ()

    @property
    def name(self) -> str:
        """What people call the mark."""
        label = next((route.mark.label for route in self.routes if route.mark.label), "")
        return label or (self.case.facts.mark if self.case.facts else "") or self.case.serial_number

    @property
    def matters(self) -> str:
        """The firm's own references."""
        return ", ".join(dict.fromkeys(route.mark.matter for route in self.routes if route.mark.matter))

    @property
    def clients(self) -> tuple[str, ...]:
        """The clients of the case, each once."""
        found = (route.mark.client or route.group.client for route in self.routes)
        return tuple(dict.fromkeys(client for client in found if client))

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the case."""
        return tuple(dict.fromkeys(route.group.name for route in self.routes))


class Docket:
    """The legal dates in our memory, read as of a day. Changes nothing, and counts no date anew."""

    def __init__(self, context: typer.Context, reader: Reader, today: date) -> None:
        self.reader, self.today = reader, today
        self._context = context

    @cached_property
    def routes(self) -> Routes:
        """The places of each case in the watchlist.

        Raises:
            ConfigError: the watchlist is wrong.
        """
        from watcher.config import load_without_secrets
        from watcher.config.routes import Routes

        watchlist = load_without_secrets(session(self._context).path, os.environ)
        return Routes(watchlist, self.reader.store.numbers.resolved())

    @cached_property
    def routes_if_any(self) -> Routes | None:
        """The same, or None with a sentence when the watchlist has a mistake: nobody is kept from looking."""
        try:
            return self.routes
        except ConfigError:
            say("The watchlist has a mistake (tmwatch validate): dates are shown without clients and roles.")
            return None

    @cached_property
    def internal_due(self) -> InternalDue | None:
        """The firm's own due date, as the watchlist has it.

        Raises:
            ConfigError: it is none.
        """
        from watcher.config.glance import own_due

        return own_due(self.reader.found)

    @cached_property
    def calendar(self) -> OfficeCalendar:
        """The USPTO's business days, with the user's closures.

        Raises:
            ConfigError: the closures_file is wrong.
        """
        from watcher.config.own_tables import own_calendar

        return own_calendar(self.reader.found.closures_file)

    def internal(self, line: Deadline) -> date | None:
        """The firm's own due date of a deadline; None when the watchlist has none."""
        own = self.internal_due
        return None if own is None or line.due is None else own.before(line.due, self.calendar)

    def ahead(self) -> Iterator[Dated]:
        """What needs somebody, or is due today or later, of every watched case; not what our own checks meet."""
        from watcher.trademark.deadlines.values import MET_BY_CHECKS

        found = self.reader.store.deadlines.ahead(self.today)
        return self._dated(one for one in found if one[1].rule not in MET_BY_CHECKS)

    def between(self, first: date | None, last: date | None, *, open_only: bool = False) -> Iterator[Dated]:
        """What is due in these days; without any, also what has no date."""
        return self._dated(self.reader.store.deadlines.between(first, last, open_only=open_only))

    @cached_property
    def cases(self) -> dict[SerialNumber, CaseRow]:
        """The watched cases."""
        return {row.serial_number: row for row in self.reader.store.history.cases()}

    def _dated(self, kept: Iterable[tuple[SerialNumber, Deadline]]) -> Iterator[Dated]:
        cases, routes = self.cases, self.routes_if_any
        for serial, line in kept:
            if (case := cases.get(serial)) is None:
                continue
            places = routes.of(serial) if routes else ()
            if places and not any(is_ours(line, route) for route in places):
                continue
            yield Dated(case, as_of(line, self.today), places)


def is_ours(line: Deadline, route: Route) -> bool:
    """Is it the business of somebody who watches the case in this role? Of a competitor's mark, only the time to oppose."""
    from watcher.trademark.severity import Role

    return route.group.role is Role.OWNER or (line.rule.startswith("OPP_") and not line.owner_only)


def as_of(line: Deadline, today: date) -> Deadline:
    """A date that was counted some days ago, as it stands today: one that was open may have passed meanwhile.

    The next poll counts it anew; until then nobody can have seen a filing.
    """
    from watcher.trademark.deadlines import State

    last = line.grace_rolled or line.rolled or line.due
    if line.state is State.OPEN and last is not None and last < today:
        return replace(line, state=State.PASSED_UNSEEN)
    return line


def by_date(one: Dated) -> tuple[bool, date, str]:
    """Sorts by the statutory date; what has none comes last."""
    return one.line.due is None, one.line.due or date.max, one.line.id


def of_client(dated: Iterable[Dated], client: str | None, group: str | None) -> list[Dated]:
    """Those of a client (its name or number, as the watchlist has it) and of a group; all when neither is given.

    Raises:
        ConfigError: no mark of the watchlist has that client or group.
    """
    found = list(dated)
    for option, wanted, names_of in (("--client", client, _clients), ("--group", group, _groups)):
        if wanted is None:
            continue
        names = {_bare(name) for one in found for name in names_of(one)}
        if _bare(wanted) not in names:
            known = sorted({name for one in found for name in names_of(one)})
            right = f"one of: {', '.join(known)}" if known else "the watchlist names none with a legal date"
            raise ConfigError((Mistake(None, None, f"{option}: nothing is known of {wanted!r}", right),))
        found = [one for one in found if _bare(wanted) in map(_bare, names_of(one))]
    return found


def _clients(one: Dated) -> tuple[str, ...]:
    return one.clients


def _groups(one: Dated) -> tuple[str, ...]:
    return one.groups


def _bare(name: str) -> str:
    return " ".join(name.lower().split())


def deadline_data(one: Dated, today: date, internal: date | None = None) -> dict[str, Any]:
    """One legal date as `--json` gives it. All days are days in Washington; `due` is the statutory date, not rolled."""
    line = one.line
    return {
        "id": line.id,
        "serial_number": one.case.serial_number,
        "registration_number": one.case.facts.registration_number if one.case.facts else None,
        "mark": one.case.facts.mark if one.case.facts else None,
        "label": one.name,
        "matter": one.matters or None,
        "clients": list(one.clients),
        "groups": list(one.groups),
        "rule": line.rule,
        "title": line.title,
        "state": line.state.value,
        "open": line.state.needs_attention,
        "why": line.why or None,
        "due": _day(line.due),
        "days_left": line.days_left(today),
        "internal_due": _day(internal),
        "rolled": _day(line.rolled),
        "opens": _day(line.opens),
        "grace": _day(line.grace),
        "grace_rolled": _day(line.grace_rolled),
        "extension": _day(line.extension),
        "extension_rolled": _day(line.extension_rolled),
        "limits": [
            {"words": limit.words, "day": _day(limit.day), "rolled": _day(limit.rolled)}
            for limit in line.limits
        ],
        "provisional": line.provisional,
        "confidence": line.confidence.value,
        "anchor": _anchor(line.anchor),
        "by": _anchor(line.by),
        "notes": list(line.notes),
        "authority": line.authority,
        "reviewed": line.reviewed or None,
    }


def _anchor(anchor: Any) -> dict[str, Any] | None:
    return anchor and {
        "words": anchor.words,
        "date": _day(anchor.date),
        "entry_number": anchor.entry_number,
        "code": anchor.code or None,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
