"""What a change of patterns would do: to the matrix, to the passages, to other codes, and to agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.coding.dictionary import Dictionary, dictionary_codings, failing_examples, load_dictionary
from comparelib.coding.reference import REFERENCE_CODER
from comparelib.explore.change_page import change_page
from comparelib.explore.edited_dictionary import DictionaryEdit, edited
from comparelib.explore.given_patterns import GivenPattern
from comparelib.explore.scope import facet_of, placed
from comparelib.matrix import ThemeMatrix, theme_matrix
from comparelib.model import Reserved
from comparelib.reliability import coder_quality

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.study import Study

STATISTICS = ("precision", "recall", "f1")
_RESERVED = [word.value for word in Reserved]


@dataclass(frozen=True)
class PatternChange:
    """What a change of the patterns of one code would do; nothing has been written.

    Attributes
    ----------
    frame
        One row a document: doc_id, jurisdiction, before, after (units with the code), gained, lost, total
        (units that the dictionary codes), share_before, share_after, difference (after less before).
    passages
        One row a unit that gains or loses the code: change (gained or lost), unit_id, doc_id, jurisdiction,
        section, page, text, rule, spans (tuple of (start, end) into the text).
    others
        One row each other code, of any facet, that units gain or lose by it: facet, code, gained, lost.
        Codes of one facet compete for a unit, and some facets hold for units of some codes only.
    examples
        One row each example and counter-example of the code: text, variety (or None), wanted, before, after
        (whether it is kept, that is: whether it gets the code where it should, and not where it should not).
    quality
        Of the code against the reference coding: statistic (precision, recall, f1), then before_value,
        before_low, before_high, after_value, after_low, after_high and n_hits, n_predicted, n_reference of
        both; None where there is no reference.
    matrix_before, matrix_after
        The matrices of the facet, as `study.matrix` would count them.
    edit
        The change; `yaml` is what to paste.
    code, facet
        What was changed.
    limit
        How many passages of each kind are shown.
    look
        Names and language.
    """

    frame: pd.DataFrame
    passages: pd.DataFrame
    others: pd.DataFrame
    examples: pd.DataFrame
    quality: pd.DataFrame | None
    matrix_before: ThemeMatrix
    matrix_after: ThemeMatrix
    edit: DictionaryEdit
    code: str
    facet: str
    limit: int
    look: Look

    @property
    def yaml(self) -> str:
        """The lines for the pattern file of the code."""
        return self.edit.lines

    def _repr_html_(self) -> str:
        return change_page(self)


def pattern_change(  # noqa: PLR0913 - a study, a code, and the change
    study: Study,
    code: str,
    *,
    add: Sequence[GivenPattern] = (),
    remove: Sequence[str] = (),
    exclude: Sequence[GivenPattern] = (),
    facet: str | None = None,
    limit: int = 25,
    language: str = "en",
) -> PatternChange:
    """Code the whole study by the dictionary as it is and as it would be, and return every difference.

    Parameters
    ----------
    study
        The study, opened.
    code
        Whose patterns change.
    add, exclude
        Patterns and exclusions as in the pattern files: texts, or mappings with weight and conditions.
    remove
        Texts of patterns that stand there now.
    facet
        Says which, where several facets have the code.
    limit
        How many gained, and how many lost passages are shown; `passages` has them all.
    language
        BCP 47 tag of the words around the passages.

    Raises
    ------
    DictionaryFault
        What is added could not stand in a pattern file, or a pattern file has a fault.
    ParameterFault
        An unknown code, a pattern to take out that is not there or to add that is, or nothing to change.

    Examples
    --------
    >>> pattern_change(study, "circular_economy", add=["statiegeld*"])     # doctest: +SKIP
    """
    target = (facet_of(study, code, facet), code)
    folder = study.file.dictionary
    dictionary = load_dictionary(folder, study.codebook, study.file.shown(folder))
    edit = edited(dictionary, target, add, remove, exclude)
    before, after = (_coded(study, each) for each in (edit.before, edit.after))
    matrices = [_matrix(study, codings, target[0]) for codings in (before, after)]
    return PatternChange(
        frame=_per_document(study, before, after, target, matrices[0]),
        passages=_moved(study, before, after, target),
        others=_others(study, before, after, target),
        examples=_examples(edit, target),
        quality=_quality(study, before, after, target),
        matrix_before=matrices[0],
        matrix_after=matrices[1],
        edit=edit,
        code=code,
        facet=target[0],
        limit=limit,
        look=study.look(language),
    )


def _coded(study: Study, dictionary: Dictionary) -> pd.DataFrame:
    documents = zip(study.documents["doc_id"], study.documents["jurisdiction"], strict=True)
    varieties = {str(doc_id): study.file.variety(side) for doc_id, side in documents}
    return dictionary_codings(study.units(), dictionary, study.codebook, varieties)


def _matrix(study: Study, codings: pd.DataFrame, facet: str) -> ThemeMatrix:
    coder = str(codings["coder"].iloc[0]) if len(codings) else ""
    return theme_matrix(codings, study.units(), study.documents, study.codebook, facet=facet, coder=coder)


def _with_code(codings: pd.DataFrame, target: tuple[str, str]) -> pd.DataFrame:
    return codings[(codings["facet"] == target[0]) & (codings["code"] == target[1])]


def _per_document(
    study: Study, before: pd.DataFrame, after: pd.DataFrame, target: tuple[str, str], matrix: ThemeMatrix
) -> pd.DataFrame:
    had, has = (set(_with_code(codings, target)["unit_id"]) for codings in (before, after))
    doc_ids = study.documents["doc_id"].astype("str").tolist()

    def count(unit_ids: set[str]) -> list[int]:
        owners = pd.Series([unit.rpartition("#")[0] for unit in sorted(unit_ids)], dtype="str")
        return owners.value_counts().reindex(doc_ids, fill_value=0).astype(int).tolist()

    frame = pd.DataFrame(
        {
            "doc_id": doc_ids,
            "jurisdiction": study.documents["jurisdiction"].astype("str").tolist(),
            "before": count(had),
            "after": count(has),
            "gained": count(has - had),
            "lost": count(had - has),
            "total": matrix.totals.reindex(doc_ids).astype(int).tolist(),
        }
    )
    units = frame["total"].where(frame["total"] > 0)
    shares = frame.assign(share_before=frame["before"] / units, share_after=frame["after"] / units)
    return shares.assign(difference=shares["share_after"] - shares["share_before"])


def _moved(study: Study, before: pd.DataFrame, after: pd.DataFrame, target: tuple[str, str]) -> pd.DataFrame:
    """Return the passages that gain the code, and those that lose it, with the words that make or made it."""
    rows = {"lost": _with_code(before, target), "gained": _with_code(after, target)}
    ids = {change: set(part["unit_id"]) for change, part in rows.items()}
    parts = []
    for change, other in (("gained", "lost"), ("lost", "gained")):
        units = study.units()
        frame = placed(units[units["unit_id"].isin(ids[change] - ids[other])], study.documents)
        by_unit = dict(list(rows[change].groupby("unit_id", sort=False)))
        own = [by_unit[unit] for unit in frame["unit_id"]]
        frame.insert(0, "change", change)
        spans = [_spans(part) for part in own]
        parts.append(
            frame.assign(
                rule=pd.Series(["; ".join(dict.fromkeys(part["rule"])) for part in own], dtype="str"),
                spans=pd.Series(spans, dtype=object),
            )
        )
    return pd.concat(parts, ignore_index=True)


def _spans(rows: pd.DataFrame) -> tuple[tuple[int, int], ...]:
    known = rows[rows["start"].notna()]
    return tuple((int(a), int(b)) for a, b in zip(known["start"], known["end"], strict=True))


def _others(study: Study, before: pd.DataFrame, after: pd.DataFrame, target: tuple[str, str]) -> pd.DataFrame:
    had, has = (_pairs(codings) for codings in (before, after))
    rows = []
    for facet in study.codebook.facets:
        for code in facet.names:
            old, new = had.get((facet.name, code), set()), has.get((facet.name, code), set())
            if old != new and (facet.name, code) != target:
                rows.append((facet.name, code, len(new - old), len(old - new)))
    return pd.DataFrame(rows, columns=["facet", "code", "gained", "lost"])


def _pairs(codings: pd.DataFrame) -> dict[tuple[str, str], set[str]]:
    real = codings[~codings["code"].isin(_RESERVED)]
    return {
        (str(facet), str(code)): set(part["unit_id"])
        for (facet, code), part in real.groupby(["facet", "code"], sort=False)
    }


def _examples(edit: DictionaryEdit, target: tuple[str, str]) -> pd.DataFrame:
    broken = [
        {(fault.path, fault.line) for fault in failing_examples(each)} for each in (edit.before, edit.after)
    ]
    own = [each for each in edit.before.examples if (each.facet, each.code) == target]
    rows = [
        (each.text, each.variety, each.wanted, *((each.path, each.line) not in places for places in broken))
        for each in own
    ]
    return pd.DataFrame(rows, columns=["text", "variety", "wanted", "before", "after"])


def _quality(
    study: Study, before: pd.DataFrame, after: pd.DataFrame, target: tuple[str, str]
) -> pd.DataFrame | None:
    if REFERENCE_CODER not in set(study.coders["coder"]):
        return None
    reference = _of_one_code(study.codings(REFERENCE_CODER), target)
    columns: dict[str, pd.Series] = {}
    for word, codings in (("before", before), ("after", after)):
        both = pd.concat([reference, _of_one_code(codings, target)], ignore_index=True)
        coder = str(codings["coder"].iloc[0])
        found = coder_quality(both, study.units(), coder=coder, facet=target[0], codes=[target[1]]).frame
        found = found[(found["group_kind"] == "all") & (found["scope"] == "code")]
        found = found.set_index("statistic").reindex(STATISTICS)
        kept = ["value", "low", "high", "n_hits", "n_predicted", "n_reference"]
        columns |= {f"{word}_{name}": found[name] for name in kept}
    return pd.DataFrame(columns).reset_index()


def _of_one_code(codings: pd.DataFrame, target: tuple[str, str]) -> pd.DataFrame:
    """Return the codings of one facet as if it had one code: precision and recall are the same, sooner."""
    own = codings[codings["facet"] == target[0]]
    other = ~own["code"].isin([target[1], Reserved.FAILED.value])
    bare = other & ~own["unit_id"].isin(own.loc[~other, "unit_id"])
    none = own[bare].drop_duplicates("unit_id").assign(code=Reserved.NONE.value)
    return pd.concat([own[~other], none], ignore_index=True)
