"""Files that cannot be read give one error that names the file and the way out; wrong names are seen through."""

import io
import os
import time
import zipfile

import pypdfium2
import pytest
from PIL import Image

from comparelib.errors import InputFaults
from comparelib.text.clean import canonical_text
from comparelib.text.extract import extract
from comparelib.text.segment import segment
from extract_layouts import laid_out

__all__ = ["laid_out"]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def package(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def docx(body, **parts):
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return package({"[Content_Types].xml": TYPES, "word/document.xml": document} | parts)


def empty_pdf(pages):
    document, stream = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(595, 842).close()
    document.save(stream)
    document.close()
    return stream.getvalue()


def scan():
    stream = io.BytesIO()
    Image.new("L", (600, 800), 200).save(stream, "PDF")
    return stream.getvalue()


def image():
    stream = io.BytesIO()
    Image.new("L", (60, 80), 200).save(stream, "PNG")
    return stream.getvalue()


def bomb():
    return docx("", **{"word/media/image1.xml": b"\0" * 60_000_000})


def entities():
    declared = '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    document = f'{declared}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>Plan &e;</w:t></w:r></w:p></w:body></w:document>'
    return package({"[Content_Types].xml": TYPES, "word/document.xml": document})


def laughs():
    levels = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 12))
    declared = f'<!DOCTYPE w [<!ENTITY e0 "ha">{levels}]>'
    document = f'{declared}<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&e11;</w:t></w:r></w:p></w:body></w:document>'
    return package({"[Content_Types].xml": TYPES, "word/document.xml": document})


def damaged():
    """A DOCX of which the packed bytes of the text are spoilt."""
    data = bytearray(docx("".join(f"<w:p><w:r><w:t>{at * 7919}</w:t></w:r></w:p>" for at in range(400))))
    start = data.find(b"word/document.xml") + 200
    data[start : start + 40] = bytes(40)
    return bytes(data)


REFUSED = {
    "leeg.pdf": (b"", "empty"),
    "nullen.txt": (b"\0" * 500, "empty"),
    "scan.pdf": (scan(), "no text layer.*ocrmypdf"),
    "lang.pdf": (empty_pdf(10_000), "10,000 pages.*Split"),
    "fout.pdf": (b"<oeps", "no PDF"),
    "stuk.pdf": (b"%PDF-1.7\n" + b"x" * 900, "cut off"),
    "kapot.pdf": (b"%PDF-1.7\n" + b"x" * 900 + b"\n%%EOF", "broken"),
    "bom.docx": (bomb(), "zip bomb"),
    "entiteit.docx": (entities(), "entities"),
    "gelach.docx": (laughs(), "entit"),
    "half.docx": (docx("<w:p/>" * 50)[:200], "cut off or broken"),
    "kaal.docx": (docx("<w:p/>"), "no text"),
    "onzin.docx": (package({"word/document.xml": "<w:document"}), "XML is broken"),
    "getal.docx": (
        docx('<w:p><w:pPr><w:outlineLvl w:val="x"/></w:pPr><w:r><w:t>Kop</w:t></w:r></w:p>'),
        "broken inside",
    ),
    "knoei.docx": (damaged(), "broken"),
    "oud.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "DOC.*DOCX"),
    "tabel.xlsx": (package({"xl/workbook.xml": "<x/>"}), "XLSX"),
    "foto.pdf": (image(), "image.*ocrmypdf"),
    "brief.rtf": (b"{\\rtf1 tekst}", "RTF"),
    "leeg.html": (b"<html><body><script>x()</script></body></html>", "no text"),
    "iets.xyz": (b"gewone tekst", r"'\.xyz'"),
    "bestand.txt": (bytes(range(256)) + b"\0" * 300, "no text"),
    "vast.odt": (
        package(
            {
                "mimetype": "application/vnd.oasis.opendocument.text",
                "content.xml": "x",
                "META-INF/manifest.xml": "<m><encryption-data/></m>",
            }
        ),
        "password",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_gives_one_error_with_its_name_and_the_way_out(name):
    data, message = REFUSED[name]
    started = time.process_time()
    with pytest.raises(InputFaults, match=f"(?s)^{name}.*{message}") as caught:
        extract(data, name)
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].remedy
    assert time.process_time() - started < 5


@pytest.mark.slow
def test_a_locked_pdf_is_refused_with_the_way_out(laid_out):
    with pytest.raises(InputFaults, match=r"locked\.pdf.*password.*qpdf --decrypt"):
        extract((laid_out / "locked.pdf").read_bytes(), "locked.pdf")


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_pdf_that_is_cut_off_is_refused(laid_out, share):
    data = (laid_out / "one.pdf").read_bytes()
    with pytest.raises(InputFaults, match=r"half\.pdf.*cut off"):
        extract(data[: int(share * len(data))], "half.pdf")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "name", "kind"),
    [
        ("office1.docx", "plan.pdf", "DOCX"),
        ("one.pdf", "plan.docx", "PDF"),
        ("web.html", "plan.txt", "HTML"),
        ("office1.odt", "plan", "ODT"),
    ],
)
def test_a_wrong_name_is_seen_through_and_said(laid_out, file, name, kind):
    data = (laid_out / file).read_bytes()
    source = extract(data, name)
    assert source.text == extract(data, file).text
    assert kind in source.warnings[0]
    assert name in source.warnings[0]


def test_entities_never_fetch_a_file():
    with pytest.raises(InputFaults) as caught:
        extract(entities(), "e.docx")
    assert os.uname().nodename not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b"Het plan \0 telt.\0\n\nEr komt een fonds.",
        b"Het plan \xed\xa0\x80 telt.\n\nEr komt een fonds.",
        "Het plan \ufffe\u202e telt.\n\nEr komt een fonds.".encode(),
    ],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_nuls_and_lone_surrogates_do_no_harm(name, data):
    wrapped = (
        b"<html><body><p>" + data.replace(b"\n\n", b"</p><p>") + b"</p></body></html>"
        if name == "a.html"
        else data
    )
    source = extract(wrapped, name)
    canonical = canonical_text(source)
    assert "Er komt een fonds." in [unit.text for unit in segment(canonical, source)]
    canonical.text.encode("utf-8")


def test_the_next_file_is_read_after_a_bad_one():
    with pytest.raises(InputFaults):
        extract(scan(), "scan.pdf")
    assert extract(b"Er komt een fonds.", "a.txt").text == "Er komt een fonds."


def test_pages_without_text_are_named():
    from comparelib.text.extract.pdf.document import _layer
    from comparelib.text.extract.pdf.page import Page
    from comparelib.text.extract.pdf.segments import Segment

    full = [Segment("Een regel van de tekst die lang genoeg is.", 0, 0, 9, 9, 9, 9)]
    pages = [Page(at, 595, 842, full if at % 2 else [], [], []) for at in range(1, 9)]
    assert "4 of 8 pages have no text (pages 2, 4, 6, 8)" in _layer(pages, "half.pdf")[0]
