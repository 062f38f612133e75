"""Markdown to a SourceText: headings, lists, quotes, tables, notes; links and emphasis become their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from comparelib.model import Furniture, SourceText
from comparelib.text.extract.numbering import BULLET
from comparelib.text.extract.passages import Passage, assembled
from comparelib.text.extract.plain import plain_text

MEDIA_TYPE = "text/markdown"
_HEADING = re.compile(r"^ {0,3}(#{1,6})(?:\s+(.*?))?\s*#*\s*$")
_UNDERLINE = re.compile(r"^ {0,3}(=+|-+)\s*$")
_RULE = re.compile(r"^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_BULLET = re.compile(r"^(\s*)[-*+]\s+(.*)$")
_NUMBER = re.compile(r"^(\s*)(\d{1,3}[.)]|[a-z][.)])\s+(.*)$")
_NOTE = re.compile(r"^\[\^([^\]]+)\]:\s*(.*)$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_REFERENCE = re.compile(r"^ {0,3}\[[^\]^]+\]:\s+\S+")
_TABLE = re.compile(r"^\s*\|.*\|\s*$|^\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+$")

# The order matters: pictures before links, for one is the other with a mark before it; code and escapes keep
# their signs.
_INLINE: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"!\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\[([^\]^][^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\[([^\]^][^\]]*)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"\[\^([^\]]+)\]"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^>\s]+)>"), r"\1"),
    (re.compile(r"</?(?:a|b|br|em|i|p|span|strong|sub|sup|u)\b[^>]*>", re.I), ""),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"\1"),
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)


@dataclass
class _Open:
    """The block that is being read."""

    lines: list[str] = field(default_factory=list)
    marker: str | None = None
    furniture: Furniture | None = None


def markdown_text(data: bytes, name: str) -> SourceText:
    """Read the text of a Markdown file; its lines are its blocks, its mark-up becomes their hints.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        Its name, for messages.

    Raises
    ------
    InputFaults
        The file is empty, or holds bytes that no encoding explains.
    """
    decoded = plain_text(data, name)
    passages = list(_blocks(_without_preamble(decoded.text.lstrip("\ufeff").splitlines())))
    numbered = (_numbered(passage, block) for block, passage in enumerate(passages))
    source = assembled(numbered, 1, MEDIA_TYPE)
    return SourceText(source.text, source.lines, 1, MEDIA_TYPE, decoded.encoding, decoded.warnings)


def _numbered(passage: Passage, block: int) -> Passage:
    from dataclasses import replace

    return replace(passage, block=block)


def inline(text: str) -> str:
    """Return the words of Markdown: '**Doel**: zie [de brief](x)' => 'Doel: zie de brief'."""
    for pattern, new in _INLINE:
        text = pattern.sub(new, text)
    return text


def _without_preamble(lines: list[str]) -> list[str]:
    """Leave out a YAML preamble between '---' lines: it describes the file and is not its text."""
    if lines and lines[0].strip() == "---":
        for at, line in enumerate(lines[1:60], 1):
            if line.strip() in ("---", "..."):
                return lines[at + 1 :]
    return lines


def _blocks(lines: list[str]) -> Iterator[Passage]:
    block = _Open()
    fence = ""
    for raw in lines:
        line = raw.removeprefix(">").removeprefix(" ") if raw.startswith(">") else raw
        if fence or _FENCE.match(line):
            opening = _FENCE.match(line)
            yield from _closed(block) if opening else ()
            fence = "" if fence and opening else fence or "```"
            block.lines += [] if opening else [line]
            continue
        underline = _UNDERLINE.match(line) if block.lines and block.marker is None else None
        if underline and block.furniture is None:
            yield Passage(inline(" ".join(block.lines)), level=1 if underline.group(1)[0] == "=" else 2)
            block.lines.clear()
        elif not line.strip() or _RULE.match(line) or _REFERENCE.match(line):
            yield from _closed(block)
        elif heading := _HEADING.match(line):
            yield from _closed(block)
            yield Passage(inline(heading.group(2) or ""), level=len(heading.group(1)))
        elif opened := _opening(line):
            yield from _closed(block)
            block.marker, block.furniture, text = opened
            block.lines.append(text)
            yield from _closed(block) if block.furniture is Furniture.TABLE else ()
        else:
            block.lines.append(line.strip())
    yield from _closed(block)


def _opening(line: str) -> tuple[str | None, Furniture | None, str] | None:
    """The marker, furniture and text of a line that opens an item, a note or a row of a table."""
    if found := _NOTE.match(line):
        return None, Furniture.FOOTNOTE, f"{found.group(1)} {found.group(2)}"
    if _TABLE.match(line):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        return None, Furniture.TABLE, " ".join(cell for cell in cells if not set(cell) <= set(":-"))
    if found := _BULLET.match(line):
        return BULLET, None, found.group(2)
    if found := _NUMBER.match(line):
        return found.group(2), None, found.group(3)
    return None


def _closed(block: _Open) -> Iterator[Passage]:
    text = inline(" ".join(" ".join(block.lines).split()))
    if text.strip():
        shown = f"{block.marker} {text}" if block.marker else text
        yield Passage(shown, furniture=block.furniture, marker=block.marker)
    block.lines.clear()
    block.marker, block.furniture = None, None
