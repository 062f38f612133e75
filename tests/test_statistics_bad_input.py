"""What the statistics say of tables that carry nothing: a clear error, or a stated "not estimable"."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pandas as pd
import pytest

from comparelib import clusters, contrast, correction, ordination, priorities, reliability
from comparelib.errors import ComparelibError, MeaninglessOperation, NotEstimable, ParameterFault, TableFault
from comparelib.matrix import CodedUnits, ThemeMatrix, theme_matrix_of
from comparelib.matrix.counts import counted
from comparelib.model import Counting

TEXTS = (("NL", 6), ("NL", 5), ("NL", 7), ("VL", 6))
NAN = float("nan")
pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")


def made(  # noqa: PLR0913 - keywords with defaults
    texts=TEXTS, *, codes=4, share=0.4, column=None, weights=1.0, ids=None
) -> ThemeMatrix:
    """Texts (jurisdiction, paragraphs of three units); `column` is put in place of the second code."""
    n = [3 * paragraphs for _, paragraphs in texts]
    values = (np.random.default_rng(0).random((sum(n), codes)) < share).astype(float)
    if column is not None:
        values[:, 1] = column
    index = pd.Index([f"d{number}" for number in range(len(texts))], name="doc_id")
    documents = pd.DataFrame({"jurisdiction": [side for side, _ in texts], "doc_type": "x"}, index=index)
    zero = pd.Series(0, index=index)
    return theme_matrix_of(
        CodedUnits(
            facet="theme",
            coder="reference",
            counting=Counting.PRESENCE,
            codes=tuple(f"c{code}" for code in range(codes)),
            documents=documents,
            unit_ids=pd.Index(ids or [f"u{number}" for number in range(sum(n))]),
            values=values,
            weights=np.full(sum(n), weights),
            document=np.repeat(np.arange(len(texts)), n).astype(np.int64),
            paragraph=(np.arange(sum(n)) // 3).astype(np.int64),
            n_missing=zero,
            n_failed=zero,
        )
    )


def everything(matrix: ThemeMatrix) -> ThemeMatrix:
    return correction.corrected_shares(matrix.coded, matrix.coded, correction.census(matrix.coded))


FUNCTIONS = {
    "priorities": lambda m: priorities.priorities(m, draws=20),
    "jurisdiction_priorities": lambda m: priorities.jurisdiction_priorities(m, draws=20),
    "simultaneous_ranks": lambda m: priorities.simultaneous_ranks(m, draws=20),
    "simultaneous_ranks of sides": lambda m: priorities.simultaneous_ranks(m, weighting="equal", draws=20),
    "concentration": priorities.concentration,
    "log_salience": priorities.log_salience,
    "order_probabilities": lambda m: priorities.order_probabilities(m, "d0", draws=20),
    "compare_priorities": lambda m: contrast.compare_priorities(m, draws=20),
    "compare_priorities pooled": lambda m: contrast.compare_priorities(m, draws=20, weighting="pooled"),
    "document_tree": lambda m: clusters.document_tree(m, draws=5),
    "theme_tree": lambda m: clusters.theme_tree(m, draws=5),
    "tree_agreement": clusters.tree_agreement,
    "correspondence": lambda m: ordination.correspondence(m, draws=5),
    "share": lambda m: m.share(),
    "by_jurisdiction": lambda m: m.by_jurisdiction(),
    "corrected_shares": everything,
    "sign_flip": lambda m: correction.sign_flip(m.coded, m.coded, correction.census(m.coded)),
}
SIDES = {"jurisdiction_priorities", "simultaneous_ranks of sides", "compare_priorities"}
SIDES |= {"compare_priorities pooled"}
TREES = {"document_tree", "theme_tree", "tree_agreement", "correspondence"}
CENSUS = {"corrected_shares", "sign_flip"}
# Of each table: how it is made, and which functions refuse it. The others state what is missing.
BAD = {
    "a document without units": (lambda: made((*TEXTS, ("NL", 0))), set()),
    "a theme never coded": (lambda: made(column=0.0), set()),
    "a theme in every unit": (lambda: made(column=1.0), set()),
    "no unit with a code": (lambda: made(share=0.0), TREES | {n for n in SIDES if "compare" in n}),
    "no units at all": (lambda: made((("NL", 0), ("VL", 0))), TREES | CENSUS | SIDES),
    "a jurisdiction without units": (lambda: made((*TEXTS[:3], ("VL", 0))), SIDES | {"sign_flip"}),
    "a jurisdiction without documents": (
        lambda: made(TEXTS[:3]),
        {name for name in SIDES if "compare" in name} | {"sign_flip"},
    ),
    "one document": (lambda: made(TEXTS[:1]), None),
    "one paragraph a document": (lambda: made([(side, 1) for side, _ in TEXTS]), None),
    "one code": (lambda: made(codes=1), None),
    "units without weight": (lambda: made(weights=0.0), None),
}


@pytest.mark.parametrize("kind", list(BAD))
@pytest.mark.parametrize("name", list(FUNCTIONS))
def test_a_table_that_carries_nothing_is_refused_or_stated(kind, name):
    matrix, refused = BAD[kind][0](), BAD[kind][1]
    if refused is None:
        # Whether such a table carries the question is the question's own; nothing but our errors may come.
        with suppress(ComparelibError):
            FUNCTIONS[name](matrix)
    elif name in refused:
        with pytest.raises(ComparelibError, match=r"\w+ \w+ \w+"):
            FUNCTIONS[name](matrix)
    else:
        assert FUNCTIONS[name](matrix) is not None


@pytest.mark.parametrize("kind", ["no unit with a code", "no units at all", "one paragraph a document"])
def test_groups_of_nothing_are_refused(kind):
    with pytest.raises(NotEstimable):
        clusters.paragraph_groups(BAD[kind][0](), draws=2)


def test_what_is_missing_is_stated_and_nothing_else():
    empty = made((*TEXTS, ("NL", 0)))
    frame = priorities.priorities(empty, draws=20).frame.set_index("group")
    assert frame.loc["d4", ["share", "low", "rank", "rank_low", "p_top3"]].isna().all(axis=None)
    assert frame.drop("d4").notna().all(axis=None)
    ranks = priorities.simultaneous_ranks(empty, draws=20).frame.set_index("group")
    assert ranks.loc["d4", ["rank", "rank_low", "rank_high"]].isna().all(axis=None)
    salience = priorities.log_salience(empty).set_index("group")
    assert salience.loc["d4", ["log_salience", "low", "high"]].isna().all(axis=None)
    assert salience.drop("d4").notna().all(axis=None)
    never = contrast.compare_priorities(made(column=0.0), draws=20).frame.set_index("code")
    assert never.loc["c1", ["log_odds", "p", "q"]].isna().all()
    assert never.loc["c1", ["share_a", "share_b", "difference"]].eq(0).all()
    assert np.isnan(contrast.rank_agreement([0.3], [0.2]).tau_b)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"column": NAN}, "values hold a missing or negative number"),
        ({"column": -1.0}, "values hold a missing or negative number"),
        ({"weights": NAN}, "weights hold a missing or negative number"),
        ({"ids": ["u"] * 72}, "unit 'u' stands there more than once"),
        ({"codes": 0}, "there are no codes"),
        ({"texts": ()}, "there are no documents"),
    ],
)
def test_units_that_nothing_can_be_reckoned_from_are_no_units(change, words):
    with pytest.raises(TableFault, match=words):
        made(**change)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (("NL",), "needs two jurisdictions, given 'NL'"),
        ("NL", "needs two jurisdictions, given 'NL'"),
        ((), "given none"),
        (("NL", "VL", "BE"), "given 'NL', 'VL', 'BE'"),
        (("NL", "NL"), "'NL' with itself"),
        (("NL", "WL"), "no document of jurisdiction 'WL'; expected one of NL, VL"),
    ],
)
def test_a_comparison_needs_two_jurisdictions(given, words):
    with pytest.raises(ParameterFault, match=words):
        contrast.compare_priorities(made(), jurisdictions=given)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: contrast.g2([1, NAN], [2, 3]), ParameterFault, "'target' holds a missing"),
        (lambda: contrast.chi2([1, 2], [-2, 3]), ParameterFault, "'reference' holds a number below 0"),
        (lambda: contrast.pmi([1, 2, 3], [2, 3]), ParameterFault, "of the same things"),
        (lambda: contrast.g2([[1, 2]], [[2, 3]]), ParameterFault, "of the same words"),
        (lambda: contrast.g2([], []), NotEstimable, "words in both"),
        (lambda: contrast.monroe([1, NAN], [2, 3], 1), ParameterFault, "'first'"),
        (lambda: contrast.monroe([1, 2], [2, 3, 4], 1), ParameterFault, "same things"),
        (lambda: contrast.jensen_shannon([1, -1], [0.5, 0.5]), ParameterFault, "below 0"),
        (lambda: contrast.jensen_shannon([1, 2], [1, 2, 3]), ParameterFault, "same themes"),
        (lambda: contrast.rank_agreement([0.1, NAN], [0.1, 0.2]), NotEstimable, "missing"),
        (lambda: contrast.benjamini_hochberg([0.1, 2]), ParameterFault, "outside 0 and 1"),
        (lambda: contrast.holm([-0.1]), ParameterFault, "outside 0 and 1"),
        (lambda: contrast.rank_weight(0), ParameterFault, "depth is 0"),
        (lambda: contrast.permutation_floor(0, 1), NotEstimable, "both sides"),
        (lambda: contrast.document_permutation(lambda _: NAN, 5, 1), NotEstimable, "not a number"),
        (lambda: contrast.document_permutation(len, 40, 20, draws=0), ParameterFault, "draws is 0"),
        (lambda: priorities.diversity([-0.1]), MeaninglessOperation, "negative"),
        (lambda: priorities.log_odds(6, 5), ParameterFault, "above its total"),
        (lambda: priorities.log_odds(NAN, 5), ParameterFault, "'count' holds a missing"),
        (lambda: priorities.position(-1, 2), ParameterFault, "'right' holds a number below 0"),
        (lambda: priorities.importance(1, 1, 0), ParameterFault, "0 units"),
        (lambda: priorities.rank_order([[0.1, NAN]]), ParameterFault, "missing"),
        (lambda: priorities.rank_order([0.1, 0.2]), ParameterFault, "one column a code"),
        (lambda: priorities.rank_bounds(np.ones((5, 3)), 95), ParameterFault, "level is 95"),
        (lambda: priorities.rank_bounds(np.ones((0, 3)), 0.95), ParameterFault, "draws is 0"),
        (lambda: clusters.profile_distances(np.ones(3)), ParameterFault, "objects and parts"),
        (lambda: ordination.decompose(np.ones(3)), ParameterFault, "rows and columns"),
    ],
)
def test_formulas_refuse_numbers_that_are_no_counts_or_shares(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_counts_are_checked_all_at_once():
    with pytest.raises(ParameterFault) as caught:
        counted(first=[1, -1], second=[NAN, 1], third=[1, 2, 3])
    assert len(caught.value.faults) == 3
    first, second = counted(first=[1, 2], second=3)
    assert (first.tolist(), second.tolist()) == ([1.0, 2.0], 3.0)


UNITS = pd.DataFrame(
    {
        "unit_id": [f"u{number}" for number in range(24)],
        "doc_id": np.repeat(["x", "y"], 12),
        "paragraph": np.arange(24) // 3,
        "kind": "sentence",
        "text": "Wij bouwen machines.",
    }
)
DOCUMENTS = pd.DataFrame({"doc_id": ["x", "y"], "jurisdiction": ["NL", "VL"]})
CODINGS = pd.DataFrame(
    {
        "unit_id": np.tile(UNITS["unit_id"], 2),
        "facet": "theme",
        "code": np.tile(["k", "l", "none"], 16),
        "coder": np.repeat(["annotator_a", "annotator_b"], 24),
    }
)
ONE_CODER = CODINGS.iloc[:24]


def twice(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([frame, frame.iloc[:1]], ignore_index=True)


def holed(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    cells = frame[column].astype(object)
    cells.iloc[0] = np.nan
    return frame.assign(**{column: cells})


def words(units=UNITS, documents=DOCUMENTS, **keywords):
    return contrast.vocabulary_contrast(units, documents, **({"min_count": 1, "draws": 5} | keywords))


def quality(codings=CODINGS, units=UNITS, **keywords):
    keywords = {"coder": "annotator_a", "reference": "annotator_b", "draws": 5} | keywords
    return reliability.coder_quality(codings, units, **keywords)


def drawn(units=UNITS, codings=ONE_CODER, documents=DOCUMENTS, **keywords):
    return correction.designed_sample(units, codings, documents, **({"n": 8} | keywords))


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (lambda: words(holed(UNITS, "text")), TableFault, "column 'text' has 1 empty cell"),
        (lambda: words(UNITS.drop(columns="text")), TableFault, "lacks column 'text'"),
        (lambda: words(UNITS.assign(text="")), NotEstimable, "no words"),
        (lambda: words(UNITS.iloc[:0]), NotEstimable, "no words"),
        (lambda: words(documents=twice(DOCUMENTS)), TableFault, "'x' stands there more than once"),
        (lambda: words(jurisdictions=("NL",)), ParameterFault, "two jurisdictions, given 'NL'"),
        (lambda: reliability.agreement(CODINGS, UNITS, coders=["annotator_a"]), ParameterFault, "two coders"),
        (lambda: reliability.agreement(twice(CODINGS), twice(UNITS)), TableFault, "more than once"),
        (lambda: reliability.agreement(holed(CODINGS, "code"), UNITS), ComparelibError, "empty"),
        (lambda: reliability.agreement(CODINGS, UNITS.iloc[:0]), ComparelibError, "not in table 'units'"),
        (lambda: reliability.agreement(CODINGS, UNITS, seed=-1), ParameterFault, "seed is -1"),
        (
            lambda: reliability.agreement(CODINGS, UNITS, documents=holed(DOCUMENTS, "jurisdiction")),
            TableFault,
            "column 'jurisdiction' has 1 empty cell",
        ),
        (lambda: reliability.agreement(CODINGS, UNITS, documents=twice(DOCUMENTS)), TableFault, "'x'"),
        (lambda: quality(reference="annotator_a"), ComparelibError, "annotator_a"),
        (lambda: quality(holed(CODINGS, "unit_id")), TableFault, "empty"),
        (lambda: drawn(twice(UNITS)), TableFault, "'u0' stands there more than once"),
        (lambda: drawn(codings=holed(ONE_CODER, "code")), TableFault, "column 'code' has 1 empty cell"),
        (lambda: drawn(UNITS.drop(columns="doc_id")), TableFault, "lacks column 'doc_id'"),
        (lambda: drawn(documents=twice(DOCUMENTS)), TableFault, "'x' stands there more than once"),
        (lambda: drawn(documents=DOCUMENTS.drop(columns="doc_id")), TableFault, "lacks column 'doc_id'"),
        (lambda: drawn(codings=ONE_CODER.iloc[:0]), ComparelibError, "0 coders"),
        (lambda: drawn(seed=-1), ParameterFault, "seed is -1"),
    ],
)
def test_tables_with_holes_and_doubles_are_named(call, error, said):
    with pytest.raises(error, match=said):
        call()


@pytest.mark.parametrize(("pi", "said"), [(NAN, "is nan"), ("much", "is much"), (2.0, "is 2.0")])
def test_a_probability_is_a_number_up_to_one(pi, said):
    coded = made().coded
    with pytest.raises(TableFault, match=said):
        correction.corrected_shares(coded, coded, correction.census(coded).assign(pi=pi))


@pytest.mark.parametrize("groups", [("NL",), ("NL", "NL"), "NL"])
def test_corrected_comparisons_need_two_groups(groups):
    coded = made().coded
    sample = correction.census(coded)
    with pytest.raises(ParameterFault, match=r"two groups|with itself"):
        correction.sign_flip(coded, coded, sample, groups=groups)
    with pytest.raises(ParameterFault, match=r"two groups|with itself"):
        correction.corrected_difference(correction.corrected_shares(coded, coded, sample), groups=groups)


def test_a_code_that_nobody_gave_is_not_estimable_and_takes_nothing_from_others():
    found = reliability.agreement(CODINGS, UNITS, codes=("k", "l", "never"), draws=5).frame
    own = found[found["code"] == "never"]
    assert own["value"].isna().all()
    assert own["reason"].str.contains("no coder gave the code").any()
    frame = quality(codes=("k", "l", "never")).frame
    assert frame.loc[frame["code"] == "never", "value"].isna().all()
    assert frame.loc[frame["code"] == "k", "value"].eq(1).all()
