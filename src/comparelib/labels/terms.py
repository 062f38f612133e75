"""What coders and kinds of documents are called; what the catalogue does not know keeps its own word."""

from __future__ import annotations

from functools import cache

from comparelib.labels.catalogue import keys, say
from comparelib.model.coder_names import bare_name

_PERSON = "human:"


def coder_name(coder: str, language: str, *, version: bool = True) -> str:
    """Return what a coder is called on a page.

    Parameters
    ----------
    coder
        As in the column `coder`, with or without its version; `human:ab` is a person.
    language
        BCP 47 tag.
    version
        Whether the version stands behind the name, where there is one.

    Examples
    --------
    >>> coder_name("dictionary@1.0.0", "nl")
    'woordenlijst 1.0.0'
    >>> coder_name("own_coder", "nl")
    'own_coder'
    """
    bare = bare_name(coder)
    if bare.startswith(_PERSON):
        name = say("term.coder.person", language, name=bare.removeprefix(_PERSON))
    else:
        name = _known(f"term.coder.{bare}", bare, language)
    number = coder.removeprefix(bare).removeprefix("@")
    return f"{name} {number}" if version and number else name


def kind_name(kind: str, language: str) -> str:
    """Return what a kind of document or of issuer is called on a page.

    Parameters
    ----------
    kind
        As in the columns `doc_type` and `issuer_type` of the manifest.
    language
        BCP 47 tag.

    Examples
    --------
    >>> kind_name("position paper", "nl")
    'standpuntnota'
    """
    return _known(f"term.kind.{kind.strip().lower()}", kind, language)


def _known(key: str, word: str, language: str) -> str:
    return say(key, language) if key in _keys() else word


@cache
def _keys() -> frozenset[str]:
    return frozenset(keys())
