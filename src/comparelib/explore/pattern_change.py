"""What a change of patterns would do: to the matrix, to the passages, to other codes, and to agreement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.coding.dictionary import Dictionary, dictionary_codings, load_dictionary
from comparelib.explore.change_page import change_page
from comparelib.explore.change_quality import quality_of_both
from comparelib.explore.differences import examples, moved, others, per_document
from comparelib.explore.edited_dictionary import DictionaryEdit, edited
from comparelib.explore.given_patterns import GivenPattern
from comparelib.explore.scope import facet_of
from comparelib.matrix import ThemeMatrix, theme_matrix

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.study import Study


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
        frame=per_document(study, before, after, target, matrices[0]),
        passages=moved(study, before, after, target),
        others=others(study, before, after, target),
        examples=examples(edit, target),
        quality=quality_of_both(study, before, after, target),
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
