"""Documents -> groups: runs of the corpus that are read, coded and stored together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

N_ON_AVERAGE = 32
"""Documents of a group, where they are small."""

MOST_BYTES = 8_000_000
"""Raw bytes of a group, where one document alone does not have more: what one process holds in memory."""


def document_groups(documents: Sequence[tuple[str, int]]) -> tuple[tuple[str, ...], ...]:
    """Cut a corpus into groups at places that depend on the documents there, not on how many come before.

    A document starts a group where the hash of its name says so, one in `N_ON_AVERAGE`, or where the group
    would be too large with it. So a document that is put in or taken out cuts its own group anew; the groups
    before it stay, and those behind the next such name do too.

    Parameters
    ----------
    documents
        doc_id and raw bytes, in the order of the corpus.

    Returns
    -------
    tuple of groups
        Every doc_id once, in the order of the corpus; no group is empty.
    """
    groups: list[list[str]] = []
    filled = 0
    for doc_id, size in documents:
        if not groups or _starts_group(doc_id) or filled + size > MOST_BYTES:
            groups.append([])
            filled = 0
        groups[-1].append(doc_id)
        filled += size
    return tuple(map(tuple, groups))


def _starts_group(doc_id: str) -> bool:
    return int.from_bytes(hashlib.sha256(doc_id.encode("utf-8")).digest(), "big") % N_ON_AVERAGE == 0
