"""A made-up study of 24 short documents in five groups, and ways to build it and look at what was built."""

import hashlib
import importlib.util
import os
import signal
from contextlib import contextmanager
from pathlib import Path

FIRST, N_DOCUMENTS = 19034, 24
SIZES = (4, 7, 4, 5, 4)  # groups of these names, by their hashes

_PATH = Path(__file__).parents[1] / "benchmarks" / "made_corpus.py"
_SPEC = importlib.util.spec_from_file_location("made_corpus", _PATH)
made_corpus = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(made_corpus)


def write_study(root, n_documents=N_DOCUMENTS):
    return made_corpus.write_study(root, n_documents, sentences=6, first=FIRST)


def doc_ids(root):
    lines = (root / "data/raw/corpus.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split(",")[0] for line in lines]


def digests(root):
    folder = root / "data" / "processed"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def change(root, doc_id, sentence="Wij stimuleren de circulaire economie."):
    """Put a sentence behind a document, and its hash into the manifest."""
    (path,) = (root / "data/raw/made").glob(f"{doc_id}.txt")
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_text(path.read_text(encoding="utf-8") + f"\n{sentence}\n", encoding="utf-8")
    manifest = root / "data/raw/corpus.csv"
    new = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


class Ready:
    """A choice of engine that is there already."""

    def __init__(self, engine):
        self.engine = engine

    @contextmanager
    def opened(self, _folder):
        yield self.engine


def build_study(root):
    """Build in this process; called by name in another one."""
    from comparelib.build import build

    build(root)


def build_in_a_pool(root):
    """The same in two processes that this one starts."""
    from comparelib.build import build
    from comparelib.engine.local import LocalEngine

    build(root, engine=Ready(LocalEngine(2, worth=0)))


def end_suddenly():
    os.kill(os.getpid(), signal.SIGKILL)
