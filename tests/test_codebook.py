import re
from pathlib import Path

import pytest

from comparelib.codebook import load_codebook
from comparelib.errors import CodebookFault

SMALL = """\
id: small
version: 1.0.0
title: {en: Small, nl: Klein}
facets:
  theme:
    title: {en: Theme, nl: Thema}
    question: "Which?"
    multiple: true
    codes:
      energy: {label: {en: Energy, nl: Energie}, definition: "Energy."}
      labour: {label: {en: Labour, nl: Arbeid}, definition: "Labour."}
"""


def faults(tmp_path, text):
    path = tmp_path / "book.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookFault) as caught:
        load_codebook(path, Path("book.yml"))
    return [str(fault) for fault in caught.value.faults]


def test_the_committed_codebook_has_21_themes_in_order():
    book = load_codebook(Path(__file__).parents[1] / "data" / "codebook" / "maakindustrie.yml")
    assert [len(facet.codes) for facet in book.facets] == [21, 5, 5]
    assert book.facet("theme").names[0] == "circular_economy"
    assert book.facet("theme").names[-1] == "governance_monitoring"
    assert [facet.multiple for facet in book.facets] == [True, False, True]
    assert book.facet("theme").label("labour_skills", "nl") == "Arbeidsmarkt, onderwijs en vaardigheden"
    assert len(book.rules) == 12


def test_an_unknown_facet_gets_the_nearest_suggested(tmp_path):
    path = tmp_path / "book.yml"
    path.write_text(SMALL, encoding="utf-8")
    with pytest.raises(CodebookFault, match=re.escape("did you mean 'theme'?")):
        load_codebook(path).facet("themes")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "version: 1.0.0",
            "version: one",
            "book.yml:2:10: version 'one' is not a version; expected such as 1.1.0",
        ),
        ("multiple: true", "multiple: perhaps", "book.yml:8:15: facet 'theme': 'multiple' is not given"),
        ("labour:", "none:", "'none' cannot be the name of a code"),
        ("labour:", "energy:", "book.yml:11:7: the key 'energy' stands twice"),
        (", nl: Arbeid", "", "book.yml:11:23: 'nl' is missing"),
        ('definition: "Labour."', "defnition: x", "did you mean 'definition'?"),
        ("facets:", "facetten:", "the codebook has no facets"),
    ],
)
def test_each_fault_names_its_place(tmp_path, old, new, said):
    assert said in "\n".join(faults(tmp_path, SMALL.replace(old, new)))


def test_a_question_may_stand_in_both_languages(tmp_path):
    path = tmp_path / "book.yml"
    path.write_text(SMALL.replace('question: "Which?"', "question: {en: Which?, nl: Welke?}"), "utf-8")
    facet = load_codebook(path).facets[0]
    assert facet.question == "Which?"
    assert [facet.asked(language) for language in ("nl", "en")] == [("Welke?", "nl"), ("Which?", "en")]
    path.write_text(SMALL, "utf-8")
    assert load_codebook(path).facets[0].asked("nl") == ("Which?", "en")
    path.write_text(SMALL.replace('question: "Which?"', "question: {en: Which?, fr: Quoi?}"), "utf-8")
    with pytest.raises(CodebookFault) as told:
        load_codebook(path)
    assert len(told.value.faults) == 2
    assert "'fr'" in str(told.value)
    assert "'nl' is missing" in str(told.value)


def test_every_question_of_the_study_is_asked_in_both_languages():
    book = load_codebook(Path(__file__).parents[1] / "data/codebook/maakindustrie.yml")
    assert [facet.asked("nl")[1] for facet in book.facets] == ["nl"] * 3
