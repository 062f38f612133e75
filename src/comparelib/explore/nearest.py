"""The passages of the other side that a sentence encoder puts nearest to a passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from comparelib.build.codings import CACHE
from comparelib.coding.classifier.embeddings import embedded
from comparelib.coding.classifier.encoder import SentenceEncoder, sentence_encoder
from comparelib.coding.classifier.reading import policy_units
from comparelib.errors import Fault, NotEstimable, ParameterFault, one_of
from comparelib.explore.markup import answer, headings, notes, number, passage, plain, rows_of, table
from comparelib.explore.masking import masked_passages, privacy_of
from comparelib.explore.place import document_cell, place_cell
from comparelib.explore.scope import codes_of, placed
from comparelib.labels import listed, say
from comparelib.model import UnitKind
from comparelib.study import HEADLINE

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.study import Study

_COLUMNS = {
    "similarity": "number",
    "document": "text",
    "place": "text",
    "passage": "passage",
    "shared_codes": "text",
    "codes": "text",
}


@dataclass(frozen=True)
class NearestPassages:
    """The passages nearest to one, by the cosine of their vectors.

    Attributes
    ----------
    frame
        One row a passage, nearest first: unit_id, doc_id, jurisdiction, section, page, text (without personal
        contact data, as on a page), similarity (cosine, in [-1, 1]), codes and shared_codes (of the facet,
        ", " between; shared with the passage that
        was asked about).
    text
        The passage that was asked about.
    unit_id
        Which unit it is; None for a text of one's own.
    codes
        Its own codes; none for a text of one's own.
    typical
        Median similarity of the passage to all passages that were searched: what no likeness looks like.
    n_searched
        How many passages were searched: headings are not among them.
    encoder, facet, coder
        Which encoder; whose codes, of which facet.
    look
        Names and language.
    """

    frame: pd.DataFrame
    text: str
    unit_id: str | None
    codes: tuple[str, ...]
    typical: float
    n_searched: int
    encoder: str
    facet: str
    coder: str
    look: Look

    def _repr_html_(self) -> str:
        language, look = self.look.language, self.look
        rows = (
            [
                number(row.similarity, "decimal", language),
                document_cell(row.doc_id, row.jurisdiction, look),
                place_cell(row.section, row.page, language),
                passage(row.text),
                plain(_named(row.shared_codes, look)),
                plain(_named(row.codes, look)),
            ]
            for row in rows_of(self.frame)
        )
        quoted = f"<blockquote>{passage(self.text).html}</blockquote>"
        own = listed([look.name(code) for code in self.codes], language) if self.codes else ""
        who = say("explore.headline", language) if self.coder == HEADLINE else self.coder
        told = say("explore.nearest.own_codes", language, codes=own, coder=who) if own else ""
        values: dict[str, Any] = {"typical": self.typical, "n": self.n_searched, "encoder": self.encoder}
        caution = [
            say("explore.nearest.caution", language),
            say("explore.nearest.searched", language, **values),
        ]
        caption = say("explore.nearest.caption", language)
        parts = [quoted, notes([told]), table(caption, headings(_COLUMNS, language), rows), notes(caution)]
        return answer(say("explore.nearest.title", language, n=len(self.frame)), parts, language)


def nearest(  # noqa: PLR0913 - a study, a passage, and choices with defaults
    study: Study,
    asked: str,
    *,
    jurisdiction: str | None = None,
    n: int = 5,
    facet: str = "theme",
    coder: str = HEADLINE,
    encoder: SentenceEncoder | None = None,
    language: str = "en",
) -> NearestPassages:
    """Return the passages of another jurisdiction that mean most nearly the same, as an encoder sees it.

    Similarity is the cosine of two sentence vectors. It tells likeness of subject and wording; it does not
    tell whether two texts want the same, or by the same means, and no score is the border of likeness.

    Parameters
    ----------
    study
        The study, opened.
    asked
        A unit_id (such as `vl_werkagenda_maakindustrie#0042`), or a text of one's own.
    jurisdiction
        Where to search. For a unit every side but its own where None; for a text all sides.
    n
        How many are returned.
    facet, coder
        Whose codes stand beside each passage; `headline` is the reference, else the study's own coder.
    encoder
        None takes the one of the classifier, and its vectors from the cache of the processed data.
    language
        BCP 47 tag of the words around the passages.

    Raises
    ------
    ParameterFault
        An unknown unit, jurisdiction, facet or coder; an empty text; n below one.
    NotEstimable
        There is no passage to search.

    Examples
    --------
    >>> nearest(study, "nl_fme_formatie_2023#0042", jurisdiction="VL")     # doctest: +SKIP
    """
    _check(study, asked, facet, n)
    units = study.units().reset_index(drop=True)
    sides = units["doc_id"].map(study.documents.set_index("doc_id")["jurisdiction"])
    row = _row_of(units, asked)
    searched = _searched(study, units, sides, row, jurisdiction)
    used = encoder or sentence_encoder(study.file.encoder)
    # The very call of the classifier: its cached vectors are found, and those made here serve it later.
    vectors = embedded(policy_units(units), used, study.file.root / CACHE).text
    text = asked if row is None else str(units["text"].iloc[row])
    query = used.encode([text])[0].astype(np.float64) if row is None else vectors[row]
    similarity = _cosine(vectors[searched], query)
    order = np.lexsort((searched, -np.round(similarity, 9)))[:n]
    codings = study.codings(coder)
    privacy = privacy_of(study)
    frame = masked_passages(placed(units.iloc[searched[order]], study.documents), privacy)
    known = [*frame["unit_id"], *([] if row is None else [asked])]
    codes = codes_of(codings, known, facet)
    own = codes.get(asked, ()) if row is not None else ()
    frame = frame.assign(
        similarity=similarity[order],
        codes=[", ".join(codes.get(unit, ())) for unit in frame["unit_id"]],
        shared_codes=[
            ", ".join(code for code in codes.get(unit, ()) if code in own) for unit in frame["unit_id"]
        ],
    )
    return NearestPassages(
        frame=frame,
        text=text if row is None else privacy.masked(text).text,
        unit_id=None if row is None else asked,
        codes=own,
        typical=float(np.median(similarity)),
        n_searched=len(searched),
        encoder=used.identity,
        facet=facet,
        coder=coder,
        look=study.look(language),
    )


def _check(study: Study, asked: str, facet: str, n: int) -> None:
    facets = [each.name for each in study.codebook.facets]
    faults = []
    if not asked.strip():
        faults.append(Fault("the passage is empty", expected="a unit_id, or a text"))
    if facet not in facets:
        faults.append(Fault(f"there is no facet '{facet}'", expected=one_of(facets, facet)))
    if n < 1:
        faults.append(Fault(f"n cannot be {n}", expected="a whole number, at least 1"))
    if faults:
        raise ParameterFault(faults)


def _row_of(units: pd.DataFrame, asked: str) -> int | None:
    """Return the row of a unit, None for a text; what is written like a unit_id must be one."""
    found = np.flatnonzero((units["unit_id"] == asked).to_numpy())
    if len(found):
        return int(found[0])
    document, mark, place = asked.rpartition("#")
    if mark and place.isdigit() and not any(character.isspace() for character in document):
        known = [unit for unit in units["unit_id"] if unit.startswith(f"{document}#")]
        expected = (
            f"{known[0]} … {known[-1]}, without furniture"
            if known
            else one_of(sorted(set(units["doc_id"])), document)
        )
        raise ParameterFault(Fault(f"there is no unit '{asked}'", expected=expected))
    return None


def _searched(
    study: Study, units: pd.DataFrame, sides: pd.Series, row: int | None, jurisdiction: str | None
) -> NDArray[np.int64]:
    """Return the rows of the units to search: no headings, which name a subject and say nothing of it."""
    kept = (units["kind"] != UnitKind.HEADING.value).to_numpy(copy=True)
    if jurisdiction is not None:
        study.selection(jurisdictions=(jurisdiction,))
        kept &= (sides == jurisdiction).to_numpy()
    elif row is not None:
        kept &= (sides != sides.iloc[row]).to_numpy()
    if row is not None:
        kept[row] = False
    rows = np.flatnonzero(kept)
    if not len(rows):
        raise NotEstimable(
            "there is no passage to search: this study has no other side", "refusal.no_passage"
        )
    return rows


def _cosine(vectors: NDArray[np.float64], query: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the cosine of each row with `query`, shape (rows,); 0 where either has no length."""
    lengths = np.linalg.norm(vectors, axis=1) * np.linalg.norm(query)
    return np.asarray(np.divide(vectors @ query, lengths, out=np.zeros(len(vectors)), where=lengths > 0))


def _named(codes: str, look: Look) -> str:
    return ", ".join(look.name(code) for code in codes.split(", ") if code)
