import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.coding.dictionary import NestedScope, lookup
from comparelib.coding.dictionary.compiling import compile_program
from comparelib.coding.dictionary.engine import find_matches, shards
from comparelib.coding.dictionary.lookup import never_matching
from comparelib.coding.dictionary.pattern import Exclusion, Pattern
from comparelib.errors import DictionaryFault
from dictionary_oracle import oracle_matches

GOLDEN = Path(__file__).parent / "golden" / "quanteda"
KEYS = yaml.safe_load((GOLDEN / "quanteda_dictionary.yml").read_text(encoding="utf-8"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize(
    ("option", "arguments"),
    [
        ("nested_scope=key", {}),
        ("nested_scope=dictionary", {"nested_scope": NestedScope.DICTIONARY}),
        ("case_sensitive", {"case_insensitive": False}),
    ],
)
def test_counts_are_those_of_quanteda(option: str, arguments: dict[str, object]) -> None:
    texts = {row["doc_id"]: row["text"] for row in _rows("quanteda_texts.csv")}
    expected = {
        (row["doc_id"], row["code"]): int(row["n"])
        for row in _rows("quanteda_lookup.csv")
        if row["option"] == option
    }
    counts = lookup(list(texts.values()), KEYS, **arguments)  # type: ignore[arg-type]
    counts.index = list(texts)
    assert {cell: n for cell, n in counts.stack().items() if n} == expected
    assert list(counts.columns) == list(KEYS)


def test_patterns_that_no_token_can_match_are_named() -> None:
    dead = {pattern for _, pattern in never_matching(KEYS)}
    assert dead == {"r&d", "om-", "bij-", "'s-hertogenbosch"}


def test_dictionary_scope_drops_what_a_longer_match_of_another_key_covers() -> None:
    keys = {"long": ["sociale economie", "economie van morgen"], "short": ["economie", "sociale"]}
    text = ["de sociale economie van morgen en de economie"]
    assert lookup(text, keys).to_numpy().tolist() == [[1, 3]]
    assert lookup(text, keys, nested_scope=NestedScope.DICTIONARY).to_numpy().tolist() == [
        [1, 2]
    ]  # `sociale`, and the last `economie`


def test_a_question_mark_is_exactly_one_character() -> None:
    keys = {"one": ["?"], "two": ["??"], "two or more": ["??*"], "after a": ["a ?"], "after any": ["* ?"]}
    counts = lookup(["a 7 bc d é def", "", "xyz"], keys)
    assert counts.to_numpy().tolist() == [[4, 1, 2, 1, 2], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0]]


@pytest.mark.parametrize("pattern", ["*", "?*", "* *", ""])
def test_a_pattern_without_a_word_is_a_fault(pattern: str) -> None:
    with pytest.raises(DictionaryFault, match=r"matches everything|is empty"):
        lookup(["tekst"], {"key": [pattern]})


def test_no_text_and_no_match_give_zeros() -> None:
    assert lookup([], {"key": ["wind"]}).shape == (0, 1)
    assert lookup(["", "zon"], {"key": ["wind"]}).to_numpy().tolist() == [[0], [0]]


def test_shards_keep_every_text_once_and_in_order() -> None:
    texts = ["a" * n for n in (3, 50, 1, 1, 20, 0, 9)]
    runs = list(shards(texts, 12))
    assert [place for first, stop in runs for place in range(first, stop)] == list(range(len(texts)))
    assert len(runs) > 1


@pytest.mark.parametrize("shard", [1, 20, 10_000])
def test_matches_do_not_depend_on_the_shards(shard: int) -> None:
    texts = ["Circulaire economie en wind.", "Wind", "", "De circulaire", "economie"] * 3
    program = compile_program(
        [Pattern("circulaire economie", "t", "a"), Pattern("wind", "t", "a")], [], [("t", "a")]
    )
    found = [
        (int(unit), texts[unit][start:end])
        for part in find_matches(texts, program, shard=shard)
        for unit, start, end in sorted(zip(part.unit, part.start, part.end, strict=True))
    ]
    once = [(0, "Circulaire economie"), (0, "wind"), (1, "Wind")]
    assert found == [(unit + 5 * turn, text) for turn in range(3) for unit, text in once]


WORDS = ["wind", "Wind", "energie", "zon", "windenergie", "zonne-energie", "en", "kmo's", "één", "zet", "in"]
GLOBS = ["wind", "wind*", "*energie", "*n*", "zon?*", "en", "*", "kmo's", "?én", "zet", "in", "Wind", "…"]
CODES = [("t", "a"), ("t", "b")]


def _sequence(words: list[str]) -> str:
    return " ".join(words)


def _usable(text: str) -> bool:
    parts = [part.split() for part in text.split("…")]
    return all(part and any(word != "*" for word in part) for part in parts)


SEQUENCES = st.lists(st.sampled_from(GLOBS), min_size=1, max_size=6).map(_sequence).filter(_usable)
CONDITIONS = st.lists(SEQUENCES, max_size=2).map(tuple)
PATTERNS = st.builds(
    Pattern,
    SEQUENCES,
    st.just("t"),
    st.sampled_from("ab"),
    weight=st.sampled_from([0.5, 1.0]),
    variety=st.sampled_from([None, None, "nl-BE"]),
    together=st.one_of(st.just(()), CONDITIONS),
    unless=st.one_of(st.just(()), CONDITIONS),
    case=st.booleans(),
    gap=st.integers(0, 3),
    line=st.integers(0, 10**6),
)
EXCLUSIONS = st.builds(Exclusion, SEQUENCES, st.just("t"), st.sampled_from("ab"))


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), min_size=1, max_size=4),
    st.lists(PATTERNS, min_size=1, max_size=6, unique=True),
    st.lists(EXCLUSIONS, max_size=2),
    st.sampled_from([5, 1000]),
)
@settings(max_examples=250, deadline=None)
def test_matches_are_those_of_the_plain_matcher(
    texts: list[str], patterns: list[Pattern], exclusions: list[Exclusion], shard: int
) -> None:
    varieties = ["nl-BE" if place % 2 else None for place in range(len(texts))]
    program = compile_program(patterns, exclusions, CODES)
    found = {
        (program.patterns[pattern], int(unit), int(start), int(end), bool(nested))
        for part in find_matches(texts, program, varieties, shard=shard)
        for pattern, unit, start, end, nested in zip(*vars(part).values(), strict=True)
    }
    assert found == oracle_matches(texts, patterns, exclusions, CODES, varieties)
