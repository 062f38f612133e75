from collections.abc import Callable
from pathlib import Path

import pytest

from comparelib.coding.dictionary import lookup
from comparelib.coding.dictionary.formats import (
    Entries,
    flat_keys,
    read_lexicoder,
    read_liwc,
    read_quanteda,
    write_lexicoder,
    write_liwc,
    write_quanteda,
)
from comparelib.errors import DictionaryFault

Reader = Callable[[Path], Entries]
GOLDEN = Path(__file__).parent / "golden" / "quanteda" / "quanteda_dictionary.yml"

LIWC = """%
1\tenergie
\t11\twind
2\tarbeid
%
wind*\t11
energie\t1
vakman*\t2
leven lang leren\t2 1
"""
LIWC_ENTRIES = {
    ("energie",): ("energie", "leven lang leren"),
    ("energie", "wind"): ("wind*",),
    ("arbeid",): ("vakman*", "leven lang leren"),
}
LCD = """<?xml version="1.0" encoding="UTF-8"?>
<dictionary style="Lexicoder" name="proef">
  <cnode name="energie">
    <pnode name="energie"/>
    <cnode name="wind"><pnode name=" wind*"/></cnode>
  </cnode>
</dictionary>
"""


def _written(tmp_path: Path, text: str, name: str) -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_quanteda_yaml_with_nested_keys(tmp_path: Path) -> None:
    text = "energie:\n  - energie\n  - wind: [wind*, molen]\narbeid:\n  techniek:\n    - vakman\n"
    entries = read_quanteda(_written(tmp_path, text, "d.yml"))
    assert entries == {
        ("energie",): ("energie",),
        ("energie", "wind"): ("wind*", "molen"),
        ("arbeid", "techniek"): ("vakman",),
    }
    assert flat_keys(entries, levels=1)["arbeid"] == ("vakman",)
    assert set(flat_keys(entries, levels=1)["energie"]) == {"energie", "wind*", "molen"}


def test_the_golden_dictionary_is_read_as_it_stands() -> None:
    keys = flat_keys(read_quanteda(GOLDEN))
    assert keys["eu"] == ("eu", "europ*", "niet-eu-*")
    assert len(keys) == 16


def test_liwc_with_levels_and_words_of_several(tmp_path: Path) -> None:
    assert read_liwc(_written(tmp_path, LIWC, "d.dic")) == LIWC_ENTRIES


def test_lexicoder_xml_and_plain(tmp_path: Path) -> None:
    expected = {("energie",): ("energie",), ("energie", "wind"): ("wind*",)}
    assert read_lexicoder(_written(tmp_path, LCD, "d.lcd")) == expected
    plain = _written(tmp_path, "+energie\nenergie\nwind*\n\n+arbeid\nvakman*\n", "d.lc3")
    assert read_lexicoder(plain) == {("energie",): ("energie", "wind*"), ("arbeid",): ("vakman*",)}


@pytest.mark.parametrize(
    ("write", "read", "name"),
    [
        (write_quanteda, read_quanteda, "d.yml"),
        (write_lexicoder, read_lexicoder, "d.lcd"),
    ],
)
def test_what_is_written_is_read_back(
    tmp_path: Path, write: Callable[[Entries, Path], None], read: Reader, name: str
) -> None:
    write(LIWC_ENTRIES, tmp_path / name)
    assert read(tmp_path / name) == LIWC_ENTRIES


def test_liwc_is_read_back_with_flat_names(tmp_path: Path) -> None:
    write_liwc(LIWC_ENTRIES, tmp_path / "d.dic")
    back = flat_keys(read_liwc(tmp_path / "d.dic"))
    assert {key: set(patterns) for key, patterns in back.items()} == {
        key: set(patterns) for key, patterns in flat_keys(LIWC_ENTRIES).items()
    }


def test_liwc_cannot_hold_a_wildcard_in_front(tmp_path: Path) -> None:
    with pytest.raises(DictionaryFault, match=r"LIWC cannot hold '\*grondstof'"):
        write_liwc({("a",): ("*grondstof", "wind*")}, tmp_path / "d.dic")
    assert not (tmp_path / "d.dic").exists()


def test_a_read_dictionary_counts(tmp_path: Path) -> None:
    keys = flat_keys(read_liwc(_written(tmp_path, LIWC, "d.dic")))
    counts = lookup(["Leven lang leren over windenergie."], keys)
    assert counts.iloc[0].to_dict() == {"energie": 1, "energie.wind": 1, "arbeid": 1}


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (read_quanteda, "a: ['*']", "d:1:5: '*' matches everything"),
        (read_quanteda, "a: [wind\n", "broken YAML"),
        (read_quanteda, "- wind", "not a quanteda dictionary"),
        (read_liwc, "wind 1", "not a LIWC dictionary"),
        (read_liwc, "%\n1\ta\n%\nwind\t2", "d:4:6: category 2 is not in the header"),
        (read_liwc, "%\n1\ta\n1\tb\n%\nwind\t1", "d:3:1: category number 1 stands twice"),
        (read_liwc, "%\n1\ta\n%\nwind", "d:4:1: pattern 'wind' has no category"),
        (read_lexicoder, "<dictionary><cnode", "broken XML"),
        (read_lexicoder, "wind", "d:1:1: a pattern stands before the first category"),
        (read_lexicoder, "<!DOCTYPE d [<!ENTITY a 'b'>]><d/>", "declares XML entities"),
        (read_lexicoder, "<dictionary/>", "no category"),
        (read_lexicoder, "+a\n*", "d:2:1: '*' matches everything"),
    ],
)
def test_faults_in_foreign_files(
    tmp_path: Path, read: Callable[[Path, Path], Entries], text: str, message: str
) -> None:
    with pytest.raises(DictionaryFault) as raised:
        read(_written(tmp_path, text, "d"), Path("d"))
    assert message in str(raised.value)


@pytest.mark.parametrize("read", [read_quanteda, read_liwc, read_lexicoder])
def test_a_missing_file_or_a_wrong_encoding_is_a_fault(tmp_path: Path, read: Reader) -> None:
    with pytest.raises(DictionaryFault, match="does not exist"):
        read(tmp_path / "none")
    (tmp_path / "latin").write_bytes("één: [a]".encode("latin-1"))
    with pytest.raises(DictionaryFault, match="not UTF-8"):
        read(tmp_path / "latin")
