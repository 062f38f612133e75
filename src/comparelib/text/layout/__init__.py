"""Lines to blocks: what is text, heading, list item or furniture, and what belongs together."""

from comparelib.text.layout.blocks import Block, Layout, layout

__all__ = ["Block", "Layout", "layout"]
