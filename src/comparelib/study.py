"""The study as a notebook opens it: its tables, its matrix, its labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.build import inputs_key
from comparelib.build.build import PROCESSED
from comparelib.codebook import Codebook, load_codebook
from comparelib.coding.reference import REFERENCE_CODER
from comparelib.errors import Fault, ParameterFault, StoreFailure, one_of
from comparelib.labels import LANGUAGES
from comparelib.matrix import ThemeMatrix, theme_matrix
from comparelib.store import Store
from comparelib.studyfile import FILE_NAME, StudyFile, find_root, load_studyfile
from comparelib.variants import Variant, load_variants

if TYPE_CHECKING:
    from comparelib.charts import Look


HEADLINE = "headline"
"""The coder that a study shows: the reference coding, and its own coder where there is none."""


@dataclass(frozen=True)
class Study:
    """A study with its processed data.

    Examples
    --------
    >>> study = Study.open()                                        # doctest: +SKIP
    >>> matrix = study.matrix(facet="theme", coder="reference")     # doctest: +SKIP
    """

    file: StudyFile
    codebook: Codebook
    store: Store

    @classmethod
    def open(cls, start: Path | None = None) -> Study:
        """Open the study whose study.yml is nearest to `start` (the working folder), upwards.

        Raises
        ------
        StudyFault, CodebookFault
            study.yml or the codebook is missing or faulty.
        StoreFailure
            There is no processed data, or what it was made from has changed since.
        """
        root = find_root(start)
        file, store = load_studyfile(root / FILE_NAME), Store(root / PROCESSED)
        if store.manifest is None:
            raise StoreFailure("there is no processed data yet. Run `comparelib build`")
        if store.manifest.inputs != inputs_key(root):
            raise StoreFailure(
                "the processed data is older than what it is made from. Run `comparelib build`"
            )
        return cls(file, load_codebook(file.codebook, file.shown(file.codebook)), store)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """The table of documents."""
        return self.store.read("documents")

    @cached_property
    def coders(self) -> pd.DataFrame:
        """The table of coders."""
        return self.store.read("coders")

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """The table of NL-VL equivalents beside the codebook; none where the study has no such table."""
        path = self.file.codebook.with_name("variants.csv")
        return load_variants(path, self.file.shown(path)) if path.is_file() else ()

    @cached_property
    def _units(self) -> pd.DataFrame:
        return self.store.read("units")

    @cached_property
    def _codings(self) -> pd.DataFrame:
        return self.store.read("codings")

    def units(self, documents: pd.DataFrame | None = None, *, furniture: bool = False) -> pd.DataFrame:
        """Return the table of units, of some documents or of all; furniture only when it is asked for."""
        units = self._units if furniture else self._units[self._units["kind"] != "furniture"]
        return units if documents is None else units[units["doc_id"].isin(documents["doc_id"])]

    def codings(self, coder: str | None = None) -> pd.DataFrame:
        """Return the codings of one coder, or of all.

        The coder `headline` is the reference coding where it covers a document, and the study's own coder
        elsewhere; its rules begin with who coded.

        Raises
        ------
        ParameterFault
            There is no such coder.
        """
        if coder is None:
            return self._codings
        if coder == HEADLINE:
            return self._headline
        return self._codings[self._codings["coder"] == self._coder(coder)]

    @cached_property
    def _headline(self) -> pd.DataFrame:
        codings = self._codings
        document = codings["unit_id"].str.rpartition("#")[0]
        is_reference = codings["coder"] == REFERENCE_CODER
        is_own = codings["coder"].str.partition("@")[0] == self.file.coder
        covered = document.isin(document[is_reference].unique())
        chosen = codings[is_reference | (is_own & ~covered)]
        return chosen.assign(coder=HEADLINE, rule=chosen["coder"] + ": " + chosen["rule"])

    def selection(self, documents: Sequence[str] = (), jurisdictions: Sequence[str] = ()) -> pd.DataFrame:
        """Return the documents of the given ids and jurisdictions; all of them where none is given.

        Raises
        ------
        ParameterFault
            There is no such document or jurisdiction, or none is left.
        """
        frame = self.documents
        for column, wanted in (("doc_id", documents), ("jurisdiction", jurisdictions)):
            known = (
                list(self.documents[column].unique()) if column == "doc_id" else list(self.file.jurisdictions)
            )
            faults = [
                Fault(f"{column} '{name}' is not in this study", expected=one_of(known, name))
                for name in wanted
                if name not in known
            ]
            if faults:
                raise ParameterFault(faults)
            frame = frame[frame[column].isin(list(wanted))] if wanted else frame
        if frame.empty:
            raise ParameterFault(Fault("no document is left by this choice of documents and jurisdictions"))
        return frame

    def matrix(
        self,
        *,
        facet: str = "theme",
        coder: str = "reference",
        counting: str = "presence",
        functions: Sequence[str] = (),
        documents: pd.DataFrame | None = None,
    ) -> ThemeMatrix:
        """Return the matrix of documents and codes, as `theme_matrix` makes it.

        Parameters
        ----------
        documents
            Rows of the table of documents, as `selection` returns them; all where None.
        """
        chosen = self.documents if documents is None else documents
        units = self.units(chosen)
        codings = self.codings(coder)
        return theme_matrix(
            codings[codings["unit_id"].isin(units["unit_id"])],
            units,
            chosen,
            self.codebook,
            facet=facet,
            coder=self._coder(coder),
            counting=counting,
            functions=tuple(functions),
        )

    def look(self, language: str = "en") -> Look:
        """Return what things are called in a language, and how both sides are drawn in every figure."""
        from comparelib.charts import JurisdictionStyle, Look

        return Look(
            language=language,
            codes={code.name: code.label[language] for facet in self.codebook.facets for code in facet.codes},
            documents=self._document_names,
            styles={
                name: JurisdictionStyle(label=side.label[language], colour=side.colour, marker=side.marker)
                for name, side in self.file.jurisdictions.items()
            },
        )

    def faces(self) -> dict[str, Look]:
        """Return the look in every language, for words that are written in all of them."""
        return {language: self.look(language) for language in LANGUAGES}

    @cached_property
    def _document_names(self) -> dict[str, str]:
        """Issuer and year; with the title behind it where two documents would be called the same."""
        frame = self.documents.astype("str")
        short = (frame["issuer"] + " " + frame["date"].str[:4]).str.strip()
        full = short + ": " + frame["title"]
        names = short.where(~short.duplicated(keep=False), full)
        return dict(zip(frame["doc_id"].tolist(), names.tolist(), strict=True))

    def _coder(self, name: str) -> str:
        if name == HEADLINE:
            return HEADLINE
        known = [*map(str, self.coders["coder"]), HEADLINE]
        found = [coder for coder in known if name in (coder, coder.partition("@")[0])]
        if len(found) != 1:
            raise ParameterFault(
                Fault(f"coder '{name}' has not coded this study", expected=one_of(known, name))
            )
        return found[0]
