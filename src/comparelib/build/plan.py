"""The parts that a build is to have, stage by stage: the key of each, and the job that makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial

from comparelib.build.coders import LEARNING
from comparelib.build.codings import CACHE, CodingsJob
from comparelib.build.counts import CountsJob, counts_key
from comparelib.build.documents import TextsJob, texts_key
from comparelib.build.inputs import StudyInputs
from comparelib.build.keys import shared_key
from comparelib.build.older import OlderBuild
from comparelib.build.people import coded_by_hand, human_rows, reference_rows, rows_of
from comparelib.build.stage import Wanted
from comparelib.build.training import Source, Training, curated_key, know
from comparelib.model import CoderKind
from comparelib.store import Part, text_sha256
from comparelib.store.manifest import CODINGS, COUNTS, TEXTS

_PEOPLE = {CoderKind.REFERENCE.value: reference_rows, CoderKind.HUMAN.value: human_rows}
_LEARNED_WEIGHT = 10  # a learned coder takes so many times as long for a text as the dictionary, and more


@dataclass(frozen=True)
class BuildPlan:
    """A corpus that is to be built, cut into groups.

    Attributes
    ----------
    keys
        doc_id -> key of its text and units.
    parts
        For each group, name -> the parts that it has by now.
    """

    inputs: StudyInputs
    older: OlderBuild
    keys: Mapping[str, str]
    groups: tuple[tuple[str, ...], ...]
    parts: tuple[dict[str, Part], ...]

    def texts(self) -> Iterator[Wanted[TextsJob]]:
        """Yield the reading of each group."""
        rows = {row.doc_id: row for row in self.inputs.manifest}

        def job(documents: tuple[str, ...], key: str) -> TextsJob:
            kept = self.older.kept(documents, self.keys, TEXTS)
            done = {doc_id for each in kept for doc_id in each.documents}
            read = [rows[doc_id] for doc_id in documents if doc_id not in done]
            with_reference = tuple((row, self.inputs.reference_units(row.doc_id)) for row in read)
            weight = sum(row.file.stat().st_size for row in read)
            return TextsJob(self.older.folder, key, documents, with_reference, kept, weight)

        for number, documents in enumerate(self.groups):
            key = texts_key(documents, self.keys)
            yield Wanted(number, TEXTS, key, partial(job, documents, key), steps=len(documents))

    def codings(self, kind: str) -> Iterator[Wanted[CodingsJob]]:
        """Yield the coding by one kind of each group that it has anything to code in; texts are there."""
        shared = shared_key(kind, self.inputs, self.keys, self._covered)
        completed = self._by_people(kind) if kind in _PEOPLE else self._by_machine(kind, shared)
        for number, documents in enumerate(self.groups):
            if self._has_work(kind, number):
                texts = self.parts[number][TEXTS]
                key = text_sha256("\n".join([CODINGS, kind, shared, texts.key]))
                weight = texts.facts["bytes"]
                bare = CodingsJob(self.older.folder, kind, key, texts.key, documents, shared, weight)
                yield Wanted(number, f"{CODINGS}/{kind}", key, partial(completed, bare))

    def counts(self, kind: str) -> Iterator[Wanted[CountsJob]]:
        """Yield the counting of one kind in each group; its codings are there."""
        name = f"{CODINGS}/{kind}"
        pairs = self.pairs(kind)
        for number, parts in enumerate(self.parts):
            texts, codings = parts[TEXTS].key, parts[name].key if name in parts else ""
            key = counts_key(kind, self.inputs, pairs, (texts, codings))
            book, weight = self.inputs.codebook, parts[TEXTS].facts["bytes"] // 4
            job = CountsJob(self.older.folder, kind, key, texts, codings, pairs, book, weight)
            if pairs:
                yield Wanted(number, f"{COUNTS}/{kind}", key, lambda job=job: job)  # type: ignore[misc]

    def pairs(self, kind: str) -> tuple[tuple[str, str], ...]:
        """Return every coder of a kind and the facets it coded, in the order of the table of codings."""
        name = f"{CODINGS}/{kind}"
        found = (tuple(pair) for parts in self.parts if name in parts for pair in parts[name].facts["pairs"])
        return tuple(dict.fromkeys(found))

    @property
    def _covered(self) -> tuple[str, ...]:
        """doc_ids of the documents that the reference covers."""
        return tuple(doc_id for parts in self.parts for doc_id in parts[TEXTS].facts["covered"])

    def _has_work(self, kind: str, number: int) -> bool:
        documents, covered = self.groups[number], self.parts[number][TEXTS].facts["covered"]
        if kind == CoderKind.REFERENCE:
            return bool(covered)
        if kind == CoderKind.HUMAN:
            return not coded_by_hand(self.inputs).isdisjoint(documents)
        return kind not in LEARNING or len(covered) < len(documents)

    def _by_people(self, kind: str) -> Callable[[CodingsJob], CodingsJob]:
        """Return what gives a job its codings; hand codings are read at once, for they may have faults."""
        arguments = (self.inputs, self.older.shelf, self.parts)
        rows = cache(partial(_PEOPLE[kind], *arguments))
        if kind == CoderKind.HUMAN:
            rows()
        return lambda bare: replace(bare, ready=rows_of(rows(), bare.documents))

    def _by_machine(self, kind: str, shared: str) -> Callable[[CodingsJob], CodingsJob]:
        """Return what gives a job its coder, and where codings of documents that did not change lie."""
        training = cache(partial(self._training, kind, shared))
        heavier = _LEARNED_WEIGHT if kind in LEARNING else 1
        sides = self.inputs.varieties
        name = f"{CODINGS}/{kind}"
        return lambda bare: replace(
            bare,
            training=training(),
            kept=self.older.kept(bare.documents, self.keys, name, shared),
            varieties=tuple((doc_id, sides[doc_id]) for doc_id in bare.documents),
            weight=bare.weight * heavier,
        )

    def _training(self, kind: str, shared: str) -> Training:
        study = self.inputs.study
        curated = curated_key(study.codebook, study.dictionary)
        sources = self._sources() if kind in LEARNING else ()
        varieties = tuple(
            (doc_id, self.inputs.varieties[doc_id]) for source in sources for doc_id in source.documents
        )
        folders = (self.older.folder, study.root / CACHE)
        training = Training(
            kind,
            *folders,
            study.codebook,
            study.dictionary,
            curated,
            shared,
            sources=sources,
            varieties=varieties,
            encoder=study.encoder if kind in LEARNING else None,
        )
        know(training, self.inputs.codebook, self.inputs.dictionary)
        return training

    def _sources(self) -> tuple[Source, ...]:
        name = f"{CODINGS}/{CoderKind.REFERENCE.value}"
        return tuple(
            Source(parts[TEXTS].key, parts[name].key, tuple(parts[TEXTS].facts["covered"]))
            for parts in self.parts
            if name in parts
        )
