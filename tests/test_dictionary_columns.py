import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.coding.dictionary.columns import passages, picked

TEXTS = ["De kmo’s", "", "smart 😀 industry, één", "plat", "€ 5"]
SPANS = st.lists(
    st.tuples(st.integers(0, len(TEXTS) - 1), st.integers(-1, 20), st.integers(0, 9)), max_size=30
)


@given(SPANS)
@settings(max_examples=100, deadline=None)
def test_passages_are_cut_as_python_cuts_them(spans: list[tuple[int, int, int]]) -> None:
    kept = sorted((unit, start, start + n) for unit, start, n in spans if start + n <= len(TEXTS[unit]))
    unit, start, end = (np.array([row[side] for row in kept], dtype=np.int64) for side in range(3))
    found = passages(TEXTS, unit, start, end)
    expected = [None if a < 0 else TEXTS[u][a:b] for u, a, b in kept]
    pd.testing.assert_series_equal(found, pd.Series(expected, dtype="str"))


def test_passages_of_texts_in_several_shards_stand_in_one_column() -> None:
    texts = ["één " * 200_000, "twee", "drie " * 150_000 + "slot"]
    n = np.array([0, 0, 1, 2])
    found = passages(texts, n, np.array([4, 799_996, -1, 750_000]), np.array([7, 799_999, -1, 750_004]))
    assert found.isna().tolist() == [False, False, True, False]
    assert found.dropna().tolist() == ["één", "één", "slot"]


def test_names_are_picked_by_place_and_missing_below_zero() -> None:
    found = picked(["a", "b"], np.array([1, -1, 0]))
    pd.testing.assert_series_equal(found, pd.Series(["b", None, "a"], dtype="str"))
    assert picked([], np.array([-1, -1])).isna().all()
