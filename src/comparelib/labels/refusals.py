"""Why something is not shown, in the language of the page."""

from __future__ import annotations

from comparelib.errors import Reason
from comparelib.labels.catalogue import language_of, say


def told(reason: Reason, language: str) -> str:
    """Say a reason in a language; one without a key is quoted in English, and the page says that it is.

    Parameters
    ----------
    reason
        Of an error (`ComparelibError.why`) or an `Attempt`.
    language
        BCP 47 tag.

    Raises
    ------
    MissingWords
        The catalogue lacks the key, or the reason a value of its text.

    Examples
    --------
    >>> told(Reason("a tree needs three documents, there are 2", "refusal.tree_documents", {"n": 2}), "nl")
    'een boom vraagt drie documenten; het zijn er 2'
    """
    if reason.key:
        return say(reason.key, language, **reason.values)
    if language_of(language) == "en":
        return reason.text
    return say("refusal.untranslated", language, why=reason.text)
