"""How many codes of a facet a unit may get, which one by default, and to which units a facet applies."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from comparelib.codebook import Codebook
from comparelib.errors import Fault, InputFaults, one_of
from comparelib.model import UnitKind
from comparelib.yamlfile import Node, load_yaml, unknown_keys

_KEYS = frozenset({"most", "default", "default_of", "order", "only_for"})


@dataclass(frozen=True)
class FacetRule:
    """The rule of one facet.

    Attributes
    ----------
    most
        Most codes a unit gets: those with the greatest summed weight; None for no limit.
    default
        Code of a unit in which no pattern matches; None gives it `none`.
    default_of
        Kind of unit -> its own default code (a bare section title is `other`).
    order
        Which code wins at equal weight; empty: more evidence characters, then the order of the codebook.
    only_for
        Another facet and its codes: only units that got one of these get codes of this facet.
    """

    most: int | None = None
    default: str | None = None
    default_of: dict[str, str] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    only_for: tuple[str, tuple[str, ...]] | None = None


def load_facet_rules(
    path: Path, codebook: Codebook, shown: Path
) -> tuple[str, dict[str, FacetRule], list[Fault]]:
    """Read `facets.yml`: its version, the rule of each facet of the codebook, and its faults.

    Without the file the version is "0" and every facet has the plain rule: one code where the codebook says
    that codes exclude each other, else no limit.
    """
    plain = {facet.name: FacetRule(most=None if facet.multiple else 1) for facet in codebook.facets}
    if not path.exists():
        return "0", plain, []
    try:
        root = load_yaml(path, shown)
    except InputFaults as broken:
        return "0", plain, list(broken.faults)
    faults = unknown_keys(root, {"version", "facets"})
    version = root.get("version")
    if version is None or not isinstance(version.value, str | int | float):
        faults.append(root.fault("the dictionary has no version", "a key 'version' such as 1.0.0"))
    facets = root.get("facets")
    for name, node in facets.items() if facets else ():
        if name not in plain:
            faults.append(node.fault(f"the codebook has no facet '{name}'", one_of(plain, name)))
            continue
        plain[name] = _rule(name, node, codebook, plain[name].most, faults)
    return str(version.value) if version else "0", plain, faults


def _rule(name: str, node: Node, codebook: Codebook, most: int | None, faults: list[Fault]) -> FacetRule:
    faults += unknown_keys(node, _KEYS)
    limit = node.get("most")
    if limit is not None:
        if isinstance(limit.value, int) and not isinstance(limit.value, bool) and limit.value >= 1:
            most = limit.value
        else:
            faults.append(limit.fault(f"'most' is {limit.value!r}", "a whole number of 1 or more"))
    names = codebook.facet(name).names
    default = node.get("default")
    order = tuple(_codes(node.get("order"), names, faults))
    given = _codes(default, names, faults)
    return FacetRule(
        most,
        given[0] if given else None,
        _default_of(node.get("default_of"), names, faults),
        order,
        _only_for(node.get("only_for"), codebook, faults),
    )


def _default_of(node: Node | None, names: tuple[str, ...], faults: list[Fault]) -> dict[str, str]:
    """Return the default code of each kind of unit that has its own."""
    kinds = [kind.value for kind in UnitKind if kind.is_policy_text]
    found = {}
    for kind, code in node.items() if node else ():
        if kind not in kinds:
            faults.append(code.fault(f"'{kind}' is not a kind of unit that is coded", one_of(kinds, kind)))
        given = _codes(code, names, faults)
        if given:
            found[kind] = given[0]
    return found


def _only_for(
    node: Node | None, codebook: Codebook, faults: list[Fault]
) -> tuple[str, tuple[str, ...]] | None:
    facets = {facet.name: facet.names for facet in codebook.facets}
    for name, codes in node.items() if node else ():
        if name in facets:
            return name, tuple(_codes(codes, facets[name], faults))
        faults.append(codes.fault(f"the codebook has no facet '{name}'", one_of(facets, name)))
    return None


def _codes(node: Node | None, names: tuple[str, ...], faults: list[Fault]) -> list[str]:
    """Return the codes that a node names: one, or a list."""
    if node is None:
        return []
    nodes = list(node) if isinstance(node.value, list) else [node]
    faults += [
        n.fault(f"unknown code '{n.value}'", one_of(names, str(n.value)))
        for n in nodes
        if n.value not in names
    ]
    return [str(n.value) for n in nodes if n.value in names]
