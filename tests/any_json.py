"""Resources by chance: any JSON, made of field names and words that a reader of FHIR looks for."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy


def objects(names: Sequence[str], words: Sequence[str]) -> "SearchStrategy[dict[str, Any]]":
    """Objects whose fields have these names and hold anything, these words among it."""
    scalars = (
        st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=5) | st.sampled_from(words)
    )
    things = st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(names), inner, max_size=6),
        max_leaves=25,
    )
    return st.dictionaries(st.sampled_from(names), things, max_size=8)
