"""Adds a mark to the watchlist and takes one out: only the lines that it is about change, the rest stays byte for byte.

ruamel.yaml tells where things stand, to the character. The new text is loaded before it is written, and what it
means is compared with what it should mean; else the file stays as it is.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watcher.config.load import load_text
from watcher.config.read import Reading
from watcher.config.replace_file import open_for_replacement
from watcher.config.settings import GroupSettings, MarkSettings, Watchlist
from watcher.config.text import decode
from watcher.config.trouble import did_you_mean
from watcher.config.variables import Rehearsal
from watcher.errors import ConfigError, Mistake
from watcher.trademark.numbers import CaseNumber, NumberKind

if TYPE_CHECKING:
    from watcher.config.text_edit import Block

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/&()'-]*(?<! )|[1-9][0-9/-]*")
_WORDS_OF_YAML = frozenset({"yes", "no", "on", "off", "true", "false", "null", "y", "n"})


def add_mark(
    path: Path,
    group: str,
    number: CaseNumber,
    label: str = "",
    matter: str = "",
    *,
    tell: Sequence[str] = (),
    environ: Mapping[str, str] | None = None,
) -> str:
    """Add a mark to a group; a group that does not exist yet is made when `tell` says who is told about it.

    Returns a sentence that says what was done. The variables of the watchlist need not be set in `environ`.

    Raises:
        ConfigError: the file has mistakes, or would have; the group has the case already; there is no such group;
            the file cannot be written, or somebody else changed it meanwhile. The file is as it was.
    """
    with _editing(path, environ) as edit:
        found = next((one for one in edit.before.groups if one.name == group), None)
        item = _mark_lines(number, label, matter, tell if found else ())
        mark = MarkSettings(number, _one_line(label), _one_line(matter))
        if found is not None:
            edit.add_to_group(found, item, mark, tell)
            return f"added {number} to {group} in {path}"
        if not tell:
            known = [one.name for one in edit.before.groups]
            right = (
                f"{did_you_mean(group, known)}; a new group needs to know who is told: --tell CHANNEL".lstrip(
                    "; "
                )
            )
            raise ConfigError((Mistake(path, None, f"no group is called {group!r}", right),))
        edit.add_group(group, tell, item, mark)
        return f"made the group {group}, told on {', '.join(tell)}, and added {number} to it in {path}"


def remove_mark(
    path: Path, number: CaseNumber, *, group: str | None = None, environ: Mapping[str, str] | None = None
) -> str:
    """Take a mark out of every group that names it so, or out of one. Returns a sentence that says what was done.

    Raises:
        ConfigError: no group names it, or a marks_file does (there its row must be deleted); or as for `add_mark`.
    """
    with _editing(path, environ) as edit:
        places = [
            (one, mark)
            for one in edit.before.groups
            for mark in one.marks
            if mark.number == number and group in {None, one.name}
        ]
        elsewhere = [mark.place for _, mark in places if not edit.is_here(mark)]
        if elsewhere:
            said = f"{number} stands in a marks_file: {', '.join(elsewhere)}"
            raise ConfigError((Mistake(path, None, said, "delete that row there"),))
        if not places:
            where = f"the group {group!r}" if group else "the watchlist"
            right = "`tmwatch list` shows what is watched; name the case by the number that the watchlist has"
            raise ConfigError((Mistake(path, None, f"{number} is not in {where}", right),))
        for one, mark in reversed(
            places
        ):  # from the end of the file, so that the lines before stay where they are
            edit.remove(one, mark)
        return f"took {number} out of {', '.join(one.name for one, _ in places)} in {path}"


class _Edit:
    """One change of one file: the text before, the text after, and what it should mean then."""

    def __init__(self, path: Path, text: str, environ: Mapping[str, str] | None) -> None:
        self._path = path
        self._environ = environ or {}
        self.text = text
        self.before = self._load(text)
        self._should = _meaning(self.before)

    def is_here(self, mark: MarkSettings) -> bool:
        """Whether the mark stands in the watchlist itself."""
        return mark.place.rpartition(":")[0] == str(self._path)

    def add_to_group(
        self, group: GroupSettings, item: list[str], mark: MarkSettings, tell: Sequence[str]
    ) -> None:
        block = self._block()
        self.text = block.append_to(block.group(group.line), "marks", item)
        people = self.before.people
        told = [
            channel for name in tell for channel in (people[name].channels if name in people else (name,))
        ]
        self._should[group.name, replace(mark, tell=tuple(dict.fromkeys(told)))] += 1

    def add_group(self, name: str, tell: Sequence[str], item: list[str], mark: MarkSettings) -> None:
        names = ", ".join(_quoted(one) for one in tell)
        lines = [f"name: {_quoted(name)}", f"tell: [{names}]", "marks:", *_as_item(item, 2)]
        block = self._block()
        self.text = block.append_to(block.root, "watch", lines)
        self._should[_one_line(name), mark] += 1

    def remove(self, group: GroupSettings, mark: MarkSettings) -> None:
        block = self._block()
        self.text = block.remove_from(
            block.group(group.line), "marks", group.marks.index(mark)
        )  # those of marks_file come behind
        self._should[group.name, replace(mark, place="")] -= 1

    def _block(self) -> Block:
        from watcher.config.text_edit import Block

        return Block(self.text, self._path)

    def check(self) -> None:
        """Raises ConfigError when the new text does not load, or means something else than it should."""
        after = self._load(self.text)
        if +_meaning(after) != +self._should or _settings(after) != _settings(self.before):
            wrong = "this place of the file is written in a way that cannot be changed safely"
            raise ConfigError((Mistake(self._path, None, wrong, "change it by hand; the file is as it was"),))

    def _load(self, text: str) -> Watchlist:
        reading = Reading(self._path, Rehearsal(self._environ), lambda _: None, rehearsal=True)
        return load_text(text, reading)


@contextmanager
def _editing(path: Path, environ: Mapping[str, str] | None) -> Iterator[_Edit]:
    """The file as an edit; written when the block ends well and the new text is what it should be."""
    with open_for_replacement(path) as file:
        text = decode(file.data, path)
        mark = "\ufeff" if file.data.startswith(b"\xef\xbb\xbf") else ""
        if (mark + text).encode() != file.data:
            raise ConfigError((Mistake(path, None, "the file is not UTF-8", "save it as UTF-8"),))
        edit = _Edit(path, text, environ)
        yield edit
        edit.check()
        file.replace_with((mark + edit.text).encode())


def _meaning(watchlist: Watchlist) -> Counter[tuple[str, MarkSettings]]:
    """Which group has which marks, wherever they stand."""
    return Counter(
        (group.name, replace(mark, place="")) for group in watchlist.groups for mark in group.marks
    )


def _settings(watchlist: Watchlist) -> Any:
    """Everything that an edit of marks must not touch."""
    channels = {name: replace(channel, line=None) for name, channel in watchlist.channels.items()}
    return replace(watchlist, channels=channels, groups=(), not_yet=(), warnings=())


def _mark_lines(number: CaseNumber, label: str, matter: str, tell: Sequence[str]) -> list[str]:
    """A mark as the lines of its item: the bare number, or keys."""
    written = f'"{number.number}"' if number.number.startswith("0") else number.number
    if number.kind is NumberKind.SERIAL and not (label.strip() or matter.strip() or tell):
        return [written]
    lines = [f"{number.kind}: {written}"]
    lines += [
        f"{key}: {_quoted(text)}" for key, text in (("label", label), ("matter", matter)) if text.strip()
    ]
    if tell:
        lines.append(f"tell: [{', '.join(_quoted(one) for one in tell)}]")
    return lines


def _as_item(lines: list[str], indent: int) -> list[str]:
    return [" " * indent + ("- " if index == 0 else "  ") + line for index, line in enumerate(lines)]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    """Text as a YAML value: plain where that is safe, also between brackets; `${` is no variable."""
    text = _one_line(text).replace("${", "$${")
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)  # JSON's strings are YAML's, too
