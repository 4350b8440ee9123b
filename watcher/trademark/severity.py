"""How much a change matters, and to whom: the scale that codes, notices and the watchlist share."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Whose marks a group watches: our client's, or somebody else's."""

    OWNER = "owner"
    COMPETITOR = "competitor"


class Severity(StrEnum):
    """How much a change matters; compares in that order, `NOISE < CRITICAL` (not alphabetically)."""

    NOISE = "noise"
    ROUTINE = "routine"
    IMPORTANT = "important"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for noise, 3 for critical."""
        return tuple(Severity).index(self)

    def __lt__(self, other: str) -> bool:
        return self.rank < other.rank if isinstance(other, Severity) else NotImplemented

    def __le__(self, other: str) -> bool:
        return self.rank <= other.rank if isinstance(other, Severity) else NotImplemented

    def __gt__(self, other: str) -> bool:
        return self.rank > other.rank if isinstance(other, Severity) else NotImplemented

    def __ge__(self, other: str) -> bool:
        return self.rank >= other.rank if isinstance(other, Severity) else NotImplemented
