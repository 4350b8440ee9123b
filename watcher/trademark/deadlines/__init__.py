"""Legal dates of a case: what is due, by when, why, how sure that is, and how it stands.

`deadlines` computes them (compute.py); the rules are rows of `watcher/trademark/data/deadline_rules.csv` (rules.py),
joined with the tables of codes (conduct.py). A case becomes a timeline (timeline.py); entries start office actions
and warnings (actions.py), dates of the case start publication (opposition.py), allowance (allowance.py) and
registration (cycles.py, maintenance.py); what came after is played against the rule (replay.py) and judged by today (desk.py).

Each is loaded when something of it is first asked for: notices hold the values and compute nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watcher.trademark.deadlines.compute import deadlines
    from watcher.trademark.deadlines.conduct import Tables, standard_tables
    from watcher.trademark.deadlines.periods import Period
    from watcher.trademark.deadlines.reminders import Reminder, ladder_of, reminders_due
    from watcher.trademark.deadlines.rules import Rule, Rules
    from watcher.trademark.deadlines.values import (
        DISCLAIMER,
        NOT_REVIEWED,
        Anchor,
        Closing,
        ClosingAction,
        Confidence,
        Deadline,
        Limit,
        State,
    )

__all__ = [
    "DISCLAIMER",
    "NOT_REVIEWED",
    "Anchor",
    "Closing",
    "ClosingAction",
    "Confidence",
    "Deadline",
    "Limit",
    "Period",
    "Reminder",
    "Rule",
    "Rules",
    "State",
    "Tables",
    "deadlines",
    "ladder_of",
    "reminders_due",
    "standard_tables",
]

_HOMES = {
    "Period": "periods",
    "Reminder": "reminders",
    "Rule": "rules",
    "Rules": "rules",
    "Tables": "conduct",
    "deadlines": "compute",
    "ladder_of": "reminders",
    "reminders_due": "reminders",
    "standard_tables": "conduct",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'values')}"), name)
