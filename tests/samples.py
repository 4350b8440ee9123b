"""Finds the real documents that lie beside the checkout, and the project's own; tests of the first skip without them."""

from __future__ import annotations

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1].parent / "shared" / "samples"
"""Real answers of the USPTO; not part of the project."""

DOCUMENTS = Path(__file__).parent / "trademark" / "documents"
"""Status documents of our own making, with invented names."""

OLD_SCHEMA = "rn2178784-old-schema.xml"

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no real documents at {SAMPLES}")


def sample(*parts: str) -> Path:
    """The path of a real document; the test is skipped when there is none."""
    path = SAMPLES.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"no real document at {path}")
    return path


def own_documents() -> list[Path]:
    """Our own status documents."""
    return sorted(DOCUMENTS.glob("*.xml"))


def readable_documents() -> list[Path]:
    """Every status document at hand that is in the present schema: ours, and the real ones where they are."""
    real = sorted((SAMPLES / "casestatus").glob("*.xml")) if SAMPLES.is_dir() else []
    return own_documents() + [path for path in real if path.name != OLD_SCHEMA]
