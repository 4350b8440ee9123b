"""How many requests a minute the published limits allow at a moment (tsdr.md, "Limits").

"EST", in which the USPTO gives the off-peak hours, may mean the wall in Washington or UTC-5: the night rate is used
only in hours that are off-peak in both, and not within a window of their edges.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from watcher.config.settings import Limits
from watcher.ports import RequestClass

WINDOW: Final = 61.0
"""Seconds. One more than the published 60, for what happens between here and there."""

_READINGS: Final[tuple[tzinfo, ...]] = (ZoneInfo("America/New_York"), timezone(timedelta(hours=-5)))


def is_off_peak(limits: Limits, now: datetime) -> bool:
    """Whether a moment lies in the off-peak hours in both readings of "EST"."""
    return all(_is_night(limits, now.astimezone(zone)) for zone in _READINGS)


def _is_night(limits: Limits, local: datetime) -> bool:
    hour = local.time()
    if limits.night_from <= limits.night_to:
        return limits.night_from <= hour < limits.night_to
    return hour >= limits.night_from or hour < limits.night_to


def rate_now(limits: Limits, kind: RequestClass, now: datetime) -> int:
    """How many requests a minute are allowed now: the night rate only when the whole window is off-peak."""
    rate = limits.requests if kind is RequestClass.REQUESTS else limits.downloads
    edge = timedelta(seconds=WINDOW)
    if all(is_off_peak(limits, moment) for moment in (now, now - edge, now + edge)):
        return rate.night
    return rate.day
