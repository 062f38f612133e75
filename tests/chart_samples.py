"""Made-up results, small and large, that the tests of charts and tables draw."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from comparelib.charts import JurisdictionStyle, Look
from comparelib.matrix import CodedUnits, ThemeMatrix, theme_matrix_of
from comparelib.model import Counting

CODES = (
    "circular_economy", "strategic_autonomy", "energy_climate", "innovation_technology", "digitalisation",
    "labour_skills", "social_inclusion", "finance_investment", "regulation_fiscal", "infrastructure_space",
    "regional_clusters", "europe_international", "sme_entrepreneurship", "defence_security", "health",
    "agrifood", "mobility_transport", "built_environment", "public_procurement", "governance_monitoring",
    "industry_competitiveness",
)  # fmt: skip
LABELS = {
    "circular_economy": ("Circulaire economie en materialen", "Circular economy and materials"),
    "strategic_autonomy": (
        "Strategische autonomie en leveringszekerheid",
        "Strategic autonomy and security of supply",
    ),
    "innovation_technology": (
        "Innovatie, R&D en sleuteltechnologieën",
        "Innovation, R&D and key technologies",
    ),
    "labour_skills": ("Arbeidsmarkt, onderwijs en vaardigheden", "Labour market, education and skills"),
}
TITLES = {
    "nl_a": "TechniShow, Routekaart 2026", "nl_b": "FME, Formatie 2023", "nl_c": "EBZ, Visie industrie 2020",
    "nl_d": "CDA, Industriepolitiek 2022", "vl_a": "Vlaanderen Circulair, Werkagenda",
}  # fmt: skip
STYLES = {
    "nl": {
        "NL": JurisdictionStyle("Nederland", "#0072B2", "o"),
        "VL": JurisdictionStyle("Vlaanderen", "#D55E00", "D"),
    },
    "en": {
        "NL": JurisdictionStyle("Netherlands", "#0072B2", "o"),
        "VL": JurisdictionStyle("Flanders", "#D55E00", "D"),
    },
}


def look(language: str = "en") -> Look:
    place = 0 if language.startswith("nl") else 1
    codes = {
        code: LABELS[code][place] if code in LABELS else code.replace("_", " ").capitalize() for code in CODES
    }
    many = {
        f"doc_{number:02d}": f"Ministerie {number}, beleidsnota over de maakindustrie" for number in range(60)
    }
    return Look(language, codes, {**TITLES, **many}, STYLES[language[:2]])


def matrix(n_nl: int = 4, n_vl: int = 1, *, units: int = 60, empty: bool = False) -> ThemeMatrix:
    """Return a matrix of made-up units; the starter corpus' shape where n_nl is 4 and n_vl is 1."""
    n = n_nl + n_vl
    names = list(TITLES) if n == 5 else [f"doc_{number:02d}" for number in range(n)]
    rng = np.random.default_rng(4)
    prior = 0.28 * rng.beta(0.7, 2.2, size=(n, len(CODES)))
    document = np.repeat(np.arange(n), units)
    values = (rng.random((len(document), len(CODES))) < prior[document]).astype(float)
    if empty:
        keep = document != n - 1
        document, values = document[keep], values[keep]
    documents = pd.DataFrame(
        {"jurisdiction": ["NL"] * n_nl + ["VL"] * n_vl, "title": names}, index=pd.Index(names, name="doc_id")
    )
    nothing = pd.Series(0, index=documents.index)
    return theme_matrix_of(
        CodedUnits(
            "theme", "reference", Counting.PRESENCE, CODES, documents,
            pd.Index([f"{names[d]}#{i:04d}" for i, d in enumerate(document)]), values, np.ones(len(values)),
            document.astype(np.int64), np.arange(len(values)) // 3, nothing, nothing,
        )
    )  # fmt: skip


def comparison(n_vl: int = 1) -> SimpleNamespace:
    """Return a comparison of all codes."""
    rng = np.random.default_rng(7)
    a, b = 0.35 * rng.beta(1, 3, len(CODES)), 0.35 * rng.beta(1, 3, len(CODES))
    b[0], b[5] = 0.61, 0.0
    frame = pd.DataFrame({"code": CODES, "share_a": a, "share_b": b, "difference": a - b})
    for side in "ab":
        frame[f"low_{side}"] = (frame[f"share_{side}"] - 0.04).clip(0)
        frame[f"high_{side}"] = frame[f"share_{side}"] + 0.05
    frame["difference_low"], frame["difference_high"] = frame["difference"] - 0.07, frame["difference"] + 0.07
    frame["log_odds"] = np.log((a + 0.01) / (b + 0.01))
    frame["log_odds_low"], frame["log_odds_high"] = frame["log_odds"] - 0.8, frame["log_odds"] + 0.8
    frame["p"] = frame["q"] = np.linspace(0.0001, 0.8, len(CODES))
    frame["outside_placebo"] = frame["difference"].abs() > 0.2
    return SimpleNamespace(
        frame=frame,
        jurisdictions=("NL", "VL"),
        n_documents={"NL": 4, "VL": n_vl},
        caution="one_document" if n_vl == 1 else "",
    )


def documents_of(given: ThemeMatrix) -> dict[str, str]:
    return {str(name): str(side) for name, side in given.documents["jurisdiction"].items()}


def ranked(groups: list[str]) -> SimpleNamespace:
    rows = []
    rng = np.random.default_rng(5)
    for group in groups:
        for place, code in enumerate(rng.permutation(CODES), start=1):
            rows.append((group, code, 0.5 / place, place, max(1, place - 3), min(21, place + 4), 1 / place))
    columns = ["group", "code", "share", "rank", "rank_low", "rank_high", "p_top3"]
    return SimpleNamespace(frame=pd.DataFrame(rows, columns=columns))


def agreement() -> SimpleNamespace:
    value = np.r_[np.linspace(0.95, -0.1, 20), np.nan]
    frame = pd.DataFrame(
        {"code": CODES, "value": value, "low": value - 0.12, "high": np.minimum(value + 0.08, 1)}
    )
    frame = frame.assign(group_kind="all", scope="code", statistic="alpha", reason="")
    other = frame.assign(group_kind="document", value=0.0)
    return SimpleNamespace(frame=pd.concat([frame, other], ignore_index=True))


def map_of(given: ThemeMatrix) -> SimpleNamespace:
    """Return a crowded map: all points within a small disc, three of them on one spot."""
    rng = np.random.default_rng(6)

    def points(names: list[str], kind: str) -> pd.DataFrame:
        spots = rng.normal(0, 0.3, size=(len(names), 2))
        spots[:3] = spots[0]
        return pd.DataFrame(
            {
                "name": names,
                "kind": kind,
                "x": spots[:, 0],
                "y": spots[:, 1],
                "contribution_x": 0.1,
                "contribution_y": 0.1,
            }
        )

    rows = points([str(name) for name in given.documents.index], "document")
    angles = np.linspace(0, 2 * np.pi, 25)
    regions = pd.concat(
        pd.DataFrame(
            {
                "name": row.name,
                "kind": "document",
                "x": row.x + 0.2 * np.cos(angles),
                "y": row.y + 0.1 * np.sin(angles),
            }
        )
        for row in rows.rename(columns={"name": "label"}).assign(name=rows["name"]).itertuples(index=False)
    )
    inertia = pd.DataFrame({"axis": [1, 2], "inertia": [0.3, 0.2], "share": [0.46, 0.31]})
    return SimpleNamespace(rows=rows, columns=points(list(CODES), "code"), inertia=inertia, regions=regions)


def tree_of(labels: list[str], kind: str = "documents") -> SimpleNamespace:
    """Return a tree in which each label joins all before it."""
    n = len(labels)
    linkage = np.array(
        [[step if step == 0 else n + step - 1, step + 1, 0.1 * (step + 1), step + 2] for step in range(n - 1)]
    )
    clades = pd.DataFrame(
        {
            "node": [n + step for step in range(n - 1)], "height": linkage[:, 2], "size": linkage[:, 3],
            "members": [tuple(labels[: step + 2]) for step in range(n - 1)],
            "frequency": [1.0 - 0.8 * step / n for step in range(n - 1)],
        }
    )  # fmt: skip
    pairs = [(first, second) for place, first in enumerate(labels) for second in labels[place + 1 :]]
    pairs_frame = pd.DataFrame(pairs, columns=["first", "second"])
    pairs_frame["frequency"] = np.linspace(0, 1, len(pairs))
    pairs_frame["frequency_null"], pairs_frame["distance"] = 0.4, 0.3
    return SimpleNamespace(
        kind=kind, linkage=linkage, labels=tuple(labels), clades=clades, co_clustering=pairs_frame,
        cophenetic_correlation=0.81,
    )  # fmt: skip


def specifications() -> pd.DataFrame:
    rng = np.random.default_rng(8)
    options = {
        "counting": ("presence", "fractional"),
        "weighting": ("equal", "pooled"),
        "coder": ("a", "b", "c"),
    }
    frame = pd.MultiIndex.from_product(options.values(), names=options.keys()).to_frame(index=False)
    frame["estimate"] = rng.normal(0.05, 0.05, len(frame))
    return frame.assign(low=frame["estimate"] - 0.04, high=frame["estimate"] + 0.04)


def corpus(n: int = 5) -> tuple[pd.DataFrame, pd.DataFrame]:
    names = list(TITLES) if n == 5 else [f"doc_{number:02d}" for number in range(n)]
    documents = pd.DataFrame({"doc_id": names, "jurisdiction": ["NL"] * (n - 1) + ["VL"]})
    kinds = ["sentence", "sentence", "list_item", "heading", "quote", "furniture"]
    units = [
        (name, kind, "woord " * (3 + place))
        for place, name in enumerate(names)
        for kind in kinds * (place + 1)
    ]
    return documents, pd.DataFrame(units, columns=["doc_id", "kind", "text"])
