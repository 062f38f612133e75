"""A coder can open the study although codings were written since the last build."""

import shutil

import pytest

from comparelib.errors import StoreFailure
from comparelib.study import Study
from comparelib.widgets import coding_study

pytestmark = pytest.mark.slow


def test_hand_codings_are_no_obstacle_and_a_new_reference_is(built, tmp_path):
    root = shutil.copytree(built, tmp_path / "study")
    assert coding_study(root).units().equals(Study.open(root).units())
    unit_id = coding_study(root).units()["unit_id"].iloc[0]
    (root / "data/codings").mkdir(exist_ok=True)
    row = f"unit_id,coder,facet,code\n{unit_id},ab,theme,none\n"
    (root / "data/codings/ab.csv").write_text(row, encoding="utf-8")
    with pytest.raises(StoreFailure, match="Run `comparelib build`"):
        Study.open(root)
    assert unit_id in set(coding_study(root).units()["unit_id"])
    path = root / "data/reference/codings.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(StoreFailure, match="Run `comparelib build`"):
        coding_study(root)
