import pytest

from comparelib.text.dutch.abbreviations import announces, may_close
from comparelib.text.dutch.joins import Evidence, Seam, broken_words, seam
from comparelib.text.dutch.sentences import sentence_spans
from comparelib.text.dutch.words import is_compound, words_of


@pytest.mark.parametrize(
    "sentences",
    [
        # must be cut
        ["De overheid investeert.", "Dat is nodig."],
        ["Wat willen we?", "Meer banen!", "En wel nu."],
        ["Zij zei: “Dat kan.”", "Daarna vertrok zij."],
        ["Lonen zijn hoog.1", "Meer dan 85% is vast."],
        ["Elke baan telt.", "10 000 jobs komen erbij."],
        ["Dat geldt ook voor de NAVO.", "Nederland doet mee."],
        ["Het kost 2,5 mln.", "De overheid betaalt."],
        ["Wij zijn lid.", "Daarna groeien we."],
        ["De zaal is vol.", "Niemand kan erbij."],
        ["Dat zegt ING.", "Toch groeit het."],
        ["Zie art. 3, lid. 2 en fig. 4.", "Dat volstaat."],
        ["We stoppen…", "Daarna gaan we door."],
        ["Groei van 3%.", "’s Avonds niet."],
        # must stay whole
        ["De brief d.d. 30 oktober 2020 van dhr. J.P. de Vries is besproken."],
        ["Dit geldt m.b.t. Vlaanderen en t.o.v. 2010 zoals art. 3 en nr. 124 zeggen."],
        ["Het kost 2,5 mln. euro en 10.000 banen."],
        ["Bedrijven (bv. ASML en VDL) en hun toeleveranciers, o.a. Damen, doen mee."],
        ["Denk aan pandemie, instabiliteit,… die het systeem onder druk zetten."],
        ["1. Er komt een vestigingsfonds."],
        ["a. Volop inzetten op ketens: bedrijven werken samen."],
        ["Zie blz. 12 en p. 3, vgl. Kamerstukken II 2020/21, 29 826, nr. 124."],
        ["Machines etc. worden vervangen."],
        ["Minister M. Keijzer bood de visie aan."],
        ["Zie https://www.fme.nl/plan voor meer."],
        ["Dat is goed (zie figuur 1.) en nodig."],
    ],
)
def test_sentences_of_a_paragraph(sentences):
    text = " ".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_only_white_space_lies_between_sentences():
    text = "Een.  Twee?\nDrie! vier"
    spans = sentence_spans(text)
    covered = "".join(text[start:end] for start, end in spans)
    assert covered.replace(" ", "") == "".join(text.split())


@pytest.mark.parametrize(
    ("before", "following", "expected"),
    [
        ("volgens art", "3", True),
        ("de brief d.d", "30", True),
        ("van J", "Peters", True),
        ("J.P", "Peters", True),
        ("bijv", "Damen", True),
        ("is lid", "Daarna", False),
        ("de EU", "Dat", False),
        ("de markt", "2", False),
    ],
)
def test_abbreviation_announces(before, following, expected):
    assert announces(before, following) is expected


def test_abbreviation_may_close():
    assert may_close("2,5 mln")
    assert not may_close("de overheid")


TIGHT = Evidence({}, tight=True, hyphens_lost=True)
LOOSE = Evidence({"toekomstbestendige": 2, "energie-efficiëntie": 1})


@pytest.mark.parametrize(
    ("left", "right", "evidence", "spaced", "expected"),
    [
        # lost hyphens
        ("een toekomst", "bestendige wereld", LOOSE, False, Seam.JOIN),
        ("sleuteltechno", "logieën als AI", TIGHT, False, Seam.JOIN),
        ("voor inter", "nationaal speelveld", LOOSE, False, Seam.JOIN),
        ("in", "dustriepolitiek", TIGHT, False, Seam.JOIN),
        ("essentiële (proces)", "innovaties", TIGHT, False, Seam.JOIN),
        # hyphens that break a word
        ("de ontwik-", "keling van", LOOSE, False, Seam.DROP_HYPHEN),
        ("de maak-", "industrie", LOOSE, False, Seam.DROP_HYPHEN),
        # hyphens that belong to the word
        ("om-, bij-", "en nascholing", LOOSE, False, Seam.SPACE),
        ("zee-", "en kustbeleid", LOOSE, False, Seam.SPACE),
        ("voor MKB-", "(maak)bedrijven", LOOSE, False, Seam.JOIN),
        ("de MKB-", "bedrijven", LOOSE, False, Seam.JOIN),
        ("van niet-", "Europese landen", LOOSE, False, Seam.JOIN),
        ("het Mercosur-", "handelsblok", TIGHT, False, Seam.JOIN),
        ("energie-", "efficiëntie", LOOSE, False, Seam.JOIN),
        ("branche-", "erkende", LOOSE, False, Seam.JOIN),
        # two words
        ("bij de", "overheid", LOOSE, False, Seam.SPACE),
        ("onze overheid", "investeert", LOOSE, False, Seam.SPACE),
        ("onze overheid ", "investeert", TIGHT, True, Seam.SPACE),
        ("te Nederland", "Vlaanderen", LOOSE, False, Seam.SPACE),
        ("van 2030", "of later", LOOSE, False, Seam.SPACE),
        ("nl/a", "https://b.nl", LOOSE, False, Seam.SPACE),
    ],
)
def test_seam_of_two_lines(left, right, evidence, spaced, expected):
    assert seam(left.rstrip(), right, evidence, spaced=spaced) is expected


def test_broken_words_are_told_from_whole_ones():
    pairs = [("inno", "vatie"), ("sleuteltech", "nologie"), ("de overheid", "betaalt"), ("einde.", "nieuw")]
    assert broken_words(pairs, Evidence({})) == (2, 1)


@pytest.mark.parametrize("word", ["toekomstbestendige", "grondstofketens", "overheidsbeleid"])
def test_compounds_of_lexicon_words(word):
    assert is_compound(word)


def test_no_compound_of_nonsense():
    assert not is_compound("xqzwvbnm")


def test_words_at_line_ends_are_no_evidence():
    assert words_of("een toekomst bestendig\nland in nood") == {"toekomst": 1, "in": 1}
