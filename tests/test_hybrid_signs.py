import numpy as np

from classifier_samples import LetterEncoder, small_coders, small_corpus
from comparelib.coding.classifier.decisions import margin_signs
from comparelib.coding.classifier.reading import Reader
from comparelib.coding.hybrid.signs import hybrid_signs, unlearned_signs


def test_signs_of_the_unlearned_hold_nothing_of_the_models(tmp_path):
    codebook, dictionary = small_coders(tmp_path)
    readings = Reader(codebook, dictionary, LetterEncoder()).read(small_corpus(12)[0], {})
    place = (np.arange(12), np.array([0, 1, 2]))
    similarity = np.zeros((12, 3))
    rng = np.random.default_rng(0)
    first, second = (
        hybrid_signs(readings, place, rng.random((12, 3)), rng.random((12, 3)) * 9, similarity, several=True)
        for _ in range(2)
    )
    assert first.shape[:2] == (12, 3)
    assert not np.array_equal(first, second)
    assert np.array_equal(unlearned_signs(first), unlearned_signs(second))
    apart = np.flatnonzero((first != second).any(axis=(0, 1)))
    assert len(apart) == first.shape[2] - unlearned_signs(first).shape[2]


def test_a_margin_is_trusted_by_what_it_was_learned_from():
    margins = np.array([[0.2, 0.8]])
    cells = margin_signs(margins, np.array([0.0, 1000.0]), several=True)
    assert cells[0, :, 0].tolist() == [0.2, 0.8]
    assert np.allclose(cells[0, :, 1], [-0.6, 0.0])
    assert cells[0, :, 2].tolist() == [0.0, 0.8]
    assert cells[0, :, 4].tolist() == [0.0, 1.0]
    assert np.array_equal(margin_signs(margins, np.array([1.0, 1.0]), several=False), margins)


def test_statements_are_judged_by_margins_and_evidence_alone(tmp_path):
    codebook, dictionary = small_coders(tmp_path)
    readings = Reader(codebook, dictionary, LetterEncoder()).read(small_corpus(12)[0], {})
    margins = np.ones((12, 2))
    signs = hybrid_signs(
        readings, (np.arange(12), np.array([3, 4])), margins, margins, margins, several=False
    )
    assert signs.shape == (12, 4)
    assert np.array_equal(signs[:, :2], margins)
    assert np.array_equal(signs[:, 2:], np.minimum(readings.evidence.weight[:, 3:5], 2))
