"""Figures and tables of a page as files beside it: SVG, PNG, CSV and XLSX."""
