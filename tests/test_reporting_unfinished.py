"""A report of many documents that is stopped goes on where it was: pages and documents are taken up."""

import json
from dataclasses import replace

import pytest
from lxml import html

from comparelib.errors import ReportFailure
from comparelib.reporting import report as reporting
from comparelib.reporting.gate import page_faults
from comparelib.reporting.journal import DocumentRecord, PageRecord
from comparelib.reporting.provenance import file_hash
from comparelib.reporting.reader import shelf
from comparelib.reporting.reader.page import ReaderFrame
from comparelib.reporting.reader.shelf import FOLDER, Library, fill_shelf, write_catalogue
from comparelib.reporting.unfinished import (
    document_notes,
    forget,
    note_page,
    noted_documents,
    noted_pages,
    sweep,
)
from comparelib.studyfile import load_studyfile
from reporting_study import code, prose, write_notebook, write_study

FRAME = ReaderFrame("A study", "A run", "en", ("reference",), {"NL": "Dutch texts", "VL": "Flemish texts"})


def written(folder, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(name)
    return file_hash(folder / name)


def page(folder, name):
    files = {f"figures/{name}.svg": written(folder, f"figures/{name}.svg")}
    sha = written(folder, f"{name}.html")
    return PageRecord(
        name, f"{name}.html", name, "en", {"a": "b"}, sha, {"seed": 1}, {"kernel": 1.0}, ("w",), files
    )


def test_notes_are_read_as_they_were_written_and_gone_before_publication(tmp_path):
    records = [page(tmp_path, name) for name in ("a", "b")]
    for record in records:
        note_page(record, tmp_path)
    assert noted_pages(tmp_path) == {record.notebook: record for record in records}
    forget(tmp_path)
    assert noted_pages(tmp_path) == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html", "figures"]


def test_a_note_that_was_cut_off_is_none(tmp_path):
    first, second = (DocumentRecord(name, "T", "k", {f"{name}.html": "s"}) for name in ("a", "b"))
    with document_notes(tmp_path) as note:
        note(first)
        note(second)
    path = tmp_path / ".made/documents.jsonl"
    path.write_text(path.read_text()[:-20])
    assert noted_documents(tmp_path) == {"a": first}
    (tmp_path / ".made/x.json").write_text('{"notebook": "x"')
    assert noted_pages(tmp_path) == {}


def test_what_no_record_names_is_swept(tmp_path):
    kept = page(tmp_path, "a")
    document = DocumentRecord("d", "T", "k", {f"{FOLDER}/d.html": written(tmp_path, f"{FOLDER}/d.html")})
    for name in ("b.html", "figures/b.svg", f"{FOLDER}/e.html"):
        written(tmp_path, name)
    note_page(kept, tmp_path)
    sweep(tmp_path, [kept], [document])
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"a.html", "figures/a.svg", f"{FOLDER}/d.html", ".made/a.json"}


@pytest.fixture(scope="module")
def library(built):
    return Library(load_studyfile(built / "study.yml"))


def test_documents_made_before_a_stop_are_not_made_again(library, tmp_path, monkeypatch):
    made, whole = [], tmp_path / "whole"
    render = shelf.render_reader

    def counted(source, frame):
        made.append(source.document["doc_id"])
        return render(source, frame)

    def stop(done, total):
        if done == 3:
            raise KeyboardInterrupt

    whole.mkdir()
    records = fill_shelf(library, FRAME, whole, whole / "none", ())
    monkeypatch.setattr(shelf, "render_reader", counted)
    staged = tmp_path / "staged"
    staged.mkdir()
    with pytest.raises(KeyboardInterrupt):
        fill_shelf(library, FRAME, staged, staged / "none", (), told=stop)
    order = [document["doc_id"] for document in library.documents]
    assert made == order[:3]
    touched = staged / f"{FOLDER}/{made[0]}.html"
    touched.write_text("touched")
    written(staged, f"{FOLDER}/gone.html")  # of a document that is no more
    told = []
    given = fill_shelf(library, FRAME, staged, staged / "none", (), told=lambda *news: told.append(news))
    assert made[3:] == [made[0], *order[3:]]
    assert given == records
    assert told == [(n, len(records)) for n in range(1, len(records) + 1)]
    forget(staged)
    forget(whole)
    names = sorted(path.name for path in (whole / FOLDER).iterdir())
    assert names == sorted(path.name for path in (staged / FOLDER).iterdir())
    assert all(
        (whole / FOLDER / name).read_bytes() == (staged / FOLDER / name).read_bytes() for name in names
    )


def test_pages_of_a_large_corpus_share_their_style_and_script(library, tmp_path):
    large = Library(library.study)
    large.__dict__["is_large"] = True
    records = fill_shelf(large, FRAME, tmp_path, tmp_path / "none", ())
    pages = [(tmp_path / f"{FOLDER}/{record.doc_id}.html").read_text() for record in records]
    for text in pages:
        tree = html.fromstring(text)
        assert tree.xpath("//link[@rel='stylesheet']/@href") == ["_reader.css"]
        assert tree.xpath("//script/@src") == ["_reader.js"]
        assert not tree.xpath("//style")
        assert page_faults(text) != []  # loads from elsewhere, were these files not named
    style, script = ((tmp_path / FOLDER / f"_reader.{end}").read_text() for end in ("css", "js"))
    assert ".margin" in style
    assert "hashchange" in script
    small = tmp_path / "small"
    (small / FOLDER).mkdir(parents=True)
    write_catalogue(library, FRAME, small)
    assert [path.name for path in (small / FOLDER).iterdir()] == ["_all.html"]


@pytest.mark.slow
def test_a_page_made_before_another_failed_is_taken_up(tmp_path, monkeypatch):
    root = write_study(tmp_path / "study")
    groups = root / "notebooks/groups.ipynb"
    good = groups.read_bytes()
    monkeypatch.setattr(reporting, "MOST_DOCUMENTS", -1)  # as of a large corpus
    write_notebook(groups, prose("# Groups"), code("seed: int = 1\n", "parameters"), code("raise ValueError"))
    with pytest.raises(ReportFailure, match=r"groups\.ipynb, cell 3"):
        reporting.report(root, runs=["baseline"])
    staged = root / "reports/.staging-baseline"
    assert sorted(noted_pages(staged)) == ["shares"]
    before = (staged / "shares.html").read_bytes()
    groups.write_bytes(good)
    outcome = reporting.report(root, runs=["baseline"])
    states = {made.notebook: made.state.value for made in outcome.pages}
    assert states == {"shares": "unchanged", "groups": "rendered"}
    folder = root / "reports/baseline"
    assert (folder / "shares.html").read_bytes() == before
    assert {made["notebook"] for made in json.loads((folder / "run.json").read_text())["pages"]} == set(
        states
    )
    assert not staged.exists()
    assert not (folder / ".made").exists()


def test_a_taken_up_page_that_was_made_from_something_else_is_made_again(tmp_path):
    record = page(tmp_path, "a")
    note_page(replace(record, sha256="other"), tmp_path)
    (found,) = noted_pages(tmp_path).values()
    assert not found.is_whole(tmp_path)
