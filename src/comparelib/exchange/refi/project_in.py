"""A project file of any tool -> RefiProject: its texts, who coded what, and what cannot be taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from comparelib.errors import Fault, InputFaults
from comparelib.exchange.identity import plain_guid
from comparelib.exchange.refi.archive import ProjectArchive
from comparelib.exchange.refi.codebook_file import code_entries
from comparelib.exchange.refi.positions import Claim, PlainText, Span, best_reading, placed
from comparelib.exchange.refi.project import RefiCoding, RefiProject, RefiSelection, RefiSource
from comparelib.exchange.refi.schema import Schema, checked_root

_P = Schema.PROJECT
# Elements that a study has no place for; selections in pictures, sound and film have no text.
_LEFT_OUT = (
    *("Case", "Link", "Graph", "Set", "PictureSelection", "PDFSelection", "AudioSelection"),
    *("VideoSelection", "TranscriptSelection"),
)
_ANONYMOUS = "unknown"


@dataclass(frozen=True)
class _Lookup:
    """What the references in a project point at."""

    users: dict[str, str]
    codes: dict[str, tuple[str, ...]]
    notes: dict[str, str]
    default_user: str


@dataclass(frozen=True)
class _Raw:
    """A source before its positions are read."""

    element: Any
    owner: Any
    plain: PlainText
    claims: tuple[Claim, ...]


def read_qdpx(data: bytes, name: str) -> RefiProject:
    """Read a REFI-QDA project.

    Texts are read as UTF-8; their line ends become line feeds and a byte order mark is dropped, and positions
    are brought onto this text, however the file counts (see `positions`).

    Parameters
    ----------
    data
        The bytes of the .qdpx file.
    name
        How the file is called in messages.

    Raises
    ------
    InputFaults
        The archive is broken, unsafe or no project; the XML is broken, declares entities, is of another
        version or breaks the schema; the text of a source that has selections is missing or no UTF-8.
    """
    archive = ProjectArchive(data, name)
    root = checked_root(archive.project(), f"{name} (project.qde)", _P)
    lookup = _lookup(root, archive)
    raw = _raw_sources(root, archive)
    origin = root.get("origin", "")
    reading = best_reading([(each.plain, each.claims) for each in raw], origin)
    sources = []
    for each in raw:
        spans = placed(each.claims, each.plain, reading)
        selections = tuple(
            _selection(span, _codings(element, each.owner, lookup), claim.name)
            for element, claim, span in zip(_selections(each.element), each.claims, spans, strict=True)
        )
        guid = plain_guid(each.owner.get("guid"))
        sources.append(RefiSource(guid, each.owner.get("name", ""), each.plain.text, selections))
    return RefiProject(
        name=root.get("name", ""),
        origin=origin,
        codes=code_entries(root.find(_P.path("CodeBook", "Codes")), _P),
        coders=tuple(dict.fromkeys(lookup.users.values())),
        sources=tuple(sources),
        reading=reading,
        left_out=_left_out(root),
    )


def _lookup(root: Any, archive: ProjectArchive) -> _Lookup:
    users = {
        plain_guid(user.get("guid")): (user.get("name") or user.get("id") or _ANONYMOUS).strip()
        for user in root.iterfind(_P.path("Users", "User"))
    }
    codes = code_entries(root.find(_P.path("CodeBook", "Codes")), _P)
    notes = {
        plain_guid(note.get("guid")): _note(note, archive) for note in root.iterfind(_P.path("Notes", "Note"))
    }
    owner = users.get(plain_guid(root.get("creatingUserGUID")))
    only = next(iter(users.values())) if len(users) == 1 else _ANONYMOUS
    return _Lookup(users, {code.guid: code.path for code in codes}, notes, owner or only)


def _note(note: Any, archive: ProjectArchive) -> str:
    content = note.findtext(_P.tag("PlainTextContent"))
    if content is None and note.get("plainTextPath"):
        stored = archive.source(note.get("plainTextPath"))
        content = PlainText.of(stored.decode("utf-8", "replace")).text if stored is not None else ""
    return str(content or note.get("name") or "").strip()


def _raw_sources(root: Any, archive: ProjectArchive) -> list[_Raw]:
    found: list[_Raw] = []
    faults: list[Fault] = []
    for owner in root.iterfind(_P.path("Sources", "*")):
        text = owner if owner.tag == _P.tag("TextSource") else owner.find(_P.tag("Representation"))
        if text is None:
            continue
        selections = _selections(text)
        try:
            stored = _stored_text(text, archive, needed=bool(selections))
        except InputFaults as missing:
            faults += missing.faults
            continue
        claims = tuple(
            Claim(int(each.get("startPosition")), int(each.get("endPosition")), each.get("name") or "")
            for each in selections
        )
        found.append(_Raw(text, owner, PlainText.of(stored), claims))
    if faults:
        raise InputFaults(faults)
    return found


def _stored_text(source: Any, archive: ProjectArchive, *, needed: bool) -> str:
    content = source.findtext(_P.tag("PlainTextContent"))
    if content is not None:
        return str(content)
    path = source.get("plainTextPath", "")
    stored = archive.source(path) if path.startswith("internal://") else None
    shown = source.get("name") or source.get("guid")
    if stored is None and needed:
        where = f"'{path}'" if path else "no text at all"
        message = f"the text of source '{shown}' is not in the archive ({where})"
        remedy = "Export it again with its sources inside the file"
        raise InputFaults(Fault(message, archive.name, source.sourceline, remedy=remedy))
    try:
        marked = (stored or b"")[:2] in (b"\xff\xfe", b"\xfe\xff")
        return (stored or b"").decode("utf-16" if marked else "utf-8")
    except UnicodeDecodeError:
        message = f"the text of source '{shown}' is not UTF-8, which the standard asks for"
        raise InputFaults(Fault(message, archive.name, source.sourceline)) from None


def _selections(source: Any) -> list[Any]:
    return list(source.findall(_P.tag("PlainTextSelection")))


def _selection(span: Span | None, codings: tuple[RefiCoding, ...], name: str) -> RefiSelection:
    start, end = span or (None, None)
    return RefiSelection(start, end, codings, name)


def _codings(selection: Any, source: Any, lookup: _Lookup) -> tuple[RefiCoding, ...]:
    shared = [*_notes(selection, lookup), (selection.findtext(_P.tag("Description")) or "").strip()]
    return tuple(_coding(coding, selection, source, lookup, shared) for coding in _coded(selection))


def _coded(selection: Any) -> Iterator[Any]:
    yield from selection.iterfind(_P.tag("Coding"))


def _coding(coding: Any, selection: Any, source: Any, lookup: _Lookup, shared: list[str]) -> RefiCoding:
    target = plain_guid(coding.find(_P.tag("CodeRef")).get("targetGUID"))
    makers = (coding.get("creatingUser"), selection.get("creatingUser"), source.get("creatingUser"))
    known = (lookup.users.get(plain_guid(maker)) for maker in makers if maker)
    notes = dict.fromkeys(note for note in (*_notes(coding, lookup), *shared) if note)
    return RefiCoding(
        code=lookup.codes.get(target, (target,)),
        code_guid=target,
        coder=next((name for name in known if name), lookup.default_user),
        time=coding.get("creationDateTime") or selection.get("creationDateTime") or "",
        note="\n".join(notes),
    )


def _notes(element: Any, lookup: _Lookup) -> list[str]:
    references = element.iterfind(_P.tag("NoteRef"))
    return [lookup.notes.get(plain_guid(each.get("targetGUID")), "") for each in references]


def _left_out(root: Any) -> dict[str, int]:
    counts = Counter({name: sum(1 for _ in root.iter(_P.tag(name))) for name in _LEFT_OUT})
    # A code on a source as a whole says nothing of a unit.
    whole = sum(len(source.findall(_P.tag("Coding"))) for source in root.iterfind(_P.path("Sources", "*")))
    counts["Coding of a whole source"] = whole
    return {name: count for name, count in counts.items() if count}
