"""`comparelib import`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from comparelib.cli.console import show_json
from comparelib.cli.export import current_study
from comparelib.cli.import_codebook import show_codebook, write_new
from comparelib.errors import Fault, InputFaults, ParameterFault, one_of

if TYPE_CHECKING:
    from comparelib.exchange.importing import ForeignCoding, Imported
    from comparelib.study import Study

_SHOWN = 20
_PROJECTS, _TABLES = (".qdpx",), (".csv", ".tsv", ".txt", ".xlsx")
_CODEBOOKS = (".qdc", ".yml", ".yaml", ".dic", ".lcd", ".lc3")


@dataclass(frozen=True)
class _Found:
    """What stands in a file, before codes are matched."""

    codings: tuple[ForeignCoding, ...]
    reading: str
    left_out: dict[str, int]
    n_codes: int = 0


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import")(import_)


def import_(  # noqa: PLR0913, PLR0917 - each is a choice of the person at the keyboard
    file: Path = typer.Argument(
        ...,
        metavar="FILE",
        help="A .qdpx project, a table (.csv, .xlsx), or a codebook (.qdc, .yml, .dic, .lcd, Taguette .csv).",
    ),
    coder: list[str] = typer.Option(
        [], "--coder", metavar="NAME", help="Codings of this coder alone; may be given again."
    ),
    name: str | None = typer.Option(
        None, "--as", metavar="NAME", help="What the only coder shall be called here."
    ),
    map_: list[str] = typer.Option(
        [],
        "--map",
        metavar="OLD=NEW",
        help="What a code of the file means here; NEW is facet:code, or - to leave it out.",
    ),
    mapping: Path | None = typer.Option(
        None, "--mapping", metavar="CSV", help="The same from a table with columns old and new."
    ),
    whole: bool = typer.Option(
        False,
        "--whole-documents",
        help="The coders read these documents from first to last: units without a code count as read.",
    ),
    output: Path | None = typer.Option(
        None, "-o", "--output", metavar="FILE", help="Rows as CSV; of a codebook, a draft as YAML."
    ),
    dry_run: bool = typer.Option(False, "--dry-run", help="Tell what would be done and write no codings."),
    as_json: bool = typer.Option(False, "--json", help="Print what was found as JSON."),
) -> None:
    """Take over codings of another tool as hand codings; says what was matched, moved or not placed."""
    if not file.is_file():
        raise InputFaults(Fault("the file does not exist", file))
    if _is_codebook(file):
        show_codebook(file, output, as_json=as_json)
        return
    study = current_study()
    found, set_aside = _chosen(_read(file, study), study, coder)
    result = _imported(found, study, map_, mapping)
    codings = _with_units(result, study) if whole else result.codings
    if output is not None:
        from comparelib.exchange.spreadsheet import csv_bytes

        write_new(output, csv_bytes(result.rows))
    written: tuple[Path, ...] = () if dry_run else _write(codings, study, name)
    if not found.codings and not set_aside and found.n_codes and not as_json:
        typer.echo(
            f"the file holds {found.n_codes} codes and no coded text; export its codebook to compare it"
        )
    _report(result, (set_aside, tuple(str(study.file.shown(path)) for path in written)), as_json=as_json)
    if written and study.file.codings is None:
        typer.echo(
            "note: study.yml names no folder of hand codings; add `codings: data/codings` to it", err=True
        )


def _is_codebook(file: Path) -> bool:
    if file.suffix.lower() in _CODEBOOKS:
        return True
    if file.suffix.lower() not in (*_PROJECTS, *_TABLES):
        endings = (*_PROJECTS, *_TABLES, *_CODEBOOKS)
        raise ParameterFault(
            Fault(f"'{file.suffix}' is no format that can be read", file, expected=one_of(endings))
        )
    if file.suffix.lower() != ".csv":
        return False
    from comparelib.exchange.codebook_formats import is_taguette

    return is_taguette(file)


def _read(file: Path, study: Study) -> _Found:
    from comparelib.exchange.placing import DocumentPlaces

    texts, units = study.store.read("texts"), study.units(furniture=True)
    places = {
        doc_id: DocumentPlaces(doc_id, text, units[units["doc_id"] == doc_id])
        for doc_id, text in zip(texts["doc_id"].astype(str), texts["text"].astype(str), strict=True)
    }
    data = file.read_bytes()
    if file.suffix.lower() in _PROJECTS:
        from comparelib.exchange.refi import read_qdpx
        from comparelib.exchange.refi.onto_study import foreign_codings

        project = read_qdpx(data, file.name)
        codings = tuple(foreign_codings(project, study.documents, places))
        return _Found(codings, str(project.reading), project.left_out, len(project.codes))
    from comparelib.exchange.spreadsheet import read_table, table_codings

    return _Found(tuple(table_codings(read_table(data, file.name), file.name, places, units)), "", {})


def _chosen(found: _Found, study: Study, wanted: Sequence[str]) -> tuple[_Found, dict[str, int]]:
    """Keep the coders that were asked for; without a wish, all but those of this study that are no people."""
    names = [coding.coder for coding in found.codings]
    known = sorted(set(names))
    faults = [
        Fault(f"no coder '{one}' in the file", expected=one_of(known, one))
        for one in wanted
        if one not in known
    ]
    if faults:
        raise ParameterFault(faults)
    people = study.coders["kind"] == "human"
    own = set(study.coders.loc[~people, "coder"])
    kept = set(wanted) or set(known) - own
    set_aside = {one: names.count(one) for one in known if one not in kept and not wanted}
    codings = tuple(coding for coding in found.codings if coding.coder in kept)
    return replace(found, codings=codings), set_aside


def _imported(found: _Found, study: Study, typed: list[str], mapping: Path | None) -> Imported:
    from comparelib.exchange.code_names import load_choices, parsed_choices
    from comparelib.exchange.importing import imported

    chosen = (load_choices(mapping) if mapping else {}) | parsed_choices(typed)
    result = imported(found.codings, study.codebook, study.units(), chosen)
    return replace(result, reading=found.reading, left_out=found.left_out)


def _with_units(result: Imported, study: Study) -> Any:
    from comparelib.exchange.importing import with_units_read

    return with_units_read(result.codings, study.units())


def _write(codings: Any, study: Study, name: str | None) -> tuple[Path, ...]:
    from comparelib.exchange.hand_files import hand_files, write_hand_files

    units = study.units()
    texts = dict(zip(units["unit_id"], units["text"], strict=True))
    folder = study.file.codings or study.file.root / "data" / "codings"
    return write_hand_files(hand_files(codings, texts, name), folder, study.file.shown(folder))


def _report(result: Imported, done: tuple[dict[str, int], tuple[str, ...]], *, as_json: bool) -> None:
    set_aside, written = done
    if as_json:
        rows = result.rows.astype("object").where(result.rows.notna(), None).to_dict("records")
        extra = {"left_out": result.left_out, "set_aside": set_aside, "written": list(written)}
        show_json({"counts": result.counts, "reading": result.reading, "rows": rows, **extra})
        return
    other = result.rows[(result.rows["status"] != "matched") | (result.rows["how"] != "")]
    for row in other.head(_SHOWN).to_dict("records"):
        what = f"{row['status']} {row['unit_id'] or row['source']}, {row['code']}, {row['coder']}"
        typer.echo(f"row {row['row']}: {what}: {_short(row['quote'])} ({row['how']})")
    if len(other) > _SHOWN:
        typer.echo(f"… and {len(other) - _SHOWN} more; all of them with -o rows.csv or --json")
    if result.reading and len(result.rows):
        typer.echo(f"positions in the file count {result.reading}")
    for what, count in result.left_out.items():
        typer.echo(f"not taken over: {count} × {what}, for which a study has no place")
    for who, count in set_aside.items():
        typer.echo(f"set aside: {count} codings of {who}; take them over with --coder '{who}' --as NAME")
    counts = ", ".join(f"{count} {status}" for status, count in result.counts.items())
    end = f"written: {', '.join(written)}" if written else "nothing was written"
    typer.echo(f"import: {counts}; {end}")


def _short(quote: str) -> str:
    plain = " ".join(quote.split())
    return f"“{plain}”" if len(plain) <= 60 else f"“{plain[:59].rstrip()}…”"
