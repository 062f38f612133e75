"""What codings depend on: hashes that are equal exactly where nothing has to be coded again."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from comparelib.build.coders import CODERS, LEARNING
from comparelib.build.inputs import StudyInputs
from comparelib.build.state import human_key
from comparelib.model import CoderKind
from comparelib.store import file_sha256, package_sha256, text_sha256
from comparelib.studyfile import StudyFile

_CODE = ("coding", "model", "codebook", "csvfile", "yamlfile")


def codings_keys(inputs: StudyInputs, document_keys: dict[str, str]) -> dict[str, str]:
    """Return, for each kind of coder of the study in order, the hash of all that its codings depend on."""
    study = inputs.study
    reference, patterns = file_sha256(study.reference), file_sha256(study.dictionary)
    varieties = json.dumps(inputs.varieties, sort_keys=True)
    parts = {CoderKind.REFERENCE: [reference], CoderKind.DICTIONARY: [patterns, varieties]}
    if study.coder in CODERS:
        parts.setdefault(CoderKind(study.coder), [patterns, varieties, reference, *_encoder(study)])
    if inputs.human.rows:
        parts[CoderKind.HUMAN] = [human_key(study.codings)]
    units = json.dumps(document_keys, sort_keys=True)
    shared = [units, materials_key(inputs), package_sha256(*_CODE)]
    return {kind.value: text_sha256("\n".join([*shared, *own])) for kind, own in parts.items()}


def materials_key(inputs: StudyInputs) -> str:
    """Return the hash of the codebook."""
    return file_sha256(inputs.study.codebook)


def shared_key(
    kind: str, inputs: StudyInputs, document_keys: Mapping[str, str], covered: Collection[str]
) -> str:
    """Return the hash of all that the codings of a kind depend on, beside the document that is coded.

    Parameters
    ----------
    covered
        doc_ids of documents with a reference coding: what learned coders learn from.
    """
    study = inputs.study
    parts = [kind, materials_key(inputs), package_sha256(*_CODE, "build")]
    if kind in CODERS:
        sides = {name: study.variety(name) for name in study.jurisdictions}
        parts += [file_sha256(study.dictionary), json.dumps(sides, sort_keys=True)]
    if kind == CoderKind.HUMAN:
        parts.append(human_key(study.codings))
    if kind in (CoderKind.REFERENCE, *LEARNING):
        parts.append(file_sha256(study.reference))
    if kind in LEARNING:
        learned = {doc_id: document_keys[doc_id] for doc_id in sorted(covered)}
        parts += [json.dumps(learned), *_encoder(study)]
    return text_sha256("\n".join(parts))


def _encoder(study: StudyFile) -> list[str]:
    """Return the hash of a study's own sentence encoder, if it has one; the other is part of the package."""
    return [file_sha256(study.encoder)] if study.encoder else []
