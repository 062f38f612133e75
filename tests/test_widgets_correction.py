"""From the sample over the desk to corrected shares: only what was drawn counts, with its probability."""

import pandas as pd
import pytest

from coding_study import BOOK, code, coding_study, press
from comparelib.coding.human import human_codings, load_human_codings
from comparelib.correction import corrected_shares
from comparelib.errors import CodingFault
from comparelib.matrix import coded_units
from comparelib.widgets import CodingWidget, adjudicate, coding_sample, sample_correction


@pytest.fixture
def study(tmp_path):
    return coding_study(tmp_path)


def truth(unit_id):
    """What people see; the machine sees `energy` in every third unit of both texts."""
    seen = {"nl": ("energy", "labour", "energy", "none"), "vl": ("labour", "none", "labour")}[unit_id[:2]]
    return seen[int(unit_id[-4:]) % len(seen)]


def code_all(study, coder="ab", said=truth, n=18, **options):
    widget = CodingWidget(study, coder, n=n, **options)
    while widget.view["done"] < widget.view["total"]:
        code(widget, said(widget.view["passage"]["unit_id"]))
    widget.export()
    widget.close()
    return set(widget.desk.queue.unit_ids)


def by_hand(study, code_name):
    """Mean of the machine's answers, less the errors that the sample shows, each weighed by 1 / pi (DSL)."""
    machine = study.codings("dictionary").set_index("unit_id")["code"]
    pi = coding_sample(study).frame.set_index("unit_id")["pi"]
    found = {}
    for side, doc_id in (("NL", "nl_a"), ("VL", "vl_b")):
        own = machine[machine.index.str.startswith(doc_id)]
        drawn = [name for name in pi.index if name.startswith(doc_id)]
        errors = [((own[name] == code_name) - (truth(name) == code_name)) / pi[name] for name in drawn]
        found[side] = (own == code_name).mean() - sum(errors) / len(own)
    return found


def test_the_sample_that_people_coded_corrects_the_machine(study):
    drawn = code_all(study)
    frame = sample_correction(study, "ab").frame
    assert set(drawn) == set(coding_sample(study).unit_ids)
    own = frame[(frame["estimator"] == "dsl") & (frame["code"] == "energy")].set_index("group")["share"]
    expected = by_hand(study, "energy")
    assert own.to_dict() == pytest.approx(expected)
    assert expected["NL"] > 1 / 3 > expected["VL"]  # the machine's own share is a third in both


def test_it_is_the_figure_that_the_library_gives_on_the_files(study):
    code_all(study)
    codings = human_codings(load_human_codings(study.file.codings, BOOK), study.units(furniture=True), BOOK)
    tables = (study.units(), study.documents, BOOK)
    predicted = coded_units(study.codings("dictionary"), *tables, coder="dictionary")
    reference = coded_units(codings, *tables, coder="human:ab")
    whole = corrected_shares(predicted, reference, coding_sample(study).frame)
    pd.testing.assert_frame_equal(sample_correction(study, "ab").frame, whole.frame)


def test_units_that_were_coded_because_they_are_hard_change_no_figure(study):
    drawn = code_all(study)
    before = sample_correction(study, "ab")
    hard = code_all(study, order="uncertain", n=7, said=lambda _: "water")
    after = sample_correction(study, "ab")
    assert not drawn & hard
    pd.testing.assert_frame_equal(before.frame, after.frame)
    assert (before.n_outside, after.n_outside) == (0, 7)


def test_a_unit_of_the_sample_that_was_put_off_is_named(study):
    widget = CodingWidget(study, "ab", n=18)
    left = widget.view["passage"]["unit_id"]
    press(widget, "skip")
    while widget.view["done"] < widget.view["total"] - 1:
        code(widget, truth(widget.view["passage"]["unit_id"]))
    widget.close()
    with pytest.raises(CodingFault, match=f"sampled unit '{left}' was not coded by human:ab"):
        sample_correction(study, "ab")


def test_what_two_agreed_on_and_a_third_settled_is_one_reference(study):
    code_all(study)
    odd = coding_sample(study).unit_ids[0]
    code_all(study, "cd", said=lambda name: "water" if name == odd else truth(name))
    third = adjudicate(study, ["ab", "cd"])
    assert third.view["total"] == 1
    code(third, truth(odd))
    third.close()
    settled = sample_correction(study, "adjudicator", agreed_by=["ab", "cd"])
    pd.testing.assert_frame_equal(settled.frame, sample_correction(study, "ab").frame)
