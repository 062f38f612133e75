import re

import pytest

from comparelib.errors import StudyFault
from comparelib.studyfile import find_root, load_studyfile


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
