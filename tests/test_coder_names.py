import pandas as pd
import pytest

from comparelib.errors import CodingFault
from comparelib.matrix.faults import one_coder
from comparelib.model.coder_names import bare_name, called

CODERS = [
    "annotator_a",
    "dictionary@1.1.0",
    "dictionary@1.2.0",
    "human:ab",
    "hybrid@1.2.0+1.0.0",
    "reference",
]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("reference", ("reference",)),
        ("human:ab", ("human:ab",)),
        ("hybrid", ("hybrid@1.2.0+1.0.0",)),
        ("dictionary", ("dictionary@1.1.0", "dictionary@1.2.0")),
        ("dictionary@1.1.0", ("dictionary@1.1.0",)),
        ("ab", ()),
        ("dictionary@1", ()),
        ("", ()),
    ],
)
def test_a_name_means_a_coder_or_the_versions_of_one(name, found):
    assert called(CODERS, name) == found


def test_a_full_name_is_meant_before_versions_of_it():
    assert called(["rules@2", "rules", "rules@1", "rules"], "rules") == ("rules",)
    assert [bare_name(coder) for coder in ("rules", "rules@2", "human:ab")] == ["rules", "rules", "human:ab"]


def test_one_of_several_versions_must_be_named():
    coders = pd.Series(CODERS)
    assert one_coder(coders, "hybrid") == "hybrid@1.2.0+1.0.0"
    assert one_coder(coders, "dictionary@1.1.0") == "dictionary@1.1.0"
    with pytest.raises(CodingFault, match="several versions of coder 'dictionary'"):
        one_coder(coders, "dictionary")
    with pytest.raises(CodingFault, match=r"no codings of coder 'hybird'.*hybrid"):
        one_coder(coders, "hybird")
