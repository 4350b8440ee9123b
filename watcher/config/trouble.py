"""Gathers what is wrong in a file, so that every mistake is told at once, and shows no secret while doing so."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path

from watcher.errors import ConfigError, Mistake

_LONGEST_SHOWN = 60
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_. -]{0,31}")


class Trouble:
    """The mistakes and warnings of one load. Does not decide what is a mistake."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.mistakes: list[Mistake] = []
        self.warnings: list[Mistake] = []

    def note(self, line: int | None, wrong: str, right: str = "", *, file: Path | None = None) -> None:
        """One mistake, in the watchlist unless another file is named."""
        self.mistakes.append(Mistake(file or self.file, line, wrong, right))

    def warn(self, line: int | None, said: str, right: str = "", *, file: Path | None = None) -> None:
        """Allowed, but probably not meant."""
        self.warnings.append(Mistake(file or self.file, line, said, right))

    def error(self) -> ConfigError:
        """All mistakes so far, in the order of the file; the same one once."""
        files = list(dict.fromkeys([self.file, *(mistake.file for mistake in self.mistakes)]))
        mistakes = dict.fromkeys(self.mistakes)
        return ConfigError(tuple(sorted(mistakes, key=lambda it: (files.index(it.file), it.line or 0))))


def show(text: str) -> str:
    """A value for an error message: quoted, cut, and not at all when it looks like an address with secrets."""
    if "://" in text or "@" in text:
        return "an address (not shown)"
    text = " ".join(text.split())
    return repr(text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "...")


def show_key(key: str) -> str:
    """A key that we do not know; one that does not look like a key may be a secret in the wrong place."""
    return repr(key) if _WORD.fullmatch(key) else "(not shown: it does not look like a key)"


def did_you_mean(written: str, known: Iterable[str]) -> str:
    """The nearest of the known words, or all of them."""
    words = sorted(known)
    lowered = {word.lower(): word for word in words}
    near = difflib.get_close_matches(written.lower()[:_LONGEST_SHOWN], lowered, n=1, cutoff=0.6)
    if near:
        return f"did you mean {lowered[near[0]]}?"
    return f"one of: {', '.join(words)}" if words else ""
