"""A module imports strictly lower layers only, or its own package. This table is the one of docs/design.md."""

import ast
import re
from pathlib import Path

import comparelib

LAYERS = {
    0: ["errors", "first_use"],
    1: ["model"],
    2: ["yamlfile", "csvfile", "labels", "panel"],
    3: ["codebook", "studyfile", "variants", "text"],
    4: ["corpus", "coding"],
    5: ["matrix"],
    6: [
        "reliability",
        "equivalence",
        "correction",
        "priorities",
        "contrast",
        "clusters",
        "ordination",
        "strategies",
    ],
    7: ["multiverse"],
    8: ["claims"],
    9: ["charts", "tables"],
    10: ["store", "exchange"],
    11: ["engine"],
    12: ["build", "adding"],
    13: ["study"],
    14: ["reporting", "widgets", "explore"],
    15: ["cli", "forms"],
}
LAYER = {name: level for level, names in LAYERS.items() for name in names}
ROOT = Path(comparelib.__file__).parent


def part_of(path):
    return path.relative_to(ROOT).with_suffix("").parts[0]


def imported_parts(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [node.module]
            if node.module == "comparelib":
                names = [f"comparelib.{alias.name}" for alias in node.names if alias.name in LAYER]
        yield from (name.split(".")[1] for name in names if name.startswith("comparelib."))


def modules():
    return [path for path in sorted(ROOT.rglob("*.py")) if path != ROOT / "__init__.py"]


def test_every_part_has_a_layer():
    assert {part_of(path) for path in modules()} <= set(LAYER)


def test_modules_import_strictly_lower_layers():
    breaches = [
        f"{path.relative_to(ROOT)} imports {part}"
        for path in modules()
        for part in imported_parts(path)
        if part != part_of(path) and LAYER[part] >= LAYER[part_of(path)]
    ]
    assert not breaches


def test_the_table_is_the_one_of_the_design():
    design = (ROOT.parents[1] / "docs" / "design.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^    (\d+) +(\S+(?: \S+)*?)  +\S", design.split("Layers of `src")[1].split("\n## ")[0], re.M
    )
    told = {(int(level), name.partition("/")[0]) for level, names in rows for name in names.split()}
    assert told == {(level, name) for name, level in LAYER.items()}


def test_no_module_is_a_drawer_for_everything():
    assert not [path for path in modules() if path.stem in {"utils", "helpers", "common", "misc", "shared"}]


def test_no_module_is_longer_than_300_lines():
    long = {
        path.name: n for path in modules() if (n := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
