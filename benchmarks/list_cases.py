"""`tmwatch list` on 1,000 cases beside `python -c "import peewee, pydantic, typer, rich.table"`: CPU of whole processes.

python benchmarks/list_cases.py [--cases 1000] [--rounds 9]
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

FLOOR = [sys.executable, "-c", "import peewee, pydantic, typer, rich.table"]
LIST = [sys.executable, "-c", "from watcher.cli import main; main()"]


def prepare(folder: Path, cases: int) -> Path:
    """A watchlist of so many cases, each read once."""
    from watcher.adapters.store import open_store
    from watcher.trademark.notice import CaseFacts, facts_text
    from watcher.trademark.numbers import SerialNumber

    serials = [SerialNumber(f"{90_000_000 + n}") for n in range(cases)]
    store = open_store(folder / "tmwatch.db")
    store.cases.watch(serials, datetime.now(UTC), forget_others=True)
    database = store._database  # noqa: SLF001  # the quickest way in, for a benchmark only
    with database.transaction():
        for serial in serials:
            facts = CaseFacts(
                serial_number=serial, mark=f"MARK {serial}", owner="Acme Corp", status_text="Registered."
            )
            database.execute(
                "UPDATE cases SET facts = ? WHERE serial_number = ?", [facts_text(facts), serial]
            )
    store.close()
    path = folder / "watchlist.yaml"
    marks = "\n".join(f"      - {serial}" for serial in serials)
    path.write_text(
        "tsdr:\n  api_key: x\nchannels:\n  docket: json://127.0.0.1/x\noperator: docket\n"
        f"watch:\n  - name: All\n    tell: [docket]\n    marks:\n{marks}\n"
    )
    return path


def cpu_of(command: list[str]) -> float:
    """Seconds of CPU, user and system, of a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def main() -> None:
    """Measure in turns and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        watchlist = prepare(Path(name), arguments.cases)
        ours = [*LIST, "--config", str(watchlist), "list"]
        cpu_of(FLOOR), cpu_of(ours)
        rounds = [(cpu_of(FLOOR), cpu_of(ours)) for _ in range(arguments.rounds)]
    ratios = [high / low for low, high in rounds]
    low, high = (statistics.median(one[side] for one in rounds) for side in (0, 1))
    print(f"tmwatch list, {arguments.cases} cases: {high:.2f} s of CPU, the imports alone {low:.2f} s: "
          f"{statistics.median(ratios):.2f}x (rounds {min(ratios):.2f} to {max(ratios):.2f})")  # fmt: skip


if __name__ == "__main__":
    main()
