"""Tables and charts of coverage, quality, equivalence and robustness, on the study itself."""

import pytest
from matplotlib.patches import Rectangle

from comparelib import (
    agreement,
    at_least,
    charts,
    coder_quality,
    compare_priorities,
    findings,
    gathered,
    tables,
)
from comparelib.equivalence import equivalence
from comparelib.multiverse import multiverse
from comparelib.study import Study


@pytest.fixture(scope="module")
def study(built):
    return Study.open(built)


@pytest.fixture(scope="module")
def quality(study):
    names = study.codebook.facet("theme").names
    texts = study.selection()
    return coder_quality(
        study.codings(),
        study.units(),
        coder="dictionary",
        facet="theme",
        documents=texts,
        codes=names,
        draws=50,
    )


def test_coverage_counts_what_the_coder_read_and_what_it_did_not(study):
    shown = tables.coverage_table(study.matrix(), study.look("nl")).texts().set_index("Document")
    flemish = shown.loc["Vlaanderen Circulair"]
    assert flemish["Tellen mee"] == "55"
    assert flemish["Ontbreken"] == "1"
    assert int(flemish["Met een code"]) + int(flemish["Zonder code"]) == 55


def test_quality_is_shown_against_the_reference_without_bounds_for_agreement(study, quality):
    look = study.look("en")
    table = tables.quality_table(quality, look)
    rows = quality.frame
    own = rows[(rows["group_kind"] == "all") & (rows["scope"] == "code") & (rows["code"] == "health_care")]
    recall = own.loc[own["statistic"] == "recall", "value"].item()
    shown = table.texts().set_index("Theme").loc["Health care (application)"]
    assert shown["Recall"].startswith(f"{recall:.2f}")
    assert "Agreement" not in table.caption
    chart = charts.quality_forest(quality, look)
    assert "Governance, implementation and monitoring" in chart.alt
    bands = [patch for patch in chart.figure.axes[0].patches if isinstance(patch, Rectangle)]
    assert not bands
    assert "0.80" not in chart.caption


def test_equivalence_says_not_testable_where_cases_are_few(study):
    predicted, reference = (study.matrix(coder=name).coded for name in ("dictionary", "reference"))
    alike = equivalence(predicted, reference, study.codings("dictionary"))
    shown = tables.equivalence_table(alike, study.look("en")).texts()
    assert shown.iloc[0]["Theme"] == "All codes together"
    assert shown.iloc[0]["Outcome"] == "not testable"
    assert int(shown.iloc[0]["Cases, Flemish texts"]) < int(shown.iloc[0]["Needed per side"])
    assert len(shown) == 22


@pytest.fixture(scope="module")
def ways(study):
    return multiverse(study.codings(), study.units(), study.selection(), study.codebook, draws=50)


def test_robustness_leads_with_the_largest_difference(study, ways):
    shown = tables.robustness_table(ways, study.look("en")).texts()
    assert shown.iloc[0]["Theme"] == "Circular economy and materials"
    assert shown.iloc[0]["Robust"] == "yes"
    assert set(shown["Robust"]) == {"yes", "no"}


def test_cards_are_graded_higher_where_specifications_and_agreement_are_known(study, ways):
    matrix = study.matrix()
    comparison = compare_priorities(matrix, draws=2000)
    agreed = agreement(study.codings(), study.units(), facet="theme", documents=study.selection(), draws=50)
    bare = findings(gathered(matrix, comparison, study.faces()))
    full = findings(gathered(matrix, comparison, study.faces(), multiverse=ways, agreement=agreed))
    strong = {card.key for card in at_least(full, "strong") if "circular_economy" in card.key}
    assert strong
    assert not strong & {card.key for card in at_least(bare, "strong") if card.kind.value == "difference"}
    assert len(at_least(full, "strong")) < len(at_least(full, "tentative")) < len(full)
