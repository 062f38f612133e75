"""Parameter forms in JupyterLab: fill in what a notebook can be asked, and render its report."""

from comparelib.forms.form import ReportForm, form

__all__ = ["ReportForm", "form"]
