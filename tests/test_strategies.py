"""Circular strategies: a file of rules, read with its faults, and counted on the units of a theme."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from chart_samples import look
from comparelib import tables
from comparelib.build.check import check_inputs
from comparelib.codebook import Code, Codebook, Facet
from comparelib.coding.dictionary import failing_examples
from comparelib.errors import DictionaryFault, NotEstimable
from comparelib.matrix import theme_matrix
from comparelib.matrix.intervals import wilson
from comparelib.model.attempt import attempted
from comparelib.strategies import FILE_NAME, load_strategies, strategy_faults, strategy_use
from comparelib.study import Study
from comparelib.tables.priorities import MOST_GROUPS

RULES = Path(__file__).parents[1] / "data" / "codebook" / FILE_NAME
LADDER = ["refuse", "rethink", "reduce", "reuse", "repair", "refurbish", "remanufacture", "repurpose"]
LADDER += ["recycle", "recover"]
TITLE = {"en": "t", "nl": "t"}
TEXTS = {
    "nl_a": ["Wij recyclen plastic.", "Recycling en hergebruik van meubels.", "Circulair is goed."],
    "nl_b": ["Reparatie van apparaten en recycling."],
    "vl_a": ["Herbruik van toestellen.", "Recyclage.", "Wisselstukken blijven.", "Een visie."],
    "vl_b": ["Iets anders."],
}


@pytest.fixture(scope="module")
def scheme():
    return load_strategies(RULES)


@pytest.fixture(scope="module")
def corpus():
    """A matrix of four texts, the last without a unit on the theme, and its units."""
    rows = [
        (f"{doc_id}#{place:04d}", doc_id, place, "sentence", text)
        for doc_id, texts in TEXTS.items()
        for place, text in enumerate([*texts, "Recycling buiten het thema."], start=1)
    ]
    units = pd.DataFrame(rows, columns=["unit_id", "doc_id", "paragraph", "kind", "text"])
    outside = units["text"].str.contains("buiten") | (units["doc_id"] == "vl_b")
    codings = units[["unit_id"]].assign(
        facet="theme", code=np.where(outside, "none", "circular_economy"), coder="reference"
    )
    codes = tuple(Code(name, {"en": name, "nl": name}, name) for name in ("circular_economy", "energy"))
    book = Codebook("b", "1.0.0", TITLE, (Facet("theme", TITLE, "?", True, codes),))
    documents = pd.DataFrame({"doc_id": list(TEXTS), "jurisdiction": ["NL", "NL", "VL", "VL"]})
    return theme_matrix(codings, units, documents, book), units


@pytest.fixture(scope="module")
def use(corpus, scheme):
    varieties = {name: "nl-NL" if name.startswith("nl") else "nl-BE" for name in TEXTS}
    return strategy_use(*corpus, scheme, varieties)


def counts(use, group):
    own = use.frame[use.frame["group"] == group].set_index("code")["count"]
    return {name: n for name, n in own.items() if n}


def test_the_ladder_has_its_ten_rungs_and_every_example_holds(scheme):
    assert list(scheme.facet.names) == LADDER
    assert failing_examples(scheme.dictionary) == ()
    for code in scheme.facet.codes:
        own = [example for example in scheme.dictionary.examples if example.code == code.name]
        assert sum(example.wanted for example in own) >= 3
        assert sum(not example.wanted for example in own) >= 3
        assert code.label["en"] != code.label["nl"]


def test_units_of_the_theme_are_searched_and_no_other(use):
    assert counts(use, "nl_a") == {"reuse": 1, "recycle": 2}
    assert counts(use, "nl_b") == {"repair": 1, "recycle": 1}
    assert counts(use, "vl_a") == {"reuse": 1, "repair": 1, "recycle": 1}
    assert counts(use, "NL") == {"reuse": 1, "repair": 1, "recycle": 3}
    assert use.unnamed == {"NL": 1, "VL": 1, "nl_a": 1, "nl_b": 0, "vl_a": 1, "vl_b": 0}
    totals = use.frame.drop_duplicates("group").set_index("group")["total"]
    assert totals.to_dict() == {"NL": 4, "VL": 4, "nl_a": 3, "nl_b": 1, "vl_a": 4, "vl_b": 0}


def test_every_unit_of_the_matrix_is_searched_where_no_theme_is_named(corpus, scheme):
    everywhere = strategy_use(*corpus, scheme, {}, within=None)
    assert counts(everywhere, "NL")["recycle"] == 5
    assert counts(everywhere, "vl_b") == {"recycle": 1}


def test_shares_of_a_side_are_pooled_and_a_text_without_units_has_none(use):
    frame = use.frame.set_index(["group", "code"])
    assert frame.loc[("NL", "recycle"), "share"] == pytest.approx(3 / 4)
    assert frame.loc[("vl_b", "recycle"), ["share", "low", "high"]].isna().all()
    # One unit a paragraph: independent units, so at least as wide as Wilson's with the normal quantile.
    low, high = wilson(3 / 4, 4, 1.959964)
    assert frame.loc[("NL", "recycle"), "low"] <= low + 1e-9
    assert frame.loc[("NL", "recycle"), "high"] >= high - 1e-9


def test_each_passage_is_kept_with_its_rule_and_the_version_of_the_rules(use, scheme):
    found = use.codings[(use.codings["unit_id"] == "vl_a#0001") & (use.codings["code"] == "reuse")]
    assert found["evidence"].tolist() == ["Herbruik"]
    assert found["coder"].tolist() == [scheme.coder] == ["strategies@1.0.0"]
    assert found["rule"].item().startswith("circular_strategies:")


def test_a_matrix_without_the_theme_is_refused_with_the_reason(corpus, scheme):
    with pytest.raises(NotEstimable, match="no code 'labour'"):
        strategy_use(*corpus, scheme, {}, within="labour")
    with pytest.raises(NotEstimable, match="no unit the code 'energy'"):
        strategy_use(*corpus, scheme, {}, within="energy")


def test_the_table_leads_to_passages_and_says_that_quality_was_not_measured(use):
    class Sources:
        def href(self, group, code):
            return f"#{group}-{code}" if counts(use, group).get(code) else None

    shown = tables.strategy_table(use, look("nl"), sources=Sources())
    page = shown.html()
    assert 'href="#NL-recycle"' in page
    assert 'href="#vl_a-repair"' in page
    assert 'href="#vl_b-' not in page
    assert "niet gemeten" in page
    assert len(shown.frame) == 10
    assert any("one text" in note for note in tables.strategy_table(_one_text(use), look()).notes)


def _one_text(use):
    from dataclasses import replace

    documents = use.matrix.documents[use.matrix.documents.index != "vl_b"]
    return replace(use, matrix=replace(use.matrix, documents=documents))


@pytest.mark.parametrize(
    ("old", "new", "below", "message"),
    [
        (
            '- {pattern: "deelplatform*"}',
            '- {pattern: "deelplatform*", wieght: 2}',
            0,
            "unknown key 'wieght'",
        ),
        ('- {pattern: "deelplatform*"}', '- {pattern: "r&d"}', 0, "can never match"),
        ('- {pattern: "deelplatform*"}', '- {pattern: "deeleconomie*"}', 0, "stands already in line"),
        ("  rethink:\n", "  Re-think:\n", 1, "cannot be the name"),
        ('nl: "Anders gebruiken (R1)"', 'nl: ""', 0, "'nl' is missing"),
        ("version: 1.0.0\n", "", None, "'version' is missing"),
        ('"De deeleconomie krijgt een steun in de rug."', '"Niets."', None, "does not get 'rethink'"),
    ],
)
def test_faults_stand_at_their_line(tmp_path, old, new, below, message):
    text = RULES.read_text("utf-8")
    assert text.count(old) == 1
    path = tmp_path / FILE_NAME
    path.write_text(text.replace(old, new), "utf-8")
    found = [fault for fault in strategy_faults(path, Path("rules.yml")) if message in fault.message]
    assert found, strategy_faults(path)
    line = text[: text.index(old)].count("\n") + 1
    assert below is None or found[0].line == line + below
    assert found[0].column or "already" in message
    if "example" not in found[0].message:
        with pytest.raises(DictionaryFault):
            load_strategies(path)


def test_a_study_without_the_rules_says_so_and_check_finds_the_faults_of_one_with_them(built, study_copy):
    study = Study.open(built)
    whole = study.strategies(study.matrix())
    assert whole.frame.set_index(["group", "code"]).loc[("NL", "recycle"), "total"] == 63
    rules = study_copy / "data" / "codebook" / FILE_NAME
    text = rules.read_text("utf-8")
    assert check_inputs(study_copy) == ()
    rules.write_text(text.replace('weren"}', 'weren", gap: no}'), "utf-8")
    (fault,) = check_inputs(study_copy)
    assert (str(fault.path), fault.message) == (f"data/codebook/{FILE_NAME}", "gap 'no' is no gap")
    rules.unlink()
    assert check_inputs(study_copy) == ()


def test_a_page_shows_the_reason_in_the_place_of_the_table(corpus):
    def missing(_):
        raise NotEstimable("this study has no rules for circular strategies")

    shown = tables.shown(tables.strategy_table, attempted(missing, corpus[0]), look("en"))
    assert "no rules for circular strategies" in shown.html()


def test_a_study_without_the_file_is_told_in_the_language_of_the_page(built, monkeypatch):
    study = Study.open(built)
    monkeypatch.setattr("comparelib.strategies.FILE_NAME", "absent.yml")
    refused = tables.shown(tables.strategy_table, attempted(study.strategies, study.matrix()), look("nl"))
    assert "geen regels voor circulaire strategieën: data/codebook/absent.yml" in refused.html()


def test_of_many_texts_the_table_and_its_download_have_the_sides_alone(scheme):
    names = [f"{side}_{n}" for side in ("nl", "vl") for n in range(MOST_GROUPS)]
    units = pd.DataFrame(
        {
            "unit_id": [f"{name}#0001" for name in names],
            "doc_id": names,
            "paragraph": 1,
            "kind": "sentence",
            "text": "Wij recyclen plastic.",
        }
    )
    codings = units[["unit_id"]].assign(facet="theme", code="circular_economy", coder="reference")
    documents = pd.DataFrame({"doc_id": names, "jurisdiction": [name[:2].upper() for name in names]})
    theme = Facet("theme", TITLE, "?", True, (Code("circular_economy", TITLE, "c"),))
    matrix = theme_matrix(codings, units, documents, Codebook("b", "1.0.0", TITLE, (theme,)))
    use = strategy_use(matrix, units, scheme, dict.fromkeys(names, "nl-NL"))
    own = use.frame[(use.frame["by"] == "document").to_numpy()]
    assert list(own["group"].unique()) == names
    assert own.loc[(own["code"] == "recycle").to_numpy(), "count"].tolist() == [1] * len(names)
    table = tables.strategy_table(use, look("en"))
    assert list(table.frame.columns) == [
        "code",
        *(f"{name}_{side}" for side in ("NL", "VL") for name in ("share", "low", "high", "count")),
    ]
