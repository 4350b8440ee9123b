"""What is protected: the words, the drawing, the description, the disclaimer."""

from __future__ import annotations

from watcher.trademark.model import Mark
from watcher.trademark.st96 import names
from watcher.trademark.st96.take import Node, child, children, flag, label, text, texts


def read_mark(trademark: Node) -> Mark:
    """The mark, from the three elements of the Trademark that tell of it."""
    representation = child(trademark, names.MARK_REPRESENTATION)
    reproduction = child(representation, names.MARK_REPRODUCTION)
    words = child(reproduction, names.WORD_MARK_SPECIFICATION)
    description = child(representation, names.MARK_DESCRIPTION_BAG)
    image = child(child(reproduction, names.MARK_IMAGE_BAG), names.MARK_IMAGE)
    return Mark(
        text=text(words, names.MARK_VERBAL_ELEMENT_TEXT) or None,
        significant_text=text(words, names.MARK_SIGNIFICANT_VERBAL_ELEMENT_TEXT),
        translation=text(words, names.MARK_TRANSLATION_TEXT),
        transliteration=text(words, names.MARK_TRANSLITERATION),
        standard_characters=flag(words, names.MARK_STANDARD_CHARACTER_INDICATOR),
        categories=texts(trademark, names.MARK_CATEGORY),
        feature_code=text(child(description, names.NATIONAL_MARK_DESCRIPTION), names.MARK_FEATURE_CODE),
        description=text(description, names.MARK_DESCRIPTION_TEXT),
        disclaimer=text(child(trademark, names.MARK_DISCLAIMER_BAG), names.MARK_DISCLAIMER_TEXT),
        image_file=text(image, names.FILE_NAME),
        colours_claimed=text(image, names.MARK_IMAGE_COLOUR_CLAIMED_TEXT),
        colours_where=text(image, names.MARK_IMAGE_COLOUR_PART_CLAIMED_TEXT),
        in_colour=flag(image, names.COLOUR_INDICATOR),
        design_codes=_design_codes(child(image, names.NATIONAL_DESIGN_SEARCH_CODE_BAG)),
    )


def _design_codes(bag: Node) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for node in children(bag, names.NATIONAL_DESIGN_SEARCH_CODE):
        code = text(node, names.NATIONAL_DESIGN_CODE)
        meanings = texts(node, names.NATIONAL_DESIGN_CODE_DESCRIPTION_TEXT)
        if code or meanings:
            found.append((code, meanings))
        label(node, code or "?")
    return tuple(found)
