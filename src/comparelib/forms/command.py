"""A filled-in form as a command to type, and as a run of study.yml to keep."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any

from comparelib.labels import say
from comparelib.studyfile import Run

_RUN_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


def overrides(values: Mapping[str, Any], base: Mapping[str, Any]) -> dict[str, str]:
    """Return the parameters that differ from those of the run, as `-p name=value` takes them."""
    return {name: _plain(value) for name, value in values.items() if value != base[name]}


def command_line(run: str, given: Mapping[str, str]) -> str:
    """Return the command that renders the same pages."""
    parts = ["comparelib", "report", "--run", run]
    for name, text in given.items():
        parts += ["-p", f"{name}={text}"]
    return shlex.join(parts)


def name_fault(name: str, runs: Mapping[str, Run], language: str) -> str:
    """Return why a run cannot have a name, "" where it can; no name is no fault."""
    if name and not _RUN_NAME.fullmatch(name):
        return say("form.bad_name", language)
    return say("form.taken_name", language) if name in runs else ""


def run_lines(name: str, run: Run, values: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    """Return the lines of study.yml, below `runs:`, that make the run one with a name of its own.

    Its parameters are those of the run that it starts from, and those that differ here. It keeps the claims
    that were named beforehand, unless it counts another facet, whose codes they are not.
    """
    changed = {name: value for name, value in values.items() if value != base[name]}
    parameters = {**run.parameters, **changed}
    settings = ", ".join(f"{key}: {_quoted(value)}" for key, value in parameters.items())
    lines = [
        f"  {name}:",
        f"    label: {{en: {_quoted(name)}, nl: {_quoted(name)}}}",
        f"    notebooks: [{', '.join(run.notebooks)}]",
        f"    parameters: {{{settings}}}",
    ]
    if run.claims and "facet" not in changed:
        lines.append(f"    claims: [{', '.join(claim.code for claim in run.claims)}]")
    return "\n".join([*lines, ""])


def _quoted(value: Any) -> str:
    """Write a value in YAML's flow style, of which JSON is a part."""
    return json.dumps(value, ensure_ascii=False)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(_plain(item) for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
