"""Shares, log odds, whole profiles and trees of the same texts: every multiverse of a page at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from comparelib.errors import Fault, ParameterFault, Reason, one_of
from comparelib.model.attempt import Attempt, attempted
from comparelib.model.coder_names import called
from comparelib.multiverse.baseline import CORRECTED
from comparelib.multiverse.curve import multiverse
from comparelib.multiverse.profiles import ProfileMultiverse, profile_multiverse
from comparelib.multiverse.result import Estimand, Multiverse
from comparelib.multiverse.sampling import sample_of_reference
from comparelib.multiverse.trees import TreeMultiverse, tree_multiverse

if TYPE_CHECKING:
    from comparelib.codebook import Codebook

_PROFILE_DRAWS, _TREE_DRAWS = 200, 20


@dataclass(frozen=True)
class EveryWay:
    """What was estimated, each or the reason why not.

    Attributes
    ----------
    shares, odds
        Multiverses of the differences of shares and of log odds.
    profile
        Of the distance of whole profiles.
    trees
        Of the trees of documents.
    sample
        Units whose reference coding corrects the machine coder in `shares`.
    absent
        Coders that were asked for and have no coding of the facet.
    themes
        Codes of the facet.
    """

    shares: Attempt[Multiverse]
    odds: Attempt[Multiverse]
    profile: Attempt[ProfileMultiverse]
    trees: Attempt[TreeMultiverse]
    sample: Attempt[pd.DataFrame]
    absent: tuple[str, ...]
    themes: tuple[str, ...]

    def theme(self, code: str = "") -> str:
        """Return a code, or where none is named the one with the largest headline difference.

        Raises
        ------
        ParameterFault
            The facet has no such code.
        """
        if code:
            if code not in self.themes:
                raise ParameterFault(Fault(f"unknown theme '{code}'", expected=one_of(self.themes, code)))
            return code
        if self.shares.value is None:
            return self.themes[0]
        sizes = self.shares.value.robustness["estimate"].abs().to_numpy()
        return self.themes[int(np.nanargmax(sizes))]


@dataclass(frozen=True)
class Asked:
    """Which ways are asked for.

    Attributes
    ----------
    coders
        Who coded, the headline first; each counts once.
    machine
        The coder among them that a sample corrects; "" for none.
    n_sample
        Units of that sample.
    merged
        Groups of codes that one option of the granularity merges, "first+second" each.
    """

    coders: Sequence[str]
    machine: str = ""
    n_sample: int = 400
    merged: Sequence[str] = ()
    headline: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def every_way(  # noqa: PLR0913 - the four tables, and keywords with defaults
    codings: pd.DataFrame,
    units: pd.DataFrame,
    documents: pd.DataFrame,
    codebook: Codebook,
    asked: Asked,
    *,
    jurisdictions: tuple[str, ...] = ("NL", "VL"),
    facet: str = "theme",
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
) -> EveryWay:
    """Reckon all multiverses of the same texts; what cannot be reckoned is kept with its reason.

    Parameters
    ----------
    codings, units, documents, codebook, jurisdictions, facet, level, draws, seed
        As for `multiverse`.
    asked
        Coders, correction, merging, and the headline where it is not the grid's own.

    Raises
    ------
    ParameterFault
        No coder has a coding of the facet.
    """
    codings = codings[codings["unit_id"].isin(units["unit_id"]).to_numpy()]
    coders, absent = _known(codings, facet, asked.coders)
    themes = codebook.facet(facet).names
    table = codings, units, documents, codebook
    options: dict[str, Any] = {"jurisdictions": jurisdictions, "facet": facet, "level": level, "seed": seed}
    options["headline"] = asked.headline
    groups = groups_of(asked.merged, themes)
    sample: Attempt[pd.DataFrame] = Attempt(
        None, "no coder is corrected", Reason("no coder is corrected", "refusal.no_machine")
    )
    if asked.machine in coders:
        chosen = {"coder": asked.machine, "n": asked.n_sample, "facet": facet, "seed": seed}
        sample = attempted(sample_of_reference, *table[:3], **chosen)
    with_correction = (*coders, *([f"{CORRECTED}{asked.machine}"] if sample.value is not None else []))
    of_themes = options | {"groups": groups, "draws": draws}
    return EveryWay(
        shares=attempted(_of_two, multiverse, *table, coders=with_correction, sample=sample, **of_themes),
        odds=attempted(_of_two, multiverse, *table, coders=coders, estimand=Estimand.LOG_ODDS, **of_themes),
        profile=attempted(
            _of_two, profile_multiverse, *table, coders=coders, **of_themes | {"draws": _PROFILE_DRAWS}
        ),
        trees=attempted(_of_two, tree_multiverse, *table, coders=coders, draws=_TREE_DRAWS, **options),
        sample=sample,
        absent=absent,
        themes=themes,
    )


def groups_of(merged: Iterable[str], codes: Sequence[str]) -> dict[str, str]:
    """Return code -> group for groups written "first+second"; groups of another facet are left out.

    Raises
    ------
    ParameterFault
        A code in two groups, or a group of one.
    """
    groups: dict[str, str] = {}
    faults = []
    for group in merged:
        members = [member.strip() for member in group.split("+")]
        if len(members) < 2:
            faults.append(Fault(f"'{group}' merges nothing", expected="codes joined by +"))
        if not set(members) <= set(codes):
            continue
        faults += [Fault(f"code '{member}' in two groups") for member in members if member in groups]
        groups |= dict.fromkeys(members, group)
    if faults:
        raise ParameterFault(faults)
    return groups


def _of_two(make: Any, *table: Any, jurisdictions: tuple[str, ...], **options: Any) -> Any:
    if len(jurisdictions) != 2:
        named = ", ".join(jurisdictions) or "none"
        raise ParameterFault(
            Fault(
                f"a comparison of {len(jurisdictions)} sides: {named}",
                expected="two sides",
                key="refusal.comparison_sides",
                values={"n": len(jurisdictions), "sides": named},
            )
        )
    return make(*table, jurisdictions=jurisdictions, **options)


def _known(
    codings: pd.DataFrame, facet: str, coders: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Coders with codings of the facet, each once, and those without."""
    own = codings.loc[(codings["facet"] == facet).to_numpy(), "coder"].astype("str").unique()
    asked = list(dict.fromkeys(coders))
    known = tuple(name for name in asked if called(own, name))
    if not known:
        raise ParameterFault(
            Fault(f"no coder of {', '.join(asked)} coded facet '{facet}'", expected=one_of(own))
        )
    return known, tuple(name for name in asked if name not in known)
