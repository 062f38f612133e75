from dataclasses import replace
from pathlib import Path

import pytest

from comparelib.claims import CAPS, RULES, Facts, FindingKind, Grade, Support, capped, coding_class, grade_of
from comparelib.claims.grades import USABLE
from comparelib.errors import NotEstimable

METHODS = (
    (Path(__file__).parents[1] / "docs" / "methods.md").read_text(encoding="utf-8").partition("## Grades")[2]
)

SURE = Facts(
    excludes_zero=True, q=0.01, outside_spread=True, beyond_each=True, outside_placebo=True, robust=True
)
GROUPED = Facts(objects=100, groups=3, strength=0.95, jaccard=0.8, jaccard_null=0.5)


def test_every_rule_stands_in_the_methods_as_it_is_in_the_code():
    for rule in RULES:
        assert f"| {rule.grade.value} | {rule.when} | {rule.why} |" in METHODS
    for _, grade, when, why in CAPS:
        assert f"| {grade.value} | {when} | {why} |" in METHODS
    assert METHODS.count("\n| ") == len(RULES) + len(CAPS) + len(FindingKind) + 1  # and the heads


def test_every_kind_has_a_rule_for_whatever_is_found():
    for kind in FindingKind:
        last = [rule for rule in RULES if rule.kind is kind]
        assert last
        if kind is not FindingKind.DOCUMENT_TEST:  # made only where it is refused
            assert isinstance(grade_of(kind, Facts()), Grade)


def test_rules_of_a_kind_go_from_refused_or_strong_downwards():
    for kind in FindingKind:
        ranks = [rule.grade.rank for rule in RULES if rule.kind is kind and rule.grade is not Grade.REFUSED]
        assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("facts", "grade"),
    [
        (SURE, "strong"),
        (replace(SURE, robust=None), "moderate"),
        (replace(SURE, outside_placebo=False), "moderate"),
        (replace(SURE, beyond_each=False), "moderate"),
        (replace(SURE, robust=False), "tentative"),
        (replace(SURE, q=0.2), "tentative"),
        (replace(SURE, q=float("nan")), "tentative"),
        (replace(SURE, excludes_zero=False), "tentative"),
        (replace(SURE, excludes_zero=False, robust=None), "not_supported"),
        (replace(SURE, excludes_zero=False, outside_placebo=False), "not_supported"),
        (replace(SURE, outside_spread=False), "not_supported"),
        (Facts(), "not_supported"),
    ],
)
def test_a_difference_loses_its_grade_with_each_check_it_fails(facts, grade):
    assert grade_of(FindingKind.DIFFERENCE, facts).value == grade


@pytest.mark.parametrize(
    ("probability", "grade"),
    [
        (0.95, "strong"),
        (0.949, "moderate"),
        (0.8, "moderate"),
        (0.79, "tentative"),
        (0.5, "tentative"),
        (0.49, "not_supported"),
    ],
)
def test_priorities_are_graded_by_their_probability(probability, grade):
    assert grade_of(FindingKind.PRIORITY, Facts(probability=probability)).value == grade
    assert grade_of(FindingKind.SHARED, Facts(probability=probability)).value == grade


def test_a_rank_without_an_interval_is_refused():
    assert grade_of(FindingKind.PRIORITY, Facts(probability=0.99, has_interval=False)) is Grade.REFUSED


@pytest.mark.parametrize(
    ("facts", "grade"),
    [
        (Facts(percentile=1.0, p_document=0.0143, floor=0.0143), "strong"),
        (Facts(percentile=1.0, p_document=0.2, floor=0.2), "tentative"),
        (Facts(percentile=0.94, p_document=0.0143, floor=0.0143), "not_supported"),
    ],
)
def test_a_distance_is_strong_only_over_documents(facts, grade):
    assert grade_of(FindingKind.DISTANCE, facts).value == grade


@pytest.mark.parametrize(
    ("facts", "grade"),
    [
        (GROUPED, "strong"),
        (replace(GROUPED, strength=0.85), "moderate"),
        (replace(GROUPED, jaccard=0.7), "moderate"),
        (replace(GROUPED, jaccard_null=0.9), "not_supported"),
        (replace(GROUPED, strength=0.7), "not_supported"),
        (replace(GROUPED, groups=1), "not_supported"),
        (replace(GROUPED, objects=19), "refused"),
        (replace(GROUPED, objects=20), "strong"),
    ],
)
def test_groups_need_twenty_objects_and_more_than_chance(facts, grade):
    assert grade_of(FindingKind.GROUPS, facts).value == grade


@pytest.mark.parametrize(
    ("value", "low", "known", "name", "best"),
    [
        (0.9, 0.7, True, "reliable", "strong"),
        (0.9, 0.5, True, "usable", "moderate"),
        (0.9, None, True, "usable", "moderate"),
        (USABLE, 0.1, True, "usable", "moderate"),
        (0.66, 0.6, True, "unreliable", "tentative"),
        (None, None, True, "unreliable", "tentative"),
        (float("nan"), None, True, "unreliable", "tentative"),
        (None, None, False, "unknown", "moderate"),
    ],
)
def test_a_grade_is_lowered_to_what_the_coding_carries(value, low, known, name, best):
    assert coding_class(value, low, known=known) == name
    assert capped(Grade.STRONG, name).value == best


def test_lowering_never_raises():
    for name, *_ in CAPS:
        assert capped(Grade.NOT_SUPPORTED, name) is Grade.NOT_SUPPORTED
        assert capped(Grade.REFUSED, name) is Grade.REFUSED


def test_a_document_level_p_below_its_floor_is_refused_wherever_it_comes_from():
    with pytest.raises(NotEstimable, match=r"0\.05 over documents is below 0\.2"):
        Support(("a",), 10, "reference", p_document=0.05, floor=0.2)
    with pytest.raises(NotEstimable, match="unknown floor"):
        Support(("a",), 10, "reference", p_document=0.5)
    assert Support(("a",), 10, "reference", p_document=0.2, floor=1 / 5).p_document == 0.2
