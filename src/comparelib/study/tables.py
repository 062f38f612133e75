"""What a study has: its tables, whole or of some documents or one coder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.coding.reference import REFERENCE_CODER
from comparelib.corpus import owners
from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.model import UnitKind
from comparelib.model.coder_names import called
from comparelib.store import Store
from comparelib.studyfile import StudyFile
from comparelib.variants import Variant, load_variants

HEADLINE = "headline"
"""The coder that a study shows: the reference coding, and its own coder where there is none."""


@dataclass(frozen=True)
class StudyTables:
    """The processed data of a study, read when it is first asked for.

    Attributes
    ----------
    file
        What study.yml says.
    codebook
        What coders decided from.
    store
        Where the tables lie.
    """

    file: StudyFile
    codebook: Codebook
    store: Store

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
