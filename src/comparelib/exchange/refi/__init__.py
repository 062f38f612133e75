"""REFI-QDA 1.0 (schemas of 2019, specification 1.5): codebooks (.qdc) and projects (.qdpx), in and out.

References
----------
.. [1] Rotterdam Exchange Format Initiative, "REFI-QDA", specification 1.5, www.qdasoftware.org.
"""

from comparelib.exchange.refi.codebook_file import read_qdc, write_qdc
from comparelib.exchange.refi.project import RefiCoding, RefiProject, RefiSelection, RefiSource
from comparelib.exchange.refi.project_in import read_qdpx
from comparelib.exchange.refi.project_out import qdpx_bytes, write_qdpx

__all__ = [
    "RefiCoding",
    "RefiProject",
    "RefiSelection",
    "RefiSource",
    "qdpx_bytes",
    "read_qdc",
    "read_qdpx",
    "write_qdc",
    "write_qdpx",
]
