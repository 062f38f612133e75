"""Words and numbers in Dutch and English."""

from __future__ import annotations

import json
import math
import re
from importlib import resources
from pathlib import Path
from string import Formatter

import numpy as np
import pandas as pd
import pytest
from lxml import html

from comparelib.labels import (
    LANGUAGES,
    Column,
    bracketed,
    coder_name,
    formatted,
    kind_name,
    language_of,
    listed,
    say,
    table_markup,
)
from comparelib.labels.catalogue import MissingWords, keys

NBSP = "\N{NO-BREAK SPACE}"
WORDS = resources.files("comparelib.labels") / "words"


def texts() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for file in WORDS.iterdir():
        found.update(json.loads(file.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize(
    ("value", "form", "dutch", "english"),
    [
        (1234567, "count", "1.234.567", "1,234,567"),
        (0.1234, "share", f"12,3{NBSP}%", "12.3%"),
        (0.1234, "percent", f"12{NBSP}%", "12%"),
        (0.1234, "bare", "12,3", "12.3"),
        (-0.0456, "points", "−4,6", "−4.6"),
        (0.0456, "points", "+4,6", "+4.6"),
        (-0.0001, "points", "0,0", "0.0"),
        (-1.5, "signed", "−1,50", "−1.50"),
        (1234.5, "decimal", "1.234,50", "1,234.50"),
        (0.2675, "small", "0,27", "0.27"),
        (-0.00042, "small", "−0,00042", "−0.00042"),
        (0.005, "small", "0,01", "0.01"),
        (0.0, "small", "0,00", "0.00"),
        (1e-17, "small", "0,00", "0.00"),
        (0.0004, "p", f"<{NBSP}0,001", f"<{NBSP}0.001"),
        (0.0404, "p", "0,040", "0.040"),
        (math.nan, "share", "–", "–"),
        (None, "count", "–", "–"),
        (np.float64(0.5), "share", f"50,0{NBSP}%", "50.0%"),
        ("1.5", "text", "1.5", "1.5"),
    ],
)
def test_numbers_as_readers_write_them(value: object, form: str, dutch: str, english: str) -> None:
    assert formatted(value, form, "nl-NL") == dutch
    assert formatted(value, form, "nl-BE") == dutch
    assert formatted(value, form, "en") == english


def test_bounds_say_the_sign_once_and_nothing_where_unknown() -> None:
    assert bracketed((0.123, 0.081, 0.18), "share", "nl") == f"12,3{NBSP}% [8,1;{NBSP}18,0]"
    assert bracketed((1.0, math.nan, math.nan), "decimal", "en") == "1.00"


def test_lists_read_as_a_sentence() -> None:
    assert listed(["a"], "nl") == "a"
    assert listed(["a", "b", "c"], "nl-BE") == "a, b en c"
    assert listed(["a", "b"], "en") == "a and b"


def test_say_chooses_language_and_number() -> None:
    assert say("unit.document", "nl-BE", n=1) == "1 document"
    assert say("unit.document", "nl", n=2000) == "2.000 documenten"
    assert say("unit.document", "en", n=2000) == "2,000 documents"


def test_unknown_key_language_and_value_are_named() -> None:
    with pytest.raises(MissingWords, match=r"did you mean 'chart\.heatmap\.title'"):
        say("chart.heatmap.titel", "nl")
    with pytest.raises(MissingWords, match="no catalogue for language 'fr'"):
        language_of("fr")
    with pytest.raises(MissingWords, match="needs a value for 'n'"):
        say("unit.document", "en")


def test_every_text_is_in_every_language_with_the_same_fields() -> None:
    for key, entry in texts().items():
        assert set(entry) == set(LANGUAGES), key
        fields = []
        for language in LANGUAGES:
            text = entry[language]
            versions = list(text.values()) if isinstance(text, dict) else [text]
            assert all(isinstance(version, str) and version.strip() for version in versions), key
            fields.append(
                {(name, spec) for v in versions for _, name, spec, _ in Formatter().parse(v) if name}
            )
        assert fields[0] == fields[1], key


def test_every_key_that_charts_and_tables_say_exists() -> None:
    package = Path(str(resources.files("comparelib")))
    sources = [*package.glob("charts/*.py"), *package.glob("tables/*.py")]
    said = {
        key for file in sources for key in re.findall(r'say\(\s*"([^"]+)"', file.read_text(encoding="utf-8"))
    }
    assert len(said) > 60
    assert said <= set(keys())


def test_no_catalogue_text_stands_in_code() -> None:
    package = Path(str(resources.files("comparelib")))
    code = "\n".join(p.read_text("utf-8") for d in ("charts", "tables") for p in package.glob(f"{d}/*.py"))
    long = [t for e in texts().values() for t in e.values() if isinstance(t, str) and len(t) > 25]
    assert not [text for text in long if text in code]


def test_table_markup_has_caption_scopes_ids_and_escapes() -> None:
    frame = pd.DataFrame(
        {"code": ["a b", "A b", "<c>"], "share": [0.5, math.nan, 0.25], "low": [0.4] * 3, "high": [0.6] * 3}
    )
    columns = (
        Column("code", "Thema", words={"a b": "Å & co"}),
        Column("share", "Aandeel", "share", ("low", "high")),
    )
    table = html.fromstring(table_markup(frame, columns, "Wat <dit> is", "t1", "nl"))
    assert table.findtext("caption") == "Wat <dit> is"
    assert [cell.get("scope") for cell in table.iter("th")] == ["col", "col", "row", "row", "row"]
    assert [row.get("id") for row in table.iter("tr")][1:] == ["t1-a-b", "t1-a-b-2", "t1-c"]
    assert table.xpath("//tbody/tr[1]/th/text()") == ["Å & co"]
    cells = table.xpath("//td")
    assert cells[0].text == f"50,0{NBSP}% [40,0;{NBSP}60,0]"
    assert cells[0].get("class") == "number"
    assert cells[0].get("data-value") == "0.5"
    assert cells[1].get("data-value") is None


@pytest.mark.parametrize(
    ("coder", "dutch", "english"),
    [
        ("reference", "referentie", "reference"),
        ("annotator_a", "annotator A", "annotator A"),
        ("dictionary@1.0.0", "woordenlijst 1.0.0", "dictionary 1.0.0"),
        ("human:ab", "mens ab", "person ab"),
        ("own_coder@2", "own_coder 2", "own_coder 2"),
    ],
)
def test_coders_are_called_by_words_and_unknown_ones_by_their_own(
    coder: str, dutch: str, english: str
) -> None:
    assert (coder_name(coder, "nl"), coder_name(coder, "en")) == (dutch, english)
    assert "1.0.0" not in coder_name(coder, "nl", version=False)


def test_every_kind_of_document_and_issuer_of_the_study_has_its_dutch_name() -> None:
    manifest = pd.read_csv(Path(__file__).parents[1] / "data/raw/corpus.csv")
    for kind in {*manifest["doc_type"], *manifest["issuer_type"]}:
        assert kind_name(kind, "nl") != kind
        assert kind_name(kind, "en") == kind
    assert kind_name("something else", "nl") == "something else"
