import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier_samples import CountingEncoder, LetterEncoder, small_coders, small_corpus
from comparelib.coding.classifier.calibration import fitted_logistic, held_out_probabilities
from comparelib.coding.classifier.embeddings import embedded
from comparelib.coding.classifier.encoder import UseEncoder, sentence_encoder
from comparelib.coding.classifier.folds import document_folds, paragraph_folds, passage_folds, splits
from comparelib.coding.classifier.labels import coder_labels
from comparelib.coding.classifier.least_squares import best_penalty, held_out_margins, least_squares
from comparelib.coding.classifier.reading import Reader
from comparelib.coding.classifier.terms import (
    CharacterSpace,
    TermSpace,
    WordCounts,
    character_grams,
    opening_grams,
    word_grams,
    word_spans,
    words_of,
)
from comparelib.coding.classifier.thresholds import f1, fitted_shifts, fitted_thresholds, winners
from comparelib.coding.classifier.thresholds import given as given_codes
from comparelib.errors import CodingFault


def test_words_keep_their_place_and_marks():
    text = "We willen R&D, dus: doen!"
    spans = word_spans(text)
    assert [text[start:end].lower() for _, start, end in spans] == words_of(text)
    assert words_of(text) == ["we", "willen", "r&d", "dus", ":", "doen", "!"]


def test_grams_are_cut_within_words_and_across_them():
    assert character_grams("ab") == [" a", "ab", "b ", " ab", "ab ", " ab "]
    assert word_grams(["a", "b", "c"]) == ["a", "b", "c", "a b", "b c", "a b c"]
    assert opening_grams(["zetten", "we"]) == ["1 zetten", "2 we", "ends in en"]
    assert opening_grams([]) == []


def test_rare_terms_weigh_more_and_single_ones_are_left_out():
    space = TermSpace.of([["a", "b"], ["a", "b"], ["a", "c"]])
    assert space.names == ["a", "b"]
    assert space.idf == pytest.approx([1.0, np.log(4 / 3) + 1])
    row = space.weighted([["a", "a", "zz"]]).toarray()
    assert row.tolist() == [[1.0, 0.0]]
    assert space.weighted([["zz"]]).toarray().tolist() == [[0.0, 0.0]]


def test_character_counts_of_a_text_are_the_sum_of_its_words():
    texts = [words_of(text) for text in ("stroom en warmte", "stroom", "warmte en stroom stroom")]
    counted = WordCounts.of(texts)
    space = CharacterSpace.of(counted)
    rows = space.weighted(counted).toarray()
    by_word = space.of_words(["stroom", "en", "warmte"]).toarray()
    whole = by_word[2] + by_word[1] + 2 * by_word[0]
    assert rows[2] == pytest.approx(whole / np.linalg.norm(whole))
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1])


@given(st.lists(st.integers(0, 6), min_size=2, max_size=40), st.integers(2, 5))
def test_paragraphs_are_never_cut_by_a_fold(paragraphs, k):
    paragraph = np.array(paragraphs)
    fold = paragraph_folds(paragraph, k, seed=3)
    assert all(len(set(fold[paragraph == number])) == 1 for number in set(paragraphs))
    assert len(set(fold)) == min(k, len(set(paragraphs)))
    held = np.concatenate([rows for _, rows in splits(fold)])
    assert sorted(held) == list(range(len(paragraph)))


def test_documents_and_passages_are_held_out_whole():
    doc_ids = ["a"] * 6 + ["b"] * 3
    assert document_folds(doc_ids).tolist() == [0] * 6 + [1] * 3
    paragraph = np.array([0, 0, 1, 1, 2, 2, 3, 3, 3])
    fold = passage_folds(doc_ids, paragraph, size=3)
    assert len(set(fold)) == 3
    assert all(len(set(fold[paragraph == number])) == 1 for number in range(4))
    assert not set(fold[:6]) & set(fold[6:])


def test_least_squares_solves_the_ridge_equations():
    rng = np.random.default_rng(0)
    features, targets = rng.normal(size=(12, 4)), rng.integers(0, 2, size=(12, 2)).astype(float)
    model = least_squares(features @ features.T, targets, 0.7)
    weights = features.T @ model.dual
    centred = targets - targets.mean(axis=0)
    expected = np.linalg.solve(features.T @ features + 0.7 * np.eye(4), features.T @ centred)
    assert weights == pytest.approx(expected)
    assert model.base == pytest.approx(targets.mean(axis=0))


def test_held_out_margins_do_not_see_their_own_labels():
    rng = np.random.default_rng(1)
    features, targets = rng.normal(size=(20, 3)), rng.integers(0, 2, size=(20, 1)).astype(float)
    fold = np.repeat([0, 1], 10)
    kernel = features @ features.T
    before, support = held_out_margins(kernel, targets, fold, 1.0)
    changed = np.where(fold[:, None] == 0, 1 - targets, targets)
    after, _ = held_out_margins(kernel, changed, fold, 1.0)
    assert after[fold == 0] == pytest.approx(before[fold == 0])
    assert after[fold == 1] != pytest.approx(before[fold == 1])
    assert set(support[fold == 0].ravel()) == {targets[fold == 1].sum()}


def test_noise_is_penalised_more_than_signal():
    rng = np.random.default_rng(2)
    features = rng.normal(size=(60, 5))
    signal = (features[:, :1] > 0).astype(float)
    noise = rng.integers(0, 2, size=(60, 1)).astype(float)
    fold = np.arange(60) % 5
    kernel = features @ features.T / 5
    assert best_penalty(kernel, noise, fold) == 3.0
    assert best_penalty(kernel, signal, fold) < 3.0


def test_logistic_recovers_shares_and_never_gives_what_it_has_not_seen():
    outcome = np.array([0] * 30 + [1] * 10)
    flat = fitted_logistic(np.zeros((40, 1)), outcome)
    assert flat.probabilities(np.zeros((2, 1))) == pytest.approx([0.25, 0.25], abs=1e-3)
    features = np.linspace(-1, 1, 60)[:, None]
    three = fitted_logistic(features, np.digitize(features[:, 0], [-0.3, 0.3]), n=4)
    found = three.probabilities(np.array([[-1.0], [0.0], [1.0]]))
    assert found.sum(axis=1) == pytest.approx([1, 1, 1])
    assert found[:, 3].max() < 1e-3
    assert found[0].argmax() == 0
    assert found[2].argmax() == 2
    two = fitted_logistic(features, (features[:, 0] > 0) * 2, n=3).probabilities(np.array([[-1.0], [1.0]]))
    assert two.argmax(axis=1).tolist() == [0, 2]
    certain = fitted_logistic(features, np.ones(60, dtype=int))
    assert certain.probabilities(features).min() > 0.99
    assert fitted_logistic(features, np.zeros(60, dtype=int)).probabilities(features).max() < 0.01


def test_held_out_probabilities_do_not_see_their_own_labels():
    rng = np.random.default_rng(5)
    cells, labels = rng.normal(size=(20, 3, 2)), rng.random((20, 3)) < 0.4
    fold = np.repeat([0, 1], 10)
    before = held_out_probabilities(cells, labels, fold, several=True)
    after = held_out_probabilities(cells, labels ^ (fold == 0)[:, None], fold, several=True)
    assert after[:10] == pytest.approx(before[:10])
    assert before.shape == (20, 3)


def test_f1_micro_and_macro():
    chosen = np.array([[1, 0, 1], [1, 1, 0], [0, 0, 0]], dtype=bool)
    labels = np.array([[1, 0, 0], [0, 1, 0], [1, 0, 0]], dtype=bool)
    micro, macro = f1(chosen, labels)
    assert micro == pytest.approx(2 * 2 / (4 + 3))
    assert macro == pytest.approx((0.5 + 1.0) / 2)  # the third code is in no label
    assert f1(np.zeros((2, 2), dtype=bool), np.zeros((2, 2), dtype=bool)) == (0.0, 0.0)


def test_thresholds_serve_f1_and_rare_codes_stay_near_the_common_one():
    rng = np.random.default_rng(3)
    labels = np.column_stack([rng.random(2000) < 0.5, rng.random(2000) < 0.002])
    probabilities = np.column_stack([np.where(labels[:, 0], 0.35, 0.25), rng.random(2000) * 0.2])
    probabilities[labels[:, 1], 1] = 0.6
    cuts = fitted_thresholds(probabilities, labels)
    chosen = given_codes(probabilities, cuts)
    assert 0.25 < cuts[0] <= 0.35
    assert f1(chosen, labels)[0] > 0.95
    assert abs(cuts[1] - cuts[0]) < 0.1


@settings(max_examples=30)
@given(st.integers(0, 1000))
def test_at_most_so_many_codes_and_none_below_its_threshold(seed):
    rng = np.random.default_rng(seed)
    probabilities, cuts = rng.random((7, 5)), rng.random(5)
    chosen = given_codes(probabilities, cuts, most=2)
    assert chosen.sum(axis=1).max() <= 2
    assert (probabilities >= cuts)[chosen].all()
    spare = ((probabilities >= cuts).sum(axis=1) <= 2)[:, None]
    assert (chosen == (probabilities >= cuts))[spare.ravel()].all()


def test_shifts_help_a_code_that_always_comes_second():
    labels = np.zeros((1000, 2), dtype=bool)
    labels[:800, 0], labels[800:, 1] = True, True
    first = np.where(labels[:, 0], 0.9, 0.7) + np.random.default_rng(4).normal(0, 0.08, 1000)
    probabilities = np.clip(np.column_stack([first, 1 - first]), 0.01, 0.99)
    logs = np.log(probabilities)
    shifts = fitted_shifts(probabilities, labels)
    assert f1(winners(logs, shifts), labels)[1] > f1(winners(logs, np.zeros(2)), labels)[1]
    assert winners(logs, shifts).sum(axis=1).tolist() == [1] * 1000


def test_each_distinct_text_is_encoded_once_and_then_comes_from_the_cache(tmp_path):
    units = pd.DataFrame(
        {"doc_id": ["a", "a", "a", "b"], "text": ["x y", "z", "x y", "z"], "section": ["q > z", "", "", ""]}
    )
    encoder = CountingEncoder()
    first = embedded(units, encoder, tmp_path)
    assert encoder.seen == ["x y", "z", "z"]  # once a document, which is one batch
    again = embedded(units, encoder, tmp_path)
    assert len(encoder.seen) == 3
    assert (again.text == first.text).all()
    assert (first.section[0] == first.text[1]).all()
    assert not first.section[1:].any()
    assert (embedded(units, encoder).text == first.text).all()
    for path in (tmp_path / "embeddings").iterdir():
        path.write_bytes(b"torn")
    assert (embedded(units, encoder, tmp_path).text == first.text).all()


def test_encoders_that_are_not_there_are_named(tmp_path):
    assert isinstance(sentence_encoder(), UseEncoder)
    with pytest.raises(CodingFault, match="no sentence-transformers model in 'nowhere'"):
        sentence_encoder(tmp_path / "nowhere")


def test_a_local_model_without_its_package_is_told_at_once(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sentence_transformers", None)
    with pytest.raises(CodingFault, match="sentence-transformers is not installed"):
        sentence_encoder(tmp_path)


@pytest.mark.slow
def test_the_encoder_of_the_package_puts_like_meanings_together():
    vectors = UseEncoder().encode(
        ["We bouwen meer huizen.", "Er komen nieuwe woningen.", "De raket vliegt naar Mars."]
    )
    assert vectors.shape == (3, 512)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-4)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.1
    assert UseEncoder().encode([]).shape == (0, 512)


@pytest.fixture
def small(tmp_path):
    return (*small_coders(tmp_path), *small_corpus(30))


def test_labels_know_who_was_asked(small):
    codebook, _, units, codings = small
    first = units["unit_id"].iloc[0]
    codings = codings[~((codings["unit_id"] == first) & (codings["facet"] == "function"))]
    second = units["unit_id"].iloc[1]
    codings.loc[(codings["unit_id"] == second) & (codings["facet"] == "theme"), "code"] = "failed"
    labels = coder_labels(codings, "reference", units["unit_id"], codebook)
    assert not labels.asked["function"][0]
    assert labels.asked["theme"].tolist() == [True, False] + [True] * 28
    assert not labels.values[1, labels.columns("theme")].any()
    measures = labels.values[:, 3]
    assert (labels.asked["instrument"] <= measures)[1:].all()


def test_labels_of_unknown_things_are_faults(small):
    codebook, _, units, codings = small
    with pytest.raises(CodingFault, match=r"no codings of coder 'refrence'.*did you mean 'reference'"):
        coder_labels(codings, "refrence", units["unit_id"], codebook)
    for column, value, said in (
        ("unit_id", "x#1", "no unit 'x#1'"),
        ("code", "enrgy", "did you mean 'energy'"),
        ("facet", "mood", "no facet 'mood'"),
    ):
        broken = codings.copy()
        broken.loc[0, column] = value
        with pytest.raises(CodingFault, match=said):
            coder_labels(broken, "reference", units["unit_id"], codebook)


def test_reading_sees_neighbours_within_a_document_and_no_furniture(small):
    codebook, dictionary, units, _ = small
    units = units.assign(kind=["furniture", *["sentence"] * 29])
    read = Reader(codebook, dictionary, LetterEncoder()).read(units, {})
    assert len(read.units) == 29
    starts = np.flatnonzero(~read.units["doc_id"].duplicated())
    assert (read.previous[starts] == -1).all()
    assert (read.previous[1:][read.previous[1:] >= 0] == np.flatnonzero(read.previous[1:] >= 0)).all()
    with pytest.raises(CodingFault, match="no column 'text'"):
        Reader(codebook, dictionary, LetterEncoder()).read(units.drop(columns="text"), {})


def test_reading_does_not_know_which_document_a_unit_is_of(small):
    codebook, dictionary, units, _ = small
    reader = Reader(codebook, dictionary, LetterEncoder())
    read = reader.read(units, {})
    renamed = reader.read(units.assign(doc_id="other " + units["doc_id"]), {})
    assert (read.layout == renamed.layout).all()
    assert (read.embeddings.text == renamed.embeddings.text).all()
