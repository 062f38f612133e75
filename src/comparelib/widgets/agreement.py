"""How far coders agree while they code, and where they differ, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from comparelib.codebook import Facet
from comparelib.errors import Fault, NotEstimable, ParameterFault
from comparelib.labels import Column, language_of, say, told
from comparelib.reliability import Agreement, agreement
from comparelib.study import Study
from comparelib.tables import agreement_table
from comparelib.tables.table import Table
from comparelib.widgets.passage import PassageBook
from comparelib.widgets.questions import Questions
from comparelib.widgets.session import CodingFolder
from comparelib.widgets.states import Done, codings_frame, differing, done_units

FACETS = ("theme", "function", "instrument")
_LONGEST = 400
_COLUMNS = ["facet", "statistic", "value", "low", "high", "n_units", "reason"]


@dataclass(frozen=True)
class CodingAgreement:
    """Agreement of coders on the units that all of them have finished.

    Attributes
    ----------
    frame
        One row a facet: facet, statistic (`alpha_masi` where a unit takes several codes, `alpha_exact` where
        it takes one: nominal alpha), value, low, high, n_units, reason (why there is no value, else "").
    results
        Facet -> `reliability.Agreement`, with every other statistic.
    n_done
        Coder -> units finished.
    n_both
        Units that all have finished.
    """

    frame: pd.DataFrame
    results: dict[str, Agreement]
    n_done: dict[str, int]
    n_both: int
    language: str
    _tables: tuple[Table, ...] = ()

    def _repr_html_(self) -> str:
        counts = "; ".join(
            say("coding.coder_done", self.language, coder=coder, n=n) for coder, n in self.n_done.items()
        )
        words = [counts, say("coding.both_done", self.language, n=self.n_both)]
        if not self.n_both:
            words.append(say("coding.no_agreement_yet", self.language))
        said = "".join(f"<p>{escape(text)}</p>" for text in words)
        first, *rest = (table.html() for table in self._tables) if self._tables else ("",)
        more = "".join(rest)
        label = escape(say("coding.by_code", self.language))
        return f"{said}{first}" + (f"<details><summary>{label}</summary>{more}</details>" if more else "")


def coding_agreement(  # noqa: PLR0913 - a study, coders, and keywords with defaults
    study: Study,
    coders: Sequence[str],
    *,
    facets: Sequence[str] = FACETS,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 1,
    language: str = "en",
) -> CodingAgreement:
    """Return how far coders agree on what they have finished so far; call it again as coding goes on.

    The figures are those of `reliability.agreement` over the units that all coders have finished; units of a
    designed sample are not weighed by their probability, since agreement speaks of the coders.

    Parameters
    ----------
    coders
        Two names or more, as the coders call themselves.
    facets
        Facets that the coders were asked: a unit counts when all of them are answered.
    level, draws, seed
        Of the intervals.
    language
        BCP 47 tag of the display.

    Raises
    ------
    ParameterFault
        Fewer than two coders, or an unknown facet.
    CodingFault
        A log is broken.
    """
    done, questions, passages = _read(study, coders, facets)
    both = [name for name in next(iter(done.values())) if all(name in states for states in done.values())]
    shared = {coder: {name: states[name] for name in both} for coder, states in done.items()}
    units = passages.units[passages.units["unit_id"].isin(both)]
    rows: list[tuple[object, ...]] = []
    results: dict[str, Agreement] = {}
    for facet in questions.facets:
        statistic = "alpha_masi" if facet.multiple else "alpha_exact"
        try:
            found = _compared(codings_frame(shared, questions), units, facet, (level, draws, seed))
        except NotEstimable as reason:
            rows.append((facet.name, statistic, None, None, None, 0, told(reason.why, language)))
            continue
        results[facet.name] = found
        rows.append(_row(found, statistic))
    frame = pd.DataFrame(rows, columns=_COLUMNS).astype(dict.fromkeys(("value", "low", "high"), "float64"))
    tables = _tables(frame, results, questions, study, language) if both else ()
    n_done = {coder: len(states) for coder, states in done.items()}
    return CodingAgreement(frame, results, n_done, len(both), language, tables)


def _compared(
    codings: pd.DataFrame, units: pd.DataFrame, facet: Facet, options: tuple[float, int, int]
) -> Agreement:
    coders = list(dict.fromkeys(codings["coder"]))
    own = codings[(codings["facet"] == facet.name).to_numpy()]
    if not coders or set(own["coder"]) != set(coders):
        raise NotEstimable(
            f"not every coder has codes of facet '{facet.name}' yet",
            "refusal.facet_unfinished",
            facet=facet.name,
        )
    level, draws, seed = options
    return agreement(
        codings,
        units,
        coders=coders,
        facet=facet.name,
        codes=facet.names,
        level=level,
        draws=draws,
        seed=seed,
    )


def coding_differences(
    study: Study, coders: Sequence[str], *, facets: Sequence[str] = FACETS, language: str = "en"
) -> Table:
    """Return the units on which coders differ, one row a unit and facet, their codes side by side.

    Raises
    ------
    ParameterFault, CodingFault
        As `coding_agreement`.
    """
    done, questions, passages = _read(study, coders, facets)
    primary, rows = language_of(language), []
    for name in differing(done, questions):
        for facet in questions.facets:
            given = [states[name].codes.get(facet.name, ()) for states in done.values()]
            if len({frozenset(codes) for codes in given}) > 1:
                words = (
                    ", ".join(_word(facet.label(c, primary), language) for c in codes) for codes in given
                )
                rows.append((name, _short(passages.text(name)), facet.title[primary], *words))
    frame = pd.DataFrame(rows, columns=["unit_id", "text", "facet", *(f"by_{coder}" for coder in done)])
    columns = (
        Column("unit_id", say("coding.column.unit", language)),
        Column("text", say("coding.column.text", language)),
        Column("facet", say("coding.column.facet", language)),
        *(Column(f"by_{coder}", coder) for coder in done),
    )
    n = frame["unit_id"].nunique()
    caption = say("coding.differences", language, n=n)
    return Table(frame, caption, "coding-differences", columns, language=language)


def _read(
    study: Study, coders: Sequence[str], facets: Sequence[str]
) -> tuple[dict[str, Done], Questions, PassageBook]:
    if len(set(coders)) < 2:
        raise ParameterFault(Fault(f"{len(set(coders))} coders", expected="two coders or more"))
    folder, questions = CodingFolder.of(study.file), Questions.of(study.codebook, facets)
    passages = PassageBook.of(study.units(), study.documents)
    done = {coder: done_units(folder, coder, questions, passages) for coder in dict.fromkeys(coders)}
    return done, questions, passages


def _row(found: Agreement, statistic: str) -> tuple[object, ...]:
    frame = found.frame
    chosen = frame[(frame["group_kind"] == "all") & (frame["scope"] == "facet")]
    row = chosen[chosen["statistic"] == statistic].iloc[0]
    numbers = (row["value"], row["low"], row["high"], int(row["n_units"]))
    return (found.facet, statistic, *numbers, str(row["reason"] or ""))


def _tables(
    frame: pd.DataFrame, results: dict[str, Agreement], questions: Questions, study: Study, language: str
) -> tuple[Table, ...]:
    titles = {facet.name: facet.title[language_of(language)] for facet in questions.facets}
    statistics = {name: say(f"coding.{name}", language) for name in ("alpha_masi", "alpha_exact")}
    columns = (
        Column("facet", say("coding.column.facet", language), words=titles),
        Column("value", say("coding.column.alpha", language), "decimal", ("low", "high")),
        Column("statistic", say("coding.column.statistic", language), words=statistics),
        Column("n_units", say("coding.column.units", language), "count"),
        Column("reason", say("coding.column.reason", language)),
    )
    caption, note = say("coding.agreement", language), say("coding.note.agreement", language)
    summary = Table(frame, caption, "coding-agreement", columns, (note,), language)
    look = study.look(language)
    return (summary, *(agreement_table(found, look, key=f"coding-{name}") for name, found in results.items()))


def _word(code: str, language: str) -> str:
    return say(f"coding.code.{code}", language) if code in {"none", "failed"} else code


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + " …"
