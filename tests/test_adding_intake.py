"""Files become documents: duplicates, editions, questions, and a file that fails stops no other."""

import csv
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from adding_samples import FLAGS, LEAFLET, POLICY, empty_study
from comparelib.adding.details import Details, completed, detail_faults, used_before
from comparelib.adding.files import candidate, files_of
from comparelib.adding.intake import OWN, State, Talk, add_files, preview_files
from comparelib.adding.review import corpus_quality
from comparelib.adding.shelf import shelf_of
from comparelib.errors import CorpusFault

GIVEN = Details(**FLAGS, date="2025-03")
LATER = POLICY.replace("Gent en in Leuven", "Gent").replace("elk jaar", "elk kwartaal")


@pytest.fixture
def study(tmp_path):
    return empty_study(tmp_path / "study")


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "visie.txt"
    path.write_text(POLICY, encoding="utf-8")
    return str(path)


@pytest.fixture
def later(tmp_path):
    path = tmp_path / "later.txt"
    path.write_text(LATER, encoding="utf-8")
    return str(path)


def add(study, *names, given=GIVEN, edition_of="", **talk):
    return add_files(names, given, edition_of, shelf_of(study), Talk(lambda _: None, **talk))


def manifest(study):
    with (study / "data/raw/corpus.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_file_becomes_a_copy_and_a_row(study, policy):
    (outcome,) = add(study, policy)
    assert outcome.state is State.ADDED
    (row,) = manifest(study)
    assert row["doc_id"] == outcome.doc_id == "vl_vlaio_visie_maakindustrie_2025"
    assert (row["title"], row["path"]) == (
        "Visie op de maakindustrie",
        "vl/vl_vlaio_visie_maakindustrie_2025.txt",
    )
    assert (study / "data/raw" / row["path"]).read_text(encoding="utf-8") == POLICY
    assert [each.sha256 for each in shelf_of(study).rows] == [row["sha256"]]


def test_the_same_bytes_are_no_new_document(study, policy, tmp_path):
    twin = tmp_path / "twin.txt"
    twin.write_bytes((tmp_path / "visie.txt").read_bytes())
    first, second = add(study, policy, str(twin))
    assert (first.state, second.state) == (State.ADDED, State.KNOWN)
    assert second.doc_id == first.doc_id
    assert len(manifest(study)) == 1


def test_a_new_edition_is_offered_and_says_what_changed(study, policy, later):
    (old,) = add(study, policy)
    (refused,) = add(study, later, given=replace(GIVEN, title="Plan 2026"))
    assert refused.state is State.FAILED
    assert f"--edition-of {old.doc_id}" in refused.problem
    asked = []
    (new,) = add(study, later, confirm=lambda question: asked.append(question) or True)
    assert "looks like a new edition of vl_vlaio_visie_maakindustrie_2025" in asked[0]
    assert new.edition_of == old.doc_id
    assert new.doc_id == f"{old.doc_id}_2"
    assert [text for _, text in new.changes.new] == [
        line for line in LATER.splitlines() if line and line not in POLICY
    ]
    assert [text for _, text in new.changes.gone] == [
        line for line in POLICY.splitlines() if line and line not in LATER
    ]
    assert new.changes.unchanged == 6
    row = manifest(study)[-1]
    assert (row["edition_of"], row["note"]) == (old.doc_id, f"New edition of {old.doc_id}")
    assert shelf_of(study).rows[-1].edition_of == old.doc_id


def test_yes_takes_the_offer_and_none_declines_it(study, policy, later):
    add(study, policy)
    (own,) = add(study, later, edition_of=OWN)
    assert (own.state, own.edition_of) == (State.ADDED, "")
    (taken,) = add(study, _other(later, "derde.txt", "herfst", "winter"), yes=True)
    assert taken.edition_of == own.doc_id  # the most alike of the two


def _other(path, name, old, new):
    file = Path(path).with_name(name)
    file.write_text(Path(path).read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("same", ["title", "name"])
def test_other_text_under_the_same_title_or_name_is_offered_too(study, policy, tmp_path, same):
    (old,) = add(study, policy)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    other = folder / (f"{old.doc_id}.txt" if same == "name" else "x.txt")
    other.write_text("Iets heel anders.\n\nHier staat geen zin uit het eerste stuk.\n", encoding="utf-8")
    title = "visie  op de Maakindustrie" if same == "title" else "Iets"
    (outcome,) = add(study, str(other), given=replace(GIVEN, title=title))
    assert outcome.state is State.FAILED
    assert ("file name" if same == "name" else "title and issuer") in outcome.problem


def test_a_file_that_fails_stops_no_other(study, policy, tmp_path):
    (tmp_path / "leeg.txt").write_bytes(b"")
    outcomes = add(study, str(tmp_path / "leeg.txt"), str(tmp_path / "weg.txt"), policy)
    assert [outcome.state for outcome in outcomes] == [State.FAILED, State.FAILED, State.ADDED]
    assert "leeg.txt: the file is empty" in outcomes[0].problem
    assert "weg.txt: the file does not exist" in outcomes[1].problem
    assert len(manifest(study)) == 1


def test_a_person_who_says_no_adds_nothing(study, policy):
    (outcome,) = add(study, policy, confirm=lambda _: False)
    assert outcome.state is State.LEFT
    assert manifest(study) == []
    assert not (study / "data/raw/vl").exists()


def test_what_is_missing_is_asked_for_until_it_is_right(study, policy):
    add(study, policy)
    answers = {"jurisdiction": ["BE", "NL"], "title": ["Tweede"], "issuer": ["", "CBS"], "date": ["soon", ""]}
    answers |= {"issuer_type": ["agency"], "doc_type": ["note"], "language": ["nl"]}
    seen = {}

    def ask(name, offered, proposal):
        seen[name] = (offered, proposal)
        return answers[name].pop(0)

    shelf = shelf_of(study)
    details = completed(Details(), shelf.rows, shelf.jurisdictions, "Visie", ask)
    assert details == Details("NL", "Tweede", "CBS", "agency", "note", "", "nl")
    assert not any(answers.values())
    assert seen["jurisdiction"][0] == ("NL", "VL")
    assert seen["title"] == ((), "Visie")
    assert seen["issuer_type"][0] == ("agency",)
    assert used_before(shelf.rows, "doc_type") == ("position paper",)


def test_every_wrong_detail_is_a_fault_with_what_is_right():
    wrong = Details(jurisdiction="VLA", date="maart", language="Dutch", doc_id="A b")
    said = [str(fault) for fault in detail_faults(wrong, ("NL", "VL"), ())]
    assert len(said) == 4
    assert "did you mean 'VL'?" in said[0]
    assert detail_faults(GIVEN, ("NL", "VL"), ()) == []
    assert "in the manifest already" in str(detail_faults(replace(GIVEN, doc_id="a"), ("VL",), ("a",))[0])


def test_a_raw_file_that_lies_in_its_folder_stays_there(study):
    (study / "data/raw/vl").mkdir()
    own = study / "data/raw/vl/mijn stuk.txt"
    own.write_text(POLICY, encoding="utf-8")
    (outcome,) = add(study, str(own))
    assert outcome.path == "vl/mijn stuk.txt"
    assert [path.name for path in own.parent.iterdir()] == ["mijn stuk.txt"]
    assert len(shelf_of(study).rows) == 1


def test_an_unlisted_file_in_the_way_is_left_alone(study, policy):
    (study / "data/raw/vl").mkdir()
    other = study / "data/raw/vl/vl_vlaio_visie_maakindustrie_2025.txt"
    other.write_text("iets anders", encoding="utf-8")
    (outcome,) = add(study, policy)
    assert outcome.doc_id == "vl_vlaio_visie_maakindustrie_2025_2"
    assert other.read_text(encoding="utf-8") == "iets anders"
    (named,) = add(study, policy, given=replace(GIVEN, doc_id="vl_eigen"))
    assert named.state is State.KNOWN


def test_a_preview_adds_nothing(study, policy, tmp_path):
    (tmp_path / "folder.pdf").write_bytes(LEAFLET)
    shown = []
    outcomes = preview_files([policy, str(tmp_path / "folder.pdf"), "weg.txt"], Details(), shown.append)
    assert [outcome.doc_id for outcome in outcomes] == ["visie", "folder", ""]
    assert [proposal.details.title for proposal in shown] == ["Visie op de maakindustrie"] * 2
    assert manifest(study) == []


def test_yes_takes_the_title_and_language_that_are_proposed(study, policy):
    (outcome,) = add(study, policy, given=replace(GIVEN, language=""), yes=True)
    assert outcome.state is State.ADDED
    assert [(row["title"], row["language"]) for row in manifest(study)] == [
        ("Visie op de maakindustrie", "nl")
    ]


def test_a_folder_stands_for_its_files(tmp_path):
    for name in ("b.txt", "a/c.md", ".DS_Store", ".git/x"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    root = str(tmp_path / "in")
    assert files_of([root, f"{root}/b.txt", "z.txt"]) == (f"{root}/a/c.md", f"{root}/b.txt", "z.txt")
    (tmp_path / "empty").mkdir()
    with pytest.raises(CorpusFault, match="holds no file"):
        files_of([str(tmp_path / "empty")])


def test_a_text_without_a_heading_is_called_by_its_file(tmp_path):
    path = tmp_path / "brief_aan-de_kamer.txt"
    path.write_text(
        "dit is een zin zonder kop en zonder einde, en ze gaat nog even door.\n", encoding="utf-8"
    )
    assert candidate(str(path)).title == "brief aan de kamer"


def test_the_corpus_has_figures_and_an_unreadable_file_is_a_fault(study, policy):
    add(study, policy)
    bad = study / "data/raw/vl/slecht.pdf"
    bad.write_bytes(b"%PDF-1.4 broken")
    path = study / "data/raw/corpus.csv"
    sha = hashlib.sha256(bad.read_bytes()).hexdigest()
    with path.open("a", encoding="utf-8") as handle:
        handle.write(f"vl_slecht,vl/slecht.pdf,VL,T,I,agency,note,,nl,{sha},\n")
    seen = []
    found = corpus_quality(study, lambda *step: seen.append(step))
    assert list(found.figures) == ["vl_vlaio_visie_maakindustrie_2025"]
    assert [str(fault.path) for fault in found.faults] == ["vl/slecht.pdf"]
    assert seen[-1] == ("vl_slecht", 2, 2)
