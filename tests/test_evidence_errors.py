"""What a coder finds, misses and gives wrongly: every number of the table leads to exactly these units."""

import pytest
from lxml import html

from comparelib import coder_quality, passages, tables
from comparelib.errors import ParameterFault
from comparelib.study import Study


@pytest.fixture(scope="module")
def study(built):
    return Study.open(built)


@pytest.fixture(scope="module")
def matrices(study):
    return [study.matrix(coder=coder) for coder in ("dictionary", "reference")]


@pytest.fixture(scope="module")
def found(study, matrices):
    return passages(study, matrices[0], study.look("nl"), behind=["errors"], against=matrices[1])


def given(study, coder, code):
    rows = study.codings(coder)
    return set(rows[(rows["facet"] == "theme") & (rows["code"] == code)]["unit_id"])


def test_the_lists_are_those_of_the_two_tables_of_codings(study, found):
    codings = study.codings("reference")
    read = set(codings[(codings["facet"] == "theme") & (codings["code"] != "failed")]["unit_id"])
    for code in ("circular_economy", "governance_monitoring"):
        own, other = (given(study, coder, code) for coder in ("dictionary", "reference"))
        own &= read  # a unit that the reference did not read is no error
        assert own - other
        assert other - own
        assert set(found.of(":all", f":hit:{code}")) == own & other
        assert set(found.of(":all", f":miss:{code}")) == other - own
        assert set(found.of(":all", f":false_alarm:{code}")) == own - other
        parts = [found.of(side, f":miss:{code}") for side in ("NL", "VL")]
        assert sorted(sum(parts, ())) == sorted(found.of(":all", f":miss:{code}"))


def test_every_number_of_the_quality_table_counts_its_list(study, found, matrices):
    codes = study.codebook.facet("theme").names
    quality = coder_quality(
        study.codings(), study.units(), coder="dictionary", documents=study.documents, codes=codes, draws=2
    )
    table = tables.quality_table(quality, study.look("nl"), href=found.href)
    seen = 0
    for _, row in table.frame.iterrows():
        for column in table.columns[1:4]:
            units = found.of(":all", f":{column.name}:{row['code']}")
            assert row[column.name] == len(units), (row["code"], column.name)
            assert (column.href(row) is not None) == bool(units)
            seen += len(units)
    assert seen > 1500
    page = html.fromstring(table.html() + found.html())
    targets = {place.get("id") for place in page.xpath("//details")}
    links = {link.get("href")[1:] for link in page.xpath("//td//a")}
    assert links
    assert links <= targets
    heads = [head.text_content() for head in page.xpath("//th[@scope='col']")]
    assert heads[:4] == ["Thema", "Gevonden", "Gemist", "Ten onrechte"]


def test_a_passage_holds_the_codings_of_both_coders(found):
    text = found.html()
    assert found.coders[0].startswith("dictionary")
    assert found.coders[1].startswith("reference")
    for parcel in found.parcels.values():
        assert {coder.partition("@")[0] for coder in parcel["coders"]} == {"dictionary", "reference"}
    assert "Codes van “referentie”" in text
    assert "gemist door de codeur" in text


def test_errors_need_the_same_codes_of_another_coder(study, matrices):
    functions = study.matrix(coder="reference", facet="function")
    for against in (None, functions):
        with pytest.raises(ParameterFault, match="held against none"):
            passages(study, matrices[0], study.look("nl"), behind=["errors"], against=against)
    with pytest.raises(KeyError):
        passages(study, matrices[0], study.look("nl")).of(":all", ":hit:circular_economy")
