"""Dutch words that carry grammar and no subject: left out where words are contrasted."""

from __future__ import annotations

_PRONOUNS = """
    de het een ik je jij u hij zij ze we wij jullie men me mij hem haar hen hun ons onze uw zijn zich
    zichzelf dit dat deze die wat wie welke welk zo'n zulke iets niets alles allen iemand niemand elk elke
    ieder iedere iedereen alle al sommige enkele enige veel weinig meer minder meest minst andere ander
"""
_PREPOSITIONS = """
    aan achter af als bij binnen boven buiten door gedurende in langs met na naar naast om onder op over
    per rond sinds te ten ter tegen tot tussen uit van vanaf vanuit via volgens voor voorbij wegens zonder
"""
_ADVERBS = """
    en of maar want dus omdat doordat zodat opdat hoewel terwijl indien tenzij toen wanneer waar waarbij
    waarin waarmee waardoor waarvan waarop waaraan waarom hoe er daar hier daarbij daarin daarmee daardoor
    daarvan daarop daarom daarnaast hierbij hiermee hierdoor hierin hiervan hiervoor daarvoor waarvoor
    niet geen wel ook nog al reeds dan nu toch juist zelf zelfs zeer heel erg te zo echter immers namelijk
    bijvoorbeeld zoals ofwel hetzij evenals mede vaak altijd nooit soms steeds weer samen alleen slechts
    bovendien tevens
"""
_VERBS = """
    ben bent is was waren geweest word wordt worden werd werden geworden heb hebt heeft hebben had hadden
    gehad kan kun kunt kunnen kon konden mag mogen mocht mochten moet moeten moest moesten wil wilt willen
    wilde wilden zal zult zullen zou zouden ga gaat gaan ging gingen doe doet doen deed deden komt komen
    laat laten
"""

FUNCTION_WORDS = frozenset(" ".join((_PRONOUNS, _PREPOSITIONS, _ADVERBS, _VERBS)).split())
"""In lower case; closed classes of words alone, so that no subject is among them."""
