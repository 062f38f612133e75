"""What DOCX, ODT, HTML and Markdown say of their text is kept as hints of the lines."""

import io
import zipfile

import pytest

from comparelib.model import Furniture
from comparelib.text.clean import canonical_text
from comparelib.text.extract import extract
from comparelib.text.extract.markdown import inline
from comparelib.text.extract.numbering import numeral
from comparelib.text.extract.quality import unknown_share
from comparelib.text.segment import segment

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
STYLES = f"""<w:styles xmlns:w="{W}">
<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="Tussenkop"/><w:basedOn w:val="Kop2"/></w:style>
<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Kring"><w:name w:val="Kring"/><w:basedOn w:val="Kring"/></w:style>
</w:styles>"""
NUMBERING = f"""<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def docx(body, **parts):
    stream = io.BytesIO()
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in (
            {"word/document.xml": document, "word/styles.xml": STYLES, "word/numbering.xml": NUMBERING}
            | parts
        ).items():
            archive.writestr(name, text)
    return stream.getvalue()


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def item(text, depth=0):
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>')


def odt(body, styles=""):
    stream = io.BytesIO()
    spaces = " ".join(f'xmlns:{name}="{OFFICE}:{name}:1.0"' for name in ("office", "text", "table", "style"))
    content = f'<office:document-content {spaces} xmlns:draw="{OFFICE}:drawing:1.0"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>'
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    return stream.getvalue()


def lines(data, name):
    source = extract(data, name)
    return [(source.text[line.start : line.end], line) for line in source.lines if line.end > line.start]


def texts(data, name):
    return [text for text, _ in lines(data, name)]


def units(data, name):
    source = extract(data, name)
    return segment(canonical_text(source), source)


def test_docx_headings_by_style_by_ancestor_and_by_outline():
    body = paragraph("Een", '<w:pStyle w:val="Kop2"/>') + paragraph("Twee", '<w:pStyle w:val="Eigen"/>')
    body += paragraph("Drie", '<w:outlineLvl w:val="3"/>') + paragraph("Vier", '<w:pStyle w:val="Kring"/>')
    assert [line.level for _, line in lines(docx(body), "a.docx")] == [2, 2, 4, None]


def test_docx_numbering_counts_over_depths_and_starts_anew_below():
    body = (
        item("Een")
        + item("Twee", 1)
        + item("Drie", 1)
        + paragraph("Tussen.")
        + item("Vier")
        + item("Vijf", 1)
    )
    assert texts(docx(body), "a.docx") == [
        "3. Een",
        "3.a) Twee",
        "3.b) Drie",
        "Tussen.",
        "4. Vier",
        "4.a) Vijf",
    ]


def test_docx_leaves_out_deleted_hidden_and_field_text_and_keeps_inserted():
    runs = "<w:r><w:t>Wij </w:t></w:r><w:del><w:r><w:delText>niet </w:delText></w:r></w:del><w:ins><w:r><w:t>doen </w:t></w:r></w:ins>"
    runs += "<w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim </w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>mee.</w:t></w:r>"
    assert texts(docx(f"<w:p>{runs}</w:p>"), "a.docx") == ["Wij doen mee."]


def test_docx_notes_boxes_tables_and_running_lines():
    box = f'<w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>{paragraph("Kader")}</w:txbxContent></v:textbox></w:pict>'
    body = f'<w:p><w:r><w:t>Plan</w:t><w:footnoteReference w:id="2"/><w:t>.</w:t></w:r><w:r>{box}</w:r></w:p>'
    body += (
        f"<w:tbl><w:tr><w:tc>{paragraph('Jaar')}</w:tc><w:tc>{paragraph('2025')}</w:tc></w:tr></w:tbl>"
        + paragraph("Inhoud 3", '<w:pStyle w:val="Inhopg1"/>')
    )
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="0">{paragraph("x")}</w:footnote><w:footnote w:id="2">{paragraph("Zie bijlage.")}</w:footnote></w:footnotes>'
    header = f'<w:hdr xmlns:w="{W}">{paragraph("Werkagenda")}</w:hdr>'
    found = lines(
        docx(body, **{"word/footnotes.xml": notes, "word/header1.xml": header, "word/header2.xml": header}),
        "a.docx",
    )
    assert [(text, line.furniture) for text, line in found] == [
        ("Werkagenda", Furniture.HEADER), ("Plan1.", None), ("Kader", Furniture.SIDE_BAR), ("Jaar", Furniture.TABLE),
        ("2025", Furniture.TABLE), ("Inhoud 3", Furniture.BOILERPLATE), ("1 Zie bijlage.", Furniture.FOOTNOTE),
    ]  # fmt: skip


def test_docx_pages_are_those_that_were_laid_out_last():
    body = paragraph("Een.") + "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Twee.</w:t></w:r></w:p>"
    source = extract(docx(body), "a.docx")
    assert (source.n_pages, [line.page for line in source.lines]) == (2, [1, 2])


def test_odt_headings_lists_notes_spaces_and_tables():
    style = '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="a" style:num-suffix=")"/></text:list-style>'
    note = '<text:note text:note-class="footnote"><text:note-citation>0</text:note-citation><text:note-body><text:p>Zie bijlage.</text:p></text:note-body></text:note>'
    body = f'<text:h text:outline-level="2">Kop</text:h><text:p>Een<text:s text:c="2"/>plan{note}.</text:p>'
    body += '<text:list text:style-name="L"><text:list-item><text:p>Eerst.</text:p></text:list-item><text:list-item><text:p>Dan.</text:p></text:list-item></text:list>'
    body += "<table:table><table:table-row><table:table-cell><text:p>2025</text:p></table:table-cell></table:table-row></table:table>"
    found = lines(odt(body, style), "a.odt")
    assert [text for text, _ in found] == [
        "Kop",
        "Een  plan1.",
        "a) Eerst.",
        "b) Dan.",
        "2025",
        "1 Zie bijlage.",
    ]
    assert [line.level for _, line in found] == [2, None, None, None, None, None]
    assert [line.marker for _, line in found] == [None, None, "a)", "b)", None, None]
    assert [line.furniture for _, line in found][-2:] == [Furniture.TABLE, Furniture.FOOTNOTE]


def page(body):
    return f"<html><body>{body}</body></html>".encode()


def test_html_blocks_levels_markers_and_breaks():
    body = "<h1>Plan</h1><div>Los <b>vet</b> woord.<p>Alinea met<br>een breuk.</p></div><ol start='4'><li>Vier<ul><li>punt</li></ul></li><li><p>Vijf</p></li></ol>"
    found = lines(page(body), "a.html")
    assert [text for text, _ in found] == [
        "Plan",
        "Los vet woord.",
        "Alinea met",
        "een breuk.",
        "4. Vier",
        "• punt",
        "5. Vijf",
    ]
    assert [line.level for _, line in found] == [1, None, None, None, None, None, None]
    assert [line.marker for _, line in found][4:] == ["4.", "•", "5."]


def test_html_keeps_what_runs_around_the_text_as_furniture_and_hidden_text_out():
    body = "<nav>Menu</nav><aside>Zie ook</aside><p>Wij doen mee.</p><p style='display: none'>geheim</p><footer>Colofon</footer><table><tr><td>1</td><td>2</td></tr></table>"
    found = {text: line.furniture for text, line in lines(page(body), "a.html")}
    assert found == {
        "Menu": "boilerplate",
        "Zie ook": "side_bar",
        "Wij doen mee.": None,
        "Colofon": "footer",
        "1": "table",
        "2": "table",
    }


def test_html_in_its_declared_encoding():
    data = '<html><head><meta charset="windows-1252"></head><body><p>Coöperaties creëren – regio’s.</p></body></html>'
    assert texts(data.encode("cp1252"), "a.html") == ["Coöperaties creëren – regio’s."]


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ('**Doel**: zie [de brief](https://x.nl/a_b "t")', "Doel: zie de brief"),
        ("_echt_ snake_case_woord", "echt snake_case_woord"),
        ("2 * 3 * 4 en `code`", "2 * 3 * 4 en code"),
        ("plan[^1] en ![kaart](k.png)", "plan1 en kaart"),
        (r"5 \* 3 en <br>klaar", "5 * 3 en klaar"),
        ("art. 3, § 2 (maak- en industrie)", "art. 3, § 2 (maak- en industrie)"),
        ("'s-Hertogenbosch [sic]", "'s-Hertogenbosch [sic]"),
    ],
)
def test_markdown_becomes_its_words(marked, words):
    assert inline(marked) == words


def test_markdown_blocks():
    text = "---\ntitle: x\n---\nTitel\n=====\n\nEen alinea\nover twee regels.\n\n## Kop ##\n- punt\n  loopt door\n2. twee\n\n> Citaat.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: Noot.\n"
    found = lines(text.encode(), "a.md")
    assert [text for text, _ in found] == [
        "Titel",
        "Een alinea over twee regels.",
        "Kop",
        "• punt loopt door",
        "2. twee",
        "Citaat.",
        "a b",
        "1 2",
        "1 Noot.",
    ]
    assert [line.level for _, line in found][:3] == [1, None, 2]
    assert [line.furniture for _, line in found][-3:] == [
        Furniture.TABLE,
        Furniture.TABLE,
        Furniture.FOOTNOTE,
    ]


def test_the_lines_of_a_block_stay_together():
    body = "<p>De minister van Economische<br>Zaken versterkt de samenwerking.</p><p>Kort.</p>"
    found = [unit.text for unit in units(page(body), "a.html")]
    assert found == ["De minister van Economische Zaken versterkt de samenwerking.", "Kort."]


def test_articles_of_a_statute_are_headings_and_not_running_lines():
    body = "".join(
        f"<h3>Artikel {at}</h3><p>Het lid dat nummer {at} draagt, geldt voor ieder.</p>" for at in range(1, 9)
    )
    assert [unit.kind for unit in units(page(body), "a.html")] == ["heading", "sentence"] * 8


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (4, "lowerRoman", "iv"),
        (19, "upperRoman", "XIX"),
        (26, "lowerLetter", "z"),
        (27, "upperLetter", "AA"),
        (12, "decimal", "12"),
    ],
)
def test_numerals(count, form, text):
    assert numeral(count, form) == text


def test_unknown_share_tells_dutch_from_noise():
    dutch = "het kabinet versterkt de samenwerking tussen kennisinstellingen en bedrijven in alle regio " * 8
    noise = "hcf kqbincf vcrsfcrkf dc samcnwcrkinq fusscn kcnnisinsfcllinqcn cn bcdrijvcn in allc rcqio " * 8
    assert unknown_share(dutch) < 0.05
    assert unknown_share(noise) > 0.6
    assert unknown_share("te kort om te tellen") == 0.0
