"""One rule of what is personal, in previews and in reports."""

import pytest

from comparelib.adding.masking import masked
from comparelib.model import Furniture
from comparelib.text.privacy import MARK, Part, Personal, Privacy

TEXTS = [
    "Mail jan.dewit@voorbeeld.nl of bel 06-12345678.",
    "Neem contact op met Anna Bogaerdts (RVO), tel. +32 2 123 45 67.",
    "In 2023 kostte dit 1.200.000 euro, zie 2019-2024.",
    "Zie www.voorbeeld.nl en artikel 12 van de wet.",
]


def test_parts_are_in_order_and_say_what_they_are():
    text = "Mail a.b@c.nl, bel 06 12 34 56 78 of vraag Anna Bogaerdts."
    parts = Privacy(("Anna Bogaerdts",)).parts(text)
    assert [(text[part.start : part.end], part.kind) for part in parts] == [
        ("a.b@c.nl", Personal.MAIL),
        ("06 12 34 56 78", Personal.PHONE),
        ("Anna Bogaerdts", Personal.NAME),
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_a_preview_and_a_report_leave_out_the_same(text):
    privacy = Privacy()
    words = [f"[{word}]" for word in ("e-mail address", "telephone number", "name")]
    preview = privacy.described(text, "en")
    for word in words:
        preview = preview.replace(word, MARK)
    assert privacy.masked(text).text in (preview, MARK)
    assert masked(text, "en") == privacy.described(text, "en")


@pytest.mark.parametrize(
    ("text", "furniture", "shown"),
    [
        ("Vragen? Dhr. W. Informeren helpt.", Furniture.BOILERPLATE, "Vragen? [name] helpt."),
        ("Vragen? Dhr. W. Informeren helpt.", None, "Vragen? Dhr. W. Informeren helpt."),
        ("mr. dr. A.B. van den Berg", Furniture.CONTACT, "[name]"),
        ("Jansen J.jansen@voorbeeld.nl", Furniture.CONTACT, "[name]"),
    ],
)
def test_names_behind_a_title_go_from_furniture_and_overlapping_parts_are_one(text, furniture, shown):
    assert Privacy().described(text, "en", furniture) == shown


def test_parts_that_touch_or_overlap_are_joined():
    parts = Privacy().parts("mr. dr. A.B. van den Berg", Furniture.CONTACT)
    assert parts == (Part(0, 25, Personal.NAME),)


@pytest.mark.parametrize(
    ("digits", "personal"), [("012 34 56 7", False), ("012 34 56 78", True), ("06 12 34 56 78", True)]
)
def test_a_number_is_a_telephone_number_by_its_digits(digits, personal):
    assert bool(Privacy().parts(f"Bel {digits} nu")) is personal
