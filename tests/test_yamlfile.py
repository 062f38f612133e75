from pathlib import Path

import pytest

from comparelib.errors import InputFaults
from comparelib.yamlfile import load_yaml, unknown_keys


def read(tmp_path, text):
    path = tmp_path / "some.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return load_yaml(path, Path("some.yml"))


def faults(tmp_path, text):
    with pytest.raises(InputFaults) as caught:
        read(tmp_path, text)
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"),  # YAML 1.1 reads False: a pattern `no` would be lost
        ("on", "on"),
        ("true", True),
        ('"true"', "true"),
        ("7", 7),
        ("007x", "007x"),
        ("0.5", 0.5),
        ("1:30", "1:30"),
        ("2026-03-18", "2026-03-18"),
        ("1_000", "1_000"),
        ('""', ""),
        ("~", None),
    ],
)
def test_a_word_stays_a_word(tmp_path, written, value):
    node = read(tmp_path, f"key: {written}\n").get("key")
    assert node.value == value
    assert type(node.value) is type(value)


def test_every_value_knows_its_place(tmp_path):
    node = read(tmp_path, "a: 1\nb:\n  - x\n  - c: deep\n")
    deep = node.get("b").value[1].get("c")
    assert (deep.value, deep.line, deep.column) == ("deep", 4, 8)
    assert node.plain() == {"a": 1, "b": ["x", {"c": "deep"}]}


def test_a_key_that_stands_twice_is_a_fault(tmp_path):
    assert faults(tmp_path, "a: 1\nb: 2\na: 3\n") == ["some.yml:3:1: the key 'a' stands twice"]


def test_broken_yaml_names_line_and_column(tmp_path):
    (said,) = faults(tmp_path, 'a: "open\nb: 2\n')
    assert said.startswith("some.yml:")
    assert "broken YAML" in said
    assert "Mend this line" in said


def test_a_file_that_is_not_utf8_names_the_byte(tmp_path):
    assert faults(tmp_path, "a: 1\nb: caf\xe9\n".encode("latin-1")) == [
        "some.yml:2:7: not UTF-8. Save the file as UTF-8"
    ]


def test_an_empty_or_missing_file_is_a_fault(tmp_path):
    assert "the file is empty" in faults(tmp_path, "# only a comment\n")[0]
    with pytest.raises(InputFaults, match="does not exist"):
        load_yaml(tmp_path / "none.yml")


def test_an_unknown_key_gets_the_nearest_suggested(tmp_path):
    (fault,) = unknown_keys(read(tmp_path, "labl: x\n"), {"label", "colour"})
    assert "unknown key 'labl'" in str(fault)
    assert "did you mean 'label'?" in str(fault)


def test_an_anchor_is_read_where_it_stands_and_wherever_it_is_meant(tmp_path):
    node = read(tmp_path, "a: &few [x, {b: 1}]\nc:\n  - *few\n  - &word yes\n*word : 2\n")
    assert node.plain() == {"a": ["x", {"b": 1}], "c": [["x", {"b": 1}], "yes"], "yes": 2}
    again = node.get("c").value[0]
    assert (again.line, again.column) == (1, 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: *few\n", "some.yml:1:4: broken YAML: found undefined alias"),
        (
            "- 1\n- &few [*few]\n",
            "some.yml:2:9: broken YAML: found undefined alias",
        ),  # in itself, without end
        ("a: &few 1\nb: &few 2\n", "some.yml:2:4: broken YAML: a second anchor 'few', after line 1"),
        ("a: 1\n---\nb: 2\n", "some.yml:2:1: broken YAML: but found another document"),
        ("- 1\n? [a, b]\n: 2\n", "some.yml:2:1: broken YAML: did not find expected '-' indicator"),
        ("? [a, b]\n: 2\n", "some.yml:1:3: a key is a list or a mapping; expected a word"),
        ("a: " + "[" * 5000 + "]" * 5000, "some.yml: broken YAML: lists in lists without end"),
    ],
)
def test_what_no_value_can_be_made_of_is_named_where_it_stands(tmp_path, text, said):
    assert faults(tmp_path, text)[0].startswith(said)


@pytest.mark.parametrize("text", ["", "# nothing\n", "%YAML 1.1\n# nothing\n"])
def test_a_file_without_a_value_is_a_fault(tmp_path, text):
    assert faults(tmp_path, text)[0].startswith("some.yml:")
