"""What is protected, for what and on what ground; where the file lies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

WORDS_OF_A_DRAWING = "(drawing without words)"


@dataclass(frozen=True, slots=True)
class Status:
    """Where the case stands: the USPTO's code, the day it took effect, and its words (without the boilerplate)."""

    code: str
    date: date | None = None
    text: str = ""


_BOILERPLATE: Final = re.compile(r"\s*To view all documents\b[^.]*\.?$")


def without_boilerplate(text: str) -> str:
    """The words of a status without the sentence about the web page's tabs, which comes and goes."""
    return _BOILERPLATE.sub("", text)


@dataclass(frozen=True, slots=True)
class Mark:
    """What is protected. `text` is None for a drawing without words; applicants write it: never trust it."""

    text: str | None = None
    significant_text: str = ""
    translation: str = ""
    transliteration: str = ""
    standard_characters: bool | None = None
    categories: tuple[str, ...] = ()
    feature_code: str = ""
    description: str = ""
    disclaimer: str = ""
    image_file: str = ""
    colours_claimed: str = ""
    colours_where: str = ""
    in_colour: bool | None = None
    design_codes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __str__(self) -> str:
        return self.text or WORDS_OF_A_DRAWING


@dataclass(frozen=True, slots=True)
class GoodsAndServices:
    """One class of goods or services.

    `first_used` and `first_used_in_commerce` are eight digits as given, `00` for an unknown day or month.
    `bases` names the current bases claimed for this class, as in `FilingBasis`.
    """

    class_number: str
    description: str = ""
    nice_classes: tuple[str, ...] = ()
    us_classes: tuple[str, ...] = ()
    status_code: str = ""
    status_text: str = ""
    first_used: str = ""
    first_used_in_commerce: str = ""
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilingBasis:
    """On what the application rests: the statute's sections (`1(a)`, `1(b)`, `44(d)`, `44(e)`, `66(a)`, `no basis`)."""

    filed: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    amended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MaintenanceFiling:
    """A filing under section 8, 9, 15 or 71 that keeps a registration alive; the document gives no date."""

    section: str
    description: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """Where the file lies inside the USPTO, and the law office that examines it."""

    law_office: str = ""
    law_office_code: str = ""
    current: str = ""
    current_code: str = ""
    current_date: date | None = None
    charged_to: str = ""
    physical: str = ""
    physical_date: date | None = None


@dataclass(frozen=True, slots=True)
class AssociatedMark:
    """A related application or registration: for Madrid, the reference number and the international registration."""

    category: str
    reference_number: str = ""
    office: str = ""
    international_registration: str = ""


@dataclass(frozen=True, slots=True)
class PriorityClaim:
    """A claim of priority from a foreign application (section 44(d))."""

    country: str
    application_number: str = ""
    filed: date | None = None
    status: str = ""
    comment: str = ""
    registration_number: str = ""
