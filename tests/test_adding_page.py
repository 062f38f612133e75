"""The preview page: one file, the same bytes each time, everything on it, and no personal data."""

import re
from base64 import b64decode

import pytest
from lxml import html as lxml_html

from adding_samples import LEAFLET, ROOT, pdf
from comparelib.adding.images import page_images
from comparelib.adding.reading import read_file
from comparelib.reporting.gate import page_faults
from comparelib.reporting.preview import render_preview

FME = ROOT / "data/raw/nl/nl_fme_formatie_2023.txt"


def page(data, name, language="en", title="Een <titel>"):
    said = {"title": title, "language": "nl", "doc_id": "vl_x", "file": name, "sha256": "0" * 64}
    return render_preview(data, read_file(data, name), said, "Study", language)


@pytest.fixture(scope="module")
def fme():
    return page(FME.read_bytes(), FME.name, "nl")


@pytest.fixture(scope="module")
def leaflet():
    return page(LEAFLET, "leaflet.pdf")


def test_a_page_is_fit_for_a_reader(fme, leaflet):
    assert page_faults(fme, (str(ROOT),)) == []
    assert page_faults(leaflet) == []
    assert lxml_html.fromstring(fme).get("lang") == "nl"


def test_the_same_file_gives_the_same_bytes(leaflet):
    assert page(LEAFLET, "leaflet.pdf") == leaflet


def test_every_unit_stands_on_its_page_with_its_kind_and_text(fme):
    reading = read_file(FME.read_bytes(), FME.name)
    tree = lxml_html.fromstring(fme)
    items = tree.xpath("//li[starts-with(@id, 'unit-')]")
    assert len(items) == len(reading.units)
    for at in (0, 57, 300, len(items) - 1):
        unit, item = reading.units[at], items[at]
        assert item.get("class") == f"unit {unit.kind}"
        section = item.xpath("ancestor::section")[0].get("id")
        assert section == f"page-{reading.canonical.pages[unit.start]}"
    quoted = next(at for at, unit in enumerate(reading.units) if "toekomstbestendige" in unit.text)
    said = items[quoted].xpath("span[@class='said']")[0]
    assert said.text_content() == reading.units[quoted].text
    assert said.get("lang") == "nl"
    assert "toekomstbestendige" in {mark.text for mark in said.iter("mark")}


def test_furniture_joined_and_changed_text_is_listed(fme):
    tree = lxml_html.fromstring(fme)
    assert len(tree.xpath("//ul[@class='words']/li")) > 200
    assert "U+FFFD × 110" in tree.text_content()
    moved = tree.xpath("//h2[@id='changed']/following-sibling::ul[1]/li")
    assert len(moved) >= 15
    kinds = [cell.text for cell in tree.xpath("//tbody/tr/th")]
    assert {"kopregel", "voetregel", "tekst in een figuur"} <= set(kinds)


def test_page_pictures_are_inside_lazy_and_described(leaflet):
    tree = lxml_html.fromstring(leaflet)
    pictures = tree.xpath("//img")
    assert [each.get("alt") for each in pictures] == ["Page 1 as published", "Page 2 as published"]
    assert {each.get("loading") for each in pictures} == {"lazy"}
    data = b64decode(pictures[0].get("src").partition(",")[2])
    assert data.startswith((b"\x89PNG", b"\xff\xd8"))
    assert "innovatie" in {mark.text for mark in tree.iter("mark")}
    assert not lxml_html.fromstring(page(b"Dit is een zin zonder plaatje.\n", "a.txt")).xpath("//img")


def test_contact_data_is_masked_in_the_text_and_painted_over_in_the_picture(leaflet):
    assert "Vervoort" not in leaflet
    assert "vlaio.example" not in leaflet
    assert re.search(r"09 123", leaflet) is None
    assert "[e-mail address]" in leaflet
    reading = read_file(LEAFLET, "leaflet.pdf")
    picture = page_images(LEAFLET, reading, most=1)
    assert len(picture) == 1
    cover, text = _grey_rows(picture[0])
    assert cover > 10
    assert text < 400


def _grey_rows(picture):
    """Rows of a picture that are mostly grey: those of the cover; and rows that hold anything."""
    import io

    import numpy as np
    from PIL import Image

    pixels = np.asarray(Image.open(io.BytesIO(picture.data)).convert("L")).astype(int)
    grey = (abs(pixels - 150) < 12).mean(axis=1)
    return int((grey > 0.3).sum()), int((pixels < 200).any(axis=1).sum())


def test_a_long_document_has_pictures_of_its_first_pages_only():
    data = pdf(*[["Dit is een regel tekst op een bladzijde van het document."]] * 5)
    assert [image.number for image in page_images(data, read_file(data, "a.pdf"), most=3)] == [1, 2, 3]


def test_what_a_file_says_cannot_become_mark_up():
    said = page(b"Kop\n\nEen <script>alert(1)</script> zin & meer van deze tekst.\n", "a.txt")
    assert "<script>alert(1)" not in said
    assert "&lt;script&gt;alert(1)" in said
    assert "Een &lt;titel&gt;" in said
