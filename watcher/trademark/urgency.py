"""How soon is a case to be looked at, and how is a short budget of requests shared out?

Cases are looked at in proportion to the square root of their expected rate of change: in proportion to the rate
itself the quiet ones would be starved. All of it is worked out for a few dozen levels of weight, never for each case.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from watcher.trademark.pulse import Pulse, pulse

BOOST: Final = 0.08
"""Changes a day to expect beyond the usual rate just after one: in real histories a third of all changes come within
a week of the one before, for one letter makes several entries on several days."""

FADES: Final = timedelta(days=7)
"""After so long the boost has fallen to 1/e."""

_USUAL_SHARE: Final = 0.5
"""Half of the usual rate is in the bursts, which the boost stands for."""

_STEP: Final = 1.1
_LEAST: Final = 0.01  # dead for ever, and nothing ever happened
_MOST: Final = 0.4  # changes every few days, and just did

LEVELS: Final = tuple(
    round(_LEAST * _STEP**level, 4) for level in range(math.ceil(math.log(_MOST / _LEAST, _STEP)) + 1)
)
"""All the weights that there are, each a tenth above the one before: few enough to group cases by them."""

CAP_FACTOR: Final = 3
"""No case is older than `every` times this, as long as an even sweep takes at most two thirds of that."""

_ROOM: Final = 0.77
"""The longest planned interval, as a share of the cap: the rest is for the wait of a case that is due."""

_SPREAD: Final = 1.5
"""When the budget is too short for the cap, the cap is the time of an even sweep times this."""

FLOOR_PARTS: Final = 6
"""No case is looked at more often than this in `every`; in batches, where all are asked about together, once."""

DEADLINE_SOON: Final = timedelta(days=14)

_FIRST: Final = 1.0
_LAST: Final = 0.15
"""How far, in `every`, a case is moved among those that are due."""


def weight(status_code: str, changed_at: datetime | None, now: datetime) -> float:
    """The share of a case in what may be asked: one of `LEVELS`, by its status and its last change.

    The root of (0.5 x class rate + boost x e^(-days since the last change / 7)); rates in changes a day. A change in
    the future counts as one of this moment; None means that no change is known.
    """
    since = timedelta() if changed_at is None else max(now - changed_at, timedelta())
    boost = 0.0 if changed_at is None else BOOST * math.exp(-since / FADES)
    return quantised(math.sqrt(_USUAL_SHARE * pulse(status_code).value + boost))


def quantised(exact: float) -> float:
    """The least level that is not below this weight; the highest for what is above them all.

    A weight of zero is that of a case about which nothing is known yet: it counts as one of an unknown status.
    """
    if exact <= 0:
        return quantised(math.sqrt(_USUAL_SHARE * Pulse.UNKNOWN.value))
    return LEVELS[min(bisect_left(LEVELS, exact - 1e-9), len(LEVELS) - 1)]


FETCHED: Final = quantised(math.sqrt(_USUAL_SHARE * Pulse.EXAMINED.value + BOOST * math.exp(-3 / 7)))
"""From this weight on a case most likely changed within 3 days, and the day rule has its document fetched at each look."""


def requests_a_sweep(cases: Mapping[float, int], batch_size: int = 1) -> float:
    """The requests for one look at so many cases of each weight: the probes, and what the day rule fetches after them."""
    return sum(
        count * (1 / batch_size + (quantised(exact) >= FETCHED)) for exact, count in cases.items() if count
    )


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
        cls,
        cases: Mapping[float, int],
        every: timedelta,
        requests_a_minute: float,
        batch_size: int = 1,
        *,
        by_day: float | None = None,
    ) -> Plan:
        """The plan for so many cases of each weight, when so many requests may be made, each for so many cases.

        `by_day` is what may be asked by day, if that is less than now: a watchlist that fits by night only has its
        night shared out by urgency too. Costs in proportion to the number of weights, not of cases.

        Raises:
            ValueError: a budget, the batch or `every` is not above zero.
        """
        usual = requests_a_minute if by_day is None else min(by_day, requests_a_minute)
        if usual <= 0 or batch_size < 1 or every <= timedelta():
            raise ValueError("a plan needs a budget, a batch and a time between two looks")
        sweep = timedelta(minutes=requests_a_sweep(cases, batch_size) / usual)
        promised = every * CAP_FACTOR
        if sweep <= every:
            return cls(every, True, False, promised, every, every, timedelta())
        cap = max(promised, sweep * _SPREAD)
        floor, longest = every / (FLOOR_PARTS if batch_size == 1 else 1), cap * _ROOM
        costs = _costs(cases, batch_size)
        scale = timedelta(minutes=_scale(costs, requests_a_minute, _minutes(floor), _minutes(longest)))
        return cls(every, False, cap > promised, cap, floor, longest, scale)

    def interval(self, weight: float) -> timedelta:
        """The time between two looks at a case of this weight."""
        if self.fits:
            return self.every
        return min(max(self.scale / quantised(weight), self.floor), self.longest)


def _costs(cases: Mapping[float, int], batch_size: int) -> dict[float, float]:
    """The requests for one look at all cases of each level."""
    costs: dict[float, float] = {}
    for exact, count in cases.items():
        if count > 0:
            level = quantised(exact)
            costs[level] = costs.get(level, 0.0) + requests_a_sweep({level: count}, batch_size)
    return costs


def _scale(costs: Mapping[float, float], budget: float, floor: float, longest: float) -> float:
    """The interval of weight 1 with which the whole budget is used: water-filling. Times in minutes.

    What is needed falls as the scale grows, and bends where a level meets one of its bounds: the last bend at which it
    is still too much (or just enough) begins the piece on which the answer lies.
    """
    bends = sorted({bound * level for level in costs for bound in (floor, longest)})
    first, last = 0, len(bends) - 1
    while first < last:
        middle = (first + last + 1) // 2
        if _needed(costs, bends[middle], floor, longest) >= budget:
            first = middle
        else:
            last = middle - 1
    start = bends[first]
    fixed = moving = 0.0
    for level, cost in costs.items():
        if start < level * floor:
            fixed += cost / floor
        elif start >= level * longest:
            fixed += cost / longest
        else:
            moving += cost * level
    return max(start, moving / (budget - fixed)) if moving and budget > fixed else start


def _needed(costs: Mapping[float, float], scale: float, floor: float, longest: float) -> float:
    """The requests a minute that are needed at this scale."""
    return sum(cost / min(max(scale / level, floor), longest) for level, cost in costs.items())


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
