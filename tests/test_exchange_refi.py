"""REFI-QDA: out, in, and out again; schemas; files in the form of other tools."""

import zipfile
from io import BytesIO

import pandas as pd
import pytest
from lxml import etree

from comparelib.errors import CodingFault
from comparelib.exchange.importing import imported, with_units_read
from comparelib.exchange.outline import codebook_outline
from comparelib.exchange.refi import qdpx_bytes, read_qdc, read_qdpx, write_qdc, write_qdpx
from comparelib.exchange.refi.codebook_file import qdc_bytes
from comparelib.exchange.refi.onto_study import foreign_codings
from comparelib.exchange.refi.positions import Reading
from comparelib.exchange.refi.project_out import ProjectParts
from comparelib.exchange.refi.schema import Schema, schema_breaches
from exchange_samples import (
    BOOK,
    NOTE,
    TEXTS,
    codings,
    documents,
    nvivo_project,
    parts,
    parts_of,
    places,
    units,
)

CODES = (("theme",), ("theme", "Energy & climate".replace("&", "&amp;")), ("theme", "skills"), ("reeel",))


def taken(data, *, chosen=None, ours=None, name="werk.qdpx"):
    project = read_qdpx(data, name)
    found = foreign_codings(project, documents(), ours or places())
    return imported(found, BOOK, units(), chosen)


def test_out_in_and_out_again_is_the_same_file():
    first = qdpx_bytes(parts())
    result = taken(first)
    pd.testing.assert_frame_equal(result.codings, codings())
    assert result.counts == {"matched": len(codings()), "moved": 0, "unplaced": 0}
    assert qdpx_bytes(parts(result.codings)) == first


def test_two_exports_are_the_same_bytes_whatever_the_order_of_rows(tmp_path):
    shuffled = codings().sample(frac=1, random_state=3)
    assert qdpx_bytes(parts(shuffled)) == qdpx_bytes(parts())
    write_qdpx(parts(), tmp_path / "a.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == qdpx_bytes(parts())
    with zipfile.ZipFile(tmp_path / "a.qdpx") as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_texts_have_line_feeds_and_no_mark_and_positions_count_code_points():
    files = parts_of(qdpx_bytes(parts()))
    root = etree.fromstring(files["project.qde"])
    space = {"q": Schema.PROJECT.namespace}
    seen = {}
    for source in root.iterfind(".//q:TextSource", space):
        raw = files["sources/" + source.get("plainTextPath").removeprefix("internal://")]
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in raw
        text = raw.decode("utf-8")
        for selection in source.iterfind("q:PlainTextSelection", space):
            quote = text[int(selection.get("startPosition")) : int(selection.get("endPosition"))]
            assert " ".join(quote.split()) == selection.get("name")
            seen[quote] = [code.get("targetGUID") for code in selection.iterfind(".//q:CodeRef", space)]
    coded = units()[units()["unit_id"].isin(codings()["unit_id"])]
    assert sorted(seen) == sorted(coded["text"])


def test_both_files_are_as_the_schemas_say():
    root = etree.fromstring(parts_of(qdpx_bytes(parts()))["project.qde"])
    assert schema_breaches(root, "x", Schema.PROJECT) == []
    assert schema_breaches(etree.fromstring(qdc_bytes(BOOK)), "x", Schema.CODEBOOK) == []
    root.find(".//{*}Code").attrib.pop("guid")
    (fault,) = schema_breaches(root, "x", Schema.PROJECT)
    assert "guid" in str(fault)


def test_notes_coders_and_attributes_go_along():
    project = read_qdpx(qdpx_bytes(parts()), "x")
    assert project.coders == ("human:ab", "human:cd")
    notes = [c.note for source in project.sources for s in source.selections for c in s.codings if c.note]
    assert notes.count(NOTE) == 2
    xml = parts_of(qdpx_bytes(parts()))["project.qde"].decode("utf-8")
    assert xml.count("<Note ") == 3  # equal notes stand once
    assert "<TextValue>FME</TextValue>" in xml


def test_a_codebook_goes_out_and_in(tmp_path):
    write_qdc(BOOK, tmp_path / "b.qdc")
    found = read_qdc((tmp_path / "b.qdc").read_bytes(), "b.qdc")
    assert found == codebook_outline(BOOK)
    assert ("theme", "energy") in [entry.path for entry in found]
    assert "Energy & climate" in next(e.description for e in found if e.path == ("theme", "energy"))
    assert len({entry.colour for entry in found if entry.codable}) == 8
    assert [entry.codable for entry in found if len(entry.path) == 1] == [False] * 3


@pytest.mark.slow
def test_the_whole_starter_corpus_with_every_coder_comes_back(built):
    from comparelib.codebook import load_codebook
    from comparelib.exchange.codings import exchanged_codings
    from comparelib.exchange.placing import DocumentPlaces
    from comparelib.store import Store

    store = Store(built / "data" / "processed")
    book = load_codebook(built / "data" / "codebook" / "maakindustrie.yml")
    table, texts, listed = store.read("units"), store.read("texts"), store.read("documents")
    given = exchanged_codings(store.read("codings"), store.read("coders"), table)
    stored = dict(zip(texts["doc_id"], texts["text"], strict=True))
    first = qdpx_bytes(ProjectParts("Studie", listed, stored, table, given, book))
    ours = {d: DocumentPlaces(d, text, table[table["doc_id"] == d]) for d, text in stored.items()}
    project = read_qdpx(first, "x")
    result = imported(foreign_codings(project, listed, ours), book, table)
    assert result.counts == {"matched": len(given), "moved": 0, "unplaced": 0}
    pd.testing.assert_frame_equal(result.codings, given)
    assert set(given["coder"]) > {"reference"}
    spans = table.set_index("unit_id")[["start", "end"]]
    placed = result.rows.drop_duplicates("unit_id").set_index("unit_id")[["start", "end"]]
    assert (placed == spans.loc[placed.index]).all(axis=None)
    assert qdpx_bytes(ProjectParts("Studie", listed, stored, table, result.codings, book)) == first


def nvivo_selections(text, marked):
    """(words, code path, user) as NVivo states them: UTF-16 units, Windows line ends counted in."""
    found = []
    for words, code, user in marked:
        at = text.index(words)
        start = len(text[:at].encode("utf-16-le")) // 2
        found.append((start, start + len(words.encode("utf-16-le")) // 2, code, user, words))
    return found


def test_a_project_in_the_form_of_nvivo_is_taken_over():
    text = TEXTS["nl_emoji"].replace("\n", "\r\n")
    marked = [
        ("De industrie vergroent.", CODES[1], "cp"),
        ("Vakmensen 👩‍🔧 zijn schaars 🙂!", CODES[2], "ls"),
        ("schaars", CODES[1], "cp"),
    ]
    data = nvivo_project(nvivo_selections(text, marked), text="\ufeff" + text, codes=CODES)
    project = read_qdpx(data, "nvivo.qdpx")
    assert (project.reading.utf16, project.origin) == (True, "NVivo for Mac 15.0.0")
    assert project.left_out == {"Case": 1}
    result = taken(data)
    assert result.counts == {"matched": 3, "moved": 0, "unplaced": 0}
    rows = result.rows[["quote", "unit_id", "facet", "our_code", "coder", "how", "time"]].to_numpy().tolist()
    time = "2024-09-16T08:00:00Z"
    assert rows == [
        ["De industrie vergroent.", "nl_emoji#0001", "theme", "energy", "chrisp", "", time],
        ["Vakmensen 👩‍🔧 zijn schaars 🙂!", "nl_emoji#0002", "theme", "skills", "L. Smit", "", time],
        ["schaars", "nl_emoji#0002", "theme", "energy", "chrisp", "a part of the unit", time],
    ]
    assert result.codings["note"].tolist()[0] == "over De industrie vergroent."


def test_codes_that_are_not_in_the_codebook_are_named_with_the_nearest():
    codes = (("enrgy",), ("heel anders",), ("other",))
    marked = [
        ("De industrie", ("enrgy",), "cp"),
        ("schaars", ("heel anders",), "cp"),
        ("Dat kost", ("other",), "ls"),
    ]
    data = nvivo_project(nvivo_selections(TEXTS["nl_emoji"], marked), text=TEXTS["nl_emoji"], codes=codes)
    with pytest.raises(CodingFault) as caught:
        taken(data)
    first, second, third = map(str, caught.value.faults)
    assert "'enrgy' is not in codebook 1.0.0" in first
    assert "--map 'enrgy=theme:energy'" in first
    assert "--map 'heel anders=" in second
    assert "function:other and instrument:other" in third
    chosen = {"enrgy": "energy", "heel anders": "-", "other": "instrument:other"}
    result = taken(data, chosen=chosen)
    assert result.counts == {"matched": 2, "moved": 0, "unplaced": 1}
    assert result.rows["how"].tolist()[1] == "the code is left out, as asked"
    rest = taken(data, chosen={"*": "-", "enrgy": "energy"})
    assert rest.codings["code"].tolist() == ["energy"]


def test_a_text_that_has_changed_since_is_found_by_its_words():
    sentences = {
        "nl_emoji": [
            *("Een nieuw begin.", "🏭 De industrie vergroent.", "Vakmensen 👩‍🔧 zijn erg schaars 🙂!"),
            *("Dat kan beter.", "Slot. 🏭", "Dat kan beter."),
        ]
    }
    texts = {"nl_emoji": "\n".join(sentences["nl_emoji"])}
    old = TEXTS["nl_emoji"]
    codes = (("energy",),)
    words = [
        "De industrie vergroent.",
        "Vakmensen 👩‍🔧 zijn schaars 🙂!",
        "Dat kost € 5 mln. 🏭",
        "Dat kan beter.",
    ]
    marked = [(each, ("energy",), "cp") for each in words]
    data = nvivo_project(nvivo_selections(old, marked), text=old, codes=codes)
    project = read_qdpx(data, "x")
    table = units(sentences, texts)
    result = imported(foreign_codings(project, documents(), places(sentences, texts)), BOOK, table)
    rows = result.rows[["status", "how", "unit_id"]].to_numpy().tolist()
    assert rows[0] == ["moved", "the same words, found again", "nl_emoji#0002"]
    assert rows[1] == ["moved", "nearly the same words, found again", "nl_emoji#0003"]
    assert rows[2] == ["unplaced", "these words are not in the text", ""]
    assert rows[3] == ["unplaced", "these words stand 2 times in the text", ""]


def test_equal_sentences_are_told_apart_by_what_stands_around_them():
    old = TEXTS["vl_windows"].replace("\r\n", "\n").removeprefix("\ufeff")
    last = old.rindex("Dat kan beter.")
    data = nvivo_project(
        [(last, last + 14, ("energy",), "cp", "Dat kan beter.")],
        text=old + "\nNieuw slot.",
        codes=(("energy",),),
        name="vl_windows.docx",
    )
    (row,) = taken(data).rows.to_dict("records")
    assert (row["status"], row["unit_id"]) == ("moved", "vl_windows#0004")


def test_a_selection_over_two_units_codes_both_and_one_in_furniture_none():
    text = TEXTS["nl_accents"]
    whole = (0, text.index(" Dat kan"), ("energy",), "cp", "")
    furniture = (text.index("Ruimte."), len(text), ("energy",), "cp", "Ruimte.")
    data = nvivo_project([whole, furniture], text=text, codes=(("energy",),), name="Titel van nl_accents")
    result = taken(data)
    assert result.rows["unit_id"].tolist() == ["nl_accents#0001", "nl_accents#0002", ""]
    assert result.rows["how"].tolist() == [
        "2 units",
        "2 units",
        "the text there is furniture, which is not coded",
    ]
    assert result.counts == {"matched": 1, "moved": 0, "unplaced": 1}


def test_a_second_code_where_one_is_asked_is_unplaced_and_says_so():
    marked = [
        ("De industrie", ("goal",), "cp"),
        ("vergroent", ("measure",), "cp"),
        ("vergroent", ("measure",), "ls"),
    ]
    codes = (("goal",), ("measure",))
    data = nvivo_project(nvivo_selections(TEXTS["nl_emoji"], marked), text=TEXTS["nl_emoji"], codes=codes)
    result = taken(data)
    assert result.rows["status"].tolist() == ["matched", "unplaced", "matched"]
    assert result.rows["how"].tolist()[1] == "the unit has function 'goal' of this coder already (row 1)"
    assert result.codings[["coder", "code"]].to_numpy().tolist() == [
        ["L. Smit", "measure"],
        ["chrisp", "goal"],
    ]


def test_a_document_that_is_not_ours_is_said_to_be_none():
    data = nvivo_project(
        [(0, 5, ("energy",), "cp", "Ander")], text="Ander stuk", codes=(("energy",),), name="ander"
    )
    (row,) = taken(data).rows.to_dict("records")
    assert (row["status"], row["how"]) == ("unplaced", "'ander' is no document of this study")


def test_a_document_with_another_name_is_known_by_its_letters():
    text = TEXTS["nl_emoji"]
    data = nvivo_project(
        [(2, 14, ("energy",), "cp", "De industrie")], text=text, codes=(("energy",),), name="D1", origin="x"
    )
    (row,) = taken(data).rows.to_dict("records")
    assert (row["status"], row["unit_id"]) == ("matched", "nl_emoji#0001")


def test_units_read_without_a_code_are_added_where_the_whole_document_was_read():
    own = codings()[lambda rows: rows["coder"] == "human:ab"]
    read = with_units_read(own, units())
    bare = read[read["facet"] == ""]
    assert bare["unit_id"].tolist() == [
        *("nl_emoji#0003", "nl_emoji#0004", "nl_accents#0002", "nl_accents#0003"),
        *("vl_windows#0002", "vl_windows#0003", "vl_windows#0004"),
    ]
    assert len(read) == len(own) + len(bare)


def test_a_coding_of_an_unknown_unit_or_code_is_never_written():
    wrong = codings()
    wrong.loc[0, "unit_id"] = "nl_emoji#0099"
    wrong.loc[1, "code"] = "goall"
    with pytest.raises(CodingFault, match=r"goall[^#]*\n.*0099"):
        qdpx_bytes(parts(wrong))


def test_control_characters_do_not_break_the_xml():
    odd = codings()
    odd.loc[0, "note"] = "bel\x07"
    assert taken(qdpx_bytes(parts(odd))).codings["note"].tolist()[0] == "bel\u2407"


def test_reading_is_said_in_words():
    assert str(read_qdpx(qdpx_bytes(parts()), "x").reading) == str(Reading())


def test_the_notice_of_the_schemas_travels_with_them():
    from importlib import resources

    folder = resources.files("comparelib.exchange.refi")
    assert "Permission is hereby granted, free of charge" in (folder / "NOTICE.txt").read_text(
        encoding="utf-8"
    )
    for schema in Schema:
        assert "MIT license" in (folder / schema.value[0]).read_text(encoding="utf-8")


def test_a_zip_of_the_project_opens_with_any_tool():
    with zipfile.ZipFile(BytesIO(qdpx_bytes(parts()))) as package:
        assert package.testzip() is None
        assert package.namelist()[0] == "project.qde"
