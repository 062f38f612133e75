"""Tables that a reader can follow."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from lxml import html

from chart_samples import CODES, TITLES, comparison, look, matrix
from comparelib import tables

NBSP = "\N{NO-BREAK SPACE}"
DOCUMENTS = pd.DataFrame(
    {
        "doc_id": ["nl_a", "nl_b", "vl_a"], "jurisdiction": ["NL", "NL", "VL"], "title": ["Een", "Twee", "Drie"],
        "issuer": ["FME", "FME", "VC"], "doc_type": ["paper", "news", "agenda"], "date": ["2023", "2020-11", ""],
        "n_pages": [3, 1, 2], "n_units": [2, 1, 2],
    }
)  # fmt: skip
UNITS = pd.DataFrame(
    {
        "doc_id": ["nl_a", "nl_a", "nl_b", "vl_a", "vl_a"],
        "kind": ["sentence", "furniture", "heading", "list_item", "sentence"],
        "text": ["een twee drie", "p. 3", "vier", "vijf zes", "zeven acht"],
    }
)


def ranked() -> SimpleNamespace:
    rows = [
        (group, code, 1 / place, 0.5 / place, 1.0, place, 1, place + 1)
        for group, order in (("NL", CODES), ("VL", CODES[::-1]))
        for place, code in enumerate(order, start=1)
    ]
    columns = ["group", "code", "share", "low", "high", "rank", "rank_low", "rank_high"]
    return SimpleNamespace(frame=pd.DataFrame(rows, columns=columns))


def test_a_table_renders_itself_with_caption_region_and_notes() -> None:
    table = tables.theme_matrix_table(matrix(), look("nl"))
    page = html.fromstring(f"<main>{table._repr_html_()}</main>")
    assert page.xpath("//table/caption/text()") == ["Aandeel van elk thema per document"]
    assert page.xpath("//div[@role='region'][@tabindex='0'][@aria-label]//table/@id") == ["matrix"]
    assert "telt niet op" in page.xpath("string(//p[@class='note'])")
    assert len(page.xpath("//tbody/tr[@id]")) == 21
    assert all("number" in cell.get("class") for cell in page.xpath("//td"))


def test_the_matrix_keeps_codebook_order_zeros_and_unknown_documents() -> None:
    given = matrix(empty=True)
    table = tables.theme_matrix_table(given, look("en"))
    assert tuple(table.frame["code"]) == CODES
    texts = table.texts()
    assert (texts[TITLES["vl_a"]] == "–").all()
    assert texts.loc[0, TITLES["nl_a"]] == f"{100 * given.share().counts.loc['nl_a', CODES[0]]:.1f}%"
    assert "0.0%" in set(texts.to_numpy().ravel())


def test_the_same_table_of_counts_and_of_shares() -> None:
    counts = tables.theme_matrix_table(matrix(), look("en")).frame
    pd.testing.assert_frame_equal(counts, tables.theme_matrix_table(matrix().share(), look("en")).frame)


def test_shares_stand_with_their_intervals_largest_mean_first() -> None:
    table = tables.priority_table(ranked(), look("nl"))
    texts = table.texts()
    assert list(texts.columns) == ["Thema", "Nederland", "Vlaanderen"]
    assert set(table.frame["code"][:2]) == {CODES[0], CODES[-1]}
    assert texts.loc[0, "Nederland"] == f"100,0{NBSP}% [50,0;{NBSP}100,0]"


def test_ranks_stand_with_their_intervals() -> None:
    texts = tables.rank_table(ranked(), look("en")).texts()
    assert f"1 [1;{NBSP}2]" in set(texts["Netherlands"])
    assert f"21 [1;{NBSP}22]" in set(texts["Flanders"])


def test_the_contrast_begins_with_the_largest_difference() -> None:
    table = tables.contrast_table(comparison(), look("nl"))
    sizes = table.frame["difference"].abs().to_numpy()
    assert (np.diff(sizes) <= 0).all()
    assert table.caption == "Nederland naast Vlaanderen, thema voor thema"
    assert table.texts().iloc[0, 0] == "Circulaire economie en materialen"


def test_the_balance_counts_policy_text_alone() -> None:
    frame = tables.balance_table(DOCUMENTS, UNITS, look("nl")).frame.set_index("jurisdiction")
    assert list(frame.index) == ["NL", "VL"]
    assert frame.loc["NL", ["documents", "issuers", "units", "words"]].tolist() == [2, 1, 2, 4]
    assert frame.loc["NL", "furniture_share"] == pytest.approx(2 / 6)
    assert frame.loc["NL", "longest_share"] == pytest.approx(3 / 4)
    assert frame.loc["VL", ["units", "words", "furniture_share"]].tolist() == [2, 4, 0]


def test_the_corpus_lists_every_document_and_marks_what_is_unknown() -> None:
    table = tables.corpus_table(DOCUMENTS.assign(date=["2023", None, None]), look("nl"))
    texts = table.texts()
    assert list(texts["Titel"]) == ["Een", "Twee", "Drie"]
    assert list(texts["Datum"]) == ["2023", "–", "–"]
    assert list(texts.iloc[:, 1]) == ["Nederland", "Nederland", "Vlaanderen"]


def test_agreement_says_where_nothing_can_be_estimated() -> None:
    frame = pd.DataFrame(
        {
            "group_kind": ["all", "all", "document"], "scope": "code", "code": ["health", "agrifood", "health"],
            "statistic": "alpha", "value": [0.5, np.nan, 0.9], "low": [0.25, np.nan, 0.8],
            "high": [0.75, np.nan, 1.0], "n_positive": [12, 0, 3],
            "n_all_gave": [5, 0, 1], "n_some_gave": [2, 0, 1],
        }
    )  # fmt: skip
    texts = tables.agreement_table(SimpleNamespace(frame=frame), look("nl"), statistics=("alpha",)).texts()
    assert texts.to_numpy().tolist() == [
        ["Health", "5", "2", f"0,50 [0,25;{NBSP}0,75]"],
        ["Agrifood", "0", "0", "–"],
    ]


def test_rendering_changes_nothing() -> None:
    table = tables.contrast_table(comparison(), look("en"))
    before = table.frame.copy()
    assert table.html() == table.html()
    pd.testing.assert_frame_equal(table.frame, before)
