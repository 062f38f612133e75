"""Every coder's word on every unit, by models that were fitted and tuned without that unit's fold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.coding.classifier.folds import Rows, splits
from comparelib.coding.classifier.labels import Labels
from comparelib.coding.classifier.model import (
    classifier_of,
    classifier_predictions,
    training_of,
)
from comparelib.coding.classifier.reading import Reader, Readings
from comparelib.coding.evaluation.baseline import NAME as BASELINE
from comparelib.coding.evaluation.baseline import Said, baseline_predictions
from comparelib.coding.evaluation.design import Design, fold_of_units
from comparelib.coding.hybrid.model import hybrid_of, joined_predictions
from comparelib.model import Reserved
from comparelib.model.schemas import CODINGS, checked

DICTIONARY, CLASSIFIER, HYBRID = "dictionary", "classifier", "hybrid"
CODERS = (BASELINE, DICTIONARY, CLASSIFIER, HYBRID)


@dataclass(frozen=True)
class HeldOut:
    """What each coder said of units that were held out.

    Attributes
    ----------
    rows
        The units that were evaluated, by their place in the readings.
    fold
        Fold of each of them, shape (rows,).
    said
        (coder, facet) -> probabilities and choices, shapes (rows, codes). The dictionary has learned
        nothing; its "probability" is its score.
    """

    readings: Readings
    labels: Labels
    rows: Rows
    fold: NDArray[np.int64]
    said: dict[tuple[str, str], Said]
    design: Design

    def truth(self, facet: str) -> NDArray[np.bool_]:
        """Return the reference labels of the rows, shape (rows, codes)."""
        return self.labels.values[np.ix_(self.rows, self.labels.columns(facet))]


def held_out(  # noqa: PLR0913 - what is read, and how it is held out
    reader: Reader,
    readings: Readings,
    labels: Labels,
    design: Design,
    *,
    seed: int = 1,
    progress: Callable[[str], None] | None = None,
) -> HeldOut:
    """Return every coder's predictions by grouped cross-validation.

    The labels of a held-out fold touch nothing: features are weighted, models fitted, ridge penalties chosen,
    probabilities calibrated and thresholds cut on the other folds alone, the latter on passages that are held
    out inside them.
    """
    rows = labels.rows
    fold = fold_of_units(readings, design, seed=seed)[rows]
    facets = {facet.name: facet.multiple for facet in reader.codebook.facets}
    shape = {name: (len(rows), len(labels.columns(name))) for name in facets}
    said = {
        (coder, name): Said(np.zeros(shape[name]), np.zeros(shape[name], dtype=bool))
        for coder in CODERS
        for name in facets
    }
    for number, (train, held) in enumerate(splits(fold), start=1):
        if progress is not None:
            progress(f"{design.value} {number} of {len(np.unique(fold))}")
        for (coder, name), part in _fold(reader, readings, labels, (rows[train], rows[held]), seed).items():
            said[coder, name].probabilities[held] = part.probabilities
            said[coder, name].chosen[held] = part.chosen
    for (coder, name), part in said.items():
        part.chosen[~_asked(reader, name, said, coder)] = False
    return HeldOut(readings, labels, rows, fold, said, design)


def _fold(
    reader: Reader, readings: Readings, labels: Labels, split: tuple[Rows, Rows], seed: int
) -> dict[tuple[str, str], Said]:
    """Return what every coder says of the held-out rows of one split."""
    train, held = split
    seen = training_labels(labels, train)
    training = training_of(reader, readings, seen, "training folds", seed)
    classifier = classifier_of(reader, readings, seen, training)
    alone = classifier_predictions(classifier, readings)
    joined = joined_predictions(hybrid_of(classifier, readings), readings, alone)
    facets = {facet.name: facet.multiple for facet in reader.codebook.facets}
    plain = baseline_predictions(readings, seen, split, facets, seed)
    found: dict[tuple[str, str], Said] = {}
    for name in facets:
        columns = labels.columns(name)
        place = np.ix_(held, columns)
        found[BASELINE, name] = plain[name]
        score = np.minimum(readings.evidence.weight[place], 1.0)
        found[DICTIONARY, name] = Said(score, readings.evidence.chosen[place])
        for coder, predictions in ((CLASSIFIER, alone), (HYBRID, joined)):
            if name in predictions:
                own = predictions[name]
                found[coder, name] = Said(own.probabilities[held], own.chosen[held])
    return found


def training_labels(labels: Labels, train: Rows) -> Labels:
    """Return the labels as they look when only the units `train` were coded."""
    kept = np.zeros(len(labels.values), dtype=bool)
    kept[train] = True
    asked = {name: mask & kept for name, mask in labels.asked.items()}
    return Labels(labels.codes, labels.values & kept[:, None], asked)


def _asked(reader: Reader, facet: str, said: Mapping[tuple[str, str], Said], coder: str) -> NDArray[np.bool_]:
    """Return the units to which a coder put a facet, by what it said in the facet that it depends on."""
    needed = reader.dictionary.rules[facet].only_for
    if needed is None:
        return np.ones(len(said[coder, facet].chosen), dtype=bool)
    names = reader.codebook.facet(needed[0]).names
    wanted = [names.index(code) for code in needed[1]]
    return np.asarray(said[coder, needed[0]].chosen[:, wanted].any(axis=1))


def held_out_codings(result: HeldOut) -> pd.DataFrame:
    """Return the predictions as codings, so that they can be compared as any coder's.

    A coder is called "<coder>, <design> held out". In a facet that is put to some units alone, a unit to
    which a coder did not put it has `none`: not asking is an answer that can be wrong.
    """
    unit_ids = result.readings.units["unit_id"].to_numpy()[result.rows]
    parts = []
    for (coder, facet), part in result.said.items():
        codes = [code for owner, code in result.labels.codes if owner == facet]
        unit, code = np.nonzero(part.chosen)
        bare = np.flatnonzero(~part.chosen.any(axis=1))
        names = [codes[number] for number in code.tolist()] + [Reserved.NONE.value] * len(bare)
        score = np.concatenate([part.probabilities[unit, code], np.zeros(len(bare))])
        owner = np.concatenate([unit, bare])
        frame = pd.DataFrame({"unit": owner, "code": names, "score": np.clip(score, 0, 1)})
        frame = frame.assign(facet=facet, coder=coder_name(coder, result.design))
        parts.append(frame.sort_values("unit", kind="stable"))
    frame = pd.concat(parts, ignore_index=True)
    n = len(frame)
    codings = pd.DataFrame(
        {
            "unit_id": pd.Series(unit_ids[frame["unit"]], dtype="str"),
            "facet": frame["facet"].astype("str"),
            "code": frame["code"].astype("str"),
            "coder": frame["coder"].astype("str"),
            "score": frame["score"].astype("float64"),
            "start": pd.array([pd.NA] * n, dtype="Int64"),
            "end": pd.array([pd.NA] * n, dtype="Int64"),
            "evidence": pd.array([None] * n, dtype="str"),
            "rule": pd.Series(["held out"] * n, dtype="str"),
        }
    )
    return checked(codings, CODINGS)


def coder_name(coder: str, design: Design) -> str:
    """Return how a coder is called in the codings of an evaluation."""
    return f"{coder}, {design.value} held out"
