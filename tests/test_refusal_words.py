"""Every refusal that a page can show is said in the language of the page, with the same numbers."""

import ast
import json
from pathlib import Path
from string import Formatter

import pytest

import comparelib
from comparelib.errors import CodingFault, Fault, NotEstimable, Reason
from comparelib.labels import LANGUAGES, told
from comparelib.model.attempt import Attempt, attempted
from comparelib.tables import shown

ROOT = Path(comparelib.__file__).parent
WORDS = {
    key: words
    for file in sorted((ROOT / "labels/words").glob("*.json"))
    for key, words in json.loads(file.read_text("utf-8")).items()
    if key.startswith("refusal.") and key != "refusal.shown"
}
STEPS = {"refusal.tree_of_": ("documents", "codes"), "refusal.no_": ("code", "unit")}


def texts(node):
    """The fixed parts of a string in code: "n is {n}" of f"n is {n}"."""
    if isinstance(node, ast.Constant):
        return [node.value]
    return [part.value if isinstance(part, ast.Constant) else None for part in node.values]


def keys_of(node):
    """One key, or all that an f-string can stand for."""
    if isinstance(node, ast.Constant):
        return [node.value]
    before, _, *after = texts(node)
    return [f"{before}{step}{''.join(after)}" for step in STEPS[before]]


def fixed(template):
    """The same of a text of the catalogue: what stands before, between and behind its fields."""
    return [words for words, *_ in Formatter().parse(template) if words]


def fields(template):
    return {name for _, name, *_ in Formatter().parse(template) if name}


def calls():
    """(place, name, call) of every NotEstimable and Fault that the library raises."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("NotEstimable", "Fault"):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.func.id, node


def worded():
    """(place, keys, names of values, message) of each call that has a key."""
    for place, name, call in calls():
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        if name == "NotEstimable":
            assert len(call.args) == 2, f"{place}: a refusal without a key cannot be said in Dutch"
            yield place, keys_of(call.args[1]), set(named), call.args[0]
        elif "key" in named:
            values = {key.value for key in named.get("values", ast.Dict([], [])).keys}
            yield place, keys_of(named["key"]), values, None


def test_every_refusal_has_words_in_both_languages_and_the_values_they_name():
    wrong = [
        f"{place}: {key} in {language}"
        for place, keys, values, _ in worded()
        for key in keys
        for language in LANGUAGES
        if key not in WORDS or not fields(WORDS[key][language]) <= values
    ]
    assert wrong == []
    said = {key for _, keys, *_ in worded() for key in keys}
    assert set(WORDS) - said == {"refusal.untranslated", "refusal.no_machine"}


def test_the_english_of_the_catalogue_is_what_the_library_says():
    """Held part by part, so that neither can be changed alone; what stands in a variable is left out."""
    held = 0
    for place, keys, _, message in worded():
        if isinstance(message, (ast.Constant, ast.JoinedStr)) and len(keys) == 1:
            parts = [part for part in texts(message) if part]
            if keys[0] not in LONGER:
                assert parts == fixed(WORDS[keys[0]]["en"]), place
                held += 1
    assert held > 30


# The error names a method of the library, or a variable that holds several values: the page says it in words.
LONGER = {"refusal.groups_by_chance", "refusal.small_table", "refusal.no_shared_unit"}


@pytest.mark.parametrize("key", sorted(WORDS))
def test_every_refusal_can_be_said(key):
    values = dict.fromkeys(fields(WORDS[key]["nl"]) | fields(WORDS[key]["en"]), 3)
    dutch, english = (told(Reason("as the library says it", key, values), each) for each in ("nl", "en"))
    assert "{" not in dutch + english
    assert not dutch.endswith(".")
    assert not english.endswith(".")
    if key != "refusal.untranslated":
        assert dutch != english
    assert all(str(value) in dutch for name, value in values.items() if name in fields(WORDS[key]["nl"]))


def refuse():
    raise NotEstimable("a tree needs three documents, there are 2", "refusal.tree_documents", n=2)


def wrong_coder():
    raise CodingFault(
        Fault("no codings of coder 'x'", expected="y", key="refusal.coder_unknown", values={"coder": "x"})
    )


def no_words():
    raise CodingFault(Fault("something else <b>", expected="another"))


class Look:
    language = "nl"


@pytest.mark.parametrize(
    ("make", "dutch"),
    [
        (refuse, "Hier niet te schatten: een boom vraagt drie documenten; het zijn er 2."),
        (wrong_coder, "er zijn geen coderingen van codeur &#x27;x&#x27;."),
        (no_words, "In het Engels staat er: “something else &lt;b&gt;; expected another”."),
    ],
)
def test_a_dutch_page_says_in_dutch_why_something_is_not_there(make, dutch):
    found = attempted(make)
    assert found.value is None
    assert found.reason  # English, for who works in Python
    html = shown(lambda made, _look: made, found, Look()).html()
    assert dutch in html
    again = attempted(lambda made: made, found)
    assert again.why == found.why


def test_an_attempt_with_english_words_alone_is_quoted():
    html = shown(lambda made, _look: made, Attempt(None, "as it is"), Look()).html()
    assert "“as it is”" in html
