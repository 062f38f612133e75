"""The swap test, on coders whose answers are known and on the dictionary and the texts of the study."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from comparelib.codebook import load_codebook
from comparelib.coding.dictionary import dictionary_codings, load_dictionary
from comparelib.csvfile import load_csv
from comparelib.equivalence import swap_test
from comparelib.errors import CodingFault, NotEstimable
from comparelib.variants import Variant, VariantKind, load_variants

ROOT = Path(__file__).parents[1]

DOUBLET, ANALOGUE = VariantKind.LEXICAL_DOUBLET, VariantKind.INSTITUTIONAL_ANALOGUE
VARIANTS = [
    Variant(("mkb",), ("kmo",), DOUBLET, ""),
    Variant(("banen",), ("jobs",), DOUBLET, ""),
    Variant(("RVO",), ("VLAIO",), ANALOGUE, ""),
]
TEXTS = ["Het mkb groeit.", "Meer banen in het mkb.", "De RVO helpt.", "Niets.", "Een kmo."]
UNITS = pd.DataFrame({"unit_id": [f"d#{i:04d}" for i in range(5)], "text": TEXTS})


def coder_of(**words):
    """A coder that gives a code where one of its words occurs."""

    def code(units):
        rows = []
        for unit, text in zip(units["unit_id"], units["text"], strict=True):
            found = [name for name, listed in words.items() if any(word in text for word in listed)]
            rows += [(unit, name) for name in found or ["none"]]
        return pd.DataFrame(rows, columns=["unit_id", "code"]).assign(facet="theme", coder="words")

    return code


def test_a_coder_that_knows_both_words_passes():
    got = swap_test(UNITS, coder_of(sme=["mkb", "kmo"], jobs=["banen", "jobs"]), VARIANTS)
    assert (got.overall.loc[got.overall["kind"] == DOUBLET, "unchanged"] == 1).all()
    assert got.overall["passed"].tolist() == [True, True, None]
    assert got.changes.empty


def test_what_a_coder_loses_is_counted_and_shown():
    got = swap_test(
        UNITS, coder_of(sme=["mkb"], jobs=["banen", "jobs"], growth=["groeit"], agency=["VLAIO"]), VARIANTS
    )
    frame = got.frame.set_index(["variant", "to"])
    mkb = frame.loc[("mkb/kmo", "VL")]
    assert (mkb["n_units"], mkb["n_codes"], mkb["n_lost"], mkb["n_gained"]) == (2, 4, 2, 0)
    assert mkb["unchanged"] == 0.5
    assert mkb["decisions_unchanged"] == pytest.approx(1 - 2 / 8)
    assert not mkb["passed"]
    assert frame.loc[("mkb/kmo", "NL"), "n_gained"] == 1
    assert frame.loc[("banen/jobs", "VL"), "n_lost"] == 1  # the same unit has mkb as well
    assert frame.loc[("RVO/VLAIO", "VL"), "n_gained"] == 1
    overall = got.overall.set_index(["kind", "to"])
    assert overall.loc[(DOUBLET, "VL"), "n_codes"] == 4
    assert overall.loc[(DOUBLET, "VL"), "p"] == pytest.approx(0.5)
    first = got.changes.iloc[0]
    assert (first["unit_id"], first["code"], first["change"]) == ("d#0004", "sme", "gained")
    assert first["swapped_text"] == "Een mkb."


def test_a_coder_may_be_told_of_the_other_side():
    def flemish(units):
        return coder_of(sme=["kmo", "mkb"], jobs=["banen", "jobs"])(units)

    dutch = coder_of(sme=["mkb"], jobs=["banen", "jobs"])
    assert swap_test(UNITS, dutch, VARIANTS).frame["n_lost"].sum() > 0
    assert swap_test(UNITS, dutch, VARIANTS, coder_as={"VL": flemish}).frame["n_lost"].sum() == 0


def test_the_coder_sees_all_units_and_failing_is_a_change():
    seen = []

    def code(units):
        seen.append(len(units))
        codes = np.where(units["text"].str.contains("kmo"), "failed", "none")
        return pd.DataFrame({"unit_id": units["unit_id"], "facet": "theme", "code": codes})

    got = swap_test(UNITS, code, VARIANTS)
    assert set(seen) == {5}
    assert got.changes["code"].unique().tolist() == ["failed"]


def test_units_without_words_or_columns_are_refused():
    with pytest.raises(NotEstimable, match="no unit holds a word"):
        swap_test(UNITS.iloc[3:4], coder_of(x=["y"]), VARIANTS)
    with pytest.raises(CodingFault, match="no column 'text'"):
        swap_test(UNITS[["unit_id"]], coder_of(x=["y"]), VARIANTS)


@pytest.fixture(scope="module")
def study_swap():
    data = ROOT / "data"
    rows = load_csv(data / "reference" / "units.csv", ("unit_id", "doc_id", "kind", "text"))
    units = pd.DataFrame([row.values for row in rows])
    units = units[units["kind"] != "furniture"]
    codebook = load_codebook(data / "codebook" / "maakindustrie.yml")
    dictionary = load_dictionary(data / "codebook" / "dictionary", codebook)

    def as_side(variety):
        return lambda frame: dictionary_codings(
            frame, dictionary, codebook, {doc: variety(doc) for doc in frame["doc_id"]}
        )

    def declared(doc):
        return "nl-NL" if doc.startswith("nl_") else "nl-BE"

    sides = {"NL": as_side(lambda _: "nl-NL"), "VL": as_side(lambda _: "nl-BE")}
    return swap_test(
        units, as_side(declared), load_variants(data / "codebook" / "variants.csv"), coder_as=sides
    )


def test_the_dictionary_treats_lexical_doublets_alike(study_swap):
    doublets = study_swap.overall[study_swap.overall["kind"] == DOUBLET].set_index("to")
    assert (doublets["unchanged"] >= 0.98).all()
    assert (doublets["n_codes"] > [30, 200]).all()
    assert doublets["passed"].all()


def test_no_doublet_fails_as_a_whole(study_swap):
    frame = study_swap.frame[study_swap.frame["kind"] == DOUBLET]
    assert frame["variant"].nunique() >= 25
    assert (frame["unchanged"].fillna(1) >= 0.5).all()
