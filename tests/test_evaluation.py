from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from classifier_samples import LetterEncoder, small_coders, small_corpus
from comparelib.coding.classifier.labels import Labels, coder_labels
from comparelib.coding.classifier.reading import Reader
from comparelib.coding.classifier.thresholds import f1
from comparelib.coding.evaluation import Design, fold_of_units, held_out, held_out_codings
from comparelib.coding.evaluation.held_out import CODERS, training_labels
from comparelib.model.schemas import CODINGS, checked

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    codebook, dictionary = small_coders(tmp_path_factory.mktemp("coders"))
    units, codings = small_corpus(120)
    reader = Reader(codebook, dictionary, LetterEncoder())
    readings = reader.read(units, {})
    return reader, readings, coder_labels(codings, "reference", readings.units["unit_id"], codebook), codings


@pytest.fixture(scope="module")
def result(small):
    return held_out(*small[:3], Design.DOCUMENTS)


def test_documents_and_paragraphs_are_held_out_whole(small):
    readings = small[1]
    by_document = fold_of_units(readings, Design.DOCUMENTS)
    assert pd.Series(by_document).groupby(readings.units["doc_id"]).nunique().eq(1).all()
    assert len(set(by_document)) == 3
    by_paragraph = fold_of_units(readings, Design.PARAGRAPHS, k=4)
    assert pd.Series(by_paragraph).groupby(readings.paragraph).nunique().eq(1).all()
    assert len(set(by_paragraph)) == 4


def test_labels_of_a_held_out_document_touch_nothing(small, result):
    reader, readings, labels, _ = small
    held = result.fold == 0
    values = labels.values.copy()
    values[result.rows[held]] = ~values[result.rows[held]]
    changed = held_out(reader, readings, Labels(labels.codes, values, labels.asked), Design.DOCUMENTS)
    for coder in CODERS:
        for facet in ("theme", "function"):
            before, after = result.said[coder, facet], changed.said[coder, facet]
            assert np.array_equal(before.probabilities[held], after.probabilities[held])
            assert np.array_equal(before.chosen[held], after.chosen[held])
    moved = result.said["classifier", "theme"].probabilities[~held]
    assert not np.allclose(moved, changed.said["classifier", "theme"].probabilities[~held])


def test_what_is_learned_beats_patterns_that_lack_half_of_the_words(result):
    truth = result.truth("theme")
    scores = {coder: f1(result.said[coder, "theme"].chosen, truth)[0] for coder in CODERS}
    assert scores["hybrid"] > scores["dictionary"] + 0.1
    assert scores["hybrid"] > 0.9


def test_training_labels_hide_the_others(small):
    labels = small[2]
    seen = training_labels(labels, np.array([0, 1, 2]))
    assert seen.rows.tolist() == [0, 1, 2]
    assert not seen.values[3:].any()
    assert np.array_equal(seen.values[:3], labels.values[:3])


def test_predictions_go_out_as_codings(small, result):
    codings = checked(held_out_codings(result), CODINGS)
    assert set(codings["coder"]) == {f"{coder}, documents held out" for coder in CODERS}
    own = codings[(codings["coder"] == "hybrid, documents held out") & (codings["facet"] == "theme")]
    assert own["unit_id"].nunique() == len(result.rows)
    chosen = result.said["hybrid", "theme"].chosen
    assert len(own) == chosen.sum() + (~chosen.any(axis=1)).sum()
    one = own[own["unit_id"] == result.readings.units["unit_id"].iloc[result.rows[0]]]
    names = [code for facet, code in small[2].codes if facet == "theme"]
    assert set(one["code"]) - {"none"} == {name for name, yes in zip(names, chosen[0], strict=True) if yes}


def test_instruments_are_given_to_predicted_measures_alone(result):
    for coder in CODERS:
        measure = result.said[coder, "function"].chosen[:, 0]
        assert not result.said[coder, "instrument"].chosen[~measure].any()


@pytest.mark.slow
def test_a_real_document_is_coded_without_its_labels(built):
    """The floors are below what docs/evaluation.md states for this document (CDA 2022), with room for noise."""
    from comparelib.codebook import load_codebook
    from comparelib.coding.classifier import UseEncoder
    from comparelib.coding.classifier.model import classifier_of, training_of
    from comparelib.coding.dictionary import load_dictionary
    from comparelib.coding.hybrid.model import hybrid_of, hybrid_predictions
    from comparelib.store import Store

    store = Store(built / "data" / "processed")
    units, codings = store.read("units"), store.read("codings")
    codebook = load_codebook(ROOT / "data" / "codebook" / "maakindustrie.yml")
    dictionary = load_dictionary(ROOT / "data" / "codebook" / "dictionary", codebook)
    # Every second paragraph of the texts trains: one fold of the real thing in a few seconds.
    kept = (units["paragraph"] % 2 == 0) | (units["doc_id"] == "nl_cda_industriepolitiek_2022")
    kept &= (units["paragraph"] % 4 == 0) | (units["doc_id"] != "nl_cda_industriepolitiek_2022")
    units = units[kept].reset_index(drop=True)
    codings = codings[codings["unit_id"].isin(units["unit_id"])]
    reader = Reader(codebook, dictionary, UseEncoder())
    readings = reader.read(units, {})
    labels = coder_labels(codings, "reference", readings.units["unit_id"], codebook)
    held = np.flatnonzero(readings.units["doc_id"] == "nl_cda_industriepolitiek_2022")
    train = np.setdiff1d(labels.rows, held)
    seen = training_labels(labels, train)
    classifier = classifier_of(reader, readings, seen, training_of(reader, readings, seen, "reference", 1))
    found = hybrid_predictions(hybrid_of(classifier, readings), readings)["theme"]
    tested = np.intersect1d(held, labels.rows)
    micro, macro = f1(found.chosen[tested], labels.values[np.ix_(tested, labels.columns("theme"))])
    assert micro > 0.66
    assert macro > 0.5
