"""Which units are new, gone, unchanged and cut otherwise, and what build makes of it."""

import shutil
from types import SimpleNamespace

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.adding.details import Details
from comparelib.adding.intake import Talk, add_files
from comparelib.adding.shelf import shelf_of
from comparelib.build import build
from comparelib.build.changes import document_changes
from comparelib.cli.changes import change_lines
from comparelib.corpus import unit_changes


def named(*texts, prefix="n"):
    return [(f"{prefix}#{at}", text) for at, text in enumerate(texts, start=1)]


def changes(new, old):
    return unit_changes("a", named(*new), "a", named(*old, prefix="o"))


def test_new_gone_and_unchanged_are_told_by_text():
    found = changes(["Een.", "Drie.", "Vier."], ["Een.", "Twee.", "Drie."])
    assert (found.new, found.gone, found.unchanged) == ((("n#3", "Vier."),), (("o#2", "Twee."),), 2)
    assert not found.is_none
    assert found.likeness == 2 / 3


def test_a_text_that_stands_twice_counts_twice():
    found = changes(["Ja.", "Ja.", "Ja."], ["Ja.", "Ja."])
    assert (found.new, found.gone, found.unchanged) == ((("n#3", "Ja."),), (), 2)


def test_a_unit_that_moved_is_unchanged():
    assert changes(["B.", "A."], ["A.", "B."]).is_none


def test_a_unit_that_is_cut_otherwise_is_neither_new_nor_gone():
    one, two = ["Zo is het. En zo niet.", "C."], ["Zo is het.", "En zo niet.", "C."]
    for new, old, recut in ((two, one, 2), (one, two, 1)):
        found = changes(new, old)
        assert (found.new, found.gone, found.unchanged, found.recut) == ((), (), 1, recut)
        assert not found.is_none
    assert changes(["Zo is het.", "En zo wel."], one[:1]).recut == 0


TEXTS = st.lists(st.sampled_from(["a", "b", "c", "ab", "bc", "abc", "a b"]), max_size=7)


@settings(deadline=None, max_examples=200)
@given(TEXTS, TEXTS)
def test_every_unit_is_counted_once(new, old):
    found = changes(new, old)
    back = changes(old, new)
    assert len(found.new) + found.unchanged + found.recut == len(new)
    assert found.unchanged == back.unchanged
    assert len(found.gone) + found.unchanged <= len(old)
    assert found.is_none == (sorted(new) == sorted(old))


def units(*rows):
    return pd.DataFrame(rows, columns=["unit_id", "doc_id", "kind", "text"])


OLD = units(
    ("a#1", "a", "sentence", "Een."), ("a#2", "a", "sentence", "Kop"), ("b#1", "b", "sentence", "Zo.")
)
NEW = units(
    ("a#1", "a", "sentence", "Een."), ("a#2", "a", "furniture", "Kop"), ("b#1", "b", "sentence", "Zo."),
    ("c#1", "c", "sentence", "Zo."), ("c#2", "c", "sentence", "Of zo."), ("d#1", "d", "sentence", "Los."),
)  # fmt: skip
ROWS = [SimpleNamespace(doc_id=name, edition_of="b" if name == "c" else "") for name in "abcd"]


def test_documents_are_held_against_their_last_reading_or_their_older_edition():
    found = document_changes(ROWS, ("a", "c", "d"), OLD, NEW)
    assert [(each.doc_id, each.against) for each in found] == [("a", "a"), ("c", "b")]
    assert found[0].gone == (("a#2", "Kop"),)
    assert found[1].new == (("c#2", "Of zo."),)
    assert [each.doc_id for each in document_changes(ROWS, ("a", "c"), None, NEW)] == ["c"]


def test_a_build_tells_what_it_changed_and_against_which_edition(built, tmp_path):
    root = shutil.copytree(built, tmp_path / "study")
    path = root / "data/raw/corpus.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2020-11,", ",2020-10,"), encoding="utf-8")
    old = root / "data/raw/vl/vl_werkagenda_maakindustrie.txt"
    edition = tmp_path / "werkagenda_2025.txt"
    edition.write_bytes(old.read_bytes() + b"\n\nDe werkagenda wordt elk jaar herzien.\n")
    given = Details("VL", "Werkagenda 2025", "Vlaanderen Circulair", "partnership", "agenda", "2025", "nl")
    (added,) = add_files([str(edition)], given, "", shelf_of(root), Talk(lambda _: None, yes=True))
    assert added.edition_of == "vl_werkagenda_maakindustrie"
    outcome = build(root)
    reread, newer = outcome.changes
    assert reread.doc_id == reread.against == "nl_ebz_visie_industrie_2020"
    assert (reread.is_none, outcome.documents_gone) == (True, ())
    assert (newer.doc_id, newer.against) == (added.doc_id, added.edition_of)
    assert newer.new[-1][1] == "De werkagenda wordt elk jaar herzien."
    lines = list(change_lines(newer, most=1))
    assert lines[0].startswith(f"  {added.doc_id} against vl_werkagenda_maakindustrie: ")
    assert lines[1].startswith(f"    + {added.doc_id}#")
