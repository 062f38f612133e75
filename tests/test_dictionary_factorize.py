import numpy as np
import pandas as pd
import pytest

from comparelib.coding.dictionary.factorize import factorized


@pytest.mark.parametrize("size", [0, 1, 2, 1000, 1 << 14, (1 << 14) + 1])
def test_few_and_many_numbers_are_told_apart_as_pandas_does(size):
    numbers = np.random.default_rng(size).integers(0, max(1, size // 3), size).astype(np.uint64) << 44
    places, found = factorized(numbers)
    expected_places, expected = pd.factorize(numbers)
    np.testing.assert_array_equal(places, expected_places)
    np.testing.assert_array_equal(found, expected)
    assert (places.dtype, found.dtype) == (np.int64, np.uint64)
