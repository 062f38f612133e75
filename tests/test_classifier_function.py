"""What tells what a sentence does: marks of grammar, exemplars, and the succession of codes in a paragraph."""

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from classifier_samples import LetterEncoder, small_coders, small_corpus
from comparelib.codebook import load_codebook
from comparelib.coding.classifier import fit_classifier
from comparelib.coding.classifier.codings import classifier_codings
from comparelib.coding.classifier.exemplars import read_exemplars
from comparelib.coding.classifier.folds import ALWAYS, splits
from comparelib.coding.classifier.grammar import MARKS, grammar_marks
from comparelib.coding.classifier.grammar_words import classes_of
from comparelib.coding.classifier.keeping import decision_arrays, decision_of
from comparelib.coding.classifier.least_squares import held_out_margins
from comparelib.coding.classifier.reading import Reader
from comparelib.coding.classifier.reasons import TURNED
from comparelib.coding.classifier.succession import Succession, fitted_succession, runs
from comparelib.coding.classifier.terms import words_of
from comparelib.coding.dictionary import load_dictionary
from comparelib.errors import DictionaryFault

ROOT = Path(__file__).parents[1]


def marks_of(text):
    """Return the names of the marks that a sentence has."""
    row = grammar_marks([words_of(text)])[0]
    return {name for name, value in zip(MARKS, row.tolist(), strict=True) if value}


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        (
            "De belasting moet worden verlaagd.",
            {"must, then passive", "ends with participle"},
            {"must, then state within 15", "no finite verb", "must, infinitive at the end"},
        ),
        (
            "Nederland moet aantrekkelijk zijn.",
            {"must, then state within 15", "opens with government", "ends with state"},
            {"must, then passive", "must, infinitive at the end"},
        ),
        (
            "De overheid moet meer in onderzoek investeren.",
            {"must, infinitive at the end", "government, then must within 2"},
            {"must, then passive"},
        ),
        ("Faciliteer reparatie.", {"opens with eer", "no finite verb"}, {"opens with imperative", "must"}),
        ("Zorg voor stabiel beleid.", {"opens with imperative"}, {"opens with eer", "opens with infinitive"}),
        (
            "Een fonds voor groei oprichten",
            {"no finite verb, infinitive at the end"},
            {"more than 6 words"},
        ),
        (
            "We investeren in scholing.",
            {"we, then infinitive within 1", "opens with we"},
            {"infinitive, then we within 1"},
        ),
        (
            "Daarom investeren we fors.",
            {"infinitive, then we within 1", "opens with therefore"},
            {"opens with we"},
        ),
        ("Er is te weinig personeel.", {"er is", "te, then degree within 1"}, {"om, then te within 15"}),
        (
            "Om dat te bereiken is geld nodig.",
            {"om, then te within 15", "is, then need within 15", "ends with need"},
            set(),
        ),
        ("In 2030 is alles schoon.", {"target year", "year", "number"}, {"share"}),
        ("Wat gaan we doen?", {"question", "ends with question"}, {"ends with colon", "no finite verb"}),
    ],
)
def test_marks_of_what_a_sentence_does(text, wanted, unwanted):
    found = marks_of(text)
    assert wanted <= found, wanted - found
    assert not unwanted & found


def test_marks_are_named_once_and_a_unit_without_words_has_next_to_none():
    assert len(set(MARKS)) == len(MARKS)
    assert grammar_marks([]).shape == (0, len(MARKS))
    assert marks_of("…") == {"no finite verb"}
    assert classes_of("geplaatst") == {"participle"}
    assert "negated" in classes_of("onhoudbaar")
    assert "negated" not in classes_of("onderzoekbaar")


def test_the_fold_always_is_learned_from_and_never_held_out():
    fold = np.array([0, 1, ALWAYS, 0, ALWAYS])
    assert [held.tolist() for _, held in splits(fold)] == [[0, 3], [1]]
    assert all({2, 4} <= set(train.tolist()) for train, _ in splits(fold))


def test_exemplars_move_the_margins_of_others_and_have_none():
    rng = np.random.default_rng(3)
    features = rng.normal(size=(40, 6))
    kernel = features @ features.T
    targets = (features[:, :1] > 0).astype(float)
    fold = np.where(np.arange(40) < 30, np.arange(40) % 3, ALWAYS)
    margins, support = held_out_margins(kernel, targets, fold, 1.0)
    assert not margins[30:].any()
    assert not support[30:].any()
    alone, _ = held_out_margins(kernel[:30, :30], targets[:30], fold[:30], 1.0)
    assert not np.allclose(margins[:30], alone)


def with_exemplars(folder, lines):
    """Return the small codebook and dictionary with exemplars of function under the named codes."""
    codebook, _ = small_coders(folder)
    for code, texts in lines.items():
        path = folder / "patterns" / f"{code}.yml"
        facet, name = code.split("/")
        if not path.exists():
            path.write_text(f"facet: {facet}\ncode: {name}\npatterns:\n  - overigens\n", encoding="utf-8")
        with path.open("a", encoding="utf-8") as file:
            file.write("exemplars:\n" + "".join(f'  - "{text}"\n' for text in texts))
    return codebook, load_dictionary(folder / "patterns", codebook)


WISHES = [
    f"Graag zien wij {word} verschijnen." for word in ("bomen", "bruggen", "huizen", "banken", "lampen")
]
FACTS = [
    f"Gisteren stond daar {word}." for word in ("een boom", "een brug", "een huis", "een bank", "een lamp")
]


def test_a_classifier_learns_what_only_exemplars_say(tmp_path):
    units, codings = small_corpus()
    lines = {"function/measure": WISHES, "function/context": FACTS}
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    new = pd.DataFrame(
        {
            "unit_id": ["a", "b"],
            "doc_id": ["new", "new"],
            "text": ["Graag zien wij fietsen verschijnen.", "Gisteren stond daar een fiets."],
        }
    )
    chance = []
    for name, given in (("with", lines), ("without", {})):
        codebook, dictionary = with_exemplars(tmp_path / name, given)
        model = fit_classifier(
            units, codings, codebook, dictionary=dictionary, varieties={}, encoder=LetterEncoder()
        )
        found = classifier_codings(new, model, {})
        rows = found[found["facet"] == "function"].set_index("unit_id")
        chance.append((rows["code"].to_dict(), model.coder, model.fit.facets["function"]))
    assert chance[0][0] == {"a": "measure", "b": "context"}
    assert chance[0][1] != chance[1][1], "exemplars are part of what a model is"
    learned, plain = chance[0][2], chance[1][2]
    assert len(learned.rows) == len(plain.rows) == len(learned.labels) == len(learned.solved.margins)
    assert len(learned.solved.linear.dual) == len(plain.solved.linear.dual) + len(WISHES) + len(FACTS)


def test_exemplars_are_read_without_neighbours_and_as_what_they_look_like(tmp_path):
    codebook, dictionary = with_exemplars(tmp_path, {"function/measure": ["Meer bomen", "Plant meer bomen."]})
    found = read_exemplars(Reader(codebook, dictionary, LetterEncoder()))
    assert found.readings.units["kind"].tolist() == ["heading", "sentence"]
    assert set(found.readings.previous.tolist() + found.readings.following.tolist()) == {-1}
    rows, labels = found.of_facet(codebook.facet("function"))
    assert rows.tolist() == [0, 1]
    assert labels.tolist() == [[True, False], [True, False]]
    assert found.of_facet(codebook.facet("theme"))[1].shape == (0, 3)
    assert read_exemplars(Reader(codebook, replace(dictionary, exemplars=()), LetterEncoder())) is None


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"theme/energy": ["Meer stroom."]}, "lets codes join"),
        (
            {"function/measure": ["Plant bomen."], "function/context": ["plant bomen."]},
            "stands already under",
        ),
        ({"function/measure": [" "]}, "an exemplar has no text"),
    ],
)
def test_exemplars_that_teach_nothing_sound_are_faults(tmp_path, lines, said):
    with pytest.raises(DictionaryFault) as caught:
        with_exemplars(tmp_path, lines)
    fault = caught.value.faults[0]
    assert said in fault.message
    assert fault.line


def test_exemplars_of_the_codebook_are_made_up_and_speak_for_every_function():
    codebook = load_codebook(ROOT / "data" / "codebook" / "maakindustrie.yml")
    dictionary = load_dictionary(ROOT / "data" / "codebook" / "dictionary", codebook)
    counted = pd.Series([each.code for each in dictionary.exemplars]).value_counts()
    assert set(counted.index) == set(codebook.facet("function").names)
    assert counted.min() >= 90
    corpus = pd.read_csv(ROOT / "data" / "reference" / "units.csv")["text"].str.casefold()
    assert not {each.text.casefold() for each in dictionary.exemplars} & set(corpus)


def test_smoothing_equals_the_sum_over_all_sequences():
    rng = np.random.default_rng(5)
    probabilities = rng.dirichlet(np.ones(3), size=4)
    ratio = rng.uniform(0.2, 3.0, size=(3, 3))
    weights = np.zeros((3,) * 4)
    for place in np.ndindex(*weights.shape):
        steps = np.prod([ratio[a, b] ** 0.5 for a, b in itertools.pairwise(place)])
        weights[place] = np.prod([probabilities[n, code] for n, code in enumerate(place)]) * steps
    wanted = np.array([weights.sum(axis=tuple(m for m in range(4) if m != n)) for n in range(4)])
    found = Succession(ratio, 0.5).smoothed(probabilities, np.zeros(4, dtype=np.int64))
    assert np.allclose(found, wanted / weights.sum())


def test_paragraphs_do_not_speak_to_each_other_and_power_0_says_nothing():
    paragraph = np.array([1, 2, 2, 3, 3, 3, 2])
    assert runs(paragraph) == [slice(1, 3), slice(3, 6)]
    assert runs(np.array([], dtype=np.int64)) == []
    probabilities = np.random.default_rng(1).dirichlet(np.ones(2), size=7)
    ratio = np.array([[2.0, 0.1], [0.1, 2.0]])
    found = Succession(ratio, 1.0).smoothed(probabilities, paragraph)
    assert np.array_equal(found[[0, 6]], probabilities[[0, 6]])
    assert not np.allclose(found[1:6], probabilities[1:6])
    assert np.allclose(found.sum(axis=1), 1)
    assert np.array_equal(Succession(ratio, 0.0).smoothed(probabilities, paragraph), probabilities)


@pytest.mark.parametrize("ordered", [True, False])
def test_the_power_is_that_of_the_habit(ordered):
    rng = np.random.default_rng(2)
    paragraph = np.repeat(np.arange(150), 6)
    code = np.repeat(rng.integers(2, size=150), 6) if ordered else rng.integers(2, size=900)
    labels = np.eye(2, dtype=bool)[code]
    sure = np.clip(np.where(labels, 0.6, 0.4) + rng.normal(0, 0.1, size=(900, 1)) * [1, -1], 0.05, 0.95)
    fold = paragraph % 5
    succession, smoothed = fitted_succession(sure, labels, fold, paragraph)
    right = [(each.argmax(axis=1) == code).mean() for each in (sure, smoothed)]
    if ordered:
        assert succession.power > 0
        assert succession.ratio[0, 0] > 1.5 > succession.ratio[0, 1]
        assert right[1] > right[0] + 0.03
    else:
        assert np.allclose(succession.ratio, 1, atol=0.2)
        assert abs(right[1] - right[0]) < 0.03


def test_smoothed_held_out_probabilities_do_not_see_their_own_labels():
    rng = np.random.default_rng(4)
    paragraph, fold = np.repeat(np.arange(40), 3), np.repeat(np.arange(40) % 4, 3)
    labels = np.eye(3, dtype=bool)[rng.integers(3, size=120)]
    held_out = rng.dirichlet(np.ones(3), size=120)
    first, before = fitted_succession(held_out, labels, fold, paragraph)
    other = labels.copy()
    other[fold == 2] = np.roll(other[fold == 2], 1, axis=1)
    second, after = fitted_succession(held_out, other, fold, paragraph)
    if first.power == second.power:
        assert np.array_equal(before[fold == 2], after[fold == 2])
    assert not np.array_equal(first.ratio, second.ratio)


@pytest.mark.filterwarnings("error")
def test_of_one_fold_nothing_is_held_out_and_paragraphs_say_nothing():
    labels = np.eye(3, dtype=bool)[[0, 1, 1, 2]]
    nothing = np.zeros(labels.shape)
    succession, smoothed = fitted_succession(nothing, labels, np.zeros(4, dtype=int), np.zeros(4, dtype=int))
    assert succession.power == 0
    assert (smoothed == nothing).all()


def test_a_decision_goes_through_the_folder_with_its_succession_and_says_when_the_paragraph_decided(tmp_path):
    codebook, dictionary = small_coders(tmp_path)
    units, codings = small_corpus()
    model = fit_classifier(
        units, codings, codebook, dictionary=dictionary, varieties={}, encoder=LetterEncoder()
    )
    decision = model.decisions["function"]
    again = decision_of(decision_arrays(decision))
    assert np.array_equal(again.succession.ratio, decision.succession.ratio)
    assert again.succession.power == decision.succession.power
    assert decision_of(decision_arrays(model.decisions["theme"])).succession is None
    alike = Succession(np.array([[5.0, 0.01], [0.01, 5.0]]), 1.0)
    told = replace(model, decisions={**model.decisions, "function": replace(decision, succession=alike)})
    new = units.assign(paragraph=1)
    plain = replace(model, decisions={**model.decisions, "function": replace(decision, succession=None)})
    joined, alone = (
        classifier_codings(new, each, {}).query("facet == 'function'").set_index("unit_id")
        for each in (told, plain)
    )
    turned = joined["code"] != alone["code"]
    assert turned.any()
    assert joined["rule"].str.endswith(TURNED).equals(turned)
