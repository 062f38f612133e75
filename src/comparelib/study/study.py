"""The study as a notebook opens it: its tables, what is counted from them, and what things are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.build import PROCESSED, inputs_key
from comparelib.codebook import load_codebook
from comparelib.errors import NotEstimable, StoreFailure
from comparelib.labels import LANGUAGES
from comparelib.matrix import ThemeMatrix
from comparelib.matrix.grouped import CODING_COLUMNS, UNIT_COLUMNS, grouped_theme_matrix
from comparelib.model import Counting, UnitKind
from comparelib.store import Store
from comparelib.study.tables import StudyTables
from comparelib.studyfile import FILE_NAME, find_root, load_studyfile

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.strategies import StrategyUse


@dataclass(frozen=True)
class Study(StudyTables):
    """A study with its processed data.

    Examples
    --------
    >>> study = Study.open()                                        # doctest: +SKIP
    >>> matrix = study.matrix(facet="theme", coder="reference")     # doctest: +SKIP
    """

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
