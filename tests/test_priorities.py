import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, norm, t

from comparelib.errors import MeaninglessOperation, NotEstimable, ParameterFault
from comparelib.matrix import CodedUnits, ThemeMatrix, theme_matrix_of
from comparelib.matrix.intervals import (
    ShareIntervals,
    document_intervals,
    intraclass_correlation,
    jeffreys,
    mover,
    wilson,
)
from comparelib.matrix.paragraphs import document_rng, paragraphs_of, share_draws
from comparelib.model import Counting
from comparelib.priorities import (
    concentration,
    diversity,
    importance,
    jurisdiction_priorities,
    log_salience,
    order_probabilities,
    position,
    priorities,
    rank_bounds,
    rank_order,
    simultaneous_ranks,
)

GOLDEN = json.loads((Path(__file__).parent / "golden" / "priorities.json").read_text(encoding="utf-8"))
Z = norm.ppf(0.975)


def matrix(
    texts: dict[str, tuple[str, list[np.ndarray]]], counting: Counting = Counting.PRESENCE
) -> ThemeMatrix:
    """Texts as {doc_id: (jurisdiction, paragraphs)}; a paragraph is (units, codes) of 0 and 1."""
    values = [block for _, blocks in texts.values() for block in blocks]
    owner = [row for row, (_, blocks) in enumerate(texts.values()) for _ in blocks]
    sizes = [len(block) for block in values]
    n_codes = values[0].shape[1]
    stacked = np.concatenate(values).astype(float)
    index = pd.Index(list(texts), name="doc_id")
    zero = pd.Series(0, index=index)
    return theme_matrix_of(
        CodedUnits(
            facet="theme",
            coder="reference",
            counting=counting,
            codes=tuple(f"c{k}" for k in range(n_codes)),
            documents=pd.DataFrame({"jurisdiction": [j for j, _ in texts.values()]}, index=index),
            unit_ids=pd.Index([f"u#{i:04}" for i in range(len(stacked))]),
            values=stacked,
            weights=np.ones(len(stacked)),
            document=np.repeat(owner, sizes).astype(np.int64),
            paragraph=np.repeat(np.arange(len(sizes)), sizes).astype(np.int64),
            n_missing=zero,
            n_failed=zero,
        )
    )


def paragraphs(
    seed: int, n: int, shares: tuple[float, ...] = (0.5, 0.3, 0.1), size: int = 3
) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.random((size, len(shares))) < shares for _ in range(n)]


@pytest.mark.parametrize(("hits", "n", "low", "high"), GOLDEN["wilson"]["rows"])
def test_wilson_equals_newcombe(hits, n, low, high):
    assert np.allclose(wilson(hits / n, n, Z), (low, high), atol=GOLDEN["wilson"]["tolerance"], rtol=0)


def test_mover_of_two_wilson_intervals_is_newcombes_difference():
    case = GOLDEN["newcombe_difference"]
    shares = [case[side][0] / case[side][1] for side in ("first", "second")]
    bounds = [
        wilson(share, case[side][1], Z) for share, side in zip(shares, ("first", "second"), strict=True)
    ]
    got = mover(shares, [low for low, _ in bounds], [high for _, high in bounds], [1, -1])
    assert np.allclose(got, (case["low"], case["high"]), atol=case["tolerance"], rtol=0)


def test_position_and_importance_equal_the_published_formulas():
    case = GOLDEN["position"]
    theta = position(30, 10)
    assert theta.value == pytest.approx(case["theta"], abs=case["tolerance"])
    assert 1.96 * np.sqrt(theta.variance) == pytest.approx(case["half_width"], abs=case["tolerance"])
    assert importance(30, 10, 200) == pytest.approx(case["importance"], abs=case["tolerance"])


def test_a_scale_of_weighted_shares_is_manifestors():
    """No report scales texts by weights of codes; it is a matrix product, and numpy's."""
    case = GOLDEN["scale_weighted"]
    shares = np.array(case["shares"])
    assert (shares @ case["weights"]).tolist() == pytest.approx(case["scale"])
    assert (shares @ case["some_weights"]).tolist() == pytest.approx(case["some_scale"])


@pytest.mark.parametrize(("n", "first", "three"), GOLDEN["first_ranks"]["rows"])
def test_few_units_hardly_order_their_themes(n, first, three):
    case = GOLDEN["first_ranks"]
    best, worst = rank_order(np.random.default_rng(2).multinomial(n, case["shares"], 4000) / n)
    # Ties are broken by chance: the true first is first in 1 / (number of ties) of the orders.
    right = np.where(best[:, 0] == 1, 1 / worst[:, 0], 0).mean()
    assert right == pytest.approx(first, abs=case["tolerance"])
    surely, perhaps = ((each[:, :3] <= 3).all(axis=1).mean() for each in (worst, best))
    assert surely - case["tolerance"] < three < perhaps + case["tolerance"]


def test_diversity_equals_the_hand_computed_numbers_whatever_the_scale():
    case = GOLDEN["diversity"]
    for factor in (1, 8):
        got = diversity(np.array(case["shares"]) * factor)
        assert got == pytest.approx((case["shannon"], case["herfindahl"]), abs=case["tolerance"])
    assert diversity([0, 3, 0]) == (1, 1)
    assert np.isnan(diversity([0, 0])).all()
    with pytest.raises(MeaninglessOperation):
        diversity([-0.1, 1.1])


def test_concentration_of_an_unthemed_text_is_not_a_number():
    got = concentration(matrix({"a": ("NL", [np.eye(2)]), "b": ("NL", [np.zeros((3, 2))])}))
    assert got.loc["a"].tolist() == pytest.approx([2, 2])
    assert got.loc["b"].isna().all()


def test_interval_of_a_text_is_written_out_by_hand():
    """Three paragraphs of 2, 3, 1 units with 2, 1, 0 hits: p = 1/2, residuals 1, -.5, -.5, v = 3/2 * 1.5 / 36."""
    blocks = [np.array([[1], [1]]), np.array([[1], [0], [0]]), np.array([[0]])]
    got = document_intervals(matrix({"a": ("NL", blocks)}).coded, 0.95)
    effective = 0.25 / (1.5 * 1.5 / 36)
    assert got.effective[0, 0] == pytest.approx(effective)
    low, high = wilson(0.5, effective, t.ppf(0.975, 2))
    assert [got.low[0, 0], got.high[0, 0]] == pytest.approx([float(low), float(high)])


def test_effective_size_is_never_above_the_number_of_units():
    even = [np.array([[1], [0]])] * 6  # every paragraph alike: no variance between them
    got = document_intervals(matrix({"a": ("NL", even)}).coded, 0.95)
    assert got.effective[0, 0] <= 12


def test_rare_code_falls_back_on_the_corpus_wide_correlation():
    blocks = paragraphs(3, 20)
    texts = {
        "a": ("NL", blocks),
        "b": ("NL", [np.hstack([b[:, :2], np.zeros((3, 1))]) for b in paragraphs(4, 10)]),
    }
    coded = matrix(texts).coded
    got = document_intervals(coded, 0.95)
    effect = 1 + 2 * intraclass_correlation(coded)
    assert got.effective[1, 2] == pytest.approx(30 / effect)
    assert got.low[1, 2] == 0
    assert 0 < got.high[1, 2] < 0.3


def test_intraclass_correlation_is_one_for_paragraphs_of_one_mind_and_the_anova_value_otherwise():
    blocks = [np.ones((2, 1)), np.zeros((2, 1)), np.ones((2, 1))]
    assert intraclass_correlation(matrix({"a": ("NL", blocks)}).coded) == 1
    # hand: means 1, .5, 0; MSB = 2 * .5 / 2 = .5, MSW = .5 / 3; (1/2 - 1/6) / (1/2 + 1/6) = 1/2
    blocks = [np.ones((2, 1)), np.array([[1], [0]]), np.zeros((2, 1))]
    assert intraclass_correlation(matrix({"a": ("NL", blocks)}).coded) == pytest.approx(0.5)


def test_one_paragraph_borrows_the_correlation_of_the_corpus():
    texts = {"long": ("NL", paragraphs(1, 15)), "short": ("NL", [np.array([[1, 0, 0], [1, 1, 0]])])}
    got = priorities(matrix(texts), draws=50).frame.set_index(["group", "code"])
    assert got.loc[("short", "c0"), "rank"] == 1
    assert got.loc[("short", "c0"), "rank_high"] > 1
    assert got.loc["short"].notna().all(axis=None)
    alone = priorities(matrix({"short": texts["short"]}), draws=50).frame
    assert alone[["low", "high", "rank_low", "rank_high", "p_top3"]].isna().all(axis=None)
    assert alone["share"].tolist() == [1, 0.5, 0]


def test_document_without_units_is_missing_everywhere_not_zero():
    full = matrix({"a": ("NL", paragraphs(1, 8)), "b": ("VL", paragraphs(2, 8))}).coded
    documents = pd.concat([full.documents, pd.DataFrame({"jurisdiction": ["NL"]}, index=["void"])])
    zero = pd.Series(0, index=documents.index)
    coded = CodedUnits(**{**vars(full), "documents": documents, "n_missing": zero, "n_failed": zero})
    got = priorities(theme_matrix_of(coded), draws=20).frame.set_index("group")
    assert got.loc["void", "total"].eq(0).all()
    columns = ["share", "low", "high", "rank", "rank_low", "rank_high", "p_top3"]
    assert got.loc["void", columns].isna().all(axis=None)
    assert not np.isnan(jurisdiction_priorities(theme_matrix_of(coded), draws=20).frame["share"]).any()


def test_jurisdiction_without_units_is_refused():
    full = matrix({"a": ("NL", paragraphs(1, 8))}).coded
    documents = pd.concat([full.documents, pd.DataFrame({"jurisdiction": ["VL"]}, index=["void"])])
    coded = CodedUnits(**{**vars(full), "documents": documents})
    with pytest.raises(NotEstimable, match="'VL'"):
        jurisdiction_priorities(theme_matrix_of(coded))


def test_jurisdictions_weigh_documents_equally_or_pool_them():
    texts = {
        "a": ("NL", [np.array([[1, 0]] * 4 + [[0, 1]])] * 2),
        "b": ("NL", [np.array([[1, 0]] + [[0, 1]] * 4)] * 18),
    }
    counts = matrix(texts)
    equal = jurisdiction_priorities(counts, draws=20).frame
    pooled = jurisdiction_priorities(counts, weighting="pooled", draws=20).frame
    assert equal["share"].tolist() == pytest.approx([0.5, 0.5])
    assert pooled["share"].tolist() == pytest.approx([0.26, 0.74])
    for frame in (equal, pooled):
        assert (frame["low"] < frame["share"]).all()
        assert (frame["share"] < frame["high"]).all()


def test_one_document_has_the_same_interval_as_its_jurisdiction():
    counts = matrix({"a": ("VL", paragraphs(5, 12))})
    document = priorities(counts, draws=100).frame.drop(columns="group")
    for weighting in ("equal", "pooled"):
        group = jurisdiction_priorities(counts, weighting=weighting, draws=100).frame.drop(columns="group")
        pd.testing.assert_frame_equal(document, group)


def test_ties_share_their_places():
    best, worst = rank_order(np.array([[0.4, 0.2, 0.2, 0.0], [0.1, 0.2, 0.3, 0.4]]))
    assert best.tolist() == [[1, 2, 2, 4], [4, 3, 2, 1]]
    assert worst.tolist() == [[1, 3, 3, 4], [4, 3, 2, 1]]
    bounds = rank_bounds(np.array([[0.4, 0.2, 0.2, 0.2]]), 0.95)
    assert bounds.p_top.tolist() == pytest.approx([1, 2 / 3, 2 / 3, 2 / 3])
    assert bounds.low.tolist() == [1, 2, 2, 2]
    assert bounds.high.tolist() == [1, 4, 4, 4]


@given(st.integers(1, 50), st.integers(2, 30), st.integers(3, 8))
@settings(max_examples=25, deadline=None)
def test_places_among_the_first_three_are_given_out_exactly(seed, n_paragraphs, n_codes):
    blocks = paragraphs(seed, n_paragraphs, tuple(np.linspace(0.05, 0.5, n_codes)))
    frame = priorities(matrix({"a": ("NL", blocks)}), draws=40, seed=seed).frame
    assert frame["p_top3"].sum() == pytest.approx(3)
    assert (frame["low"] <= frame["share"]).all()
    assert (frame["share"] <= frame["high"]).all()
    assert frame[["low", "high"]].stack().between(0, 1).all()
    assert (frame["rank_low"] <= frame["rank_high"]).all()


def test_ranks_that_hold_at_once_are_written_out_by_hand():
    """Pairs one by one: the level quantile of the largest studentised deviation, widened for few paragraphs."""
    made = matrix({"a": ("NL", paragraphs(3, 40)), "b": ("VL", paragraphs(4, 40, (0.9, 0.1, 0.1)))})
    got = simultaneous_ranks(made, draws=300, seed=5)
    for row, name in enumerate("ab"):
        sums, weights = paragraphs_of(made.coded).of(row)
        drawn = share_draws(sums, weights, 300, document_rng(5, name))
        share = sums.sum(axis=0) / weights.sum()
        pairs = [(k, m) for k in range(3) for m in range(3) if k != m]
        error = {(k, m): np.std(drawn[:, m] - drawn[:, k]) for k, m in pairs}
        away = [np.abs(drawn[:, m] - drawn[:, k] - share[m] + share[k]) / error[k, m] for k, m in pairs]
        largest = -t.ppf(norm.cdf(-np.quantile(np.max(away, axis=0), 0.95)), 39) * np.sqrt(40 / 39)
        larger = [
            sum(share[m] - share[k] > largest * error[k, m] for m in range(3) if m != k) for k in range(3)
        ]
        smaller = [
            sum(share[k] - share[m] > largest * error[k, m] for m in range(3) if m != k) for k in range(3)
        ]
        frame = got.frame[got.frame["group"] == name]
        assert frame["rank_low"].tolist() == [1 + n for n in larger]
        assert frame["rank_high"].tolist() == [3 - n for n in smaller]
        assert frame["rank"].tolist() == rank_order(share[None])[0][0].tolist()
    assert got.frame["rank_high"].iloc[3] == 1  # nine in ten units of b have the first code
    assert (got.by, got.level, got.draws, got.seed) == ("document", 0.95, 300, 5)


def test_draws_are_those_of_paragraphs_with_replacement():
    """Mean and variance of the number of times that a paragraph is drawn, over all batches."""
    sums = np.eye(4)
    drawn = share_draws(sums, np.ones(4), 20_000, np.random.default_rng(1)) * 4
    assert drawn.sum(axis=1).tolist() == [4.0] * 20_000
    assert drawn.mean(axis=0) == pytest.approx([1] * 4, abs=0.02)
    assert drawn.var(axis=0) == pytest.approx([0.75] * 4, abs=0.03)  # n p (1 - p)
    many = share_draws(np.ones((5000, 1)), np.ones(5000), 900, np.random.default_rng(1))
    assert many.shape == (900, 1)  # more than fits into one batch
    assert many == pytest.approx(1.0)


def test_themes_that_are_alike_are_hardly_ever_put_in_an_order():
    wrong = 0
    for seed in range(60):
        ranks = simultaneous_ranks(matrix({"a": ("NL", paragraphs(seed, 60, (0.2,) * 6))}), draws=400).frame
        wrong += not (ranks["rank_low"].eq(1) & ranks["rank_high"].eq(6)).all()
    assert wrong <= 8  # three of sixty at .95; nine or more in one of two thousand such tests


def test_ranks_of_sides_that_hold_at_once():
    made = matrix({"a": ("NL", paragraphs(3, 40)), "b": ("VL", paragraphs(4, 40))})
    sides = simultaneous_ranks(made, weighting="equal", draws=100)
    texts = simultaneous_ranks(made, draws=100)
    assert sides.by == "jurisdiction"
    assert sides.frame["group"].unique().tolist() == ["NL", "VL"]
    # One document a side: the side is the document.
    columns = ["code", "rank", "rank_low", "rank_high"]
    pd.testing.assert_frame_equal(sides.frame[columns], texts.frame[columns])
    with pytest.raises(ParameterFault, match="weighting 'equals'"):
        simultaneous_ranks(made, weighting="equals")


@given(st.integers(1, 60), st.integers(2, 12), st.integers(3, 6))
@settings(max_examples=20, deadline=None)
def test_rank_intervals_hold_their_rank_and_follow_the_codes(seed, n_paragraphs, n_codes):
    shares = tuple(np.linspace(0.6, 0.05, n_codes))
    made = matrix({"a": ("NL", paragraphs(seed, n_paragraphs, shares))})
    frame = simultaneous_ranks(made, draws=50).frame
    assert (frame["rank_low"] <= frame["rank"]).all()
    assert (frame["rank"] <= frame["rank_high"]).all()
    assert frame["rank_low"].min() == 1
    assert frame["rank_high"].max() == n_codes
    turned = matrix({"a": ("NL", [block[:, ::-1] for block in paragraphs(seed, n_paragraphs, shares)])})
    other = simultaneous_ranks(turned, draws=50).frame
    assert other["rank_low"].tolist() == frame["rank_low"].tolist()[::-1]


@given(st.floats(0, 1), st.floats(1, 400), st.floats(1, 200))
@settings(max_examples=60, deadline=None)
def test_jeffreys_bounds_hold_the_share_and_turn_with_it(share, effective, freedom):
    def bounds(p):
        one = np.array([[p]])
        parts = ShareIntervals(one, one, one, one[0], np.array([[effective]]), np.array([freedom]), 0.95)
        return [float(bound[0, 0]) for bound in jeffreys(parts)]

    low, high = bounds(share)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1
    assert bounds(1 - share) == pytest.approx([1 - high, 1 - low], abs=1e-5)


def test_jeffreys_is_the_beta_quantile_and_shorter_than_wilson_for_rare_shares():
    share, size = np.array([[0.02, 0.0, 1.0]]), np.full((1, 3), 100.0)
    parts = ShareIntervals(share, share, share, size[:, 0], size, np.array([np.inf]), 0.95)
    low, high = jeffreys(parts)
    assert [low[0, 0], high[0, 0]] == pytest.approx(beta.ppf([0.025, 0.975], 2.5, 98.5).tolist())
    assert (low[0, 1], high[0, 2]) == (0, 1)
    assert high[0, 1] == pytest.approx(1 - low[0, 2])
    wilson_low, wilson_high = wilson(share, size, Z)
    assert (high - low < wilson_high - wilson_low).all()


def test_subset_then_compute_equals_compute_then_subset():
    texts = {"a": ("NL", paragraphs(1, 10)), "b": ("NL", paragraphs(2, 10))}
    both = priorities(matrix(texts), draws=100).frame
    alone = priorities(matrix({"b": texts["b"]}), draws=100).frame
    columns = ["count", "total", "share", "rank", "rank_low", "rank_high", "p_top3"]
    got = both.query("group == 'b'").reset_index(drop=True)
    pd.testing.assert_frame_equal(got[columns], alone[columns])


def test_shares_and_counts_give_the_same_priorities_and_seeds_matter():
    counts = matrix({"a": ("NL", paragraphs(1, 10, (0.3, 0.3, 0.3, 0.3, 0.3)))})
    first, second = priorities(counts, draws=100), priorities(counts.share(), draws=100)
    pd.testing.assert_frame_equal(first.frame, second.frame)
    assert not first.frame.equals(priorities(counts, draws=100, seed=2).frame)


def test_order_probabilities_are_complementary():
    counts = matrix({"a": ("NL", paragraphs(1, 10))})
    got = order_probabilities(counts, "a", draws=200)
    assert np.allclose(got + got.T, 1)
    assert got.loc["c0", "c2"] > 0.95
    with pytest.raises(ParameterFault, match="no document 'b'"):
        order_probabilities(counts, "b")


def test_log_salience_has_wider_intervals_where_paragraphs_are_of_one_mind():
    mixed = matrix({"a": ("NL", [np.array([[1], [0]])] * 10)})
    blocks = matrix({"a": ("NL", [np.array([[1], [1]]), np.array([[0], [0]])] * 5)})
    widths = [float((f["high"] - f["low"]).iloc[0]) for f in (log_salience(mixed), log_salience(blocks))]
    assert log_salience(mixed)["log_salience"].iloc[0] == pytest.approx(0)
    assert widths[1] == pytest.approx(widths[0] * np.sqrt(2 * 9 / 9 * 10 / 9), rel=0.02)


@pytest.mark.parametrize("keywords", [{"level": 1.0}, {"draws": 0}, {"seed": -1}])
def test_parameters_out_of_range_are_refused(keywords):
    with pytest.raises(ParameterFault, match=next(iter(keywords))):
        priorities(matrix({"a": ("NL", paragraphs(1, 4))}), **keywords)


def test_paragraph_bootstrap_has_the_variance_of_the_cluster_formula():
    """Two routes to one variance: 4,000 draws, and sum (x - p n)^2 / N^2."""
    counts = matrix({"a": ("NL", paragraphs(9, 40))})
    sums, weights = paragraphs_of(counts.coded).of(0)
    share = sums.sum(axis=0) / weights.sum()
    formula = np.sqrt(np.square(sums - share * weights[:, None]).sum(axis=0)) / weights.sum()
    draws = share_draws(sums, weights, 4000, np.random.default_rng(1))
    assert draws.std(axis=0) == pytest.approx(formula, rel=0.06)
