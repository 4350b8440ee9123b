from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from watcher.config import describe
from watcher.config.budget import Budget
from watcher.config.settings import (
    GroupSettings,
    Limits,
    MarkSettings,
    PollSettings,
    Probe,
    Rate,
    TsdrSettings,
    Watchlist,
)
from watcher.trademark.numbers import CaseNumber, NumberKind


def said_of(
    count: int, rate: Rate | None = None, probe: Probe = Probe.LAST_UPDATE, **poll: timedelta
) -> tuple[str, Watchlist]:
    """What is said of so many cases, looked at in this way."""
    marks = tuple(MarkSettings(CaseNumber(NumberKind.SERIAL, str(60_000_000 + n))) for n in range(count))
    watchlist = Watchlist(
        path=Path("watchlist.yaml"),
        tsdr=TsdrSettings(limits=Limits(requests=rate) if rate else Limits()),
        database="tmwatch.db",
        operator="docket",
        poll=PollSettings(probe=probe, **poll),
        groups=(GroupSettings("Rivals", tell=("docket",), marks=marks),),
    )
    return " ".join(describe(watchlist)), watchlist


def test_the_meaning_is_said_in_sentences(folder, head):
    folder.write("Reg. No.\n3500030\n", "rivals.csv")
    said = describe(
        folder.load(
            head
            + "watch:\n  - {name: Acme, tell: docket, marks: [78787878, {serial: 97123456, mute_until: 2030-01-31}]}\n"
            "  - {name: Rivals, role: competitor, tell: [brand, docket], marks: [78787878], marks_file: rivals.csv}\n"
        )
    )
    assert said == [
        "2 groups, 3 cases: Acme (2, owner), Rivals (2, competitor); 1 line names a case of another group again.",
        "Looked up once for their serial numbers: 1 registration number.",
        (
            "Each is looked at every hour and read in full at least every 7 days; "
            "one that the USPTO reports as modified is read in full until 2 days after that day."
        ),
        "That needs about 4 requests an hour; 3,600 an hour are allowed by day, 7,200 from 22:00 to 05:00 in Washington.",
        "Told on docket: Acme, Rivals.",
        "Told on brand: Rivals.",
        "1 mark muted for a time, the last until 2030-01-31.",
        "Told of trouble: docket.",
        f"What was seen is kept in {folder.path / 'tmwatch.db'}. Times are those of America/New_York.",
    ]


def test_a_watchlist_that_the_limits_cannot_hold_is_said_with_the_numbers_and_what_would_fit():
    said, _ = said_of(12_000)
    assert (
        "Too much: 12,000 cases every hour need 202 requests a minute; 60 are allowed by day: use `probe: batch` or "
        "`every: 4h`. As it is, all are looked at later than asked for, the liveliest first."
    ) in said


@pytest.mark.parametrize("probe", [Probe.AUTO, Probe.BATCH])
def test_in_batches_many_more_fit(probe):
    said, _ = said_of(12_000, probe=probe)
    assert (
        "That needs about 672 requests an hour, up to 20 cases in each; 3,600 an hour are allowed by day"
        in said
    )


def test_what_is_too_much_for_batches_too_is_said_without_proposing_them():
    said, _ = said_of(100_000, probe=Probe.AUTO)
    assert (
        "100,000 cases every hour need 94 requests a minute; 60 are allowed by day: use `every: 2h`." in said
    )


@pytest.mark.parametrize(("count", "hours"), [(3_700, 2), (30_000, 12)])
def test_what_is_proposed_does_fit(count, hours):
    assert f"`every: {hours}h`" in said_of(count)[0]
    said, _ = said_of(count, every=timedelta(hours=hours))
    assert "Too much" not in said
    assert "Too much" not in said_of(count, probe=Probe.BATCH)[0]


@pytest.mark.parametrize(("count", "takes"), [(1799, False), (1800, True)])
def test_auto_takes_batches_from_half_of_what_is_allowed_on(count, takes):
    _, watchlist = said_of(count, probe=Probe.AUTO)
    assert Budget.of(watchlist, count).takes_batch is takes


def test_when_no_interval_fits_the_full_fetches_or_the_cases_are_too_many():
    said, _ = said_of(9_000, every=timedelta(hours=2), full_fetch_every=timedelta(hours=2))
    assert "150 requests a minute; 60 are allowed by day: use a longer full_fetch_every." in said
    assert "watch fewer cases." in said_of(30_000, Rate(1, 1), full_fetch_every=timedelta(days=60))[0]


def test_a_postgresql_address_is_not_shown(folder, head):
    said = " ".join(describe(folder.load(head + "database: postgresql://u:pa55w0rd@h/d\nwatch: []\n")))
    assert "pa55w0rd" not in said
    assert "a PostgreSQL database" in said
