"""Replay seeds: `python -m tests.year --seed 7 --cases 30 --days 90`; `--seeds 20` for the first twenty."""

from __future__ import annotations

import argparse
import logging
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from typing import Any

from tests.year.judge import judge
from tests.year.mix import mix_of
from tests.year.table import table
from tests.year.world import play
from watcher.config.settings import Probe


def main() -> int:
    asked = _arguments().parse_args()
    changes: dict[str, Any] = {}
    if asked.every:
        changes["every"] = timedelta(hours=asked.every)
    if asked.probe:
        changes["probe"] = Probe(asked.probe)
    if asked.storm:
        changes["storm"] = True
    seeds = range(1, asked.seeds + 1) if asked.seeds else [asked.seed]
    right = True
    with ProcessPoolExecutor(asked.jobs) as pool:
        for words, is_right in pool.map(_one, ((seed, asked.cases, asked.days, changes) for seed in seeds)):
            print(words, flush=True)
            right = right and is_right
    return 0 if right else 1


def _one(what: tuple[int, int, int, dict[str, Any]]) -> tuple[str, bool]:
    logging.disable(logging.CRITICAL)
    seed, cases, days, changes = what
    verdict = judge(play(mix_of(seed, cases, days, **changes)))
    return table(verdict), not verdict.complaints


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=0, help="play seeds 1 to N")
    parser.add_argument("--cases", type=int, default=30)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--every", type=float, default=0, help="hours; else what belongs to the seed")
    parser.add_argument("--probe", choices=[probe.value for probe in Probe])
    parser.add_argument("--storm", action="store_true", help="the register is re-indexed half-way")
    parser.add_argument("--jobs", type=int, default=1, help="processes at once")
    return parser


if __name__ == "__main__":
    sys.exit(main())
