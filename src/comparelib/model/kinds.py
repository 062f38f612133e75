"""Closed choices. Each member owns its label; a new member cannot be forgotten by a table."""

from __future__ import annotations

from enum import StrEnum


class UnitKind(StrEnum):
    """What a unit is in its document."""

    HEADING = "heading"
    SENTENCE = "sentence"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    FURNITURE = "furniture"

    @property
    def is_policy_text(self) -> bool:
        """Whether a unit of this kind is coded and stands in denominators."""
        return self is not UnitKind.FURNITURE


class Furniture(StrEnum):
    """Which kind of furniture: text on the page that says nothing of policy."""

    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page_number"
    FOOTNOTE = "footnote"
    TABLE = "table"
    CHART_LABEL = "chart_label"
    BOILERPLATE = "boilerplate"
    CONTACT = "contact"
    SIDE_BAR = "side_bar"
    PULL_QUOTE = "pull_quote"


class CoderKind(StrEnum):
    """Who or what codes."""

    REFERENCE = "reference"
    DICTIONARY = "dictionary"
    CLASSIFIER = "classifier"
    HYBRID = "hybrid"
    HUMAN = "human"


class Reserved(StrEnum):
    """Words in the column `code` that are no codes of a codebook.

    `none`: the coder read the unit and gave it no code of the facet. `failed`: the coder could not code it.
    A unit without any row of a coder and facet was not put before that coder.
    """

    NONE = "none"
    FAILED = "failed"


class Counting(StrEnum):
    """How a unit with several codes counts."""

    PRESENCE = "presence"
    FRACTIONAL = "fractional"
    TOKENS = "tokens"


class Weighting(StrEnum):
    """How documents count in a jurisdiction's profile."""

    EQUAL = "equal"
    POOLED = "pooled"
