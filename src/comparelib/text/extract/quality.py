"""How good does a text look? The share of its words that no Dutch lexicon knows."""

from __future__ import annotations

import re
from collections import Counter

from comparelib.text.dutch.words import in_lexicon, is_compound

_WORD = re.compile(r"[^\W\d_]{3,}")
_SAMPLE = 1500  # different words; enough for a share to within three hundredths
_FEWEST = 40
_POOR = 0.2


def unknown_share(text: str) -> float:
    """Return the share of running words, in [0, 1], that are no Dutch word, compound or name.

    Words of two letters and fewer do not count, nor do words with a capital (names, abbreviations). Of a long
    text the first 1,500 different words of an even sample are looked up. 0 for a text of fewer than 40 words.
    """
    words = [word for word in _WORD.findall(text) if word.islower()]
    if len(words) < _FEWEST:
        return 0.0
    counts = Counter(words[:: max(1, len(words) // (4 * _SAMPLE))])
    sample = sorted(counts)[:: max(1, len(counts) // _SAMPLE)]
    unknown = sum(counts[word] for word in sample if not (in_lexicon(word) or is_compound(word)))
    return unknown / sum(counts[word] for word in sample)


def text_layer_warnings(text: str, name: str) -> tuple[str, ...]:
    """Warn of a text layer whose words are not Dutch: poor OCR, a broken font, or another language."""
    share = unknown_share(text)
    if share <= _POOR:
        return ()
    warning = (
        f"{name}: {share:.0%} of the words are not in the Dutch lexicon; the text layer is poor, or the text "
        "is in another language. Read the preview; if it is poor, OCR it anew, e.g. with "
        "'ocrmypdf --force-ocr -l nld'"
    )
    return (warning,)
