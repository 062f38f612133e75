"""Positions of every convention that a tool may count by are brought onto code points of the plain text."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.exchange.refi.positions import (
    Claim,
    PlainText,
    Reading,
    best_reading,
    claimed,
    counted,
    placed,
)

READINGS = [
    Reading(utf16, line_end, mark, inclusive)
    for utf16 in (False, True)
    for line_end in ("stored", "lf", "crlf")
    for mark in (False, True)
    for inclusive in (False, True)
]
WORDS = st.sampled_from(
    [
        "beleid",
        "energie",
        "🏭",
        "👩‍🔧",
        "cafe\u0301",
        "e\u0308",
        "𝔐aak",
        "één",
        "CO₂",
        "(mkb)",
        "\u200d",
        "€ 5",
    ]
)
GAPS = st.sampled_from([" ", "\n", "\r\n", "\r", "\r\n\r\n", "  "])


@st.composite
def stored_texts(draw):
    parts = [draw(st.sampled_from(["", "\ufeff"]))]
    for word, gap in draw(st.lists(st.tuples(WORDS, GAPS), min_size=3, max_size=25)):
        parts += (word, gap)
    return "".join(parts)


def words_of(plain):
    return [match.span() for match in re.finditer(r"\S+", plain.text)]


@given(stored_texts(), st.sampled_from(READINGS))
@settings(deadline=None, max_examples=50)
def test_what_a_reading_states_it_finds_again(stored, reading):
    plain = PlainText.of(stored)
    for span in words_of(plain):
        start, end = claimed(span, plain, reading)
        assert placed([Claim(start, end)], plain, reading) == [span]


@given(stored_texts(), st.sampled_from(READINGS))
@settings(deadline=None, max_examples=40)
def test_the_quotes_of_a_file_tell_how_it_counts(stored, reading):
    plain = PlainText.of(stored)
    spans = words_of(plain)
    claims = [Claim(*claimed(span, plain, reading), plain.text[slice(*span)]) for span in spans]
    found = best_reading([(plain, claims)])
    texts = [plain.text[slice(*span)] if span else None for span in placed(claims, plain, found)]
    assert texts == [plain.text[slice(*span)] for span in spans]


@given(stored_texts())
@settings(deadline=None, max_examples=40)
def test_the_plain_text_knows_where_each_character_comes_from(stored):
    plain = PlainText.of(stored)
    assert "\r" not in plain.text
    assert not plain.text.startswith("\ufeff")
    assert len(plain.places) == len(plain.text) + 1
    for char, at in zip(plain.text, plain.places, strict=False):
        assert stored[at] == char or (char == "\n" and stored[at] == "\r")
    assert plain.text == re.sub("\r\n?", "\n", stored.removeprefix("\ufeff"))


def test_code_points_are_the_standard_and_win_a_tie():
    plain = PlainText.of("Zonder bijzondere tekens.")
    assert best_reading([(plain, [Claim(0, 6)])]) == Reading()
    assert best_reading([]) == Reading()


def test_an_emoji_is_two_for_nvivo_and_one_for_the_standard():
    plain = PlainText.of("🏭 Fabriek van morgen 🏭 en overmorgen")
    at = plain.text.index("overmorgen")
    standard, nvivo = Claim(at, at + 10, "overmorgen"), Claim(at + 2, at + 12, "overmorgen")
    assert not best_reading([(plain, [standard])]).utf16
    assert best_reading([(plain, [nvivo])]).utf16
    assert counted(plain, Reading(utf16=True))[-1] == len(plain.text.encode("utf-16-le")) // 2


def test_without_quotes_the_edges_of_words_tell():
    plain = PlainText.of("🏭🏭🏭 " + "industrie energie onderwijs arbeid " * 5)
    reading = Reading(utf16=True)
    claims = [Claim(*claimed(span, plain, reading)) for span in words_of(plain)[1:]]
    assert best_reading([(plain, claims)]).utf16


def test_without_any_sign_nvivo_is_taken_at_its_habit():
    plain = PlainText.of("a🏭a")
    assert best_reading([(plain, [Claim(1, 3)])], "NVivo for Mac 15.0.0").utf16
    assert not best_reading([(plain, [Claim(1, 3)])], "ATLAS.ti").utf16
    assert best_reading([(plain, [Claim(0, 4)])], "").utf16  # code points would end outside the text


def test_an_empty_selection_does_not_change_how_the_others_are_read():
    plain = PlainText.of("Slim beleid loont.")
    assert best_reading([(plain, [Claim(5, 5), Claim(5, 11)])]) == Reading()


def test_windows_line_ends_and_the_mark_may_count():
    stored = "\ufeffeen\r\ntwee\r\ndrie"
    plain = PlainText.of(stored)
    as_stored = stored.index("drie")
    for claim, line_end, mark in (
        (Claim(as_stored, as_stored + 4, "drie"), "stored", True),
        (Claim(as_stored - 1, as_stored + 3, "drie"), "stored", False),
        (Claim(as_stored - 3, as_stored + 1, "drie"), "lf", False),
    ):
        found = best_reading([(plain, [claim])])
        assert (found.line_end, found.mark) == (line_end, mark)
        (span,) = placed([claim], plain, found)
        assert plain.text[slice(*span)] == "drie"


def test_a_file_whose_ends_are_the_last_character_itself():
    plain = PlainText.of("Slim beleid loont.")
    claims = [Claim(0, 3, "Slim"), Claim(5, 10, "beleid")]
    assert best_reading([(plain, claims)]).inclusive


def test_a_shortened_quote_counts_as_the_quote():
    plain = PlainText.of("🏭 De fabriek van morgen is circulair en digitaal.")
    claim = Claim(3, 50, "De fabriek van morgen…")
    assert best_reading([(plain, [claim])]).utf16


@pytest.mark.parametrize(("start", "end"), [(-3, 2), (5, 3), (0, 99), (4, 4)])
def test_positions_outside_the_text_are_no_span(start, end):
    plain = PlainText.of("kort stuk")
    assert placed([Claim(start, end)], plain, Reading()) == [None]


def test_a_position_inside_a_character_is_no_span():
    plain = PlainText.of("a🏭b")
    assert placed([Claim(2, 4)], plain, Reading(utf16=True)) == [None]


def test_a_reading_says_in_words_how_it_counts():
    assert str(Reading()) == "code points"
    assert "UTF-16" in str(Reading(utf16=True, line_end="crlf", mark=True, inclusive=True))
