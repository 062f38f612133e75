"""A study of as many documents as one wants, made of the sentences of the five texts: seeded, no network."""

from __future__ import annotations

import csv
import hashlib
import random
import re
import shutil
from pathlib import Path

from comparelib.corpus.manifest import COLUMNS

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = 100  # of a document
_PARAGRAPH = 5
_KINDS = (
    ("ministry", "letter"),
    ("party", "coalition agreement"),
    ("agency", "report"),
    ("parliament", "question"),
    ("cabinet", "policy note"),
)


def write_study(
    root: Path, n_documents: int, *, sentences: int = SENTENCES, first: int = 0, seed: int = 1
) -> Path:
    """Write a study of plain texts, half of them Dutch and half Flemish, coded by the dictionary alone.

    Documents differ; the first ones of a larger study are those of a smaller one. `first` is the number of
    the first document.
    """
    for part in ("data/codebook", "data/raw/made"):
        (root / part).mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "data/codebook", root / "data/codebook", dirs_exist_ok=True)
    study = (ROOT / "study.yml").read_text(encoding="utf-8").replace("coder: hybrid", "coder: dictionary")
    (root / "study.yml").write_text(study, encoding="utf-8")
    _write_empty_reference(root / "data/reference")
    pool = corpus_sentences()
    rows = [_written(root, number, pool, sentences, seed) for number in range(first, first + n_documents)]
    with (root / "data/raw/corpus.csv").open("w", encoding="utf-8", newline="") as handle:
        table = csv.DictWriter(handle, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    return root


def write_mixed_study(root: Path, n_documents: int, *, sentences: int = 10) -> Path:
    """Write a study as `write_study` does, of several kinds, issuers and years, with its report notebooks.

    Its runs read the codings of the dictionary, since no document has a reference coding.
    """
    write_study(root, n_documents, sentences=sentences)
    shutil.copytree(ROOT / "notebooks", root / "notebooks", dirs_exist_ok=True)
    study = (root / "study.yml").read_text(encoding="utf-8")
    study = study.replace("parameters: {coder: reference", "parameters: {coder: dictionary")
    (root / "study.yml").write_text(study, encoding="utf-8")
    path = root / "data/raw/corpus.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for number, row in enumerate(rows):
        issuer, kind = _KINDS[number % len(_KINDS)]
        row |= {"issuer_type": issuer, "doc_type": kind, "issuer": f"{issuer} {number % 23}"}
        row["date"] = str(2000 + number % 25)
    with path.open("w", encoding="utf-8", newline="") as handle:
        table = csv.DictWriter(handle, COLUMNS)
        table.writeheader()
        table.writerows(rows)
    return root


def corpus_sentences() -> list[str]:
    """Return the sentences of the five texts that begin and end as one."""
    found = []
    for path in sorted((ROOT / "data/raw").rglob("*.txt")):
        text = " ".join(path.read_text(encoding="utf-8", errors="replace").split())
        found += [
            one for one in re.split(r"(?<=[.!?]) (?=[A-Z])", text) if re.fullmatch(r"[A-Z].{40,300}[.]", one)
        ]
    return list(dict.fromkeys(found))


def _written(root: Path, number: int, pool: list[str], sentences: int, seed: int) -> dict[str, str]:
    rng = random.Random(f"{seed}-{number}")
    side = "NL" if number % 2 else "VL"
    own = rng.choices(pool, k=sentences)
    blocks = [" ".join(own[at : at + _PARAGRAPH]) for at in range(0, len(own), _PARAGRAPH)]
    text = f"Beleidsbrief {number}\n\n" + "\n\n".join(blocks) + "\n"
    path = f"made/{side.lower()}_{number:06d}.txt"
    (root / "data/raw" / path).write_text(text, encoding="utf-8")
    return {
        **dict.fromkeys(COLUMNS, ""),
        "doc_id": f"{side.lower()}_{number:06d}",
        "path": path,
        "jurisdiction": side,
        "title": f"Beleidsbrief {number}",
        "issuer": f"Ministerie {number % 7}",
        "issuer_type": "ministry",
        "doc_type": "letter",
        "date": "2024",
        "language": "nl",
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
    }


def _write_empty_reference(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "units.csv").write_text("unit_id,doc_id,position,kind,text\n", encoding="utf-8")
    (folder / "codings.csv").write_text("unit_id,coder,facet,code\n", encoding="utf-8")
