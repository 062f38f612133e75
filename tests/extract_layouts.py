"""One Dutch policy text, laid out by real programs in many ways; what its units are is known from the start."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import escape
from pathlib import Path

import pytest
from filelock import FileLock

SUBJECTS = [
    "De minister van Economische Zaken",
    "Het kabinet",
    "De Vlaamse Regering",
    "Een brede coalitie van bedrijven",
    "De provincie Noord-Brabant",
    "Het regionale ontwikkelingsfonds",
    "De Sociaal-Economische Raad",
    "Elke gemeente met een haven",
]
ACTS = [
    "versterkt de samenwerking tussen kennisinstellingen en het midden- en kleinbedrijf",
    "investeert 2,5 mln. euro in de toekomstbestendige verduurzaming van productieprocessen",
    "ondersteunt werkgevers bij de om-, bij- en nascholing van technische vakmensen",
    "stelt voor het zee- en kustbeleid en de MKB-regelingen samen te voegen",
    "onderzoekt d.d. 3 mei 2024 of de vergunningverlening sneller en eenvoudiger kan",
    "maakt afspraken over grondstoffen, energie-infrastructuur en bevoorradingszekerheid",
    "bevordert internationaliseringsstrategieën van innovatieve maakbedrijven",
]
AIMS = [
    "zodat ondernemingen in alle regio’s kunnen groeien",
    "omdat de arbeidsmarkt van 's-Hertogenbosch tot Hasselt krap blijft",
    "waardoor afhankelijkheden van derde landen kleiner worden",
    "om de uitstoot van broeikasgassen met 55% te verminderen",
    "terwijl de lasten voor familiebedrijven niet verder toenemen",
    "met bijzondere aandacht voor cyberveiligheid en digitale vaardigheden",
    "in lijn met art. 6 van de Omgevingswet en m.b.t. de Europese regels",
    "zonder dat het gelijke speelveld binnen de Benelux verloren gaat",
    "en rapporteert daar elk voorjaar over aan het parlement",
]
TITLES = [
    "Strategische autonomie",
    "Vakmensen voor morgen",
    "Schone en zuinige productie",
    "Digitale maakindustrie",
    "Ruimte voor bedrijvigheid",
    "Grondstoffen en kringlopen",
    "Toegang tot financiering",
    "Samenwerking over de grens",
    "Onderzoek en ontwikkeling",
    "Betere regelgeving",
]
HEADER, FOOTER = "Werkagenda maakindustrie 2030", "Directie Industrie en Innovatie"
SIDE_BAR = [
    "Directoraat-generaal",
    "Bedrijfsleven",
    "Bezuidenhoutseweg 73",
    "Den Haag",
    "Ons kenmerk",
    "DGBI / 24031",
]
TABLE = [
    ["Maatregel", "2024", "2025"],
    ["Vouchers", "12", "14"],
    ["Proeftuinen", "8", "9"],
    ["Scholing", "20", "25"],
]
NOTES = {
    3: "Kamerstuk 29 826, nr. 147, over het industriebeleid.",
    14: "Zie het rapport van de Raad uit 2023, blz. 14.",
}


@dataclass(frozen=True)
class Block:
    kind: str  # h1 h2 p ul ol
    sentences: tuple[str, ...]
    note: int | None = None


def _sentence(number):
    subject, act, aim = SUBJECTS[number % 8], ACTS[number % 7], AIMS[number % 9]
    return f"{subject} {act}, {aim}."


def blocks():
    made, number = [Block("h1", ("Samen bouwen aan een sterke industrie",))], 0
    for at, title in enumerate(TITLES):
        made.append(Block("h2", (title,)))
        for _ in range(3):
            made.append(
                Block(
                    "p",
                    tuple(_sentence(number + step) for step in range(3)),
                    len(made) if len(made) in NOTES else None,
                )
            )
            number += 3
        if at % 3 == 1:
            made += [Block("ul" if at % 2 else "ol", (_sentence(number + step),)) for step in range(3)]
            number += 3
    return made


def truth():
    """The texts of the units, in order; the mark of a note stands behind its sentence."""
    texts, note, count = [], 0, 0
    for block in blocks():
        sentences = list(block.sentences)
        if block.note is not None:
            note += 1
            sentences[-1] += str(note)
        count = count + 1 if block.kind == "ol" else 0
        if block.kind == "ol":
            sentences[0] = f"{count}. {sentences[0]}"
        texts += sentences
    return texts


def _grouped():
    groups = []
    for block in blocks():
        if block.kind in ("ul", "ol") and groups and groups[-1][0] == block.kind:
            groups[-1][1].append(block)
        else:
            groups.append((block.kind, [block]))
    return groups


def html_body(*, notes=True, table=True):
    parts, note = [], 0
    for kind, group in _grouped():
        if kind in ("ul", "ol"):
            parts.append(
                f"<{kind}>"
                + "".join(f"<li>{escape(' '.join(each.sentences))}</li>" for each in group)
                + f"</{kind}>"
            )
            continue
        text = escape(" ".join(group[0].sentences))
        if group[0].note is not None:
            note += 1
            text += f"<sup>{note}</sup>"
        parts.append(f"<{kind}>{text}</{kind}>")
        if table and text == TITLES[4]:
            rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in TABLE)
            parts.append(f"<table>{rows}</table>")
    if notes:
        parts.append(
            "<section class='footnotes'>"
            + "".join(f"<p>{at} {text}</p>" for at, text in enumerate(NOTES.values(), 1))
            + "</section>"
        )
    return "\n".join(parts)


_PRINT = """
@page { size: A4; margin: 28mm 22mm 28mm 22mm;
  @top-left { content: "%s"; font: 9px serif } @bottom-left { content: "%s"; font: 9px serif }
  @bottom-right { content: counter(page); font: 9px serif } }
body { font: 14px/1.35 serif; margin: 0; text-align: justify; hyphens: manual }
h1 { font-size: 26px; text-align: left } h2 { font-size: 18px; text-align: left } .footnotes { font-size: 10px }
td { border: 1px solid black; padding: 3px } table { border-collapse: collapse } sup { font-size: 9px; line-height: 0 }
"""


def _page(style, body, extra=""):
    css = _PRINT % (HEADER, FOOTER) + style
    return f"<!doctype html><html lang='nl'><head><meta charset='utf-8'><title>x</title><style>{css}</style></head><body>{extra}{body}</body></html>"


def print_pages():
    bar = "<div class='bar'>" + "<br>".join(SIDE_BAR) + "</div>"
    beside = "body { padding-right: 46mm } .bar { position: fixed; right: 0; top: 0; width: 36mm; font-size: 9px; text-align: left }"
    soft = (
        html_body()
        .replace("bevoorradingszekerheid", "bevoorradings&shy;zekerheid")
        .replace("internationaliseringsstrategieën", "internationaliserings&shy;strategieën")
        .replace("verduurzaming", "verduur&shy;zaming")
    )
    return {
        "one": _page("", html_body()),
        "two": _page("main { columns: 2; column-gap: 8mm } h1 { column-span: all }", f"<main>{soft}</main>"),
        "three": _page(
            "body { font-size: 11px } main { columns: 3; column-gap: 6mm } h1 { column-span: all; font-size: 22px } h2 { font-size: 14px } .footnotes { font-size: 8px }",
            f"<main>{soft}</main>",
        ),
        "letter": _page(beside, html_body(), bar),
        "ragged": _page(
            "body { text-align: left; font-family: sans-serif; font-size: 13px } main { columns: 2 } p { margin: 0; text-indent: 1.4em }",
            f"<main>{html_body()}</main>",
        ),
    }


def web_page():
    return (
        "<!doctype html><html><head><meta charset='utf-8'><title>Werkagenda</title><script>var geheim = 'script leest niemand';</script>"
        "<style>p{}</style></head><body><nav><a href='/'>Startpagina</a> <a href='/nieuws'>Nieuws</a></nav>"
        f"<header><p>{HEADER}</p></header><main><article>{html_body()}</article></main><footer><p>{FOOTER}</p></footer>"
        "<script>document.write('nog meer script')</script></body></html>"
    )


def markdown():
    parts, note, count = [], 0, 0
    for block in blocks():
        text = " ".join(block.sentences)
        if block.note is not None:
            note += 1
            text += f"[^{note}]"
        count = count + 1 if block.kind == "ol" else 0
        lead = {"h1": "# ", "h2": "## ", "p": "", "ul": "- ", "ol": f"{count}. "}[block.kind]
        parts.append(
            lead
            + text.replace("kabinet", "**kabinet**").replace(
                "parlement", "[parlement](https://example.org/p)"
            )
        )
        if text == TITLES[4]:
            parts.append(
                "\n".join("| " + " | ".join(row) + " |" for row in [TABLE[0], ["---"] * 3, *TABLE[1:]])
            )
    return (
        "\n\n".join(parts)
        + "\n\n"
        + "\n\n".join(f"[^{at}]: {text}" for at, text in enumerate(NOTES.values(), 1))
        + "\n"
    )


def plain():
    parts, note, count = [], 0, 0
    for block in blocks():
        note += block.note is not None
        count = count + 1 if block.kind == "ol" else 0
        lead = {"ul": "• ", "ol": f"{count}. "}.get(block.kind, "")
        parts.append(lead + " ".join(block.sentences) + (str(note) if block.note is not None else ""))
    return "\n\n".join(parts) + "\n"


_FODT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Standard" style:family="paragraph"><style:paragraph-properties fo:margin-bottom="0.25cm" fo:text-align="justify"/><style:text-properties fo:font-size="11pt" fo:language="nl" fo:country="NL"/></style:style>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="1"><style:paragraph-properties fo:text-align="start"/><style:text-properties fo:font-size="20pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph" style:parent-style-name="Standard" style:default-outline-level="2"><style:paragraph-properties fo:text-align="start" fo:keep-with-next="always"/><style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Footnote" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="Small" style:family="paragraph"><style:text-properties fo:font-size="8pt"/></style:style>
<style:style style:name="Anchor" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<text:notes-configuration text:note-class="footnote" text:citation-body-style-name="Anchor" text:default-style-name="Footnote" style:num-format="1"/>
<text:list-style style:name="Dots"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="1cm" fo:text-indent="-0.6cm" fo:margin-left="1cm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>
<text:list-style style:name="Numbers"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="1cm" fo:text-indent="-0.6cm" fo:margin-left="1cm"/></style:list-level-properties></text:list-level-style-number></text:list-style>
</office:styles>
<office:automatic-styles>
<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"><style:columns fo:column-count="COLUMNS" fo:column-gap="0.8cm"/></style:page-layout-properties>
<style:header-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-bottom="0.5cm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="0.6cm" fo:margin-top="0.5cm"/></style:footer-style></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="P"><style:header><text:p text:style-name="Small">HEADER</text:p></style:header><style:footer><text:p text:style-name="Small">FOOTER<text:tab/>Pagina <text:page-number/></text:p></style:footer></style:master-page></office:master-styles>
<office:body><office:text>BODY</office:text></office:body></office:document>"""


def flat_odt(columns):
    parts, note = [], 0
    for kind, group in _grouped():
        if kind in ("ul", "ol"):
            items = "".join(
                f"<text:list-item><text:p text:style-name='Standard'>{escape(' '.join(each.sentences))}</text:p></text:list-item>"
                for each in group
            )
            parts.append(
                f"<text:list text:style-name='{'Dots' if kind == 'ul' else 'Numbers'}'>{items}</text:list>"
            )
            continue
        text = escape(" ".join(group[0].sentences))
        if group[0].note is not None:
            note += 1
            text += f"<text:note text:id='n{note}' text:note-class='footnote'><text:note-citation>{note}</text:note-citation><text:note-body><text:p text:style-name='Footnote'>{NOTES[group[0].note]}</text:p></text:note-body></text:note>"
        if kind == "p":
            parts.append(f"<text:p text:style-name='Standard'>{text}</text:p>")
        else:
            parts.append(
                f"<text:h text:style-name='Heading_20_{kind[1]}' text:outline-level='{kind[1]}'>{text}</text:h>"
            )
        if text == TITLES[4]:
            rows = "".join(
                "<table:table-row>"
                + "".join(
                    f"<table:table-cell table:style-name='Cell' office:value-type='string'><text:p text:style-name='Standard'>{cell}</text:p></table:table-cell>"
                    for cell in row
                )
                + "</table:table-row>"
                for row in TABLE
            )
            parts.append(
                f"<table:table><table:table-column table:number-columns-repeated='3'/>{rows}</table:table>"
            )
    return (
        _FODT.replace("COLUMNS", str(columns))
        .replace("HEADER", HEADER)
        .replace("FOOTER", FOOTER)
        .replace("BODY", "".join(parts))
    )


def need(program):
    """The path of a program; skips where it is missing, fails where CI must have it."""
    path = shutil.which(program)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail(f"{program} is missing, and CI must have it")
    if path is None:
        pytest.skip(f"{program} is not on this machine")
    return path


def office(folder: Path, sources: list[Path], ending: str):
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        need("soffice"),
        profile,
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(folder),
        *map(str, sources),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=110)


def printed(folder: Path, page: Path):
    target = folder / f"{page.stem}.pdf"
    command = [
        need("chromium"),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={folder / 'browser'}",
        "--no-pdf-header-footer",
        f"--print-to-pdf={target}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return target


def garbled():
    """What a poor OCR makes of Dutch: letters taken for others."""
    swaps = str.maketrans({"e": "c", "n": "u", "i": "l", "g": "q", "o": "0", "t": "f"})
    return _page("", f"<p>{' '.join(_sentence(at) for at in range(20)).translate(swaps)}</p>")


def built(folder: Path):
    """Make every file, once; the programs run side by side."""
    for name, text in (print_pages() | {"garbled": garbled()}).items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    for columns in (1, 2, 3):
        (folder / f"office{columns}.fodt").write_text(flat_odt(columns), encoding="utf-8")
    for name, text in {"web.html": web_page(), "agenda.md": markdown(), "agenda.txt": plain()}.items():
        (folder / name).write_text(text, encoding="utf-8")
    with ThreadPoolExecutor(2) as pool:
        waiting = pool.submit(_by_office, folder)
        for name in (*print_pages(), "garbled"):
            printed(folder, folder / f"{name}.html")
        waiting.result()


def _by_office(folder: Path):
    office(folder, [folder / f"office{columns}.fodt" for columns in (1, 2, 3)], "pdf")
    office(folder, [folder / "office1.fodt"], "docx")
    office(folder, [folder / "office1.fodt"], "odt")
    lock = '{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"geheim"}}'
    shutil.copy(folder / "office1.odt", folder / "locked.odt")
    office(folder, [folder / "locked.odt"], f"pdf:writer_pdf_Export:{lock}")


@pytest.fixture(scope="session")
def laid_out(tmp_path_factory):
    """The folder of all layouts; workers of one run share it."""
    need("soffice"), need("chromium")
    root = tmp_path_factory.getbasetemp()
    folder = (root.parent if os.environ.get("PYTEST_XDIST_WORKER") else root) / "layouts"
    with FileLock(f"{folder}.lock"):
        if not (folder / "ready").exists():
            folder.mkdir(exist_ok=True)
            built(folder)
            (folder / "ready").touch()
    return folder
