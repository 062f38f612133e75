"""Every finding card of a run's notebooks: on its comparison, on words, on corrections and on coders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from comparelib.errors import ComparelibError
from comparelib.model.attempt import Attempt, attempted
from comparelib.reporting.results.parameters import FURTHER

if TYPE_CHECKING:
    from comparelib.claims import Card, Corrected, Evidence
    from comparelib.contrast import PriorityComparison
    from comparelib.matrix import ThemeMatrix
    from comparelib.multiverse import Multiverse
    from comparelib.priorities import Priorities
    from comparelib.reliability import Agreement
    from comparelib.study import Study

_SIDES = 2


@dataclass(frozen=True)
class _Asked:
    """A study, the parameters of a run, and the tables of the documents that it reads."""

    study: Study
    parameters: Mapping[str, Any]

    @cached_property
    def documents(self) -> pd.DataFrame:
        return self.study.selection(self.parameters["documents"], self.parameters["jurisdictions"])

    @cached_property
    def units(self) -> pd.DataFrame:
        return self.study.units(self.documents)

    @cached_property
    def codings(self) -> pd.DataFrame:
        from comparelib.claims import coded_within

        return coded_within(self.study.codings(), self.units)[0]

    @property
    def codes(self) -> tuple[str, ...]:
        return self.study.codebook.facet(self.parameters["facet"]).names

    def options(self, *names: str) -> dict[str, Any]:
        return {name: self.parameters[name] for name in names}

    def matrix(self, coder: str) -> ThemeMatrix:
        """Return the coder's matrix of all units, as errors are of a code being there or not."""
        return self.study.matrix(facet=self.parameters["facet"], coder=coder, documents=self.documents)


def run_cards(
    study: Study,
    parameters: Mapping[str, Any],
    matrix: ThemeMatrix,
    sides: Priorities,
    comparison: PriorityComparison,
) -> tuple[Card, ...]:
    """Return the cards of a run, each once, as the notebooks with these parameters show them.

    What the design cannot carry (the correction of a coder that has not coded, a swap test of a coder that
    cannot be asked again) has no card, as on the page of the notebook, which says why.

    Parameters
    ----------
    study, parameters
        Those of the run; `parameters.FURTHER` where a run of an older version does not have them.
    matrix, sides, comparison
        What was counted, and compared.
    """
    from comparelib.claims import all_findings, own_words
    from comparelib.equivalence import variants_of

    asked = _Asked(study, {**FURTHER, **parameters})
    agreed = _agreement(asked)
    pair = comparison.jurisdictions
    words = attempted(
        own_words,
        asked.units,
        asked.documents,
        variants_of(study.file),
        jurisdictions=pair,
        seed=asked.parameters["seed"],
    )
    return all_findings(
        _evidence(asked, matrix, sides, comparison, agreed),
        corrected=_corrected(asked, pair).value,
        words=words.value,
        coders=_coder_cards(asked, pair, agreed),
    )


def _evidence(
    asked: _Asked,
    matrix: ThemeMatrix,
    sides: Priorities,
    comparison: PriorityComparison,
    agreed: Attempt[Agreement],
) -> Evidence:
    from comparelib.claims import Evidence, fitting, text_priorities

    texts = text_priorities(matrix, **asked.options("level", "draws", "seed"))
    ways = attempted(_multiverse, asked, comparison)
    fits = fitting(
        asked.parameters["coder"], asked.parameters["functions"], multiverse=ways, agreement=agreed
    )
    given = {name: found.value for name, found in fits.items()}
    results = (matrix, asked.study.faces(), texts, sides, comparison)
    try:
        return Evidence(*results, **given)
    except ComparelibError:  # the multiverse has no specification that is this comparison
        return Evidence(*results, **{**given, "multiverse": None})


def _multiverse(asked: _Asked, comparison: PriorityComparison) -> Multiverse:
    """Every way to reckon the comparison from the codings of its own coder.

    Other coders and coarser codebooks are ways of another kind: no card rests on them.
    """
    from comparelib.multiverse import multiverse

    parameters = asked.parameters
    headline = {"weights": parameters["weighting"]} if parameters["weighting"] != "equal" else {}
    if list(parameters["functions"]) == ["measure"]:
        headline["denominator"] = "measures"
    codings = asked.study.codings(parameters["coder"])
    return multiverse(
        codings[codings["unit_id"].isin(asked.units["unit_id"]).to_numpy()],
        asked.units,
        asked.documents,
        asked.study.codebook,
        jurisdictions=comparison.jurisdictions,
        coders=(str(codings["coder"].iloc[0]),),
        headline=headline,
        **asked.options("facet", "level", "draws", "seed"),
    )


def _agreement(asked: _Asked) -> Attempt[Agreement]:
    """How the people behind the reference coding agreed, where it is known who they were."""
    from comparelib.coding.reference import REFERENCE_CODER
    from comparelib.reliability import agreement

    coders = asked.study.coders[asked.study.coders["kind"] == "reference"]["coder"]
    people = asked.parameters["annotators"] or [str(name) for name in coders if name != REFERENCE_CODER]
    if len(people) < _SIDES:
        return Attempt(None, "it is not known who made the reference coding")
    return attempted(
        agreement,
        asked.codings,
        asked.units,
        coders=tuple(people),
        documents=asked.documents,
        codes=asked.codes,
        **asked.options("facet", "level", "draws", "seed"),
    )


def _corrected(asked: _Asked, pair: tuple[str, str]) -> Attempt[Corrected]:
    from comparelib.claims import corrected_by
    from comparelib.coding.reference import REFERENCE_CODER
    from comparelib.multiverse import sample_of_reference

    machine, n = asked.parameters["machine"], asked.parameters["sample"]
    if not machine:
        return Attempt(None, "no page of the run corrects a coder")
    tables = asked.codings, asked.units, asked.documents
    sample = attempted(sample_of_reference, *tables, coder=machine, n=n, **asked.options("facet", "seed"))
    both = (attempted(asked.matrix, name) for name in (machine, REFERENCE_CODER))
    return attempted(corrected_by, *both, sample, pair)


def _coder_cards(asked: _Asked, pair: tuple[str, str], agreed: Attempt[Agreement]) -> tuple[Card, ...]:
    """Cards on the coder that is held against the reference, and on those of the reference."""
    from comparelib.claims import coder_cards
    from comparelib.coding.reference import REFERENCE_CODER
    from comparelib.equivalence import dictionary_swap, equivalence

    judged, study, level = asked.parameters["judged"], asked.study, asked.parameters["level"]
    if not judged:
        return ()
    both = [attempted(lambda name: asked.matrix(name).coded, name) for name in (judged, REFERENCE_CODER)]
    own = attempted(study.codings, judged)
    alike = attempted(equivalence, *both, own, jurisdictions=pair, level=level)
    swapped = attempted(
        dictionary_swap,
        asked.units,
        asked.documents,
        study.file,
        study.codebook,
        coder=judged,
        facet=asked.parameters["facet"],
    )
    return coder_cards(study.faces(), asked.documents, judged, (agreed, alike, swapped))
