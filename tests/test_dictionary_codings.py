from pathlib import Path

import pandas as pd
import pytest

from comparelib.coding.dictionary import dictionary_codings
from comparelib.errors import CodingFault
from comparelib.model.schemas import CODINGS, checked
from test_dictionary_load import BOOK, load, write

FACETS = """version: 1.2.0
facets:
  theme: {most: 2}
  function: {default: context, order: [measure, context]}
"""
TEXTS = [
    "We zetten de circulaire economie in.",
    "Geen innovatie zonder renovatie.",
    "Sociaal, circulair en innovatief.",
    "Zomaar iets.",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "facets.yml").write_text(FACETS, encoding="utf-8")
    write(tmp_path, "patterns: [circula*, {pattern: circulaire economie, weight: 0.5}]")
    write(tmp_path, "patterns: ['*novati*']\nexclude: ['renovatie*']", code="innovation")
    write(tmp_path, "patterns: [{pattern: sociaal, weight: 0.6}]", code="social")
    write(tmp_path, "patterns: ['zet* … in']", code="measure", facet="function")
    return tmp_path


def units(texts: list[str], kind: str = "sentence") -> pd.DataFrame:
    ids = [f"d#{place:04}" for place in range(1, len(texts) + 1)]
    return pd.DataFrame({"unit_id": ids, "doc_id": "d", "kind": kind, "text": texts})


def code(folder: Path, texts: list[str], variety: str = "nl-NL") -> pd.DataFrame:
    return dictionary_codings(units(texts), load(folder), BOOK, {"d": variety})


def rows(codings: pd.DataFrame, unit: int) -> list[tuple[str, str, object]]:
    chosen = codings[codings["unit_id"] == f"d#{unit:04}"]
    return [
        (row.facet, row.code, None if pd.isna(row.evidence) else row.evidence) for row in chosen.itertuples()
    ]


def test_codings_carry_their_passage_and_rule(folder: Path) -> None:
    codings = checked(code(folder, TEXTS), CODINGS)
    assert rows(codings, 1) == [
        ("theme", "circular", "circulaire economie"),
        ("function", "measure", "zetten de circulaire economie in"),
    ]
    first = codings.iloc[0]
    assert (first["start"], first["end"], first["score"]) == (13, 32, 1.0)
    assert first["rule"] == "circular:3 circulaire economie + circular:3 circula*"
    assert set(codings["coder"]) == {"dictionary@1.2.0"}


def test_negation_keeps_the_theme_and_an_exclusion_drops_the_false_friend(folder: Path) -> None:
    assert rows(code(folder, TEXTS), 2) == [
        ("theme", "innovation", "innovatie"),
        ("function", "context", None),
    ]


def test_a_code_below_the_needed_weight_is_not_given_and_only_the_heaviest_stay(folder: Path) -> None:
    write(folder, "patterns: [{pattern: sociaal, weight: 0.6}, {pattern: soci*, weight: 0.7}]", code="social")
    given = rows(code(folder, [TEXTS[2], "Sociale zaken."]), 1)
    assert [code for _, code, _ in given] == ["innovation", "social", "context"]
    assert rows(code(folder, ["Sociale zaken."]), 1)[0] == ("theme", "none", None)


def test_a_pattern_that_occurs_twice_counts_once(folder: Path) -> None:
    assert rows(code(folder, ["Sociaal is sociaal."]), 1)[0] == ("theme", "none", None)


def test_a_unit_without_a_match_has_one_row_a_facet(folder: Path) -> None:
    codings = code(folder, TEXTS)
    last = codings[codings["unit_id"] == "d#0004"]
    assert last["code"].tolist() == ["none", "context"]
    assert last["start"].isna().all()
    assert last["score"].tolist() == [0.0, 0.0]


def test_furniture_is_not_coded_and_no_units_give_no_rows(folder: Path) -> None:
    dictionary = load(folder)
    assert dictionary_codings(units(TEXTS, "furniture"), dictionary, BOOK, {}).empty
    checked(dictionary_codings(units([]).astype({"text": "str"}), dictionary, BOOK, {}), CODINGS)


def test_a_facet_may_hang_on_another(folder: Path) -> None:
    (folder / "facets.yml").write_text(
        FACETS.replace("{most: 2}", "{only_for: {function: measure}}"), encoding="utf-8"
    )
    codings = code(folder, [TEXTS[0], "De circulaire economie."])
    assert [code for _, code, _ in rows(codings, 1)] == ["circular", "measure"]
    assert [code for _, code, _ in rows(codings, 2)] == ["none", "context"]
    assert codings["rule"].tolist()[-2:] == [
        "no patterns of enough weight, or not function measure",
        "default of the facet: no patterns of enough weight",
    ]


def test_varieties_are_those_of_the_documents(folder: Path) -> None:
    write(folder, "patterns: [{pattern: maatwerk*, variety: nl-BE}]", code="social")
    assert rows(code(folder, ["Maatwerk."], "nl-BE"), 1)[0] == ("theme", "social", "Maatwerk")
    assert rows(code(folder, ["Maatwerk."], "nl-NL"), 1)[0] == ("theme", "none", None)


def test_the_same_units_give_the_same_codings_alone_and_together(folder: Path) -> None:
    together = code(folder, TEXTS * 30)
    assert rows(together, 81) == rows(code(folder, TEXTS), 1)
    pd.testing.assert_frame_equal(together, code(folder, TEXTS * 30))


def test_units_without_text_are_a_fault(folder: Path) -> None:
    with pytest.raises(CodingFault, match="no column 'text'"):
        dictionary_codings(units(TEXTS).drop(columns="text"), load(folder), BOOK, {})
