"""Which documents, codes and paragraphs belong together, and whether chance would do the same."""

from comparelib.clusters.distances import Distance, profile_distances
from comparelib.clusters.trees import DocumentTree, document_tree, theme_tree

__all__ = ["Distance", "DocumentTree", "document_tree", "profile_distances", "theme_tree"]
