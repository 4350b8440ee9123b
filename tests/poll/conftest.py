"""What holds for the tests of poll and deliver: no connection stays open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.poll.world import OPEN


@pytest.fixture(autouse=True)
def _close_stores() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()
