"""A concordance: every place of a pattern with the words around it, keywords in context (KWIC)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.coding.dictionary.compiling import compile_program
from comparelib.coding.dictionary.engine import Matches, find_matches
from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.explore.concordance_lines import counts_of, in_order, lines, strangers_in
from comparelib.explore.concordance_page import concordance_page
from comparelib.explore.given_patterns import GivenPattern, read_given
from comparelib.explore.masking import covered, privacy_of
from comparelib.explore.running_text import RunningText
from comparelib.explore.scope import chosen_documents

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.study import Study

SORTS = ("document", "left", "keyword", "right")


@dataclass(frozen=True)
class Concordance:
    """Every place of a pattern.

    Attributes
    ----------
    frame
        One row a match: unit_id, doc_id, jurisdiction, section, page, left, keyword, right, start, end
        (offsets of the keyword into the unit's text). Personal contact data is left out, as on a page; words
        are counted with it. The context goes on into the units before and behind,
        a ¶ where a paragraph ends; a match never does.
    counts
        One row a jurisdiction and a document (group_kind, group): n_matches, n_units (with a match), n_words
        (tokens of all policy units), per_10000. Those without a match have zeros.
    forms
        One row for each way the keyword is written, in lower case, most frequent first: form, n_matches.
    pattern
        As it was given.
    strangers
        Words of the pattern that no token of these texts matches.
    limit
        How many are shown.
    look
        Names and language.
    """

    frame: pd.DataFrame
    counts: pd.DataFrame
    forms: pd.DataFrame
    pattern: str
    strangers: tuple[str, ...]
    limit: int
    look: Look

    def _repr_html_(self) -> str:
        return concordance_page(self)


def concordance(  # noqa: PLR0913 - a study, a pattern, and choices with defaults
    study: Study,
    pattern: GivenPattern,
    *,
    window: int = 8,
    jurisdiction: str | None = None,
    documents: Sequence[str] = (),
    sort: str = "document",
    limit: int = 100,
    language: str = "en",
) -> Concordance:
    """Return every place of a pattern in the policy text, with the words around it and how often it occurs.

    Parameters
    ----------
    study
        The study, opened.
    pattern
        As in the pattern files of the dictionary: globs, one a word, `…` for a gap ("circula* econom*",
        "ketens … sluiten"); or a mapping with its conditions ({"pattern": "UPV", "case": True}). It matches
        where the dictionary would match it; its weight plays no part.
    window
        Words on either side.
    jurisdiction, documents
        Keep one side, or these doc_ids; all where nothing is given.
    sort
        document (the order of the corpus), left (by the word before, then the one before that), keyword or
        right.
    limit
        How many are shown in the notebook; `frame` has them all.
    language
        BCP 47 tag of the words around the passages.

    Raises
    ------
    DictionaryFault
        The pattern is empty, matches everything, can never match (with the reason), or its options are wrong.
    ParameterFault
        An unknown document, jurisdiction or sort; a window or limit below one.

    Examples
    --------
    >>> concordance(study, "circula* econom*", sort="right")     # doctest: +SKIP
    """
    _check(window, limit, sort)
    (asked,) = read_given([pattern], "", "").patterns
    chosen = chosen_documents(study, jurisdiction, documents)
    units = study.units(chosen).reset_index(drop=True)
    privacy = privacy_of(study)
    sides = dict(zip(chosen["doc_id"].astype("str"), chosen["jurisdiction"].astype("str"), strict=True))
    varieties = [study.file.variety(sides[doc_id]) for doc_id in units["doc_id"]]
    program = compile_program([asked], [], [("", "")])
    matches = Matches.joined(list(find_matches(units["text"].tolist(), program, varieties)))
    section = [privacy.masked(text).text for text in units["section"].fillna("").astype("str")]
    units = units.assign(shown=covered(units["text"], privacy), section=pd.Series(section, dtype="str"))
    rows = {str(doc_id): part.index.to_numpy() for doc_id, part in units.groupby("doc_id", sort=False)}
    texts = {doc_id: RunningText.of(units.loc[place]) for doc_id, place in rows.items()}
    frame = lines(matches, units, texts, rows, window).assign(
        jurisdiction=lambda lines: lines["doc_id"].map(sides).astype("str")
    )
    frame = in_order(frame, sort)[_COLUMNS]
    forms = (
        frame["keyword"].str.lower().value_counts(sort=True).rename_axis("form").reset_index(name="n_matches")
    )
    forms = forms.sort_values(["n_matches", "form"], ascending=[False, True], ignore_index=True)
    unmet = strangers_in(asked.text, units["text"].tolist(), case=asked.case) if frame.empty else ()
    counts = counts_of(frame, chosen, {doc_id: text.n_words for doc_id, text in texts.items()})
    return Concordance(frame, counts, forms, asked.text, unmet, limit, study.look(language))


_COLUMNS = [
    *("unit_id", "doc_id", "jurisdiction", "section", "page"),
    *("left", "keyword", "right", "start", "end"),
]


def _check(window: int, limit: int, sort: str) -> None:
    faults = [
        Fault(f"{name} cannot be {value}", expected="a whole number, at least 1")
        for name, value in (("window", window), ("limit", limit))
        if value < 1
    ]
    if sort not in SORTS:
        faults.append(Fault(f"there is no sort '{sort}'", expected=one_of(SORTS, sort)))
    if faults:
        raise ParameterFault(faults)
