"""A document that people coded whole goes into the reference, and the build knows who was asked what."""

import csv
import shutil

import pandas as pd
import pytest

from coding_study import code, press
from comparelib.build import build
from comparelib.errors import CodingFault, InputFaults, ParameterFault
from comparelib.study import Study
from comparelib.widgets import CodingWidget, adjudicate, coding_study, export_reference
from comparelib.widgets import reference_files as files

pytestmark = pytest.mark.slow
NEW = "nl_technishow_routekaart_2026"


@pytest.fixture(scope="module")
def without(built, tmp_path_factory):
    """The study whose reference lacks one document, built."""
    root = shutil.copytree(built, tmp_path_factory.mktemp("growing") / "study")
    for name in ("units", "codings"):
        path = root / f"data/reference/{name}.csv"
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text(
            "".join([header, *(row for row in rows if "technishow" not in row)]), encoding="utf-8"
        )
    build(root)
    return root


@pytest.fixture
def root(without, tmp_path):
    return shutil.copytree(without, tmp_path / "study")


def coded_whole(root, coder, odd="innovation", fail_at=None):
    """Code every unit of the document; every tenth otherwise than the others do."""
    widget = CodingWidget(coding_study(root), coder, order="documents", documents=[NEW])
    for number in range(widget.view["total"]):
        if number == fail_at:
            press(widget, "failed")
            press(widget, "next")
        else:
            code(widget, odd if number % 10 == 0 else "circular_economy", "goal")
    assert widget.view["done"] == widget.view["total"]
    widget.close()
    return list(widget.desk.queue.unit_ids)


@pytest.fixture
def themes(root):
    return coding_study(root).codebook.facet("theme").names


def settled(root, themes):
    for coder, odd in (("ab", themes[3]), ("cd", themes[4])):
        unit_ids = coded_whole(root, coder, odd, fail_at=5)
    third = adjudicate(coding_study(root), ["ab", "cd"])
    while third.view["done"] < third.view["total"]:
        code(third, themes[5], "goal")
    third.close()
    return unit_ids


def content(root):
    folder = root / "data/reference"
    return {path.name: path.read_bytes() for path in folder.glob("*.csv")}


def test_a_document_goes_in_whole_and_nobody_else_is_taken_to_have_read_it(root, themes):
    before, old = content(root), Study.open(root).units()
    unit_ids = settled(root, themes)
    done = export_reference(coding_study(root), agreed_by=["ab", "cd"])
    assert done.added == (NEW,)
    assert f"New in the reference, as a whole: {NEW}." in done._repr_html_()
    assert done.left_out.to_numpy().tolist() == [[unit_ids[5], "it could not be coded"]]
    assert set(done.changes["before"]) == {""}
    after = content(root)
    assert set(after) == {"units.csv", "codings.csv", "asked.csv"}
    for name, text in before.items():
        assert after[name].startswith(text)
        (kept,) = (root / "data/reference").glob(f".{name.removesuffix('.csv')}.*.csv.bak")
        assert kept.read_bytes() == text

    build(root)
    study = Study.open(root)
    pd.testing.assert_frame_equal(study.units().reset_index(drop=True), old.reset_index(drop=True))
    own = study.codings()[study.codings()["unit_id"].str.startswith(NEW)]
    assert set(own["coder"].str.partition("@")[0]) == {
        "reference",
        "dictionary",
    }  # the annotators are missing
    reference = own[(own["coder"] == "reference") & (own["facet"] == "theme")].set_index("unit_id")["code"]
    expected = [themes[5] if n % 10 == 0 else "circular_economy" for n in range(len(unit_ids))]
    asked = {name: code for n, (name, code) in enumerate(zip(unit_ids, expected, strict=True)) if n != 5}
    assert reference.to_dict() == asked
    matrix = study.matrix()
    assert matrix.totals[NEW] == len(unit_ids) - 1
    assert matrix.coded.n_missing[NEW] == 1
    again = export_reference(coding_study(root), agreed_by=["ab", "cd"])
    assert (len(again.changes), again.added) == (0, ())


def test_a_document_of_which_one_unit_is_open_stays_out(root, themes):
    unit_ids = coded_whole(root, "adjudicator", themes[3])
    widget = CodingWidget(coding_study(root), "adjudicator", order="documents", documents=[NEW])
    press(widget, "undo")
    widget.close()
    before = content(root)
    done = export_reference(coding_study(root))
    n = len(unit_ids)
    assert set(done.left_out["reason"]) == {
        f"{n - 1} of {n} units of its document are settled; a document goes in whole"
    }
    assert content(root) == before


def test_when_one_file_cannot_be_written_all_are_as_they_were(root, themes, monkeypatch):
    coded_whole(root, "adjudicator", themes[3])
    before, whole = content(root), files.write_whole

    def full(path, text):
        if path.name == "units.csv" and "technishow" in text:
            raise OSError(28, "No space left on device")
        whole(path, text)

    monkeypatch.setattr(files, "write_whole", full)
    with pytest.raises(CodingFault, match="cannot be written"):
        export_reference(coding_study(root))
    assert content(root) == before


def test_a_crash_between_two_files_is_told_by_the_next_build(root, themes):
    coded_whole(root, "adjudicator", themes[3])
    old = (root / "data/reference/units.csv").read_bytes()
    export_reference(coding_study(root))
    (root / "data/reference/units.csv").write_bytes(old)
    with pytest.raises(InputFaults, match=f"asked.csv:2:1: unit_id: there is no unit '{NEW}-"):
        build(root)


def test_added_rows_follow_the_columns_and_line_ends_that_are_there():
    old = "unit_id,remark,coder,facet\r\na-1,x,ab,theme"
    added = files._added(old, ("unit_id", "coder", "facet"), [("b-1", "cd", "theme")])
    assert added == old + "\r\nb-1,,cd,theme\r\n"
    assert list(csv.reader(added.splitlines()))[-1] == ["b-1", "", "cd", "theme"]


def test_documents_must_be_named_and_known(root):
    for documents, said in (((), "no document was named"), (("nl_x",), "doc_id 'nl_x' is not in this study")):
        with pytest.raises(ParameterFault, match=said):
            CodingWidget(coding_study(root), "ab", order="documents", documents=documents)
