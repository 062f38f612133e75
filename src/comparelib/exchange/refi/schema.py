"""The XML of REFI files: parsed so that it can do no harm, and held against the schema of the standard."""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from comparelib.errors import Fault, InputFaults, did_you_mean
from comparelib.text.extract.package import parsed

_SHOWN = 5
# Characters that XML 1.0 cannot hold.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Schema(Enum):
    """A schema of the standard: its file, its name space, and the name of its root element."""

    CODEBOOK = ("Codebook.xsd", "urn:QDA-XML:codebook:1.0", "CodeBook")
    PROJECT = ("Project.xsd", "urn:QDA-XML:project:1.0", "Project")

    @property
    def namespace(self) -> str:
        """The name space of its elements."""
        return self.value[1]

    def tag(self, name: str) -> str:
        """Return the qualified name of an element."""
        return f"{{{self.namespace}}}{name}"

    def path(self, *names: str) -> str:
        """Return the path of nested elements as `find` takes it."""
        return "/".join(self.tag(name) for name in names)


def xml_text(text: str) -> str:
    """Return a text as XML can hold it: control characters are shown as their pictures (U+2400)."""
    return _NO_XML.sub(lambda found: chr(0x2400 + ord(found[0])) if found[0] < " " else "\ufffd", text)


def checked_root(data: bytes, name: str, schema: Schema) -> Any:
    """Return the root element of a REFI file that is as its schema says.

    Raises
    ------
    InputFaults
        Broken XML, a document type or entities, another file or version than `schema`, or a breach of it with
        its line.
    """
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputFaults(_declares(name))
    root = parsed(data, name)
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputFaults(_declares(name))
    _expect_version(root, name, schema)
    breaches = schema_breaches(root, name, schema)
    if breaches:
        raise InputFaults(breaches)
    return root


def schema_breaches(root: Any, name: str, schema: Schema) -> list[Fault]:
    """Return where a tree breaks its schema, the first few with their lines."""
    xsd = _compiled(schema)
    if xsd.validate(root):
        return []
    found = list(xsd.error_log)
    faults = [
        Fault(entry.message.replace(f"{{{schema.namespace}}}", ""), name, entry.line, expected="REFI-QDA 1.0")
        for entry in found[:_SHOWN]
    ]
    more = len(found) - _SHOWN
    return [*faults, *([Fault(f"and {more} more breaches of the schema", name)] if more > 0 else [])]


@cache
def _compiled(schema: Schema) -> Any:
    from lxml import etree

    source = (resources.files("comparelib.exchange.refi") / schema.value[0]).read_bytes()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.XMLSchema(etree.fromstring(source, parser))


def _declares(name: str) -> Fault:
    message = "the XML declares a document type or entities, which could fetch files; nothing was opened"
    return Fault(message, name, remedy="Export it anew from the tool that made it")


def _expect_version(root: Any, name: str, schema: Schema) -> None:
    namespace, _, local = str(root.tag).rpartition("}")
    namespace = namespace.lstrip("{")
    if (namespace, local) == (schema.namespace, schema.value[2]):
        return
    expected = f"a <{schema.value[2]}> of {schema.namespace}"
    other = next((each for each in Schema if each.namespace == namespace), None)
    if other is not None:
        message = f"this is a REFI-QDA {other.name.lower()}, not a {schema.name.lower()}"
    elif namespace.startswith("urn:QDA-XML:"):
        message = f"written for another version of the standard, {namespace}"
    else:
        message = f"no REFI-QDA file: its first element is <{local}>" + (
            f" of {namespace}" if namespace else ""
        )
    remedy = did_you_mean(namespace, [schema.namespace]) if not namespace.startswith("urn:QDA") else None
    raise InputFaults(Fault(message, name, root.sourceline, expected=expected, remedy=remedy))
