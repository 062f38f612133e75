"""Every number of the pages on corpus and clusters leads to exactly the units that it counts."""

import json
from itertools import combinations

import pandas as pd
import pytest
from lxml import html

from comparelib import charts, passages, tables
from comparelib.errors import ParameterFault
from comparelib.reporting.evidence.selections import ALL, Behind, of_both
from comparelib.study import Study

KINDS = ("sentence", "list_item", "heading", "quote")

HELD = {Behind.ERRORS, Behind.AGREEMENT, Behind.SAMPLED}
NUMBERS = [behind for behind in Behind if behind not in HELD]  # these are of one coder alone


@pytest.fixture(scope="module")
def study(built):
    return Study.open(built)


@pytest.fixture(scope="module", params=[(), ("measure",)], ids=["all", "measures"])
def found(request, study):
    matrix = study.matrix(functions=request.param)
    return passages(study, matrix, study.look("en"), behind=NUMBERS, functions=request.param)


def reckoned(study, functions):
    """(document, selection) -> ids, from the tables alone."""
    units = study.units()
    codings = study.codings("reference")
    theme = codings[codings["facet"] == "theme"]
    codes = theme[~theme["code"].isin(["none", "failed"])].groupby("unit_id")["code"].agg(set).to_dict()
    seen = set(theme.loc[theme["code"] != "failed", "unit_id"])
    function = codings[codings["facet"] == "function"].set_index("unit_id")["code"].to_dict()
    cells = {}
    for unit in units.itertuples():
        selections = [":policy", f":kind:{unit.kind}"]
        asked = not functions or unit.unit_id not in function or function[unit.unit_id] in functions
        read = unit.unit_id in seen and (not functions or unit.unit_id in function)
        if asked and read:
            own = codes.get(unit.unit_id, set())
            selections += [":counted", ":with_code" if own else ":without_code", *own]
            selections += [
                of_both(a, b, study.codebook.facet("theme").names) for a, b in combinations(own, 2)
            ]
        elif asked:
            selections.append(":missing")
        for selection in selections:
            cells.setdefault((unit.doc_id, selection), []).append(unit.unit_id)
    return cells


def data_of(found):
    (script,) = html.fromstring(found.html()).xpath("//script[@class='evidence-data']")
    return json.loads(script.text)


def test_each_list_holds_the_units_that_its_number_counts(study, found):
    expected, data = reckoned(study, found.functions), data_of(found)
    for doc_id, selections in data["cells"].items():
        for selection, numbers in selections.items():
            shown = [f"{doc_id}#{number:04d}" for number in numbers]
            assert shown == expected.get((doc_id, selection), []), (doc_id, selection)
    wanted = {cell for cell in expected if found.href(*cell)}
    assert {
        (doc, selection) for doc, selections in data["cells"].items() for selection in selections
    } >= wanted
    assert len(wanted) > 60


def test_a_list_of_all_texts_joins_those_of_the_documents(study, found):
    expected = reckoned(study, found.functions)
    for selection, n in found.shown[ALL].items():
        joined = [unit for doc_id in found.doc_ids for unit in expected.get((doc_id, selection), [])]
        assert list(found.of(ALL, selection)) == joined
        assert n == len(joined) > 0


def links(part):
    return html.fromstring(f"<main>{part}</main>").xpath("//a[starts-with(@href, '#passages-')]")


def test_numbers_of_coverage_balance_and_composition_are_their_lists(study, found):
    texts, units = study.documents, study.units(furniture=True)
    shown = [
        tables.coverage_table(found.matrix, found.look, href=found.href).html(),
        tables.balance_table(texts, units, found.look, href=found.href).html(),
        charts.composition(texts, units, found.look, href=found.href).html(),
    ]
    for part in shown:
        assert links(part)
        for link in links(part):
            group, selection = link.get("href").removeprefix("#passages-").rsplit("-", 1)
            number = (link.get("aria-label") or link.text).rpartition(": ")[2].replace(",", "")
            assert int(number) == len(found.of(group, selection)), link.get("href")
    counts = tables.coverage_table(found.matrix, found.look).frame
    columns = ["counted", "with_code", "without_code", "missing", "failed"]
    assert len(links(shown[0])) == int((counts[columns] > 0).to_numpy().sum())


def test_names_of_trees_and_maps_lead_to_their_passages_and_pairs_to_both(study, found):
    from chart_samples import map_of, tree_of

    codes, documents = list(found.matrix.codes), list(found.doc_ids)
    for figure in (
        charts.tree(tree_of(codes, "codes"), found.look, leaf=found.leaf),
        charts.tree(tree_of(documents), found.look, leaf=found.leaf),
        charts.ordination_map(map_of(found.matrix), found.look, leaf=found.leaf),
    ):
        hrefs = [link.get("href") for link in links(figure.svg())]
        assert hrefs
        assert len(hrefs) == len(set(hrefs))
        assert set(hrefs) <= {found.leaf(name) for name in [*codes, *documents]}
    square = charts.co_clustering(tree_of(codes, "codes"), found.look, pair=found.pair)
    pairs = {found.pair(a, b) for a, b in combinations(codes, 2)} - {None}
    assert {link.get("href") for link in links(square.svg())} == pairs
    assert len(pairs) == len(found.selections.pairs) > 20
    beside = f"{documents[0]}:beside:{documents[1]}"
    assert found.pair(documents[0], documents[1]) == f"#passages-{beside}-:with_code"
    assert found.pair(documents[1], documents[0]) == found.pair(documents[0], documents[1])
    both = [found.of(name, ":with_code") for name in documents[:2]]
    assert found.of(beside, ":with_code") == both[0] + both[1]
    assert found.count(beside, ":with_code") == len(both[0]) + len(both[1])
    assert found.pair(codes[1], codes[0]) == found.pair(codes[0], codes[1])


def test_every_link_has_its_target_and_no_target_is_empty(found):
    tree = html.fromstring(found.html())
    ids = set(tree.xpath("//details[contains(@class, 'cell')]/@id"))
    hrefs = {found.href(group, selection) for group, each in found.shown.items() for selection in each}
    assert {f"#{name}" for name in ids} == hrefs
    assert found.href("VL", "no_code") is None


def test_headline_codings_have_their_passages(study):
    matrix = study.matrix(coder="headline")
    given = passages(study, matrix, study.look("en"))
    assert sum(len(unit[5]) for part in given.parcels.values() for unit in part["units"]) > 500


def test_what_is_not_known_is_refused(study):
    with pytest.raises(ParameterFault, match="expected one of codes"):
        passages(study, study.matrix(), study.look("en"), behind=["everything"])


def test_a_unit_that_failed_is_in_a_list_of_its_own(study):
    codings = study.codings().copy()
    unit = codings.loc[codings["coder"] == "reference", "unit_id"].iloc[0]
    own = (codings["coder"] == "reference") & (codings["unit_id"] == unit) & (codings["facet"] == "theme")
    failed = codings[own].head(1).assign(code="failed", rule="")
    codings = pd.concat([codings[~own], failed], ignore_index=True)
    from comparelib.matrix import theme_matrix
    from comparelib.reporting.evidence import Passages

    matrix = theme_matrix(codings, study.units(), study.documents, study.codebook)
    given = Passages(
        matrix, study.documents, study.units(), codings, study.codebook, study.look("nl"), (Behind.COVERAGE,)
    )
    document = unit.rpartition("#")[0]
    assert given.of(document, ":failed") == (unit,)
    assert int(matrix.coded.n_failed[document]) == given.shown[document][":failed"] == 1
    assert unit not in given.of(document, ":missing")
