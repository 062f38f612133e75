"""The passages of a theme are exactly the units that the matrix counts."""

import re

import pytest

from comparelib import Study, passages_of
from comparelib.errors import ParameterFault


@pytest.fixture(scope="module")
def study(built):
    return Study.open(built)


@pytest.mark.parametrize("coder", ["reference", "dictionary"])
def test_as_many_passages_as_the_matrix_counts(study, coder):
    counts = study.matrix(coder=coder).counts["circular_economy"]
    found = passages_of(study, "circular_economy", coder=coder).frame
    per_document = found["doc_id"].value_counts().reindex(counts.index, fill_value=0)
    assert per_document.to_dict() == counts.to_dict()
    assert found["unit_id"].is_unique
    order = list(study.units()["unit_id"])
    assert found["unit_id"].tolist() == sorted(found["unit_id"], key=order.index)


def test_functions_narrow_as_they_do_in_the_matrix(study):
    matrix = study.matrix(coder="reference", functions=("measure",))
    found = passages_of(
        study, "energy_climate", coder="reference", functions=["measure"], jurisdiction="NL"
    ).frame
    wanted = matrix.counts.loc[matrix.documents["jurisdiction"] == "NL", "energy_climate"].sum()
    assert 0 < len(found) == wanted


def test_each_passage_has_its_words_rule_and_other_codes(study):
    found = passages_of(study, "circular_economy", coder="dictionary").frame
    codings = study.codings("dictionary")
    for row in found.head(20).itertuples():
        own = codings[(codings["unit_id"] == row.unit_id) & (codings["facet"] == "theme")]
        words = own[own["code"] == "circular_economy"]
        assert [row.text[a:b] for a, b in row.spans] == words.sort_values("start")["evidence"].tolist()
        assert set(row.rule.split("; ")) == set(words["rule"])
        assert set(filter(None, row.other_codes.split(", "))) == set(own["code"]) - {"circular_economy"}


def test_a_coder_that_points_at_nothing_borrows_the_words_of_the_dictionary_and_says_so(study):
    answer = passages_of(study, "circular_economy", coder="reference")
    assert answer.borrowed
    assert any(re.search("circulair", text, re.I) for text in answer.frame["text"])
    assert "points at no words" in answer._repr_html_()
    assert not passages_of(study, "circular_economy", coder="dictionary").borrowed


def test_the_page_is_whole_in_both_languages_and_says_what_it_leaves_out(study):
    answer = passages_of(study, "circular_economy", limit=2)
    page = answer._repr_html_()
    assert page.count("<tr>") == 3
    assert f"{len(answer.frame) - 2} of {len(answer.frame)} are not shown here" in page
    assert (
        "Vlaamse teksten"
        in passages_of(study, "circular_economy", jurisdiction="VL", language="nl")._repr_html_()
    )
    assert page == passages_of(study, "circular_economy", limit=2)._repr_html_()  # the same bytes


def test_wrong_words_are_refused_with_the_nearest_right_one(study):
    with pytest.raises(ParameterFault, match=r"no code 'circular_econmy'.*did you mean 'circular_economy'"):
        passages_of(study, "circular_econmy")
    with pytest.raises(ParameterFault, match=r"(?s)no function 'maesure'.*'measure'.*limit cannot be 0"):
        passages_of(study, "circular_economy", functions=["maesure"], limit=0)
    with pytest.raises(ParameterFault, match="functions cannot be 'measure'"):
        passages_of(study, "circular_economy", functions="measure")
    with pytest.raises(ParameterFault, match="no facet 'thema'"):
        passages_of(study, "circular_economy", facet="thema")
