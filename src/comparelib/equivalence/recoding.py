"""The swap test of a study's dictionary: the one coder that can code a changed text within seconds."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pandas as pd

from comparelib.codebook import Codebook
from comparelib.coding.dictionary import dictionary_codings, load_dictionary
from comparelib.equivalence.swap import SwapTest, swap_test
from comparelib.errors import NotEstimable
from comparelib.model.coder_names import bare_name
from comparelib.studyfile import StudyFile
from comparelib.variants import Variant, load_variants

VARIANTS = "variants.csv"
DICTIONARY = "dictionary"


def variants_of(study: StudyFile) -> tuple[Variant, ...]:
    """Return the table of NL-VL equivalents that stands beside the codebook; empty where there is none."""
    path: Path = study.codebook.parent / VARIANTS
    return load_variants(path, study.shown(path)) if path.exists() else ()


def dictionary_swap(  # noqa: PLR0913 - the study's tables and files, and keywords with defaults
    units: pd.DataFrame,
    documents: pd.DataFrame,
    study: StudyFile,
    codebook: Codebook,
    *,
    coder: str = DICTIONARY,
    facet: str = "theme",
) -> SwapTest:
    """Swap the words of both varieties in the texts of a study, and code them again with its dictionary.

    The declared variety of each text stays as it is, which is harder for a dictionary that reads it.

    Parameters
    ----------
    units, documents
        Tables as in `model/schemas.py`.
    study, codebook
        Where dictionary and equivalents are, and what the codes are.
    coder
        Name of the coder that is asked for.
    facet
        Whose codes are compared.

    Raises
    ------
    NotEstimable
        The coder is not the dictionary (others would have to be asked again), there are no equivalents, or no
        unit holds a word of them.
    """
    if bare_name(coder) != DICTIONARY:
        raise NotEstimable(
            f"coder '{coder}' cannot be asked again, so swapped words test nothing",
            "refusal.coder_not_asked",
            coder=coder,
        )
    variants = variants_of(study)
    if not variants:
        raise NotEstimable(
            f"the study has no {VARIANTS}, so there are no words to swap",
            "refusal.no_variants",
            file=VARIANTS,
        )
    varieties = {
        str(name): study.variety(str(side))
        for name, side in zip(documents["doc_id"], documents["jurisdiction"], strict=True)
    }
    dictionary = load_dictionary(study.dictionary, codebook)
    again = partial(dictionary_codings, dictionary=dictionary, codebook=codebook, varieties=varieties)
    return swap_test(units, again, variants, facet=facet)
