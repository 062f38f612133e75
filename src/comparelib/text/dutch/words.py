"""Is this a Dutch word? The lexicon of simplemma, compounds of it, and the words of the document itself."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from comparelib.text.dutch.lexicon import word_test


def _set_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that open, link or carry a phrase but hardly ever end one: a line that ends in one of them goes on.
OPENERS = _set_of(
    """
    de het een dit dat deze die van voor met in op aan bij tot te uit door over onder tussen naar om als dan
    en of maar want dus zoals onze ons hun haar zijn mijn uw elke ieder iedere alle geen meer minder zonder
    binnen buiten tegen per via rond vanuit volgens dankzij wegens tijdens sinds nog zeer niet ook der des
    den ter ten zowel
    """
)

# Parts of separable verbs, which may end a heading or sentence: "Pas de regeling aan".
PARTICLES = _set_of(
    """
    aan af bij door in mee na om op over toe uit voor weg
    """
)

# Words that open a Dutch sentence and, with a capital, hardly ever stand within one.
STARTERS = _set_of(
    """
    de het een dit dat deze die er we wij ik u hij zij ze je jij in op aan bij met voor door na om uit over
    onder tussen naar van vanaf vanuit via volgens sinds tijdens wegens zonder binnen buiten als indien
    wanneer waar hoewel omdat zodat terwijl doordat zo ook daarom daarnaast daarbij daarmee hierbij hiermee
    hierdoor hiervoor hierin bovendien tegelijkertijd toch maar en of want dus echter alleen juist veel
    sommige alle elke geen niet wat wie hoe waarom onze mijn hun zijn haar nu dan toen tot ter ten kortom
    tevens verder tenslotte ondanks dankzij
    """
)

# Words that follow a suspended hyphen: "maak- en industriebedrijven", "kort- of langlopend".
LINKS = frozenset(("en", "of", "en/of", "dan", "tot", "noch", "als", "resp.", "respectievelijk", "c.q."))

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_LINKERS = ("", "s", "en", "e", "n")


@lru_cache(maxsize=65536)
def in_lexicon(word: str) -> bool:
    """Whether simplemma's Dutch lexicon holds `word` (offline, read once)."""
    return len(word) > 1 and word_test()(word.lower())


@lru_cache(maxsize=65536)
def is_compound(word: str) -> bool:
    """Whether `word` is two lexicon words of three letters or more, with or without a linking sound.

    >>> is_compound("toekomstbestendige")
    True
    """
    word = word.lower()
    for cut in range(3, len(word) - 2):
        head, tail = word[:cut], word[cut:]
        if len(tail) >= 4 and in_lexicon(tail) and any(_is_stem(head, link) for link in _LINKERS):
            return True
    return False


def _is_stem(head: str, link: str) -> bool:
    stem = head.removesuffix(link) if link else head
    return (not link or head.endswith(link)) and len(stem) >= 3 and in_lexicon(stem)


def words_of(text: str) -> Counter[str]:
    """Count the words of `text`, lower case; words that touch a line end are left out, for they may be
    broken.
    """
    counts: Counter[str] = Counter()
    for line in text.splitlines():
        found = [match.group().lower() for match in _WORD.finditer(line)]
        counts.update(found[1:-1])
    return counts
