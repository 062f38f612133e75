"""A whole report of 400 documents by the real runner: every page small and whole, every link with its target.

Takes a minute of the processor, more than a test may, so it is run by name alone: `pytest -m large`.
"""

import json
import sys
from pathlib import Path

import pytest
from lxml import html

from comparelib.build import build
from comparelib.reporting.evidence.passages import MOST_SAMPLED
from comparelib.reporting.report import report
from comparelib.study import Study

ROOT = Path(__file__).parents[1]
N, MOST_BYTES, MOST_MB = 400, 2_000_000, 1_500
PAGES = (
    "01_corpus", "02_reliability", "03_priorities", "04_clusters", "05_robustness", "06_measures_and_words",
    "summary",
)  # fmt: skip
pytestmark = pytest.mark.large


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        from made_corpus import write_mixed_study
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))
    root = write_mixed_study(tmp_path_factory.mktemp("large") / "study", N)
    build(root)
    told = []
    report(root, runs=["baseline"], progress=told.append)
    return root, told


@pytest.fixture(scope="module")
def run(study):
    return study[0] / "reports/baseline"


@pytest.fixture(scope="module")
def trees(run):
    return {name: html.parse(str(run / f"{name}.html")).getroot() for name in PAGES}


def test_every_page_is_there_small_and_took_bounded_memory(run):
    record = json.loads((run / "run.json").read_text("utf-8"))
    pages = [*record["pages"], record["summary"]]
    assert [page["notebook"] for page in pages] == list(PAGES)
    for page in pages:
        assert (run / page["file"]).stat().st_size < MOST_BYTES
        assert 0 < page["used"]["peak_mb"] < MOST_MB
        assert page["used"]["cpu"] > 0
        assert not page["warnings"]
    assert len(record["documents"]) == N
    assert not list(run.parent.glob(".staging-*"))


def test_no_page_names_every_document_and_every_link_has_its_target(run, trees):
    titles = {f"Beleidsbrief {number}" for number in range(N)}
    for name, tree in trees.items():
        named = sum(text.strip() in titles for text in tree.itertext())
        assert named == N if name == "01_corpus" else named < N / 2, name  # which has a table of 400 rows
        for link in tree.xpath("//@href"):
            file, _, anchor = link.partition("#")
            if link.startswith("data:") or not (file or anchor):
                continue
            target = (run / file).resolve() if file else run / f"{name}.html"
            assert target.is_file(), (name, link)
            if anchor and file.startswith("documents/"):
                assert f'id="{anchor}"' in target.read_text("utf-8")


def test_what_a_sample_shows_and_counts_is_what_the_study_counts(study, trees):
    (script,) = trees["03_priorities"].xpath("//script[@class='evidence-data']")[:1]
    samples = json.loads(script.text)["samples"]
    opened = Study.open(study[0])
    matrix = opened.matrix(coder="dictionary")
    for side in ("NL", "VL"):
        own = matrix.counts[(matrix.documents["jurisdiction"] == side).to_numpy()].sum()
        for code in matrix.codes:
            if own[code] == 0:
                assert code not in samples[side]
                continue
            n, units = samples[side][code]
            assert n == own[code]
            assert sum(map(len, units.values())) == min(n, MOST_SAMPLED)


def test_robustness_and_findings_speak_of_so_many_documents(trees):
    assert (
        "40 of 400" in trees["05_robustness"].text_content()
        or "Of the 400" in trees["05_robustness"].text_content()
    )
    summary = trees["summary"].text_content()
    assert "What each of the 400 texts puts first is not said text by text" in summary
    assert "400, each in the list of documents" in summary


def test_the_list_leads_to_every_document_and_every_page_to_the_list(run, trees):
    tree = html.parse(str(run / "documents/_all.html")).getroot()
    links = tree.xpath("//ul[@class='catalogue']/li/a/@href")
    assert len(links) == len(set(links)) == N
    assert all((run / "documents" / link).is_file() for link in links)
    for page in trees.values():
        assert page.xpath("//nav//a[@href='documents/_all.html']")
    reader = html.parse(str(run / "documents" / links[0])).getroot()
    assert reader.xpath("//nav//a[@href='../documents/_all.html']")
    index = html.parse(str(run.parent / "index.html")).getroot()
    assert index.xpath("//a[@href='baseline/documents/_all.html']")


def test_progress_tells_of_the_documents(study):
    news = [piece for piece in study[1] if piece.notebook == "documents"]
    assert [piece.done for piece in news] == [100, 200, 300, 400]
    assert news[-1].state.value == "rendered"


def test_nothing_changed_is_nothing_done(study, run):
    before = (run / "run.json").stat().st_mtime_ns
    outcome = report(study[0], runs=["baseline"])
    assert {page.state.value for page in outcome.pages} == {"unchanged"}
    assert (run / "run.json").stat().st_mtime_ns == before
