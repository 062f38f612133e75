"""The codebook as a page and as a table."""

from pathlib import Path

import pandas as pd
import pytest
from lxml import html

from comparelib.codebook import codebook_table, load_codebook
from comparelib.coding.dictionary import load_dictionary
from comparelib.errors import CodebookFault
from comparelib.reporting.codebook_page import codebook_page
from comparelib.reporting.gate import page_faults

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def book():
    return load_codebook(ROOT / "data" / "codebook" / "maakindustrie.yml")


@pytest.fixture(scope="module")
def examples(book):
    return load_dictionary(ROOT / "data" / "codebook" / "dictionary", book).examples


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_page_holds_every_code_with_its_definition_and_is_fit_to_publish(book, examples, language):
    text = codebook_page(book, examples, language)
    assert not page_faults(text, (str(ROOT),))
    assert "http" not in text.replace("http://www.w3.org", "")
    page = html.fromstring(text)
    assert page.get("lang") == language
    assert len(page.xpath("//main//h3")) == sum(len(facet.codes) for facet in book.facets)
    for facet in book.facets:
        assert page.xpath(f"//h2[@id='{facet.name}']")[0].text == facet.title[language]
        for code in facet.codes:
            (head,) = page.xpath(f"//h3[@id='{facet.name}-{code.name}']")
            told = head.getnext().text_content()
            assert head.text == code.label[language]
            assert all(part in told for part in (code.name, code.definition, code.include, code.exclude))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.xpath("//a/@href")} <= set(ids)


def test_examples_stand_with_their_code_variety_and_side(book, examples):
    page = html.fromstring(codebook_page(book, examples))
    assert len(page.xpath("//main//details//li")) == len(examples)
    flemish = [example for example in examples if example.variety == "nl-BE"]
    assert len(page.xpath("//main//details//li/span[@lang='nl-BE']")) == len(flemish) > 0
    first = next(e for e in examples if not e.wanted)
    (item,) = page.xpath("//main//details//li/span[text()=$text]", text=first.text)
    assert item.xpath("string(ancestor::ul/preceding-sibling::p[1])") == "Does not get it:"
    assert item.xpath("ancestor::details/preceding-sibling::h3[1]/@id") == [f"{first.facet}-{first.code}"]


def test_the_page_is_the_same_twice_and_does_without_examples(book, examples):
    assert codebook_page(book, examples) == codebook_page(book, examples)
    assert not html.fromstring(codebook_page(book)).xpath("//main//details")


def test_the_table_has_taguettes_columns_and_a_row_for_each_facet_and_code(book):
    table = codebook_table(book, "nl")
    # Taguette takes one of the columns tag, name and path, and description; tags are told apart by their name.
    assert list(table.columns) == ["tag", "description"]
    assert table["tag"].is_unique
    assert len(table) == sum(1 + len(facet.codes) for facet in book.facets)
    row = table.set_index("tag")["description"]["theme.circular_economy"].split("\n")
    assert row[0].startswith("Circulaire economie en materialen. Using fewer")
    assert row[1].startswith("Zoals: circulaire strategieën")
    assert row[2].startswith("Niet: Security")


def test_the_table_of_one_facet_and_of_an_unknown_one(book):
    table = codebook_table(book, facets=["function"])
    assert table["tag"].str.startswith("function").all()
    assert isinstance(table, pd.DataFrame)
    with pytest.raises(CodebookFault, match="did you mean 'function'"):
        codebook_table(book, facets=["functions"])
