"""What identifies a thing in a REFI file: the same thing has the same GUID and colour in every export."""

from __future__ import annotations

import colorsys
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

_SPACE = uuid5(NAMESPACE_URL, "urn:comparelib:refi-qda")
_GOLDEN = 0.6180339887498949  # turns of the colour circle: neighbours in the list are far apart in hue


@lru_cache(maxsize=65_536)
def guid(kind: str, *names: str) -> str:
    """Return the GUID of a thing by its kind and names: `guid("code", "theme", "energy_climate")`."""
    return str(uuid5(_SPACE, "\x1f".join((kind, *names))))


def plain_guid(text: str | None) -> str:
    """Return a GUID of a file as it is compared: lower case, without the braces that some tools write."""
    return (text or "").strip().strip("{}").lower()


def colour(place: int) -> str:
    """Return the colour of the code at a place (from 0) of the codebook, as #RRGGBB."""
    red, green, blue = colorsys.hls_to_rgb((0.57 + place * _GOLDEN) % 1, 0.42, 0.6)
    return f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"
