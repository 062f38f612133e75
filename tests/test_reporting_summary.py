"""The findings of a run on a page of their own, and what is kept of them."""

import json
from pathlib import Path

import pytest
from lxml import html

from comparelib.claims import FindingKind, Grade, agreement_card, coded_within
from comparelib.contrast import compare_priorities, named_claims
from comparelib.errors import ReportFailure
from comparelib.reliability import agreement
from comparelib.reporting.gate import page_faults
from comparelib.reporting.index import IndexedRun, leading_findings, render_index
from comparelib.reporting.journal import PageRecord, RunRecord, read_record, write_record
from comparelib.reporting.page import PageFrame
from comparelib.reporting.provenance import file_hash
from comparelib.reporting.results import read_results
from comparelib.reporting.results.job import FILES, SummaryJob, make_summary
from comparelib.reporting.results.parameters import deciding
from comparelib.study import Study

CLAIMS = ["labour_skills", "circular_economy", "goal"]  # the last is of another facet
PAGES = {"machine": "dictionary", "sample": 300, "judged": "dictionary"}


def job(root, folder, language="en", claims=(), **parameters):
    page = {"jurisdictions": ["NL", "VL"], "coder": "reference", "draws": 200, **parameters}
    chosen = deciding([page]) | ({"claims": list(claims)} if claims else {})
    frame = PageFrame(
        "summary", "Study", "Run", language, chosen, siblings=(("summary.html", "Findings"), ("a.html", "A"))
    )
    label = {"en": "Run", "nl": "Reeks"}
    return SummaryJob(
        "baseline", label, root, folder / "summary.html", frame, "key", {"processed": "p"}, {"numpy": "2"}
    )


@pytest.fixture(scope="module")
def made(built, tmp_path_factory):
    folder = tmp_path_factory.mktemp("summary")
    return make_summary(job(built, folder, claims=CLAIMS, **PAGES)), folder


@pytest.mark.slow
def test_every_finding_stands_once_under_how_sure_it_is(made):
    page, folder = made
    assert not page_faults(page.html)
    results, _ = read_results(folder)
    placed = sorted(results.findings, key=lambda finding: page.html.index(f'id="findings-{finding.key}"'))
    technical = [FindingKind(finding.kind).on_measurement for finding in placed]
    assert technical == sorted(technical)  # how well was measured has a part of its own, behind the findings
    assert 8 < sum(technical) < len(placed) - 20
    for part in (False, True):
        own = [finding for finding in placed if FindingKind(finding.kind).on_measurement is part]
        ranks = [(Grade(finding.grade).rank, FindingKind(finding.kind).place) for finding in own]
        assert ranks == sorted(ranks)
    heads = [head.text_content() for head in html.fromstring(page.html).xpath("//h2")]
    assert f"How well was measured: {sum(technical)} cards" in heads
    assert page.html.count('class="finding"') == len(results.findings) > 40
    grades = {finding.grade for finding in results.findings}
    assert all(f'data-grade="{grade}"' in page.html for grade in grades)
    assert "refused" in grades


@pytest.mark.slow
def test_the_index_leads_with_what_is_said_of_both_sides_and_never_with_how_well_was_measured(made, tmp_path):
    leading = leading_findings(made[1])
    results, _ = read_results(made[1])
    by_words = {finding.words["en"]: FindingKind(finding.kind) for finding in results.findings}
    kinds = [by_words[words["en"]] for _, words in leading]
    assert len(kinds) == 3
    assert not any(kind.on_measurement for kind in kinds)
    assert kinds[0] is FindingKind.DIFFERENCE
    content = json.loads((made[1] / "results.json").read_text("utf-8"))
    graded = [("agreement", "strong"), ("priority", "strong"), ("ranks", "moderate"), ("shared", "strong")]
    content["findings"] = [
        {"kind": kind, "grade": grade, "words": {"en": kind, "nl": kind}} for kind, grade in graded
    ]
    (tmp_path / "results.json").write_text(json.dumps(content), "utf-8")
    assert [words["en"] for _, words in leading_findings(tmp_path)] == ["shared", "priority", "ranks"]


def test_every_kind_of_card_has_its_place():
    assert sorted(kind.place for kind in FindingKind) == list(range(len(FindingKind)))


@pytest.mark.slow
def test_the_cards_of_all_notebooks_are_among_the_findings(built, made):
    results, _ = read_results(made[1])
    found = {finding.key: finding for finding in results.findings}
    assert len(found) == len(results.findings)
    assert {"agreement", "equivalence", "swap", "vocabulary-VL", "correction"} <= set(found)
    assert {"ranks", "correction-circular_economy"} <= set(found)
    study = Study.open(built)
    tables = coded_within(study.codings(), study.units())
    agreed = agreement(*tables, documents=study.documents, codes=study.matrix().codes, draws=200, seed=1)
    card = agreement_card(agreed, study.faces())  # as the page on reliability shows it
    assert found["agreement"].words == dict(card.words)
    assert all(set(finding.words) == {"nl", "en"} for finding in results.findings)


@pytest.mark.slow
def test_what_was_named_beforehand_is_tested_by_itself(built, made):
    page, folder = made
    results, _ = read_results(folder)
    tested = named_claims(compare_priorities(Study.open(built).matrix(), draws=1), CLAIMS[:2])
    assert [row["code"] for row in results.claims] == CLAIMS[:2]
    assert [row["p_holm"] for row in results.claims] == pytest.approx(tested["p_holm"].tolist(), abs=1e-12)
    assert 'id="what-was-named-beforehand"' in page.html
    assert "no code of what is counted here: Goal" in page.html
    assert (folder / "tables/summary-named.csv").is_file()


@pytest.mark.slow
def test_the_results_are_those_of_the_study(built, made):
    results, units = read_results(made[1])
    matrix = Study.open(built).matrix(coder="reference")
    assert results.counts == {doc: row.to_dict() for doc, row in matrix.counts.iterrows()}
    assert results.totals == matrix.totals.to_dict()
    assert len(units) >= matrix.totals.sum()
    assert {row["code"] for row in results.differences} == set(matrix.codes)
    assert results.name("VL", "nl") == "Vlaamse teksten"
    assert str(built) not in (made[1] / "results.json").read_text()


@pytest.mark.slow
def test_the_same_run_gives_the_same_bytes_in_either_language(built, made, tmp_path):
    page = make_summary(job(built, tmp_path, "nl", claims=CLAIMS, **PAGES))
    assert page.title == "Wat te zeggen valt: de bevindingen van deze reeks"
    assert all((tmp_path / name).read_bytes() == (made[1] / name).read_bytes() for name in FILES)


@pytest.mark.slow
def test_one_side_alone_has_no_findings_and_says_why(built, tmp_path):
    page = make_summary(job(built, tmp_path, jurisdictions=["NL"]))
    results, _ = read_results(tmp_path)
    assert results.findings == results.claims == ()
    assert results.refusal
    assert results.counts
    assert "There is no comparison" in page.html


@pytest.mark.slow
def test_a_coder_that_the_study_does_not_have_fails_the_run_by_name(built, tmp_path):
    with pytest.raises(ReportFailure, match=r"findings of run 'baseline'.*coder 'nobody'"):
        make_summary(job(built, tmp_path, coder="nobody"))


def test_pages_further_down_say_which_cards_there_are():
    compares = {"coder": "reference", "facet": "theme", "counting": "presence", "weighting": "equal"}
    robust = {"coder": "dictionary", "machine": "hybrid", "sample": 100}
    chosen = deciding([{"judged": "classifier"}, compares, robust])
    assert (chosen["coder"], chosen["machine"], chosen["sample"]) == ("reference", "hybrid", 100)
    assert (chosen["judged"], chosen["annotators"]) == ("classifier", [])
    assert deciding([compares])["machine"] == deciding([compares])["judged"] == ""


def record(folder: Path):
    (folder / "tables").mkdir()
    for file in ("summary.html", "results.json", "tables/summary-graded.csv"):
        (folder / file).write_text(file)
    files = {file: file_hash(folder / file) for file in ("results.json", "tables/summary-graded.csv")}
    sha = file_hash(folder / "summary.html")
    summary = PageRecord("summary", "summary.html", "Findings", "en", {}, sha, {"seed": 1}, {}, (), files)
    return RunRecord("baseline", {"en": "Run", "nl": "Reeks"}, (), {}, {}, "now", "here", summary=summary)


def test_a_summary_stands_only_with_all_that_stands_beside_it(tmp_path):
    write_record(record(tmp_path), tmp_path)
    kept = read_record(tmp_path)
    assert kept.page_of("summary") == kept.summary
    assert kept.summary.is_whole(tmp_path)
    (tmp_path / "tables/summary-graded.csv").write_text("touched")
    assert not kept.summary.is_whole(tmp_path)


def test_a_record_of_an_older_version_has_no_summary_and_is_still_read(tmp_path):
    write_record(record(tmp_path), tmp_path)
    content = json.loads((tmp_path / "run.json").read_text())
    del content["summary"]
    (tmp_path / "run.json").write_text(json.dumps(content))
    assert read_record(tmp_path).summary is None


def test_the_index_leads_to_the_findings_first(tmp_path):
    index = render_index([IndexedRun("baseline", record(tmp_path), declared=True)], "Study", "en")
    assert index.index('href="baseline/summary.html"') < index.index("</ul>")
