"""Is the USPTO's service as a whole in trouble? One notice to the operator then, instead of one for each case."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta

from watcher.memory import TroubleMemory, TroubleWords
from watcher.poll.telling import Teller
from watcher.trademark.notice import RecoveryNotice, TroubleNotice
from watcher.trademark.numbers import SerialNumber

SERVICE_SHARE = 0.2
SERVICE_AT_LEAST = 3
SERVICE_WINDOW = 200
SERVICE_EVIDENCE = 10
SERVICE_TOLD = timedelta(hours=1)
"""The service as a whole is in trouble when more than `SERVICE_SHARE` of the last `SERVICE_WINDOW` cases asked, and at
least `SERVICE_AT_LEAST`, failed. It is told when that has lasted for `SERVICE_TOLD`: maintenance is routine."""


class ServiceHealth:
    """Counts how many of the last cases failed, and tells when the service as a whole is in trouble."""

    def __init__(self, memory: TroubleMemory, teller: Teller) -> None:
        self._memory = memory
        self._teller = teller
        self._failed: OrderedDict[SerialNumber, bool] = OrderedDict()
        self._since = next((trouble.since for trouble in memory.all_open() if trouble.key == "service"), None)

    @property
    def in_trouble(self) -> bool:
        """Is the service as a whole in trouble now?"""
        return self._since is not None

    def count(self, serial_number: SerialNumber, *, failed: bool) -> None:
        """Take one case into account; its latest answer is the one that counts."""
        self._failed[serial_number] = failed
        self._failed.move_to_end(serial_number)
        if len(self._failed) > SERVICE_WINDOW:
            self._failed.popitem(last=False)

    def judge(self, now: datetime, watched: int) -> None:
        """Open, tell or close the trouble of the service, by what was counted; `watched` is how many cases there are.

        It is closed on evidence only: a look at one case that happened to answer proves nothing.
        """
        failing = sum(self._failed.values())
        if failing >= SERVICE_AT_LEAST and failing > SERVICE_SHARE * len(self._failed):
            self._since = self._since or now
            self._memory.open(self._words(failing, now), now)
        elif (
            self._since is not None
            and len(self._failed) >= min(watched, SERVICE_EVIDENCE)
            and not (failing > SERVICE_SHARE * len(self._failed))
        ):
            recovery = RecoveryNotice(title="The USPTO answers again", since=self._since, until=now)
            words = self._teller.recovery("service", recovery)
            self._memory.close(words.key, words.notice, now)
            self._since = None

    def _words(self, failing: int, now: datetime) -> TroubleWords:
        assert self._since is not None
        share = f"{failing} of the last {len(self._failed)} cases could not be checked"
        notice = TroubleNotice(
            title="The USPTO's service does not answer as it should",
            sentences=(
                share + ".",
                "Maintenance is routine at night and on Saturday mornings. We keep trying.",
            ),
            what_to_do="Nothing, if it is maintenance. Otherwise see: tmwatch status",
            since=self._since,
        )
        return self._teller.trouble("service", share, notice if now - self._since >= SERVICE_TOLD else None)
