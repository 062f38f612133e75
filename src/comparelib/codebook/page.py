"""Codebook -> the body of its page: every facet and code with what decides, and the examples beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Protocol

from comparelib.codebook.load import Code, Codebook, Facet
from comparelib.labels import formatted, say


class ShownExample(Protocol):
    """What the page reads of an example: its sentence, what it is an example of, and where it holds."""

    @property
    def text(self) -> str:
        """The sentence."""

    @property
    def facet(self) -> str:
        """Name of the facet."""

    @property
    def code(self) -> str:
        """Name of the code."""

    @property
    def wanted(self) -> bool:
        """Whether the sentence must get the code; False for a counter-example."""

    @property
    def variety(self) -> str | None:
        """nl-NL or nl-BE; None for both."""


def codebook_body(codebook: Codebook, examples: Iterable[ShownExample] = (), language: str = "en") -> str:
    """Return the HTML of the main part of the page, with its h1; every heading has an id that lasts.

    Parameters
    ----------
    examples
        Sentences that do or do not get a code, in the order in which they are shown.
    language
        "en" or "nl": of labels and of the words of the page. Definitions stand as they were written.
    """
    by_code: dict[tuple[str, str], list[ShownExample]] = {}
    for example in examples:
        by_code.setdefault((example.facet, example.code), []).append(example)
    parts = [
        f'<h1 id="codebook">{escape(codebook.title[language])}</h1>',
        f"<p>{escape(say('codebook.lead', language, version=codebook.version))}</p>",
        _facet_list(codebook, language),
        _rules(codebook.rules, language),
    ]
    parts += [_facet(facet, by_code, language) for facet in codebook.facets]
    return "\n".join(part for part in parts if part)


def _facet_list(codebook: Codebook, language: str) -> str:
    rows = "".join(
        f'<tr><th scope="row"><a href="#{facet.name}">{escape(facet.title[language])}</a></th>'
        f"<td>{_question(facet, language)}</td><td>{escape(_how_many(facet, language))}</td>"
        f'<td class="number">{formatted(len(facet.codes), "count", language)}</td></tr>'
        for facet in codebook.facets
    )
    keys = ("facet", "question", "how_many")
    head = "".join(f'<th scope="col">{escape(say(f"codebook.{key}", language))}</th>' for key in keys)
    head += f'<th scope="col" class="number">{escape(say("codebook.codes", language))}</th>'
    caption = escape(say("codebook.facets", language))
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{caption}"><table>'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _rules(rules: Sequence[str], language: str) -> str:
    if not rules:
        return ""
    items = "".join(f'<li lang="en">{escape(rule)}</li>' for rule in rules)
    return f'<h2 id="rules">{escape(say("codebook.rules", language))}</h2>\n<ol>{items}</ol>'


def _facet(facet: Facet, examples: dict[tuple[str, str], list[ShownExample]], language: str) -> str:
    codes = "\n".join(
        _code(code, facet, examples.get((facet.name, code.name), []), language) for code in facet.codes
    )
    return (
        f'<h2 id="{facet.name}">{escape(facet.title[language])}</h2>\n'
        f"<p>{_question(facet, language)} {escape(_how_many(facet, language))}.</p>\n{codes}"
    )


def _question(facet: Facet, language: str) -> str:
    question, spoken = facet.asked(language)
    return escape(question) if spoken == language else f'<span lang="{spoken}">{escape(question)}</span>'


def _how_many(facet: Facet, language: str) -> str:
    return say("codebook.several" if facet.multiple else "codebook.one", language)


def _code(code: Code, facet: Facet, examples: list[ShownExample], language: str) -> str:
    other = "nl" if language == "en" else "en"
    rows = [
        ("codebook.name", f"<code>{code.name}</code>"),
        ("codebook.other_label", f'<span lang="{other}">{escape(code.label[other])}</span>'),
        ("codebook.definition", f'<span lang="en">{escape(code.definition)}</span>'),
        ("codebook.include", escape(code.include)),
        ("codebook.exclude", f'<span lang="en">{escape(code.exclude)}</span>' if code.exclude else ""),
    ]
    texts = "".join(
        f"<div><dt>{escape(say(key, language))}</dt><dd>{text}</dd></div>" for key, text in rows if text
    )
    head = f'<h3 id="{facet.name}-{code.name}">{escape(code.label[language])}</h3>'
    return f"{head}\n<dl>{texts}</dl>{_examples(examples, language)}"


def _examples(examples: list[ShownExample], language: str) -> str:
    if not examples:
        return ""
    wanted, unwanted = ([e for e in examples if e.wanted is side] for side in (True, False))
    lists = "".join(
        f"<p>{escape(say(key, language))}</p><ul>{''.join(map(_example, own))}</ul>"
        for key, own in (("codebook.examples", wanted), ("codebook.counter_examples", unwanted))
        if own
    )
    title = escape(say("codebook.n_examples", language, n=len(examples)))
    return f"<details><summary>{title}</summary>{lists}</details>"


def _example(example: ShownExample) -> str:
    variety = f" <small>({example.variety})</small>" if example.variety else ""
    return f'<li><span lang="{example.variety or "nl"}">{escape(example.text)}</span>{variety}</li>'
