"""What a text gives priority to: shares and ranks with intervals, salience, concentration."""

from comparelib.priorities.concentration import concentration, diversity
from comparelib.priorities.rank_sets import RankSets, simultaneous_ranks
from comparelib.priorities.ranking import Priorities, document_shares, jurisdiction_priorities, priorities
from comparelib.priorities.ranks import order_probabilities, rank_bounds, rank_order
from comparelib.priorities.salience import Estimate, importance, log_odds, log_salience, position

__all__ = [
    "Estimate",
    "Priorities",
    "RankSets",
    "concentration",
    "diversity",
    "document_shares",
    "importance",
    "jurisdiction_priorities",
    "log_odds",
    "log_salience",
    "order_probabilities",
    "position",
    "priorities",
    "rank_bounds",
    "rank_order",
    "simultaneous_ranks",
]
