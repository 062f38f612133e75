"""Hand codings find their units again after the text was cut anew; what has no place is named and kept."""

import csv
import hashlib
import json
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from coding_study import press
from comparelib.build import build
from comparelib.coding.human import human_codings, load_human_codings
from comparelib.errors import CodingFault
from comparelib.widgets import CodingWidget, SampleDesign, coding_sample, coding_study, reanchor
from comparelib.widgets.decisions import Action, Decision
from comparelib.widgets.passage import text_key
from comparelib.widgets.reanchoring import NewCut, Orphan, in_safe_order
from comparelib.widgets.session import CodingFolder, CodingSession

DOC = "nl_technishow_routekaart_2026"
OLD = (
    "De sector bouwt machines voor de hele wereld. Wij vragen het kabinet om meer technici op te leiden.\n\n"
    "Energie wordt te duur voor de kleine bedrijven in de regio. Dat moet snel anders.\n\n"
    "Er komt een fonds voor nieuwe technologie. Het fonds krijgt dit jaar tien miljoen euro.\n\n"
    "De regels voor de bouw van fabrieken zijn streng. Dat moet snel anders.\n"
)
# A sentence in front; one with a word more; one is gone; one is two now; two of the same words stand as before.
NEW = (
    "Dit is de tweede editie van onze brief aan het kabinet.\n\n"
    "De sector bouwt machines voor de hele wereld. Wij vragen het kabinet nu om meer technici op te leiden.\n\n"
    "Energie wordt te duur. Voor de kleine bedrijven in de regio dreigt het einde. Dat moet snel anders.\n\n"
    "Er komt een fonds voor nieuwe technologie.\n\n"
    "De regels voor de bouw van fabrieken zijn streng. Dat moet snel anders.\n"
)


def put(root, text):
    """Publish the document anew: its file, and its hash in the manifest."""
    path = root / f"data/raw/nl/{DOC}.txt"
    path.write_text(text, encoding="utf-8")
    manifest = root / "data/raw/corpus.csv"
    rows = list(csv.reader(manifest.read_text(encoding="utf-8").splitlines()))
    place = rows[0].index("sha256")
    for row in rows:
        if row[0] == DOC:
            row[place] = hashlib.sha256(path.read_bytes()).hexdigest()
    with manifest.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


@pytest.fixture(scope="module")
def first(study_at, tmp_path_factory):
    """A study of one short letter and one text beside it, built."""
    root = study_at(tmp_path_factory.mktemp("letters"))
    kept = ("doc_id", DOC, "nl_ebz_visie_industrie_2020")
    for path in (root / "data/raw/corpus.csv", *(root / "data/reference").glob("*.csv")):
        header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        chosen = kept if path.name == "corpus.csv" else ("ebz",)
        path.write_text("".join([header, *(row for row in rows if row.startswith(chosen))]), encoding="utf-8")
    put(root, OLD)
    build(root)
    return root


@pytest.fixture
def root(first, tmp_path):
    return shutil.copytree(first, tmp_path / "study")


def letter(root):
    units = coding_study(root).units()
    return units[units["doc_id"] == DOC]


def coded(root, coder="ab"):
    """Give each unit of the letter a theme of its own, and write the file."""
    widget = CodingWidget(coding_study(root), coder, facets=["theme"], order="documents", documents=[DOC])
    themes = widget.desk.questions.facets[0].names
    for number in range(widget.view["total"]):
        press(widget, "toggle", facet="theme", code=themes[number])
        press(widget, "note", note=f"nr {number}")
        press(widget, "next")
    widget.export()
    widget.close()
    units = letter(root)
    return [(" ".join(text.split()), themes[n]) for n, text in enumerate(units["text"])]


def by_words(root):
    """The themes of the file, by the words that they are of now."""
    study = coding_study(root)
    codings = human_codings(
        load_human_codings(study.file.codings, study.codebook), study.units(), study.codebook
    )
    texts = letter(root).set_index("unit_id")["text"]
    return [(" ".join(texts[row.unit_id].split()), row.code) for row in codings.itertuples()]


STAY = ("De sector bouwt", "Dat moet snel", "Er komt een fonds", "De regels voor")


@pytest.mark.slow
def test_after_a_new_edition_each_coding_finds_its_words_and_nothing_is_lost(root):
    then = coded(root)
    file, log = root / "data/codings/ab.csv", root / "data/codings/log/ab.jsonl"
    before, lines = file.read_bytes(), log.read_bytes()
    put(root, NEW)
    with pytest.raises(CodingFault, match=r"had another text when it was coded.*`comparelib reanchor`"):
        build(root)
    seen = reanchor(root)
    assert (file.read_bytes(), log.read_bytes(), seen.written) == (before, lines, False)
    done = reanchor(root, write=True)
    pd.testing.assert_frame_equal(seen.frame, done.frame)
    assert {row.quote: row.how for row in done.unplaced.itertuples()} == {
        "Energie wordt te duur voor de kleine bedrijven in de regio.": f"it is 2 units now: {DOC}#0004, {DOC}#0005",
        "Het fonds krijgt dit jaar tien miljoen euro.": "these words are not in the text",
    }
    build(root)
    nearly = "Wij vragen het kabinet nu om meer technici op te leiden."
    expected = [(words, code) for words, code in then if words.startswith(STAY)]
    expected.insert(1, (nearly, dict(then)[nearly.replace(" nu", "")]))
    assert by_words(root) == expected
    assert log.read_bytes().startswith(lines)
    (copy,) = (root / "data/codings/log").glob("ab.*.csv.bak")
    assert copy.read_bytes() == before
    aside = (root / "data/codings/log/ab.unplaced.tsv").read_text(encoding="utf-8")
    assert [row["note"] for row in csv.DictReader(aside.splitlines(), delimiter="\t")] == ["nr 2", "nr 5"]
    assert (
        reanchor(root).frame["how"].tolist()
        == ["no unit has these words any more, and the words were not kept"] * 2
    )


@pytest.mark.slow
def test_the_desk_goes_on_with_what_moved_and_asks_the_rest_again(root):
    then = coded(root)
    put(root, NEW)
    done = subprocess.run(
        [sys.executable, "-m", "comparelib.cli", "reanchor", "--write"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"ab: {DOC}#0001 -> {DOC}#0002 (the same words, found again)" in done.stdout
    assert "reanchor: 6 coded units were found again and have their codes under their new ids." in done.stdout
    build(root)
    widget = CodingWidget(coding_study(root), "ab", facets=["theme"], order="documents", documents=[DOC])
    assert (widget.view["total"], widget.view["done"]) == (9, 6)
    assert press(widget, "undo")["status"] == "There is nothing to undo."
    states = {name: state for name, state in widget.desk.session.history.states.items() if state.codes}
    assert sorted(set(states) - set(widget.desk.queue.unit_ids)) == [f"{DOC}#0003~gone", f"{DOC}#0006~gone"]
    texts = widget.desk.passages.text
    now = [(texts(name), states[name].codes["theme"][0]) for name in states if name in widget.desk.passages]
    assert set(then) & set(now) == {pair for pair in then if pair[0].startswith(STAY)}
    assert len(now) == 6
    widget.close()


@pytest.mark.slow
def test_the_sample_keeps_its_probabilities_under_the_new_ids(root):
    coding_sample(coding_study(root), design=SampleDesign(30, by=("doc_type",)))
    path = root / "data/codings/sample.tsv"
    old = pd.read_csv(path, sep="\t")
    put(root, NEW)
    reanchor(root, write=True)
    build(root)
    sample = coding_sample(coding_study(root))
    assert sample.frame["unit_id"].is_unique
    pd.testing.assert_frame_equal(
        sample.frame.drop(columns="unit_id"), old.drop(columns="unit_id"), check_dtype=False
    )
    texts = letter(root).set_index("unit_id")["text"]
    own = sample.frame[sample.frame["unit_id"].str.startswith(DOC)]
    assert len(own) == (old["unit_id"].str.startswith(DOC)).sum() > 5
    for row in own.itertuples():
        gone = row.unit_id.endswith("~gone")
        drawn, there = (own["text"] == row.text).sum(), (texts.map(text_key) == row.text).sum()
        assert gone == (row.unit_id in sample.outdated) == (drawn != there)
        assert gone or text_key(texts[row.unit_id]) == row.text


@pytest.mark.slow
def test_a_coder_at_work_is_not_disturbed(root):
    coded(root)
    put(root, NEW)
    before = (root / "data/codings/ab.csv").read_bytes()
    code = "import sys; from pathlib import Path; from comparelib.widgets.session import *; "
    code += "folder = CodingFolder(Path(sys.argv[1]), Path('data/codings')); session = CodingSession('ab', folder); "
    code += "print('open', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(root / "data/codings")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(CodingFault, match="'ab' is coding in another notebook"):
            reanchor(root, write=True)
        other.stdin.close()
    assert (root / "data/codings/ab.csv").read_bytes() == before


# -- where a unit stands now, case by case -------------------------------------------------------------------


def cut(*texts, kind="sentence"):
    whole, rows, start = "\n".join(texts), [], 0
    for number, text in enumerate(texts, start=1):
        rows.append((f"d#{number:04d}", "d", kind, start, start + len(text), text))
        start += len(text) + 1
    columns = ["unit_id", "doc_id", "kind", "start", "end", "text"]
    return NewCut(pd.DataFrame(rows, columns=columns), {"d": whole})


def orphan(number, text, quote=True):
    return Orphan(f"d#{number:04d}", text_key(text), text if quote else "")


def test_equal_units_are_taken_in_order_where_as_many_were_coded_and_never_guessed():
    now = cut("Nieuw hier.", "Dat moet.", "Tussenin staat dit.", "Dat moet.")
    both = [orphan(1, "Dat moet."), orphan(3, "Dat moet.")]
    assert [place.unit_id for place in now.find(both).values()] == ["d#0002", "d#0004"]
    (alone,) = now.find(both[:1]).values()
    assert (alone.unit_id, alone.how) == ("", "these words are 2 units of the text")


def test_units_cut_in_two_glued_or_furniture_by_now_have_no_place():
    text = "Wij investeren in energie, en wij leiden mensen op."
    now = cut("Wij investeren in energie,", "en wij leiden mensen op.")
    assert now.find([orphan(1, text)])[orphan(1, text)].how == "it is 2 units now: d#0001, d#0002"
    glued = cut(text + " Daarna komt er nog een hele andere zin achteraan.")
    assert glued.find([orphan(1, text)])[orphan(1, text)].how == "unit 'd#0001' holds more words now"
    assert not cut(text, kind="furniture").find([orphan(1, text)])[orphan(1, text)].unit_id


def test_a_unit_that_was_coded_anew_keeps_its_new_codes():
    now = cut("Nieuw hier.", "Dat moet anders.")
    (place,) = now.find([orphan(1, "Dat moet anders.")], taken=["d#0002"]).values()
    assert place.how == "unit 'd#0002' has codings of its own by now"


def test_without_words_the_hash_finds_the_unit_and_a_document_that_is_gone_is_said():
    now = cut("Nieuw hier.", "Dat moet anders.")
    assert now.find([orphan(1, "Dat moet anders.", quote=False)]).popitem()[1].unit_id == "d#0002"
    assert now.find([Orphan("weg#0001", "x", "y")]).popitem()[1].how == "there is no document 'weg'"


def test_no_unit_is_written_over_before_it_was_moved():
    assert in_safe_order({"a": "b", "b": "c", "x": "y"}) == [("b", "c"), ("x", "y"), ("a", "b")]
    assert sorted(in_safe_order({"a": "b", "b": "a"})) == [("a", "b"), ("b", "a")]


def test_units_that_change_places_in_the_log_keep_their_codes(tmp_path):
    folder = CodingFolder(tmp_path, tmp_path)
    session = CodingSession("ab", folder)
    session.decide(Decision("", "d#0001", Action.CODE, {"theme": ("energy",)}))
    moved = [
        Decision("", "d#0002", Action.MOVE, {"theme": ("energy",)}, moved_from="d#0001"),
        Decision("", "d#0001", Action.MOVE),
    ]
    session.decide(*moved)
    session.close()
    lines = [
        json.loads(line) for line in (tmp_path / "log/ab.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [line.get("moved_from", "") for line in lines] == ["", "d#0001", ""]
    again = CodingSession("ab", folder)
    assert {name: state.codes for name, state in again.history.states.items()} == {
        "d#0001": {}, "d#0002": {"theme": ("energy",)},
    }  # fmt: skip
    assert again.undo() is None
    again.close()
