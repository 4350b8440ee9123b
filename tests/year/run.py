"""What is left of a run: its plan, what was asked and told, and when the process was dead."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from tests.year.mix import Mix
from tests.year.observer import Observer
from tests.year.told import Mailboxes
from tests.year.watching import Watching
from tests.year.weather import Span, Veil, Weather
from watcher.simulator import ScriptedCase


@dataclass(frozen=True)
class DocumentServed:
    """A status document that the office gave: which stage of the case, and under which veils."""

    at: datetime
    stage: int
    veils: tuple[Veil, ...]
    plain: bool


@dataclass
class Run:
    """What is left of a run for the judge."""

    mix: Mix
    cases: dict[str, ScriptedCase]
    plan: Weather
    watching: Watching
    boxes: Mailboxes
    observer: Observer
    looks: dict[str, list[DocumentServed]]
    dead: list[Span] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    busiest: Counter[str] = field(default_factory=Counter)
    over: list[str] = field(default_factory=list)
    refused: int = 0
    refused_on_purpose: int = 0
    checks: int = 0
    ticks: int = 0
    seconds: float = 0.0
