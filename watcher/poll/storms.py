"""Watches for storms: the register was indexed anew, and the same generic change appears in many cases.

What a notice of generic changes tells waits a little; if a storm comes, it is withdrawn, and the operator hears of it
once. See `trademark.storms` for what is never held back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from watcher.memory import StormMemory, TroubleMemory
from watcher.poll.telling import Teller
from watcher.poll.trouble import storm, storm_over
from watcher.ports import Clock
from watcher.trademark.model import Change
from watcher.trademark.storms import WINDOW, generic_path, generic_paths, hold, is_storm, may_storm

EXAMPLES: Final = 3
_KEY: Final = "storm "
_log = logging.getLogger(__name__)


class Storms:
    """Knows which generic changes are the register's work now. Does not compose what clients are told."""

    def __init__(
        self,
        memory: StormMemory,
        troubles: TroubleMemory,
        teller: Teller,
        clock: Clock,
        every: timedelta,
    ) -> None:
        self._memory = memory
        self._troubles = troubles
        self._teller = teller
        self._every = every
        self._raging = {
            trouble.key.removeprefix(_KEY) for trouble in troubles.all_open() if trouble.key.startswith(_KEY)
        }
        self._suspects = memory.suspects(clock.now() - WINDOW)

    def spared(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        """Those that are told: not what a storm brought."""
        return tuple(change for change in changes if generic_path(change) not in self._raging)

    def waiting(
        self, changes: tuple[Change, ...], now: datetime, watched: int
    ) -> tuple[tuple[str, ...], datetime | None]:
        """The kinds of these changes and until when they wait for others of their kind; nothing when told at once."""
        paths = generic_paths(changes) if may_storm(watched) else ()
        return paths, now + hold(changes, self._every) if paths else None

    def suspect(self, changes: Iterable[Change]) -> None:
        """These were saved: they count at the next `judge`."""
        self._suspects |= {path for change in changes if (path := generic_path(change)) is not None}

    def judge(self, now: datetime, watched: int, *, swept: bool = False) -> None:
        """Open, tell and close storms; `swept`: all cases have just been looked at, so nothing waits any longer.

        Raises:
            StoreError: the memory cannot be used.
        """
        for path in sorted(self._suspects - self._raging):
            alike = self._memory.alike(path, now - WINDOW)
            if is_storm(alike, watched):
                _log.warning("%d cases changed alike: %s", alike, path)
                self._troubles.open(storm(self._teller, path, alike, (), now), now)
                self._raging.add(path)
        self._suspects = set()
        if self._raging:
            self._memory.withdraw(self._raging)
            self._tell(now, swept=swept)
        if swept:
            self._memory.release(now)

    def _tell(self, now: datetime, *, swept: bool) -> None:
        """A storm is told when one round of checks has shown how large it is, and again when it is over."""
        for trouble in self._troubles.all_open():
            if not trouble.key.startswith(_KEY):
                continue
            path = trouble.key.removeprefix(_KEY)
            alike = self._memory.alike(path, now - WINDOW)
            if alike == 0:
                words = storm_over(self._teller, path, now)
                self._troubles.close(words.key, words.notice, now)
                self._raging.discard(path)
            elif trouble.told_at is None and (swept or now - trouble.since >= self._every):
                examples = self._memory.examples(path, trouble.since - WINDOW, EXAMPLES)
                self._troubles.open(storm(self._teller, path, alike, examples, now), now)
