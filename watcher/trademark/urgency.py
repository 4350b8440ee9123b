"""How soon is the next change of a case to be expected, and how is a short budget of requests shared out by that?

Cases are looked at in proportion to the square root of their expected rate of change: in proportion to the rate
itself the quiet ones would be starved. All of it is worked out for a few dozen levels of weight, never for each case.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
    UNKNOWN = 0.041  # a code in no range below: as urgent as the most urgent


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

BOOST: Final = 0.15
"""Changes a day to expect beyond the class rate just after one: in real histories a third of all changes come within
a week of the one before, for one letter makes several entries on several days."""

FADES: Final = timedelta(days=7)
"""After so long the boost has fallen to 1/e."""

_CLASS_SHARE: Final = 0.5
"""Half of the class rate is in the bursts, which the boost stands for."""

_STEP: Final = 1.1
_LEAST: Final = math.sqrt(_CLASS_SHARE * Pulse.DEAD.value)
_MOST: Final = math.sqrt(_CLASS_SHARE * Pulse.UNKNOWN.value + BOOST)

LEVELS: Final = tuple(
    round(_LEAST * _STEP**level, 4) for level in range(math.ceil(math.log(_MOST / _LEAST, _STEP)) + 1)
)
"""All the weights that there are, each a tenth above the one before: few enough to group cases by them."""

CAP_FACTOR: Final = 3
"""No case is older than `every` times this, as long as the budget allows two thirds of it for all alike."""

_ROOM: Final = 0.85
"""The longest planned interval, as a share of the cap: the rest is for the wait of a case that is due."""

_SPREAD: Final = 1.5
"""When the budget is too short for the cap, the cap is the time of an even sweep times this."""

FLOOR_PARTS: Final = 6
"""No case is looked at more often than this in `every`."""

DEADLINE_SOON: Final = timedelta(days=14)

_FIRST: Final = 1.0
_LAST: Final = 0.25
"""How far, in `every`, a case is moved among those that are due."""


def pulse(status_code: str) -> Pulse:
    """How lively cases with this status code are; `UNKNOWN` for a code in no range."""
    if not (status_code.isascii() and status_code.isdigit()):
        return Pulse.UNKNOWN
    code = int(status_code)
    return next((kind for first, last, kind in _RANGES if first <= code <= last), Pulse.UNKNOWN)


def weight(status_code: str, changed_at: datetime | None, now: datetime) -> float:
    """The share of a case in what may be asked: one of `LEVELS`, by its status and the time since its last change.

    The root of (0.5 x class rate + boost x e^(-days since the last change / 7)); rates in changes a day. A change in
    the future counts as one of this moment; None means that none was ever seen.
    """
    rate = _CLASS_SHARE * pulse(status_code).value
    if changed_at is not None:
        rate += BOOST * math.exp(-max(now - changed_at, timedelta()) / FADES)
    return quantised(math.sqrt(rate))


def quantised(exact: float) -> float:
    """The level that is the least one not below this weight; the highest for what is above them all.

    A weight of zero is that of a case about which nothing is known yet: it counts as one of an unknown status.
    """
    if exact <= 0:
        return quantised(math.sqrt(_CLASS_SHARE * Pulse.UNKNOWN.value))
    return LEVELS[min(bisect_left(LEVELS, exact - 1e-4), len(LEVELS) - 1)]


@dataclass(frozen=True, slots=True)
class Plan:
    """How often the cases of each weight are looked at. Does not know the cases, and decides nothing about one.

    `fits` says that all are looked at each `every`. When they are not, `scale` is the interval of a case of weight
    1, `floor` and `longest` are the bounds of all intervals, and no case should get older than `cap`. `is_stretched`
    says that `cap` is more than `CAP_FACTOR` times `every`, because the budget cannot hold that.
    """

    every: timedelta
    fits: bool
    is_stretched: bool
    cap: timedelta
    floor: timedelta
    longest: timedelta
    scale: timedelta

    @classmethod
    def of(
        cls, cases: Mapping[float, int], every: timedelta, probes_a_minute: float, batch_size: int = 1
    ) -> Plan:
        """The plan for so many cases of each weight, when so many probes of so many cases each may be made.

        Costs in proportion to the number of weights, not of cases.

        Raises:
            ValueError: the budget, the batch or `every` is not above zero.
        """
        if probes_a_minute <= 0 or batch_size < 1 or every <= timedelta():
            raise ValueError("a plan needs a budget, a batch and a time between two looks")
        levels = _by_level(cases)
        looks = probes_a_minute * batch_size
        sweep = timedelta(minutes=sum(levels.values()) / looks)
        promised = every * CAP_FACTOR
        cap = max(promised, sweep * _SPREAD)
        floor, longest = every / FLOOR_PARTS, cap * _ROOM
        if sweep <= every:
            return cls(every, True, False, promised, every, every, timedelta())
        scale = timedelta(minutes=_scale(levels, looks, _minutes(floor), _minutes(longest)))
        return cls(every, False, cap > promised, cap, floor, longest, scale)

    def interval(self, weight: float) -> timedelta:
        """The time between two looks at a case of this weight."""
        if self.fits:
            return self.every
        return min(max(self.scale / quantised(weight), self.floor), self.longest)


def _by_level(cases: Mapping[float, int]) -> dict[float, int]:
    """The number of cases of each level that occurs, the lowest first."""
    levels: dict[float, int] = {}
    for exact, count in cases.items():
        if count > 0:
            levels[quantised(exact)] = levels.get(quantised(exact), 0) + count
    return dict(sorted(levels.items()))


def _scale(levels: Mapping[float, int], looks: float, floor: float, longest: float) -> float:
    """The interval of weight 1 with which all looks are used: water-filling. Times in minutes, looks a minute.

    The looks that are needed fall as the scale grows, and bend where a level meets one of its bounds: the last bend
    at which they are still too many (or just enough) begins the piece on which the answer lies.
    """
    bends = sorted({bound * level for level in levels for bound in (floor, longest)})
    first, last = 0, len(bends) - 1
    while first < last:
        middle = (first + last + 1) // 2
        if _needed(levels, bends[middle], floor, longest) >= looks:
            first = middle
        else:
            last = middle - 1
    start = bends[first]
    fixed = moving = 0.0
    for level, count in levels.items():
        if start < level * floor:
            fixed += count / floor
        elif start >= level * longest:
            fixed += count / longest
        else:
            moving += count * level
    return moving / (looks - fixed) if moving and looks > fixed else start


def _needed(levels: Mapping[float, int], scale: float, floor: float, longest: float) -> float:
    """The looks a minute that the levels need at this scale."""
    return sum(count / min(max(scale / level, floor), longest) for level, count in levels.items())


def _minutes(length: timedelta) -> float:
    return length / timedelta(minutes=1)


def order_key(
    due_at: datetime,
    every: timedelta,
    today: date,
    *,
    status_code: str = "",
    next_deadline: date | None = None,
) -> datetime:
    """The place of a case among those that are due: the earliest goes first.

    Cases with an open deadline within 14 days go before the others, dead ones after them. They are moved by a fixed
    time, so that nobody waits for ever: who was due `every` before a case with a deadline goes before it all the same.
    `today` and `next_deadline` are days in Washington.
    """
    if next_deadline is not None and today <= next_deadline <= today + DEADLINE_SOON:
        return due_at - every * _FIRST
    if pulse(status_code) is Pulse.DEAD:
        return due_at + every * _LAST
    return due_at
