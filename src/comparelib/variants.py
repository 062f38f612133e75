"""The table of NL-VL equivalents, and texts rewritten from one variety of Dutch to the other.

Jurisdiction is never inferred from words: the table says only which words stand for the same thing. Language
rules stay in the table: a cell lists its forms, parted by `|`, in the same order on both sides, so that what
is swapped for what can be read. A `*` before or after a form lets it stand at the end or the beginning of a
closed compound. Compounds with a hyphen (`mkb-bedrijven`) need no star.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain
from pathlib import Path

from comparelib.csvfile import Row, load_csv
from comparelib.errors import Fault, InputFaults, ParameterFault, one_of

COLUMNS = ("nl", "vl", "kind", "note")
_STAR = "*"
_WORD = re.compile(r"\w+")
_FORM = re.compile(r"\*?[^\W_](?:[\w '’.-]*\w)?\*?")
# A name joined by a hyphen (MKB-Nederland) is not a compound of the word, so it is left alone.
_NOT_BEFORE_NAME = r"(?!-[A-ZÀ-Þ])"


class VariantKind(StrEnum):
    """How far two words are the same.

    A lexical doublet means the same in both varieties, so a coder must not care which one stands there. An
    institutional analogue is a body, law or school with a similar task: experts pair them, but they are not
    the same thing, so a coder may tell them apart.
    """

    LEXICAL_DOUBLET = "lexical_doublet"
    INSTITUTIONAL_ANALOGUE = "institutional_analogue"


class Side(StrEnum):
    """A variety of the table, as its columns are called."""

    NL = "NL"
    VL = "VL"


@dataclass(frozen=True)
class Variant:
    """One row: the Dutch and the Flemish forms of a word, form by form.

    Attributes
    ----------
    nl, vl
        Forms in the same order, with their stars; equally many.
    kind
        Whether they mean the same.
    note
        What a reader should know of the pair.
    """

    nl: tuple[str, ...]
    vl: tuple[str, ...]
    kind: VariantKind
    note: str

    @property
    def name(self) -> str:
        """The pair by its first forms, "mkb/kmo"."""
        return f"{self.nl[0]}/{self.vl[0]}".replace(_STAR, "")

    def forms(self, to: Side) -> Iterable[tuple[str, str]]:
        """Pairs (found, put in its place) towards one side."""
        return zip(self.nl, self.vl, strict=True) if to is Side.VL else zip(self.vl, self.nl, strict=True)


@dataclass(frozen=True)
class SwappedText:
    """A text after swapping, and the names of the variants that were swapped, each once, in order."""

    text: str
    swapped: tuple[str, ...]


def load_variants(path: Path, shown: Path | None = None) -> tuple[Variant, ...]:
    """Read the table of equivalents.

    Raises
    ------
    InputFaults
        The file or a column is missing; an unknown kind; a cell without forms, with a form that is no word,
        or with other stars or another number of forms than its neighbour; a pair that stands twice. Each
        with its line and column.
    """
    rows = load_csv(path, COLUMNS, shown)
    faults = list(chain.from_iterable(_faults(row) for row in rows)) + _doubles(rows)
    if faults:
        raise InputFaults(faults)
    return tuple(
        Variant(_forms(row["nl"]), _forms(row["vl"]), VariantKind(row["kind"]), row["note"]) for row in rows
    )


def swapped(
    texts: Iterable[str],
    variants: Sequence[Variant],
    *,
    to: str,
    kinds: Collection[str] = (VariantKind.LEXICAL_DOUBLET,),
) -> list[SwappedText]:
    """Rewrite texts in the words of one side.

    All words are looked for at once, longest first, so nothing is swapped twice. Where several rows share a
    form, the first of the table wins. Capitals are kept: MKB gives KMO, Mkb gives Kmo; a form that has a
    capital in the table is a name, found and written as it stands there.

    Parameters
    ----------
    to
        "VL" or "NL": the side whose words the texts get.
    kinds
        Which kinds of pairs are swapped.

    Raises
    ------
    ParameterFault
        Unknown side or kind.

    Examples
    --------
    >>> mkb = Variant(("mkb",), ("kmo",), VariantKind.LEXICAL_DOUBLET, "")
    >>> swapped(["Het MKB en mkb-bedrijven, zegt MKB-Nederland."], [mkb], to="VL")[0].text
    'Het KMO en kmo-bedrijven, zegt MKB-Nederland.'
    """
    _check(to, kinds)
    finder = _finder(tuple(variants), Side(to), frozenset(map(VariantKind, kinds)))
    told: dict[str, bool] = {}  # whether a word can be of a form; few words make up many texts
    return [finder.swap(text) if finder.may_change(text, told) else SwappedText(text, ()) for text in texts]


@lru_cache(maxsize=16)
def _finder(variants: tuple[Variant, ...], to: Side, kinds: frozenset[VariantKind]) -> _Finder:
    return _Finder(variants, to, kinds)


class _Finder:
    """One regular expression for all forms of a side, and what each alternative puts in its place."""

    def __init__(self, variants: Sequence[Variant], to: Side, kinds: Collection[VariantKind]) -> None:
        first: dict[str, tuple[str, str]] = {}
        for variant in variants:
            if variant.kind in kinds:
                for found, put in variant.forms(to):
                    first.setdefault(found, (put.replace(_STAR, ""), variant.name))
        longest_first = sorted(
            first, key=lambda form: (-len(form.replace(_STAR, "")), form.count(_STAR), form)
        )
        self._puts = [first[form] for form in longest_first]
        self._names = [_is_name(form) for form in longest_first]
        self._pattern = re.compile("|".join(map(_expression, longest_first)) or r"(?!)")
        self._word = re.compile("|".join(dict.fromkeys(map(_word_expression, longest_first))) or r"(?!)")

    def may_change(self, text: str, told: dict[str, bool]) -> bool:
        """Return False only for a text without any form; `told` is filled with what is known of words.

        The expression of all forms tries each of them at each letter. Each form needs a word of its own,
        and a word is looked up much faster than it is tried.
        """
        for word in _WORD.findall(text):
            known = told.get(word)
            if known is None:
                known = told[word] = self._word.fullmatch(word) is not None
            if known:
                return True
        return False

    def swap(self, text: str) -> SwappedText:
        swaps: list[str] = []

        def put(match: re.Match[str]) -> str:
            number = (match.lastindex or 1) - 1
            word, name = self._puts[number]
            swaps.append(name)
            return word if self._names[number] else _cased(word, match.group())

        changed = self._pattern.sub(put, text)
        return SwappedText(changed, tuple(dict.fromkeys(swaps)))


def _expression(form: str) -> str:
    body = re.escape(form.strip(_STAR)).replace(r"\ ", r"\s+").replace("'", "['’]")
    body = body if _is_name(form) else f"(?i:{body})"
    before = "" if form.startswith(_STAR) else r"(?<!\w)"
    after = "" if form.endswith(_STAR) else r"(?!\w)"
    return f"{before}({body}){after}{_NOT_BEFORE_NAME}"


def _word_expression(form: str) -> str:
    """Match the longest word of a form, which stands whole in each text that has the form, but for stars."""
    words = _WORD.findall(form)
    place = max(range(len(words)), key=lambda number: len(words[number]))
    body = words[place] if _is_name(form) else f"(?i:{words[place]})"
    before = r"\w*" if form.startswith(_STAR) and place == 0 else ""
    after = r"\w*" if form.endswith(_STAR) and place == len(words) - 1 else ""
    return f"{before}{body}{after}"


def _is_name(form: str) -> bool:
    return form != form.lower()


def _cased(word: str, like: str) -> str:
    """Write `word` with the capitals and the apostrophe of `like`."""
    word = word.replace("'", "’") if "’" in like else word
    letters = [letter for letter in like if letter.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return word.upper()
    return word[:1].upper() + word[1:] if letters and letters[0].isupper() else word


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in cell.split("|"))


def _stars(form: str) -> tuple[bool, bool]:
    return form.startswith(_STAR), form.endswith(_STAR)


def _faults(row: Row) -> Iterable[Fault]:
    if row["kind"] not in list(VariantKind):
        expected = one_of(list(VariantKind), row["kind"])
        yield row.fault("kind", f"'{row['kind']}' is not a kind of equivalent", expected)
    sides = {column: _forms(row[column]) for column in ("nl", "vl")}
    for column, forms in sides.items():
        for form in forms:
            if not _FORM.fullmatch(form):
                yield row.fault(
                    column, f"'{form}' is no form of a word", "forms parted by |, such as mkb|mkb's"
                )
    if len(sides["nl"]) != len(sides["vl"]):
        yield row.fault("vl", f"{len(sides['vl'])} forms", f"{len(sides['nl'])} forms, as in column nl")
    elif any(_stars(nl) != _stars(vl) for nl, vl in zip(sides["nl"], sides["vl"], strict=True)):
        yield row.fault("vl", "a star stands on one side only", "the same stars in columns nl and vl")
    if row["nl"] == row["vl"]:
        yield row.fault("vl", f"'{row['vl']}' is the same as in column nl", "another word")


def _doubles(rows: Sequence[Row]) -> list[Fault]:
    first: dict[tuple[str, str], int] = {}
    faults = []
    for row in rows:
        pair = (_forms(row["nl"])[0], _forms(row["vl"])[0])
        if pair in first:
            message = f"the pair '{pair[0]}/{pair[1]}' stands in line {first[pair]} already"
            faults.append(row.fault("nl", message, remedy="Take one of the two rows out"))
        first.setdefault(pair, row.line)
    return faults


def _check(to: str, kinds: Collection[str]) -> None:
    faults = []
    if to not in list(Side):
        faults.append(Fault(f"unknown side '{to}'", expected=one_of(list(Side), to)))
    faults += [
        Fault(f"unknown kind of equivalent '{kind}'", expected=one_of(list(VariantKind), kind))
        for kind in kinds
        if kind not in list(VariantKind)
    ]
    if faults:
        raise ParameterFault(faults)
