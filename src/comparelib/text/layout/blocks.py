"""Rows to blocks in reading order: paragraphs, headings, list items and furniture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from comparelib.model import Furniture, SourceText, UnitKind
from comparelib.text.layout.flow import breaks, continues, is_one_block
from comparelib.text.layout.furniture import furniture_of
from comparelib.text.layout.headings import is_heading, is_heading_row, level_of
from comparelib.text.layout.rows import Row, rows_of


@dataclass(frozen=True)
class Block:
    """Lines that belong together.

    Attributes
    ----------
    rows
        Its lines in reading order.
    kind
        `SENTENCE` stands for a paragraph of prose.
    furniture, level, marker
        As of a unit.
    paragraph_start
        Whether a paragraph begins with it.
    """

    rows: tuple[Row, ...]
    kind: UnitKind
    furniture: Furniture | None = None
    level: int | None = None
    marker: str | None = None

    @property
    def text(self) -> str:
        """Its lines with spaces between: good for looking at, not for keeping."""
        return " ".join(row.text for row in self.rows)


@dataclass(frozen=True)
class Layout:
    """The blocks of a source in canonical order, and how many were moved behind a sentence that they cut."""

    blocks: tuple[Block, ...]
    moved: int


@lru_cache(maxsize=8)
def layout(source: SourceText) -> Layout:
    """Return the blocks of a source: furniture marked, paragraphs joined, what cut them moved behind."""
    rows = rows_of(source)
    labels = furniture_of(rows)
    blocks = _grouped(rows, labels)
    blocks, moved = _joined(blocks)
    return Layout(tuple(_with_roles(blocks)), moved)


def _grouped(rows: tuple[Row, ...], labels: Mapping[int, Furniture]) -> list[Block]:
    blocks: list[Block] = []
    for at, row in enumerate(rows):
        kind = labels.get(at)
        before = blocks[-1] if blocks else None
        if kind is not None:
            if before and before.furniture is kind and rows[at - 1].page == row.page:
                blocks[-1] = replace(before, rows=(*before.rows, row))
            else:
                blocks.append(Block((row,), UnitKind.FURNITURE, kind))
        elif before is None or before.furniture or _starts(before, row, rows[at + 1 : at + 6]):
            heading = is_heading_row((), row, rows[at + 1 : at + 6])
            blocks.append(
                Block((row,), UnitKind.HEADING if heading else UnitKind.SENTENCE, marker=row.marker)
            )
        else:
            blocks[-1] = replace(before, rows=(*before.rows, row))
    return blocks


def _starts(before: Block, row: Row, following: tuple[Row, ...]) -> bool:
    if is_one_block(before.rows[-1], row):
        return False
    if breaks(before.rows, row, following):
        return True
    if before.kind is UnitKind.HEADING:
        return not continues(before.rows, row, following)
    return is_heading_row(before.rows, row, following)


def _joined(blocks: list[Block]) -> tuple[list[Block], int]:
    """Join each block to the nearest text block that it continues; furniture between them moves behind."""
    joined: list[Block] = []
    moved = 0
    for at, block in enumerate(blocks):
        place = _open_text(joined) if not block.furniture else None
        if place is not None:
            target = joined[place]
            following = block.rows[1:] or (blocks[at + 1].rows[:1] if at + 1 < len(blocks) else ())
            if block.marker is None and continues(target.rows, block.rows[0], following):
                moved += len(joined) - 1 - place
                joined[place] = replace(target, rows=(*target.rows, *block.rows))
                continue
        joined.append(block)
    return joined, moved


def _open_text(blocks: list[Block]) -> int | None:
    for place in range(len(blocks) - 1, -1, -1):
        if not blocks[place].furniture:
            return place
    return None


def _with_roles(blocks: list[Block]) -> list[Block]:
    """Say of each text block whether it is a heading, an item or a paragraph."""
    roles: list[Block] = []
    texts = [block for block in blocks if not block.furniture]
    after = dict(pairwise(map(id, texts)))
    by_id = {id(block): block for block in texts}
    last: Block | None = None
    for block in blocks:
        if block.furniture:
            roles.append(block)
            continue
        following = by_id.get(after.get(id(block), 0))
        last = _with_role(block, last, following)
        roles.append(last)
    return roles


def _with_role(block: Block, before: Block | None, following: Block | None) -> Block:
    rows, marker = (following.rows, following.marker) if following else ((), None)
    if not _is_in_list(block, before) and is_heading(block.rows, block.marker, rows, marker):
        return replace(block, kind=UnitKind.HEADING, level=level_of(block.rows, block.marker))
    return replace(block, kind=UnitKind.LIST_ITEM if block.marker is not None else UnitKind.SENTENCE)


def _is_in_list(block: Block, before: Block | None) -> bool:
    """Whether mark-up says that a block is an item, or it goes on with a list of items without a stop."""
    if block.rows[0].line.marker is not None:
        return block.rows[0].line.level is None
    if block.marker is None or before is None or before.kind is not UnitKind.LIST_ITEM or not before.marker:
        return False
    return before.marker[0].isdigit() == block.marker[0].isdigit() and not before.rows[-1].ends_sentence
