"""What a changed pattern would do is what the dictionary coder does when the file is changed."""

import shutil

import pytest

from comparelib import Study, pattern_change
from comparelib.coding.dictionary import dictionary_codings, load_dictionary
from comparelib.errors import DictionaryFault, ParameterFault
from comparelib.explore.edited_dictionary import edited
from comparelib.matrix import theme_matrix

CODE = "circular_economy"
ADD = ["duurza*", {"pattern": "maakbedrijven", "weight": 0.6, "unless": ["vlaamse"]}]
REMOVE = ["circulair*"]


@pytest.fixture(scope="module")
def study(built):
    return Study.open(built)


@pytest.fixture(scope="module")
def change(study):
    return pattern_change(study, CODE, add=ADD, remove=REMOVE, exclude=["duurzaam ontwerp*"])


def coded(study, folder):
    sides = zip(study.documents["doc_id"], study.documents["jurisdiction"], strict=True)
    varieties = {doc_id: study.file.variety(side) for doc_id, side in sides}
    dictionary = load_dictionary(folder, study.codebook)
    return dictionary_codings(study.units(), dictionary, study.codebook, varieties)


@pytest.fixture(scope="module")
def rerun(study, change, tmp_path_factory):
    """The codings before, and those of a dictionary whose file was changed by the lines that are offered."""
    folder = shutil.copytree(study.file.dictionary, tmp_path_factory.mktemp("changed") / "dictionary")
    path = folder / "theme" / f"{CODE}.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith('  - {pattern: "circulair*"')]
    assert len(kept) == len(lines) - 1
    offered = change.yaml.splitlines()
    where = offered.index("exclude:")
    kept[kept.index("patterns:") + 1 : kept.index("patterns:") + 1] = offered[2:where]
    kept.insert(kept.index("exclude:") + 1, offered[where + 1])
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return coded(study, study.file.dictionary), coded(study, folder)


def units_with(codings, facet, code):
    return set(codings.loc[(codings["facet"] == facet) & (codings["code"] == code), "unit_id"])


def test_every_document_moves_as_when_the_file_is_changed(study, change, rerun):
    before, after = (units_with(codings, "theme", CODE) for codings in rerun)
    assert before - after
    assert after - before
    for row in change.frame.itertuples():
        had, has = (
            {unit for unit in units if unit.startswith(f"{row.doc_id}#")} for units in (before, after)
        )
        assert (row.before, row.after, row.gained, row.lost) == (
            len(had),
            len(has),
            len(has - had),
            len(had - has),
        )
        assert row.total == (study.units()["doc_id"] == row.doc_id).sum()
        assert row.difference == pytest.approx((len(has) - len(had)) / row.total)


def test_both_matrices_are_those_of_the_two_dictionaries(study, change, rerun):
    for matrix, codings in zip((change.matrix_before, change.matrix_after), rerun, strict=True):
        coder = codings["coder"].iloc[0]
        again = theme_matrix(codings, study.units(), study.documents, study.codebook, coder=coder)
        assert matrix.counts.equals(again.counts)
    assert change.matrix_before.counts.equals(study.matrix(coder="dictionary").counts)


def test_the_passages_are_those_that_move_and_carry_the_words(change, rerun):
    before, after = (units_with(codings, "theme", CODE) for codings in rerun)
    moved = change.passages.groupby("change")["unit_id"].agg(set)
    assert moved["gained"] == after - before
    assert moved["lost"] == before - after
    gained = change.passages[change.passages["change"] == "gained"]
    for row in gained.itertuples():
        words = [row.text[a:b].lower() for a, b in row.spans]
        assert any(word.startswith("duurza") or word == "maakbedrijven" for word in words)


def test_other_codes_that_move_with_it_are_named(study, change, rerun):
    expected = {}
    for facet in study.codebook.facets:
        for code in facet.names:
            had, has = (units_with(codings, facet.name, code) for codings in rerun)
            if had != has and code != CODE:
                expected[facet.name, code] = (len(has - had), len(had - has))
    found = {(row.facet, row.code): (row.gained, row.lost) for row in change.others.itertuples()}
    assert found == expected
    assert expected  # at most three themes a unit: what one gains another may lose


def test_agreement_with_the_reference_is_counted_from_the_units(study, change, rerun):
    reference = study.codings("reference")
    asked = set(reference.loc[reference["facet"] == "theme", "unit_id"])
    truth = units_with(reference, "theme", CODE)
    frame = change.quality.set_index("statistic")
    for side, codings in zip(("before", "after"), rerun, strict=True):
        given = units_with(codings, "theme", CODE) & asked
        hits = len(given & truth)
        assert frame.loc["precision", f"{side}_value"] == pytest.approx(hits / len(given))
        assert frame.loc["recall", f"{side}_value"] == pytest.approx(hits / len(truth))
        assert frame.loc["f1", f"{side}_value"] == pytest.approx(2 * hits / (len(given) + len(truth)))
        assert frame.loc["recall", f"{side}_low"] < hits / len(truth) < frame.loc["recall", f"{side}_high"]
    assert "The reference is not for tuning" in change._repr_html_()


def test_examples_and_counter_examples_are_tried_before_and_after(study):
    change = pattern_change(study, CODE, add=["herstel"], remove=["refurbish*"])
    assert change.examples["before"].all()
    broken = change.examples[~change.examples["after"]]
    assert broken.loc[~broken["wanted"], "text"].tolist() == [
        "Het economisch herstel na de crisis verloopt traag."
    ]
    assert "This counter-example now gets the code" in change._repr_html_()


def test_nothing_is_written_and_the_page_is_dutch_where_that_is_asked(study, built):
    files = {path: path.read_bytes() for path in (built / "data" / "codebook").rglob("*.yml")}
    change = pattern_change(study, CODE, add=["materia*"], language="nl")
    assert {path: path.read_bytes() for path in (built / "data" / "codebook").rglob("*.yml")} == files
    assert "Er is niets geschreven" in change._repr_html_()
    assert "2 passages erbij" in change._repr_html_()


def test_a_function_moves_the_instruments_that_depend_on_it(study):
    change = pattern_change(study, "measure", add=[{"pattern": "economie", "weight": 10}])
    assert change.facet == "function"
    assert set(change.others["facet"]) == {"function", "instrument"}


@pytest.fixture(scope="module")
def dictionary(study):
    return load_dictionary(study.file.dictionary, study.codebook)


@pytest.mark.parametrize(
    ("asked", "fault", "reason"),
    [
        ({}, ParameterFault, "nothing would change"),
        ({"remove": ["circulaire*"]}, ParameterFault, r"no pattern 'circulaire\*' to take out.*did you mean"),
        ({"add": ["Circulair*"]}, ParameterFault, r"stands already in circular_economy.yml, line \d+"),
        ({"add": ["r&d"]}, DictionaryFault, "can never match"),
        ({"add": "materia*"}, DictionaryFault, "patterns cannot be 'materia"),
        ({"add": [{"pattern": "x", "weight": 11}]}, DictionaryFault, "weight 11 is no weight"),
        ({"add": ["abc", "abc"]}, DictionaryFault, "stands already"),
    ],
)
def test_a_change_that_cannot_be_is_refused(dictionary, asked, fault, reason):
    with pytest.raises(fault, match=reason):
        edited(dictionary, ("theme", CODE), **asked)
