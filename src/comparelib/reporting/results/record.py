"""results.json and units.parquet: what a run found, so that it can be compared with a later one.

Both are written once per run, hold no time, host or path, and are small: the matrix, the shares, the
differences, the cards, and for each unit a hash of its text with its codes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comparelib.errors import Reason

if TYPE_CHECKING:
    import pandas as pd

RESULTS, UNITS = "results.json", "units.parquet"
PREVIOUS = {RESULTS: "results.previous.json", UNITS: "units.previous.parquet"}
"""Names that both files have once a later edition of the run stands beside them."""

_FORMAT = 1
_NUMBERS = ("counts", "totals", "shares", "differences", "findings")


@dataclass(frozen=True)
class FindingRecord:
    """One finding card of a run, as far as two runs are compared on it.

    Attributes
    ----------
    key, kind, grade, code
        As in `claims.Card`; code is None for a card on no single theme.
    words
        Language -> what is said.
    numbers
        Every number in the words, unrounded.
    """

    key: str
    kind: str
    grade: str
    code: str | None
    words: dict[str, str]
    numbers: dict[str, float | None]


@dataclass(frozen=True)
class RunResults:
    """What a run found, and from what.

    Attributes
    ----------
    run, label
        Name of its folder, and what it is called in each language.
    key
        Hash of all it was made from.
    parameters
        Those that decide its numbers.
    inputs, versions, method
        Hashes of processed and curated data; versions of the libraries; hash of the code that counts.
    codebook, coder
        "maakindustrie 1.1.0"; the coder with its version.
    corpus
        doc_id -> sha256 of the text, of every document of the study.
    names
        Language -> name of a code, document or jurisdiction -> what it is called.
    totals, counts
        Document -> denominator; document -> code -> count. Only documents of the run.
    shares
        Rows: group (jurisdiction), code, share, low, high.
    differences
        Rows: code, difference (b less a), low, high; none where there was no comparison.
    findings
        The cards.
    refusal
        Why there is no comparison, by key with its numbers, so that a page of any language can say it; None
        where there is one.
    claims
        code, difference, low, high, p, p_holm of what the run named beforehand.
    """

    run: str
    label: dict[str, str]
    key: str
    parameters: dict[str, Any]
    inputs: dict[str, str | None]
    versions: dict[str, str]
    method: str
    codebook: str
    coder: str
    corpus: dict[str, str]
    names: dict[str, dict[str, str]]
    totals: dict[str, float]
    counts: dict[str, dict[str, float]]
    shares: tuple[dict[str, Any], ...]
    differences: tuple[dict[str, Any], ...]
    findings: tuple[FindingRecord, ...]
    refusal: Reason | None = None
    claims: tuple[dict[str, Any], ...] = ()

    def name(self, name: str, language: str) -> str:
        """Return what a code, document or jurisdiction is called."""
        return self.names.get(language, {}).get(name, name)


def write_results(results: RunResults, units: pd.DataFrame, folder: Path) -> None:
    """Write both files into a folder that is not published yet; the same results give the same bytes.

    Parameters
    ----------
    results
        What a run found.
    units
        One row a unit of the run's documents: unit_id, doc_id, text (hash), weight (0 where it stands in no
        denominator), codes and values (lists of the same length).
    folder
        Where to.
    """
    import pyarrow as arrow
    import pyarrow.parquet as pq

    content = {"format": _FORMAT, **asdict(results)}
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    (folder / RESULTS).write_text(text + "\n", encoding="utf-8", newline="\n")
    table = arrow.Table.from_pandas(units, schema=_schema(), preserve_index=False)
    pq.write_table(table.replace_schema_metadata(None), folder / UNITS, compression="zstd")


def read_results(folder: Path, *, previous: bool = False) -> tuple[RunResults, pd.DataFrame] | None:
    """Return the results of a run's folder with its units; None where there are none that can be read.

    Parameters
    ----------
    folder
        Of a published run.
    previous
        Those of the edition before.
    """
    import pyarrow as arrow
    import pyarrow.parquet as pq

    names = PREVIOUS if previous else {name: name for name in PREVIOUS}
    try:
        content = json.loads((folder / names[RESULTS]).read_text("utf-8"))
        if content.pop("format") != _FORMAT:
            return None
        findings = tuple(FindingRecord(**finding) for finding in content.pop("findings"))
        content |= {name: tuple(content.get(name, ())) for name in ("shares", "differences", "claims")}
        content["refusal"] = _reason(content.get("refusal"))
        units = pq.read_table(folder / names[UNITS]).to_pandas()
        return RunResults(findings=findings, **content), units
    except (OSError, ValueError, KeyError, TypeError, arrow.ArrowException):
        return None


def _reason(kept: Mapping[str, Any] | str | None) -> Reason | None:
    """Return a refusal; editions before 2026-11-22 kept its English words alone."""
    return Reason(kept) if isinstance(kept, str) else Reason(**kept) if kept else None


def keep_previous(published: Path, staged: Path) -> None:
    """Keep the published results beside new ones whose numbers differ, else those that were kept before."""
    old, new = _numbers(published / RESULTS), _numbers(staged / RESULTS)
    if old is None or not (published / UNITS).is_file():
        return
    names: Mapping[str, str] = PREVIOUS if old != new else {name: name for name in PREVIOUS.values()}
    for name, kept in names.items():
        if (published / name).is_file():
            shutil.copyfile(published / name, staged / kept)


def _numbers(path: Path) -> dict[str, Any] | None:
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return {name: content.get(name) for name in _NUMBERS}


def _schema() -> Any:
    import pyarrow as arrow

    texts = [(name, arrow.string()) for name in ("unit_id", "doc_id", "text")]
    lists = [("codes", arrow.list_(arrow.string())), ("values", arrow.list_(arrow.float64()))]
    return arrow.schema([*texts, ("weight", arrow.float64()), *lists])


assert set(_NUMBERS) <= {field.name for field in fields(RunResults)}
