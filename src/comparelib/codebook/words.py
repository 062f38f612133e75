"""Two texts -> which words stayed, went and came."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class WordChange:
    """A run of words: `old` and `new` are the same where nothing changed, "" where there is none."""

    old: str
    new: str


def changed_words(old: str, new: str) -> tuple[WordChange, ...]:
    """Return the runs of words of two texts, in order.

    Examples
    --------
    >>> [(run.old, run.new) for run in changed_words("energy use and prices", "energy use, and grids")]
    [('energy', 'energy'), ('use', 'use,'), ('and', 'and'), ('prices', 'grids')]
    """
    before, after = old.split(), new.split()
    runs = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        WordChange(" ".join(before[first:stop]), " ".join(after[begin:end]))
        for _, first, stop, begin, end in runs
    )


def marked(words: tuple[WordChange, ...]) -> str:
    """Return the runs as plain text: [-went-] and {+came+}.

    Examples
    --------
    >>> marked(changed_words("energy use and prices", "energy use and grids"))
    'energy use and [-prices-] {+grids+}'
    """
    parts = []
    for run in words:
        if run.old == run.new:
            parts.append(run.old)
            continue
        parts += [f"[-{run.old}-]"] if run.old else []
        parts += [f"{{+{run.new}+}}"] if run.new else []
    return " ".join(parts)
