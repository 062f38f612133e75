"""The designed sample of a study: drawn once, with the probability of every unit, never changed unsaid."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from comparelib.correction import designed_sample
from comparelib.csvfile import load_csv
from comparelib.errors import CodingFault, Fault, InputFaults, NotEstimable, ParameterFault
from comparelib.study import Study
from comparelib.widgets.passage import PassageBook, text_key
from comparelib.widgets.session import CodingFolder
from comparelib.widgets.whole_file import write_whole

TABLE, DESIGN = "sample.tsv", "sample.json"  # not .csv: every CSV file in the folder is a coder's
_COLUMNS = ("unit_id", "stratum", "pi", "order", "text")


@dataclass(frozen=True)
class SampleDesign:
    """How a sample was drawn.

    Attributes
    ----------
    n, seed
        Size and seed.
    coder, facet
        Whose codes of which facet made the strata.
    by
        Columns of the table of documents that made the strata beside the codes.
    """

    n: int
    seed: int = 1
    coder: str = "dictionary"
    facet: str = "theme"
    by: tuple[str, ...] = ("jurisdiction", "doc_type")


@dataclass(frozen=True)
class CodingSample:
    """A drawn sample.

    Attributes
    ----------
    frame
        unit_id, stratum, pi in (0, 1], order (from 1: the order in which the units are coded, shuffled, so
        that a neighbour does not tell the stratum), text (hash of the unit's text when it was drawn).
    design
        How it was drawn.
    outdated
        Units whose text has changed since, or that do not exist any more.
    """

    frame: pd.DataFrame
    design: SampleDesign
    outdated: tuple[str, ...] = ()

    @property
    def unit_ids(self) -> list[str]:
        """The units in the order in which they are coded."""
        return [str(name) for name in self.frame.sort_values("order")["unit_id"]]


def coding_sample(study: Study, n: int | None = None, design: SampleDesign | None = None) -> CodingSample:
    """Return the sample of a study; draw it where there is none yet.

    Parameters
    ----------
    n
        How many units, where nothing but the size is chosen; None takes the sample that is there.
    design
        Every choice.

    Returns
    -------
    CodingSample
        As in `data/codings/sample.tsv` and `sample.json`.

    Raises
    ------
    ParameterFault
        There is no sample and no size was given; a sample of another design is there; `n` does not fit.
    CodingFault
        The files of the sample are broken or cannot be written.
    """
    folder = CodingFolder.of(study.file)
    wanted = design or (SampleDesign(n) if n is not None else None)
    passages = PassageBook.of(study.units(), study.documents)
    present = read_sample(folder, passages)
    if present is None:
        if wanted is None:
            raise ParameterFault(Fault("no sample was drawn yet", folder.shown / TABLE, expected="a size n"))
        return _drawn(study, wanted, folder, passages)
    kept = present.design
    if wanted is not None and (wanted != kept if design else wanted.n != kept.n):
        message = f"a sample of {kept.n} units was drawn already, with seed {kept.seed}; it is never changed"
        remedy = "Leave the size out to go on with it, or move the files sample.* away to draw another"
        raise ParameterFault(Fault(message, folder.shown / TABLE, remedy=remedy))
    return present


def read_sample(folder: CodingFolder, passages: PassageBook) -> CodingSample | None:
    """Return the sample that was drawn; None where there is none.

    Raises
    ------
    CodingFault
        One of its two files is missing or broken.
    """
    table, notes = folder.path / TABLE, folder.path / DESIGN
    if not table.exists() and not notes.exists():
        return None
    try:
        rows = load_csv(table, _COLUMNS, folder.shown / TABLE, delimiter="\t")
        given = json.loads(notes.read_text(encoding="utf-8"))
        design = SampleDesign(**{**given, "by": tuple(given["by"])})
        frame = pd.DataFrame([row.values for row in rows], columns=list(_COLUMNS), dtype="str")
        frame = frame.astype({"pi": "float64", "order": "int64"})
    except InputFaults as broken:
        raise CodingFault(broken.faults) from None
    except (OSError, ValueError, TypeError, KeyError):
        remedy = "Take sample.tsv and sample.json back from git"
        raise CodingFault(Fault("the sample is broken", folder.shown / DESIGN, remedy=remedy)) from None
    keys = zip(frame["unit_id"], frame["text"], strict=True)
    outdated = [name for name, key in keys if name not in passages or text_key(passages.text(name)) != key]
    return CodingSample(frame, design, tuple(outdated))


def _drawn(study: Study, design: SampleDesign, folder: CodingFolder, passages: PassageBook) -> CodingSample:
    documents = study.documents.assign(group=_groups(study.documents, design.by))
    units, codings = study.units(), study.codings(design.coder)
    drawn = designed_sample(
        units, codings, documents, n=design.n, by="group", facet=design.facet, seed=design.seed
    )
    drawn = drawn.sort_values("unit_id", ignore_index=True)
    drawn["order"] = np.random.default_rng(design.seed).permutation(len(drawn)) + 1
    drawn["text"] = [text_key(passages.text(name)) for name in drawn["unit_id"]]
    drawn = drawn.sort_values("order", ignore_index=True)[list(_COLUMNS)]
    try:
        folder.path.mkdir(parents=True, exist_ok=True)
        write_whole(folder.path / DESIGN, json.dumps(asdict(design), indent=1) + "\n")
        write_whole(folder.path / TABLE, _table(drawn))
    except OSError as refused:
        reason = (refused.strerror or str(refused)).lower()
        message = f"the sample cannot be written ({reason})"
        raise CodingFault(Fault(message, folder.shown, remedy="Ask for the right to write there")) from None
    return CodingSample(drawn, design)


def _groups(documents: pd.DataFrame, by: Sequence[str]) -> pd.Series[str]:
    unknown = [name for name in by if name not in documents.columns]
    if unknown or not by:
        named = f"'{unknown[0]}'" if unknown else "of no name"
        raise ParameterFault(Fault(f"the table of documents has no column {named}"))
    return documents[list(by)].astype("str").agg("/".join, axis=1)


def _table(frame: pd.DataFrame) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter="\t", lineterminator="\n")
    writer.writerow(_COLUMNS)
    shown = frame.assign(pi=[repr(float(pi)) for pi in frame["pi"].to_numpy(dtype="float64")])
    writer.writerows(shown.itertuples(index=False))
    return buffer.getvalue()


def uncertain_first(study: Study, sample: CodingSample, coder: str, n: int) -> list[str]:
    """Return units outside the sample, those first of which a machine coder is least sure.

    This is an order of work, for instance to make a dictionary or a classifier better. Units chosen so have
    no known probability: no estimate may rest on them, and units of the sample are never among them.

    Parameters
    ----------
    coder
        A coder that gives scores.
    n
        How many.

    Raises
    ------
    NotEstimable
        The coder is as sure of every unit.
    """
    codings = study.codings(coder)
    codings = codings[codings["unit_id"].isin(study.units()["unit_id"])]
    sureness = (codings["score"] - 0.5).abs().groupby(codings["unit_id"]).min()
    if (sureness == 0.5).all():
        raise NotEstimable(
            f"coder '{coder}' is as sure of every unit; take one that gives scores, such as classifier",
            "refusal.equally_sure",
            coder=coder,
        )
    outside = sureness[~sureness.index.isin(sample.unit_ids)].rename("score").reset_index()
    return [str(name) for name in outside.sort_values(["score", "unit_id"])["unit_id"].head(n)]
