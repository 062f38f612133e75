from pathlib import Path

import pytest

from comparelib.codebook import Code, Codebook, Facet
from comparelib.coding.dictionary import Dictionary, failing_examples, load_dictionary
from comparelib.errors import DictionaryFault


def _facet(name: str, codes: tuple[str, ...], *, multiple: bool) -> Facet:
    return Facet(name, {}, "", multiple, tuple(Code(code, {}, "") for code in codes))


BOOK = Codebook(
    "t",
    "1.0.0",
    {},
    (
        _facet("theme", ("circular", "innovation", "social"), multiple=True),
        _facet("function", ("measure", "context"), multiple=False),
    ),
)


def write(folder: Path, text: str, code: str = "circular", facet: str = "theme") -> None:
    (folder / facet).mkdir(parents=True, exist_ok=True)
    (folder / facet / f"{code}.yml").write_text(f"facet: {facet}\ncode: {code}\n{text}", encoding="utf-8")


def load(folder: Path) -> Dictionary:
    return load_dictionary(folder, BOOK, Path("dictionary"))


def faults(folder: Path) -> list[str]:
    with pytest.raises(DictionaryFault) as raised:
        load(folder)
    return [str(fault) for fault in raised.value.faults]


def test_a_pattern_file_is_read_with_lines_and_conditions(tmp_path: Path) -> None:
    text = """patterns:
  - circula*
  - {pattern: "Maatwerk*", weight: 0.5, variety: nl-BE, with: ["sociale *"], unless: "op maat", case: true, gap: 2}
exclude: ["circulatie*"]
examples: ["De circulaire economie.", {text: "Circulair.", variety: nl-NL}]
"""
    write(tmp_path, text)
    dictionary = load(tmp_path)
    first, second = dictionary.patterns
    assert (first.text, first.weight, first.rule) == ("circula*", 1.0, "circular:4 circula*")
    assert (second.weight, second.variety, second.together) == (0.5, "nl-BE", ("sociale *",))
    assert (second.unless, second.case, second.gap, second.line) == (("op maat",), True, 2, 5)
    assert dictionary.exclusions[0].text == "circulatie*"
    assert [example.variety for example in dictionary.examples] == [None, "nl-NL"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("patterns: ['r&d']", "circular.yml:3:12: 'r&d' can never match: no token is 'r&d'. Write 'r d'"),
        (
            "patterns:\n  - wet- en regelgeving*",
            "can never match: no token is 'wet-'. Write 'wet en regelgeving*'",
        ),
        ("patterns: ['%']", "Punctuation makes no token: take it out"),
        ("patterns: ['*']", "circular.yml:3:12: '*' matches everything"),
        ("patterns: ['? ?*']", "circular.yml:3:12: '? ?*' names no word"),
        ("patterns: ['* … wind']", "'* … wind' matches everything"),
        ("patterns: ['wind …']", "'wind …' begins or ends with a gap"),
        ("patterns: ['']", "circular.yml:3:12: pattern is empty"),
        ("patterns: [~]", "pattern is not a text"),
        ("patterns: [wind, Wind]", "circular.yml:3: pattern 'Wind' stands already in line 3"),
        ("patterns: [{pattern: wind, weight: 0}]", "circular.yml:3:36: weight 0 is no weight"),
        ("patterns: [{pattern: wind, weight: veel}]", "weight 'veel' is no weight"),
        (
            "patterns: [{pattern: wind, variety: nl-VL}]",
            "unknown variety 'nl-VL'; expected one of nl-NL, nl-BE",
        ),
        ("patterns: [{pattern: wind, wieght: 1}]", "unknown key 'wieght'"),
        ("patterns: [{pattern: wind, unless: '*'}]", "'*' matches everything"),
        ("patterns: [{pattern: a … b, gap: -1}]", "gap -1 is no gap"),
        ("patterns: [{pattern: a, case: ja}]", "'case' is 'ja'; expected true or false"),
        ("patterns: [{weight: 1}]", "a pattern has no text"),
        ("patterns: []", "code 'circular' has no patterns"),
        ("patterns: [a]\nexclude: b", "'exclude' is not a list"),
        ("patterns: [a]\nexamples: ['']", "an example has no text"),
        ("patterns: [a\nexamples: b", "circular.yml:4:9: broken YAML"),
    ],
)
def test_faults_are_named_where_they_stand(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path, text)
    assert any(message in fault for fault in faults(tmp_path)), faults(tmp_path)


def test_an_unknown_code_is_a_fault_with_a_hint(tmp_path: Path) -> None:
    write(tmp_path, "patterns: [a]", code="circulair")
    (fault,) = faults(tmp_path)
    assert fault.startswith("dictionary/theme/circulair.yml:2:7: unknown code 'circulair'")
    assert "did you mean 'circular'?" in fault


def test_a_file_must_stand_where_its_code_says(tmp_path: Path) -> None:
    write(tmp_path, "patterns: [a]")
    (tmp_path / "theme" / "circular.yml").rename(tmp_path / "theme" / "social.yml")
    assert faults(tmp_path) == [
        "dictionary/theme/social.yml:2:7: code 'circular' stands in the place of 'social'; expected 'social'"
    ]


def test_all_faults_are_collected(tmp_path: Path) -> None:
    write(tmp_path, "patterns: ['*', '']")
    write(tmp_path, "patterns: ['r&d']", code="innovation")
    (tmp_path / "facets.yml").write_text("version: 1\nfacets: {theme: {most: 0}, them: {}}", encoding="utf-8")
    assert len(faults(tmp_path)) == 5


def test_a_missing_or_empty_folder_is_a_fault(tmp_path: Path) -> None:
    assert faults(tmp_path / "none") == ["dictionary: the folder of pattern files does not exist"]
    assert "no pattern files" in faults(tmp_path)[0]


def test_facet_rules_are_read(tmp_path: Path) -> None:
    write(tmp_path, "patterns: [a]")
    rules = "version: 2.1.0\nfacets:\n  theme: {most: 2, only_for: {function: measure}}\n"
    rules += "  function: {default: context, order: [measure, context]}"
    (tmp_path / "facets.yml").write_text(rules, encoding="utf-8")
    dictionary = load(tmp_path)
    assert dictionary.coder == "dictionary@2.1.0"
    assert (dictionary.rules["theme"].most, dictionary.rules["theme"].only_for) == (
        2,
        ("function", ("measure",)),
    )
    assert (dictionary.rules["function"].most, dictionary.rules["function"].default) == (1, "context")


@pytest.mark.parametrize("rule", ["default: contekst", "order: [measur]", "only_for: {them: a}", "best: 1"])
def test_faults_in_facet_rules(tmp_path: Path, rule: str) -> None:
    write(tmp_path, "patterns: [a]")
    (tmp_path / "facets.yml").write_text(f"version: 1\nfacets: {{function: {{{rule}}}}}", encoding="utf-8")
    assert "dictionary/facets.yml:2:" in faults(tmp_path)[0]


def test_failing_examples_are_named_with_what_matched(tmp_path: Path) -> None:
    text = """patterns: [{pattern: circula*, weight: 0.6}, {pattern: maatwerk*, variety: nl-BE}]
examples:
  - De circulaire economie.
  - {text: Maatwerk telt., variety: nl-BE}
counter_examples:
  - {text: Maatwerk telt., variety: nl-NL}
  - Voor maatwerk is geen plaats.
"""
    write(tmp_path, text)
    first, second = map(str, failing_examples(load(tmp_path)))
    assert first.startswith("dictionary/theme/circular.yml:5:5: example does not get 'circular' (nl-NL)")
    assert "matched: circular:3 circula*" in first
    assert second.startswith("dictionary/theme/circular.yml:9:5: counter-example gets 'circular' (nl-BE)")
