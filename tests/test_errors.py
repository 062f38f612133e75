import pytest

from comparelib.errors import ComparelibError, Fault, InputFaults, ParameterFault, did_you_mean, one_of


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("is wrong"), "is wrong"),
        (Fault("is wrong", "a.csv", 3, 2), "a.csv:3:2: is wrong"),
        (
            Fault("is wrong", "a.csv", expected="right", remedy="Mend it"),
            "a.csv: is wrong; expected right. Mend it",
        ),
    ],
)
def test_a_fault_says_where_what_expected_and_what_to_do(fault, said):
    assert str(fault) == said


def test_faults_are_told_together_and_give_exit_codes():
    error = InputFaults([Fault("one"), Fault("two")])
    assert str(error) == "one\ntwo"
    assert (error.exit_code, ParameterFault(Fault("x")).exit_code) == (1, 2)
    assert isinstance(error, ComparelibError)


def test_suggestions_name_the_nearest_word_only_when_it_is_near():
    assert did_you_mean("wonnen", ["wonen", "werk"]) == "did you mean 'wonen'?"
    assert did_you_mean("zzz", ["wonen"]) is None
    assert one_of(["wonen", "werk"], "wonnen") == "one of wonen, werk (did you mean 'wonen'?)"
    assert one_of(["wonen"]) == "one of wonen"
