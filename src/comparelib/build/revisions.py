"""A codebook and its patterns as they are in a file or folder, or as they were in a git revision."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from comparelib.codebook import Codebook, load_codebook
from comparelib.coding.dictionary import Dictionary, load_dictionary
from comparelib.coding.dictionary.load import FACETS_FILE
from comparelib.errors import CodebookFault, Fault
from comparelib.studyfile import StudyFile
from comparelib.yamlfile import load_yaml

_DICTIONARY = "dictionary"


@dataclass(frozen=True)
class CodebookState:
    """A codebook and the folder of its patterns, None where it comes without."""

    name: str
    codebook: Codebook
    patterns: Path | None

    def dictionary(self) -> Dictionary:
        """Return the dictionary of this state.

        Raises
        ------
        CodebookFault
            The codebook came without patterns.
        DictionaryFault
            The patterns do not fit the codebook.
        """
        if self.patterns is None:
            remedy = "Name a folder with the codebook and a folder 'dictionary', or a git revision"
            raise CodebookFault(Fault(f"there are no patterns with '{self.name}'", remedy=remedy))
        return load_dictionary(self.patterns, self.codebook, Path(self.name) / _DICTIONARY)


@contextmanager
def codebook_state(name: str, study: StudyFile | None) -> Iterator[CodebookState]:
    """Give the codebook that `name` means.

    Parameters
    ----------
    name
        A codebook file; a folder with one and, where units are to be coded, a folder `dictionary`; a folder
        of pattern files, which takes the codebook of the study; or a git revision of the study (`HEAD~1`).
    study
        Needed for the last two.

    Raises
    ------
    CodebookFault
        There is no such file, folder or revision, or it holds no codebook.
    """
    path = Path(name)
    if path.is_file():
        patterns = path.parent / _DICTIONARY
        yield CodebookState(name, load_codebook(path), patterns if patterns.is_dir() else None)
    elif path.is_dir():
        yield _of_folder(name, path, study)
    elif study is None:
        raise CodebookFault(
            Fault(f"there is no file or folder '{name}'", expected="a codebook, or a folder with one")
        )
    else:
        with tempfile.TemporaryDirectory() as folder:
            _unpack_revision(name, study, Path(folder))
            yield _of_study(name, study, Path(folder))


def _of_folder(name: str, folder: Path, study: StudyFile | None) -> CodebookState:
    if (folder / FACETS_FILE).is_file():
        if study is None:
            remedy = "Go into the folder of the study, or name a folder that holds both"
            raise CodebookFault(Fault("these are patterns without a codebook", name, remedy=remedy))
        return CodebookState(name, load_codebook(study.codebook), folder)
    books = [path for path in sorted(folder.glob("*.yml")) if load_yaml(path).get("facets")]
    if len(books) != 1:
        raise CodebookFault(
            Fault(f"{len(books)} codebooks in this folder", name, expected="one *.yml with facets")
        )
    patterns = folder / _DICTIONARY
    return CodebookState(name, load_codebook(books[0]), patterns if patterns.is_dir() else None)


def _of_study(name: str, study: StudyFile, root: Path) -> CodebookState:
    """Return the state of an unpacked revision; its files lie where study.yml has them now."""
    book, patterns = (root / path.relative_to(study.root) for path in (study.codebook, study.dictionary))
    shown = Path(f"{name}:{study.codebook.relative_to(study.root).as_posix()}")
    return CodebookState(name, load_codebook(book, shown), patterns if patterns.is_dir() else None)


def _unpack_revision(name: str, study: StudyFile, folder: Path) -> None:
    wanted = [path.relative_to(study.root).as_posix() for path in (study.codebook, study.dictionary)]
    for part in wanted:
        done = _git(study.root, "archive", "--format=tar", f"{name}^{{commit}}", "--", part)
        if done.returncode == 0:
            with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
                archive.extractall(folder, filter="data")
        elif part == wanted[0]:
            message = f"'{name}' is no file, no folder and no git revision with {part}"
            raise CodebookFault(Fault(message, remedy=f"git says: {_last_line(done.stderr)}"))


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise CodebookFault(Fault("git is not installed", remedy="Name files or folders instead")) from None


def _last_line(text: bytes) -> str:
    lines = text.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "nothing"
