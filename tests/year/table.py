"""What a run came to, for people: sizes, what was asked, the delays, what was wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from tests.year.verdict import Delay, Verdict

_ROWS = ("dates moved", "same day, dates as before", "silent, back-dated", "no longer shown")


def table(verdict: Verdict) -> str:
    return "\n".join(_lines(verdict))


def _lines(verdict: Verdict) -> Iterator[str]:
    run, mix = verdict.run, verdict.run.mix
    pace = f"every {mix.every.total_seconds() / 3600:g} h, probe {mix.probe.value}"
    yield f"seed {mix.seed}: {mix.cases} cases, {mix.days} days from {mix.start}, {pace}"
    counts = ", ".join(f"{number} {words}" for words, number in sorted(verdict.counts.items()))
    yield f"  {counts}"
    asked = ", ".join(f"{number} {path}" for path, number in sorted(run.requests.items()))
    yield f"  requests: {asked}"
    most = ", ".join(f"{number} {words}" for words, number in sorted(run.busiest.items()))
    yield f"  most in any 60 s: {most}; 429: {run.refused}, on purpose {run.refused_on_purpose}"
    yield (
        f"  {run.checks} checks in {run.ticks} ticks, {len(run.dead)} kills, {len(run.watching.edits)} edits, "
        f"{len(run.plan.troubles)} troubles of the service, {run.observer.looks} looks of the observer"
    )
    yield f"  {run.seconds:.1f} s of CPU, {run.seconds * 1000 / max(1, run.checks):.2f} ms a check"
    rest = "".join(f"{words:>9}" for words in ("median", "p95", "max"))
    yield f"  {'from visible to':<28}{'':>7}{'read: min':>12}{rest}{'told: min':>12}{rest}"
    for name, rest in ((name, rest) for rest in (False, True) for name in _ROWS):
        delays = [one for one in verdict.delays if one.row == name and one.is_disturbed is rest]
        if delays:
            yield _row(f"{name}{' *' if rest else ''}", delays)
    yield "  * with something in the way: maintenance, a veil, a kill, a pause of the watch, a channel that was down"
    for one in verdict.complaints:
        yield f"  WRONG ({one.kind}): {one.words}"
    yield f"  {len(verdict.complaints)} complaints"


def _row(name: str, delays: list[Delay]) -> str:
    read = "".join(_figures(one.read for one in delays))
    told = "".join(_figures(one.told for one in delays))
    return f"  {name:<28}{len(delays):>7}{read}{told}"


def _figures(spans: Iterable[timedelta]) -> Iterator[str]:
    ordered = sorted(spans)
    last = len(ordered) - 1
    for place, width in ((0, 12), (last // 2, 9), (int(last * 0.95), 9), (last, 9)):
        yield f"{_span(ordered[place]):>{width}}"


def _span(span: timedelta) -> str:
    minutes = span.total_seconds() / 60
    if minutes < 100:
        return f"{minutes:.1f} m"
    return f"{minutes / 60:.1f} h" if minutes < 6000 else f"{minutes / 1440:.1f} d"
