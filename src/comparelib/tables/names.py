"""What tables need to know of names: a `charts.Look` has it, and so has anything with these members."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

Href = Callable[[str, str], str | None]
"""(document or jurisdiction, code) -> where its passages are; None where there are none."""

Leaf = Callable[[str], str | None]
"""Document or code -> where its passages are; None where there are none."""


class Sources(Protocol):
    """The passages of a page: `reporting.evidence.Passages` has it."""

    @property
    def sides(self) -> Mapping[str, tuple[str, ...]]:
        """Jurisdiction -> its documents."""

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """All documents."""

    def href(self, group: str, selection: str) -> str | None:
        """Return the link to a list of passages; None where the page has none."""

    def count(self, group: str, selection: str) -> int:
        """Return how many passages the list has."""


class Names(Protocol):
    """Names of codes, documents and jurisdictions in one language."""

    @property
    def language(self) -> str:
        """BCP 47 tag."""

    @property
    def codes(self) -> Mapping[str, str]:
        """Code -> its label."""

    def name(self, name: str) -> str:
        """Return the label of a code, document or jurisdiction."""
