"""The Dutch lexicon of simplemma, its words alone: half the time and memory of the words with their lemmas.

simplemma 2 keeps its words sorted and *front-coded*: of each, how many bytes it shares with the word before,
and the bytes that follow; then how its lemma differs from it. Here the lemmas are passed over. Where the file
has another form, simplemma itself is asked.
"""

from __future__ import annotations

import lzma
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

_LANGUAGE = "nl"
_FILE = Path("strategies") / "dictionaries" / "data" / f"{_LANGUAGE}.plzma"
_HEADER = b"SMFC1\x00"  # front-coded, from the first letter on
_SAME_LEMMA = 254  # as that of the word before: nothing follows
_APOSTROPHES = ("'", "’", "ʼ")


@lru_cache(maxsize=1)
def word_test() -> Callable[[str], bool]:
    """Return what says of a word whether the lexicon holds it, as `simplemma.is_known` does."""
    try:
        words = front_coded_words(_content())
    except (OSError, ValueError, IndexError, lzma.LZMAError):  # simplemma 1, or one to come
        return _known_to_simplemma
    return lambda word: any(form.encode("utf-8", "surrogatepass") in words for form in _forms(word))


def front_coded_words(content: bytes) -> set[bytes]:
    """Return the words, UTF-8, of a front-coded list of words and lemmas.

    Raises
    ------
    ValueError, IndexError
        It is no such list, or not a whole one.
    """
    if not content.startswith(_HEADER):
        raise ValueError("not a front-coded list")
    count, place = _number(content, len(_HEADER))
    end = len(content)
    words: set[bytes] = set()
    add, word = words.add, b""
    while place < end:
        stop = place + 2 + content[place + 1]
        word = word[: content[place]] + content[place + 2 : stop]
        add(word)
        place = stop + 1 if content[stop] == _SAME_LEMMA else stop + 2 + content[stop + 1]
    if place != end or len(words) != count:
        raise ValueError("not a whole front-coded list")
    return words


def _number(content: bytes, place: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, the lowest first, and the place behind it."""
    number = shift = 0
    while content[place] & 0x80:
        number |= (content[place] & 0x7F) << shift
        place, shift = place + 1, shift + 7
    return number | content[place] << shift, place + 1


def _content() -> bytes:
    found = find_spec("simplemma")  # its place; to import it would take as long as to read the list
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError("simplemma")
    return lzma.decompress((Path(found.submodule_search_locations[0]) / _FILE).read_bytes())


def _forms(word: str) -> list[str]:
    """Return the forms under which a word may stand: as it is, with a capital, with another apostrophe."""
    word = unicodedata.normalize("NFC", word)
    forms = [word]
    if any(mark in word for mark in _APOSTROPHES):
        straight = word
        for mark in _APOSTROPHES[1:]:
            straight = straight.replace(mark, _APOSTROPHES[0])
        forms += [straight.replace(_APOSTROPHES[0], mark) for mark in _APOSTROPHES]
    return [cased for form in forms for cased in (form, _other_case(form))]


def _other_case(word: str) -> str:
    return word.lower() if word[:1].isupper() else word.capitalize()


def _known_to_simplemma(word: str) -> bool:
    from simplemma import is_known

    return bool(is_known(word, lang=_LANGUAGE))
