"""Where the work of a build is done: in one process, on all cores, on a cluster. Same work, same bytes."""

from comparelib.engine.mapping import Engine, Job
from comparelib.engine.opening import ENGINES, EngineChoice

__all__ = ["ENGINES", "Engine", "EngineChoice", "Job"]
