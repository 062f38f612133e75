"""The page of a document: all of its text, what each coder gave, and nobody's name; made anew only where it changed."""

import json
import re
import shutil
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from lxml import html

from comparelib.errors import ReportFailure
from comparelib.labels import coder_name
from comparelib.reporting.index import IndexedRun, render_index
from comparelib.reporting.journal import RunRecord, read_record, write_record
from comparelib.reporting.outputs import linked_documents
from comparelib.reporting.reader.margin import readers
from comparelib.reporting.reader.page import ReaderFrame, render_reader
from comparelib.reporting.reader.shelf import FOLDER, Library, fill_shelf, shelf_key
from comparelib.study import Study
from comparelib.studyfile import load_studyfile
from comparelib.tables import corpus_table
from comparelib.text.privacy import MARK, Privacy
from evidence_study import packed

FRAME = ReaderFrame("A study", "A run", "en", ("reference",), {"NL": "Dutch texts", "VL": "Flemish texts"})
DOCUMENT = "vl_werkagenda_maakindustrie"


@pytest.fixture(scope="module")
def library(built):
    return Library(load_studyfile(built / "study.yml"))


@pytest.fixture(scope="module")
def shelf(library, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shelf")
    return folder, fill_shelf(library, FRAME, folder, folder / "none", ())


@pytest.fixture(scope="module")
def trees(shelf):
    folder, records = shelf
    return {
        record.doc_id: html.parse(str(folder / f"{FOLDER}/{record.doc_id}.html")).getroot()
        for record in records
    }


def test_a_page_holds_the_whole_text_of_its_document(built, trees):
    study = Study.open(built)
    texts = study.store.read("texts").set_index("doc_id")["text"]
    units = study.units(furniture=True)
    privacy = Privacy.of_units(units)
    for doc_id, tree in trees.items():
        own = units[units["doc_id"] == doc_id]
        lines = tree.xpath("//div[@class='text']/div/*[self::p or self::h2 or self::h3 or self::h4]")
        between = {line: "".join(line.xpath("span[@class='marker']/text()")) for line in lines}
        shown = {
            f"{doc_id}#{line.getparent().get('id')[2:]}": line.text_content()
            .removeprefix(between[line])
            .lstrip()
            for line in lines
        }
        assert list(shown) == list(own["unit_id"])
        masked = {unit.unit_id for unit in own.itertuples() if shown[unit.unit_id] != unit.text}
        assert all(MARK in shown[unit] for unit in masked)
        assert len(masked) <= 10
        whole = [between[line] + text for line, text in zip(lines, own["text"], strict=True)]
        assert packed("".join(whole)) == packed(texts[doc_id])
        assert [
            privacy.masked(t, f if isinstance(f, str) else None).text
            for t, f in zip(own["text"], own["furniture"], strict=True)
        ] == list(shown.values())


def test_the_margin_holds_what_every_coder_gave(built, library, trees):
    codings = Study.open(built).codings()
    rows = codings[~codings["code"].isin(["none", "failed"])]
    codes = [(facet.name, code.name) for facet in library.codebook.facets for code in facet.codes]
    names = [coder.name for coder in library.coders]
    expected = set(zip(rows["unit_id"], rows["facet"], rows["code"], rows["coder"], strict=True))
    shown = set()
    for doc_id, tree in trees.items():
        for item in tree.xpath("//div[@class='margin']/ul[@class='codes']/li"):
            unit = item.xpath("ancestor::div[contains(@class, 'unit')]/@id")[0]
            facet, code = codes[int(item.get("data-c"))]
            assert item.get("class") == facet
            shown |= {
                (f"{doc_id}#{unit[2:]}", facet, code, names[int(seat)]) for seat in item.get("data-k").split()
            }
    assert shown == expected


def test_marks_of_coders_differ_and_the_legend_explains_them(built, library, trees):
    assert {coder.name.partition("@")[0]: coder.mark for coder in library.coders} == {
        "annotator_a": "A", "annotator_b": "B", "reference": "R", "dictionary": "D",
    }  # fmt: skip
    twice = pd.DataFrame(
        {"coder": ["human:ab", "human:ac", "reference", "robot"], "kind": "human", "version": "1"}
    )
    assert [coder.mark for coder in readers(twice)] == ["AB", "AC", "R", "R2"]
    rows = trees[DOCUMENT].xpath("//details[@class='legend']//tbody/tr")
    assert {row.xpath("th")[0].text: row.xpath("td")[0].text for row in rows} == {
        coder_name(coder.name, "en"): coder.mark for coder in library.coders
    }
    n = Study.open(built).codings("reference")["unit_id"].str.startswith(DOCUMENT)
    read = Study.open(built).codings("reference")[n]["unit_id"].nunique()
    assert [cell.text for cell in rows[2].xpath("td")[2:]] == [str(read), str(read)]


def test_headings_do_not_jump_and_are_the_contents(trees):
    for tree in trees.values():
        levels = [
            int(heading.tag[1]) for heading in tree.xpath("//h1 | //main//h2 | //main//h3 | //main//h4")
        ]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        ids = set(tree.xpath("//@id"))
        assert {link[1:] for link in tree.xpath("//nav//a/@href") if link.startswith("#")} <= ids


def test_nobody_is_named_on_any_page(shelf):
    folder, records = shelf
    for record in records:
        for file in record.files:
            text = (folder / file).read_text(encoding="utf-8")
            assert not re.search(r"@rvo\.nl|Duisterwinkel|Roetenberg", text), file
            assert len(text.encode()) < 3_000_000


def test_only_the_document_that_changed_is_made_anew(built, library, shelf, tmp_path, monkeypatch):
    published, records = shelf
    made = []

    def counted(source, frame):
        made.append(source.document["doc_id"])
        return render_reader(source, frame)

    monkeypatch.setattr("comparelib.reporting.reader.shelf.render_reader", counted)
    fresh = Library(library.study)
    again = tmp_path / "again"
    again.mkdir()
    assert fill_shelf(fresh, FRAME, again, published, records) == records
    assert made == []
    codings = fresh._codings.copy()
    row = codings.index[codings["unit_id"].str.startswith(DOCUMENT)][0]
    codings.loc[row, "rule"] = "another rule"
    fresh = Library(library.study)
    fresh.__dict__["_codings"] = codings
    other = tmp_path / "other"
    other.mkdir()
    fill_shelf(fresh, FRAME, other, published, records)
    assert made == [DOCUMENT]
    for record in records:
        for file in record.files:
            assert (
                (other / file).read_bytes() == (published / file).read_bytes()
            ) or record.doc_id == DOCUMENT


def test_a_touched_page_is_made_again_with_the_same_bytes(library, shelf, tmp_path):
    published, records = shelf
    copy, staged = tmp_path / "copy", tmp_path / "staged"
    shutil.copytree(published, copy)
    staged.mkdir()
    file = f"{FOLDER}/{DOCUMENT}.html"
    (copy / file).write_text("touched")
    assert fill_shelf(library, FRAME, staged, copy, records) == records
    assert (staged / file).read_bytes() == (published / file).read_bytes()


def test_a_page_that_is_not_fit_is_not_published(library, tmp_path):
    with pytest.raises(
        ReportFailure, match=f"the page of document {DOCUMENT} is not fit to publish: it shows the path"
    ):
        fill_shelf(library, replace(FRAME, private=("Werkpaden",)), tmp_path, tmp_path, ())


def test_the_key_of_the_shelf_follows_language_coder_and_data():
    first = shelf_key(FRAME, {"data": "a"})
    others = [shelf_key(FRAME, {"data": "b"}), shelf_key(replace(FRAME, language="nl"), {"data": "a"})]
    others.append(shelf_key(replace(FRAME, coders=("dictionary",)), {"data": "a"}))
    assert first == shelf_key(FRAME, {"data": "a"})
    assert first not in others


def test_the_record_remembers_the_documents_and_the_index_links_them(shelf):
    folder, records = shelf
    record = RunRecord(
        "baseline",
        {"en": "A run", "nl": "Een reeks"},
        (),
        {},
        {},
        "",
        "",
        documents=records,
        documents_key="k",
    )
    write_record(record, folder)
    assert read_record(folder) == record
    assert record.good_documents(folder, "k")
    assert not record.good_documents(folder, "other")
    assert not record.good_documents(folder / "elsewhere", "k")
    older = json.loads((folder / "run.json").read_text("utf-8"))
    del older["documents"], older["documents_key"]
    (folder / "run.json").write_text(json.dumps(older), encoding="utf-8")
    assert read_record(folder).documents == ()
    page = html.fromstring(render_index([IndexedRun("baseline", record, True)], "A study", "en"))
    links = page.xpath("//details[@class='documents']//a")
    assert [link.get("href") for link in links] == [
        f"baseline/{FOLDER}/{item.doc_id}.html" for item in records
    ]


def test_the_table_of_the_corpus_links_the_pages_that_there_are(built):
    study = Study.open(built)
    table = corpus_table(study.documents, study.look("en")).html()
    assert "<a " not in table
    linked = html.fromstring(linked_documents(table, [f"{FOLDER}/{DOCUMENT}.html"]))
    assert [(a.get("href"), a.text) for a in linked.xpath("//a")] == [
        (f"{FOLDER}/{DOCUMENT}.html", "Werkagenda circulaire maakindustrie")
    ]
