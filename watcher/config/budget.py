"""How many requests the cases of a watchlist need, beside what the published limits allow: numbers, and their words.

Counted are the regular looks and the regular full fetches, by day, when the limits are lowest (tsdr.md, "Limits"). What
is fetched because a case changed comes on top; it is little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from watcher.config.settings import Limits, PollSettings, Probe, Rate, Watchlist
from watcher.config.values import as_written, in_words

_MINUTE: Final = timedelta(minutes=1)
_SENSIBLE: Final = tuple(
    timedelta(minutes=minutes)
    for minutes in (
        *(5, 10, 15, 30, 60, 120, 180, 240, 360, 480, 720),
        *(days * 1440 for days in (1, 2, 3, 4, 5, 7, 14, 30)),
    )
)
_LONG: Final = timedelta(days=30)
_FULLEST: Final = 0.95
"""What is proposed needs at most this share of what is allowed: the rest is for cases that change."""

_LEAST_FOR_LOOKS: Final = 0.1
_IN_FACT: Final = 60 / 61
"""The limiter keeps to the published number in 61 seconds, not 60 (`rates.WINDOW`)."""


@dataclass(frozen=True, slots=True)
class Budget:
    """So many cases, and the pace and the limits of a watchlist. Does not know what the USPTO allows at this moment."""

    cases: int
    poll: PollSettings
    limits: Limits

    @classmethod
    def of(cls, watchlist: Watchlist, cases: int) -> Budget:
        """The budget of a watchlist for so many cases: those that it names, or those that are watched in fact."""
        return cls(cases, watchlist.poll, watchlist.tsdr.limits)

    @property
    def rate(self) -> Rate:
        """Requests a minute that are allowed, by day and by night."""
        return self.limits.requests

    @property
    def takes_batch(self) -> bool:
        """Are cases asked about in batches? `auto` does when last-update would take half of what is allowed or more."""
        if self.poll.probe is Probe.AUTO:
            return 2 * self.cases * (_MINUTE / self.poll.every) >= self.rate.day
        return self.poll.probe is Probe.BATCH

    @property
    def needed(self) -> float:
        """Requests a minute, the way that cases are asked about."""
        return self._needed(self.poll.every, batch=self.takes_batch)

    @property
    def fits(self) -> bool:
        """Can the limits hold `poll.every` by day?"""
        return self.needed <= self.rate.day

    @property
    def remedy(self) -> str:
        """What would fit, in the words of the watchlist file; empty when there is no need."""
        if self.fits:
            return ""
        roomy = [every for every in _SENSIBLE if self._is_roomy(every, batch=self.takes_batch)]
        every = next((it for it in roomy if self.poll.every < it <= self.poll.full_fetch_every), None)
        ways = []
        if not self.takes_batch and self._is_roomy(self.poll.every, batch=True):
            ways.append("`probe: batch`")
        if every is not None:
            ways.append(f"`every: {as_written(every)}`")
        if ways:
            return "use " + " or ".join(ways)
        return "use a longer full_fetch_every" if self.poll.full_fetch_every < _LONG else "watch fewer cases"

    def in_words(self) -> str:
        """One sentence or two for who installs it; with what would fit, when it does not."""
        if self.fits:
            hours = f"{self.limits.night_from:%H:%M} to {self.limits.night_to:%H:%M}"
            how = f", up to {self.poll.batch_size} cases in each" if self.takes_batch else ""
            return (
                f"That needs {_an_hour(self.needed)}{how}; {self.rate.day * 60:,} an hour are allowed by day, "
                f"{self.rate.night * 60:,} from {hours} in Washington."
            )
        cases = f"{self.cases:,} case{'s' if self.cases != 1 else ''}"
        often = in_words(self.poll.every).removeprefix("1 ")
        return (
            f"Too much: {cases} every {often} need {math.ceil(self.needed):,} requests a minute; {self.rate.day:,} are allowed "
            f"by day: {self.remedy}. As it is, all are looked at later than asked for, the liveliest first."
        )

    def for_looks(self, allowed: float) -> float:
        """The requests a minute that are left for looks, of so many, beside the regular full fetches.

        At least a tenth of what is allowed, so that a plan can be made of it.
        """
        full = self.cases * (_MINUTE / self.poll.full_fetch_every)
        return max(allowed * _IN_FACT - full, allowed * _LEAST_FOR_LOOKS)

    def _is_roomy(self, every: timedelta, *, batch: bool) -> bool:
        return self._needed(every, batch=batch) <= self.rate.day * _FULLEST

    def _needed(self, every: timedelta, *, batch: bool) -> float:
        looks = (_MINUTE / every) / (self.poll.batch_size if batch else 1)
        return self.cases * (looks + _MINUTE / self.poll.full_fetch_every)


def _an_hour(a_minute: float) -> str:
    count = math.ceil(a_minute * 60)
    return f"about {count:,} request{'s' if count != 1 else ''} an hour" if count else "no request"
