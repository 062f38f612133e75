import csv
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.codebook import Code, Codebook, Facet, load_codebook
from comparelib.errors import CodingFault, MeaninglessOperation, ParameterFault, TableFault
from comparelib.matrix import ThemeMatrix, coded_units, theme_matrix

ROOT = Path(__file__).parents[1]


def facet(name: str, *codes: str) -> Facet:
    label = {"en": name, "nl": name}
    return Facet(name, label, "?", True, tuple(Code(code, {"en": code, "nl": code}, code) for code in codes))


BOOK = Codebook(
    "tiny",
    "1.0.0",
    {"en": "t", "nl": "t"},
    (facet("theme", "energy", "labour", "housing"), facet("function", "goal", "measure")),
)
DOCUMENTS = pd.DataFrame({"doc_id": ["b", "a", "empty"], "jurisdiction": ["VL", "NL", "NL"]})
UNITS = pd.DataFrame(
    [
        ("b#0001", "b", 1, "heading", "Energie"),
        ("b#0002", "b", 1, "sentence", "Wij zetten in op werk – en energie."),
        ("b#0003", "b", 2, "furniture", "12"),
        ("b#0004", "b", 2, "sentence", "Eén idee."),
        ("a#0001", "a", 1, "sentence", "Niets hier."),
        ("a#0002", "a", 1, "sentence", "Niet gelezen."),
        ("a#0003", "a", 2, "sentence", "Mislukt."),
        ("a#0004", "a", 3, "sentence", "Werk."),
        ("empty#0001", "empty", 1, "furniture", "kop"),
    ],
    columns=["unit_id", "doc_id", "paragraph", "kind", "text"],
)
ROWS = [
    ("b#0001", "theme", "energy", "dictionary@1.2.0"),
    ("b#0002", "theme", "energy", "dictionary@1.2.0"),
    ("b#0002", "theme", "energy", "dictionary@1.2.0"),  # a second evidence span
    ("b#0002", "theme", "labour", "dictionary@1.2.0"),
    ("b#0004", "theme", "none", "dictionary@1.2.0"),
    ("a#0001", "theme", "none", "dictionary@1.2.0"),
    ("a#0003", "theme", "failed", "dictionary@1.2.0"),
    ("a#0004", "theme", "labour", "dictionary@1.2.0"),
    ("b#0001", "function", "goal", "dictionary@1.2.0"),
    ("b#0002", "function", "measure", "dictionary@1.2.0"),
    ("b#0004", "function", "none", "dictionary@1.2.0"),
    ("a#0001", "function", "goal", "dictionary@1.2.0"),
    ("a#0004", "function", "measure", "dictionary@1.2.0"),
    ("a#0001", "theme", "housing", "human:ab"),
]


def codings(*more: tuple[str, str, str, str], without: int = 0) -> pd.DataFrame:
    rows = [*ROWS[: len(ROWS) - without], *more]
    return pd.DataFrame(rows, columns=["unit_id", "facet", "code", "coder"])


def matrix(rows: pd.DataFrame | None = None, **keywords: object) -> ThemeMatrix:
    keywords.setdefault("coder", "dictionary")
    return theme_matrix(codings() if rows is None else rows, UNITS, DOCUMENTS, BOOK, **keywords)  # type: ignore[arg-type]


def test_presence_keeps_every_document_and_code_and_uncoded_units_in_the_denominator():
    got = matrix()
    assert got.counts.to_dict("index") == {
        "b": {"energy": 2, "labour": 1, "housing": 0},
        "a": {"energy": 0, "labour": 1, "housing": 0},
        "empty": {"energy": 0, "labour": 0, "housing": 0},
    }
    assert got.totals.to_dict() == {"b": 3, "a": 2, "empty": 0}
    assert got.uncoded.to_dict() == {"b": 1, "a": 1, "empty": 0}
    assert got.coder == "dictionary@1.2.0"


def test_missing_and_failed_units_are_counted_apart():
    coded = matrix().coded
    assert coded.n_missing.to_dict() == {"b": 0, "a": 1, "empty": 0}
    assert coded.n_failed.to_dict() == {"b": 0, "a": 1, "empty": 0}
    assert list(coded.unit_ids) == ["b#0001", "b#0002", "b#0004", "a#0001", "a#0004"]
    assert list(coded.document) == [0, 0, 0, 1, 1]
    assert list(coded.paragraph) == [0, 0, 1, 2, 3]


def test_fractional_counts_and_uncoded_units_fill_the_denominator():
    got = matrix(counting="fractional")
    assert got.counts.loc["b"].tolist() == [1.5, 0.5, 0]
    whole = got.counts.sum(axis=1) + got.uncoded
    assert np.allclose(whole, got.totals)


def test_tokens_weigh_units_by_their_words_and_count_accented_letters_but_no_dashes():
    got = matrix(counting="tokens")
    assert got.counts.loc["b"].tolist() == [8, 7, 0]
    assert got.totals["b"] == 10
    assert got.share().counts.loc["b", "labour"] == pytest.approx(0.7)


def test_measures_only():
    got = matrix(functions=("measure",))
    assert got.totals.to_dict() == {"b": 1, "a": 1, "empty": 0}
    assert got.counts.loc["b"].tolist() == [1, 1, 0]
    # a#0002 has no function and no theme: it may be a measure, nobody knows
    assert got.coded.n_missing["a"] == 1


def test_a_facet_asked_of_some_units_has_these_as_its_denominator():
    got = matrix(codings(without=1).query("not (facet == 'theme' and unit_id == 'b#0004')"))
    assert got.totals["b"] == 2


def test_document_without_coded_units_has_no_shares():
    got = matrix().share()
    assert got.counts.loc["empty"].isna().all()
    assert got.empty == ("empty",)
    assert got.counts.loc["b"].tolist() == pytest.approx([2 / 3, 1 / 3, 0])


def test_share_of_shares_and_grouped_shares_are_refused():
    shares = matrix().share()
    with pytest.raises(MeaninglessOperation, match="start from the counts"):
        shares.share()
    with pytest.raises(MeaninglessOperation, match="group the counts first"):
        shares.by_jurisdiction()


def test_equal_and_pooled_jurisdictions_differ_as_published_identity_says():
    """methods.md 2.4: shares .8 of 10 units and .2 of 90 units are .50 equal, .26 pooled."""
    units = pd.DataFrame(
        {
            "unit_id": [f"x#{i:04}" for i in range(100)],
            "doc_id": ["a"] * 10 + ["b"] * 90,
            "paragraph": 1,
            "kind": "sentence",
            "text": "t",
        }
    )
    code = ["energy"] * 8 + ["none"] * 2 + ["energy"] * 18 + ["none"] * 72
    rows = pd.DataFrame({"unit_id": units.unit_id, "facet": "theme", "code": code, "coder": "reference"})
    documents = pd.DataFrame({"doc_id": ["a", "b", "c"], "jurisdiction": ["NL", "NL", "VL"]})
    got = theme_matrix(rows, units, documents, BOOK)
    assert got.by_jurisdiction("equal").loc["NL", "energy"] == pytest.approx(0.50)
    assert got.by_jurisdiction("pooled").loc["NL", "energy"] == pytest.approx(0.26)
    assert got.by_jurisdiction("equal").loc["VL"].isna().all()
    with pytest.raises(ParameterFault, match="did you mean 'pooled'"):
        got.by_jurisdiction("poold")


@pytest.mark.parametrize("counting", ["presence", "fractional", "tokens"])
def test_order_of_codings_and_units_does_not_matter(counting):
    first = matrix(counting=counting)
    second = theme_matrix(
        codings().sample(frac=1, random_state=1),
        UNITS.sample(frac=1, random_state=2),
        DOCUMENTS,
        BOOK,
        coder="dictionary",
        counting=counting,
    )
    pd.testing.assert_frame_equal(first.counts, second.counts)
    paragraphs = [
        pd.Series(each.coded.paragraph, index=each.coded.unit_ids).sort_index() for each in (first, second)
    ]
    pd.testing.assert_series_equal(*paragraphs)


@pytest.mark.parametrize(
    ("rows", "keywords", "error", "words"),
    [
        ((), {"coder": "dictionnary"}, CodingFault, "did you mean 'dictionary'"),
        (
            [("b#0001", "theme", "none", "dictionary@1.3.0")],
            {},
            CodingFault,
            "several versions of coder 'dictionary'",
        ),
        (
            [("b#0001", "theme", "enrgy", "dictionary@1.2.0")],
            {},
            CodingFault,
            "'enrgy' is not in facet 'theme'.*Did you mean 'energy'",
        ),
        (
            [("b#0011", "theme", "energy", "dictionary@1.2.0")],
            {},
            CodingFault,
            "'b#0011', which is not in table 'units'",
        ),
        (
            [("b#0003", "theme", "energy", "dictionary@1.2.0")],
            {},
            CodingFault,
            "coding of furniture: 'b#0003'",
        ),
        (
            [("b#0001", "theme", "none", "dictionary@1.2.0")],
            {},
            CodingFault,
            "a code beside 'none' or 'failed' in unit 'b#0001'",
        ),
        ([("b#0001", "theme", None, "dictionary@1.2.0")], {}, TableFault, "column 'code' has 1 empty cell$"),
        ((), {"facet": "thema"}, ParameterFault, "did you mean 'theme'"),
        ((), {"counting": "token"}, ParameterFault, "did you mean 'tokens'"),
        ((), {"functions": ("measures",)}, ParameterFault, "did you mean 'measure'"),
    ],
)
def test_faults_name_what_is_wrong(rows, keywords, error, words):
    with pytest.raises(error, match=words):
        matrix(codings(*rows), **keywords)


def test_version_may_be_named():
    rows = codings(("b#0001", "theme", "none", "dictionary@1.3.0"))
    assert matrix(rows, coder="dictionary@1.3.0").totals["b"] == 1


def test_duplicate_units_unknown_documents_and_no_codings():
    with pytest.raises(TableFault, match="'a#0001' stands there more than once"):
        theme_matrix(codings(), pd.concat([UNITS, UNITS.iloc[[4]]]), DOCUMENTS, BOOK, coder="dictionary")
    with pytest.raises(TableFault, match="doc_id 'b' is not in table 'documents'"):
        theme_matrix(codings(), UNITS, DOCUMENTS.query("doc_id != 'b'"), BOOK, coder="dictionary")
    with pytest.raises(TableFault, match="'b' stands there more than once"):
        theme_matrix(codings(), UNITS, pd.concat([DOCUMENTS, DOCUMENTS.iloc[[0]]]), BOOK, coder="dictionary")
    with pytest.raises(CodingFault, match="there are no codings"):
        theme_matrix(codings().iloc[:0], UNITS, DOCUMENTS, BOOK, coder="dictionary")


def test_starter_corpus_counts_equal_a_plain_count_of_the_reference_file():
    """Counted with the csv module alone, for every document and theme."""
    units = pd.read_csv(ROOT / "data/reference/units.csv").assign(paragraph=1)
    rows = pd.read_csv(ROOT / "data/reference/codings.csv")
    book = load_codebook(ROOT / "data/codebook/maakindustrie.yml")
    documents = pd.read_csv(ROOT / "data/raw/corpus.csv")
    got = theme_matrix(rows, units, documents, book, coder="adjudicated")
    with (ROOT / "data/reference/units.csv").open(encoding="utf-8") as file:
        document = {row["unit_id"]: row["doc_id"] for row in csv.DictReader(file)}
    with (ROOT / "data/reference/codings.csv").open(encoding="utf-8") as file:
        own = [
            row for row in csv.DictReader(file) if row["coder"] == "adjudicated" and row["facet"] == "theme"
        ]
    for doc_id in got.counts.index:
        for code in got.codes:
            expected = {r["unit_id"] for r in own if r["code"] == code and document[r["unit_id"]] == doc_id}
            assert got.counts.loc[doc_id, code] == len(expected)


@pytest.mark.slow
def test_a_million_units_take_seconds_not_minutes():
    n = 1_000_000
    rng = np.random.default_rng(1)
    ids = pd.Index([f"a#{i:07}" for i in range(n)])
    units = pd.DataFrame(
        {
            "unit_id": ids,
            "doc_id": "a",
            "paragraph": np.arange(n) // 4 + 1,
            "kind": "sentence",
            "text": "Een zin.",
        }
    )
    rows = pd.DataFrame(
        {
            "unit_id": ids,
            "facet": "theme",
            "code": np.array(["energy", "labour", "none"])[rng.integers(0, 3, n)],
            "coder": "reference",
        }
    )
    documents = pd.DataFrame({"doc_id": ["a"], "jurisdiction": ["NL"]})
    start = perf_counter()
    got = coded_units(rows, units, documents, BOOK)
    assert perf_counter() - start < 30
    assert len(got.unit_ids) == n


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["energy", "labour", "housing"])),
        max_size=12,
        unique=True,
    )
)
@settings(max_examples=30, deadline=None)
def test_fractional_shares_and_the_uncoded_share_sum_to_one_in_any_order_of_codes(pairs):
    ids = ["b#0001", "b#0002", "a#0001", "a#0004"]
    coded = {unit for unit, _ in pairs}
    rows = [(ids[unit], "theme", code, "x") for unit, code in pairs]
    rows += [(ids[unit], "theme", "none", "x") for unit in range(4) if unit not in coded]
    frame = pd.DataFrame(rows, columns=["unit_id", "facet", "code", "coder"])
    first = theme_matrix(frame, UNITS, DOCUMENTS, BOOK, coder="x", counting="fractional")
    whole = first.share().counts.sum(axis=1) + first.uncoded / first.totals
    assert whole.dropna().tolist() == pytest.approx([1, 1])
    turned = Codebook("t", "1.0.0", {}, (facet("theme", "housing", "energy", "labour"),))
    second = theme_matrix(frame, UNITS, DOCUMENTS, turned, coder="x", counting="fractional")
    assert second.codes == ("housing", "energy", "labour")
    pd.testing.assert_frame_equal(first.counts[list(second.codes)], second.counts)


def test_failed_and_missing_functions_do_not_silently_become_measures():
    rows = codings(("b#0001", "function", "failed", "human:x"), ("b#0001", "theme", "energy", "human:x"))
    coded = coded_units(rows, UNITS, DOCUMENTS, BOOK, coder="human:x", functions=("measure",))
    assert len(coded.unit_ids) == 0
    assert coded.n_failed["b"] == 1
    assert coded.n_missing["b"] == 2
