"""What the study has already: its manifest, its raw files and the units of its documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from comparelib.corpus import ManifestRow, load_manifest
from comparelib.corpus.changes import NamedText
from comparelib.corpus.manifest import COLUMNS, EDITION_OF
from comparelib.csvfile import Row, load_csv
from comparelib.errors import ComparelibError, CorpusFault, InputFaults, StoreFailure
from comparelib.model import UnitKind
from comparelib.store import Store, file_sha256
from comparelib.studyfile import FILE_NAME, StudyFile, load_studyfile

PROCESSED = Path("data") / "processed"
PREVIEWS = PROCESSED / "previews"


@dataclass
class Shelf:
    """The documents of a study; grows by each document that is added."""

    study: StudyFile
    rows: list[ManifestRow]
    _fresh: dict[str, Sequence[NamedText]] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder of the raw files."""
        return self.study.manifest.parent

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """Names that study.yml declares."""
        return tuple(self.study.jurisdictions)

    @property
    def doc_ids(self) -> tuple[str, ...]:
        """Every doc_id of the manifest."""
        return tuple(row.doc_id for row in self.rows)

    @property
    def units(self) -> Mapping[str, Sequence[NamedText]]:
        """doc_id -> unit_id and text of the units that are policy text."""
        return self._read | self._fresh

    @cached_property
    def _read(self) -> dict[str, Sequence[NamedText]]:
        """From the last build where it has them, else from the raw files; an unreadable one has none."""
        units = _built_units(Store(self.study.root / PROCESSED), self.rows)
        for row in self.rows:
            if row.doc_id not in units and row.doc_id not in self._fresh:
                units[row.doc_id] = _raw_units(row)
        return units

    def with_sha256(self, sha256: str) -> ManifestRow | None:
        """Return the document that has these bytes, None where there is none."""
        return next((row for row in self.rows if row.sha256 == sha256), None)

    def inside(self, file: Path) -> str:
        """Return the path of a file within the folder of the raw files, "" where it lies elsewhere."""
        place, folder = file.resolve(), self.folder.resolve()
        return place.relative_to(folder).as_posix() if place.is_relative_to(folder) else ""

    def holds_other(self, path: str, sha256: str) -> bool:
        """Whether other bytes lie at a path of the folder of the raw files."""
        target = self.folder / path
        return target.exists() and (not target.is_file() or file_sha256(target) != sha256)

    def stems(self, folder: str) -> set[str]:
        """Return the names without ending of the files in a folder of the raw files."""
        place = self.folder / folder
        return {path.stem for path in place.iterdir()} if place.is_dir() else set()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the study while it is written to.

        Raises
        ------
        StoreFailure
            A build or another `add` is writing.
        """
        with Store(self.study.root / PROCESSED).locked():
            yield

    def put(self, values: Mapping[str, str], units: Sequence[NamedText]) -> None:
        """Take up a document that was added."""
        row = Row(dict(values), self.study.shown(self.study.manifest), 0, tuple(values))
        fields = {name: values.get(name, "") for name in (*COLUMNS, EDITION_OF)}
        self.rows.append(ManifestRow(file=self.folder / values["path"], row=row, **fields))
        self._fresh[values["doc_id"]] = units


def shelf_of(root: Path) -> Shelf:
    """Return what a study has; its manifest may be empty.

    Raises
    ------
    InputFaults
        study.yml, the manifest or a raw file is not as it should be.
    """
    study = load_studyfile(root / FILE_NAME)
    shown = study.shown(study.manifest)
    try:
        if not load_csv(study.manifest, COLUMNS, shown):
            return Shelf(study, [])
    except InputFaults as broken:
        raise CorpusFault(broken.faults) from None
    return Shelf(study, list(load_manifest(study.manifest, study.jurisdictions, shown)))


def _built_units(store: Store, rows: Sequence[ManifestRow]) -> dict[str, Sequence[NamedText]]:
    """Units of documents whose bytes the last build read; none where it was never built or is torn."""
    try:
        documents, units = store.read("documents"), store.read("units")
    except StoreFailure:
        return {}
    built = dict(zip(documents["doc_id"], documents["sha256"], strict=True))
    same = {row.doc_id for row in rows if built.get(row.doc_id) == row.sha256}
    coded = units[(units["kind"] != UnitKind.FURNITURE.value) & units["doc_id"].isin(same)]
    return {
        str(doc_id): list(zip(own["unit_id"], own["text"], strict=True))
        for doc_id, own in coded.groupby("doc_id", sort=False)
    }


def _raw_units(row: ManifestRow) -> Sequence[NamedText]:
    from comparelib.adding.reading import read_file  # only here: what is built needs no reader
    from comparelib.corpus import unit_id

    try:
        units = read_file(row.file.read_bytes(), row.path).units
    except (ComparelibError, OSError):  # `comparelib check` names it; it is no reason not to add another
        return ()
    return [
        (unit_id(row.doc_id, position), unit.text)
        for position, unit in enumerate(units, start=1)
        if unit.kind.is_policy_text
    ]
