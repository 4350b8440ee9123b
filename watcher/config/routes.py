"""Who is told about which case: the watchlist turned round, from groups and numbers to serial numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from watcher.config.settings import GroupSettings, MarkSettings, Watchlist
from watcher.trademark.numbers import CaseNumber, NumberKind, SerialNumber


@dataclass(frozen=True, slots=True)
class Route:
    """One place in the watchlist where a case stands."""

    group: GroupSettings
    mark: MarkSettings

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels that the group and the mark name, each once."""
        return tuple(dict.fromkeys((*self.group.tell, *self.mark.tell)))


class Routes:
    """The cases of a watchlist, each with its places. Does not resolve numbers; unresolved ones are listed."""

    def __init__(self, watchlist: Watchlist, resolved: Mapping[CaseNumber, tuple[SerialNumber, ...]]) -> None:
        self._routes: dict[SerialNumber, tuple[Route, ...]] = {}
        numbers: dict[CaseNumber, None] = {}
        for group in watchlist.groups:
            for mark in group.marks:
                if mark.number.kind is not NumberKind.SERIAL:
                    numbers[mark.number] = None
                for serial in serial_numbers_of(mark.number, resolved):
                    self._routes[serial] = (*self._routes.get(serial, ()), Route(group, mark))
        self.other_numbers = tuple(numbers)
        self.unresolved = tuple(number for number in numbers if number not in resolved)

    @property
    def serial_numbers(self) -> frozenset[SerialNumber]:
        """Every case that the watchlist names, as far as its numbers are resolved."""
        return frozenset(self._routes)

    def of(self, serial_number: SerialNumber) -> tuple[Route, ...]:
        """The places of a case, in the order of the file."""
        return self._routes.get(serial_number, ())

    def asked(self, serial_number: SerialNumber) -> str:
        """The number as the watchlist has it: `registration number 3500030` for a case named so."""
        routes = self.of(serial_number)
        if not routes or routes[0].mark.number.kind is NumberKind.SERIAL:
            return serial_number
        return str(routes[0].mark.number)


def serial_numbers_of(
    number: CaseNumber, resolved: Mapping[CaseNumber, tuple[SerialNumber, ...]]
) -> tuple[SerialNumber, ...]:
    """The serial numbers behind a number: itself, or what it was resolved to, or none yet."""
    if number.kind is NumberKind.SERIAL:
        return (SerialNumber(number.number),)
    return resolved.get(number, ())
