"""What holds for all tests: databases on the RAM disk where there is one, and examples that are the same each time."""

from __future__ import annotations

import os
from pathlib import Path

from hypothesis import settings

RAM_DISK = Path("/dev/shm")

settings.register_profile("tmwatch", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("tmwatch")


def pytest_configure() -> None:
    """Every commit waits for the disk (`synchronous=FULL`); on the RAM disk it does not have to wait long."""
    if RAM_DISK.is_dir() and os.access(RAM_DISK, os.W_OK):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(RAM_DISK))
