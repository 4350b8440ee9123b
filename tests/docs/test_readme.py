"""The README says what is so: its sample notice, its commands, its watchlist."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from watcher.cli import COMMANDS
from watcher.config import load_watchlist

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@cache
def demo() -> str:
    command = [sys.executable, "-c", "from watcher.cli import main; main()", "demo"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


@pytest.mark.slow
def test_the_sample_notice_is_one_that_the_demo_shows() -> None:
    sample = re.findall(r"```text\n(.*?)\n```", README, re.DOTALL)[0]
    assert "Computed from TSDR data" in sample
    assert without_versions(sample) in without_versions(demo())


def without_versions(text: str) -> str:
    """The tables' versions are those of the packages that happen to be installed."""
    return re.sub(r"Counted with the rule table \(.*", "Counted", text)


@pytest.mark.slow
def test_the_demo_tells_of_every_mark_and_ends_with_a_summary() -> None:
    from watcher.simulator.demo import demo_watchlist_marks

    for mark in demo_watchlist_marks():
        assert mark.label in demo()
    assert " notices, all delivered" in demo()


def test_every_command_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"(?m)(?:`|^|&& .venv/bin/)tmwatch ([a-z]+)", README))
    assert named <= set(COMMANDS)


def test_the_watchlist_of_the_readme_loads(tmp_path: Path) -> None:
    text = re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)[0]
    (tmp_path / "watchlist.yaml").write_text(text)
    (tmp_path / "competitors.csv").write_text("Serial No.,Mark\n97123457,RIVAL\n")
    names = re.findall(r"\$\{(\w+)\}", text)
    watchlist = load_watchlist(tmp_path / "watchlist.yaml", dict.fromkeys(names, "x"), lambda _: None)
    assert [len(group.marks) for group in watchlist.groups] == [3, 1]
