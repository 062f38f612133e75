"""What can be chosen for a parameter: jurisdictions, documents, coders, codes … as the study has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from comparelib.model.coder_names import bare_name
from comparelib.reporting.settings import worded
from comparelib.study import HEADLINE

if TYPE_CHECKING:
    from comparelib.charts import Look
    from comparelib.study import Study

CODERS = frozenset({"coder", "judged", "machine", "annotators", "other_coders"})
FUNCTION = "function"


@dataclass(frozen=True)
class Choice:
    """One thing that can be chosen: its value, what it is called, and the group that it stands in or ""."""

    value: str
    label: str
    group: str = ""


def choices(name: str, field: FieldInfo, study: Study, look: Look) -> tuple[Choice, ...]:
    """Return what can be chosen for a parameter; nothing where it is typed.

    Parameters
    ----------
    name, field
        The parameter, and its field of the notebook's model.
    """
    kind: Any = field.annotation
    if get_origin(kind) is Literal:
        return _closed(name, [str(value) for value in get_args(kind)], look.language)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _closed(name, [str(member.value) for member in kind], look.language)
    if kind not in (str, list[str]):
        return ()
    if name in CODERS:
        lead = (HEADLINE,) if name == "coder" else ()
        return tuple(Choice(value, value) for value in (*_coders(study), *lead))
    return _of_the_study(name, study, look)


def _closed(name: str, values: Sequence[str], language: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, worded(name, value, language).replace("_", " ")) for value in values)


def _of_the_study(name: str, study: Study, look: Look) -> tuple[Choice, ...]:
    documents = study.documents
    if name == "jurisdictions":
        return tuple(Choice(side, look.name(side)) for side in study.file.jurisdictions)
    if name == "documents":
        rows = zip(documents["doc_id"], documents["jurisdiction"], strict=True)
        return tuple(Choice(str(doc), look.name(str(doc)), look.name(str(side))) for doc, side in rows)
    facets = study.codebook.facets
    if name == "facet":
        return tuple(Choice(facet.name, facet.title.get(look.language, facet.name)) for facet in facets)
    if name == "functions":
        return tuple(
            Choice(code, look.name(code))
            for facet in facets
            if facet.name == FUNCTION
            for code in facet.names
        )
    if name == "code":
        return tuple(
            Choice(code, look.name(code), facet.title.get(look.language, facet.name))
            for facet in facets
            for code in facet.names
        )
    return ()


def _coders(study: Study) -> tuple[str, ...]:
    """Return the coders, without their version where that leaves no doubt: the form outlives a version."""
    full = [str(coder) for coder in study.coders["coder"]]
    short = [bare_name(coder) for coder in full]
    return tuple(name if short.count(name) == 1 else coder for coder, name in zip(full, short, strict=True))
