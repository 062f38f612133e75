"""The machine's shares, corrected by the designed sample that people coded."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from comparelib.coding.human import coder_name
from comparelib.correction import CorrectedShares, corrected_shares
from comparelib.matrix import CodedUnits, coded_units
from comparelib.study import Study
from comparelib.widgets.passage import PassageBook
from comparelib.widgets.questions import Questions
from comparelib.widgets.sample import coding_sample
from comparelib.widgets.session import CodingFolder
from comparelib.widgets.states import codings_frame, settled_units


def sample_correction(  # noqa: PLR0913 - a study, a coder, and keywords with defaults
    study: Study,
    coder: str,
    *,
    agreed_by: Sequence[str] = (),
    machine: str | None = None,
    facet: str | None = None,
    by: str = "jurisdiction",
    level: float = 0.95,
) -> CorrectedShares:
    """Return the shares that a machine counts, corrected by what people said of the designed sample.

    Units that were coded for another reason, as the hard ones that `order="uncertain"` gives, are not used:
    nobody knows how likely they were to be coded (`CorrectedShares.n_outside` counts them).

    Parameters
    ----------
    coder
        Who coded the sample, or settled it.
    agreed_by
        Coders whose common codings count where `coder` had nothing to settle.
    machine
        Whose shares are corrected; None takes the coder whose codes made the strata.
    facet
        None takes the facet whose codes made the strata.
    by, level
        As in `correction.corrected_shares`.

    Raises
    ------
    ParameterFault
        There is no sample, or an unknown coder or facet.
    CodingFault
        A unit of the sample was not coded: a sample with holes has lost its probabilities.
    """
    sample = coding_sample(study)
    design, folder = sample.design, CodingFolder.of(study.file)
    asked = facet or design.facet
    questions = Questions.of(study.codebook, [asked])
    passages = PassageBook.of(study.units(), study.documents)
    people = settled_units(folder, coder, agreed_by, questions, passages)
    machine_codings = study.codings(machine or design.coder)

    def coded(codings: pd.DataFrame, name: str) -> CodedUnits:
        return coded_units(codings, study.units(), study.documents, study.codebook, facet=asked, coder=name)

    predicted = coded(machine_codings, str(machine_codings["coder"].iloc[0]))
    reference = coded(codings_frame({coder: people}, questions), coder_name(coder))
    return corrected_shares(predicted, reference, sample.frame, by=by, level=level)
