"""Bad input in the manifest and the raw files: one error each that says where, what and what to do."""

import pytest

from comparelib.corpus import load_manifest
from comparelib.errors import CorpusFault


def faults(root):
    with pytest.raises(CorpusFault) as caught:
        load_manifest(root / "data" / "raw" / "corpus.csv", ("NL", "VL"))
    return [str(fault) for fault in caught.value.faults]


def edit(root, old, new, count=1):
    path = root / "data" / "raw" / "corpus.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def test_the_committed_manifest_lists_five_documents(study_copy):
    rows = load_manifest(study_copy / "data" / "raw" / "corpus.csv", ("NL", "VL"))
    assert [row.jurisdiction for row in rows] == ["NL", "NL", "NL", "NL", "VL"]
    assert all(row.file.is_file() for row in rows)


def test_a_missing_raw_file(study_copy):
    (study_copy / "data/raw/vl/vl_werkagenda_maakindustrie.txt").unlink()
    (said,) = faults(study_copy)
    assert "corpus.csv:6:2: path: the raw file vl/vl_werkagenda_maakindustrie.txt does not exist" in said
    assert "Put the file back" in said


def test_a_changed_raw_file(study_copy):
    path = study_copy / "data/raw/nl/nl_ebz_visie_industrie_2020.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    (said,) = faults(study_copy)
    assert "corpus.csv:4:10: sha256: nl/nl_ebz_visie_industrie_2020.txt has changed" in said
    assert "expected 0875f434" in said
    assert "comparelib add" in said


def test_a_doc_id_that_stands_twice(study_copy):
    edit(study_copy, "\nnl_fme_formatie_2023,", "\nnl_technishow_routekaart_2026,")
    assert (
        "corpus.csv:3:1: doc_id: 'nl_technishow_routekaart_2026' stands in line 2 already"
        in faults(study_copy)[0]
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",VL,", ",FL,", "'FL' is not declared; expected one of NL, VL"),
        (",2020-11,", ",november 2020,", "'november 2020' is no date"),
        ("vl/vl_werk", "../vl_werk", "leaves the folder of the raw files"),
        ("vl_werkagenda_maakindustrie,vl/", "VL Werkagenda,vl/", "cannot be an id"),
        (",CDA,", ",,", "issuer: is empty"),
        ("doc_id,path", "doc_id,pad", "column 'path' is missing"),
    ],
)
def test_other_faults(study_copy, old, new, said):
    edit(study_copy, old, new)
    assert said in "\n".join(faults(study_copy))


def test_all_faults_are_told_at_once(study_copy):
    edit(study_copy, ",CDA,", ",,")
    edit(study_copy, ",2020-11,", ",soon,")
    assert len(faults(study_copy)) == 2
