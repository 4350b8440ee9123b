"""What one run is made of: a seed, sizes, and the rates at which things happen. All is a function of these."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from watcher.config.settings import Probe
from watcher.simulator import Follows, Limits, ModifiedStyle

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WASHINGTON = ZoneInfo("America/New_York")

_STARTS = (date(2026, 1, 12), date(2026, 9, 7))
"""Ninety days from here cover the change to, or from, daylight-saving time (2026-03-08, 2026-11-01)."""
_EVERY = (HOUR, 2 * HOUR, 6 * HOUR)
_PROBES = (Probe.LAST_UPDATE, Probe.BATCH, Probe.AUTO)
_ZONES: tuple[tzinfo, ...] = (WASHINGTON, timezone(timedelta(hours=-5)))


@dataclass(frozen=True)
class Mix:
    """Rates are per day: of a case where `case_` stands before them, of all together otherwise.

    `stale`, `lagging`, `deaths_in_delivery` and `answers_lost` are shares: of the entries, and of the deliveries.
    """

    seed: int = 1
    cases: int = 30
    days: int = 90
    start: date = _STARTS[0]
    every: timedelta = HOUR
    probe: Probe = Probe.LAST_UPDATE
    style: ModifiedStyle = field(default_factory=ModifiedStyle)
    zone: tzinfo = WASHINGTON
    case_events: float = 1 / 9
    case_silent: float = 1 / 20
    case_gone_for_good: float = 1 / 90
    case_sections_away: float = 1 / 40
    case_masks: float = 1 / 60
    case_entries_away: float = 1 / 60
    stale: float = 0.12
    lagging: float = 0.6
    saturdays: float = 0.7
    nights: float = 0.1
    bursts: float = 0.5
    too_many: float = 0.3
    edits: float = 0.2
    kills: float = 0.5
    deaths_in_delivery: float = 0.01
    answers_lost: float = 0.01
    batch_limit: int = 25
    key_expires: bool = True
    channel_down: bool = True
    storm: bool = False

    @property
    def begin(self) -> datetime:
        """Six in the morning of the first day, in Washington."""
        return datetime.combine(self.start, datetime.min.time(), WASHINGTON).astimezone(UTC) + 6 * HOUR

    @property
    def end(self) -> datetime:
        return self.begin + self.days * DAY

    @property
    def calm_from(self) -> datetime:
        """The last days are without troubles, so that each is recovered from before the end."""
        return self.end - 2 * DAY

    @property
    def limits(self) -> Limits:
        return Limits(zone=self.zone)

    def chance(self, name: str) -> random.Random:
        """A source of chance of its own for each purpose, so that one more draw here changes nothing there."""
        return random.Random(f"{self.seed}/{name}")

    def but(self, **changes: Any) -> Mix:
        return replace(self, **changes)


def gap(chance: random.Random, per_day: float) -> timedelta:
    """Until it happens next, at a rate; as good as never at none."""
    drawn = chance.expovariate(1)
    return timedelta(days=min(drawn / per_day, 10_000)) if per_day > 0 else timedelta(days=10_000)


def mix_of(seed: int, cases: int = 30, days: int = 90, **changes: Any) -> Mix:
    """The mixture that belongs to a seed: pace, probe, season, form of the dates, reading of "EST", all take turns."""
    follows = Follows.LAST_ENTERED if seed % 5 == 4 else Follows.LATEST
    mix = Mix(
        seed=seed,
        cases=cases,
        days=days,
        start=_STARTS[seed % 2],
        every=_EVERY[seed % 3],
        probe=_PROBES[(seed // 2) % 3],
        style=ModifiedStyle(older=seed % 7 == 3, follows=follows),
        zone=_ZONES[(seed // 3) % 2],
        batch_limit=(25, 7, 20)[seed % 3],
        key_expires=seed % 2 == 1,
    )
    return mix.but(**changes)
