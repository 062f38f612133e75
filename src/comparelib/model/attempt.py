"""A result, or the reason why there is none: what a page needs to show everything else all the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from comparelib.errors import CodingFault, NotEstimable, ParameterFault, Reason

Made = TypeVar("Made")


@dataclass(frozen=True)
class Attempt(Generic[Made]):
    """A result, or a refusal.

    Attributes
    ----------
    value
        The result; None where it was refused.
    reason
        Why it was refused, in English; "" where it was not.
    why
        The same for a page of any language; None where the reason has no words but these.
    """

    value: Made | None
    reason: str = ""
    why: Reason | None = field(default=None, repr=False, compare=False)


def attempted(make: Callable[..., Made], *given: Any, **named: Any) -> Attempt[Made]:
    """Call `make`, and keep its refusal where the design cannot carry what it estimates.

    Parameters
    ----------
    make
        Raises NotEstimable, ParameterFault (one side where it takes two) or CodingFault (a coder that did not
        code); other errors are not kept.
    given, named
        For `make`. An `Attempt` stands for its result: where that was refused, a positional one refuses this
        too, for the same reason, and a keyword becomes None.

    Examples
    --------
    >>> attempted(int, "12")
    Attempt(value=12, reason='')
    """
    refused = next((each for each in given if isinstance(each, Attempt) and each.reason), None)
    if refused is not None:
        return Attempt(None, refused.reason, refused.why)
    values = [each.value if isinstance(each, Attempt) else each for each in given]
    keywords = {name: each.value if isinstance(each, Attempt) else each for name, each in named.items()}
    try:
        return Attempt(make(*values, **keywords))
    except (NotEstimable, ParameterFault, CodingFault) as error:
        return Attempt(None, str(error), error.why)
