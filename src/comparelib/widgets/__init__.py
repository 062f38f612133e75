"""Coding by hand in JupyterLab: sample, widget, agreement, adjudication, and the way into the reference."""

from comparelib.widgets.agreement import CodingAgreement, coding_agreement, coding_differences
from comparelib.widgets.coding import CodingWidget, adjudicate
from comparelib.widgets.opening import coding_study
from comparelib.widgets.reanchor import Reanchoring, reanchor
from comparelib.widgets.reference_export import ReferenceExport, export_reference
from comparelib.widgets.sample import CodingSample, SampleDesign, coding_sample
from comparelib.widgets.sample_correction import sample_correction

__all__ = [
    "CodingAgreement",
    "CodingSample",
    "CodingWidget",
    "Reanchoring",
    "ReferenceExport",
    "SampleDesign",
    "adjudicate",
    "coding_agreement",
    "coding_differences",
    "coding_sample",
    "coding_study",
    "export_reference",
    "reanchor",
    "sample_correction",
]
