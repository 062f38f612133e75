"""Which words of a Dutch sentence tell what it does: closed classes, and the forms of verbs by their ending.

From a grammar of Dutch and the habits of policy language at large, the same for every text; nothing is
counted or learned. A word may belong to several classes, and a form is known by its ending, so some are
wrong: what a class is worth is left to the linear models.
"""

from __future__ import annotations

import re
from functools import lru_cache

CLASSES: dict[str, str] = {
    # what is demanded, promised, wanted, possible
    "must": "moet moeten dient dienen hoort horen behoort behoren",
    "shall": "zal zullen",
    "goes": "gaat gaan",
    "would": "zou zouden",
    "can": "kan kunnen",
    "may": "mag mogen",
    "want": "wil willen wensen wenst",
    "aim": "doel doelen doelstelling doelstellingen ambitie ambities streven streeft streefdoel "
    "beogen beoogt beoogd missie visie",
    "need": "nodig noodzakelijk noodzaak vereist wenselijk gewenst nood behoefte",
    "proposal": "pleit pleiten pleidooi bepleiten voorstel voorstellen voorgesteld oproep roepen "
    "adviseert adviseren aanbeveling aanbevelingen verzoek verzoeken vragen",
    # tense and voice
    "is": "is zijn",
    "has": "heeft hebben",
    "becomes": "wordt worden",
    "comes": "komt komen",
    "past": "was waren werd werden had hadden kon konden moest moesten wilde wilden kwam kwamen "
    "bleef bleven ging gingen stond stonden gaf gaven zag zagen deed deden bleek bleken nam "
    "namen begon begonnen",
    "state": "zijn blijven hebben kunnen behoren voldoen beschikken lonen gelden staan voelen passen bestaan",
    # who speaks, who acts
    "we": "we wij",
    "our": "ons onze",
    "I": "ik mijn",
    "you": "u uw je jij jullie jouw",
    "government": "kabinet overheid overheden regering rijk rijksoverheid minister ministers ministerie "
    "ministeries staatssecretaris vlaanderen nederland provincie provincies gemeente "
    "gemeenten gewest europa eu politiek kamer parlement",
    # verdicts
    "weight": "belangrijk belangrijke belangrijkste essentieel essentiële cruciaal cruciale onmisbaar "
    "onmisbare onontbeerlijk onontbeerlijke fundamenteel fundamentele bepalend bepalende "
    "sleutel sleutelrol belang voorwaarde voorwaarden randvoorwaarde randvoorwaarden "
    "primordiaal waardevol waardevolle",
    "praise": "sterk sterke goed goede uniek unieke toonaangevend toonaangevende wereldklasse "
    "succesvol succesvolle kans kansen kansrijk kansrijke potentieel potentie leidend "
    "leidende koploper koplopers innovatief innovatieve hoogwaardig hoogwaardige troef "
    "troeven voordeel voordelen",
    "negation": "niet geen nooit niets niemand nergens noch zonder nauwelijks amper evenmin",
    "degree": "weinig veel vaak hoog hoge laag lage traag trage langzaam lang lange kort korte "
    "complex complexe ingewikkeld ingewikkelde duur dure groot grote klein kleine laat "
    "vroeg afhankelijk versnipperd beperkt beperkte eenzijdig eenzijdige vrijblijvend snel "
    "moeilijk moeilijke zwaar zware streng strenge smal smalle krap krappe onzeker ver",
    "more": "meer minder beter betere sneller snellere sterker sterkere hoger hogere lager lagere "
    "groter grotere kleiner kleinere voldoende extra eenvoudiger goedkoper",
    "trend": "toenemen toenemend toenemende toegenomen stijgt stijgen stijgende gestegen groeit "
    "groeien groeiende gegroeid daalt dalen dalende gedaald krimpt afnemen afgenomen "
    "verandert veranderen steeds",
    # how sentences hang together
    "cause": "omdat doordat aangezien want immers namelijk vanwege wegens dankzij",
    "result": "waardoor daardoor hierdoor zodoende daarmee hiermee waarmee",
    "therefore": "daarom dus derhalve daartoe hiertoe vandaar",
    "contrast": "maar echter toch helaas hoewel ondanks desondanks terwijl niettemin daarentegen",
    "purpose": "zodat opdat teneinde",
    "condition": "als indien wanneer mits tenzij",
    "example": "bijvoorbeeld zoals bv bijv waaronder zo denk",
    "relative": "die dat waarin waarop waarvan waarbij",
    "also": "ook daarnaast verder bovendien tevens tenslotte",
    "this": "dit dat deze die daarmee hiermee dergelijke",
    "article": "de het een",
    "preposition": "in op met door voor bij van naar om onder tussen via over",
    # time and number
    "now": "momenteel nu vandaag inmiddels intussen huidige tegenwoordig afgelopen voorbije recent "
    "recente recentelijk eerder sinds",
    "soon": "komende toekomst toekomstige straks volgende",
    "money": "€ euro miljard miljoen",
    "share": "% procent",
    "question": "?",
    "colon": ":",
}
PUNCTUATION = {"?": "question", ":": "colon"}
_PARTICLES = "om door te"  # classes of their own: "om … te" is a purpose, "te" before a degree a complaint
# Other finite verbs that are frequent: a line without any finite verb is a title or an action line.
FINITE = (
    "blijft blijven staat staan ligt liggen biedt bieden zorgt zorgen vraagt vormt vormen leidt leiden "
    "maakt maken geeft geven krijgt krijgen doet doen ziet zien zet zetten neemt nemen houdt houden "
    "speelt spelen draagt dragen heet betekent betekenen levert leveren helpt helpen loopt lopen "
    "ontstaat ontstaan verdient verdienen dreigt dreigen hoeft lijkt lijken blijkt werkt telt vergt "
    "kost bestaat brengt brengen stelt stellen"
)
_AUXILIARY = ("must", "shall", "goes", "would", "can", "may", "want", "is", "has", "becomes", "comes", "past")
# First words by which a Dutch imperative is known; those in -eer and with a prefix are known by their form.
IMPERATIVES = (
    "zorg maak geef neem stel zet breng houd bied bouw kies koop laat start trek werk regel leg sluit "
    "pas richt borg benut koppel bundel betrek los voer vul waak help wees zoek stop schrap ga blijf "
    "deel dwing draag haal kom lever schep stem stuur toon vertaal hef spreek volg wijs plaats plan "
    "meet open ruim sta vorm span gun bepaal kijk jaag treed maximeer stimuleer schaf moedig pak "
    "waarborg creëer vraag vergeet roep reken rol leid steun"
)
_PARTICIPLE = re.compile(
    r"(?:aan|af|bij|door|in|mee|na|om|op|over|samen|toe|uit|vast|voor|vrij|weg|terug)?ge\w{3,}(?:d|t|en)"
    r"|(?:ver|be|ont|her)\w{3,}(?:d|t)|\w{2,}eerd"
)
_INFINITIVE = re.compile(r"\w{2,}(?:eren|[bdfgklmnprstvz]en|gaan|staan|doen|zien)")
_PREFIXED_STEM = re.compile(r"(?:ver|be|ont|her)\w{2,}(?<!en)(?<![est])(?<!ing)")
_NEGATED = re.compile(r"on(?!der|ze|twerp|line)\w{3,}(?:baar|bare|ige?|lijke?|ende?|zekere?|dane?|voldoende)")
_FORMS = {
    "participle": _PARTICIPLE,
    "infinitive": _INFINITIVE,
    "prefixed stem": _PREFIXED_STEM,
    "negated": _NEGATED,
    "eer": re.compile(r"\w{2,}eer"),
    "year": re.compile(r"(?:19|20)\d\d"),
    "target year": re.compile(r"20[3-9][05]"),
    "number": re.compile(r".*\d.*"),
}


def _classes_of_words() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, words in [*CLASSES.items(), ("finite", FINITE), ("imperative", IMPERATIVES)]:
        for word in words.split():
            found.setdefault(word, set()).add(name)
    for word in _PARTICLES.split():
        found.setdefault(word, set()).add(word)
    for classes in found.values():
        if classes.intersection(_AUXILIARY):
            classes.add("finite")
    return {word: frozenset(classes) for word, classes in found.items()}


_KNOWN = _classes_of_words()


@lru_cache(maxsize=100_000)
def classes_of(word: str) -> frozenset[str]:
    """Return the classes of a word in lower case: those that list it, and those of its form."""
    forms = {name for name, form in _FORMS.items() if form.fullmatch(word)}
    return _KNOWN.get(word, frozenset()) | forms
