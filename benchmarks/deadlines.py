"""What it costs to compute the deadlines of many cases, beside the date arithmetic alone, in the same run.

    python benchmarks/deadlines.py [--cases 10000] [--events 40] [--rounds 3]

The cases are of five kinds (in examination, allowed, registered, Madrid, a long random history), all different. The
arithmetic alone counts the same dates from the same anchors and rolls them, with nothing known of codes or rules. Each
round measures both in turn, in processor time; medians are printed, and their ratio, which carries over to other
machines. Wanted: 10,000 cases of 40 events in less than 5 s.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

from watcher.trademark.codes import Codes
from watcher.trademark.deadlines import Deadline, Period, deadlines
from watcher.trademark.holidays import OfficeCalendar
from watcher.trademark.model import Case, FilingBasis, ProsecutionEvent, Status
from watcher.trademark.numbers import SerialNumber

TODAY = date(2026, 11, 23)
EXAMINATION = [
    "NWAPI",
    "DOCKD",
    "CNRTR",
    "GNRTF",
    "GNRNO",
    "TROAI",
    "CRFAI",
    "TEMEI",
    "CNSAO",
    "NPUBO",
    "PUBOA",
]
ALLOWED = [*EXAMINATION, "NOAME", "EXT1S", "EX1GS", "EXRAE", "EXT2S", "EX2GS", "EISUI", "IUAFS"]
REGISTERED = [*EXAMINATION, "R.PRA", "REM1E", "ES8RI", "8.OKO", "REM2E", "E89RI", "89AGO", "NA89E"]
MADRID = ["SDECR", "DOCKD", "CNRTR", "RFCSP", "TROAI", "CNSAP", "PUBOA", "R.PRA", "ES71I", "71AGO"]
# what real histories are made of besides
OTHERS = [
    *(
        "TCCAI",
        "REAPI",
        "ARAAI",
        "ALIEA",
        "PREVO",
        "MPMKO",
        "NWOSI",
        "AITUA",
        "APREA",
        "CHANI",
        "COARI",
        "ASGNI",
    ),
    *("MAILI", "ACECI", "CRFAI", "TEMEI", "XAECI", "MDSCO", "REGVO", "RCCKS", "GNEAO", "GNENO", "CNEAR"),
]
KINDS = ((("1(b)",), EXAMINATION), (("1(b)",), ALLOWED), (("1(a)",), REGISTERED), (("66(a)",), MADRID))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--cases", type=int, default=10_000)
    arguments.add_argument("--events", type=int, default=40)
    arguments.add_argument("--rounds", type=int, default=3)
    chosen = arguments.parse_args()
    dice = random.Random(4)
    cases = [made_case(number, chosen.events, dice) for number in range(chosen.cases)]
    calendar = OfficeCalendar.standard()
    lines = [line for case in cases for line in deadlines(case, TODAY, calendar, (), TODAY)]
    dates = [(line.anchor.date, day) for line in lines if line.anchor for day in days_of(line)]
    pieces: dict[str, Callable[[], object]] = {
        "arithmetic": lambda: arithmetic(dates, OfficeCalendar(calendar.closures)),
        "deadlines": lambda: all_of(cases, calendar),
    }
    medians = measured(pieces, chosen.rounds)
    print(f"{chosen.cases} cases of {chosen.events} events: {len(lines)} lines, {len(dates)} dates")
    print(f"date arithmetic alone  {medians['arithmetic']:7.2f} s of CPU")
    print(f"deadlines              {medians['deadlines']:7.2f} s of CPU (wanted: less than 5 for 10,000)")
    print(f"ratio                  {medians['deadlines'] / medians['arithmetic']:7.1f}x")


def made_case(number: int, length: int, dice: random.Random) -> Case:
    """A case with a history of that length, its entries some weeks apart; every fifth is of codes by chance."""
    codes = sorted(meaning.key for meaning in Codes.standard().events.values())
    bases, story = KINDS[number % len(KINDS)]
    keys = (
        dice.choices(codes, k=length)
        if number % 5 == 4
        else [*story, *dice.choices(OTHERS, k=length)][:length]
    )
    day, events = date(2008, 1, 1) + timedelta(days=dice.randrange(4000)), []
    for place, key in enumerate(keys, 1):
        day += timedelta(days=dice.randrange(90))
        events.append(ProsecutionEvent(place, key[:4], key[4:], min(day, TODAY), "WORDS"))
    registered = next((event.date for event in events if event.code == "R.PR"), None)
    return Case(
        serial_number=SerialNumber(str(77_000_000 + number)),
        filing_date=events[0].date,
        registration_date=registered,
        status=Status("700" if registered else "641", TODAY, "words"),
        basis=FilingBasis(filed=bases, current=bases),
        events=tuple(reversed(events)),
        register="Primary",
    )


def all_of(cases: list[Case], calendar: OfficeCalendar) -> None:
    """The deadlines of one case after the other; nothing is kept."""
    for case in cases:
        deadlines(case, TODAY, calendar, (), TODAY)


def days_of(line: Deadline) -> list[date]:
    """Every date that was counted for a line."""
    limits = (limit.day for limit in line.limits)
    return [day for day in (line.due, line.opens, line.grace, line.extension, *limits) if day is not None]


def arithmetic(dates: list[tuple[date | None, date]], calendar: OfficeCalendar) -> None:
    """Counts months from an anchor to each date, and rolls it: as often as the program must."""
    for anchor, day in dates:
        if anchor is not None:
            months = (day.year - anchor.year) * 12 + day.month - anchor.month
            calendar.roll(Period(months=months).after(anchor) or day)


def measured(pieces: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Median processor time of each piece, in seconds."""
    times: dict[str, list[float]] = {name: [] for name in pieces}
    for _ in range(rounds):
        for name, piece in pieces.items():
            begun = time.process_time()
            piece()
            times[name].append(time.process_time() - begun)
    return {name: statistics.median(found) for name, found in times.items()}


if __name__ == "__main__":
    main()
