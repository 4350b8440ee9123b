"""`${NAME}` in the watchlist -> the environment's value, percent-encoded inside of an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

_VARIABLE = re.compile(r"\$\$\{|\$\{([^}]*)\}?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WHOLE = re.compile(r"\s*\$\{[^}]*\}\s*")
_SHORTEST_SECRET = 4


class Variables:
    """Puts the environment's values into text, and remembers them in order to keep them out of messages."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._used: set[str] = set()

    def expand(self, text: str, *, in_address: bool = False) -> tuple[str, list[tuple[str, str]]]:
        """The text with its variables filled in, and what is wrong with them, each with what would be right.

        Inside of an address a value is percent-encoded (a password may hold `@` or `/`), unless it is the whole
        text. `$${` stands for `${`.
        """
        if "${" not in text:
            return text, []
        wrong: list[tuple[str, str]] = []
        encode = in_address and not _WHOLE.fullmatch(text)

        def fill(found: re.Match[str]) -> str:
            if found[1] is None:
                return "${"
            problem = self._problem(found)
            if problem:
                wrong.append(problem)
                return ""
            value = self._environ[found[1]]
            self._used.add(value)
            return quote(value, safe="") if encode else value

        return _VARIABLE.sub(fill, text), wrong

    def _problem(self, found: re.Match[str]) -> tuple[str, str] | None:
        variable = found[1]
        if not found[0].endswith("}") or not _NAME.fullmatch(variable):
            return "`${` does not begin a variable here", "a variable is ${NAME}; a literal ${ is written $${"
        if variable not in self._environ:
            right = f"set {variable} in the environment, or in the service's EnvironmentFile; a literal ${{ is $${{"
            return f"the environment has no {variable}", right
        if not self._environ[variable]:
            return f"{variable} is set in the environment, but empty", f"give {variable} a value"
        return None

    def without_secrets(self, text: str, *more: str) -> str:
        """A text from somewhere else, with every value that came from the environment taken out."""
        for value in sorted({*self._used, *more}, key=len, reverse=True):
            for form in (value, quote(value, safe="")):
                if len(form) >= _SHORTEST_SECRET:
                    text = text.replace(form, "...")
        return text


@dataclass(frozen=True)
class Rehearsal(Mapping[str, str]):
    """The environment, and a made-up value for what it does not have.

    For commands that need no secret: those that edit the file, and those that only read the memory.
    """

    environ: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.environ.get(name) or "x"

    def __contains__(self, name: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(self.environ)

    def __len__(self) -> int:
        return len(self.environ)
