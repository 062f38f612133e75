"""Raw files -> processed data on the real corpus: whole, repeatable, and nothing done twice."""

import csv
import hashlib
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from comparelib.build import build, check_inputs
from comparelib.errors import InputFaults, StoreFailure
from comparelib.store import Store
from comparelib.study import Study

ROOT = Path(__file__).parents[1]


def digests(root):
    folder = root / "data" / "processed"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "cache" not in path.parts  # what coders remember is no result
    }


def reference_shares():
    """Count shares from the reference coding with nothing but the csv module."""
    with (ROOT / "data/reference/units.csv").open(encoding="utf-8", newline="") as handle:
        document = {row["unit_id"]: row["doc_id"] for row in csv.DictReader(handle)}
    units, themes, measures = defaultdict(set), defaultdict(set), set()
    with (ROOT / "data/reference/codings.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            if row["coder"] != "adjudicated":
                continue
            units[document[row["unit_id"]]].add(row["unit_id"])
            if row["facet"] == "theme":
                themes[row["code"]].add(row["unit_id"])
            if (row["facet"], row["code"]) == ("function", "measure"):
                measures.add(row["unit_id"])
    return units, themes, measures


@pytest.mark.parametrize("functions", [(), ("measure",)])
def test_the_shares_of_the_reference_are_those_counted_from_the_csv(built, functions):
    units, themes, measures = reference_shares()
    shares = Study.open(built).matrix(coder="reference", functions=functions).share().counts
    assert list(shares.columns) == list(Study.open(built).codebook.facet("theme").names)
    assert set(shares.index) == set(units)
    for doc_id, own in units.items():
        counted = own & measures if functions else own
        for code in shares.columns:
            assert shares.at[doc_id, code] == len(counted & themes[code]) / len(counted), (doc_id, code)


def test_every_reference_unit_has_a_unit_of_its_own(built):
    store = Store(built / "data" / "processed")
    anchors, units = store.read("anchors"), store.read("units").set_index("unit_id")
    assert len(anchors) == 1250
    assert anchors["unit_id"].is_unique
    assert (units.loc[anchors["unit_id"], "kind"] != "furniture").all()


def test_a_units_text_is_the_documents_text_at_its_place(built):
    store = Store(built / "data" / "processed")
    texts = store.read("texts").set_index("doc_id")["text"]
    units = store.read("units")
    assert all(texts[row.doc_id][row.start : row.end] == row.text for row in units.itertuples())
    following = units[units["doc_id"] == units["doc_id"].shift(-1)]
    assert (following["end"].to_numpy() <= units["start"].shift(-1)[following.index].to_numpy()).all()


def test_two_builds_give_the_same_bytes(built, study_copy):
    build(study_copy)
    assert digests(study_copy) == digests(built)


def test_a_second_build_does_nothing(built):
    before = digests(built)
    assert build(built).unchanged
    assert digests(built) == before


def test_one_changed_document_costs_one_document(study_copy):
    build(study_copy)
    manifest = study_copy / "data" / "raw" / "corpus.csv"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(",2020-11,", ",2020-10,"), encoding="utf-8"
    )
    outcome = build(study_copy)
    assert outcome.documents_made == ("nl_ebz_visie_industrie_2020",)
    assert len(outcome.documents_kept) == 4
    after = digests(study_copy)
    shutil.rmtree(study_copy / "data" / "processed")
    build(study_copy)
    assert digests(study_copy) == after


def test_a_torn_build_is_mended(study_copy):
    build(study_copy)
    whole = digests(study_copy)
    (torn,) = (study_copy / "data/processed/units").iterdir()
    torn.write_bytes(b"torn")
    with pytest.raises(StoreFailure):
        Study.open(study_copy).units()
    assert not build(study_copy).unchanged
    assert digests(study_copy) == whole


BAD_INPUT = {
    "unknown theme": ("data/reference/codings.csv", ",theme,labour_skills", ",theme,labor_skills", "codings.csv:"),
    "broken YAML": ("data/codebook/maakindustrie.yml", "unit: sentence", 'unit: "sentence', "maakindustrie.yml:"),
    "unknown code of a pattern file": ("data/codebook/dictionary/theme/health_care.yml", "code: health_care", "code: helth_care", "did you mean 'health_care'?"),
    "duplicate doc_id": ("data/raw/corpus.csv", "\nnl_fme_formatie_2023,", "\nnl_ebz_visie_industrie_2020,", "stands in line"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD_INPUT)
def test_bad_input_is_one_clear_error_and_nothing_is_written(study_copy, case):
    name, old, new, said = BAD_INPUT[case]
    path = study_copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputFaults) as caught:
        build(study_copy)
    assert said in str(caught.value)
    assert not [
        path for path in (study_copy / "data/processed").rglob("*") if path.suffix in (".parquet", ".json")
    ]
    assert check_inputs(study_copy) == caught.value.faults


def test_an_unreadable_encoding_names_the_file_and_the_way_out(study_copy):
    path = study_copy / "data/raw/vl/vl_werkagenda_maakindustrie.txt"
    data = bytes(range(1, 256)) * 40
    path.write_bytes(data)
    manifest = study_copy / "data/raw/corpus.csv"
    old = "a5280e834e788f8719a8cf37c5c527c1ab40c58e16ff44e8d316846fca955dab"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(old, hashlib.sha256(data).hexdigest()), encoding="utf-8"
    )
    with pytest.raises(InputFaults) as caught:
        build(study_copy)
    assert "vl_werkagenda_maakindustrie.txt" in str(caught.value)
    assert "UTF-8" in str(caught.value)


def test_the_committed_study_has_no_fault(study_copy):
    assert check_inputs(study_copy) == ()


def test_hand_codings_are_taken_in_and_leave_again(study_copy, built):
    units = Store(built / "data" / "processed").read("units")
    text = units.loc[units["kind"] == "sentence", "unit_id"].iloc[:3].tolist()
    folder = study_copy / "data" / "codings"
    folder.mkdir(exist_ok=True)
    path = folder / "ab.csv"
    rows = [f"{text[0]},ab,theme,labour_skills", f"{text[1]},ab,theme,none"]
    path.write_text("\n".join(["unit_id,coder,facet,code", *rows]), encoding="utf-8")
    assert build(study_copy).coders_made == ("reference", "dictionary", "human")
    study = Study.open(study_copy)
    assert study.codings("human:ab")["code"].tolist() == ["labour_skills", "none"]
    coder = study.coders.set_index("coder").loc["human:ab"]
    assert (coder["kind"], coder["parameters"]) == ("human", '{"units": "2"}')
    assert study.matrix(coder="human:ab").totals.sum() == 2
    path.write_text(
        path.read_text(encoding="utf-8") + f"\n{text[2]},ab,theme,labour_skills", encoding="utf-8"
    )
    assert build(study_copy).coders_made == ("human",)
    assert len(Study.open(study_copy).codings("human:ab")) == 3
    path.write_text(path.read_text(encoding="utf-8").replace(text[2], f"{text[2]}9"), encoding="utf-8")
    (fault,) = check_inputs(study_copy)
    assert "data/codings/ab.csv:4:1: unit_id: there is no unit" in str(fault)
    with pytest.raises(InputFaults, match="there is no unit"):
        build(study_copy)
    path.unlink()
    build(study_copy)
    assert digests(study_copy) == digests(built)


@pytest.mark.slow
def test_a_document_without_reference_is_coded_by_the_studys_coder_and_shown_by_the_headline(study_copy):
    folder = study_copy / "data" / "raw"
    text = "Circulaire economie\n\nWe investeren in een circulaire maakindustrie. Er is een tekort aan technici.\n"
    (folder / "vl" / "vl_new.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    with (folder / "corpus.csv").open("a", encoding="utf-8") as manifest:
        manifest.write(f"vl_new,vl/vl_new.txt,VL,New,Someone,agency,note,2026,nl,{digest},\n")
    build(study_copy)
    study = Study.open(study_copy)
    hybrid = study.codings("hybrid")
    assert set(hybrid["unit_id"].str.rpartition("#")[0]) == {"vl_new"}
    headline = study.matrix(coder="headline").counts
    reference = study.matrix(coder="reference").counts
    assert headline.drop("vl_new").equals(reference.drop("vl_new"))
    assert headline.at["vl_new", "circular_economy"] >= 1
    assert reference.loc["vl_new"].sum() == 0
    assert study.codings("headline")["rule"].str.contains("hybrid@").any()
