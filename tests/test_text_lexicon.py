"""The lexicon is read without simplemma and says the same; where it cannot be read, simplemma says it."""

import lzma
import random
import subprocess
import sys

import pytest
from simplemma import is_known
from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

from comparelib.text.dutch import lexicon


@pytest.fixture
def anew():
    lexicon.word_test.cache_clear()
    yield
    lexicon.word_test.cache_clear()


@pytest.fixture(scope="module")
def words():
    return list(DEFAULT_DICTIONARY_FACTORY.get_dictionary("nl"))


def test_the_words_are_those_of_simplemma(words):
    assert lexicon.front_coded_words(lexicon._content()) == {word.encode() for word in words}


def test_every_way_to_write_a_word_is_known_as_simplemma_knows_it(words):
    some = random.Random(1).sample(words, 3000)
    marked = [word for word in words if "'" in word or "-" in word][:500]
    tried = [*some, *(word.upper() for word in some), *(word.lower() for word in some), *marked]
    tried += [word[:-1] for word in some] + [word[::-1] for word in some]
    tried += [word.replace("'", mark) for word in marked for mark in "’ʼ"]
    tried += ["café", "cafe\u0301", "Cafe\u0301", "İstanbul", "ß", "’s-hertogenbosch", "'S-HERTOGENBOSCH"]
    tried = [word for word in tried if len(word) > 1]
    known = lexicon.word_test()
    assert [word for word in tried if known(word) != is_known(word, lang="nl")] == []
    assert {known(word) for word in tried} == {True, False}


def test_simplemma_is_not_imported_to_ask_its_words():
    code = "import sys; from comparelib.text.dutch.words import in_lexicon\n"
    code += "print(in_lexicon('Overheid'), in_lexicon('overhied'), 'simplemma' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True False False\n"


@pytest.mark.parametrize(
    "broken",
    [
        lambda content: b"\x80\x04" + content,  # simplemma 1 keeps a pickle
        lambda content: content[:5] + b"\x01" + content[6:],  # words from the last letter on
        lambda content: content[:-1],
    ],
)
def test_a_file_in_another_form_is_left_to_simplemma(anew, monkeypatch, broken):
    content = broken(lexicon._content())
    with pytest.raises((ValueError, IndexError)):
        lexicon.front_coded_words(content)
    monkeypatch.setattr(lexicon, "_content", lambda: content)
    assert [lexicon.word_test()(word) for word in ("overheid", "overhied")] == [True, False]


@pytest.mark.parametrize("error", [FileNotFoundError("nl.plzma"), lzma.LZMAError("torn")])
def test_a_file_that_cannot_be_read_is_left_to_simplemma(anew, monkeypatch, error):
    def content():
        raise error

    monkeypatch.setattr(lexicon, "_content", content)
    assert [lexicon.word_test()(word) for word in ("overheid", "overhied")] == [True, False]
