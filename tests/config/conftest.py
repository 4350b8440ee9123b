"""A folder with a watchlist in it, and the two things that one can do with it: load it, or see it refused."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from watcher.config import load_watchlist
from watcher.config.settings import Watchlist
from watcher.errors import ConfigError, Mistake

HEAD = """\
tsdr: {api_key: "${KEY}"}
channels: {docket: json://localhost/a, brand: json://localhost/b}
operator: docket
"""
"""Three lines that are right; a test adds its own below."""


@dataclass
class Folder:
    path: Path
    environ: dict[str, str] = field(default_factory=lambda: {"KEY": "k3y-of-the-uspto"})

    @property
    def watchlist(self) -> Path:
        return self.path / "watchlist.yaml"

    def write(self, text: str | bytes, name: str = "watchlist.yaml") -> Path:
        file = self.path / name
        if isinstance(text, bytes):
            file.write_bytes(text)
        else:
            file.write_text(textwrap.dedent(text), encoding="utf-8", newline="")
        file.chmod(0o600)
        return file

    def load(self, text: str | bytes | None = None, **more: object) -> Watchlist:
        if text is not None:
            self.write(text)
        return load_watchlist(self.watchlist, self.environ, lambda _: None, **more)

    def mistakes(self, text: str | bytes | None = None, **more: object) -> tuple[Mistake, ...]:
        with pytest.raises(ConfigError) as caught:
            self.load(text, **more)
        assert len(caught.value.mistakes) == len(set(caught.value.mistakes)), "the same mistake is told once"
        return caught.value.mistakes

    def told(self, text: str | bytes | None = None, **more: object) -> str:
        return "\n".join(str(mistake) for mistake in self.mistakes(text, **more)).replace(
            str(self.path) + "/", ""
        )

    def marks(self, lines: str) -> Watchlist:
        """A watchlist with one group, told on docket, and these lines below `marks:` (from line 8 on)."""
        body = textwrap.indent(textwrap.dedent(lines), " " * 6)
        return self.load(self.with_marks(body))

    @staticmethod
    def with_marks(body: str) -> str:
        return HEAD + "watch:\n  - name: Acme Corp\n    tell: [docket]\n    marks:\n" + body

    def csv(self, text: str | bytes) -> None:
        self.write(HEAD + "watch:\n  - {name: Rivals, tell: docket, marks_file: rivals.csv}\n")
        self.write(text, "rivals.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.fixture
def head() -> str:
    return HEAD
