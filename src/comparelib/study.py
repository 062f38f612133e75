"""The study as a notebook opens it: its tables, its matrix, its labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.build import PROCESSED, inputs_key
from comparelib.codebook import Codebook, load_codebook
from comparelib.coding.reference import REFERENCE_CODER
from comparelib.corpus import owners
from comparelib.errors import Fault, NotEstimable, ParameterFault, StoreFailure, one_of
from comparelib.labels import LANGUAGES
from comparelib.matrix import ThemeMatrix
from comparelib.matrix.grouped import CODING_COLUMNS, UNIT_COLUMNS, grouped_theme_matrix
from comparelib.model import Counting, UnitKind
from comparelib.model.coder_names import called
from comparelib.store import Store
from comparelib.studyfile import FILE_NAME, StudyFile, find_root, load_studyfile
from comparelib.variants import Variant, load_variants

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.strategies import StrategyUse


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

    def units(
        self,
        documents: pd.DataFrame | None = None,
        *,
        furniture: bool = False,
        columns: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return the table of units, of some documents or of all; furniture only when it is asked for.

        Parameters
        ----------
        documents
            Rows of the table of documents, as `selection` returns them; all where None. The files of other
            documents are not read.
        columns
            The columns that are wanted, all where None; the other ones are not read.
        """
        wanted = self._wanted(documents)
        if wanted is None and columns is None:
            units = self._units
        else:
            units = self.store.read("units", columns and [*columns, "kind"], wanted)
        policy = units if furniture else units[units["kind"] != UnitKind.FURNITURE.value]
        return policy if columns is None else policy[list(columns)]

    def codings(
        self,
        coder: str | None = None,
        *,
        documents: pd.DataFrame | None = None,
        columns: Sequence[str] | None = None,
    ) -> pd.DataFrame:
        """Return the codings of one coder, or of all; parameters as of `units`.

        The coder `headline` is the reference coding where it covers a document, and the study's own coder
        elsewhere; its rules begin with who coded.

        Raises
        ------
        ParameterFault
            There is no such coder.
        """
        wanted, name = self._wanted(documents), None if coder is None else self._coder(coder)
        if wanted is None and columns is None:
            return self._headline if name == HEADLINE else self._of_coder(self._codings, name)
        read = columns and [*columns, "unit_id", "coder", "rule"]
        own = self._of_coder(self.store.read("codings", read, wanted), name)
        return own if columns is None else own[list(columns)]

    @cached_property
    def _headline(self) -> pd.DataFrame:
        return self._of_coder(self._codings, HEADLINE)

    def _of_coder(self, codings: pd.DataFrame, name: str | None) -> pd.DataFrame:
        """Return the rows of a coder in the codings of whole documents."""
        if name is None:
            return codings
        if name != HEADLINE:
            return codings[codings["coder"] == name]
        document = owners(codings["unit_id"])
        is_reference = codings["coder"] == REFERENCE_CODER
        is_own = codings["coder"].isin(called(codings["coder"].unique(), self.file.coder))
        covered = document.isin(document[is_reference].unique())
        chosen = codings[is_reference | (is_own & ~covered)]
        return chosen.assign(coder=HEADLINE, rule=chosen["coder"] + ": " + chosen["rule"])

    def _wanted(self, documents: pd.DataFrame | None) -> frozenset[str] | None:
        """Return the doc_ids of some documents, None where they are all."""
        wanted = None if documents is None else frozenset(documents["doc_id"])
        return None if wanted is None or wanted.issuperset(self.documents["doc_id"]) else wanted

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

        The corpus is counted one group of documents at a time: texts are not read, and what was counted is
        not held.

        Parameters
        ----------
        documents
            Rows of the table of documents, as `selection` returns them; all where None.
        """
        chosen = self.documents if documents is None else documents
        name = self._coder(coder)
        return grouped_theme_matrix(
            self._groups(self._wanted(chosen), name, counting),
            chosen,
            self.codebook,
            coder=name,
            facet=facet,
            counting=counting,
            functions=tuple(functions),
        )

    def _groups(
        self, wanted: frozenset[str] | None, coder: str, counting: str
    ) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
        """Yield codings and units of each group of documents, with what is needed to count them."""
        columns = [*UNIT_COLUMNS, *(["text"] if counting == Counting.TOKENS else [])]
        for group, units in self.store.parts("units", columns, wanted):
            policy = units[units["kind"] != UnitKind.FURNITURE.value]
            read = self.store.read("codings", (*CODING_COLUMNS, "rule"), wanted, group=group)
            own = self._of_coder(read, coder)
            yield own[own["unit_id"].isin(policy["unit_id"])], policy

    def strategies(
        self, matrix: ThemeMatrix, *, within: str | None = "circular_economy", level: float = 0.95
    ) -> StrategyUse:
        """Return which circular strategies the units of a theme name, by the rules beside the codebook.

        Raises
        ------
        NotEstimable
            The study has no such rules, or no unit of the matrix has the code `within`.
        DictionaryFault
            The rules are faulty.
        """
        from comparelib.strategies import FILE_NAME as STRATEGIES
        from comparelib.strategies import load_strategies, strategy_use

        path = self.file.codebook.with_name(STRATEGIES)
        if not path.is_file():
            shown = self.file.shown(path).as_posix()
            message = f"this study has no rules for circular strategies: {shown} is not there"
            raise NotEstimable(message, "refusal.strategies.file", path=shown)
        scheme, rows = load_strategies(path, self.file.shown(path)), matrix.documents.reset_index()
        sides = zip(rows["doc_id"].astype(str), rows["jurisdiction"].astype(str), strict=True)
        varieties = {doc_id: self.file.variety(side) for doc_id, side in sides}
        return strategy_use(matrix, self.units(rows), scheme, varieties, within=within, level=level)

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
        found = called(known, name)
        if len(found) != 1:
            raise ParameterFault(
                Fault(
                    f"coder '{name}' has not coded this study",
                    expected=one_of(known, name),
                    key="refusal.coder_not_coded",
                    values={"coder": name},
                )
            )
        return found[0]
