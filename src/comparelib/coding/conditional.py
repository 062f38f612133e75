"""Which facets are put to some units only, whoever codes them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ASKED_OF: Mapping[str, tuple[str, str]] = MappingProxyType({"instrument": ("function", "measure")})
"""Facet -> the facet and the code that a unit must have to be asked it: instruments, of measures only.

The codebook says so in the question of the facet. A unit that is not asked has no row in that facet.
"""
