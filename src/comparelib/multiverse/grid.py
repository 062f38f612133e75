"""The declared grid: every choice, what it may be, and which combinations are no specification."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import prod

import pandas as pd

from comparelib.errors import Fault, ParameterFault, one_of


class Kind(StrEnum):
    """What a choice changes. Specifications that differ in kind estimate different things."""

    PRINCIPLED = "principled"
    """What a priority is: theory may argue for each option, so a finding should stand in all of them."""
    PROCESSING = "processing"
    """How the codings came to be: options are better or worse measurements of the same thing."""
    CODEBOOK = "codebook"
    """How fine the themes are: another option is another theme."""
    TEXTS = "texts"
    """Which documents stand for a side: another option is another comparison."""


CROSSED = "crossed"
"""Family of the specifications that depart from the headline in more than one kind of choice."""


@dataclass(frozen=True)
class Choice:
    """One choice of the grid.

    Attributes
    ----------
    name
        Column of the specifications.
    options
        All that it may be, the headline first.
    kind
        What it changes.
    """

    name: str
    options: tuple[str, ...]
    kind: Kind

    @property
    def headline(self) -> str:
        """The option declared beforehand as the main one."""
        return self.options[0]


@dataclass(frozen=True)
class Exclusion:
    """Combinations that are no specification, and why.

    Attributes
    ----------
    where
        Choice -> options; a combination is out where each of these choices has one of its options.
    reason
        In one sentence.
    """

    where: Mapping[str, tuple[str, ...]]
    reason: str

    def holds(self, chosen: Mapping[str, str]) -> bool:
        """Whether a combination is out."""
        return all(chosen[name] in options for name, options in self.where.items())


@dataclass(frozen=True)
class Grid:
    """All choices and the exclusions.

    Raises
    ------
    ParameterFault
        A choice without options or with one twice, two choices of one name, or an exclusion of what is not
        there or of the headline itself.
    """

    choices: tuple[Choice, ...]
    exclusions: tuple[Exclusion, ...] = ()

    def __post_init__(self) -> None:
        faults = [*_choice_faults(self.choices), *_exclusion_faults(self.choices, self.exclusions)]
        if faults:
            raise ParameterFault(faults)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the choices, in order."""
        return tuple(choice.name for choice in self.choices)

    @property
    def open_choices(self) -> tuple[str, ...]:
        """Names of the choices that have more than one option: what a specification curve draws."""
        return tuple(choice.name for choice in self.choices if len(choice.options) > 1)

    def varied(self, family: str | None) -> tuple[str, ...]:
        """Names of the open choices of a family, of all families where None: the rows below its curve."""
        return tuple(
            choice.name
            for choice in self.choices
            if len(choice.options) > 1 and family in (None, choice.kind.value)
        )

    @property
    def headline(self) -> dict[str, str]:
        """The specification that was declared as the main one."""
        return {choice.name: choice.headline for choice in self.choices}

    @property
    def n_combinations(self) -> int:
        """Number of combinations, excluded ones with them."""
        return prod(len(choice.options) for choice in self.choices)

    def options(self, name: str) -> tuple[str, ...]:
        """Return the options of a choice."""
        return next(choice.options for choice in self.choices if choice.name == name)

    def led_by(self, headline: Mapping[str, str]) -> Grid:
        """Return the same grid with another headline: these options first, the others in their order.

        Raises
        ------
        ParameterFault
            A choice or option that the grid does not have, or a headline that is excluded.
        """
        known = {choice.name: choice.options for choice in self.choices}
        faults = [
            Fault(f"no option '{option}' of choice '{name}'", expected=one_of(known.get(name, known)))
            for name, option in headline.items()
            if option not in known.get(name, ())
        ]
        if faults:
            raise ParameterFault(faults)
        choices = tuple(
            Choice(each.name, tuple(sorted(each.options, key=lambda option: option != lead)), each.kind)
            for each in self.choices
            for lead in [headline.get(each.name, each.headline)]
        )
        return Grid(choices, self.exclusions)

    def specifications(self) -> pd.DataFrame:
        """Return the grid: one row a specification, the headline first.

        Returns
        -------
        DataFrame: specification (from 1), one column for each choice, and family: the kind of choice in which
        the row departs from the headline, `crossed` for several, `principled` for the headline itself.
        """
        names = self.names
        rows = [
            chosen
            for combination in product(*(choice.options for choice in self.choices))
            for chosen in [dict(zip(names, combination, strict=True))]
            if not any(exclusion.holds(chosen) for exclusion in self.exclusions)
        ]
        frame = pd.DataFrame(rows, columns=list(names), dtype="str")
        frame.insert(0, "specification", range(1, len(frame) + 1))
        return frame.assign(family=pd.Series([self._family(row) for row in rows], dtype="str"))

    def one_kind_at_a_time(self) -> pd.DataFrame:
        """Return the specifications that depart from the headline in one kind of choice, numbered anew."""
        frame = self.specifications()
        kept = frame[(frame["family"] != CROSSED).to_numpy()].reset_index(drop=True)
        return kept.assign(specification=range(1, len(kept) + 1))

    def _family(self, chosen: Mapping[str, str]) -> str:
        departed = {choice.kind for choice in self.choices if chosen[choice.name] != choice.headline}
        if not departed:
            return Kind.PRINCIPLED.value
        return departed.pop().value if len(departed) == 1 else CROSSED


def _choice_faults(choices: Sequence[Choice]) -> list[Fault]:
    names = [choice.name for choice in choices]
    faults = [Fault(f"choice '{name}' twice") for name in sorted({n for n in names if names.count(n) > 1})]
    for choice in choices:
        if not choice.options:
            faults.append(Fault(f"choice '{choice.name}' has no options", expected="at least one"))
        if len(set(choice.options)) < len(choice.options):
            faults.append(Fault(f"choice '{choice.name}' has an option twice"))
    return faults


def _exclusion_faults(choices: Sequence[Choice], exclusions: Sequence[Exclusion]) -> list[Fault]:
    options = {choice.name: choice.options for choice in choices}
    faults = [
        Fault(f"an exclusion names choice '{name}', option '{option}', which the grid does not have")
        for exclusion in exclusions
        for name, listed in exclusion.where.items()
        for option in listed
        if option not in options.get(name, ())
    ]
    headline = {choice.name: choice.options[0] for choice in choices if choice.options}
    faults += [
        Fault("an exclusion takes out the headline", expected="exclusions of other combinations")
        for exclusion in exclusions
        if set(exclusion.where) <= set(headline) and exclusion.holds(headline)
    ]
    return faults
