import re

import pytest

from comparelib.build import check_inputs
from comparelib.contrast import multiplicity
from comparelib.errors import ParameterFault, StudyFault
from comparelib.reporting.plan import plan
from comparelib.studyfile import MOST_CLAIMS, find_root, load_studyfile


def faults(root, old, new):
    path = root / "study.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(StudyFault) as caught:
        load_studyfile(path)
    return "\n".join(str(fault) for fault in caught.value.faults)


def test_the_committed_study_declares_both_sides_and_two_runs(study_copy):
    study = load_studyfile(study_copy / "study.yml")
    assert list(study.jurisdictions) == ["NL", "VL"]
    assert study.variety("VL") == "nl-BE"
    assert study.runs["measures"].parameters == {"coder": "reference", "functions": ["measure"]}
    assert {"01_corpus", "03_priorities", "04_clusters"} <= set(study.runs["baseline"].notebooks)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("coder: hybrid", "coder: hybird", "did you mean 'hybrid'?"),
        ("encoder: use", "encoder: bert", "there is no sentence encoder 'bert'"),
        ("encoder: use", "encoder: sentence-transformers:models", "'encoder': models is no folder"),
        ("encoder: use", "encoder: sentence-transformers:../models", "'encoder' leaves the folder"),
        ('"#0072B2"', '"blue"', "'blue' is not a colour"),
        ("variety: nl-BE", "variety: be-NL", "'be-NL' is not known for 'variety'"),
        ("manifest: data/raw/corpus.csv", "manifest: data/raw/none.csv", "data/raw/none.csv does not exist"),
        ("codings: data/codings", "codings: ../codings", "'codings' leaves the folder of the study"),
        ("manifest: data/raw/corpus.csv", "manifest: ../corpus.csv", "leaves the folder of the study"),
        ("  baseline:", "  Base line:", "cannot be the name of a run"),
        ("\nruns:", "\nrun:", "did you mean 'runs'?"),
        (
            "notebooks: [01_corpus, 02_reliability, 03_priorities, 04_clusters, 05_robustness, 06_measures_and_words]",
            "notebooks: []",
            "run 'baseline' has no notebooks",
        ),
    ],
)
def test_each_fault_names_its_place(study_copy, old, new, said):
    told = faults(study_copy, old, new)
    assert said in told
    assert re.search(r"study\.yml:\d+:\d+: ", told)


def test_hand_codings_may_be_absent(study_copy):
    path = study_copy / "study.yml"
    assert load_studyfile(path).codings == study_copy / "data" / "codings"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("codings:")), encoding="utf-8")
    assert load_studyfile(path).codings is None


def test_the_root_is_found_from_below(study_copy):
    assert find_root(study_copy / "data" / "raw") == study_copy


def test_no_study_above_is_a_fault(tmp_path):
    with pytest.raises(StudyFault, match=r"no study\.yml"):
        find_root(tmp_path)


CLAIMS = "    parameters: {coder: reference}\n    claims: "


def test_claims_are_named_with_their_place(study_copy):
    path = study_copy / "study.yml"
    text = path.read_text(encoding="utf-8").replace(
        "    parameters: {coder: reference}\n", CLAIMS + "[circular_economy, wonen]\n", 1
    )
    path.write_text(text, encoding="utf-8")
    study = load_studyfile(path)
    run = study.runs["baseline"]
    assert [claim.code for claim in run.claims] == ["circular_economy", "wonen"]
    assert study.runs["measures"].claims == ()
    (fault,) = run.unknown_claims({"theme": ["circular_economy", "housing"], "function": ["wonen"]})
    line = text.splitlines().index("    claims: [circular_economy, wonen]") + 1
    assert (str(fault.path), fault.line, fault.column) == ("study.yml", line, 32)
    assert "'wonen' is no code of facet 'theme'" in str(fault)
    assert run.unknown_claims({"instrument": []}) == ()  # an unknown facet is told by itself
    assert [str(each) for each in check_inputs(study_copy) if "claim" in str(each)]
    with pytest.raises(ParameterFault, match=rf"study\.yml:{line}:32: claim 'wonen'"):
        plan(study, ["baseline"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("[a, b, c, d, e, f]", "6 claims are named"),
        ("[a, a]", "claim 'a' is named twice"),
        ("[3]", "a claim is not a text"),
        ("circular_economy", "'claims' is no list of codes"),
        ("[]", "'claims' is no list of codes"),
    ],
)
def test_faults_of_claims_have_their_place(study_copy, given, said):
    told = faults(study_copy, "    parameters: {coder: reference}\n", f"{CLAIMS}{given}\n")
    assert re.search(rf"study\.yml:\d+:\d+: {said}", told)


def test_as_many_claims_may_be_named_as_are_tested():
    assert MOST_CLAIMS == multiplicity.MOST_CLAIMS
