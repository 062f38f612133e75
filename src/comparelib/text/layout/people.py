"""Web boilerplate, contact boxes and signatures."""

from __future__ import annotations

import re
from collections.abc import Mapping

from comparelib.model import Furniture
from comparelib.text.dutch.words import in_lexicon
from comparelib.text.layout.rows import Row

# The vocabulary of web pages around a text. Words of a genre, not of a corpus; whole short lines only.
_WEB = re.compile(
    r"\b(?:meld|schrijf|abonneer|ontvang|aanmelden|inschrijven|blijf)\b.{0,80}\bnieuwsbrief\b"
    r"|^(?:onze )?nieuwsbrief$"
    r"|\bmin(?:uten|\.)?\s+(?:leestijd|lezen)\b|^leestijd\b|^deel (?:dit|deze|via|op)\b|^volg ons\b"
    r"|^(?:aanmelden|abonneren|inschrijven|inloggen|registreren|delen|print|printen|menu|zoeken|sluiten"
    r"|reageren|terug|volgende|vorige|home|contact|lees voor|naar boven|meer nieuws|download(?:en)?(?: pdf)?"
    r"|gerelateerd.{0,30}|lees (?:meer|verder|ook).{0,60}|algemene voorwaarden"
    r"|(?:lees )?(?:onze )?(?:privacy|cookie)(?:verklaring|beleid|statement|s)?)$"
    r"|alle rechten voorbehouden|\ball rights reserved\b|^©"
    r"|\bdeze (?:web)?site (?:maakt gebruik van|gebruikt) cookies\b",
    re.I,
)
MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"(?<![\w/.-])(?:\+\s?(?:31|32)\s?(?:\(0\)\s?)?|\(?0)\d{1,3}\)?(?:[\s./-]?\d{2,4}){2,4}(?![\w/])"
)
_PHONE_WORD = re.compile(
    r"\b(?:tel(?:efoon(?:nummer)?)?|t|m|mob(?:iel)?|gsm|fax|f)\b\.?\s*:?\s*(?:\+|\(?0)\d", re.I
)
_FIELD = re.compile(
    r"^(?:contact(?:persoon|gegevens|info(?:rmatie)?)?|inlichtingen|e-?mail(?:adres)?|tel(?:efoon)?|t|m|e|f|fax|mobiel"
    r"|woordvoerder|behandeld door|auteur|perscontact)\s*[.:]",
    re.I,
)
_NAME_PART = r"(?:[A-Z]\.)+|[A-ZÀ-Ý][\w’'-]+|van|de|der|den|het|ten|ter|te|’t|'t|el|al"
_NAME = re.compile(
    rf"^(?:(?:drs?|ir|ing|mr|prof|dhr|mw|mevr)\.\s+)*(?:{_NAME_PART})(?:\s+(?:{_NAME_PART})){{1,5}}$"
)
_MONTH = r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
_DATED = re.compile(rf",\s*(?:[A-Z][\w'-]+,?\s+)?(?:\d{{1,2}}\s+)?{_MONTH}\s+\d{{4}}\.?$")
_OFFICE = re.compile(
    r"^(?:(?:plv\.|plaatsvervangend|vice-?|algemeen|waarnemend|oud-)\s*)?(?:directeur|voorzitter|minister|staatssecretaris"
    r"|secretaris|hoofd|wethouder|gedeputeerde|burgemeester|bestuurder|ceo|president|tweede kamerlid|kamerlid"
    r"|fractievoorzitter|woordvoerder|projectleider|programmamanager|coördinator"
    r"|de minister|de staatssecretaris)\b",
    re.I,
)
_GREETING = re.compile(r"^(?:met vriendelijke groet(?:en)?|hoogachtend|namens)\b", re.I)


def has_personal_data(text: str) -> bool:
    """Whether a text holds an e-mail address or telephone number, or sends the reader to a person."""
    return bool(("@" in text and MAIL.search(text)) or _has_phone(text) or names_contact(text))


def _has_phone(text: str) -> bool:
    if _PHONE_WORD.search(text):
        return True
    return any(9 <= sum(char.isdigit() for char in match.group()) <= 13 for match in PHONE.finditer(text))


_CONTACT_WITH = re.compile(
    r"\b(?:contact op(?:nemen)? met|neem(?:t)?(?: dan| gerust)? contact op met|mail(?:en)? naar"
    r"|bel(?:len)? (?:met|naar)"
    r"|(?:terecht|aanmelden|melden) bij|contactpersoon(?: is|:)?|inlichtingen(?: bij|:)?)\s+"
    r"(?P<name>(?:(?:drs?|ir|ing|mr|prof|dhr|mw|mevr)\.\s+)?[A-ZÀ-Ý][\w’'.-]+(?:\s+(?:van|de|der|den|het|ten|ter|te))*"
    r"\s+[A-ZÀ-Ý][\w’'-]+)"
)


def names_contact(text: str) -> bool:
    """Whether a sentence names a contact person: 'Neem contact op met Jan de Wit.', not '… met Economische
    Zaken'.
    """
    return any(is_name(match["name"]) for match in _CONTACT_WITH.finditer(text))


def is_name(text: str) -> bool:
    """Whether a text has the shape of a person's name and its last word is no Dutch word."""
    if not _NAME.match(text) or text.isupper():
        return False
    parts = [part for part in text.split() if part[0].isupper() and "." not in part]
    return (
        bool(parts)
        and not in_lexicon(parts[-1])
        and sum(in_lexicon(part) for part in parts) <= len(parts) / 2
    )


def boilerplate(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label lines of the web page around a text: newsletter boxes, share buttons, reading times."""
    return {
        at: Furniture.BOILERPLATE
        for at, row in enumerate(rows)
        if at not in labels
        and len(row.text) <= 160
        and row.marker is None
        and _stands_alone(rows, at)
        and _WEB.search(row.text)
    }


def _stands_alone(rows: tuple[Row, ...], at: int) -> bool:
    """Whether a row neither goes on from the row before it nor into the next."""
    before = rows[at - 1] if at else None
    after = rows[at + 1] if at + 1 < len(rows) else None
    starts = before is None or rows[at].gap > 0 or before.is_terminal or not rows[at].starts_lower
    return starts and (after is None or after.gap > 0 or not after.starts_lower)


def contacts(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label the lines of a contact box: fields, e-mail addresses, telephone numbers, the name above."""
    found: dict[int, Furniture] = {}
    for at, row in enumerate(rows):
        if at in labels or len(row.text) > 70:
            continue
        rest = MAIL.sub("", PHONE.sub("", row.text))
        has_data = MAIL.search(row.text) or _has_phone(row.text)
        if has_data and (len(rest.split()) <= 4 or _FIELD.match(row.text)):
            found[at] = Furniture.CONTACT
    for at in sorted(found):
        for above in (at - 1, at - 2):
            is_near = above >= 0 and above not in labels and rows[above].page == rows[at].page
            if is_near and (is_name(rows[above].text) or _FIELD.match(rows[above].text)):
                found[above] = Furniture.CONTACT
    return found


def signatures(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> dict[int, Furniture]:
    """Label who signed: a name with a date, or a name beside an office or behind a greeting."""
    found: dict[int, Furniture] = {}
    for at, row in enumerate(rows):
        if at in labels or len(row.text) > 70:
            continue
        dated = _DATED.search(row.text)
        if dated and is_name(row.text[: dated.start()]):
            found[at] = Furniture.CONTACT
            continue
        beside = [near for near in (at - 1, at + 1) if is_name(row.text) and _is_office(rows, near)]
        if beside:
            found |= dict.fromkeys((at, *beside), Furniture.CONTACT)
    return found


def _is_office(rows: tuple[Row, ...], at: int) -> bool:
    if not 0 <= at < len(rows):
        return False
    text = rows[at].text
    return len(text) <= 90 and bool(_OFFICE.match(text) or _GREETING.match(text))
