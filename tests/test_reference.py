import pandas as pd
import pytest

from comparelib.codebook import load_codebook
from comparelib.coding.reference import load_reference, reference_codings
from comparelib.corpus import load_manifest
from comparelib.errors import CodingFault


@pytest.fixture
def parts(study_copy):
    book = load_codebook(study_copy / "data/codebook/maakindustrie.yml")
    rows = load_manifest(study_copy / "data/raw/corpus.csv", ("NL", "VL"))
    return study_copy / "data" / "reference", book, [row.doc_id for row in rows]


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(parts):
    with pytest.raises(CodingFault) as caught:
        load_reference(*parts)
    return "\n".join(str(fault) for fault in caught.value.faults)


def test_every_coder_read_1250_units(parts):
    reference = load_reference(*parts)
    assert reference.coders == ("annotator_a", "annotator_b", "reference")
    assert sum(len(reference.coded_units(doc_id)) for doc_id in parts[2]) == 1250


def test_a_unit_without_a_theme_has_the_code_none_and_only_measures_have_instruments(parts):
    reference = load_reference(*parts)
    units = [unit for doc_id in parts[2] for unit in reference.coded_units(doc_id)["unit_id"]]
    codings = reference_codings(
        reference, {unit: f"d#{n:04d}" for n, unit in enumerate(units, start=1)}, parts[1]
    )
    own = codings[codings["coder"] == "reference"]
    theme = own[own["facet"] == "theme"]
    given = reference.codings[
        (reference.codings["coder"] == "reference") & (reference.codings["facet"] == "theme")
    ]
    assert theme["unit_id"].nunique() == 1250
    assert (theme["code"] == "none").sum() == 1250 - given["unit_id"].nunique()
    assert (theme["code"] != "none").sum() == len(given)
    measures = set(own.loc[own["code"] == "measure", "unit_id"])
    assert set(own.loc[own["facet"] == "instrument", "unit_id"]) == measures
    assert set(codings["rule"]) == set(units)


def test_a_unit_that_was_not_found_has_no_row(parts):
    reference = load_reference(*parts)
    codings = reference_codings(reference, {"technishow-0003": "d#0001"}, parts[1])
    assert set(codings["unit_id"]) == {"d#0001"}
    assert isinstance(codings, pd.DataFrame)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (
            "codings.csv",
            ",theme,governance_monitoring",
            ",theme,governance_monitor",
            "did you mean 'governance_monitoring'?",
        ),
        ("codings.csv", ",theme,", ",thema,", "'thema' is not a facet"),
        ("codings.csv", "technishow-0002,", "technishow-9999,", "there is no unit 'technishow-9999'"),
        ("codings.csv", "technishow-0002,", "technishow-0001,", "'technishow-0001' is furniture"),
        ("units.csv", "technishow-0002,", "technishow-0001,", "'technishow-0001' stands in line 2 already"),
        ("units.csv", ",2,heading,", ",two,heading,", "'two' is not a number"),
        ("units.csv", ",heading,", ",kop,", "'kop' is not a kind"),
        ("units.csv", "nl_technishow_routekaart_2026", "nl_technishow", "is not in the manifest"),
    ],
)
def test_each_fault_names_its_line(parts, name, old, new, said):
    edit(parts[0], name, old, new)
    told = faults(parts)
    assert said in told
    assert f"{name}:" in told


def test_a_second_function_for_a_unit(parts):
    path = parts[0] / "codings.csv"
    path.write_text(
        path.read_text(encoding="utf-8") + "technishow-0002,annotator_a,function,goal\n", encoding="utf-8"
    )
    assert "a second function for this unit, after line 3" in faults(parts)


def test_a_study_that_nobody_has_coded_yet_is_no_fault(parts):
    for name in ("units.csv", "codings.csv"):
        path = parts[0] / name
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    reference = load_reference(*parts)
    assert reference.coders == ()
    assert reference_codings(reference, {}, parts[1]).empty
