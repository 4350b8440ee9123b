"""The goods and services by class, and the basis on which the application rests."""

from __future__ import annotations

from typing import Final

from watcher.trademark.model import FilingBasis, GoodsAndServices
from watcher.trademark.st96 import names
from watcher.trademark.st96.take import Node, child, children, drop, flag, label, put_back, text

BASES: Final = (
    (names.BASIS_USE_INDICATOR, "1(a)"),
    (names.BASIS_INTENT_TO_USE_INDICATOR, "1(b)"),
    (names.BASIS_FOREIGN_APPLICATION_INDICATOR, "44(d)"),
    (names.BASIS_FOREIGN_REGISTRATION_INDICATOR, "44(e)"),
    (names.BASIS_INTERNATIONAL_REGISTRATION_INDICATOR, "66(a)"),
    (names.NO_BASIS_INDICATOR, "no basis"),
)
"""The indicator of each section of the statute (15 U.S.C. 1051, 1126, 1141f)."""

_NO_GOODS: Final = GoodsAndServices("")


def read_basis(node: Node) -> FilingBasis:
    """The bases as filed, as they are now, and as amended."""
    return FilingBasis(
        filed=_bases(child(node, names.FILING_BASIS)),
        current=_bases(child(node, names.CURRENT_BASIS)),
        amended=_bases(child(node, names.AMENDED_BASIS)),
    )


def _bases(node: Node) -> tuple[str, ...]:
    if not node:
        return ()
    return tuple(section for name, section in BASES if flag(node, name))


def read_goods(bag: Node) -> tuple[GoodsAndServices, ...]:
    """One entry for each GoodsServices element, which is one class."""
    goods = []
    for node in children(bag, names.GOODS_SERVICES):
        entry = _read_class(node)
        if entry != _NO_GOODS:
            goods.append(entry)
        label(node, entry.class_number or "?")
    return tuple(goods)


def _read_class(node: Node) -> GoodsAndServices:
    primary, nice, domestic = _classifications(child(node, names.GOODS_SERVICES_CLASSIFICATION_BAG))
    description, status_code, status_text = _descriptions(child(node, names.CLASS_DESCRIPTION_BAG), primary)
    basis = child(node, names.NATIONAL_FILING_BASIS)
    return GoodsAndServices(
        class_number=primary,
        description=description,
        nice_classes=nice,
        us_classes=domestic,
        status_code=status_code,
        status_text=status_text,
        first_used=text(basis, names.FIRST_USED_DATE),
        first_used_in_commerce=text(basis, names.FIRST_USED_COMMERCE_DATE),
        bases=_bases(child(basis, names.CURRENT_BASIS)),
    )


def _classifications(bag: Node) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The primary class, the Nice classes, the US classes; any other kind stays in the tree."""
    primary = ""
    nice, domestic = [], []
    for node in children(bag, names.GOODS_SERVICES_CLASSIFICATION):
        kind = text(node, names.CLASSIFICATION_KIND_CODE)
        found = ""
        if kind == "Domestic":
            if found := text(node, names.NATIONAL_CLASS_NUMBER):
                domestic.append(found)
        elif kind == "Nice":
            if found := text(node, names.CLASS_NUMBER):
                nice.append(found)
        elif kind == "Primary" and not primary:
            primary = found = text(node, names.CLASS_NUMBER)
        if kind and (node or not found):
            put_back(node, names.CLASSIFICATION_KIND_CODE, kind)
    return primary, tuple(nice), tuple(domestic)


def _descriptions(bag: Node, primary: str) -> tuple[str, str, str]:
    """The text, the status code and the status words, which stand in two ClassDescriptions; a second of each stays."""
    description = code = words = ""
    for node in children(bag, names.CLASS_DESCRIPTION):
        drop(node, names.CLASS_NUMBER, primary)
        if not description:
            description = text(node, names.GOODS_SERVICES_DESCRIPTION_TEXT)
        status = child(child(node, names.NATIONAL_STATUS_BAG), names.NATIONAL_STATUS)
        if status and not (code or words):
            drop(status, names.NATIONAL_STATUS_CATEGORY, "National class status")
            code = text(status, names.NATIONAL_STATUS_CODE)
            words = text(status, names.NATIONAL_STATUS_EXTERNAL_DESCRIPTION_TEXT)
    return description, code, words
