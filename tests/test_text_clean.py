import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparelib.model import Furniture, Line, SourceText
from comparelib.text.characters import accents, apply, invisibles, ligatures, spaces
from comparelib.text.clean import canonical_text, canonical_with_log
from comparelib.text.extract.plain import plain_text


def run(step, text):
    return apply(text, list(range(len(text))), step)


@pytest.mark.parametrize(
    ("step", "raw", "clean"),
    [
        (ligatures, "eﬃciënt", "efficiënt"),
        (ligatures, "ﬁscaal ĳzer", "fiscaal ijzer"),
        (accents, "cree\u0308ren", "creëren"),
        (spaces, "10\u00a0000\tjobs", "10 000 jobs"),
        (invisibles, "→ \ufffdVersnel", "→ Versnel"),
        (invisibles, "on\u00adder\u200bnemer", "ondernemer"),
        # must not change
        (ligatures, "kWh/m² en ½ jaar, CO₂", "kWh/m² en ½ jaar, CO₂"),
        (accents, "creëren", "creëren"),
        (spaces, "zee- en kustbeleid", "zee- en kustbeleid"),
        (invisibles, "’s-Hertogenbosch – €59", "’s-Hertogenbosch – €59"),
    ],
)
def test_steps_on_characters(step, raw, clean):
    text, offsets = run(step, raw)
    assert text == clean
    assert len(offsets) == len(text)
    assert offsets == sorted(offsets)


def test_the_letters_of_a_ligature_share_its_place():
    assert run(ligatures, "aﬃb") == ("affib", [0, 1, 1, 1, 2])


@pytest.mark.parametrize(
    ("raw", "canonical"),
    [
        (
            "Wij werken aan de ontwik-\nkeling van de maakindustrie.",
            "Wij werken aan de ontwikkeling van de maakindustrie.",
        ),
        ("Wij werken aan de ontwik\u00ad\nkeling van beleid.", "Wij werken aan de ontwikkeling van beleid."),
        ("Het gaat om maak-\nen industriebedrijven.", "Het gaat om maak- en industriebedrijven."),
        ("De om-, bij- en nascholing van werkenden.", "De om-, bij- en nascholing van werkenden."),
        ("Steun aan MKB-\n(maak)bedrijven in Vlaanderen.", "Steun aan MKB-(maak)bedrijven in Vlaanderen."),
        ("Het zee- en kustbeleid van ’s-\nHertogenbosch.", "Het zee- en kustbeleid van ’s-Hertogenbosch."),
        ("Een regel die\ndoorloopt.\n\nEen nieuwe alinea.", "Een regel die doorloopt.\n\nEen nieuwe alinea."),
    ],
)
def test_lines_of_a_text(raw, canonical):
    assert canonical_text(plain_text(raw.encode(), "a.txt")).text == canonical


def page(number, body):
    return f"Beleidsnota Economie\n\n{body}\n\n{number}\n"


def test_running_lines_that_cut_a_sentence_stand_behind_it():
    raw = "\f".join(
        (
            page(
                1,
                "De regering zet in op innovatie en steunt daarbij vooral de bedrijven\ndie in het land zelf willen",
            ),
            page(2, "investeren. Daarna volgt meer.\n\nOok de regio doet mee."),
            page(3, "Tot slot dit."),
        )
    )
    canonical, log = canonical_with_log(plain_text(raw.encode(), "a.txt"))
    assert "die in het land zelf willen investeren. Daarna volgt meer." in canonical.text
    assert log.moved == 2
    assert canonical.text.count("Beleidsnota Economie") == 3


def test_what_was_done_is_said():
    raw = "Wij steunen de ontwik-\nkeling.\ufffd\ufffd"
    _, log = canonical_with_log(plain_text(raw.encode(), "a.txt"))
    assert log.joined == ("ontwikkeling.",)
    assert log.dropped == {"U+002D": 1, "U+FFFD": 2}


def test_hints_of_geometry_are_used():
    text = "Zijbalk tekst\nDe regering investeert\nin de regio."
    lines = (
        Line(0, 13, furniture=Furniture.SIDE_BAR, block=1),
        Line(14, 36, block=2),
        Line(37, 49, block=2),
    )
    canonical = canonical_text(SourceText(text, lines, 1, "application/pdf"))
    assert canonical.text == "Zijbalk tekst\n\nDe regering investeert in de regio."


def check_invariant_2(source):
    canonical = canonical_text(source)
    assert len(canonical.offsets) == len(canonical.pages) == len(canonical.text)
    assert canonical.offsets.dtype == np.int32
    used = []
    for char, offset in zip(canonical.text, canonical.offsets, strict=True):
        if char.isspace():
            continue
        raw = source.text[offset]
        base = unicodedata.normalize("NFKD", char)[0]
        assert base in unicodedata.normalize("NFKD", raw)
        used.append(int(offset))
    # A raw character stands once; the letters of an opened ligature follow one another.
    firsts = [offset for at, offset in enumerate(used) if not at or used[at - 1] != offset]
    assert len(firsts) == len(set(firsts))
    return canonical, set(used)


WORDS = st.sampled_from(
    [
        "de",
        "overheid",
        "investeert",
        "in-\nnovatie",
        "toekomst\nbestendig",
        "1",
        "art.",
        "3",
        "nr.",
        "→",
        "a.",
        "2.",
        "Beleid\n\n",
        "\n",
        "�",
        "ﬁscaal",
        "ë",
        "\x0c",
        ".",
        ",",
        "’",
        "(",
        ")",
        "-",
        "–",
        "Jan",
        "jan@vb.nl",
        "010-1234567",
        "https://x.nl/a\n",
        "▲",
        "2,5",
        "mln.",
        "EU",
        "\xad\n",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=60))
def test_invariant_2_on_generated_text(words):
    raw = " ".join(words)
    if not raw.strip():
        return
    check_invariant_2(plain_text(("x " + raw).encode(), "a.txt"))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=200))
def test_invariant_2_on_any_text(raw):
    source = SourceText("x" + raw, (Line(0, len(raw) + 1),), 1, "text/plain")
    check_invariant_2(source)


def test_nothing_but_marks_and_broken_hyphens_is_lost():
    raw = "Wij steunen de ontwik-\nkeling → \ufffdnu.\n\n1\n"
    source = plain_text(raw.encode(), "a.txt")
    _, used = check_invariant_2(source)
    lost = {raw[at] for at in range(len(raw)) if at not in used and not raw[at].isspace()}
    assert lost == {"-", "\ufffd"}
