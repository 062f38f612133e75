"""The sample that is drawn for hand coding, and the error that would turn a sign."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coded_samples import coded, coder_and_reference, sample_of
from comparelib.correction import census, designed_sample, sign_flip
from comparelib.correction.design import allocation
from comparelib.correction.estimators import ErrorRates
from comparelib.correction.flip import flip_sensitivity, flip_specificity
from comparelib.errors import CodingFault, ParameterFault, TableFault

DOCUMENTS = pd.DataFrame({"doc_id": ["a", "b"], "jurisdiction": ["NL", "VL"]})


def tables(n=60):
    """Two texts; in both every tenth unit has a rare code, every second a common one, the last one failed."""
    units = pd.DataFrame(
        {
            "unit_id": [f"{doc}#{i:04d}" for doc in "ab" for i in range(n)],
            "doc_id": ["a"] * n + ["b"] * n,
            "kind": "sentence",
        }
    )
    rows = []
    for i, unit in enumerate(units["unit_id"]):
        place = i % n
        codes = (["rare"] if place % 10 == 0 else []) + (["common"] if place % 2 == 0 else [])
        rows += [(unit, code) for code in (["failed"] if place == n - 1 else codes or ["none"])]
    codings = pd.DataFrame(rows, columns=["unit_id", "code"]).assign(facet="theme", coder="dictionary@1")
    return units, codings


def test_strata_are_group_and_rarest_code():
    units, codings = tables()
    sample = designed_sample(units, codings, DOCUMENTS, n=118)
    assert set(sample["stratum"]) == {
        f"{side}|{code}" for side in ("NL", "VL") for code in ("rare", "common", "none")
    }
    sizes = sample.groupby("stratum").size()
    assert sizes["NL|rare"] == 6
    assert sizes["NL|common"] == 24
    assert (sample["pi"] == 1).all()
    assert "a#0059" not in set(sample["unit_id"])


def test_probabilities_are_those_of_the_strata():
    units, codings = tables()
    sample = designed_sample(units, codings, DOCUMENTS, n=40)
    assert len(sample) == 40
    assert sample.groupby(sample["stratum"].str[:2]).size().to_list() == [20, 20]
    assert sample.groupby("stratum")["pi"].nunique().eq(1).all()
    assert (1 / sample["pi"]).groupby(sample["stratum"]).sum().to_dict() == pytest.approx(
        {"NL|rare": 6, "VL|rare": 6, "NL|common": 24, "VL|common": 24, "NL|none": 29, "VL|none": 29}
    )


@pytest.mark.parametrize("documents", [DOCUMENTS, DOCUMENTS.set_index("doc_id")])
def test_each_text_by_itself_makes_strata_of_its_own(documents):
    units, codings = tables()
    apart = designed_sample(units, codings, documents, n=40, by="doc_id")
    sides = designed_sample(units, codings, documents, n=40)
    assert {name.partition("|")[0] for name in apart["stratum"]} == {"a", "b"}
    assert (1 / apart["pi"]).groupby(apart["stratum"]).sum()["b|none"] == pytest.approx(29)
    of_text, of_side = (each.groupby("stratum")["pi"].first().tolist() for each in (apart, sides))
    assert of_text == of_side  # each side has one text


def test_the_same_seed_draws_the_same_units_in_any_order():
    units, codings = tables()
    first = designed_sample(units, codings, DOCUMENTS, n=30, seed=4)
    second = designed_sample(units.iloc[::-1], codings.iloc[::-1], DOCUMENTS, n=30, seed=4)
    assert set(first["unit_id"]) == set(second["unit_id"])
    assert set(first["unit_id"]) != set(designed_sample(units, codings, DOCUMENTS, n=30, seed=5)["unit_id"])


def test_each_unit_is_drawn_as_often_as_its_probability_says():
    units, codings = tables(20)
    seen = pd.concat([designed_sample(units, codings, DOCUMENTS, n=16, seed=seed) for seed in range(120)])
    often = seen.groupby("unit_id").size() / 120
    pi = seen.groupby("unit_id")["pi"].first()
    assert len(often) == 38
    assert (often - pi).abs().max() < 0.18


@given(st.lists(st.integers(1, 300), min_size=1, max_size=12), st.data())
def test_an_allocation_is_whole_and_within_the_strata(sizes, data):
    size = np.array(sizes)
    group = np.array(
        data.draw(st.lists(st.sampled_from(["NL", "VL"]), min_size=len(sizes), max_size=len(sizes)))
    )
    n = data.draw(st.integers(len(sizes), int(size.sum())))
    taken = allocation(size, group, n)
    assert taken.sum() == n
    assert ((taken >= 1) & (taken <= size)).all()


def test_a_sample_that_cannot_be_drawn_is_refused():
    units, codings = tables()
    with pytest.raises(
        ParameterFault, match=r"n is 5; expected between 6 \(one a stratum\) and 118 \(all units\)"
    ):
        designed_sample(units, codings, DOCUMENTS, n=5)
    with pytest.raises(ParameterFault, match="no column 'country'"):
        designed_sample(units, codings, DOCUMENTS, n=20, by="country")
    with pytest.raises(ParameterFault, match="no codings of facet 'function'"):
        designed_sample(units, codings, DOCUMENTS, n=20, facet="function")
    with pytest.raises(CodingFault, match="codings of 2 coders"):
        designed_sample(units, pd.concat([codings, codings.assign(coder="x")]), DOCUMENTS, n=20)
    with pytest.raises(TableFault, match="not in table 'documents': b"):
        designed_sample(units, codings, DOCUMENTS.iloc[:1], n=20)


def rates(sensitivity, specificity):
    one = np.array([0.0])
    return ErrorRates(np.array([sensitivity]), np.array([specificity]), one, one)


def share(q, sensitivity, specificity):
    return (q + specificity - 1) / (sensitivity + specificity - 1)


def test_with_the_flip_both_shares_are_the_same():
    common = rates(0.7, 0.95)
    d = flip_sensitivity(np.array([0.10]), np.array([0.14]), common)[0]
    ways = [
        share(0.14, 0.7 + d, 0.95) - share(0.10, 0.7, 0.95),
        share(0.14, 0.7, 0.95) - share(0.10, 0.7 - d, 0.95),
    ]
    assert min(map(abs, ways)) == pytest.approx(0, abs=1e-12)
    d = flip_specificity(np.array([0.10]), np.array([0.14]), common)[0]
    ways = [
        share(0.14, 0.7, 0.95 + d) - share(0.10, 0.7, 0.95),
        share(0.14, 0.7, 0.95) - share(0.10, 0.7, 0.95 - d),
    ]
    assert d < 0
    assert min(map(abs, ways)) == pytest.approx(0, abs=1e-12)


def test_what_no_error_can_turn_is_infinite():
    assert flip_sensitivity(np.array([0.02]), np.array([0.9]), rates(0.95, 0.97))[0] == np.inf
    assert np.isnan(flip_sensitivity(np.array([0.1]), np.array([0.2]), rates(0.4, 0.5))[0])


def test_unequal_errors_that_turn_the_sign_are_called_so():
    # Both sides have the code in 20 of 100 units (21 in b); the coder finds all of them in a, a third in b.
    truth = np.r_[np.arange(100) < 20, np.arange(100) < 21]
    found = np.r_[np.arange(100) < 20, np.arange(100) < 7]
    document = np.repeat([0, 1], 100)
    predicted, reference = coded(found[:, None], document), coded(truth[:, None], document, coder="reference")
    row = sign_flip(predicted, reference, census(predicted)).frame.iloc[0]
    assert row["difference"] < 0 < row["difference_unequal"]
    assert row["verdict"] == "sign turns"
    assert row["gap_sensitivity"] == pytest.approx(7 / 21 - 1)
    assert row["difference_unequal"] == pytest.approx(0.01)


def test_equal_errors_leave_the_sign_and_unknown_ones_are_said():
    predicted, reference = coder_and_reference(400, 2, seed=3)
    frame = sign_flip(predicted, reference, census(predicted)).frame
    assert list(frame["n_positive_a"]) == reference.values[reference.document == 0].sum(axis=0).tolist()
    bare = sign_flip(predicted, reference, sample_of(predicted, np.arange(0, 400, 2), 0.5)).frame
    assert set(bare["verdict"]) == {"errors of one group unknown"}
    with pytest.raises(ParameterFault, match="no group 'BE'"):
        sign_flip(predicted, reference, census(predicted), groups=("NL", "BE"))
