"""What a page must not hold, checked on its finished HTML before anybody sees it."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

_LOADS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "image": ("href", "xlink:href"),
    "iframe": ("src",),
    "link": ("href",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
}
# Ends in letters: dictionary@1.0.0 is a coder, not somebody.
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_PHONE = re.compile(r"(?:\+|\b00)(?:31|32)[\s.\-/()0]{0,4}\d(?:[\s.\-/]?\d){7,8}\b")
_STYLE_LOAD = re.compile(r"@import|url\(\s*['\"]?(?!data:|#)", re.IGNORECASE)
_MOST = 8


def page_faults(html: str, private: tuple[str, ...] = (), beside: tuple[str, ...] = ()) -> list[str]:
    """Return what makes a page unfit, each in a few words; an empty list is a good page.

    Parameters
    ----------
    html
        The whole document.
    private
        Texts that must not stand in it, such as the path of the study.
    beside
        Files that stand beside the page and may be loaded.
    """
    reader = _Reader(beside)
    reader.feed(html)
    reader.close()
    ids = Counter(reader.ids)
    faults = list(reader.faults)
    if reader.headings.get("h1", 0) != 1:
        faults.append(f"it has {reader.headings.get('h1', 0)} h1 headings, not one")
    faults += [f"the id '{name}' stands {count} times" for name, count in ids.items() if count > 1]
    faults += [
        f"the link '#{name}' has no target" for name in dict.fromkeys(reader.anchors) if name not in ids
    ]
    words = " ".join(reader.words)
    faults += [f"it shows the e-mail address '{found}'" for found in dict.fromkeys(_MAIL.findall(words))]
    faults += [f"it shows the telephone number '{found}'" for found in dict.fromkeys(_PHONE.findall(words))]
    faults += [f"it shows the path '{path}'" for path in dict.fromkeys(private) if path and path in html]
    return faults if len(faults) <= _MOST else [*faults[:_MOST], f"and {len(faults) - _MOST} more"]


class _Reader(HTMLParser):
    def __init__(self, beside: tuple[str, ...]) -> None:
        super().__init__(convert_charrefs=True)
        self._beside = beside
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.words: list[str] = []
        self.headings: Counter[str] = Counter()
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        data = given.get("type") == "application/json"  # what a script shows is read like what the page shows
        self._inside = tag if tag in ("script", "style") and not data else ""
        if "id" in given:
            self.ids.append(given["id"])
        href = given.get("href") or given.get("xlink:href") or ""
        if tag in ("a", "use") and href.startswith("#") and len(href) > 1:
            self.anchors.append(href[1:])
        if tag == "img" and not given.get("alt", "").strip():
            self.faults.append("a picture has no alternative text")
        if re.fullmatch(r"h[1-6]", tag):
            self.headings[tag] += 1
        for name in _LOADS.get(tag, ()):
            loaded = given.get(name, "")
            if loaded and loaded not in self._beside and not loaded.startswith(("data:", "#")):
                self.faults.append(f"<{tag}> loads '{loaded[:80]}' from elsewhere")
        if _STYLE_LOAD.search(given.get("style", "")):
            self.faults.append(f"the style of a <{tag}> loads something from elsewhere")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style" and _STYLE_LOAD.search(data):
            self.faults.append("a style sheet loads something from elsewhere")
        elif not self._inside:
            self.words.append(data)
