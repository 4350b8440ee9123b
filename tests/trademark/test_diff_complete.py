"""Nothing of a document is lost on the way to a change: whatever one thing is altered in a real document is told."""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples import own_documents, readable_documents
from tests.trademark.mutations import Mutation, Writer, elements, mutations, swaps, tree
from watcher.errors import UnreadableDocumentError
from watcher.trademark.diff import diff
from watcher.trademark.model import Case
from watcher.trademark.st96 import ignored_reason, parse_status_document

DOCUMENTS = readable_documents()
quick = settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


@lru_cache(maxsize=32)
def case(path: Path) -> Case:
    return parse_status_document(path.read_bytes())


def is_told(old: Case, mutation: Mutation) -> bool:
    """A change, a refusal, or an entry in the list of what is ignored for each value that differs."""
    try:
        if diff(old, parse_status_document(mutation.data)):
            return True
    except UnreadableDocumentError:
        return True
    return bool(mutation.paths) and all(
        ignored_reason(path, whole=mutation.whole) is not None for path in mutation.paths
    )


@given(path=st.sampled_from(DOCUMENTS), data=st.data())
@quick
def test_whatever_is_altered_in_a_document_is_a_change(path: Path, data: st.DataObject):
    root = tree(path)
    where, way = data.draw(st.sampled_from(elements(root)))
    mutation = data.draw(st.sampled_from(mutations(root, where, way)))
    assert is_told(case(path), mutation), f"{mutation.what} at {mutation.paths}"


@pytest.mark.slow
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_whatever_is_altered_at_any_path_of_a_document_is_a_change(path: Path):
    root = tree(path)
    one_of_each = dict(elements(root))
    untold = [
        f"{mutation.what} at {mutation.paths}"
        for where, way in one_of_each.items()
        for mutation in (*mutations(root, where, way), *swaps(root, where, way))
        if not is_told(case(path), mutation)
    ]
    assert not untold


@pytest.mark.parametrize("path", own_documents(), ids=lambda path: path.stem)
def test_values_that_two_siblings_exchange_are_a_change(path: Path):
    root = tree(path)
    found = [mutation for where, way in elements(root) for mutation in swaps(root, where, way)]
    assert found
    assert not [mutation.paths for mutation in found if not is_told(case(path), mutation)]


@given(path=st.sampled_from(DOCUMENTS), seed=st.integers(0, 10**6))
@quick
def test_a_document_written_in_another_way_is_the_same_case(path: Path, seed: int):
    again = parse_status_document(Writer(random.Random(seed)).document(tree(path)))
    assert diff(case(path), again) == ()
    assert again == case(path)


@given(one=st.sampled_from(DOCUMENTS), other=st.sampled_from(DOCUMENTS))
@quick
def test_any_two_cases_can_be_compared_and_only_different_ones_differ(one: Path, other: Path):
    changes = diff(case(one), case(other))
    assert bool(changes) == (one != other)
    assert diff(case(one), case(other)) == changes
    assert len({change.path for change in changes if change.kind != "other"}) == len(
        [change for change in changes if change.kind != "other"]
    )
