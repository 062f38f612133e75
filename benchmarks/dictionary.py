"""How fast the dictionary coder is, against named peers, on corpora built from the five texts.

    python benchmarks/dictionary.py            the table (about a minute)
    python benchmarks/dictionary.py --large    with 100 MB as well, for the memory

Two corpora of 10 MB: `small` repeats the sentences of the five texts in random order (some 4,500 types),
`large` has 12 % of its words replaced by made-up compounds (over 100,000 types). Two dictionaries, of 400 and
of 2,000 patterns in 16 codes, drawn from the words of the texts, frequent and rare ones alike: a fifth of two
to four words, a seventh with a leading `*`, one in ten with a weight or a condition, some with a gap; and an
exclusion for each code. Seeded: the same corpora and patterns on every machine. Compare ratios between rows
of one run, not seconds between machines.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from comparelib.codebook import Code, Codebook, Facet, load_codebook
from comparelib.coding.dictionary import Dictionary, dictionary_codings, load_dictionary
from comparelib.coding.dictionary.engine import find_matches
from comparelib.coding.dictionary.facet_rules import FacetRule
from comparelib.coding.dictionary.glob_index import GlobIndex
from comparelib.coding.dictionary.pattern import Exclusion, Pattern
from comparelib.coding.dictionary.program import compile_program
from comparelib.coding.dictionary.tokens import token_texts
from comparelib.errors import InputFaults

ROOT = Path(__file__).resolve().parent.parent
SIZE = 10_000_000
CODES = tuple(("theme", f"code_{number:02}") for number in range(16))
REPEATS = 3
FEATURES = (  # one pattern in ten has one of these
    {"weight": 0.5},
    {"variety": "nl-BE"},
    {"together": ("industrie*", "*beleid")},
    {"unless": ("geen *ing",)},
    {"case": True},
)


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    corpus: str
    patterns: int
    seconds: float
    megabytes: float
    note: str = ""

    def __str__(self) -> str:
        speed = f"{self.megabytes / self.seconds:7.1f}"
        place = f"{self.what:<34}{self.corpus:<8}{self.patterns:>6}"
        return f"{place}{self.seconds:>9.3f} s{speed} MB/s  {self.note}"


def sentences() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data" / "raw").glob("*/*.txt"))]
    joined = " ".join(re.sub(r"\s+", " ", text) for text in texts)
    return [part for part in re.split(r"(?<=[.!?]) ", joined) if len(part) > 20]


def small_corpus(size: int, seed: int = 1) -> list[str]:
    """Paragraphs of three sentences drawn at random."""
    draw, source = np.random.default_rng(seed), sentences()
    paragraphs, length = [], 0
    while length < size:
        paragraphs.append(" ".join(source[place] for place in draw.integers(0, len(source), 3)))
        length += len(paragraphs[-1]) + 1
    return paragraphs


def large_corpus(size: int, seed: int = 2) -> list[str]:
    """The same with 12 % of the words replaced by compounds of two or three of the texts' words."""
    draw = np.random.default_rng(seed)
    parts = np.array(
        sorted({word.lower() for text in sentences() for word in re.findall(r"[^\W\d_]{4,9}", text)})
    )
    corpus = []
    for paragraph in small_corpus(size, seed):
        words = paragraph.split(" ")
        for place in np.flatnonzero(draw.random(len(words)) < 0.12).tolist():
            words[place] = "".join(parts[draw.integers(0, len(parts), draw.integers(2, 4))])
        corpus.append(" ".join(words))
    return corpus


def patterns(number: int, seed: int = 3) -> list[Pattern]:
    draw = np.random.default_rng(seed)
    tokens = [token.lower() for text in sentences() for token in token_texts(text)]
    places = {word: place for place, word in enumerate(tokens[:-4]) if len(word) >= 6 and word.isalpha()}
    distinct: dict[str, Pattern] = {}
    while len(distinct) < number:
        place = list(places.values())[int(draw.integers(len(places)))]
        text = _pattern_text(tokens[place : place + 4], draw)
        if text not in distinct:
            facet, code = CODES[len(distinct) % len(CODES)]
            extra = FEATURES[int(draw.integers(len(FEATURES)))] if draw.random() < 0.1 else {}
            distinct[text] = Pattern(text, facet, code, **extra)  # type: ignore[arg-type]
    return list(distinct.values())


def _pattern_text(words: list[str], draw: np.random.Generator) -> str:
    word, kind = words[0], draw.random()
    if kind < 0.2:
        joint = " … " if draw.random() < 0.1 else " "
        return f"{word}{joint}{' '.join(words[1 : int(draw.integers(2, 5))])}"
    cut = max(4, int(len(word) * 0.75))
    if kind < 0.34:
        return "*" + word[-cut:] + "*"
    return word[:cut] + "*" if kind < 0.75 else word


def dictionary(number: int) -> Dictionary:
    chosen = patterns(number)
    exclusions = [Exclusion(f"on{chosen[place].text.split()[0]}", *code) for place, code in enumerate(CODES)]
    program = compile_program(chosen, exclusions, CODES)
    return Dictionary("0", CODES, tuple(chosen), tuple(exclusions), {"theme": FacetRule(3)}, program=program)


def book() -> Codebook:
    codes = tuple(Code(code, {}, "") for _, code in CODES)
    return Codebook("benchmark", "1.0.0", {}, (Facet("theme", {}, "", True, codes),))


def best(work: Callable[[], object]) -> float:
    """Return the least processor time of several runs: what the machine's other work cannot spoil."""
    times = []
    for _ in range(REPEATS):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


def units(texts: list[str]) -> pd.DataFrame:
    ids = [f"d#{place:06}" for place in range(len(texts))]
    return pd.DataFrame({"unit_id": ids, "doc_id": "d", "kind": "sentence", "text": texts})


def ours(name: str, texts: list[str], number: int) -> Iterator[Row]:
    megabytes = sum(len(text.encode()) + 1 for text in texts) / 1e6
    chosen, frame = dictionary(number), units(texts)
    varieties = ["nl-NL"] * len(texts)
    found = sum(len(part.pattern) for part in find_matches(texts, chosen.program, varieties))
    seconds = best(lambda: list(find_matches(texts, chosen.program, varieties)))
    yield Row("matches with spans, all features", name, number, seconds, megabytes, f"{found:,} matches")
    codings = best(lambda: dictionary_codings(frame, chosen, book(), {"d": "nl-NL"}))
    yield Row("codings frame, evidence and rules", name, number, codings, megabytes)


def count_vectorizer(name: str, texts: list[str], number: int) -> Row:
    """CountVectorizer over the words and phrases that the globs stand for; finding these is not timed."""
    from sklearn.feature_extraction.text import CountVectorizer

    word = r"(?u)\b\w[\w'’-]*\b"
    types = sorted({token for text in texts for token in re.findall(word, text.lower())})
    fixed = [pattern.text.split() for pattern in patterns(number) if "…" not in pattern.text]
    globs = GlobIndex(tuple(parts[0] for parts in fixed if len(parts) == 1))
    singles = {types[place] for place in globs.pairs("\n" + "\n".join(types) + "\n")[1].tolist()}
    phrases = {" ".join(parts) for parts in fixed if len(parts) > 1}
    counters = [
        CountVectorizer(vocabulary=sorted(words), ngram_range=sizes, token_pattern=word)
        for sizes, words in (((1, 1), singles), ((2, 4), phrases))
    ]
    seconds = best(lambda: [counter.transform(texts) for counter in counters])
    return Row(
        "scikit-learn CountVectorizer",
        name,
        number,
        seconds,
        sum(map(len, texts)) / 1e6,
        "1-grams and 2- to 4-grams",
    )


def phrase_matcher(name: str, texts: list[str], number: int) -> Row | None:
    if importlib.util.find_spec("spacy") is None:
        return None
    import spacy
    from spacy.matcher import PhraseMatcher

    model = spacy.blank("nl")
    matcher = PhraseMatcher(model.vocab, attr="LOWER")
    matcher.add("all", [model.make_doc(p.text.replace("*", "")) for p in patterns(number)])
    seconds = best(lambda: [matcher(document) for document in model.pipe(texts)])
    return Row(
        "spaCy PhraseMatcher", name, number, seconds, sum(map(len, texts)) / 1e6, "globs as plain words"
    )


def without_a_space() -> Row:
    text = "maakindustriebeleid" * (SIZE // 19)
    program = dictionary(400).program
    return Row(
        "one word of 10 MB", "-", 400, best(lambda: list(find_matches([text], program))), len(text) / 1e6
    )


def five_texts() -> Row:
    codebook = load_codebook(ROOT / "data" / "codebook" / "maakindustrie.yml")
    folder = ROOT / "data" / "codebook" / "dictionary"
    begun = time.process_time()
    try:
        chosen = load_dictionary(folder, codebook)
    except InputFaults as faults:
        return Row("the five texts", "-", 0, 1.0, 0.0, f"not measured: {faults.faults[0]}")
    loading = time.process_time() - begun
    frame = pd.read_csv(ROOT / "data" / "reference" / "units.csv")
    seconds = best(lambda: dictionary_codings(frame, chosen, codebook, {}))
    megabytes = frame["text"].str.len().sum() / 1e6
    note = f"{len(frame):,} units; dictionary loaded in {loading:.3f} s"
    return Row("the five texts, own dictionary", "real", len(chosen.patterns), seconds, megabytes, note)


def memory(texts: list[str], number: int) -> str:
    program = dictionary(number).program
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    matches = sum(len(part.pattern) for part in find_matches(texts, program))
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    growth = (after - before) / 1024
    return f"100 MB: {matches:,} matches, peak memory {after / 1024:.0f} MB, {growth:.0f} MB more than before"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--large", action="store_true", help="with 100 MB, for the memory")
    options = parser.parse_args()
    rows: list[Row] = []
    print("processor time, least of", REPEATS)
    for name, texts in (("small", small_corpus(SIZE)), ("large", large_corpus(SIZE))):
        for number in (400, 2000):
            for row in (*ours(name, texts, number), count_vectorizer(name, texts, number)):
                rows.append(row)
                print(row, flush=True)
        print(phrase_matcher(name, texts, 400) or "spaCy is not installed: its PhraseMatcher is not measured")
        few, many = (row.seconds for row in rows[-6:] if row.what.startswith("matches"))
        peers = [row.seconds for row in rows[-6:] if row.what.startswith("scikit")]
        print(f"{name}: 2,000 patterns cost {many / few:.2f} times 400; ", end="")
        print(f"scikit-learn takes {peers[0] / few:.1f} and {peers[1] / many:.1f} times our time")
    print(without_a_space())
    print(five_texts())
    if options.large:
        print(memory(small_corpus(10 * SIZE), 400))


if __name__ == "__main__":
    main()
