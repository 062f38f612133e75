"""Hand codings after the texts were cut anew: CSV files, logs and the sample find their units again."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import pandas as pd

from comparelib.build.build import PROCESSED
from comparelib.build.documents import document_key, made_tables, read_text
from comparelib.build.inputs import StudyInputs, load_inputs
from comparelib.labels import say
from comparelib.store import Store
from comparelib.studyfile import find_root
from comparelib.widgets.reanchor_files import CoderFiles, coders_of, moved_sample
from comparelib.widgets.reanchoring import NewCut, found_frame
from comparelib.widgets.session import CodingFolder


@dataclass(frozen=True)
class Reanchoring:
    """What became of hand codings whose units were cut anew.

    Attributes
    ----------
    frame
        coder (or `sample`), unit_id (when it was coded), now ("" where it has no place), how, quote; a row a
        unit and coder. Units that are as they were have no row.
    written
        Whether files and logs were changed; else this is a preview.
    kept
        Copies of the files as they were, and lists of codings without a place, relative to the study.
    language
        BCP 47 tag of the display.
    """

    frame: pd.DataFrame
    written: bool
    kept: tuple[str, ...]
    language: str = "en"

    @property
    def unplaced(self) -> pd.DataFrame:
        """The rows that have no place."""
        return self.frame[self.frame["now"] == ""]

    def summary(self) -> tuple[str, ...]:
        """Return what happened, in sentences."""
        n_lost, n = len(self.unplaced), len(self.frame)
        words = [
            say(
                "coding.reanchored" if self.written else "coding.reanchor_preview",
                self.language,
                n=n - n_lost,
            )
        ]
        words.append(say("coding.unplaced", self.language, n=n_lost))
        if self.kept:
            words.append(say("coding.reanchor_kept", self.language, paths=", ".join(self.kept)))
        return tuple(words)

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{escape(text)}</p>" for text in self.summary())
        return said + (self.frame.to_html(index=False, border=0) if len(self.frame) else "")


def reanchor(start: Path | None = None, *, write: bool = False, language: str = "en") -> Reanchoring:
    """Find the units of hand codings again by their words, after texts or their cut have changed.

    A log gets a line for each unit that moved; earlier lines stay. A file of codings is replaced, and as it
    was it is kept in `log/`; its rows without a place go to `log/<coder>.unplaced.tsv`. The sample keeps its
    probabilities: a unit that has the same words under another id is the unit that was drawn.

    Parameters
    ----------
    start
        Folder in the study; None is the working folder.
    write
        False says what would change, and writes nothing.
    language
        BCP 47 tag of the summary.

    Raises
    ------
    InputFaults
        What was curated by hand has faults, a coder is at work, or a file cannot be written.
    """
    root = find_root(start)
    inputs = load_inputs(root)
    folder, cut = CodingFolder.of(inputs.study), new_cut(root, inputs)
    frames, kept = [found_frame("", {})], list[str]()
    for coder in coders_of(folder):
        with CoderFiles.open(folder, coder, cut, lock=write) as files:
            frames.append(found_frame(coder, files.found))
            kept += files.write() if write and files.found else []
    found, copies = moved_sample(folder, cut, write=write)
    frame = pd.concat([*frames, found_frame("sample", found)], ignore_index=True)
    return Reanchoring(frame, write, (*kept, *copies), language)


def new_cut(root: Path, inputs: StudyInputs) -> NewCut:
    """Return the units of all documents as they are now, also where the last build is of older ones."""
    store = Store(root / PROCESSED)
    keys = {row.doc_id: document_key(row, inputs) for row in inputs.manifest}
    if store.manifest is not None and store.manifest.documents == keys and store.is_whole():
        units, texts = store.read("units"), store.read("texts")
    else:
        rows = inputs.manifest
        made = made_tables([read_text(row, inputs.reference_units(row.doc_id)) for row in rows])
        units, texts = made["units"], made["texts"]
    return NewCut(units, dict(zip(texts["doc_id"], texts["text"], strict=True)))
