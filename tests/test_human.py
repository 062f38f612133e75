"""Hand codings: what people coded, with every fault at its line and column."""

import pandas as pd
import pytest

from comparelib.codebook import Code, Codebook, Facet
from comparelib.coding.human import human_codings, load_human_codings
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
        facet("instrument", True, "financial"),
    ),
)
UNITS = pd.DataFrame(
    {
        "unit_id": [f"brief#{n:04d}" for n in range(1, 6)],
        "doc_id": "brief",
        "kind": ["heading", "sentence", "sentence", "furniture", "sentence"],
        "text": ["Energie", "Wij investeren.", "Er komt meer wind.", "3", "Dat moet."],
    }
)
HEADER = "unit_id,coder,facet,code,note,time"


def folder_with(tmp_path, **files):
    for stem, text in files.items():
        (tmp_path / f"{stem}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def loaded(tmp_path, *lines, header=HEADER, stem="ab"):
    return load_human_codings(folder_with(tmp_path, **{stem: "\n".join([header, *lines])}), BOOK)


def told(human):
    frame = human_codings(human, UNITS, BOOK)
    return list(frame[["unit_id", "facet", "code", "coder"]].itertuples(index=False, name=None))


def test_codings_stand_in_the_order_of_units_and_codebook_and_keep_the_note(tmp_path):
    human = loaded(
        tmp_path,
        "brief#0003,ab,theme,labour,,2026-01-02T10:00:00",
        "brief#0001,ab,theme,energy,twijfel,",
        "brief#0003,ab,theme,energy,,",
    )
    frame = human_codings(human, UNITS, BOOK)
    assert frame[["unit_id", "code", "coder", "rule"]].to_numpy().tolist() == [
        ["brief#0001", "energy", "human:ab", "twijfel"],
        ["brief#0003", "energy", "human:ab", ""],
        ["brief#0003", "labour", "human:ab", ""],
    ]
    assert frame["start"].isna().all()
    assert set(frame["score"]) == {1.0}


def test_left_without_a_code_is_none_and_not_put_before_the_coder_is_nothing(tmp_path):
    human = loaded(
        tmp_path,
        "brief#0001,ab,theme,none,,",
        "brief#0002,ab,theme,,,",
        "brief#0003,ab,,,,",
        "brief#0005,ab,theme,energy,,",
    )
    assert told(human) == [
        ("brief#0001", "theme", "none", "human:ab"),
        ("brief#0002", "theme", "none", "human:ab"),
        ("brief#0003", "theme", "none", "human:ab"),
        ("brief#0005", "theme", "energy", "human:ab"),
    ]


def test_instruments_are_asked_of_measures_alone(tmp_path):
    human = loaded(
        tmp_path,
        "brief#0001,ab,function,goal,,",
        "brief#0002,ab,function,measure,,",
        "brief#0003,ab,function,measure,,",
        "brief#0003,ab,instrument,financial,,",
    )
    assert [row[:3] for row in told(human) if row[1] == "instrument"] == [
        ("brief#0002", "instrument", "none"),
        ("brief#0003", "instrument", "financial"),
    ]


def test_several_coders_semicolons_byte_order_mark_and_a_row_appended_again(tmp_path):
    (tmp_path / "cd.csv").write_bytes(
        b"\xef\xbb\xbfunit_id;coder;facet;code\r\nbrief#0001;cd;theme;energy\r\nbrief#0001;cd;theme;energy\r\n"
    )
    human = loaded(tmp_path, "brief#0001,human:ab,theme,labour,,")
    assert human.coders == ("human:ab", "human:cd")
    assert [row[2:] for row in told(human)] == [("labour", "human:ab"), ("energy", "human:cd")]


def test_without_a_folder_there_are_no_codings(tmp_path):
    for folder in (None, tmp_path / "codings"):
        frame = human_codings(load_human_codings(folder, BOOK), UNITS, BOOK)
        assert frame.empty
        assert list(frame.columns)[:4] == ["unit_id", "facet", "code", "coder"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["brief#0001,ab,themes,energy,,"], "ab.csv:2:3: facet: 'themes' is not a facet; expected one of theme, function, instrument (did you mean 'theme'?)"),
        (["brief#0001,ab,theme,enrgy,,"], "ab.csv:2:4: code: 'enrgy' is no theme of codebook 1.0.0; expected one of energy, labour, none (did you mean 'energy'?)"),
        (["brief#0001,ab,function,goal,,", "brief#0001,ab,function,measure,,"], "ab.csv:3:4: code: a second function for this unit, after line 2"),
        (["brief#0001,ab,theme,energy,,", "brief#0001,ab,theme,none,,"], "ab.csv:3:4: code: 'none' and a code for the same unit and theme, see line 2"),
        (["brief#0001,xy,theme,energy,,"], "ab.csv:2:2: coder: 'xy' in the file of 'ab'; expected 'ab'"),
        ([",ab,theme,energy,,"], "ab.csv:2:1: unit_id: is empty"),
        (["brief#0001,ab,theme"], "ab.csv:2: 3 fields; expected 6 fields"),
        (["brief#0009,ab,theme,energy,,"], "ab.csv:2:1: unit_id: there is no unit 'brief#0009'. Did you mean 'brief#000"),
        (["breif#0001,ab,theme,energy,,"], "Did you mean 'brief'?"),
        (["brief#0004,ab,theme,energy,,"], "ab.csv:2:1: unit_id: 'brief#0004' is furniture; expected a unit of policy text"),
    ],
)  # fmt: skip
def test_faults_are_named_where_they_stand(tmp_path, lines, said):
    with pytest.raises(CodingFault) as caught:
        human_codings(loaded(tmp_path, *lines), UNITS, BOOK)
    assert len(caught.value.faults) == 1
    assert said in str(caught.value)


def test_a_text_that_has_changed_since_is_a_fault(tmp_path):
    header = "unit_id,coder,facet,code,text"
    human = loaded(tmp_path, 'brief#0002,ab,theme,energy,"Wij  investeren."', header=header)
    assert len(human_codings(human, UNITS, BOOK)) == 1
    human = loaded(tmp_path, "brief#0002,ab,theme,energy,Wij sparen.", header=header)
    with pytest.raises(CodingFault, match=r"ab\.csv:2:5: text: unit 'brief#0002' had another text"):
        human_codings(human, UNITS, BOOK)


def test_two_files_of_one_coder_and_a_missing_column_are_named_together(tmp_path):
    (tmp_path / "round2").mkdir()
    folder_with(tmp_path / "round2", AB=HEADER)
    folder_with(tmp_path, cd="unit_id,coder,facet,kode")
    with pytest.raises(CodingFault) as caught:
        loaded(tmp_path)
    text = str(caught.value)
    assert "a second file of coder" in text
    assert "cd.csv:1: column 'code' is missing" in text


def test_many_unknown_units_are_counted(tmp_path):
    human = loaded(tmp_path, *(f"weg#{n:04d},ab,theme,energy,," for n in range(1, 81)))
    with pytest.raises(CodingFault) as caught:
        human_codings(human, UNITS, BOOK)
    assert len(caught.value.faults) == 51
    assert "and 30 more codings" in str(caught.value)
