"""A kind of unit may have its own default code: a bare section title is not context."""

import pandas as pd
import pytest

from comparelib.codebook import load_codebook
from comparelib.coding.dictionary import dictionary_codings, load_dictionary
from comparelib.errors import DictionaryFault

BOOK = """
id: small
version: 1.0.0
title: {en: Small, nl: Klein}
facets:
  function:
    title: {en: Function, nl: Functie}
    question: What does it do?
    multiple: false
    codes:
      measure: {label: {en: Measure, nl: Maatregel}, definition: An action.}
      context: {label: {en: Context, nl: Context}, definition: A fact.}
      other: {label: {en: Other, nl: Overig}, definition: Nothing.}
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "book.yml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "function").mkdir()
    (tmp_path / "function" / "measure.yml").write_text(
        "facet: function\ncode: measure\npatterns:\n  - organiseer*\n", encoding="utf-8"
    )
    return tmp_path


def write_facets(folder, line):
    text = f"version: 1.0.0\nfacets:\n  function:\n    most: 1\n    default: context\n    {line}\n"
    (folder / "facets.yml").write_text(text, encoding="utf-8")


def test_a_kind_of_unit_has_its_own_default(folder):
    write_facets(folder, "default_of: {heading: other}")
    codebook = load_codebook(folder / "book.yml")
    units = pd.DataFrame(
        {
            "unit_id": ["a#1", "a#2", "a#3"],
            "doc_id": "a",
            "kind": ["heading", "sentence", "heading"],
            "text": ["Samenwerking", "Het is zo.", "Organiseer overleg"],
        }
    )
    dictionary = load_dictionary(folder, codebook)
    codings = dictionary_codings(units, dictionary, codebook, {})
    assert codings["code"].tolist() == ["other", "context", "measure"]
    without = dictionary_codings(units.drop(columns="kind"), dictionary, codebook, {})
    assert without["code"].tolist() == ["context", "context", "measure"]


@pytest.mark.parametrize(
    ("line", "said"), [("default_of: {title: other}", "heading"), ("default_of: {heading: oter}", "other")]
)
def test_an_unknown_kind_or_code_is_a_fault_at_its_place(folder, line, said):
    write_facets(folder, line)
    with pytest.raises(DictionaryFault) as raised:
        load_dictionary(folder, load_codebook(folder / "book.yml"))
    assert raised.value.faults[0].line == 6
    assert said in str(raised.value)
