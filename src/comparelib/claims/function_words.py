"""Dutch words that say how a text speaks, not what of: they are no side's own vocabulary."""

from __future__ import annotations

# Articles, pronouns, prepositions, conjunctions, adverbs of degree and place, and the forms of the verbs that
# help others (zijn, hebben, worden, kunnen, moeten, zullen, willen, mogen, gaan, laten, blijven).
_TEXT = """
    aan al alle alleen allemaal allen als alsook altijd andere anders behalve beide bij bijvoorbeeld
    binnen blijft blijven boven bovendien buiten daar daarbij daardoor daarin daarmee daarnaast daarom
    daarop daarvan daarvoor dan dat de deze dezelfde die dienen diens dient dit doen doet door doordat
    dus echt echter een eigen elk elkaar elke en enige enkele er erg erin ermee erop eruit ervan ervoor
    etc even gaan gaat gedaan geen gemaakt geven geweest graag had hadden heb hebben heeft heel hele hem
    hen het hier hierbij hierdoor hierin hiermee hiervan hiervoor hij hoe hoeveel hun ieder iedere
    iedereen ik in indien is ja je jij jou jouw kan kon konden kunnen kunt laat laten liet maakt maar
    mag maken me meer meest meeste men met mij mijn minder moest moesten moet moeten mogelijk mogen na
    naar naast niet niets nodig nog nu of om omdat onder ons onze ook op over per reeds samen sinds soms
    staan staat steeds te tegen ten ter terwijl toch tot tussen u uit uw vaak van vanaf vanuit veel vele
    verder via voor vooral voordat waar waaraan waarbij waardoor waarin waarmee waarom waaronder waarop
    waarvan waarvoor wanneer waren was wat we wel welke werd werden wie wij wil willen wilt word worden
    wordt zal ze zeer zelf zelfs zich zij zijn zijnde zo zoals zodat zonder zorgen zou zouden zowel
    zullen
"""
FUNCTION_WORDS: frozenset[str] = frozenset(_TEXT.split())
