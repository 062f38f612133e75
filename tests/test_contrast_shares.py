import json
import math
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import jensenshannon
from scipy.stats import false_discovery_control

from comparelib.codebook import load_codebook
from comparelib.contrast import (
    Caution,
    ExactPermutation,
    benjamini_hochberg,
    compare_priorities,
    document_permutation,
    holm,
    jensen_shannon,
    named_claims,
    permutation_floor,
    profile_distance,
)
from comparelib.errors import NotEstimable, ParameterFault
from comparelib.matrix import CodedUnits, ThemeMatrix, theme_matrix, theme_matrix_of
from comparelib.matrix.paragraphs import paragraphs_of
from comparelib.model import Counting
from comparelib.priorities import jurisdiction_priorities, priorities, simultaneous_ranks

GOLDEN = json.loads((Path(__file__).parent / "golden" / "contrast.json").read_text(encoding="utf-8"))
ALIKE = (0.5, 0.3, 0.1, 0.0)
PROFILES = arrays(float, 5, elements=st.floats(0, 1, allow_subnormal=False)).filter(lambda p: p.sum() > 0.01)


def corpus(
    shares: dict[str, tuple[float, ...]], n: int = 12, seed: int = 1, doc_type: str = "x"
) -> ThemeMatrix:
    """Documents of n paragraphs of 3 units; a name is jurisdiction and number, such as NL1."""
    rng = np.random.default_rng(seed)
    index = pd.Index(list(shares), name="doc_id")
    values = np.concatenate([rng.random((3 * n, len(share))) < share for share in shares.values()])
    zero = pd.Series(0, index=index)
    documents = pd.DataFrame(
        {"jurisdiction": [name[:2] for name in shares], "doc_type": doc_type}, index=index
    )
    return theme_matrix_of(
        CodedUnits(
            facet="theme",
            coder="reference",
            counting=Counting.PRESENCE,
            codes=tuple(f"c{k}" for k in range(values.shape[1])),
            documents=documents,
            unit_ids=pd.Index([f"u#{i:05}" for i in range(len(values))]),
            values=values.astype(float),
            weights=np.ones(len(values)),
            document=np.repeat(np.arange(len(shares)), 3 * n).astype(np.int64),
            paragraph=np.repeat(np.arange(len(shares) * n), 3).astype(np.int64),
            n_missing=zero,
            n_failed=zero,
        )
    )


FOUR_AGAINST_ONE = {f"NL{i}": ALIKE for i in range(1, 5)} | {"VL1": (0.1, 0.3, 0.8, 0.0)}


def test_differences_are_b_less_a_with_their_intervals():
    frame = compare_priorities(corpus(FOUR_AGAINST_ONE), draws=50).frame.set_index("code")
    assert frame.loc["c0", "difference"] == pytest.approx(
        frame.loc["c0", "share_b"] - frame.loc["c0", "share_a"]
    )
    assert frame.loc["c0", "difference_high"] < 0 < frame.loc["c2", "difference_low"]
    assert frame.loc["c0", "log_odds_high"] < 0 < frame.loc["c2", "log_odds_low"]
    assert frame.loc["c1", "difference_low"] < 0 < frame.loc["c1", "difference_high"]
    assert frame.loc[["c0", "c2"], "p"].max() < 0.01 < frame.loc["c1", "p"]
    assert frame.loc[["c0", "c2"], "outside_placebo"].all()


def test_a_code_that_neither_side_has_is_not_tested():
    frame = compare_priorities(corpus(FOUR_AGAINST_ONE), draws=50).frame.set_index("code")
    assert frame.loc["c3", ["log_odds", "log_odds_low", "log_odds_high", "p", "q"]].isna().all()
    assert frame.loc["c3", "difference"] == 0
    assert frame.loc["c3", "difference_low"] < 0 < frame.loc["c3", "difference_high"]
    assert not frame.loc["c3", "outside_placebo"]


def test_log_odds_of_two_documents_are_the_plain_formula_times_the_design_effect():
    matrix = corpus({"NL1": ALIKE, "VL1": ALIKE}, n=30)
    got = compare_priorities(matrix, draws=10).frame.set_index("code")
    n, m = matrix.counts["c0"].to_numpy(), matrix.totals.to_numpy() - matrix.counts["c0"].to_numpy()
    theta = np.log((n + 0.5) / (m + 0.5))
    assert got.loc["c0", "log_odds"] == pytest.approx(theta[1] - theta[0])
    half = 1.96 * np.sqrt((1 / (n + 0.5) + 1 / (m + 0.5)).sum())
    width = (got.loc["c0", "log_odds_high"] - got.loc["c0", "log_odds_low"]) / 2
    assert 0.99 * half < width < 1.4 * half


def test_placebos_are_each_text_against_the_rest_of_its_own_side():
    got = compare_priorities(corpus(FOUR_AGAINST_ONE), draws=10)
    assert sorted(got.placebos["document"].unique()) == ["NL1", "NL2", "NL3", "NL4"]
    shares = corpus(FOUR_AGAINST_ONE).share().counts["c0"]
    first = got.placebos.query("document == 'NL1' and code == 'c0'")["difference"].item()
    assert first == pytest.approx(shares["NL1"] - shares[["NL2", "NL3", "NL4"]].mean())


def test_an_odd_text_on_the_own_side_silences_the_difference():
    shares = FOUR_AGAINST_ONE | {"NL4": (0.1, 0.3, 0.95, 0.0)}
    frame = compare_priorities(corpus(shares), draws=10).frame.set_index("code")
    assert not frame.loc["c2", "outside_placebo"]


def test_sides_may_be_exchanged():
    matrix = corpus(FOUR_AGAINST_ONE)
    one = compare_priorities(matrix, draws=20).frame
    other = compare_priorities(matrix, jurisdictions=("VL", "NL"), draws=20).frame
    assert other["difference"].tolist() == pytest.approx((-one["difference"]).tolist())
    assert other["difference_low"].tolist() == pytest.approx((-one["difference_high"]).tolist())
    assert other["p"].tolist() == pytest.approx(one["p"].tolist(), nan_ok=True)


def test_shares_and_counts_give_the_same_comparison_and_seeds_are_kept():
    matrix = corpus(FOUR_AGAINST_ONE)
    one, other = compare_priorities(matrix, draws=30), compare_priorities(matrix.share(), draws=30)
    pd.testing.assert_frame_equal(one.frame, other.frame)
    assert one.distance == other.distance
    assert one.distance != compare_priorities(matrix, draws=30, seed=2).distance


@pytest.mark.parametrize(
    ("n_a", "n_b", "types", "caution"),
    [
        (4, 1, "x", Caution.ONE_DOCUMENT),
        (4, 3, "x", Caution.FEW_DOCUMENTS),
        (4, 4, "x", Caution.UNMATCHED_GENRES),
        (4, 4, list("xyxyxyxy"), Caution.NONE),
    ],
)
def test_caution_says_what_the_design_lacks(n_a, n_b, types, caution):
    shares = {f"NL{i}": ALIKE for i in range(n_a)} | {f"VL{i}": ALIKE for i in range(n_b)}
    got = compare_priorities(corpus(shares, n=3, doc_type=types), draws=5)
    assert got.caution is caution
    assert got.n_documents == {"NL": n_a, "VL": n_b}


def test_comparison_faults():
    matrix = corpus(FOUR_AGAINST_ONE, n=3)
    with pytest.raises(ParameterFault, match="no document of jurisdiction 'vl'"):
        compare_priorities(matrix, jurisdictions=("NL", "vl"))
    with pytest.raises(ParameterFault, match="'NL' with itself"):
        compare_priorities(matrix, jurisdictions=("NL", "NL"))
    with pytest.raises(ParameterFault, match="weighting 'equals'"):
        compare_priorities(matrix, weighting="equals")
    with pytest.raises(NotEstimable, match="no unit of one side has a code"):
        compare_priorities(corpus({"NL1": ALIKE, "VL1": (0, 0, 0, 0)}), draws=5)


def test_pooled_units_weigh_by_their_number():
    matrix = corpus({"NL1": ALIKE, "NL2": (0.0, 0.3, 0.9, 0.0), "VL1": ALIKE})
    pooled = compare_priorities(matrix, weighting="pooled", draws=10).frame
    equal = compare_priorities(matrix, draws=10).frame
    assert pooled["share_a"].tolist() == pytest.approx(equal["share_a"].tolist())  # documents of one length
    assert not np.allclose(pooled["low_a"], equal["low_a"])


def test_benjamini_hochberg_equals_the_paper_and_scipy():
    case = GOLDEN["benjamini_hochberg"]
    assert (benjamini_hochberg(case["p"]) <= 0.05).sum() == case["rejected"]
    mixed = np.random.default_rng(1).permutation(case["p"])
    assert benjamini_hochberg(mixed).tolist() == pytest.approx(false_discovery_control(mixed).tolist())
    got = benjamini_hochberg([0.04, np.nan, 0.02])
    assert got.tolist() == pytest.approx([0.04, np.nan, 0.04], nan_ok=True)


def test_holm_is_the_hand_made_and_statsmodels_and_never_below_the_rate():
    from statsmodels.stats.multitest import multipletests

    case = GOLDEN["holm"]
    assert holm(case["p"]).tolist() == pytest.approx(case["adjusted"])
    p = GOLDEN["benjamini_hochberg"]["p"]
    assert holm(p).tolist() == pytest.approx(multipletests(p, method="holm")[1].tolist())
    assert (holm(p) >= benjamini_hochberg(p) - 1e-12).all()
    assert holm([0.04, np.nan, 0.02]).tolist() == pytest.approx([0.04, np.nan, 0.04], nan_ok=True)


def test_named_claims_count_themselves_alone():
    made = compare_priorities(corpus(FOUR_AGAINST_ONE), draws=10)
    p = made.frame.set_index("code")["p"]
    got = named_claims(made, ["c2", "c1", "c3"])
    assert got["code"].tolist() == ["c2", "c1", "c3"]
    assert got["p_holm"].tolist() == pytest.approx([2 * p["c2"], p["c1"], np.nan], nan_ok=True)
    assert named_claims(made, "c1")["p_holm"].tolist() == [p["c1"]]
    for codes, words in (
        ([], "0 claims"),
        ([f"c{i % 4}" for i in range(6)], "6 claims named"),
        (["c1", "c1"], "named twice"),
        (["c9"], "no code 'c9'"),
    ):
        with pytest.raises(ParameterFault, match=words):
            named_claims(made, codes)


@pytest.mark.parametrize(("n", "m", "mean", "high", "bias"), GOLDEN["jensen_shannon_null"]["rows"])
def test_divergence_of_one_profile_is_biased_upwards_as_measured(n, m, mean, high, bias):
    shares = np.array([0.22, 0.16, 0.13, 0.11, 0.09, 0.07, 0.06, 0.05, 0.04, 0.03, 0.02, 0.02])
    rng = np.random.default_rng(3)
    got = jensen_shannon(rng.multinomial(n, shares, 5000), rng.multinomial(m, shares, 5000))
    assert got.mean() == pytest.approx(mean, rel=0.06)
    assert np.quantile(got, 0.95) == pytest.approx(high, rel=0.06)
    assert 11 / (8 * np.log(2)) * (1 / n + 1 / m) == pytest.approx(bias, abs=5e-4)


@pytest.mark.parametrize(("first", "second", "bits"), GOLDEN["jensen_shannon"]["bits"])
def test_divergence_in_bits(first, second, bits):
    assert jensen_shannon(first, second) == pytest.approx(bits, abs=GOLDEN["jensen_shannon"]["tolerance"])


def test_divergence_is_the_square_of_scipys_distance():
    first, second, root = GOLDEN["jensen_shannon"]["natural_root"]
    assert np.sqrt(jensen_shannon(first, second) * np.log(2)) == pytest.approx(root)


@given(PROFILES, PROFILES, st.floats(0.1, 10))
@settings(max_examples=60, deadline=None)
def test_divergence_is_symmetric_scale_free_and_zero_only_for_equal_profiles(first, second, scale):
    got = float(jensen_shannon(first, second))
    assert got == pytest.approx(float(jensen_shannon(second * scale, first)), abs=1e-12)
    assert jensen_shannon(first, first * scale) == pytest.approx(0, abs=1e-12)
    if np.abs(first / first.sum() - second / second.sum()).max() > 1e-3:
        assert got > 0
        # scipy's own answer is NaN for some equal profiles: the root of -1e-17
        assert got == pytest.approx(jensenshannon(first, second, base=2) ** 2, abs=1e-7)


def distance(matrix: ThemeMatrix, draws: int = 200, seed: int = 1):
    rows = np.arange(len(matrix.documents))
    labels = matrix.documents["jurisdiction"].to_numpy()
    sides = (tuple(rows[labels == "NL"]), tuple(rows[labels == "VL"]))
    return profile_distance(paragraphs_of(matrix.coded), sides, "equal", draws, seed)


def test_distance_is_read_by_its_excess():
    alike = distance(corpus({f"NL{i}": ALIKE for i in range(1, 5)} | {"VL1": ALIKE}))
    apart = distance(corpus(FOUR_AGAINST_ONE))
    assert alike.divergence > 0.001
    assert abs(alike.excess) < 0.03
    assert apart.excess == pytest.approx(apart.divergence - apart.expected)
    assert apart.excess > 0.05
    assert apart.percentile == 1


def test_one_text_against_four_never_has_a_document_p_below_a_fifth():
    got = distance(corpus(FOUR_AGAINST_ONE)).documents
    assert (got.p, got.floor, got.n_assignments) == (0.2, 0.2, 5)
    with pytest.raises(NotEstimable, match=r"p = 0.05 is below 0.2"):
        ExactPermutation(p=0.05, floor=got.floor, n_assignments=5, enumerated=True)


@pytest.mark.parametrize(("first", "second", "floor"), GOLDEN["permutation_floor"]["rows"])
def test_floor(first, second, floor):
    assert permutation_floor(first, second) == pytest.approx(floor)


def test_document_permutation_counts_assignments():
    values = np.array([1.0, 2.0, 3.0, 10.0, 11.0])
    got = document_permutation(lambda side: float(values[side].sum()), 5, 2)
    assert (got.p, got.n_assignments, got.enumerated) == (0.1, 10, True)
    sampled = document_permutation(lambda side: float(side.sum()), 30, 15, draws=99)
    assert (sampled.p, sampled.enumerated) == (0.01, False)
    with pytest.raises(NotEstimable):
        document_permutation(len, 3, 3)


def test_percentile_is_uniform_where_paragraphs_are_exchangeable():
    shares = {"NL1": ALIKE, "NL2": ALIKE, "VL1": ALIKE}
    percentiles = [
        distance(corpus(shares, n=6, seed=seed), draws=60, seed=seed).percentile for seed in range(120)
    ]
    quarters = np.histogram(percentiles, bins=4, range=(0, 1))[0]
    assert quarters.min() > 15
    assert quarters.max() < 45


@given(st.integers(0, 1000), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_comparison_does_not_hang_on_the_order_of_units_and_codes(seed, random):
    made = corpus(FOUR_AGAINST_ONE, n=4, seed=seed).coded
    units, codes = list(range(len(made.unit_ids))), list(range(len(made.codes)))
    random.shuffle(units)
    random.shuffle(codes)
    turned = replace(
        made,
        codes=tuple(made.codes[code] for code in codes),
        unit_ids=made.unit_ids[units],
        values=made.values[units][:, codes],
        weights=made.weights[units],
        document=made.document[units],
        paragraph=made.paragraph[units],
    )
    first, second = (compare_priorities(theme_matrix_of(each), draws=20) for each in (made, turned))
    ours = first.frame.set_index("code").loc[[made.codes[code] for code in codes]]
    pd.testing.assert_frame_equal(second.frame.set_index("code"), ours, check_exact=False)
    assert second.distance.divergence == pytest.approx(first.distance.divergence)
    assert second.distance.percentile == pytest.approx(first.distance.percentile)
    assert second.agreement.rbo == pytest.approx(first.agreement.rbo)


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=7, unique=True), st.data())
@settings(max_examples=40, deadline=None)
def test_p_of_documents_is_uniform_where_labels_are_exchangeable(numbers, data):
    """Whichever documents stand on the second side: each p from 1 / C(n, k) up to 1 comes exactly once."""
    n = len(numbers)
    k = data.draw(st.integers(1, n - 1))
    # Distinct powers: no two sides have the same sum.
    values = 3.0 ** np.argsort(np.argsort(numbers))
    found = []
    for side in combinations(range(n), k):
        order = [row for row in range(n) if row not in side] + list(side)
        mine = values[order]
        found.append(document_permutation(lambda rows, mine=mine: float(mine[rows].sum()), n, k).p)
    total = math.comb(n, k)
    assert sorted(found) == pytest.approx([(place + 1) / total for place in range(total)])


@pytest.mark.parametrize("weighting", ["equal", "pooled"])
def test_deals_are_those_of_a_plain_loop(weighting):
    """Paragraphs dealt out one draw at a time, sums by document, shares by side: the definition."""
    made = corpus({"NL1": ALIKE, "NL2": (0.2, 0.2, 0.6, 0.1), "VL1": ALIKE}, n=5)
    parts = paragraphs_of(made.coded)
    found = profile_distance(parts, ((0, 1), (2,)), weighting, 40, 7)
    rng, null = np.random.default_rng(7), []
    for _ in range(40):
        order = rng.permutation(15)
        sums = parts.sums[order].reshape(3, 5, -1).sum(axis=1)
        sizes = parts.weights[order].reshape(3, 5).sum(axis=1)
        first = (sums[:2] / sizes[:2, None]).mean(axis=0)
        first = first if weighting == "equal" else sums[:2].sum(axis=0) / sizes[:2].sum()
        null.append(float(jensen_shannon(first, sums[2] / sizes[2])))
    assert found.expected == pytest.approx(np.mean(null))
    assert found.percentile == pytest.approx(np.mean(np.array(null) < found.divergence - 1e-12))


def test_a_full_comparison_of_the_starter_corpus_takes_seconds():
    root = Path(__file__).parents[1]
    units = pd.read_csv(root / "data/reference/units.csv")
    made = theme_matrix(
        pd.read_csv(root / "data/reference/codings.csv"),
        units.assign(paragraph=np.arange(len(units)) // 3),
        pd.read_csv(root / "data/raw/corpus.csv"),
        load_codebook(root / "data/codebook/maakindustrie.yml"),
        coder="adjudicated",
    )
    start = process_time()
    found = compare_priorities(made, draws=2000)
    priorities(made, draws=2000)
    jurisdiction_priorities(made, draws=2000)
    simultaneous_ranks(made, draws=2000)
    assert process_time() - start < 5
    assert found.n_documents == {"NL": 4, "VL": 1}
