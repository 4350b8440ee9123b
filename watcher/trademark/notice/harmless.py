"""Text that others wrote (applicants, the USPTO, servers) as one harmless line, whatever it holds.

What is done, and why:

- Line ends, tabs and other white space become one space: CR LF must not begin a mail header, a log line or a CSV row.
- Control characters, escape sequences' ESC among them, and marks that turn the reading direction become U+FFFD: they
  steer terminals or make `exe.fdp` read as `pdf.exe`; that something stood there stays visible.
- Zero-width and other invisible characters go: they only serve to make two texts look alike.
- Halves of surrogate pairs become U+FFFD: no encoding can write them.
- More than four combining marks in a row are cut to four, so that a name cannot paint over its neighbours.

Chat services read further signs in a text (`for_chat`); HTML is escaped by the template engine.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

SHOWN_FOR_FORBIDDEN: Final = "\N{REPLACEMENT CHARACTER}"

_DIRECTION: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_INVISIBLE: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u2800\u3164\uffa0")
"""Characters that show nothing although their category is that of a letter, mark or symbol."""
_PLAIN: Final = re.compile(r"[ -~]*")
_COMBINING: Final = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)


@lru_cache(maxsize=4096)
def _shown(character: str) -> str:
    if character.isspace() or character == "\x85":
        return " "
    if character in _INVISIBLE or 0xFE00 <= ord(character) <= 0xFE0F:  # noqa: PLR2004  # variation selectors
        return ""
    match unicodedata.category(character):
        case "Cc" | "Cs":
            return SHOWN_FOR_FORBIDDEN
        case "Cf":
            return SHOWN_FOR_FORBIDDEN if character in _DIRECTION else ""
        case _:
            return character


def one_line(text: str) -> str:
    """The text as one line of visible characters, single spaces between words."""
    if not _PLAIN.fullmatch(text):
        text = _COMBINING.sub(r"\1", "".join(map(_shown, text)))
    return " ".join(text.split())


def shorten(text: str, characters: int) -> str:
    """At most so many characters, cut at a word where one ends near, with `...` for what is gone."""
    if len(text) <= characters:
        return text
    room = max(0, characters - 3)
    head = text[:room]
    at_word = head.rfind(" ")
    return (head[:at_word] if at_word > room * 2 // 3 else head).rstrip(" ,;:-") + "..."


_LOOKS_LIKE: Final = str.maketrans(
    {
        "<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
        ">": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
        "[": "\N{FULLWIDTH LEFT SQUARE BRACKET}",
        "]": "\N{FULLWIDTH RIGHT SQUARE BRACKET}",
        "|": "\N{FULLWIDTH VERTICAL LINE}",
        "*": "\N{ASTERISK OPERATOR}",
        "_": "\N{FULLWIDTH LOW LINE}",
        "~": "\N{TILDE OPERATOR}",
        "`": "\N{MODIFIER LETTER GRAVE ACCENT}",
        "#": "\N{FULLWIDTH NUMBER SIGN}",
        "\\": "\N{FULLWIDTH REVERSE SOLIDUS}",
    }
)
_MENTION: Final = re.compile(r"(?i)(?<![a-z0-9._+-])@|@(?=everyone|here|channel|all\b)")
_ADDRESS: Final = re.compile(r"(?i)(?<=[a-z])://")


def for_chat(text: str) -> str:
    """One line in which no chat service finds a mention, a link, a heading or any other markup.

    The signs are replaced by ones that look alike and mean nothing (`<!channel>` becomes `\u2039!channel\u203a`,
    `@everyone` becomes `\uff20everyone`): backslashes and entities are read differently by each service, and shown
    as they are by some; a character that has no meaning is safe with all of them. An e-mail address keeps its `@`.
    """
    line = _MENTION.sub("\N{FULLWIDTH COMMERCIAL AT}", one_line(text).translate(_LOOKS_LIKE))
    return _ADDRESS.sub("\N{FULLWIDTH COLON}//", line)
