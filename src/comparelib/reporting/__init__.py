"""From notebooks to checked, self-contained HTML: parameters, runner, page, index.

papermill, nbconvert and pydantic are imported by the modules that need them, so import those one by one:
`comparelib.reporting.report` for the whole job, `comparelib.reporting.parameters` for the models.
"""
