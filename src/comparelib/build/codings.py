"""Units -> the codings of one kind of coder, group by group: the second stage of a build."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from comparelib.build.coders import LEARNING, ReadyCoder
from comparelib.build.documents import Done, Kept
from comparelib.build.keys import codings_keys
from comparelib.build.training import Training, trained_coder
from comparelib.corpus import owners
from comparelib.model.schemas import CODINGS, checked, typed
from comparelib.store import PartFolder
from comparelib.store.manifest import CODINGS as STAGE

CACHE = Path("data") / "processed" / "cache"

__all__ = ["CACHE", "CodingsJob", "codings_keys", "codings_part"]


@dataclass(frozen=True)
class CodingsJob:
    """The coding of one group by one kind of coder.

    Attributes
    ----------
    texts
        Key of the part that holds the units.
    documents
        The group, in the order of the corpus.
    shared
        Hash of all that codings of this kind depend on beside the documents.
    training
        What a machine coder is made from; None for people and the reference.
    ready
        What people and the reference coded; None for a machine.
    kept
        Documents whose codings are taken from an older part.
    varieties
        doc_id -> variety of Dutch.
    """

    processed: Path
    kind: str
    key: str
    texts: str
    documents: tuple[str, ...]
    shared: str
    weight: int
    training: Training | None = None
    ready: pd.DataFrame | None = None
    kept: tuple[Kept, ...] = ()
    varieties: tuple[tuple[str, str], ...] = ()


def codings_part(job: CodingsJob) -> Done:
    """Code the units of a group and write the codings."""
    folder = PartFolder(job.processed)
    codings, coders = (job.ready, []) if job.ready is not None else _by_machine(job, folder)
    pairs = codings[["coder", "facet"]].drop_duplicates().to_numpy().tolist()
    facts = {"shared": job.shared, "codings": len(codings), "pairs": pairs, "coders": coders}
    return Done(folder.write(f"{STAGE}/{job.kind}", job.key, {"codings": codings}, facts))


def _by_machine(job: CodingsJob, folder: PartFolder) -> tuple[pd.DataFrame, list[dict[str, object]]]:
    """Code what is not kept from an older part; return what the table of coders says of the machine, too.

    A coder that learns from the reference coding codes only documents that the reference does not cover: on
    sentences that it has learned from it would look far better than it is (theme F1 .96 instead of .78).
    """
    kept = [(each, folder.found(f"{STAGE}/{job.kind}", each.key)) for each in job.kept]
    pieces = [folder.frame("codings", each.key, documents=each.documents) for each, _ in kept]
    units = folder.frame("units", job.texts)
    if job.kind in LEARNING:
        covered = owners(folder.frame("anchors", job.texts)["unit_id"])
        units = units[~units["doc_id"].isin(covered)]
    done = [doc_id for each in job.kept for doc_id in each.documents]
    units = units[~units["doc_id"].isin(done)]
    records = [record for _, part in kept if part for record in part.facts["coders"]]
    if len(units) and job.training is not None:
        coder = trained_coder(job.training)
        pieces += coded(units, coder, dict(job.varieties), one_by_one=job.kind in LEARNING)
        records.append(asdict(coder.record))
    return _in_order(pieces, job.documents), [*{record["name"]: record for record in records}.values()]


def coded(
    units: pd.DataFrame, coder: ReadyCoder, varieties: Mapping[str, str], *, one_by_one: bool
) -> list[pd.DataFrame]:
    """Return the codings of units, in pieces.

    Parameters
    ----------
    one_by_one
        Give the coder one document at a time. The last bits of what a learned coder reckons depend on which
        units it reckons together; so a document has the same codings whatever stands beside it.
    """
    if not one_by_one:
        return [coder.code(units, varieties)]
    return [coder.code(own, varieties) for _, own in units.groupby("doc_id", sort=False)]


def _in_order(pieces: Sequence[pd.DataFrame], documents: Sequence[str]) -> pd.DataFrame:
    """Return pieces as one table, document by document in the order of the corpus."""
    if not pieces:
        return checked(typed(pd.DataFrame(columns=list(CODINGS.columns)), CODINGS), CODINGS)
    if len(pieces) == 1:
        return pieces[0].reset_index(drop=True)
    whole = pd.concat([piece for piece in pieces if len(piece)] or pieces[:1], ignore_index=True)
    place = {doc_id: number for number, doc_id in enumerate(documents)}
    owner = owners(whole["unit_id"])
    order = np.argsort(owner.map(place).to_numpy(dtype="int64"), kind="stable")
    return whole.iloc[order].reset_index(drop=True)
