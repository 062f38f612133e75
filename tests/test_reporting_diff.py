import dataclasses
import io
import json
import math
from functools import partial

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from comparelib.errors import ParameterFault
from comparelib.labels.catalogue import keys
from comparelib.reporting.comparing import Edition, diff_page, diff_runs, editions
from comparelib.reporting.comparing.account import MOST, plain_lines, show
from comparelib.reporting.comparing.causes import OUTSIDE, Cause, changes, relevant
from comparelib.reporting.comparing.words import cause_words
from comparelib.reporting.gate import page_faults
from comparelib.reporting.results import FindingRecord, RunResults, keep_previous, read_results, write_results
from comparelib.reporting.results.measure import known, run_matrix, unit_rows
from comparelib.reporting.results.parameters import DEFAULTS, FURTHER, deciding
from comparelib.study import Study

CODES = ("energy", "skills")
TEXTS = {"nl_a": "hash-a", "vl_b": "hash-b"}


def units(*rows):
    """Rows: unit, text, codes; a unit with codes None stands in no denominator."""
    return pd.DataFrame(
        [
            {
                "unit_id": unit,
                "doc_id": unit.partition("#")[0],
                "text": text,
                "weight": 0.0 if codes is None else 1.0,
                "codes": list(codes or ()),
                "values": [1.0] * len(codes or ()),
            }
            for unit, text, codes in rows
        ]
    )


START = (
    ("nl_a#0001", "t1", ("energy",)),
    ("nl_a#0002", "t2", ("energy", "skills")),
    ("nl_a#0003", "t3", ()),
    ("nl_a#0004", "t4", ()),
    ("vl_b#0001", "t5", ("skills",)),
    ("vl_b#0002", "t6", ()),
)


def changed(**replaced):
    """START with units replaced (`nl_a_1=("other text", codes)`), and without those that are None."""
    rows = {unit: (text, codes) for unit, text, codes in START}
    for name, content in replaced.items():
        document, _, number = name.rpartition("_")
        unit = f"{document}#{int(number):04d}"
        rows.pop(unit, None)
        if content:
            rows[unit] = content
    return units(*((unit, *content) for unit, content in sorted(rows.items())))


def edition(frame, run="baseline", findings=(), **replaced):
    counts, totals = {}, {}
    for document, own in frame.groupby("doc_id"):
        codes = [code for row in own["codes"] for code in row]
        counts[document] = {code: float(codes.count(code)) for code in CODES}
        totals[document] = float(own["weight"].sum())
    given = {
        "label": {"en": "All units", "nl": "Alle eenheden"},
        "key": "k" * 64,
        "parameters": {**DEFAULTS, "coder": "dictionary"},
        "inputs": {"processed": "p", "codebook": "c", "dictionary": "d", "reference": "r"},
        "versions": {"comparelib": "0.1.0", "numpy": "2.4.6"},
        "method": "m",
        "codebook": "small 1.0.0",
        "coder": "dictionary@1.0.0",
        "corpus": TEXTS,
        "names": {language: {"energy": "Energy", "nl_a": "Text A"} for language in ("en", "nl")},
    }
    rest = {"shares": (), "differences": (), "findings": tuple(findings)}
    results = RunResults(run=run, totals=totals, counts=counts, **{**given, **rest, **replaced})
    return Edition(results, frame)


def finding(grade, difference=0.2, key="difference-energy", code="energy"):
    words = {"en": f"It is {difference}.", "nl": f"Het is {difference}."}
    return FindingRecord(key, "difference", grade, code, words, {"difference": difference})


def inputs(**replaced):
    return {"processed": "p2", "codebook": "c", "dictionary": "d", "reference": "r", **replaced}


def cell(diff, document, code):
    found = diff.cells[(diff.cells["document"] == document) & (diff.cells["code"] == code)]
    return found.iloc[0] if len(found) else None


BEFORE = edition(units(*START))


def test_two_equal_runs_differ_in_nothing():
    diff = diff_runs(BEFORE, edition(units(*START), run="again"))
    assert (diff.cells.empty, diff.findings, diff.changes, len(diff.units)) == (True, (), (), 0)
    assert diff.n_cells == 4
    assert "0 of 4 cells" in "\n".join(plain_lines(diff))


def test_a_move_is_the_difference_of_the_shares_and_its_parts_add_up_to_the_count():
    after = edition(
        changed(nl_a_1=("t1", ("skills",)), nl_a_5=("t9", ("energy",)), nl_a_2=None),
        inputs=inputs(dictionary="d2"),
        corpus={**TEXTS, "nl_a": "other"},
    )
    diff = diff_runs(BEFORE, after)
    energy = cell(diff, "nl_a", "energy")
    assert (energy["count_before"], energy["count_after"]) == (2.0, 1.0)
    assert (energy["share_before"], energy["share_after"]) == (0.5, 0.25)
    assert energy["move"] == -0.25
    assert energy["parts"] == {"dictionary": -1.0, "text": 0.0}
    assert set(energy["causes"]) == {"dictionary", "text"}
    for _, row in diff.cells.iterrows():
        assert math.isclose(sum(row["parts"].values()), row["count_after"] - row["count_before"])
    assert cell(diff, "vl_b", "skills") is None
    assert dict(zip(diff.units["unit_id"], diff.units["fate"], strict=True)) == {
        "nl_a#0001": "recoded",
        "nl_a#0002": "gone",
        "nl_a#0005": "new",
    }


def test_a_cell_whose_denominator_alone_moved_says_so():
    after = edition(changed(nl_a_4=None), corpus={**TEXTS, "nl_a": "other"})
    row = cell(diff_runs(BEFORE, after), "nl_a", "energy")
    assert (row["count_before"], row["count_after"], row["parts"]) == (2.0, 2.0, {})
    assert row["move"] == pytest.approx(2 / 3 - 1 / 2)
    assert row["causes"] == ("text",)
    assert "text" in plain_lines(diff_runs(BEFORE, after))[-1]


@pytest.mark.parametrize(
    ("replaced", "cause"),
    [
        ({"inputs": inputs(dictionary="d2")}, "dictionary"),
        ({"inputs": inputs(codebook="c2"), "codebook": "small 1.1.0"}, "codebook"),
        ({"coder": "dictionary@2.0.0"}, "coder"),
        ({"method": "m2"}, "version"),
        ({"parameters": {**DEFAULTS, "coder": "dictionary", "counting": "tokens"}}, "parameter:counting"),
        ({"inputs": inputs(dictionary="d2", reference="r2")}, "dictionary"),
        ({"inputs": inputs(dictionary="d2", codebook="c2")}, "codebook+dictionary"),
        ({"inputs": inputs()}, "unknown"),
    ],
)
def test_a_unit_with_the_same_text_and_another_code_names_what_can_have_done_it(replaced, cause):
    diff = diff_runs(BEFORE, edition(changed(nl_a_3=("t3", ("energy",))), **replaced))
    assert cell(diff, "nl_a", "energy")["causes"] == (cause,)
    assert cell(diff, "nl_a", "energy")["parts"] == {cause: 1.0}


def test_each_cause_alone_is_told_and_named_in_the_account():
    """One thing changes at a time, one unit moves: no other cause is told of any cell or unit."""
    recoded = changed(nl_a_3=("t3", ("energy",)))
    person = edition(units(*START), coder="human:ab")
    alone = {
        "text": (BEFORE, edition(changed(nl_a_3=("new", ("energy",))), corpus={**TEXTS, "nl_a": "other"})),
        "codebook": (BEFORE, edition(recoded, inputs=inputs(codebook="c2"))),
        "dictionary": (BEFORE, edition(recoded, inputs=inputs(dictionary="d2"))),
        "reference": (
            edition(units(*START), coder="reference"),
            edition(recoded, coder="reference", inputs=inputs(reference="r2", dictionary="d2", codings="h2")),
        ),
        "codings": (person, edition(recoded, coder="human:ab", inputs=inputs(codings="h2", dictionary="d2"))),
        "coder": (BEFORE, edition(recoded, coder="dictionary@2.0.0", inputs=inputs(codings="h2"))),
        "parameter:functions": (
            BEFORE,
            edition(recoded, parameters={**DEFAULTS, "coder": "dictionary", "functions": ["measure"]}),
        ),
        "version": (BEFORE, edition(recoded, versions={"comparelib": "0.2.0", "numpy": "2.4.6"})),
    }
    told = {cause.value for cause in Cause} - {"unknown", *OUTSIDE}
    assert {name.partition(":")[0] for name in alone} == told
    for cause, (before, after) in alone.items():
        diff = diff_runs(before, after)
        assert list(diff.units["cause"]) == [cause], cause
        assert cell(diff, "nl_a", "energy")["causes"] == (cause,)
        assert cause in {change.key for change in diff.changes}
        assert cause_words(cause, "en") in "\n".join(plain_lines(diff)), cause


@pytest.mark.parametrize("cause", OUTSIDE)
def test_a_file_from_which_nothing_is_coded_is_told_and_moves_no_cell(cause):
    after = edition(changed(nl_a_3=("t3", ("energy",))), inputs=inputs(**{cause: "x2", "dictionary": "d2"}))
    diff = diff_runs(BEFORE, after)
    assert {change.key for change in diff.changes} == {cause, "dictionary"}
    assert cell(diff, "nl_a", "energy")["causes"] == ("dictionary",)
    assert cause_words(cause, "en") in "\n".join(plain_lines(diff))


def test_equivalents_move_findings_of_words_and_no_other():
    def words(grade, key="vocabulary-nl", kind="vocabulary"):
        return FindingRecord(key, kind, grade, None, {"en": "a", "nl": "b"}, {})

    swap = partial(words, key="swap-dictionary", kind="swap")
    one = edition(units(*START), findings=[words("strong"), swap("strong"), finding("strong")])
    other = edition(
        units(*START),
        findings=[words("moderate"), swap("moderate"), finding("moderate")],
        inputs=inputs(variants="v2", strategies="s2"),
    )
    causes = {move.key: move.causes for move in diff_runs(one, other).findings}
    assert causes == {
        "vocabulary-nl": ("variants",),
        "swap-dictionary": ("variants",),
        "difference-energy": ("unknown",),
    }


def test_units_cut_otherwise_from_the_same_text_are_not_laid_on_the_text():
    after = edition(changed(nl_a_3=("t3a", ()), nl_a_5=("t3b", ())), method="m2")
    diff = diff_runs(BEFORE, after)
    assert set(diff.units["cause"]) == {"version"}
    assert list(diff.units["fate"]) == ["reworded", "new"]


def test_a_document_that_a_parameter_leaves_out_is_chosen_not_gone():
    parameters = {**DEFAULTS, "coder": "dictionary", "documents": ["nl_a"]}
    diff = diff_runs(BEFORE, edition(changed(vl_b_1=None, vl_b_2=None), parameters=parameters))
    assert set(diff.units["fate"]) == {"chosen"}
    row = cell(diff, "vl_b", "skills")
    assert (row["share_before"], row["share_after"]) == (0.5, None)
    assert row["causes"] == ("parameter:documents",)


def test_findings_that_change_grade_or_sign_come_or_go_are_told_and_others_counted():
    before = edition(
        units(*START),
        findings=[
            finding("strong"),
            finding("moderate", 0.1, "difference-skills", "skills"),
            finding("tentative", 0.3, "shared-energy"),
            finding("refused", 1.0, "scope", None),
        ],
    )
    after = edition(
        changed(nl_a_3=("t3", ("energy",))),
        inputs=inputs(dictionary="d2"),
        parameters={**DEFAULTS, "coder": "dictionary", "weighting": "pooled"},
        findings=[
            finding("tentative"),
            finding("moderate", -0.1, "difference-skills", "skills"),
            finding("refused", 2.0, "scope", None),
            finding("strong", 0.5, "priority-energy"),
        ],
    )
    moves = {move.key: move for move in diff_runs(before, after).findings}
    told = {key: (move.grade_before, move.grade_after, move.turned) for key, move in moves.items()}
    assert told == {
        "difference-energy": ("strong", "tentative", False),
        "difference-skills": ("moderate", "moderate", True),
        "shared-energy": ("tentative", None, False),
        "priority-energy": (None, "strong", False),
    }
    assert moves["difference-energy"].causes == ("dictionary", "parameter:weighting")
    assert moves["difference-skills"].causes == ("parameter:weighting",)
    assert diff_runs(before, after).n_shifted == 1


def test_every_kind_of_change_is_listed_with_both_values():
    after = edition(
        units(*START),
        corpus={"nl_a": "other", "nl_new": "n"},
        inputs=inputs(codebook="c2"),
        codebook="small 1.1.0",
        parameters={**DEFAULTS, "coder": "dictionary", "seed": 2},
        versions={"comparelib": "0.2.0", "numpy": "2.4.6", "papermill": "9"},
    ).results
    found = [
        (change.key, change.name, change.before, change.after) for change in changes(BEFORE.results, after)
    ]
    assert found == [
        ("text", "nl_a", "hash-a", "other"),
        ("text", "vl_b", "hash-b", None),
        ("text", "nl_new", None, "n"),
        ("codebook", "", "small 1.0.0", "small 1.1.0"),
        ("parameter:seed", "seed", 1, 2),
        ("version", "comparelib", "0.1.0 (m)", "0.2.0 (m)"),
    ]
    assert relevant(["text", "dictionary", "reference", "parameter:seed"], "reference") == ("reference",)
    assert relevant(["dictionary", "reference"], "hybrid@1") == ("dictionary", "reference")


def test_the_account_names_each_cause_in_both_languages():
    for cause in Cause:
        name = f"{cause.value}:functions" if cause is Cause.PARAMETER else cause.value
        assert cause_words(name, "en") != cause_words(name, "nl"), cause
    assert cause_words("codebook+dictionary", "en") == "codebook and dictionary, together"
    assert cause_words("parameter:functions", "nl") == "instelling “Functies”"
    assert {"diff.title", "diff.fate.new", "summary.title"} <= set(keys())


def a_diff():
    before = edition(units(*START), findings=[finding("strong")])
    after = edition(
        changed(nl_a_1=("t1", ("skills",)), nl_a_5=("t9", ("energy",))),
        run="measures",
        corpus={**TEXTS, "nl_a": "other"},
        inputs=inputs(dictionary="d2"),
        findings=[finding("moderate", -0.1)],
    )
    return diff_runs(before, after)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_page_is_whole_and_the_same_each_time(language):
    html = diff_page(a_diff(), language)
    assert html == diff_page(a_diff(), language)
    assert not page_faults(html)
    assert f'<html lang="{language}">' in html
    assert "Text A" in html
    assert "#0001" in html
    assert ("Strong" if language == "en" else "Sterk") in html


def test_a_terminal_gets_tables_and_is_told_of_rows_it_does_not_see():
    console = Console(record=True, width=160, file=io.StringIO())
    show(a_diff(), console)
    text = console.export_text()
    assert "What moved from “baseline” to “measures”" in text
    assert "dictionary" in text
    many = edition(units(*((f"d{n:02d}#0001", "t", ("energy",)) for n in range(MOST + 5))))
    none = edition(units(*((f"d{n:02d}#0001", "t", ()) for n in range(MOST + 5))))
    show(diff_runs(many, none), console)
    assert "5 more" in console.export_text()


def test_the_record_is_plain_json():
    content = json.loads(json.dumps(a_diff().record()))
    assert content["before"] == "baseline"
    assert {row["cause"] for row in content["units"]} == {"dictionary", "text"}
    assert content["findings"][0]["grade_after"] == "moderate"


def test_results_are_read_as_they_were_written_and_written_with_the_same_bytes(tmp_path):
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        write_results(BEFORE.results, BEFORE.units, folder)
    results, frame = read_results(tmp_path / "one")
    assert results == BEFORE.results
    assert [list(codes) for codes in frame["codes"]] == [list(row[2]) for row in START]
    names = ("results.json", "units.parquet")
    assert all(
        (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes() for name in names
    )
    assert not diff_runs(Edition(results, frame), BEFORE).changes
    (tmp_path / "one/results.json").write_text("{}")
    assert read_results(tmp_path / "one") is None


def publish(root, name, one):
    folder = root / name
    folder.mkdir(exist_ok=True)
    write_results(one.results, one.units, folder)
    return folder


def test_the_edition_before_is_kept_when_numbers_change_and_carried_on_when_they_do_not(tmp_path):
    first = publish(tmp_path, "first", BEFORE)
    second = publish(tmp_path, "second", edition(changed(nl_a_3=("t3", ("energy",)))))
    keep_previous(first, second)
    assert read_results(second, previous=True)[0] == BEFORE.results
    same = edition(changed(nl_a_3=("t3", ("energy",))), versions={"comparelib": "9"})
    third = publish(tmp_path, "third", same)
    keep_previous(second, third)
    assert read_results(third, previous=True)[0] == BEFORE.results
    before, after = editions(tmp_path, "third")
    assert cell(diff_runs(before, after), "nl_a", "energy")["move"] == 0.25


def test_a_run_that_cannot_be_compared_is_refused_with_the_way_out(tmp_path):
    publish(tmp_path, "baseline", BEFORE)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ParameterFault, match=r"no run 'basline'.*did you mean 'baseline'"):
        editions(tmp_path, "basline", "baseline")
    with pytest.raises(ParameterFault, match="no edition before"):
        editions(tmp_path, "baseline")
    with pytest.raises(ParameterFault, match="keeps no results"):
        editions(tmp_path, "empty", "baseline")
    assert editions(tmp_path, str(tmp_path / "baseline"), "baseline")[0].results == BEFORE.results


def test_the_page_that_compares_decides_the_parameters():
    corpus = {"coder": "reference", "functions": [], "language": "en"}
    priorities = {**corpus, "weighting": "pooled", "draws": 500, "level": 0.9}
    chosen = deciding([corpus, priorities, {"draws": 1000}])
    assert (chosen["draws"], chosen["weighting"], chosen["coder"]) == (500, "pooled", "reference")
    assert chosen["counting"] == "presence"
    assert set(chosen) == set(DEFAULTS) | set(FURTHER)


def test_numbers_are_kept_to_twelve_digits_and_unknown_ones_as_nothing():
    assert known(1 / 3) == 0.333333333333
    assert known(np.nan) is None
    assert known(math.inf) is None
    assert str(known(-1e-20)) == "0.0"


def test_a_result_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        BEFORE.results.run = "other"


@pytest.fixture(scope="module")
def runs(built):
    """The study, and what two runs of it count that differ in coder and functions."""
    study = Study.open(built)

    def counted(**replaced):
        parameters = {**DEFAULTS, "coder": "reference", **replaced}
        matrix = run_matrix(study, parameters)
        counts = {
            str(name): {str(code): float(n) for code, n in row.items()}
            for name, row in matrix.counts.iterrows()
        }
        corpus = dict(zip(study.documents["doc_id"], study.documents["text_sha256"], strict=True))
        own = {"parameters": parameters, "coder": matrix.coder, "corpus": corpus, "counts": counts}
        one = edition(units(*START))
        totals = {str(name): float(n) for name, n in matrix.totals.items()}
        return Edition(dataclasses.replace(one.results, totals=totals, **own), unit_rows(study, matrix))

    return study, counted(), counted(coder="dictionary", functions=["measure"])


@pytest.mark.slow
def test_what_is_kept_of_the_units_adds_up_to_the_matrix(runs):
    _, before, after = runs
    for one in (before, after):
        rows = one.units.explode(["codes", "values"]).dropna(subset=["codes"])
        sums = rows.groupby(["doc_id", "codes"])["values"].sum()
        kept = {(doc, code): n for doc, row in one.results.counts.items() for code, n in row.items() if n}
        assert sums.to_dict() == kept
        assert one.units.groupby("doc_id")["weight"].sum().to_dict() == one.results.totals


@pytest.mark.slow
def test_several_parameters_are_told_apart_by_reckoning_between(runs):
    study, before, after = runs
    together = diff_runs(before, after)
    assert together.steps == (("parameter:coder", "parameter:functions"),)
    assert set(together.units["cause"]) == {"parameter:coder+parameter:functions"}
    apart = diff_runs(before, after, study)
    assert apart.steps == (("parameter:coder",), ("parameter:functions",))
    assert set(apart.units["cause"]) == {"parameter:coder", "parameter:functions"}
    assert len(apart.cells) == len(together.cells) > 50
    for _, row in apart.cells.iterrows():
        assert math.isclose(
            sum(row["parts"].values()), row["count_after"] - row["count_before"], abs_tol=1e-9
        )
    assert "<ol>" in diff_page(apart)
