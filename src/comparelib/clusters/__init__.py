"""Which documents, codes and paragraphs belong together, and whether chance would do the same."""

from comparelib.clusters.distances import Distance, profile_distances
from comparelib.clusters.labelling import Method
from comparelib.clusters.merges import Linkage
from comparelib.clusters.paragraph_groups import ParagraphGroups, paragraph_groups
from comparelib.clusters.topology import tree_agreement
from comparelib.clusters.trees import DocumentTree, document_tree, theme_tree

__all__ = [
    "Distance",
    "DocumentTree",
    "Linkage",
    "Method",
    "ParagraphGroups",
    "document_tree",
    "paragraph_groups",
    "profile_distances",
    "theme_tree",
    "tree_agreement",
]
