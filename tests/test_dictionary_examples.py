"""The examples and counter-examples beside the committed patterns hold, in each variety of Dutch."""

from pathlib import Path

from comparelib.build import check_inputs
from comparelib.codebook import load_codebook
from comparelib.coding.dictionary import failing_examples, load_dictionary

CODEBOOK = Path(__file__).parents[1] / "data" / "codebook"


def test_every_example_of_the_committed_dictionary_holds():
    book = load_codebook(CODEBOOK / "maakindustrie.yml")
    dictionary = load_dictionary(CODEBOOK / "dictionary", book)
    assert failing_examples(dictionary) == ()
    with_examples = {(example.facet, example.code, example.wanted) for example in dictionary.examples}
    lacking = [code for code in dictionary.codes if code[0] == "theme" and (*code, True) not in with_examples]
    assert not lacking
    assert {"nl-NL", "nl-BE"} <= {example.variety for example in dictionary.examples}


def test_check_names_an_example_that_fails_at_its_line_and_column(study_copy):
    path = study_copy / "data" / "codebook" / "dictionary" / "theme" / "circular_economy.yml"
    sentence = "Dit gaat over iets heel anders."
    text = path.read_text(encoding="utf-8").replace("\nexamples:\n", f'\nexamples:\n  - "{sentence}"\n')
    path.write_text(text, encoding="utf-8")
    line = text[: text.index(sentence)].count("\n") + 1
    (fault,) = check_inputs(study_copy)
    address = f"data/codebook/dictionary/theme/circular_economy.yml:{line}:5: "
    assert str(fault).startswith(f"{address}example does not get 'circular_economy'")
    assert sentence in str(fault)


def test_check_names_faults_in_the_table_of_equivalents_and_a_study_may_have_none(study_copy):
    path = study_copy / "data" / "codebook" / "variants.csv"
    rows = path.read_text(encoding="utf-8")
    last = rows.count("\n")
    path.write_text(rows + "banen,jobs|job,lexical,\nmkb,kmo,lexical_doublet,\n", encoding="utf-8")
    found, remedy = [str(fault) for fault in check_inputs(study_copy)], "Take one of the two rows out"
    assert [fault.split("; expected")[0] for fault in found] == [
        f"data/codebook/variants.csv:{last + 1}:3: kind: 'lexical' is not a kind of equivalent",
        f"data/codebook/variants.csv:{last + 1}:2: vl: 2 forms",
        f"data/codebook/variants.csv:{last + 1}:1: nl: the pair 'banen/jobs' stands in line 5 already. {remedy}",
        f"data/codebook/variants.csv:{last + 2}:1: nl: the pair 'mkb/kmo' stands in line 2 already. {remedy}",
    ]
    path.unlink()
    assert check_inputs(study_copy) == ()
