import pytest

from comparelib.errors import CorpusFault
from comparelib.text.extract.plain import plain_text


def test_the_text_is_the_decoded_file_as_it_is():
    source = plain_text(b"Ambitie\r\n\r\nWe doen mee. \n", "a.txt")
    assert source.text == "Ambitie\r\n\r\nWe doen mee. \n"
    assert [source.text[line.start : line.end] for line in source.lines] == ["Ambitie", "", "We doen mee. "]
    assert (source.encoding, source.n_pages, source.warnings) == ("utf-8", 1, ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    text = "De Vlaamse industrieën én coöperaties creëren meerwaarde voor alle regio’s. " * 20
    source = plain_text(text.encode(encoding), "a.txt")
    assert source.text.lstrip("\ufeff") == text
    assert bool(source.warnings) is (encoding == "cp1252")


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused_by_name(data):
    with pytest.raises(CorpusFault, match=r"leeg\.txt.*empty"):
        plain_text(data, "leeg.txt")


def test_form_feeds_part_pages():
    source = plain_text(b"Een.\nTwee.\n\fDrie.\n\fVier.\n\f", "a.txt")
    assert source.n_pages == 3
    assert [line.page for line in source.lines if line.end > line.start] == [1, 1, 2, 3]


def test_lines_that_begin_with_a_space_part_pages_where_they_do_so_regularly():
    page = " Begin van de bladzijde \n" + "Gewone regel van de tekst \n" * 30
    source = plain_text((page * 4).encode(), "a.txt")
    assert source.n_pages == 4
    assert source.lines[31].page == 2


def test_indented_text_has_no_pages():
    source = plain_text((" ingesprongen regel\nen een gewone\n" * 40).encode(), "a.txt")
    assert source.n_pages == 1
