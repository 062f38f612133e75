"""Codebooks of Taguette, quanteda and REFI: out, in, and as a draft of our own."""

from pathlib import Path

import pytest

from comparelib.codebook import load_codebook
from comparelib.coding.dictionary import load_dictionary
from comparelib.coding.dictionary.formats import read_dictionary
from comparelib.errors import CodebookFault, CodingFault, ParameterFault
from comparelib.exchange.code_names import CodeNames, load_choices, parsed_choices
from comparelib.exchange.codebook_formats import draft_codebook, is_taguette, read_taguette, taguette_text
from comparelib.exchange.dictionary_formats import dictionary_codes, dictionary_entries, dictionary_text
from comparelib.exchange.outline import CodeEntry, codebook_outline
from exchange_samples import BOOK

ROOT = Path(__file__).parents[1]


@pytest.fixture
def file(tmp_path):
    def written(content, name="codes.csv"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        return tmp_path / name

    return written


def test_taguette_goes_out_and_in(file):
    path = file(taguette_text(BOOK))
    assert path.read_text(encoding="utf-8").startswith("name,description\ntheme > energy,")
    found = read_taguette(path)
    wanted = [entry for entry in codebook_outline(BOOK) if entry.codable]
    assert [(entry.path, entry.description) for entry in found] == [(e.path, e.description) for e in wanted]


@pytest.mark.parametrize("column", ["name", "tag", "path"])
def test_taguette_calls_the_column_of_names_in_three_ways(file, column):
    path = file(f"id,{column},description\n1,Energie/Wind,Wat waait\n2,Arbeid,\n")
    assert is_taguette(path)
    assert read_taguette(path) == (
        CodeEntry(("Energie", "Wind"), description="Wat waait"),
        CodeEntry(("Arbeid",)),
    )


def test_faults_of_a_taguette_codebook_have_their_line(file):
    with pytest.raises(CodebookFault) as caught:
        read_taguette(file("name,description\nA,x\n,y\nA,z\n"), Path("codes.csv"))
    assert str(caught.value).splitlines() == [
        "codes.csv:3:1: name: is empty; expected the name of a code",
        "codes.csv:4:1: name: 'A' stands in line 2 already",
    ]
    with pytest.raises(CodebookFault, match="no column of names"):
        read_taguette(file("title,description\nA,x\n"))


def test_a_table_of_codings_is_no_codebook(file):
    assert not is_taguette(file("unit_id,coder,facet,code\n"))
    assert not is_taguette(file("name;code;text\n"))


@pytest.mark.parametrize(
    ("program", "name"), [("quanteda", "d.yml"), ("liwc", "d.dic"), ("lexicoder", "d.lcd")]
)
def test_the_dictionary_goes_out_as_other_programs_read_it(file, program, name):
    book = load_codebook(ROOT / "data" / "codebook" / "maakindustrie.yml")
    dictionary = load_dictionary(ROOT / "data" / "codebook" / "dictionary", book)
    entries, left_out = dictionary_entries(dictionary, program)
    assert left_out + sum(map(len, entries.values())) <= len(dictionary.patterns)
    path = file(dictionary_text(entries, program), name)
    read = read_dictionary(path)
    joined = {".".join(key): set(patterns) for key, patterns in entries.items()}
    assert {".".join(key): set(patterns) for key, patterns in read.items()} == joined
    assert len(joined["theme.circular_economy"]) > 20
    assert [code.path for code in dictionary_codes(path)] == list(read)


def test_a_codebook_of_another_tool_becomes_a_draft_that_is_a_codebook(file):
    entries = (
        CodeEntry(("Thema's",), description="Welke thema's?", codable=False),
        CodeEntry(("Thema's", "Énergie & klimaat"), description="Alles over energie: ja"),
        CodeEntry(("Thema's", "Energie/klimaat")),
        CodeEntry(("Thema's", "Arbeid", "Scholing")),
        CodeEntry(("Thema's", "none")),
        CodeEntry(("Los",)),
        CodeEntry(("Barrières",)),
        CodeEntry(("Barrières", "Geld")),
    )
    book = load_codebook(file(draft_codebook(entries, "Werk 2"), "draft.yml"))
    assert [(facet.name, facet.names) for facet in book.facets] == [
        ("thema_s", ("energie_klimaat", "energie_klimaat_2", "arbeid_scholing", "code_none")),
        ("code", ("los",)),
        ("barrieres", ("barrieres", "geld")),
    ]
    assert book.facet("thema_s").question == "Welke thema's?"
    assert book.facets[0].codes[0].definition == "Alles over energie: ja"
    assert book.facets[0].codes[2].label["nl"] == "Arbeid > Scholing"


def test_codes_are_known_by_name_label_and_path():
    names = CodeNames(BOOK)
    for path in [
        ("energy",),
        ("Energy & Climate",),
        (
            "x",
            "ENERGY",
        ),
        ("theme::energy",),
        ("Theme", "Energy & climate"),
    ]:
        assert names.find(path) == ("theme", "energy")
    assert names.find(("Instrument", "Other")) == ("instrument", "other")
    assert names.find(("function", "none")) == ("function", "none")
    assert names.nearest(("enerji",)) == "theme:energy"
    assert names.nearest(("zzzz",)) == ""
    with pytest.raises(CodingFault, match="may mean function:other and instrument:other"):
        names.find(("other",))
    with pytest.raises(CodingFault, match="not in codebook"):
        names.find(("theme", "goal"))


def test_choices_come_from_the_keyboard_and_from_a_table(file):
    chosen = load_choices(file("old;new\nCoke::diet;theme:energy\nx;-\n", "map.csv")) | parsed_choices(
        ["a=b=goal"]
    )
    names = CodeNames(BOOK, chosen)
    assert names.find(("Coke::diet",)) == ("theme", "energy")
    assert names.find(("above", "x")) is None
    assert names.find(("a=b",)) == ("function", "goal")
    assert names.verdict(("x",)) == {"means": "-", "nearest": ""}


def test_a_choice_that_names_no_code_is_wrong_usage():
    with pytest.raises(ParameterFault, match="the choice for 'a': 'gaol' is not in codebook"):
        CodeNames(BOOK, {"a": "gaol"})
    with pytest.raises(ParameterFault, match="no '='"):
        parsed_choices(["goal"])
