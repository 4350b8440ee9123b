"""How many changes a case shows, by its status code: what urgency is worked out from."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Pulse(Enum):
    """How many changes a day a case of this kind shows on average, counted in days on which something was entered.

    The counts are those of real prosecution histories: some 20 such days in the year and a half of an application,
    4 or 5 in the five years after. What matters is how the classes compare, not the absolute number.
    """

    EXAMINED = (
        0.035  # an application that is read: letters, responses, amendments, each with two or three entries
    )
    PUBLISHED = (
        0.04  # the steps to publication, the window of 30 days, extensions to oppose, then registration
    )
    DISPUTED = 0.03  # before the TTAB: its entries come for years, a few a month
    ALLOWED = 0.015  # a statement of use or an extension in each half year, and the answer to it
    SUSPENDED = 0.008  # waits for another case; looked into twice a year
    REGISTERED = 0.002  # filings after 5 and 10 years, an assignment or a new attorney now and then
    DEAD = 0.0005  # a revival, at first (the boost after a change sees to that); later next to nothing
    UNKNOWN = 0.041  # a code in no range below: as lively as the liveliest


_RANGES: Final = (
    (400, 417, Pulse.ALLOWED),  # the international registration ended: three months for a transformation
    (600, 611, Pulse.DEAD),
    (612, 612, Pulse.EXAMINED),  # a petition to revive was received
    (614, 614, Pulse.DEAD),
    (616, 616, Pulse.EXAMINED),
    (618, 618, Pulse.DEAD),
    (622, 622, Pulse.DEAD),
    (624, 625, Pulse.REGISTERED),
    (626, 626, Pulse.DEAD),
    (630, 651, Pulse.EXAMINED),
    (652, 654, Pulse.SUSPENDED),
    (655, 672, Pulse.EXAMINED),
    (680, 687, Pulse.PUBLISHED),
    (688, 690, Pulse.ALLOWED),
    (692, 694, Pulse.PUBLISHED),
    (700, 708, Pulse.REGISTERED),
    (709, 714, Pulse.DEAD),
    (715, 715, Pulse.EXAMINED),
    (717, 717, Pulse.REGISTERED),
    (718, 734, Pulse.ALLOWED),
    (739, 739, Pulse.REGISTERED),
    (740, 757, Pulse.EXAMINED),  # a filing after registration, or a statement of use, is read
    (760, 777, Pulse.DISPUTED),
    (778, 778, Pulse.REGISTERED),
    (779, 779, Pulse.DISPUTED),
    (780, 780, Pulse.REGISTERED),
    (781, 783, Pulse.DEAD),
    (790, 790, Pulse.DISPUTED),
    (794, 794, Pulse.EXAMINED),
    (800, 800, Pulse.REGISTERED),
    (801, 804, Pulse.DISPUTED),
    (806, 825, Pulse.EXAMINED),
    (900, 901, Pulse.DEAD),
    (968, 968, Pulse.DEAD),
)
"""The USPTO's status codes by what happens to a case that has them; the first and the last of each range."""


def pulse(status_code: str) -> Pulse:
    """How lively cases with this status code are; `UNKNOWN` for a code in no range."""
    if not (status_code.isascii() and status_code.isdigit()):
        return Pulse.UNKNOWN
    code = int(status_code)
    return next((kind for first, last, kind in _RANGES if first <= code <= last), Pulse.UNKNOWN)
