"""How fast the hybrid codes, with reasons and passages: sentences a second of processor time on one core.

    python benchmarks/hybrid.py            the table (about a minute); needs `comparelib build`

2,000 sentences, some 900 of them distinct, drawn from the five texts with a seed, as a document of its own;
models and weights are loaded before the clock starts, and no vector comes from the cache.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pandas as pd

from comparelib.codebook import load_codebook
from comparelib.coding.classifier import UseEncoder
from comparelib.coding.dictionary import load_dictionary
from comparelib.coding.hybrid import fit_hybrid, hybrid_codings
from comparelib.store import Store

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = 2000
REPEATS = 3


def main() -> None:
    store = Store(ROOT / "data" / "processed")
    units, codings, documents = (store.read(name) for name in ("units", "codings", "documents"))
    codebook = load_codebook(ROOT / "data" / "codebook" / "maakindustrie.yml")
    dictionary = load_dictionary(ROOT / "data" / "codebook" / "dictionary", codebook)
    varieties = dict.fromkeys(documents["doc_id"], "nl-NL")
    cache = ROOT / "data" / "processed" / "cache"
    started = time.perf_counter()
    hybrid = fit_hybrid(units, codings, codebook, dictionary=dictionary, varieties=varieties, cache=cache)
    print(f"fit, or read from the cache: {time.perf_counter() - started:.1f} s")
    sample = sentences(units)
    distinct = sample.drop_duplicates("text")
    coder, spoken = without_cache(hybrid), {"sample": "nl-NL"}
    rows = [
        ("encoder alone, distinct", distinct, timed(lambda: UseEncoder().encode(distinct["text"].tolist()))),
        ("hybrid, distinct", distinct, timed(lambda: hybrid_codings(distinct, coder, spoken))),
        ("hybrid, as they come", sample, timed(lambda: hybrid_codings(sample, coder, spoken))),
    ]
    for name, work, seconds in rows:
        print(f"{name:24} {len(work):5} sentences {seconds:6.2f} s {len(work) / seconds:7.0f} a second")


def sentences(units: pd.DataFrame) -> pd.DataFrame:
    """Return the sample as units."""
    texts = units.loc[units["kind"] == "sentence", "text"].to_numpy()
    drawn = texts[np.random.default_rng(1).integers(len(texts), size=SENTENCES)]
    ids = [f"sample#{place:04}" for place in range(1, SENTENCES + 1)]
    return pd.DataFrame({"unit_id": ids, "doc_id": "sample", "text": drawn})


def without_cache(hybrid):
    """Return the hybrid with a reader that keeps no vectors."""
    from dataclasses import replace

    classifier = replace(hybrid.classifier, reader=replace(hybrid.classifier.reader, cache=None))
    return replace(hybrid, classifier=classifier)


def timed(work) -> float:
    """Return the least processor time of some runs, in seconds: other people use the machine."""
    work()
    found = []
    for _ in range(REPEATS):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


if __name__ == "__main__":
    main()
