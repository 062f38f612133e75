"""asked.csv: what was not put before a coder is missing, not `none`, also where the reference grows."""

import pandas as pd
import pytest

from comparelib.codebook import Code, Codebook, Facet
from comparelib.coding.reference import load_reference, reference_codings
from comparelib.errors import CodingFault


def facet(name, multiple, *codes):
    label = {"en": name, "nl": name}
    return Facet(name, label, "?", multiple, tuple(Code(code, label, code) for code in codes))


BOOK = Codebook(
    "small",
    "1.0.0",
    {"en": "Small", "nl": "Klein"},
    (
        facet("theme", True, "energy", "labour"),
        facet("function", False, "measure", "goal"),
        facet("instrument", True, "law"),
    ),
)
UNITS = """\
unit_id,doc_id,position,kind,text
a-1,a,1,sentence,Een.
a-2,a,2,sentence,Twee.
b-1,b,1,sentence,Drie.
b-2,b,2,sentence,Vier.
b-3,b,3,furniture,7
"""
CODINGS = """\
unit_id,coder,facet,code
a-1,annotator,theme,energy
a-1,adjudicated,theme,energy
b-1,adjudicated,theme,labour
"""
ANCHORS = {"a-1": "a#0001", "a-2": "a#0002", "b-1": "b#0001", "b-2": "b#0002"}


def read(folder, asked=None, codings=CODINGS):
    (folder / "units.csv").write_text(UNITS, encoding="utf-8")
    (folder / "codings.csv").write_text(codings, encoding="utf-8")
    if asked is not None:
        (folder / "asked.csv").write_text("unit_id,coder,facet\n" + asked, encoding="utf-8")
    return load_reference(folder, BOOK, ["a", "b"], folder)


def told(reference, facet="theme"):
    frame = reference_codings(reference, ANCHORS, BOOK)
    own = frame[frame["facet"] == facet]
    return list(own[["unit_id", "coder", "code"]].itertuples(index=False, name=None))


OLD = [
    ("a#0001", "annotator", "energy"),
    ("a#0001", "reference", "energy"),
    ("a#0002", "annotator", "none"),
    ("a#0002", "reference", "none"),
]


def test_without_the_file_every_coder_read_every_unit(tmp_path):
    assert told(read(tmp_path)) == [
        *OLD,
        ("b#0001", "annotator", "none"),
        ("b#0001", "reference", "labour"),
        ("b#0002", "annotator", "none"),
        ("b#0002", "reference", "none"),
    ]


def test_a_document_that_one_coder_alone_was_given_is_missing_for_the_other(tmp_path):
    reference = read(tmp_path, "b-1,adjudicated,\nb-2,adjudicated,\n")
    assert told(reference) == [*OLD, ("b#0001", "reference", "labour"), ("b#0002", "reference", "none")]
    assert [row[:2] for row in told(reference, "function") if row[0][0] == "b"] == [
        ("b#0001", "reference"),
        ("b#0002", "reference"),
    ]


def test_a_unit_that_was_put_before_nobody_but_for_one_facet(tmp_path):
    reference = read(tmp_path, "b-1,adjudicated,theme\nb-2,cd,theme\n")
    assert told(reference) == [*OLD, ("b#0001", "reference", "labour"), ("b#0002", "cd", "none")]
    assert [row for row in told(reference, "function") if row[0][0] == "b"] == []
    assert reference.coders == ("annotator", "cd", "reference")


def test_a_new_coder_of_an_old_unit_was_not_asked_the_others(tmp_path):
    codings = CODINGS + "a-2,cd,theme,labour\n"
    asked = "a-2,annotator,\na-2,adjudicated,\na-2,cd,\nb-1,adjudicated,\nb-2,adjudicated,\n"
    assert told(read(tmp_path, asked, codings)) == [
        *OLD[:2],
        ("a#0002", "annotator", "none"),
        ("a#0002", "cd", "labour"),
        ("a#0002", "reference", "none"),
        ("b#0001", "reference", "labour"),
        ("b#0002", "reference", "none"),
    ]


def test_instruments_are_asked_of_measures_alone_here_too(tmp_path):
    reference = read(
        tmp_path, "b-1,adjudicated,\nb-2,adjudicated,\n", CODINGS + "b-2,adjudicated,function,measure\n"
    )
    assert told(reference, "instrument") == [("b#0002", "reference", "none")]


def test_every_fault_is_named_at_its_place(tmp_path):
    asked = "b-9,adjudicated,\nb-3,adjudicated,\nb-2,,\nb-2,cd,thema\nb-2,cd,thema\nb-1,cd,\n"
    with pytest.raises(CodingFault) as caught:
        read(tmp_path, asked)
    unknown = "facet: 'thema' is not a facet; expected one of theme, function, instrument "
    unknown += "(did you mean 'theme'?)"
    unasked = "coder: 'adjudicated' was not asked the theme of this unit. "
    unasked += "Add the row to asked.csv, or take the coding out"
    said = [str(fault).replace(str(tmp_path), "R") for fault in caught.value.faults]
    assert said == [
        "R/asked.csv:2:1: unit_id: there is no unit 'b-9'. Take the row out, or add the unit to units.csv",
        "R/asked.csv:3:1: unit_id: 'b-3' is furniture; expected a unit of policy text",
        "R/asked.csv:4:2: coder: is empty; expected the coder whom the unit was put before",
        f"R/asked.csv:5:3: {unknown}",
        f"R/asked.csv:6:3: {unknown}",
        "R/asked.csv:6:1: unit_id: the same as line 5",
        f"R/codings.csv:4:2: {unasked}",
    ]


def test_a_broken_file_is_named(tmp_path):
    with pytest.raises(CodingFault, match=r"asked\.csv:2: 1 fields; expected 3 fields"):
        read(tmp_path, "b-1\n")


def test_the_committed_reference_stays_as_it_was(study_copy):
    from comparelib.codebook import load_codebook

    folder = study_copy / "data/reference"
    book = load_codebook(study_copy / "data/codebook/maakindustrie.yml")
    units = pd.read_csv(folder / "units.csv")
    reference = load_reference(folder, book, list(units["doc_id"].unique()))
    anchors = {name: name for name in units["unit_id"]}
    (folder / "asked.csv").write_text("unit_id,coder,facet\n", encoding="utf-8")
    again = load_reference(folder, book, list(units["doc_id"].unique()))
    one, two = (reference_codings(each, anchors, book) for each in (reference, again))
    pd.testing.assert_frame_equal(one, two)
    assert one.groupby("coder")["unit_id"].nunique().to_dict() == {
        "annotator_a": 1250, "annotator_b": 1250, "reference": 1250,
    }  # fmt: skip
