"""Fitted numbers in and out of a folder: a model is found by the hash of all that it was learned from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from comparelib.coding.classifier.calibration import Logistic
from comparelib.coding.classifier.decisions import Decision
from comparelib.coding.classifier.hashing import digest_of, file_digest, read_arrays, written_arrays
from comparelib.coding.classifier.least_squares import LeastSquares
from comparelib.coding.classifier.succession import Succession

Arrays = Mapping[str, NDArray[np.generic]]
_FOLDER = "models"


@dataclass(frozen=True)
class Solved:
    """What is slow to learn of one facet: the linear models, and their margins of held-out units."""

    linear: LeastSquares
    margins: NDArray[np.float64]
    support: NDArray[np.float64]

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the numbers by name."""
        return {
            "dual": self.linear.dual,
            "base": self.linear.base,
            "penalty": np.array(self.linear.penalty),
            "margins": self.margins,
            "support": self.support,
        }

    @classmethod
    def of(cls, arrays: Arrays) -> Solved:
        """Return what `arrays` gave."""
        found = {name: np.asarray(values, dtype=np.float64) for name, values in arrays.items()}
        linear = LeastSquares(found["dual"], found["base"], float(found["penalty"]))
        return cls(linear, found["margins"], found["support"])


def decision_arrays(decision: Decision) -> dict[str, NDArray[np.generic]]:
    """Return the numbers of a decision by name."""
    rule = np.array([decision.several, decision.most or 0], dtype=np.float64)
    arrays = {**vars(decision.logistic), "cut": decision.cut, "rule": rule}
    if decision.succession is not None:
        arrays |= {"ratio": decision.succession.ratio, "power": np.array(decision.succession.power)}
    return arrays


def decision_of(arrays: Arrays) -> Decision:
    """Return the decision that gave `arrays`."""
    found = {name: np.asarray(values, dtype=np.float64) for name, values in arrays.items()}
    several, most = found.pop("rule").astype(int).tolist()
    cut = found.pop("cut")
    succession = Succession(found.pop("ratio"), float(found.pop("power"))) if "ratio" in found else None
    return Decision(Logistic(**found), cut, bool(several), most or None, succession)


@dataclass(frozen=True)
class ModelFolder:
    """The folder `models` under a cache folder; without one nothing is kept and nothing is found."""

    cache: Path | None

    def found(self, kind: str, digest: str) -> dict[str, dict[str, NDArray[np.generic]]]:
        """Return facet -> numbers by name; empty where nothing is kept."""
        arrays = read_arrays(self._path(kind, digest)) if self.cache is not None else None
        parts: dict[str, dict[str, NDArray[np.generic]]] = {}
        for key, values in (arrays or {}).items():
            facet, _, name = key.partition("/")
            parts.setdefault(facet, {})[name] = values
        return parts

    def keep(self, kind: str, digest: str, parts: Mapping[str, Arrays]) -> None:
        """Write the numbers of every facet."""
        if self.cache is not None:
            arrays = {
                f"{facet}/{name}": values for facet, part in parts.items() for name, values in part.items()
            }
            written_arrays(self._path(kind, digest), arrays)

    def _path(self, kind: str, digest: str) -> Path:
        # The code is part of the key: another way of fitting never meets an older fit.
        return Path(self.cache or ".") / _FOLDER / f"{kind}-{digest_of(digest, _code())}.npz"


@cache
def _code() -> str:
    here = Path(__file__).resolve().parent
    return file_digest(sorted([*here.glob("*.py"), *here.parent.glob("hybrid/*.py")]))
