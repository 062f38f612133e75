"""Ten thousand documents: every figure, table, list of passages and index stays small, quick and whole."""

import json
import sys
import time
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from lxml import html

from chart_samples import CODES, look, ranked, tree_of
from comparelib import charts, tables
from comparelib.clusters import document_tree, profile_distances, theme_tree
from comparelib.clusters.crowd import grown_of
from comparelib.clusters.paragraph_draws import draw_by_draw, from_one_pool, within_documents
from comparelib.errors import ParameterFault
from comparelib.matrix import CodedUnits, theme_matrix_of
from comparelib.matrix.groups import MOST_DOCUMENTS, document_groups, summarised
from comparelib.model import Counting
from comparelib.ordination import correspondence
from comparelib.reporting.evidence import Passages
from comparelib.reporting.evidence.carried import carried_codings
from comparelib.reporting.evidence.parcel import rows_of
from comparelib.reporting.evidence.passages import MOST_SAMPLED
from comparelib.reporting.evidence.selections import ALL, Behind
from comparelib.reporting.gate import page_faults
from comparelib.reporting.layout import Sheet, shared_files
from comparelib.reporting.reader.catalogue import CATALOGUE, MOST_ON_A_PAGE, render_catalogue
from comparelib.reporting.reader.page import ReaderFrame
from comparelib.reporting.report import ReportOutcome
from count_matrices import matrix_of
from evidence_study import codebook

N, EACH = 10_000, 5
OF_TWO_CODERS = (Behind.ERRORS, Behind.AGREEMENT, Behind.SAMPLED)
BEHIND = tuple(each for each in Behind if each not in OF_TWO_CODERS)
MOST_BYTES, MOST_SECONDS = (
    1_500_000,
    6.0,
)  # of one part of a page; CPU time, so that a busy machine does not matter


@pytest.fixture(scope="module")
def corpus():
    rng = np.random.default_rng(1)
    names = np.array([f"doc_{number:05d}" for number in range(N)], dtype=object)
    place = np.arange(N)
    documents = pd.DataFrame(
        {
            "doc_id": names,
            "jurisdiction": np.where(place % 3 == 0, "VL", "NL"),
            "title": "Nota over de maakindustrie",
            "issuer": "Ministerie",
            "issuer_type": np.array(["ministry", "agency", "party council", ""])[place % 4],
            "doc_type": "nota",
            "date": [str(1980 + number % 45) for number in range(N)],
            "language": "nl",
            "n_pages": 3,
            "n_units": EACH,
        }
    )
    row, position = np.repeat(place, EACH), np.tile(np.arange(1, EACH + 1), N)
    ids = np.array([f"{names[a]}#{b:04d}" for a, b in zip(row, position, strict=True)], dtype=object)
    kinds = np.array(["furniture", "sentence", "sentence", "list_item", "heading"], dtype=object)[
        position % 5
    ]
    units = pd.DataFrame(
        {
            "unit_id": ids, "doc_id": names[row], "position": position, "paragraph": 1 + position // 4,
            "kind": kinds, "furniture": None, "section": "", "page": 1, "text": "Minder grondstoffen nodig",
        }
    )  # fmt: skip
    policy = kinds != "furniture"
    values = (rng.random((policy.sum(), len(CODES))) < 0.06).astype(float)
    indexed = documents.set_index("doc_id")
    none = pd.Series(0, index=indexed.index)
    matrix = theme_matrix_of(
        CodedUnits(
            "theme", "dictionary@1", Counting.PRESENCE, CODES, indexed, pd.Index(ids[policy]), values,
            np.ones(len(values)), row[policy].astype(np.int64), np.arange(len(values)), none, none,
        )
    )  # fmt: skip
    unit, code = np.nonzero(values)
    codings = pd.DataFrame(
        {
            "unit_id": ids[policy][unit], "facet": "theme", "code": np.array(CODES, dtype=object)[code],
            "coder": "dictionary@1", "score": 1.0, "start": 0, "end": 6, "evidence": "Minder", "rule": "minder",
        }
    )  # fmt: skip
    given = Passages(matrix, documents, units, codings, codebook(), look("nl"), BEHIND)
    return SimpleNamespace(documents=documents, units=units, matrix=matrix, found=given)


def map_of_many(matrix):
    """Documents and codes spread over a map, without regions."""
    rng = np.random.default_rng(2)

    def points(names, kind):
        spots = {"name": [str(name) for name in names], "kind": kind}
        return pd.DataFrame(spots).assign(
            x=rng.normal(size=len(names)),
            y=rng.normal(size=len(names)),
            contribution_x=0.1,
            contribution_y=0.1,
        )

    return SimpleNamespace(
        rows=points(matrix.documents.index, "document"),
        columns=points(matrix.codes, "code"),
        inertia=pd.DataFrame({"axis": [1, 2], "inertia": [0.3, 0.2], "share": [0.5, 0.3]}),
        regions=pd.DataFrame(columns=["name", "kind", "x", "y"]),
    )


def bounded(make):
    begin = time.process_time()
    text = make()
    assert time.process_time() - begin < MOST_SECONDS
    assert len(text.encode()) < MOST_BYTES
    return text


def test_groups_lose_no_document_and_no_unit(corpus):
    groups = document_groups(corpus.documents)
    assert 2 < len(groups) <= MOST_DOCUMENTS
    members = [doc_id for group in groups for doc_id in group.doc_ids]
    assert sorted(members) == sorted(corpus.documents["doc_id"])
    grouped = summarised(corpus.matrix, groups)
    assert grouped.totals.sum() == corpus.matrix.totals.sum()
    one = next(group for group in groups if group.key == "NL:ministry")
    assert grouped.counts.loc[one.key].tolist() == corpus.matrix.counts.loc[list(one.doc_ids)].sum().tolist()
    shares = summarised(corpus.matrix.share(), groups)
    assert np.allclose(shares.counts, grouped.counts.div(grouped.totals, axis=0))
    assert any(group.key == "VL:unknown" for group in groups)
    assert groups[0].name("Nederland", "nl").startswith("Nederland, agentschap (")


def test_too_many_groups_give_way_to_the_jurisdictions(corpus):
    assert [group.key for group in document_groups(corpus.documents, "year")] == ["VL", "NL"]
    few = corpus.documents[corpus.documents["date"] > "2020"]
    years = document_groups(few, "year")
    assert {group.value for group in years} == {"2021", "2022", "2023", "2024"}
    with pytest.raises(ParameterFault, match="expected one of issuer_type"):
        document_groups(few, "colour")


def test_figures_are_small_and_show_groups(corpus):
    found, names = corpus.found, [str(name) for name in corpus.documents["doc_id"]]
    sides = dict(zip(names, corpus.documents["jurisdiction"], strict=True))
    heat = bounded(lambda: charts.heatmap(corpus.matrix, found.look, href=found.href).html())
    assert "10.000 documenten staan in 8 groepen" in heat
    bars = charts.composition(corpus.documents, corpus.units, found.look, href=found.href)
    assert bars.table["sentence"].sum() == (corpus.units["kind"] == "sentence").sum()
    assert bars.table["words"].sum() == pytest.approx(3 * (corpus.units["kind"] != "furniture").sum())
    bounded(bars.html)
    places = map_of_many(corpus.matrix)
    chart = charts.ordination_map(places, found.look, jurisdictions=sides, documents=corpus.documents)
    assert len(chart.table) == 8 + len(CODES)
    middle = chart.table.set_index("name").loc["NL:ministry", "x"]
    own = next(group for group in document_groups(corpus.documents) if group.key == "NL:ministry")
    assert middle == pytest.approx(places.rows.set_index("name").loc[list(own.doc_ids), "x"].mean())
    bounded(chart.html)
    assert len(charts.ranks(ranked(names[:60]), found.look).figure.axes) == 40


def test_the_map_of_a_correspondence_of_many_documents_shows_their_groups():
    counts = np.random.default_rng(4).integers(1, 9, size=(MOST_DOCUMENTS + 5, 4))
    places = correspondence(matrix_of(counts), draws=5)
    assert {"mass", "quality"} <= set(places.rows.columns)  # a made-up map has no such columns
    names = list(places.rows["name"])
    sides = {name: "VL" if number % 3 == 0 else "NL" for number, name in enumerate(names)}
    documents = pd.DataFrame(
        {"doc_id": names, "jurisdiction": list(sides.values()), "issuer_type": "ministry"}
    )
    for table in (documents, None):
        chart = charts.ordination_map(places, look("en"), jurisdictions=sides, documents=table)
        groups = chart.table[chart.table["kind"] == "document"]
        assert len(groups) == 2
        assert len(chart.table) == 2 + len(places.columns)
        assert groups["contribution_x"].sum() == pytest.approx(1)
        drawn = groups.set_index("name")["x"].filter(like="VL").item()
        assert drawn == pytest.approx(places.rows.loc[[sides[name] == "VL" for name in names], "x"].mean())
        bounded(chart.html)


def test_a_large_tree_is_drawn_by_its_last_branches():
    names = [f"doc_{number:03d}" for number in range(200)]
    given = tree_of(names)
    chart = charts.tree(given, look("en"))
    assert len(chart.table) == MOST_DOCUMENTS - 1
    assert chart.table["height"].tolist() == given.clades["height"].tolist()[-(MOST_DOCUMENTS - 1) :]
    assert "and 160 others" in bounded(chart.html)
    square = charts.co_clustering(given, look("en"))
    assert len(square.table) == MOST_DOCUMENTS * (MOST_DOCUMENTS - 1) / 2
    pairs = given.co_clustering
    alone = names[-2:]  # the last two leaves are branches of their own
    one = pairs[(pairs["first"] == alone[0]) & (pairs["second"] == alone[1])]["frequency"].item()
    shown = square.table.set_index(["first", "second"])["frequency"]
    assert one in {shown.get(tuple(alone)), shown.get(tuple(alone[::-1]))}
    others = pairs[(pairs["second"] == names[-1]) & pairs["first"].isin(names[:161])]["frequency"].mean()
    branch = next(str(name) for name in square.table["first"] if str(name).startswith("branch:"))
    assert pytest.approx(others) in [shown.get((branch, names[-1])), shown.get((names[-1], branch))]


def test_tables_are_small_and_say_what_they_leave_out(corpus):
    found = corpus.found
    listed = bounded(lambda: tables.corpus_table(corpus.documents, found.look).html())
    assert "400 van 10.000 rijen" in listed
    covered = tables.coverage_table(corpus.matrix, found.look, href=found.href)
    assert covered.frame["counted"].sum() == corpus.matrix.totals.sum()
    bounded(covered.html)
    bounded(lambda: tables.theme_matrix_table(corpus.matrix, found.look, href=found.href).html())
    bounded(lambda: tables.balance_table(corpus.documents, corpus.units, found.look, href=found.href).html())
    ranks = bounded(
        lambda: tables.rank_table(ranked(list(corpus.documents["doc_id"][:90])), found.look).html()
    )
    assert "40 van 90 kolommen" in ranks


def test_passages_are_a_sample_with_the_count_of_all(corpus):
    found = corpus.found
    text = bounded(found.html)
    data = json.loads(html.fromstring(text).xpath("//script[@class='evidence-data']")[0].text)
    assert data["parcels"] == {}
    assert data["cells"] == {}
    for group, selections in data["samples"].items():
        for selection, (n, units) in selections.items():
            shown = sum(map(len, units.values()))
            assert n == len(found.of(group, selection))
            assert shown == min(n, MOST_SAMPLED)
    n, units = data["samples"]["NL:ministry"]["circular_economy"]
    own = {f"{doc_id}#{number:04d}" for doc_id, numbers in units.items() for number in numbers}
    assert own <= set(found.of("NL:ministry", "circular_economy"))
    assert n > MOST_SAMPLED
    assert data["samples"][ALL]["circular_economy"][0] == corpus.matrix.counts["circular_economy"].sum()
    assert f"{MOST_SAMPLED} van {n:,} passages".replace(",", ".") in text
    assert found.html() == text


def test_a_sample_is_not_the_first_that_come(corpus):
    rows = corpus.found.sample(ALL, "circular_economy")
    everything = corpus.found.rows(ALL, "circular_economy")
    assert list(rows) != list(everything[:MOST_SAMPLED])
    assert everything[0] <= rows.min() < rows.max() <= everything[-1]
    assert len(np.unique(np.searchsorted(np.quantile(everything, [0.25, 0.5, 0.75]), rows))) == 4


def test_every_link_of_a_large_page_has_its_target(corpus):
    found = corpus.found
    figure = charts.heatmap(corpus.matrix, found.look, href=found.href).html()
    body = f'<h1 id="a">A</h1>{figure}{found.html()}'
    page = Sheet("nl", "A", ("A",), body).html
    assert page_faults(page) == []
    assert len(page.encode()) < 5_000_000
    links = html.fromstring(page).xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    assert len(links) == 8 * len(CODES)


FRAME = ReaderFrame("Een studie", "Een reeks", "nl", jurisdictions={"NL": "Nederland", "VL": "Vlaanderen"})


def test_the_list_of_documents_is_small_and_links_to_all_in_groups_without_scripts(corpus):
    begin = time.process_time()
    pages = render_catalogue(corpus.documents.to_dict("records"), FRAME)
    assert time.process_time() - begin < MOST_SECONDS
    assert list(pages) == [CATALOGUE]
    page = pages[CATALOGUE]
    assert len(page.encode()) < 5_000_000
    assert page_faults(page) == []
    tree = html.fromstring(page)
    links = tree.xpath("//ul[@class='catalogue']/li/a/@href")
    assert sorted(links) == [f"{name}.html" for name in corpus.documents["doc_id"]]
    groups = document_groups(corpus.documents)
    heads = [head.text_content() for head in tree.xpath("//details/summary/h2")]
    assert heads == [group.name(FRAME.jurisdictions[group.jurisdiction], "nl") for group in groups]
    assert not tree.xpath("//details[@class='catalogue-group']/@open")
    first = corpus.documents[corpus.documents["doc_id"].isin(groups[0].doc_ids)]
    assert links[0].removesuffix(".html") in set(first.loc[first["date"] == first["date"].max(), "doc_id"])
    assert tree.xpath("//ul[@class='catalogue']/@lang") == ["nl"] * len(groups)
    assert not tree.xpath("//ul[@class='catalogue']/li/a/@lang")  # said once for the list


def test_documents_of_a_day_are_sorted_as_people_sort_their_titles(corpus):
    rows = [
        {**row, "title": f"Nota {number}", "date": "2024", "jurisdiction": "NL", "issuer_type": "agency"}
        for number, row in enumerate(corpus.documents.head(60).to_dict("records"))
    ]
    (page,) = render_catalogue(rows[::-1], FRAME).values()
    titles = html.fromstring(page).xpath("//ul[@class='catalogue']/li/a/text()")
    assert titles == [f"Nota {number}" for number in range(60)]


def test_a_longer_list_goes_on_on_further_pages_that_lead_to_each_other(corpus):
    rows = corpus.documents.to_dict("records")
    rows += [{**rows[0], "doc_id": f"more_{number}", "language": "en"} for number in range(3)]
    pages = render_catalogue(rows, FRAME)
    assert list(pages) == [CATALOGUE, "_all-2.html"]
    trees = [html.fromstring(page) for page in pages.values()]
    counts = [len(tree.xpath("//ul[@class='catalogue']/li")) for tree in trees]
    assert counts == [MOST_ON_A_PAGE, len(rows) - MOST_ON_A_PAGE]
    for tree, here in zip(trees, pages, strict=True):
        assert tree.xpath("//ul[@class='parts']//a/@href") == list(pages)
        assert tree.xpath("//ul[@class='parts']//a[@aria-current]/@href") == [here]
        assert "10.003 documenten" in tree.xpath("string(//p[@class='lead'])")
    assert "dit deel" in trees[1].xpath("string(//label)")


def test_a_few_documents_are_listed_in_their_order_without_groups(corpus):
    rows = corpus.documents.to_dict("records")[:MOST_DOCUMENTS][::-1]
    (page,) = render_catalogue(rows, FRAME).values()
    tree = html.fromstring(page)
    assert tree.xpath("//ul[@class='catalogue']/li/a/@href") == [f"{row['doc_id']}.html" for row in rows]
    assert not tree.xpath("//details[@class='catalogue-group']")
    assert "Vlaanderen" in tree.xpath("string(//ul[@class='catalogue']/li/span)")  # no heading says it


def test_a_tree_of_many_documents_is_grown_of_groups_and_says_so(corpus):
    begin = time.process_time()
    near = document_tree(corpus.matrix, draws=20)
    themes = theme_tree(corpus.matrix, draws=20)
    assert time.process_time() - begin < MOST_SECONDS
    groups = document_groups(corpus.documents)
    assert near.labels == tuple(group.key for group in groups)
    assert near.grouped == groups
    summed = summarised(corpus.matrix, groups).counts.to_numpy()
    assert np.allclose(near.distances, profile_distances(summed))
    assert themes.labels == CODES
    assert not themes.grouped
    text = charts.tree(near, corpus.found.look, leaf=corpus.found.leaf).html()
    assert "10.000 documenten zijn te veel voor één boom: de takken zijn 8 groepen" in text
    assert "ministerie (" in text
    assert "te veel" not in charts.co_clustering(themes, corpus.found.look).html()


def test_documents_of_which_no_grouping_is_known_are_sampled_for_a_tree(corpus):
    alike = corpus.documents.set_index("doc_id").assign(issuer_type="", doc_type="", date="")
    matrix = theme_matrix_of(replace(corpus.matrix.coded, documents=alike))
    given = grown_of(matrix, 1, most=30)
    assert (given.groups, given.n_documents) == ((), N)
    names = list(given.matrix.documents.index)
    assert len(set(names)) == 30
    assert given.matrix.counts.equals(corpus.matrix.counts.loc[names])
    assert names != list(grown_of(matrix, 2, most=30).matrix.documents.index)
    assert names == sorted(names)
    near = document_tree(given.matrix, draws=2)
    assert "10.000" in charts.tree(replace(near, n_documents=N), corpus.found.look).html()


def test_draws_one_at_a_time_have_the_chances_of_draws_at_once():
    rng = np.random.default_rng(3)
    counts, document = rng.poisson(2.0, (60, 3)).astype(float), np.repeat([2, 0, 1], [30, 10, 20])
    for pooled, at_once in ((False, within_documents), (True, from_one_pool)):
        each = np.stack(list(draw_by_draw(counts, document, 4, 3000, rng, pooled=pooled)))
        other = at_once(counts, document, 4, 3000, rng)
        assert (each[:, 3] == 0).all()
        assert np.allclose(each.mean(axis=0), other.mean(axis=0), rtol=0.03)
        assert np.allclose(each.std(axis=0), other.std(axis=0), rtol=0.1)


def test_a_section_that_carries_its_codings_holds_those_of_its_sample_alone(corpus):
    given = replace(corpus.found, behind=(Behind.EVERYWHERE,), texts=False, carries=True)
    begin = time.process_time()
    carried = carried_codings(given)
    assert time.process_time() - begin < MOST_SECONDS
    shown = [given.sample(ALL, code) for code in given.shown[ALL]]
    rows = np.unique(np.concatenate(shown))
    document = given.selections.document
    assert sorted(carried) == sorted({given.doc_ids[document[row]] for row in rows})
    assert (
        sum(len(content["units"]) for content in carried.values()) == len(rows) <= MOST_SAMPLED * len(CODES)
    )
    assert all(unit for content in carried.values() for unit in content["units"].values())


def test_rows_are_those_of_itertuples(corpus):
    frame = corpus.units.head(7).assign(
        level=[1.0, None] * 3 + [2.0], kind=lambda rows: rows["kind"].astype("str")
    )
    ours, theirs = list(rows_of(frame)), list(frame.itertuples(index=False))
    assert [row._fields for row in ours] == [row._fields for row in theirs]
    assert repr([tuple(row) for row in ours]) == repr([tuple(row) for row in theirs])
    assert type(ours[0].position) is int


def test_a_page_may_load_what_stands_beside_it_and_nothing_else():
    page = Sheet("en", "A", ("A",), '<h1 id="a">A</h1>', beside="_reader").html
    assert page_faults(page, (), ("_reader.css", "_reader.js")) == []
    assert len(page_faults(page, (), ("_reader.css",))) == 1
    assert "<style>" not in page
    assert set(shared_files("_reader", "p {}", "run()")) == {"_reader.css", "_reader.js"}


def test_the_pages_of_many_documents_are_not_printed(tmp_path):
    few, many = (
        tuple(tmp_path / run / "documents" / f"{n}.html" for n in range(n_documents + 1))
        for run, n_documents in (("few", MOST_DOCUMENTS), ("many", MOST_DOCUMENTS + 1))
    )
    findings = tmp_path / "many/summary.html"
    outcome = ReportOutcome((), tmp_path / "index.html", (), 1.0, (findings,), (*few, *many))
    assert outcome.printed == (findings, *few)
    assert outcome.files == (findings, *few, *many)


def test_a_tree_of_near_groups_has_no_number_twice_on_its_axis():
    near = tree_of([f"NL:{number}" for number in range(6)])
    near.linkage[:, 2] *= 0.02 / near.linkage[-1, 2]
    axes = charts.tree(near, look("en")).figure.axes[0]
    axes.figure.canvas.draw()
    low, high = axes.get_xlim()
    shown = [
        label.get_text()
        for place, label in zip(axes.get_xticks(), axes.get_xticklabels(), strict=True)
        if low <= place <= high
    ]
    assert shown == ["0.00", "0.01", "0.02"]


def test_places_made_for_some_draws_at_a_time_are_the_same(corpus, monkeypatch):
    matrix = matrix_of(corpus.matrix.counts.head(50).to_numpy().astype(int))
    whole = correspondence(matrix, draws=30)
    # The package's function of that name hides the module.
    monkeypatch.setattr(sys.modules["comparelib.ordination.correspondence"], "_BATCH", 7)
    parts = correspondence(matrix, draws=30)
    pd.testing.assert_frame_equal(whole.regions, parts.regions)
