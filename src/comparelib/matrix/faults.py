"""What can be wrong with the tables and parameters that a theme matrix is made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from comparelib.errors import CodingFault, Fault, ParameterFault, TableFault, did_you_mean, one_of
from comparelib.model.coder_names import bare_name, called
from comparelib.model.kinds import Counting, Reserved, UnitKind

if TYPE_CHECKING:
    from comparelib.codebook import Codebook

_SHOWN = 10
_COLUMNS = {
    "codings": ("unit_id", "facet", "code", "coder"),
    "units": ("unit_id", "doc_id", "paragraph", "kind", "text"),
}


def check_parameters(codebook: Codebook, facet: str, counting: str, functions: Sequence[str]) -> None:
    """Raise ParameterFault for every parameter that names what does not exist."""
    facets = [each.name for each in codebook.facets]
    found = [_unknown("facet", facet, facets), _unknown("counting", counting, list(Counting))]
    if functions:
        found.append(_unknown("facet", "function", facets))
        known = codebook.facet("function").names if "function" in facets else ()
        found += [_unknown("function", function, known) for function in functions]
    faults = [fault for fault in found if fault is not None]
    if faults:
        raise ParameterFault(faults)


def indexed_documents(documents: pd.DataFrame) -> pd.DataFrame:
    """Return `documents` indexed by `doc_id`, or raise TableFault."""
    indexed = documents.set_index("doc_id") if "doc_id" in documents.columns else documents
    if indexed.index.name != "doc_id" or "jurisdiction" not in indexed.columns:
        raise TableFault(Fault("table 'documents' lacks a column", expected="doc_id and jurisdiction"))
    twice = indexed.index[indexed.index.duplicated()].unique()
    if len(twice):
        raise TableFault(Fault(f"table 'documents': doc_id {_listed(twice)} stands there more than once"))
    return indexed


def check_tables(codings: pd.DataFrame, units: pd.DataFrame, documents: pd.DataFrame) -> None:
    """Raise TableFault for missing columns, empty cells, doubled unit ids and units of unknown documents."""
    faults = []
    for name, frame in (("codings", codings), ("units", units)):
        lacking = [column for column in _COLUMNS[name] if column not in frame.columns]
        if lacking:
            raise TableFault(Fault(f"table '{name}' lacks column {_listed(lacking)}"))
        faults += [
            Fault(f"table '{name}', column '{column}' has {n} empty cell{'s'[: n != 1]}")
            for column in _COLUMNS[name]
            if (n := int(frame[column].isna().sum()))
        ]
    twice = units["unit_id"][units["unit_id"].duplicated()].unique()
    if len(twice):
        faults.append(Fault(f"table 'units': unit_id {_listed(twice)} stands there more than once"))
    known = [str(doc_id) for doc_id in documents.index]
    faults += [
        Fault(
            f"table 'units': doc_id '{doc_id}' is not in table 'documents'", remedy=_hint(str(doc_id), known)
        )
        for doc_id in units["doc_id"].dropna().unique()
        if doc_id not in documents.index
    ]
    if faults:
        raise TableFault(faults)


def check_table(name: str, frame: pd.DataFrame, columns: Sequence[str], key: str | None = None) -> None:
    """Raise TableFault for columns that are not there, empty cells in them, a `key` that is not unique."""
    lacking = [column for column in columns if column not in frame.columns]
    if lacking:
        raise TableFault(Fault(f"table '{name}' lacks column {_listed(lacking)}"))
    faults = [
        Fault(f"table '{name}', column '{column}' has {n} empty cell{'s'[: n != 1]}")
        for column in columns
        if (n := int(frame[column].isna().sum()))
    ]
    if key is not None and frame[key].duplicated().any():
        twice = frame[key][frame[key].duplicated()].unique()
        faults.append(Fault(f"table '{name}': {key} {_listed(twice)} stands there more than once"))
    if faults:
        raise TableFault(faults)


def two_of(noun: str, names: Sequence[str]) -> tuple[str, str]:
    """Return two different names of a comparison, or raise ParameterFault; `noun` is their plural."""
    given = (names,) if isinstance(names, str) else tuple(names)
    expected = f"two different {noun}, such as ('NL', 'VL')"
    if len(given) != 2:
        listed = _listed(given) or "none"
        raise ParameterFault(
            Fault(
                f"a comparison needs two {noun}, given {listed}",
                expected=expected,
                key="refusal.needs_two",
                values={"given": listed},
            )
        )
    if given[0] == given[1]:
        raise ParameterFault(
            Fault(
                f"a comparison of '{given[0]}' with itself",
                expected=expected,
                key="refusal.with_itself",
                values={"name": given[0]},
            )
        )
    return given[0], given[1]


def one_coder(coders: pd.Series[str], coder: str) -> str:
    """Return the one name in the column `coder` that `coder` means, with or without its version."""
    names = sorted(str(name) for name in coders.unique())
    found = called(names, coder)
    if not names:
        raise CodingFault(
            Fault("there are no codings", remedy="Code the units first", key="refusal.no_codings", values={})
        )
    if not found:
        bare = sorted(set(map(bare_name, names)))
        raise CodingFault(
            Fault(
                f"no codings of coder '{coder}'",
                expected=one_of(bare, coder),
                key="refusal.coder_unknown",
                values={"coder": coder},
            )
        )
    if len(found) > 1:
        raise CodingFault(Fault(f"several versions of coder '{coder}'", expected=one_of(found)))
    return found[0]


def check_units(rows: pd.DataFrame, units: pd.DataFrame) -> None:
    """Raise CodingFault for codings of units that do not exist or that are furniture."""
    index = pd.Index(units["unit_id"])
    place = index.get_indexer(rows["unit_id"])
    unknown = rows["unit_id"][place < 0].unique()
    known = [str(unit_id) for unit_id in index] if len(unknown) else []
    faults = [
        Fault(f"coding of unit '{unit_id}', which is not in table 'units'", remedy=_hint(str(unit_id), known))
        for unit_id in unknown[:_SHOWN]
    ]
    if len(unknown) > _SHOWN:
        faults.append(Fault(f"and {len(unknown) - _SHOWN} more units that are not in table 'units'"))
    furniture = (units["kind"] == UnitKind.FURNITURE.value).to_numpy()
    place = place[place >= 0]
    coded = index[pd.unique(place[furniture[place]])]
    if len(coded):
        faults.append(Fault(f"coding of furniture: {_listed(coded)}", expected="codings of policy text only"))
    if faults:
        raise CodingFault(faults)


def check_codes(codes: pd.Series[str], facet: str, known: tuple[str, ...]) -> None:
    """Raise CodingFault for each code that the facet does not have."""
    allowed = [*known, *(word.value for word in Reserved)]
    unknown = [str(code) for code in codes.unique() if code not in allowed]
    if unknown:
        raise CodingFault(
            Fault(f"code '{code}' is not in facet '{facet}' of the codebook", remedy=_hint(code, allowed))
            for code in unknown
        )


def check_contradictions(units: pd.Series[str], facet: str) -> None:
    """Raise CodingFault where a coder says a code and `none` or `failed` of the same unit."""
    if len(units):
        message = f"facet '{facet}': a code beside 'none' or 'failed' in unit {_listed(units)}"
        raise CodingFault(Fault(message, expected="codes, or one row 'none', or one row 'failed'"))


def _unknown(noun: str, word: str, known: Sequence[str]) -> Fault | None:
    return None if word in known else Fault(f"unknown {noun} '{word}'", expected=one_of(known, word))


def _hint(word: str, known: Iterable[str]) -> str | None:
    hint = did_you_mean(word, known)
    return hint[0].upper() + hint[1:] if hint else None


def _listed(words: Iterable[object]) -> str:
    listed = [f"'{word}'" for word in words]
    rest = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + rest


def uncoded_facet(facet: str, facets: Sequence[str]) -> Fault:
    """Return the fault of codings in which only other facets, `facets`, were coded."""
    return Fault(
        f"no codings of facet '{facet}'",
        expected=one_of(facets, facet),
        key="refusal.facet_not_coded",
        values={"facet": facet},
    )
