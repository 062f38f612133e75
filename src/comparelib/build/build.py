"""One build: nothing where nothing has changed, else the stages whose inputs have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from comparelib.build.outcome import BuildOutcome, BuildProgress, silent
from comparelib.build.state import PROCESSED, inputs_key
from comparelib.store import Store

if TYPE_CHECKING:
    from comparelib.engine import EngineChoice

__all__ = ["PROCESSED", "BuildOutcome", "BuildProgress", "build", "inputs_key"]


def build(
    root: Path, progress: BuildProgress | None = None, engine: EngineChoice | None = None
) -> BuildOutcome:
    """Bring data/processed up to date with everything it is made from.

    Whatever a build that was killed had finished is taken from it; the bytes are those of an unbroken one.

    Parameters
    ----------
    engine
        Where the work is done; the cores of this machine where None. The bytes are the same.

    Raises
    ------
    InputFaults
        Something that was curated by hand is not as it should be; the last build stays as it is.
    StoreFailure
        Another process is building.
    EngineFailure
        The processes or the cluster that were to do the work cannot do it.
    """
    store = Store(root / PROCESSED)
    with store.locked():
        key, last = inputs_key(root), store.manifest
        if last is not None and last.inputs == key and store.is_whole():
            store.part_folder.sweep(last.files)
            return BuildOutcome(unchanged=True)

        from comparelib.build.inputs import load_inputs
        from comparelib.build.making import made_build
        from comparelib.engine import EngineChoice

        inputs = load_inputs(root)
        with (engine or EngineChoice()).opened(store.folder) as opened:
            return made_build(inputs, store, opened, key, progress or silent)
