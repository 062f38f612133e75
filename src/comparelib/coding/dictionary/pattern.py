"""What a pattern is: a sequence of globs, one per token, with its weight and its conditions."""

from __future__ import annotations

from dataclasses import dataclass

GAP = "…"  # as a token of its own: zero to `gap` tokens
DEFAULT_GAP = 6
NEEDED = 1.0  # the weight at which a code is given


@dataclass(frozen=True)
class Pattern:
    """One pattern of one code.

    Attributes
    ----------
    text
        Globs parted by spaces, one per token; `…` stands for a gap.
    facet, code
        What the pattern speaks for.
    weight
        In (0, 10]; a unit gets the code when the weights of its distinct patterns sum to 1.0 or more.
    variety
        Language variety in which alone the pattern counts; None for all.
    together
        Sequences at least one of which must occur in the unit too (`with` in a pattern file).
    unless
        Sequences none of which may occur in the unit.
    case
        Whether upper and lower case differ.
    gap
        Most tokens that a `…` stands for.
    start
        Whether the pattern counts only as the first words of the unit, behind a list letter or number at
        most: a Dutch imperative is known by its place.
    source, line
        Stem and line of the pattern's file.
    """

    text: str
    facet: str
    code: str
    weight: float = 1.0
    variety: str | None = None
    together: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    case: bool = False
    gap: int = DEFAULT_GAP
    start: bool = False
    source: str = ""
    line: int = 0
    reason: str = ""

    @property
    def rule(self) -> str:
        """How the pattern is called in a coding's `rule`: "<file stem>:<line> <pattern>"."""
        return f"{self.source}:{self.line} {self.text}" if self.source else self.text


@dataclass(frozen=True)
class Exclusion:
    """A sequence of tokens inside which the patterns of a code do not count (`renovatie*` for innovation)."""

    text: str
    facet: str
    code: str
    line: int = 0


def segments(text: str) -> list[list[str]]:
    """Return the globs of a pattern, cut at its gaps."""
    parts: list[list[str]] = [[]]
    for glob in text.split():
        if glob == GAP:
            parts.append([])
        else:
            parts[-1].append(glob)
    return parts
