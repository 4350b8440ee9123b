"""What a message consists of, before any formatting: blocks of plain, harmless text.

Every format (HTML, Markdown, text) is made of the same blocks, so that they cannot tell different things.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Final, TypeAlias

from watcher.trademark.notice.harmless import shorten

NOT_THE_USPTO: Final = "This is not a message from the USPTO."
NEEDED_ROWS: Final = frozenset({"Owner", "Our label", "Our reference"})
"""The labels of `Rows` that stay where there is little room."""
MAY_BE_REPEAT: Final = "This may be a repeat: an earlier delivery of this notice may have reached you."


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside a message."""

    kind: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two; `strong` for one that must not be overlooked."""

    kind: ClassVar[str] = "paragraph"
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """Labels with their values: the facts of a case."""

    kind: ClassVar[str] = "rows"
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list: an event with its day, or a change with its old and new value.

    `note` is our remark (`entered late`). `old` and `new` are None where there was or is nothing;
    `is_change` is False for lines that have neither. `severity` and `means` say how much it matters and what it means
    in plain words; `others` are further entries of the same mailing.
    """

    words: str
    when: str = ""
    note: str = ""
    old: str | None = None
    new: str | None = None
    severity: str = ""
    means: str = ""
    others: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Are there values to show?"""
        return self.old is not None or self.new is not None


@dataclass(frozen=True, slots=True)
class Items:
    """A titled list. `left_out` counts those that were cut for length; `see` says where they can be read."""

    kind: ClassVar[str] = "items"
    title: str
    items: tuple[Item, ...]
    see: str = ""
    left_out: int = 0

    @property
    def more(self) -> str:
        """`... and 4 more, see tmwatch show 97123456`, empty when nothing was left out."""
        return _more(self.left_out, self.see)


@dataclass(frozen=True, slots=True)
class Due:
    """One legal date: the day with its weekday first, what is due, and short lines about it.

    `when` is empty for a line without a date. `left` is how many days are left. `lines` are what a reader must see
    everywhere, `fine` what it rests on; that goes first where there is little room.
    """

    when: str
    title: str
    left: str = ""
    lines: tuple[str, ...] = ()
    fine: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dues:
    """A titled list of legal dates; `closing` are the sentences that hold for all of them."""

    kind: ClassVar[str] = "dues"
    title: str
    items: tuple[Due, ...]
    closing: tuple[str, ...] = ()
    see: str = ""
    left_out: int = 0

    @property
    def more(self) -> str:
        """As `Items.more`."""
        return _more(self.left_out, self.see)


@dataclass(frozen=True, slots=True)
class Table:
    """Many cases, one line each. `links` holds an address for the first column of each row."""

    kind: ClassVar[str] = "table"
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    links: tuple[str, ...] = ()
    see: str = ""
    left_out: int = 0

    @property
    def more(self) -> str:
        """As `Items.more`."""
        return _more(self.left_out, self.see)


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses at the USPTO, as (text, address); never made of what an applicant wrote."""

    kind: ClassVar[str] = "links"
    items: tuple[tuple[str, str], ...]


Block: TypeAlias = Heading | Paragraph | Rows | Items | Dues | Table | Links


@dataclass(frozen=True, slots=True)
class Content:
    """A whole message. `closing` are the last lines: why somebody gets it, and that it is not from the USPTO.

    `thread` is the serial number when the message is about one case, so that mail programs group by it.
    """

    subject: str
    blocks: tuple[Block, ...]
    closing: tuple[str, ...] = ()
    thread: str = ""


def cut(content: Content, entries: int, characters: int) -> Content:
    """The same message with at most `entries` lines in each list and `characters` in each value, and said so."""
    return replace(content, blocks=tuple(_cut(block, entries, characters) for block in content.blocks))


def brief(content: Content) -> Content:
    """The same message without the facts that a reader in a hurry can do without."""
    blocks = (_brief(block) if isinstance(block, (Rows, Dues)) else block for block in content.blocks)
    return replace(
        content, blocks=tuple(block for block in blocks if not isinstance(block, Rows) or block.items)
    )


def _brief(block: Rows | Dues) -> Rows | Dues:
    if isinstance(block, Dues):
        return replace(block, items=tuple(replace(due, fine=()) for due in block.items))
    return Rows(tuple(row for row in block.items if row[0] in NEEDED_ROWS))


def _cut(block: Block, entries: int, characters: int) -> Block:
    if isinstance(block, Items):
        kept = tuple(_cut_item(item, characters) for item in block.items[:entries])
        return replace(block, items=kept, left_out=block.left_out + len(block.items) - len(kept))
    if isinstance(block, Dues):
        dues = tuple(_cut_due(due, characters) for due in block.items[:entries])
        return replace(block, items=dues, left_out=block.left_out + len(block.items) - len(dues))
    if isinstance(block, Table):
        rows = tuple(tuple(shorten(cell, characters) for cell in row) for row in block.rows[:entries])
        return replace(block, rows=rows, left_out=block.left_out + len(block.rows) - len(rows))
    if isinstance(block, Rows):
        return Rows(tuple((label, shorten(value, characters)) for label, value in block.items))
    if isinstance(block, (Paragraph, Heading)):
        return replace(block, text=shorten(block.text, characters))
    return block


def _cut_item(item: Item, characters: int) -> Item:
    return replace(
        item,
        words=shorten(item.words, characters),
        old=None if item.old is None else shorten(item.old, characters),
        new=None if item.new is None else shorten(item.new, characters),
        means=shorten(item.means, characters),
        others=tuple(shorten(other, characters) for other in item.others),
    )


def _cut_due(due: Due, characters: int) -> Due:
    """The date itself is never cut."""
    return replace(
        due,
        title=shorten(due.title, characters),
        lines=tuple(shorten(line, characters) for line in due.lines),
        fine=tuple(shorten(line, characters) for line in due.fine),
    )


def _more(left_out: int, see: str) -> str:
    if not left_out:
        return ""
    return f"... and {left_out} more" + (f", see {see}" if see else "")
