"""The tables of facts about the USPTO, as CSV: codes, closures, rules of deadlines. Each row names its source."""

from __future__ import annotations

from importlib.resources import files


def table(name: str) -> str:
    """The text of one table of this folder, such as `event_codes.csv`."""
    return (files(__name__) / name).read_text(encoding="utf-8")
