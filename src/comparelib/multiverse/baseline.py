"""The grid of a comparison of two sides' texts, as declared before any result was seen."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from comparelib.errors import Fault, ParameterFault
from comparelib.matrix.document_sample import one_by_one
from comparelib.model.kinds import Counting, Weighting
from comparelib.multiverse.grid import Choice, Exclusion, Grid, Kind


class UnitOf(StrEnum):
    """What is counted."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


class Denominator(StrEnum):
    """What a share is a share of."""

    ALL = "all_units"
    CODED = "coded"
    MEASURES = "measures"


class Weights(StrEnum):
    """How the documents of a side count; `without_longest` leaves out the longest of side a."""

    EQUAL = Weighting.EQUAL.value
    POOLED = Weighting.POOLED.value
    WITHOUT_LONGEST = "without_longest"


class Granularity(StrEnum):
    """How fine the themes are."""

    CODEBOOK = "codebook"
    MERGED = "merged"


class Prior(StrEnum):
    """Pseudo-units that draw log odds together; those of a number lie on the share of both sides together."""

    HALF = "half"
    TEN = "10"
    HUNDRED = "100"

    @property
    def pseudo_units(self) -> float:
        """How many units of a text the prior stands for; 1 for a half with and a half without the theme."""
        return 1.0 if self is Prior.HALF else float(self.value)


class Headings(StrEnum):
    """Whether headings count as units."""

    KEEP = "keep"
    DROP = "drop"


ALL_TEXTS = "all_texts"
WITHOUT, ALONE = "without:", "alone:"
"""Prefixes of the other options of the choice `texts`; the document's id stands behind."""
CORRECTED = "corrected:"
"""Prefix of an option of the choice `coder`: its shares corrected by a designed reference sample."""


def baseline_grid(  # noqa: PLR0913 - three lists, and keywords with defaults
    first: Sequence[str],
    second: Sequence[str],
    coders: Sequence[str],
    *,
    merged: bool = True,
    priors: Sequence[str] = (),
    seed: int = 1,
) -> Grid:
    """Return the grid of these documents and coders; its headline has the first option of every choice.

    Steegen, Tuerlinckx, Gelman & Vanpaemel (2016), Perspectives on Psychological Science 11:702-712, for the
    idea; the choices are those that a reviewer of these texts could ask for.

    Parameters
    ----------
    first, second
        Documents of side a and side b. Each is left out where its side has another; each of side a also
        stands alone, where there are more than two. Of a side of more than `MOST_ONE_BY_ONE`, a sample is.
    coders
        Every coder that coded all documents, the headline first; "corrected:" before a coder's name stands
        for its shares of all sentences, corrected by a designed sample.
    merged
        Whether the caller has groups of themes.
    priors
        Members of `Prior` where log odds are estimated, the headline first.
    seed
        Of that sample of documents.

    Raises
    ------
    ParameterFault
        A side without documents, or no coder.
    """
    lacking = [
        name
        for name, listed in (("document on side a", first), ("document on side b", second), ("coder", coders))
        if not listed
    ]
    if lacking:
        raise ParameterFault(Fault(f"no {name}", expected="at least one") for name in lacking)
    taken = [[side[place] for place in one_by_one(len(side), seed)] for side in (first, second)]
    without = [
        f"{WITHOUT}{doc_id}"
        for side, own in zip((first, second), taken, strict=True)
        if len(side) > 1
        for doc_id in own
    ]
    alone = [f"{ALONE}{doc_id}" for doc_id in taken[0] if len(first) > 2]
    granularity = tuple(Granularity) if merged else (Granularity.CODEBOOK,)
    weights = tuple(Weights) if len(first) > 1 else (Weights.EQUAL,)
    choices = (
        Choice("unit", tuple(UnitOf), Kind.PRINCIPLED),
        Choice("counting", tuple(Counting), Kind.PRINCIPLED),
        Choice("denominator", tuple(Denominator), Kind.PRINCIPLED),
        Choice("weights", weights, Kind.PRINCIPLED),
        Choice("coder", tuple(coders), Kind.PROCESSING),
        Choice("headings", tuple(Headings), Kind.PROCESSING),
        Choice("granularity", granularity, Kind.CODEBOOK),
        Choice("texts", (ALL_TEXTS, *without, *alone), Kind.TEXTS),
        *([Choice("prior", tuple(priors), Kind.PRINCIPLED)] if priors else ()),
    )
    exclusions = _exclusions(without, alone) if len(first) > 1 else ()
    return Grid(_plain(choices), (*exclusions, *_of_corrected(coders)))


def _of_corrected(coders: Sequence[str]) -> tuple[Exclusion, ...]:
    corrected = tuple(coder for coder in coders if coder.startswith(CORRECTED))
    if not corrected:
        return ()
    reason = "the sample was drawn to correct the share of sentences that have a theme, among all sentences"
    others = {
        "unit": (UnitOf.PARAGRAPH.value,),
        "counting": tuple(each.value for each in Counting if each is not Counting.PRESENCE),
        "denominator": (Denominator.CODED.value, Denominator.MEASURES.value),
    }
    return tuple(Exclusion({"coder": corrected, name: options}, reason) for name, options in others.items())


def _exclusions(without: Sequence[str], alone: Sequence[str]) -> tuple[Exclusion, ...]:
    longest, pooled = Weights.WITHOUT_LONGEST.value, Weights.POOLED.value
    found = []
    if without:
        reason = "which texts are left out is chosen twice"
        found.append(Exclusion({"texts": tuple(without), "weights": (longest,)}, reason))
    if alone:
        reason = "one text has no weights"
        found.append(Exclusion({"texts": tuple(alone), "weights": (pooled, longest)}, reason))
    return tuple(found)


def _plain(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Options as plain words: a member of an enum and its word must not be two options."""
    return tuple(
        Choice(each.name, tuple(str(option) for option in each.options), each.kind) for each in choices
    )
