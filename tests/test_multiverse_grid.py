from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.errors import ParameterFault
from comparelib.multiverse import CROSSED, Choice, Exclusion, Grid, Kind, baseline_grid

DUTCH, FLEMISH = ("nl_a", "nl_b", "nl_c", "nl_d"), ("vl_a",)
CODERS = ("reference", "a", "b", "dictionary")


def small(*exclusions: Exclusion) -> Grid:
    choices = (
        Choice("unit", ("sentence", "paragraph"), Kind.PRINCIPLED),
        Choice("coder", ("reference", "a", "b"), Kind.PROCESSING),
        Choice("texts", ("all", "without:x"), Kind.TEXTS),
    )
    return Grid(choices, exclusions)


def test_the_grid_is_the_product():
    got = small().specifications()
    assert len(got) == 12 == small().n_combinations
    assert got["specification"].tolist() == list(range(1, 13))
    assert not got.duplicated(["unit", "coder", "texts"]).any()


def test_each_exclusion_takes_out_what_it_declares():
    out = Exclusion({"coder": ("a", "b"), "texts": ("without:x",)}, "only the headline coder")
    got = small(out).specifications()
    assert len(got) == 12 - 2 * 2
    assert set(got.loc[got["texts"] == "without:x", "coder"]) == {"reference"}


def test_the_family_is_the_kind_of_choice_that_departs_from_the_headline():
    got = small().specifications().set_index(["unit", "coder", "texts"])["family"]
    assert got["sentence", "reference", "all"] == "principled"
    assert got["paragraph", "reference", "all"] == "principled"
    assert got["sentence", "b", "all"] == "processing"
    assert got["sentence", "reference", "without:x"] == "texts"
    assert got["paragraph", "b", "all"] == CROSSED
    assert got.iloc[0] == "principled"


def test_the_baseline_grid_is_large_and_equals_the_product_less_its_exclusions():
    grid = baseline_grid(DUTCH, FLEMISH, CODERS)
    got = grid.specifications()
    assert grid.n_combinations == 2 * 3 * 3 * 3 * 4 * 2 * 2 * 9
    # weights x texts: all texts 3, each left out 2 (equal, pooled), each alone 1
    assert len(got) == 2 * 3 * 3 * 4 * 2 * 2 * (3 + 4 * 2 + 4)
    assert len(got) >= 500
    families = got["family"].value_counts()
    assert families["principled"] == 2 * 3 * 3 * 3
    assert families["processing"] == 4 * 2 - 1
    assert families["texts"] == 8
    assert families["codebook"] == 1
    assert all(exclusion.reason for exclusion in grid.exclusions)


def test_a_text_is_left_out_of_either_side_that_has_another():
    options = baseline_grid(("nl_a", "nl_b"), ("vl_a", "vl_b"), ("reference",)).options("texts")
    assert options == ("all_texts", "without:nl_a", "without:nl_b", "without:vl_a", "without:vl_b")
    assert baseline_grid(("nl_a",), ("vl_a",), ("reference",)).options("texts") == ("all_texts",)


def test_choices_without_an_alternative_are_not_drawn():
    grid = baseline_grid(("nl_a",), ("vl_a",), ("reference",), merged=False)
    assert grid.open_choices == ("unit", "counting", "denominator", "headings")


def test_faults_are_all_named_at_once():
    twice = Choice("unit", ("a", "a"), Kind.PRINCIPLED)
    with pytest.raises(ParameterFault) as caught:
        Grid((twice, twice, Choice("coder", (), Kind.TEXTS)), (Exclusion({"colour": ("red",)}, "why"),))
    assert len(caught.value.faults) == 5


def test_the_headline_cannot_be_excluded():
    with pytest.raises(ParameterFault, match="takes out the headline"):
        small(Exclusion({"unit": ("sentence",), "coder": ("reference",)}, "no"))


def test_a_side_without_documents_and_no_coder_are_faults():
    with pytest.raises(ParameterFault, match="side b"):
        baseline_grid(DUTCH, (), CODERS)
    with pytest.raises(ParameterFault, match="no coder"):
        baseline_grid(DUTCH, FLEMISH, ())


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4), st.data())
def test_the_size_is_that_of_the_product_less_the_excluded(sizes, data):
    choices = tuple(
        Choice(f"c{place}", tuple(f"o{n}" for n in range(size)), Kind.PRINCIPLED)
        for place, size in enumerate(sizes)
    )
    names = data.draw(st.lists(st.sampled_from([choice.name for choice in choices]), min_size=1, unique=True))
    where = dict.fromkeys(names, ("o1",))
    if any("o1" not in choice.options for choice in choices if choice.name in where):
        return
    got = Grid(choices, (Exclusion(where, "why"),)).specifications()
    every = list(product(*(range(size) for size in sizes)))
    out = [each for each in every if all(each[int(name[1:])] == 1 for name in names)]
    assert len(got) == len(every) - len(out)
