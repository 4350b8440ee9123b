"""What a tick costs when few of many cases are due, and what the daemon's memory grows by: both in one run.

Two memories, of 1,000 and of 10,000 cases, in each of which the same twenty cases are due at a tick (and, beside it,
none at all). Each is measured in a fresh process, and the two take turns. The resident size is that of the whole
daemon's parts with their imports, before the watchlist is taken and after a day of ticks.

    python benchmarks/tick.py [--rounds 3]

Exits with 1 when a tick at 10,000 cases costs more than twice what it costs at 1,000, or when the size grows by more
than 40 MB over the imports.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

DUE = 20
TICKS = 200
GROWTH_MB = 40
RATIO = 2.0
START = datetime(2026, 3, 2, 15, tzinfo=UTC)


class Clock:
    """Stands until it is moved."""

    moment = START

    def now(self) -> datetime:
        """The moment."""
        return self.moment

    def sleep(self, seconds: float) -> None:
        """Waiting moves it."""
        self.moment += timedelta(seconds=seconds)


class Quiet:
    """A source where nothing ever changes, and channels without recipients."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def modified_dates(self, _: str) -> Any:
        """The same old day."""
        from watcher.ports import Answer
        from watcher.trademark.model import ModifiedDates

        day = datetime(2020, 3, 22, tzinfo=UTC).date()
        return Answer(ModifiedDates(prosecution=day, status=day), self._clock.now(), self._clock.now())

    def recipients(self, _: str) -> tuple[()]:
        """None."""
        return ()


def measure(cases: int) -> None:
    """Print the CPU of a tick in milliseconds, with none and with `DUE` cases due, and the sizes in MB."""
    import apprise  # noqa: F401  # the daemon has it loaded
    import apscheduler.schedulers.background  # noqa: F401

    import watcher.daemon  # noqa: F401
    from watcher.adapters import channels, render, tsdr  # noqa: F401
    from watcher.adapters.store import forms, open_store
    from watcher.config.settings import GroupSettings, MarkSettings, PollSettings, TsdrSettings, Watchlist
    from watcher.poll import Poller
    from watcher.trademark.numbers import CaseNumber, NumberKind

    imports = resident()
    folder = Path(tempfile.mkdtemp())
    clock = Clock()
    source = Quiet(clock)
    marks = tuple(MarkSettings(CaseNumber(NumberKind.SERIAL, f"{90_000_000 + n}")) for n in range(cases))
    watchlist = Watchlist(
        folder / "w.yaml",
        TsdrSettings(),
        str(folder / "tick.db"),
        "ops",
        poll=PollSettings(every=timedelta(days=30), full_fetch_every=timedelta(days=10_000)),
        groups=(GroupSettings("All", marks=marks),),
    )
    store = open_store(watchlist.database)
    poller = Poller(watchlist, store, source, source, clock, workers=1)  # type: ignore[arg-type]
    poller.begin()
    late = forms.moment_text(START + timedelta(days=20))
    read = "snapshot_id = 1, digest = 'd', dates = ?, fetch_began_at = ?, good_check_at = ?, due_at = ?, order_at = ?"
    stamp = forms.moment_text(START)
    with store._database.transaction():  # noqa: SLF001  # the quickest way in, for a benchmark only
        store._database.execute(  # noqa: SLF001
            "INSERT INTO snapshots (id, serial_number, fetched_at, digest, document) VALUES (1, '', '', '', x'00')"
        )
        dates = json.dumps({"prosecution": "2020-03-22", "status": "2020-03-22"})
        store._database.execute(  # noqa: SLF001
            f"UPDATE cases SET {read}", [dates, stamp, stamp, late, late]
        )
    print(
        json.dumps(
            {
                "idle": tick(poller, store, clock, 0),
                "due": tick(poller, store, clock, DUE),
                "imports_mb": imports,
                "mb": resident(),
            }
        )
    )


def tick(poller: Any, store: Any, clock: Clock, due: int) -> float:
    """CPU milliseconds of a tick at which so many cases are due."""
    from watcher.adapters.store import forms

    spent = 0.0
    for number in range(TICKS):
        clock.sleep(30)
        if due:
            stamp = forms.moment_text(clock.now())
            first = 90_000_000 + number % 40 * due
            numbers = [f"{first + one}" for one in range(due)]
            marks = ", ".join("?" * due)
            store._database.execute(  # noqa: SLF001
                f"UPDATE cases SET due_at = ?, order_at = ? WHERE serial_number IN ({marks})",
                [stamp, stamp, *numbers],
            )
        begun = time.process_time()
        result = poller.poll()
        spent += time.process_time() - begun
        assert len(result.checked) == due
    return 1000 * spent / TICKS


def resident() -> float:
    """The resident size of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


def main() -> int:
    """Run both sizes in turns and print what came of it."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--one", type=int)
    asked = arguments.parse_args()
    if asked.one:
        measure(asked.one)
        return 0
    seen: dict[int, list[dict[str, float]]] = {1000: [], 10_000: []}
    for _ in range(asked.rounds):
        for cases, rounds in seen.items():
            command = [sys.executable, __file__, "--one", str(cases)]
            rounds.append(
                json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            )
    for cases, rounds in seen.items():
        print(
            f"{cases:6} cases: {statistics.median(one['idle'] for one in rounds):6.2f} ms a tick with none due, "
            f"{statistics.median(one['due'] for one in rounds):6.2f} ms with {DUE} due; "
            f"{statistics.median(one['imports_mb'] for one in rounds):.0f} MB of imports, "
            f"{statistics.median(one['mb'] for one in rounds):.0f} MB after {2 * TICKS} ticks"
        )
    ratio = statistics.median(
        large["due"] / small["due"] for small, large in zip(seen[1000], seen[10_000], strict=True)
    )
    growth = max(one["mb"] - one["imports_mb"] for one in seen[10_000])
    print(f"a tick at 10,000 cases is {ratio:.2f}x of one at 1,000 (bound {RATIO}x)")
    print(f"the size grows by {growth:.0f} MB over the imports (bound {GROWTH_MB} MB)")
    return 0 if ratio <= RATIO and growth <= GROWTH_MB else 1


if __name__ == "__main__":
    sys.exit(main())
