import nbformat
import pytest

from comparelib.errors import ReportFailure
from comparelib.reporting.gate import page_faults
from comparelib.reporting.headings import headed, slug, without_ids
from comparelib.reporting.index import IndexedRun, render_index
from comparelib.reporting.journal import PageRecord, RunRecord
from comparelib.reporting.outputs import readable_tables
from comparelib.reporting.page import PageFrame, render_page
from comparelib.reporting.settings import differences, in_words, worded

FRAME = PageFrame("03_priorities", "The study", "All units", "en", {"seed": 1, "functions": []})


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


def markdown(source, **metadata):
    return nbformat.v4.new_markdown_cell(source, metadata=metadata)


def code(source, *outputs, tags=()):
    return nbformat.v4.new_code_cell(source, outputs=list(outputs), metadata={"tags": list(tags)})


def shown(data, metadata=None):
    return nbformat.v4.new_output("display_data", data=data, metadata=metadata or {})


def good(body=""):
    return f"<html><body><h1 id='t'>Title</h1>{body}</body></html>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Économie & thema's", "economie-thema-s"),
        ("R&D", "r-d"),
        ("1. Wat?", "1-wat"),
        ("…", "section"),
        ("plain", "plain"),
    ],
)
def test_slugs_are_plain(text, expected):
    assert slug(text) == expected


def test_headings_get_ids_of_their_own_and_one_h1_stays():
    got = headed(
        '<i id="results-2"></i><h1>A</h1><h2>Results</h2><h2>Results</h2><h1>B</h1><h3 id="own">C</h3>'
    )
    assert got.title == "A"
    assert [(entry.anchor, entry.level) for entry in got.contents] == [
        ("results", 2),
        ("results-3", 2),
        ("b", 2),
        ("own", 3),
    ]
    assert got.html.count("<h1") == 1
    assert '<h3 id="own">C</h3>' in got.html


def test_ids_of_the_markdown_renderer_are_dropped():
    assert without_ids('<h2 id="Caf%C3%A9">Café</h2>') == "<h2>Café</h2>"


def test_tables_get_a_named_region_once():
    table = "<table><caption>Shares &amp; <b>more</b></caption><tbody></tbody></table>"
    region = '<div class="table-scroll" role="region" tabindex="0" aria-label="Shares &amp; more">'
    assert readable_tables(table, "en") == f"{region}{table}</div>"
    assert readable_tables(f"{region}{table}</div>", "en") == f"{region}{table}</div>"
    assert 'aria-label="Tabel 1"' in readable_tables("<table></table>", "nl")


def test_a_figure_and_its_table_have_names_of_their_own():
    region = '<div class="scroll" role="region" tabindex="0" aria-label="Shares">'
    got = readable_tables(f"{region}<svg/></div>{region}<table></table></div>{region}<svg/></div>", "en")
    assert [part.split('"')[0] for part in got.split('aria-label="')[1:]] == [
        "Shares",
        "Shares: table",
        "Shares (2)",
    ]


def test_a_frame_of_pandas_gets_scopes_and_one_header_row():
    import pandas as pd

    frame = pd.DataFrame({"NL": [1.0]}, index=pd.Index(["work"], name="theme"))
    got = readable_tables(frame._repr_html_(), "en")
    assert '<thead><tr><th scope="col">theme</th>' in got
    assert '<th scope="row">work</th>' in got
    assert "<style" not in got
    assert "<th></th>" not in got


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<script src='https://x.org/a.js'></script>", "<script> loads"),
        ("<img src='a.png' alt='a'>", "<img> loads"),
        ("<link rel='stylesheet' href='a.css'>", "<link> loads"),
        ("<style>@import 'x'</style>", "style sheet loads"),
        ("<style>b{background:url(http://x.org/a)}</style>", "style sheet loads"),
        ("<p style='background:url(a.png)'></p>", "style of a <p>"),
        ("<img src='data:image/png;base64,'>", "no alternative text"),
        ("<h1>Two</h1>", "2 h1"),
        ("<a href='#nowhere'>x</a>", "'#nowhere' has no target"),
        ("<b id='t'></b>", "id 't' stands 2 times"),
        ("<p>mail j.jansen@example.org</p>", "e-mail address"),
        ("<p>bel +31 (0)20 123 45 67</p>", "telephone number"),
        ("<p>/srv/study/data</p>", "the path '/srv/study'"),
    ],
)
def test_a_page_that_is_not_fit_is_stopped(body, fault):
    (got,) = page_faults(good(body), ("/srv/study",))
    assert fault in got


@pytest.mark.parametrize(
    "body",
    [
        "<a href='https://example.org'>a link may lead away</a>",
        "<img src='data:image/png;base64,' alt='A bar'><a href='#t'>up</a>",
        "<svg><path d='M 0031 20 123 45 67 8 9'/><use href='#t'/></svg>",
        "<script>var mail = 'a@b.nl'</script><p>2021-2027, 1 000 000 000 euro, @vlaanderen</p>",
        "<style>a{background:url(data:image/png;base64,)}</style>",
    ],
)
def test_a_good_page_passes(body):
    assert page_faults(good(body), ("/srv/study",)) == []


def test_a_page_holds_its_frame_and_hides_code_and_settings():
    page = render_page(
        notebook(
            markdown("# Shares\n\nText."),
            code("seed = 1", tags=["parameters"]),
            code("# Parameters\nseed = 9", tags=["injected-parameters"]),
            code("a < b", shown({"text/html": "<p>out</p>", "text/plain": "no"})),
            code("hidden", tags=["remove-input"]),
        ),
        FRAME,
    )
    assert page.title == "Shares"
    assert '<html lang="en">' in page.html
    assert "<title>Shares – All units – The study</title>" in page.html
    assert '<details class="code"><summary>Code</summary>' in page.html
    assert "a &lt; b" in page.html
    assert "<p>out</p>" in page.html
    assert "seed = 9" not in page.html
    assert "hidden</code>" not in page.html
    assert '<th scope="row">Functions <code>functions</code></th><td>all</td>' in page.html


def test_prose_is_in_the_language_of_the_page():
    from dataclasses import replace

    cells = notebook(
        markdown("# Title", translations={"nl": "# Titel"}),
        markdown("english only", tags=["en"]),
        markdown("alleen nederlands", tags=["nl"]),
    )
    dutch = render_page(cells, replace(FRAME, language="nl"))
    assert dutch.title == "Titel"
    assert "english only" not in dutch.html
    assert "alleen nederlands" not in render_page(cells, FRAME).html


def test_a_notebook_without_a_title_is_called_after_its_file():
    assert '<h1 id="page-title">Priorities</h1>' in render_page(notebook(markdown("text")), FRAME).html


@pytest.mark.parametrize("kind", ["image/png", "image/svg+xml"])
def test_a_picture_needs_alternative_text(kind):
    with pytest.raises(ReportFailure, match="no alternative text"):
        render_page(notebook(markdown("# T"), code("p", shown({kind: "<svg/>"}))), FRAME)
    page = render_page(
        notebook(markdown("# T"), code("p", shown({kind: "<svg/>"}, {kind: {"alt": 'A "bar"'}}))), FRAME
    )
    assert "A &quot;bar&quot;" in page.html


def test_nothing_of_a_widget_or_of_stderr_reaches_the_page():
    widget = {"application/vnd.jupyter.widget-view+json": {"model_id": "1"}, "text/plain": "Slider()"}
    noise = nbformat.v4.new_output("stream", name="stderr", text="Warning: noise")
    html = render_page(notebook(markdown("# T"), code("w", shown(widget), noise)), FRAME).html
    assert "Slider()" in html
    assert "noise" not in html
    assert "mathjax" not in html.lower()


def test_values_are_put_in_words():
    assert worded("level", 0.95, "nl") == "0,95"
    assert worded("counting", "tokens", "nl") == "een eenheid telt naar haar woorden"
    assert in_words({"my_own": True}, "en") == [("My own", "yes")]
    assert differences({"a": 1, "b": [], "c": 3}, {"a": 1, "b": ["x"]}, "en") == [
        ("B", "all (there: x)"),
        ("C", "3 (there: not used)"),
    ]


def record(run, **parameters):
    page = PageRecord("shares", "shares.html", "Shares <1>", "en", "k", "s", parameters, 1.0, 1.0)
    return RunRecord(run, {"en": f"Run {run}", "nl": run}, (page,), {}, {}, "now", "here")


def test_the_index_links_every_page_and_says_what_differs():
    runs = [
        IndexedRun("baseline", record("baseline", functions=[]), True),
        IndexedRun("measures", record("measures", functions=["measure"]), True),
        IndexedRun("old", record("old", functions=[]), False),
    ]
    html = render_index(runs, "The study", "en")
    assert page_faults(html) == []
    assert [f'href="{run.folder}/shares.html"' in html for run in runs] == [True] * 3
    assert "Differs from “Run baseline” in:" in html
    assert "measure (there: all)" in html
    assert html.count("no longer in study.yml") == 1
    assert "Shares &lt;1&gt;" in html
    assert "There are no reports yet" in render_index([], "The study", "en")
