"""What a researcher says of a document: the columns of its manifest row, asked for where they are missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace

from comparelib.corpus import ManifestRow
from comparelib.corpus.manifest import DATE, DOC_ID
from comparelib.errors import Fault, one_of

NEEDED = ("jurisdiction", "title", "issuer", "issuer_type", "doc_type", "language")
LANGUAGE = "nl"
"""What is proposed: the lexicon, and so every figure of quality, is Dutch."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")

Ask = Callable[[str, Sequence[str], str], str]
"""Asks for a field: its name, the choices or words used before, what is proposed; returns the answer."""


@dataclass(frozen=True)
class Details:
    """The columns of a manifest row that a person gives; "" where nothing was given.

    `doc_id` is derived where it is empty; `date` and `note` may stay empty.
    """

    jurisdiction: str = ""
    title: str = ""
    issuer: str = ""
    issuer_type: str = ""
    doc_type: str = ""
    date: str = ""
    language: str = ""
    note: str = ""
    doc_id: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields that a manifest row needs and that are empty."""
        return tuple(name for name in NEEDED if not getattr(self, name))


def tidied(details: Details) -> Details:
    """Return details with each run of white space, line ends too, made one space."""
    return replace(
        details, **{field.name: " ".join(getattr(details, field.name).split()) for field in fields(details)}
    )


def detail_faults(details: Details, jurisdictions: Collection[str], taken: Collection[str]) -> list[Fault]:
    """Return what is wrong with details that were given; what is missing is no fault here."""
    faults = []
    if details.jurisdiction and details.jurisdiction not in jurisdictions:
        expected = one_of(sorted(jurisdictions), details.jurisdiction) + ", as study.yml declares"
        faults.append(Fault(f"--jurisdiction: '{details.jurisdiction}' is not declared", expected=expected))
    if not DATE.fullmatch(details.date):
        faults.append(Fault(f"--date: '{details.date}' is no date", expected="YYYY, YYYY-MM or YYYY-MM-DD"))
    if details.language and not _LANGUAGE.fullmatch(details.language):
        faults.append(Fault(f"--language: '{details.language}' is no language", expected="such as nl"))
    if details.doc_id and not DOC_ID.fullmatch(details.doc_id):
        expected = "lower-case letters, digits, _ . -"
        faults.append(Fault(f"--id: '{details.doc_id}' cannot be an id", expected=expected))
    if details.doc_id in taken:
        faults.append(Fault(f"--id: '{details.doc_id}' is in the manifest already", remedy="Choose another"))
    return faults


def used_before(rows: Sequence[ManifestRow], column: str) -> tuple[str, ...]:
    """Return the values of a column of the manifest, the most used first, then by name."""
    counts = Counter(str(getattr(row, column)) for row in rows)
    return tuple(sorted((value for value in counts if value), key=lambda value: (-counts[value], value)))


def completed(
    details: Details, rows: Sequence[ManifestRow], jurisdictions: Collection[str], title: str, ask: Ask
) -> Details:
    """Return details in which every field that is missing was asked for.

    Parameters
    ----------
    details
        What was given.
    rows
        The manifest: its values are offered.
    jurisdictions
        Names that study.yml declares.
    title
        What is proposed as the title.
    ask
        Asks a person. It is asked again until an answer is right.
    """
    proposals = {"title": title, "language": LANGUAGE}
    for name in (*details.missing, *(("date",) if details.missing and not details.date else ())):
        offered = tuple(sorted(jurisdictions)) if name == "jurisdiction" else used_before(rows, name)
        while True:
            answer = ask(name, () if name in ("title", "date") else offered, proposals.get(name, ""))
            answered = tidied(replace(details, **{name: answer}))
            if not detail_faults(answered, jurisdictions, ()) and (answer.strip() or name == "date"):
                break
        details = answered
    return details
