"""A second opinion: somebody who asks the office for everything each hour and compares, knowing nothing of cases.

The standard library's parser, every leaf of the document with its path, two bags: what came and what went.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from watcher.simulator import Office

Bag = Counter[tuple[str, str]]

_NAMESPACE = re.compile(r"\{[^}]*\}")


@dataclass(frozen=True)
class Seen:
    """A difference that the observer saw in the hour that ended at `at`: leaves as (path, text)."""

    serial: str
    at: datetime
    came: Bag
    gone: Bag


class Observer:
    """Looks when it is told to; keeps the differences."""

    def __init__(self, office: Office, serials: list[str]) -> None:
        self._office = office
        self._serials = serials
        self._last: dict[str, tuple[bytes, Bag]] = {}
        self.seen: list[Seen] = []
        self.looks = 0

    def look(self, at: datetime) -> None:
        """Ask for every case, as it is at this hour."""
        for serial in self._serials:
            self.looks += 1
            document = self._office.document(serial, at)
            last = self._last.get(serial)
            if last is not None and last[0] is document:
                continue
            bag = leaves(document)
            self._last[serial] = (document, bag)
            if last is not None and bag != last[1]:
                self.seen.append(Seen(serial, at, bag - last[1], last[1] - bag))


def leaves(document: bytes) -> Bag:
    """Every text of a document with the local names on the way to it."""
    found: Bag = Counter()

    def walk(element: ET.Element, path: str) -> None:
        here = f"{path}/{_NAMESPACE.sub('', element.tag)}"
        text = " ".join((element.text or "").split())
        if text:
            found[here, text] += 1
        for child in element:
            walk(child, here)

    walk(ET.fromstring(document), "")
    return found
