"""Files that the tests of `comparelib add` make themselves, and a study that is quickly copied."""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
ESCAPES = str.maketrans({"(": "\\(", ")": "\\)"})
FLAGS = {
    "jurisdiction": "VL",
    "issuer": "VLAIO",
    "issuer_type": "agency",
    "doc_type": "position paper",
    "language": "nl",
}
POLICY = """Visie op de maakindustrie

De Vlaamse overheid versterkt de maakindustrie met een nieuw steunpunt voor innovatie.
Bedrijven krijgen hulp bij de overstap naar circulaire productie en schone energie.
Het steunpunt opent in de herfst van dit jaar zijn deuren in Gent en in Leuven.
Scholen en bedrijven leiden samen meer technici op voor de fabrieken van morgen.
De overheid koopt zelf vaker producten die in de eigen regio zijn gemaakt.
Een commissie volgt elk jaar of de doelen van dit plan worden gehaald.
Kleine ondernemingen betalen minder voor het advies dan grote ondernemingen.
"""


def empty_study(root: Path) -> Path:
    """Make a study without documents: what is declared, and nothing else."""
    root.mkdir(parents=True, exist_ok=True)
    for part in ("study.yml", "data/codebook"):
        source = ROOT / part
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, root / part)
    for part in ("data/raw", "data/reference", "data/processed"):
        (root / part).mkdir(parents=True)
    header = "doc_id,path,jurisdiction,title,issuer,issuer_type,doc_type,date,language,sha256,note\n"
    (root / "data/raw/corpus.csv").write_text(header, encoding="utf-8")
    for name in ("units.csv", "codings.csv"):
        first = (ROOT / "data/reference" / name).read_text(encoding="utf-8").partition("\n")[0]
        (root / "data/reference" / name).write_text(first + "\n", encoding="utf-8")
    return root


def pdf(*pages: list[str]) -> bytes:
    """Make a PDF of A4 pages, with a line of 11 point type for each text; "" leaves a line free."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for lines in pages:
        text = "".join(f"({line.translate(ESCAPES)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 11 Tf 15 TL 72 760 Td\n{text}ET"
        number = len(objects) + 1
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {number + 1} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
        kids.append(f"{number} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF\n".encode()


LEAFLET = pdf(
    [
        "Visie op de maakindustrie",
        "",
        "De Vlaamse overheid versterkt de maakindustrie met een nieuw steunpunt voor inno-",
        "vatie. Bedrijven krijgen hulp bij de overstap naar circulaire productie en schone",
        "energie. Het steunpunt opent in de herfst van dit jaar zijn deuren in Gent.",
        "",
        "Contact: Jan Vervoort, jan.vervoort@vlaio.example, tel. 09 123 45 67",
    ],
    [
        "Scholen en bedrijven leiden samen meer technici op voor de fabrieken van morgen.",
        "De overheid koopt zelf vaker producten die in de eigen regio zijn gemaakt.",
    ],
)
