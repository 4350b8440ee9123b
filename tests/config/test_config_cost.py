"""What reading a long watchlist costs, and what is not imported to do it."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc

import pytest

MARKS = 2_000


def kept(folder) -> int:
    """Bytes that a loaded watchlist holds."""
    folder.load()  # what is loaded once (modules, caches) does not count
    tracemalloc.start()
    try:
        watchlist = folder.load()
        assert sum(len(group.marks) for group in watchlist.groups) == MARKS
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", ["yaml", "csv"])
def test_a_mark_takes_half_a_kilobyte_and_its_place(folder, kind):
    if kind == "yaml":
        lines = (
            f"      - serial: {90_000_000 + n}\n        label: MARK {n}\n        matter: 1042-{n:05d}\n"
            for n in range(MARKS)
        )
        folder.write(folder.with_marks("".join(lines)))
    else:
        rows = (f"{90_000_000 + n},MARK {n},1042-{n:05d},Acme Corp,Jane Roe,brand\n" for n in range(MARKS))
        folder.csv("Serial No.,Mark,Docket,Client,Attorney,Tell\n" + "".join(rows))
    assert kept(folder) / MARKS < 512 + len(str(folder.path))


def modules_after(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {module.partition(".")[0] for module in done.stdout.split()}


def test_the_settings_are_imported_without_any_library():
    assert not modules_after("import watcher.config.settings") & {
        "pydantic",
        "yaml",
        "ruamel",
        "apprise",
        "requests",
    }


def test_reading_a_watchlist_imports_neither_the_editor_nor_the_channels_nor_http():
    assert not modules_after("from watcher.config import load_watchlist") & {"ruamel", "apprise", "requests"}
