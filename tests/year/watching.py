"""Which cases the watchlist names when, and who is told: an edited watchlist is a function of the moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tests.year.mix import Mix, gap
from tests.year.weather import Span
from watcher.config.settings import (
    ChannelSettings,
    GroupSettings,
    MarkSettings,
    PollSettings,
    Role,
    Secret,
    TsdrSettings,
    Watchlist,
)
from watcher.ports import Recipient
from watcher.simulator import SIMULATOR_KEY
from watcher.trademark.numbers import CaseNumber, NumberKind

RECIPIENTS = {
    "docket": (Recipient("docket", "a@firm.example"), Recipient("docket", "b@firm.example")),
    "brand": (Recipient("brand"),),
    "office": (Recipient("office", "ops@firm.example"),),
}
OPERATOR = "office"


@dataclass(frozen=True)
class Watching:
    """The plan: when each case stands on the watchlist, and in which groups."""

    mix: Mix
    spans: dict[str, tuple[Span, ...]]
    groups: dict[str, tuple[str, ...]]

    @property
    def edits(self) -> tuple[datetime, ...]:
        """The moments at which the file is edited."""
        moments = {
            moment for spans in self.spans.values() for span in spans for moment in (span.start, span.end)
        }
        return tuple(sorted(one for one in moments if self.mix.begin < one < self.mix.end))

    def first_watched(self, serial: str) -> datetime:
        return self.spans[serial][0].start

    def names(self, serial: str, moment: datetime) -> bool:
        return any(span.holds(moment) for span in self.spans[serial])

    def recipients(self, serial: str) -> tuple[Recipient, ...]:
        """Who is told about a case."""
        channels = dict.fromkeys(_TELL[group] for group in self.groups[serial])
        return tuple(one for channel in channels for one in RECIPIENTS[channel])

    def watchlist(self, folder: Path, moment: datetime, base_url: str | None = None) -> Watchlist:
        """The watchlist as it stands at a moment."""
        named = [serial for serial in self.spans if self.names(serial, moment)]
        groups = tuple(
            GroupSettings(
                group,
                role=Role.OWNER if group == "Acme" else Role.COMPETITOR,
                tell=(tell,),
                marks=tuple(
                    MarkSettings(CaseNumber(NumberKind.SERIAL, serial))
                    for serial in named
                    if group in self.groups[serial]
                ),
            )
            for group, tell in _TELL.items()
        )
        tsdr = TsdrSettings(api_key=Secret(SIMULATOR_KEY))
        return Watchlist(
            path=folder / "watchlist.yaml",
            tsdr=replace(tsdr, base_url=base_url) if base_url else tsdr,
            database=str(folder / "tmwatch.db"),
            operator=OPERATOR,
            poll=PollSettings(every=self.mix.every, probe=self.mix.probe),
            channels={name: ChannelSettings(name, Secret("json://127.0.0.1/")) for name in RECIPIENTS},
            groups=groups,
        )


_TELL = {"Acme": "docket", "Rivals": "brand"}


def watching(mix: Mix, serials: list[str]) -> Watching:
    """Most are watched from the beginning to the end; some come later, some are taken off and put back."""
    chance = mix.chance("watching")
    open_since = {serial: mix.begin for serial in serials if chance.random() < 0.92 or mix.edits == 0}
    waiting = [serial for serial in serials if serial not in open_since]
    found: dict[str, list[Span]] = {serial: [] for serial in serials}
    away: list[str] = []
    moment = mix.begin
    while mix.edits:
        moment += gap(chance, mix.edits)
        if moment >= mix.calm_from:
            break
        if waiting and chance.random() < 0.5:
            open_since[waiting.pop()] = moment
        elif away and chance.random() < 0.6:
            open_since[away.pop(0)] = moment
        elif len(open_since) > 1:
            gone = chance.choice(sorted(open_since))
            found[gone].append(Span(open_since.pop(gone), moment))
            away.append(gone)
    for serial in waiting:
        open_since[serial] = mix.calm_from
    for serial, start in open_since.items():
        found[serial].append(Span(start, mix.end))
    groups = {}
    for serial in serials:
        drawn = chance.random()
        groups[serial] = ("Acme",) if drawn < 0.6 else ("Rivals",) if drawn < 0.9 else ("Acme", "Rivals")
    return Watching(mix, {serial: tuple(spans) for serial, spans in found.items()}, groups)
