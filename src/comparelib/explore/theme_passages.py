"""The passages that a coder gave a code: which sentences stand behind a theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.explore.markup import Cell, answer, headings, notes, passage, plain, rows_of, table, unshown
from comparelib.explore.masking import masked_passages, privacy_of
from comparelib.explore.place import document_cell, place_cell
from comparelib.explore.scope import chosen_documents, codes_of, facet_of, placed
from comparelib.labels import say
from comparelib.study import HEADLINE

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.study import Study

FUNCTION = "function"
_DICTIONARY = "dictionary"
_COLUMNS = {
    "document": "text",
    "place": "text",
    "passage": "passage",
    "other_codes": "text",
    "coded_by": "text",
}


@dataclass(frozen=True)
class ThemePassages:
    """The passages of one code.

    Attributes
    ----------
    frame
        One row a unit, in the order of the corpus: unit_id, doc_id, jurisdiction, section, page, text
        (without personal contact data, as on a page), code, coder, score (highest of its rows), rule (all of
        its rules, "; " between), other_codes (of the same
        facet, ", " between), spans (tuple of (start, end) into the text: the words behind the code).
    code, facet, coder
        What was looked for, and by whom it was coded.
    borrowed
        Whether some spans are those of the dictionary, because the coder points at no words there.
    limit
        How many are shown; `frame` has them all.
    look
        Names and language.
    """

    frame: pd.DataFrame
    code: str
    facet: str
    coder: str
    borrowed: bool
    limit: int
    look: Look

    def _repr_html_(self) -> str:
        language, look = self.look.language, self.look
        shown = self.frame.head(self.limit)
        rows = (_cells(row, look) for row in rows_of(shown))
        title = say("explore.passages.title", language, n=len(self.frame), code=look.name(self.code))
        known = [say("explore.marks_borrowed", language)] if self.borrowed else []
        if self.frame.empty:
            return answer(title, [notes([say("explore.passages.none", language)])], language)
        who = say("explore.headline", language) if self.coder == HEADLINE else self.coder
        caption = say("explore.passages.caption", language, coder=who)
        parts = [
            table(caption, headings(_COLUMNS, language), rows),
            notes([unshown(len(shown), len(self.frame), language), *known]),
        ]
        return answer(title, parts, language)


def passages_of(  # noqa: PLR0913 - a study, a code, and choices with defaults
    study: Study,
    code: str,
    *,
    jurisdiction: str | None = None,
    documents: Sequence[str] = (),
    coder: str = HEADLINE,
    functions: Sequence[str] = (),
    facet: str | None = None,
    limit: int = 50,
    language: str = "en",
) -> ThemePassages:
    """Return every passage that a coder gave a code.

    Parameters
    ----------
    study
        The study, opened.
    code
        Of any facet of the codebook, such as `circular_economy` or `measure`.
    jurisdiction, documents
        Keep those of one side, or of these doc_ids; all where nothing is given.
    coder
        Whose coding; `headline` is the reference, and the study's own coder where there is no reference.
    functions
        Keep units with one of these functions by the same coder, such as `measure`.
    facet
        Says which, where several facets have the code.
    limit
        How many are shown in the notebook; `frame` has them all.
    language
        BCP 47 tag of the words around the passages.

    Raises
    ------
    ParameterFault
        An unknown code, coder, function, document or jurisdiction; a limit below one.

    Examples
    --------
    >>> passages_of(study, "circular_economy", jurisdiction="VL")     # doctest: +SKIP
    """
    named = facet_of(study, code, facet)
    _check(study, functions, limit)
    chosen = chosen_documents(study, jurisdiction, documents)
    units = study.units(chosen)
    codings = study.codings(coder)
    codings = codings[codings["unit_id"].isin(units["unit_id"])]
    rows = codings[(codings["facet"] == named) & (codings["code"] == code)]
    if functions:
        kept = codings[(codings["facet"] == FUNCTION) & codings["code"].isin(list(functions))]
        rows = rows[rows["unit_id"].isin(kept["unit_id"])]
    frame = placed(units[units["unit_id"].isin(rows["unit_id"])], chosen)
    ids = frame["unit_id"].tolist()
    others = codes_of(codings, ids, named)
    own = _spans(rows)
    lent = _lent_spans(study, (named, code), [unit for unit in ids if unit not in own])
    spans = lent | own
    by_unit = rows.groupby("unit_id", sort=False)
    name = str(rows["coder"].iloc[0]) if len(rows) else coder
    frame = frame.assign(
        code=code,
        coder=name,
        score=by_unit["score"].max().reindex(ids).to_numpy(dtype="float64"),
        rule=[_joined_rules(by_unit.get_group(unit)["rule"]) for unit in ids],
        other_codes=[", ".join(each for each in others.get(unit, ()) if each != code) for unit in ids],
        spans=pd.Series([spans.get(unit, ()) for unit in ids], dtype=object),
    )
    frame = masked_passages(frame, privacy_of(study))
    return ThemePassages(frame, code, named, name, bool(lent), limit, study.look(language))


def _check(study: Study, functions: Sequence[str], limit: int) -> None:
    faults = []
    known = next((facet.names for facet in study.codebook.facets if facet.name == FUNCTION), ())
    if isinstance(functions, str):
        faults.append(Fault(f"functions cannot be '{functions}'", expected="a list of functions"))
    else:
        faults += [
            Fault(f"there is no function '{name}'", expected=one_of(known, name))
            for name in functions
            if name not in known
        ]
    if limit < 1:
        faults.append(Fault(f"limit cannot be {limit}", expected="a whole number, at least 1"))
    if faults:
        raise ParameterFault(faults)


def _lent_spans(
    study: Study, target: tuple[str, str], unit_ids: Sequence[str]
) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the words by which the dictionary gives units the same code; nothing where none has coded."""
    dictionaries = [str(name) for name in study.coders["coder"] if str(name).startswith(f"{_DICTIONARY}@")]
    if len(dictionaries) != 1 or not unit_ids:
        return {}
    codings = study.codings(dictionaries[0])
    codings = codings[(codings["facet"] == target[0]) & (codings["code"] == target[1])]
    return _spans(codings[codings["unit_id"].isin(list(unit_ids))])


def _spans(rows: pd.DataFrame) -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, list[tuple[int, int]]] = {}
    placed_rows = rows[rows["start"].notna()]
    columns = (placed_rows["unit_id"].tolist(), placed_rows["start"].tolist(), placed_rows["end"].tolist())
    for unit, start, end in zip(*columns, strict=True):
        found.setdefault(unit, []).append((int(start), int(end)))
    return {unit: tuple(sorted(spans)) for unit, spans in found.items()}


def _joined_rules(rules: pd.Series) -> str:
    return "; ".join(dict.fromkeys(str(rule) for rule in rules.dropna() if rule))


def _cells(row: Any, look: Look) -> list[Cell]:
    others = ", ".join(look.name(code) for code in row.other_codes.split(", ") if code)
    return [
        document_cell(row.doc_id, row.jurisdiction, look),
        place_cell(row.section, row.page, look.language),
        passage(row.text, row.spans),
        plain(others),
        plain(row.rule or row.coder),
    ]
