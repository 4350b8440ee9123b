"""What is left in a document's tree after everything known was taken out: facts, compared as they are.

The section of a fact is that of its top-level element, so that an element that vanishes takes its modelled values
and its facts from one section. Only what `ignored.py` names is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from watcher.errors import UnreadableDocumentError
from watcher.trademark.facts import written
from watcher.trademark.model import Fact, Section
from watcher.trademark.st96 import names
from watcher.trademark.st96.take import LABEL, Node, tidy

MAX_DEPTH: Final = 64
"""Real documents are 16 elements deep, and no schema of ST.96 is deeper than 30."""

_SECTIONS: Final = {
    "ApplicationNumber": Section.NUMBERS,
    "RegistrationNumber": Section.NUMBERS,
    "RegistrationOfficeCode": Section.NUMBERS,
    "FilingPlace": Section.NUMBERS,
    "ApplicantFileReference": Section.NUMBERS,
    "MarkCurrentStatusCode": Section.STATUS,
    "MarkCurrentStatusDate": Section.STATUS,
    "ApplicationDate": Section.DATES,
    "RegistrationDate": Section.DATES,
    "ExpiryDate": Section.DATES,
    "TerminationDate": Section.DATES,
    "OppositionPeriodStartDate": Section.DATES,
    "OppositionPeriodEndDate": Section.DATES,
    "PublicationBag": Section.DATES,
    "MarkCategory": Section.MARK,
    "MarkRepresentation": Section.MARK,
    "MarkDisclaimerBag": Section.MARK,
    "GoodsServicesBag": Section.GOODS,
    "NationalGoodsServices": Section.GOODS,
    "ApplicantBag": Section.OWNERS,
    "NationalRepresentative": Section.REPRESENTATIVE,
    "NationalCorrespondent": Section.CORRESPONDENT,
    "RecordAttorney": Section.ATTORNEY,
    "StaffBag": Section.LOCATION,
    "MarkEventBag": Section.EVENTS,
    "AssignmentBag": Section.ASSIGNMENTS,
    "LegalProceedingsBag": Section.PROCEEDINGS,
    "NationalFilingBasis": Section.BASIS,
    "AssociatedMarkBag": Section.MADRID,
    "PriorityBag": Section.PRIORITY,
    "NationalTrademarkInformation/MarkCurrentStatusExternalDescriptionText": Section.STATUS,
    "NationalTrademarkInformation/AllowanceNoticeDate": Section.DATES,
    "NationalTrademarkInformation/ApplicationAbandonedDate": Section.DATES,
    "NationalTrademarkInformation/RegistrationCancelledDate": Section.DATES,
    "NationalTrademarkInformation/RenewalDate": Section.DATES,
    "NationalTrademarkInformation/MaintenanceFilingBag": Section.MAINTENANCE,
    "NationalTrademarkInformation/NationalCaseLocation": Section.LOCATION,
}

_MESSAGE: Final = frozenset({"TransactionHeader", "@st96Version", "@ipoVersion", "@schemaLocation"})
"""Names in the envelope that are about the message, not about the case (see `ignored.py`)."""


def facts_of_case(trademark: Node) -> list[Fact]:
    """The facts in what is left of the Trademark element.

    Raises:
        UnreadableDocumentError: elements are nested deeper than in any status document.
    """
    return [Fact(_section(path), path, value) for path, value in _facts(trademark, "", 0)]


def facts_of_envelope(root: Node) -> list[Fact]:
    """The facts in what is left around the Trademark element; raises as `facts_of_case`."""
    about_the_case = {key: value for key, value in root.items() if _local(key) not in _MESSAGE}
    return [Fact(Section.OTHER, path, value) for path, value in _facts(about_the_case, "", 0)]


def _section(path: str) -> Section:
    top, _, rest = path.partition("/")
    bare = top.partition("[")[0]
    if bare == "NationalTrademarkInformation":
        bare = f"{bare}/{rest.partition('/')[0].partition('[')[0]}"
    return _SECTIONS.get(bare, Section.OTHER)


def _local(key: str) -> str:
    local = key.rpartition(":")[2]
    return f"@{local}" if key.startswith("@") and not local.startswith("@") else local


def _facts(node: Node, path: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > MAX_DEPTH:
        raise UnreadableDocumentError(
            f"its elements are nested more than {MAX_DEPTH} deep, which no status document is"
        )
    for key, value in node.items():
        if not value or key == LABEL:
            continue
        if key == names.TEXT:
            yield path, tidy(value)
            continue
        here = f"{path}/{names.readable(key)}" if path else names.readable(key)
        if isinstance(value, str):
            if words := tidy(value):
                yield here, words
        elif isinstance(value, dict):
            yield from _facts(value, _labelled(here, value), depth + 1)
        else:
            yield from _facts_of_many(value, here, depth + 1)


def _labelled(path: str, node: Node) -> str:
    words = node.get(LABEL)
    return path if words is None else f"{path}[{words}]"


def _facts_of_many(values: list[Any], path: str, depth: int) -> Iterator[tuple[str, str]]:
    """Repeated elements: each by its key if a reader named it, else as the whole of its contents."""
    unknown = [
        (each, words)
        for each in values
        if each and (isinstance(each, str) or LABEL not in each) and (words := contents(each, depth))
    ]
    if len(unknown) == 1 and isinstance(unknown[0][0], dict):
        yield from _facts(unknown[0][0], path, depth)
    else:
        for _, words in unknown:
            yield path, words
    seen = Counter[str]()
    for each in values:
        if isinstance(each, dict) and LABEL in each:
            here = _labelled(path, each)
            seen[here] += 1
            yield from _facts(each, here if seen[here] == 1 else f"{here}#{seen[here]}", depth)


def contents(value: Node | str, depth: int = 0) -> str:
    """Everything in an element as one text, the same whatever order its children have; empty when it says nothing.

    A text alone is itself; anything more is `path: "value"` pairs, quoted so that no two contents look the same.
    """
    if isinstance(value, str):
        return tidy(value)
    pairs = list(_facts(value, "", depth))
    if len(pairs) == 1 and not pairs[0][0]:
        return pairs[0][1]
    return written(pairs)
