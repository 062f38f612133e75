import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.coding.dictionary.comparable import comparable, comparable_characters
from comparelib.coding.dictionary.glob_index import GlobIndex
from comparelib.coding.dictionary.globs import glob_regex, matches_everything
from comparelib.coding.dictionary.grams import characters
from comparelib.coding.dictionary.tokens import token_texts, tokenise
from comparelib.coding.dictionary.vocabulary import Vocabulary
from dictionary_oracle import oracle_tokens

GOLDEN = Path(__file__).parent / "golden" / "quanteda"


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tokens_are_those_of_quanteda() -> None:
    expected: dict[str, list[str]] = {row["doc_id"]: [] for row in _rows("quanteda_texts.csv")}
    for row in _rows("quanteda_tokens.csv"):
        expected[row["doc_id"]].append(row["token"])
    assert {row["doc_id"]: token_texts(row["text"]) for row in _rows("quanteda_texts.csv")} == expected


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("… – !", []),
        ("kmo's, kmo’s en sector’6", ["kmo's", "kmo’s", "en", "sector", "6"]),
        ("europa.eu en 2.5 en art.3", ["europa.eu", "en", "2.5", "en", "art", "3"]),
        ("2,5% van 1.000,50", ["2,5", "van", "1.000,50"]),
        ("zee- en kustbeleid", ["zee", "en", "kustbeleid"]),
        ("start-up 2020–2025 a--b", ["start-up", "2020–2025", "a", "b"]),
        ("€5 miljoen (+3)", ["€", "5", "miljoen", "+", "3"]),
        ("a€b", ["a", "€", "b"]),
        ("€€", ["€", "€"]),
        ("inno\u00advatie \u00adx e\u0301e\u0301n", ["inno\u00advatie", "x", "e\u0301e\u0301n"]),
        ("regel\u200bdruk", ["regel", "druk"]),
        ("mail jan.de-vries@rvo.nl.", ["mail", "jan.de-vries@rvo.nl"]),
        ("zie http://x.nl/a?b=c, nu", ["zie", "http://x.nl/a?b=c", "nu"]),
        ("(www.rvo.nl/subsidies)", ["www.rvo.nl/subsidies"]),
        ("#maakindustrie @fme_nl, a#b", ["#maakindustrie", "@fme_nl", "a", "b"]),
        ("smart😀 industry 😀x", ["smart", "😀", "industry", "😀", "x"]),
        ("de_regel", ["de_regel"]),
    ],
)
def test_token_rules(text: str, tokens: list[str]) -> None:
    assert token_texts(text) == tokens


TEXTS = st.text(alphabet="abéI12 '’.,-–_€+()\n\u00ad\u0301😀ⴰ…", max_size=40)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_bounds_are_those_of_the_plain_tokeniser(text: str) -> None:
    tokens = tokenise(text)
    assert list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True)) == oracle_tokens(text)


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_rising_bounds_inside_it(text: str) -> None:
    tokens = tokenise(text)
    bounds = [
        place for pair in zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True) for place in pair
    ]
    assert bounds == sorted(bounds)
    assert all(0 <= place <= len(text) for place in bounds)
    assert (tokens.starts < tokens.ends).all()


@pytest.mark.parametrize(
    "hostile", ["x" * 300_000, "www." * 50_000, "a@" * 50_000, "#" * 100_000, "a\u0301" * 90_000]
)
def test_hostile_text_takes_bounded_time_and_loses_no_word(hostile: str) -> None:
    text = hostile + " staart"
    assert token_texts(text)[-1] == "staart"


def test_types_are_the_distinct_tokens_over_shards() -> None:
    vocabulary = Vocabulary()
    for text in ("De kmo en de KMO", "kmo en mkb", ""):
        ids = vocabulary.type_ids(text, tokenise(text))
        assert [vocabulary.words[number] for number in ids] == token_texts(text)
    assert vocabulary.words == ["De", "kmo", "en", "de", "KMO", "mkb"]


def test_a_hash_collision_is_found_and_mended() -> None:
    # Under base 1 words whose fours of letters are the same in another order have one hash.
    for texts in (("werkland landwerk", "stop post"), ("werkland", "landwerk stop werkland")):
        vocabulary = Vocabulary(base=1)
        for text in texts:
            ids = vocabulary.type_ids(text, tokenise(text))
            assert [vocabulary.words[number] for number in ids] == token_texts(text)
        assert vocabulary.words[:2] == ["werkland", "landwerk"]


def test_types_whose_hashes_begin_alike_are_told_apart() -> None:
    text = " ".join(f"woord{number}" for number in range(40_000))  # hundreds share a slot
    vocabulary = Vocabulary()
    for _ in range(2):
        assert vocabulary.type_ids(text, tokenise(text)).tolist() == list(range(40_000))
    mixed = f"{text} nieuw woord7 nieuw"
    assert vocabulary.type_ids(mixed, tokenise(mixed)).tolist()[-3:] == [40_000, 7, 40_000]


def test_words_are_compared_composed_and_without_soft_hyphens() -> None:
    assert comparable("\ne\u0301\u00adeN\n") == "\néen\n"


@given(st.text(st.sampled_from("aÉẞİßΣ’–€\u00ad\u0301\u0345Ⅷ\ufe0f😀\n"), max_size=9))
@settings(max_examples=200, deadline=None)
def test_the_table_of_lower_case_gives_what_the_plain_way_gives(words: str) -> None:
    assert comparable_characters(words).tolist() == characters(comparable(words)).tolist()


@given(
    st.lists(st.text(alphabet="abcdé*?", min_size=1, max_size=7), max_size=12, unique=True),
    st.lists(st.text(alphabet="abcdé😀", min_size=1, max_size=8), min_size=1, max_size=12),
)
@settings(max_examples=150, deadline=None)
def test_all_globs_at_once_match_as_one_by_one(globs: list[str], words: list[str]) -> None:
    globs = [glob for glob in globs if not matches_everything(glob)]
    found = GlobIndex(tuple(globs)).pairs(characters("\n" + "\n".join(words) + "\n"))
    expected = [
        (number, place)
        for place, word in enumerate(words)
        for number, glob in enumerate(globs)
        if glob_regex(glob).fullmatch(word)
    ]
    assert list(zip(found[0].tolist(), found[1].tolist(), strict=True)) == expected
