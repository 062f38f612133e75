"""The codebook as it is put to a coder: facets in order, the key of each code, and when a unit is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comparelib.codebook import Codebook, Facet
from comparelib.coding.conditional import ASKED_OF
from comparelib.errors import Fault, ParameterFault, one_of
from comparelib.model import Reserved
from comparelib.widgets.decisions import Codes

CODE_KEYS = "123456789abcdeghijklmoqrtvyz"
"""Keys of codes, in order; f n p s u w x are commands, 0 is `none`, / leads to the note."""

NONE, FAILED = Reserved.NONE.value, Reserved.FAILED.value


@dataclass(frozen=True)
class Questions:
    """The facets that a coder is asked, in the order of the codebook."""

    facets: tuple[Facet, ...]
    version: str

    @classmethod
    def of(cls, codebook: Codebook, facets: Sequence[str]) -> Questions:
        """Return the questions of some facets.

        Raises
        ------
        ParameterFault
            No facet, or one that the codebook does not have.
        """
        known = [facet.name for facet in codebook.facets]
        unknown = [name for name in facets if name not in known]
        faults = [
            Fault(f"the codebook has no facet '{name}'", expected=one_of(known, name)) for name in unknown
        ]
        if not facets:
            faults.append(Fault("no facet was given", expected=one_of(known)))
        if faults:
            raise ParameterFault(faults)
        return cls(tuple(facet for facet in codebook.facets if facet.name in facets), codebook.version)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the facets."""
        return tuple(facet.name for facet in self.facets)

    def asked(self, codes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
        """Return the facets that are asked of a unit with these codes: instruments of measures only."""
        return tuple(name for name in self.names if self._is_asked(name, codes))

    def missing(self, codes: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
        """Return the facets that are asked and not answered yet."""
        return tuple(name for name in self.asked(codes) if not codes.get(name))

    def fits(self, codes: Mapping[str, Sequence[str]]) -> bool:
        """Whether every code still is one of the codebook, in a facet that takes so many."""
        facets = {facet.name: facet for facet in self.facets}
        return all(
            all(code in (*facets[name].names, NONE, FAILED) for code in given)
            and (facets[name].multiple or len(given) < 2)
            for name, given in codes.items()
            if name in facets
        )

    def toggled(self, codes: Codes, facet: str, code: str) -> Codes:
        """Return the codes of a unit after the button of a code was pressed.

        `none` and the codes of a facet put each other out; a facet that takes one code changes it; where the
        function is not `measure` any more the instruments fall away.

        Raises
        ------
        ParameterFault
            No such facet or code, or a facet that is not asked of this unit.
        """
        if facet not in self.asked(codes):
            raise ParameterFault(
                Fault(f"facet '{facet}' is not asked here", expected=one_of(self.asked(codes)))
            )
        asked = next(each for each in self.facets if each.name == facet)
        if code not in (*asked.names, NONE):
            raise ParameterFault(
                Fault(f"'{code}' is no {facet}", expected=one_of([*asked.names, NONE], code))
            )
        given = set(codes.get(facet, ()))
        if code in given:
            given.remove(code)
        elif code == NONE or not asked.multiple:
            given = {code}
        else:
            given = (given - {NONE, FAILED}) | {code}
        ordered = tuple(name for name in (*asked.names, NONE, FAILED) if name in given)
        return self._pruned({**codes, facet: ordered})

    def failed(self) -> Codes:
        """Return the codes of a unit that cannot be coded."""
        return {name: (FAILED,) for name in self.names if name not in ASKED_OF or self._unconditional(name)}

    def shown(self, language: str) -> list[dict[str, Any]]:
        """Return what the browser needs to know of the facets, their codes and keys."""
        return [
            {
                "name": facet.name,
                "title": facet.title[language],
                "question": facet.asked(language)[0],
                "multiple": facet.multiple,
                "codes": [
                    {
                        "name": code.name,
                        "label": code.label[language],
                        "definition": code.definition,
                        "include": code.include,
                        "exclude": code.exclude,
                        "key": CODE_KEYS[place] if place < len(CODE_KEYS) else "",
                    }
                    for place, code in enumerate(facet.codes)
                ],
            }
            for facet in self.facets
        ]

    def _pruned(self, codes: Codes) -> Codes:
        foreign = {name: given for name, given in codes.items() if name not in self.names}
        return foreign | {name: codes[name] for name in self.asked(codes) if codes.get(name)}

    def _is_asked(self, facet: str, codes: Mapping[str, Sequence[str]]) -> bool:
        if self._unconditional(facet):
            return True
        other, code = ASKED_OF[facet]
        return code in codes.get(other, ())

    def _unconditional(self, facet: str) -> bool:
        needed = ASKED_OF.get(facet)
        return needed is None or needed[0] not in self.names
