"""Agreement while coding goes on, differences side by side, adjudication, and the way into the reference."""

import numpy as np
import pandas as pd
import pytest

from coding_study import code, coding_study, press, write_reference
from comparelib.coding.human import human_codings, load_human_codings
from comparelib.coding.reference import load_reference, reference_codings
from comparelib.errors import ParameterFault
from comparelib.reliability import agreement
from comparelib.widgets import (
    CodingWidget,
    adjudicate,
    coding_agreement,
    coding_differences,
    export_reference,
)

AB = ["energy", "labour", "water", "none", "energy", "trade"]
CD = ["energy", "labour", "trade", "none", "labour", "trade"]


@pytest.fixture
def study(tmp_path):
    return coding_study(tmp_path)


@pytest.fixture
def coded(study):
    widgets = {}
    for coder, themes, functions in (("ab", AB, "gmgggc"), ("cd", CD, "gmggcc")):
        widgets[coder] = CodingWidget(study, coder, n=12)
        names = {"g": ("goal",), "m": ("measure", "law"), "c": ("context",)}
        for theme, function in zip(themes, functions, strict=True):
            code(widgets[coder], theme, *names[function])
    yield widgets
    for widget in widgets.values():
        widget.close()


def test_agreement_is_the_librarys_figure_on_the_files(study, coded):
    seen = coding_agreement(study, ["ab", "cd"], draws=300)
    for widget in coded.values():
        widget.export()
    codings = human_codings(
        load_human_codings(study.file.codings, study.codebook), study.units(), study.codebook
    )
    units = study.units()
    units = units[units["unit_id"].isin(codings["unit_id"])]
    for facet, statistic in (("theme", "alpha_masi"), ("function", "alpha_exact")):
        codes = study.codebook.facet(facet).names
        whole = agreement(
            codings, units, coders=["human:ab", "human:cd"], facet=facet, codes=codes, draws=300
        ).frame
        expected = whole[
            (whole["group_kind"] == "all") & (whole["scope"] == "facet") & (whole["statistic"] == statistic)
        ]
        row = seen.frame.set_index("facet").loc[facet]
        columns = ["value", "low", "high"]
        np.testing.assert_array_equal(row[columns].to_numpy(float), expected[columns].to_numpy(float)[0])
        assert row["n_units"] == 6
        pd.testing.assert_frame_equal(seen.results[facet].frame, whole)
    assert seen.n_done == {"ab": 6, "cd": 6}


def test_nominal_alpha_of_the_function_by_hand(study, coded):
    # g g, m m, g g, g g, g c, c c over 6 units: 12 values, 7 g, 2 m, 3 c; D_o = 2/12,
    # D_e = (7*5 + 2*10 + 3*9) / (12*11) = 82/132  (Krippendorff 2019, chapter 12)
    value = coding_agreement(study, ["ab", "cd"], draws=50).frame.set_index("facet")["value"]["function"]
    assert value == pytest.approx(1 - (2 / 12) / (82 / 132))


def test_it_shows_itself_and_follows_the_coding(study, coded):
    before = coding_agreement(study, ["ab", "cd"], draws=50, language="nl")
    assert "6 eenheden zijn door alle codeurs afgerond" in before._repr_html_()
    assert "<details>" in before._repr_html_()
    code(coded["ab"], "energy", "goal")
    code(coded["cd"], "energy", "goal")
    assert coding_agreement(study, ["ab", "cd"], draws=50).n_both == 7


def test_before_both_have_coded_it_says_so(study):
    with pytest.raises(ParameterFault, match="expected two coders or more"):
        coding_agreement(study, ["ab", "ab"])
    seen = coding_agreement(study, ["ab", "cd"])
    assert (seen.n_both, seen.frame["value"].isna().all()) == (0, True)
    assert "once all coders have finished the same units" in seen._repr_html_()


def test_differences_stand_side_by_side_in_reading_order(study, coded):
    table = coding_differences(study, ["ab", "cd"], language="en")
    assert list(table.frame.columns) == ["unit_id", "text", "facet", "by_ab", "by_cd"]
    assert sorted(map(tuple, table.frame[["facet", "by_ab", "by_cd"]].to_numpy())) == [
        ("Function", "Goal", "Context"), ("Theme", "Energy", "Labour"), ("Theme", "Water", "Trade"),
    ]  # fmt: skip
    assert "2 units on which the coders differ" in table.html()
    assert "&lt;b&gt;met&lt;/b&gt;" in table.html()


def test_the_adjudicator_sees_both_and_settles_as_a_third_coder(study, coded):
    third = adjudicate(study, ["ab", "cd"])
    assert third.view["total"] == 2
    ab, cd = third.view["others"]
    assert (ab["coder"], cd["coder"]) == ("ab", "cd")
    assert {facet["title"]: facet["differs"] for facet in ab["facets"]}["Theme"]
    code(third, "energy", "goal")
    assert third.export().path == "data/codings/adjudicator.csv"
    third.close()
    with pytest.raises(ParameterFault, match="a third person to settle"):
        adjudicate(study, ["ab", "cd"], coder="ab")


def test_where_nothing_differs_there_is_nothing_to_settle(study):
    for coder in ("ab", "cd"):
        widget = CodingWidget(study, coder, n=12)
        code(widget)
        widget.close()
    assert adjudicate(study, ["ab", "cd"]).setup["notice"].startswith("There is nothing to settle")


@pytest.fixture
def settled(study, coded):
    path = write_reference(study)
    third = adjudicate(study, ["ab", "cd"])
    while third.view["done"] < third.view["total"]:
        code(third, "space", "measure", "subsidy")
    third.close()
    return path


def read(study):
    return load_reference(study.file.reference, study.codebook, list(study.documents["doc_id"]))


def test_a_preview_writes_nothing(study, settled):
    before = settled.read_bytes()
    seen = export_reference(study, agreed_by=["ab", "cd"], write=False)
    assert settled.read_bytes() == before
    assert len(seen.changes)
    assert "Nothing was written" in seen._repr_html_()


def test_the_reference_takes_what_was_settled_and_keeps_everything_else(study, settled):
    before = settled.read_bytes()
    done = export_reference(study, agreed_by=["ab", "cd"])
    backup = study.file.root / done.backup
    assert backup.read_bytes() == before
    changed = set(done.changes["reference_unit_id"])
    kept = [
        line
        for line in before.split(b"\r\n")
        if not (b",adjudicated," in line and line[:6].decode() in changed)
    ]
    after = settled.read_bytes().split(b"\r\n")
    assert [
        line for line in after if line in set(kept)
    ] == kept  # every other row, in its place, byte for byte
    reference = read(study)
    anchors = study.store.read("anchors")
    codings = reference_codings(
        reference, dict(zip(anchors["reference_unit_id"], anchors["unit_id"], strict=True)), study.codebook
    )
    own = codings[codings["coder"] == "reference"]
    human = pd.concat(
        [
            pd.DataFrame({"unit_id": row.unit_id, "facet": row.facet, "code": row.after.split(", ")})
            for row in done.changes.itertuples()
        ]
    )
    for (unit_id, facet), rows in human.groupby(["unit_id", "facet"]):
        found = set(own[(own["unit_id"] == unit_id) & (own["facet"] == facet)]["code"])
        asked = facet != "instrument" or found
        assert found == (set(rows["code"]) if asked else set())
    again = export_reference(study, agreed_by=["ab", "cd"])
    assert (len(again.changes), again.backup) == (0, "")


def test_units_that_the_reference_does_not_have_stay_out_and_are_named(study, settled):
    done = export_reference(study, agreed_by=["ab", "cd"])
    assert len(done.left_out)
    assert all(name.startswith("vl_b#") for name in done.left_out["unit_id"])
    n = len(done.left_out)
    assert set(done.left_out["reason"]) == {
        f"{n} of 18 units of its document are settled; a document goes in whole"
    }
    assert all(name.startswith("a-") for name in done.changes["reference_unit_id"])


def test_what_could_not_be_coded_stays_out_of_the_reference(study):
    write_reference(study)
    widget = CodingWidget(study, "adjudicator", n=12)
    while not widget.view["passage"]["unit_id"].startswith("nl_a"):
        press(widget, "next")
    press(widget, "failed")
    widget.close()
    done = export_reference(study)
    assert done.left_out["reason"].to_list() == ["it could not be coded"]
    assert done.changes.empty


def test_with_nothing_settled_there_is_nothing_to_write(study):
    write_reference(study)
    before = (study.file.reference / "codings.csv").read_bytes()
    done = export_reference(study)
    assert (len(done.changes), len(done.left_out), done.backup) == (0, 0, "")
    assert "adjudicator has settled nothing yet" in done._repr_html_()
    assert (study.file.reference / "codings.csv").read_bytes() == before
