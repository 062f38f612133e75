"""Two jurisdictions side by side: theme shares, whole profiles, ranks, and vocabulary."""

from comparelib.contrast.keyness import chi2, g2, pmi
from comparelib.contrast.log_odds import monroe
from comparelib.contrast.multiplicity import benjamini_hochberg, holm, named_claims
from comparelib.contrast.permutation import (
    ExactPermutation,
    document_permutation,
    document_permutations,
    permutation_floor,
)
from comparelib.contrast.profile_distance import ProfileDistance, jensen_shannon, profile_distance
from comparelib.contrast.rank_agreement import (
    RankAgreement,
    average_overlap,
    rank_agreement,
    rank_weight,
    rbo,
    rbo_min,
)
from comparelib.contrast.shares import Caution, PriorityComparison, compare_priorities
from comparelib.contrast.vocabulary import VocabularyContrast, vocabulary_contrast
from comparelib.contrast.word_units import WordUnits, most_contrasted, word_units
from comparelib.contrast.wording import comparable_vocabulary

__all__ = [
    "Caution",
    "ExactPermutation",
    "PriorityComparison",
    "ProfileDistance",
    "RankAgreement",
    "VocabularyContrast",
    "WordUnits",
    "average_overlap",
    "benjamini_hochberg",
    "chi2",
    "comparable_vocabulary",
    "compare_priorities",
    "document_permutation",
    "document_permutations",
    "g2",
    "holm",
    "jensen_shannon",
    "monroe",
    "most_contrasted",
    "named_claims",
    "permutation_floor",
    "pmi",
    "profile_distance",
    "rank_agreement",
    "rank_weight",
    "rbo",
    "rbo_min",
    "vocabulary_contrast",
    "word_units",
]
