"""The colours and the frame that the coding desk and the forms share, light and dark."""

from __future__ import annotations

from pathlib import Path

_SHARED = Path(__file__).with_name("panel.css")


def panel_style(own: Path) -> str:
    """Return the style sheet of a panel: what panels share (`--panel-ink` and so on), then its own file."""
    return "\n".join(path.read_text(encoding="utf-8") for path in (_SHARED, own))
