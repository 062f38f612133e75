"""Text that a spreadsheet would run as a formula: written so that it stays text, and read back as it was."""

from __future__ import annotations

import re

# What Excel, LibreOffice or a sheet in the browser may take for the start of a formula, full-width forms
# among them; apostrophes before it are counted in, so that taking one away always gives the text back.
_DANGER = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def defused(text: str) -> str:
    """Put an apostrophe before text that would be run: "=1+1" => "'=1+1"."""
    return f"'{text}" if _DANGER.match(text) else text


def restored(text: str) -> str:
    """Take away the apostrophe that `defused` put there: "'=1+1" => "=1+1"."""
    return text[1:] if text.startswith("'") and _DANGER.match(text[1:]) else text
