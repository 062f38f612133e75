"""A number leads to exactly the units that it counts, and to no person."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lxml import html

from comparelib import charts, compare_priorities, jurisdiction_priorities, passages, tables
from comparelib.labels import LANGUAGES
from comparelib.reporting.evidence.parcel import as_json, joined_spans, parcel_script
from comparelib.reporting.gate import page_faults
from comparelib.study import Study
from comparelib.text.privacy import MARK, Privacy
from evidence_study import made_up, page_of

CELL = ("vl_werkagenda_maakindustrie", "circular_economy")


@pytest.fixture(scope="module")
def study(built):
    return Study.open(built)


@pytest.fixture(scope="module")
def found(study):
    return passages(study, study.matrix(), study.look("en"))


@pytest.fixture(scope="module")
def page(found):
    return html.fromstring(page_of(found, charts.heatmap(found.matrix, found.look, href=found.href)))


def data_of(tree):
    (script,) = tree.xpath("//script[@class='evidence-data']")
    return json.loads(script.text)


def counted_apart(study, coder, functions):
    """Which units each cell counts, reckoned from the tables alone."""
    units = study.units().set_index("unit_id")["doc_id"]
    codings = study.codings(coder)
    if functions:
        kept = codings[(codings["facet"] == "function") & codings["code"].isin(functions)]["unit_id"]
        codings = codings[codings["unit_id"].isin(kept)]
    rows = codings[(codings["facet"] == "theme") & ~codings["code"].isin(["none", "failed"])]
    cells = {}
    for unit, code in dict.fromkeys(zip(rows["unit_id"], rows["code"], strict=True)):
        cells.setdefault((units[unit], code), set()).add(unit)
    return cells


@pytest.mark.parametrize(
    ("coder", "functions", "counting"),
    [("reference", (), "presence"), ("reference", ("measure",), "fractional"), ("dictionary", (), "tokens")],
)
def test_every_cell_holds_exactly_the_units_that_the_matrix_counts(study, coder, functions, counting):
    matrix = study.matrix(coder=coder, functions=functions, counting=counting)
    given = passages(study, matrix, study.look("en"))
    data = data_of(html.fromstring(given.html()))
    expected = counted_apart(study, coder, functions)
    for doc_id in matrix.counts.index:
        positions = {unit[0] for unit in data["parcels"][doc_id]["units"]}
        for code in matrix.codes:
            shown = data["cells"][doc_id].get(code, [])
            assert {f"{doc_id}#{number:04d}" for number in shown} == expected.get((doc_id, code), set())
            assert len(shown) == len(set(shown))
            assert set(shown) <= positions
            assert bool(shown) == (matrix.counts.at[doc_id, code] > 0)
            if counting == "presence":
                assert len(shown) == matrix.counts.at[doc_id, code]


def test_a_side_holds_the_units_of_all_its_documents(found):
    for side, members in found.sides.items():
        for code in found.matrix.codes:
            assert found.of(side, code) == tuple(unit for name in members for unit in found.of(name, code))
    assert found.of("VL", CELL[1]) == found.of(*CELL)
    assert len(found.of(*CELL)) > 20


def test_every_number_has_its_target_and_an_empty_cell_is_no_link(found, page):
    targets = set(page.xpath("//details[contains(@class, 'cell')]/@id"))
    cells = [(group, code) for group in [*found.sides, *found.cells] for code in found.matrix.codes]
    assert {found.href(*cell) for cell in cells} - {None} == {f"#{target}" for target in targets}
    links = page.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    filled = int((found.matrix.counts.to_numpy() > 0).sum())
    assert len(links) == len(set(links)) == filled < found.matrix.counts.size
    assert set(links) <= {f"#{target}" for target in targets}
    in_table = page.xpath("//table[@id='heatmap-table']//td/a/@href")
    assert sorted(in_table) == sorted(links)


def test_bars_and_numbers_of_both_sides_lead_to_their_passages(found):
    matrix = found.matrix
    comparison = compare_priorities(matrix, draws=50, seed=1)
    sides = jurisdiction_priorities(matrix, draws=50, seed=1)
    expected = {found.href(side, code) for side in found.sides for code in matrix.codes} - {None}
    shown = (
        charts.dumbbell(comparison, found.look, href=found.href).svg(),
        tables.contrast_table(comparison, found.look, href=found.href).html(),
        tables.rank_table(sides, found.look, href=found.href).html(),
        tables.priority_table(sides, found.look, href=found.href).html(),
    )
    for part in shown:
        assert set(html.fromstring(f"<main>{part}</main>").xpath("//a/@href")) == expected
    per_document = tables.theme_matrix_table(matrix, found.look, href=found.href).html()
    assert per_document.count("<a ") == int((matrix.counts.to_numpy() > 0).sum())
    assert "<a " not in charts.dumbbell(comparison, found.look).svg()
    assert "<a " not in tables.contrast_table(comparison, found.look).html()


def test_matched_words_are_those_of_the_dictionary_and_the_reference_marks_none(study):
    look = study.look("nl")
    rules = passages(study, study.matrix(coder="dictionary"), look)
    evidence = study.codings("dictionary").dropna(subset=["start"])
    words = {}
    for row in evidence.itertuples():
        words.setdefault((row.unit_id, row.code), []).append(row.evidence)
    checked = 0
    for doc_id, content in rules.parcels.items():
        for position, _, _, _, text, codes in content["units"]:
            for code, _, _, _, marks in codes:
                parts = [text[start:end] for start, end in zip(marks[::2], marks[1::2], strict=True)]
                given = words.get((f"{doc_id}#{position:04d}", content["codes"][code][1]), [])
                assert all(any(word in part for part in parts) for word in given) or MARK in text
                checked += len(parts)
    assert checked > 1000
    plain = passages(study, study.matrix(), look)
    assert not [
        code for part in plain.parcels.values() for unit in part["units"] for code in unit[5] if code[4]
    ]


def test_what_stands_beside_a_passage_is_what_the_coder_said(found, study):
    codings = study.codings("reference")
    unit = found.of(*CELL)[0]
    content = found.parcels[CELL[0]]
    (row,) = [row for row in content["units"] if row[0] == int(unit[-4:])]
    said = codings[(codings["unit_id"] == unit) & ~codings["code"].isin(["none", "failed"])]
    assert [content["codes"][code[0]] for code in row[5]] == said[["facet", "code"]].to_numpy().tolist()
    assert {content["rules"][rule] for code in row[5] for rule in code[2]} == set(said["rule"])
    assert row[4] == study.units().set_index("unit_id").at[unit, "text"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_fit_small_and_the_same_each_time(study, language):
    look = study.look(language)
    given = passages(study, study.matrix(), look)
    text = page_of(given, charts.heatmap(given.matrix, look, href=given.href))
    assert page_faults(text) == []
    assert len(text.encode()) < 3_000_000
    assert given.html() == passages(study, study.matrix(), look)._repr_html_()
    for name in given.privacy.names:
        assert name not in text
    assert "@rvo.nl" not in text
    assert "Duisterwinkel" not in text


def test_without_scripts_every_cell_of_a_document_links_its_units(found, page):
    listed = set(page.xpath("//li[starts-with(@id, 'unit-')]/@id"))
    assert len(listed) == len(found.units[found.units["kind"] != "furniture"])
    links = page.xpath(f"//details[@id='passages-{CELL[0]}-{CELL[1]}']//a/@href")
    assert len(links) == len(found.of(*CELL))
    assert {link[1:] for link in links} <= listed


def test_a_large_corpus_is_not_in_the_page_but_in_files_beside_it():
    few, many = made_up(4, 30), made_up(9, 500)
    assert few.embedded
    assert not many.embedded
    data = data_of(html.fromstring(many.html()))
    assert data["parcels"] == {}
    assert sum(len(part) for cells in data["cells"].values() for part in cells.values()) > 4000
    assert many.units["text"].iloc[7] not in many.html()
    assert "<li id=" not in many.html()
    assert few.units["text"].iloc[7] in few.html()


def test_data_cannot_leave_its_script():
    content = {"title": "</script><script>alert(1)</script>\u2028"}
    text = parcel_script("a", content)
    assert "<" not in text
    assert "\u2028" not in text
    assert json.loads(text.removeprefix('comparelibParcel("a",').removesuffix(");\n")) == content
    assert as_json({"b": 1, "a": "é"}) == '{"b":1,"a":"é"}'


def test_spans_that_overlap_or_touch_become_one():
    assert joined_spans([5, 9, 0, 3, 2, 4, 9, 11]) == [0, 4, 5, 11]
    assert joined_spans([]) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mail jan.dewit@voorbeeld.nl voor meer.", f"Mail {MARK} voor meer."),
        ("Bel 06-12345678 of +32 2 123 45 67.", f"Bel {MARK} of {MARK}."),
        ("Neem contact op met Anna Bogaerdts (RVO).", f"Neem contact op met {MARK} (RVO)."),
        ("Bogaerdts schreef; Anna Bogaerdts las.", f"Bogaerdts schreef; {MARK} las."),
        (
            "In 2023 kostte dit 1.200.000 euro, zie 2019-2024.",
            "In 2023 kostte dit 1.200.000 euro, zie 2019-2024.",
        ),
        ("Neem contact op met Economische Zaken.", "Neem contact op met Economische Zaken."),
    ],
)
def test_people_are_left_out_and_policy_stays(text, shown):
    privacy = Privacy.of([("Neem contact op met Anna Bogaerdts (RVO).", None)])
    assert privacy.names == ("Anna Bogaerdts",)
    assert privacy.masked(text).text == shown


def test_a_contact_box_is_left_out_whole_and_spans_move_with_what_was_cut():
    assert Privacy().masked("Anna Bogaerdts, afdeling 3", "contact").text == MARK
    masked = Privacy().masked("Mail jan@voorbeeld.nl over hergebruik.")
    start = "Mail jan@voorbeeld.nl over hergebruik.".index("hergebruik")
    span = masked.span(start, start + 10)
    assert masked.text[slice(*span)] == "hergebruik"
    assert masked.span(0, 4) == (0, 4)
    assert masked.span(3, 8) is None


def test_the_gate_reads_what_scripts_will_show():
    page = '<h1 id="a">A</h1><script type="application/json">{"t":"bel jan@voorbeeld.nl"}</script>'
    assert page_faults(page) == ["it shows the e-mail address 'jan@voorbeeld.nl'"]
    assert page_faults('<h1 id="a">dictionary@1.0.0</h1><script>var a = "b@c.nl"</script>') == []


@pytest.mark.slow
def test_another_hash_seed_locale_and_time_zone_give_the_same_bytes():
    code = "import evidence_study as s; print(s.made_up(3, 40).html())"
    paths = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    strange = {
        "PYTHONHASHSEED": "77",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "PYTHONPATH": paths,
        "PYTHONIOENCODING": "utf-8",
    }
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, env={**os.environ, **strange}, check=True
    )
    assert run.stdout.decode() == made_up(3, 40).html() + "\n"
