"""The coding widget without a browser: what a key press does, what is sent, what is never sent."""

import json
import statistics
import time
from dataclasses import replace
from pathlib import Path

import pytest

from coding_study import THEMES, code, coding_study, press
from comparelib.codebook import load_codebook
from comparelib.errors import ComparelibError, NotEstimable, ParameterFault
from comparelib.widgets import CodingWidget, SampleDesign, coding_sample
from comparelib.widgets.questions import CODE_KEYS, Questions

ROOT = Path(__file__).parents[1]


@pytest.fixture
def study(tmp_path):
    return coding_study(tmp_path)


@pytest.fixture
def opened(study):
    widgets = []

    def make(coder="ab", **options):
        widgets.append(CodingWidget(study, coder, **{"n": 12, **options}))
        return widgets[-1]

    yield make
    for widget in widgets:
        widget.close()


# -- the sample ----------------------------------------------------------------------------------------------


def test_the_sample_is_stratified_by_side_genre_and_code_with_known_probabilities(study):
    sample = coding_sample(study, 12)
    assert {name.split("|")[0] for name in sample.frame["stratum"]} == {"NL/letter", "VL/plan"}
    assert {name.split("|")[1] for name in sample.frame["stratum"]} == {"energy", "labour", "none"}
    sizes = study.codings("dictionary").assign(doc=lambda rows: rows["unit_id"].str[:4])
    for stratum, rows in sample.frame.groupby("stratum"):
        doc, label = {"NL": "nl_a", "VL": "vl_b"}[stratum[:2]], stratum.split("|")[1]
        size = ((sizes["doc"] == doc) & (sizes["code"] == label)).sum()
        assert rows["pi"].to_list() == pytest.approx([len(rows) / size] * len(rows))
    assert sorted(sample.frame["order"]) == list(range(1, 13))
    strata = sample.frame.sort_values("order")["stratum"].to_list()
    assert strata != sorted(strata)  # the order tells nothing of the strata


def test_the_sample_is_drawn_once_and_never_changed_unsaid(study):
    first = coding_sample(study, 12)
    path = study.file.codings / "sample.tsv"
    before = path.read_bytes()
    assert coding_sample(study).unit_ids == coding_sample(study, 12).unit_ids == first.unit_ids
    with pytest.raises(
        ParameterFault, match=r"sample\.tsv: a sample of 12 units was drawn already, with seed 1"
    ):
        coding_sample(study, 13)
    with pytest.raises(ParameterFault, match="it is never changed"):
        coding_sample(study, design=SampleDesign(12, seed=2))
    assert path.read_bytes() == before


def test_the_same_seed_draws_the_same_bytes_and_another_another(study, tmp_path):
    coding_sample(study, 12)
    again, other = (coding_study(tmp_path / name) for name in ("again", "other"))
    coding_sample(again, 12)
    coding_sample(other, design=SampleDesign(12, seed=2))
    one, two, three = ((each.file.codings / "sample.tsv").read_bytes() for each in (study, again, other))
    assert one == two != three


def test_a_sample_is_no_coder(study):
    from comparelib.coding.human import load_human_codings

    coding_sample(study, 12)
    assert load_human_codings(study.file.codings, study.codebook).rows == ()


def test_there_must_be_a_size_the_first_time_and_one_a_stratum(study):
    with pytest.raises(ParameterFault, match="no sample was drawn yet; expected a size n"):
        coding_sample(study)
    with pytest.raises(ParameterFault, match="between 6"):
        coding_sample(study, 3)
    (study.file.codings / "sample.json").write_text("{", encoding="utf-8")
    with pytest.raises(ComparelibError, match="sample"):
        coding_sample(study)


def test_units_that_changed_since_the_sample_was_drawn_are_not_coded(study, opened):
    sample = coding_sample(study, 12)
    units = study.store.frames["units"]
    study.store.frames["units"] = units.assign(
        text=units["text"].mask(units["unit_id"] == sample.unit_ids[0], "Anders.")
    )
    changed = replace(study)  # reads its tables anew
    assert coding_sample(changed).outdated == (sample.unit_ids[0],)
    view = CodingWidget(changed, "ab").view
    assert view["total"] == 11
    assert f"One unit of the sample ({sample.unit_ids[0]}) has another text" in view["status"]


def test_active_learning_is_an_order_of_units_outside_the_sample(study, opened):
    with pytest.raises(ParameterFault, match="no sample was drawn yet"):
        opened(order="uncertain", n=20)
    sample = coding_sample(study, 12)
    widget = opened(order="uncertain", n=20)
    names = list(widget.desk.queue.unit_ids)
    assert not set(names) & set(sample.unit_ids)
    scores = study.codings("classifier").set_index("unit_id")["score"].loc[names].to_numpy()
    distance = abs(scores - 0.5)
    assert (distance[:-1] <= distance[1:]).all()
    code(widget)
    line = (study.file.codings / "log/ab.jsonl").read_text(encoding="utf-8").splitlines()[0]
    assert json.loads(line)["order"] == "uncertain"
    with pytest.raises(NotEstimable, match="as sure of every unit"):
        opened(order="uncertain", machine="dictionary")
    with pytest.raises(ParameterFault, match="order 'hard'; expected one of sample, uncertain"):
        opened(order="hard")


# -- the desk ------------------------------------------------------------------------------------------------


def test_it_is_blind_to_machine_codes_strata_and_other_coders(opened):
    code(opened("cd"), "water", "context")
    widget = opened("ab")
    sent = json.dumps([widget.view, widget.setup])
    assert widget.view["codes"] == {}
    assert widget.view["others"] == []
    assert not [
        word
        for word in ("secret rule", "dictionary", "classifier@", "stratum", "letter|", "cd")
        if word in sent
    ]


def test_only_the_passage_and_its_neighbours_are_sent(opened):
    widget = opened()
    passage = widget.view["passage"]
    doc, number = passage["unit_id"].split("#")
    near = [n for n in range(1, 20) if n % 10]  # units 10 and 20 are furniture
    place = near.index(int(number))
    text = "Zin {} van {}, <b>met</b> tekens & 😀.".format
    assert passage["text"] == text(int(number), doc)
    assert passage["before"] == [text(n, doc) for n in near[max(0, place - 2) : place]]
    assert passage["after"] == [text(n, doc) for n in near[place + 1 : place + 3]]
    assert (passage["title"], passage["section"], passage["page"]) == (f"Titel van {doc}", "Deel 1", 2)


def test_codes_of_several_facets_and_what_they_put_out(opened):
    widget = opened()
    assert press(widget, "toggle", facet="theme", code="labour")["codes"] == {"theme": ["labour"]}
    assert press(widget, "toggle", facet="theme", code="energy")["codes"] == {"theme": ["energy", "labour"]}
    assert press(widget, "toggle", facet="theme", code="none")["codes"] == {"theme": ["none"]}
    assert press(widget, "toggle", facet="theme", code="water")["codes"] == {"theme": ["water"]}
    refused = press(widget, "toggle", facet="instrument", code="law")
    assert "facet 'instrument' is not asked here" in refused["status"]
    assert refused["kind"] == "error"
    assert press(widget, "toggle", facet="function", code="measure")["asked"] == [
        "theme",
        "function",
        "instrument",
    ]
    assert press(widget, "toggle", facet="instrument", code="law")["complete"]
    changed = press(widget, "toggle", facet="function", code="goal")  # single choice; instruments fall away
    assert changed["codes"] == {"theme": ["water"], "function": ["goal"]}
    assert press(widget, "failed")["codes"] == {"theme": ["failed"], "function": ["failed"]}


def test_next_asks_for_what_is_missing_and_leaves_an_untouched_unit_open(opened):
    widget = opened()
    assert press(widget, "next")["position"] == 2
    press(widget, "toggle", facet="theme", code="none")
    stayed = press(widget, "next")
    assert (stayed["position"], stayed["kind"]) == (2, "warning")
    assert stayed["status"] == "Still without an answer: Function. Choose a code, or 0 for none."
    press(widget, "toggle", facet="function", code="goal")
    assert press(widget, "next")["done"] == 1
    press(widget, "previous")
    press(widget, "previous")
    assert press(widget, "next")["position"] == 2  # without a decision, the next unit whatever it is
    press(widget, "previous")
    assert code(widget)["position"] == 3  # after one, the next that is open


def test_skip_undo_and_the_way_back_to_what_is_open(opened):
    widget = opened()
    first = widget.view["passage"]["unit_id"]
    view = press(widget, "skip")
    assert (view["position"], view["progress"]) == (2, "0 of 12 finished, 1 put off.")
    back = press(widget, "undo")
    assert (back["passage"]["unit_id"], back["skipped"]) == (first, False)
    press(widget, "skip")
    for _ in range(11):
        last = code(widget)
    assert last["passage"]["unit_id"] == first  # what was put off comes back
    assert last["status"] == "Back to the unit that is still open."
    assert code(widget)["status"].startswith("All 12 units are coded.")
    assert press(widget, "undo")["done"] == 11


def test_a_note_belongs_to_the_unit_that_was_shown(opened):
    widget = opened()
    first = widget.view["passage"]["unit_id"]
    code(widget)
    press(widget, "note", unit_id=first, note="twijfel <b>")
    assert widget.view["note"] == ""
    assert press(widget, "previous")["note"] == "twijfel <b>"


def test_it_resumes_at_the_first_open_unit(opened):
    widget = opened()
    code(widget)
    code(widget, "none", "measure", "law")
    where = widget.view["passage"]["unit_id"]
    widget.close()
    again = opened(language="nl", n=None)
    assert again.view["passage"]["unit_id"] == where
    assert again.view["status"] == "Hervat: 2 eenheden waren al afgerond."
    assert again.view["progress"] == "2 van 12 afgerond, 0 uitgesteld."


def test_what_was_coded_on_another_text_or_codebook_is_asked_again(study, opened):
    widget = opened()
    first = widget.view["passage"]["unit_id"]
    code(widget)
    widget.close()
    facets = study.codebook.facets
    theme = replace(facets[0], codes=facets[0].codes[1:])  # energy is gone
    changed = replace(study, codebook=replace(study.codebook, facets=(theme, *facets[1:])))
    again = CodingWidget(changed, "ab")
    assert again.view["passage"]["unit_id"] == first
    assert f"One unit ({first}) has another text or code since it was coded" in again.view["status"]
    assert again.view["codes"] == {}
    again.close()


@pytest.mark.parametrize(
    "message",
    [
        {"type": "erase"},
        {},
        {"type": "toggle", "unit_id": "x#0001"},
        {"type": "toggle", "facet": "colour"},
        {"type": "note", "unit_id": "../x"},
    ],
)
def test_a_message_that_makes_no_sense_changes_nothing(study, opened, message):
    widget = opened()
    view = press(
        widget, message.get("type"), **{key: value for key, value in message.items() if key != "type"}
    )
    assert view["kind"] == "error"
    assert not (study.file.codings / "log/ab.jsonl").exists()


def test_an_answer_names_the_message_that_it_answers(opened):
    assert press(opened(), "look", client="me", seq=7)["answers"] == ["me", 7]


def test_w_writes_the_file(study, opened):
    widget = opened()
    code(widget)
    assert "data/codings/ab.csv is written: 1 units" in press(widget, "write")["status"]
    assert widget.export().n_units == 1
    assert len((study.file.codings / "ab.csv").read_text(encoding="utf-8").splitlines()) == 3


def test_without_a_name_nothing_is_opened(study, opened):
    widget = opened("")
    assert widget.setup["notice"].startswith("Put your initials")
    assert list(study.file.codings.iterdir()) == []
    with pytest.raises(ParameterFault, match="nothing is being coded here"):
        widget.export()


def test_every_code_of_the_codebook_has_its_own_key(built_codebook, opened):
    assert not set(CODE_KEYS) & set("fnpsuwx0/")
    for facet in Questions.of(built_codebook, ["theme", "function", "instrument"]).shown("nl"):
        keys = [each["key"] for each in facet["codes"]]
        assert all(keys)
        assert len(set(keys)) == len(keys)
    assert [each["key"] for each in opened().setup["facets"][0]["codes"]] == list(CODE_KEYS[: len(THEMES)])


@pytest.fixture
def built_codebook():

    return load_codebook(ROOT / "data/codebook/maakindustrie.yml")


@pytest.mark.slow
def test_ten_thousand_units_stay_fluid_and_fast_decisions_lose_nothing(tmp_path):
    study = coding_study(tmp_path, 5000)
    widget = CodingWidget(study, "ab", n=9000)
    waits, start = [], time.perf_counter()
    for _ in range(250):
        began = time.perf_counter()
        press(widget, "toggle", facet="theme", code="energy")
        press(widget, "toggle", facet="function", code="goal")
        moved = time.perf_counter()
        press(widget, "next")
        waits.append(time.perf_counter() - moved)
        assert time.perf_counter() - began < 5
    assert time.perf_counter() - start < 60  # 500 decisions within a minute
    assert statistics.median(waits) < 0.1  # a single one may have waited for other work of the machine
    assert len(json.dumps(widget.view)) < 5000
    widget.close()
    log = (tmp_path / "data/codings/log/ab.jsonl").read_text(encoding="utf-8")
    assert len(log.splitlines()) == 500
    assert CodingWidget(study, "ab").view["done"] == 250
