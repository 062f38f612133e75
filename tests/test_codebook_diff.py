"""What changed between two codebooks, and which units code otherwise because of it."""

from dataclasses import replace

import pytest

from comparelib.codebook import Code, Codebook, Facet, codebook_diff
from comparelib.codebook.words import changed_words, marked


def code(name, definition, **texts):
    return Code(name, {"en": name.title(), "nl": name.title()}, definition, **texts)


ENERGY = code("energy", "Energy use, energy prices, hydrogen and the grid.", include="waterstof")
LABOUR = code("labour", "Work, wages, staff shortages and technical education.")
THEME = Facet("theme", {"en": "Theme", "nl": "Thema"}, "Which themes?", True, (ENERGY, LABOUR))
FUNCTION = Facet(
    "function", {"en": "Function", "nl": "Functie"}, "What does it do?", False, (code("goal", "An end."),)
)
OLD = Codebook("small", "1.0.0", {"en": "Small", "nl": "Klein"}, (THEME, FUNCTION), ("Read in context.",))


def with_theme(*codes, version="1.1.0", **changes):
    return replace(OLD, version=version, facets=(replace(THEME, codes=codes, **changes), FUNCTION))


def told(new):
    return [(str(change.kind), change.address, change.renamed) for change in codebook_diff(OLD, new).changes]


def test_the_same_codebook_has_no_difference_and_white_space_does_not_count():
    spaced = replace(ENERGY, definition=ENERGY.definition.replace(" ", "\n  "))
    diff = codebook_diff(OLD, with_theme(spaced, LABOUR, version="1.0.0"))
    assert diff.changes == ()
    assert diff.warnings == ()


def test_codes_that_come_and_go():
    defence = code("defence", "Armed forces, procurement of arms and the defence industry.")
    assert told(with_theme(ENERGY, defence)) == [
        ("removed", "theme/labour", ""),
        ("added", "theme/defence", ""),
    ]


def test_a_code_with_nearly_the_same_words_looks_renamed_and_its_texts_are_compared():
    renamed = Code("work", LABOUR.label, LABOUR.definition.replace("staff", "personnel"))
    diff = codebook_diff(OLD, with_theme(ENERGY, renamed))
    assert told(with_theme(ENERGY, renamed)) == [
        ("renamed", "theme/labour", "work"),
        ("changed", "theme/work: definition", ""),
    ]
    assert marked(diff.changes[1].words) == (
        "Work, wages, [-staff-] {+personnel+} shortages and technical education."
    )


def test_texts_order_question_and_rules():
    assert told(with_theme(LABOUR, replace(ENERGY, include="waterstof, wind"), multiple=False)) == [
        ("changed", "theme: multiple", ""),
        ("changed", "theme/energy: include", ""),
        ("moved", "theme: order of the codes", ""),
    ]
    rules = replace(OLD, version="1.0.1", rules=("Read in its context.", "One more."))
    assert told(rules) == [("changed", "codebook: rule 1", ""), ("added", "codebook: rule 2", "")]
    titled = replace(OLD, title={"en": "Small book", "nl": "Klein"})
    assert told(titled) == [("changed", "codebook: title.en", "")]
    assert told(replace(OLD, rules=())) == [("removed", "codebook: rule 1", "")]


def test_facets_that_come_go_and_look_renamed():
    role = replace(FUNCTION, name="role")
    assert told(replace(OLD, facets=(THEME, role))) == [("renamed", "function", "role")]
    assert told(replace(OLD, facets=(THEME,))) == [("removed", "function", "")]
    actor = Facet("actor", {"en": "Actor", "nl": "Actor"}, "Who acts?", True, (code("state", "The state."),))
    assert told(replace(OLD, facets=(THEME, FUNCTION, actor))) == [("added", "actor", "")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rules": ()}, "the codebook has changed and its version has not (1.0.0): raise it"),
        ({"rules": (), "version": "0.9.0"}, "the version falls from 1.0.0 to 0.9.0"),
        ({"version": "1.0.1"}, "the version rises from 1.0.0 to 1.0.1 and nothing has changed"),
        ({"id": "other"}, "these are two codebooks: 'small' and 'other'"),
    ],
)
def test_a_version_that_does_not_fit_is_a_warning(change, said):
    assert codebook_diff(OLD, replace(OLD, **change)).warnings == (said,)


def test_a_version_of_two_digits_is_a_number():
    diff = codebook_diff(replace(OLD, version="1.9.0"), replace(OLD, version="1.10.0", rules=()))
    assert diff.warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("", "", ""), ("a b", "", "[-a b-]"), ("", "a", "{+a+}"), ("a b c", "a x c", "a [-b-] {+x+} c")],
)
def test_the_word_diff(old, new, said):
    assert marked(changed_words(old, new)) == said
