"""From files to documents of the study: one after the other, and a file that fails stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath

from comparelib.adding.details import LANGUAGE, Ask, Details, completed, tidied
from comparelib.adding.files import Candidate, candidate
from comparelib.adding.likeness import Likeness, likeness
from comparelib.adding.naming import doc_id_of, free_name, slug
from comparelib.adding.shelf import Shelf
from comparelib.adding.writing import added
from comparelib.corpus import UnitChanges, unit_changes, unit_id
from comparelib.corpus.changes import NamedText
from comparelib.corpus.manifest import EDITION_OF
from comparelib.errors import ComparelibError, Fault, InputFaults

OWN = "none"
"""What `--edition-of` says of a document that is no edition of another."""


class State(StrEnum):
    """What became of a file."""

    ADDED = "added"
    PREVIEWED = "previewed"
    KNOWN = "known"
    LEFT = "left"
    FAILED = "failed"


@dataclass(frozen=True)
class Proposal:
    """A file that is about to become a document."""

    found: Candidate
    details: Details
    path: str
    like: Likeness | None


@dataclass(frozen=True)
class Outcome:
    """What became of a file.

    Attributes
    ----------
    file
        Its name as it was given.
    state, doc_id, path
        What became of it, and where it stands in the manifest; "" where it does not.
    edition_of
        The older edition, "" where there is none.
    changes
        Which units are new, gone and unchanged against the older edition.
    problem
        Why it was not added.
    proposal
        What was known of it.
    """

    file: str
    state: State
    doc_id: str = ""
    path: str = ""
    edition_of: str = ""
    changes: UnitChanges | None = None
    problem: str = ""
    proposal: Proposal | None = None


@dataclass(frozen=True)
class Talk:
    """How to speak with a person; without one, nothing is asked.

    Attributes
    ----------
    show
        Shows the preview of a proposal.
    ask, confirm
        Ask for a field, and for a yes; None where nobody can answer.
    yes
        Every question that has a proposed answer is answered with it.
    """

    show: Callable[[Proposal], None]
    ask: Ask | None = None
    confirm: Callable[[str], bool] | None = None
    yes: bool = False


def add_files(
    names: Sequence[str], given: Details, edition_of: str, shelf: Shelf, talk: Talk
) -> tuple[Outcome, ...]:
    """Make documents of files.

    Parameters
    ----------
    names
        Files as they were given.
    given
        What was said of them; of several files, title and doc_id are left empty.
    edition_of
        The older edition, `OWN` for a document of its own, "" where nothing was said.
    shelf
        What the study has; each document that is added is put on it.
    talk
        How to show and to ask.
    """
    outcomes = []
    for name in names:
        try:
            outcomes.append(_add(name, given, edition_of, shelf, talk))
        except ComparelibError as problem:
            outcomes.append(Outcome(name, State.FAILED, problem=str(problem)))
    return tuple(outcomes)


def preview_files(
    names: Sequence[str], given: Details, show: Callable[[Proposal], None]
) -> tuple[Outcome, ...]:
    """Show how files are read, and add none of them. A preview is called by the name of its file."""
    outcomes: list[Outcome] = []
    for name in names:
        try:
            found = candidate(name)
            taken = {outcome.doc_id for outcome in outcomes}
            doc_id = given.doc_id or free_name(slug(found.file.stem) or "document", taken)
            details = replace(
                given, doc_id=doc_id, title=given.title or found.title, language=given.language or LANGUAGE
            )
            proposal = Proposal(found, details, "", None)
            show(proposal)
            outcomes.append(Outcome(name, State.PREVIEWED, doc_id, proposal=proposal))
        except ComparelibError as problem:
            outcomes.append(Outcome(name, State.FAILED, problem=str(problem)))
    return tuple(outcomes)


def _add(name: str, given: Details, edition_of: str, shelf: Shelf, talk: Talk) -> Outcome:
    found = candidate(name)
    if known := shelf.with_sha256(found.sha256):
        return Outcome(name, State.KNOWN, known.doc_id, known.path)
    details = tidied(given)
    if talk.yes:
        title, language = details.title or found.title, details.language or LANGUAGE
        details = replace(details, title=title, language=language)
    if talk.ask is not None:
        details = completed(details, shelf.rows, shelf.jurisdictions, found.title, talk.ask)
    elif not details.title:
        details = replace(details, title=found.title)
    proposal = _proposal(found, details, shelf)
    talk.show(proposal)
    older = _older(proposal, edition_of, talk)
    if (
        talk.confirm is not None
        and not talk.yes
        and not talk.confirm(f"Add it as {proposal.details.doc_id}?")
    ):
        return Outcome(name, State.LEFT, proposal=proposal)
    return _put(proposal, older, shelf)


def _proposal(found: Candidate, details: Details, shelf: Shelf) -> Proposal:
    wanted = details.doc_id or doc_id_of(
        details.jurisdiction, details.issuer, details.title, details.date, shelf.doc_ids
    )
    inside = shelf.inside(found.file)  # a file that lies in data/raw already stays where it lies
    folder, ending = details.jurisdiction.lower(), found.file.suffix.lower()
    doc_id = wanted
    while not inside and not details.doc_id and shelf.holds_other(f"{folder}/{doc_id}{ending}", found.sha256):
        doc_id = free_name(wanted, {*shelf.doc_ids, doc_id, *shelf.stems(folder)})
    details = replace(details, doc_id=doc_id)
    like = likeness(found.file.name, details, texts_of(doc_id, found), shelf.rows, shelf.units)
    return Proposal(found, details, inside or str(PurePosixPath(folder) / f"{doc_id}{ending}"), like)


def texts_of(doc_id: str, found: Candidate) -> list[NamedText]:
    """Return unit_id and text of the units of a file that are policy text, as build will name them."""
    return [
        (unit_id(doc_id, position), unit.text)
        for position, unit in enumerate(found.reading.units, start=1)
        if unit.kind.is_policy_text
    ]


def _older(proposal: Proposal, edition_of: str, talk: Talk) -> str:
    """Return the document that this one is an edition of, "" where it is none."""
    if edition_of:
        return "" if edition_of == OWN else edition_of
    like = proposal.like
    if like is None:
        return ""
    if talk.yes:
        return like.doc_id
    said = f"looks like a new edition of {like.doc_id} ({like_words(like)})"
    if talk.confirm is None:
        remedy = (
            f"Say which it is: --edition-of {like.doc_id}, or --edition-of {OWN} for a document of its own"
        )
        raise InputFaults(Fault(said, proposal.found.name, remedy=remedy))
    return like.doc_id if talk.confirm(f"This {said}. Add it as one?") else ""


def like_words(like: Likeness) -> str:
    """Say why a document is taken for an edition of another."""
    why = {"text": "its text", "title": "its title and issuer", "name": "its file name"}[like.why]
    return f"{why}; {like.changes.likeness:.0%} of the units are identical"


def _put(proposal: Proposal, older: str, shelf: Shelf) -> Outcome:
    details, found = proposal.details, proposal.found
    note = details.note or (f"New edition of {older}" if older else "")
    values = asdict(replace(details, note=note)) | {"path": proposal.path, "sha256": found.sha256}
    if older:
        values[EDITION_OF] = older
    with shelf.locked():
        added(found.data, shelf.folder / proposal.path, shelf.study.manifest, values)
    texts = texts_of(details.doc_id, found)
    changes = unit_changes(details.doc_id, texts, older, shelf.units.get(older, ())) if older else None
    shelf.put(values, texts)
    return Outcome(found.name, State.ADDED, details.doc_id, proposal.path, older, changes, proposal=proposal)
