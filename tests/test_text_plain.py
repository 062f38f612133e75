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


UTF8 = "De regio’s creëren banen.\r\nDe coöperaties ook, één voor één.\n".encode()


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_damaged_byte_in_utf8_is_named_where_it_stands(mark):
    data = mark + UTF8.replace("ö".encode(), b"\xb6")
    with pytest.raises(CorpusFault) as caught:
        plain_text(data, "a.txt")
    (fault,) = caught.value.faults
    assert str(fault) == (
        "a.txt:2:6: byte 0xB6 is damaged ('De co▯peraties ook'); the rest of the file is UTF-8; expected UTF-8 "
        "throughout. Put the right character there and save the file as UTF-8"
    )


def test_a_file_cut_off_within_a_letter_is_damaged_at_its_end():
    with pytest.raises(CorpusFault, match=r"a\.txt:1:11: byte 0xC3 is damaged"):
        plain_text("Coöperati¨ë".encode()[:-1], "a.txt")


def test_of_many_damaged_bytes_twenty_are_told_and_the_rest_counted():
    with pytest.raises(CorpusFault) as caught:
        plain_text("één ".encode() * 50 + b"\xff\n" * 30, "a.txt")
    assert [fault.line for fault in caught.value.faults[:20]] == list(range(1, 21))
    assert "10 more bytes are damaged" in str(caught.value.faults[20])


def test_text_of_one_byte_a_letter_is_not_taken_for_damaged_utf8():
    text = "De coöperaties en de regio's creëren één beleid. " * 20
    assert plain_text(text.encode("cp1252"), "a.txt").text == text


def test_utf16_with_half_a_character_is_refused():
    with pytest.raises(CorpusFault, match=r"a\.txt: byte 9 of 9 is no UTF-16, which the file says it is"):
        plain_text("één".encode("utf-16") + b"x", "a.txt")


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
