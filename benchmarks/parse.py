"""What it costs to read and to compare status documents, beside the floor measured in the same run.

    python benchmarks/parse.py [--rounds 60] [DOCUMENT.xml ...]

The floor is `xmltodict.parse` of the same bytes. Each round measures every piece once, in turn, so that a busy machine
slows them alike; the medians of processor time are printed, and their ratios to the floor, which carry over to other
machines. Without arguments: the project's own documents, the real ones beside the checkout if they are there, and one
of ours made larger to about 60 kB.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import xmltodict

from watcher.trademark.diff import diff
from watcher.trademark.st96 import parse_status_document

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "trademark" / "documents"
REAL = ROOT.parent / "shared" / "samples" / "casestatus"
ABOUT = 60_000


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("documents", nargs="*", type=Path)
    arguments.add_argument("--rounds", type=int, default=60)
    chosen = arguments.parse_args()
    paths = chosen.documents or [*sorted(OWN.glob("*.xml")), *sorted(REAL.glob("*.xml"))]
    documents = {path.stem: path.read_bytes() for path in paths if "old-schema" not in path.name}
    if not chosen.documents:
        documents["ordinary, made larger"] = enlarged((OWN / "ordinary.xml").read_bytes())
    print(
        f"{'':34}{'kB':>5}{'floor ms':>10}{'parse':>8}{'diff':>8}{'parse + diff':>14}{'2 parses + diff':>17}"
    )
    for name, data in documents.items():
        row = measured(data, chosen.rounds)
        floor = row["floor"]
        ratios = {piece: value / floor for piece, value in row.items()}
        print(
            f"{name[:33]:34}{len(data) / 1000:5.0f}{floor:10.2f}{ratios['parse']:7.2f}x{ratios['diff']:7.2f}x"
            f"{ratios['parse + diff']:13.2f}x{ratios['both']:16.2f}x"
        )
    print("ratios are to xmltodict.parse of the same document; wanted: parse + diff at most 3x")


def measured(data: bytes, rounds: int) -> dict[str, float]:
    """Median processor time of each piece, in milliseconds."""
    earlier = without_newest_event(data)
    old, new = parse_status_document(earlier), parse_status_document(data)
    pieces: dict[str, Callable[[], object]] = {
        "floor": lambda: xmltodict.parse(data),
        "parse": lambda: parse_status_document(data),
        "diff": lambda: diff(old, new),
        "parse + diff": lambda: diff(old, parse_status_document(data)),
        "both": lambda: diff(parse_status_document(earlier), parse_status_document(data)),
    }
    times: dict[str, list[int]] = {name: [] for name in pieces}
    for _ in range(rounds):
        for name, piece in pieces.items():
            start = time.process_time_ns()
            piece()
            times[name].append(time.process_time_ns() - start)
    return {name: statistics.median(values) / 1e6 for name, values in times.items()}


def without_newest_event(data: bytes) -> bytes:
    """The document as it was before: its first prosecution event gone, another status."""
    earlier = re.sub(rb"<(\w+:)?MarkEvent>.*?</(\w+:)?MarkEvent>", b"", data, count=1, flags=re.DOTALL)
    return re.sub(rb"(MarkCurrentStatusCode>)\d+", rb"\g<1>600", earlier, count=1)


def enlarged(data: bytes) -> bytes:
    """The document with so many more prosecution events that it has about 60 kB."""
    found = re.search(rb"<(\w+:)?MarkEvent>.*?</(\w+:)?MarkEvent>\s*", data, flags=re.DOTALL)
    if found is None:
        return data
    event = found[0]
    number = re.compile(rb"(EntryNumber>)\d+")
    more = max(0, (ABOUT - len(data)) // len(event))
    events = b"".join(number.sub(b"\\g<1>%d" % (1000 + more - count), event) for count in range(more))
    return data[: found.start()] + events + data[found.start() :]


if __name__ == "__main__":
    main()
