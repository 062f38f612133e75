"""Each run in the language that `test_real_study` does not inspect it in: the baseline in Dutch, measures in English.

The structure and the words of a page do not depend on how many draws its intervals rest on, so there are few.
All the same the runs are rendered anew, which takes the suite more than a minute: EVERY_LANGUAGE=1 asks for it.
"""

import os
import shutil

import pytest
from inspecting import CHECKS, inspect

from comparelib.build import build
from comparelib.reporting.report import report
from comparelib.studyfile import load_studyfile

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(os.environ.get("EVERY_LANGUAGE") != "1", reason="EVERY_LANGUAGE=1 renders all anew"),
]
SWAPPED = {
    "{coder: reference}": "{coder: reference, language: nl, draws: 60}",
    "{coder: reference, functions: [measure], language: nl}": "{coder: reference, functions: [measure], draws: 60}",
}


@pytest.fixture(scope="module")
def swapped(published, tmp_path_factory):
    """The pages of both runs, each in its other language."""
    root = tmp_path_factory.mktemp("swapped") / "study"
    shutil.copytree(published, root, ignore=shutil.ignore_patterns("reports"))
    study = root / "study.yml"
    text = study.read_text(encoding="utf-8")
    for here, there in SWAPPED.items():
        assert text.count(here) == 1
        text = text.replace(here, there)
    study.write_text(text, encoding="utf-8")
    build(root)
    report(root)
    runs = load_studyfile(study).runs.values()
    names = [(run.name, name) for run in runs for name in (*run.notebooks, "summary")]
    return [root / "reports" / run / f"{name}.html" for run, name in names]


def test_every_page_is_fit_for_every_reader_in_its_other_language(swapped, visits):
    assert len(swapped) == 14
    wrong = {}
    for path in swapped:
        found = inspect(visits, path)
        wrong |= {(path.parent.name, path.name, check): found[check] for check in CHECKS if found[check]}
    assert wrong == {}


LANGUAGE = {"baseline": "nl", "measures": "en"}
FOREIGN = {
    "nl": (
        "reference",
        "annotator_a",
        "dictionary",
        "news item",
        "position paper",
        " the ",
        " and ",
        " with ",
    ),
    "en": ("referentie", "woordenlijst", "nieuwsbericht", "standpuntnota", " het ", " een ", " niet "),
}
# What is read of a page, without texts of the study, code, settings and what is in another language by its tag.
WORDS = """() => {
    const page = document.querySelector('main').cloneNode(true), language = document.documentElement.lang;
    page.querySelectorAll('script, style, noscript, pre, code, .evidence, details.settings').forEach(one => one.remove());
    page.querySelectorAll('[lang]').forEach(one => { if (one.lang !== language) one.remove(); });
    return page.textContent;
}"""


def test_no_page_has_words_of_the_other_language(swapped, visits):
    for path in swapped:
        seen = visits(path)
        language = LANGUAGE[path.parent.name]
        assert seen.page.locator("html").get_attribute("lang") == language
        words = seen.page.evaluate(WORDS)
        assert {word for word in FOREIGN[language] if word in words} == set(), path
        seen.page.context.close()
