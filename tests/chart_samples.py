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
    "strategic_autonomy": ("Strategische autonomie en leveringszekerheid", "Strategic autonomy and security of supply"),
    "innovation_technology": ("Innovatie, R&D en sleuteltechnologieën", "Innovation, R&D and key technologies"),
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
    codes = {code: LABELS[code][place] if code in LABELS else code.replace("_", " ").capitalize() for code in CODES}
    many = {f"doc_{number:02d}": f"Ministerie {number}, beleidsnota over de maakindustrie" for number in range(60)}
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
        frame=frame, jurisdictions=("NL", "VL"), n_documents={"NL": 4, "VL": n_vl}, caution="one text"
    )
