"""A number on a page of the study equals the number of passages that a click on it shows."""

import re

import pytest

from comparelib.study import Study

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Clicks on every link to passages in a part of the page, each list once: what links say, and what they show.
FOLLOW = """async part => {
    const wait = () => new Promise(done => setTimeout(done, 1)), links = [], lists = {};
    for (const link of document.querySelectorAll(`${part} a[href^="#passages-"]`)) {
        const target = link.getAttribute('href');
        links.push([link.textContent, target]);
        if (lists[target]) continue;
        link.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
        const box = document.querySelector('dialog[open]');
        for (let opened = 1; opened;) {
            opened = 0;
            for (const folded of box.querySelectorAll('details:not([open])')) { folded.open = true; opened++; }
            await wait();
        }
        while (!box.querySelector('.passage') || box.querySelector('details > div:empty')) await wait();
        for (let more; (more = box.querySelector('.more-passages'));) more.click();
        lists[target] = [...box.querySelectorAll('.passage')].map(one => one.dataset.unit);
        box.close();
    }
    return links.map(([words, target]) => [words, target, lists[target]]);
}"""
# Numbers of units in a table, by the place of their column: those that are not nought and lead nowhere.
UNLED = """([table, columns]) => [...document.querySelectorAll(`#${table} tbody tr`)].flatMap(row =>
    columns.filter(place => row.cells[place].dataset.value > 0 && !row.cells[place].querySelector('a'))
        .map(place => row.id))"""


def number(words):
    """The last number of what a link says, in either language."""
    return int(re.sub(r"\D", "", re.findall(r"\d[\d.,]*", words)[-1]))


@pytest.fixture(scope="module")
def reliability(published, visits):
    return visits(published / "reports/baseline/02_reliability.html")


@pytest.fixture(scope="module")
def robustness(published, visits):
    return visits(published / "reports/measures/05_robustness.html")


@pytest.fixture(scope="module")
def measures(published):
    """What the pages of the run of measures count."""
    return Study.open(published).matrix(functions=("measure",))


@pytest.mark.parametrize(
    ("table", "columns", "sums"),
    [
        ("agreement", [1, 2], 0),
        ("quality-per-code", [1, 2, 3], 0),
        ("quality-by-side", [1, 3], 2),  # the averages count what stands below them
        ("equivalence", [1, 2], 1),
        ("swap", [1, 3, 4], 0),
    ],
)
def test_every_number_of_units_on_the_page_of_reliability_counts_its_passages(
    reliability, table, columns, sums
):
    page = reliability.page
    unled = page.evaluate(UNLED, [table, columns])
    assert len(set(unled)) == sums, unled
    followed = page.evaluate(FOLLOW, f"#{table}")
    assert len(followed) >= 3
    for words, target, units in followed:
        assert number(words) == len(set(units)) == len(units), target
    assert not reliability.errors


def test_what_all_and_some_coders_gave_is_what_their_tables_say(reliability, published):
    codings = Study.open(published).codings()
    theme = codings[(codings["facet"] == "theme") & (codings["code"] != "failed")]
    told = {name: theme[theme["coder"] == name] for name in ("annotator_a", "annotator_b")}
    read = set.intersection(*(set(rows["unit_id"]) for rows in told.values()))
    found = {target: set(units) for _, target, units in reliability.page.evaluate(FOLLOW, "#agreement")}
    for code in ("circular_economy", "governance_monitoring", "competitiveness_growth"):
        a, b = (set(rows[rows["code"] == code]["unit_id"]) & read for rows in told.values())
        assert found[f"#passages-:all-:all_gave:{code}"] == a & b
        assert found.get(f"#passages-:all-:some_gave:{code}", set()) == a ^ b


def test_every_code_that_a_swap_changed_has_a_row_that_leads_to_its_unit(reliability):
    page = reliability.page
    changes = page.locator("#swap-changes tbody tr")
    counted = page.locator("#swap a[href='#swap-changes']").all_text_contents()
    assert sum(map(int, counted)) == changes.count() > 0
    shown = page.evaluate(FOLLOW, "#swap-changes")
    assert len(shown) == changes.count()
    for unit, target, units in shown:
        assert unit in {name.rpartition("#")[2] for name in units}, target


def test_every_number_of_the_sample_counts_its_passages(robustness):
    page = robustness.page
    assert page.evaluate(UNLED, ["correction", [1, 2]]) == []
    followed = page.evaluate(FOLLOW, "#correction")
    assert len(followed) > 21
    for words, target, units in followed:
        assert number(words) == len(set(units)) == len(units), target
    whole = page.evaluate(FOLLOW, ".note")
    assert sum(len(units) for *_, units in whole) == 400
    every = {unit for *_, units in whole for unit in units}
    assert all(set(units) <= every for *_, units in followed)


@pytest.mark.parametrize(
    ("name", "least"),
    [("baseline/02_reliability", 2), ("measures/03_priorities", 10), ("measures/05_robustness", 30)],
)
def test_every_number_of_passages_on_a_card_is_right(published, visits, name, least):
    seen = visits(published / f"reports/{name}.html")
    followed = seen.page.evaluate(FOLLOW, ".finding dd")
    for words, target, units in followed:
        assert number(words) == len(set(units)) == len(units), target
    sizes = {words for words, target, _ in followed if target.endswith("-:counted")}
    assert sizes
    assert len(followed) >= least
    assert not seen.errors
    seen.page.context.close()


def test_a_difference_leads_to_all_that_its_shares_consist_of(robustness, measures):
    followed = robustness.page.evaluate(FOLLOW, "#robustness")
    assert len(followed) == 21
    for _, target, units in followed:
        assert len(set(units)) == len(units) == measures.counts[target.removeprefix("#passages-:all-")].sum()
    texts = robustness.page.evaluate(FOLLOW, "#placebos")
    assert len(texts) > 10
    assert all(
        measures.counts.at[units[0].partition("#")[0], target.rpartition("-")[2]] == len(units)
        for _, target, units in texts
    )


BESIDE = """() => {
    const link = document.querySelector('#co-clustering svg a[href*=":beside:"]'), found = {};
    link.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
    const box = document.querySelector('dialog[open]');
    for (const part of box.querySelectorAll('details')) {
        part.open = true;
        found[part.dataset.code] = part.querySelector('summary').textContent;
    }
    return [link.getAttribute('href'), box.querySelector('h2').textContent, found];
}"""


def test_a_pair_of_documents_leads_to_the_shares_that_their_distance_is_made_of(published, visits, measures):
    seen = visits(published / "reports/measures/04_clusters.html")
    pairs = seen.page.locator("#co-clustering svg a[href*=':beside:']").count()
    n = len(measures.documents)
    assert pairs == n * (n - 1) / 2
    href, title, summaries = seen.page.evaluate(BESIDE)
    names = re.fullmatch(r"#passages-(.*):beside:(.*)-:with_code", href).groups()
    assert " naast " in title
    both = measures.counts.loc[list(names)]
    assert set(summaries) == set(both.columns[both.sum() > 0])
    for code, summary in summaries.items():
        assert summary.count("\N{NO-BREAK SPACE}%") == 2  # as numbers are written everywhere else
        shares = [float(share.replace(",", ".")) for share in re.findall(r"([\d.,]+)\s?%", summary)]
        expected = [100 * both.at[name, code] / measures.totals[name] for name in names]
        assert shares == pytest.approx(expected, abs=0.051), code
    listed = seen.page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll('dialog[open] details')].map(part =>
            [part.dataset.code, [...part.querySelectorAll('.passage')].map(one => one.dataset.unit)]))"""
    )
    for code, units in listed.items():
        assert len(units) == min(60, both[code].iloc[0]) + min(60, both[code].iloc[1])
    seen.page.context.close()
