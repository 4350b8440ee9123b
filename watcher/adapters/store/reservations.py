"""The log of requests made, by which the published limits hold for every process on one database.

The places of a bucket are numbered; a place is free when the one `limit` places earlier is a window old. Two rows are
looked up for a reservation, whatever the limit is; nothing is counted.
"""

from __future__ import annotations

import time
from datetime import datetime
from typing import Final

from watcher.adapters.store.database import Database

SKEW: Final = 1.0
"""Seconds by which stamps of two processes may disagree; a stamp further ahead is from a clock that was set back."""

LONGEST_PAUSE: Final = 3600.0
"""Seconds. A pause that ends later was written by a clock that was ahead, or is more than we take from a header."""

_KEPT_WINDOWS: Final = 10
_CHUNK: Final = 64
_LOCK_WAIT: Final = 0.05

_LAST = """
SELECT last.n, last.stamp,
       (SELECT stamp FROM reservations WHERE bucket = ? AND n = last.n - ?),
       (SELECT until FROM pauses WHERE bucket = ?)
FROM (SELECT n, stamp FROM reservations WHERE bucket = ? ORDER BY n DESC LIMIT 1) AS last
"""


class ReservationStore:
    """Keeps places and pauses by bucket. Does not know the limits, the hours, or what a bucket stands for.

    Implements `watcher.ports.Reservations`; every method raises StoreError when the memory cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def reserve(self, bucket: str, now: datetime, limit: int, window: float) -> float:
        """Take a place if fewer than `limit` were taken in the last `window` seconds, and commit it.

        Stamps from the future (a clock that was set back) count as taken now. Returns 0.0 when the place is taken,
        else the seconds (> 0) until one may be free.
        """
        began = time.monotonic()
        with self._database.transaction():
            waited = time.monotonic() - began
            stamp = now.timestamp() + (waited if waited > _LOCK_WAIT else 0.0)
            found = self._database.execute(_LAST, [bucket, limit - 1, bucket, bucket]).fetchone()
            n, newest, earlier, paused_until = found or (0, stamp, None, self._paused_until(bucket))
            if paused_until is not None and paused_until > stamp:
                return self._pause_left(bucket, paused_until - stamp, stamp)
            if newest > stamp + SKEW:
                self._call_back_from_the_future(bucket, stamp)
                newest = stamp
                earlier = None if earlier is None else min(earlier, stamp)
            stamp = max(stamp, newest)  # the order of the places is the order of the stamps
            if limit < 1 or (earlier is not None and earlier > stamp - window):
                return max((stamp if earlier is None else earlier) + window - stamp, 0.001)
            self._database.execute(
                "INSERT INTO reservations (bucket, n, stamp) VALUES (?, ?, ?)", [bucket, n + 1, stamp]
            )
            if n % _CHUNK == 0:
                self._forget(bucket, stamp - _KEPT_WINDOWS * window)
        return 0.0

    def pause(self, bucket: str, until: datetime) -> None:
        """Nobody takes a place in the bucket before `until`, at most an hour; kept until then, across restarts."""
        with self._database.transaction():
            self._database.execute(
                "INSERT INTO pauses (bucket, until) VALUES (?, ?) ON CONFLICT (bucket) DO UPDATE SET until = "
                "CASE WHEN excluded.until > pauses.until THEN excluded.until ELSE pauses.until END",
                [bucket, until.timestamp()],
            )

    def _paused_until(self, bucket: str) -> float | None:
        found = self._database.execute("SELECT until FROM pauses WHERE bucket = ?", [bucket]).fetchone()
        return None if found is None else float(found[0])

    def _pause_left(self, bucket: str, left: float, now: float) -> float:
        """The rest of a pause, which is cut to the longest one where it ends too late to be true."""
        if left <= LONGEST_PAUSE:
            return left
        self._database.execute("UPDATE pauses SET until = ? WHERE bucket = ?", [now + LONGEST_PAUSE, bucket])
        return LONGEST_PAUSE

    def _call_back_from_the_future(self, bucket: str, now: float) -> None:
        self._database.execute(
            "UPDATE reservations SET stamp = ? WHERE bucket = ? AND stamp > ?", [now, bucket, now]
        )

    def _forget(self, bucket: str, before: float) -> None:
        """Drop a chunk of the oldest places, twice as many as were added since the last time."""
        found = self._database.execute(
            "SELECT n, stamp FROM reservations WHERE bucket = ? ORDER BY n LIMIT 1 OFFSET ?",
            [bucket, 2 * _CHUNK - 1],
        ).fetchone()
        if found is not None and found[1] < before:
            self._database.execute("DELETE FROM reservations WHERE bucket = ? AND n <= ?", [bucket, found[0]])
